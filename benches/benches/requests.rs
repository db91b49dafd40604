//! The parts of a request, in process: `cargo bench -p fastrs-benches`.
//!
//! Times depend on the machine and its load: they are for comparing two runs side by side. What is claimed of
//! the framework's cost rests on `measure`, which counts instructions.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use divan::{Bencher, counter::ItemsCount};
use fastrs::{AppService, Body, Request, Response};
use fastrs_benches::app::app;
use fastrs_benches::workload::{ALL, Workload};
use tower_service::Service as _;

fn main() {
    divan::main();
}

/// Finding a route among 500 and running the least of handlers.
#[divan::bench]
fn dispatch(bencher: Bencher<'_, '_>) {
    bench(bencher, "W1", true);
}

/// Path, query and header.
#[divan::bench]
fn extraction(bencher: Bencher<'_, '_>) {
    bench(bencher, "W3", false);
}

/// A valid body, read, checked and written.
#[divan::bench]
fn validation(bencher: Bencher<'_, '_>) {
    bench(bencher, "W4", false);
}

/// A body with three faults, explained.
#[divan::bench]
fn explaining(bencher: Bencher<'_, '_>) {
    bench(bencher, "W5", false);
}

/// A hundred items, written.
#[divan::bench]
fn serialization(bencher: Bencher<'_, '_>) {
    bench(bencher, "W6", false);
}

fn bench(bencher: Bencher<'_, '_>, name: &str, crowded: bool) {
    let workload = ALL.into_iter().find(|workload| workload.name == name).expect("a workload of this name");
    let mut app = app(crowded).build().expect("the app is wired well");
    assert_eq!(answer(&mut app, request(&workload)).status(), workload.status);
    bencher
        .counter(ItemsCount::new(1_usize))
        .with_inputs(|| request(&workload))
        .bench_local_values(|request| answer(&mut app, request));
}

fn request(workload: &Workload) -> Request {
    let mut request = http::Request::builder().method(workload.method).uri(workload.target);
    for (name, value) in workload.headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(workload.body)).expect("a request")
}

/// No handler here waits for anything, so that one poll is enough and no runtime stands between.
fn answer(app: &mut AppService, request: Request) -> Response {
    match pin!(app.call(request)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(response)) => response,
        Poll::Pending => unreachable!("the handlers do not wait"),
    }
}
