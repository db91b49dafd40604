//! Cached answers: the rules of HTTP as pure functions, and what does by them.
//!
//! - [`directives`]: `Cache-Control`, of requests and of answers (RFC 9111, section 5.2)
//! - [`conditional`]: `If-Match`, `If-None-Match` and their dates (RFC 9110, section 13)
//! - [`storing`]: which answers may be kept (RFC 9111, section 3), and as what
//! - [`hook`]: the `ResponseCache` of an app

mod conditional;
mod directives;
mod hook;
mod storing;
