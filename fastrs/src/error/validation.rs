//! The 422: everything that is wrong with a request.

use std::borrow::Cow;
use std::sync::Arc;

use http::StatusCode;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::describe::{ResponseDescription, Responses};
use crate::response::{Failed, Response, failed_response};
use crate::schema::SchemaOf;
use crate::validate::ValidationErrors;

#[cold]
pub(crate) fn validation_response(errors: ValidationErrors) -> Response {
    let errors = Arc::new(errors);
    let failed = Failed { invalid: Some(errors.clone()), ..Failed::default() };
    failed_response(StatusCode::UNPROCESSABLE_ENTITY, &*errors, failed)
}

pub(crate) fn describe_validation(responses: &mut Responses) {
    let response = ResponseDescription::new(StatusCode::UNPROCESSABLE_ENTITY, "Validation Error");
    let schema = SchemaOf::of_error::<HttpValidationError>();
    responses.add(response.with_content("application/json", Some(schema)));
}

/// The schemas of the 422 as FastAPI names and writes them.
struct HttpValidationError;

impl JsonSchema for HttpValidationError {
    fn schema_name() -> Cow<'static, str> {
        "HTTPValidationError".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let entry = generator.subschema_for::<ValidationErrorEntry>();
        json_schema!({
            "properties": { "detail": { "items": entry, "type": "array", "title": "Detail" } },
            "type": "object",
            "title": "HTTPValidationError",
        })
    }
}

struct ValidationErrorEntry;

impl JsonSchema for ValidationErrorEntry {
    fn schema_name() -> Cow<'static, str> {
        "ValidationError".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "properties": {
                "loc": {
                    "items": { "anyOf": [{ "type": "string" }, { "type": "integer" }] },
                    "type": "array",
                    "title": "Location",
                },
                "msg": { "type": "string", "title": "Message" },
                "type": { "type": "string", "title": "Error Type" },
                "input": { "title": "Input" },
                "ctx": { "type": "object", "title": "Context" },
            },
            "type": "object",
            "required": ["loc", "msg", "type"],
            "title": "ValidationError",
        })
    }
}
