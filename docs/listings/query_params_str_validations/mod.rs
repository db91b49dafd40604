//! Query params str validations.

listings! {}
