//! What is the same in every server: the workloads, how a server is told what to do, and how it ends.

#[cfg(feature = "garde")]
pub mod model;
#[path = "../../../src/workload.rs"]
pub mod workload;

use std::io::Read as _;
use std::net::SocketAddr;
use std::ops::Range;
use std::process::exit;
use std::thread;

/// The resources of the crowd, each of five routes, that are registered before the workloads' routes …
///
/// Some routers try route after route. In the middle is where a route is on the average.
pub const BEFORE: Range<usize> = 0..50;
/// … and those that are registered after them.
pub const AFTER: Range<usize> = 50..100;

/// The address to listen on, and whether the routes of the crowd are wanted: `ADDRESS [--crowded]`.
///
/// From now on the process ends when its standard input does: it never outlives who started it.
///
/// # Panics
/// If the first argument is no address.
#[must_use]
pub fn start() -> (SocketAddr, bool) {
    thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        exit(0);
    });
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().and_then(|address| address.parse().ok());
    (address.expect("the first argument is the address"), arguments.any(|flag| flag == "--crowded"))
}
