//! Extra models.

listings! {}
