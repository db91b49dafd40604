//! `Deserialize` of a model: serde's own, but for lists in place of objects.
//!
//! serde derives it for a twin of the model (`#[serde(remote = …)]`), which makes the model itself; the model hands
//! the twin a deserializer that knows only objects. Where the form on the wire is not an object, serde's derive
//! stands on the model.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::visit_mut::{VisitMut, visit_path_mut};
use syn::{Attribute, Data, DeriveInput, Fields, Ident, Meta, Token, Visibility, parse_quote};

use super::container::Container;

/// Whether the model's form on the wire is an object, or an enum that may hold one.
pub(super) fn is_object(container: &Container, input: &DeriveInput) -> bool {
    let serde = &container.serde;
    let has_fields = match &input.data {
        Data::Struct(data) => matches!(data.fields, Fields::Named(_)),
        Data::Enum(data) => {
            serde.tag.is_some() || data.variants.iter().any(|v| !matches!(v.fields, Fields::Unit))
        }
        Data::Union(_) => false,
    };
    has_fields
        && !(container.output || serde.foreign || serde.untagged || serde.transparent || serde.own_bounds)
}

/// The twin and the implementation that asks it. `input` has its fields' final attributes.
pub(super) fn deserialize(container: &Container, input: &DeriveInput) -> TokenStream {
    let name = &input.ident;
    let remote = name.to_string();
    let settings = container.for_serde.iter().filter(|setting| setting.to_string() != "default");
    let twin = twin(input);
    let (_, arguments, bounds) = input.generics.split_for_impl();
    let mut generics = input.generics.clone();
    generics.params.insert(0, parse_quote!('de));
    let (parameters, ..) = generics.split_for_impl();
    let types = input.generics.type_params().map(|parameter| &parameter.ident);
    let own = bounds
        .map(|bounds| bounds.predicates.iter().map(|predicate| quote!(#predicate,)).collect::<TokenStream>());
    let turbofish = arguments.as_turbofish();
    // `default` would ask for a default of the twin; a function may make the model's.
    let by_trait = container.for_serde.iter().any(|setting| setting.to_string() == "default")
        || settings_of(&input.attrs).iter().any(is_default);
    let default = by_trait.then(|| quote!(#[serde(default = "::core::default::Default::default")]));
    quote! {
        const _: () = {
            #[derive(::fastrs::__private::serde::Deserialize)]
            #[serde(crate = "::fastrs::__private::serde", remote = #remote)]
            #[serde(#(#settings),*)]
            #default
            #twin

            #[automatically_derived]
            impl #parameters ::fastrs::__private::serde::Deserialize<'de> for #name #arguments
            where
                #own
                #(#types: ::fastrs::__private::serde::Deserialize<'de>,)*
            {
                #[inline]
                fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
                where
                    D: ::fastrs::__private::serde::Deserializer<'de>,
                {
                    Twin #turbofish::deserialize(::fastrs::__private::ObjectsOnly(deserializer))
                }
            }
        };
    }
}

/// The same fields with serde's attributes alone.
fn twin(input: &DeriveInput) -> DeriveInput {
    let mut twin = input.clone();
    let (_, arguments, _) = input.generics.split_for_impl();
    let name = &input.ident;
    SelfAs(parse_quote!(#name #arguments)).visit_derive_input_mut(&mut twin);
    twin.ident = Ident::new("Twin", name.span());
    twin.vis = Visibility::Inherited;
    let settings = settings_of(&input.attrs).into_iter().filter(|setting| !is_default(setting));
    twin.attrs = vec![parse_quote!(#[serde(#(#settings),*)])];
    match &mut twin.data {
        Data::Struct(data) => data.fields.iter_mut().for_each(|field| keep_serde(&mut field.attrs)),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                keep_serde(&mut variant.attrs);
                variant.fields.iter_mut().for_each(|field| keep_serde(&mut field.attrs));
            }
        }
        Data::Union(_) => {}
    }
    twin
}

fn keep_serde(attributes: &mut Vec<Attribute>) {
    attributes.retain(|attribute| attribute.path().is_ident("serde") || attribute.path().is_ident("cfg"));
}

/// The settings of every `#[serde(…)]`.
fn settings_of(attributes: &[Attribute]) -> Vec<Meta> {
    let all = Punctuated::<Meta, Token![,]>::parse_terminated;
    let serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    serde.filter_map(|attribute| attribute.parse_args_with(all).ok()).flatten().collect()
}

fn is_default(setting: &Meta) -> bool {
    matches!(setting, Meta::Path(path) if path.is_ident("default"))
}

/// Writes the model where a field's type says `Self`, which in the twin would be the twin.
struct SelfAs(syn::Path);

impl VisitMut for SelfAs {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.is_ident("Self") {
            *path = self.0.clone();
        } else {
            visit_path_mut(self, path);
        }
    }

    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
}
