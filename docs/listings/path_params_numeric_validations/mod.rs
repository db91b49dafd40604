//! Path params numeric validations.

listings! {}
