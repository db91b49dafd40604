//! Configure swagger ui.

listings! {}
