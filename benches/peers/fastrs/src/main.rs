//! The workloads on fastrs: the app is the one that `measure` counts.

#[tokio::main]
async fn main() {
    let (address, crowded) = peers_common::start();
    fastrs_benches::app::app(crowded).serve(address).await.expect("the app is wired well");
}
