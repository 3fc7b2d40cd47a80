//! Where a folded text stands in the reviews of one segment: positions that follow from its bigrams.

use tantivy::{
    DocId, DocSet, SegmentReader, TERMINATED, Term,
    postings::{Postings, SegmentPostings},
    schema::IndexRecordOption,
};

use super::schema::Characters;

/// The terms that together stand for a folded text, each with its offset: the text itself when it is one character, else bigrams at offsets
/// 0, 2, 4, …, n−2, which cover every character. Empty for an empty text.
pub(super) fn terms(characters: Characters, folded: &str) -> Vec<(usize, Term)> {
    let starts: Vec<usize> = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
    let scalars = starts.len() - 1;
    let gram = |at: usize| (at, Term::from_field_text(characters.grams, &folded[starts[at]..starts[at + 2]]));
    match scalars {
        0 => Vec::new(),
        1 => vec![(0, Term::from_field_text(characters.chars, folded))],
        _ => {
            let odd = (scalars % 2 == 1).then_some(scalars - 2);
            (0..=scalars - 2).step_by(2).chain(odd).map(gram).collect()
        }
    }
}

/// Finds a text in one review after another, in ascending order.
pub(super) struct Occurrences {
    parts: Vec<(u32, SegmentPostings)>,
    /// Scalars of the text.
    length: u32,
    found: Vec<u32>,
    other: Vec<u32>,
}

impl Occurrences {
    /// Opens the posting lists of a folded text; `None` when it is empty or occurs in no review of the segment.
    pub(super) fn open(reader: &SegmentReader, characters: Characters, folded: &str) -> tantivy::Result<Option<Self>> {
        let mut parts = Vec::new();
        for (offset, term) in terms(characters, folded) {
            let inverted = reader.inverted_index(term.field())?;
            let Some(postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? else {
                return Ok(None);
            };
            parts.push((u32::try_from(offset).unwrap_or(u32::MAX), postings));
        }
        if parts.is_empty() {
            return Ok(None);
        }
        // The rarest first: most reviews are turned down by it.
        parts.sort_by_key(|(_, postings)| postings.size_hint());
        let length = u32::try_from(folded.chars().count()).unwrap_or(u32::MAX);
        Ok(Some(Self { parts, length, found: Vec::new(), other: Vec::new() }))
    }

    /// Scalars of the text.
    pub(super) fn length(&self) -> u32 {
        self.length
    }

    /// Positions at which the text begins in a review, ascending. Reviews must be asked for in ascending order.
    pub(super) fn starts(&mut self, doc: DocId) -> &[u32] {
        self.found.clear();
        if !self.parts.iter_mut().all(|(_, postings)| seek(postings, doc) == doc) {
            return &[];
        }
        for (index, (offset, postings)) in self.parts.iter_mut().enumerate() {
            let positions = if index == 0 { &mut self.found } else { &mut self.other };
            postings.positions(positions);
            // A term at a position before its offset cannot begin the text.
            positions.retain(|position| position >= offset);
            positions.iter_mut().for_each(|position| *position -= *offset);
            if index > 0 {
                keep_common(&mut self.found, &self.other);
            }
        }
        &self.found
    }
}

fn seek(postings: &mut SegmentPostings, doc: DocId) -> DocId {
    if postings.doc() >= doc || postings.doc() == TERMINATED { postings.doc() } else { postings.seek(doc) }
}

/// Keeps of `kept` what is also in `other`; both ascend.
fn keep_common(kept: &mut Vec<u32>, other: &[u32]) {
    let mut rest = other;
    kept.retain(|value| {
        rest = &rest[rest.partition_point(|candidate| candidate < value)..];
        rest.first() == Some(value)
    });
}

/// The shortest passage that holds one occurrence of each text: how many characters it has besides them, overlaps counted once. `None`
/// when one of them does not occur.
///
/// `starts` are ascending positions by text, `lengths` the scalars of each. For every possible beginning the next occurrence of each text
/// is the best, because all occurrences of a text are equally long.
pub(super) fn slack(starts: &[Vec<u32>], lengths: &[u32]) -> Option<u32> {
    let mut at = vec![0usize; starts.len()];
    let mut best: Option<u32> = None;
    loop {
        let mut covered = 0u32;
        let (mut first, mut end) = (u32::MAX, 0);
        let mut leader = 0;
        for (index, (starts, length)) in starts.iter().zip(lengths).enumerate() {
            let Some(&start) = starts.get(at[index]) else { return best };
            if start < first {
                (first, leader) = (start, index);
            }
            end = end.max(start.saturating_add(*length));
            covered = covered.saturating_add(*length);
        }
        let slack = (end - first).saturating_sub(covered);
        best = Some(best.map_or(slack, |best| best.min(slack)));
        if best == Some(0) {
            return best;
        }
        at[leader] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_passage_counts_what_stands_between() {
        // 上菜 at 0 and 20, 慢 at 5 and 23: four characters.. three between 3 and 5, one between 22 and 23.
        assert_eq!(slack(&[vec![0, 20], vec![5, 23]], &[2, 1]), Some(1));
        assert_eq!(slack(&[vec![7], vec![2]], &[2, 1]), Some(4));
        assert_eq!(slack(&[vec![0], vec![1]], &[2, 2]), Some(0));
        assert_eq!(slack(&[vec![0], vec![]], &[2, 1]), None);
        assert_eq!(slack(&[vec![0, 100], vec![90], vec![95]], &[1, 1, 1]), Some(8));
    }
}
