//! How far long work has come, and whether it should stop: written by the work, read by a terminal or a client.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

/// Shared between the work and those who watch it.
#[derive(Debug, Default)]
pub struct Progress {
    phase: Mutex<&'static str>,
    done: AtomicU64,
    total: AtomicU64,
    /// Rows or reviews, whatever the unit of `done`.
    records: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Begins a phase of `total` units (0 when unknown).
    pub fn begin(&self, phase: &'static str, total: u64) {
        *self.phase.lock().unwrap_or_else(PoisonError::into_inner) = phase;
        self.done.store(0, Ordering::Relaxed);
        self.records.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Sets how many units and how many records are done.
    pub fn set(&self, done: u64, records: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.records.store(records, Ordering::Relaxed);
    }

    /// Name of the phase: `checking`, `reading`, `comparing`, `indexing`, `rebuilding`, `resegmenting`.
    #[must_use]
    pub fn phase(&self) -> &'static str {
        *self.phase.lock().unwrap_or_else(PoisonError::into_inner)
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
