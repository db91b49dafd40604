//! The workloads on hyper by hand: `serve-hyper [ADDRESS]`, until standard input ends.

use std::io;

use fastrs_benches::{by_hand, serve};

fn main() -> io::Result<()> {
    let (address, _) = serve::arguments(std::env::args().skip(1))?;
    by_hand::serve(address)
}
