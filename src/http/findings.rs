//! How the analysis of a text looks on the wire: for hits, for one review and for `/analyze`.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::sentiment::{SentimentBucket, SentimentScore},
    service::{Findings, FoundAspect, FoundFlag, FoundOpinion, Place},
};

/// What a text says, from the text alone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sentiment {
    /// −1 to 1.
    score: f64,
    /// very_negative, negative, neutral, positive or very_positive.
    bucket: SentimentName,
}

/// The name of a sentiment bucket.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct SentimentName(SentimentBucket);

impl utoipa::PartialSchema for SentimentName {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let names = SentimentBucket::ALL.map(SentimentBucket::name);
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .enum_values(Some(names))
            .into()
    }
}

impl ToSchema for SentimentName {
    fn name() -> std::borrow::Cow<'static, str> {
        "SentimentBucket".into()
    }
}

/// How one clause judges.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Clause {
    /// title, text or append.
    field: &'static str,
    /// `[start, end)` in Unicode scalars of the field.
    range: [u32; 2],
    /// −1 to 1.
    score: f64,
}

/// An aspect that a text talks about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Aspect {
    /// Its id.
    aspect: String,
    /// Its name in Chinese; `/fields` has all names.
    label: String,
    /// The aspect of the first level that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// negative, neutral or positive.
    polarity: &'static str,
    /// −1 to 1.
    score: f64,
    /// What is said of it.
    opinions: Vec<AspectOpinion>,
}

/// An opinion below its aspect.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AspectOpinion {
    /// What is judged; null when unsaid.
    term: Option<String>,
    /// The words that judge.
    opinion: String,
    /// title, text or append.
    field: &'static str,
    /// Both and what stands between: `[start, end)` in Unicode scalars of the field.
    range: [u32; 2],
}

/// What a text says of something.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Opinion {
    /// The id of its aspect; null when no pack knows it.
    aspect: Option<String>,
    /// What is judged; null when unsaid.
    term: Option<String>,
    /// The words that judge.
    opinion: String,
    /// negative, neutral or positive.
    polarity: &'static str,
    /// Its normal form: the value of the facet `opinion`.
    key: String,
    /// title, text or append.
    field: &'static str,
    /// Both and what stands between: `[start, end)` in Unicode scalars of the field.
    range: [u32; 2],
    term_range: Option<[u32; 2]>,
    opinion_range: [u32; 2],
}

/// Why a text should be looked at.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Flag {
    /// low_information, advertising, abuse, privacy, conflict, duplicate or burst.
    flag: &'static str,
    /// The rule that raised it.
    reason: &'static str,
    /// What was found: words of the text or a figure.
    evidence: String,
    /// title, text or append; absent when the evidence stands in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<[u32; 2]>,
}

/// Everything that is read out of a text, in the order of the API's documents.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FindingsBody {
    pub(crate) sentiment: Sentiment,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) aspects: Vec<Aspect>,
    pub(crate) opinions: Vec<Opinion>,
    pub(crate) flags: Vec<Flag>,
}

impl From<Findings> for FindingsBody {
    fn from(findings: Findings) -> Self {
        let clause = |place: Place, score: SentimentScore| Clause {
            field: place.part.name(),
            range: place.range,
            score: score.value(),
        };
        Self {
            sentiment: Sentiment { score: findings.score.value(), bucket: SentimentName(findings.bucket) },
            clauses: findings.clauses.iter().map(|found| clause(found.place, found.score)).collect(),
            aspects: findings.aspects.into_iter().map(|aspect| Aspect::new(aspect, &findings.opinions)).collect(),
            opinions: findings.opinions.into_iter().map(Opinion::from).collect(),
            flags: findings.flags.into_iter().map(Flag::from).collect(),
        }
    }
}

impl Aspect {
    fn new(found: FoundAspect, opinions: &[FoundOpinion]) -> Self {
        let of_it = opinions.iter().filter(|opinion| opinion.aspect.as_ref() == Some(&found.aspect.id));
        let opinion = |opinion: &FoundOpinion| AspectOpinion {
            term: opinion.term.as_ref().map(|(words, _)| words.clone()),
            opinion: opinion.opinion.0.clone(),
            field: opinion.place.part.name(),
            range: opinion.place.range,
        };
        Self {
            opinions: of_it.map(opinion).collect(),
            aspect: found.aspect.id,
            label: found.aspect.label.zh,
            parent: found.aspect.parent,
            polarity: found.polarity.name(),
            score: found.score.value(),
        }
    }
}

impl From<FoundOpinion> for Opinion {
    fn from(found: FoundOpinion) -> Self {
        let (term, term_place) = found.term.unzip();
        let (opinion, opinion_place) = found.opinion;
        Self {
            aspect: found.aspect,
            term,
            opinion,
            polarity: found.polarity.name(),
            key: found.key,
            field: found.place.part.name(),
            range: found.place.range,
            term_range: term_place.map(|place| place.range),
            opinion_range: opinion_place.range,
        }
    }
}

impl From<FoundFlag> for Flag {
    fn from(found: FoundFlag) -> Self {
        Self {
            flag: found.flag.name(),
            reason: found.reason,
            evidence: found.evidence,
            field: found.place.map(|place| place.part.name()),
            range: found.place.map(|place| place.range),
        }
    }
}
