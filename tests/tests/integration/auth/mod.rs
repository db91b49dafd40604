//! The attacks on `fastrs-auth`, each by its name: what a thief, a forger or a hostile page tries, and what it gets.

mod api_keys;
mod cookies;
mod forge;
mod guard;
mod headers;
mod issuer;
mod login;
mod outage;
mod redis_server;
mod replay;
mod revoked;
mod roles;
mod service;
mod shop;
mod tokens;
