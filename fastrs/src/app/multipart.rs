//! The limits of multipart bodies.

use super::App;
use crate::multipart::MultipartLimits;

impl App {
    /// Sets the limits of multipart bodies: how many parts, how large a text, how much of the files stays in memory.
    ///
    /// The size of a whole body is [`App::body_limit`].
    #[must_use]
    pub fn multipart_limits(self, limits: MultipartLimits) -> Self {
        self.state(limits)
    }
}
