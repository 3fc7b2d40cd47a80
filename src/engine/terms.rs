//! How many reviews of a slice, and of a background, hold each word and each opinion: exactly, for all of the slice's reviews.
//!
//! Words are counted from the posting lists of the rank field, which are there anyway: each list is intersected with a bit set of the slice,
//! so nothing is stored for this, and a word's count is that of the query `word:…` by construction. A pass costs at most what the
//! lists hold, some 70 million entries for a million reviews of 150 characters; where a list is longer than the slice, only the blocks
//! in which the slice has a review are read. In memory it takes two bits a review and the terms that are kept.

use std::{ops::ControlFlow, sync::Arc};

use tantivy::{
    DocId, InvertedIndexReader,
    postings::{BlockSegmentPostings, TermInfo},
    schema::IndexRecordOption,
    termdict::TermMerger,
};

use super::{
    EngineError,
    counter::Counter,
    lists::List,
    search::{Budget, Looks},
    snapshot::Snapshot,
};
use crate::domain::slice::Slice;

/// What a slice is held against.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Background {
    /// All other reviews.
    Rest,
    /// The reviews of a slice.
    Slice(Slice),
}

/// Reviews by term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermCounts {
    /// Reviews of the slice and of the background.
    pub totals: [u64; 2],
    /// Words that enough reviews of the slice hold, with how many of the slice and of the background do, by name.
    pub words: Vec<(Box<str>, [u64; 2])>,
    /// The same for opinions.
    pub opinions: Vec<(Arc<str>, [u64; 2])>,
}

/// Words with the reviews of two sets that hold them.
type Words = Vec<(Box<str>, [u64; 2])>;

/// Which terms are counted.
pub struct TermsWanted<'a> {
    /// Reviews of the slice that must hold a term.
    pub least: u64,
    /// Whether a word may be one.
    pub is_term: &'a dyn Fn(&str) -> bool,
}

impl Snapshot {
    /// Counts the terms of a slice.
    ///
    /// # Errors
    /// [`EngineError::OutOfTime`] when the budget is spent, and errors of the index files.
    pub fn terms(
        &self,
        slice: &Slice,
        background: &Background,
        wanted: &TermsWanted<'_>,
        budget: &Budget<'_>,
    ) -> Result<TermCounts, EngineError> {
        let own = self.marked(slice, budget)?;
        let other = match background {
            Background::Rest => self.marked(&Slice::default(), budget)?,
            Background::Slice(slice) => self.marked(slice, budget)?,
        };
        // All reviews without those of the slice: their counts are differences.
        let set_apart = |[count, all]: [u64; 2]| match background {
            Background::Rest => [count, all.saturating_sub(count)],
            Background::Slice(_) => [count, all],
        };
        let opinions = self.opinions([&own.opinions, &other.opinions], wanted.least);
        let opinions = opinions.into_iter().filter(|(_, counts)| counts[0] >= wanted.least);
        let opinions = opinions.map(|(opinion, counts)| (opinion, set_apart(counts))).collect();
        let words = self.words([&own, &other], wanted, budget)?;
        let words = words.into_iter().map(|(word, counts)| (word, set_apart(counts))).collect();
        Ok(TermCounts { totals: set_apart([own.total, other.total]), words, opinions })
    }

    /// Marks the reviews of a slice, and counts their opinions.
    fn marked(&self, slice: &Slice, budget: &Budget<'_>) -> Result<Marked, EngineError> {
        let segments = || self.searcher.segment_readers().iter();
        let mut marked = Marked {
            segments: segments().map(|reader| Marks::new(reader.max_doc())).collect(),
            opinions: self.lists.counter(List::Opinions),
            total: 0,
        };
        let mut at = 0;
        self.each_block(slice, budget, &mut |columns, block| {
            // Segments come in order; one without a review of the slice does not come.
            while self.columns.get(at).is_some_and(|known| !std::ptr::eq(&raw const **known, columns)) {
                at += 1;
            }
            if let Some(marks) = marked.segments.get_mut(at) {
                marks.add(block);
            }
            columns.count(List::Opinions, block, &mut marked.opinions);
            marked.total += block.len() as u64;
            ControlFlow::Continue(())
        })?;
        Ok(marked)
    }

    /// The words that enough of the first reviews hold, with how many of both do.
    fn words(
        &self,
        [own, other]: [&Marked; 2],
        wanted: &TermsWanted<'_>,
        budget: &Budget<'_>,
    ) -> Result<Words, EngineError> {
        let readers = self.searcher.segment_readers().iter();
        let indexes: Vec<Arc<InvertedIndexReader>> =
            readers.map(|reader| reader.inverted_index(self.fields.words)).collect::<Result<_, _>>()?;
        let streams = indexes.iter().map(|index| index.terms().stream()).collect::<Result<_, _>>()?;
        let mut merger = TermMerger::new(streams);
        let (mut words, mut looks, mut lists) = (Vec::new(), Looks::new(budget), Vec::new());
        while merger.advance() {
            lists.clear();
            lists.extend(merger.current_segment_ords_and_term_infos());
            let held_by: u64 = lists.iter().map(|(_, info)| u64::from(info.doc_freq)).sum();
            let word = std::str::from_utf8(merger.key()).ok();
            let Some(word) = word.filter(|word| held_by >= wanted.least && (wanted.is_term)(word)) else { continue };
            let mut counts = [0; 2];
            counts[0] = counted(&lists, &indexes, own)?;
            if counts[0] >= wanted.least {
                counts[1] = counted(&lists, &indexes, other)?;
                words.push((Box::from(word), counts));
            }
            if let ControlFlow::Break(Err(error)) = looks.next() {
                return Err(error);
            }
        }
        Ok(words)
    }
}

/// How many marked reviews the posting lists of a word, by segment, hold.
fn counted(
    lists: &[(usize, TermInfo)],
    indexes: &[Arc<InvertedIndexReader>],
    marked: &Marked,
) -> Result<u64, EngineError> {
    let mut count = 0;
    for (segment, info) in lists {
        let marks = &marked.segments[*segment];
        count += match marks.count {
            0 => 0,
            all if all == marks.docs => u64::from(info.doc_freq),
            _ => marks.held_by(indexes[*segment].read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?),
        };
    }
    Ok(count)
}

/// The reviews of a slice, and their opinions.
struct Marked {
    /// By segment ordinal of the searcher.
    segments: Vec<Marks>,
    opinions: Counter,
    total: u64,
}

/// Reviews of one segment.
struct Marks {
    bits: Vec<u64>,
    count: u64,
    /// Documents of the segment, deleted ones included: where all are marked, a list need not be read.
    docs: u64,
}

impl Marks {
    fn new(docs: u32) -> Self {
        Self { bits: vec![0; (docs as usize).div_ceil(64)], count: 0, docs: u64::from(docs) }
    }

    fn add(&mut self, docs: &[DocId]) {
        docs.iter().for_each(|doc| self.bits[(doc / 64) as usize] |= 1 << (doc % 64));
        self.count += docs.len() as u64;
    }

    /// The first marked review from `doc` on.
    fn next(&self, doc: DocId) -> Option<DocId> {
        let first = (doc / 64) as usize;
        let rest = self.bits.get(first)? & (u64::MAX << (doc % 64));
        if rest != 0 {
            return Some(doc / 64 * 64 + rest.trailing_zeros());
        }
        let further = self.bits[first + 1..].iter().position(|bits| *bits != 0)? + first + 1;
        Some(u32::try_from(further).ok()? * 64 + self.bits[further].trailing_zeros())
    }

    /// How many marked reviews a posting list holds. Blocks without one are passed over, not decoded.
    fn held_by(&self, mut postings: BlockSegmentPostings) -> u64 {
        let mut count = 0;
        let mut next = self.next(0);
        while let Some(doc) = next {
            let first = postings.seek(doc);
            let Some(docs) = postings.docs().get(first..) else { break };
            let Some(last) = docs.last() else { break };
            count += docs.iter().map(|doc| self.bits[(doc / 64) as usize] >> (doc % 64) & 1).sum::<u64>();
            next = self.next(last + 1);
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_marked_review_is_found() {
        let mut marks = Marks::new(200);
        marks.add(&[0, 63, 64, 199]);
        let found: Vec<Option<DocId>> = [0, 1, 63, 64, 65, 199, 200, 256].map(|doc| marks.next(doc)).into();
        let expected = [Some(0), Some(63), Some(63), Some(64), Some(199), Some(199), None, None];
        assert_eq!((found, marks.count), (expected.to_vec(), 4));
        assert_eq!(Marks::new(0).next(0), None);
    }
}
