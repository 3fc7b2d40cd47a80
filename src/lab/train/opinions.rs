//! The model of opinions: learned from one set of restaurant sentences, measured on another.
//!
//! Knows the names of the two files. Texts of the measured set are dropped from the learned one.

use std::{collections::HashSet, path::Path};

use super::{Card, Data, Figure, TrainError, Trained};
use crate::{
    insight::opinions::{Extractor, ExtractorError, train as learn},
    lab::{Labelled, Set, evaluate::opinions as evaluate},
};

/// Learned from.
const LEARNED: &str = "gold/opinions-restaurant.train.jsonl.gz";
/// Measured on.
const MEASURED: &str = "gold/opinions-restaurant.dev.jsonl.gz";

/// Learns from the files under `from`.
///
/// # Errors
/// When a file cannot be read.
pub fn train(from: &Path) -> Result<Trained, TrainError> {
    let (learned, measured) = (Set::read(&from.join(LEARNED))?, Set::read(&from.join(MEASURED))?);
    let texts_of = |set: &Set| -> HashSet<String> { set.texts.iter().map(|text| text.text.clone()).collect() };
    let known = texts_of(&measured);
    let texts = learned.texts.iter().filter(|text| !known.contains(&text.text));
    let samples: Vec<learn::Sample> = texts.map(sample).collect();
    let bytes = learn::train(&samples).map_err(ExtractorError::from)?;
    let extractor = Extractor::new(&bytes)?;
    let with = samples.iter().filter(|sample| !sample.pairs.is_empty()).count();
    let card = Card {
        model: "opinions".to_owned(),
        purpose: "Terms and opinion words inside a clause, and which of them belong together".to_owned(),
        licence: "weights: as this project; data: see each set".to_owned(),
        notes: vec![
            "Averaged structured perceptron over character grams and labels of the word lists; averaged perceptron over pairs".to_owned(),
            "Labels of the word lists are features: train again when the lists change".to_owned(),
            "Opinions that run over a comma are labelled as one and found clause by clause".to_owned(),
        ],
        seed: learn::SEED,
        weights: extractor.weights(),
        bytes: bytes.len(),
        data: vec![Data {
            set: learned.name.clone(),
            about: "Restaurant sentences with terms and opinion words, MIT or Apache-2.0; positive are texts with an opinion".to_owned(),
            positive: with,
            negative: samples.len() - with,
        }],
        figures: evaluate::agreement(&measured, &texts_of(&learned), &extractor).iter().map(Figure::from).collect(),
    };
    Ok(Trained { bytes, card })
}

fn sample(labelled: &Labelled) -> learn::Sample {
    let mut pairs = Vec::new();
    for opinion in labelled.opinions.iter().flatten() {
        let words = opinion.opinion.as_deref().unwrap_or_default().split('|').map(evaluate::clean);
        let term = opinion.aspect.as_deref().map(evaluate::clean).filter(|term| !term.is_empty());
        pairs.extend(words.filter(|words| !words.is_empty()).map(|words| (term.map(str::to_owned), words.to_owned())));
    }
    learn::Sample { text: labelled.text.clone(), pairs }
}
