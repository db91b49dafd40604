//! Events.

listings! {}
