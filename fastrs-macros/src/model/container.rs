//! What is said of the whole model.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Expr, Fields, Ident, LitStr, Path};

use crate::attrs::{Setting, Settings, Value, report_twice};
use crate::case::Case;
use crate::diagnostics::{Errors, suggestion};
use crate::serde_attrs;

pub(crate) const KEYS: [&str; 20] = [
    "rename_all",
    "rename_all_fields",
    "deny_unknown_fields",
    "tag",
    "content",
    "untagged",
    "default",
    "transparent",
    "rename",
    "title",
    "description",
    "example",
    "examples",
    "validate",
    "output",
    "exclude_none",
    "partial",
    "literal",
    "integer",
    "scalar",
];

/// The attribute of a model with what serde's attributes add.
pub(super) struct Container {
    pub(super) name: Ident,
    pub(super) output: bool,
    /// Fields that are null are not written.
    pub(super) exclude_none: bool,
    pub(super) partial: Option<Path>,
    /// Whether an enum is told in the words of a `Literal`, and stands in the document where it is used.
    pub(super) literal: Option<Span>,
    /// Whether an enum is its discriminants on the wire.
    pub(super) integer: Option<Span>,
    /// Whether an enum's variants are all made of one text.
    pub(super) scalar: Option<Span>,
    pub(super) validators: Vec<Expr>,
    pub(super) serde: serde_attrs::Container,
    /// Settings that are handed to serde as they are.
    pub(super) for_serde: Vec<TokenStream>,
    rename: Option<LitStr>,
    for_schemars: Vec<TokenStream>,
    examples: Vec<Expr>,
}

impl Container {
    pub(super) fn of(attr: TokenStream, input: &DeriveInput, errors: &mut Errors) -> Self {
        let mut this = Self {
            name: input.ident.clone(),
            output: false,
            exclude_none: false,
            partial: None,
            literal: None,
            integer: None,
            scalar: None,
            validators: Vec::new(),
            serde: serde_attrs::Container::of(&input.attrs),
            for_serde: Vec::new(),
            rename: None,
            for_schemars: Vec::new(),
            examples: Vec::new(),
        };
        let settings =
            errors.ok(syn::parse2::<Settings>(attr)).map(|settings| settings.0).unwrap_or_default();
        report_twice(&settings, errors);
        for setting in &settings {
            this.take(setting, errors);
            this.check_shape(setting, input, errors);
            this.check_exclude_none(setting, input, errors);
        }
        // A parameter's type is asked through serde whether it is nothing, and only serde's way bounds it so.
        this.serde.by_serde |= this.exclude_none && input.generics.type_params().next().is_some();
        this.name_generics(input);
        this.check(input, errors);
        this
    }

    fn take(&mut self, setting: &Setting, errors: &mut Errors) {
        match setting.name().as_str() {
            "rename_all" | "rename_all_fields" => self.take_case(setting, errors),
            // Kept apart from what a partial model inherits, whose schema has a name of its own.
            "rename" => self.rename = errors.ok(setting.text()).cloned(),
            "tag" | "content" => {
                if let Some(text) = errors.ok(setting.text()) {
                    let key = &setting.key;
                    self.for_serde.push(quote!(#key = #text));
                    self.serde.take(setting);
                }
            }
            "deny_unknown_fields" | "untagged" | "default" | "transparent" => {
                if errors.ok(setting.flag()).is_some() {
                    let key = &setting.key;
                    self.for_serde.push(quote!(#key));
                    self.serde.take(setting);
                }
            }
            "title" | "description" => {
                if let Some(text) = errors.ok(setting.text()) {
                    let key = &setting.key;
                    self.for_schemars.push(quote!(#key = #text));
                }
            }
            "example" => self.examples.extend(errors.ok(setting.expr_or_list())),
            "examples" => {
                let usage = "`examples` takes a list: `examples = [one, another]`";
                self.examples.extend(errors.ok(setting.elements(usage)).unwrap_or_default());
            }
            "validate" => self.validators.extend(errors.ok(setting.expr()).cloned()),
            "output" => self.output = errors.ok(setting.flag()).is_some(),
            "exclude_none" => self.exclude_none = errors.ok(setting.flag()).is_some(),
            "literal" => self.literal = errors.ok(setting.flag()).map(|()| setting.key.span()),
            "integer" => self.integer = errors.ok(setting.flag()).map(|()| setting.key.span()),
            "scalar" => self.scalar = errors.ok(setting.flag()).map(|()| setting.key.span()),
            "partial" => self.partial = errors.ok(partial_name(setting)),
            _ => setting.unknown("`#[model]`", &KEYS, errors),
        }
    }

    /// Keys that say something of variants are for enums.
    fn check_shape(&self, setting: &Setting, input: &DeriveInput, errors: &mut Errors) {
        let of_variants = ["untagged", "content", "rename_all_fields", "literal", "integer", "scalar"]
            .contains(&setting.name().as_str());
        if of_variants && !matches!(input.data, Data::Enum(_)) {
            errors.span(setting.key.span(), format!("`{}` is for enums: take it away", setting.name()));
        }
    }

    /// Only what has named fields can leave some out.
    fn check_exclude_none(&self, setting: &Setting, input: &DeriveInput, errors: &mut Errors) {
        let named = matches!(&input.data, Data::Struct(data) if matches!(data.fields, Fields::Named(_)));
        if setting.name() == "exclude_none" && !named {
            errors.span(setting.key.span(), "`exclude_none` is for structs with named fields: take it away");
        }
    }

    fn take_case(&mut self, setting: &Setting, errors: &mut Errors) {
        let Some(text) = errors.ok(setting.text()) else { return };
        if Case::named(&text.value()).is_none() {
            let near = suggestion(&text.value(), &Case::NAMES);
            errors.span(text.span(), format!("no spelling is called `{}`{near}", text.value()));
            return;
        }
        let key = &setting.key;
        self.for_serde.push(quote!(#key = #text));
        self.serde.take(setting);
    }

    /// `Page<Item>` and `Page<User>` are two schemas, so the name says of what they are.
    fn name_generics(&mut self, input: &DeriveInput) {
        let parameters: Vec<String> =
            input.generics.type_params().map(|parameter| format!("{{{}}}", parameter.ident)).collect();
        if !parameters.is_empty() {
            let name = format!("{}_{}_", input.ident, parameters.join("_"));
            self.for_schemars.push(quote!(rename = #name));
        }
    }

    fn check(&self, input: &DeriveInput, errors: &mut Errors) {
        if let (true, Some(validator)) = (self.output, self.validators.first()) {
            errors.at(validator, "an `output` model is never validated: take `validate` or `output` away");
        }
        if let (true, Some(partial)) = (self.output, &self.partial) {
            errors.at(partial, "an `output` model is never sent by a client, so it has no `partial`");
        }
        for lifetime in input.generics.lifetimes() {
            errors.at(lifetime, "a model owns what it holds, so it has no lifetimes: `String`, not `&str`");
        }
        if self.serde.content.is_some() && self.serde.tag.is_none() && matches!(input.data, Data::Enum(_)) {
            errors.at(&input.ident, "`content` needs `tag`: `#[model(tag = \"type\", content = \"data\")]`");
        }
    }

    /// The derives and attributes that make it serializable and give it a schema. `read` says that serde's
    /// `Deserialize` is among them.
    pub(super) fn derives(&self, read: bool) -> TokenStream {
        let (serde, schemars) = (&self.for_serde, &self.for_schemars);
        let name = self.name.to_string();
        if self.integer.is_some() {
            // Nothing of it is as serde and schemars would have it.
            return TokenStream::new();
        }
        let (bare, rename) = (self.bare_derives(read), self.rename.iter());
        let examples = &self.examples;
        let examples = (!examples.is_empty())
            .then(|| quote!(extend("examples" = ::std::vec![#(::fastrs::__private::json(#examples)),*]),));
        // What stands where it is used needs no name, so it is not marked as a type that has one.
        let marker = if self.literal.is_some() {
            quote!(inline)
        } else {
            quote!(extend("x-fastrs-type" = ::core::concat!(::core::module_path!(), "::", #name)))
        };
        let exclude_none = self.exclude_none.then(|| quote!(extend("x-fastrs-exclude-none" = true),));
        quote! {
            #bare
            #[serde(#(#serde,)* #(rename = #rename)*)]
            #[schemars(#(#schemars,)* #examples #exclude_none #marker)]
        }
    }

    pub(super) fn bare_derives(&self, read: bool) -> TokenStream {
        let deserialize = (read && !self.output).then(|| quote!(::fastrs::__private::serde::Deserialize,));
        quote! {
            #[derive(
                ::fastrs::__private::serde::Serialize,
                #deserialize
                ::fastrs::__private::schemars::JsonSchema
            )]
            #[serde(crate = "::fastrs::__private::serde")]
            #[schemars(crate = "::fastrs::__private::schemars")]
        }
    }

    /// The validators of the whole, as a slice of functions.
    pub(super) fn validator_slice(&self) -> TokenStream {
        let validators = self.validators.iter().map(|function| {
            quote::quote_spanned!(syn::spanned::Spanned::span(function)=>
                |value: &Self| {
                    #[allow(clippy::redundant_closure_call)]
                    let outcome = (#function)(value);
                    ::fastrs::__private::Outcome::into_issue(outcome)
                }
            )
        });
        quote!(&[#(#validators),*])
    }
}

fn partial_name(setting: &Setting) -> syn::Result<Path> {
    let usage = "name the struct to be made: `partial = ItemPatch`";
    match &setting.value {
        Value::Expr(Expr::Path(path)) if path.path.get_ident().is_some() => Ok(path.path.clone()),
        Value::Expr(other) => Err(syn::Error::new_spanned(other, usage)),
        _ => Err(syn::Error::new(setting.key.span(), usage)),
    }
}
