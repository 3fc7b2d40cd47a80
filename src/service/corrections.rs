//! Corrections by operators: stored, and in the index when the answer is given.

use std::{
    sync::{PoisonError, mpsc},
    thread,
    time::Duration,
};

use super::{Progress, ReviewDetail, Service, ServiceError, SharedService, Widening, joined::Joined};
use crate::{
    clock,
    domain::{
        analysis::FlagSet,
        correction::{CorrectedAspect, Correction},
        query::Query,
        review::{Review, ReviewId},
        sentiment::SentimentBucket,
    },
};

/// What to correct: `None` leaves a part as it is, `Some(None)` gives it back to the analysis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CorrectionRequest {
    /// The bucket.
    pub bucket: Option<Option<SentimentBucket>>,
    /// All aspects that hold.
    pub aspects: Option<Option<Vec<CorrectedAspect>>>,
    /// All flags that hold.
    pub flags: Option<Option<FlagSet>>,
}

/// How long an answer waits for the index: an import may hold it for longer.
const INDEX_WAIT: Duration = Duration::from_secs(3);

impl CorrectionRequest {
    /// The correction that follows one in effect. `found` are the flags without any correction.
    fn over(&self, mut correction: Correction, found: FlagSet) -> Correction {
        if let Some(bucket) = self.bucket {
            correction.bucket = bucket;
        }
        if let Some(aspects) = &self.aspects {
            correction.aspects.clone_from(aspects);
        }
        if let Some(flags) = self.flags {
            correction.set_flags(flags.unwrap_or(found), found);
        }
        correction
    }
}

impl Service {
    /// Corrects a review; `None` when there is none of that identity. The flags asked for are told against those that were found, so that
    /// what the corpus shows later still counts.
    ///
    /// # Errors
    /// When the store cannot be used; nothing is changed then.
    fn store_correction(&self, id: &ReviewId, request: &CorrectionRequest) -> Result<Option<()>, ServiceError> {
        let _guard = self.correcting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(review) = self.store.find(id)? else { return Ok(None) };
        let bare = Review { correction: None, ..review.clone() };
        let found = self.analyst.analysis(&bare, &Joined::new(&bare.content).text).flag_set();
        let before = review.correction.map(|correction| *correction).unwrap_or_default();
        let after = request.over(before.clone(), found);
        if after != before {
            self.store.correct(review.number, &after, clock::unix_now_s())?;
        }
        Ok(Some(()))
    }
}

/// Corrects a review and answers how it stands. The index has taken the correction in then, or does so as soon as an import lets it.
///
/// # Errors
/// When store or index fail.
pub fn correct(
    service: &SharedService,
    id: &ReviewId,
    request: &CorrectionRequest,
) -> Result<Option<ReviewDetail>, ServiceError> {
    if service.store_correction(id, request)?.is_none() {
        return Ok(None);
    }
    let (done, wait) = mpsc::channel();
    let indexing = service.clone();
    thread::spawn(move || {
        if let Err(error) = indexing.catch_up(&Progress::default()) {
            tracing::warn!(%error, "the index could not take a correction in; it will with the next change");
        }
        // Nobody waits any more when an import held the index for long.
        let _ = done.send(());
    });
    let _ = wait.recv_timeout(INDEX_WAIT);
    service.review(id, &Query::All, Widening::default())
}
