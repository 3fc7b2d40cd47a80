//! The index schema: which tantivy fields exist and what each is for.

use tantivy::{
    Index, IndexSettings, IndexSortByField, Order,
    schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::TokenizerManager,
};

use super::analyzers::{CharTokenizer, GramTokenizer, WordTokenizer};
use crate::{domain::query::TextPart, text::Segmenter};

/// Handles of the index's fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// Review number: the key for deletes, the join with the store, the last sort key.
    pub(super) number: Field,
    /// Seconds since the epoch; absent when unknown. Segments are sorted by it, newest first.
    pub(super) created: Field,
    /// Local day; absent when unknown.
    pub(super) day: Field,
    /// Half stars; absent when unrated.
    pub(super) rating: Field,
    /// Likes; absent when none.
    pub(super) likes: Field,
    /// Thousandths.
    pub(super) sentiment: Field,
    /// Sentiment bucket where an operator has chosen one; absent elsewhere.
    pub(super) bucket: Field,
    /// Pairs of aspect and polarity, several for a review.
    pub(super) aspects: Field,
    /// Normal forms of opinions behind the sign of their polarity, several for a review.
    pub(super) opinions: Field,
    /// Bit set of [`crate::domain::analysis::Flag`]; absent without flags.
    pub(super) flags: Field,
    /// Cluster of near-duplicates; absent outside of clusters.
    pub(super) cluster: Field,
    /// Bit set of [`crate::domain::slice::Part`].
    pub(super) parts: Field,
    /// All searched parts together: title, text, append.
    pub(super) searched: Characters,
    /// Each part by itself, in the order of [`TextPart::ALL`]. `Text` holds only reviews that have a title or an append: of the others,
    /// `searched` says the same.
    pub(super) by_part: [Characters; TextPart::ALL.len()],
    /// Dictionary words with frequencies: decides the order.
    pub(super) words: Field,
    /// Keyword facets, in the order of the facet names.
    pub(super) facets: Vec<Field>,
}

/// The characters of a text: what decides which reviews match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Characters {
    /// Character bigrams with positions.
    pub(super) grams: Field,
    /// Single characters with positions: matches of one character.
    pub(super) chars: Field,
}

impl Fields {
    /// The characters of one part.
    pub(super) fn part(&self, part: TextPart) -> Characters {
        self.by_part[part as usize]
    }
}

/// Column names, shared by schema and column readers.
pub(super) mod column {
    pub(crate) const NUMBER: &str = "number";
    pub(crate) const CREATED: &str = "created";
    pub(crate) const DAY: &str = "day";
    pub(crate) const RATING: &str = "rating";
    pub(crate) const LIKES: &str = "likes";
    pub(crate) const SENTIMENT: &str = "sentiment";
    pub(crate) const BUCKET: &str = "bucket";
    pub(crate) const ASPECTS: &str = "aspects";
    pub(crate) const OPINIONS: &str = "opinions";
    pub(crate) const FLAGS: &str = "flags";
    pub(crate) const CLUSTER: &str = "cluster";
    pub(crate) const PARTS: &str = "parts";

    /// The column of a keyword facet; the prefix keeps it apart from the names above.
    pub(crate) fn facet(name: &str) -> String {
        format!("facet.{name}")
    }
}

/// The schema for these keyword facets, with its handles.
pub(super) fn schema(facets: &[String]) -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexed = |tokenizer: &str, option, fieldnorms| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(fieldnorms))
    };
    let mut characters = |prefix: &str| {
        let mut add = |kind: &str| {
            let name = format!("{prefix}{kind}");
            builder.add_text_field(&name, indexed(kind, IndexRecordOption::WithFreqsAndPositions, false))
        };
        Characters { grams: add("grams"), chars: add("chars") }
    };
    let searched = characters("");
    let by_part = TextPart::ALL.map(|part| characters(&format!("{}.", part.name())));
    let fields = Fields {
        searched,
        by_part,
        number: builder.add_u64_field(column::NUMBER, INDEXED | FAST),
        created: builder.add_i64_field(column::CREATED, FAST),
        day: builder.add_i64_field(column::DAY, FAST),
        rating: builder.add_u64_field(column::RATING, FAST),
        likes: builder.add_u64_field(column::LIKES, FAST),
        sentiment: builder.add_i64_field(column::SENTIMENT, FAST),
        bucket: builder.add_u64_field(column::BUCKET, FAST),
        aspects: builder.add_text_field(column::ASPECTS, TextOptions::default().set_fast("raw")),
        opinions: builder.add_text_field(column::OPINIONS, TextOptions::default().set_fast("raw")),
        flags: builder.add_u64_field(column::FLAGS, FAST),
        cluster: builder.add_u64_field(column::CLUSTER, FAST),
        parts: builder.add_u64_field(column::PARTS, FAST),
        words: builder.add_text_field("words", indexed("words", IndexRecordOption::WithFreqs, true)),
        facets: facets
            .iter()
            .map(|name| builder.add_text_field(&column::facet(name), TextOptions::default().set_fast("raw")))
            .collect(),
    };
    (builder.build(), fields)
}

/// Segments hold their reviews newest first, so that a page of the newest stops early.
pub(super) fn settings() -> IndexSettings {
    let by_time = IndexSortByField { field: column::CREATED.to_owned(), order: Order::Desc };
    IndexSettings { sort_by_field: Some(by_time), ..IndexSettings::default() }
}

/// Registers the analyzers that the schema names.
pub(super) fn register_analyzers(index: &mut Index, segmenter: &Segmenter) {
    let tokenizers = TokenizerManager::default();
    tokenizers.register("grams", GramTokenizer::default());
    tokenizers.register("chars", CharTokenizer::default());
    tokenizers.register("words", WordTokenizer::new(segmenter.clone()));
    index.set_tokenizers(tokenizers);
}
