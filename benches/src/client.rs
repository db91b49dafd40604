//! A client that asks again and again over one connection.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use crate::workload::Workload;

/// What must be equal in the answers of all servers.
#[derive(Debug, PartialEq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The media type, with its parameters.
    pub media: Option<String>,
    /// The body.
    pub body: String,
    /// The bytes of head and body on the wire.
    pub size: usize,
}

/// One connection.
#[derive(Debug)]
pub struct Client(BufReader<TcpStream>);

impl Client {
    /// Opens the connection.
    ///
    /// # Errors
    /// If nobody listens there.
    pub fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::with_capacity(64 * 1024, stream)))
    }

    /// Asks, and waits for the whole answer.
    ///
    /// # Errors
    /// If the connection breaks, or the answer is not what this client understands: a head with a
    /// `content-length`, and a body of text.
    pub fn ask(&mut self, workload: &Workload) -> io::Result<Answer> {
        self.0.get_mut().write_all(&workload.request())?;
        let mut size = 0;
        let status = self.line(&mut size)?;
        let status = status.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| malformed("status"))?;
        let (mut media, mut length) = (None, 0);
        loop {
            let line = self.line(&mut size)?;
            let Some((name, value)) = line.split_once(": ") else { break };
            if name.eq_ignore_ascii_case("content-type") {
                media = Some(value.to_owned());
            } else if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().map_err(|_| malformed("content-length"))?;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        let body = String::from_utf8(body).map_err(|_| malformed("body"))?;
        Ok(Answer { status, media, body, size: size + length })
    }

    /// The connection itself, of which everything was read that was asked for.
    pub fn into_stream(self) -> TcpStream {
        self.0.into_inner()
    }

    fn line(&mut self, size: &mut usize) -> io::Result<String> {
        let mut line = String::new();
        *size += self.0.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}

fn malformed(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the answer's {what} is malformed"))
}
