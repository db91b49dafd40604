//! `#[get]` and its siblings: syntax → `Handler` → check → `expand`.

pub(crate) mod argument;
mod attribute;
pub(crate) mod expand;
mod handler;

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Path, Token};

use crate::diagnostics::Errors;
use crate::entry::with_errors;
#[cfg(test)]
pub(crate) use attribute::KEYS;

pub(crate) fn expand(method: &str, attr: TokenStream, item: TokenStream) -> TokenStream {
    let function = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => return with_errors(item, error),
    };
    let mut errors = Errors::default();
    let handler = handler::Handler::of(method, attr, function, &mut errors);
    if errors.is_empty() {
        let expand = if handler.is_served { expand::expand } else { expand::expand_described };
        return expand(&handler);
    }
    // In an `impl` no type can stand beside the function.
    if let (true, function) = (handler.has_self(), &handler.function) {
        let errors = errors.into_tokens();
        return quote!(#errors #function);
    }
    // The companion is made without a body, so that the first error is not followed by ten others.
    let errors = errors.into_tokens();
    let stand_in = expand::stand_in(&handler);
    quote!(#errors #stand_in)
}

pub(crate) fn routes(input: TokenStream) -> TokenStream {
    use syn::parse::Parser;
    let name = |input: syn::parse::ParseStream<'_>| {
        let path: Path = input.parse()?;
        if input.peek(Token![,]) || input.is_empty() {
            return Ok(path);
        }
        let message = "`routes![…]` lists the names of handlers: `routes![read_item, items::update_item]`";
        Err(syn::Error::new_spanned(path, message))
    };
    let list = |input: syn::parse::ParseStream<'_>| {
        Punctuated::<Path, Token![,]>::parse_terminated_with(input, name)
    };
    let paths = match list.parse2(input) {
        Ok(paths) => paths,
        Err(error) => return error.to_compile_error(),
    };
    let routes = paths.iter().map(|path| quote!(::fastrs::Route::of::<#path>()));
    quote!([#(#routes),*])
}
