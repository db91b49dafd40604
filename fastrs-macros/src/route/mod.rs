//! `#[get]` and its siblings: syntax → `Handler` → check → `expand`.

pub(crate) mod argument;
mod attribute;
mod expand;
mod handler;

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Path, Token};

use crate::diagnostics::Errors;
use crate::entry::with_errors;

pub(crate) fn expand(method: &str, attr: TokenStream, item: TokenStream) -> TokenStream {
    let function = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => return with_errors(item, error),
    };
    let mut errors = Errors::default();
    let handler = handler::Handler::of(method, attr, function, &mut errors);
    if errors.is_empty() {
        return expand::expand(&handler);
    }
    // The companion is made without a body, so that the first error is not followed by ten others.
    let errors = errors.into_tokens();
    let stand_in = expand::stand_in(&handler);
    quote!(#errors #stand_in)
}

pub(crate) fn routes(input: TokenStream) -> TokenStream {
    use syn::parse::Parser;
    let paths = match Punctuated::<Path, Token![,]>::parse_terminated.parse2(input) {
        Ok(paths) => paths,
        Err(error) => return error.to_compile_error(),
    };
    let routes = paths.iter().map(|path| quote!(::fastrs::Route::of::<#path>()));
    quote!([#(#routes),*])
}
