//! `#[dependency]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericArgument, ItemFn, PathArguments, ReturnType, Type};

use crate::diagnostics::{Errors, local};
use crate::entry::with_errors;
use crate::route::argument::{Argument, Source};
use crate::route::expand::names_no_type;

pub(crate) fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => return with_errors(item, error),
    };
    let mut errors = Errors::default();
    let finishes = match syn::parse2::<Option<syn::Ident>>(attr.clone()) {
        Ok(None) => false,
        Ok(Some(key)) if key == "finish" => true,
        _ => {
            errors.at(
                &attr,
                "`#[dependency]` stands alone, or says that its type finishes: `#[dependency(finish)]`",
            );
            false
        }
    };
    // Whether a name stands in a path is known where the dependency is used: it says so itself, by `#[path]`.
    let arguments: Vec<Argument> = function
        .sig
        .inputs
        .iter_mut()
        .filter_map(|argument| Argument::take(argument, &[], &mut errors))
        .collect();
    if function.sig.asyncness.is_none() {
        errors.at(function.sig.fn_token, "a dependency is an `async fn`: write `async fn`");
    }
    for argument in arguments
        .iter()
        .filter(|a| matches!(a.source, Source::Body | Source::RawBody | Source::Form | Source::File))
    {
        let span = argument.marked.unwrap_or_else(|| argument.name.span());
        errors.span(span, "a dependency does not read the body: take it in the handler");
    }
    let Some(output) = output(&function) else {
        errors.at(&function.sig.ident, "what does it provide? Write a result type: `-> CurrentUser`");
        let errors = errors.into_tokens();
        return quote!(#errors #function);
    };
    if names_no_type(output) {
        errors.at(output, "`Depends<…>` asks for it by its type: name one, not `impl …`");
    }
    if !errors.is_empty() {
        let errors = errors.into_tokens();
        return quote!(#errors #function);
    }
    implementation(&function, &arguments, output, finishes)
}

fn output(function: &ItemFn) -> Option<&Type> {
    match &function.sig.output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some(ty),
    }
}

/// The type that is provided: what stands in a `Result`, or the type itself.
///
/// An `impl` must name its type, so here alone the spelling counts; `DependencyOutput` then holds it to it.
fn provided(output: &Type) -> &Type {
    let Type::Path(path) = output else { return output };
    let Some(last) = path.path.segments.last().filter(|segment| segment.ident == "Result") else {
        return output;
    };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return output };
    match arguments.args.first() {
        Some(GenericArgument::Type(ty)) => ty,
        _ => output,
    }
}

fn implementation(function: &ItemFn, arguments: &[Argument], output: &Type, finishes: bool) -> TokenStream {
    let ty = provided(output);
    let name = &function.sig.ident;
    let (generics, _, bounds) = function.sig.generics.split_for_impl();
    let type_names = function.sig.generics.type_params().map(|parameter| &parameter.ident);
    let turbofish =
        if function.sig.generics.params.is_empty() { quote!() } else { quote!(::<#(#type_names),*>) };
    let specs: Vec<_> = arguments.iter().map(Argument::local_spec).collect();
    let is_generic = !function.sig.generics.params.is_empty();
    let checks = arguments.iter().filter(|argument| argument.may_extract()).map(|argument| {
        let (kind, span) = (argument.as_argument(), argument.ty.span());
        let message = format!("`{}` would be the JSON body, which a dependency does not read", argument.name);
        let check = quote_spanned!(span=> ::core::assert!(!#kind::KIND.is_body(), #message));
        // A constant item is read by `cargo check` too, but knows no type parameters.
        if is_generic { quote!(const { #check };) } else { quote!(const _: () = #check;) }
    });
    let described = arguments.iter().map(Argument::describe);
    let rejected = quote!(::core::result::Result::Err(::fastrs::__private::Rejection::Answer(
        ::std::boxed::Box::new(answer)
    )));
    let resolved = arguments.iter().filter(|argument| argument.may_extract());
    let resolved = resolved.map(|argument| argument.resolve(&rejected));
    let taken = arguments.iter().map(Argument::take_value);
    let locals: Vec<_> = arguments.iter().map(Argument::local).collect();
    let as_output = quote_spanned!(output.span()=> <#output as ::fastrs::__private::DependencyOutput<#ty>>);
    let provides = quote_spanned!(ty.span()=> ::fastrs::__private::Dependency for #ty);
    let cx = local("__cx");
    // The error of a type that cannot finish stands on that type.
    let finish = finishes.then(|| {
        let make = quote_spanned!(ty.span()=> ::fastrs::__private::finish_after::<#ty>);
        quote! {
            const FINISH: ::core::option::Option<::fastrs::__private::FinishLater<Self>> =
                ::core::option::Option::Some(#make);
        }
    });
    // A cycle is an error of rustc on this signature, so it stands on the function's name.
    let resolve = quote_spanned! {name.span()=>
        async fn resolve(
            #cx: &mut ::fastrs::__private::RequestContext,
        ) -> ::core::result::Result<Self, ::fastrs::__private::Rejection>
    };
    quote! {
        #[allow(clippy::too_many_arguments)]
        #function

        const _: () = {
            #[automatically_derived]
            impl #generics #provides #bounds {
                #finish

                fn describe(description: &mut ::fastrs::__private::EndpointDescription) {
                    #(#specs)*
                    #(#checks)*
                    #as_output::describe(&mut description.responses);
                    #(#described)*
                }

                #resolve {
                    #(#specs)*
                    #[allow(unused_mut)]
                    let mut __errors = ::fastrs::__private::ValidationErrors::new();
                    #(#resolved)*
                    let _ = &__cx;
                    #(#taken)*
                    let (true, #(::core::option::Option::Some(#locals)),*) = (__errors.is_empty(), #(#locals),*) else {
                        return ::core::result::Result::Err(::fastrs::__private::Rejection::Invalid(__errors));
                    };
                    #as_output::into_dependency(#name #turbofish(#(#locals),*).await)
                }
            }
        };
    }
}
