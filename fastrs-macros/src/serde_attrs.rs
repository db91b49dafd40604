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
    /// The wire form is another type's (`from`, `try_from`, `remote`).
    pub(crate) foreign: bool,
    /// The bounds of serde's implementations are written out (`bound`).
    pub(crate) own_bounds: bool,
    /// Only serde knows how it is written.
    pub(crate) by_serde: bool,
    /// It is looked through.
    pub(crate) transparent: bool,
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
        let name = setting.name();
        let two_ways = matches!(setting.value, Value::List(_));
        self.by_serde |= two_ways
            || matches!(name.as_str(), "tag" | "content" | "untagged" | "into" | "remote" | "transparent");
        match name.as_str() {
            "rename_all" => self.rename_all = value.as_deref().and_then(Case::named),
            "rename_all_fields" => self.rename_all_fields = value.as_deref().and_then(Case::named),
            "deny_unknown_fields" => self.deny_unknown_fields = true,
            "default" => self.default = true,
            "tag" => self.tag = value,
            "content" => self.content = value,
            "untagged" => self.untagged = true,
            "transparent" => self.transparent = true,
            "from" | "try_from" | "remote" => self.foreign = true,
            "bound" => self.own_bounds = true,
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
    /// The wire form is not that of the type: the function that reads it (`with`, `deserialize_with`).
    pub(crate) custom: Option<syn::Path>,
    /// How it is written.
    pub(crate) write: Write,
}

/// How a field is written.
#[derive(Default)]
pub(crate) enum Write {
    /// Under its name.
    #[default]
    Plain,
    /// Not at all.
    Never,
    /// Unless this function says that it shall be left out.
    Unless(syn::Path),
    /// As only serde knows.
    BySerde,
}

impl Member {
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let mut member = Self::default();
        for setting in settings(attributes) {
            let value = text(&setting.value);
            let name = setting.name();
            member.note_writing(&name, &setting.value);
            match name.as_str() {
                "rename" => member.rename = value,
                "rename_all" => member.rename_all = value.as_deref().and_then(Case::named),
                "alias" => member.aliases.extend(value),
                "default" => member.default = true,
                "flatten" => member.flatten = true,
                "skip" | "skip_deserializing" => member.skip = true,
                "with" => {
                    member.custom =
                        value.and_then(|module| syn::parse_str(&format!("{module}::deserialize")).ok())
                }
                "deserialize_with" => member.custom = value.and_then(|path| syn::parse_str(&path).ok()),
                _ => {}
            }
        }
        member
    }
    fn note_writing(&mut self, name: &str, value: &Value) {
        let path = || syn::parse_str(&text(value)?).ok();
        // What only serde knows stays so, whatever else is said.
        if matches!(self.write, Write::BySerde) {
            return;
        }
        match name {
            "skip" | "skip_serializing" => self.write = Write::Never,
            "skip_serializing_if" => self.write = path().map_or(Write::BySerde, Write::Unless),
            "with" | "serialize_with" | "getter" | "flatten" => self.write = Write::BySerde,
            "rename" if matches!(value, Value::List(_)) => self.write = Write::BySerde,
            _ => {}
        }
    }
}
