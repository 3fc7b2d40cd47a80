//! The index follows the store: replay of the change log, and rebuilding beside.

use std::{
    ops::ControlFlow,
    sync::{MutexGuard, PoisonError},
};

use rayon::prelude::*;

use super::{Progress, Service, ServiceError};
use crate::{
    clock,
    domain::review::{Review, ReviewNumber},
    engine::{Entry, Generation},
    text::Segmenter,
};

/// Changes read, analysed and handed to the index together: some 10 MB of text.
const BATCH_CHANGES: usize = 10_000;
/// Changes between two commits of a long replay: bounds what a crash repeats, while each commit costs 0.2 s.
const COMMIT_CHANGES: usize = 200_000;

impl Service {
    /// Brings the current generation to the end of the change log and waits for its merges. Returns how many changes it took.
    ///
    /// # Errors
    /// Errors of store or index; what was committed stays.
    pub fn catch_up(&self, progress: &Progress) -> Result<u64, ServiceError> {
        let _guard = lock(&self.indexing);
        let generation = self.engine.current();
        let changes = self.replay(&generation, progress)?;
        if changes > 0 {
            generation.close_writer()?;
        }
        Ok(changes)
    }

    /// Brings marks up to date and builds a new generation from the store, cut by the words that the store holds, beside the current one and switches to it when its
    /// counts agree.
    ///
    /// # Errors
    /// Errors of store or index, or [`ServiceError::RebuildMismatch`]; the current generation then stays.
    pub fn rebuild(&self, progress: &Progress) -> Result<(), ServiceError> {
        self.mark_duplicates(progress)?;
        let _guard = lock(&self.rebuilding);
        self.build("rebuilding", &self.segmenter_of_store()?, progress)
    }

    /// The same where the current generation was cut by other words than the store holds. Returns whether it was.
    ///
    /// # Errors
    /// As [`Self::rebuild`].
    pub fn resegment(&self, progress: &Progress) -> Result<bool, ServiceError> {
        let _guard = lock(&self.rebuilding);
        self.resegment_alone(progress)
    }

    /// [`Self::resegment`] for one who holds the lock of rebuilds.
    pub(super) fn resegment_alone(&self, progress: &Progress) -> Result<bool, ServiceError> {
        let mut changed = false;
        while self.words_are_newer()? {
            self.build("resegmenting", &self.segmenter_of_store()?, progress)?;
            changed = true;
        }
        Ok(changed)
    }

    fn build(&self, phase: &'static str, segmenter: &Segmenter, progress: &Progress) -> Result<(), ServiceError> {
        let generation = self.engine.begin(segmenter, clock::unix_now_s())?;
        self.fill(&generation, phase, progress)?;
        // From here on no other thread moves the current generation, so none is left behind when the new one takes over.
        let _guard = lock(&self.indexing);
        self.replay(&generation, progress)?;
        generation.close_writer()?;
        let (indexed, stored) = (generation.snapshot().review_count(), self.store.review_count()?);
        if indexed != stored {
            return Err(ServiceError::RebuildMismatch { indexed, stored });
        }
        self.engine.activate(generation)?;
        Ok(())
    }

    /// Writes every review of the store, as of one sequence, to an empty generation.
    fn fill(&self, generation: &Generation, phase: &'static str, progress: &Progress) -> Result<(), ServiceError> {
        progress.begin(phase, self.store.review_count()?);
        let mut written = 0;
        let mut outcome = Ok(());
        let sequence = self.store.for_each_review(BATCH_CHANGES, |reviews| {
            outcome = self.write(generation, &reviews);
            written += reviews.len() as u64;
            progress.set(written, written);
            if progress.is_cancelled() && outcome.is_ok() {
                outcome = Err(ServiceError::Cancelled);
            }
            if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        outcome?;
        generation.commit(sequence)?;
        Ok(())
    }

    /// Applies the changes after the generation's sequence.
    fn replay(&self, generation: &Generation, progress: &Progress) -> Result<u64, ServiceError> {
        let begin = generation.snapshot().sequence();
        progress.begin("indexing", self.store.last_sequence()?.saturating_sub(begin));
        let (mut sequence, mut uncommitted) = (begin, 0);
        loop {
            let changes = self.store.changes_after(sequence, BATCH_CHANGES)?;
            let Some(last) = changes.last() else { break };
            sequence = last.sequence;
            uncommitted += changes.len();
            let mut numbers: Vec<ReviewNumber> = changes.iter().map(|change| change.number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            // As of the sequence that will be committed: the texts of a snapshot are read as of it too.
            self.write(generation, &self.store.reviews_as_of(&numbers, sequence)?)?;
            progress.set(sequence - begin, sequence - begin);
            if uncommitted >= COMMIT_CHANGES {
                generation.commit(sequence)?;
                uncommitted = 0;
            }
        }
        if uncommitted > 0 {
            generation.commit(sequence)?;
        }
        Ok(sequence - begin)
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
