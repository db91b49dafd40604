//! The companion type and its implementation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;

use super::argument::{Argument, Source};
use super::attribute::RateLimit;
use super::handler::Handler;
use crate::diagnostics::local;

pub(super) fn expand(handler: &Handler) -> TokenStream {
    let function = &handler.function;
    let companion = companion(handler);
    let name = handler.name();
    let (operation, describe, call, client) =
        (operation(handler), describe(handler), call(handler), client(handler));
    let (json, layers) = (json_constants(handler), layers(&handler.attribute.layers));
    let limits = limits(&handler.attribute.rate_limits);
    let specs = handler.arguments.iter().map(|argument| {
        let embed = if argument.embed { quote!(true) } else { quote!(EMBED) };
        argument.spec(&embed)
    });
    quote! {
        // An argument of a handler is a part of a request, and requests have many parts.
        #[allow(clippy::too_many_arguments)]
        #function
        #companion
        const _: () = {
            #json
            #(#specs)*

            #[automatically_derived]
            impl ::fastrs::__private::Endpoint for #name {
                #operation
                #describe
                #call
                #layers
                #limits
            }

            #client
        };
    }
}

/// The type of the handler's name, in the type namespace alone.
fn companion(handler: &Handler) -> TokenStream {
    let (vis, name) = (&handler.function.vis, handler.name());
    let doc = format!(
        " The endpoint `{} {}`: for `routes![…]`, and for typed addresses and requests.",
        handler.method,
        handler.attribute.path.value()
    );
    quote! {
        #[doc = #doc]
        #[allow(non_camel_case_types)]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #vis struct #name {}
    }
}

/// The companion of a function without a body: it describes a request that the app sends, and is never called.
pub(super) fn expand_described(handler: &Handler) -> TokenStream {
    let (companion, name) = (companion(handler), handler.name());
    let (operation, describe, json) = (operation(handler), describe(handler), json_constants(handler));
    let specs = handler.arguments.iter().map(|argument| {
        let embed = if argument.embed { quote!(true) } else { quote!(EMBED) };
        argument.spec(&embed)
    });
    quote! {
        #companion
        const _: () = {
            #json
            #(#specs)*

            #[automatically_derived]
            impl ::fastrs::__private::Endpoint for #name {
                #operation
                #describe
                fn call(
                    _: ::fastrs::__private::RequestContext,
                ) -> ::fastrs::__private::BoxFuture<'static, ::fastrs::__private::Response> {
                    ::fastrs::__private::unserved()
                }
            }
        };
    }
}

/// What stands in for the companion after an error, so that `routes![…]` adds no further one.
pub(super) fn stand_in(handler: &Handler) -> TokenStream {
    let (companion, name) = (companion(handler), handler.name());
    let function = handler.is_served.then_some(&handler.function);
    quote! {
        #function
        #companion
        #[automatically_derived]
        impl ::fastrs::__private::Endpoint for #name {
            fn operation() -> &'static ::fastrs::__private::OperationInfo {
                ::core::unreachable!()
            }
            fn describe(_: &mut ::fastrs::__private::EndpointDescription) {}
            fn call(
                _: ::fastrs::__private::RequestContext,
            ) -> ::fastrs::__private::BoxFuture<'static, ::fastrs::__private::Response> {
                ::core::unreachable!()
            }
        }
    }
}

/// How many arguments share the JSON body, and what follows from the kinds of the types.
fn json_constants(handler: &Handler) -> TokenStream {
    let kinds = handler
        .arguments
        .iter()
        .filter(|argument| matches!(argument.source, Source::Auto | Source::Body))
        .map(|argument| {
            let argument = argument.as_argument();
            quote!(#argument::KIND.is_json() as usize)
        });
    let checks = handler.arguments.iter().filter(|argument| argument.may_extract()).map(|argument| {
        let (span, kind) = (argument.ty.span(), argument.as_argument());
        let name = &argument.name;
        let mut checks = TokenStream::new();
        if handler.is_bodyless() {
            let message = format!(
                "a {} request has no body, and `{name}` would be one: mark it `#[query]` to take its fields as parameters, or use `#[post]`",
                handler.method
            );
            checks.extend(quote_spanned!(span=> const _: () = ::core::assert!(!#kind::KIND.is_body(), #message);));
        }
        if handler.has_form() || handler.has(Source::RawBody) {
            let message = format!("`{name}` would be a JSON body, and the body is taken as a form or raw already");
            checks.extend(quote_spanned!(span=> const _: () = ::core::assert!(!#kind::KIND.is_json(), #message);));
        }
        checks
    });
    quote! {
        #[allow(dead_code)]
        const JSON_BODIES: usize = 0 #(+ #kinds)*;
        #[allow(dead_code)]
        const EMBED: bool = JSON_BODIES > 1;
        #(#checks)*
    }
}

fn operation(handler: &Handler) -> TokenStream {
    let attribute = &handler.attribute;
    let (name, method, path, status) =
        (handler.name().to_string(), &handler.method, &attribute.path, attribute.status);
    let (description, tags) = (handler.description(), tags(&attribute.tags));
    let (deprecated, hidden, public) = (attribute.deprecated, attribute.hidden, attribute.public);
    let served = handler.is_served;
    let external_docs = option(attribute.external_docs.as_ref().map(|docs| {
        let (url, description) = (&docs.url, option(docs.description.as_ref()));
        quote!(::fastrs::ExternalDocs::constant(#url, #description))
    }));
    // A constant, so that a function of another type is an error of that one expression.
    let openapi = option(attribute.openapi.as_ref().map(
        |edit| quote_spanned!(edit.span()=> { const EDIT: ::fastrs::describe::EditValue = #edit; EDIT }),
    ));
    let summary = option(attribute.summary.as_ref());
    let operation_id = option(attribute.operation_id.as_ref());
    let cache = option(attribute.cache.as_ref().map(|cache| {
        let (lifetime, stale, negative, tags) = (cache.lifetime, cache.stale, cache.negative, &cache.tags);
        quote!(::fastrs::__private::CacheInfo {
            lifetime: ::core::time::Duration::from_millis(#lifetime),
            stale: ::core::time::Duration::from_millis(#stale),
            negative: ::core::time::Duration::from_millis(#negative),
            tags: &[#(#tags),*],
        })
    }));
    let body_limit = option(attribute.body_limit.map(|bytes| quote!(#bytes as usize)));
    let timeout =
        option(attribute.timeout.map(|millis| quote!(::core::time::Duration::from_millis(#millis))));
    let finishes = option(attribute.finishes);
    let name = name.trim_start_matches("r#");
    quote! {
        fn operation() -> &'static ::fastrs::__private::OperationInfo {
            static OPERATION: ::fastrs::__private::OperationInfo = ::fastrs::__private::OperationInfo {
                name: #name,
                module: ::core::module_path!(),
                file: ::core::file!(),
                line: ::core::line!(),
                method: ::fastrs::__private::Method::#method,
                path: #path,
                status: #status,
                summary: #summary,
                description: #description,
                tags: #tags,
                operation_id: #operation_id,
                deprecated: #deprecated,
                hidden: #hidden,
                public: #public,
                served: #served,
                external_docs: #external_docs,
                openapi: #openapi,
                body_limit: #body_limit,
                timeout: #timeout,
                finishes: #finishes,
                cache: #cache,
            };
            &OPERATION
        }
    }
}

/// The function that makes the list: what is no constant, such as the name of an enum's variant, may stand in it.
fn tags(tags: &[syn::Expr]) -> TokenStream {
    if tags.is_empty() {
        return quote!(::std::vec::Vec::new);
    }
    let tags = tags.iter().map(|tag| quote_spanned!(tag.span()=> ::fastrs::__private::tag(#tag)));
    quote!(|| ::std::vec![#(#tags),*])
}

fn layers(layers: &[syn::Expr]) -> Option<TokenStream> {
    let layers: Vec<_> = layers
        .iter()
        .map(|layer| quote_spanned!(layer.span()=> ::fastrs::__private::IntoLayer::into_layer(#layer)))
        .collect();
    (!layers.is_empty()).then(|| {
        quote! {
            fn layers() -> ::std::vec::Vec<::fastrs::__private::BoxLayer> {
                ::std::vec![#(#layers),*]
            }
        }
    })
}

fn limits(limits: &[RateLimit]) -> Option<TokenStream> {
    let limits: Vec<_> = limits
        .iter()
        .map(|limit| match limit {
            RateLimit::Text(text) => quote!(::fastrs::__private::RateLimit::new(#text)),
            RateLimit::Expr(limit) => {
                quote_spanned!(limit.span()=> ::core::convert::Into::<::fastrs::__private::RateLimit>::into(#limit))
            }
        })
        .collect();
    (!limits.is_empty()).then(|| {
        quote! {
            fn limits() -> ::std::vec::Vec<::fastrs::__private::RateLimit> {
                ::std::vec![#(#limits),*]
            }
        }
    })
}

fn option(value: Option<impl quote::ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

fn describe(handler: &Handler) -> TokenStream {
    let description = local("description");
    let depends = handler.attribute.depends.iter().map(|ty| {
        quote_spanned!(ty.span()=>
            <::fastrs::Depends<#ty> as ::fastrs::__private::FromRequest>::describe(#description);
        )
    });
    let arguments = handler.arguments.iter().map(Argument::describe);
    let output = describe_output(handler);
    let responses = handler.attribute.responses.iter().map(|response| {
        let (status, text) = (response.status, &response.description);
        let described = match &response.body {
            Some(ty) => {
                quote_spanned!(ty.span()=> ::fastrs::__private::describe_response::<#ty>(status, #text))
            }
            None => quote!(::fastrs::__private::ResponseDescription::new(status, #text)),
        };
        quote! {
            if let ::core::result::Result::Ok(status) = ::fastrs::__private::StatusCode::from_u16(#status) {
                description.responses.set(#described);
            }
        }
    });
    let callbacks = handler.attribute.callbacks.iter().map(|callback| {
        quote_spanned!(callback.span()=>
            #description.callbacks.push(::fastrs::__private::callback::<#callback>());
        )
    });
    let reworded = handler
        .attribute
        .response_description
        .iter()
        .map(|text| quote!(description.responses.reword(success, #text);));
    quote! {
        fn describe(description: &mut ::fastrs::__private::EndpointDescription) {
            let success = description.status();
            #output
            #(#reworded)*
            #(#callbacks)*
            #(#responses)*
            #(#depends)*
            #(#arguments)*
        }
    }
}

fn describe_output(handler: &Handler) -> TokenStream {
    let unit: Type = syn::parse_quote!(());
    let ty = handler.output().unwrap_or(&unit);
    let span = handler.output().map_or_else(|| handler.name().span(), Spanned::span);
    if names_no_type(ty) {
        let (name, count) = (handler.name(), handler.arguments.len());
        let nothing = (0..count).map(|_| quote!(::core::unreachable!()));
        let output = quote!(#name(#(#nothing),*));
        let is_async = handler.attribute.blocking.is_none();
        let output = if is_async { output } else { quote!(async { #output }) };
        let (success, description) = (local("success"), local("description"));
        return quote_spanned! {span=>
            #[allow(unreachable_code, clippy::diverging_sub_expression)]
            ::fastrs::__private::describe_output(|| #output, #success, &mut #description.responses);
        };
    }
    let (success, description) = (local("success"), local("description"));
    quote_spanned! {span=>
        <#ty as ::fastrs::__private::IntoResponse>::describe(#success, &mut #description.responses);
    }
}

/// Whether `impl Trait` stands somewhere in the type, which then cannot be named.
pub(crate) fn names_no_type(ty: &Type) -> bool {
    struct Finder(bool);
    impl VisitMut for Finder {
        fn visit_type_impl_trait_mut(&mut self, _: &mut syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut finder = Finder(false);
    finder.visit_type_mut(&mut ty.clone());
    finder.0
}

fn call(handler: &Handler) -> TokenStream {
    let answer = quote!(answer);
    let depends = handler.attribute.depends.iter().map(|ty| {
        let cx = local("__cx");
        let taken = quote_spanned! {ty.span()=>
            <::fastrs::Depends<#ty> as ::fastrs::__private::FromRequest>::from_request(#cx).await
        };
        quote! {
            let taken = #taken;
            let taken = taken.map(::core::option::Option::Some);
            if let ::core::result::Result::Err(answer) = ::fastrs::__private::resolved(__cx, taken, &mut __errors) {
                return #answer;
            }
        }
    });
    let resolved = handler.arguments.iter().filter(|argument| argument.may_extract());
    let resolved = resolved.map(|argument| argument.resolve(&answer));
    let bodies = read_bodies(handler);
    let taken = handler.arguments.iter().map(Argument::take_value);
    let locals: Vec<_> = handler.arguments.iter().map(Argument::local).collect();
    let status = handler.attribute.status;
    let (answered, claim) = (answered(handler, &locals), claim(handler));
    let body = quote! {
        // Borrowed where it was captured: a second variable would be a second copy in the future.
        let __cx = &mut __cx;
        #[allow(unused_mut)]
        let mut __errors = ::fastrs::__private::earlier_faults(__cx);
        #claim
        #(#depends)*
        #(#resolved)*
        #bodies
        #(#taken)*
        let (true, #(::core::option::Option::Some(#locals)),*) = (__errors.is_empty(), #(#locals),*) else {
            return ::fastrs::__private::refuse(__cx, &mut __errors);
        };
        if ::fastrs::__private::is_gated(__cx) {
            if let ::core::result::Result::Err(answer) = ::fastrs::__private::admit(__cx).await {
                return answer;
            }
        }
        #answered
    };
    // Where the future is not `Send`, the error stands on the handler's name.
    let future = quote_spanned!(handler.name().span()=> ::std::boxed::Box::pin(async move { #body }));
    quote! {
        fn call(
            mut __cx: ::fastrs::__private::RequestContext,
        ) -> ::fastrs::__private::BoxFuture<'static, ::fastrs::__private::Response> {
            const SUCCESS: ::fastrs::__private::StatusCode =
                match ::fastrs::__private::StatusCode::from_u16(#status) {
                    ::core::result::Result::Ok(status) => status,
                    ::core::result::Result::Err(_) => ::fastrs::__private::StatusCode::OK,
                };
            #future
        }
    }
}

/// Runs the function and writes its answer, or lets the cache do it.
fn answered(handler: &Handler, locals: &[syn::Ident]) -> TokenStream {
    let (run, respond) = (run(handler, locals), respond(handler));
    match handler.attribute.cache {
        None => quote! {
            let output = #run;
            ::fastrs::__private::finish(__cx, #respond)
        },
        // Work on a thread is begun when it is asked for, not before: the closure is made inside.
        Some(_) => {
            let working = handler
                .attribute
                .blocking
                .map(|_| quote!(let __working = ::fastrs::__private::working(__cx);));
            quote! {
                if let ::core::option::Option::Some(kept) = ::fastrs::__private::kept(__cx) {
                    return kept;
                }
                #working
                ::fastrs::__private::cached(__cx, async move {
                    let output = #run;
                    #respond
                }).await
            }
        }
    }
}

/// By way of the same words as in `describe_output`, so that a type that is no answer is one error.
fn respond(handler: &Handler) -> TokenStream {
    match handler.output().filter(|ty| !names_no_type(ty)) {
        Some(ty) => {
            let (output, success) = (local("output"), local("SUCCESS"));
            quote_spanned! {ty.span()=>
                <#ty as ::fastrs::__private::IntoResponse>::into_response(#output, #success)
            }
        }
        None => quote!(::fastrs::__private::IntoResponse::into_response(output, SUCCESS)),
    }
}

fn run(handler: &Handler, locals: &[syn::Ident]) -> TokenStream {
    let name = handler.name();
    if handler.attribute.blocking.is_some() {
        let working = match handler.attribute.cache {
            Some(_) => quote!(__working),
            None => quote!(::fastrs::__private::working(__cx)),
        };
        quote!(::fastrs::__private::blocking(#working, move || #name(#(#locals),*)).await)
    } else {
        quote!(#name(#(#locals),*).await)
    }
}

/// Says whether an argument takes the body, before any extractor can.
fn claim(handler: &Handler) -> TokenStream {
    if handler.has_form() || handler.has(Source::RawBody) {
        quote!(::fastrs::__private::claim_body(__cx, true);)
    } else if handler.may_have_json() {
        quote!(::fastrs::__private::claim_body(__cx, JSON_BODIES > 0);)
    } else {
        TokenStream::new()
    }
}

fn read_bodies(handler: &Handler) -> TokenStream {
    let guarded = |read: TokenStream| {
        // In a block of its own, because a handler may be called `read` too.
        quote! {{
            let read = #read.await;
            if let ::core::result::Result::Err(answer) = ::fastrs::__private::read(__cx, read) {
                return answer;
            }
        }}
    };
    if handler.has(Source::File) {
        let files = handler.arguments.iter().filter(|argument| argument.source == Source::File);
        let files = files.map(Argument::wanted);
        return guarded(quote!(::fastrs::__private::read_files(__cx, &[#(#files),*])));
    }
    if handler.has(Source::Form) {
        return guarded(quote!(::fastrs::__private::read_form(__cx)));
    }
    if handler.has(Source::RawBody) {
        return guarded(quote!(::fastrs::__private::read_raw(__cx)));
    }
    if handler.may_have_json() {
        let embed = if handler.arguments.iter().any(|argument| argument.embed) {
            quote!(true)
        } else {
            quote!(EMBED)
        };
        let read = guarded(quote!(::fastrs::__private::read_json(__cx, #embed, &mut __errors)));
        return quote!(if JSON_BODIES > 0 { #read });
    }
    TokenStream::new()
}

/// `url` and `request`, which take the arguments of the path, and a setter for every other one.
fn client(handler: &Handler) -> TokenStream {
    let (vis, name) = (&handler.function.vis, handler.name());
    let in_path = || handler.arguments.iter().filter(|argument| argument.source == Source::Path);
    let parameters: Vec<_> = in_path()
        .map(|argument| {
            let (name, ty) = (&argument.name, &argument.ty);
            quote!(#name: impl ::fastrs::__private::IntoArgument<#ty>)
        })
        .collect();
    let writes: Vec<_> = in_path().map(write).collect();
    let setters = handler.arguments.iter().filter(|argument| argument.source != Source::Path).map(setter);
    let draft = quote! {
        #[allow(unused_mut)]
        let mut draft: ::fastrs::__private::RequestDraft = ::core::default::Default::default();
        #(#writes)*
    };
    quote! {
        /// A request to the endpoint, in the making.
        #[allow(dead_code, missing_debug_implementations, unreachable_pub)]
        pub struct TypedArguments(::fastrs::__private::RequestDraft);

        #[allow(dead_code, unreachable_pub)]
        impl TypedArguments {
            #(#setters)*
        }

        impl ::core::convert::From<TypedArguments> for ::fastrs::__private::TypedRequest {
            fn from(arguments: TypedArguments) -> Self {
                Self::new::<#name>(arguments.0)
            }
        }

        #[allow(dead_code)]
        impl #name {
            /// The address of the endpoint as its attribute has it, without the prefix of a router.
            #vis fn url(#(#parameters),*) -> ::std::string::String {
                #draft
                ::fastrs::__private::url_of::<Self>(&draft)
            }

            /// A request to the endpoint; its other arguments are set by methods of their names.
            #vis fn request(#(#parameters),*) -> TypedArguments {
                #draft
                TypedArguments(draft)
            }
        }
    }
}

fn write(argument: &Argument) -> TokenStream {
    let (name, as_argument, spec) = (&argument.name, argument.as_argument(), argument.spec_name());
    quote!(#as_argument::write(::fastrs::__private::IntoArgument::into_argument(#name), #spec(), &mut draft);)
}

fn setter(argument: &Argument) -> TokenStream {
    let (name, ty) = (&argument.name, &argument.ty);
    let (as_argument, spec) = (argument.as_argument(), argument.spec_name());
    let doc = format!(" Sets the argument `{}`.", argument.plain_name());
    let method = if argument.plain_name() == "from" { format_ident!("from_") } else { name.clone() };
    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #method(mut self, value: impl ::fastrs::__private::IntoArgument<#ty>) -> Self {
            let value: #ty = ::fastrs::__private::IntoArgument::into_argument(value);
            #as_argument::write(value, #spec(), &mut self.0);
            self
        }
    }
}
