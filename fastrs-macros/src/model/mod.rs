//! `#[model]`: syntax → `Container`, `Field` → check → expand.

mod container;
mod enumeration;
mod field;
mod partial;
mod structure;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use crate::diagnostics::Errors;
use crate::entry::with_errors;
use container::Container;

pub(crate) fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut input: DeriveInput = match syn::parse2(item.clone()) {
        Ok(input) => input,
        Err(error) => return with_errors(item, error),
    };
    let mut errors = Errors::default();
    let container = Container::of(attr, &input, &mut errors);
    let expanded = match &mut input.data {
        Data::Struct(_) => structure::expand(&container, &mut input, &mut errors),
        Data::Enum(_) => enumeration::expand(&container, &mut input, &mut errors),
        Data::Union(data) => {
            errors.at(data.union_token, "a model is a struct or an enum");
            TokenStream::new()
        }
    };
    if errors.is_empty() {
        let derives = container.derives();
        return quote!(#derives #input #expanded);
    }
    // The derives stay, so that what uses the type shows no further errors.
    let (errors, derives) = (errors.into_tokens(), container.bare_derives());
    quote!(#errors #derives #input)
}
