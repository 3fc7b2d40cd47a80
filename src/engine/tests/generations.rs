//! Which generation answers, which are kept, and what becomes of the others.

use std::path::Path;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::{Engine, Segmenter, Settings, model::entry, settings, version};
use crate::{
    engine::{EngineError, Generation, GenerationState, Stage},
    error::{Code, Coded},
};

fn opened(dir: &Path, insight: &str) -> Engine {
    Engine::open(dir, Settings { analysis: version(insight), ..settings() }, Segmenter::builtin(), 100).unwrap()
}

fn states(engine: &Engine) -> Vec<(String, GenerationState)> {
    engine.generations().unwrap().into_iter().map(|listed| (listed.name, listed.state)).collect()
}

/// A new generation with so many reviews, which was switched to.
fn built(engine: &Engine, reviews: u64, now: i64) {
    let generation = filled(engine, reviews);
    engine.activate(generation, now).unwrap();
}

fn filled(engine: &Engine, reviews: u64) -> Generation {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let generation = engine.begin(&Segmenter::builtin(), 100).unwrap();
    let entries: Vec<_> = (1..=reviews).map(|number| entry(number, &mut random)).collect();
    generation.write(&entries).unwrap();
    generation.commit(reviews).unwrap();
    generation.close_writer().unwrap();
    generation
}

fn named(pairs: &[(&str, GenerationState)]) -> Vec<(String, GenerationState)> {
    pairs.iter().map(|(name, state)| ((*name).to_owned(), *state)).collect()
}

#[test]
fn the_one_before_is_kept_and_can_answer_again() {
    let dir = tempfile::tempdir().unwrap();
    let engine = opened(dir.path(), "1");
    for (reviews, now) in [(3, 200), (5, 300)] {
        built(&engine, reviews, now);
    }
    assert_eq!(states(&engine), named(&[("g3", GenerationState::Serving), ("g2", GenerationState::Previous)]));
    let kept = engine.generations().unwrap().remove(1);
    assert_eq!((kept.card.reviews, kept.card.sequence, kept.card.activated_unix_s), (3, 3, Some(200)));
    assert!(kept.bytes > 0);
    let (before, id) = (engine.snapshot().review_count(), engine.snapshot().id());
    let earlier = engine.reopen("g2", &Segmenter::builtin()).unwrap();
    engine.activate(earlier, 400).unwrap();
    assert_eq!((before, engine.snapshot().review_count(), engine.current().name()), (5, 3, "g2"));
    assert!(engine.snapshot().id() > id, "answers of the first time are never taken for those of the second");
    drop(engine);
    let engine = opened(dir.path(), "1");
    assert_eq!(states(&engine), named(&[("g3", GenerationState::Previous), ("g2", GenerationState::Serving)]));
    assert_eq!(engine.reopen("g2", &Segmenter::builtin()).err().unwrap().code(), Code::GenerationNotFound);
    assert_eq!(engine.reopen("../g3", &Segmenter::builtin()).err().unwrap().code(), Code::GenerationNotFound);
}

#[test]
fn what_was_not_finished_is_given_up_with_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    let engine = opened(dir.path(), "1");
    let unfinished = filled(&engine, 2);
    assert_eq!(states(&engine)[0], ("g2".to_owned(), GenerationState::Building));
    let path = unfinished.path().to_owned();
    engine.give_up(unfinished, "no room").unwrap();
    let given_up = engine.generations().unwrap().remove(0);
    assert_eq!((given_up.state, given_up.card.failure.as_deref()), (GenerationState::Failed, Some("no room")));
    assert_eq!(std::fs::read_dir(path).unwrap().count(), 1, "only the record is left");
    drop(filled(&engine, 2));
    drop(engine);
    let engine = opened(dir.path(), "1");
    let interrupted = engine.generations().unwrap().remove(0);
    assert_eq!((interrupted.card.stage, interrupted.card.failure.as_deref()), (Stage::Failed, Some("interrupted")));
    assert_eq!(engine.current().name(), "g1");
}

/// Other models read the same queries: the index answers as it stands. Another cut of texts does not: it is left aside.
#[test]
fn an_older_one_answers_only_where_queries_mean_the_same() {
    let dir = tempfile::tempdir().unwrap();
    built(&opened(dir.path(), "1"), 4, 200);
    let engine = opened(dir.path(), "2");
    assert_eq!((engine.current().name(), engine.snapshot().review_count()), ("g2", 4));
    assert!(engine.is_outdated(engine.current().card()) && engine.trouble().is_some());
    built(&engine, 4, 300);
    let refused = engine.reopen("g2", &Segmenter::builtin()).err().unwrap();
    assert!(matches!(&refused, EngineError::Outdated { name, .. } if name == "g2") && refused.hint().is_some());
    drop(engine);
    let engine = opened(dir.path(), "1");
    assert_eq!(engine.current().name(), "g2", "what this analysis made comes first");
    assert!(!engine.is_outdated(engine.current().card()) && engine.trouble().is_none());
    drop(engine);
    let mut other = version("2");
    other.text = "2".to_owned();
    let other = Settings { analysis: other, ..settings() };
    let engine = Engine::open(dir.path(), other, Segmenter::builtin(), 400).unwrap();
    assert_eq!(engine.snapshot().review_count(), 0);
    assert!(!engine.is_outdated(engine.current().card()) && engine.trouble().is_some());
}
