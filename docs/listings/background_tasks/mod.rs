//! Background tasks.

listings! {}
