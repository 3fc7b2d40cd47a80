//! Chinese text: folding with a way back, segmenting, the query language, highlight ranges.
//!
//! Pure functions of text and dictionary. Knows nothing of the index or the store. Invariant: folding is context-free,
//! `fold(a + b) = fold(a) + fold(b)`, so that "contains" has one meaning everywhere.

mod evaluate;
mod fold;
mod highlight;
mod query;
mod segment;
mod spanning;
mod synonyms;
mod user_words;

pub use evaluate::{Clause, Evaluator, Passages, Reading};
pub use fold::{Folded, fold, fold_with_origin};
pub use highlight::Highlighter;
pub use query::{QueryError, QueryFault, Vocabulary, parse_query, print_query};
pub use segment::Segmenter;
pub use synonyms::Synonyms;
pub use user_words::{UserWords, WordFault, parse_word, word_of_line};
