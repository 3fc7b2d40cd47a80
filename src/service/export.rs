//! Export: a whole slice of one snapshot, in order, read in batches while its client takes them.
//!
//! Holds the snapshot, the order of its reviews and one batch of texts, never all rows. Invariant: what is handed out is the slice as of the snapshot at which
//! the export began, whatever is imported meanwhile.

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use super::{Service, ServiceError};
use crate::{
    compute::{Job, PoolError},
    domain::{
        calendar::Day,
        page::Sort,
        review::{Review, ReviewNumber},
        sentiment::SentimentBucket,
        slice::Slice,
    },
    engine::{Budget, Entry, Ordered, Snapshot},
    limits,
};

/// Reviews read at a time: some 50 kB of text, and with the longest texts that can be stored some 60 MB.
const BATCH_REVIEWS: usize = 64;
/// When a refused export is likely to find a place: those that run end with their clients' downloads.
const RETRY_AFTER_S: u32 = 10;

/// What to export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// Which reviews.
    pub slice: Slice,
    /// In which order.
    pub sort: Sort,
    /// The local day of the request.
    pub today: Day,
}

/// One review with what is known of its text.
#[derive(Debug, Clone)]
pub struct ExportRow {
    /// The review as of the snapshot.
    pub review: Review,
    /// What was read out of its text, as the snapshot counts it.
    pub entry: Entry,
    /// Its sentiment bucket.
    pub bucket: SentimentBucket,
}

/// Exports of this process.
#[derive(Debug, Default)]
pub struct ExportCounters {
    running: AtomicUsize,
    done: AtomicU64,
    abandoned: AtomicU64,
}

impl ExportCounters {
    /// Exports that run.
    #[must_use]
    pub fn running(&self) -> usize {
        self.running.load(Ordering::Relaxed)
    }

    /// Exports that were read to their end, and that were not.
    #[must_use]
    pub fn ended(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.abandoned.load(Ordering::Relaxed))
    }
}

/// A place among the exports that may run at a time.
struct Ticket {
    counters: Arc<ExportCounters>,
    complete: bool,
}

impl Ticket {
    fn take(counters: &Arc<ExportCounters>) -> Result<Self, PoolError> {
        if counters.running.fetch_add(1, Ordering::Relaxed) >= limits::EXPORTS {
            counters.running.fetch_sub(1, Ordering::Relaxed);
            return Err(PoolError::Busy { retry_after_s: RETRY_AFTER_S });
        }
        Ok(Self { counters: Arc::clone(counters), complete: false })
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.counters.running.fetch_sub(1, Ordering::Relaxed);
        let ended = if self.complete { &self.counters.done } else { &self.counters.abandoned };
        ended.fetch_add(1, Ordering::Relaxed);
    }
}

/// An export under way.
pub struct Export {
    order: Vec<Ordered>,
    snapshot: Arc<Snapshot>,
    read: usize,
    ticket: Ticket,
}

impl Export {
    /// Reviews in all.
    #[must_use]
    pub fn total(&self) -> usize {
        self.order.len()
    }

    /// Reviews read so far.
    #[must_use]
    pub fn read(&self) -> usize {
        self.read
    }
}

impl Service {
    /// Begins an export of the current snapshot: finds its reviews and their order.
    ///
    /// # Errors
    /// When too many exports run, time runs out or the index fails.
    pub fn export(&self, request: &ExportRequest, job: &Job) -> Result<Export, ServiceError> {
        let mut ticket = Ticket::take(&self.exports)?;
        let snapshot = self.engine.snapshot();
        let budget = Budget { deadline: job.deadline, cancelled: &job.cancelled };
        let order = snapshot.ordered(&request.slice, request.sort, request.today, &budget)?;
        ticket.complete = order.is_empty();
        Ok(Export { order, snapshot, read: 0, ticket })
    }

    /// The next reviews of an export; none at its end.
    ///
    /// # Errors
    /// When the store cannot be read, or lacks a review that the index has: an export never leaves one out in silence.
    pub fn next_rows(&self, export: &mut Export) -> Result<Vec<ExportRow>, ServiceError> {
        let rest = &export.order[export.read..];
        let batch = &rest[..rest.len().min(BATCH_REVIEWS)];
        let numbers: Vec<ReviewNumber> = batch.iter().map(|row| ReviewNumber(u64::from(row.number))).collect();
        let reviews = self.store.reviews_as_of(&numbers, export.snapshot.sequence())?;
        let missing = |found| ServiceError::MissingReviews { indexed: export.total(), found: export.read + found };
        if reviews.len() != batch.len() {
            return Err(missing(reviews.len()));
        }
        let row = |(place, (review, row)): (usize, (Review, &Ordered))| {
            let entry = export.snapshot.ordered_entry(*row).ok_or_else(|| missing(place))?;
            let bucket = entry.bucket.unwrap_or_else(|| self.thresholds().bucket(entry.sentiment));
            Ok(ExportRow { review, entry, bucket })
        };
        let rows: Result<Vec<ExportRow>, ServiceError> = reviews.into_iter().zip(batch).enumerate().map(row).collect();
        let rows = rows?;
        export.read += batch.len();
        export.ticket.complete = export.read == export.total();
        Ok(rows)
    }
}
