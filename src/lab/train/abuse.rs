//! The abuse model: offensive and harmless posts of social media, and reviews as harmless ones.
//!
//! Reviews are among the samples so that the model learns that 垃圾 and 骗人 about goods and shops are complaints. Reviews that hold an insult
//! from the list are left out.

use std::{collections::HashSet, path::Path};

use super::Trained;
use crate::{
    insight::{
        Insight,
        linear::{Linear, Options, Sample, train},
    },
    lab::{LabelledError, Set, evaluate::flags::f1},
};

/// How much a review counts beside a post.
const REVIEW_WEIGHT: f64 = 0.3;
const OPTIONS: Options = Options { weights: 12_000, min_samples: 3, cost: 1.0, balanced: false, rounds: 12, seed: 1 };

/// Learns the model from `offensive.train`, `offensive.dev` (measured only), `jd-heater` and `opinions-restaurant.train` of `dir`.
///
/// # Errors
/// When a file is missing or cannot be read.
pub fn train_abuse(dir: &Path, insight: &Insight) -> Result<Trained, LabelledError> {
    let posts = Set::read(&dir.join("gold/offensive.train.jsonl.gz"))?;
    let held_out = Set::read(&dir.join("gold/offensive.dev.jsonl.gz"))?;
    let heaters = Set::read(&dir.join("exports/jd-heater.jsonl.gz"))?;
    let restaurants = Set::read(&dir.join("gold/opinions-restaurant.train.jsonl.gz"))?;
    // A text of the held-out set is no sample, and none counts twice.
    let mut seen: HashSet<&str> = held_out.texts.iter().map(|text| text.text.as_str()).collect();
    let mut samples = Vec::new();
    for post in posts.texts.iter().filter(|post| seen.insert(&post.text)) {
        samples.push(Sample { text: &post.text, positive: post.label.as_deref() == Some("1"), weight: 1.0 });
    }
    let count = samples.len();
    for review in heaters.texts.iter().chain(&restaurants.texts).filter(|review| seen.insert(&review.text)) {
        // By the word list alone: the model in use must not choose the samples of its successor.
        let insults = insight.flags(&review.text).into_iter().any(|found| found.reason == "insult");
        if !insults {
            samples.push(Sample { text: &review.text, positive: false, weight: REVIEW_WEIGHT });
        }
    }
    let model = train(&samples, &OPTIONS);
    let bytes = model.write();
    let card = card(&model, bytes.len(), [count, samples.len() - count], &held_out);
    Ok(Trained { name: "abuse", bytes, card })
}

fn card(model: &Linear, size: usize, [posts, reviews]: [usize; 2], held_out: &Set) -> String {
    let is_positive = |label: &Option<String>| label.as_deref() == Some("1");
    let judged = held_out.texts.iter().map(|text| (is_positive(&text.label), model.score(&text.text) > 0.0));
    let figures = f1(judged);
    format!(
        "# Abuse of people, read from one- to three-character grams.\n\
         model = \"abuse.bin\"\n\
         kind = \"linear, character grams\"\n\
         weights = {weights}\n\
         bytes = {size}\n\
         seed = {seed}\n\
         cost = {cost}\n\n\
         [[data]]\n\
         name = \"offensive.train\"\n\
         samples = {posts}\n\
         licence = \"MIT or Apache-2.0\"\n\
         note = \"posts of social media, 1 offensive, 0 not; texts of offensive.dev left out\"\n\n\
         [[data]]\n\
         name = \"jd-heater, opinions-restaurant.train\"\n\
         samples = {reviews}\n\
         licence = \"MIT or Apache-2.0\"\n\
         note = \"reviews as harmless samples, each counted {REVIEW_WEIGHT}; those with an insult of the word list left out\"\n\n\
         [figures]\n\
         set = \"offensive.dev\"\n\
         precision = {precision:.4}\n\
         recall = {recall:.4}\n\
         f1 = {f1:.4}\n",
        weights = model.weights(),
        seed = OPTIONS.seed,
        cost = OPTIONS.cost,
        precision = figures.precision,
        recall = figures.recall,
        f1 = figures.f1,
    )
}
