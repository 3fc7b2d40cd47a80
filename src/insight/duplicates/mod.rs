//! Near-duplicate texts and bursts of them: how likeness is measured, grouped and weighed against time.
//!
//! Knows nothing of where reviews lie: it takes sketches in and hands groups of numbers out. Two texts are alike when their letters
//! are equal, or when the estimated Jaccard similarity of their sets of character bigrams reaches [`ALIKE`]. Clusters are the connected
//! components of likeness, so the order in which reviews are looked at does not matter.
//!
//! Short texts coincide without being copied (安装满意, 味道不错): below [`LETTERS_EXACT`] letters nothing is a copy, below
//! [`LETTERS_NEAR`] only equal letters are.

mod burst;
mod groups;
mod matcher;
mod sketch;
#[cfg(test)]
mod tests;

pub use burst::{LEAST as BURST_LEAST, bursts};
pub use groups::Groups;
pub use matcher::Matcher;
pub use sketch::{likeness, name_hash};

/// Rises whenever other texts count as alike, so that all are compared again.
pub const VERSION: u32 = 1;

/// Letters from which equal texts are copies.
const LETTERS_EXACT: usize = 8;
/// Different letters from which equal texts are copies: 好好好好好好好好 is nobody's.
const DISTINCT_LETTERS: usize = 5;
/// Letters from which similar texts are copies.
const LETTERS_NEAR: usize = 12;
/// Equal places of two sketches from which their texts are alike: a similarity of 0.7 by estimate.
const ALIKE: usize = 45;
