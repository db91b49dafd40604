//! Tests that wait.

pub mod app_a;

listings! { app_a }
