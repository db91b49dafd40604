//! How much a multipart body may hold.

/// The limits of multipart bodies; set with `App::multipart_limits`.
///
/// The size of the whole body is not among them: that is `body_limit`, of the app or of a route.
///
/// ```
/// use fastrs::MultipartLimits;
///
/// let limits = MultipartLimits::default().with_memory(64 * 1024).with_max_files(10);
/// ```
#[derive(Debug, Clone)]
pub struct MultipartLimits {
    pub(crate) max_fields: usize,
    pub(crate) max_files: usize,
    pub(crate) max_text: usize,
    pub(crate) max_head: usize,
    pub(crate) memory: usize,
}

impl Default for MultipartLimits {
    fn default() -> Self {
        Self { max_fields: 1000, max_files: 1000, max_text: 1 << 20, max_head: 16 * 1024, memory: 1 << 20 }
    }
}

impl MultipartLimits {
    /// All texts of a form together may have this many times the bytes of one.
    const TEXTS: usize = 16;

    /// Sets how many parts may be texts (1000).
    #[must_use]
    pub fn with_max_fields(mut self, count: usize) -> Self {
        self.max_fields = count;
        self
    }

    /// Sets how many parts may be files (1000).
    #[must_use]
    pub fn with_max_files(mut self, count: usize) -> Self {
        self.max_files = count;
        self
    }

    /// Sets how many bytes a text may have (1 MiB). All texts of a form together may have sixteen times as many.
    #[must_use]
    pub fn with_max_text(mut self, bytes: usize) -> Self {
        self.max_text = bytes;
        self
    }

    /// Sets how many bytes the headers of a part may have (16 KiB).
    #[must_use]
    pub fn with_max_head(mut self, bytes: usize) -> Self {
        self.max_head = bytes;
        self
    }

    /// Sets how many bytes of all files of a request stay in memory (1 MiB). A file beyond goes to the disk.
    #[must_use]
    pub fn with_memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    pub(crate) fn max_texts(&self) -> usize {
        self.max_text.saturating_mul(Self::TEXTS)
    }
}
