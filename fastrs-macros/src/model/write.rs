//! The JSON of a model, written directly: its keys are constants, its fields write themselves.
//!
//! Where serde's attributes ask for more than names and left-out fields, serde writes the whole model.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, Ident, LitByteStr, Path};

use super::container::Container;
use super::field::Field;
use super::structure::with_bounds;
use crate::diagnostics::local;
use crate::serde_attrs::Write;

/// How a model is written.
pub(super) enum Shape<'a> {
    /// An object.
    Object(&'a [Field]),
    /// As the one value inside.
    Newtype(&'a Field),
    /// One word of a few.
    Words(Vec<(&'a Ident, &'a str)>),
    /// As serde writes it.
    BySerde,
}

/// The implementation of `WriteJson`, and the bound that a type parameter needs for it.
pub(super) fn write_json(
    container: &Container,
    generics: &Generics,
    shape: &Shape<'_>,
) -> (TokenStream, TokenStream) {
    let body = if container.serde.by_serde { None } else { body(shape) };
    let bound = match body {
        Some(_) => quote!(::fastrs::__private::WriteJson),
        None => quote!(::fastrs::__private::serde::Serialize),
    };
    let body = body.unwrap_or_else(|| quote!(::fastrs::__private::serde_json::to_writer(out, self)));
    let name = &container.name;
    let ((parameters, arguments), bounds) = with_bounds(generics, &bound);
    let implementation = quote! {
        #[automatically_derived]
        impl #parameters ::fastrs::__private::WriteJson for #name #arguments #bounds {
            #[allow(clippy::needless_borrow)]
            fn write_json(
                &self,
                out: &mut ::std::vec::Vec<u8>,
            ) -> ::fastrs::__private::serde_json::Result<()> {
                #[allow(unused_imports)]
                use ::fastrs::__private::{EmitDirect as _, EmitSerde as _};
                #body
            }
        }
    };
    (implementation, bound)
}

fn body(shape: &Shape<'_>) -> Option<TokenStream> {
    match shape {
        Shape::BySerde => None,
        Shape::Newtype(field) if matches!(field.serde.write, Write::Plain) => {
            Some(emit(field, &quote!(&self.0)))
        }
        Shape::Newtype(_) => None,
        Shape::Words(words) => {
            let arms = words.iter().map(|(name, wire)| {
                let text = format!("\"{wire}\"");
                quote!(Self::#name => #text,)
            });
            words.iter().all(|(_, wire)| is_plain(wire)).then(|| {
                quote! {
                    out.extend_from_slice(match self { #(#arms)* }.as_bytes());
                    ::core::result::Result::Ok(())
                }
            })
        }
        Shape::Object(fields) => object(fields),
    }
}

fn object(fields: &[Field]) -> Option<TokenStream> {
    let mut statements = TokenStream::new();
    // What stands before the next key: known as long as no field before it may be left out.
    let mut before = Some("{");
    for field in fields {
        let condition: Option<&Path> = match &field.serde.write {
            Write::Plain => None,
            Write::Never => continue,
            Write::Unless(path) => Some(path),
            Write::BySerde => return None,
        };
        if !is_plain(&field.wire) {
            return None;
        }
        let (name, wire) = (&field.name, &field.wire);
        let key = match (before, condition) {
            (Some(before), None) => key(&format!("{before}\"{wire}\":")),
            _ => {
                let key = key(&format!("\"{wire}\":"));
                quote!(::fastrs::__private::separate(out); #key)
            }
        };
        let written = emit(field, &quote!(&self.#name));
        let statement = quote!(#key #written?;);
        match condition {
            None => {
                statements.extend(statement);
                before = Some(",");
            }
            Some(path) => {
                // The opening brace must be there before a field that may not be.
                if before == Some("{") {
                    statements.extend(quote!(out.push(b'{');));
                }
                statements.extend(quote!(if !#path(&self.#name) { #statement }));
                // After a field that was surely written there is a comma in any case.
                before = if before == Some(",") { Some(",") } else { None };
            }
        }
    }
    if before == Some("{") {
        statements.extend(quote!(out.push(b'{');));
    }
    Some(quote! {
        #statements
        out.push(b'}');
        ::core::result::Result::Ok(())
    })
}

fn key(text: &str) -> TokenStream {
    let bytes = LitByteStr::new(text.as_bytes(), proc_macro2::Span::call_site());
    quote!(out.extend_from_slice(#bytes);)
}

fn emit(field: &Field, value: &TokenStream) -> TokenStream {
    let out = local("out");
    quote_spanned!(field.ty.span()=> (&::fastrs::__private::JsonField(#value)).emit(#out))
}

/// Whether a name stands in JSON as it is.
fn is_plain(name: &str) -> bool {
    !name.chars().any(|c| c.is_control() || c == '"' || c == '\\')
}
