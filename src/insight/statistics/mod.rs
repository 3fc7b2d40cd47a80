//! The statistics of the product: whether a figure of one set of reviews differs from that of another, by how much, and since when.
//!
//! Pure functions of counts and sums, without I/O and the same on every machine. Knows nothing of slices, aspects or texts. Three rules
//! hold throughout: tests are honest at small counts (conditional and exact rather than normal approximations), estimates that rank are
//! shrunk so that a handful of reviews never ranks high, and p-values of many candidates are corrected for their number ([`holm`]).

mod change;
mod difference;
mod distributions;
mod hypergeometric;
mod lift;
mod moments;
mod multiple;
mod terms;
#[cfg(test)]
mod tests;
mod verdict;

pub use self::{
    change::{Change, worse_since},
    difference::{Difference, cliffs_delta, difference_of_means, difference_of_shares},
    lift::{Lift, association, lift},
    moments::Moments,
    multiple::holm,
    terms::log_odds,
    verdict::{SIGNIFICANT, Verdict, Wanted, verdict},
};

/// So many reviews of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Share {
    /// Reviews that carry something.
    pub count: u64,
    /// All reviews of the set; at least `count`.
    pub of: u64,
}

impl Share {
    /// The share as a number from 0 to 1; 0 of nothing.
    #[must_use]
    pub fn value(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.count as f64 / self.of as f64 }
    }
}
