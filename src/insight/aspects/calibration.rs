//! From margins to decisions: the shifts that make F1 highest on reviews that the models have not seen.
//!
//! Knows nothing of how the margins came about. F1 weighs the classes alike, so rare ones must win before they are the likeliest.

use crate::domain::analysis::Polarity;

/// Steps of a shift on either side of where it starts, and what one is worth.
const STEPS: i16 = 20;
const STEP: f64 = 0.1;
/// How often each shift is set in view of the others.
const ROUNDS: usize = 2;
/// The class of all mentions behind those of the polarities.
const MENTIONED: usize = 3;

/// An aspect of a review with its margins by a model that has not seen the review.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    /// By [`Polarity::ALL`], then that of no mention; `None` where a mention is ruled out.
    pub(super) margins: Option<[f64; 4]>,
    /// What people say of it, if they take it to be mentioned.
    pub(super) labelled: Option<Polarity>,
}

/// Harmonic mean of precision and recall; 0 where nothing is right.
#[expect(clippy::cast_precision_loss, reason = "counts of reviews in memory")]
pub(super) fn f1(right: usize, found: usize, labelled: usize) -> f64 {
    if right == 0 { 0.0 } else { 2.0 * right as f64 / (found + labelled) as f64 }
}

/// The class of the largest margin once those of complaint, neutral and no mention are shifted.
pub(super) fn choose(margins: &[f64; 4], shifts: [f64; 3]) -> Option<Polarity> {
    let shifted = [margins[0] + shifts[0], margins[1] + shifts[1], margins[2], margins[3] + shifts[2]];
    let best = (1..4).fold(0, |best, place| if shifted[place] > shifted[best] { place } else { best });
    Polarity::ALL.get(best).copied()
}

/// What to add to the margins of complaint, neutral and no mention so that the mean F1 is highest, by coordinate ascent from `from`. Each
/// unit away from there must gain `pull`: few cases prove little.
pub(super) fn shifts(cases: &[Case], from: [f64; 3], pull: f64) -> [f64; 3] {
    let mut shifts = from;
    for coordinate in [2, 0, 1].repeat(ROUNDS) {
        let mut best = (f64::NEG_INFINITY, shifts[coordinate]);
        // From the start outwards: of equals the nearest is kept.
        for step in (0..=STEPS).flat_map(|step| [step, -step]) {
            let away = f64::from(step) * STEP;
            let mut tried = shifts;
            tried[coordinate] = from[coordinate] + away;
            let worth = mean_f1(cases, tried) - pull * away.abs();
            if worth > best.0 + 1e-9 {
                best = (worth, tried[coordinate]);
            }
        }
        shifts[coordinate] = best.1;
    }
    shifts
}

/// Mean F1 of what is chosen with these shifts.
pub(super) fn mean_f1(cases: &[Case], shifts: [f64; 3]) -> f64 {
    mean_f1_of(cases.iter().map(|case| (case.margins.and_then(|margins| choose(&margins, shifts)), case.labelled)))
}

/// Mean F1 of the three polarities and of being mentioned, of pairs of what was chosen and what is labelled.
pub(super) fn mean_f1_of(pairs: impl Iterator<Item = (Option<Polarity>, Option<Polarity>)>) -> f64 {
    let (mut right, mut found, mut labelled) = ([0; 4], [0; 4], [0; 4]);
    for (chosen, said) in pairs {
        for class in chosen.into_iter().flat_map(|polarity| [polarity as usize, MENTIONED]) {
            found[class] += 1;
        }
        for class in said.into_iter().flat_map(|polarity| [polarity as usize, MENTIONED]) {
            labelled[class] += 1;
        }
        if let (Some(chosen), Some(said)) = (chosen, said) {
            right[said as usize] += usize::from(chosen == said);
            right[MENTIONED] += 1;
        }
    }
    (0..4).map(|class| f1(right[class], found[class], labelled[class])).sum::<f64>() / 4.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_over_polarities_and_mentions() {
        use Polarity::{Negative, Positive};
        let pairs = [(Some(Positive), Some(Positive)), (Some(Positive), Some(Negative)), (Some(Positive), None)];
        // Praise: 1 right of 3 found and 1 labelled; mentions: 2 right of 3 and 2.
        assert!((mean_f1_of(pairs.into_iter()) - (0.5 + 0.8) / 4.0).abs() < 1e-12);
    }

    #[test]
    fn a_rare_class_wins_where_that_raises_the_mean() {
        let case =
            |neutral: f64, labelled| Case { margins: Some([-2.0, neutral, 0.0, -5.0]), labelled: Some(labelled) };
        let mut cases = vec![case(-1.5, Polarity::Positive); 10];
        cases.extend([case(-0.55, Polarity::Neutral); 2]);
        let found = shifts(&cases, [0.0; 3], 0.01);
        assert_eq!(choose(&[-2.0, -0.55, 0.0, -5.0], found), Some(Polarity::Neutral));
        assert_eq!(choose(&[-2.0, -1.5, 0.0, -5.0], found), Some(Polarity::Positive));
        assert_eq!(shifts(&cases, [0.0; 3], 10.0), [0.0; 3]);
    }
}
