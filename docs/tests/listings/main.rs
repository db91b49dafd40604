//! The book's programs: every one starts, and answers as its chapter says.

mod additional_responses;
mod additional_status_codes;
mod advanced_middleware;
mod app_testing;
mod async_tests;
mod authentication_error_status_code;
mod background_tasks;
mod behind_a_proxy;
mod body;
mod body_fields;
mod body_multiple_params;
mod body_nested_models;
mod body_updates;
mod caching;
mod conditional_openapi;
mod configure_swagger_ui;
mod cookie_param_models;
mod cookie_params;
mod cors;
mod custom_docs_ui;
mod custom_request_and_route;
mod custom_response;
mod dataclasses;
mod dependencies;
mod dependency_testing;
mod encoder;
mod events;
mod exchange;
mod extending_openapi;
mod extra_data_types;
mod extra_models;
mod first_steps;
mod frontend;
mod generate_clients;
mod handling_errors;
mod header_param_models;
mod header_params;
mod json_base64_bytes;
mod metadata;
mod middleware;
mod openapi_callbacks;
mod openapi_webhooks;
mod path_operation_advanced_configuration;
mod path_operation_configuration;
mod path_params;
mod path_params_numeric_validations;
mod query_param_models;
mod query_params;
mod query_params_str_validations;
mod rate_limits;
mod request_files;
mod request_form_models;
mod request_forms;
mod request_forms_and_files;
mod response_cookies;
mod response_directly;
mod response_headers;
mod response_model;
mod response_status_code;
mod schema_extra_example;
mod security;
mod separate_openapi_schemas;
mod server_sent_events;
mod settings;
mod several_instances;
mod sql_databases;
mod static_files;
mod stream_data;
mod stream_json_lines;
mod strict_content_type;
mod sub_applications;
mod templates;
mod transactions;
mod using_request_directly;
mod wire;

#[test]
fn every_program_starts() {
    for (chapter, name, app) in fastrs_book::apps() {
        if let Err(faults) = app().build() {
            panic!("{chapter}/{name} does not start:\n{faults}");
        }
    }
}
