//! How reviews and figures look on the wire: what every resource shares.

use std::time::Duration;

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::findings::FindingsBody;
use crate::{
    domain::{
        calendar::Zone,
        facet::{self, Tally},
        rating::Rating,
        review::{Content, Review},
        sentiment::SentimentBucket,
    },
    service::{Available, HitView, Mode, SearchPage, SearchRequest},
};

/// A page of hits with the figures of the whole slice, all of one snapshot.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchResponse {
    /// Reviews in the slice, exactly.
    total: u64,
    /// `exact`, or `approximate` when the request said so.
    mode: &'static str,
    /// For each term of the query, the pieces that must occur; `a|b` is one of these wordings.
    understood: Vec<Vec<String>>,
    /// The query in its canonical form.
    parsed: String,
    /// Pieces of the query for which the dictionary has other words.
    synonyms: Vec<Synonyms>,
    /// Only where nothing was found exactly: whether `"approximate": true` would find something.
    #[serde(skip_serializing_if = "Option::is_none")]
    approximate_available: Option<bool>,
    /// Time it took to compute this answer, in milliseconds.
    took_ms: f64,
    /// The generation that answered.
    generation: String,
    /// Asks for the next page; null at the end.
    next_cursor: Option<String>,
    /// The page.
    hits: Vec<Hit>,
    /// By field, in the order asked.
    #[serde(serialize_with = "as_map")]
    #[schema(value_type = BTreeMap<String, Facet>)]
    facets: Vec<(String, Facet)>,
    /// When asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<Timeline>,
    /// When asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Summary>,
}

/// Other words for a piece of the query.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Synonyms {
    piece: String,
    words: Vec<String>,
    /// Whether they were searched too.
    applied: bool,
}

/// One review of a page.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Hit {
    /// `source:external_id`.
    pub(crate) id: String,
    pub(crate) source: String,
    pub(crate) item_name: Option<String>,
    /// Stars, 0.5 to 5.
    pub(crate) rating: Option<f64>,
    /// RFC 3339 in the configured zone; null when unknown.
    pub(crate) created_at: Option<String>,
    /// second, minute or day.
    pub(crate) created_precision: Option<&'static str>,
    pub(crate) title: Option<String>,
    pub(crate) text: String,
    pub(crate) append: Option<String>,
    pub(crate) reply: Option<String>,
    pub(crate) likes: Option<u32>,
    /// Ranges `[start, end)` in Unicode scalars of `text`.
    pub(crate) highlights: Vec<[u32; 2]>,
    /// The same for `title`.
    pub(crate) title_highlights: Vec<[u32; 2]>,
    /// The same for `append`.
    pub(crate) append_highlights: Vec<[u32; 2]>,
    /// Ranges in `reply`, where the query names it.
    reply_highlights: Vec<[u32; 2]>,
    /// What was read out of title, text and follow-up.
    #[serde(flatten)]
    pub(crate) findings: FindingsBody,
    pub(crate) case: Case,
}

/// Where a review stands with the people who handle it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Case {
    status: &'static str,
    tags: Vec<String>,
}

impl Case {
    /// Nobody has handled it.
    pub(crate) const fn new() -> Self {
        Self { status: "new", tags: Vec::new() }
    }
}

/// Counts per value.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Facet {
    buckets: Vec<FacetBucket>,
    /// Values with at least one review.
    distinct: u64,
    /// Reviews without a value.
    missing: u64,
}

/// One value.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacetBucket {
    value: String,
    count: u64,
    /// Whether the request's filter names it.
    selected: bool,
}

/// Counts per calendar bucket.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Timeline {
    interval: &'static str,
    /// IANA name.
    zone: String,
    /// Reviews without a time.
    missing: u64,
    buckets: Vec<TimelineBucket>,
}

/// One calendar bucket.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TimelineBucket {
    /// Its first day.
    start: String,
    count: u64,
    avg_rating: Option<f64>,
    /// Counts per sentiment bucket, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<BTreeMap<String, u64>>)]
    split: Option<Counts>,
}

/// A slice in figures.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Summary {
    count: u64,
    /// Reviews with a rating.
    rated: u64,
    avg_rating: Option<f64>,
    avg_sentiment: Option<f64>,
    /// Counts per sentiment bucket.
    #[schema(value_type = BTreeMap<String, u64>)]
    sentiment: Counts,
    /// Counts per rating.
    #[schema(value_type = BTreeMap<String, u64>)]
    rating: Counts,
}

impl SearchResponse {
    pub(crate) fn new(page: SearchPage, request: &SearchRequest, zone: &Zone, took: Duration) -> Self {
        Self {
            total: page.total,
            mode: match page.mode {
                Mode::Exact => "exact",
                Mode::Approximate => "approximate",
            },
            understood: page.understood,
            parsed: page.parsed,
            synonyms: page.synonyms.into_iter().map(Synonyms::from).collect(),
            approximate_available: page.approximate_available,
            took_ms: took.as_secs_f64() * 1000.0,
            generation: page.generation,
            next_cursor: page.next_cursor,
            hits: page.hits.into_iter().map(|hit| Hit::new(hit, zone)).collect(),
            facets: page.facets.into_iter().map(|(name, facet)| (name, facet.into())).collect(),
            timeline: page.timeline.map(|timeline| Timeline::new(&timeline, request.split, zone)),
            summary: request.summary.then(|| Summary::from(&page.summary)),
        }
    }
}

impl Hit {
    pub(crate) fn new(hit: HitView, zone: &Zone) -> Self {
        let Review { id, content, .. } = hit.review;
        Self {
            id: id.to_string(),
            source: id.source,
            rating: content.rating.map(Rating::stars),
            created_at: created_at(&content, zone),
            created_precision: content.created.map(|created| created.precision.name()),
            item_name: content.item,
            title: content.title,
            text: content.text,
            append: content.append,
            reply: content.reply,
            likes: content.likes,
            highlights: hit.highlights.text,
            title_highlights: hit.highlights.title,
            append_highlights: hit.highlights.append,
            reply_highlights: hit.highlights.reply,
            findings: hit.findings.into(),
            case: Case::new(),
        }
    }
}

impl From<Available> for Synonyms {
    fn from(Available { piece, words, applied }: Available) -> Self {
        Self { piece, words, applied }
    }
}

/// When a review was written, in the zone.
pub(crate) fn created_at(content: &Content, zone: &Zone) -> Option<String> {
    content.created.map(|created| zone.rfc3339(created.unix_s))
}

impl From<facet::Facet> for Facet {
    fn from(facet: facet::Facet) -> Self {
        let bucket = |bucket: facet::FacetBucket| FacetBucket {
            value: bucket.value,
            count: bucket.count,
            selected: bucket.selected,
        };
        let buckets = facet.buckets.into_iter().map(bucket).collect();
        Self { buckets, distinct: facet.distinct, missing: facet.missing }
    }
}

impl Timeline {
    fn new(timeline: &facet::Timeline, split: bool, zone: &Zone) -> Self {
        let bucket = |bucket: &facet::TimeBucket| TimelineBucket {
            start: bucket.start.to_string(),
            count: bucket.tally.count(),
            avg_rating: bucket.tally.avg_rating(),
            split: split.then(|| by_sentiment(&bucket.tally)),
        };
        Self {
            interval: timeline.interval.name(),
            zone: zone.name().to_owned(),
            missing: timeline.missing,
            buckets: timeline.buckets.iter().map(bucket).collect(),
        }
    }
}

impl From<&facet::Summary> for Summary {
    fn from(summary: &facet::Summary) -> Self {
        let ratings = Rating::all().zip(summary.ratings);
        Self {
            count: summary.tally.count(),
            rated: summary.tally.rated,
            avg_rating: summary.tally.avg_rating(),
            avg_sentiment: summary.avg_sentiment(),
            sentiment: by_sentiment(&summary.tally),
            rating: Counts(ratings.map(|(rating, count)| (rating.to_string(), count)).collect()),
        }
    }
}

fn by_sentiment(tally: &Tally) -> Counts {
    let named = SentimentBucket::ALL.into_iter().zip(tally.sentiment);
    Counts(named.map(|(bucket, count)| (bucket.name().to_owned(), count)).collect())
}

/// Counts by name, in a fixed order.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Counts(#[serde(serialize_with = "as_map")] Vec<(String, u64)>);

/// Pairs as a JSON object that keeps their order.
fn as_map<V: Serialize, S: Serializer>(pairs: &[(String, V)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}
