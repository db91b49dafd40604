//! `url::Url`.

super::named::text_fields! {
    url::Url:
        "url_type" "URL input should be a string or URL",
        "url_parsing" "Input should be a valid URL, {}";
}
