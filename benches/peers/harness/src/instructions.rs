//! Instructions and allocations per request.

use std::io;

use fastrs_benches::callgrind;

use crate::arguments::Arguments;
use crate::cores;
use crate::folder;
use crate::table::{Row, Table};

pub(crate) fn measure(wanted: &Arguments) -> io::Result<Vec<Table>> {
    // Servers start as many workers as there are cores for them: one, as where throughput is measured.
    cores::stay_on(cores::SERVERS)?;
    let reports = folder().join("target/reports");
    std::fs::create_dir_all(&reports)?;
    let columns = || wanted.workloads.iter().map(|workload| workload.name.to_owned());
    let mut instructions = Table::new("Instructions per request (user space)", 0, columns());
    let mut allocations = Table::new("Allocations per request (a reallocation is one more)", 1, columns());
    for peer in &wanted.peers {
        let (mut counted, mut allocated) = (Vec::new(), Vec::new());
        for workload in &wanted.workloads {
            eprintln!("{} {}: instructions …", peer.name, workload.name);
            let report = reports.join(format!("{}-{}.out", peer.name, workload.name.to_lowercase()));
            let cost = callgrind::cost(&peer.command()?, workload, peer.requests(workload), &report)?;
            counted.push(Some(cost.instructions));
            allocated.push(Some(cost.allocations));
        }
        instructions.rows.push(Row { peer: peer.name, values: counted });
        allocations.rows.push(Row { peer: peer.name, values: allocated });
    }
    let multiples = instructions.as_multiples_of("hyper");
    Ok([Some(instructions), multiples, Some(allocations)].into_iter().flatten().collect())
}
