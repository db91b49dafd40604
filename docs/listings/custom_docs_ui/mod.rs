//! Custom docs ui.

listings! {}
