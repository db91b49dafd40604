//! Request forms.

listings! {}
