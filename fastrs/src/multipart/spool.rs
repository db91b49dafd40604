//! The content of a file on its way in: in memory as long as it is small, then in a temporary file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use tokio::runtime::Handle;

/// Runs blocking work where it holds up nobody.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

/// What a file consists of.
#[derive(Debug)]
pub(super) enum Content {
    Memory(Bytes),
    Disk(TemporaryFile),
}

/// A temporary file without a name: the operating system removes it with its last handle, however the program ends.
#[derive(Debug)]
pub(super) struct TemporaryFile(Mutex<Option<File>>);

impl TemporaryFile {
    fn new(file: File) -> Self {
        Self(Mutex::new(Some(file)))
    }

    /// Reads at most `max` bytes from `position` on. May block.
    pub(super) fn read_at(&self, position: u64, max: usize) -> io::Result<Bytes> {
        self.with(|file| {
            file.seek(SeekFrom::Start(position))?;
            let mut bytes = Vec::new();
            file.take(max as u64).read_to_end(&mut bytes)?;
            Ok(bytes.into())
        })
    }

    /// Copies the whole of it. May block.
    pub(super) fn copy_to(&self, target: &mut File) -> io::Result<u64> {
        self.with(|file| {
            file.rewind()?;
            io::copy(file, target)
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
        // Every use begins with a seek, so that one that panicked leaves nothing wrong behind.
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(file.as_mut().ok_or(io::ErrorKind::NotFound)?)
    }
}

impl Drop for TemporaryFile {
    /// To remove a large file takes time, so that it is not done where requests are served.
    fn drop(&mut self) {
        let file = self.0.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn_blocking(move || drop(file));
        }
    }
}

/// A file that is being received.
pub(super) struct Spool {
    /// How much of it stays in memory.
    memory: usize,
    buffer: Vec<u8>,
    file: Option<File>,
    size: u64,
}

impl Spool {
    /// What is written to the disk at once.
    const BLOCK: usize = 256 * 1024;

    pub(super) fn new(memory: usize) -> Self {
        Self { memory, buffer: Vec::new(), file: None, size: 0 }
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) async fn write(&mut self, chunk: &[u8]) -> io::Result<()> {
        self.size += chunk.len() as u64;
        self.buffer.extend_from_slice(chunk);
        let limit = if self.file.is_none() { self.memory } else { Self::BLOCK };
        if self.buffer.len() > limit { self.flush().await } else { Ok(()) }
    }

    /// The content, and how many of its bytes are in memory.
    pub(super) async fn finish(mut self) -> io::Result<(Content, usize)> {
        if self.file.is_some() && !self.buffer.is_empty() {
            self.flush().await?;
        }
        Ok(match self.file {
            Some(file) => (Content::Disk(TemporaryFile::new(file)), 0),
            None => {
                let size = self.buffer.len();
                (Content::Memory(self.buffer.into()), size)
            }
        })
    }

    async fn flush(&mut self) -> io::Result<()> {
        let (mut buffer, file) = (std::mem::take(&mut self.buffer), self.file.take());
        let write = move || {
            let mut file = file.map_or_else(tempfile::tempfile, Ok)?;
            file.write_all(&buffer)?;
            buffer.clear();
            Ok((buffer, file))
        };
        let (buffer, file) = blocking(write).await?;
        (self.buffer, self.file) = (buffer, Some(file));
        Ok(())
    }
}
