//! From averages to what the file holds: the greatest in eight bits each.
//!
//! Knows nothing of what weights mean. A level is the square root of a weight's share of the greatest (companding).

use std::collections::BTreeMap;

use super::tagger::Tagger;
use crate::insight::opinions::model::{Gram, Margins, TAGS, Weight, worth};

/// Weights of grams that are kept: with half as many, pairs are found 0.01 less often; with twice as many, no more.
const GRAM_WEIGHTS: usize = 80_000;
/// Features of pairs that are kept.
const PAIR_WEIGHTS: usize = 30_000;
/// What a reading must gain over the nearest term; thousandths. In meals, where dishes are named once and which were learned from, little; in
/// unknown texts and goods the nearest term is right unless much speaks against it.
const MARGINS: Margins = [[0, 0, 26_000], [12_000, 17_000, 60_000], [0, 26_000, 40_000]];
/// The greatest level.
const TOP: i8 = 127;

pub(super) fn of_tagger(tagger: &Tagger) -> (Vec<i32>, Vec<(Gram, Vec<Weight>)>) {
    let all = tagger.grams.iter().flat_map(|(_, _, averages)| averages);
    let scale = Scale::new(all.copied(), GRAM_WEIGHTS);
    let mut grams: BTreeMap<Gram, Vec<Weight>> = BTreeMap::new();
    for (gram, shift, averages) in &tagger.grams {
        for (tag, average) in (0u8..).zip(averages) {
            if let Some(level) = scale.level(*average) {
                let tags = u8::try_from(TAGS).unwrap_or_default();
                grams.entry(*gram).or_default().push((shift * tags + tag, level));
            }
        }
    }
    let follow = tagger.follow.iter().map(|average| scale.worth(*average)).collect();
    (follow, grams.into_iter().collect())
}

pub(super) fn of_ranker(averages: &[(u32, i32)]) -> (Vec<(u32, i8)>, Margins) {
    let scale = Scale::new(averages.iter().map(|(_, average)| *average), PAIR_WEIGHTS);
    let ranks = averages.iter().filter_map(|(feature, average)| scale.level(*average).map(|level| (*feature, level)));
    (ranks.collect(), MARGINS.map(|of| of.map(|margin| scale.worth(margin))))
}

/// From averages to levels and their worths.
struct Scale {
    greatest: i32,
    /// What is not greater is left out.
    least: i32,
}

impl Scale {
    fn new(averages: impl Iterator<Item = i32>, kept: usize) -> Self {
        let mut sizes: Vec<i32> = averages.map(i32::abs).filter(|size| *size > 0).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        Self { greatest: sizes.first().copied().unwrap_or(1), least: sizes.get(kept).copied().unwrap_or(0) }
    }

    fn level(&self, average: i32) -> Option<i8> {
        if average.abs() <= self.least {
            return None;
        }
        let share = f64::from(average.abs()) / f64::from(self.greatest);
        #[expect(clippy::cast_possible_truncation, reason = "the share is at most 1")]
        let level = (share.sqrt() * f64::from(TOP)).round() as i8;
        Some(if average < 0 { -level } else { level }).filter(|level| *level != 0)
    }

    /// In the worth of levels.
    fn worth(&self, average: i32) -> i32 {
        let top = i64::from(worth(TOP));
        i32::try_from(i64::from(average) * top / i64::from(self.greatest)).unwrap_or_default()
    }
}
