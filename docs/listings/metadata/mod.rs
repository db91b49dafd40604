//! Metadata.

listings! {}
