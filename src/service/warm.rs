//! Warm-up: after a new snapshot the latest questions are answered again in the background, so that the first user does not pay for it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::{
    Service,
    cache::{CacheKey, Question},
};
use crate::compute::Job;

/// Questions answered again after a new snapshot: a screen asks two or three.
const QUESTIONS: usize = 32;
/// Between two looks for a new snapshot.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// What one answer may take: a question that takes longer is better asked by who wants it.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the warm-up has done.
#[derive(Debug, Default)]
pub struct WarmUp {
    answered: AtomicU64,
    skipped: AtomicU64,
}

impl WarmUp {
    /// Questions answered ahead, and those that were left because people were asking.
    #[must_use]
    pub fn answered_and_skipped(&self) -> (u64, u64) {
        (self.answered.load(Ordering::Relaxed), self.skipped.load(Ordering::Relaxed))
    }
}

impl Service {
    /// Answers the latest questions again after each new snapshot until `stop` is set. `answer` renders one; `None` when it cannot.
    pub fn keep_warm(&self, stop: &AtomicBool, answer: impl Fn(&Question, &Job) -> Option<Arc<[u8]>>) {
        let mut warmed = None;
        while !stop.load(Ordering::Relaxed) {
            let snapshot = self.engine.snapshot();
            let current = (snapshot.generation().to_owned(), snapshot.id());
            if warmed.as_ref() != Some(&current) {
                // The first snapshot of a process has no predecessor to learn from.
                if warmed.is_some() {
                    self.warm(&snapshot, stop, &answer);
                }
                warmed = Some(current);
            }
            drop(snapshot);
            thread::sleep(LOOK_EVERY);
        }
    }

    fn warm(
        &self,
        snapshot: &crate::engine::Snapshot,
        stop: &AtomicBool,
        answer: &impl Fn(&Question, &Job) -> Option<Arc<[u8]>>,
    ) {
        for question in self.cache.asked_of_others(snapshot, QUESTIONS) {
            let Some(question) = self.asked_now(question) else { continue };
            let key = CacheKey::new(snapshot, question);
            let replaced = !key.is_of(&self.engine.snapshot());
            if replaced || stop.load(Ordering::Relaxed) {
                return;
            }
            if self.cache.peek(&key).is_some() {
                continue;
            }
            if !self.pool.is_idle() {
                self.warm_up.skipped.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            let job = Job { deadline: Instant::now() + PATIENCE, cancelled: Arc::default() };
            if let Some(bytes) = answer(&key.question, &job) {
                self.cache.put(key, bytes);
                self.warm_up.answered.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// A question as it would be asked today; `None` for a later page, which belongs to its own snapshot.
    fn asked_now(&self, question: Question) -> Option<Question> {
        match question {
            Question::Search(request) if request.cursor.is_some() => None,
            Question::Search(mut request) => {
                request.today = self.today();
                Some(Question::Search(request))
            }
            other => Some(other),
        }
    }
}
