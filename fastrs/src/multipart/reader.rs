//! Reading a file piece by piece.

use std::fmt;
use std::io::{self, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};

use super::UploadFile;

type Pending = Pin<Box<dyn Future<Output = io::Result<Bytes>> + Send + Sync>>;

/// A reader of an uploaded file, made by [`UploadFile::reader`]. It has a position of its own.
///
/// ```
/// use fastrs::prelude::*;
///
/// #[post("/checksum")]
/// async fn checksum(#[file] file: UploadFile) -> Result<String, HttpError> {
///     let (mut reader, mut sum) = (file.reader(), 0_u8);
///     while let Some(chunk) = reader.chunk().await? {
///         sum = chunk.iter().fold(sum, |sum, byte| sum.wrapping_add(*byte));
///     }
///     Ok(sum.to_string())
/// }
/// ```
pub struct UploadReader {
    file: UploadFile,
    /// Where the next piece begins.
    position: u64,
    /// What has been read of the disk and not been given yet.
    piece: Bytes,
    pending: Option<Pending>,
}

impl UploadReader {
    const PIECE: usize = 64 * 1024;

    pub(super) fn new(file: UploadFile) -> Self {
        Self { file, position: 0, piece: Bytes::new(), pending: None }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub async fn chunk(&mut self) -> io::Result<Option<Bytes>> {
        std::future::poll_fn(|cx| self.poll_fill(cx)).await?;
        let piece = std::mem::take(&mut self.piece);
        Ok((!piece.is_empty()).then_some(piece))
    }

    /// Goes to a byte of the file, counted from its beginning.
    pub fn seek_to(&mut self, position: u64) {
        (self.position, self.piece, self.pending) = (position, Bytes::new(), None);
    }

    /// Goes back to the beginning.
    pub fn rewind(&mut self) {
        self.seek_to(0);
    }

    /// The byte that is read next, counted from the beginning.
    fn next_byte(&self) -> u64 {
        self.position - self.piece.len() as u64
    }

    /// Sees to it that there is a piece, unless the end has been reached.
    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.piece.is_empty() || self.position >= self.file.size() {
            return Poll::Ready(Ok(()));
        }
        let pending = self.pending.get_or_insert_with(|| {
            let (file, position) = (self.file.clone(), self.position);
            Box::pin(async move { file.read_at(position, Self::PIECE).await })
        });
        let piece = ready!(pending.as_mut().poll(cx));
        self.pending = None;
        self.piece = piece?;
        self.position += self.piece.len() as u64;
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for UploadReader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.poll_fill(cx))?;
        let count = self.piece.len().min(buffer.remaining());
        buffer.put_slice(&self.piece[..count]);
        self.piece.advance(count);
        Poll::Ready(Ok(()))
    }
}

impl AsyncSeek for UploadReader {
    fn start_seek(mut self: Pin<&mut Self>, to: SeekFrom) -> io::Result<()> {
        let target = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(offset) => self.next_byte().checked_add_signed(offset),
            SeekFrom::End(offset) => self.file.size().checked_add_signed(offset),
        };
        let target =
            target.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "before the beginning"))?;
        self.seek_to(target);
        Ok(())
    }

    fn poll_complete(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Poll::Ready(Ok(self.next_byte()))
    }
}

impl fmt::Debug for UploadReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadReader").field("file", &self.file).field("position", &self.next_byte()).finish()
    }
}
