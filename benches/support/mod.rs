//! What the benches share: the corpus, the yardsticks, the clock and the table of ratios.
//!
//! Environment: `BENCH_REVIEWS` (size of the corpus, 200,000), `BENCH_IMPORT_REVIEWS` (of the import, 50,000), `BENCH_DETAIL` (each
//! question with its times), `PINGLAN_SHARED_DATA` (real reviews to take clauses from).
//!
//! Nothing here asserts: a bench prints what it found and whether a bar of the quality table is met. Times are processor time of the
//! thread that works, so that other work on the machine disturbs them less; ratios are medians within one run.

pub(crate) mod corpus;
pub(crate) mod data;
pub(crate) mod lists;
pub(crate) mod measure;
pub(crate) mod mentions;
pub(crate) mod plain;
pub(crate) mod ratios;
pub(crate) mod texts;
pub(crate) mod tokens;
pub(crate) mod workload;

use std::{io::Write, sync::atomic::AtomicBool, time::Duration};

use criterion::Criterion;
use pinglan::engine::Budget;

/// Whether this run is to measure: `cargo test --benches` only proves that the benches start.
pub(crate) fn is_bench_run() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// Criterion for absolute figures: short runs, no plots.
pub(crate) fn criterion() -> Criterion {
    Criterion::default()
        .without_plots()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
}

/// A line for the person who waits.
pub(crate) fn say(line: &str) {
    // A closed terminal is no reason to stop measuring.
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// A budget that is never spent.
pub(crate) fn unlimited() -> Budget<'static> {
    static CANCELLED: AtomicBool = AtomicBool::new(false);
    Budget { deadline: std::time::Instant::now() + Duration::from_secs(3_600), cancelled: &CANCELLED }
}
