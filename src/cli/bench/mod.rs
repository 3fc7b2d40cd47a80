//! `pinglan bench`: replays recorded queries over HTTP and prints latencies, throughput, and what the server takes of the machine.
//!
//! Measures the server as its users meet it: one request after another and many at once, computed and from the cache. It asserts
//! nothing. Invariant: a figure for computed answers never comes from the cache, and the other way round; both are counted at the server.

mod client;
mod error;
mod process;
mod rebuilding;
mod replay;
mod report;
mod server;
mod workload;

use std::{path::PathBuf, sync::Arc};

use self::{
    client::Client,
    error::BenchError,
    rebuilding::Rebuilding,
    replay::Replay,
    report::{Cached, Latencies, Report, by_third},
    server::Server,
    workload::{Corpus, Workload},
};
use super::{Context, Failure, Outcome};
use crate::{limits, service::Progress};

/// Replay a workload of queries against the server of the data directory, or one started for it.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Times that the whole workload is replayed for each figure.
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(limits::WORKLOAD_ROUNDS)))]
    rounds: u32,
    /// Workload, one JSON object a line [default: the built-in one].
    #[arg(long, value_name = "FILE")]
    workload: Option<PathBuf>,
    /// Also rebuild the index, and measure meanwhile.
    #[arg(long)]
    reindex: bool,
}

/// Connections at once of the throughput figures.
const CONNECTIONS: [usize; 3] = [1, 4, 16];
/// Answers from the cache take so little that processor time, counted in hundredths of a second, needs more of them.
const CACHED_FACTOR: u32 = 10;

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    let workload = match &arguments.workload {
        Some(path) => Workload::read(path)?,
        None => Workload::builtin()?,
    };
    let progress = Arc::new(Progress::default());
    let watch = context.output.watch("bench", &progress);
    progress.begin("starting the server", 0);
    let server = Server::find_or_start(context)?;
    let report = measure(&server, &workload, arguments, context, &progress)?;
    drop(watch);
    if context.output.is_json() {
        context.output.value(&report);
    } else {
        report.lines().iter().for_each(|line| context.output.line(line));
    }
    Ok(Outcome::Done)
}

fn measure(
    server: &Server,
    workload: &Workload,
    arguments: &Arguments,
    context: &Context,
    progress: &Progress,
) -> Result<Report, Failure> {
    let rounds = arguments.rounds;
    let client = Client::new(server.address());
    let corpus = Corpus::probe(&client, &workload.ranked_fields())?;
    if corpus.reviews == 0 {
        return Err(BenchError::NoReviews.into());
    }
    let mut replay = Replay::new(server, workload.resolve(&corpus), rounds, progress);
    let totals = replay.totals(&client)?;
    let computed = replay.computed(&client)?;
    let cached = replay.cached(&client, rounds * CACHED_FACTOR)?;
    let throughput =
        CONNECTIONS.map(|connections| replay.throughput(connections)).into_iter().collect::<Result<_, _>>()?;
    let thirds = by_third(&totals, corpus.reviews);
    let latency_ms = Latencies::of(&computed.each_ms, &thirds);
    let during_rebuild =
        arguments.reindex.then(|| Rebuilding::measure(&mut replay, &client, &latency_ms, context)).transpose()?;
    Ok(Report {
        queries: totals.len(),
        rounds,
        reviews: corpus.reviews,
        server: server.description(),
        queries_by_hits: thirds.each_ref().map(Vec::len).into(),
        latency_ms,
        cached: Cached {
            latency_ms: Latencies::of(&cached.each_ms, &thirds),
            cpu_ms_per_request: cached.cpu_ms_per_request,
            answered_by_cache: cached.cache_share,
        },
        cpu_ms_per_request: computed.cpu_ms_per_request,
        answered_by_cache: computed.cache_share,
        throughput,
        during_rebuild,
        memory: process::Memory::of(server.pid()),
        disk: process::Disk::of(&context.data),
    })
}
