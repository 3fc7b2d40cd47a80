//! `pinglan backup DIR` and `pinglan restore DIR`: a copy of the data while everything goes on, and data from a copy.

use std::{path::PathBuf, sync::Arc};

use serde_json::Value;

use super::{Context, Failure, Outcome, handover::Handover};
use crate::service::{Progress, RunningServer, restore};

/// Copy the data to a new directory and read the copy back; a running server goes on meanwhile.
#[derive(Debug, clap::Args)]
pub(super) struct BackupArguments {
    /// Directory that does not exist or is empty.
    #[arg(value_name = "DIR")]
    into: PathBuf,
    /// Take the index along; without it the index is rebuilt after restoring.
    #[arg(long)]
    index: bool,
}

/// Restore a backup to the data directory, which must hold no data, and read it back.
#[derive(Debug, clap::Args)]
pub(super) struct RestoreArguments {
    /// Directory of the backup.
    #[arg(value_name = "DIR")]
    from: PathBuf,
}

pub(super) fn backup(context: &Context, arguments: &BackupArguments) -> Result<Outcome, Failure> {
    let progress = Arc::new(Progress::default());
    let watch = context.output.watch("backup", &progress);
    let made = match RunningServer::find(&context.data) {
        Some(server) => {
            // The server stands in another directory.
            let into = std::path::absolute(&arguments.into).unwrap_or_else(|_| arguments.into.clone());
            Handover::new(server).backup(&into, arguments.index, &progress)?
        }
        None => context.open()?.backup(&arguments.into, arguments.index, &progress)?.to_json(),
    };
    drop(watch);
    print(context, "backed up to", &made);
    Ok(Outcome::Done)
}

pub(super) fn run_restore(context: &Context, arguments: &RestoreArguments) -> Result<Outcome, Failure> {
    let made = restore(&arguments.from, &context.data)?.to_json();
    print(context, "restored to", &made);
    Ok(Outcome::Done)
}

fn print(context: &Context, what: &str, made: &Value) {
    if context.output.is_json() {
        return context.output.value(made);
    }
    context.output.line(&format!(
        "{what} {}: {} reviews, {} imports ({} inserted, {} updated, {} unchanged, {} rejected), {} words; read back whole",
        made["path"].as_str().unwrap_or_default(),
        made["reviews"],
        made["imports"],
        made["inserted"],
        made["updated"],
        made["unchanged"],
        made["rejected"],
        made["words"],
    ));
}
