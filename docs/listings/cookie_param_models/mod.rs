//! Cookie param models.

listings! {}
