//! Constraints and notes: the keys that `#[query(…)]` and its siblings share with `#[field(…)]`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprLit, ExprUnary, Lit, LitStr, Token, Type, UnOp};

use crate::attrs::{Setting, Settings, Value, report_twice};
use crate::diagnostics::Errors;

/// The keys of constraints and notes.
pub(crate) const KEYS: [&str; 21] = [
    "gt",
    "ge",
    "lt",
    "le",
    "multiple_of",
    "min_length",
    "max_length",
    "pattern",
    "min_items",
    "max_items",
    "unique_items",
    "max_digits",
    "decimal_places",
    "validate",
    "default",
    "alias",
    "title",
    "description",
    "example",
    "examples",
    "deprecated",
];

/// What is declared about one value.
#[derive(Default)]
pub(crate) struct Constraints {
    bounds: Vec<(&'static str, Number, Span)>,
    counts: Vec<(&'static str, Expr, Span)>,
    pattern: Option<LitStr>,
    unique_items: Option<Span>,
    validators: Vec<Expr>,
    pub(crate) default: Option<Default>,
    pub(crate) alias: Option<LitStr>,
    pub(crate) title: Option<LitStr>,
    pub(crate) description: Option<LitStr>,
    pub(crate) examples: Vec<Expr>,
    pub(crate) named_examples: Vec<NamedExample>,
    pub(crate) deprecated: bool,
}

/// `example("normal", summary = "…", description = "…", value = …)`.
pub(crate) struct NamedExample {
    pub(crate) name: LitStr,
    summary: Option<LitStr>,
    description: Option<LitStr>,
    value: Expr,
}

impl NamedExample {
    fn of(setting: &Setting, errors: &mut Errors) -> Option<Self> {
        let usage =
            "a named example is `example(\"cheap\", value = …)`; `summary` and `description` may stand in it";
        let parse = |input: ParseStream<'_>| {
            let name: LitStr = input.parse()?;
            input.parse::<Token![,]>()?;
            Ok((name, input.parse::<Settings>()?.0))
        };
        let parsed = setting.list().and_then(|tokens| parse.parse2(tokens.clone()));
        let (name, settings) = errors.ok(parsed.map_err(|error| syn::Error::new(error.span(), usage)))?;
        report_twice(&settings, errors);
        let (mut summary, mut description, mut value) = (None, None, None);
        for setting in &settings {
            match setting.name().as_str() {
                "summary" => summary = errors.ok(setting.text()).cloned(),
                "description" => description = errors.ok(setting.text()).cloned(),
                "value" => value = errors.ok(setting.expr_or_list()),
                _ => setting.unknown("an example", &["summary", "description", "value"], errors),
            }
        }
        let Some(value) = value else {
            errors.span(name.span(), usage);
            return None;
        };
        Some(Self { name, summary, description, value })
    }

    fn to_tokens(&self) -> TokenStream {
        let text = |text: &Option<LitStr>| match text {
            Some(text) => quote!(::core::option::Option::Some(#text)),
            None => quote!(::core::option::Option::None),
        };
        let (name, value) = (&self.name, &self.value);
        let (summary, description) = (text(&self.summary), text(&self.description));
        quote!(::fastrs::__private::NamedExample {
            name: #name,
            summary: #summary,
            description: #description,
            value: ::fastrs::__private::json(#value),
        })
    }
}

/// A default: the type's own, or an expression.
#[derive(Clone)]
pub(crate) enum Default {
    OfType(Span),
    Expr(Expr),
    /// `[a, b]`
    List(Span, Vec<Expr>),
}

impl Default {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::OfType(span) | Self::List(span, _) => *span,
            Self::Expr(expr) => syn::spanned::Spanned::span(expr),
        }
    }
}

/// A number as it was written.
struct Number {
    value: f64,
    tokens: TokenStream,
    written: TokenStream,
}

const BOUNDS: [&str; 5] = ["gt", "ge", "lt", "le", "multiple_of"];
const COUNTS: [&str; 6] =
    ["min_length", "max_length", "min_items", "max_items", "max_digits", "decimal_places"];

impl Constraints {
    /// Takes a setting; `false` if its key is none of these.
    pub(crate) fn take(&mut self, setting: &Setting, errors: &mut Errors) -> bool {
        let name = setting.name();
        let span = setting.key.span();
        if let Some(key) = BOUNDS.iter().find(|key| **key == name) {
            if let Some(number) = errors.ok(setting.expr().and_then(number)) {
                self.bounds.push((key, number, span));
            }
            return true;
        }
        if let Some(key) = COUNTS.iter().find(|key| **key == name) {
            if let Some(expr) = errors.ok(setting.expr().and_then(count)) {
                self.counts.push((key, expr.clone(), span));
            }
            return true;
        }
        match name.as_str() {
            "pattern" => {
                self.pattern = errors.ok(setting.text()).cloned().and_then(|text| regex(text, errors))
            }
            "unique_items" => self.unique_items = errors.ok(setting.flag()).map(|()| span),
            "validate" => self.validators.extend(errors.ok(setting.expr()).cloned()),
            "default" => {
                self.default = Some(match &setting.value {
                    Value::Expr(expr) => Default::Expr(expr.clone()),
                    Value::Array(span, _) => {
                        let elements = setting.elements("the items of a default are expressions: `[1, 2]`");
                        Default::List(*span, errors.ok(elements).unwrap_or_default())
                    }
                    _ => Default::OfType(span),
                });
            }
            "alias" => self.alias = errors.ok(setting.text()).cloned(),
            "title" => self.title = errors.ok(setting.text()).cloned(),
            "description" => self.description = errors.ok(setting.text()).cloned(),
            "example" => match &setting.value {
                Value::List(_) => self.named_examples.extend(NamedExample::of(setting, errors)),
                Value::Array(_, elements) => self.examples.push(syn::parse_quote!([#elements])),
                _ => self.examples.extend(errors.ok(setting.expr()).cloned()),
            },
            "examples" => self.examples.extend(
                errors
                    .ok(setting.elements("`examples` takes a list: `examples = [1, 2]`"))
                    .unwrap_or_default(),
            ),
            "deprecated" => self.deprecated = errors.ok(setting.flag()).is_some(),
            _ => return false,
        }
        true
    }

    /// Whether anything constrains the value, rather than describing it.
    pub(crate) fn is_constrained(&self) -> bool {
        !self.bounds.is_empty()
            || !self.counts.is_empty()
            || self.pattern.is_some()
            || self.unique_items.is_some()
            || !self.validators.is_empty()
    }

    /// The list of the named examples, where there are any.
    pub(crate) fn named_examples(&self) -> Option<TokenStream> {
        let examples = self.named_examples.iter().map(NamedExample::to_tokens);
        (!self.named_examples.is_empty()).then(|| quote!(|| ::std::vec![#(#examples),*]))
    }

    pub(crate) fn has_notes(&self) -> bool {
        self.is_constrained()
            || self.title.is_some()
            || self.description.is_some()
            || !self.examples.is_empty()
            || self.deprecated
    }

    /// Errors that show in the attribute alone: an empty range, a default outside of it.
    pub(crate) fn check(&self, errors: &mut Errors) {
        self.check_ranges(errors);
        match &self.default {
            Some(Default::Expr(default)) => self.check_default(default, errors),
            Some(Default::List(span, items)) => {
                self.check_default_count(["min_items", "max_items"], items.len(), *span, errors);
            }
            _ => {}
        }
    }

    fn check_ranges(&self, errors: &mut Errors) {
        let bound = |keys: [&str; 2]| self.bounds.iter().find(|(key, ..)| keys.contains(key));
        if let (Some((low_key, low, _)), Some((high_key, high, span))) =
            (bound(["gt", "ge"]), bound(["lt", "le"]))
        {
            let open = *low_key == "gt" || *high_key == "lt";
            if low.value > high.value || (open && low.value == high.value) {
                let message = format!(
                    "no value can be both: `{low_key} = {}` and `{high_key} = {}`",
                    low.tokens_text(),
                    high.tokens_text()
                );
                errors.span(*span, message);
            }
        }
        if let Some((_, _, span)) =
            self.bounds.iter().find(|(key, step, _)| *key == "multiple_of" && step.value <= 0.0)
        {
            errors.span(*span, "`multiple_of` takes a number above zero");
        }
        for (low, high) in [("min_length", "max_length"), ("min_items", "max_items")] {
            if let (Some((min, _)), Some((max, span))) = (self.count(low), self.count(high))
                && min > max
            {
                errors.span(span, format!("no value can be both: `{low} = {min}` and `{high} = {max}`"));
            }
        }
    }

    /// A count that is a literal.
    fn count(&self, name: &str) -> Option<(usize, Span)> {
        let (_, expr, span) = self.counts.iter().find(|(key, ..)| *key == name)?;
        match expr {
            Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => Some((int.base10_parse().ok()?, *span)),
            _ => None,
        }
    }

    fn check_default(&self, default: &Expr, errors: &mut Errors) {
        if let Ok(value) = number(default)
            && let Some((key, bound, _)) =
                self.bounds.iter().find(|(key, bound, _)| breaks(key, value.value, bound.value))
        {
            let message = format!("the default breaks its own constraint `{key} = {}`", bound.tokens_text());
            errors.at(default, message);
        }
        if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = default {
            let length = text.value().chars().count();
            self.check_default_count(["min_length", "max_length"], length, text.span(), errors);
        }
    }

    fn check_default_count(&self, keys: [&str; 2], length: usize, span: Span, errors: &mut Errors) {
        let [min, max] = keys.map(|key| self.count(key).map(|(count, _)| (key, count)));
        let too_short = min.filter(|(_, min)| length < *min);
        let too_long = max.filter(|(_, max)| length > *max);
        if let Some((key, count)) = too_short.or(too_long) {
            errors.span(span, format!("the default breaks its own constraint `{key} = {count}`"));
        }
    }

    /// The `Rules` value.
    pub(crate) fn rules(&self) -> TokenStream {
        let bounds = self.bounds.iter().map(|(key, number, span)| {
            let key = syn::Ident::new(key, *span);
            let tokens = &number.tokens;
            quote!(#key: ::core::option::Option::Some(#tokens),)
        });
        let counts = self.counts.iter().map(|(key, expr, span)| {
            let key = syn::Ident::new(key, *span);
            quote!(#key: ::core::option::Option::Some(#expr),)
        });
        let pattern = self.pattern.as_ref().map(|pattern| {
            quote!(pattern: ::core::option::Option::Some(|| {
                static PATTERN: ::fastrs::__private::Pattern = ::fastrs::__private::Pattern::new(#pattern);
                &PATTERN
            }),)
        });
        if self.bounds.is_empty() && self.counts.is_empty() && self.pattern.is_none() {
            return quote!(::fastrs::__private::Rules::NONE);
        }
        quote!(::fastrs::__private::Rules {
            #(#bounds)* #(#counts)* #pattern
            ..::fastrs::__private::Rules::NONE
        })
    }

    /// The validators, as `&[fn(&T) -> Result<(), Issue>]`.
    pub(crate) fn validators(&self, ty: &Type) -> TokenStream {
        let unique =
            self.unique_items.map(|span| quote_spanned!(span=> <#ty as ::fastrs::__private::Unique>::check,));
        let own = self.validators.iter().map(|function| {
            quote_spanned!(syn::spanned::Spanned::span(function)=>
                |value: &#ty| {
                    #[allow(clippy::redundant_closure_call)]
                    let outcome = (#function)(value);
                    ::fastrs::__private::Outcome::into_issue(outcome)
                },
            )
        });
        quote!(&[#unique #(#own)*])
    }

    /// Statements that do not compile if the type cannot have a constraint that is declared for it.
    pub(crate) fn requirements(&self, ty: &Type) -> TokenStream {
        let counts = |end: &str| self.counts.iter().any(|(key, ..)| key.ends_with(end));
        let needs = [
            ("Bounded", !self.bounds.is_empty()),
            ("Textual", self.pattern.is_some() || counts("length")),
            ("Countable", counts("items")),
            ("DecimalDigits", counts("digits") || counts("places")),
        ];
        let needs = needs.iter().filter(|(_, declared)| *declared).map(|(capability, _)| *capability);
        let span = syn::spanned::Spanned::span(ty);
        let checks = needs.map(|capability| {
            let capability = syn::Ident::new(capability, span);
            quote_spanned!(span=> let () = <#ty as ::fastrs::__private::#capability>::HOLDS;)
        });
        quote!(#(#checks)*)
    }

    /// The default as an expression of type `ty`.
    pub(crate) fn default_expr(&self, ty: &Type) -> Option<TokenStream> {
        Some(match self.default.as_ref()? {
            Default::OfType(span) => quote_spanned!(*span=> <#ty as ::core::default::Default>::default()),
            Default::Expr(expr) => coerced(expr),
            Default::List(span, items) => {
                let items = items.iter().map(coerced);
                quote_spanned!(*span=> ::fastrs::__private::FromList::from_list(::std::vec![#(#items),*]))
            }
        })
    }

    pub(crate) fn is_unique(&self) -> bool {
        self.unique_items.is_some()
    }

    /// The settings of a field of a partial model, as tokens: the same constraints, on a `Patch`.
    pub(crate) fn for_patch(&self) -> TokenStream {
        let bounds = self.bounds.iter().map(|(key, number, span)| {
            let key = syn::Ident::new(key, *span);
            let written = &number.written;
            quote!(#key = #written,)
        });
        let counts = self.counts.iter().map(|(key, expr, span)| {
            let key = syn::Ident::new(key, *span);
            quote!(#key = #expr,)
        });
        let pattern = self.pattern.iter().map(|pattern| quote!(pattern = #pattern,));
        let unique = self.unique_items.iter().map(|_| quote!(unique_items,));
        let validators = self.validators.iter().map(
            |function| quote!(validate = |patch: &::fastrs::__private::Patch<_>| patch.check(#function),),
        );
        let texts = [("alias", &self.alias), ("title", &self.title), ("description", &self.description)];
        let texts = texts.into_iter().filter_map(|(key, text)| {
            let key = syn::Ident::new(key, Span::call_site());
            text.as_ref().map(|text| quote!(#key = #text,))
        });
        let examples = self.examples.iter().map(|example| quote!(example = #example,));
        let deprecated = self.deprecated.then(|| quote!(deprecated,));
        quote!(#(#bounds)* #(#counts)* #(#pattern)* #(#unique)* #(#validators)* #(#texts)* #(#examples)* #deprecated)
    }
}

/// A text literal stands for whatever text type is wanted.
pub(crate) fn coerced(expr: &Expr) -> TokenStream {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            quote_spanned!(text.span()=> ::fastrs::__private::FromLiteral::from_literal(#text))
        }
        other => other.to_token_stream(),
    }
}

impl Number {
    fn tokens_text(&self) -> String {
        self.value.to_string()
    }
}

/// A number literal, with its sign.
fn number(expr: &Expr) -> syn::Result<Number> {
    let (negative, literal) = match expr {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => (true, expr.as_ref()),
        other => (false, other),
    };
    let sign = negative.then(|| quote!(-));
    let tokens = match literal {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => {
            let digits = syn::LitInt::new(&format!("{}i128", int.base10_digits()), int.span());
            quote!(::fastrs::__private::Bound::Int(#sign #digits))
        }
        Expr::Lit(ExprLit { lit: Lit::Float(float), .. }) => {
            let digits = syn::LitFloat::new(&format!("{}f64", float.base10_digits()), float.span());
            quote!(::fastrs::__private::Bound::Float(#sign #digits))
        }
        other => {
            let message = "a bound is a number written out: `18`, `-1`, `0.5`";
            return Err(syn::Error::new_spanned(other, message));
        }
    };
    let magnitude: f64 = match literal {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse::<i128>()? as f64,
        Expr::Lit(ExprLit { lit: Lit::Float(float), .. }) => float.base10_parse()?,
        _ => 0.0,
    };
    Ok(Number {
        value: if negative { -magnitude } else { magnitude },
        tokens,
        written: expr.to_token_stream(),
    })
}

/// A count: a whole number, or a constant.
fn count(expr: &Expr) -> syn::Result<&Expr> {
    match expr {
        Expr::Unary(_) | Expr::Lit(_) if !is_whole(expr) => {
            Err(syn::Error::new_spanned(expr, "a count is a whole number: `0`, `100`"))
        }
        _ => Ok(expr),
    }
}

fn is_whole(expr: &Expr) -> bool {
    matches!(expr, Expr::Lit(ExprLit { lit: Lit::Int(_), .. }))
}

/// With the tolerance of the check at run time: `0.3` is a multiple of `0.1`.
fn is_multiple(number: f64, step: f64) -> bool {
    let remainder = (number % step).abs();
    let tolerance = (number / 1e9).abs();
    remainder <= tolerance || (step - remainder) <= tolerance
}

fn breaks(key: &str, value: f64, bound: f64) -> bool {
    match key {
        "gt" => value <= bound,
        "ge" => value < bound,
        "lt" => value >= bound,
        "le" => value > bound,
        _ => bound > 0.0 && !is_multiple(value, bound),
    }
}

/// The pattern, if it is a regular expression.
fn regex(text: LitStr, errors: &mut Errors) -> Option<LitStr> {
    match regex_syntax::parse(&text.value()) {
        Ok(_) => Some(text),
        Err(error) => {
            let reason = match &error {
                regex_syntax::Error::Parse(error) => error.kind().to_string(),
                regex_syntax::Error::Translate(error) => error.kind().to_string(),
                other => other.to_string(),
            };
            errors.span(text.span(), format!("not a regular expression: {reason}"));
            None
        }
    }
}
