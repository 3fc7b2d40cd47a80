//! Pain points of a large and of a small slice against the rest, quotes and JSON included, in processor time of one thread.

#[allow(dead_code, reason = "each bench uses its own part")]
mod support;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use pinglan::{compute::Job, http};
use serde_json::{Value, json};
use support::{
    data::Prepared,
    measure::{median, thread_ns},
    ratios::{Bar, Ratios, ms},
};

const ROUNDS: usize = 9;
/// Milliseconds that a slice of 30 % and one of 3 % of a million reviews may take.
const BARS_MS: [(f64, f64); 2] = [(0.30, 150.0), (0.03, 40.0)];

fn main() -> Result<()> {
    if !support::is_bench_run() {
        return Ok(());
    }
    let prepared = Prepared::open()?;
    let mut ratios = Ratios::new("pain points");
    for (share, bar_ms) in BARS_MS {
        let filter = slice(&prepared, share)?;
        for by in ["aspect", "opinion"] {
            let body = json!({"filter": filter, "by": by});
            let first = ask(&prepared, &body)?;
            let mut times = Vec::new();
            for _ in 0..ROUNDS {
                times.push(ask(&prepared, &body)?.1);
            }
            let total = first.0["total"].as_u64().unwrap_or_default();
            let what = format!("{total} reviews against the rest, by {by} / the first time");
            let ns = median(times);
            let bar = if (total as f64 / (share * 1e6) - 1.0).abs() < 0.2 { bar_ms } else { f64::INFINITY };
            let line = format!("{what} (at most {bar} ms: {})", if ns / 1e6 <= bar { "met" } else { "MISSED" });
            ratios.line(&line, ms(ns), ms(first.1), first.1 / ns, Bar::None);
            let quotes = first.0["points"]
                .as_array()
                .map_or(0, |points| points.iter().map(|point| point["quotes"].as_array().map_or(0, Vec::len)).sum());
            let without = json!({"filter": filter, "by": by, "quotes": 0});
            let plain = median((0..ROUNDS).map(|_| ask(&prepared, &without).map_or(0.0, |(_, ns)| ns)));
            ratios.line(&format!("  with {quotes} quotes / without"), ms(ns), ms(plain), ns / plain, Bar::None);
        }
    }
    ratios.print();
    Ok(())
}

/// A filter that about that share of the reviews passes: some of the most frequent items.
fn slice(prepared: &Prepared, share: f64) -> Result<Value> {
    let values = http::facet_values(&prepared.service, "item", json!({"limit": 1_000}), &job())?;
    let wanted = share * prepared.snapshot().review_count() as f64;
    let (mut sum, mut items) = (0.0, Vec::new());
    for bucket in values["buckets"].as_array().context("no items")? {
        let count = bucket["count"].as_f64().unwrap_or_default();
        if sum + count <= wanted * 1.02 {
            sum += count;
            items.push(bucket["value"].clone());
        }
    }
    Ok(json!({"item": items}))
}

/// The answer, and the processor time that it took.
fn ask(prepared: &Prepared, body: &Value) -> Result<(Value, f64)> {
    let begun = thread_ns();
    let answer = http::pain_points(&prepared.service, body.clone(), true, &job())?;
    Ok((answer, (thread_ns() - begun) as f64))
}

fn job() -> Job {
    Job { deadline: Instant::now() + Duration::from_secs(60), cancelled: Arc::default() }
}
