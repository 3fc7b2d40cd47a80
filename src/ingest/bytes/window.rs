//! A sliding window over a stream: the bytes from the row that is being read to as far as has been read.

use super::{ByteStream, read_error};
use crate::ingest::error::IngestError;

/// Bytes read at once.
const CHUNK_BYTES: usize = 256 * 1024;

/// The window.
pub(in crate::ingest) struct Window {
    stream: ByteStream,
    data: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
}

impl Window {
    pub(in crate::ingest) const fn new(stream: ByteStream) -> Self {
        Self { stream, data: Vec::new(), start: 0, end: 0, ended: false }
    }

    /// What lies in the window.
    pub(in crate::ingest) fn bytes(&self) -> &[u8] {
        &self.data[self.start..self.end]
    }

    /// Whether the stream ends where the window ends.
    pub(in crate::ingest) const fn ended(&self) -> bool {
        self.ended
    }

    /// Moves the beginning `n` bytes on.
    pub(in crate::ingest) fn consume(&mut self, n: usize) {
        self.start = (self.start + n).min(self.end);
    }

    /// Reads on; afterwards the window is longer or the stream has ended.
    ///
    /// The caller bounds the window's length by consuming.
    pub(in crate::ingest) fn grow(&mut self) -> Result<(), IngestError> {
        if self.start > 0 {
            self.data.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        // Doubling keeps the copying and re-scanning of a long row linear.
        let wanted = self.end + CHUNK_BYTES.max(self.end);
        if self.data.len() < wanted {
            self.data.resize(wanted, 0);
        }
        while self.end < wanted && !self.ended {
            match self.stream.read(&mut self.data[self.end..wanted]) {
                Ok(0) => self.ended = true,
                Ok(n) => self.end += n,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(read_error(error)),
            }
        }
        Ok(())
    }
}
