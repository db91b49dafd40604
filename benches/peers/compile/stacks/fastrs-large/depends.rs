//! Twenty-five dependencies, nested six deep.

#![allow(dead_code, reason = "the handlers show that they are there")]

use std::marker::PhantomData;

use fastrs::prelude::*;
use fastrs::security::HttpBearer;

pub struct Tenant(pub String);

#[dependency]
async fn tenant(#[header(default = "main", max_length = 20)] x_tenant: String) -> Tenant {
    Tenant(x_tenant)
}

pub struct Locale(pub String);

#[dependency]
async fn locale(#[header(default = "en", max_length = 5)] x_locale: String) -> Locale {
    Locale(x_locale)
}

pub struct RequestName(pub Option<String>);

#[dependency]
async fn request_name(#[header(max_length = 40)] x_request_name: Option<String>) -> RequestName {
    RequestName(x_request_name)
}

pub struct Paging {
    pub skip: u32,
    pub limit: u32,
}

#[dependency]
async fn paging(#[query(default = 0)] skip: u32, #[query(default = 10, ge = 1, le = 100)] limit: u32) -> Paging {
    Paging { skip, limit }
}

pub struct Filter(pub Option<String>);

#[dependency]
async fn filter(#[query(max_length = 50)] name: Option<String>) -> Filter {
    Filter(name)
}

pub struct Credentials(pub String);

#[dependency]
async fn credentials(token: HttpBearer) -> Credentials {
    Credentials(token.token().to_owned())
}

pub struct Clock(pub u64);

#[dependency]
async fn clock() -> Clock {
    Clock(7)
}

pub struct Trail(pub u64);

#[dependency]
async fn trail() -> Trail {
    Trail(1)
}

pub struct Version(pub &'static str);

#[dependency]
async fn version() -> Version {
    Version("1")
}

pub struct Settings(pub String);

#[dependency]
async fn settings(tenant: Depends<Tenant>) -> Settings {
    Settings(tenant.0.clone())
}

pub struct User {
    pub name: String,
    pub role: String,
}

#[dependency]
async fn user(credentials: Depends<Credentials>, _clock: Depends<Clock>) -> Result<User, HttpError> {
    let (name, role) = credentials.0.split_once('-').or_status(401, "Nobody has this token")?;
    Ok(User { name: name.into(), role: role.into() })
}

pub struct Listing {
    pub paging: Depends<Paging>,
    pub filter: Depends<Filter>,
}

#[dependency]
async fn listing(paging: Depends<Paging>, filter: Depends<Filter>) -> Listing {
    Listing { paging, filter }
}

pub struct Audit(pub Option<String>);

#[dependency]
async fn audit(_trail: Depends<Trail>, name: Depends<RequestName>) -> Audit {
    Audit(name.0.clone())
}

pub trait Flag: Send + Sync + 'static {
    const NAME: &'static str;
}

pub enum Reports {}

impl Flag for Reports {
    const NAME: &'static str = "main";
}

pub struct Feature<F>(PhantomData<fn() -> F>);

#[dependency]
async fn feature<F: Flag>(tenant: Depends<Tenant>) -> Result<Feature<F>, HttpError> {
    (tenant.0 == F::NAME).then_some(Feature(PhantomData)).or_404("no such thing")
}

pub struct Account {
    pub owner: String,
    pub role: String,
}

#[dependency]
async fn account(user: Depends<User>, _settings: Depends<Settings>) -> Account {
    Account { owner: user.name.clone(), role: user.role.clone() }
}

pub struct Preferences(pub String);

#[dependency]
async fn preferences(_user: Depends<User>, locale: Depends<Locale>) -> Preferences {
    Preferences(locale.0.clone())
}

pub struct Quota(pub u32);

#[dependency]
async fn quota(_user: Depends<User>, _tenant: Depends<Tenant>) -> Quota {
    Quota(10)
}

pub struct Active(pub Depends<Account>);

#[dependency]
async fn active(account: Depends<Account>, _clock: Depends<Clock>) -> Result<Active, HttpError> {
    if account.owner == "gone" { Err(HttpError::new(403, "closed")) } else { Ok(Active(account)) }
}

pub struct Membership(pub String);

#[dependency]
async fn membership(account: Depends<Account>, tenant: Depends<Tenant>) -> Membership {
    Membership(format!("{} of {}", account.owner, tenant.0))
}

pub struct Budget(pub u32);

#[dependency]
async fn budget(quota: Depends<Quota>, _account: Depends<Account>) -> Budget {
    Budget(quota.0)
}

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

#[dependency]
async fn require_role<R: Role>(active: Depends<Active>, member: Depends<Membership>) -> Result<RequireRole<R>, HttpError> {
    let may = active.0.role == R::NAME;
    if may { Ok(RequireRole(member.0.clone(), PhantomData)) } else { Err(HttpError::new(403, "not for you")) }
}

pub struct Actor(pub String);

#[dependency]
async fn actor(active: Depends<Active>, _audit: Depends<Audit>, preferences: Depends<Preferences>) -> Actor {
    Actor(format!("{} {}", active.0.owner, preferences.0))
}

pub struct UnitOfWork(pub Option<String>);

#[dependency]
async fn unit_of_work(_role: Depends<RequireRole<Writer>>, audit: Depends<Audit>) -> UnitOfWork {
    UnitOfWork(audit.0.clone())
}

pub struct Guarded<F>(pub String, PhantomData<fn() -> F>);

#[dependency]
async fn guarded<F: Flag>(_feature: Depends<Feature<F>>, role: Depends<RequireRole<Reader>>) -> Guarded<F> {
    Guarded(role.0.clone(), PhantomData)
}

pub struct Desk(pub String);

#[dependency]
async fn desk(actor: Depends<Actor>, budget: Depends<Budget>, _version: Depends<Version>) -> Desk {
    Desk(format!("{} {}", actor.0, budget.0))
}
