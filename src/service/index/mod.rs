//! The index follows the store: replay of the change log, rebuilding beside, going back to an earlier generation.
//!
//! Invariant: a generation takes changes only from the analysis that made it; one that another analysis made answers as it stands.

mod compare;
mod rebuild;
#[cfg(test)]
mod tests;

use std::{
    sync::{
        MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use rayon::prelude::*;

pub(super) use self::compare::Volumes;
use super::{Progress, Service, ServiceError};
use crate::{
    domain::review::{Review, ReviewNumber},
    engine::{Entry, Generation},
};

/// Changes read, analysed and handed to the index together: some 10 MB of text.
const BATCH_CHANGES: usize = 10_000;
/// Changes between two commits of a long replay: bounds what a crash repeats, while each commit costs 0.2 s.
const COMMIT_CHANGES: u64 = 200_000;
/// Batches read ahead of the analysis.
const READ_AHEAD: usize = 1;

/// Between two looks for what an import has stored.
const FOLLOW_EVERY: Duration = Duration::from_millis(20);

/// Reviews as they stood when the log reached a change.
struct Changed {
    reviews: Vec<Review>,
    sequence: u64,
}

impl Service {
    /// Brings the current generation to the end of the change log and waits for its merges. Returns how many changes it took: none when another
    /// analysis made it.
    ///
    /// # Errors
    /// Errors of store or index; what was committed stays.
    pub fn catch_up(&self, progress: &Progress) -> Result<u64, ServiceError> {
        let _guard = lock(&self.indexing);
        let generation = self.engine.current();
        if self.engine.is_outdated(generation.card()) {
            return Ok(0);
        }
        let changes = self.replay(&generation, progress)?;
        generation.close_writer()?;
        Ok(changes)
    }

    /// Brings index and marks to the end of the change log: first what was imported, so that it is found at once, then what the corpus says of
    /// it. A generation that takes no changes is replaced by a new one.
    ///
    /// # Errors
    /// As [`Self::catch_up`], [`Self::mark_duplicates`] and [`Self::rebuild`].
    pub fn settle(&self, progress: &Progress) -> Result<u64, ServiceError> {
        if self.is_index_outdated() {
            self.rebuild(progress)?;
            return Ok(self.engine.snapshot().sequence());
        }
        let changes = self.catch_up(progress)?;
        let marked = self.mark_duplicates(progress)?;
        Ok(changes + if marked > 0 { self.catch_up(progress)? } else { 0 })
    }

    /// Whether another analysis than the one in use made the generation that answers.
    #[must_use]
    pub fn is_index_outdated(&self) -> bool {
        self.engine.is_outdated(self.engine.current().card())
    }

    /// Takes changes in as an import stores them, until `stored`, so that both cores are busy; [`Self::catch_up`] takes in what is left, and tells
    /// how far it is. The index is free between two rounds, for corrections.
    pub(super) fn follow(&self, stored: &AtomicBool) {
        let is_stored = || stored.load(Ordering::Acquire);
        while !is_stored() {
            let taken = {
                let _guard = lock(&self.indexing);
                let generation = self.engine.current();
                if self.engine.is_outdated(generation.card()) {
                    return;
                }
                self.take_in(&generation, &Progress::default(), is_stored)
            };
            match taken {
                Ok(0) => std::thread::sleep(FOLLOW_EVERY),
                Ok(_) => {}
                Err(error) => {
                    // Who commits meets the same error, and tells it.
                    tracing::warn!(%error, "the index cannot follow the import");
                    return;
                }
            }
        }
    }

    /// Applies the changes that the generation has not committed. Returns how many.
    fn replay(&self, generation: &Generation, progress: &Progress) -> Result<u64, ServiceError> {
        let committed = generation.snapshot().sequence();
        self.take_in(generation, progress, || false)?;
        let written = generation.written();
        if written > generation.snapshot().sequence() {
            generation.commit(written)?;
        }
        Ok(written - committed)
    }

    /// Writes the changes that the generation has not taken in, or some of them when it is to stop; returns how many. Reading runs ahead of
    /// analysing, and the index writes beside both.
    fn take_in(
        &self,
        generation: &Generation,
        progress: &Progress,
        is_to_stop: impl Fn() -> bool,
    ) -> Result<u64, ServiceError> {
        let begin = generation.written();
        let changes = self.store.last_sequence()?.saturating_sub(begin);
        progress.begin("indexing", changes);
        if changes == 0 {
            return Ok(0);
        }
        let (sender, batches) = mpsc::sync_channel(READ_AHEAD);
        let sequence = std::thread::scope(|scope| {
            scope.spawn(move || self.read_changes(begin, &sender));
            self.apply_changes(generation, begin, batches, progress, is_to_stop)
        })?;
        Ok(sequence - begin)
    }

    /// Reads the changes after `begin` to the end of the log, until nobody takes them any more.
    fn read_changes(&self, begin: u64, sender: &mpsc::SyncSender<Result<Changed, ServiceError>>) {
        let mut sequence = begin;
        loop {
            let next = self.changes_after(sequence);
            let Some(next) = next.transpose() else { return };
            sequence = next.as_ref().map_or(u64::MAX, |changed| changed.sequence);
            if sender.send(next).is_err() || sequence == u64::MAX {
                return;
            }
        }
    }

    fn changes_after(&self, sequence: u64) -> Result<Option<Changed>, ServiceError> {
        let changes = self.store.changes_after(sequence, BATCH_CHANGES)?;
        let Some(last) = changes.last() else { return Ok(None) };
        let sequence = last.sequence;
        let mut numbers: Vec<ReviewNumber> = changes.iter().map(|change| change.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        // As of the sequence that will be committed: the texts of a snapshot are read as of it too.
        let reviews = self.store.reviews_as_of(&numbers, sequence)?;
        Ok(Some(Changed { reviews, sequence }))
    }

    fn apply_changes(
        &self,
        generation: &Generation,
        begin: u64,
        batches: mpsc::Receiver<Result<Changed, ServiceError>>,
        progress: &Progress,
        is_to_stop: impl Fn() -> bool,
    ) -> Result<u64, ServiceError> {
        let mut sequence = begin;
        for next in batches {
            let changed = next?;
            self.write(generation, &changed.reviews)?;
            sequence = changed.sequence;
            generation.note_written(sequence);
            progress.set(sequence - begin, sequence - begin);
            if sequence - generation.snapshot().sequence() >= COMMIT_CHANGES {
                generation.commit(sequence)?;
            }
            if is_to_stop() {
                break;
            }
        }
        Ok(sequence)
    }

    fn write(&self, generation: &Generation, reviews: &[Review]) -> Result<(), ServiceError> {
        let entries: Vec<Entry> = reviews.par_iter().map(|review| self.entry(review)).collect();
        generation.write(&entries)?;
        Ok(())
    }
}

pub(super) fn lock(mutex: &std::sync::Mutex<()>) -> MutexGuard<'_, ()> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
