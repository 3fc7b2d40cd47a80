//! What an analysis costs: time by length of the text, bytes of the models.

use std::{hint::black_box, time::Instant};

use super::Row;
use crate::{
    insight::{Insight, Pack},
    lab::Set,
};

/// Characters of the texts that are timed; the bar is for the middle one.
const LENGTHS: [usize; 4] = [20, 150, 600, 3_000];
/// Texts of each length.
const TEXTS: usize = 300;
/// The best of so many passes counts: other work on the machine only ever adds.
const PASSES: usize = 5;

/// µs for each analysis, by length, over texts joined from those of the sets; and the size of the models.
#[must_use]
pub(super) fn rows(sets: &[Set], insight: &Insight, pack: &Pack) -> Vec<Row> {
    let texts: Vec<&str> = sets.iter().flat_map(|set| &set.texts).map(|labelled| labelled.text.as_str()).collect();
    let mut rows = vec![
        Row::new("models_bytes", "binary", 1, insight.model_bytes() as f64)
            .against(4.0 * 1024.0 * 1024.0, 1.5 * 1024.0 * 1024.0),
    ];
    for length in LENGTHS {
        let joined = joined(&texts, length);
        if joined.is_empty() {
            continue;
        }
        let read = || {
            let started = Instant::now();
            joined.iter().for_each(|text| drop(black_box(insight.read(text, pack))));
            started.elapsed().as_secs_f64() * 1e6 / joined.len() as f64
        };
        let best = (0..PASSES).map(|_| read()).fold(f64::INFINITY, f64::min);
        let row = Row::new(&format!("analysis_{length}_characters_us"), "joined", joined.len(), best);
        rows.push(if length == 150 { row.against(60.0, 25.0) } else { row });
    }
    rows
}

/// Texts of just `length` characters, cut from all joined by commas, as reviews join clauses.
fn joined(texts: &[&str], length: usize) -> Vec<String> {
    let mut characters = texts.iter().flat_map(|text| text.chars().chain([',']));
    let mut next = || characters.by_ref().take(length).collect::<String>();
    (0..TEXTS).map(|_| next()).take_while(|text| text.chars().count() == length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Labelled;

    #[test]
    fn texts_are_joined_to_one_length() {
        let texts = ["菜好吃", "服务差"];
        assert_eq!(joined(&texts, 5), ["菜好吃,服"]);
        assert_eq!(joined(&[], 5), Vec::<String>::new());
    }

    #[test]
    fn every_length_that_can_be_made_is_timed() {
        let insight = Insight::builtin().unwrap();
        let labelled = |text: &str| Labelled { text: text.into(), ..Labelled::default() };
        let set = Set { name: "own".into(), texts: vec![labelled(&"味道很好,".repeat(40))] };
        let rows = rows(&[set], &insight, insight.packs().default_pack());
        let metrics: Vec<&str> = rows.iter().map(|row| row.metric.as_str()).collect();
        assert_eq!(metrics, ["models_bytes", "analysis_20_characters_us", "analysis_150_characters_us"]);
        assert!(rows.iter().all(|row| row.value > 0.0));
    }
}
