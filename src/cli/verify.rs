//! `pinglan verify`: proves that the store is sound and the index holds what it holds.

use serde_json::Value;

use super::{Context, Failure, Outcome, handover::Handover};
use crate::{
    http,
    service::{Progress, RunningServer},
};

/// Check the store, and the index against it.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(context: &Context, _: &Arguments) -> Result<Outcome, Failure> {
    let verification = match RunningServer::find(&context.data) {
        Some(server) => Handover::new(server).verify()?,
        None => {
            let service = context.open()?;
            service.catch_up(&Progress::default())?;
            http::verification(service.verify()?)
        }
    };
    let ok = verification["ok"] == Value::Bool(true);
    if context.output.is_json() {
        context.output.value(&verification);
    } else {
        let number = |name: &str| verification[name].as_u64().unwrap_or(0);
        let verdict = if ok { "ok" } else { "faults found" };
        context.output.line(&format!(
            "{verdict}: {} reviews, {} compared field by field",
            number("reviews"),
            number("sampled")
        ));
        for finding in verification["findings"].as_array().into_iter().flatten() {
            let text = |name: &str| finding[name].as_str().unwrap_or_default();
            let [severity, code, detail, repair] = ["severity", "code", "detail", "repair"].map(text);
            context.output.line(&format!("  {severity} {code}: {detail} — {repair}"));
        }
    }
    Ok(if ok { Outcome::Done } else { Outcome::Failed })
}
