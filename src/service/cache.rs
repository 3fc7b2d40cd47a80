//! Rendered answers, kept for repeated requests: bounded in bytes, least recently used leave first.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use lru::LruCache;

use super::{CompareQuestion, PainPointsQuestion, PivotQuestion, SearchRequest, TermsQuestion, ValuesRequest};
use crate::engine::Snapshot;

/// A request whose answer may be kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Question {
    /// A page of a search.
    Search(SearchRequest),
    /// Values of a facet.
    Values(ValuesRequest),
    /// A cross-table.
    Pivot(PivotQuestion),
    /// Pain points.
    PainPoints(PainPointsQuestion),
    /// Two slices side by side.
    Compare(CompareQuestion),
    /// What a slice says more often.
    Terms(TermsQuestion),
}

/// What an answer depends on: the snapshot and the whole request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CacheKey {
    /// Name of the generation.
    pub generation: String,
    /// The snapshot's id within it.
    pub snapshot: u64,
    /// The request.
    pub question: Question,
}

impl CacheKey {
    /// The key of a question to a snapshot.
    #[must_use]
    pub fn new(snapshot: &Snapshot, question: Question) -> Self {
        Self { generation: snapshot.generation().to_owned(), snapshot: snapshot.id(), question }
    }

    /// Whether it belongs to that snapshot.
    #[must_use]
    pub fn is_of(&self, snapshot: &Snapshot) -> bool {
        self.snapshot == snapshot.id() && self.generation == snapshot.generation()
    }
}

/// The cache.
pub struct ResponseCache {
    entries: Mutex<Entries>,
    capacity: usize,
    hits: AtomicU64,
    misses: AtomicU64,
}

struct Entries {
    by_use: LruCache<CacheKey, Arc<[u8]>>,
    bytes: usize,
}

/// Bytes of a key and the cache's own bookkeeping, roughly; requests are bounded by their own limits.
const OVERHEAD: usize = 512;

impl ResponseCache {
    /// A cache of at most `capacity` bytes.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        let entries = Entries { by_use: LruCache::unbounded(), bytes: 0 };
        Self { entries: Mutex::new(entries), capacity, hits: AtomicU64::new(0), misses: AtomicU64::new(0) }
    }

    fn entries(&self) -> std::sync::MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer kept under `key`.
    #[must_use]
    pub fn get(&self, key: &CacheKey) -> Option<Arc<[u8]>> {
        let found = self.entries().by_use.get(key).map(Arc::clone);
        let counter = if found.is_some() { &self.hits } else { &self.misses };
        counter.fetch_add(1, Ordering::Relaxed);
        found
    }

    /// The same without counting as a use.
    #[must_use]
    pub fn peek(&self, key: &CacheKey) -> Option<Arc<[u8]>> {
        self.entries().by_use.peek(key).map(Arc::clone)
    }

    /// Keeps an answer, and lets the least recently used ones go until all fit.
    pub fn put(&self, key: CacheKey, answer: Arc<[u8]>) {
        let size = answer.len() + OVERHEAD;
        if size > self.capacity {
            return;
        }
        let mut entries = self.entries();
        entries.bytes += size;
        if let Some(replaced) = entries.by_use.put(key, answer) {
            entries.bytes -= replaced.len() + OVERHEAD;
        }
        while entries.bytes > self.capacity {
            let Some((_, gone)) = entries.by_use.pop_lru() else { break };
            entries.bytes -= gone.len() + OVERHEAD;
        }
    }

    /// The latest `most` different questions to other snapshots, latest first: what is likely to be asked of this one.
    #[must_use]
    pub fn asked_of_others(&self, snapshot: &Snapshot, most: usize) -> Vec<Question> {
        let entries = self.entries();
        let mut seen = HashSet::new();
        let others = entries.by_use.iter().map(|(key, _)| key).filter(|key| !key.is_of(snapshot));
        others.map(|key| &key.question).filter(|question| seen.insert(*question)).take(most).cloned().collect()
    }

    /// Bytes held.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.entries().bytes
    }

    /// Look-ups that found an answer, and that did not.
    #[must_use]
    pub fn hits_and_misses(&self) -> (u64, u64) {
        (self.hits.load(Ordering::Relaxed), self.misses.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(snapshot: u64) -> CacheKey {
        CacheKey { generation: "g1".into(), snapshot, question: Question::Search(SearchRequest::default()) }
    }

    #[test]
    fn the_least_recently_used_leave_first() {
        let cache = ResponseCache::new(3 * (100 + OVERHEAD));
        let answer: Arc<[u8]> = vec![0; 100].into();
        for snapshot in 0..3 {
            cache.put(key(snapshot), Arc::clone(&answer));
        }
        assert!(cache.get(&key(0)).is_some());
        cache.put(key(3), Arc::clone(&answer));
        let kept = [0, 1, 2, 3].map(|snapshot| cache.get(&key(snapshot)).is_some());
        assert_eq!(kept, [true, false, true, true]);
        assert_eq!(cache.bytes(), 3 * (100 + OVERHEAD));
        assert_eq!(cache.hits_and_misses(), (4, 1));
    }

    #[test]
    fn what_is_larger_than_the_cache_is_not_kept() {
        let cache = ResponseCache::new(100);
        cache.put(key(1), vec![0; 101].into());
        assert_eq!((cache.bytes(), cache.get(&key(1))), (0, None));
    }
}
