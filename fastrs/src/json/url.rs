//! `url::Url`, as serde writes it.

super::values::by_serde! { url::Url; }
