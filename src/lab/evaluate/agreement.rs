//! How far found aspects agree with labelled ones: mentions, polarities, and both together.
//!
//! Joint macro-F1 is the metric of the AI Challenger 2018 task whose 20 restaurant aspects are public: for each aspect the macro-F1 over the
//! four classes (not mentioned, negative, neutral, positive), then the mean over the aspects.

use std::collections::BTreeMap;

use crate::domain::analysis::Polarity;

/// Classes of one aspect in one text: not mentioned, negative, neutral, positive.
const CLASSES: usize = 4;

/// What one text says, labelled or found: polarity by aspect id.
pub type Said = BTreeMap<String, Polarity>;

/// Counts over a set of texts.
#[derive(Debug, Clone, Default)]
pub struct Agreement {
    /// By aspect: `[labelled][found]` texts.
    tables: BTreeMap<String, [[u32; CLASSES]; CLASSES]>,
    texts: u32,
    signs: (u32, u32),
}

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scores {
    /// Share of what was found that is labelled.
    pub precision: f64,
    /// Share of what is labelled that was found.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

impl Scores {
    fn of(right: u32, found: u32, labelled: u32) -> Self {
        let share = |part: u32, whole: u32| if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) };
        Self { precision: share(right, found), recall: share(right, labelled), f1: share(2 * right, found + labelled) }
    }
}

impl Agreement {
    /// Over these aspects.
    pub fn over<'i>(ids: impl IntoIterator<Item = &'i str>) -> Self {
        let tables = ids.into_iter().map(|id| (id.to_owned(), Default::default())).collect();
        Self { tables, ..Self::default() }
    }

    /// Counts one text. `sign` tells for each aspect found which side its score is on.
    pub fn add(&mut self, labelled: &Said, found: &Said, sign: impl Fn(&str) -> f64) {
        self.texts += 1;
        let class = |said: &Said, id: &str| said.get(id).map_or(0, |polarity| *polarity as usize + 1);
        for (id, table) in &mut self.tables {
            let (labelled, found) = (class(labelled, id), class(found, id));
            table[labelled][found] += 1;
            // Praise against complaint, wherever both are sure that the aspect is mentioned.
            if matches!(labelled, 1 | 3) && found != 0 {
                let right = if labelled == 3 { sign(id) > 0.0 } else { sign(id) < 0.0 };
                self.signs = (self.signs.0 + u32::from(right), self.signs.1 + 1);
            }
        }
    }

    /// Texts counted.
    #[must_use]
    pub const fn texts(&self) -> u32 {
        self.texts
    }

    /// Whether an aspect is mentioned, over all aspects.
    #[must_use]
    pub fn mentions(&self) -> Scores {
        let sums = self
            .tables
            .values()
            .map(mention_counts)
            .fold([0; 3], |sum, counts| [sum[0] + counts[0], sum[1] + counts[1], sum[2] + counts[2]]);
        Scores::of(sums[0], sums[1], sums[2])
    }

    /// The same for each aspect.
    pub fn by_aspect(&self) -> impl Iterator<Item = (&str, Scores)> {
        self.tables.iter().map(|(id, table)| {
            let [right, found, labelled] = mention_counts(table);
            (id.as_str(), Scores::of(right, found, labelled))
        })
    }

    /// Mean over the aspects of the macro-F1 over the four classes.
    #[must_use]
    pub fn joint_macro_f1(&self) -> f64 {
        let mean =
            |values: Vec<f64>| values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).unwrap_or(1).max(1));
        mean(
            self.tables
                .values()
                .map(|table| mean((0..CLASSES).map(|class| class_f1(table, class)).collect()))
                .collect(),
        )
    }

    /// Macro-F1 over the three polarities, aspects counted together: what is not mentioned is no class of its own.
    #[must_use]
    pub fn joint_pooled_f1(&self) -> f64 {
        let mut pooled = [[0; CLASSES]; CLASSES];
        for table in self.tables.values() {
            for (sums, counts) in pooled.iter_mut().flatten().zip(table.iter().flatten()) {
                *sums += counts;
            }
        }
        (1..CLASSES).map(|class| class_f1(&pooled, class)).sum::<f64>() / 3.0
    }

    /// The same for each aspect, with the F1 of each class.
    pub fn joint_by_aspect(&self) -> impl Iterator<Item = (&str, [f64; CLASSES])> {
        self.tables.iter().map(|(id, table)| (id.as_str(), std::array::from_fn(|class| class_f1(table, class))))
    }

    /// Share of labelled praise and complaint, where the aspect was found, whose score is on the right side; and how many those are.
    #[must_use]
    pub fn polarity_given_mention(&self) -> (f64, u32) {
        let (right, all) = self.signs;
        (if all == 0 { 0.0 } else { f64::from(right) / f64::from(all) }, all)
    }
}

/// Right, found and labelled mentions.
fn mention_counts(table: &[[u32; CLASSES]; CLASSES]) -> [u32; 3] {
    let right = table[1..].iter().flat_map(|row| &row[1..]).sum();
    let found = table.iter().flat_map(|row| &row[1..]).sum();
    let labelled = table[1..].iter().flatten().sum();
    [right, found, labelled]
}

fn class_f1(table: &[[u32; CLASSES]; CLASSES], class: usize) -> f64 {
    let found = table.iter().map(|row| row[class]).sum();
    Scores::of(table[class][class], found, table[class].iter().sum()).f1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pairs: &[(&str, Polarity)]) -> Said {
        pairs.iter().map(|(id, polarity)| ((*id).to_owned(), *polarity)).collect()
    }

    #[test]
    fn figures_follow_their_definitions() {
        use Polarity::{Negative, Neutral, Positive};
        let mut agreement = Agreement::over(["a", "b"]);
        agreement.add(&said(&[("a", Positive), ("b", Negative)]), &said(&[("a", Positive)]), |_| 1.0);
        agreement.add(&said(&[("a", Negative)]), &said(&[("a", Neutral), ("b", Positive)]), |_| 1.0);
        assert_eq!(agreement.mentions(), Scores { precision: 2.0 / 3.0, recall: 2.0 / 3.0, f1: 2.0 / 3.0 });
        assert_eq!(agreement.polarity_given_mention(), (0.5, 2));
        // a: positive 1, the others 0; b: no class is right.
        assert!((agreement.joint_macro_f1() - 0.125).abs() < 1e-12);
    }
}
