//! Body fields.

listings! {}
