//! Request form models.

listings! {}
