//! `partial = ItemPatch`: the model of a PATCH, every field a `Patch`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Generics, Path, Token, Visibility};

use super::container::Container;
use super::field::Field;
use crate::attrs::Settings;

/// A `#[model]` of its own with `apply`, which writes what was sent into a model.
pub(super) fn expand(
    name: &Path,
    container: &Container,
    attributes: &[Attribute],
    vis: &Visibility,
    generics: &Generics,
    original: &Punctuated<syn::Field, Token![,]>,
    fields: &[Field],
) -> TokenStream {
    let model = &container.name;
    let (settings, derives) = (&container.for_serde, derives(attributes));
    let serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    let written = || original.iter().zip(fields).filter(|(_, field)| !field.serde.skip);
    let patches = written().map(|(original, field)| {
        let (ty, vis, ident, settings) = (&field.ty, &original.vis, &original.ident, field.patch_settings());
        let kept = original.attrs.iter().filter_map(kept_attribute);
        quote! {
            #(#kept)*
            #[field(#settings)]
            #[serde(default, skip_serializing_if = "::fastrs::__private::Patch::is_absent")]
            #vis #ident: ::fastrs::__private::Patch<#ty>
        }
    });
    let names: Vec<_> = written().map(|(_, field)| &field.name).collect();
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let doc = format!(" What a partial update says of a [`{model}`]: every field may be left out.");
    quote! {
        #[doc = #doc]
        #[::fastrs::model(#(#settings),*)]
        #derives
        #(#serde)*
        #vis struct #name #generics #bounds {
            #(#patches,)*
        }

        impl #parameters #name #arguments #bounds {
            /// Writes every field that was sent into `model`.
            #vis fn apply(self, model: &mut #model #arguments) {
                #(self.#names.apply(&mut model.#names);)*
            }
        }
    }
}

/// What a patch's field keeps of its original's attributes: all but `#[field]`, and of serde's all but what a patch
/// says itself.
fn kept_attribute(attribute: &Attribute) -> Option<TokenStream> {
    if attribute.path().is_ident("field") {
        return None;
    }
    if !attribute.path().is_ident("serde") {
        return Some(quote!(#attribute));
    }
    let settings: Settings = attribute.parse_args().ok()?;
    let kept = settings.0.iter().filter(|s| !["default", "skip_serializing_if"].contains(&s.name().as_str()));
    Some(quote!(#[serde(#(#kept),*)]))
}

/// The model's own derives that a patch can have too.
fn derives(attributes: &[Attribute]) -> TokenStream {
    let mut kept = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let parser = Punctuated::<Path, Token![,]>::parse_terminated;
        let Ok(paths) = attribute.parse_args_with(parser) else { continue };
        kept.extend(paths.into_iter().filter(|path| {
            ["Debug", "Clone", "PartialEq"]
                .iter()
                .any(|name| path.segments.last().is_some_and(|s| s.ident == name))
        }));
    }
    quote!(#[derive(::core::default::Default, #(#kept),*)])
}
