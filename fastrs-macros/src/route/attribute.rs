//! The inside of `#[get("/path", key = value, …)]`.

use proc_macro2::{Span, TokenStream};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, LitInt, LitStr, Token, Type};

use crate::attrs::{Setting, Settings, Value, report_twice};
use crate::diagnostics::Errors;
use crate::units;

pub(crate) const KEYS: [&str; 21] = [
    "status",
    "tags",
    "summary",
    "description",
    "response_description",
    "operation_id",
    "deprecated",
    "hidden",
    "public",
    "external_docs",
    "openapi",
    "responses",
    "callbacks",
    "depends",
    "layers",
    "body_limit",
    "timeout",
    "on_disconnect",
    "rate_limit",
    "cache",
    "blocking",
];

/// What the attribute says.
pub(super) struct Attribute {
    pub(super) path: LitStr,
    pub(super) status: u16,
    pub(super) tags: Vec<Expr>,
    pub(super) summary: Option<LitStr>,
    pub(super) description: Option<LitStr>,
    pub(super) response_description: Option<LitStr>,
    pub(super) operation_id: Option<LitStr>,
    pub(super) external_docs: Option<ExternalDocs>,
    pub(super) openapi: Option<Expr>,
    pub(super) callbacks: Vec<Type>,
    pub(super) deprecated: bool,
    pub(super) hidden: bool,
    /// Whether anybody may call it.
    pub(super) public: bool,
    pub(super) responses: Vec<DeclaredResponse>,
    pub(super) depends: Vec<Type>,
    pub(super) layers: Vec<Expr>,
    pub(super) body_limit: Option<u64>,
    pub(super) timeout: Option<u64>,
    /// Whether the handler goes on when its client has left.
    pub(super) finishes: Option<bool>,
    pub(super) rate_limits: Vec<RateLimit>,
    pub(super) cache: Option<Cache>,
    pub(super) blocking: Option<Span>,
}

/// `"https://…"`, or `("https://…", "The handbook")`.
pub(super) struct ExternalDocs {
    pub(super) url: LitStr,
    pub(super) description: Option<LitStr>,
}

/// `(404, "Not there", Body)`.
pub(super) struct DeclaredResponse {
    pub(super) status: u16,
    pub(super) description: LitStr,
    pub(super) body: Option<Type>,
}

/// `"5 / 5 min"`, or an expression that makes a limit.
pub(super) enum RateLimit {
    Text(LitStr),
    Expr(Expr),
}

/// `cache = "60 s"`, `cache("60 s", stale = "5 min", negative = "5 s", tags = ["todos:{todo_id}"])`.
pub(super) struct Cache {
    /// Milliseconds, as all of these.
    pub(super) lifetime: u64,
    pub(super) stale: u64,
    pub(super) negative: u64,
    pub(super) tags: Vec<LitStr>,
    pub(super) span: Span,
}

struct Parts {
    path: LitStr,
    settings: Vec<Setting>,
}

impl Parse for Parts {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(LitStr) {
            let message = "the path comes first, as a text: `\"/items/{item_id}\"`";
            return Err(syn::Error::new(input.span(), message));
        }
        let path = input.parse()?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        Ok(Self { path, settings: input.parse::<Settings>()?.0 })
    }
}

impl Parse for DeclaredResponse {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let usage = "a response is `(404, \"Not there\")` or `(404, \"Not there\", BodyType)`";
        if !input.peek(syn::token::Paren) {
            return Err(syn::Error::new(input.span(), usage));
        }
        let inside;
        let parens = syn::parenthesized!(inside in input);
        let fail = |_| syn::Error::new(parens.span.join(), usage);
        let status = status(&inside.parse::<LitInt>().map_err(fail)?)?;
        inside.parse::<Token![,]>().map_err(fail)?;
        let description = inside.parse().map_err(fail)?;
        let body = match inside.parse::<Option<Token![,]>>()? {
            Some(_) if !inside.is_empty() => Some(inside.parse()?),
            _ => None,
        };
        inside.parse::<Option<Token![,]>>()?;
        if inside.is_empty() { Ok(Self { status, description, body }) } else { Err(inside.error(usage)) }
    }
}

fn status(literal: &LitInt) -> syn::Result<u16> {
    // The statuses that a final answer can have (RFC 9110, section 15).
    match literal.base10_parse::<u16>() {
        Ok(status @ 200..=599) => Ok(status),
        _ => Err(syn::Error::new(literal.span(), "no such status: an answer has one between 200 and 599")),
    }
}

impl Attribute {
    pub(super) fn of(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut attribute = Self::empty();
        let parts = match syn::parse2::<Parts>(tokens) {
            Ok(parts) => parts,
            Err(error) => {
                errors.push(error);
                return attribute;
            }
        };
        attribute.path = parts.path;
        report_twice(&parts.settings, errors);
        for setting in &parts.settings {
            attribute.take(setting, errors);
        }
        attribute
    }

    fn empty() -> Self {
        Self {
            path: LitStr::new("/", Span::call_site()),
            status: 200,
            tags: Vec::new(),
            summary: None,
            description: None,
            response_description: None,
            operation_id: None,
            external_docs: None,
            openapi: None,
            callbacks: Vec::new(),
            deprecated: false,
            hidden: false,
            public: false,
            responses: Vec::new(),
            depends: Vec::new(),
            layers: Vec::new(),
            body_limit: None,
            timeout: None,
            finishes: None,
            rate_limits: Vec::new(),
            cache: None,
            blocking: None,
        }
    }

    fn take(&mut self, setting: &Setting, errors: &mut Errors) {
        match setting.name().as_str() {
            "status" => self.status = errors.ok(success(setting)).unwrap_or(200),
            "tags" => self.tags = errors.ok(tags(setting)).unwrap_or_default(),
            "summary" => self.summary = errors.ok(setting.text()).cloned(),
            "description" => self.description = errors.ok(setting.text()).cloned(),
            "response_description" => self.response_description = errors.ok(setting.text()).cloned(),
            "external_docs" => self.external_docs = errors.ok(external_docs(setting)),
            "openapi" => self.openapi = errors.ok(setting.expr()).cloned(),
            "callbacks" => self.callbacks = errors.ok(callbacks(setting)).unwrap_or_default(),
            "operation_id" => self.operation_id = errors.ok(setting.text()).cloned(),
            "deprecated" => self.deprecated = errors.ok(setting.flag()).is_some(),
            "hidden" => self.hidden = errors.ok(setting.flag()).is_some(),
            "public" => self.public = errors.ok(setting.flag()).is_some(),
            "responses" => self.responses = errors.ok(responses(setting)).unwrap_or_default(),
            "depends" => self.depends = errors.ok(types(setting)).unwrap_or_default(),
            "layers" => self.layers = errors.ok(layers(setting)).unwrap_or_default(),
            "body_limit" => self.body_limit = errors.ok(setting.text().and_then(units::bytes)),
            "timeout" => self.timeout = errors.ok(setting.text().and_then(units::milliseconds)),
            "on_disconnect" => self.finishes = errors.ok(on_disconnect(setting)),
            "rate_limit" => self.rate_limits = errors.ok(rate_limits(setting)).unwrap_or_default(),
            "cache" => self.cache = cache(setting, errors),
            "blocking" => self.blocking = errors.ok(setting.flag()).map(|()| setting.key.span()),
            _ => setting.unknown("the attribute", &KEYS, errors),
        }
    }
}

fn success(setting: &Setting) -> syn::Result<u16> {
    match setting.expr()? {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(literal), .. }) => status(literal),
        other => Err(syn::Error::new_spanned(other, "the status is a number: `status = 201`")),
    }
}

/// Texts, constants, variants of an enum: whatever is written as a text in JSON.
fn tags(setting: &Setting) -> syn::Result<Vec<Expr>> {
    let usage = "tags are a list of texts: `tags = [\"items\"]`";
    let tags: Vec<Expr> = setting.elements(usage)?;
    let is_no_text = |tag: &Expr| match tag {
        Expr::Lit(literal) => !matches!(literal.lit, syn::Lit::Str(_)),
        Expr::Path(_) => false,
        _ => true,
    };
    match tags.iter().find(|tag| is_no_text(tag)) {
        Some(tag) => Err(syn::Error::new_spanned(tag, usage)),
        None => Ok(tags),
    }
}

fn callbacks(setting: &Setting) -> syn::Result<Vec<Type>> {
    setting.elements("callbacks are a list of handlers without a body: `callbacks = [invoice_paid]`")
}

fn external_docs(setting: &Setting) -> syn::Result<ExternalDocs> {
    use syn::parse::Parser;
    let usage = "write `external_docs = \"https://…\"` or `external_docs(\"https://…\", \"The handbook\")`";
    let Value::List(tokens) = &setting.value else {
        let url = setting.text().map_err(|error| syn::Error::new(error.span(), usage))?;
        return Ok(ExternalDocs { url: url.clone(), description: None });
    };
    let texts = Punctuated::<LitStr, Token![,]>::parse_terminated.parse2(tokens.clone());
    let mut texts = texts.map(Punctuated::into_iter).map_err(|error| syn::Error::new(error.span(), usage))?;
    match (texts.next(), texts.next(), texts.next()) {
        (Some(url), description, None) => Ok(ExternalDocs { url, description }),
        _ => Err(syn::Error::new(setting.key.span(), usage)),
    }
}

fn types(setting: &Setting) -> syn::Result<Vec<Type>> {
    setting.elements("dependencies are a list of types: `depends = [RequireUser]`")
}

fn layers(setting: &Setting) -> syn::Result<Vec<Expr>> {
    setting.elements("layers are a list: `layers = [timing, ConcurrencyLimit::new(10)]`")
}

fn responses(setting: &Setting) -> syn::Result<Vec<DeclaredResponse>> {
    use syn::parse::Parser;
    let parser = Punctuated::<DeclaredResponse, Token![,]>::parse_terminated;
    Ok(parser.parse2(setting.list()?.clone())?.into_iter().collect())
}

fn on_disconnect(setting: &Setting) -> syn::Result<bool> {
    let text = setting.text()?;
    match text.value().as_str() {
        "finish" => Ok(true),
        "cancel" => Ok(false),
        _ => {
            let usage = "what a handler does when its client leaves is `\"cancel\"` or `\"finish\"`";
            Err(syn::Error::new(text.span(), usage))
        }
    }
}

/// A text, an expression, or a list of such.
fn rate_limits(setting: &Setting) -> syn::Result<Vec<RateLimit>> {
    let exprs: Vec<Expr> = match &setting.value {
        Value::Array(..) => {
            setting.elements("limits are texts, or expressions: `rate_limit = \"5 / 5 min\"`")?
        }
        _ => vec![setting.expr()?.clone()],
    };
    exprs.into_iter().map(rate_limit).collect()
}

fn rate_limit(expr: Expr) -> syn::Result<RateLimit> {
    match expr {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
            units::rate(&text)?;
            Ok(RateLimit::Text(text))
        }
        Expr::Lit(other) => {
            let usage = "a rate is a text: `rate_limit = \"5 / 5 min\"`";
            Err(syn::Error::new_spanned(other, usage))
        }
        other => Ok(RateLimit::Expr(other)),
    }
}

const CACHE_KEYS: [&str; 3] = ["stale", "negative", "tags"];

fn cache(setting: &Setting, errors: &mut Errors) -> Option<Cache> {
    let span = setting.key.span();
    let Value::List(tokens) = &setting.value else {
        let lifetime = errors.ok(setting.text().and_then(units::milliseconds))?;
        return Some(Cache { lifetime, stale: 0, negative: 0, tags: Vec::new(), span });
    };
    let parts = errors.ok(syn::parse2::<CacheParts>(tokens.clone()))?;
    report_twice(&parts.settings, errors);
    let lifetime = errors.ok(units::milliseconds(&parts.lifetime)).unwrap_or(1);
    let mut cache = Cache { lifetime, stale: 0, negative: 0, tags: Vec::new(), span };
    for setting in &parts.settings {
        match setting.name().as_str() {
            "stale" => cache.stale = errors.ok(setting.text().and_then(units::milliseconds)).unwrap_or(0),
            "negative" => {
                cache.negative = errors.ok(setting.text().and_then(units::milliseconds)).unwrap_or(0)
            }
            "tags" => {
                let usage = "cache tags are a list of texts: `tags = [\"todos\", \"todos:{todo_id}\"]`";
                cache.tags = errors.ok(setting.elements(usage)).unwrap_or_default();
            }
            _ => setting.unknown("`cache`", &CACHE_KEYS, errors),
        }
    }
    Some(cache)
}

struct CacheParts {
    lifetime: LitStr,
    settings: Vec<Setting>,
}

impl Parse for CacheParts {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(LitStr) {
            let usage = "a lifetime comes first: `cache(\"60 s\", tags = [\"todos\"])`";
            return Err(syn::Error::new(input.span(), usage));
        }
        let lifetime = input.parse()?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        Ok(Self { lifetime, settings: input.parse::<Settings>()?.0 })
    }
}
