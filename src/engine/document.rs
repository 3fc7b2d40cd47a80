//! What the index takes in for one review.

use std::collections::BTreeMap;

use tantivy::TantivyDocument;

use super::{
    analyzers::PART_BREAK,
    schema::{Characters, Fields},
};
use crate::domain::{
    analysis::{FlagSet, Polarity},
    calendar::Day,
    query::TextPart,
    rating::Rating,
    review::ReviewNumber,
    sentiment::{SentimentBucket, SentimentScore},
    slice::Part,
};

/// One review as the index sees it. All texts are folded.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Review number.
    pub number: ReviewNumber,
    /// Seconds since the epoch and the local day, when known.
    pub created: Option<(i64, Day)>,
    /// Rating.
    pub rating: Option<Rating>,
    /// Likes.
    pub likes: Option<u32>,
    /// Sentiment score of the text.
    pub sentiment: SentimentScore,
    /// The sentiment bucket that an operator has chosen; `None` where the score decides.
    pub bucket: Option<SentimentBucket>,
    /// Ids of the aspects that it talks about, none of them a parent, each with one polarity.
    pub aspects: BTreeMap<String, Polarity>,
    /// Normal forms of its opinions, folded, each with the polarity that the form has in every review.
    pub opinions: BTreeMap<String, Polarity>,
    /// What should be looked at.
    pub flags: FlagSet,
    /// The cluster of near-duplicates that it belongs to, by the lowest number in it.
    pub cluster: Option<ReviewNumber>,
    /// Parts that it has.
    pub parts: Vec<Part>,
    /// Values of the keyword facets, in the order of [`super::Settings::facets`].
    pub facets: Vec<Option<String>>,
    /// Its texts, folded.
    pub texts: Texts,
}

/// The folded texts of a review.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// Title.
    pub title: Option<String>,
    /// Text.
    pub text: String,
    /// 追评
    pub append: Option<String>,
    /// The merchant's reply.
    pub reply: Option<String>,
}

impl Texts {
    /// The parts that a query searches unless it names one.
    pub fn searched(&self) -> impl Iterator<Item = &str> {
        [self.title.as_deref(), Some(self.text.as_str()), self.append.as_deref()].into_iter().flatten()
    }
}

/// An aspect with its polarity as one value: how it is stored, counted and filtered.
#[must_use]
pub fn aspect_sentiment(aspect: &str, polarity: Polarity) -> String {
    format!("{aspect}:{}", polarity.name())
}

/// The normal form of an opinion as it is stored: behind a sign, one byte, so that the values of a segment say how they judge.
fn stored_opinion(form: &str, polarity: Polarity) -> String {
    let sign = match polarity {
        Polarity::Negative => '-',
        Polarity::Neutral => '=',
        Polarity::Positive => '+',
    };
    format!("{sign}{form}")
}

/// What [`stored_opinion`] stored.
pub(super) fn read_opinion(stored: &str) -> (&str, Polarity) {
    let signs = [('-', Polarity::Negative), ('=', Polarity::Neutral), ('+', Polarity::Positive)];
    let found = signs.into_iter().find_map(|(sign, polarity)| Some((stored.strip_prefix(sign)?, polarity)));
    found.unwrap_or((stored, Polarity::Neutral))
}

/// The parts that are searched together with the text.
pub(super) const BESIDE_TEXT: [Part; 2] = [Part::Title, Part::Append];

/// The bit of a part in the packed set.
pub(super) const fn part_bit(part: Part) -> u64 {
    match part {
        Part::Reply => 1,
        Part::Append => 2,
        Part::Image => 4,
        Part::Title => 8,
    }
}

pub(super) fn document(entry: &Entry, fields: &Fields) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_u64(fields.number, entry.number.0);
    if let Some((unix_s, day)) = entry.created {
        document.add_i64(fields.created, unix_s);
        document.add_i64(fields.day, i64::from(day.0));
    }
    if let Some(rating) = entry.rating {
        document.add_u64(fields.rating, u64::from(rating.half_stars()));
    }
    if let Some(likes) = entry.likes.filter(|likes| *likes > 0) {
        document.add_u64(fields.likes, u64::from(likes));
    }
    document.add_i64(fields.sentiment, i64::from(entry.sentiment.thousandths()));
    if let Some(bucket) = entry.bucket {
        document.add_u64(fields.bucket, bucket as u64);
    }
    for (aspect, polarity) in &entry.aspects {
        document.add_text(fields.aspects, aspect_sentiment(aspect, *polarity));
    }
    for (form, polarity) in &entry.opinions {
        document.add_text(fields.opinions, stored_opinion(form, *polarity));
    }
    if let Some(cluster) = entry.cluster {
        document.add_u64(fields.cluster, cluster.0);
    }
    if !entry.flags.is_empty() {
        document.add_u64(fields.flags, u64::from(entry.flags.bits()));
    }
    document.add_u64(fields.parts, entry.parts.iter().map(|part| part_bit(*part)).fold(0, |set, bit| set | bit));
    for (field, value) in fields.facets.iter().zip(&entry.facets) {
        if let Some(value) = value {
            document.add_text(*field, value);
        }
    }
    let texts = &entry.texts;
    let searched = texts.searched().collect::<Vec<_>>().join(PART_BREAK.encode_utf8(&mut [0; 4]));
    document.add_text(fields.words, &searched);
    add_characters(&mut document, fields.searched, &searched);
    let text = Some(&texts.text).filter(|_| BESIDE_TEXT.iter().any(|part| entry.parts.contains(part)));
    let parts = [
        (TextPart::Title, texts.title.as_ref()),
        (TextPart::Text, text),
        (TextPart::Append, texts.append.as_ref()),
        (TextPart::Reply, texts.reply.as_ref()),
    ];
    for (part, text) in parts {
        if let Some(text) = text {
            add_characters(&mut document, fields.part(part), text);
        }
    }
    document
}

fn add_characters(document: &mut TantivyDocument, characters: Characters, text: &str) {
    document.add_text(characters.grams, text);
    document.add_text(characters.chars, text);
}
