//! The walk over a slice: who complains of what.

use std::ops::ControlFlow;

use super::{
    Complainer, Complaints, EngineError, KeyCounts, Keys, Ratings, SetCounts,
    counts::{Counting, Counts},
};
use crate::{
    domain::{sentiment::SentimentBucket, slice::Slice},
    engine::{search::Budget, snapshot::Snapshot},
};

impl<'s> Complaints<'s> {
    /// The complaints of a slice, not yet compared with anything, and the same as counts.
    pub(super) fn gather(
        snapshot: &'s Snapshot,
        slice: &Slice,
        keys: &Keys,
        budget: &Budget<'_>,
    ) -> Result<(Self, Counts), EngineError> {
        let layout = &snapshot.layout;
        let mut counting = Counting::new(keys.negative.len());
        let mut days = vec![0; layout.day_values()];
        let (mut reviews, mut pairs): (Vec<Complainer>, Vec<(u32, u32)>) = Default::default();
        let (mut unkeyed, mut none) = (Ratings::default(), Ratings::default());
        let ids: Vec<*const _> = snapshot.columns.iter().map(std::sync::Arc::as_ptr).collect();
        let (mut segment, mut last) = (0, std::ptr::null());
        snapshot.each_block(slice, budget, &mut |columns, block| {
            if !std::ptr::eq(last, columns) {
                last = columns;
                segment = ids.iter().position(|id| std::ptr::eq(*id, columns)).unwrap_or_default();
            }
            for doc in block {
                let at = *doc as usize;
                let half_stars = layout.rating.read(&columns.words, at) as u64;
                days[layout.day.read(&columns.words, at)] += 1;
                let (next, before) = (count(reviews.len()), pairs.len());
                counting.add(keys, columns, at, half_stars, |key| pairs.push((key, next)));
                match pairs.len() - before {
                    0 if columns.bucket(at) <= SentimentBucket::Negative => unkeyed.add(half_stars),
                    0 => none.add(half_stars),
                    of => reviews.push(Complainer {
                        segment: count(segment),
                        doc: *doc,
                        keys: u16::try_from(of).unwrap_or(u16::MAX),
                        half_stars: u8::try_from(half_stars).unwrap_or_default(),
                    }),
                }
            }
            ControlFlow::Continue(())
        })?;
        let counts = counting.finish();
        let mut complaints = Self {
            snapshot,
            by: keys.by,
            slice: counts.set,
            baseline: SetCounts::default(),
            unkeyed,
            none,
            keys: Vec::new(),
            elsewhere: Vec::new(),
            reviews,
            offsets: vec![0],
            members: Vec::new(),
            days,
        };
        complaints.arrange(&counts, pairs);
        Ok((complaints, counts))
    }

    /// Puts the reviews of each key side by side, in the order in which they were met.
    fn arrange(&mut self, counts: &Counts, pairs: Vec<(u32, u32)>) {
        let mut place_of = vec![u32::MAX; counts.reviews.len()];
        let mut begin = 0;
        for (ordinal, reviews) in counts.reviews.iter().enumerate().filter(|(_, reviews)| **reviews > 0) {
            place_of[ordinal] = count(self.keys.len());
            let distinct = counts.distinct[ordinal];
            self.keys.push(KeyCounts { ordinal: count(ordinal), distinct, ..KeyCounts::default() });
            begin += *reviews;
            self.offsets.push(u32::try_from(begin).unwrap_or(u32::MAX));
        }
        let mut next = self.offsets.clone();
        self.members = vec![0; pairs.len()];
        for (ordinal, review) in pairs {
            let place = place_of[ordinal as usize] as usize;
            self.members[next[place] as usize] = review;
            next[place] += 1;
        }
        for place in 0..self.keys.len() {
            let (mut ratings, mut thousandths) = (Ratings::default(), 0);
            for review in self.members(place) {
                ratings.add(u64::from(review.half_stars));
                thousandths += i64::from(self.columns(review).score(review.doc as usize).thousandths());
            }
            let key = &mut self.keys[place];
            (key.reviews, key.thousandths) = (ratings, thousandths);
        }
    }

    /// Takes in what the baseline complains of.
    pub(super) fn compare(&mut self, baseline: &Counts) {
        self.baseline = baseline.set;
        let mut own = vec![false; baseline.reviews.len()];
        for key in &mut self.keys {
            let ordinal = key.ordinal as usize;
            own[ordinal] = true;
            (key.baseline, key.baseline_distinct) = (baseline.reviews[ordinal], baseline.distinct[ordinal]);
        }
        let others = baseline.distinct.iter().zip(own).filter(|(distinct, own)| !own && **distinct > 0);
        self.elsewhere = others.map(|(distinct, _)| *distinct).collect();
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
