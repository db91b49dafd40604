//! A fixed rate of requests, whatever becomes of them.
//!
//! Requests are due at fixed times. How long one took is counted from when it was due, not from when a connection
//! was free to send it: a server that stalls is not spared the requests that would have come meanwhile (there is no
//! "coordinated omission"). One thread asks the sockets again and again, because a timer would be coarser than what
//! is measured.

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use fastrs_benches::client::Client;
use fastrs_benches::workload::Workload;

const CONNECTIONS: usize = 64;
/// What is not counted, at the beginning.
const WARM_UP: Duration = Duration::from_millis(200);

/// A request under way.
struct Pending {
    stream: TcpStream,
    due: Duration,
    /// Bytes of the answer that are still to come.
    missing: usize,
}

/// How long requests took, in microseconds and ascending; `None` if the server could not keep pace.
pub(crate) fn latencies(
    address: SocketAddr,
    workload: &Workload,
    rate: f64,
    lasting: Duration,
) -> io::Result<Option<Vec<f64>>> {
    let request = workload.request();
    let (mut idle, size) = connect(address, workload)?;
    let mut pending: Vec<Pending> = Vec::new();
    let mut waiting = VecDeque::new();
    let mut taken = Vec::new();
    let (mut sent, total) = (0_u32, (rate * lasting.as_secs_f64()) as u32);
    let started = Instant::now();
    while sent < total || !pending.is_empty() || !waiting.is_empty() {
        let now = started.elapsed();
        if now > lasting * 2 {
            return Ok(None);
        }
        while sent < total && due(sent, rate) <= now {
            waiting.push_back(due(sent, rate));
            sent += 1;
        }
        while let Some(mut stream) = idle.pop_front_if(|_| !waiting.is_empty()) {
            let due = waiting.pop_front().expect("one is waiting");
            stream.write_all(&request)?;
            pending.push(Pending { stream, due, missing: size });
        }
        let mut index = 0;
        while index < pending.len() {
            if pending[index].is_answered()? {
                let Pending { stream, due, .. } = pending.swap_remove(index);
                idle.push_back(stream);
                if due > WARM_UP {
                    taken.push((started.elapsed() - due).as_secs_f64() * 1e6);
                }
            } else {
                index += 1;
            }
        }
    }
    taken.sort_by(f64::total_cmp);
    Ok(Some(taken))
}

/// When a request is due.
fn due(index: u32, rate: f64) -> Duration {
    Duration::from_secs_f64(f64::from(index) / rate)
}

/// The connections, and the size of an answer, which is always the same.
fn connect(address: SocketAddr, workload: &Workload) -> io::Result<(VecDeque<TcpStream>, usize)> {
    let (mut streams, mut size) = (VecDeque::new(), 0);
    for _ in 0..CONNECTIONS {
        let mut client = Client::connect(address)?;
        size = client.ask(workload)?.size;
        let stream = client.into_stream();
        stream.set_nonblocking(true)?;
        streams.push_back(stream);
    }
    Ok((streams, size))
}

impl Pending {
    fn is_answered(&mut self) -> io::Result<bool> {
        let mut buffer = [0; 64 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => Err(io::Error::other("the server closed a connection")),
            Ok(read) => {
                let missing = self.missing.checked_sub(read);
                self.missing = missing.ok_or_else(|| io::Error::other("answers differ in size"))?;
                Ok(self.missing == 0)
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
            Err(error) => Err(error),
        }
    }
}
