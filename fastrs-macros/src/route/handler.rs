//! A handler: the function and its attribute, understood and checked.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{ForeignItemFn, Ident, ItemFn, LitStr, ReturnType, Type, parse_quote};

use super::argument::{Argument, Source};
use super::attribute::Attribute;
use super::expand::names_no_type;
use crate::diagnostics::Errors;
use crate::{doc, paths};

/// A function with a body, or without one.
pub(super) struct Function {
    function: ItemFn,
    is_served: bool,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let Ok(described) = input.fork().parse::<ForeignItemFn>() else {
            return Ok(Self { function: input.parse()?, is_served: true });
        };
        input.parse::<ForeignItemFn>()?;
        let ForeignItemFn { attrs, vis, modifiers, sig, .. } = described;
        let function = ItemFn { attrs, vis, modifiers, sig, block: parse_quote!({}) };
        Ok(Self { function, is_served: false })
    }
}

/// A handler in all its parts.
pub(super) struct Handler {
    pub(super) method: Ident,
    pub(super) attribute: Attribute,
    /// The function as the user wrote it, without our attributes on its arguments.
    pub(super) function: ItemFn,
    pub(super) arguments: Vec<Argument>,
    /// The placeholders of the path, each with the argument of its name.
    pub(super) doc: Option<String>,
    /// Whether the function has a body; one without describes a request that the app sends.
    pub(super) is_served: bool,
}

impl Handler {
    pub(super) fn of(method: &str, attr: TokenStream, item: Function, errors: &mut Errors) -> Self {
        let Function { mut function, is_served } = item;
        let attribute = Attribute::of(attr, errors);
        // A webhook is named, a callback's address is an expression: neither is matched against anything.
        let placeholders = if is_served { paths::placeholders(&attribute.path, errors) } else { Vec::new() };
        let arguments: Vec<Argument> = function
            .sig
            .inputs
            .iter_mut()
            .filter_map(|argument| Argument::take(argument, &placeholders, errors))
            .collect();
        let method = Ident::new(method, proc_macro2::Span::call_site());
        let doc = doc::text(&function.attrs);
        let this = Self { method, attribute, function, arguments, doc, is_served };
        this.check_function(errors);
        this.check_path(&placeholders, errors);
        this.check_bodies(errors);
        this.check_cache(errors);
        this
    }

    fn check_function(&self, errors: &mut Errors) {
        let signature = &self.function.sig;
        if !signature.generics.params.is_empty() {
            errors.at(&signature.generics, "a handler has no generics: every route is one function");
        }
        if let (false, Some(output)) = (self.is_served, self.output().filter(|ty| names_no_type(ty))) {
            errors.at(output, "without a body nothing says what this type is: name it");
        }
        match (signature.asyncness.is_some(), self.attribute.blocking) {
            (false, None) if self.is_served => {
                let message = "a handler is an `async fn`; for a function that may block, write `blocking` into the attribute";
                errors.at(signature.fn_token, message);
            }
            (true, Some(span)) => {
                errors.span(span, "`blocking` is for a plain `fn`: take `async` or `blocking` away")
            }
            _ => {}
        }
    }

    fn check_cache(&self, errors: &mut Errors) {
        if let Some(cache) = self.attribute.cache.as_ref().filter(|_| !self.is_bodyless()) {
            let message =
                format!("only the answer to a GET can be cached: a {} may change something", self.method);
            errors.span(cache.span, message);
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
                let message = match argument.source {
                    Source::File => {
                        format!("a {} request has no body, so no files: use `#[post]`", self.method)
                    }
                    _ => format!(
                        "a {} request has no body: take `{}` from the query, or use `#[post]`",
                        self.method, argument.name
                    ),
                };
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
