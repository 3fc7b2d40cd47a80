//! Analyses of the texts that were shown last: pages overlap, and each hit of a page is read whole for its clauses and opinions.
//!
//! What is kept is what was read out of one text by one pack, under both: nothing else has a say in it, so it cannot go stale. Corrections,
//! marks and edits come on top of it, or are another text. Bounded in bytes, least recently used leave first.

use std::{
    mem::size_of,
    sync::{Arc, Mutex, PoisonError},
};

use lru::LruCache;

use crate::domain::analysis::{Analysis, Clause, Flagged, Mention, Opinion};

/// A text, and the name of the pack that read it.
type Key = (Box<str>, Box<str>);

/// The analyses.
pub(super) struct Remembered {
    entries: Mutex<Entries>,
    capacity: usize,
}

struct Entries {
    by_use: LruCache<Key, Arc<Analysis>>,
    bytes: usize,
}

impl Remembered {
    /// Room for at most `capacity` bytes.
    pub(super) fn new(capacity: usize) -> Self {
        Self { entries: Mutex::new(Entries { by_use: LruCache::unbounded(), bytes: 0 }), capacity }
    }

    /// The analysis of a text by a pack, read now unless it is known. Two threads that ask at once may both read.
    pub(super) fn analysis(&self, text: &str, pack: &str, read: impl FnOnce() -> Analysis) -> Arc<Analysis> {
        let key: Key = (text.into(), pack.into());
        if let Some(known) = self.entries().by_use.get(&key) {
            return Arc::clone(known);
        }
        let analysis = Arc::new(read());
        let size = bytes(&key, &analysis);
        if size > self.capacity {
            return analysis;
        }
        let mut entries = self.entries();
        entries.bytes += size;
        if let Some((key, replaced)) = entries.by_use.push(key, Arc::clone(&analysis)) {
            entries.bytes -= bytes(&key, &replaced);
        }
        while entries.bytes > self.capacity {
            let Some((key, gone)) = entries.by_use.pop_lru() else { break };
            entries.bytes -= bytes(&key, &gone);
        }
        analysis
    }

    fn entries(&self) -> std::sync::MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes of an entry, roughly: the cache's own bookkeeping included.
fn bytes((text, pack): &Key, analysis: &Analysis) -> usize {
    const OVERHEAD: usize = 256;
    let Analysis { score: _, clauses, aspects, opinions, flags } = analysis;
    let words = opinions.iter().map(|opinion| opinion.key.len()).chain(flags.iter().map(|flag| flag.evidence.len()));
    OVERHEAD
        + text.len()
        + pack.len()
        + clauses.len() * size_of::<Clause>()
        + aspects.len() * size_of::<Mention>()
        + opinions.len() * size_of::<Opinion>()
        + flags.len() * size_of::<Flagged>()
        + words.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::domain::sentiment::SentimentScore;

    #[test]
    fn a_text_is_read_once_for_each_pack_while_there_is_room() {
        let size = bytes(&("好".into(), "hotel".into()), &Analysis::default());
        let remembered = Remembered::new(2 * size);
        let reads = Cell::new(0);
        let score = |text: &str, pack: &str| {
            let read = || {
                reads.set(reads.get() + 1);
                Analysis { score: SentimentScore::from_thousandths(reads.get()), ..Analysis::default() }
            };
            remembered.analysis(text, pack, read).score.thousandths()
        };
        assert_eq!([score("好", "hotel"), score("好", "films"), score("好", "hotel")], [1, 2, 1]);
        assert_eq!([score("差", "hotel"), score("好", "hotel"), score("好", "films")], [3, 1, 4], "the oldest left");
        assert_eq!(remembered.entries().bytes, 2 * size);
        assert_eq!(
            [score(&"好".repeat(size), "hotel"), score(&"好".repeat(size), "hotel")],
            [5, 6],
            "too large to keep"
        );
    }
}
