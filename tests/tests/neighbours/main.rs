//! Side by side with axum and tower-http: a router of one in the other, and tower-http's layers, on real sockets over
//! HTTP/1 and HTTP/2.

mod axum_in_fastrs;
mod fastrs_in_axum;
mod layers;
mod wire;
