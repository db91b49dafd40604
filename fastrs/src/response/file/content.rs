//! The body of a file: its ranges, with text between them, read off the threads that serve requests.

use std::collections::VecDeque;
use std::fs;
use std::future::Future;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::task::JoinHandle;

use crate::body::{BoxError, Pieces};

/// How many bytes are read at once.
const PIECE: u64 = 128 * 1024;

enum Part {
    Bytes(Bytes),
    Range(Range<u64>),
}

pub(super) struct FileContent {
    file: Arc<fs::File>,
    parts: VecDeque<Part>,
    left: u64,
    reading: Option<JoinHandle<io::Result<Vec<u8>>>>,
}

impl FileContent {
    pub(super) fn new(file: Arc<fs::File>) -> Self {
        Self { file, parts: VecDeque::new(), left: 0, reading: None }
    }

    pub(super) fn with_range(mut self, range: Range<u64>) -> Self {
        self.left += range.end - range.start;
        if !range.is_empty() {
            self.parts.push_back(Part::Range(range));
        }
        self
    }

    pub(super) fn with_bytes(mut self, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        self.left += bytes.len() as u64;
        self.parts.push_back(Part::Bytes(bytes));
        self
    }

    /// The next piece that needs no reading; or it begins to read.
    fn next(&mut self) -> Option<Bytes> {
        match self.parts.front_mut()? {
            Part::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                self.parts.pop_front();
                Some(bytes)
            }
            Part::Range(range) => {
                let piece = range.start..range.end.min(range.start + PIECE);
                range.start = piece.end;
                if range.is_empty() {
                    self.parts.pop_front();
                }
                let file = self.file.clone();
                self.reading = Some(tokio::task::spawn_blocking(move || read(&file, piece)));
                None
            }
        }
    }
}

/// Reads exactly this piece: a file that has become shorter is an error, for its length is promised already.
fn read(mut file: &fs::File, piece: Range<u64>) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; (piece.end - piece.start) as usize];
    // One body alone reads the file, so nobody else moves its cursor.
    file.seek(SeekFrom::Start(piece.start))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

impl Pieces for FileContent {
    fn poll_piece(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        let this = &mut *self;
        if this.reading.is_none() {
            if this.parts.is_empty() {
                return Poll::Ready(None);
            }
            if let Some(bytes) = this.next() {
                this.left -= bytes.len() as u64;
                return Poll::Ready(Some(Ok(bytes)));
            }
        }
        let Some(reading) = &mut this.reading else { return Poll::Ready(None) };
        let read = ready!(Pin::new(reading).poll(cx));
        this.reading = None;
        Poll::Ready(Some(match read {
            Ok(Ok(bytes)) => {
                this.left -= bytes.len() as u64;
                Ok(bytes.into())
            }
            Ok(Err(error)) => Err(error.into()),
            Err(error) => Err(error.into()),
        }))
    }

    fn left(&self) -> Option<u64> {
        Some(self.left)
    }
}
