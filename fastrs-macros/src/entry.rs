//! `#[fastrs::main]`, `#[fastrs::test]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ItemFn;

use crate::diagnostics::Errors;

pub(crate) fn main(attr: TokenStream, item: TokenStream) -> TokenStream {
    blocking("main", attr, item, &TokenStream::new())
}

pub(crate) fn test(attr: TokenStream, item: TokenStream) -> TokenStream {
    blocking("test", attr, item, &quote!(#[::core::prelude::v1::test]))
}

fn blocking(name: &str, attr: TokenStream, item: TokenStream, before: &TokenStream) -> TokenStream {
    let mut function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => return with_errors(item, error),
    };
    let mut errors = Errors::default();
    if !attr.is_empty() {
        errors.at(&attr, format!("`#[fastrs::{name}]` stands alone, without keys"));
    }
    if function.sig.asyncness.take().is_none() {
        errors.at(function.sig.fn_token, format!("`#[fastrs::{name}]` runs an `async fn`: write `async fn`"));
    }
    if let Some(argument) = function.sig.inputs.first() {
        errors.at(argument, format!("a function under `#[fastrs::{name}]` takes no arguments"));
    }
    if !errors.is_empty() {
        // rustc would have its own error for the arguments of a `main`.
        function.sig.inputs.clear();
        let (errors, sig) = (errors.into_tokens(), &function.sig);
        return quote!(#errors #sig { ::core::unreachable!() });
    }
    let ItemFn { attrs, vis, sig, block, .. } = &function;
    quote! {
        #before
        #(#attrs)*
        #vis #sig {
            ::fastrs::__private::block_on(async #block)
        }
    }
}

/// The item as it was, with an error beside it.
pub(crate) fn with_errors(item: TokenStream, error: syn::Error) -> TokenStream {
    let mut tokens = error.to_compile_error();
    item.to_tokens(&mut tokens);
    tokens
}
