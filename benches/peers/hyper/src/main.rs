//! The workloads on hyper by hand: the limit of whatever stands on hyper.

fn main() -> std::io::Result<()> {
    let (address, _) = peers_common::start();
    fastrs_benches::by_hand::serve(address)
}
