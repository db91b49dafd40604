//! `uuid::Uuid`, as serde writes it.

super::values::by_serde! { uuid::Uuid; }
