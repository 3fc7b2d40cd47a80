//! Room on the disk, and the priority of background work.

use std::{fs, io, path::Path};

use super::ServiceError;
use crate::failpoint;

/// Bytes that a new generation takes at most, per byte of the current one: its segments and, while they are merged, their successors.
const FACTOR: u64 = 2;
/// The same per byte of the store when there is no generation to go by: the index of a review is about as large as the review.
const FACTOR_OF_STORE: u64 = 2;
/// Left free for the store, which goes on being written.
const RESERVE_BYTES: u64 = 32 * 1024 * 1024;
/// How much background work gives way to requests: a tenth of the processor when both want it.
const NICENESS: i32 = 10;

/// Bytes that building a generation needs.
pub(super) const fn needed_bytes(generation_bytes: u64, store_bytes: u64) -> u64 {
    let by_size = if generation_bytes > 0 { generation_bytes * FACTOR } else { store_bytes * FACTOR_OF_STORE };
    by_size + RESERVE_BYTES
}

/// Refuses work that needs more than the disk of `dir` has.
///
/// # Errors
/// `NoRoom`, or when the disk cannot be asked.
pub(super) fn require(dir: &Path, needed_bytes: u64) -> Result<(), ServiceError> {
    let free_bytes = match failpoint::fails("space.free") {
        Ok(()) => free_bytes(dir)?,
        Err(_) => 0,
    };
    if free_bytes < needed_bytes {
        return Err(ServiceError::NoRoom { needed_bytes, free_bytes });
    }
    Ok(())
}

/// Bytes that this user may still write on the disk of `dir`.
fn free_bytes(dir: &Path) -> Result<u64, ServiceError> {
    let disk =
        rustix::fs::statvfs(dir).map_err(|error| ServiceError::File { path: dir.to_owned(), source: error.into() })?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Bytes of a file, 0 when there is none.
pub(super) fn file_bytes(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// Lets this thread, and those that it starts from here on, give way to requests.
pub(super) fn give_way() {
    // The system counts niceness by thread. Where it refuses, the work is as urgent as any.
    if let Err(error) = rustix::process::nice(NICENESS).map_err(io::Error::from) {
        tracing::debug!(%error, "background work keeps its priority");
    }
}

/// Lets the threads that read and analyse for imports give way to requests; to be called before any such work. A second call changes nothing.
pub fn background_gives_way() {
    drop(rayon::ThreadPoolBuilder::new().start_handler(|_| give_way()).build_global());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Code, Coded};

    #[test]
    fn room_is_asked_for_before_work() {
        let dir = tempfile::tempdir().unwrap();
        assert!(require(dir.path(), 1).is_ok());
        let error = require(dir.path(), u64::MAX).unwrap_err();
        assert_eq!(error.code(), Code::DiskFull);
        assert!(error.hint().is_some());
        assert_eq!(needed_bytes(100, 1) - needed_bytes(0, 0), 200);
        assert_eq!(needed_bytes(0, 100) - needed_bytes(0, 0), 200);
    }
}
