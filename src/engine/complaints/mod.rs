//! Complaints: of what the reviews of a slice complain, against a baseline, exactly, in one walk over each.
//!
//! A review complains of an aspect that it judges negative, or of an opinion whose normal form is negative. Near-duplicates are counted as
//! one review beside the true counts. Sums are integers. Knows nothing of tests and scores: those are made of these figures.

mod counts;
mod gather;
mod quotable;
mod trend;

use std::sync::{Arc, OnceLock};

use self::counts::Counts;
pub use self::{quotable::Candidate, trend::Trends};
use super::{EngineError, columns::Columns, lists::ListField, search::Budget, snapshot::Snapshot};
use crate::domain::{
    pain_points::{Baseline, Key},
    review::ReviewNumber,
    slice::Slice,
};

/// How many reviews, and what they are rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ratings {
    /// Reviews.
    pub count: u64,
    /// Those with a rating.
    pub rated: u64,
    /// Sum of their ratings in half stars.
    pub half_stars: u64,
}

impl Ratings {
    pub(super) const fn add(&mut self, half_stars: u64) {
        self.count += 1;
        self.rated += (half_stars > 0) as u64;
        self.half_stars += half_stars;
    }

    /// These without those.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self {
            count: self.count - other.count,
            rated: self.rated - other.rated,
            half_stars: self.half_stars - other.half_stars,
        }
    }

    /// Mean rating in stars; `None` without a rated review.
    #[must_use]
    pub fn mean(self) -> Option<f64> {
        (self.rated > 0).then(|| self.half_stars as f64 / self.rated as f64 / 2.0)
    }
}

/// A set of reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SetCounts {
    /// All of them.
    pub reviews: Ratings,
    /// How many there are with near-duplicates counted once.
    pub distinct: u64,
}

/// What complains of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyCounts {
    /// The key, among all of the snapshot.
    ordinal: u32,
    /// Complaining reviews of the slice.
    pub reviews: Ratings,
    /// The same with near-duplicates counted once.
    pub distinct: u64,
    /// Sum of their sentiment scores, in thousandths.
    pub thousandths: i64,
    /// Complaining reviews of the baseline.
    pub baseline: u64,
    /// The same with near-duplicates counted once.
    pub baseline_distinct: u64,
}

/// Sums of ratings by the number of keys that their reviews complain of: index k − 1 for k keys.
pub type Sums = Vec<Ratings>;

/// A review that complains of a key.
#[derive(Debug, Clone, Copy)]
struct Complainer {
    segment: u32,
    doc: u32,
    /// Of so many keys.
    keys: u16,
    half_stars: u8,
}

/// The complaints of a slice, taken from one snapshot.
pub struct Complaints<'s> {
    snapshot: &'s Snapshot,
    by: Key,
    /// The slice.
    pub slice: SetCounts,
    /// The baseline.
    pub baseline: SetCounts,
    /// Reviews whose text is negative while they complain of no key.
    pub unkeyed: Ratings,
    /// Reviews that complain of nothing.
    pub none: Ratings,
    /// The keys of which a review of the slice complains, by ordinal.
    pub keys: Vec<KeyCounts>,
    /// Keys of which only the baseline complains: for each, how many reviews do, near-duplicates counted once.
    pub elsewhere: Vec<u64>,
    reviews: Vec<Complainer>,
    /// Where the reviews of each of `keys` begin in `members`; one more than keys.
    offsets: Vec<u32>,
    /// Places in `reviews`, by segment, newest first within each.
    members: Vec<u32>,
    /// Reviews of the slice by packed day; 0 is unknown.
    days: Vec<u64>,
}

/// Complaints of all reviews of a snapshot, by [`Key`]: with them the rest of a slice needs no walk.
#[derive(Default)]
pub(super) struct WholeComplaints([OnceLock<Arc<Counts>>; 2]);

/// How keys are read off a review.
struct Keys {
    by: Key,
    /// By ordinal, whether it is a complaint.
    negative: Vec<bool>,
}

impl Keys {
    fn new(snapshot: &Snapshot, by: Key) -> Self {
        let field = match by {
            Key::Aspect => ListField::AspectSentiment,
            Key::Opinion => ListField::Opinion,
        };
        Self { by, negative: snapshot.lists.negative(field) }
    }

    /// Calls `take` with each key of which a review complains.
    #[inline]
    fn each(&self, columns: &Columns, doc: usize, mut take: impl FnMut(u32)) {
        let mut some = |ordinal: u32| {
            if self.negative[ordinal as usize] {
                take(ordinal);
            }
        };
        match self.by {
            Key::Aspect => columns.lists.pairs.of(doc).iter().for_each(|pair| some(u32::from(*pair))),
            Key::Opinion => columns.lists.opinions.of(doc).iter().for_each(|opinion| some(*opinion)),
        }
    }
}

impl Snapshot {
    /// The complaints of a slice against a baseline.
    ///
    /// # Errors
    /// [`EngineError::OutOfTime`] when the budget is spent, and errors of the index files.
    pub fn complaints(
        &self,
        slice: &Slice,
        baseline: &Baseline,
        by: Key,
        budget: &Budget<'_>,
    ) -> Result<Complaints<'_>, EngineError> {
        let keys = Keys::new(self, by);
        let (mut complaints, own) = Complaints::gather(self, slice, &keys, budget)?;
        match baseline {
            Baseline::Slice(other) => complaints.compare(&Counts::of(self, other, &keys, budget)?),
            Baseline::Rest => complaints.compare(&self.whole_complaints(&keys, budget)?.without(&own)),
        }
        Ok(complaints)
    }

    fn whole_complaints(&self, keys: &Keys, budget: &Budget<'_>) -> Result<Arc<Counts>, EngineError> {
        let place = &self.complaints.0[keys.by as usize];
        if let Some(known) = place.get() {
            return Ok(Arc::clone(known));
        }
        let counted = Arc::new(Counts::of(self, &Slice::default(), keys, budget)?);
        // Another request may have been faster; both have counted the same.
        Ok(Arc::clone(place.get_or_init(|| counted)))
    }
}

impl Complaints<'_> {
    /// The value of the key's field.
    #[must_use]
    pub fn name(&self, key: &KeyCounts) -> String {
        let field = match self.by {
            Key::Aspect => ListField::AspectSentiment,
            Key::Opinion => ListField::Opinion,
        };
        let values = &self.snapshot.lists.dictionary(field).values;
        let value = (key.ordinal as usize).checked_sub(1).and_then(|index| values.get(index));
        value.map(ToString::to_string).unwrap_or_default()
    }

    /// The ratings of a key's reviews by how many keys they complain of; `place` is the key's among [`Self::keys`].
    #[must_use]
    pub fn sums(&self, place: usize) -> Sums {
        let mut sums = Sums::new();
        self.members(place).for_each(|review| add(&mut sums, review));
        sums
    }

    /// The same for all keys but these, and how many reviews complain of one of them.
    #[must_use]
    pub fn sums_without(&self, shown: &[usize]) -> (Sums, u64) {
        let (mut sums, mut complains) = (Sums::new(), vec![false; self.reviews.len()]);
        let mut is_shown = vec![false; self.keys.len()];
        shown.iter().for_each(|place| is_shown[*place] = true);
        for place in (0..self.keys.len()).filter(|place| !is_shown[*place]) {
            for index in self.places(place) {
                complains[*index as usize] = true;
                add(&mut sums, &self.reviews[*index as usize]);
            }
        }
        (sums, complains.into_iter().filter(|complains| *complains).count() as u64)
    }

    fn places(&self, place: usize) -> &[u32] {
        &self.members[self.offsets[place] as usize..self.offsets[place + 1] as usize]
    }

    fn members(&self, place: usize) -> impl Iterator<Item = &Complainer> {
        self.places(place).iter().map(|index| &self.reviews[*index as usize])
    }

    fn columns(&self, review: &Complainer) -> &Columns {
        &self.snapshot.columns[review.segment as usize]
    }

    fn number(&self, review: &Complainer) -> ReviewNumber {
        ReviewNumber(u64::from(self.columns(review).numbers[review.doc as usize]))
    }

    fn cluster(&self, review: &Complainer) -> Option<u32> {
        self.columns(review).clusters.of(review.doc as usize)
    }
}

fn add(sums: &mut Sums, review: &Complainer) {
    let at = usize::from(review.keys).saturating_sub(1);
    if sums.len() <= at {
        sums.resize(at + 1, Ratings::default());
    }
    sums[at].add(u64::from(review.half_stars));
}
