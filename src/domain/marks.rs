//! What only the whole corpus can say of a review: that its text repeats others, and that many alike came at once.

use super::review::ReviewNumber;

/// Bytes of a sketch: one for each of its hash functions.
pub const SKETCH_BYTES: usize = 64;

/// What the corpus says of one review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Marks {
    /// The cluster of near-duplicates that it belongs to, named by the lowest number among its members.
    pub cluster: Option<ReviewNumber>,
    /// Whether another member of the cluster was written before it.
    pub duplicate: bool,
    /// The burst that it is part of.
    pub burst: Option<Burst>,
}

/// Many like texts about one item within a few days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Burst {
    /// How many like texts came within [`BURST_WINDOW_S`].
    pub reviews: u32,
}

/// Seconds that a burst may last: three days, what an ordered campaign takes.
pub const BURST_WINDOW_S: i64 = 3 * 86_400;

/// By what a text is recognised as another one's copy; reviews too short to be copies of anything have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Likeness {
    /// Hash of the letters, equal for texts that differ in punctuation, spaces and emoji alone.
    pub hash: i64,
    /// Sketch of the bigrams; absent for texts too short to be compared by their parts.
    pub sketch: Option<[u8; SKETCH_BYTES]>,
}

/// What the pass over the corpus keeps of each review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traits {
    /// The review.
    pub number: ReviewNumber,
    /// The change that made the content it was taken from.
    pub sequence: u64,
    /// When the review was written.
    pub created: Option<i64>,
    /// Hash of the item's name.
    pub item: Option<i64>,
    /// How to know its text again.
    pub likeness: Option<Likeness>,
}
