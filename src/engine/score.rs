//! Scoring the reviews of one segment in ascending order; what the parts of a score are, see [`super::rank`].
//!
//! What is expensive, reading positions, is done only for reviews whose other parts leave room for entering the page.

use tantivy::{
    DocId, DocSet, Term,
    fieldnorm::FieldNormReader,
    postings::{BlockSegmentPostings, Postings, SegmentPostings},
    query::Bm25Weight,
};

use super::{
    columns::Columns,
    occurrences::{Occurrences, slack},
    page::Page,
};
use crate::domain::ranking::{Ranking, age_days};

/// A score, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreParts {
    /// Each word with its BM25; words that do not occur are left out.
    pub words: Vec<(String, f32)>,
    /// Terms that stand literally in the review, with what each adds.
    pub literals: Vec<(String, f32)>,
    /// Characters between the parts, and what their closeness adds.
    pub closeness: Option<(u32, f32)>,
    /// For its age.
    pub recency: f32,
    /// For its likes.
    pub likes: f32,
    /// The sum, by which hits are ordered.
    pub total: f32,
}

pub(super) struct Word<'a> {
    pub(super) term: &'a Term,
    pub(super) postings: SegmentPostings,
    /// A second cursor, for the best score of the blocks ahead.
    pub(super) blocks: BlockSegmentPostings,
    pub(super) weight: &'a Bm25Weight,
}

/// Scores the reviews of one segment in ascending order.
pub(super) struct SegmentRanker<'a> {
    pub(super) weights: &'a Ranking,
    /// The end of the request's day, seconds since the epoch.
    pub(super) now: i64,
    pub(super) literal_texts: &'a [String],
    pub(super) columns: &'a Columns,
    pub(super) norms: FieldNormReader,
    pub(super) words: Vec<Word<'a>>,
    pub(super) spread: f32,
    /// `None` for a text that no review of the segment holds.
    pub(super) literals: Vec<Option<Occurrences>>,
    pub(super) parts: Option<Vec<Occurrences>>,
    pub(super) lengths: Vec<u32>,
    pub(super) starts: Vec<Vec<u32>>,
    /// What literal terms and closeness can add.
    pub(super) most_extra: f32,
    /// The last age that was looked at, and what it adds: neighbours are of the same day.
    pub(super) recency: (i64, f32),
}

/// Blocks of a posting list that are looked at for one bound: beyond, scoring costs less than bounding.
const BLOCKS_AHEAD: usize = 3;

impl SegmentRanker<'_> {
    /// Offers the reviews of a block to a page; they ascend, within and between blocks.
    pub(super) fn offer(&mut self, docs: &[DocId], page: &mut Page) {
        let threshold = page.score_threshold();
        if threshold > 0.0 && self.bound(docs, threshold) < threshold {
            return;
        }
        for doc in docs {
            let score = self.cheap(*doc);
            if score + self.most_extra >= page.score_threshold() {
                let score = score + self.extra(*doc);
                page.add_scored(self.columns, *doc as usize, score);
            }
        }
    }

    /// No review of the block scores higher; infinite when finding out is not worth it.
    fn bound(&mut self, docs: &[DocId], threshold: f32) -> f32 {
        let (Some(first), Some(last)) = (docs.first(), docs.last()) else { return 0.0 };
        let weights = self.weights;
        // Segments hold their reviews newest first.
        let mut bound = self.most_extra
            + weights.recent(age_days(self.columns.created[*first as usize], self.now))
            + weights.liked(self.columns.most_likes);
        for word in &mut self.words {
            bound += word.bound(*first, *last, &self.norms) * self.spread;
            if bound >= threshold {
                return f32::INFINITY;
            }
        }
        bound
    }

    /// Words, recency and likes.
    fn cheap(&mut self, doc: DocId) -> f32 {
        let index = doc as usize;
        let weights = self.weights;
        let age_days = age_days(self.columns.created[index], self.now);
        if self.recency.0 != age_days {
            self.recency = (age_days, self.weights.recent(age_days));
        }
        let mut score = self.recency.1;
        score += weights.liked(self.columns.likes[index]);
        for word in &mut self.words {
            score += word.score(doc, &self.norms).unwrap_or(0.0);
        }
        score
    }

    /// Literal terms and closeness.
    fn extra(&mut self, doc: DocId) -> f32 {
        let mut score = 0.0;
        for index in 0..self.literals.len() {
            if self.is_literal(index, doc) {
                score += self.weights.literal;
            }
        }
        score + self.slack(doc).map_or(0.0, |slack| self.weights.close(slack))
    }

    fn is_literal(&mut self, index: usize, doc: DocId) -> bool {
        self.literals[index].as_mut().is_some_and(|text| !text.starts(doc).is_empty())
    }

    /// Characters between the parts in the shortest passage that holds all.
    fn slack(&mut self, doc: DocId) -> Option<u32> {
        let parts = self.parts.as_mut()?;
        self.starts.resize_with(parts.len(), Vec::new);
        for (part, starts) in parts.iter_mut().zip(&mut self.starts) {
            starts.clear();
            starts.extend_from_slice(part.starts(doc));
            if starts.is_empty() {
                return None;
            }
        }
        slack(&self.starts, &self.lengths)
    }

    /// The score of one review, taken apart. No review before it may have been scored with this ranker.
    pub(super) fn explain(mut self, doc: DocId) -> ScoreParts {
        let index = doc as usize;
        let weights = *self.weights;
        let mut words = Vec::new();
        for word in &mut self.words {
            if let Some(score) = word.score(doc, &self.norms) {
                words.push((word.term.value().as_str().unwrap_or_default().to_owned(), score));
            }
        }
        let mut literals = Vec::new();
        for (at, text) in self.literal_texts.iter().enumerate() {
            if self.is_literal(at, doc) {
                literals.push((text.clone(), weights.literal));
            }
        }
        let closeness = self.slack(doc).map(|slack| (slack, weights.close(slack)));
        let recency = weights.recent(age_days(self.columns.created[index], self.now));
        let likes = weights.liked(self.columns.likes[index]);
        // Added in the order in which hits are scored, so that the sum is the same to the last bit.
        let cheap = words.iter().fold(recency + likes, |sum, (_, score)| sum + score);
        let literal = literals.iter().fold(0.0, |sum, (_, score)| sum + score);
        let total = cheap + (literal + closeness.map_or(0.0, |(_, score)| score));
        ScoreParts { words, literals, closeness, recency, likes, total }
    }
}

impl Word<'_> {
    fn score(&mut self, doc: DocId, norms: &FieldNormReader) -> Option<f32> {
        if self.postings.doc() < doc {
            self.postings.seek(doc);
        }
        (self.postings.doc() == doc).then(|| self.weight.score(norms.fieldnorm_id(doc), self.postings.term_freq()))
    }

    /// The best score of the blocks that reach from `first` to `last`.
    fn bound(&mut self, first: DocId, last: DocId, norms: &FieldNormReader) -> f32 {
        self.blocks.seek(first);
        let mut best = 0f32;
        for _ in 0..BLOCKS_AHEAD {
            best = best.max(self.blocks.block_max_score(norms, self.weight));
            if self.blocks.docs().last().is_none_or(|reached| *reached >= last) {
                return best;
            }
            self.blocks.advance();
        }
        f32::INFINITY
    }
}
