//! The workloads on fastrs: `serve-fastrs [ADDRESS] [--crowded]`, until standard input ends.

use std::io;

use fastrs_benches::{app, serve};

fn main() -> io::Result<()> {
    let (address, crowded) = serve::arguments(std::env::args().skip(1))?;
    app::serve(address, crowded)
}
