//! How characteristic a term is of a slice.

use super::Share;

/// Reviews that the prior is worth, for terms that occur in one of them or more.
const PRIOR_REVIEWS: f64 = 100.0;
/// Reviews with the term that the prior is worth at least: below one, the variance of a logarithm says nothing of its tail.
const PRIOR_COUNT: f64 = 1.0;

/// The z-score of a term's log-odds in a slice against a background that is disjoint, with an informative Dirichlet prior (Monroe, Colaresi
/// and Quinn 2008, "Fightin' Words", Political Analysis 16, eq. 16, 22): above 0 when the slice says it more often.
///
/// Counts are of reviews that contain the term, so that one review which repeats a word weighs as much as any other; the prior is the
/// term's share in both together, worth 100 reviews, or as many as make it worth one with the term. A term that only
/// one review has, which no background knows, thus reaches 1.1; one that thirty of a hundred have, 6.8.
#[must_use]
pub fn log_odds(slice: Share, background: Share) -> f64 {
    let (count, of) = (slice.count as f64, slice.of as f64);
    let (other, other_of) = (background.count as f64, background.of as f64);
    let pooled = (count + other) / (of + other_of);
    if !(pooled > 0.0 && pooled < 1.0) {
        return 0.0;
    }
    let reviews = PRIOR_REVIEWS.max(PRIOR_COUNT / pooled);
    let with = reviews * pooled;
    let odds = |count: f64, of: f64| ((count + with) / (of + reviews - count - with)).ln();
    let variance = 1.0 / (count + with) + 1.0 / (other + with);
    (odds(count, of) - odds(other, other_of)) / variance.sqrt()
}
