//! Behind a proxy.

listings! {}
