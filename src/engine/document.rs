//! What the index takes in for one review.

use tantivy::TantivyDocument;

use super::{analyzers::PART_BREAK, schema::Fields};
use crate::domain::{calendar::Day, rating::Rating, review::ReviewNumber, sentiment::SentimentScore, slice::Part};

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
    /// Parts that it has.
    pub parts: Vec<Part>,
    /// Values of the keyword facets, in the order of [`super::Settings::facets`].
    pub facets: Vec<Option<String>>,
    /// The searched parts that it has, folded: title, text, append.
    pub texts: Vec<String>,
}

/// The bit of a part in the packed set.
pub(super) const fn part_bit(part: Part) -> u64 {
    match part {
        Part::Reply => 1,
        Part::Append => 2,
        Part::Image => 4,
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
    document.add_u64(fields.parts, entry.parts.iter().map(|part| part_bit(*part)).fold(0, |set, bit| set | bit));
    for (field, value) in fields.facets.iter().zip(&entry.facets) {
        if let Some(value) = value {
            document.add_text(*field, value);
        }
    }
    let text = entry.texts.join(PART_BREAK.encode_utf8(&mut [0; 4]));
    document.add_text(fields.grams, &text);
    document.add_text(fields.chars, &text);
    document.add_text(fields.words, &text);
    document
}
