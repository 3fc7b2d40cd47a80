//! How pain points look on the wire.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{super::narrowing::narrowed, method};
use crate::{
    domain::{
        calendar::Zone,
        pain_points::{Key, PainPoint, PainPoints, Quote, Remainder},
    },
    service::{PainPointsQuestion, Service},
};

/// What stands out as negative in a slice, all of one snapshot.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PainPointsResponse {
    /// Reviews in the slice.
    total: u64,
    /// Reviews in the baseline.
    baseline_total: u64,
    /// Mean rating of the slice in stars; null without a rated review.
    mean_rating: Option<f64>,
    /// Mean rating of the baseline in stars; null without a rated review. All impacts add up to `mean_rating` minus this.
    baseline_mean_rating: Option<f64>,
    /// Highest score first.
    points: Vec<PointBody>,
    /// Complaints that are none of the points.
    other: OtherBody,
    /// Reviews that complain of nothing.
    none: NoneBody,
    /// How it was computed, in the language of the answer: test, correction, intervals, shrinkage, score, impact.
    method: String,
}

/// One pain point.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PainPoint)]
struct PointBody {
    /// By aspect a pair such as `service_wait_time:negative`, by opinion its normal form.
    key: String,
    /// The key for people.
    label: String,
    /// Id of the aspect; of an opinion, that which its quotes are about, if any.
    aspect: Option<String>,
    /// Always negative.
    polarity: &'static str,
    /// Reviews of the slice that complain of it.
    count: u64,
    /// The same with near-duplicates counted once.
    distinct_count: u64,
    /// `count` divided by `total`.
    share: f64,
    /// Reviews of the baseline that complain of it.
    baseline_count: u64,
    /// `baseline_count` divided by `baseline_total`; null for an empty baseline.
    baseline_share: Option<f64>,
    /// How many times as frequent it is as in the baseline, near-duplicates counted once; null for an empty baseline.
    lift: Option<f64>,
    /// Interval of the lift; null for an empty baseline.
    interval: Option<[f64; 2]>,
    /// How likely so different a share is where slice and baseline do not differ, corrected for all keys; null for an empty baseline.
    p_value: Option<f64>,
    /// Its part of `mean_rating` − `baseline_mean_rating`, in stars; null where one of them is.
    impact: Option<f64>,
    /// The slice's mean rating without these reviews, minus `mean_rating`; does not add up. Null where no rated review is left.
    removal_delta: Option<f64>,
    /// Complaints by calendar bucket, without gaps.
    trend: Vec<TrendBody>,
    /// day, week, month, quarter or year.
    trend_interval: &'static str,
    /// First day of the first bucket from which it is worse; null where no change is certain.
    since: Option<String>,
    /// How many times as frequent it is since then.
    change: Option<f64>,
    /// What ranks it: the product of the parts.
    score: f64,
    score_parts: ScorePartsBody,
    /// Sentences of its reviews.
    quotes: Vec<QuoteBody>,
    /// The slice that holds exactly the `count` reviews.
    #[schema(value_type = Object)]
    slice: Value,
    /// The slice that holds exactly the `baseline_count` reviews; null where the widened query has no such form.
    #[schema(value_type = Option<Object>)]
    baseline_slice: Option<Value>,
}

/// One calendar bucket.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PainPointBucket)]
struct TrendBody {
    /// First day.
    start: String,
    /// Reviews of the slice that complain of the point.
    count: u64,
    /// Reviews of the slice.
    total: u64,
}

/// The factors of a score.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PainPointScore)]
struct ScorePartsBody {
    /// Share of the slice in percent, shrunk.
    volume: f64,
    /// How negative its reviews are, 0 to 1, shrunk.
    negativity: f64,
    /// How many times as frequent it is as in the baseline, shrunk towards 1.
    over_representation: f64,
    /// 1 where it has not become worse, up to 2.
    movement: f64,
}

/// A sentence of a review.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PainPointQuote)]
struct QuoteBody {
    /// `source:external_id`.
    id: String,
    /// Title, text or follow-up of the review, or a window of it.
    text: String,
    /// The sentence in `text`, `[start, end)` in Unicode scalars.
    range: [u32; 2],
    /// Stars.
    rating: Option<f64>,
    /// RFC 3339 in the configured zone.
    created_at: Option<String>,
    item_name: Option<String>,
}

/// Complaints that are none of the points.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OtherComplaints)]
struct OtherBody {
    /// Reviews with a complaint that is none of the points.
    count: u64,
    /// Null where no difference of means is known.
    impact: Option<f64>,
    /// Keys that `limit` left out.
    keys: u64,
}

/// Reviews that complain of nothing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoComplaint)]
struct NoneBody {
    count: u64,
    /// Null where no difference of means is known.
    impact: Option<f64>,
}

impl PainPointsResponse {
    pub(super) fn new(found: PainPoints, question: &PainPointsQuestion, service: &Service) -> Self {
        let object = |json: &String| serde_json::from_str::<Map<String, Value>>(json).unwrap_or_default();
        let renderer = Renderer {
            question,
            service,
            trend_interval: found.trend_interval.name(),
            slice: object(&question.slice_json),
            baseline: question.baseline_json.as_ref().map(object),
        };
        let Remainder { count, impact, keys } = found.other;
        Self {
            total: found.total,
            baseline_total: found.baseline_total,
            mean_rating: found.mean_rating,
            baseline_mean_rating: found.baseline_mean_rating,
            points: found.points.into_iter().map(|point| renderer.point(point)).collect(),
            other: OtherBody { count, impact, keys },
            none: NoneBody { count: found.none.count, impact: found.none.impact },
            method: method::words(question.chinese),
        }
    }
}

struct Renderer<'a> {
    question: &'a PainPointsQuestion,
    service: &'a Service,
    trend_interval: &'static str,
    slice: Map<String, Value>,
    baseline: Option<Map<String, Value>>,
}

impl Renderer<'_> {
    fn point(&self, point: PainPoint) -> PointBody {
        let parts = point.score_parts;
        let bucket = |bucket: crate::domain::pain_points::TrendBucket| TrendBody {
            start: bucket.start.to_string(),
            count: bucket.count,
            total: bucket.total,
        };
        let zone = &self.service.config.zone;
        PointBody {
            label: self.label(&point),
            slice: self.narrowed(&self.slice, &point.key),
            baseline_slice: self.baseline.as_ref().map(|baseline| self.narrowed(baseline, &point.key)),
            key: point.key,
            aspect: point.aspect,
            polarity: "negative",
            count: point.count,
            distinct_count: point.distinct_count,
            share: point.share,
            baseline_count: point.baseline_count,
            baseline_share: point.baseline_share,
            lift: point.lift,
            interval: point.interval,
            p_value: point.p_value,
            impact: point.impact,
            removal_delta: point.removal_delta,
            trend: point.trend.into_iter().map(bucket).collect(),
            trend_interval: self.trend_interval,
            since: point.since.map(|day| day.to_string()),
            change: point.change,
            score: point.score,
            score_parts: ScorePartsBody {
                volume: parts.volume,
                negativity: parts.negativity,
                over_representation: parts.over_representation,
                movement: parts.movement,
            },
            quotes: point.quotes.into_iter().map(|quote| QuoteBody::new(quote, zone)).collect(),
        }
    }

    fn narrowed(&self, base: &Map<String, Value>, key: &str) -> Value {
        narrowed(base, Map::from_iter([(self.question.request.by.field().to_owned(), json!([key]))]))
    }

    /// The name of the aspect, or the opinion as it is.
    fn label(&self, point: &PainPoint) -> String {
        let aspect = point.aspect.as_ref().filter(|_| self.question.request.by == Key::Aspect);
        let found = aspect.and_then(|id| self.service.analyst.aspects().find(id));
        let label = found.map(|aspect| if self.question.chinese { &aspect.label.zh } else { &aspect.label.en });
        label.or(aspect).unwrap_or(&point.key).clone()
    }
}

impl QuoteBody {
    fn new(quote: Quote, zone: &Zone) -> Self {
        Self {
            id: quote.id.to_string(),
            text: quote.text,
            range: quote.range,
            rating: quote.rating.map(|rating| f64::from(rating.half_stars()) / 2.0),
            created_at: quote.created.map(|unix_s| zone.rfc3339(unix_s)),
            item_name: quote.item,
        }
    }
}
