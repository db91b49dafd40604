//! Several instances of one app.

pub mod counter;
