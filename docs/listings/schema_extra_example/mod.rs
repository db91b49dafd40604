//! Schema extra example.

listings! {}
