//! Fields that may be of several types.

use fastrs::prelude::*;
use serde_json::{Value, json};

use super::fields::{Color, Inner};

#[model(untagged, rename_all = "lowercase")]
enum IntOrStr {
    Int(i64),
    Str(String),
}

#[model(untagged)]
enum InnerOrColor {
    Inner(Inner),
    #[serde(rename = "str-enum[Color]")]
    Color(Color),
}

#[model(untagged, rename_all = "lowercase")]
enum FloatOrInt {
    Int(i64),
    Float(f64),
}

#[model(untagged, rename_all = "lowercase")]
enum BoolOrInt {
    Bool(bool),
    Int(i64),
}

macro_rules! unions {
    ($($handler:ident $path:literal $model:ident $type:ty;)*) => {
        $(
            #[model]
            #[allow(non_camel_case_types)]
            struct $model {
                v: $type,
            }

            #[post($path)]
            async fn $handler(m: $model) -> Json<Value> {
                Json(json!(m))
            }
        )*

        fn fields() -> Router {
            Router::new("").routes(routes![$($handler),*])
        }
    };
}

unions! {
    post_union "/t/union" M_union IntOrStr;
    post_union_models "/t/union-models" M_union_models InnerOrColor;
    post_float_int "/t/float-int" M_float_int FloatOrInt;
    post_bool_int "/t/bool-int" M_bool_int BoolOrInt;
}

/// The field `kind` says which of them it is.
#[model(tag = "kind", rename_all = "lowercase")]
enum TaggedCatOrDog {
    Cat { lives: i64 },
    Dog { barks: bool },
}

#[model]
struct Pet {
    pet: TaggedCatOrDog,
}

#[post("/pet")]
async fn pet(p: Pet) -> Json<Value> {
    Json(json!(p))
}

#[model(literal, rename_all = "lowercase")]
enum CatKind {
    Cat,
}

#[model(literal, rename_all = "lowercase")]
enum DogKind {
    Dog,
}

#[model]
struct Cat {
    kind: CatKind,
    lives: i64,
}

#[model]
struct Dog {
    kind: DogKind,
    barks: bool,
}

/// The first that fits is taken.
#[model(untagged)]
enum CatOrDog {
    Cat(Cat),
    Dog(Dog),
}

#[model]
struct Plain {
    pet: CatOrDog,
}

#[post("/plain")]
async fn plain(p: Plain) -> Json<Value> {
    Json(json!(p))
}

pub(super) fn router() -> Router {
    fields().routes(routes![pet, plain])
}
