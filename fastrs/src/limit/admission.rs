//! The limits around one route, and whether they admit a request.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::header::HeaderValue;
use http::{Method, StatusCode};

use super::field::{DOCUMENTED, Fields, REFUSED, RETRY, policy, standing_of, write_retry_after};
use super::{Claim, LimitedRequest, Limiter, Rate, RateLimit, Standing, Taking, WhenAway};
use crate::describe::{ResponseDescription, Responses};
use crate::error::HttpError;
use crate::request::RequestContext;
use crate::response::{IntoResponse as _, Response, error_description};

/// A limit in its place, with the names that follow from it.
#[derive(Debug, Clone)]
pub(crate) struct Settled {
    limit: RateLimit,
    cells: Vec<Cell>,
}

/// One rate of a limit.
#[derive(Debug, Clone)]
struct Cell {
    rate: Rate,
    /// How the names of its cells begin: the same in all instances of the app.
    prefix: String,
    /// How a standing of it begins.
    begin: String,
    policy: String,
}

impl Settled {
    /// Settles a limit that stands at `scope` and is told as `name`, unless it has a name of its own.
    ///
    /// # Errors
    /// If its rates cannot be read.
    pub(crate) fn new(limit: &RateLimit, scope: &str, name: &str) -> Result<Self, String> {
        let rates = limit.rates.clone().map_err(|error| error.to_string())?;
        let (scope, name) = match &limit.name {
            Some(own) => (format!("={own}"), &**own),
            None => (scope.to_owned(), name),
        };
        let cell = |rate: &Rate| {
            let name = match rates.len() {
                1 => name.to_owned(),
                _ => format!("{name}-{}", spoken(rate.window())),
            };
            let (quota, window, burst) = (rate.quota(), rate.window().as_millis(), rate.burst());
            Cell {
                rate: *rate,
                prefix: format!("{scope}|{quota}/{window}/{burst}|"),
                policy: policy(&name, rate),
                begin: standing_of(&name),
            }
        };
        let cells = rates.iter().map(cell).collect();
        Ok(Self { limit: limit.clone(), cells })
    }

    fn is_closed(&self) -> bool {
        self.limit.away == WhenAway::Closed
    }
}

/// `60s`, `5min`, `24h`: the largest unit that says it whole.
fn spoken(window: Duration) -> String {
    let millis = window.as_millis();
    let units = [("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1)];
    let unit = units.iter().find(|(_, size)| millis.is_multiple_of(*size)).unwrap_or(&units[3]);
    format!("{}{}", millis / unit.1, unit.0)
}

/// Adds what limits make of the answers: the 429, the 503 where one is closed, and the fields on all of them.
pub(crate) fn describe<'a>(limits: impl IntoIterator<Item = &'a RateLimit>, responses: &mut Responses) {
    let mut limits = limits.into_iter().peekable();
    if limits.peek().is_none() {
        return;
    }
    responses.add(with_fields(error_description(REFUSED, "The caller has asked too often")));
    if limits.any(|limit| limit.away == WhenAway::Closed) {
        let description = "Nobody can tell how often the caller has asked";
        responses.add(
            error_description(StatusCode::SERVICE_UNAVAILABLE, description).with_header(RETRY.0, RETRY.1),
        );
    }
    responses.add_headers(|status| status.is_success(), &DOCUMENTED);
}

fn with_fields(description: ResponseDescription) -> ResponseDescription {
    let described = description.with_header(RETRY.0, RETRY.1);
    DOCUMENTED.iter().fold(described, |described, (name, text)| described.with_header(name, text))
}

/// The limits around a route: those that are asked first, and those that are asked when it is known who calls.
#[derive(Debug, Clone)]
pub(crate) struct RouteLimits {
    store: Limiter,
    early: Together,
    late: Together,
}

/// Limits that are asked together.
#[derive(Debug, Clone)]
pub(crate) struct Together {
    limits: Vec<Settled>,
    cells: usize,
    /// The policies of all of them.
    policies: Option<HeaderValue>,
}

impl Together {
    pub(crate) fn new(limits: Vec<Settled>) -> Self {
        let policies: Vec<&str> =
            limits.iter().flat_map(|limit| &limit.cells).map(|cell| cell.policy.as_str()).collect();
        let (cells, policies) = (policies.len(), HeaderValue::try_from(policies.join(", ")).ok());
        Self { limits, cells, policies }
    }

    fn is_empty(&self) -> bool {
        self.limits.is_empty()
    }
}

/// What the late limits of a request found, on its way to where the answer is finished.
#[derive(Clone, Default)]
struct LateFields(Arc<Mutex<Fields>>);

/// What stands on the answer of a request that was admitted.
#[derive(Default)]
pub(crate) struct Admitted {
    fields: Fields,
    late: Option<LateFields>,
}

impl Admitted {
    /// Writes it on the answer.
    pub(crate) fn write(&mut self, response: &mut Response) {
        self.fields.write(response.headers_mut());
        if let Some(LateFields(late)) = &self.late {
            late.lock().unwrap_or_else(PoisonError::into_inner).write(response.headers_mut());
        }
    }
}

impl RouteLimits {
    /// The limits around a route, outermost first. Nothing if there are none, or the store does not count.
    pub(crate) fn new(store: &Limiter, limits: Vec<Settled>) -> Option<Self> {
        if limits.is_empty() || !store.0.is_on() {
            return None;
        }
        let (early, late) = limits.into_iter().partition(|settled| settled.limit.is_early());
        Some(Self { store: store.clone(), early: Together::new(early), late: Together::new(late) })
    }

    /// Whether some are asked only when it is known who calls.
    pub(crate) fn is_late(&self) -> bool {
        !self.late.is_empty()
    }

    /// Asks those that come first.
    ///
    /// # Errors
    /// The answer to a request that is not admitted.
    #[allow(clippy::result_large_err, reason = "the error is the answer")]
    pub(crate) async fn admit_early(&self, cx: &mut RequestContext) -> Result<Admitted, Response> {
        if cx.parts().method == Method::OPTIONS {
            return Ok(Admitted::default());
        }
        let mut admitted = Admitted::default();
        if !self.early.is_empty() {
            let asked = Asked::new(&self.early, &LimitedRequest::of(cx));
            admitted.fields = asked.take(&self.store).await?;
        }
        if self.is_late() {
            let late = LateFields::default();
            cx.parts.extensions.insert(late.clone());
            admitted.late = Some(late);
        }
        Ok(admitted)
    }

    /// Asks those that wait until it is known who calls.
    ///
    /// # Errors
    /// The answer to a request that is not admitted.
    #[allow(clippy::result_large_err, reason = "the error is the answer")]
    pub(crate) async fn admit_late(&self, cx: &mut RequestContext) -> Result<(), Response> {
        // Only what was let in by `admit_early` is asked again; an OPTIONS is not.
        let Some(LateFields(late)) = cx.parts.extensions.get::<LateFields>().cloned() else { return Ok(()) };
        let asked = Asked::new(&self.late, &LimitedRequest::of(cx));
        let fields = asked.take(&self.store).await?;
        *late.lock().unwrap_or_else(PoisonError::into_inner) = fields;
        Ok(())
    }
}

/// What is asked of the store for one request.
struct Asked<'a> {
    claims: Vec<Claim>,
    cells: Vec<(&'a Cell, bool)>,
    /// The policies, if all limits are asked.
    policies: Option<&'a HeaderValue>,
}

impl<'a> Asked<'a> {
    fn new(together: &'a Together, request: &LimitedRequest<'_>) -> Self {
        let count = together.cells;
        let mut asked =
            Self { claims: Vec::with_capacity(count), cells: Vec::with_capacity(count), policies: None };
        for settled in &together.limits {
            let cost = settled.limit.cost.of(request);
            if cost == 0 {
                continue;
            }
            for cell in &settled.cells {
                let mut key = String::with_capacity(cell.prefix.len() + 24);
                key.push_str(&cell.prefix);
                if settled.limit.caller.write(request, &mut key) {
                    asked.claims.push(Claim { key, rate: cell.rate, cost, away: settled.limit.away });
                    asked.cells.push((cell, settled.is_closed()));
                }
            }
        }
        asked.policies = together.policies.as_ref().filter(|_| asked.cells.len() == count);
        asked
    }

    #[allow(clippy::result_large_err, reason = "the error is the answer")]
    async fn take(self, store: &Limiter) -> Result<Fields, Response> {
        if self.claims.is_empty() {
            return Ok(Fields::default());
        }
        let standings = match store.0.take(self.claims) {
            Taking::Now(standings) => standings,
            Taking::Later(standings) => standings.await,
        };
        let Ok(standings) = standings else {
            return if self.cells.iter().any(|(_, closed)| *closed) {
                Err(away())
            } else {
                Ok(Fields::default())
            };
        };
        let mut fields = self.policies.cloned().map_or_else(Fields::default, Fields::with_policies);
        for ((cell, _), standing) in self.cells.iter().zip(&standings) {
            fields.add(&cell.begin, &cell.policy, standing);
        }
        let refused = standings.iter().filter(|standing| !standing.admitted);
        match refused.map(|standing: &Standing| standing.retry_after).max() {
            None => Ok(fields),
            Some(retry_after) => Err(refusal(fields, retry_after)),
        }
    }
}

#[cold]
fn refusal(mut fields: Fields, retry_after: Duration) -> Response {
    let mut response = HttpError::status(REFUSED.as_u16()).into_response(StatusCode::OK);
    write_retry_after(retry_after, response.headers_mut());
    fields.write(response.headers_mut());
    response
}

/// Nobody can count, and the limit is one that must not be let pass. That it is so has been logged by the store.
#[cold]
fn away() -> Response {
    let mut response = crate::response::detail_response(
        StatusCode::SERVICE_UNAVAILABLE,
        &"Service Unavailable",
        http::HeaderMap::new(),
    );
    write_retry_after(Duration::from_secs(1), response.headers_mut());
    response
}

/// Asks limits that stand around something that is no route.
///
/// # Errors
/// The answer to a request that is not admitted.
#[allow(clippy::result_large_err, reason = "the error is the answer")]
pub(crate) async fn admit(
    store: &Limiter,
    limits: &Together,
    request: &LimitedRequest<'_>,
) -> Result<Admitted, Response> {
    if *request.method() == Method::OPTIONS {
        return Ok(Admitted::default());
    }
    let asked = Asked::new(limits, request);
    Ok(Admitted { fields: asked.take(store).await?, late: None })
}
