//! The yardstick: tantivy as its own examples use it, over the same reviews, with the same kinds of fields and tokenizers.

use std::{ops::Bound, path::Path};

use anyhow::{Context, Result};
use pinglan::{
    config::Config,
    domain::{calendar::Interval, rating::Rating, review::Review},
    service::{Analyst, Service},
    text::{Segmenter, fold},
};
use tantivy::{
    Index, IndexSettings, IndexSortByField, IndexWriter, Order, ReloadPolicy, Searcher, TantivyDocument, Term,
    query::{AllQuery, BooleanQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery},
    schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::TokenizerManager,
};

use super::{
    data,
    tokens::{Cut, Cutter},
};

/// Keyword facets of the corpus.
pub(crate) const KEYWORDS: [&str; 4] = ["source", "category", "item", "city"];
/// Numbers of a review: fast fields.
const NUMBERS: [&str; 8] = ["number", "created", "day", "month", "rating", "likes", "sentiment", "bucket"];
const WRITER_BYTES: usize = 256 * 1024 * 1024;
const WRITER_THREADS: usize = 2;

/// What the index is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The fields that the product indexes and no more: for comparing imports.
    Import,
    /// Keyword facets also as terms, so that a filter is a plain term query.
    Search,
}

/// The yardstick index, opened.
pub(crate) struct Plain {
    pub(crate) searcher: Searcher,
    schema: Schema,
}

/// What goes into one document.
pub(crate) struct Analysed {
    numbers: [i64; NUMBERS.len()],
    keywords: [Option<String>; KEYWORDS.len()],
    text: String,
}

/// Reads out of a review what the index takes in: not part of what is timed.
pub(crate) struct Analyser {
    analyst: Analyst,
    config: Config,
}

impl Analyser {
    pub(crate) fn new() -> Result<Self> {
        let config = Config::load(None)?;
        Ok(Self { analyst: Analyst::open(&config)?, config })
    }

    pub(crate) fn analyse(&self, review: &Review) -> Analysed {
        let content = &review.content;
        let text = fold(&content.text);
        let created = content.created.map_or(0, |created| created.unix_s);
        let day = self.config.zone.day(created);
        let date = Interval::Month.start(day).date();
        let score = self.analyst.analysis(review, &text).score;
        let bucket = self.config.sentiment_thresholds.bucket(score);
        let rating = content.rating.map_or(0, Rating::half_stars);
        let keyword = |name: &str| content.attributes.get(name).cloned();
        Analysed {
            numbers: [
                i64::try_from(review.number.0).unwrap_or(0),
                created,
                i64::from(day.0),
                i64::from(date.year()) * 12 + i64::from(date.month()),
                i64::from(rating),
                i64::from(content.likes.unwrap_or(0)),
                i64::from(score.thousandths()),
                bucket as i64,
            ],
            keywords: [Some(review.id.source.clone()), keyword("category"), content.item.clone(), keyword("city")],
            text,
        }
    }
}

impl Analysed {
    /// The number of that name.
    pub(crate) fn number(&self, name: &str) -> i64 {
        NUMBERS.iter().position(|number| *number == name).map_or(0, |at| self.numbers[at])
    }

    /// The value of that keyword facet.
    pub(crate) fn keyword(&self, name: &str) -> &str {
        KEYWORDS.iter().position(|keyword| *keyword == name).and_then(|at| self.keywords[at].as_deref()).unwrap_or("")
    }
}

fn schema(shape: Shape) -> Schema {
    let mut builder = Schema::builder();
    for name in NUMBERS {
        match (name, shape) {
            ("number", _) => builder.add_i64_field(name, INDEXED | FAST),
            ("month" | "bucket", Shape::Import) => continue,
            _ => builder.add_i64_field(name, FAST),
        };
    }
    for name in KEYWORDS {
        let fast = TextOptions::default().set_fast("raw");
        let raw = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::Basic);
        let options = if shape == Shape::Search { fast.set_indexing_options(raw.set_fieldnorms(false)) } else { fast };
        builder.add_text_field(name, options);
    }
    for (name, option, fieldnorms) in [
        ("grams", IndexRecordOption::WithFreqsAndPositions, false),
        ("chars", IndexRecordOption::Basic, false),
        ("words", IndexRecordOption::WithFreqs, true),
    ] {
        let indexing = TextFieldIndexing::default().set_tokenizer(name).set_index_option(option);
        builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing.set_fieldnorms(fieldnorms)));
    }
    builder.build()
}

impl Plain {
    /// Builds the index over all reviews of a service.
    pub(crate) fn build(dir: &Path, shape: Shape, service: &Service) -> Result<()> {
        let mut writer = Self::create(dir, shape, service.engine.segmenter())?;
        let schema = writer.index().schema();
        let analyser = Analyser::new()?;
        let mut outcome = Ok(());
        data::each_review(service, |review| {
            if outcome.is_ok() {
                outcome = writer.add_document(document(&analyser.analyse(review), &schema)).map(drop);
            }
        })?;
        outcome?;
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(())
    }

    /// An empty index with its writer.
    pub(crate) fn create(dir: &Path, shape: Shape, segmenter: &Segmenter) -> Result<IndexWriter> {
        std::fs::create_dir_all(dir)?;
        let by_time = IndexSortByField { field: "created".to_owned(), order: Order::Desc };
        let settings = IndexSettings { sort_by_field: Some(by_time), ..IndexSettings::default() };
        let mut index = Index::builder().schema(schema(shape)).settings(settings).create_in_dir(dir)?;
        let tokenizers = TokenizerManager::default();
        tokenizers.register("grams", Cutter::new(Cut::Grams));
        tokenizers.register("chars", Cutter::new(Cut::Chars));
        tokenizers.register("words", Cutter::new(Cut::Words(segmenter.clone())));
        index.set_tokenizers(tokenizers);
        Ok(index.writer_with_num_threads(WRITER_THREADS, WRITER_BYTES)?)
    }

    /// Opens a built index.
    pub(crate) fn open(dir: &Path) -> Result<Self> {
        let index = Index::open_in_dir(dir)?;
        let reader: tantivy::IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { searcher: reader.searcher(), schema: index.schema() })
    }

    /// A field by its name.
    pub(crate) fn field(&self, name: &str) -> Result<Field> {
        self.schema.get_field(name).with_context(|| format!("no field {name}"))
    }

    /// The reviews that contain a folded text.
    pub(crate) fn contains(&self, folded: &str) -> Result<Box<dyn Query>> {
        let scalars: Vec<char> = folded.chars().collect();
        let grams = self.field("grams")?;
        let gram = |at: usize| Term::from_field_text(grams, &scalars[at..at + 2].iter().collect::<String>());
        Ok(match scalars.len() {
            0 => Box::new(AllQuery),
            1 => {
                Box::new(TermQuery::new(Term::from_field_text(self.field("chars")?, folded), IndexRecordOption::Basic))
            }
            2 => Box::new(TermQuery::new(gram(0), IndexRecordOption::WithFreqs)),
            length => {
                let mut offsets: Vec<usize> = (0..=length - 2).step_by(2).collect();
                if offsets.last() != Some(&(length - 2)) {
                    offsets.push(length - 2);
                }
                Box::new(PhraseQuery::new_with_offset(offsets.into_iter().map(|at| (at, gram(at))).collect()))
            }
        })
    }

    /// The reviews that carry one of these values.
    pub(crate) fn keyword(&self, name: &str, values: &[String]) -> Result<Box<dyn Query>> {
        let field = self.field(name)?;
        let term = |value: &String| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
        };
        Ok(join(Occur::Should, values.iter().map(term).collect()))
    }

    /// The reviews whose number of that name lies in `from..=to`.
    pub(crate) fn range(&self, name: &str, from: i64, to: i64) -> Result<Box<dyn Query>> {
        let field = self.field(name)?;
        let bound = |value| Bound::Included(Term::from_field_i64(field, value));
        Ok(Box::new(RangeQuery::new(bound(from), bound(to))))
    }

    /// Words of at least two Chinese characters with the reviews that hold them, most frequent first.
    pub(crate) fn words(&self) -> Result<Vec<(String, u64)>> {
        let field = self.field("words")?;
        let mut counts: std::collections::HashMap<String, u64> = std::collections::HashMap::new();
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(field)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let Ok(word) = std::str::from_utf8(terms.key()) else { continue };
                let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
                if word.chars().all(is_han) && word.chars().count() >= 2 {
                    *counts.entry(word.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
        let mut words: Vec<(String, u64)> = counts.into_iter().collect();
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(words)
    }
}

/// Queries joined; one alone stays as it is, none is every review.
pub(crate) fn join(occur: Occur, mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match (queries.len(), queries.pop()) {
        (0 | 1, last) => last.unwrap_or_else(|| Box::new(AllQuery)),
        (_, last) => {
            queries.extend(last);
            Box::new(BooleanQuery::new(queries.into_iter().map(|query| (occur, query)).collect()))
        }
    }
}

/// The tantivy document of a review.
pub(crate) fn document(analysed: &Analysed, schema: &Schema) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    for (name, value) in NUMBERS.iter().zip(analysed.numbers) {
        if let Ok(field) = schema.get_field(name) {
            document.add_i64(field, value);
        }
    }
    for (name, value) in KEYWORDS.iter().zip(&analysed.keywords) {
        if let (Ok(field), Some(value)) = (schema.get_field(name), value) {
            document.add_text(field, value);
        }
    }
    for name in ["grams", "chars", "words"] {
        if let Ok(field) = schema.get_field(name) {
            document.add_text(field, &analysed.text);
        }
    }
    document
}
