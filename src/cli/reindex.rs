//! `pinglan reindex`: rebuilds the index from the store, beside the one in use.

use std::sync::Arc;

use super::{Context, Failure, Outcome, handover::Handover};
use crate::service::{Progress, RunningServer};

/// Rebuild the index from the store and switch to it.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(context: &Context, _: &Arguments) -> Result<Outcome, Failure> {
    let progress = Arc::new(Progress::default());
    let generation = match RunningServer::find(&context.data) {
        Some(server) => {
            let _watch = context.output.watch("index", &progress);
            let result = Handover::new(server).reindex(&progress)?;
            result["generation"].as_str().unwrap_or_default().to_owned()
        }
        None => {
            let service = context.open()?;
            let _watch = context.output.watch("index", &progress);
            service.rebuild(&progress)?;
            service.engine.current().name().to_owned()
        }
    };
    if context.output.is_json() {
        context.output.value(&serde_json::json!({"generation": generation}));
    } else {
        context.output.line(&format!("the index was rebuilt as {generation}"));
    }
    Ok(Outcome::Done)
}
