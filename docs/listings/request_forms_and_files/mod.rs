//! Request forms and files.

listings! {}
