//! Searching while a new generation is built beside: whether any request fails, and how much longer answers take than at rest.

use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::Instant,
};

use serde::Serialize;

use super::{
    client::Client,
    error::BenchError,
    replay::Replay,
    report::{Distribution, Latencies},
};
use crate::{
    cli::{Context, Failure, handover::Handover},
    service::{Progress, RunningServer},
};

/// What searching was like during a rebuild.
#[derive(Debug, Serialize)]
pub(super) struct Rebuilding {
    /// How long the rebuild took.
    seconds: f64,
    requests: u64,
    /// Not answered with 200.
    errors: u64,
    latency_ms: Distribution,
    /// The 95th percentile against that at rest.
    p95_ratio: f64,
}

impl Rebuilding {
    /// Has the server rebuild its index and replays the workload, one request after another, until it is done.
    pub(super) fn measure(
        replay: &mut Replay<'_>,
        client: &Client,
        at_rest: &Latencies,
        context: &Context,
    ) -> Result<Self, Failure> {
        let gone = || BenchError::Unreachable("no server holds the directory".to_owned());
        let server = RunningServer::find(&context.data).ok_or_else(gone)?;
        let ended = AtomicBool::new(false);
        let begun = Instant::now();
        let (each_ms, errors, rebuilt) = thread::scope(|scope| {
            let rebuild = scope.spawn(|| {
                let rebuilt = Handover::new(server).reindex(&Progress::default());
                ended.store(true, Relaxed);
                rebuilt
            });
            let (each_ms, errors) = replay.until(client, &ended);
            (each_ms, errors, rebuild.join())
        });
        rebuilt.map_err(|_| BenchError::Unreachable("the rebuild was lost".to_owned()))??;
        let seconds = begun.elapsed().as_secs_f64();
        let latency_ms = Distribution::of(each_ms.iter().copied());
        let p95_ratio = latency_ms.p95() / at_rest.all().p95().max(f64::MIN_POSITIVE);
        Ok(Self { seconds, requests: each_ms.len() as u64, errors, latency_ms, p95_ratio })
    }

    /// For people.
    pub(super) fn line(&self) -> String {
        format!(
            "during a rebuild of {:.1} s     {} requests, {} errors; p50 {:.2}, p95 {:.2}, p99 {:.2} ms; p95 {:.2} × that at rest",
            self.seconds,
            self.requests,
            self.errors,
            self.latency_ms.p50(),
            self.latency_ms.p95(),
            self.latency_ms.p99(),
            self.p95_ratio
        )
    }
}
