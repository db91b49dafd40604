//! What the applications take, for the generator.

/// A type of value.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Int,
    Float,
    Bool,
    Text,
    Color,
    Shape,
    Date,
    /// With an offset.
    DateTime,
    /// With an offset or without.
    Moment,
    Time,
    Uuid,
    List(&'static Kind),
    Map(&'static Kind),
    Model(&'static [Field]),
}

/// A name with its type, and whether it must be there.
pub type Field = (&'static str, Kind, bool);

/// One endpoint.
pub struct Endpoint {
    pub app: &'static str,
    pub method: &'static str,
    /// Its path, with `{}` for each value.
    pub path: &'static str,
    pub path_values: &'static [Kind],
    pub query: &'static [Field],
    pub headers: &'static [Field],
    pub cookies: &'static [Field],
    pub body: Body,
}

/// How a body is written.
pub enum Body {
    None,
    Json(Kind),
    Form(&'static [Field]),
}

use Kind::*;

const NOTHING: Endpoint = Endpoint {
    app: "",
    method: "GET",
    path: "/",
    path_values: &[],
    query: &[],
    headers: &[],
    cookies: &[],
    body: Body::None,
};

const POINT: Kind = Model(&[("x", Int, true), ("y", Int, true)]);
const USER: Kind = Model(&[("username", Text, true), ("age", Int, false)]);

const DRAWINGS: Endpoint = Endpoint {
    app: "nested",
    method: "POST",
    path: "/drawings",
    body: Body::Json(Model(&[
        ("title", Text, true),
        ("origin", POINT, true),
        ("points", List(&POINT), true),
        ("words", Map(&Int), false),
        ("shape", Shape, true),
        ("colors", List(&Color), false),
        ("matrix", List(&List(&Int)), false),
    ])),
    ..NOTHING
};

pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        app: "query",
        path: "/query",
        query: &[
            ("i", Int, true),
            ("j", Int, false),
            ("m", Int, false),
            ("f", Float, false),
            ("b", Bool, false),
            ("s", Text, false),
            ("p", Text, false),
            ("c", Color, false),
            ("t", List(&Int), false),
            ("w", List(&Text), false),
            ("with-dash", Text, false),
        ],
        ..NOTHING
    },
    Endpoint { app: "path", path: "/ints/{}", path_values: &[Int], ..NOTHING },
    Endpoint { app: "path", path: "/floats/{}", path_values: &[Float], ..NOTHING },
    Endpoint { app: "path", path: "/bools/{}", path_values: &[Bool], ..NOTHING },
    Endpoint { app: "path", path: "/colors/{}/texts/{}", path_values: &[Color, Text], ..NOTHING },
    Endpoint {
        app: "headers",
        path: "/headers",
        headers: &[
            ("x-token", Text, true),
            ("x-count", Int, false),
            ("x-flag", Bool, false),
            ("x-list", List(&Int), false),
        ],
        cookies: &[("session", Text, false), ("visits", Int, false)],
        ..NOTHING
    },
    Endpoint {
        app: "models",
        path: "/filter",
        query: &[
            ("limit", Int, false),
            ("offset", Int, false),
            ("order_by", Color, false),
            ("q", Text, false),
            ("tags", List(&Text), false),
        ],
        ..NOTHING
    },
    Endpoint {
        app: "models",
        path: "/client",
        headers: &[("x-agent", Text, true), ("x-depth", Int, false)],
        ..NOTHING
    },
    Endpoint {
        app: "item",
        method: "POST",
        path: "/items",
        body: Body::Json(Model(&[
            ("name", Text, true),
            ("price", Float, true),
            ("count", Int, false),
            ("sold", Bool, false),
            ("color", Color, false),
            ("code", Text, false),
        ])),
        ..NOTHING
    },
    DRAWINGS,
    Endpoint { app: "lax", ..DRAWINGS },
    Endpoint {
        app: "several",
        method: "PUT",
        path: "/several/{}",
        path_values: &[Int],
        query: &[("q", Text, false)],
        body: Body::Json(Model(&[
            ("point", POINT, true),
            ("user", USER, true),
            ("importance", Int, true),
            ("note", Text, false),
        ])),
        ..NOTHING
    },
    Endpoint {
        app: "form",
        method: "POST",
        path: "/login",
        body: Body::Form(&[
            ("username", Text, true),
            ("age", Int, true),
            ("remember", Bool, false),
            ("tags", List(&Text), false),
            ("color", Color, false),
            ("score", Float, false),
        ]),
        ..NOTHING
    },
    Endpoint {
        app: "mixed",
        method: "POST",
        path: "/mixed/{}",
        path_values: &[Color],
        query: &[("limit", Int, true), ("ratio", Float, false)],
        headers: &[("x-key", Text, true)],
        cookies: &[("visits", Int, false)],
        body: Body::Json(USER),
    },
    Endpoint {
        app: "times",
        path: "/times/{}",
        path_values: &[Uuid],
        query: &[
            ("day", Date, false),
            ("at", DateTime, false),
            ("seen", Moment, false),
            ("opens", Time, false),
        ],
        ..NOTHING
    },
    Endpoint {
        app: "times",
        method: "POST",
        path: "/times",
        body: Body::Json(Model(&[
            ("id", Uuid, true),
            ("day", Date, true),
            ("at", DateTime, false),
            ("seen", Moment, false),
            ("opens", Time, false),
        ])),
        ..NOTHING
    },
];
