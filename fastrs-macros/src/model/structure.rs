//! Structs: objects with named fields, and newtypes.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Generics};

use super::container::Container;
use super::field::Field;
use super::partial;
use super::write::{Shape, write_json};
use crate::diagnostics::Errors;

pub(super) fn expand(container: &Container, input: &mut DeriveInput, errors: &mut Errors) -> TokenStream {
    let attributes = input.attrs.clone();
    let (vis, generics) = (input.vis.clone(), input.generics.clone());
    let Data::Struct(data) = &mut input.data else { return TokenStream::new() };
    match &mut data.fields {
        Fields::Named(named) => {
            let original = named.named.clone();
            let take = |field: &mut syn::Field| {
                let mut taken = Field::take(
                    field,
                    &container.name,
                    container.serde.rename_all,
                    container.serde.default,
                    errors,
                );
                if container.exclude_none {
                    field.attrs.extend(taken.exclude_none());
                }
                taken
            };
            let fields: Vec<Field> = named.named.iter_mut().map(take).collect();
            if !container.output {
                fields.iter().for_each(|field| field.check_owned(errors));
            }
            let partial = container.partial.as_ref().map(|name| {
                partial::expand(name, container, &attributes, &vis, &generics, &original, &fields)
            });
            let object = object(container, &generics, &fields);
            quote!(#object #partial)
        }
        Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1 => {
            check_newtype(container, errors);
            let inner = unnamed
                .unnamed
                .first_mut()
                .map(|field| Field::take(field, &container.name, None, false, errors));
            inner.map(|inner| newtype(container, &generics, &inner)).unwrap_or_default()
        }
        Fields::Unnamed(unnamed) => {
            errors
                .at(&unnamed.unnamed, "the fields of a model have names: `struct Point { x: f64, y: f64 }`");
            TokenStream::new()
        }
        Fields::Unit => {
            errors.at(&input.ident, "a model holds something: give it fields, `struct Item { … }`");
            TokenStream::new()
        }
    }
}

fn check_newtype(container: &Container, errors: &mut Errors) {
    if let Some(partial) = &container.partial {
        errors.at(partial, "a newtype has no `partial`: it is replaced as a whole");
    }
    if let Some(validator) = container.validators.first() {
        let message =
            "a newtype is validated by its field: `struct Name(#[field(validate = function)] String);`";
        errors.at(validator, message);
    }
}

/// The answer of any model: its JSON.
pub(super) fn answer(container: &Container, generics: &Generics, shape: &Shape<'_>) -> TokenStream {
    let name = &container.name;
    let (written, bound) = write_json(container, generics, shape);
    let bound = quote!(#bound + ::fastrs::__private::schemars::JsonSchema);
    let ((parameters, arguments), bounds) = with_bounds(generics, &bound);
    quote! {
        #written

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #parameters ::fastrs::__private::IntoResponse for #name #arguments #bounds {
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

/// The pieces of an `impl` whose type parameters have further bounds.
pub(super) fn with_bounds(
    generics: &Generics,
    bound: &TokenStream,
) -> ((TokenStream, TokenStream), TokenStream) {
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let names: Vec<_> = generics.type_params().map(|parameter| &parameter.ident).collect();
    let own = bounds.map(|bounds| {
        let predicates = &bounds.predicates;
        let comma = (!predicates.is_empty() && !predicates.trailing_punct()).then(|| quote!(,));
        quote!(#predicates #comma)
    });
    let bounds =
        if names.is_empty() && own.is_none() { quote!() } else { quote!(where #own #(#names: #bound,)*) };
    ((quote!(#parameters), quote!(#arguments)), bounds)
}

/// What a type parameter of a validated model must be.
pub(super) fn field_bound() -> TokenStream {
    quote!(::fastrs::__private::Field + ::fastrs::__private::serde::de::DeserializeOwned + 'static)
}

fn object(container: &Container, generics: &Generics, fields: &[Field]) -> TokenStream {
    let answer = answer(container, generics, &Shape::Object(fields));
    if container.output || container.serde.foreign {
        return answer;
    }
    let name = &container.name;
    let ((parameters, arguments), bounds) = with_bounds(generics, &field_bound());
    let checks = fields.iter().filter_map(|field| {
        let name = &field.name;
        field.check_value(&quote!(&self.#name))
    });
    let visits = fields.iter().map(Field::visit);
    let defaults = fields.iter().map(Field::default_function);
    let (deny, validators) = (container.serde.deny_unknown_fields, container.validator_slice());
    let own_checks = (!container.validators.is_empty()).then(|| {
        quote!(
            &&<Self as ::fastrs::__private::Model>::VALIDATORS.iter().all(|validate| validate(self).is_ok())
        )
    });
    quote! {
        #(#defaults)*

        #[automatically_derived]
        impl #parameters ::fastrs::__private::Field for #name #arguments #bounds {
            type Kind = ::fastrs::__private::kind::Model;

            #[inline]
            fn is_valid(&self, _: &::fastrs::__private::Rules) -> bool {
                true #(&& #checks)* #own_checks
            }

            fn explain(
                input: &::fastrs::__private::serde_json::Value,
                _: &::fastrs::__private::Rules,
                at: &::fastrs::__private::At<'_>,
                errors: &mut ::fastrs::__private::ValidationErrors,
            ) {
                ::fastrs::__private::explain_model::<Self>(input, at, errors);
            }

            fn redact(input: &mut ::fastrs::__private::serde_json::Value) {
                ::fastrs::__private::redact_model::<Self>(input);
            }

            fn respell(
                input: &mut ::fastrs::__private::serde_json::Value,
                spelling: ::fastrs::__private::Spelling,
            ) {
                ::fastrs::__private::respell_model::<Self>(input, spelling);
            }

            fn flatten(visitor: &mut ::fastrs::__private::FieldVisitor<'_>) {
                ::fastrs::__private::flatten_model::<Self>(visitor);
            }
        }

        #[automatically_derived]
        impl #parameters ::fastrs::__private::Model for #name #arguments #bounds {
            const DENY_UNKNOWN: bool = #deny;
            const VALIDATORS: &'static [fn(&Self) -> ::core::result::Result<(), ::fastrs::__private::Issue>] =
                #validators;

            fn visit(visitor: &mut ::fastrs::__private::FieldVisitor<'_>) {
                let _ = &visitor;
                #(#visits)*
            }
        }

        #answer
    }
}

/// A struct around one value: valid as that value is, with further rules.
fn newtype(container: &Container, generics: &Generics, inner: &Field) -> TokenStream {
    let answer = answer(container, generics, &Shape::Newtype(inner));
    if container.output || container.serde.foreign {
        return answer;
    }
    let (name, ty) = (&container.name, &inner.ty);
    let ((parameters, arguments), bounds) = with_bounds(generics, &field_bound());
    let (spec, requirements) = (inner.spec(), inner.constraints.requirements(ty));
    let default = inner.default_function();
    let (span, transparent) = (ty.span(), container.serde.transparent);
    let as_field = quote_spanned!(span=> <#ty as ::fastrs::__private::Field>);
    // What can be declared for the inner type can be declared for the newtype. The lifetime makes the compiler
    // ask only when somebody wants to know.
    let (parameters_only, arguments_only) = (&parameters, &arguments);
    let capabilities = ["Bounded", "Textual", "Countable", "DecimalDigits"].map(|capability| {
        let capability = syn::Ident::new(capability, span);
        let own = generics.where_clause.as_ref().map(|clause| {
            let predicates = &clause.predicates;
            quote!(#predicates,)
        });
        quote_spanned! {span=>
            #[automatically_derived]
            #[allow(unused_lifetimes)]
            #[diagnostic::do_not_recommend]
            impl #parameters_only ::fastrs::__private::#capability for #name #arguments_only
            where #own for<'fastrs> #ty: ::fastrs::__private::#capability {}
        }
    });
    quote! {
        #default
        #(#capabilities)*

        #[automatically_derived]
        impl #parameters ::fastrs::__private::Field for #name #arguments #bounds {
            type Kind = #as_field::Kind;
            // serde takes a newtype's absence for null only where it looks through it.
            const OPTIONAL: bool = #transparent && #as_field::OPTIONAL;

            #[inline]
            fn is_valid(&self, rules: &::fastrs::__private::Rules) -> bool {
                #requirements
                #as_field::obeys(&self.0, #spec) && #as_field::is_valid(&self.0, rules)
            }

            fn explain(
                input: &::fastrs::__private::serde_json::Value,
                rules: &::fastrs::__private::Rules,
                at: &::fastrs::__private::At<'_>,
                errors: &mut ::fastrs::__private::ValidationErrors,
            ) {
                ::fastrs::__private::explain_newtype(#spec, input, rules, at, errors);
            }

            fn from_text(text: &str) -> ::core::option::Option<Self> {
                #as_field::from_text(text).map(Self)
            }

            fn redact(input: &mut ::fastrs::__private::serde_json::Value) {
                #as_field::redact(input);
            }

            fn respell(
                input: &mut ::fastrs::__private::serde_json::Value,
                spelling: ::fastrs::__private::Spelling,
            ) {
                #as_field::respell(input, spelling);
            }

            fn flatten(visitor: &mut ::fastrs::__private::FieldVisitor<'_>) {
                #as_field::flatten(visitor);
            }
        }

        #answer
    }
}
