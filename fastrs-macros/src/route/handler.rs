//! A handler: the function and its attribute, understood and checked.

use proc_macro2::TokenStream;
use syn::{Ident, ItemFn, LitStr, ReturnType, Type};

use super::argument::{Argument, Source};
use super::attribute::Attribute;
use crate::diagnostics::Errors;
use crate::{doc, paths};

/// A handler in all its parts.
pub(super) struct Handler {
    pub(super) method: Ident,
    pub(super) attribute: Attribute,
    /// The function as the user wrote it, without our attributes on its arguments.
    pub(super) function: ItemFn,
    pub(super) arguments: Vec<Argument>,
    /// The placeholders of the path, each with the argument of its name.
    pub(super) doc: Option<String>,
}

impl Handler {
    pub(super) fn of(method: &str, attr: TokenStream, mut function: ItemFn, errors: &mut Errors) -> Self {
        let attribute = Attribute::of(attr, errors);
        let placeholders = paths::placeholders(&attribute.path, errors);
        let arguments: Vec<Argument> = function
            .sig
            .inputs
            .iter_mut()
            .filter_map(|argument| Argument::take(argument, &placeholders, errors))
            .collect();
        let method = Ident::new(method, proc_macro2::Span::call_site());
        let doc = doc::text(&function.attrs);
        let this = Self { method, attribute, function, arguments, doc };
        this.check_function(errors);
        this.check_path(&placeholders, errors);
        this.check_bodies(errors);
        this
    }

    fn check_function(&self, errors: &mut Errors) {
        let signature = &self.function.sig;
        if !signature.generics.params.is_empty() {
            errors.at(&signature.generics, "a handler has no generics: every route is one function");
        }
        match (signature.asyncness.is_some(), self.attribute.blocking) {
            (false, None) => {
                let message = "a handler is an `async fn`; for a function that may block, write `blocking` into the attribute";
                errors.at(signature.fn_token, message);
            }
            (true, Some(span)) => {
                errors.span(span, "`blocking` is for a plain `fn`: take `async` or `blocking` away")
            }
            _ => {}
        }
    }

    fn check_path(&self, placeholders: &[String], errors: &mut Errors) {
        for name in placeholders {
            if !self.arguments.iter().any(|argument| argument.plain_name() == *name) {
                let message =
                    format!("nothing takes `{{{name}}}`: add an argument `{name}: …` to the handler");
                errors.span(self.attribute.path.span(), message);
            }
        }
    }

    /// What the places alone say of the body; the rest is known when the types are.
    fn check_bodies(&self, errors: &mut Errors) {
        let places: [(&[Source], &str); 3] = [
            (&[Source::Form, Source::File], "a form"),
            (&[Source::Body], "JSON"),
            (&[Source::RawBody], "raw bytes"),
        ];
        let mut taken: Option<&str> = None;
        for argument in &self.arguments {
            let Some((_, what)) = places.iter().find(|(sources, _)| sources.contains(&argument.source))
            else {
                continue;
            };
            let span = argument.marked.unwrap_or_else(|| argument.name.span());
            if matches!(self.method.to_string().as_str(), "GET" | "HEAD") {
                let message = format!(
                    "a {} request has no body: take `{}` from the query, or use `#[post]`",
                    self.method, argument.name
                );
                errors.span(span, message);
            }
            match taken {
                Some(first) if first != *what => {
                    errors.span(span, format!("the body is {first} already: it cannot be {what} too"));
                }
                Some(_) if argument.source == Source::RawBody => {
                    errors.span(span, "the body is taken as raw bytes already: take it once");
                }
                _ => taken = Some(what),
            }
        }
    }

    pub(super) fn has_self(&self) -> bool {
        self.function.sig.receiver().is_some()
    }

    pub(super) fn has(&self, source: Source) -> bool {
        self.arguments.iter().any(|argument| argument.source == source)
    }

    /// Whether the body is a form, with files or without.
    pub(super) fn has_form(&self) -> bool {
        self.has(Source::Form) || self.has(Source::File)
    }

    /// Whether an argument can be a JSON body, as far as the places say.
    pub(super) fn may_have_json(&self) -> bool {
        (self.has(Source::Body) || self.has(Source::Auto)) && !self.is_bodyless()
    }

    pub(super) fn is_bodyless(&self) -> bool {
        matches!(self.method.to_string().as_str(), "GET" | "HEAD")
    }

    pub(super) fn name(&self) -> &Ident {
        &self.function.sig.ident
    }

    pub(super) fn description(&self) -> String {
        self.attribute
            .description
            .as_ref()
            .map(LitStr::value)
            .or_else(|| self.doc.clone())
            .unwrap_or_default()
    }

    /// The type of the answer.
    pub(super) fn output(&self) -> Option<&Type> {
        match &self.function.sig.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(ty),
        }
    }
}
