//! `#[middleware]`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Ident, ItemFn, PatType, Receiver, ReturnType, Type, Visibility};

use crate::diagnostics::{Errors, local};
use crate::entry::with_errors;
use crate::route::argument::{Argument, Source};

pub(crate) fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => return with_errors(item, error),
    };
    let mut errors = Errors::default();
    if !attr.is_empty() {
        errors.at(&attr, "`#[middleware]` stands alone, without keys");
    }
    if function.sig.asyncness.is_none() {
        errors.at(function.sig.fn_token, "a middleware is an `async fn`: write `async fn`");
    }
    if matches!(function.sig.output, ReturnType::Default) {
        errors.at(&function.sig.ident, "a middleware answers: write `-> Response`");
    }
    let count = function.sig.inputs.len();
    if count < 2 {
        let message = "a middleware takes the request and what comes next: `(request: Request, next: Next)`";
        errors.at(&function.sig.ident, message);
    }
    let own = count.saturating_sub(2);
    let arguments: Vec<Argument> = function
        .sig
        .inputs
        .iter_mut()
        .take(own)
        .filter_map(|argument| Argument::take(argument, &[], &mut errors))
        .collect();
    check(&function, &arguments, own, &mut errors);
    if own > 0 && errors.is_empty() {
        return with_arguments(function, &arguments);
    }
    // Their errors have been told; rustc's own for an attribute that it does not know would only follow.
    for argument in &mut function.sig.inputs {
        let (FnArg::Typed(PatType { attrs, .. }) | FnArg::Receiver(Receiver { attrs, .. })) = argument;
        if !errors.is_empty() {
            attrs.clear();
        }
    }
    let errors = errors.into_tokens();
    quote!(#errors #function)
}

fn check(function: &ItemFn, arguments: &[Argument], own: usize, errors: &mut Errors) {
    for argument in arguments
        .iter()
        .filter(|a| matches!(a.source, Source::Body | Source::RawBody | Source::Form | Source::File))
    {
        let span = argument.marked.unwrap_or_else(|| argument.name.span());
        errors.span(span, "a middleware does not read the body: take it in the handler, or from the request");
    }
    // An attribute there would be none that rustc knows.
    for argument in function.sig.inputs.iter().skip(own) {
        let (FnArg::Typed(PatType { attrs, .. }) | FnArg::Receiver(Receiver { attrs, .. })) = argument;
        if let Some(attribute) = attrs.first() {
            let message = "the last two arguments are the request and what comes next: `…, request: Request, next: Next`";
            errors.at(attribute, message);
        }
    }
    if own > 0 && !function.sig.generics.params.is_empty() {
        let message = "a middleware with arguments of its own has no type parameters";
        errors.at(&function.sig.generics, message);
    }
}

/// The function within a type of its name, which takes the arguments from the request.
fn with_arguments(mut function: ItemFn, arguments: &[Argument]) -> TokenStream {
    let (name, vis) = (function.sig.ident.clone(), function.vis.clone());
    let is_doc = |attribute: &Attribute| attribute.path().is_ident("doc") || attribute.path().is_ident("cfg");
    let (docs, others): (Vec<Attribute>, Vec<Attribute>) = function.attrs.into_iter().partition(is_doc);
    function.attrs = others;
    function.vis = Visibility::Inherited;
    let specs: Vec<_> = arguments.iter().map(Argument::local_spec).collect();
    let checks = arguments.iter().filter(|argument| argument.may_extract()).map(|argument| {
        let (kind, span) = (argument.as_argument(), argument.ty.span());
        let message = format!("`{}` would be the JSON body, which a middleware does not read", argument.name);
        quote_spanned!(span=> const _: () = ::core::assert!(!#kind::KIND.is_body(), #message);)
    });
    let described = arguments.iter().map(Argument::describe);
    let answer = quote!(answer);
    let resolved = arguments.iter().filter(|argument| argument.may_extract());
    let resolved = resolved.map(|argument| argument.resolve(&answer));
    let taken = arguments.iter().map(Argument::take_value);
    let locals: Vec<_> = arguments.iter().map(Argument::local).collect();
    let run = run(&function, &locals);
    quote! {
        #(#docs)*
        #[allow(non_camel_case_types)]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #vis struct #name;

        const _: () = {
            #[allow(clippy::too_many_arguments)]
            #function

            #[automatically_derived]
            impl ::fastrs::__private::Middleware for #name {
                fn describe(description: &mut ::fastrs::__private::EndpointDescription) {
                    #(#specs)*
                    #(#checks)*
                    #(#described)*
                }

                fn run(
                    mut __context: ::fastrs::__private::RequestContext,
                    __next: ::fastrs::__private::Next,
                ) -> ::fastrs::__private::BoxFuture<'static, ::fastrs::__private::Response> {
                    ::std::boxed::Box::pin(async move {
                        #(#specs)*
                        let __cx = &mut __context;
                        #[allow(unused_mut)]
                        let mut __errors = ::fastrs::__private::ValidationErrors::new();
                        #(#resolved)*
                        #(#taken)*
                        let (true, #(::core::option::Option::Some(#locals)),*) = (__errors.is_empty(), #(#locals),*) else {
                            return ::fastrs::__private::refuse(__cx, &mut __errors);
                        };
                        #run
                    })
                }
            }
        };
    }
}

/// The call. A wrong type of the last two arguments, or of the result, is an error on that type.
fn run(function: &ItemFn, locals: &[Ident]) -> TokenStream {
    let name = &function.sig.ident;
    let last = function.sig.inputs.iter().skip(locals.len()).filter_map(|argument| match argument {
        FnArg::Typed(typed) => Some(&*typed.ty),
        FnArg::Receiver(_) => None,
    });
    let (names, given): (Vec<_>, Vec<_>) = last.enumerate().map(|(index, ty)| given(index, ty)).unzip();
    let span = match &function.sig.output {
        ReturnType::Type(_, ty) => ty.span(),
        ReturnType::Default => name.span(),
    };
    let (output, response) = (local_at("output", span), local("response"));
    let answered = quote_spanned!(span=> let #response: ::fastrs::__private::Response = #output;);
    quote! {
        #(#given)*
        let #output = #name(#(#locals,)* #(#names),*).await;
        #answered
        #response
    }
}

/// A variable for the request, or for what comes next, in the words of its type.
fn given(index: usize, ty: &Type) -> (Ident, TokenStream) {
    let (name, context, next) =
        (format_ident!("last_{index}"), local("__context"), local_at("__next", ty.span()));
    let value = match index {
        0 => quote_spanned!(ty.span()=> ::fastrs::__private::into_request(#context)),
        _ => quote!(#next),
    };
    let given = quote_spanned!(ty.span()=> let #name: #ty = #value;);
    (name, given)
}

/// A local variable whose errors are those of the user's own tokens.
fn local_at(name: &str, span: Span) -> Ident {
    Ident::new(name, Span::call_site().located_at(span))
}
