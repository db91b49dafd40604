//! Custom request and route.

listings! {}
