//! What many routes cost: to start, and to find one among them.
//!
//! `cargo bench -p fastrs-benches --bench scale`

#![allow(clippy::print_stdout, reason = "the table is what it is for")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use fastrs::prelude::*;
use tower_service::Service as _;

#[model]
struct Item {
    #[field(min_length = 1, max_length = 100)]
    name: String,
    #[field(gt = 0)]
    price: f64,
}

#[put("/items/{item_id}")]
async fn update(item_id: u64, #[query(default = 10, le = 100)] limit: u32, item: Item) -> Item {
    let _ = (item_id, limit);
    item
}

#[get("/items/{item_id}")]
async fn read(item_id: u64) -> String {
    item_id.to_string()
}

/// An app with so many routes, two for each prefix.
fn app(routes: usize) -> App {
    let routers =
        (0..routes / 2).map(|index| Router::new(format!("/shops/{index}")).routes(routes![update, read]));
    routers.fold(App::new("Scale", "1.0.0"), App::include)
}

/// The median of some runs.
fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..9).map(|_| run()).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    println!("| routes | router and document | one request |");
    println!("|---:|---:|---:|");
    let runtime =
        fastrs::tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for routes in [10, 100, 1_000, 2_000, 10_000] {
        let start = median(|| {
            let app = app(routes);
            let started = Instant::now();
            black_box(app.build().expect("nothing is wrong with it"));
            started.elapsed()
        });
        let mut service = app(routes).build().expect("nothing is wrong with it");
        let target = format!("/shops/{}/items/7", routes / 4);
        let request = median(|| {
            let started = Instant::now();
            for _ in 0..10_000 {
                let request = fastrs::http::Request::get(&target).body(Body::empty()).expect("a request");
                black_box(runtime.block_on(service.call(request))).expect("an app never fails");
            }
            started.elapsed() / 10_000
        });
        println!("| {routes} | {:.1} ms | {} ns |", start.as_secs_f64() * 1000.0, request.as_nanos());
    }
}
