//! The figures that compare what was said with what was labelled. Knows numbers only.

/// Area under the ROC curve: how often a positive scores above a negative, ties counting half. `None` without both.
pub(super) fn auc(scored: &[(f64, bool)]) -> Option<f64> {
    let mut scored = scored.to_vec();
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut ranks, mut before) = (0.0, 0.0);
    for ties in scored.chunk_by(|a, b| a.0 == b.0) {
        let positives = count(ties.iter().filter(|(_, positive)| *positive));
        ranks += positives * (before + (count(ties.iter()) + 1.0) / 2.0);
        before += count(ties.iter());
    }
    let positives = count(scored.iter().filter(|(_, positive)| *positive));
    let negatives = before - positives;
    (positives > 0.0 && negatives > 0.0)
        .then(|| (ranks - positives * (positives + 1.0) / 2.0) / (positives * negatives))
}

/// A share of counts; 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of texts stay far below 2⁵³")]
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn count(items: impl Iterator) -> f64 {
    f64::from(u32::try_from(items.count()).unwrap_or(u32::MAX))
}

/// What was labelled (rows) against what was said (columns), by weight.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Confusion<const N: usize>([[f64; N]; N]);

impl<const N: usize> Confusion<N> {
    /// Every case counts the same.
    pub(super) fn of(cases: &[(usize, usize)]) -> Self {
        let mut cells = [[0.0; N]; N];
        for (labelled, said) in cases {
            cells[*labelled][*said] += 1.0;
        }
        Self(cells)
    }

    /// As if each labelled class had as many cases.
    pub(super) fn balanced(mut self) -> Self {
        for row in &mut self.0 {
            let sum: f64 = row.iter().sum();
            row.iter_mut().filter(|_| sum > 0.0).for_each(|cell| *cell /= sum);
        }
        self
    }

    fn total(&self) -> f64 {
        self.0.iter().flatten().sum()
    }

    fn labelled(&self, class: usize) -> f64 {
        self.0[class].iter().sum()
    }

    fn said(&self, class: usize) -> f64 {
        self.0.iter().map(|row| row[class]).sum()
    }

    fn share(&self, matches: impl Fn(usize, usize) -> bool) -> f64 {
        let cells = (0..N).flat_map(|row| (0..N).map(move |column| (row, column)));
        cells.filter(|(row, column)| matches(*row, *column)).map(|(row, column)| self.0[row][column]).sum::<f64>()
            / self.total()
    }

    /// Share of cases that are right.
    pub(super) fn accuracy(&self) -> f64 {
        self.share(|labelled, said| labelled == said)
    }

    /// Share of cases that are at most one class off.
    pub(super) fn within_one(&self) -> f64 {
        self.share(|labelled, said| labelled.abs_diff(said) <= 1)
    }

    /// Mean over the classes of the harmonic mean of precision and recall.
    pub(super) fn macro_f1(&self) -> f64 {
        let f1 = |class: usize| {
            let both = self.labelled(class) + self.said(class);
            if both > 0.0 { 2.0 * self.0[class][class] / both } else { 0.0 }
        };
        (0..N).map(f1).sum::<f64>() / count(0..N)
    }

    /// Cohen's kappa with quadratic weights: 1 is full agreement, 0 what chance gives.
    pub(super) fn quadratic_kappa(&self) -> f64 {
        let (mut observed, mut expected) = (0.0, 0.0);
        for row in 0..N {
            for column in 0..N {
                let distance = count(0..row.abs_diff(column)).powi(2);
                observed += distance * self.0[row][column];
                expected += distance * self.labelled(row) * self.said(column) / self.total();
            }
        }
        if expected > 0.0 { 1.0 - observed / expected } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auc_counts_pairs_in_order() {
        assert_eq!(auc(&[(0.1, false), (0.4, true), (0.35, false), (0.8, true)]), Some(1.0));
        assert_eq!(auc(&[(0.1, true), (0.4, false), (0.2, true), (0.3, false)]), Some(0.0));
        assert_eq!(auc(&[(1.0, true), (1.0, false), (2.0, true)]), Some(0.75));
        assert_eq!(auc(&[(1.0, true)]), None);
    }

    #[test]
    fn agreement_is_what_the_definitions_give() {
        let confusion = Confusion::<3>::of(&[(0, 0), (0, 0), (0, 2), (1, 1), (2, 1)]);
        assert_eq!(confusion.accuracy(), 0.6);
        assert_eq!(confusion.within_one(), 0.8);
        let f1 = (4.0 / 5.0 + 2.0 / 3.0) / 3.0;
        assert!((confusion.macro_f1() - f1).abs() < 1e-12);
        // Observed: one pair two off, one pair one off; expected from the margins 3, 1, 1 and 2, 2, 1.
        let expected = (3.0 * 2.0 + 3.0 * 4.0 + 2.0 + 1.0 + 2.0 * 4.0 + 2.0) / 5.0;
        assert!((confusion.quadratic_kappa() - (1.0 - 5.0 / expected)).abs() < 1e-12);
        assert_eq!(Confusion::<3>::of(&[(0, 0), (1, 1), (2, 2)]).quadratic_kappa(), 1.0);
    }

    #[test]
    fn balancing_gives_each_class_the_same_weight() {
        let confusion = Confusion::<2>::of(&[(0, 0), (0, 0), (0, 0), (0, 1), (1, 0)]).balanced();
        assert_eq!(confusion.accuracy(), 0.375);
    }
}
