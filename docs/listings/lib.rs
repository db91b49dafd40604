//! The programs of the book, chapter by chapter: FastAPI's tutorial as a user of fastrs writes it.
//!
//! A program is a module with `pub fn app() -> App`, in `chapter/program.rs`; both have the names that FastAPI's
//! documentation gives them, so that what FastAPI answered can be replayed against them (`tests/conformance`).

// The programs show what a user writes, who need not be warned of what only a larger program would use.
#![allow(dead_code, clippy::enum_variant_names, clippy::unused_async)]

use fastrs::App;

/// A program: its name and how it is made.
pub type Listing = (&'static str, fn() -> App);

/// Lists the programs of a chapter.
macro_rules! listings {
    ($($name:ident)*) => {
        pub(crate) const LISTINGS: &[crate::Listing] = &[$((stringify!($name), $name::app)),*];
    };
}

/// The chapters, each a folder.
macro_rules! chapters {
    ($($chapter:ident)*) => {
        /// All programs: chapter, name, and how it is made.
        pub fn apps() -> impl Iterator<Item = (&'static str, &'static str, fn() -> App)> {
            let chapters: &[(&'static str, &'static [Listing])] = &[$((stringify!($chapter), $chapter::LISTINGS)),*];
            chapters.iter().flat_map(|(chapter, listings)| listings.iter().map(|(name, app)| (*chapter, *name, *app)))
        }
    };
}

pub mod additional_responses;
pub mod additional_status_codes;
pub mod advanced_middleware;
pub mod app_testing;
pub mod async_tests;
pub mod authentication_error_status_code;
pub mod background_tasks;
pub mod behind_a_proxy;
pub mod body;
pub mod body_fields;
pub mod body_multiple_params;
pub mod body_nested_models;
pub mod body_updates;
pub mod caching;
pub mod conditional_openapi;
pub mod configure_swagger_ui;
pub mod cookie_param_models;
pub mod cookie_params;
pub mod cors;
pub mod custom_docs_ui;
pub mod custom_request_and_route;
pub mod custom_response;
pub mod dataclasses;
pub mod dependencies;
pub mod dependency_testing;
pub mod encoder;
pub mod events;
pub mod extending_openapi;
pub mod extra_data_types;
pub mod extra_models;
pub mod first_steps;
pub mod frontend;
pub mod generate_clients;
pub mod handling_errors;
pub mod header_param_models;
pub mod header_params;
pub mod json_base64_bytes;
pub mod metadata;
pub mod middleware;
pub mod openapi_callbacks;
pub mod openapi_webhooks;
pub mod path_operation_advanced_configuration;
pub mod path_operation_configuration;
pub mod path_params;
pub mod path_params_numeric_validations;
pub mod query_param_models;
pub mod query_params;
pub mod query_params_str_validations;
pub mod rate_limits;
pub mod request_files;
pub mod request_form_models;
pub mod request_forms;
pub mod request_forms_and_files;
pub mod response_cookies;
pub mod response_directly;
pub mod response_headers;
pub mod response_model;
pub mod response_status_code;
pub mod schema_extra_example;
pub mod security;
pub mod separate_openapi_schemas;
pub mod server_sent_events;
pub mod settings;
pub mod several_instances;
pub mod sql_databases;
pub mod static_files;
pub mod stream_data;
pub mod stream_json_lines;
pub mod strict_content_type;
pub mod sub_applications;
pub mod templates;
pub mod using_request_directly;
pub mod wire;

chapters! {
    additional_responses
    additional_status_codes
    advanced_middleware
    app_testing
    async_tests
    authentication_error_status_code
    background_tasks
    behind_a_proxy
    body
    body_fields
    body_multiple_params
    body_nested_models
    body_updates
    conditional_openapi
    configure_swagger_ui
    cookie_param_models
    cookie_params
    cors
    custom_docs_ui
    custom_request_and_route
    custom_response
    dataclasses
    dependencies
    dependency_testing
    encoder
    events
    extending_openapi
    extra_data_types
    extra_models
    first_steps
    frontend
    generate_clients
    handling_errors
    header_param_models
    header_params
    json_base64_bytes
    metadata
    middleware
    openapi_callbacks
    openapi_webhooks
    path_operation_advanced_configuration
    path_operation_configuration
    path_params
    path_params_numeric_validations
    query_param_models
    query_params
    query_params_str_validations
    request_files
    request_form_models
    request_forms
    request_forms_and_files
    response_cookies
    response_directly
    response_headers
    response_model
    response_status_code
    schema_extra_example
    security
    separate_openapi_schemas
    server_sent_events
    settings
    sql_databases
    static_files
    stream_data
    stream_json_lines
    strict_content_type
    sub_applications
    templates
    using_request_directly
    wire
}
