//! `#[model]`: syntax → `Container`, `Field` → check → expand.

mod container;
mod enumeration;
mod field;
mod integer;
mod partial;
mod read;
mod structure;
mod write;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use crate::diagnostics::Errors;
use crate::entry::with_errors;
use container::Container;
#[cfg(test)]
pub(crate) use container::KEYS;

pub(crate) fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut input: DeriveInput = match syn::parse2(item.clone()) {
        Ok(input) => input,
        Err(error) => return with_errors(item, error),
    };
    let mut errors = Errors::default();
    let written = without_field_attributes(&input);
    let container = Container::of(attr, &input, &mut errors);
    let expanded = match &mut input.data {
        Data::Struct(_) => structure::expand(&container, &mut input, &mut errors),
        Data::Enum(_) => enumeration::expand(&container, &mut input, &mut errors),
        Data::Union(data) => {
            errors.at(data.union_token, "a model is a struct or an enum");
            let errors = errors.into_tokens();
            return quote!(#errors #input);
        }
    };
    if errors.is_empty() {
        let is_object = read::is_object(&container, &input);
        let derives = container.derives(!is_object);
        let deserialize = is_object.then(|| read::deserialize(&container, &input));
        // Ours stands first, because errors come in the order of the code and ours name the remedy.
        return quote!(#expanded #derives #input #deserialize);
    }
    // The derives stay, so that what uses the type shows no further errors.
    let (errors, derives) = (errors.into_tokens(), container.bare_derives(true));
    quote!(#errors #derives #written)
}

/// What stands for the model after an error.
fn without_field_attributes(input: &DeriveInput) -> DeriveInput {
    let mut input = input.clone();
    let clean = |field: &mut syn::Field| field.attrs.retain(|attribute| !attribute.path().is_ident("field"));
    match &mut input.data {
        Data::Struct(data) => data.fields.iter_mut().for_each(clean),
        Data::Enum(data) => data.variants.iter_mut().flat_map(|variant| &mut variant.fields).for_each(clean),
        Data::Union(_) => {}
    }
    input
}
