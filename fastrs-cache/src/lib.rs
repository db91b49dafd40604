//! fastrs-cache
