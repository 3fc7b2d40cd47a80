//! Cross-tables.

use super::{Service, ServiceError};
use crate::{
    compute::Job,
    domain::pivot::{Pivot, PivotRequest},
    engine::Budget,
};

/// A cross-table with the slice as its client wrote it, which every cell repeats.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PivotQuestion {
    /// What is counted.
    pub request: PivotRequest,
    /// The slice as JSON text.
    pub slice_json: String,
}

impl Service {
    /// The cross-table over the current snapshot.
    ///
    /// # Errors
    /// When it has too many cells, time runs out or the index fails.
    pub fn pivot(&self, request: &PivotRequest, job: &Job) -> Result<Pivot, ServiceError> {
        let budget = Budget { deadline: job.deadline, cancelled: &job.cancelled };
        Ok(self.engine.snapshot().pivot(request, &budget)?)
    }
}
