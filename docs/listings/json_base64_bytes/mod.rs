//! Json base64 bytes.

listings! {}
