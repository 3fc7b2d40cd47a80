//! How far long work has come, and whether it should stop: written by the work, read by a terminal or a client.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// Shared between the work and those who watch it.
#[derive(Debug)]
pub struct Progress {
    phase: Mutex<(&'static str, Instant)>,
    done: AtomicU64,
    total: AtomicU64,
    /// Rows or reviews, whatever the unit of `done`.
    records: AtomicU64,
    /// The import in the ledger that it writes, 0 when there is none yet.
    import: AtomicU64,
    cancelled: AtomicBool,
    made: Instant,
    /// When it last moved, milliseconds after it was made.
    moved_ms: AtomicU64,
}

impl Default for Progress {
    fn default() -> Self {
        let made = Instant::now();
        Self {
            phase: Mutex::new(("", made)),
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            records: AtomicU64::new(0),
            import: AtomicU64::new(0),
            cancelled: AtomicBool::new(false),
            made,
            moved_ms: AtomicU64::new(0),
        }
    }
}

impl Progress {
    /// Begins a phase of `total` units (0 when unknown).
    pub fn begin(&self, phase: &'static str, total: u64) {
        let now = Instant::now();
        let mut known = self.phase.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 != phase {
            *known = (phase, now);
        }
        drop(known);
        self.done.store(0, Ordering::Relaxed);
        self.records.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.moved();
    }

    /// Sets how many units and how many records are done.
    pub fn set(&self, done: u64, records: u64) {
        let before = self.done.swap(done, Ordering::Relaxed);
        if before != done || self.records.swap(records, Ordering::Relaxed) != records {
            self.records.store(records, Ordering::Relaxed);
            self.moved();
        }
    }

    /// Names the import in the ledger that the work writes.
    pub fn set_import(&self, import: u64) {
        self.import.store(import, Ordering::Relaxed);
    }

    fn moved(&self) {
        let since_made = u64::try_from(self.made.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.moved_ms.store(since_made, Ordering::Relaxed);
    }

    /// Name of the phase: `checking`, `reading`, `comparing`, `indexing`, `rebuilding`, `resegmenting`, `gating`, `copying`.
    #[must_use]
    pub fn phase(&self) -> &'static str {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    /// How long the phase has lasted.
    #[must_use]
    pub fn phase_lasts(&self) -> Duration {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner).1.elapsed()
    }

    /// How long nothing has moved.
    #[must_use]
    pub fn still_for(&self) -> Duration {
        self.made.elapsed().saturating_sub(Duration::from_millis(self.moved_ms.load(Ordering::Relaxed)))
    }

    /// Units done.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Units in all, 0 when unknown.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    /// Records done in this phase.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records.load(Ordering::Relaxed)
    }

    /// The import in the ledger that it writes.
    #[must_use]
    pub fn import(&self) -> Option<u64> {
        Some(self.import.load(Ordering::Relaxed)).filter(|import| *import > 0)
    }

    /// Asks the work to stop at its next safe point.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the work should stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_moves_is_not_still() {
        let progress = Progress::default();
        progress.begin("reading", 10);
        std::thread::sleep(Duration::from_millis(30));
        assert!(progress.still_for() >= Duration::from_millis(30));
        progress.set(0, 0);
        assert!(progress.still_for() >= Duration::from_millis(30), "nothing was done");
        progress.set(0, 1);
        assert!(progress.still_for() < Duration::from_millis(30), "a record was done");
        progress.set(5, 1);
        assert_eq!((progress.done(), progress.total(), progress.records()), (5, 10, 1));
        assert_eq!(progress.import(), None);
    }
}
