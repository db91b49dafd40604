//! A field of a model.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Ident, Type};

use crate::attrs::Settings;
use crate::case::Case;
use crate::constraints::{self, Constraints};
use crate::diagnostics::{Errors, local};
use crate::serde_attrs::{Member, Write};

/// A field with all that is said of it.
pub(super) struct Field {
    pub(super) name: Ident,
    pub(super) ty: Type,
    pub(super) wire: String,
    pub(super) serde: Member,
    pub(super) constraints: Constraints,
    opaque: bool,
    container_default: bool,
    owner: Ident,
}

impl Field {
    /// Reads a field and replaces its `#[field(…)]` by what serde and schemars need.
    pub(super) fn take(
        field: &mut syn::Field,
        owner: &Ident,
        rename_all: Option<Case>,
        container_default: bool,
        errors: &mut Errors,
    ) -> Self {
        let name = field.ident.clone().unwrap_or_else(|| Ident::new("value", field.ty.span()));
        let (ours, theirs): (Vec<_>, Vec<_>) = std::mem::take(&mut field.attrs)
            .into_iter()
            .partition(|attribute| attribute.path().is_ident("field"));
        field.attrs = theirs;
        for attribute in
            field.attrs.iter().filter(|a| a.path().is_ident("cfg") || a.path().is_ident("cfg_attr"))
        {
            errors.at(
                attribute,
                "a field of a model is there or not: put `cfg` on the model, and write the model twice",
            );
        }
        let serde = Member::of(&field.attrs);
        let mut this = Self {
            wire: String::new(),
            ty: field.ty.clone(),
            name,
            serde,
            constraints: Constraints::default(),
            opaque: false,
            container_default,
            owner: owner.clone(),
        };
        for attribute in &ours {
            for setting in Settings::of(attribute, errors) {
                this.set(&setting, errors);
            }
        }
        this.constraints.check(errors);
        this.check(errors);
        this.wire = this.wire_name(rename_all);
        field.attrs.extend(this.attributes());
        this
    }

    /// Leaves the field out where it is null; who has said already how it is written knows better.
    pub(super) fn exclude_none(&mut self) -> Option<syn::Attribute> {
        if !matches!(self.serde.write, Write::Plain) {
            return None;
        }
        self.serde.write = Write::Unless(syn::parse_quote!(::fastrs::__private::is_none));
        Some(syn::parse_quote!(#[serde(skip_serializing_if = "::fastrs::__private::is_none")]))
    }

    fn set(&mut self, setting: &crate::attrs::Setting, errors: &mut Errors) {
        match setting.name().as_str() {
            "opaque" => self.opaque = errors.ok(setting.flag()).is_some(),
            "hidden" => {
                let message =
                    "a field is not hidden from the document: `#[serde(skip)]` takes it off the wire";
                errors.span(setting.key.span(), message);
            }
            _ if self.constraints.take(setting, errors) => {}
            _ => {
                let mut known = constraints::KEYS.to_vec();
                known.push("opaque");
                setting.unknown("`#[field]`", &known, errors);
            }
        }
    }

    fn check(&self, errors: &mut Errors) {
        if let Some(example) = self.constraints.named_examples.first() {
            errors.at(&example.name, "a schema's examples have no names: write `example = …`");
        }
        if self.opaque && self.constraints.is_constrained() {
            errors.span(
                self.name.span(),
                "an `opaque` field is validated by serde alone: it has no constraints",
            );
        }
        if self.serde.flatten && self.constraints.is_constrained() {
            errors.span(self.name.span(), "a flattened field has no constraints: put them on its own fields");
        }
        if let (Some(alias), Some(_)) = (&self.constraints.alias, &self.serde.rename) {
            errors.span(alias.span(), "`alias` and serde's `rename` both name the field: take one away");
        }
    }

    /// What is read from a request owns its value. (Without `'static`, rustc or the model's lifetime says so.)
    pub(super) fn check_owned(&self, errors: &mut Errors) {
        let Type::Reference(reference) = &self.ty else { return };
        let is_static = reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static");
        if is_static && !self.is_unchecked() {
            errors.at(reference, "a model owns what it holds: `String`, not `&str`");
        }
    }

    fn wire_name(&self, rename_all: Option<Case>) -> String {
        let plain = self.name.unraw().to_string();
        let alias = self.constraints.alias.as_ref().map(syn::LitStr::value);
        alias
            .or_else(|| self.serde.rename.clone())
            .unwrap_or_else(|| rename_all.map_or_else(|| plain.clone(), |case| case.of_field(&plain)))
    }

    /// The attributes of serde and schemars that say what `#[field(…)]` said.
    fn attributes(&self) -> Vec<syn::Attribute> {
        let mut attributes: Vec<syn::Attribute> = Vec::new();
        if let Some(alias) = &self.constraints.alias {
            attributes.push(syn::parse_quote!(#[serde(rename = #alias)]));
        }
        match &self.constraints.default {
            Some(constraints::Default::OfType(_)) => attributes.push(syn::parse_quote!(#[serde(default)])),
            Some(_) => {
                let function = self.default_function_name().to_string();
                attributes.push(syn::parse_quote!(#[serde(default = #function)]));
            }
            None => {}
        }
        if self.constraints.has_notes() {
            attributes.push(self.annotation());
        }
        attributes
    }

    /// Writes rules and notes into the schema, from the very constants that are checked.
    fn annotation(&self) -> syn::Attribute {
        let constraints = &self.constraints;
        let rules = constraints.rules();
        let option = |text: &Option<syn::LitStr>| match text {
            Some(text) => quote!(::core::option::Option::Some(#text)),
            None => quote!(::core::option::Option::None),
        };
        let (title, description) = (option(&constraints.title), option(&constraints.description));
        let (examples, deprecated, unique) =
            (&constraints.examples, constraints.deprecated, constraints.is_unique());
        syn::parse_quote! {
            #[schemars(transform = |schema: &mut ::fastrs::__private::schemars::Schema| {
                ::fastrs::__private::annotate_field(schema, &#rules, ::fastrs::__private::FieldNotes {
                    title: #title,
                    description: #description,
                    examples: ::std::vec![#(::fastrs::__private::json(#examples)),*],
                    default: ::core::option::Option::None,
                    deprecated: #deprecated,
                    unique_items: #unique,
                });
            })]
        }
    }

    fn default_function_name(&self) -> Ident {
        format_ident!("__fastrs_default_{}_{}", self.owner, self.name.unraw(), span = Span::call_site())
    }

    /// The function behind `default = expression`, which serde calls.
    pub(super) fn default_function(&self) -> TokenStream {
        if matches!(self.constraints.default, Some(constraints::Default::OfType(_))) {
            return TokenStream::new();
        }
        let ty = &self.ty;
        let Some(expr) = self.constraints.default_expr(ty) else { return TokenStream::new() };
        let name = self.default_function_name();
        quote! {
            #[doc(hidden)]
            #[allow(non_snake_case)]
            fn #name() -> #ty {
                #expr
            }
        }
    }

    fn has_default(&self) -> bool {
        self.constraints.default.is_some() || self.serde.default || self.container_default
    }

    /// The field's `FieldSpec`, a constant expression.
    pub(super) fn spec(&self) -> TokenStream {
        let (wire, ty, aliases, has_default) =
            (&self.wire, &self.ty, &self.serde.aliases, self.has_default());
        let (rules, validators) = (self.constraints.rules(), self.constraints.validators(ty));
        quote_spanned! {ty.span()=>
            const {
                &::fastrs::__private::FieldSpec::<#ty> {
                    name: #wire,
                    aliases: &[#(#aliases),*],
                    has_default: #has_default,
                    rules: #rules,
                    validators: #validators,
                }
            }
        }
    }

    /// Whether serde alone says what is valid.
    fn is_unchecked(&self) -> bool {
        self.opaque || self.serde.custom.is_some() || self.serde.skip
    }

    /// The statement that shows the field to a visitor.
    pub(super) fn visit(&self) -> TokenStream {
        let (ty, wire, aliases, has_default) =
            (&self.ty, &self.wire, &self.serde.aliases, self.has_default());
        let (span, visitor) = (ty.span(), local("visitor"));
        let requirements = self.constraints.requirements(ty);
        if self.serde.skip {
            TokenStream::new()
        } else if self.serde.flatten {
            quote_spanned!(span=> #visitor.flatten::<#ty>();)
        } else if let Some(read) = &self.serde.custom {
            let read = self.read_custom(read);
            quote_spanned!(span=> #visitor.custom((#wire, &[#(#aliases),*], #has_default), #read);)
        } else if self.opaque {
            quote_spanned!(span=> #visitor.opaque::<#ty>(#wire, &[#(#aliases),*], #has_default);)
        } else {
            let spec = self.spec();
            quote_spanned!(span=> #requirements <#ty as ::fastrs::__private::Field>::show(#spec, #visitor);)
        }
    }

    /// What a field with a form of its own makes of its input. Rules see the value as its type writes it.
    fn read_custom(&self, read: &syn::Path) -> TokenStream {
        let (ty, input) = (&self.ty, local("input"));
        let read = quote!(let value: #ty = #read(#input)?;);
        if !self.constraints.is_constrained() {
            return quote!(|#input, _, _| { #read let _ = value; ::core::result::Result::Ok(()) });
        }
        let spec = self.spec();
        quote!(|#input, at, errors| {
            #read
            (#spec).explain(&::fastrs::__private::json(value), at, errors);
            ::core::result::Result::Ok(())
        })
    }

    /// The expression that is true if the field's value, behind a reference, is valid.
    pub(super) fn check_value(&self, value: &TokenStream) -> Option<TokenStream> {
        if self.serde.custom.is_some() && self.constraints.is_constrained() {
            let spec = self.spec();
            return Some(self.obeys(value, &spec));
        }
        if self.is_unchecked() {
            return None;
        }
        let spec = self.spec();
        Some(self.obeys(value, &spec))
    }

    /// By way of the trait, so that a type that has it not is one error on that type.
    fn obeys(&self, value: &TokenStream, spec: &TokenStream) -> TokenStream {
        let ty = &self.ty;
        quote_spanned!(ty.span()=> <#ty as ::fastrs::__private::Field>::obeys(#value, #spec))
    }

    /// The constraints of the field as those of a field of a partial model.
    pub(super) fn patch_settings(&self) -> TokenStream {
        let opaque = self.opaque.then(|| quote!(opaque,));
        let constraints = self.constraints.for_patch();
        quote!(#constraints #opaque)
    }
}
