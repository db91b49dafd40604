//! Openapi webhooks.

listings! {}
