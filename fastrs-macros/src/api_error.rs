//! `#[derive(ApiError)]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, LitInt, LitStr, Token};

use crate::diagnostics::Errors;
use crate::doc;

/// One way to fail.
struct Failure {
    pattern: TokenStream,
    status: u16,
    headers: Vec<(String, LitStr)>,
    description: Option<String>,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let failures = failures(&input, &mut errors);
    if matches!(input.data, Data::Union(_)) {
        return errors.into_tokens();
    }
    // The trait is implemented even after an error, so that it is the only one.
    let errors = errors.into_tokens();
    let implementation = implementation(&input, &failures);
    quote!(#errors #implementation)
}

fn failures(input: &DeriveInput, errors: &mut Errors) -> Vec<Failure> {
    match &input.data {
        Data::Enum(data) => data
            .variants
            .iter()
            .map(|variant| {
                let name = &variant.ident;
                let pattern = match variant.fields {
                    Fields::Unit => quote!(Self::#name),
                    _ => quote!(Self::#name { .. }),
                };
                failure(pattern, name, &variant.attrs, errors)
            })
            .collect(),
        Data::Struct(_) => vec![failure(quote!(Self { .. }), &input.ident, &input.attrs, errors)],
        Data::Union(data) => {
            errors.at(data.union_token, "`ApiError` is derived for enums and structs");
            Vec::new()
        }
    }
}

fn failure(pattern: TokenStream, name: &Ident, attributes: &[Attribute], errors: &mut Errors) -> Failure {
    let mut statuses = attributes.iter().filter(|attribute| attribute.path().is_ident("status"));
    let status = match (statuses.next(), statuses.next()) {
        (None, _) => {
            errors.at(name, format!("which status has `{name}`? Write `#[status(404)]` on it"));
            500
        }
        (Some(attribute), None) => errors.ok(status(attribute)).unwrap_or(500),
        (Some(_), Some(second)) => {
            errors.at(second, "`#[status(…)]` stands twice");
            500
        }
    };
    let headers = attributes.iter().filter(|attribute| attribute.path().is_ident("header"));
    let headers = headers.filter_map(|attribute| errors.ok(header(attribute))).collect();
    let description = doc::text(attributes).or_else(|| message(attributes));
    Failure { pattern, status, headers, description }
}

fn status(attribute: &Attribute) -> syn::Result<u16> {
    let literal: LitInt = attribute
        .parse_args()
        .map_err(|_| syn::Error::new_spanned(attribute, "write the status as a number: `#[status(404)]`"))?;
    match literal.base10_parse::<u16>() {
        Ok(status @ 400..=599) => Ok(status),
        _ => Err(syn::Error::new(literal.span(), "the status of an error is between 400 and 599")),
    }
}

fn header(attribute: &Attribute) -> syn::Result<(String, LitStr)> {
    let usage = || syn::Error::new_spanned(attribute, "write `#[header(\"www-authenticate\", \"Bearer\")]`");
    let pair =
        attribute.parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated).map_err(|_| usage())?;
    let [name, value] = pair.iter().collect::<Vec<_>>()[..] else { return Err(usage()) };
    let text = name.value().to_ascii_lowercase();
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if text.is_empty() || !text.bytes().all(is_token) {
        return Err(syn::Error::new(
            name.span(),
            "this cannot be the name of a header: it has letters, digits and dashes",
        ));
    }
    if !value.value().bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Err(syn::Error::new(value.span(), "a header's value is visible ASCII"));
    }
    Ok((text, value.clone()))
}

/// The text of `#[error("…")]`, its placeholders left open.
fn message(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("error"))?;
    let text = attribute.parse_args::<LitStr>().ok()?.value();
    let mut message = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => {
                depth -= 1;
                message.push('…');
            }
            c if depth == 0 => message.push(c),
            _ => {}
        }
    }
    Some(message)
}

fn implementation(input: &DeriveInput, failures: &[Failure]) -> TokenStream {
    let name = &input.ident;
    let (generics, types, bounds) = input.generics.split_for_impl();
    let arms = failures.iter().map(|failure| {
        let Failure { pattern, status, headers, .. } = failure;
        let headers = headers.iter().map(|(name, value)| quote!((#name, #value)));
        quote!(#pattern => ::fastrs::__private::ApiErrorResponse { status: #status, headers: &[#(#headers),*] },)
    });
    let described = failures.iter().map(|failure| {
        let status = failure.status;
        let description = match &failure.description {
            // What a 5xx says of the inside is for the log, not for the document.
            Some(text) if status < 500 => quote!(#text),
            _ => quote!(status.canonical_reason().unwrap_or("Error")),
        };
        quote! {
            if let ::core::result::Result::Ok(status) = ::fastrs::__private::StatusCode::from_u16(#status) {
                ::fastrs::__private::describe_error(status, #description, responses);
            }
        }
    });
    let noted = (!failures.is_empty()).then(|| quote!(responses.note_error::<Self>();));
    let answer = if failures.is_empty() {
        quote!(match self {})
    } else {
        quote_spanned! {name.span()=>
            let response = match &self { #(#arms)* };
            ::fastrs::__private::error_response(::fastrs::__private::IntoError::into_error(self), response)
        }
    };
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #generics ::fastrs::__private::IntoResponse for #name #types #bounds {
            fn into_response(self, _: ::fastrs::__private::StatusCode) -> ::fastrs::__private::Response {
                #answer
            }

            fn describe(_: ::fastrs::__private::StatusCode, responses: &mut ::fastrs::__private::Responses) {
                let _ = &responses;
                #(#described)*
                #noted
            }
        }
    }
}
