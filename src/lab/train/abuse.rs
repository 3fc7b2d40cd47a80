//! The abuse model: offensive and harmless posts of social media, and reviews as harmless ones.
//!
//! Reviews are among the samples so that the model learns that 垃圾 and 骗人 about goods and shops are complaints. Reviews that hold an insult
//! from the list are left out.

use std::{collections::HashSet, path::Path};

use super::{Card, Data, Figure, TrainError, Trained};
use crate::{
    insight::{
        flags::Rules,
        linear::{self, Options, Sample},
    },
    lab::{Set, evaluate::flags::model_rows},
};

/// How much a review counts beside a post.
const REVIEW_WEIGHT: f64 = 0.3;
const OPTIONS: Options = Options { weights: 12_000, min_samples: 3, cost: 1.0, balanced: false, rounds: 12, seed: 1 };

/// Learns the model from the labelled files below `dir`; `offensive.dev` is measured on only.
///
/// # Errors
/// When a file is missing or cannot be read.
pub fn train(dir: &Path) -> Result<Trained, TrainError> {
    let read = |name: &str| Set::read(&dir.join(name));
    let posts = read("gold/offensive.train.jsonl.gz")?;
    let held_out = read("gold/offensive.dev.jsonl.gz")?;
    let reviews = [read("exports/jd-heater.jsonl.gz")?, read("gold/opinions-restaurant.train.jsonl.gz")?];
    let rules = Rules::builtin();
    // A text of the held-out set is no sample, and none counts twice.
    let mut seen: HashSet<&str> = held_out.texts.iter().map(|text| text.text.as_str()).collect();
    let (mut samples, mut data) = (Vec::new(), Vec::new());
    for post in posts.texts.iter().filter(|post| seen.insert(&post.text)) {
        samples.push(Sample { text: &post.text, positive: post.label.as_deref() == Some("1"), weight: 1.0 });
    }
    let positive = samples.iter().filter(|sample| sample.positive).count();
    let about = "posts of social media, offensive or not; MIT or Apache-2.0".to_owned();
    data.push(Data { set: posts.name.clone(), about, positive, negative: samples.len() - positive });
    for set in &reviews {
        let before = samples.len();
        for review in set.texts.iter().filter(|review| seen.insert(&review.text)) {
            // By the word list alone: the model in use must not choose the samples of its successor.
            let is_insult = |rules: &Rules| rules.read(&review.text).iter().any(|found| found.reason == "insult");
            if !rules.as_ref().is_ok_and(is_insult) {
                samples.push(Sample { text: &review.text, positive: false, weight: REVIEW_WEIGHT });
            }
        }
        let about = format!("reviews as harmless texts, each counted {REVIEW_WEIGHT}; MIT or Apache-2.0");
        data.push(Data { set: set.name.clone(), about, positive: 0, negative: samples.len() - before });
    }
    let model = linear::train(&samples, &OPTIONS);
    let bytes = model.write();
    let rows = model_rows(&held_out, |text| model.score(text));
    let card = Card {
        model: "abuse".to_owned(),
        purpose: "Abuse of people: a margin above 0 is rather abuse than not, by the standards of social media".to_owned(),
        licence: "weights: as this project; data: see each set".to_owned(),
        notes: vec![
            "The flag asks it only about sentences with a foul word and a person, and believes it from a margin of 2 on.".to_owned(),
            "Texts of offensive.dev that stand in offensive.train too were left out of the samples.".to_owned(),
        ],
        seed: OPTIONS.seed,
        weights: model.weights(),
        bytes: bytes.len(),
        data,
        figures: rows.iter().map(Figure::from).collect(),
    };
    Ok(Trained { bytes, card })
}
