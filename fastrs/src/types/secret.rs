//! A value that comes in and never goes out.

use std::borrow::Cow;
use std::cell::Cell;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json::WriteJson;
use crate::validate::{At, Bounded, DecimalDigits, Field, Rules, Spelling, Textual, ValidationErrors};

/// A password, a key, a token: taken from the client, validated, and never repeated.
///
/// It shows as `**********` in `Debug`, in JSON, and in the `input` of a validation error. In the document it
/// has the format `password` and is write-only.
///
/// ```
/// use fastrs::Secret;
///
/// let password = Secret::new("hunter2".to_owned());
/// assert_eq!(format!("{password:?}"), "Secret(**********)");
/// assert_eq!(password.expose(), "hunter2");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Keeps `value` secret.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. Whoever calls this must not log or return it.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value, no longer kept.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: AsRef<[u8]>> Secret<T> {
    /// Whether it is `expected`; the time this takes tells nothing but the length.
    ///
    /// ```
    /// use fastrs::Secret;
    ///
    /// let password = Secret::new("swordfish".to_owned());
    /// assert!(password.matches("swordfish") && !password.matches("swordfisH"));
    /// ```
    pub fn matches(&self, expected: impl AsRef<[u8]>) -> bool {
        constant_time_eq(self.0.as_ref(), expected.as_ref())
    }
}

/// Whether two texts are the same, in a time that tells nothing but their lengths.
///
/// A plain `==` stops at the first difference, and who can measure that guesses a secret byte by byte.
///
/// ```
/// use fastrs::security::constant_time_eq;
///
/// assert!(constant_time_eq(b"swordfish", b"swordfish"));
/// assert!(!constant_time_eq(b"swordfish", b"swordfisH"));
/// assert!(!constant_time_eq(b"swordfish", b"sword"));
/// ```
pub fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    // The barrier keeps the compiler from leaving the loop early.
    let differences = a.iter().zip(b).fold(0, |all, (a, b)| std::hint::black_box(all | (a ^ b)));
    a.len() == b.len() && differences == 0
}

impl<T> std::fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(**********)")
    }
}

impl<T> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

thread_local! {
    static EXPOSED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `write` with secrets written as they are: for the request of a typed client, whose very purpose is to send
/// them. Everywhere else a secret is written as its mask.
pub(crate) fn exposed<R>(write: impl FnOnce() -> R) -> R {
    struct Hide;
    impl Drop for Hide {
        fn drop(&mut self) {
            EXPOSED.set(false);
        }
    }
    EXPOSED.set(true);
    let _hide = Hide;
    write()
}

impl<T: Serialize> Serialize for Secret<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if EXPOSED.get() {
            self.0.serialize(serializer)
        } else {
            ValidationErrors::mask().serialize(serializer)
        }
    }
}

impl<T: Serialize> WriteJson for Secret<T> {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(out, self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl<T: JsonSchema> JsonSchema for Secret<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Secret_{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<T>();
        schema.insert("format".into(), "password".into());
        schema.insert("writeOnly".into(), true.into());
        schema
    }
}

#[diagnostic::do_not_recommend]
impl<T: Bounded> Bounded for Secret<T> {}
#[diagnostic::do_not_recommend]
impl<T: Textual> Textual for Secret<T> {}
#[diagnostic::do_not_recommend]
impl<T: DecimalDigits> DecimalDigits for Secret<T> {}

impl<T: Field> Field for Secret<T> {
    type Kind = T::Kind;
    const OPTIONAL: bool = T::OPTIONAL;

    fn is_valid(&self, rules: &Rules) -> bool {
        self.0.is_valid(rules)
    }

    fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        let known = errors.len();
        T::explain(input, rules, at, errors);
        errors.mask_after(known);
    }

    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(Self)
    }

    fn redact(input: &mut Value) {
        *input = ValidationErrors::mask();
    }

    fn respell(input: &mut Value, spelling: Spelling) {
        T::respell(input, spelling);
    }
}
