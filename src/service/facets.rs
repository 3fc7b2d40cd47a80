//! The values of one facet, beyond the few that a search shows.

use super::{Service, ServiceError};
use crate::{
    compute::Job,
    domain::facet::Facet,
    engine::{Budget, ValuesRequest},
};

impl Service {
    /// The values of a facet over the current snapshot.
    ///
    /// # Errors
    /// When time runs out or the index fails.
    pub fn facet_values(&self, request: &ValuesRequest, job: &Job) -> Result<Facet, ServiceError> {
        let budget = Budget { deadline: job.deadline, cancelled: &job.cancelled };
        Ok(self.engine.snapshot().facet_values(request, &budget)?)
    }
}
