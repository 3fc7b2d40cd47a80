//! The best `limit` hits after a given one, in any order, with the review number as last key.

use std::{cmp::Reverse, collections::BinaryHeap};

use tantivy::DocId;

use super::columns::{Columns, NO_TIME};
use crate::domain::{page::Sort, review::ReviewNumber};

/// Where a hit stands in the order: larger comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The sort key, mapped so that larger comes first and "unknown" is 0.
    pub rank: u64,
    /// Review number.
    pub number: u32,
}

impl Place {
    /// The review that stands there.
    #[must_use]
    pub fn review(&self) -> ReviewNumber {
        ReviewNumber(u64::from(self.number))
    }
}

/// Keeps the best hits seen so far.
pub(super) struct Page {
    sort: Sort,
    limit: usize,
    after: Option<Place>,
    /// The worst of the kept hits on top.
    kept: BinaryHeap<Reverse<Place>>,
}

impl Page {
    pub(super) fn new(sort: Sort, limit: usize, after: Option<Place>) -> Self {
        Self { sort, limit, after, kept: BinaryHeap::with_capacity(limit + 1) }
    }

    /// Takes a block of reviews that pass all filters, ranked by their columns. Whether later ones of the segment may enter too.
    pub(super) fn add_all(&mut self, columns: &Columns, docs: &[DocId]) -> bool {
        for doc in docs.iter().map(|doc| *doc as usize) {
            if self.is_settled(columns, doc) {
                return false;
            }
            let rank = self.rank(columns, doc);
            self.offer(columns, doc, rank);
        }
        true
    }

    /// Takes a review with its score, which is never negative.
    pub(super) fn add_scored(&mut self, columns: &Columns, doc: usize, score: f32) {
        // The bits of non-negative floats ascend with their values.
        self.offer(columns, doc, u64::from(score.max(0.0).to_bits()));
    }

    fn offer(&mut self, columns: &Columns, doc: usize, rank: u64) {
        let place = Place { rank, number: columns.numbers[doc] };
        if self.after.is_some_and(|after| place >= after) || self.worst().is_some_and(|worst| place < worst) {
            return;
        }
        self.kept.push(Reverse(place));
        if self.kept.len() > self.limit {
            self.kept.pop();
        }
    }

    /// The worst kept place once the page is full: nothing below it can enter.
    fn worst(&self) -> Option<Place> {
        (self.kept.len() >= self.limit)
            .then(|| self.kept.peek().map_or(Place { rank: u64::MAX, number: u32::MAX }, |worst| worst.0))
    }

    /// The lowest score that can still enter: pruning may drop what lies strictly below it.
    pub(super) fn score_threshold(&self) -> f32 {
        let worst = self.worst().and_then(|worst| u32::try_from(worst.rank).ok()).map(f32::from_bits);
        worst.map_or(f32::NEG_INFINITY, f32::next_down)
    }

    /// Whether no later document of a segment (which holds its reviews newest first) can enter a page of the newest.
    fn is_settled(&self, columns: &Columns, doc: usize) -> bool {
        self.sort == Sort::Newest && self.worst().is_some_and(|worst| time_rank(columns.created[doc]) < worst.rank)
    }

    fn rank(&self, columns: &Columns, doc: usize) -> u64 {
        let rating = || columns.layout.rating.read(&columns.words, doc) as u64;
        match self.sort {
            Sort::Relevance | Sort::Newest => time_rank(columns.created[doc]),
            Sort::Oldest => match time_rank(columns.created[doc]) {
                0 => 0,
                rank => u64::MAX - rank,
            },
            Sort::RatingAsc => match rating() {
                0 => 0,
                half_stars => 11 - half_stars,
            },
            Sort::RatingDesc => rating(),
            Sort::Likes => u64::from(columns.likes[doc]),
        }
    }

    /// The hits, best first.
    pub(super) fn hits(self) -> Vec<Place> {
        self.kept.into_sorted_vec().into_iter().map(|Reverse(place)| place).collect()
    }
}

/// Ascends with time; 0 when unknown. Instants lie far inside ±2^62 seconds.
fn time_rank(unix_s: i64) -> u64 {
    match unix_s {
        NO_TIME => 0,
        unix_s => unix_s.saturating_add(1 << 62).cast_unsigned(),
    }
}
