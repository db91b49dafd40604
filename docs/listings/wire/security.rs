//! Every security scheme, once as it must be and once as it may be.

use fastrs::prelude::*;
use fastrs::security::*;
use serde_json::{Value, json};

macro_rules! key {
    ($name:ident $place:expr) => {
        enum $name {}

        impl ApiKeyPlace for $name {
            const PLACE: KeyIn = $place;
        }
    };
}

key!(InQuery KeyIn::Query("key"));
key!(InHeader KeyIn::Header("X-Key"));
key!(InCookie KeyIn::Cookie("key"));

/// Whatever scheme the client names.
enum Other {}

impl HttpScheme for Other {
    const SCHEME: &'static str = "other";

    fn accepts(_: &str) -> bool {
        true
    }
}

enum Simple {}

impl Realm for Simple {
    const REALM: &'static str = "simple";
}

enum Login {}

impl PasswordFlow for Login {
    const TOKEN_URL: &'static str = "token";
    const SCOPES: &'static [(&'static str, &'static str)] =
        &[(Me::NAME, "Read me"), (Items::NAME, "Read items")];
}

impl AuthorizationCodeFlow for Login {
    const AUTHORIZATION_URL: &'static str = "authorize";
    const TOKEN_URL: &'static str = "token";
}

impl OAuth2Flows for Login {
    const FLOWS: Flows = Flows::NONE;
}

impl OpenIdProvider for Login {
    const URL: &'static str = "/openid";
}

enum Me {}

impl Scope for Me {
    const NAME: &'static str = "me";
}

enum Items {}

impl Scope for Items {
    const NAME: &'static str = "items";
}

/// What a scheme has found.
trait Found {
    fn found(&self) -> Value;
}

impl<K: ApiKeyPlace> Found for ApiKey<K> {
    fn found(&self) -> Value {
        self.key().into()
    }
}

impl<S: HttpScheme> Found for HttpAuth<S> {
    fn found(&self) -> Value {
        json!({ "scheme": self.scheme(), "credentials": self.credentials() })
    }
}

impl<R: Realm> Found for HttpBasic<R> {
    fn found(&self) -> Value {
        json!({ "username": self.username, "password": self.password.expose() })
    }
}

impl<F: TokenFlow> Found for OAuth2Bearer<F> {
    fn found(&self) -> Value {
        self.token().into()
    }
}

impl<F: OAuth2Flows> Found for OAuth2<F> {
    fn found(&self) -> Value {
        self.authorization().into()
    }
}

impl<P: OpenIdProvider> Found for OpenIdConnect<P> {
    fn found(&self) -> Value {
        self.authorization().into()
    }
}

fn must(found: &impl Found) -> Json<Value> {
    Json(json!({ "c": found.found() }))
}

fn may(found: Option<&impl Found>) -> Json<Value> {
    Json(json!({ "c": found.map(Found::found) }))
}

/// A handler that must have the credentials of a scheme, and one that may.
macro_rules! schemes {
    ($($must:ident $must_path:literal $may:ident $may_path:literal $scheme:ty;)*) => {$(
        #[get($must_path)]
        async fn $must(c: $scheme) -> Json<Value> {
            must(&c)
        }

        #[get($may_path)]
        async fn $may(c: Option<$scheme>) -> Json<Value> {
            may(c.as_ref())
        }
    )*};
}

schemes! {
    must_key_query "/must/key-query" may_key_query "/may/key-query" ApiKey<InQuery>;
    must_key_header "/must/key-header" may_key_header "/may/key-header" ApiKey<InHeader>;
    must_key_cookie "/must/key-cookie" may_key_cookie "/may/key-cookie" ApiKey<InCookie>;
    must_base "/must/base" may_base "/may/base" HttpAuth<Other>;
    must_basic "/must/basic" may_basic "/may/basic" HttpBasic;
    must_basic_realm "/must/basic-realm" may_basic_realm "/may/basic-realm" HttpBasic<Simple>;
    must_bearer "/must/bearer" may_bearer "/may/bearer" HttpBearer;
    must_digest "/must/digest" may_digest "/may/digest" HttpDigest;
    must_oauth2 "/must/oauth2" may_oauth2 "/may/oauth2" OAuth2<Login>;
    must_password "/must/password" may_password "/may/password" OAuth2PasswordBearer<Login>;
    must_code "/must/code" may_code "/may/code" OAuth2AuthorizationCodeBearer<Login>;
    must_oidc "/must/oidc" may_oidc "/may/oidc" OpenIdConnect<Login>;
}

/// What is asked of a token, and the token.
struct Asked {
    scopes: SecurityScopes,
    token: String,
}

#[dependency]
async fn asked(scopes: SecurityScopes, token: OAuth2PasswordBearer<Login>) -> Asked {
    Asked { scopes, token: token.token().to_owned() }
}

fn shown(asked: &Asked) -> Json<Value> {
    let scopes: &[&str] = &asked.scopes;
    Json(json!({ "scopes": scopes, "scope_str": asked.scopes.to_string(), "token": asked.token }))
}

#[get("/scoped")]
async fn scoped(asked: Security<Asked, Me>) -> Json<Value> {
    shown(&asked)
}

// The same dependency twice, each time with its own scope.
#[get("/scoped-two")]
async fn scoped_two(_items: Security<Asked, Items>, me: Security<Asked, Me>) -> Json<Value> {
    shown(&me)
}

#[post("/token")]
async fn token(#[form] form: OAuth2PasswordRequestForm) -> Json<Value> {
    let scopes: Vec<&str> = form.scopes().collect();
    let secret = form.client_secret.as_ref().map(Secret::expose);
    Json(json!({
        "grant_type": form.grant_type,
        "username": form.username,
        "password": form.password.expose(),
        "scopes": scopes,
        "client_id": form.client_id,
        "client_secret": secret,
    }))
}

#[post("/token-strict")]
async fn token_strict(#[form] form: OAuth2PasswordRequestFormStrict) -> Json<Value> {
    Json(json!({ "grant_type": form.grant_type, "username": form.username }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .routes(routes![
            must_key_query,
            must_key_header,
            must_key_cookie,
            must_base,
            must_basic,
            must_basic_realm
        ])
        .routes(routes![must_bearer, must_digest, must_oauth2, must_password, must_code, must_oidc])
        .routes(routes![may_key_query, may_key_header, may_key_cookie, may_base, may_basic, may_basic_realm])
        .routes(routes![may_bearer, may_digest, may_oauth2, may_password, may_code, may_oidc])
        .routes(routes![scoped, scoped_two, token, token_strict])
}
