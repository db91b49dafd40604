//! Server sent events.

listings! {}
