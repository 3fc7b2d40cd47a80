//! From margins to decisions: the shifts that make F1 highest on reviews that the models have not seen.
//!
//! Knows nothing of how the margins came about. F1 weighs the classes alike, so rare ones must win before they are the likeliest.

use crate::domain::analysis::Polarity;

/// Steps of a shift on either side of where it starts, and what one is worth.
const STEPS: i16 = 20;
const STEP: f64 = 0.1;
/// How often each shift is set in view of the others.
const ROUNDS: usize = 2;
/// The class of no mention behind those of the polarities.
const SILENT: usize = 3;
/// How far what the margins make likely counts beside what people say: a rare class has too few labels to set a shift by them alone.
const LIKELY: f64 = 0.5;

/// An aspect of a review with its margins by a model that has not seen the review.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    /// By [`Polarity::ALL`], then that of no mention; `None` where a mention is ruled out.
    margins: Option<[f64; 4]>,
    /// How far each class counts as labelled; sums up to 1.
    masses: [f64; 4],
}

impl Case {
    /// `labelled` is what people say of it, if they take it to be mentioned.
    pub(super) fn new(margins: Option<[f64; 4]>, labelled: Option<Polarity>) -> Self {
        let mut masses =
            margins.map_or([0.0, 0.0, 0.0, LIKELY], |margins| likely(&margins).map(|share| share * LIKELY));
        masses[class(labelled)] += 1.0 - LIKELY;
        Self { margins, masses }
    }
}

/// The share of each class by the logistic function of its margin.
fn likely(margins: &[f64; 4]) -> [f64; 4] {
    let shares = margins.map(|margin| 1.0 / (1.0 + (-margin).exp()));
    let sum: f64 = shares.iter().sum();
    shares.map(|share| share / sum)
}

fn class(verdict: Option<Polarity>) -> usize {
    verdict.map_or(SILENT, |polarity| polarity as usize)
}

/// Counts of one class, of which labelled ones may be parts.
#[derive(Clone, Copy, Default)]
struct Counts {
    right: f64,
    found: f64,
    labelled: f64,
}

/// The mean over the classes of the harmonic mean of precision and recall; 0 where nothing is right.
fn mean(counts: &[Counts; 4]) -> f64 {
    let f1 = |counts: &Counts| {
        if counts.right == 0.0 { 0.0 } else { 2.0 * counts.right / (counts.found + counts.labelled) }
    };
    counts.iter().map(f1).sum::<f64>() / 4.0
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
            let worth = expected_f1(cases, tried) - pull * away.abs();
            if worth > best.0 + 1e-9 {
                best = (worth, tried[coordinate]);
            }
        }
        shifts[coordinate] = best.1;
    }
    shifts
}

/// Mean F1 of what is chosen with these shifts, against what counts as labelled.
fn expected_f1(cases: &[Case], shifts: [f64; 3]) -> f64 {
    let mut counts = [Counts::default(); 4];
    for case in cases {
        let chosen = class(decide(case, shifts));
        counts[chosen].found += 1.0;
        counts[chosen].right += case.masses[chosen];
        for (counts, mass) in counts.iter_mut().zip(case.masses) {
            counts.labelled += mass;
        }
    }
    mean(&counts)
}

/// What is chosen with these shifts.
pub(super) fn decide(case: &Case, shifts: [f64; 3]) -> Option<Polarity> {
    case.margins.and_then(|margins| choose(&margins, shifts))
}

/// Mean F1 of the three polarities and of no mention, of pairs of what was chosen and what is labelled.
pub(super) fn mean_f1(pairs: impl Iterator<Item = (Option<Polarity>, Option<Polarity>)>) -> f64 {
    let mut counts = [Counts::default(); 4];
    for (chosen, said) in pairs.map(|(chosen, said)| (class(chosen), class(said))) {
        counts[chosen].found += 1.0;
        counts[said].labelled += 1.0;
        counts[said].right += if chosen == said { 1.0 } else { 0.0 };
    }
    mean(&counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_over_polarities_and_no_mention() {
        use Polarity::{Negative, Positive};
        let pairs =
            [(Some(Positive), Some(Positive)), (Some(Positive), Some(Negative)), (Some(Positive), None), (None, None)];
        // Praise: 1 right of 3 found and 1 labelled; no mention: 1 right of 1 and 2.
        assert!((mean_f1(pairs.into_iter()) - (0.5 + 2.0 / 3.0) / 4.0).abs() < 1e-12);
    }

    #[test]
    fn a_rare_class_wins_where_that_raises_the_mean() {
        let case = |neutral: f64, labelled| Case::new(Some([-2.0, neutral, 0.0, -5.0]), Some(labelled));
        let mut cases = vec![case(-1.5, Polarity::Positive); 10];
        cases.extend([case(-0.55, Polarity::Neutral); 2]);
        let found = shifts(&cases, [0.0; 3], 0.01);
        assert_eq!(choose(&[-2.0, -0.55, 0.0, -5.0], found), Some(Polarity::Neutral));
        assert_eq!(choose(&[-2.0, -1.5, 0.0, -5.0], found), Some(Polarity::Positive));
        assert_eq!(shifts(&cases, [0.0; 3], 10.0), [0.0; 3]);
    }

    #[test]
    fn what_is_likely_counts_beside_what_people_say() {
        let even = Case::new(Some([0.0; 4]), Some(Polarity::Negative));
        assert_eq!(even.masses, [0.625, 0.125, 0.125, 0.125]);
        assert_eq!(Case::new(None, Some(Polarity::Positive)).masses, [0.0, 0.0, 0.5, 0.5]);
    }
}
