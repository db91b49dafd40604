//! Enums of integers: on the wire, a variant is its discriminant.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Expr, Fields, Ident};

use super::container::Container;
use crate::diagnostics::Errors;
use crate::doc;

pub(super) fn expand(container: &Container, input: &DeriveInput, errors: &mut Errors) -> TokenStream {
    let Data::Enum(data) = &input.data else { return TokenStream::new() };
    let mut variants: Vec<(&Ident, &Expr)> = Vec::new();
    for variant in &data.variants {
        match (&variant.fields, &variant.discriminant) {
            (Fields::Unit, Some((_, number))) => variants.push((&variant.ident, number)),
            (Fields::Unit, None) => errors.at(variant, "say which integer it is: `Low = 1`"),
            _ => errors.at(&variant.fields, "a variant of an `integer` model holds nothing: `Low = 1`"),
        }
    }
    if !errors.is_empty() {
        return TokenStream::new();
    }
    let (field, serde) = (field(container, &variants), serde(container, &variants));
    let (schema, answer) = (schema(container, input, &variants), answer(container));
    quote!(#field #serde #schema #answer)
}

fn field(container: &Container, variants: &[(&Ident, &Expr)]) -> TokenStream {
    let (name, is_literal) = (&container.name, container.literal.is_some());
    let numbers = variants.iter().map(|(_, number)| number);
    quote! {
        #[automatically_derived]
        impl ::fastrs::__private::Field for #name {
            type Kind = ::fastrs::__private::kind::Scalar;

            #[inline]
            fn is_valid(&self, _: &::fastrs::__private::Rules) -> bool {
                true
            }

            fn explain(
                input: &::fastrs::__private::serde_json::Value,
                _: &::fastrs::__private::Rules,
                at: &::fastrs::__private::At<'_>,
                errors: &mut ::fastrs::__private::ValidationErrors,
            ) {
                ::fastrs::__private::explain_integer_enum(input, (&[#(#numbers),*], #is_literal), at, errors);
            }

            fn from_text(text: &str) -> ::core::option::Option<Self> {
                Self::__of(<i64 as ::fastrs::__private::Field>::from_text(text)?)
            }

            fn respell(
                input: &mut ::fastrs::__private::serde_json::Value,
                spelling: ::fastrs::__private::Spelling,
            ) {
                <i64 as ::fastrs::__private::Field>::respell(input, spelling);
            }
        }
    }
}

fn serde(container: &Container, variants: &[(&Ident, &Expr)]) -> TokenStream {
    let name = &container.name;
    let (idents, numbers): (Vec<_>, Vec<_>) = variants.iter().copied().unzip();
    quote! {
        #[automatically_derived]
        impl #name {
            const fn __number(&self) -> i64 {
                match self {
                    #(Self::#idents => #numbers,)*
                }
            }

            const fn __of(number: i64) -> ::core::option::Option<Self> {
                #(if number == #numbers {
                    return ::core::option::Option::Some(Self::#idents);
                })*
                ::core::option::Option::None
            }
        }

        #[automatically_derived]
        impl ::fastrs::__private::serde::Serialize for #name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: ::fastrs::__private::serde::Serializer,
            {
                serializer.serialize_i64(self.__number())
            }
        }

        #[automatically_derived]
        impl<'de> ::fastrs::__private::serde::Deserialize<'de> for #name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: ::fastrs::__private::serde::Deserializer<'de>,
            {
                ::fastrs::__private::deserialize_integer(deserializer, Self::__of)
            }
        }

        #[automatically_derived]
        impl ::fastrs::__private::WriteJson for #name {
            fn write_json(
                &self,
                out: &mut ::std::vec::Vec<u8>,
            ) -> ::fastrs::__private::serde_json::Result<()> {
                ::fastrs::__private::WriteJson::write_json(&self.__number(), out)
            }
        }
    }
}

fn schema(container: &Container, input: &DeriveInput, variants: &[(&Ident, &Expr)]) -> TokenStream {
    let name = &container.name;
    let (text, is_literal) = (name.to_string(), container.literal.is_some());
    let numbers = variants.iter().map(|(_, number)| number);
    let description = doc::text(&input.attrs).map(|doc| quote!("description": #doc,));
    let marker =
        (!is_literal).then(|| quote!("x-fastrs-type": ::core::concat!(::core::module_path!(), "::", #text),));
    quote! {
        #[automatically_derived]
        impl ::fastrs::__private::schemars::JsonSchema for #name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(#text)
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::core::concat!(::core::module_path!(), "::", #text))
            }

            fn inline_schema() -> bool {
                #is_literal
            }

            fn json_schema(
                _: &mut ::fastrs::__private::schemars::SchemaGenerator,
            ) -> ::fastrs::__private::schemars::Schema {
                ::fastrs::__private::schemars::json_schema!({
                    #description
                    "type": "integer",
                    "enum": [#(#numbers),*],
                    #marker
                })
            }
        }
    }
}

fn answer(container: &Container) -> TokenStream {
    let name = &container.name;
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl ::fastrs::__private::IntoResponse for #name {
            fn into_response(self, success: ::fastrs::__private::StatusCode) -> ::fastrs::__private::Response {
                ::fastrs::__private::model_response(success, &self)
            }

            fn describe(
                success: ::fastrs::__private::StatusCode,
                responses: &mut ::fastrs::__private::Responses,
            ) {
                ::fastrs::__private::describe_model::<Self>(success, responses);
            }
        }
    }
}
