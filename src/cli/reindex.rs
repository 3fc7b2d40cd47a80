//! `pinglan reindex`: rebuilds the index from the store, beside the one in use; or a whole data directory from exports.

use std::{path::PathBuf, sync::Arc};

use super::{Context, Failure, Outcome, handover::Handover, import};
use crate::service::{ImportRequest, Progress, RunningServer, ServiceError};

/// Rebuild the index from the store and switch to it; with --from and --into, build a fresh data directory from exports.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Exports to build a fresh data directory from.
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "into")]
    from: Vec<PathBuf>,
    /// The fresh data directory.
    #[arg(long, value_name = "DIR", requires = "from")]
    into: Option<PathBuf>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    if let Some(into) = &arguments.into {
        return afresh(context, &arguments.from, into);
    }
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

/// Takes exports into a directory that holds nothing.
fn afresh(context: &Context, from: &[PathBuf], into: &PathBuf) -> Result<Outcome, Failure> {
    if std::fs::read_dir(into).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(ServiceError::TargetNotEmpty { path: into.clone() }.into());
    }
    let files: Vec<_> = from.iter().map(|path| (path.clone(), ImportRequest::default())).collect();
    import::import_all(&context.over(into.clone()), &files)
}
