//! The texts of a repeated name make a list.

use std::collections::{BTreeSet, HashSet};
use std::hash::Hash;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::scalar::{OptionalSource, describe, missing, to_text};
use super::{Argument, ArgumentKind, ArgumentSpec, RequestDraft, via};
use crate::describe::EndpointDescription;
use crate::request::{Raw, RequestContext};
use crate::validate::{Field, FieldSpec, Issue, ValidationErrors, kind};

const fn kind_of<S: OptionalSource>() -> ArgumentKind {
    if S::PLACE.is_none() { ArgumentKind::Form } else { ArgumentKind::Parameter }
}

/// The list of what was sent; `None` if nothing was, or if something is wrong, which is then listed.
fn collect<S, T, C, F>(
    cx: &RequestContext,
    field: &FieldSpec<F>,
    wrap: impl Fn(C) -> F,
    errors: &mut ValidationErrors,
) -> Option<Option<F>>
where
    S: OptionalSource,
    T: Field,
    C: FromIterator<T>,
    F: Field,
{
    let texts = S::all(cx, field.name);
    if texts.is_empty() {
        return None;
    }
    let items = texts.iter().map(|text| T::from_text(text.as_deref().ok()?));
    let list = items.collect::<Option<C>>().map(wrap);
    if list.as_ref().is_some_and(|list| field.accepts(list)) {
        return Some(list);
    }
    explain::<S, F>(&texts, list.as_ref(), field, errors);
    Some(None)
}

/// Adds what is wrong with the texts: the rules first, then, if every text has its value, the validators.
#[cold]
fn explain<S: OptionalSource, F: Field>(
    texts: &[Raw<'_>],
    list: Option<&F>,
    field: &FieldSpec<F>,
    errors: &mut ValidationErrors,
) {
    let place = S::at();
    let at = place.name(field.name);
    let known = errors.len();
    let json = |text: &Raw<'_>| text.as_deref().map_or(Value::Null, Value::from);
    let mut input = Value::Array(texts.iter().map(json).collect());
    F::explain(&input, &field.rules, &at, errors);
    // What is no text was null to the type.
    for (index, text) in texts.iter().enumerate() {
        if let Err(fault) = text {
            errors.replace(&at.index(index), known, fault.issue.clone(), &fault.input);
        }
    }
    if errors.len() > known {
        return;
    }
    F::redact(&mut input);
    let issue = list.and_then(|list| field.validators.iter().find_map(|check| check(list).err()));
    errors.push(&at, issue.unwrap_or_else(|| Issue::value_error("invalid value")), &input);
}

fn write<S: OptionalSource, T: Serialize>(
    items: impl IntoIterator<Item = T>,
    name: &'static str,
    draft: &mut RequestDraft,
) {
    for text in items.into_iter().filter_map(|item| to_text(&item)) {
        draft.push(S::PLACE, name, text.into());
    }
}

macro_rules! lists {
    ($([$($bounds:tt)*] $type:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<S, T> Argument<S, via::List> for $type
        where
            S: OptionalSource,
            T: Field<Kind = kind::Scalar> + JsonSchema + Serialize + $($bounds)*,
        {
            const KIND: ArgumentKind = kind_of::<S>();

            fn describe(spec: &ArgumentSpec<Self>, description: &mut EndpointDescription) {
                describe::<S, Self>(spec, spec.is_required(false), description);
            }

            fn take(cx: &RequestContext, spec: &ArgumentSpec<Self>, errors: &mut ValidationErrors) -> Option<Self> {
                collect::<S, T, Self, Self>(cx, &spec.field, |list| list, errors).unwrap_or_else(|| {
                    let default = spec.default();
                    if default.is_none() {
                        missing(spec.field.name, S::at(), errors);
                    }
                    default
                })
            }

            fn write(self, spec: &ArgumentSpec<Self>, draft: &mut RequestDraft) {
                write::<S, _>(self, spec.field.name, draft);
            }
        }

        #[diagnostic::do_not_recommend]
        impl<S, T> Argument<S, via::OptionalList> for Option<$type>
        where
            S: OptionalSource,
            T: Field<Kind = kind::Scalar> + JsonSchema + Serialize + $($bounds)*,
        {
            const KIND: ArgumentKind = kind_of::<S>();

            fn describe(spec: &ArgumentSpec<Self>, description: &mut EndpointDescription) {
                describe::<S, Self>(spec, spec.is_required(true), description);
            }

            fn take(cx: &RequestContext, spec: &ArgumentSpec<Self>, errors: &mut ValidationErrors) -> Option<Self> {
                collect::<S, T, $type, Self>(cx, &spec.field, Some, errors).unwrap_or_else(|| {
                    if spec.is_required(true) {
                        missing(spec.field.name, S::at(), errors);
                        return None;
                    }
                    Some(spec.default().flatten())
                })
            }

            fn write(self, spec: &ArgumentSpec<Self>, draft: &mut RequestDraft) {
                write::<S, _>(self.into_iter().flatten(), spec.field.name, draft);
            }
        }
    )*};
}

lists! {
    [Sized] Vec<T>;
    [Eq + Hash] HashSet<T>;
    [Ord] BTreeSet<T>;
}

/// A tuple takes the texts of its name one by one, each of its own type.
macro_rules! tuples {
    ($($($name:ident)+;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<S, $($name),+> Argument<S, via::Tuple> for ($($name,)+)
        where
            S: OptionalSource,
            $($name: Field<Kind = kind::Scalar> + JsonSchema + Serialize,)+
        {
            const KIND: ArgumentKind = kind_of::<S>();

            fn describe(spec: &ArgumentSpec<Self>, description: &mut EndpointDescription) {
                describe::<S, Self>(spec, spec.default.is_none(), description);
            }

            fn take(cx: &RequestContext, spec: &ArgumentSpec<Self>, errors: &mut ValidationErrors) -> Option<Self> {
                let texts = S::all(cx, spec.field.name);
                if texts.is_empty() {
                    let default = spec.default();
                    if default.is_none() {
                        missing(spec.field.name, S::at(), errors);
                    }
                    return default;
                }
                let mut rest = texts.iter();
                let mut next = || rest.next().and_then(|text| text.as_deref().ok());
                let tuple = ($(next().and_then($name::from_text),)+);
                #[allow(non_snake_case, reason = "each value is called as its type")]
                let tuple = match tuple {
                    ($(Some($name),)+) if rest.next().is_none() => Some(($($name,)+)),
                    _ => None,
                };
                if tuple.as_ref().is_some_and(|tuple| spec.field.accepts(tuple)) {
                    return tuple;
                }
                explain::<S, Self>(&texts, tuple.as_ref(), &spec.field, errors);
                None
            }

            fn write(self, spec: &ArgumentSpec<Self>, draft: &mut RequestDraft) {
                #[allow(non_snake_case, reason = "each value is called as its type")]
                let ($($name,)+) = self;
                let texts = [$(to_text(&$name)),+];
                texts.into_iter().flatten().for_each(|text| draft.push(S::PLACE, spec.field.name, text.into()));
            }
        }
    )*};
}

tuples! {
    A B;
    A B C;
    A B C D;
}
