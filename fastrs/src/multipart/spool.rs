//! The content of a file on its way in: in memory as long as it is small, then in the temporary file of its request.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

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
    Disk(Stored),
}

/// A file's bytes in the temporary file of its request.
#[derive(Debug)]
pub(super) struct Stored {
    file: Arc<TemporaryFile>,
    start: u64,
    size: u64,
}

impl Stored {
    /// Reads at most `max` bytes from `position` on. May block.
    pub(super) fn read_at(&self, position: u64, max: usize) -> io::Result<Bytes> {
        let size = self.size.saturating_sub(position).min(max as u64);
        let mut bytes = Vec::new();
        self.file.with(|file| {
            file.seek(SeekFrom::Start(self.start + position))?;
            file.take(size).read_to_end(&mut bytes)
        })?;
        Ok(bytes.into())
    }

    /// Copies the whole of it. May block.
    pub(super) fn copy_to(&self, target: &mut File) -> io::Result<u64> {
        self.file.with(|file| {
            file.seek(SeekFrom::Start(self.start))?;
            io::copy(&mut file.take(self.size), target)
        })
    }
}

/// A temporary file without a name: the operating system removes it with its last handle, however the program ends.
#[derive(Debug)]
struct TemporaryFile(Mutex<Option<File>>);

impl TemporaryFile {
    fn new() -> io::Result<Self> {
        Ok(Self(Mutex::new(Some(tempfile::tempfile()?))))
    }

    fn with<T>(&self, work: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
        // Every use begins with a seek, so that one that panicked leaves nothing wrong behind.
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(file.as_mut().ok_or(io::ErrorKind::NotFound)?)
    }

    fn write_at(&self, position: u64, bytes: &[u8]) -> io::Result<()> {
        self.with(|file| {
            file.seek(SeekFrom::Start(position))?;
            file.write_all(bytes)
        })
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

/// What one request has on the disk. All its files share one temporary file, one behind the other: a client must not be
/// able to use up the descriptors of the process with a few requests of many files.
#[derive(Default)]
pub(super) struct Disk {
    file: Option<Arc<TemporaryFile>>,
    end: u64,
}

impl Disk {
    /// Writes `bytes` behind what is there; gives back their memory, empty.
    async fn append(&mut self, mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        let (file, position) = (self.file.take(), self.end);
        self.end += bytes.len() as u64;
        let write = move || {
            let file = file.map_or_else(|| TemporaryFile::new().map(Arc::new), Ok)?;
            file.write_at(position, &bytes)?;
            bytes.clear();
            Ok((file, bytes))
        };
        let (file, bytes) = blocking(write).await?;
        self.file = Some(file);
        Ok(bytes)
    }
}

/// A file that is being received.
pub(super) struct Spool<'d> {
    disk: &'d mut Disk,
    /// How much of it stays in memory.
    memory: usize,
    buffer: Vec<u8>,
    /// Where it begins on the disk, once it is there.
    start: Option<u64>,
    size: u64,
}

impl<'d> Spool<'d> {
    /// What is written to the disk at once.
    const BLOCK: usize = 256 * 1024;

    pub(super) fn new(memory: usize, disk: &'d mut Disk) -> Self {
        Self { disk, memory, buffer: Vec::new(), start: None, size: 0 }
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) async fn write(&mut self, chunk: &[u8]) -> io::Result<()> {
        self.size += chunk.len() as u64;
        self.buffer.extend_from_slice(chunk);
        let limit = if self.start.is_none() { self.memory } else { Self::BLOCK };
        if self.buffer.len() > limit { self.flush().await } else { Ok(()) }
    }

    /// The content, and how many of its bytes are in memory.
    pub(super) async fn finish(mut self) -> io::Result<(Content, usize)> {
        if self.start.is_some() && !self.buffer.is_empty() {
            self.flush().await?;
        }
        Ok(match (self.start, &self.disk.file) {
            (Some(start), Some(file)) => {
                (Content::Disk(Stored { file: file.clone(), start, size: self.size }), 0)
            }
            _ => {
                let size = self.buffer.len();
                (Content::Memory(self.buffer.into()), size)
            }
        })
    }

    async fn flush(&mut self) -> io::Result<()> {
        self.start.get_or_insert(self.disk.end);
        self.buffer = self.disk.append(std::mem::take(&mut self.buffer)).await?;
        Ok(())
    }
}
