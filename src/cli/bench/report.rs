//! The figures of a bench, as one JSON object and as lines for people.

use serde::Serialize;

use super::{
    process::{Disk, Memory},
    rebuilding::Rebuilding,
};

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) queries: usize,
    pub(super) rounds: u32,
    pub(super) reviews: u64,
    pub(super) server: Description,
    /// How many queries find how much.
    pub(super) queries_by_hits: Thirds<usize>,
    /// Wall time of computed answers, one request after another.
    pub(super) latency_ms: Latencies,
    /// Processor time of the server for each of them.
    pub(super) cpu_ms_per_request: Option<f64>,
    /// Share of them that the cache answered after all.
    pub(super) answered_by_cache: f64,
    pub(super) cached: Cached,
    pub(super) throughput: Vec<Throughput>,
    /// Where it was asked for.
    pub(super) during_rebuild: Option<Rebuilding>,
    pub(super) memory: Option<Memory>,
    pub(super) disk: Disk,
}

/// The server that was measured.
#[derive(Debug, Serialize)]
pub(super) struct Description {
    pub(super) address: String,
    pub(super) started_for_the_bench: bool,
}

/// A figure for each class of queries, by hits per million reviews.
#[derive(Debug, Serialize)]
pub(super) struct Thirds<T> {
    below_1k: T,
    from_1k_to_100k: T,
    above_100k: T,
}

impl<T> From<[T; 3]> for Thirds<T> {
    fn from([below_1k, from_1k_to_100k, above_100k]: [T; 3]) -> Self {
        Self { below_1k, from_1k_to_100k, above_100k }
    }
}

/// Over all requests, and over those of each class of queries.
#[derive(Debug, Serialize)]
pub(super) struct Latencies {
    all: Distribution,
    by_hits: Thirds<Distribution>,
}

/// Answers from the cache.
#[derive(Debug, Serialize)]
pub(super) struct Cached {
    pub(super) latency_ms: Latencies,
    pub(super) cpu_ms_per_request: Option<f64>,
    pub(super) answered_by_cache: f64,
}

/// Percentiles by nearest rank; all 0 when nothing was measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(super) struct Distribution {
    p50: f64,
    p95: f64,
    p99: f64,
}

/// Requests over several connections at once.
#[derive(Debug, Serialize)]
pub(super) struct Throughput {
    pub(super) connections: usize,
    pub(super) requests: u64,
    /// Answered 503.
    pub(super) busy: u64,
    /// Not answered, or with any other status than 200 and 503.
    pub(super) errors: u64,
    /// Of those answered 200.
    pub(super) requests_per_second: f64,
    pub(super) cpu_ms_per_request: Option<f64>,
}

impl Latencies {
    /// From the milliseconds of each request by query, and the queries of each third.
    pub(super) fn of(each_ms: &[Vec<f64>], thirds: &[Vec<usize>; 3]) -> Self {
        let third = |queries: &Vec<usize>| Distribution::of(queries.iter().flat_map(|query| &each_ms[*query]).copied());
        Self { all: Distribution::of(each_ms.iter().flatten().copied()), by_hits: thirds.each_ref().map(third).into() }
    }
}

impl Latencies {
    /// Over all requests.
    pub(super) const fn all(&self) -> &Distribution {
        &self.all
    }
}

impl Distribution {
    pub(super) const fn p50(&self) -> f64 {
        self.p50
    }

    pub(super) const fn p95(&self) -> f64 {
        self.p95
    }

    pub(super) const fn p99(&self) -> f64 {
        self.p99
    }

    pub(super) fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |percent: usize| {
            let rank = (sorted.len() * percent).div_ceil(100).max(1);
            sorted.get(rank - 1).copied().unwrap_or(0.0)
        };
        Self { p50: at(50), p95: at(95), p99: at(99) }
    }
}

/// The queries of each third, by index: below 1,000 hits per million reviews, from there to 100,000, above.
pub(super) fn by_third(totals: &[u64], reviews: u64) -> [Vec<usize>; 3] {
    let mut thirds = [const { Vec::new() }; 3];
    for (query, total) in totals.iter().enumerate() {
        let third = match u128::from(*total) * 1_000_000 / u128::from(reviews.max(1)) {
            0..1_000 => 0,
            1_000..=100_000 => 1,
            _ => 2,
        };
        thirds[third].push(query);
    }
    thirds
}

const NAMES: [&str; 3] = ["below 1 k hits per million", "1 k to 100 k", "above 100 k"];

impl Report {
    /// The report for people.
    pub(super) fn lines(&self) -> Vec<String> {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let whose = if self.server.started_for_the_bench { "started for the bench" } else { "already running" };
        let date = jiff::Timestamp::now().strftime("%F");
        let mut lines = vec![
            format!(
                "{} queries × {}, {} reviews, {processors} processors, server {whose}, {date}",
                self.queries, self.rounds, self.reviews
            ),
            String::new(),
        ];
        lines.extend(self.latency_lines());
        lines.extend(self.throughput_lines());
        lines.extend(self.during_rebuild.iter().flat_map(|during| [during.line(), String::new()]));
        lines.extend(self.machine_lines());
        lines
    }

    fn latency_lines(&self) -> Vec<String> {
        let row = |name: &str, queries: usize, of: &Distribution| {
            format!("{name:<28}{queries:>8}{:>10.2}{:>10.2}{:>10.2}", of.p50, of.p95, of.p99)
        };
        let counts = &self.queries_by_hits;
        let counts = [counts.below_1k, counts.from_1k_to_100k, counts.above_100k];
        let mut lines = Vec::new();
        for (kind, of) in [("computed", &self.latency_ms), ("from the cache", &self.cached.latency_ms)] {
            let title = format!("{kind}, wall ms");
            lines.push(format!("{title:<28}{:>8}{:>10}{:>10}{:>10}", "queries", "p50", "p95", "p99"));
            lines.push(row("all", self.queries, &of.all));
            let thirds = [&of.by_hits.below_1k, &of.by_hits.from_1k_to_100k, &of.by_hits.above_100k];
            lines.extend(NAMES.iter().zip(counts).zip(thirds).map(|((name, queries), of)| row(name, queries, of)));
            lines.push(String::new());
        }
        lines.push(format!(
            "answered by the cache: {:.1} % of the computed, {:.1} % of the repeated requests",
            self.answered_by_cache * 100.0,
            self.cached.answered_by_cache * 100.0
        ));
        lines.push(String::new());
        lines
    }

    fn throughput_lines(&self) -> Vec<String> {
        let head = ["connections", "requests/s", "CPU ms each", "503", "errors"];
        let mut lines = vec![format!("{:<28}{:>10}{:>14}{:>8}{:>8}", head[0], head[1], head[2], head[3], head[4])];
        lines.extend(self.throughput.iter().map(|at| {
            let cpu = milliseconds(at.cpu_ms_per_request);
            format!("{:<28}{:>10.0}{cpu:>14}{:>8}{:>8}", at.connections, at.requests_per_second, at.busy, at.errors)
        }));
        lines.push(String::new());
        lines
    }

    fn machine_lines(&self) -> Vec<String> {
        let memory = self.memory.as_ref().map_or_else(
            || "cannot be read".to_owned(),
            |memory| {
                format!("{} its own, {} resident in all", mebibytes(memory.rss_anon_bytes), mebibytes(memory.rss_bytes))
            },
        );
        vec![
            format!(
                "CPU of the server           {} ms a computed request, {} ms from the cache",
                milliseconds(self.cpu_ms_per_request),
                milliseconds(self.cached.cpu_ms_per_request)
            ),
            format!("memory of the server        {memory}"),
            format!(
                "disk                        store {}, index {}",
                mebibytes(self.disk.store_bytes),
                mebibytes(self.disk.index_bytes)
            ),
        ]
    }
}

fn milliseconds(ms: Option<f64>) -> String {
    ms.map_or_else(|| "?".to_owned(), |ms| format!("{ms:.2}"))
}

fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / (1024.0 * 1024.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let of = |values: std::ops::RangeInclusive<u32>| Distribution::of(values.rev().map(f64::from));
        assert_eq!(of(1..=200), Distribution { p50: 100.0, p95: 190.0, p99: 198.0 });
        assert_eq!(of(7..=7), Distribution { p50: 7.0, p95: 7.0, p99: 7.0 });
        assert_eq!(Distribution::of(std::iter::empty()), Distribution::default());
    }

    #[test]
    fn thirds_are_of_a_million_reviews_whatever_the_corpus() {
        let totals = [0, 1, 2, 200, 201, 2_000];
        // One review of two thousand is five hundred of a million; two are a thousand.
        assert_eq!(by_third(&totals, 2_000), [vec![0, 1], vec![2, 3], vec![4, 5]]);
        assert_eq!(by_third(&[0], 0), [vec![0], vec![], vec![]]);
    }
}
