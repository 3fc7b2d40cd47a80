//! Complaints of any reviews by key, with near-duplicates counted once beside.

use std::ops::ControlFlow;

use super::{super::columns::Columns, EngineError, Keys, Ratings, SetCounts};
use crate::{
    domain::slice::Slice,
    engine::{search::Budget, snapshot::Snapshot},
};

/// Reviews by key and cluster: `key << 32 | cluster`, ascending, with how many reviews there are.
type ByCluster = Vec<(u64, u32)>;

/// Complaints of some reviews.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) set: SetCounts,
    /// By ordinal of the key.
    pub(super) reviews: Vec<u64>,
    /// The same with near-duplicates counted once.
    pub(super) distinct: Vec<u64>,
    /// Complaints of reviews that are in a cluster.
    complaints: ByCluster,
    /// All reviews that are in a cluster, under key 0.
    clustered: ByCluster,
}

/// [`Counts`] under way.
pub(super) struct Counting {
    pub(super) ratings: Ratings,
    pub(super) reviews: Vec<u64>,
    complaints: Vec<u64>,
    clustered: Vec<u64>,
}

impl Counting {
    pub(super) fn new(keys: usize) -> Self {
        Self { ratings: Ratings::default(), reviews: vec![0; keys], complaints: Vec::new(), clustered: Vec::new() }
    }

    /// Adds a review and calls `take` with each key of which it complains.
    #[inline]
    pub(super) fn add(
        &mut self,
        keys: &Keys,
        columns: &Columns,
        doc: usize,
        half_stars: u64,
        mut take: impl FnMut(u32),
    ) {
        self.ratings.add(half_stars);
        let cluster = columns.clusters.of(doc).map(u64::from);
        self.clustered.extend(cluster);
        keys.each(columns, doc, |key| {
            self.reviews[key as usize] += 1;
            self.complaints.extend(cluster.map(|cluster| u64::from(key) << 32 | cluster));
            take(key);
        });
    }

    pub(super) fn finish(self) -> Counts {
        let (complaints, clustered) = (grouped(self.complaints), grouped(self.clustered));
        let mut distinct = self.reviews.clone();
        for (key, reviews) in &complaints {
            distinct[key_of(*key)] -= u64::from(reviews - 1);
        }
        let repeated: u64 = clustered.iter().map(|(_, reviews)| u64::from(reviews - 1)).sum();
        let set = SetCounts { reviews: self.ratings, distinct: self.ratings.count - repeated };
        Counts { set, reviews: self.reviews, distinct, complaints, clustered }
    }
}

fn grouped(mut keys: Vec<u64>) -> ByCluster {
    keys.sort_unstable();
    keys.chunk_by(|a, b| a == b).map(|same| (same[0], u32::try_from(same.len()).unwrap_or(u32::MAX))).collect()
}

const fn key_of(key: u64) -> usize {
    (key >> 32) as usize
}

impl Counts {
    /// Counts the reviews of a slice.
    pub(super) fn of(
        snapshot: &Snapshot,
        slice: &Slice,
        keys: &Keys,
        budget: &Budget<'_>,
    ) -> Result<Self, EngineError> {
        let mut counting = Counting::new(keys.negative.len());
        let rating = snapshot.layout.rating;
        snapshot.each_block(slice, budget, &mut |columns, block| {
            let word = &columns.words[rating.word()];
            for doc in block {
                let doc = *doc as usize;
                counting.add(keys, columns, doc, rating.take(word[doc]) as u64, |_| {});
            }
            ControlFlow::Continue(())
        })?;
        Ok(counting.finish())
    }

    /// These, of which `part` are some, without those.
    pub(super) fn without(&self, part: &Self) -> Self {
        let less =
            |all: &[u64], part: &[u64]| -> Vec<u64> { all.iter().zip(part).map(|(all, part)| all - part).collect() };
        // Of the clusters, only those end that have no member left.
        let ended = |all: &ByCluster, part: &ByCluster| -> Vec<u64> {
            let is_whole = |(key, reviews): &&(u64, u32)| {
                all.binary_search_by_key(key, |(key, _)| *key).is_ok_and(|at| all[at].1 == *reviews)
            };
            part.iter().filter(is_whole).map(|(key, _)| *key).collect()
        };
        let left_alone =
            |part: &Self| part.set.reviews.count - part.clustered.iter().map(|(_, n)| u64::from(*n)).sum::<u64>();
        let mut distinct = self.distinct.clone();
        let mut alone = part.reviews.clone();
        for (key, reviews) in &part.complaints {
            alone[key_of(*key)] -= u64::from(*reviews);
        }
        distinct.iter_mut().zip(&alone).for_each(|(distinct, alone)| *distinct -= alone);
        for key in ended(&self.complaints, &part.complaints) {
            distinct[key_of(key)] -= 1;
        }
        let gone = left_alone(part) + ended(&self.clustered, &part.clustered).len() as u64;
        Self {
            set: SetCounts { reviews: self.set.reviews.without(part.set.reviews), distinct: self.set.distinct - gone },
            reviews: less(&self.reviews, &part.reviews),
            distinct,
            ..Self::default()
        }
    }
}
