//! Days on which a source has far fewer or far more reviews than such days usually have: signs of a lost or doubled export.
//!
//! What a day is expected to have is the median of the same weekday in the [`WEEKS`] weeks before and after it; how far a day may stray is
//! measured by the median absolute deviation of these days (× 1.4826, which makes it the standard deviation of a normal distribution; Hampel
//! 1974), at least by the root of the median, as counts of independent events stray. Nothing is said of sources that are too sparse to tell.

use std::collections::BTreeMap;

use crate::domain::calendar::Day;

/// Weeks before and after a day that it is compared with.
const WEEKS: i32 = 8;
/// Days of the same weekday that must be known.
const LEAST_NEIGHBOURS: usize = 6;
/// Deviations by which an empty day must fall short.
const GAP_DEVIATIONS: f64 = 3.0;
/// Deviations by which a full day must exceed.
const JUMP_DEVIATIONS: f64 = 8.0;
/// A jump is at least so many times what is expected, and so many reviews more.
const JUMP_TIMES: f64 = 3.0;
const JUMP_REVIEWS: f64 = 20.0;
/// Makes the median absolute deviation of a normal distribution its standard deviation.
const MAD_TO_SIGMA: f64 = 1.4826;

/// What is unusual about some days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusual {
    /// No reviews where there usually are.
    Gap,
    /// Many more than usual.
    Jump,
}

/// Days in a row with an unusual number of reviews.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// In which way.
    pub unusual: Unusual,
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
    /// Reviews of these days.
    pub reviews: u64,
    /// Reviews that such days usually have.
    pub expected: f64,
}

/// The unusual days between the first and the last that has reviews, in order. Days that are not listed have none.
#[must_use]
pub fn unusual_days(reviews_by_day: &BTreeMap<Day, u64>) -> Vec<Stretch> {
    let (Some(first), Some(last)) = (reviews_by_day.keys().next(), reviews_by_day.keys().next_back()) else {
        return Vec::new();
    };
    let reviews = |day: i32| reviews_by_day.get(&Day(day)).copied().unwrap_or(0);
    let mut stretches: Vec<Stretch> = Vec::new();
    for day in first.0..=last.0 {
        let neighbours = (-WEEKS..=WEEKS).filter(|week| *week != 0).map(|week| day + 7 * week);
        let known = neighbours.filter(|day| (first.0..=last.0).contains(day));
        let mut counts: Vec<f64> = known.map(|day| reviews(day) as f64).collect();
        let Some((unusual, expected)) = judge(reviews(day), &mut counts) else { continue };
        match stretches.last_mut().filter(|stretch| stretch.unusual == unusual && stretch.last.0 + 1 == day) {
            Some(stretch) => {
                stretch.last = Day(day);
                stretch.reviews += reviews(day);
                stretch.expected += expected;
            }
            None => {
                stretches.push(Stretch { unusual, first: Day(day), last: Day(day), reviews: reviews(day), expected });
            }
        }
    }
    stretches
}

/// In which way a day is unusual among its neighbours, and what they have in the middle.
fn judge(reviews: u64, neighbours: &mut [f64]) -> Option<(Unusual, f64)> {
    if neighbours.len() < LEAST_NEIGHBOURS {
        return None;
    }
    let reviews = reviews as f64;
    let expected = median(neighbours);
    let mut deviations: Vec<f64> = neighbours.iter().map(|count| (count - expected).abs()).collect();
    let deviation = (MAD_TO_SIGMA * median(&mut deviations)).max(expected.sqrt()).max(1.0);
    if reviews == 0.0 && expected >= GAP_DEVIATIONS * deviation {
        return Some((Unusual::Gap, expected));
    }
    let more = reviews - expected;
    let jumps = more >= JUMP_DEVIATIONS * deviation && more >= JUMP_REVIEWS && reviews >= JUMP_TIMES * expected;
    jumps.then_some((Unusual::Jump, expected))
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    /// A year in which weekends are three times as busy.
    fn year(random: &mut ChaCha8Rng) -> BTreeMap<Day, u64> {
        let usual = |day: i32| if day % 7 < 2 { 120 } else { 40 };
        (0..365).map(|day| (Day(day), random.random_range(usual(day) * 3 / 4..=usual(day) * 5 / 4))).collect()
    }

    #[test]
    fn an_ordinary_year_is_not_unusual_and_neither_are_sparse_days() {
        let mut random = ChaCha8Rng::seed_from_u64(3);
        for _ in 0..20 {
            assert_eq!(unusual_days(&year(&mut random)), []);
        }
        let sparse: BTreeMap<Day, u64> = (0..365).step_by(3).map(|day| (Day(day), 2)).collect();
        assert_eq!(unusual_days(&sparse), []);
        assert_eq!(unusual_days(&BTreeMap::new()), []);
    }

    #[test]
    fn planted_gaps_and_jumps_are_found_and_nothing_else() {
        let mut random = ChaCha8Rng::seed_from_u64(4);
        let mut days = year(&mut random);
        for day in 100..103 {
            days.remove(&Day(day));
        }
        days.insert(Day(200), 900);
        let found = unusual_days(&days);
        let places: Vec<_> = found.iter().map(|s| (s.unusual, s.first.0, s.last.0, s.reviews)).collect();
        assert_eq!(places, [(Unusual::Gap, 100, 102, 0), (Unusual::Jump, 200, 200, 900)]);
        assert!(found[0].expected >= 100.0, "{found:?}");
    }

    #[test]
    fn a_weekday_that_is_always_closed_is_no_gap() {
        let days: BTreeMap<Day, u64> = (0..365).filter(|day| day % 7 != 3).map(|day| (Day(day), 50)).collect();
        assert_eq!(unusual_days(&days), []);
    }
}
