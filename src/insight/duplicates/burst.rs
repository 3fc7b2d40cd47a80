//! Bursts: many like texts about one item in a few days, where the item's other reviews do not explain them.

use crate::domain::marks::{BURST_WINDOW_S, Burst};

/// Like texts that make a burst at the least.
pub const LEAST: usize = 5;
/// How many times more than expected.
const TIMES: f64 = 4.0;
/// How many standard deviations (of a Poisson count) above what is expected.
const DEVIATIONS: f64 = 5.0;

/// For each of the times of like texts about one item, ascending, the burst that it is part of.
///
/// Expected of a window is the share that the item's other reviews (`others`, ascending) have in it, smoothed by one review for each
/// window of its life: a day of sales brings more of everything, and an item that was never reviewed before has no rate to exceed.
#[must_use]
pub fn bursts(like: &[i64], others: &[i64]) -> Vec<Option<Burst>> {
    let mut found = vec![None; like.len()];
    let (Some(first), Some(last)) = (like.first(), like.last()) else { return found };
    let begins = others.first().map_or(*first, |other| *other.min(first));
    let ends = others.last().map_or(*last, |other| *other.max(last));
    let windows = (ends.saturating_sub(begins) / BURST_WINDOW_S).saturating_add(1);
    let within = |times: &[i64], from: i64| {
        let end = from.saturating_add(BURST_WINDOW_S);
        times.partition_point(|time| *time < from)..times.partition_point(|time| *time < end)
    };
    let all = number(others.len()) + number(usize::try_from(windows).unwrap_or(usize::MAX));
    for from in like {
        let (members, beside) = (within(like, *from), within(others, *from).len());
        let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
        let expected = number(like.len()) * (number(beside) + 1.0) / all;
        let limit = (TIMES * expected).max(expected + DEVIATIONS * expected.sqrt());
        if members.len() >= LEAST && f64::from(count) >= limit {
            let burst = Some(Burst { reviews: count });
            found[members].iter_mut().for_each(|place| *place = (*place).max(burst));
        }
    }
    found
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    /// One review every `step` days, for two years.
    fn steady(step: usize) -> Vec<i64> {
        (0..730).step_by(step).map(|day| day * DAY).collect()
    }

    fn count(like: &[i64], others: &[i64]) -> usize {
        bursts(like, others).iter().flatten().count()
    }

    #[test]
    fn many_at_once_are_a_burst_and_stragglers_are_not() {
        let mut like: Vec<i64> = (0..20).map(|hour| 300 * DAY + hour * 3_600).collect();
        like.extend([10 * DAY, 600 * DAY]);
        like.sort_unstable();
        let found = bursts(&like, &steady(2));
        assert_eq!(found.iter().flatten().count(), 20);
        assert!(found.first().unwrap().is_none() && found.last().unwrap().is_none());
        assert_eq!(found[1], Some(Burst { reviews: 20 }));
    }

    #[test]
    fn what_follows_the_rhythm_of_the_item_is_none() {
        assert_eq!(count(&steady(5), &steady(1)), 0);
        // A sale: the others jump as well.
        let sale: Vec<i64> = (0..40).map(|hour| 300 * DAY + hour * 3_600).collect();
        let mut others = steady(7);
        others.extend((0..200).map(|minutes| 300 * DAY + minutes * 900));
        others.sort_unstable();
        assert_eq!(count(&sale, &others), 0);
        // A new item whose first days are all it has.
        assert_eq!(count(&sale, &[]), 0);
    }

    #[test]
    fn few_are_none() {
        assert_eq!(count(&[0, 1, 2, 3], &steady(1)), 0);
        assert_eq!(count(&[], &steady(1)), 0);
        assert_eq!(count(&[i64::MIN, i64::MAX], &[i64::MIN, 0, i64::MAX]), 0);
    }
}
