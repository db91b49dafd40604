//! Enums: words, and tagged unions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Generics, Ident};

use super::container::Container;
use super::field::Field;
use super::integer;
use super::structure::{answer, field_bound, with_bounds};
use super::write::Shape;
use crate::diagnostics::Errors;
use crate::serde_attrs::{Member, Write};

/// A variant that stands on the wire.
struct Variant {
    name: Ident,
    wire: String,
    aliases: Vec<String>,
    content: Content,
    skip: bool,
    /// Whether it is written under its name, as far as serde's attributes say.
    is_plain: bool,
}

enum Content {
    Unit,
    Newtype(Box<Field>),
    Struct(Vec<Field>),
}

pub(super) fn expand(container: &Container, input: &mut DeriveInput, errors: &mut Errors) -> TokenStream {
    if container.integer.is_some() {
        return integer::expand(container, input, errors);
    }
    let generics = input.generics.clone();
    if let Some(partial) = &container.partial {
        errors.at(partial, "an enum has no `partial`: it is replaced as a whole");
    }
    if let Some(validator) = container.validators.first() {
        errors.at(
            validator,
            "an enum has no `validate`: put it on the fields of its variants, or on the field that holds it",
        );
    }
    let Data::Enum(data) = &mut input.data else { return TokenStream::new() };
    if data.variants.is_empty() {
        errors.at(&input.ident, "a model holds something: give the enum variants");
    }
    let mut variants = Vec::new();
    for variant in &mut data.variants {
        variants.extend(read(container, variant, errors));
    }
    check_scalar(container, &variants, errors);
    let is_words = variants.iter().all(|variant| matches!(variant.content, Content::Unit))
        && container.serde.tag.is_none()
        && !container.serde.untagged;
    if let (Some(span), false) = (container.literal, is_words) {
        errors.span(span, "`literal` is for enums whose variants hold nothing: `enum Order { Up, Down }`");
    }
    // A variant that is skipped cannot be written; serde knows what to say then.
    let shape = match is_words && variants.iter().all(|variant| variant.is_plain) {
        true => Shape::Words(variants.iter().map(|variant| (&variant.name, variant.wire.as_str())).collect()),
        false => Shape::BySerde,
    };
    let answer = answer(container, &generics, &shape);
    if container.output || container.serde.foreign {
        return answer;
    }
    let field = if is_words { words(container, &variants) } else { union(container, &generics, &variants) };
    let defaults = variants.iter().flat_map(Variant::fields).map(Field::default_function);
    quote!(#(#defaults)* #field #answer)
}

fn read(container: &Container, variant: &mut syn::Variant, errors: &mut Errors) -> Option<Variant> {
    let serde = Member::of(&variant.attrs);
    let plain = variant.ident.unraw().to_string();
    let renamed = || container.serde.rename_all.map_or_else(|| plain.clone(), |case| case.of_variant(&plain));
    let wire = serde.rename.clone().unwrap_or_else(renamed);
    // Two variants may have fields of one name, each with a default of its own.
    let owner = format_ident!("{}_{}", container.name, variant.ident.unraw());
    let content = match &mut variant.fields {
        Fields::Unit => Content::Unit,
        Fields::Named(named) => {
            let case = serde.rename_all.or(container.serde.rename_all_fields);
            let take = |field| Field::take(field, &owner, case, false, errors);
            Content::Struct(named.named.iter_mut().map(take).collect())
        }
        Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1 => {
            Content::Newtype(Box::new(Field::take(unnamed.unnamed.first_mut()?, &owner, None, false, errors)))
        }
        Fields::Unnamed(unnamed) => {
            let message = format!("a variant holds one value or named fields: `{} {{ … }}`", variant.ident);
            errors.at(&unnamed.unnamed, message);
            return None;
        }
    };
    Some(Variant {
        name: variant.ident.clone(),
        wire,
        aliases: serde.aliases,
        content,
        skip: serde.skip,
        is_plain: !serde.skip && matches!(serde.write, Write::Plain),
    })
}

impl Variant {
    fn fields(&self) -> &[Field] {
        match &self.content {
            Content::Unit => &[],
            Content::Newtype(field) => std::slice::from_ref(field),
            Content::Struct(fields) => fields,
        }
    }
}

/// An enum without data is one word of a few, and a scalar.
fn words(container: &Container, variants: &[Variant]) -> TokenStream {
    let name = &container.name;
    let explain = format_ident!(
        "{}",
        if container.literal.is_some() { "explain_literal" } else { "explain_unit_enum" }
    );
    let on_wire = || variants.iter().filter(|variant| !variant.skip);
    let all = on_wire().flat_map(|variant| std::iter::once(&variant.wire).chain(&variant.aliases));
    let arms = on_wire().map(|variant| {
        let (name, wire, aliases) = (&variant.name, &variant.wire, &variant.aliases);
        quote!(#wire #(| #aliases)* => ::core::option::Option::Some(Self::#name),)
    });
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
                ::fastrs::__private::#explain(input, &[#(#all),*], at, errors);
            }

            fn from_text(text: &str) -> ::core::option::Option<Self> {
                match text {
                    #(#arms)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    }
}

fn tagging(container: &Container) -> TokenStream {
    match (&container.serde.tag, &container.serde.content) {
        (Some(tag), Some(content)) => quote!(::fastrs::__private::Tagging::Adjacent(#tag, #content)),
        (Some(tag), None) => quote!(::fastrs::__private::Tagging::Internal(#tag)),
        _ if container.serde.untagged => quote!(::fastrs::__private::Tagging::Untagged),
        _ => quote!(::fastrs::__private::Tagging::External),
    }
}

fn union(container: &Container, generics: &Generics, variants: &[Variant]) -> TokenStream {
    let (name, tagging) = (&container.name, tagging(container));
    let ((parameters, arguments), bounds) = with_bounds(generics, &field_bound());
    let deny = container.serde.deny_unknown_fields;
    let described = variants.iter().filter(|variant| !variant.skip).map(|variant| {
        let content = describe(variant, deny);
        let names = std::iter::once(&variant.wire).chain(&variant.aliases);
        quote!(#((#names, #content),)*)
    });
    let arms = variants.iter().map(check);
    let kind = format_ident!("{}", if container.scalar.is_some() { "Scalar" } else { "Json" });
    let from_text = container.scalar.is_some().then(|| scalar_from_text(variants));
    quote! {
        #[automatically_derived]
        impl #parameters ::fastrs::__private::Union for #name #arguments #bounds {
            const TAGGING: ::fastrs::__private::Tagging = #tagging;
            const VARIANTS: &'static [(&'static str, ::fastrs::__private::Variant)] = &[#(#described)*];
        }

        #[automatically_derived]
        impl #parameters ::fastrs::__private::Field for #name #arguments #bounds {
            type Kind = ::fastrs::__private::kind::#kind;

            fn is_valid(&self, _: &::fastrs::__private::Rules) -> bool {
                match self {
                    #(#arms)*
                }
            }

            fn explain(
                input: &::fastrs::__private::serde_json::Value,
                _: &::fastrs::__private::Rules,
                at: &::fastrs::__private::At<'_>,
                errors: &mut ::fastrs::__private::ValidationErrors,
            ) {
                ::fastrs::__private::explain_union::<Self>(input, at, errors);
            }

            fn redact(input: &mut ::fastrs::__private::serde_json::Value) {
                ::fastrs::__private::redact_union::<Self>(input);
            }

            fn respell(
                input: &mut ::fastrs::__private::serde_json::Value,
                spelling: ::fastrs::__private::Spelling,
            ) {
                ::fastrs::__private::respell_union::<Self>(input, spelling);
            }

            #from_text

            fn flatten(visitor: &mut ::fastrs::__private::FieldVisitor<'_>) {
                visitor.union::<Self>();
            }
        }
    }
}

/// The first variant that takes the text.
fn scalar_from_text(variants: &[Variant]) -> TokenStream {
    let tries = variants.iter().filter(|variant| !variant.skip).filter_map(|variant| {
        let Content::Newtype(field) = &variant.content else { return None };
        let (name, spec, ty) = (&variant.name, field.spec(), &field.ty);
        Some(
            quote_spanned!(ty.span()=> .or_else(|| ::fastrs::__private::scalar_of(text, #spec, Self::#name))),
        )
    });
    quote! {
        fn from_text(text: &str) -> ::core::option::Option<Self> {
            ::core::option::Option::None #(#tries)*
        }
    }
}

fn check_scalar(container: &Container, variants: &[Variant], errors: &mut Errors) {
    let Some(span) = container.scalar else { return };
    if !container.serde.untagged {
        errors.span(span, "a text tells no variant apart: `#[model(untagged, scalar)]`");
    }
    for variant in variants.iter().filter(|variant| !matches!(variant.content, Content::Newtype(_))) {
        errors.at(&variant.name, "every variant of a `scalar` holds one value: `Number(i64)`");
    }
}

fn describe(variant: &Variant, deny: bool) -> TokenStream {
    match &variant.content {
        Content::Unit => quote!(::fastrs::__private::Variant::Unit),
        Content::Newtype(field) => {
            let (ty, spec) = (&field.ty, field.spec());
            quote_spanned! {ty.span()=>
                ::fastrs::__private::Variant::Newtype {
                    explain: |input, at, errors| ::fastrs::__private::explain_newtype(
                        #spec,
                        input,
                        &::fastrs::__private::Rules::NONE,
                        at,
                        errors,
                    ),
                    redact: <#ty as ::fastrs::__private::Field>::redact,
                    respell: <#ty as ::fastrs::__private::Field>::respell,
                }
            }
        }
        Content::Struct(fields) => {
            let visits = fields.iter().map(Field::visit);
            quote! {
                ::fastrs::__private::Variant::Struct {
                    visit: |visitor| {
                        let _ = &visitor;
                        #(#visits)*
                    },
                    deny_unknown: #deny,
                }
            }
        }
    }
}

fn check(variant: &Variant) -> TokenStream {
    let name = &variant.name;
    match &variant.content {
        Content::Unit => quote!(Self::#name => true,),
        Content::Newtype(field) => match field.check_value(&quote!(value)) {
            Some(check) => quote!(Self::#name(value) => #check,),
            None => quote!(Self::#name(_) => true,),
        },
        Content::Struct(fields) => {
            let checked: Vec<_> = fields
                .iter()
                .filter_map(|field| {
                    let name = &field.name;
                    Some((name, field.check_value(&quote!(#name))?))
                })
                .collect();
            let (names, checks): (Vec<_>, Vec<_>) = checked.into_iter().unzip();
            quote!(Self::#name { #(#names,)* .. } => true #(&& #checks)*,)
        }
    }
}
