//! `uuid::Uuid`.

super::named::text_fields! {
    uuid::Uuid:
        "uuid_type" "UUID input should be a string, bytes or UUID object",
        "uuid_parsing" "Input should be a valid UUID, {}";
}
