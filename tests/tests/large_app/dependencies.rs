//! The 25 dependencies. The deepest chain: unit of work → role → membership → account → user → credentials.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use fastrs::prelude::*;
use fastrs::security::HttpBearer;

use crate::store::{Change, Journal, Store};

// ---- of the request alone

pub struct RequestName(pub String);

#[dependency]
async fn request_name(#[header(max_length = 40)] x_request_name: Option<String>) -> RequestName {
    RequestName(x_request_name.unwrap_or_else(|| "unnamed".into()))
}

/// The time, which tests set.
pub struct Clock(pub u64);
pub struct Now(pub u64);

#[dependency]
async fn now(clock: State<Clock>) -> Now {
    Now(clock.0)
}

pub struct Locale(pub String);

#[dependency]
async fn locale(#[header(default = "en", min_length = 2, max_length = 5)] x_locale: String) -> Locale {
    Locale(x_locale)
}

pub struct Tenant(pub String);

#[dependency]
async fn tenant(
    #[header(default = "main", max_length = 20, pattern = "^[a-z]*$")] x_tenant: String,
    journal: State<Journal>,
) -> Tenant {
    journal.note("tenant");
    Tenant(x_tenant)
}

pub struct Paging {
    pub skip: u32,
    pub limit: u32,
}

#[dependency]
async fn paging(
    #[query(default = 0, le = 10_000)] skip: u32,
    #[query(default = 20, ge = 1, le = 100)] limit: u32,
) -> Paging {
    Paging { skip, limit }
}

pub struct Filter(pub Option<String>);

#[dependency]
async fn filter(#[query(max_length = 50)] name: Option<String>) -> Filter {
    Filter(name)
}

pub struct Credentials(pub String);

#[dependency]
async fn credentials(token: HttpBearer, journal: State<Journal>) -> Credentials {
    journal.note("credentials");
    Credentials(token.token().to_owned())
}

pub trait Version: Send + Sync + 'static {
    const NAME: &'static str;
}

pub enum One {}
pub enum Two {}

impl Version for One {
    const NAME: &'static str = "v1";
}

impl Version for Two {
    const NAME: &'static str = "v2";
}

pub struct ApiVersion<V>(pub String, PhantomData<fn() -> V>);

#[dependency]
async fn api_version<V: Version>() -> ApiVersion<V> {
    ApiVersion(V::NAME.into(), PhantomData)
}

/// Lets go last of all, since it is made first.
pub struct Trail(State<Journal>);

#[dependency(finish)]
async fn trail(journal: State<Journal>) -> Trail {
    journal.note("trail begins");
    Trail(journal)
}

impl Finish for Trail {
    async fn finish(self, outcome: Outcome<'_>) -> Result<(), HttpError> {
        self.0.note(if outcome.is_success() { "trail: success" } else { "trail: failure" });
        Ok(())
    }
}

// ---- of one other

pub struct TenantSettings {
    pub tenant: String,
}

#[dependency]
async fn tenant_settings(tenant: Depends<Tenant>, _store: State<Store>) -> TenantSettings {
    TenantSettings { tenant: tenant.0.clone() }
}

pub struct Listing {
    pub paging: Depends<Paging>,
    pub filter: Depends<Filter>,
}

#[dependency]
async fn listing(paging: Depends<Paging>, filter: Depends<Filter>) -> Listing {
    Listing { paging, filter }
}

#[derive(Debug, Clone)]
pub struct User {
    pub name: String,
    pub role: String,
}

/// A token is `name-role`.
#[dependency]
async fn user(
    credentials: Depends<Credentials>,
    _now: Depends<Now>,
    journal: State<Journal>,
) -> Result<User, HttpError> {
    journal.note("user");
    let (name, role) = credentials.0.split_once('-').or_status(401, "Nobody has this token")?;
    Ok(User { name: name.into(), role: role.into() })
}

pub trait Flag: Send + Sync + 'static {
    const NAME: &'static str;
}

pub enum Reports {}

impl Flag for Reports {
    const NAME: &'static str = "reports";
}

pub struct Feature<F>(PhantomData<fn() -> F>);

#[dependency]
async fn feature<F: Flag>(tenant: Depends<Tenant>) -> Result<Feature<F>, HttpError> {
    let has_it = tenant.0 == "main" || tenant.0 == F::NAME;
    if has_it { Ok(Feature(PhantomData)) } else { Err(HttpError::new(404, "Your tenant has no such thing")) }
}

pub struct Audit {
    name: String,
    journal: State<Journal>,
    _trail: Depends<Trail>,
}

#[dependency(finish)]
async fn audit(trail: Depends<Trail>, name: Depends<RequestName>, journal: State<Journal>) -> Audit {
    Audit { name: name.0.clone(), journal, _trail: trail }
}

impl Finish for Audit {
    async fn finish(self, outcome: Outcome<'_>) -> Result<(), HttpError> {
        let outcome = if outcome.is_success() { "success" } else { "failure" };
        self.journal.note(format!("audit of {}: {outcome}", self.name));
        Ok(())
    }
}

// ---- of several

pub struct Account {
    pub owner: String,
    pub role: String,
    pub tenant: String,
}

#[dependency]
async fn account(user: Depends<User>, settings: Depends<TenantSettings>, journal: State<Journal>) -> Account {
    journal.note("account");
    Account { owner: user.name.clone(), role: user.role.clone(), tenant: settings.tenant.clone() }
}

pub struct Preferences {
    pub locale: String,
}

#[dependency]
async fn preferences(_user: Depends<User>, locale: Depends<Locale>) -> Preferences {
    Preferences { locale: locale.0.clone() }
}

pub struct Quota(pub u32);

#[dependency]
async fn quota(user: Depends<User>, _tenant: Depends<Tenant>) -> Quota {
    Quota(if user.role == "admin" { 100 } else { 10 })
}

#[derive(Debug, thiserror::Error, ApiError)]
pub enum Forbidden {
    #[error("This account is closed")]
    #[status(403)]
    Closed,
    #[error("Not for you")]
    #[status(403)]
    Role,
}

pub struct ActiveAccount(pub Depends<Account>);

#[dependency]
async fn active_account(account: Depends<Account>, now: Depends<Now>) -> Result<ActiveAccount, Forbidden> {
    if account.owner == "gone" || now.0 == 0 {
        return Err(Forbidden::Closed);
    }
    Ok(ActiveAccount(account))
}

pub struct Membership(pub String);

#[dependency]
async fn membership(account: Depends<Account>, tenant: Depends<Tenant>) -> Membership {
    Membership(format!("{} of {}", account.owner, tenant.0))
}

pub struct Budget(pub u32);

#[dependency]
async fn budget(quota: Depends<Quota>, account: Depends<Account>) -> Budget {
    Budget(quota.0 * if account.tenant == "main" { 2 } else { 1 })
}

pub trait Role: Send + Sync + 'static {
    const TAKES: &'static [&'static str];
}

pub enum Reader {}
pub enum Writer {}
pub enum Admin {}

impl Role for Reader {
    const TAKES: &'static [&'static str] = &["reader", "writer", "admin"];
}

impl Role for Writer {
    const TAKES: &'static [&'static str] = &["writer", "admin"];
}

impl Role for Admin {
    const TAKES: &'static [&'static str] = &["admin"];
}

pub struct RequireRole<R>(pub String, PhantomData<fn() -> R>);

impl<R> RequireRole<R> {
    pub fn of(member: &str) -> Self {
        Self(member.into(), PhantomData)
    }
}

#[dependency]
async fn require_role<R: Role>(
    active: Depends<ActiveAccount>,
    membership: Depends<Membership>,
) -> Result<RequireRole<R>, Forbidden> {
    let may = R::TAKES.contains(&active.0.role.as_str());
    if may { Ok(RequireRole::of(&membership.0)) } else { Err(Forbidden::Role) }
}

pub struct Actor {
    pub name: String,
    pub locale: String,
}

#[dependency]
async fn actor(
    active: Depends<ActiveAccount>,
    _audit: Depends<Audit>,
    preferences: Depends<Preferences>,
) -> Actor {
    Actor { name: active.0.owner.clone(), locale: preferences.locale.clone() }
}

/// What a request changes is kept here, and reaches the store when the request has succeeded.
pub struct UnitOfWork {
    changes: Arc<Mutex<Vec<Change>>>,
    pub store: State<Store>,
    journal: State<Journal>,
    _audit: Depends<Audit>,
}

impl UnitOfWork {
    pub fn change(&self, change: Change) {
        self.changes.lock().unwrap().push(change);
    }
}

#[dependency(finish)]
async fn unit_of_work(
    _role: Depends<RequireRole<Writer>>,
    audit: Depends<Audit>,
    store: State<Store>,
    journal: State<Journal>,
) -> UnitOfWork {
    UnitOfWork { changes: Arc::default(), store, journal, _audit: audit }
}

impl Finish for UnitOfWork {
    async fn finish(self, outcome: Outcome<'_>) -> Result<(), HttpError> {
        let changes = std::mem::take(&mut *self.changes.lock().unwrap());
        self.journal.note(if outcome.is_success() { "work: kept" } else { "work: thrown away" });
        if outcome.is_success() {
            self.store.apply(changes);
        }
        Ok(())
    }
}

pub struct Guarded<F>(pub String, PhantomData<fn() -> F>);

#[dependency]
async fn guarded<F: Flag>(_feature: Depends<Feature<F>>, role: Depends<RequireRole<Reader>>) -> Guarded<F> {
    Guarded(role.0.clone(), PhantomData)
}

pub struct Desk {
    pub line: String,
}

#[dependency]
async fn desk(actor: Depends<Actor>, budget: Depends<Budget>) -> Desk {
    Desk { line: format!("{} ({}) has {}", actor.name, actor.locale, budget.0) }
}
