//! The cache of an app's answers.

use std::sync::Arc;
use std::time::Duration;

use fastrs::caching::{CacheMiss, CacheRequest, ResponseCache, condition_failed, not_cached};
use fastrs::http::header::{
    AGE, CACHE_CONTROL, CONTENT_LOCATION, DATE, ETAG, EXPIRES, HeaderValue, LAST_MODIFIED, VARY,
};
use fastrs::http::{HeaderMap, Method, StatusCode};
use fastrs::{Body, BoxFuture, HttpError, IntoResponse as _, Response};

use super::conditional::{Validators, Verdict, judge};
use super::directives::Wants;
use super::storing::{Kept, entry, lifetime, prepare, read};
use crate::cache::{Cache, Fetched, Made};
use crate::codec::{Entry, now};
use crate::key::of_response;
use crate::store::Ticket;

impl ResponseCache for Cache {
    fn ready(&self, request: &CacheRequest<'_>) -> Option<Response> {
        let wants = Wants::of(request.headers);
        if wants.no_store || wants.no_cache {
            return None;
        }
        let entry = self.store().peek(&of_response(request.key, request.has_secrets))?;
        let (age, is_fresh) = entry.age_and_freshness();
        if !is_fresh || !wants.accepts(age, entry.lifetime()) {
            return None;
        }
        let kept = entry.read_as(read)?;
        Some(answer(&kept, age, request.method, request.headers))
    }

    fn answer<'a>(&'a self, request: CacheMiss, make: BoxFuture<'a, Response>) -> BoxFuture<'a, Response> {
        Box::pin(self.look_up(request, make))
    }
}

impl Cache {
    async fn look_up(&self, request: CacheMiss, make: BoxFuture<'_, Response>) -> Response {
        let wants = Wants::of(&request.headers);
        let key = of_response(&request.key, request.has_secrets).into_owned();
        if wants.only_if_cached {
            return self.only_if_cached(&request, &key, &wants).await;
        }
        if wants.no_store {
            return make.await;
        }
        let (method, headers, tags) = (request.method.clone(), request.headers.clone(), request.tags.clone());
        // What there is may not do for this one: then it is made, and the next ones have it.
        if wants.is_picky()
            && let Ok(found) = self.store().get(&key, &tags).await
        {
            let fresh = found.entry.filter(|entry| entry.is_fresh());
            let unfit = fresh.is_some_and(|entry| !wants.accepts(entry.age(), entry.lifetime()));
            if unfit || wants.no_cache {
                return self.made(request, key, Some(found.ticket), make).await;
            }
        }
        let mut waiting = Some((request, make));
        let fetched = self.fetch(&key, &tags, |ticket| {
            let waiting = waiting.take();
            let key = key.clone();
            Box::pin(async move {
                match waiting {
                    Some((request, make)) => match self.make(request, key, ticket, make).await {
                        Made::Kept(response, entry) => Made::Kept(Some(response), entry),
                        Made::Alone(response) => Made::Alone(Some(response)),
                        Made::Later(response, outcome) => Made::Later(Some(response), outcome),
                    },
                    None => Made::Alone(None),
                }
            })
        });
        let found = match fetched.await {
            Fetched::Made(Some(response)) => return response,
            Fetched::Made(None) => None,
            Fetched::Found(entry) => given(&entry, &method, &headers),
        };
        match (found, waiting) {
            (Some(response), _) => response,
            // What stands there cannot be read: it is made, and written over.
            (None, Some((request, make))) => {
                let ticket = self.store().get(&key, &tags).await.map(|found| found.ticket).ok();
                self.made(request, key, ticket, make).await
            }
            (None, None) => HttpError::status(500).into_response(StatusCode::OK),
        }
    }

    async fn only_if_cached(&self, request: &CacheMiss, key: &[u8], wants: &Wants) -> Response {
        let found = self.store().get(key, &request.tags).await.ok().and_then(|found| found.entry);
        let fits = |entry: &Arc<Entry>| entry.is_fresh() && wants.accepts(entry.age(), entry.lifetime());
        let given = found.filter(fits).and_then(|entry| given(&entry, &request.method, &request.headers));
        given.unwrap_or_else(not_cached)
    }

    /// Makes the answer for this request, whatever others are waiting for.
    async fn made(
        &self,
        request: CacheMiss,
        key: Vec<u8>,
        ticket: Option<Ticket>,
        make: BoxFuture<'_, Response>,
    ) -> Response {
        self.make(request, key, ticket, make).await.into_value()
    }

    /// Makes the answer, and keeps it if it may be kept.
    async fn make(
        &self,
        mut request: CacheMiss,
        key: Vec<u8>,
        ticket: Option<Ticket>,
        make: BoxFuture<'_, Response>,
    ) -> Made<Response> {
        let response = make.await;
        let Some(lifetime) = lifetime(&request, &response) else { return Made::Alone(response) };
        let is_empty = response.body().size() == Some(0);
        let body = match response.body().bytes() {
            Some(body) => body.clone(),
            None if is_empty => Default::default(),
            // A stream is given on as it comes.
            None => return Made::Alone(response),
        };
        let (parts, whole) = response.into_parts();
        let mut kept = Kept { status: parts.status, headers: parts.headers.clone(), body };
        prepare(&request, &mut kept, lifetime, now());
        let entry = Arc::new(entry(&request, &kept, lifetime));
        let mut answer = answer(&kept, Duration::ZERO, &request.method, &request.headers);
        if answer.status() == kept.status {
            // As the handler made it, with its own body and marks; only the head says more.
            let mut own = Response::from_parts(parts, whole);
            *own.headers_mut() = std::mem::take(answer.headers_mut());
            answer = own;
        }
        match request.outcome.take() {
            None => {
                self.keep(&key, entry.clone(), ticket.as_ref()).await;
                Made::Kept(answer, entry)
            }
            Some(outcome) => {
                let cache = self.clone();
                let later = Box::pin(async move {
                    if outcome.await != Ok(true) {
                        return None;
                    }
                    cache.keep(&key, entry.clone(), ticket.as_ref()).await;
                    Some(entry)
                });
                Made::Later(answer, later)
            }
        }
    }
}

/// What is kept as an answer; nothing, if it cannot be read.
fn given(entry: &Arc<Entry>, method: &Method, headers: &HeaderMap) -> Option<Response> {
    let kept = entry.read_as(read)?;
    Some(answer(&kept, entry.age(), method, headers))
}

/// The answer to this request, by its conditions.
fn answer(kept: &Kept, age: Duration, method: &Method, headers: &HeaderMap) -> Response {
    let verdict = match kept.status {
        StatusCode::OK => judge(method, headers, || Validators {
            etag: kept.headers.get(ETAG),
            modified: kept.headers.get(LAST_MODIFIED),
        }),
        _ => Verdict::Goes,
    };
    let mut response = match verdict {
        Verdict::Goes => {
            let mut response = Response::new(Body::from(kept.body.clone()));
            *response.status_mut() = kept.status;
            *response.headers_mut() = kept.headers.clone();
            response
        }
        Verdict::NotModified => not_modified(kept),
        Verdict::Failed => return condition_failed(),
    };
    // It is kept as new.
    if age.as_secs() > 0 {
        response.headers_mut().insert(AGE, HeaderValue::from(age.as_secs()));
    }
    response
}

/// Section 15.4.5 of RFC 9110: what a cache needs, and no more.
fn not_modified(kept: &Kept) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    for name in [AGE, CACHE_CONTROL, CONTENT_LOCATION, DATE, ETAG, EXPIRES, LAST_MODIFIED, VARY] {
        for value in kept.headers.get_all(&name) {
            response.headers_mut().append(name.clone(), value.clone());
        }
    }
    response
}
