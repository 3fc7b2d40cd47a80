//! How a comparison looks on the wire.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::super::narrowing::narrowed;
use crate::{
    domain::{analysis::Polarity, aspect::Aspects},
    http::view::Summary,
    service::{CompareQuestion, ComparedAspect, ComparedOpinion, Comparison, Contrast, Verdict, aspect_sentiment},
};

/// Two slices of one snapshot. All differences are `a` minus `b`, all intervals hold 95 %, and words say how `a` stands against `b`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CompareResponse {
    a: SideBody,
    b: SideBody,
    /// Reviews in both: tests and intervals take the slices for disjoint, so they mean nothing where this is much of a side.
    overlap: u64,
    difference: DifferenceBody,
    /// Aspects that either talks about, the most certain difference of complaints first.
    aspects: Vec<AspectBody>,
    /// Opinions that are more frequent in one than in the other, most characteristic first: at most 50, each held by three reviews of a side.
    opinions: Vec<OpinionBody>,
}

/// One of two slices.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparedSide)]
struct SideBody {
    /// As in `POST /search`.
    summary: Summary,
    /// The slice itself.
    #[schema(value_type = Object)]
    slice: Value,
}

/// How the slices differ as a whole.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparedFigures)]
struct DifferenceBody {
    /// In stars; Welch's test, effect Cohen's d.
    avg_rating: ContrastBody,
    /// Cliff's delta of the ratings, −1 to 1: how much more often a rating of `a` is above one of `b` than below; null without ratings.
    ratings_delta: Option<f64>,
    /// Of the sentiment score; Welch's test, effect Cohen's d.
    avg_sentiment: ContrastBody,
    /// Share of negative and very negative reviews.
    negative_share: ContrastBody,
    /// Share of ratings of two stars or fewer among the rated reviews.
    poor_share: ContrastBody,
}

/// A difference, `a` minus `b`. Numbers are null where a side has too few reviews.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contrast)]
struct ContrastBody {
    difference: Option<f64>,
    /// Of means Welch's, of shares Newcombe's.
    interval: Option<[f64; 2]>,
    /// Of shares Fisher's test with mid-p; corrected by Holm's method for the number of aspects or of opinions.
    p_value: Option<f64>,
    /// Cohen's d of means, Cohen's h of shares: 0.2 is small, 0.5 medium, 0.8 large.
    effect: Option<f64>,
    /// better, worse, more, less, alike or unknown.
    verdict: &'static str,
    /// The verdict in the language of the answer.
    words: String,
}

/// One aspect in both slices. Its own difference is of the shares of reviews that complain of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparedAspect)]
struct AspectBody {
    aspect: String,
    /// The aspect for people.
    label: String,
    a: AspectSideBody,
    b: AspectSideBody,
    #[serde(flatten)]
    complaints: ContrastBody,
    /// Of the shares of reviews that mention it.
    mentions: ContrastBody,
}

/// One aspect in one slice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparedAspectSide)]
struct AspectSideBody {
    /// Reviews that mention it: the sum of the three below.
    count: u64,
    /// `count` divided by the reviews of the slice.
    share: f64,
    /// Praise minus complaints, divided by `count`: −1 to 1; null where nobody mentions it.
    net: Option<f64>,
    negative: FigureBody,
    neutral: FigureBody,
    positive: FigureBody,
    /// The slice that holds exactly the `count` reviews.
    #[schema(value_type = Object)]
    slice: Value,
}

/// A count with the slice that reproduces it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparedFigure)]
struct FigureBody {
    count: u64,
    /// `count` divided by the reviews of the slice.
    share: f64,
    #[schema(value_type = Object)]
    slice: Value,
}

/// One opinion in both slices.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparedOpinion)]
struct OpinionBody {
    opinion: String,
    a: FigureBody,
    b: FigureBody,
    /// `a` or `b` where only that slice has it.
    only: Option<&'static str>,
    /// z-score of the log-odds: above 0 where `a` says it more often.
    score: f64,
    #[serde(flatten)]
    contrast: ContrastBody,
}

/// Slices that an answer repeats of each side.
pub(super) fn slices_of(found: &Comparison) -> usize {
    1 + found.aspects.len() * (1 + Polarity::ALL.len()) + found.opinions.len()
}

/// One side's total and slice, from which its figures are made.
struct Side {
    total: u64,
    base: Map<String, Value>,
}

impl Side {
    fn figure(&self, count: u64, field: &str, value: &str) -> FigureBody {
        FigureBody { count, share: self.share(count), slice: self.slice(field, value) }
    }

    fn share(&self, count: u64) -> f64 {
        if self.total == 0 { 0.0 } else { count as f64 / self.total as f64 }
    }

    fn slice(&self, field: &str, value: &str) -> Value {
        narrowed(&self.base, Map::from_iter([(field.to_owned(), json!([value]))]))
    }
}

impl CompareResponse {
    pub(super) fn new(found: &Comparison, question: &CompareQuestion, aspects: &Aspects) -> Self {
        let sides = [0, 1].map(|side: usize| Side {
            total: found.sides[side].tally.count(),
            base: serde_json::from_str(&question.slices_json[side]).unwrap_or_default(),
        });
        let [a, b] = [0, 1].map(|side: usize| SideBody {
            summary: Summary::from(&found.sides[side]),
            slice: sides[side].base.clone().into(),
        });
        let contrast = |contrast: &Contrast| ContrastBody::new(contrast, question.chinese);
        let label = |id: &str| {
            let label = aspects.find(id).map(|aspect| &aspect.label);
            label.map_or_else(
                || id.to_owned(),
                |label| if question.chinese { label.zh.clone() } else { label.en.clone() },
            )
        };
        let aspect = |compared: &ComparedAspect| {
            let [a, b] = [0, 1].map(|side: usize| AspectSideBody::new(compared, side, &sides[side]));
            AspectBody {
                aspect: compared.aspect.clone(),
                label: label(&compared.aspect),
                a,
                b,
                complaints: contrast(&compared.complaints),
                mentions: contrast(&compared.mentions),
            }
        };
        Self {
            a,
            b,
            overlap: found.overlap,
            difference: DifferenceBody {
                avg_rating: contrast(&found.avg_rating),
                ratings_delta: found.ratings_delta,
                avg_sentiment: contrast(&found.avg_sentiment),
                negative_share: contrast(&found.negative_share),
                poor_share: contrast(&found.poor_share),
            },
            aspects: found.aspects.iter().map(aspect).collect(),
            opinions: found
                .opinions
                .iter()
                .map(|opinion| OpinionBody::new(opinion, &sides, question.chinese))
                .collect(),
        }
    }
}

impl AspectSideBody {
    fn new(compared: &ComparedAspect, index: usize, side: &Side) -> Self {
        let [negative, neutral, positive] = Polarity::ALL.map(|polarity| {
            let place = Polarity::ALL.iter().position(|known| *known == polarity).unwrap_or_default();
            let value = aspect_sentiment(&compared.aspect, polarity);
            side.figure(compared.counts[index][place], "aspect_sentiment", &value)
        });
        let count = negative.count + neutral.count + positive.count;
        Self {
            count,
            share: side.share(count),
            net: (count > 0).then(|| (positive.count as f64 - negative.count as f64) / count as f64),
            negative,
            neutral,
            positive,
            slice: side.slice("aspect", &compared.aspect),
        }
    }
}

impl OpinionBody {
    fn new(compared: &ComparedOpinion, sides: &[Side; 2], chinese: bool) -> Self {
        let [a, b] = [0, 1].map(|side: usize| sides[side].figure(compared.counts[side], "opinion", &compared.opinion));
        let only = match compared.counts {
            [_, 0] => Some("a"),
            [0, _] => Some("b"),
            _ => None,
        };
        let contrast = ContrastBody::new(&compared.contrast, chinese);
        Self { opinion: compared.opinion.to_string(), a, b, only, score: compared.score, contrast }
    }
}

impl ContrastBody {
    fn new(contrast: &Contrast, chinese: bool) -> Self {
        let known = contrast.difference.as_ref();
        let words = contrast.verdict.words();
        Self {
            difference: known.map(|known| known.difference),
            interval: known.map(|known| known.interval),
            p_value: known.map(|known| known.p_value),
            effect: known.map(|known| known.effect),
            verdict: match contrast.verdict {
                Verdict::Better => "better",
                Verdict::Worse => "worse",
                Verdict::More => "more",
                Verdict::Less => "less",
                Verdict::Alike => "alike",
                Verdict::Unknown => "unknown",
            },
            words: if chinese { words.zh } else { words.en },
        }
    }
}
