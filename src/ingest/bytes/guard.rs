//! The limits of unpacking, and how a failed read becomes an [`IngestError`].

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use thiserror::Error;

use crate::{
    ingest::error::IngestError,
    limits::{DECOMPRESSION_RATIO, EXPORT_BYTES},
};

/// Unpacked bytes below which the ratio is not judged: a short file of equal rows is no bomb.
pub(super) const RATIO_FLOOR_BYTES: u64 = 16 * 1024 * 1024;

/// What stopped a stream, carried through `io::Error`.
#[derive(Debug, Error)]
enum Stop {
    #[error("{what} exceeds {limit}")]
    Limit { what: &'static str, limit: u64 },
    #[error("{0}")]
    Broken(String),
}

/// A stream that ends with an error when it unpacks to too much.
pub(super) struct Guard<R> {
    inner: R,
    produced: u64,
    /// Compressed bytes read so far, when there is a compression.
    consumed: Option<Arc<AtomicU64>>,
}

impl<R> Guard<R> {
    pub(super) const fn new(inner: R, consumed: Option<Arc<AtomicU64>>) -> Self {
        Self { inner, produced: 0, consumed }
    }

    fn check(&self) -> Result<(), Stop> {
        if self.produced > EXPORT_BYTES {
            return Err(Stop::Limit { what: "unpacked size in bytes", limit: EXPORT_BYTES });
        }
        let Some(consumed) = &self.consumed else { return Ok(()) };
        let allowed = consumed.load(Ordering::Relaxed).saturating_mul(DECOMPRESSION_RATIO);
        if self.produced > RATIO_FLOOR_BYTES && self.produced > allowed {
            return Err(Stop::Limit { what: "unpacked bytes per packed byte", limit: DECOMPRESSION_RATIO });
        }
        Ok(())
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let packed = self.consumed.is_some();
        let n = self.inner.read(buf).map_err(|error| match error.kind() {
            // What a guard within has stopped is said as it is.
            _ if error.get_ref().is_some_and(|inner| inner.is::<Stop>()) => error,
            io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidData
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::Other
                if packed =>
            {
                io::Error::other(Stop::Broken(error.to_string()))
            }
            _ => error,
        })?;
        self.produced += n as u64;
        self.check().map_err(io::Error::other)?;
        Ok(n)
    }
}

/// The error of a read that failed.
pub(in crate::ingest) fn read_error(error: io::Error) -> IngestError {
    match error.downcast::<Stop>() {
        Ok(Stop::Limit { what, limit }) => IngestError::Limit { what, limit },
        Ok(Stop::Broken(detail)) => IngestError::BrokenArchive { detail },
        Err(source) => IngestError::Unreadable { path: String::from("the file"), source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_stops_and_a_short_repetitive_file_does_not() {
        let run = |bytes: u64, packed: u64| {
            let guard = Guard::new(io::repeat(b'a').take(bytes), Some(Arc::new(AtomicU64::new(packed))));
            io::copy(&mut { guard }, &mut io::sink()).map_err(read_error)
        };
        assert!(matches!(run(1024 * 1024, 10), Ok(1_048_576)));
        assert!(run(32 * 1024 * 1024, 1024 * 1024).is_ok());
        let bomb = run(64 * 1024 * 1024, 64 * 1024);
        assert!(matches!(bomb, Err(IngestError::Limit { limit: DECOMPRESSION_RATIO, .. })), "{bomb:?}");
    }
}
