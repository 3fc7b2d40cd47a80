//! `pinglan import FILE…`: takes in exports, here or through the server that holds the data directory.

use std::{path::PathBuf, sync::Arc};

use serde_json::Value;

use super::{Context, Failure, Outcome, handover::Handover, output::Output};
use crate::{
    domain::ledger::Warning,
    error::Wording,
    ingest::Options,
    service::{Progress, RunningServer, Service},
};

/// Import exports: CSV, TSV, Excel, JSON or JSON lines, also .gz.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files; no flags are needed where the columns are known.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Source of the reviews, `[a-z0-9_-]+`, instead of the preset's.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Preset by name, instead of the recognised one.
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    let options = Options { source: arguments.source.clone(), preset: arguments.preset.clone() };
    let files = arguments.files.iter().map(|path| (path.clone(), options.clone())).collect::<Vec<_>>();
    import_all(context, &files)
}

/// Imports files one after the other; one that fails does not stop the others.
pub(super) fn import_all(context: &Context, files: &[(PathBuf, Options)]) -> Result<Outcome, Failure> {
    let target = match RunningServer::find(&context.data) {
        Some(server) => Target::Server(Handover::new(server)),
        None => Target::Here(Box::new(context.open()?)),
    };
    let (mut failed, mut rejected) = (false, false);
    for (path, options) in files {
        let file =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let progress = Arc::new(Progress::default());
        let watch = context.output.watch(&file, &progress);
        let report = target.import(path, &file, options, &progress);
        drop(watch);
        match report {
            Ok(report) => {
                rejected |= report["rejected"].as_u64() != Some(0);
                print(context.output, &report);
            }
            Err(failure) => {
                failed = true;
                context.output.error(failure.as_ref());
            }
        }
    }
    if let Target::Here(service) = &target {
        index(context, service)?;
    }
    Ok(match (failed, rejected) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::DoneWithRejects,
        (false, false) => Outcome::Done,
    })
}

enum Target {
    Here(Box<Service>),
    Server(Handover),
}

impl Target {
    fn import(
        &self,
        path: &std::path::Path,
        file: &str,
        options: &Options,
        progress: &Progress,
    ) -> Result<Value, Failure> {
        match self {
            Self::Here(service) => Ok(service.import(path, file, options, progress)?.to_json()),
            Self::Server(server) => Ok(server.import(path, file, options, progress)?),
        }
    }
}

/// Brings marks and index up to date.
fn index(context: &Context, service: &Service) -> Result<(), Failure> {
    let progress = Arc::new(Progress::default());
    let _watch = context.output.watch("index", &progress);
    if service.is_index_outdated() {
        return Ok(service.rebuild(&progress)?);
    }
    service.mark_duplicates(&progress)?;
    service.catch_up(&progress)?;
    Ok(())
}

fn print(output: Output, report: &Value) {
    if output.is_json() {
        output.value(report);
        return;
    }
    let count = |name: &str| report[name].as_u64().unwrap_or(0);
    let text = |name: &str| report[name].as_str().unwrap_or_default().to_owned();
    output.line(&format!(
        "{} → {} (import {}): {} rows read = {} inserted + {} updated + {} unchanged + {} rejected",
        text("file"),
        text("source"),
        count("import"),
        count("rows_read"),
        count("inserted"),
        count("updated"),
        count("unchanged"),
        count("rejected"),
    ));
    let warnings: Vec<Warning> = serde_json::from_value(report["warnings"].clone()).unwrap_or_default();
    for warning in warnings {
        let Wording { zh, en } = warning.wording();
        output.line(&format!("  {}: {en} · {zh}", warning.code));
    }
}
