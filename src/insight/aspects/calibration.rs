//! From margins to decisions: the thresholds and shifts that make F1 highest on reviews that the models have not seen.
//!
//! Knows nothing of how the margins came about. F1 weighs the classes alike, so rare ones must win before they are the likeliest.

use crate::domain::analysis::Polarity;

/// Steps of a shift on either side of where it starts, and what one is worth.
const STEPS: i16 = 20;
const STEP: f64 = 0.1;
/// How often each shift is set in view of the others.
const ROUNDS: usize = 2;

/// An aspect of a review with its margins by a model that has not seen the review.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    /// By [`Polarity::ALL`]; `None` where the aspect is not taken to be mentioned.
    pub(super) margins: Option<[f64; 3]>,
    /// What people say of it, if they take it to be mentioned.
    pub(super) labelled: Option<Polarity>,
}

/// The margin from which on a text is taken to mention an aspect, so that F1 is highest, and that F1.
#[expect(clippy::cast_possible_truncation, reason = "the file holds it in this precision")]
pub(super) fn threshold(mut margins: Vec<(f64, bool)>) -> (f32, f64) {
    margins.sort_by(|a, b| b.0.total_cmp(&a.0));
    let labelled = margins.iter().filter(|(_, labelled)| *labelled).count();
    let (mut right, mut best, mut threshold) = (0usize, 0.0, 0.0);
    for (found, (margin, is_labelled)) in (1usize..).zip(&margins) {
        right += usize::from(*is_labelled);
        let f1 = f1(right, found, labelled);
        if f1 > best {
            (best, threshold) = (f1, *margin);
        }
    }
    (threshold as f32, best)
}

/// Harmonic mean of precision and recall; 0 where nothing is right.
#[expect(clippy::cast_precision_loss, reason = "counts of reviews in memory")]
pub(super) fn f1(right: usize, found: usize, labelled: usize) -> f64 {
    if right == 0 { 0.0 } else { 2.0 * right as f64 / (found + labelled) as f64 }
}

/// The polarity of the largest margin once the first two are shifted.
pub(super) fn choose(margins: &[f64; 3], shifts: [f64; 2]) -> Polarity {
    let shifted = [margins[0] + shifts[0], margins[1] + shifts[1], margins[2]];
    let best = (1..3).fold(0, |best, place| if shifted[place] > shifted[best] { place } else { best });
    Polarity::ALL[best]
}

/// What to add to the margins of complaint and neutral so that the mean F1 of the three polarities is highest, by coordinate ascent from
/// `from`. Each unit away from there must gain `pull`: few cases prove little.
pub(super) fn shifts(cases: &[Case], from: [f64; 2], pull: f64) -> [f64; 2] {
    let mut shifts = from;
    for coordinate in [0, 1].repeat(ROUNDS) {
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

fn mean_f1(cases: &[Case], shifts: [f64; 2]) -> f64 {
    let (mut right, mut found, mut labelled) = ([0; 3], [0; 3], [0; 3]);
    for case in cases {
        let chosen = case.margins.map(|margins| choose(&margins, shifts));
        if let Some(polarity) = chosen {
            found[polarity as usize] += 1;
        }
        if let Some(polarity) = case.labelled {
            labelled[polarity as usize] += 1;
            right[polarity as usize] += usize::from(chosen == case.labelled);
        }
    }
    (0..3).map(|class| f1(right[class], found[class], labelled[class])).sum::<f64>() / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_takes_in_what_helps() {
        let margins = vec![(2.0, true), (1.0, true), (0.5, false), (0.2, true), (-1.0, false), (-2.0, false)];
        let (threshold, f1) = threshold(margins);
        assert!((threshold - 0.2).abs() < 1e-6 && (f1 - 6.0 / 7.0).abs() < 1e-12);
        assert_eq!(super::threshold(Vec::new()), (0.0, 0.0));
    }

    #[test]
    fn a_rare_class_wins_where_that_raises_the_mean() {
        let case = |neutral: f64, labelled| Case { margins: Some([-2.0, neutral, 0.0]), labelled: Some(labelled) };
        let mut cases = vec![case(-1.5, Polarity::Positive); 10];
        cases.extend([case(-0.55, Polarity::Neutral); 2]);
        let found = shifts(&cases, [0.0; 2], 0.01);
        assert_eq!(choose(&[-2.0, -0.55, 0.0], found), Polarity::Neutral);
        assert_eq!(choose(&[-2.0, -1.5, 0.0], found), Polarity::Positive);
        assert_eq!(shifts(&cases, [0.0; 2], 10.0), [0.0; 2]);
    }
}
