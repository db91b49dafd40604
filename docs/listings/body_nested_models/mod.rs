//! Body nested models.

listings! {}
