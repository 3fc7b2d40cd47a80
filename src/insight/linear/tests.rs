//! What a model must do: learn what separates, survive its file, and read any text.

use std::collections::HashMap;

use proptest::prelude::*;

use super::{grams::Grams, *};

const PRAISE: [&str; 6] = ["很好吃", "真好吃,下次再来", "好喝", "味道好", "好看又好吃", "服务好"];
const COMPLAINTS: [&str; 6] = ["很难吃", "真难吃,不来了", "难喝", "味道差", "难看又难吃", "服务差"];

fn learned() -> Linear {
    let sample = |positive| move |text: &&'static str| Sample { text, positive, weight: 1.0 };
    let samples: Vec<Sample> = PRAISE.iter().map(sample(true)).chain(COMPLAINTS.iter().map(sample(false))).collect();
    train(&samples, &Options { weights: 20, min_samples: 2, ..Options::default() })
}

#[test]
fn a_model_learns_what_separates() {
    let model = learned();
    assert!(PRAISE.iter().all(|text| model.score(text) > 0.0) && COMPLAINTS.iter().all(|text| model.score(text) < 0.0));
    assert!(model.score("面好") > model.score("面") && model.score("面") > model.score("面差"));
    assert!(model.weights() <= 20, "{}", model.weights());
}

#[test]
fn learning_twice_gives_the_same_bytes() {
    assert_eq!(learned().write(), learned().write());
}

#[test]
fn without_both_classes_nothing_is_learned() {
    let samples = PRAISE.map(|text| Sample { text, positive: true, weight: 1.0 });
    assert_eq!(train(&samples, &Options::default()).score("很好吃"), 0.0);
}

#[test]
fn the_file_gives_the_same_model() {
    let model = learned();
    let again = Linear::read(&model.write()).unwrap();
    for text in PRAISE.iter().chain(&COMPLAINTS).chain(&["", "别的"]) {
        assert_eq!(again.score(text).to_bits(), model.score(text).to_bits(), "{text}");
    }
    assert_eq!(again.write(), model.write());
}

#[test]
fn damaged_files_are_refused() {
    let bytes = learned().write();
    for end in 0..bytes.len() {
        assert!(Linear::read(&bytes[..end]).is_err(), "cut at {end}");
    }
    assert_eq!(Linear::read(&[&bytes[..], &[0]].concat()).unwrap_err(), LinearError::Damaged(bytes.len()));
    assert_eq!(Linear::read(&[9]).unwrap_err(), LinearError::Version(9));
}

#[test]
fn weights_survive_rounding() {
    for weight in [-3.0, -0.5, -0.01, 0.002, 0.3, 3.0] {
        let unit = f64::from(unit_for(3.0));
        let stored = f64::from(expand(quantize(weight, unit))) * unit;
        assert!((stored - weight).abs() <= 0.08 * weight.abs() + 2e-4, "{weight} becomes {stored}");
    }
}

fn trace(model: &Linear, text: &[char]) -> Trace {
    let mut trace = Trace::default();
    model.trace(text, &mut trace);
    trace
}

#[test]
fn clauses_add_up_to_the_text() {
    let model = learned();
    let text: Vec<char> = "味道好,服务差。好吃".chars().collect();
    let trace = trace(&model, &text);
    let sum = |part: Range<usize>, chars: f64| {
        (model.score_parts(&trace, [(&part, 1.0)]) - model.bias) * (chars + SMOOTHING).sqrt()
    };
    let middle = 4;
    let whole = sum(0..text.len(), 10.0);
    assert!((whole - sum(0..middle, 4.0) - sum(middle..text.len(), 6.0)).abs() < 1e-9);
    assert_eq!(model.score_parts(&trace, [(&(0..text.len()), 1.0)]).to_bits(), model.score_chars(&text).to_bits());
    assert_eq!(model.score_parts(&trace, [(&(0..middle), 1.0)]).to_bits(), model.score("味道好,").to_bits());
    assert_eq!(model.score_parts(&trace, [(&Range { start: 5, end: 2 }, 1.0)]).to_bits(), model.bias.to_bits());
}

proptest! {
    #[test]
    fn any_bytes_end_in_a_model_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200), real in any::<bool>(), at in 0usize..400) {
        let bytes = if real {
            let mut file = learned().write();
            let end = file.len().min(at + bytes.len());
            file.splice(at.min(end)..end, bytes.iter().copied());
            file
        } else {
            [&[1], &bytes[..]].concat()
        };
        if let Ok(model) = Linear::read(&bytes) {
            prop_assert!(model.score("真好吃,下次再来").is_finite() && Linear::read(&model.write()).is_ok());
        }
    }

    #[test]
    fn any_text_has_a_margin(text in any::<String>()) {
        let model = learned();
        let chars: Vec<char> = text.chars().collect();
        let trace = trace(&model, &chars);
        prop_assert!(model.score(&text).is_finite());
        prop_assert_eq!(model.score_parts(&trace, [(&(0..chars.len()), 1.0)]).to_bits(), model.score(&text).to_bits());
    }

    #[test]
    fn the_margin_is_that_of_the_grams_one_by_one(text in "[好吃难很真,。!0 a😀]{0,20}") {
        let model = learned();
        let levels: HashMap<u64, i8> = model.levels().into_iter().collect();
        let grams = Grams::new(&text).flat_map(|step| step.grams);
        let sum: i64 = grams.filter_map(|gram| levels.get(&gram)).map(|level| i64::from(expand(*level))).sum();
        prop_assert_eq!(model.score(&text), model.margin(exact(sum), length(text.chars().count())));
    }
}
