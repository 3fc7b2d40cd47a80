//! What the reading of aspects gets right, against texts with labelled aspects.
//!
//! Knows nothing of printing. Labels are 1, 0 and −1 by aspect id, what is absent is not mentioned. Texts count once each: those that
//! occur again are left out. Learned models are measured by cross-validation inside the set, cut by a hash of the text.

use std::collections::{BTreeMap, HashSet};

use super::{
    Detail, Row, RowKind,
    agreement::{Agreement, Said},
};
use crate::{
    domain::analysis::{Mention, Polarity},
    insight::{Insight, LearnedParts, Lesson, Pack, Parts, learn, linear::of_text},
    lab::{Labelled, Set},
};

/// The public restaurant set, for which bars are set.
const RESTAURANT: &str = "aspects-dianping";
/// Parts of a cross-validation.
const FOLDS: u64 = 5;

/// The rows of a set; none when it carries no aspects of a pack.
#[must_use]
pub fn rows(set: &Set, insight: &Insight, detail: Detail) -> Vec<Row> {
    let Some(pack) = pack_of(set, insight) else { return Vec::new() };
    let texts = distinct(set);
    let measure = |parts| over(pack, &texts, |text| insight.aspects_by(parts, text, pack), insight);
    let mut rows = figures(&set.name, &measure(Parts::ALL), "words of the pack only");
    let lessons = lessons(pack, &texts, insight);
    let learned = |parts| learned_figures(&set.name, &cross_validated(pack, &lessons, parts));
    rows.extend(learned(LearnedParts::ALL));
    if detail == Detail::Figures {
        return rows;
    }
    rows.extend(baselines(&set.name, pack, &texts, insight));
    for (note, parts) in ablations() {
        rows.extend(of_kind(RowKind::Ablation, note, figures(&set.name, &measure(parts), "")));
    }
    for (note, parts) in learned_ablations() {
        rows.extend(of_kind(RowKind::Ablation, note, learned(parts)));
    }
    rows
}

/// The pack with most of the labelled aspects.
#[must_use]
pub fn pack_of<'i>(set: &Set, insight: &'i Insight) -> Option<&'i Pack> {
    let labelled: HashSet<&str> = set
        .texts
        .iter()
        .filter_map(|text| text.aspects.as_ref())
        .flat_map(BTreeMap::keys)
        .map(String::as_str)
        .collect();
    let shared = |pack: &Pack| pack.ids().iter().filter(|id| labelled.contains(id.as_str())).count();
    insight.packs().all().iter().max_by_key(|pack| shared(pack)).filter(|pack| shared(pack) > 0)
}

/// Each text once.
#[must_use]
pub fn distinct(set: &Set) -> Vec<&Labelled> {
    let mut seen = HashSet::new();
    set.texts.iter().filter(|text| seen.insert(text.text.as_str())).collect()
}

/// What people say of a text.
#[must_use]
pub fn labels(text: &Labelled) -> Said {
    let polarity = |value: i8| match value {
        1.. => Polarity::Positive,
        0 => Polarity::Neutral,
        _ => Polarity::Negative,
    };
    text.aspects.iter().flatten().map(|(id, value)| (id.clone(), polarity(*value))).collect()
}

fn over(pack: &Pack, texts: &[&Labelled], read: impl Fn(&str) -> Vec<Mention>, insight: &Insight) -> Agreement {
    let mut agreement = Agreement::over(pack.ids().iter().map(String::as_str));
    for text in texts {
        count(&mut agreement, text, &read(&text.text), insight);
    }
    agreement
}

fn count(agreement: &mut Agreement, text: &Labelled, mentions: &[Mention], insight: &Insight) {
    let id = |mention: &Mention| insight.packs().aspects().get(mention.aspect).map(|aspect| aspect.id.clone());
    let found: Said = mentions.iter().filter_map(|mention| Some((id(mention)?, mention.polarity))).collect();
    let scores: BTreeMap<String, f64> =
        mentions.iter().filter_map(|mention| Some((id(mention)?, mention.score.value()))).collect();
    agreement.add(&labels(text), &found, |id| scores.get(id).copied().unwrap_or_default());
}

fn figures(set: &str, agreement: &Agreement, note: &str) -> Vec<Row> {
    let texts = usize::try_from(agreement.texts()).unwrap_or_default();
    let (sign, judged) = agreement.polarity_given_mention();
    let row = |metric: &str, value, (bar, stretch)| {
        let row = Row::new(metric, set, texts, value).noted(note);
        if set == RESTAURANT { row.against(bar, stretch) } else { row }
    };
    let mut rows = vec![
        row("aspect_mention_f1", agreement.mentions().f1, (0.76, 0.82)),
        row("aspect_joint_macro_f1", agreement.joint_macro_f1(), (0.48, 0.56)),
        row("aspect_joint_pooled_f1", agreement.joint_pooled_f1(), (0.48, 0.56)),
        row("aspect_polarity_given_mention", sign, (0.955, 0.97)),
    ];
    rows[3].examples = usize::try_from(judged).unwrap_or_default();
    rows
}

fn learned_figures(set: &str, agreement: &Agreement) -> Vec<Row> {
    let bars = [(0.82, 0.87), (0.61, 0.68), (0.61, 0.68), (0.955, 0.97)];
    let rows = figures(set, agreement, &format!("with learned models, {FOLDS}-fold cross-validation"));
    let learned = |(mut row, (bar, stretch)): (Row, (f64, f64))| {
        row.metric.push_str("_learned");
        if row.bar.is_some() { row.against(bar, stretch) } else { row }
    };
    rows.into_iter().zip(bars).map(learned).collect()
}

fn of_kind(kind: RowKind, note: &str, rows: Vec<Row>) -> impl Iterator<Item = Row> {
    rows.into_iter().map(move |row| row.of_kind(kind).noted(note))
}

/// What the commonest class would reach, and what every word of the pack with the clause's own score would.
fn baselines(set: &str, pack: &Pack, texts: &[&Labelled], insight: &Insight) -> Vec<Row> {
    let mut majority = Agreement::over(pack.ids().iter().map(String::as_str));
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let all: Vec<Said> = texts.iter().map(|text| labels(text)).collect();
    for said in &all {
        for id in pack.ids() {
            let class = said.get(id).map_or(3, |polarity| *polarity as usize);
            counts.entry(id).or_default()[class] += 1;
        }
    }
    let commonest =
        |counts: &[usize; 4]| (0..4).max_by_key(|class| counts[*class]).and_then(|class| Polarity::ALL.get(class));
    let guess: Said = counts.iter().filter_map(|(id, counts)| Some(((*id).to_owned(), *commonest(counts)?))).collect();
    for said in &all {
        majority.add(said, &guess, |id| if guess.get(id) == Some(&Polarity::Negative) { -1.0 } else { 1.0 });
    }
    let plain = Parts { inheritance: false, implicit: true, pieces: false, with_opinion: false, weak: false };
    let words = over(pack, texts, |text| insight.aspects_by(plain, text, pack), insight);
    of_kind(RowKind::Baseline, "always the commonest class", figures(set, &majority, ""))
        .chain(of_kind(
            RowKind::Baseline,
            "every strong word is a mention, judged by its clause",
            figures(set, &words, ""),
        ))
        .collect()
}

fn ablations() -> [(&'static str, Parts); 5] {
    [
        ("without inheritance", Parts { inheritance: false, ..Parts::ALL }),
        ("without wordings that carry their verdict", Parts { implicit: false, ..Parts::ALL }),
        ("without judging pieces of a clause", Parts { pieces: false, ..Parts::ALL }),
        ("without terms that need an opinion", Parts { with_opinion: false, ..Parts::ALL }),
        ("without weak words", Parts { weak: false, ..Parts::ALL }),
    ]
}

fn learned_ablations() -> [(&'static str, LearnedParts); 4] {
    [
        ("learned without the clauses that a mention rests on", LearnedParts { attention: false, ..LearnedParts::ALL }),
        ("learned without what all aspects share", LearnedParts { together: false, ..LearnedParts::ALL }),
        ("learned without what each aspect has apart", LearnedParts { apart: false, ..LearnedParts::ALL }),
        ("learned without shifts of margins", LearnedParts { shifts: false, ..LearnedParts::ALL }),
    ]
}

/// The part of a cross-validation that a text belongs to.
fn fold(text: &str) -> u64 {
    (of_text(text) >> 20) % FOLDS
}

/// Each text as learned models see it, with the part of a cross-validation that it belongs to.
fn lessons(pack: &Pack, texts: &[&Labelled], insight: &Insight) -> Vec<(u64, Lesson)> {
    texts.iter().map(|text| (fold(&text.text), insight.lesson(&text.text, pack, labels(text)))).collect()
}

/// What models decide that were learned from the other parts: all that learning chooses, down to the last shift, it chooses from those.
fn cross_validated(pack: &Pack, lessons: &[(u64, Lesson)], parts: LearnedParts) -> Agreement {
    let mut agreement = Agreement::over(pack.ids().iter().map(String::as_str));
    for part in 0..FOLDS {
        let seen: Vec<&Lesson> = lessons.iter().filter(|(fold, _)| *fold != part).map(|(_, lesson)| lesson).collect();
        let learned = learn(pack, &seen, parts);
        for (_, lesson) in lessons.iter().filter(|(fold, _)| *fold == part) {
            let decided = learned.decide_all(pack, lesson);
            let found = decided.iter().map(|(id, (polarity, _))| ((*id).to_owned(), *polarity)).collect();
            let score = |id: &str| decided.iter().find(|(found, _)| *found == id).map_or(0.0, |(_, (_, s))| s.value());
            agreement.add(&lesson.labels, &found, score);
        }
    }
    agreement
}
