//! One argument of a handler or a dependency.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Ident, Pat, Type};

use crate::attrs::Settings;
use crate::constraints::{self, Constraints};
use crate::diagnostics::{Errors, last, local, suggestion};
use crate::{doc, units};

/// The place that an attribute or the path names; the type decides where none does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Auto,
    Path,
    Query,
    Header,
    Cookie,
    Form,
    File,
    Body,
    RawBody,
}

impl Source {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "path" => Self::Path,
            "query" => Self::Query,
            "header" => Self::Header,
            "cookie" => Self::Cookie,
            "form" => Self::Form,
            "file" => Self::File,
            "body" => Self::Body,
            _ => return None,
        })
    }

    /// Whether an `Option` from there is something that was not sent.
    fn may_be_absent(self) -> bool {
        matches!(self, Self::Query | Self::Header | Self::Cookie | Self::Form | Self::Body)
    }

    /// The marker type in `fastrs::extract::source`.
    fn marker(self) -> Ident {
        Ident::new(
            match self {
                Self::Auto => "Auto",
                Self::Path => "Path",
                Self::Query => "Query",
                Self::Header => "Header",
                Self::Cookie => "Cookie",
                Self::Form => "Form",
                Self::File => "File",
                Self::Body => "JsonField",
                Self::RawBody => "RawBody",
            },
            Span::call_site(),
        )
    }
}

const ATTRIBUTES: [&str; 7] = ["path", "query", "header", "cookie", "form", "file", "body"];

/// An argument with all that is said of it.
pub(crate) struct Argument {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) source: Source,
    /// Where the attribute stands, if there is one.
    pub(crate) marked: Option<Span>,
    pub(crate) embed: bool,
    hidden: bool,
    /// How many bytes a file may have.
    max_size: Option<u64>,
    required: bool,
    keep_underscores: bool,
    doc: Option<String>,
    constraints: Constraints,
}

impl Argument {
    /// Reads an argument and takes its attributes off the function.
    pub(crate) fn take(argument: &mut FnArg, placeholders: &[String], errors: &mut Errors) -> Option<Self> {
        let FnArg::Typed(typed) = argument else {
            errors.at(&*argument, "this must be a free function, without `self`: move it out of the `impl`");
            return None;
        };
        let attributes = std::mem::take(&mut typed.attrs);
        let (ours, theirs): (Vec<_>, Vec<_>) = attributes.into_iter().partition(is_ours);
        // One that nobody knows is left out, or rustc would report it too.
        typed.attrs = theirs.into_iter().filter(|attribute| is_known(attribute, errors)).collect();
        let Pat::Ident(pattern) = &*typed.pat else {
            let message = "an argument is a plain name, because clients see the name: `db: State<Db>`, not `State(db): …`";
            errors.at(&typed.pat, message);
            return None;
        };
        let mut this = Self {
            name: pattern.ident.clone(),
            ty: (*typed.ty).clone(),
            source: Source::Auto,
            marked: None,
            embed: false,
            hidden: false,
            max_size: None,
            required: false,
            keep_underscores: false,
            doc: doc::text(&ours),
            constraints: Constraints::default(),
        };
        this.read(&ours, placeholders, errors);
        this.check_type(errors);
        Some(this)
    }

    fn read(&mut self, attributes: &[Attribute], placeholders: &[String], errors: &mut Errors) {
        let in_path = placeholders.contains(&self.plain_name());
        if in_path {
            self.source = Source::Path;
        }
        let places = attributes.iter().filter(|attribute| !attribute.path().is_ident("doc"));
        for attribute in places {
            let Some(ident) = attribute.path().get_ident() else { continue };
            let source = Source::named(&ident.to_string()).unwrap_or(Source::Auto);
            if self.marked.is_some() {
                errors.at(attribute, "an argument comes from one place: take one of the attributes away");
                continue;
            }
            if in_path && source != Source::Path {
                let message = format!("`{}` stands in the path, so it cannot come from elsewhere", self.name);
                errors.at(attribute, message);
            }
            self.marked = Some(ident.span());
            self.source = source;
            for setting in Settings::of(attribute, errors) {
                self.set(&setting, &ident.to_string(), errors);
            }
        }
        self.constraints.check(errors);
        if let (Source::Path, Some(default)) = (self.source, &self.constraints.default) {
            errors.span(default.span(), "a path parameter is always there, so it has no default");
        }
        if let (Source::File, Some(default)) = (self.source, &self.constraints.default) {
            errors.span(
                default.span(),
                "a file has no default: take `Option<UploadFile>`, which is `None` without one",
            );
        }
        if let (true, Some(default)) = (self.required, &self.constraints.default) {
            errors.span(default.span(), "what is `required` has no default: take one of the two away");
        }
    }

    /// What the spelling of the type shows already; the traits find the rest, with longer errors.
    fn check_type(&self, errors: &mut Errors) {
        let name = &self.name;
        match &self.ty {
            Type::Reference(_) => {
                errors.at(&self.ty, format!("`{name}` must own its value: `String`, not `&str`"));
            }
            Type::Path(path) if self.source == Source::Path => {
                let outer = path.path.segments.last().map(|segment| segment.ident.to_string());
                let message = match outer.as_deref() {
                    Some("Option") => {
                        format!("a path parameter is always there: take `{name}` without `Option`")
                    }
                    Some("Vec") => format!("a path parameter is one value: `{name}` cannot be a list"),
                    _ => return,
                };
                errors.at(&self.ty, message);
            }
            _ => {}
        }
    }

    fn set(&mut self, setting: &crate::attrs::Setting, place: &str, errors: &mut Errors) {
        match (setting.name().as_str(), self.source) {
            ("raw", Source::Body) => {
                if errors.ok(setting.flag()).is_some() {
                    self.source = Source::RawBody;
                }
            }
            ("embed", Source::Body) => self.embed = errors.ok(setting.flag()).is_some(),
            ("max_size", Source::File) => {
                self.max_size = errors.ok(setting.text().and_then(units::bytes));
            }
            ("hidden", _) => self.hidden = errors.ok(setting.flag()).is_some(),
            ("required", source) if source.may_be_absent() => {
                self.required = errors.ok(setting.flag()).is_some();
            }
            ("convert_underscores", Source::Header) => {
                self.keep_underscores = errors.ok(setting.truth()) == Some(false);
            }
            ("required", Source::Path) => {
                errors.span(setting.key.span(), "a path parameter is always there: take `required` away");
            }
            ("convert_underscores", _) => {
                errors.span(setting.key.span(), "`convert_underscores` is for `#[header]`: take it away");
            }
            _ if self.constraints.take(setting, errors) => {}
            _ => {
                let mut known = constraints::KEYS.to_vec();
                known.push("hidden");
                if self.source.may_be_absent() {
                    known.push("required");
                }
                if self.source == Source::Header {
                    known.push("convert_underscores");
                }
                if self.source == Source::Body {
                    known.extend(["raw", "embed"]);
                }
                if self.source == Source::File {
                    known.push("max_size");
                }
                setting.unknown(&format!("`#[{place}]`"), &known, errors);
            }
        }
    }

    /// The name without `r#`.
    pub(crate) fn plain_name(&self) -> String {
        self.name.unraw().to_string()
    }

    /// The name on the wire: the alias, or the argument's own; a header's words are joined by dashes.
    fn wire_name(&self) -> String {
        match (&self.constraints.alias, self.source) {
            (Some(alias), _) => alias.value(),
            (None, Source::Header) if self.keep_underscores => self.plain_name().to_ascii_lowercase(),
            (None, Source::Header) => self.plain_name().replace('_', "-").to_ascii_lowercase(),
            (None, _) => self.plain_name(),
        }
    }

    /// Whether the type alone can make it an extractor.
    pub(crate) fn may_extract(&self) -> bool {
        self.source == Source::Auto
    }

    /// `<Type as Argument<Source, _>>`, spanned on the type.
    pub(crate) fn as_argument(&self) -> TokenStream {
        let (ty, marker) = (&self.ty, self.source.marker());
        quote_spanned!(ty.span()=> <#ty as ::fastrs::__private::Argument<::fastrs::__private::source::#marker, _>>)
    }

    /// The name of the function that gives the argument's spec.
    pub(crate) fn spec_name(&self) -> Ident {
        format_ident!("spec_of_{}", self.plain_name())
    }

    /// The function that gives the argument's spec. `embed` is a constant expression.
    pub(crate) fn spec(&self, embed: &TokenStream) -> TokenStream {
        let (ty, name, spec) = (&self.ty, self.spec_name(), self.spec_constant(embed));
        quote!(fn #name() -> &'static ::fastrs::__private::ArgumentSpec<#ty> { #spec })
    }

    /// The same as a closure, whose types may be the parameters of the function around it.
    pub(crate) fn local_spec(&self) -> TokenStream {
        let (ty, name, spec) = (&self.ty, self.spec_name(), self.spec_constant(&quote!(false)));
        quote!(let #name = || -> &'static ::fastrs::__private::ArgumentSpec<#ty> { #spec };)
    }

    fn spec_constant(&self, embed: &TokenStream) -> TokenStream {
        let (ty, wire) = (&self.ty, self.wire_name());
        let (rules, validators) = (self.constraints.rules(), self.constraints.validators(ty));
        let default = match self.constraints.default_expr(ty) {
            Some(expr) => {
                quote!(::core::option::Option::Some(::fastrs::__private::DefaultValue::new(|| #expr)))
            }
            None => quote!(::core::option::Option::None),
        };
        let has_default = self.constraints.default.is_some();
        let notes = self.notes();
        let max_size = match self.max_size {
            Some(bytes) => quote!(::core::option::Option::Some(#bytes)),
            None => quote!(::core::option::Option::None),
        };
        let (required, keep_underscores) = (self.required, self.keep_underscores);
        quote! {
            const {
                &::fastrs::__private::ArgumentSpec {
                    field: ::fastrs::__private::FieldSpec {
                        name: #wire,
                        aliases: &[],
                        has_default: #has_default,
                        rules: #rules,
                        validators: #validators,
                    },
                    default: #default,
                    notes: #notes,
                    embed: #embed,
                    max_size: #max_size,
                    required: #required,
                    keep_underscores: #keep_underscores,
                }
            }
        }
    }

    fn notes(&self) -> TokenStream {
        let option = |value: Option<TokenStream>| match value {
            Some(value) => quote!(::core::option::Option::Some(#value)),
            None => quote!(::core::option::Option::None),
        };
        let title = option(self.constraints.title.as_ref().map(ToTokens::to_token_stream));
        let description =
            self.constraints.description.as_ref().map(syn::LitStr::value).or_else(|| self.doc.clone());
        let description = option(description.map(|text| quote!(#text)));
        let examples = &self.constraints.examples;
        let examples = option(
            (!examples.is_empty()).then(|| quote!(|| ::std::vec![#(::fastrs::__private::json(#examples)),*])),
        );
        let named_examples = option(self.constraints.named_examples());
        let (deprecated, hidden) = (self.constraints.deprecated, self.hidden);
        let unique_items = self.constraints.is_unique();
        quote! {
            ::fastrs::__private::ParameterNotes {
                title: #title,
                description: #description,
                examples: #examples,
                named_examples: #named_examples,
                deprecated: #deprecated,
                hidden: #hidden,
                unique_items: #unique_items,
            }
        }
    }

    /// What a `#[file]` argument wants of the form.
    pub(crate) fn wanted(&self) -> TokenStream {
        let (argument, spec) = (self.as_argument(), self.spec_name());
        quote!(::fastrs::__private::Wanted::of(#spec(), #argument::KIND))
    }

    /// The statement that describes the argument.
    pub(crate) fn describe(&self) -> TokenStream {
        let (argument, spec) = (self.as_argument(), self.spec_name());
        let requirements = self.constraints.requirements(&self.ty);
        quote!(#requirements #argument::describe(#spec(), description);)
    }

    /// `let name = …;` for what only an extractor gives, before everything else.
    pub(crate) fn resolve(&self, failed: &TokenStream) -> TokenStream {
        let (name, argument) = (self.local(), self.as_argument());
        let (cx, last) = (local("__cx"), last(&self.ty));
        // One expression from end to end of the type, so that its error is the one of every other use.
        let resolve = quote_spanned!(last=> #argument::resolve(#cx).await);
        quote! {
            let #name = if #argument::KIND.is_extractor() {
                let taken = #resolve;
                match ::fastrs::__private::resolved(__cx, taken, &mut __errors) {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(answer) => return #failed,
                }
            } else {
                ::core::option::Option::None
            };
        }
    }

    /// `let name = …;` for what is taken from the request as it is.
    pub(crate) fn take_value(&self) -> TokenStream {
        let (name, argument, spec) = (self.local(), self.as_argument(), self.spec_name());
        let take = quote!(#argument::take(__cx, #spec(), &mut __errors));
        if self.may_extract() {
            quote!(let #name = if #argument::KIND.is_extractor() { #name } else { #take };)
        } else {
            quote!(let #name = #take;)
        }
    }

    /// The local variable that holds it: of the argument's name, but apart from what else is in scope.
    pub(crate) fn local(&self) -> Ident {
        format_ident!("argument_{}", self.plain_name())
    }
}

fn is_ours(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc") || ATTRIBUTES.iter().any(|name| attribute.path().is_ident(name))
}

/// Attributes that rustc knows may stand on arguments; any other is likely one of ours, misspelt.
fn is_known(attribute: &Attribute, errors: &mut Errors) -> bool {
    const KNOWN: [&str; 4] = ["allow", "warn", "deny", "expect"];
    let name = attribute.path().get_ident().map(Ident::to_string).unwrap_or_default();
    let is_known = KNOWN.contains(&name.as_str());
    if ["cfg", "cfg_attr"].contains(&name.as_str()) {
        let message = "an argument is there or not: put `cfg` on the handler, and write the handler twice";
        errors.at(attribute, message);
    } else if !is_known {
        let near = suggestion(&name, &ATTRIBUTES);
        errors.at(attribute, format!("an argument has no attribute `{name}`{near}"));
    }
    is_known
}
