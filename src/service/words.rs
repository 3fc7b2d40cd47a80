//! Words of users: kept by the store, taken into the index by re-segmentation in the background.
//!
//! Invariant: whatever the words are, the hits stay the same; searches go on with the words of the generation that answers until the next
//! one takes over.

use std::{collections::BTreeSet, sync::Arc};

use super::{Order, Service, ServiceError, Task};
use crate::{
    clock,
    domain::task::{TaskKind, TaskStatus},
    store::WordChange,
    text::{Segmenter, UserWords, fold},
};

/// The words, and how far the index is with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordsState {
    /// All words, in code point order.
    pub words: Vec<String>,
    /// Whether the index was cut by them.
    pub in_effect: bool,
    /// The task that cuts it, when one is under way.
    pub task: Option<u64>,
}

/// How a text is cut into words: now, and with the words of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The text as given.
    pub text: String,
    /// Its words by the generation that answers.
    pub before: Vec<String>,
    /// Its words with the change.
    pub after: Vec<String>,
}

impl Service {
    /// The words and their state.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn words(&self) -> Result<WordsState, ServiceError> {
        let under_way = self.tasks.unended(TaskKind::Resegment, None);
        Ok(WordsState {
            words: self.store.words()?,
            in_effect: !self.words_are_newer()?,
            task: under_way.map(|task| task.id),
        })
    }

    /// Adds and removes words (as [`crate::text::parse_word`] gives them). They take effect with [`Self::resegment`].
    ///
    /// # Errors
    /// When there would be too many, or the store fails.
    pub fn change_words(&self, add: &[String], remove: &[String]) -> Result<WordChange, ServiceError> {
        Ok(self.store.change_words(add, remove, clock::unix_now_s())?)
    }

    /// Enters the work of cutting the texts by the words that the store holds. A task that waits to begin takes further changes along.
    ///
    /// # Errors
    /// When the store cannot keep the order.
    pub fn submit_resegmenting(&self) -> Result<Arc<Task>, ServiceError> {
        // The words are read after a task has begun, so one that has not takes these too.
        match self.tasks.unended(TaskKind::Resegment, Some(TaskStatus::Queued)) {
            Some(queued) => Ok(queued),
            None => self.submit(Order::Resegment),
        }
    }

    /// How texts are cut into words before and after a change that is not made yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn preview_words(&self, add: &[String], remove: &[String], texts: &[String]) -> Result<Vec<Cut>, ServiceError> {
        let mut words: BTreeSet<String> = self.store.words()?.into_iter().collect();
        words.retain(|word| !remove.contains(word));
        words.extend(add.iter().cloned());
        let before = self.engine.snapshot().segmenter().clone();
        let after = self.engine.segmenter().with_words(&UserWords::new(words));
        let cut = |text: &String| {
            let folded = fold(text);
            Cut { text: text.clone(), before: words_of(&before, &folded), after: words_of(&after, &folded) }
        };
        Ok(texts.iter().map(cut).collect())
    }

    /// Whether the store holds other words than those by which the current generation was cut.
    pub(super) fn words_are_newer(&self) -> Result<bool, ServiceError> {
        let words = UserWords::new(self.store.words()?);
        Ok(words.version() != self.engine.current().card().words_version)
    }

    pub(super) fn segmenter_of_store(&self) -> Result<Segmenter, ServiceError> {
        Ok(self.engine.segmenter().with_words(&UserWords::new(self.store.words()?)))
    }
}

fn words_of(segmenter: &Segmenter, folded: &str) -> Vec<String> {
    let mut words = Vec::new();
    segmenter.each_word(folded, |word| words.push(word.to_owned()));
    words
}
