//! `#[derive(ApiError)]`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, LitInt, LitStr, Member, Token, Type};

use crate::diagnostics::Errors;
use crate::doc;

/// One way to fail.
struct Failure {
    pattern: TokenStream,
    answer: Answer,
}

enum Answer {
    Own {
        status: u16,
        headers: Vec<(String, LitStr)>,
        description: Option<String>,
    },
    /// That of the only field.
    Inner {
        pattern: TokenStream,
        field: Box<Type>,
    },
}

/// What `#[status(…)]` says.
enum Status {
    Number(u16),
    Transparent,
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
                failure(&quote!(Self::#name), name, &variant.attrs, &variant.fields, errors)
            })
            .collect(),
        Data::Struct(data) => vec![failure(&quote!(Self), &input.ident, &input.attrs, &data.fields, errors)],
        Data::Union(data) => {
            errors.at(data.union_token, "`ApiError` is derived for enums and structs");
            Vec::new()
        }
    }
}

fn failure(
    path: &TokenStream,
    name: &Ident,
    attributes: &[Attribute],
    fields: &Fields,
    errors: &mut Errors,
) -> Failure {
    let pattern = match fields {
        Fields::Unit => path.clone(),
        _ => quote!(#path { .. }),
    };
    let mut statuses = attributes.iter().filter(|attribute| attribute.path().is_ident("status"));
    let status = match (statuses.next(), statuses.next()) {
        (None, _) => {
            errors.at(name, format!("which status has `{name}`? Write `#[status(404)]` on it"));
            Status::Number(500)
        }
        (Some(attribute), None) => errors.ok(status(attribute)).unwrap_or(Status::Number(500)),
        (Some(_), Some(second)) => {
            errors.at(second, "`#[status(…)]` stands twice");
            Status::Number(500)
        }
    };
    let headers = attributes.iter().filter(|attribute| attribute.path().is_ident("header"));
    let headers: Vec<_> = headers.filter_map(|attribute| errors.ok(header(attribute))).collect();
    let description = doc::text(attributes).or_else(|| message(attributes));
    let answer = match (status, sole(fields)) {
        (Status::Number(status), _) => Answer::Own { status, headers, description },
        (Status::Transparent, Some((member, field))) => {
            if let Some(header) = attributes.iter().find(|attribute| attribute.path().is_ident("header")) {
                errors.at(header, "the field answers, with headers of its own: take `#[header(…)]` off");
            }
            Answer::Inner { pattern: quote!(#path { #member: inner }), field: Box::new(field) }
        }
        (Status::Transparent, None) => {
            errors.at(
                name,
                format!(
                    "`#[status(transparent)]` answers as the only field does, and `{name}` has not one field"
                ),
            );
            Answer::Own { status: 500, headers, description }
        }
    };
    Failure { pattern, answer }
}

/// The only field, by its name or number.
fn sole(fields: &Fields) -> Option<(Member, Type)> {
    let (Some(field), 1) = (fields.iter().next(), fields.len()) else { return None };
    let member = field.ident.clone().map_or(Member::from(0), Member::from);
    Some((member, field.ty.clone()))
}

fn status(attribute: &Attribute) -> syn::Result<Status> {
    if attribute.parse_args::<Ident>().is_ok_and(|word| word == "transparent") {
        return Ok(Status::Transparent);
    }
    let literal: LitInt = attribute
        .parse_args()
        .map_err(|_| syn::Error::new_spanned(attribute, "write the status as a number: `#[status(404)]`"))?;
    match literal.base10_parse::<u16>() {
        Ok(status @ 400..=599) => Ok(Status::Number(status)),
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
    let described = failures.iter().map(|failure| describe(&failure.answer));
    let noted = (!failures.is_empty()).then(|| quote!(responses.note_error::<Self>();));
    let answer = answer(name, failures);
    // A field that has no status of its own is a failure all the same.
    let is_inner = |failure: &Failure| matches!(failure.answer, Answer::Inner { .. });
    let failed = failures
        .iter()
        .any(is_inner)
        .then(|| quote!(let failed = ::fastrs::__private::StatusCode::INTERNAL_SERVER_ERROR;));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #generics ::fastrs::__private::IntoResponse for #name #types #bounds {
            fn into_response(self, _: ::fastrs::__private::StatusCode) -> ::fastrs::__private::Response {
                #failed
                #answer
            }

            fn describe(_: ::fastrs::__private::StatusCode, responses: &mut ::fastrs::__private::Responses) {
                #failed
                let _ = &responses;
                #(#described)*
                #noted
            }
        }
    }
}

/// The body of `into_response`.
fn answer(name: &Ident, failures: &[Failure]) -> TokenStream {
    if failures.is_empty() {
        return quote!(match self {});
    }
    let inner = failures.iter().filter_map(|failure| match &failure.answer {
        Answer::Inner { pattern, field } => {
            Some(quote_spanned! {field.span().resolved_at(Span::call_site())=>
                #pattern => ::fastrs::__private::IntoResponse::into_response(inner, failed),
            })
        }
        Answer::Own { .. } => None,
    });
    let mut inner = inner.peekable();
    let arms = failures.iter().map(|Failure { pattern, answer }| match answer {
        Answer::Own { status, headers, .. } => {
            let headers = headers.iter().map(|(name, value)| quote!((#name, #value)));
            quote!(#pattern => ::fastrs::__private::ApiErrorResponse { status: #status, headers: &[#(#headers),*] },)
        }
        // Has answered already.
        Answer::Inner { .. } => {
            quote!(#pattern => ::fastrs::__private::ApiErrorResponse { status: 500, headers: &[] },)
        }
    });
    let own = quote_spanned! {name.span().resolved_at(Span::call_site())=>
        let response = match &own { #(#arms)* };
        ::fastrs::__private::error_response(::fastrs::__private::IntoError::into_error(own), response)
    };
    if inner.peek().is_none() {
        return quote!(let own = self; #own);
    }
    let has_own = failures.iter().any(|failure| matches!(failure.answer, Answer::Own { .. }));
    let own = has_own.then(|| quote!(own => { #own }));
    quote!(match self { #(#inner)* #own })
}

fn describe(answer: &Answer) -> TokenStream {
    match answer {
        Answer::Inner { field, .. } => quote_spanned! {field.span().resolved_at(Span::call_site())=>
            <#field as ::fastrs::__private::IntoResponse>::describe(failed, responses);
        },
        Answer::Own { status, description, .. } => {
            let description = match description {
                // What a 5xx says of the inside is for the log, not for the document.
                Some(text) if *status < 500 => quote!(#text),
                _ => quote!(status.canonical_reason().unwrap_or("Error")),
            };
            quote! {
                if let ::core::result::Result::Ok(status) = ::fastrs::__private::StatusCode::from_u16(#status) {
                    ::fastrs::__private::describe_error(status, #description, responses);
                }
            }
        }
    }
}
