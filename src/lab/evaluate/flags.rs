//! Figures of the flags: how well abuse is told from plain anger and texts that say nothing from others, and how often each flag is raised
//! on exports.

use std::{collections::BTreeMap, time::Instant};

use super::{Row, RowKind, metrics::ratio};
use crate::{
    domain::{
        analysis::{Flag, FlagSet},
        review::ReviewNumber,
    },
    insight::{
        Insight,
        duplicates::{Groups, Matcher},
    },
    lab::{Labelled, Set},
};

/// How a yes-or-no judgement agrees with its labels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Agreement {
    /// Of what was said to be so, the share that is.
    pub precision: f64,
    /// Of what is so, the share that was said to be.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// Agreement over pairs of (is, was said to be).
pub fn f1(judged: impl IntoIterator<Item = (bool, bool)>) -> Agreement {
    let (mut both, mut is, mut said) = (0, 0, 0);
    for (label, judgement) in judged {
        both += u32::from(label && judgement);
        is += u32::from(label);
        said += u32::from(judgement);
    }
    let share = |of: u32| f64::from(both) / f64::from(of.max(1));
    let f1 = 2.0 * f64::from(both) / f64::from((is + said).max(1));
    Agreement { precision: share(said), recall: share(is), f1 }
}

/// Rows for a set whose label 1 means offensive, judged by a margin.
pub(in crate::lab) fn model_rows(set: &Set, margin: impl Fn(&str) -> f64) -> Vec<Row> {
    let agreement = f1(set.texts.iter().map(|text| (is_abuse(text), margin(&text.text) > 0.0)));
    three(set, &agreement, "the model alone, decided at even odds", RowKind::Figure)
}

/// Rows for a set whose label 1 means offensive: the model alone, the flag as it ships for reviews, the word lists alone, and what
/// guessing gives.
#[must_use]
pub fn abuse_rows(insight: &Insight, set: &Set) -> Vec<Row> {
    let judged = |judge: &dyn Fn(&str) -> bool| f1(set.texts.iter().map(|text| (is_abuse(text), judge(&text.text))));
    let reason = |text: &str| insight.flags(text).into_iter().find(|found| found.flag == Flag::Abuse);
    let flag = judged(&|text| reason(text).is_some());
    let words = judged(&|text| reason(text).is_some_and(|found| found.reason != "abusive_language"));
    let mut rows = model_rows(set, |text| insight.abuse_margin(text));
    rows.extend(three(set, &flag, "the flag as it ships: only what is abuse in a review too", RowKind::Figure));
    rows.extend(three(set, &words, "the flag without the model", RowKind::Ablation));
    rows.extend(three(set, &judged(&|_| true), "everything is abuse", RowKind::Baseline));
    rows
}

fn is_abuse(text: &Labelled) -> bool {
    text.label.as_deref() == Some("1")
}

fn three(set: &Set, agreement: &Agreement, what: &str, kind: RowKind) -> Vec<Row> {
    let Agreement { precision, recall, f1 } = *agreement;
    let rows = [("abuse_f1", f1), ("abuse_precision", precision), ("abuse_recall", recall)];
    let row = |(metric, value)| Row::new(metric, &set.name, set.texts.len(), value).noted(what).of_kind(kind);
    rows.map(row).into()
}

/// Letters up to which the plain method takes every text for one that says nothing.
const SHORT_LETTERS: usize = 10;

/// Rows for the texts of a set that say whether a reader learns nothing from them; none without such labels.
#[must_use]
pub fn low_information_rows(insight: &Insight, set: &Set) -> Vec<Row> {
    let labelled: Vec<(bool, &str)> =
        set.texts.iter().filter_map(|text| Some((text.low_information?, text.text.as_str()))).collect();
    if labelled.is_empty() {
        return Vec::new();
    }
    let judged = |judge: &dyn Fn(&str) -> bool| f1(labelled.iter().map(|(label, text)| (*label, judge(text))));
    let row = |metric: &str, value| Row::new(metric, &set.name, labelled.len(), value);
    let flag = judged(&|text| insight.flags(text).iter().any(|found| found.flag == Flag::LowInformation));
    let is_short = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() <= SHORT_LETTERS;
    let mut rows = vec![
        row("low_information_precision", flag.precision).against(0.70, 0.80),
        row("low_information_recall", flag.recall).against(0.65, 0.75),
        row("low_information_f1", flag.f1),
    ];
    let plain = [
        (judged(&is_short), format!("every text of up to {SHORT_LETTERS} letters")),
        (judged(&|_| true), "every text".to_owned()),
    ];
    for (agreement, what) in plain {
        let Agreement { precision, recall, f1 } = agreement;
        let figures =
            [("low_information_precision", precision), ("low_information_recall", recall), ("low_information_f1", f1)];
        let baseline = |(metric, value)| row(metric, value).noted(&what).of_kind(RowKind::Baseline);
        rows.extend(figures.map(baseline));
    }
    rows
}

/// Rows for the texts of an export: the share of each flag and reason, and the copies that are found.
#[must_use]
pub fn export_rows(insight: &Insight, set: &Set) -> Vec<Row> {
    let mut flags: BTreeMap<Flag, usize> = BTreeMap::new();
    let mut reasons: BTreeMap<&'static str, usize> = BTreeMap::new();
    for text in &set.texts {
        let found = insight.flags(&text.text);
        let raised: FlagSet = found.iter().map(|found| found.flag).collect();
        raised.iter().for_each(|flag| *flags.entry(flag).or_default() += 1);
        found.iter().for_each(|found| *reasons.entry(found.reason).or_default() += 1);
    }
    let share = |count: usize| ratio(count, set.texts.len());
    let row = |metric: String, value| Row::new(&metric, &set.name, set.texts.len(), value);
    let mut rows: Vec<Row> =
        flags.into_iter().map(|(flag, count)| row(format!("flagged_{}", flag.name()), share(count))).collect();
    rows.extend(reasons.into_iter().map(|(reason, count)| row(format!("reason_{reason}"), share(count))));
    rows.extend(copy_rows(insight, set));
    rows
}

/// How many texts are copies of another: by sketches, and by equal letters alone.
fn copy_rows(insight: &Insight, set: &Set) -> Vec<Row> {
    let texts = &set.texts;
    let begin = Instant::now();
    let numbered: Vec<_> = (1..)
        .zip(texts)
        .filter_map(|(number, text)| Some((ReviewNumber(number), insight.likeness(&text.text)?)))
        .collect();
    let sketched = begin.elapsed();
    let groups = Matcher::new(numbered.clone()).into_groups();
    let matched = begin.elapsed() - sketched;
    let mut equal = Groups::default();
    let mut first: BTreeMap<i64, u64> = BTreeMap::new();
    for (number, likeness) in &numbered {
        let first = *first.entry(likeness.hash).or_insert(number.0);
        if first != number.0 {
            equal.join(first, number.0);
        }
    }
    let copies = |groups: Groups| groups.into_sorted().iter().map(|group| group.len() - 1).sum::<usize>();
    let largest = groups.clone().into_sorted().iter().map(Vec::len).max().unwrap_or_default();
    let row = |metric: &str, value| Row::new(metric, &set.name, texts.len(), value);
    let each_us = |time: std::time::Duration| time.as_secs_f64() * 1e6 / ratio(texts.len().max(1), 1);
    vec![
        row("flagged_duplicate", ratio(copies(groups), texts.len())).noted("every member of a cluster but one"),
        row("flagged_duplicate", ratio(copies(equal), texts.len()))
            .noted("equal letters alone")
            .of_kind(RowKind::Baseline),
        row("largest_cluster", ratio(largest, texts.len())).noted("share of all texts"),
        row("sketch_us", each_us(sketched)).noted("a text, with its check for default phrases"),
        row("match_us", each_us(matched)).noted("a text, all against all"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_is_counted() {
        let agreement = f1([(true, true), (true, false), (false, true), (true, true)]);
        assert!((agreement.precision - 2.0 / 3.0).abs() < 1e-9 && (agreement.recall - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(f1([]).f1.to_bits(), 0.0f64.to_bits());
    }

    #[test]
    fn low_information_is_measured_where_it_is_labelled() {
        let insight = Insight::builtin().unwrap();
        let labelled = [
            ("很好", Some(true)),
            ("这家店真不错，下次还会再来的", Some(true)),
            ("汤太咸", Some(false)),
            ("灯一闪一闪的，修了两回也没修好", Some(false)),
            ("满意", Some(false)),
            ("不错", None),
        ]
        .map(|(text, low_information)| Labelled {
            text: crate::text::fold(text),
            low_information,
            ..Labelled::default()
        });
        let set = Set { name: "own".to_owned(), texts: labelled.into() };
        let rows = low_information_rows(&insight, &set);
        let values = |kind| {
            let rows = rows.iter().filter(move |row| row.kind == kind);
            rows.map(|row| (row.value * 100.0).round()).collect::<Vec<f64>>()
        };
        assert_eq!(values(RowKind::Figure), [67.0, 100.0, 80.0]);
        assert_eq!(values(RowKind::Baseline), [33.0, 50.0, 40.0, 40.0, 100.0, 57.0]);
        assert!(rows.iter().all(|row| row.examples == 5));
        assert_eq!(rows[0].is_met(), Some(false));
        let unlabelled = Set { name: "own".to_owned(), texts: vec![Labelled::default()] };
        assert_eq!(low_information_rows(&insight, &unlabelled), []);
    }

    #[test]
    fn flags_and_copies_of_an_export_are_counted() {
        let insight = Insight::builtin().unwrap();
        let copy = "这家的牛肉面汤头很鲜，葱花也舍得放";
        let texts = [copy, "好评", copy, "锅底偏咸，毛肚新鲜", "此用户没有填写评价"]
            .map(|text| Labelled { text: crate::text::fold(text), ..Labelled::default() });
        let rows = export_rows(&insight, &Set { name: "own".to_owned(), texts: texts.into() });
        let value = |metric: &str| rows.iter().find(|row| row.metric == metric).map(|row| (row.value * 10.0).round());
        assert_eq!((value("flagged_low_information"), value("flagged_duplicate")), (Some(4.0), Some(2.0)));
        assert_eq!((value("reason_generic"), value("flagged_abuse")), (Some(2.0), None));
    }
}
