//! `#[cached]`: syntax → `Model` → check → expand. What it writes names `fastrs-cache` alone.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, FnArg, Ident, ItemFn, LitStr, Pat, ReturnType, Type};

use crate::attrs::{Setting, Settings, report_twice};
use crate::diagnostics::Errors;
use crate::entry::with_errors;
use crate::route::expand::names_no_type;
use crate::units;

const KEYS: [&str; 6] = ["ttl", "key", "stale", "negative", "tags", "cache"];

/// What the attribute says.
#[derive(Default)]
struct Model {
    /// Milliseconds, as the other times.
    ttl: Option<u64>,
    stale: Option<u64>,
    negative: Option<u64>,
    key: Option<Expr>,
    cache: Option<Expr>,
    tags: Vec<Expr>,
}

pub(crate) fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => return with_errors(item, error),
    };
    let mut errors = Errors::default();
    let model = Model::of(attr, &mut errors);
    check(&function, &mut errors);
    let key = match &model.key {
        Some(key) => Some(quote!(#key)),
        None => arguments(&function, &mut errors),
    };
    if !errors.is_empty() {
        let errors = errors.into_tokens();
        return quote!(#errors #function);
    }
    write(&function, &model, &key.unwrap_or_else(|| quote!(())))
}

impl Model {
    fn of(attr: TokenStream, errors: &mut Errors) -> Self {
        let mut model = Self::default();
        let Some(Settings(settings)) = errors.ok(syn::parse2::<Settings>(attr)) else { return model };
        report_twice(&settings, errors);
        for setting in &settings {
            model.take(setting, errors);
        }
        if model.ttl.is_none() && errors.is_empty() {
            let span = proc_macro2::Span::call_site();
            errors.span(span, "how long is a value fresh? Write `ttl = \"60 s\"`".to_owned());
        }
        model
    }

    fn take(&mut self, setting: &Setting, errors: &mut Errors) {
        let mut time = || errors.ok(setting.text().and_then(units::milliseconds));
        match setting.name().as_str() {
            "ttl" => self.ttl = time(),
            "stale" => self.stale = time(),
            "negative" => self.negative = time(),
            "key" => self.key = errors.ok(setting.expr()).cloned(),
            "cache" => self.cache = errors.ok(setting.expr()).cloned(),
            "tags" => {
                let usage = "tags are a list of texts: `tags = [\"todos\", format!(\"todos:{id}\")]`";
                self.tags = errors.ok(setting.elements(usage)).unwrap_or_default();
            }
            _ => setting.unknown("the attribute", &KEYS, errors),
        }
    }
}

fn check(function: &ItemFn, errors: &mut Errors) {
    let signature = &function.sig;
    if signature.asyncness.is_none() {
        errors.at(signature.fn_token, "a cached function is an `async fn`: write `async fn`");
    }
    match &signature.output {
        ReturnType::Default => {
            errors.at(&signature.ident, "a cached function gives a value: write its type, `-> …`");
        }
        ReturnType::Type(_, ty) if names_no_type(ty) => {
            errors.at(ty, "a cached value is read again as its type: name one, not `impl …`");
        }
        ReturnType::Type(..) => {}
    }
}

/// All arguments, as the key.
fn arguments(function: &ItemFn, errors: &mut Errors) -> Option<TokenStream> {
    let mut names: Vec<&Ident> = Vec::new();
    for argument in &function.sig.inputs {
        match argument {
            FnArg::Typed(typed) => match &*typed.pat {
                Pat::Ident(name) => names.push(&name.ident),
                other => errors.at(other, "what of this makes the key? Write `key = …`"),
            },
            FnArg::Receiver(receiver) => errors.at(receiver, "what of `self` makes the key? Write `key = …`"),
        }
    }
    Some(quote!((#(&#names,)*)))
}

fn write(function: &ItemFn, model: &Model, key: &TokenStream) -> TokenStream {
    let ItemFn { sig, block, .. } = function;
    let ReturnType::Type(_, output) = &sig.output else { return quote!(#function) };
    let output: &Type = output;
    let name = LitStr::new(&sig.ident.to_string(), sig.ident.span());
    let duration = |millis: u64| quote!(::core::time::Duration::from_millis(#millis));
    let ttl = duration(model.ttl.unwrap_or(1));
    let stale = model.stale.map(duration).map(|stale| quote!(.stale(#stale)));
    let negative = model.negative.map(duration).map(|negative| quote!(.negative(#negative)));
    let tags = model.tags.iter().map(|tag| quote_spanned!(tag.span()=> .tag(#tag)));
    let cache = match &model.cache {
        Some(cache) => quote_spanned!(cache.span()=> &#cache),
        None => quote!(::fastrs_cache::__private::of_process()),
    };
    // The error of a type that cannot be kept stands on that type.
    let kind = quote_spanned!(output.span()=> ::fastrs_cache::__private::Of::<#output>::new());
    let mut written = function.clone();
    *written.block = syn::parse_quote!({
        let __slot = ::fastrs_cache::__private::slot(
            #cache,
            ::core::concat!(::core::module_path!(), "::", #name),
            &#key,
        ).ttl(#ttl)#stale #negative #(#tags)*;
        #[allow(unused_imports)]
        use ::fastrs_cache::__private::{ViaResult as _, ViaValue as _};
        (&&#kind).run(__slot, async move || -> #output #block).await
    });
    quote!(#written)
}
