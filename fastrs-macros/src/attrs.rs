//! `key`, `key = value`, `key(…)`: the inside of every attribute.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, Token};

use crate::diagnostics::{Errors, suggestion};

/// One key with what it is set to.
#[derive(Clone)]
pub(crate) struct Setting {
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

#[derive(Clone)]
pub(crate) enum Value {
    None,
    Expr(Expr),
    /// `[…]`
    Array(Span, TokenStream),
    /// `(…)`
    List(TokenStream),
}

impl Parse for Setting {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            value(input)?
        } else if input.peek(syn::token::Paren) {
            let inside;
            syn::parenthesized!(inside in input);
            Value::List(inside.parse()?)
        } else {
            Value::None
        };
        Ok(Self { key, value })
    }
}

impl ToTokens for Setting {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let key = &self.key;
        tokens.extend(match &self.value {
            Value::None => quote!(#key),
            Value::Expr(expr) => quote!(#key = #expr),
            Value::Array(_, elements) => quote!(#key = [#elements]),
            Value::List(inside) => quote!(#key(#inside)),
        });
    }
}

/// An expression; a bracketed list is kept as tokens too, because `[RequireRole<Admin>]` is a list of types.
fn value(input: ParseStream<'_>) -> syn::Result<Value> {
    if input.peek(syn::token::Bracket) {
        let inside;
        let brackets = syn::bracketed!(inside in input);
        return Ok(Value::Array(brackets.span.join(), inside.parse()?));
    }
    Ok(Value::Expr(input.parse()?))
}

/// The settings inside an attribute.
pub(crate) struct Settings(pub(crate) Vec<Setting>);

impl Parse for Settings {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let settings = Punctuated::<Setting, Token![,]>::parse_terminated(input)?;
        Ok(Self(settings.into_iter().collect()))
    }
}

impl Settings {
    /// The settings of an attribute with or without parentheses.
    pub(crate) fn of(attribute: &Attribute, errors: &mut Errors) -> Vec<Setting> {
        match &attribute.meta {
            Meta::Path(_) => Vec::new(),
            Meta::List(list) => {
                let settings = errors.ok(list.parse_args::<Settings>()).map(|s| s.0).unwrap_or_default();
                report_twice(&settings, errors);
                settings
            }
            Meta::NameValue(pair) => {
                let name = pair.path.get_ident().map(Ident::to_string).unwrap_or_default();
                errors.at(&attribute.meta, format!("keys stand in parentheses: `#[{name}(key = value)]`"));
                Vec::new()
            }
        }
    }
}

/// An error for every key that stands twice, but for those that may.
pub(crate) fn report_twice(settings: &[Setting], errors: &mut Errors) {
    let mut seen: Vec<String> = vec!["validate".into(), "example".into()];
    let repeatable = seen.len();
    for setting in settings {
        let name = setting.name();
        match seen.iter().position(|known| *known == name) {
            Some(index) if index < repeatable => {}
            Some(_) => errors.span(setting.key.span(), format!("`{name}` stands twice: take one away")),
            None => seen.push(name),
        }
    }
}

impl Setting {
    pub(crate) fn name(&self) -> String {
        self.key.unraw().to_string()
    }

    /// The value of `key = value`.
    pub(crate) fn expr(&self) -> syn::Result<&Expr> {
        match &self.value {
            Value::Expr(expr) => Ok(expr),
            Value::Array(span, _) => Err(syn::Error::new(*span, format!("`{}` takes no list", self.name()))),
            _ => {
                Err(syn::Error::new(self.key.span(), format!("`{0}` needs a value: `{0} = …`", self.name())))
            }
        }
    }

    /// The value of `key = value`, which may be a list.
    pub(crate) fn expr_or_list(&self) -> syn::Result<Expr> {
        match &self.value {
            Value::Array(_, elements) => syn::parse2(quote!([#elements])),
            _ => self.expr().cloned(),
        }
    }

    /// The elements of `key = [a, b]`.
    pub(crate) fn elements<T: Parse>(&self, usage: &str) -> syn::Result<Vec<T>> {
        let (span, tokens) = match &self.value {
            Value::Array(span, tokens) => (*span, tokens),
            Value::Expr(other) => return Err(syn::Error::new_spanned(other, usage)),
            _ => return Err(syn::Error::new(self.key.span(), usage)),
        };
        let parsed = Punctuated::<T, Token![,]>::parse_terminated.parse2(tokens.clone());
        parsed.map(|list| list.into_iter().collect()).map_err(|_| syn::Error::new(span, usage))
    }

    /// The value of `key = "text"`.
    pub(crate) fn text(&self) -> syn::Result<&LitStr> {
        match self.expr()? {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text),
            other => Err(syn::Error::new_spanned(other, format!("`{}` takes a text: `\"…\"`", self.name()))),
        }
    }

    /// A key that stands alone.
    pub(crate) fn flag(&self) -> syn::Result<()> {
        match &self.value {
            Value::None => Ok(()),
            _ => Err(syn::Error::new(
                self.key.span(),
                format!("`{}` stands alone, without a value", self.name()),
            )),
        }
    }

    /// The value of `key = true` or `key = false`.
    pub(crate) fn truth(&self) -> syn::Result<bool> {
        match self.expr()? {
            Expr::Lit(ExprLit { lit: Lit::Bool(value), .. }) => Ok(value.value),
            other => Err(syn::Error::new_spanned(other, format!("`{}` is `true` or `false`", self.name()))),
        }
    }

    /// The inside of `key(…)`.
    pub(crate) fn list(&self) -> syn::Result<&TokenStream> {
        match &self.value {
            Value::List(tokens) => Ok(tokens),
            _ => Err(syn::Error::new(self.key.span(), format!("write `{}(…)`", self.name()))),
        }
    }

    /// An error for a key that nobody knows.
    pub(crate) fn unknown(&self, place: &str, known: &[&str], errors: &mut Errors) {
        let name = self.name();
        errors.span(self.key.span(), format!("{place} has no key `{name}`{}", suggestion(&name, known)));
    }
}
