//! Settings.

pub mod app01;
pub mod app02;
pub mod app03;

listings! { app01 app02 app03 }
