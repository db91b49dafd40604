//! Twenty-five extractors, nested six deep. axum extracts one anew wherever it is asked for.

#![allow(dead_code, reason = "the handlers show that they are there")]

use std::marker::PhantomData;

use axum::extract::{FromRequestParts, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

pub type Rejection = (StatusCode, String);

/// An extractor made of others.
macro_rules! extractor {
    ($type:ident $(<$generic:ident: $bound:ident>)? ($($name:ident: $from:ty),*) $make:block) => {
        impl<S: Send + Sync $(, $generic: $bound)?> FromRequestParts<S> for $type $(<$generic>)? {
            type Rejection = Rejection;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
                let _ = (&parts, &state);
                $(let $name = <$from as FromRequestParts<S>>::from_request_parts(parts, state).await?;)*
                $make
            }
        }
    };
}

fn header(parts: &Parts, name: &str, longest: usize) -> Result<Option<String>, Rejection> {
    let Some(value) = parts.headers.get(name) else { return Ok(None) };
    let text = value.to_str().map_err(|error| (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()))?;
    if text.len() > longest {
        return Err((StatusCode::UNPROCESSABLE_ENTITY, format!("`{name}` is too long")));
    }
    Ok(Some(text.to_owned()))
}

/// An extractor made of a header.
macro_rules! of_header {
    ($type:ident, $name:literal, $longest:literal, $make:expr) => {
        impl<S: Send + Sync> FromRequestParts<S> for $type {
            type Rejection = Rejection;

            async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
                let make: fn(Option<String>) -> Result<Self, Rejection> = $make;
                make(header(parts, $name, $longest)?)
            }
        }
    };
}

pub struct Tenant(pub String);
of_header!(Tenant, "x-tenant", 20, |text| Ok(Self(text.unwrap_or_else(|| "main".into()))));

pub struct Locale(pub String);
of_header!(Locale, "x-locale", 5, |text| Ok(Self(text.unwrap_or_else(|| "en".into()))));

pub struct RequestName(pub Option<String>);
of_header!(RequestName, "x-request-name", 40, |text| Ok(Self(text)));

#[derive(Deserialize, Validate, IntoParams)]
pub struct Paging {
    #[serde(default)]
    #[garde(skip)]
    pub skip: u32,
    #[serde(default = "ten")]
    #[garde(range(min = 1, max = 100))]
    #[param(minimum = 1, maximum = 100)]
    pub limit: u32,
}

fn ten() -> u32 {
    10
}

#[derive(Deserialize, Validate, IntoParams)]
pub struct Filter {
    #[garde(length(chars, max = 50))]
    #[param(max_length = 50)]
    pub name: Option<String>,
}

/// An extractor made of the query.
macro_rules! of_query {
    ($type:ident) => {
        impl<S: Send + Sync> FromRequestParts<S> for $type {
            type Rejection = Rejection;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
                let query = Query::<Self>::from_request_parts(parts, state).await;
                let Query(query) = query.map_err(|error| (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()))?;
                query.validate().map_err(|error| (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()))?;
                Ok(query)
            }
        }
    };
}

of_query!(Paging);
of_query!(Filter);

pub struct Credentials(pub String);
of_header!(Credentials, "authorization", 1000, |text| {
    let token = text.as_deref().and_then(|text| text.strip_prefix("Bearer "));
    token.map(|token| Self(token.to_owned())).ok_or((StatusCode::UNAUTHORIZED, "Not authenticated".to_owned()))
});

pub struct Clock(pub u64);
extractor!(Clock() { Ok(Clock(7)) });

pub struct Trail(pub u64);
extractor!(Trail() { Ok(Trail(1)) });

pub struct Version(pub &'static str);
extractor!(Version() { Ok(Version("1")) });

pub struct Settings(pub String);
extractor!(Settings(tenant: Tenant) { Ok(Settings(tenant.0)) });

pub struct User {
    pub name: String,
    pub role: String,
}
extractor!(User(credentials: Credentials, _clock: Clock) {
    let unknown = || (StatusCode::UNAUTHORIZED, "Nobody has this token".to_owned());
    let (name, role) = credentials.0.split_once('-').ok_or_else(unknown)?;
    Ok(User { name: name.into(), role: role.into() })
});

pub struct Listing {
    pub paging: Paging,
    pub filter: Filter,
}
extractor!(Listing(paging: Paging, filter: Filter) { Ok(Listing { paging, filter }) });

pub struct Audit(pub Option<String>);
extractor!(Audit(_trail: Trail, name: RequestName) { Ok(Audit(name.0)) });

pub trait Flag: Send + Sync + 'static {
    const NAME: &'static str;
}

pub enum Reports {}

impl Flag for Reports {
    const NAME: &'static str = "main";
}

pub struct Feature<F>(PhantomData<fn() -> F>);
extractor!(Feature<F: Flag>(tenant: Tenant) {
    if tenant.0 == F::NAME { Ok(Feature(PhantomData)) } else { Err((StatusCode::NOT_FOUND, "no such thing".to_owned())) }
});

pub struct Account {
    pub owner: String,
    pub role: String,
}
extractor!(Account(user: User, _settings: Settings) { Ok(Account { owner: user.name, role: user.role }) });

pub struct Preferences(pub String);
extractor!(Preferences(_user: User, locale: Locale) { Ok(Preferences(locale.0)) });

pub struct Quota(pub u32);
extractor!(Quota(_user: User, _tenant: Tenant) { Ok(Quota(10)) });

pub struct Active(pub Account);
extractor!(Active(account: Account, _clock: Clock) {
    if account.owner == "gone" { Err((StatusCode::FORBIDDEN, "closed".to_owned())) } else { Ok(Active(account)) }
});

pub struct Membership(pub String);
extractor!(Membership(account: Account, tenant: Tenant) { Ok(Membership(format!("{} of {}", account.owner, tenant.0))) });

pub struct Budget(pub u32);
extractor!(Budget(quota: Quota, _account: Account) { Ok(Budget(quota.0)) });

pub trait Role: Send + Sync + 'static {
    const NAME: &'static str;
}

pub enum Reader {}
pub enum Writer {}

impl Role for Reader {
    const NAME: &'static str = "reader";
}

impl Role for Writer {
    const NAME: &'static str = "writer";
}

pub struct RequireRole<R>(pub String, PhantomData<fn() -> R>);
extractor!(RequireRole<R: Role>(active: Active, member: Membership) {
    let may = active.0.role == R::NAME;
    if may { Ok(RequireRole(member.0, PhantomData)) } else { Err((StatusCode::FORBIDDEN, "not for you".to_owned())) }
});

pub struct Actor(pub String);
extractor!(Actor(active: Active, _audit: Audit, preferences: Preferences) {
    Ok(Actor(format!("{} {}", active.0.owner, preferences.0)))
});

pub struct UnitOfWork(pub Option<String>);
extractor!(UnitOfWork(_role: RequireRole<Writer>, audit: Audit) { Ok(UnitOfWork(audit.0)) });

pub struct Guarded<F>(pub String, PhantomData<fn() -> F>);
extractor!(Guarded<F: Flag>(_feature: Feature<F>, role: RequireRole<Reader>) { Ok(Guarded(role.0, PhantomData)) });

pub struct Desk(pub String);
extractor!(Desk(actor: Actor, budget: Budget, _version: Version) { Ok(Desk(format!("{} {}", actor.0, budget.0))) });
