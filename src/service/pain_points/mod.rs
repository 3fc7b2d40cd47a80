//! Pain points: complaints of a slice against a baseline, ranked, with what they cost and what people say.
//!
//! Invariants: all figures and quotes come from one snapshot; impacts add up to the difference of the means.

mod impact;
mod quotes;
mod rank;
mod sentence;

use self::{impact::Impact, quotes::Quoter, rank::Ranked};
use super::{Service, ServiceError};
use crate::{
    compute::Job,
    domain::pain_points::{Key, PainPoint, PainPoints, PainPointsRequest, Remainder},
    engine::{Budget, Complaints, Trends},
    insight::statistics::{Share, lift},
};

/// Pain points with the slices as they are written, which every point repeats.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PainPointsQuestion {
    /// What is asked.
    pub request: PainPointsRequest,
    /// The slice as JSON text.
    pub slice_json: String,
    /// The baseline as JSON text; absent where no slice says it.
    pub baseline_json: Option<String>,
    /// Whether names are Chinese, else English.
    pub chinese: bool,
}

impl Service {
    /// The pain points of the current snapshot.
    ///
    /// # Errors
    /// When time runs out or store or index fail.
    pub fn pain_points(&self, request: &PainPointsRequest, job: &Job) -> Result<PainPoints, ServiceError> {
        let snapshot = self.engine.snapshot();
        let budget = Budget { deadline: job.deadline, cancelled: &job.cancelled };
        let complaints = snapshot.complaints(&request.slice, &request.baseline, request.by, &budget)?;
        let trends = complaints.trends();
        let ranked = rank::rank(&complaints, &trends, request.limit);
        let shown: Vec<usize> = ranked.iter().map(|ranked| ranked.place).collect();
        let impact = Impact::of(&complaints);
        let (others, complaining) = complaints.sums_without(&shown);
        let mut quotes = Quoter::new(self, &complaints, request).quotes(&shown, snapshot.sequence())?.into_iter();
        let point = |ranked| {
            let quotes = quotes.next().unwrap_or_default();
            point(ranked, &complaints, &trends, &impact, quotes, request.by)
        };
        Ok(PainPoints {
            total: complaints.slice.reviews.count,
            baseline_total: complaints.baseline.reviews.count,
            mean_rating: complaints.slice.reviews.mean(),
            baseline_mean_rating: complaints.baseline.reviews.mean(),
            trend_interval: trends.interval,
            points: ranked.into_iter().map(point).collect(),
            other: Remainder {
                count: complaining + complaints.unkeyed.count,
                impact: impact.of_sums(&others).zip(impact.of_one(complaints.unkeyed)).map(|(a, b)| a + b),
                keys: (complaints.keys.len() - shown.len()) as u64,
            },
            none: Remainder { count: complaints.none.count, impact: impact.of_one(complaints.none), keys: 0 },
        })
    }
}

fn point(
    ranked: Ranked,
    complaints: &Complaints<'_>,
    trends: &Trends,
    impact: &Impact,
    quotes: quotes::Quotes,
    by: Key,
) -> PainPoint {
    let key = &complaints.keys[ranked.place];
    let name = complaints.name(key);
    let (slice, baseline) = (&complaints.slice, &complaints.baseline);
    let compared = (baseline.distinct > 0).then(|| {
        lift(
            Share { count: key.distinct, of: slice.distinct },
            Share { count: key.baseline_distinct, of: baseline.distinct },
        )
    });
    let share = |count: u64, of: u64| Share { count, of }.value();
    let aspect = match by {
        Key::Aspect => name.rsplit_once(':').map(|(aspect, _)| aspect.to_owned()),
        Key::Opinion => quotes.aspect,
    };
    PainPoint {
        key: name,
        aspect,
        count: key.reviews.count,
        distinct_count: key.distinct,
        share: share(key.reviews.count, slice.reviews.count),
        baseline_count: key.baseline,
        baseline_share: compared.map(|_| share(key.baseline, baseline.reviews.count)),
        lift: compared.map(|lift| lift.ratio),
        interval: compared.map(|lift| lift.interval),
        p_value: compared.map(|_| ranked.p_value),
        impact: impact.of_sums(&complaints.sums(ranked.place)),
        removal_delta: impact::removal_delta(slice.reviews, key.reviews),
        trend: complaints.trend(ranked.place, trends),
        since: ranked.change.map(|change| trends.start(change.since)),
        change: ranked.change.map(|change| change.ratio),
        score: ranked.score,
        score_parts: ranked.parts,
        quotes: quotes.quotes,
    }
}

#[cfg(test)]
mod tests;
