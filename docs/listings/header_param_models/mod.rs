//! Header param models.

listings! {}
