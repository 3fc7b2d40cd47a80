//! A new generation beside the one that answers, or an earlier one again: filled, brought up to date, checked, switched to.
//!
//! Invariant: whatever fails before the switch, the generation that answers goes on answering.

use std::{ops::ControlFlow, sync::mpsc};

use super::{BATCH_CHANGES, Generation, Progress, READ_AHEAD, Review, Service, ServiceError, lock};
use crate::{clock, failpoint, service::space, text::Segmenter};

/// Times that a generation is brought up to date again because the store changed while it was compared.
const COMPARISONS: u32 = 5;

impl Service {
    /// Brings marks up to date and builds a new generation from the store, cut by the words that the store holds, beside the current one and
    /// switches to it when it agrees with the store.
    ///
    /// # Errors
    /// `NoRoom` before anything is begun; errors of store or index, or [`ServiceError::GateClosed`]; the current generation then stays.
    pub fn rebuild(&self, progress: &Progress) -> Result<(), ServiceError> {
        self.require_room()?;
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
        let mut changed = false;
        while self.words_are_newer()? {
            self.require_room()?;
            self.build("resegmenting", &self.segmenter_of_store()?, progress)?;
            changed = true;
        }
        Ok(changed)
    }

    /// Switches to an earlier generation; what it lacks is taken from the change log first.
    ///
    /// # Errors
    /// `UnknownGeneration`, `Outdated`; errors of store or index, or [`ServiceError::GateClosed`]; the current generation then stays.
    pub fn activate(&self, name: &str, progress: &Progress) -> Result<(), ServiceError> {
        let _guard = lock(&self.rebuilding);
        if self.engine.current().name() == name {
            return Ok(());
        }
        let generation = self.engine.reopen(name, self.engine.segmenter())?;
        failpoint::reach("index.reopened");
        // One that does not pass stays as it is: it may be looked at, or activated when the cause is gone.
        self.switch(&generation, progress)?;
        Ok(self.engine.activate(generation, clock::unix_now_s())?)
    }

    /// Refuses to build when the disk has no room for another generation.
    ///
    /// # Errors
    /// `NoRoom`.
    pub fn require_room(&self) -> Result<(), ServiceError> {
        let bytes = self.engine.generations()?.iter().map(|listed| listed.bytes).max().unwrap_or(0);
        let needed = space::needed_bytes(bytes, space::file_bytes(&self.store_file()));
        space::require(self.engine.dir(), needed)
    }

    fn build(&self, phase: &'static str, segmenter: &Segmenter, progress: &Progress) -> Result<(), ServiceError> {
        let generation = self.engine.begin(segmenter, clock::unix_now_s())?;
        let built = self.fill(&generation, phase, progress).and_then(|()| self.switch(&generation, progress));
        if let Err(error) = built {
            self.engine.give_up(generation, &error.to_string())?;
            return Err(error);
        }
        Ok(self.engine.activate(generation, clock::unix_now_s())?)
    }

    /// Brings a generation to the end of the log and compares it with the store.
    fn switch(&self, generation: &Generation, progress: &Progress) -> Result<(), ServiceError> {
        for _ in 0..COMPARISONS {
            self.replay(generation, progress)?;
            failpoint::reach("index.caught_up");
            generation.close_writer()?;
            progress.begin("gating", 0);
            failpoint::reach("index.gate");
            if let Some(differences) = self.gate(generation)? {
                if differences.is_empty() {
                    return Ok(());
                }
                return Err(ServiceError::GateClosed { differences });
            }
            if progress.is_cancelled() {
                return Err(ServiceError::Cancelled);
            }
        }
        Err(ServiceError::GateClosed { differences: vec!["the store does not come to rest".to_owned()] })
    }

    /// Writes every review of the store, as of one sequence, to an empty generation, with all processors but one.
    fn fill(&self, generation: &Generation, phase: &'static str, progress: &Progress) -> Result<(), ServiceError> {
        progress.begin(phase, self.store.review_count()?);
        let (sender, batches) = mpsc::sync_channel::<Vec<Review>>(READ_AHEAD);
        let sequence = std::thread::scope(|scope| {
            let reader = scope.spawn(move || {
                self.store.for_each_review(BATCH_CHANGES, |reviews| match sender.send(reviews) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                })
            });
            let written = self.fill_from(generation, batches, progress);
            let read = reader.join().map_err(|_| ServiceError::Threads("the reader panicked".to_owned()))?;
            written.and(read.map_err(ServiceError::from))
        })?;
        generation.commit(sequence)?;
        failpoint::reach("index.filled");
        Ok(())
    }

    fn fill_from(
        &self,
        generation: &Generation,
        batches: mpsc::Receiver<Vec<Review>>,
        progress: &Progress,
    ) -> Result<(), ServiceError> {
        let pool = self.background_pool()?;
        let mut written = 0;
        for reviews in batches {
            pool.install(|| self.write(generation, &reviews))?;
            written += reviews.len() as u64;
            progress.set(written, written);
            failpoint::reach("index.batch");
            if progress.is_cancelled() {
                return Err(ServiceError::Cancelled);
            }
        }
        Ok(())
    }

    /// The threads that analyse for a generation beside: begun when first needed, by work that gives way, so that they do too.
    fn background_pool(&self) -> Result<&rayon::ThreadPool, ServiceError> {
        if let Some(pool) = self.background.get() {
            return Ok(pool);
        }
        let threads = std::thread::available_parallelism().map_or(1, |processors| processors.get() - 1).max(1);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| ServiceError::Threads(error.to_string()))?;
        Ok(self.background.get_or_init(|| pool))
    }
}
