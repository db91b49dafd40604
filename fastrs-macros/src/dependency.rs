//! `#[dependency]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
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
    let (links, links_of) = links(function, arguments);
    let acyclic = acyclic(function, arguments);
    // A cycle too long for `links` is an error of rustc on this signature, so it stands on the function's name.
    let resolve = quote_spanned! {name.span()=>
        async fn resolve(
            #cx: &mut ::fastrs::__private::RequestContext,
        ) -> ::core::result::Result<Self, ::fastrs::__private::Rejection>
    };
    quote! {
        #[allow(clippy::too_many_arguments)]
        #function

        const _: () = {
            #links

            #[automatically_derived]
            impl #generics #provides #bounds {
                #finish

                #links_of

                fn describe(description: &mut ::fastrs::__private::EndpointDescription) {
                    #(#specs)*
                    #(#checks)*
                    #as_output::describe(&mut description.responses);
                    #(#described)*
                }

                #resolve {
                    #(#acyclic)*
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

/// The type that leads the compiler to the dependencies of this one, and the item that names it.
fn links(function: &ItemFn, arguments: &[Argument]) -> (TokenStream, TokenStream) {
    let (depth, link) = (local("__Depth"), link(function));
    let types: Vec<_> = function.sig.generics.type_params().map(|parameter| &parameter.ident).collect();
    let mut generics = function.sig.generics.clone();
    generics.params.push(syn::parse_quote!(#depth: ::fastrs::__private::Depth));
    let (declared, named, bounds) = generics.split_for_impl();
    let below = arguments.iter().filter(|argument| argument.may_extract()).map(|argument| {
        let ty = &argument.ty;
        quote! {
            if let ::core::option::Option::Some(chain) = ::fastrs::__private::Probe::<
                #ty, <#depth as ::fastrs::__private::Depth>::Less,
            >::CHAIN {
                return ::core::option::Option::Some(chain.from(#link));
            }
        }
    });
    let links = quote! {
        pub struct Links #declared (::core::marker::PhantomData<(#(#types,)* #depth)>) #bounds;

        impl #declared Links #named #bounds {
            // A function, so that what is below is looked at only where it is called.
            const fn below() -> ::core::option::Option<::fastrs::__private::Chain> {
                #[allow(unused_imports)]
                use ::fastrs::__private::NoDependency as _;
                #(#below)*
                ::core::option::Option::None
            }
        }

        #[automatically_derived]
        impl #declared ::fastrs::__private::Links for Links #named #bounds {
            const CHAIN: ::core::option::Option<::fastrs::__private::Chain> =
                if <#depth as ::fastrs::__private::Depth>::IS_ZERO {
                    ::core::option::Option::Some(::fastrs::__private::Chain::end(#link))
                } else {
                    Self::below()
                };
        }
    };
    (links, quote!(type Links<#depth: ::fastrs::__private::Depth> = Links #named;))
}

/// A check for each argument, which stands on its type. The length of an array is asked for before anything else of the
/// function is looked at: what the compiler would say of a cycle then stays unsaid.
///
/// A constant in a type knows no type parameters, so a cycle is told by those of its functions that have none.
fn acyclic<'a>(function: &'a ItemFn, arguments: &'a [Argument]) -> impl Iterator<Item = TokenStream> + 'a {
    let is_concrete = function.sig.generics.params.is_empty();
    let asking = arguments.iter().filter(move |argument| is_concrete && argument.may_extract());
    asking.map(|argument| {
        let (ty, link) = (&argument.ty, link(function));
        let assert = quote_spanned! {ty.span()=>
            ::fastrs::__private::assert_no_cycle(
                #link,
                ::fastrs::__private::Probe::<#ty, ::fastrs::__private::Deepest>::CHAIN,
            )
        };
        quote! {
            {
                #[allow(unused_imports)]
                use ::fastrs::__private::NoDependency as _;
                let _: [(); { #assert }] = [];
            }
        }
    })
}

/// The function, as a cycle names it.
fn link(function: &ItemFn) -> TokenStream {
    let name = function.sig.ident.unraw().to_string();
    quote! {
        ::fastrs::__private::Link {
            function: #name,
            module: ::core::module_path!(),
            line: ::core::line!(),
        }
    }
}
