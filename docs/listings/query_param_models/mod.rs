//! Query param models.

listings! {}
