//! What serde's attributes say about names on the wire. serde itself reports what is wrong in them.

use syn::{Attribute, Expr, ExprLit, Lit};

use crate::attrs::{Setting, Settings, Value};
use crate::case::Case;

/// The settings of every `#[serde(…)]`.
fn settings(attributes: &[Attribute]) -> Vec<Setting> {
    let serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    serde
        .filter_map(|attribute| attribute.parse_args::<Settings>().ok())
        .flat_map(|settings| settings.0)
        .collect()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Expr(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Some(text.value()),
        // `rename(serialize = "a", deserialize = "b")`: what is read counts.
        Value::List(tokens) => {
            let inside: Settings = syn::parse2(tokens.clone()).ok()?;
            inside
                .0
                .iter()
                .find(|setting| setting.name() == "deserialize")
                .and_then(|setting| text(&setting.value))
        }
        _ => None,
    }
}

/// What is said of a whole struct or enum.
#[derive(Default)]
pub(crate) struct Container {
    pub(crate) rename_all: Option<Case>,
    pub(crate) rename_all_fields: Option<Case>,
    pub(crate) deny_unknown_fields: bool,
    pub(crate) default: bool,
    pub(crate) tag: Option<String>,
    pub(crate) content: Option<String>,
    pub(crate) untagged: bool,
    /// The wire form is another type's (`from`, `try_from`, `into`, `remote`).
    pub(crate) foreign: bool,
}

impl Container {
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let mut container = Self::default();
        for setting in settings(attributes) {
            container.take(&setting);
        }
        container
    }

    /// Takes a setting of serde's, written in `#[serde(…)]` or in `#[model(…)]`.
    pub(crate) fn take(&mut self, setting: &Setting) {
        let value = text(&setting.value);
        match setting.name().as_str() {
            "rename_all" => self.rename_all = value.as_deref().and_then(Case::named),
            "rename_all_fields" => self.rename_all_fields = value.as_deref().and_then(Case::named),
            "deny_unknown_fields" => self.deny_unknown_fields = true,
            "default" => self.default = true,
            "tag" => self.tag = value,
            "content" => self.content = value,
            "untagged" => self.untagged = true,
            "from" | "try_from" | "remote" => self.foreign = true,
            _ => {}
        }
    }
}

/// What is said of a field or a variant.
#[derive(Default)]
pub(crate) struct Member {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<Case>,
    pub(crate) aliases: Vec<String>,
    pub(crate) default: bool,
    pub(crate) flatten: bool,
    pub(crate) skip: bool,
    /// The wire form is not that of the type (`with`, `deserialize_with`).
    pub(crate) custom: bool,
}

impl Member {
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let mut member = Self::default();
        for setting in settings(attributes) {
            let value = text(&setting.value);
            match setting.name().as_str() {
                "rename" => member.rename = value,
                "rename_all" => member.rename_all = value.as_deref().and_then(Case::named),
                "alias" => member.aliases.extend(value),
                "default" => member.default = true,
                "flatten" => member.flatten = true,
                "skip" | "skip_deserializing" => member.skip = true,
                "with" | "deserialize_with" => member.custom = true,
                _ => {}
            }
        }
        member
    }
}
