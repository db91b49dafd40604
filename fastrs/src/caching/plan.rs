//! What makes the key of one operation, settled when the app is built.

use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};

use super::key::KeyWriter;
use super::{CacheInfo, CacheMiss, CacheRequest, Cacher};
use crate::describe::{
    EndpointDescription, OperationInfo, Place, ResponseDescription, Responses, SecurityScheme,
};
use crate::request::RequestContext;
use crate::response::error_description;

/// Where one part of the key is taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Input {
    Query(&'static str),
    WholeQuery,
    Header(HeaderName),
    Cookie(&'static str),
    AllCookies,
    /// Scheme and host, as the client sees them.
    Origin,
}

/// How the answers of one operation are looked up.
#[derive(Debug)]
pub(crate) struct CachePlan {
    pub(crate) cache: Cacher,
    info: CacheInfo,
    operation: String,
    inputs: Vec<Input>,
    /// Whether the operation has a security scheme.
    is_secured: bool,
    /// The places of its credentials, for where nobody has noted a principal.
    credentials: Vec<Input>,
    vary: Option<HeaderValue>,
    is_private: bool,
    tags: Vec<Tag>,
}

/// A tag: texts and placeholders in turn.
#[derive(Debug)]
struct Tag(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    Text(&'static str),
    Parameter(&'static str),
    Principal,
}

impl Tag {
    fn parse(text: &'static str) -> Self {
        let mut pieces = Vec::new();
        for (index, part) in text.split('{').enumerate() {
            match part.split_once('}').filter(|_| index > 0) {
                Some((name, rest)) => {
                    pieces.push(if name == "principal" { Piece::Principal } else { Piece::Parameter(name) });
                    pieces.push(Piece::Text(rest));
                }
                None => pieces.push(Piece::Text(part)),
            }
        }
        Self(pieces)
    }

    fn write(&self, cx: &RequestContext) -> String {
        let mut tag = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => tag.push_str(text),
                Piece::Principal => tag.push_str(cx.principal().map_or("", |principal| principal.id())),
                Piece::Parameter(name) => tag.push_str(&parameter(cx, name)),
            }
        }
        tag
    }
}

/// The value of a path parameter, or the last one of a query parameter.
fn parameter(cx: &RequestContext, name: &str) -> String {
    if let Some(value) = cx.path_value(name) {
        return crate::path::percent_decode(value).unwrap_or_default().into_owned();
    }
    let Some((text, pairs)) = cx.query() else { return String::new() };
    let last = pairs.values(text, name).next_back();
    last.and_then(crate::request::decode).unwrap_or_default().into_owned()
}

/// Why an operation cannot be cached.
pub(crate) fn unfit(description: &EndpointDescription) -> Vec<String> {
    let Some(info) = &description.operation.cache else { return Vec::new() };
    let name = description.operation.name;
    let mut faults: Vec<String> = Vec::new();
    for reader in &description.undeclared {
        faults.push(format!("`{name}` is cached and takes `{reader}`, which does not say what it reads"));
    }
    if !description.bodies.is_empty() {
        faults.push(format!("`{name}` is cached and reads the body"));
    }
    let schemes = description.security.iter().flat_map(|requirement| &requirement.any_of);
    for scheme in schemes.filter(|scheme| credentials(scheme).is_none()) {
        faults.push(format!(
            "`{name}` is cached, and the credentials of `{}` are not in the request",
            scheme.name
        ));
    }
    let known = |name: &str| {
        let mut parameters = description.parameters.iter();
        parameters.any(|known| matches!(known.place, Place::Path | Place::Query) && known.name == name)
    };
    for piece in info.tags.iter().flat_map(|tag| Tag::parse(tag).0) {
        if let Piece::Parameter(unknown) = piece
            && !known(unknown)
        {
            faults
                .push(format!("a cache tag of `{name}` names `{{{unknown}}}`, which is no parameter of it"));
        }
    }
    faults
}

/// Where the credentials of a scheme stand.
fn credentials(scheme: &SecurityScheme) -> Option<Input> {
    let text = |key: &str| scheme.object[key].as_str();
    match (text("type")?, text("in")) {
        ("http" | "oauth2" | "openIdConnect", _) => Some(Input::Header(AUTHORIZATION)),
        ("apiKey", Some("header")) => text("name")?.parse().ok().map(Input::Header),
        // The names are those of constants, but the scheme's object has lost that.
        ("apiKey", Some("query")) => Some(Input::WholeQuery),
        ("apiKey", Some("cookie")) => Some(Input::AllCookies),
        _ => None,
    }
}

impl CachePlan {
    /// The plan of an operation that is cached and [fit](unfit) for it.
    pub(crate) fn new(cache: &Cacher, description: &EndpointDescription, operation: String) -> Option<Self> {
        let info = description.operation.cache?;
        let mut inputs = inputs(description);
        let schemes = description.security.iter().flat_map(|requirement| &requirement.any_of);
        let mut places: Vec<Input> = schemes.filter_map(credentials).collect();
        places.dedup();
        if description.reads_origin {
            inputs.push(Input::Origin);
        }
        let is_secured = !places.is_empty();
        let has_cookies = inputs.iter().any(|input| matches!(input, Input::Cookie(_) | Input::AllCookies));
        Some(Self {
            cache: cache.clone(),
            info,
            operation,
            vary: vary(&inputs, &places),
            is_private: is_secured || has_cookies,
            is_secured,
            inputs,
            credentials: places,
            tags: info.tags.iter().map(|tag| Tag::parse(tag)).collect(),
        })
    }

    /// The key of a request whose arguments have been taken, whether credentials are in it, and whether it is for one
    /// caller.
    fn key(&self, cx: &RequestContext) -> (Vec<u8>, bool) {
        let mut key = KeyWriter::new(&self.operation);
        key.part(cx.parts().uri.path().as_bytes());
        for input in &self.inputs {
            input.write(cx, &mut key);
        }
        match cx.principal() {
            Some(principal) => {
                key.part(b"principal");
                key.part(principal.id().as_bytes());
                key.part(principal.authority().as_bytes());
                (key.finish(), false)
            }
            None if self.is_secured => {
                key.part(b"credentials");
                for place in &self.credentials {
                    place.write(cx, &mut key);
                }
                (key.finish(), true)
            }
            None => (key.finish(), false),
        }
    }

    /// The key of a request, and what else a cache must know of it.
    pub(crate) fn lookup(&self, cx: &RequestContext) -> Lookup<'_> {
        let (key, has_secrets) = self.key(cx);
        let is_private = self.is_private || cx.principal().is_some();
        Lookup { plan: self, key, has_secrets, is_private }
    }
}

/// A request with its key.
#[derive(Debug)]
pub(crate) struct Lookup<'p> {
    plan: &'p CachePlan,
    key: Vec<u8>,
    has_secrets: bool,
    is_private: bool,
}

impl Lookup<'_> {
    pub(crate) fn request<'a>(&'a self, cx: &'a RequestContext) -> CacheRequest<'a> {
        CacheRequest {
            key: &self.key,
            has_secrets: self.has_secrets,
            is_private: self.is_private,
            info: &self.plan.info,
            vary: self.plan.vary.as_ref(),
            method: &cx.parts().method,
            headers: &cx.parts().headers,
        }
    }

    pub(crate) fn into_miss(
        self,
        cx: &RequestContext,
        outcome: Option<tokio::sync::oneshot::Receiver<bool>>,
    ) -> CacheMiss {
        CacheMiss {
            key: self.key,
            has_secrets: self.has_secrets,
            is_private: self.is_private,
            info: self.plan.info,
            vary: self.plan.vary.clone(),
            tags: self.plan.tags.iter().map(|tag| tag.write(cx)).collect(),
            method: cx.parts().method.clone(),
            headers: cx.parts().headers.clone(),
            outcome,
        }
    }
}

impl Input {
    fn write(&self, cx: &RequestContext, key: &mut KeyWriter) {
        match self {
            Self::Query(name) => match cx.query() {
                Some((text, pairs)) => key.parts(pairs.values(text, name).map(str::as_bytes)),
                None => key.parts([].into_iter()),
            },
            Self::WholeQuery => key.part(cx.parts().uri.query().unwrap_or_default().as_bytes()),
            Self::Header(name) => key.parts(values(cx.headers(), name)),
            Self::Cookie(name) => {
                let cookies = cx.cookie_headers().flat_map(crate::request::cookies);
                let named: Vec<_> =
                    cookies.filter(|(known, _)| *known == name.as_bytes()).map(|(_, value)| value).collect();
                key.parts(named.iter().map(|value| &**value));
            }
            Self::AllCookies => key.parts(values(cx.headers(), &COOKIE)),
            Self::Origin => {
                key.part(cx.scheme().as_bytes());
                key.part(cx.host().unwrap_or_default().as_bytes());
            }
        }
    }
}

fn values<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h [u8]> {
    headers.get_all(name).iter().map(HeaderValue::as_bytes)
}

/// Everything that the operation declares, beside the path.
fn inputs(description: &EndpointDescription) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut add = |input: Input| {
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    };
    for parameter in &description.parameters {
        match parameter.place {
            Place::Path => {}
            Place::Query => add(Input::Query(parameter.name)),
            Place::Header => header(parameter.name).into_iter().for_each(&mut add),
            Place::Cookie => add(Input::Cookie(parameter.name)),
        }
    }
    for group in &description.groups {
        match group.place {
            Place::Path => {}
            Place::Query => add(Input::WholeQuery),
            Place::Cookie => add(Input::AllCookies),
            Place::Header => {
                for name in &group.names {
                    let name =
                        if group.keep_underscores { (*name).to_owned() } else { name.replace('_', "-") };
                    header(&name).into_iter().for_each(&mut add);
                }
            }
        }
    }
    inputs
}

fn header(name: &str) -> Option<Input> {
    name.parse().ok().map(Input::Header)
}

/// The headers that a cache on the way must compare, too.
fn vary(inputs: &[Input], credentials: &[Input]) -> Option<HeaderValue> {
    let mut names: Vec<&str> = Vec::new();
    for input in inputs.iter().chain(credentials) {
        let name = match input {
            Input::Header(name) => name.as_str(),
            Input::Cookie(_) | Input::AllCookies => "cookie",
            Input::Query(_) | Input::WholeQuery | Input::Origin => continue,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| HeaderValue::try_from(names.join(", ")).ok()).flatten()
}

/// Adds what a cache makes of the answers: the 304, refused conditions, and the headers of what it keeps.
pub(crate) fn describe(operation: &OperationInfo, responses: &mut Responses) {
    if operation.cache.is_none() {
        return;
    }
    let validators =
        [("ETag", "The version of the answer"), ("Cache-Control", "How long it may be kept, and by whom")];
    let kept = [
        validators[0],
        validators[1],
        ("Last-Modified", "When the answer was made"),
        ("Age", "Seconds since the answer was made"),
    ];
    responses.add_headers(|status| status.is_success(), &kept);
    let unchanged =
        ResponseDescription::new(StatusCode::NOT_MODIFIED, "The client has this version of the answer");
    responses.add(validators.iter().fold(unchanged, |answer, (name, text)| answer.with_header(name, text)));
    let refused = "A condition of the request (`If-Match`, `If-Unmodified-Since`) does not hold";
    responses.add(error_description(StatusCode::PRECONDITION_FAILED, refused));
    let missing = "The request wants only what is cached (`only-if-cached`), and it is not";
    responses.add(error_description(StatusCode::GATEWAY_TIMEOUT, missing));
}
