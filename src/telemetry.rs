//! What the process says of itself: log lines and Prometheus metrics.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64},
    },
    time::Duration,
};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Metric, Registry},
};
use tracing_subscriber::EnvFilter;

/// Sends log lines to standard error; `PINGLAN_LOG` sets what is said (default `info`).
pub fn init_logging() {
    let filter = EnvFilter::try_from_env("PINGLAN_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,tantivy=warn,actix_server=warn"));
    // A second call in one process keeps the first subscriber.
    drop(tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).try_init());
}

/// The metrics of a server.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Histogram,
    gauges: [Gauge<i64, AtomicI64>; 7],
    totals: [Counter<u64, AtomicU64>; 7],
    lane_gauges: [Family<LaneLabels, Gauge<i64, AtomicI64>>; 2],
    lane_totals: [Family<LaneLabels, Counter<u64, AtomicU64>>; 3],
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LaneLabels {
    lane: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: Arc<str>,
    status: u16,
}

/// What is read from the service when metrics are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Readings {
    /// Reviews in the current snapshot.
    pub reviews: u64,
    /// Change-log sequence of the current snapshot.
    pub sequence: u64,
    /// The lanes of the pool.
    pub lanes: [LaneFigures; 2],
    /// Snapshots kept for cursors.
    pub pinned: usize,
    /// Bytes of cached answers.
    pub cache_bytes: usize,
    /// Bytes of packed columns.
    pub column_bytes: usize,
    /// Cache look-ups that found an answer, and that did not.
    pub cache_lookups: (u64, u64),
    /// Requests answered by the computation of an identical one.
    pub answers_shared: u64,
    /// Questions answered ahead after a new snapshot, and those left out because people were asking.
    pub warmed_up: (u64, u64),
    /// Exports that run.
    pub exports_running: usize,
    /// Exports that were read to their end, and that were not.
    pub exports_ended: (u64, u64),
    /// Whether the index has caught up.
    pub ready: bool,
}

/// What is read of one lane of the pool.
#[derive(Debug, Clone, Copy, Default)]
pub struct LaneFigures {
    /// Its name.
    pub name: &'static str,
    /// Jobs that wait for a thread.
    pub waiting: usize,
    /// Jobs that run.
    pub running: usize,
    /// Jobs refused because too many waited.
    pub shed: u64,
    /// Jobs whose client left before the answer.
    pub cancelled: u64,
    /// Jobs whose deadline passed before the answer.
    pub timed_out: u64,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("pinglan");
        let requests = Family::<RequestLabels, Counter>::default();
        registry.register("http_requests", "Requests by route and status", requests.clone());
        let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
        let seconds = Histogram::new(bounds);
        registry.register("http_request_duration_seconds", "Time from request to response head", seconds.clone());
        let gauges = [
            ("reviews", "Reviews in the current snapshot"),
            ("index_sequence", "Change-log sequence of the current snapshot"),
            ("snapshots_pinned", "Snapshots kept for cursors"),
            ("cache_bytes", "Bytes of cached answers"),
            ("column_bytes", "Bytes of packed columns"),
            ("exports_running", "Exports that run"),
            ("ready", "1 when the index has caught up"),
        ]
        .map(|named| registered(&mut registry, named));
        let totals = [
            ("cache_hits", "Answers from the cache"),
            ("cache_misses", "Answers that were not in the cache"),
            ("answers_shared", "Requests answered by the computation of an identical one"),
            ("warm_ups", "Questions answered ahead after a new snapshot"),
            ("warm_ups_skipped", "Questions not answered ahead because people were asking"),
            ("exports_done", "Exports read to their end"),
            ("exports_abandoned", "Exports whose client left before their end"),
        ]
        .map(|named| registered(&mut registry, named));
        let lane_gauges =
            [("jobs_waiting", "Jobs waiting for a thread, by lane"), ("jobs_running", "Jobs that run, by lane")]
                .map(|named| registered(&mut registry, named));
        let lane_totals = [
            ("jobs_shed", "Jobs refused because too many waited, by lane"),
            ("jobs_cancelled", "Jobs whose client left before the answer, by lane"),
            ("jobs_timed_out", "Jobs whose deadline passed before the answer, by lane"),
        ]
        .map(|named| registered(&mut registry, named));
        Self { registry, requests, seconds, gauges, totals, lane_gauges, lane_totals }
    }
}

fn registered<M: Clone + Default + Metric>(registry: &mut Registry, (name, help): (&str, &str)) -> M {
    let metric = M::default();
    registry.register(name, help, metric.clone());
    metric
}

impl Metrics {
    /// Records one answered request; `route` is the pattern, never the path, so that labels stay few.
    pub fn record(&self, route: &str, status: u16, elapsed: Duration) {
        self.requests.get_or_create(&RequestLabels { route: Arc::from(route), status }).inc();
        self.seconds.observe(elapsed.as_secs_f64());
    }

    /// All metrics in the text format of Prometheus.
    #[must_use]
    pub fn render(&self, readings: &Readings) -> String {
        let count = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
        let values = [
            i64::try_from(readings.reviews).unwrap_or(i64::MAX),
            i64::try_from(readings.sequence).unwrap_or(i64::MAX),
            count(readings.pinned),
            count(readings.cache_bytes),
            count(readings.column_bytes),
            count(readings.exports_running),
            i64::from(readings.ready),
        ];
        for (gauge, value) in self.gauges.iter().zip(values) {
            gauge.set(value);
        }
        let (hits, misses) = readings.cache_lookups;
        let ((warmed, skipped), (done, abandoned)) = (readings.warmed_up, readings.exports_ended);
        for (counter, total) in
            self.totals.iter().zip([hits, misses, readings.answers_shared, warmed, skipped, done, abandoned])
        {
            raise(counter, total);
        }
        for lane in &readings.lanes {
            let labels = LaneLabels { lane: lane.name };
            for (family, value) in self.lane_gauges.iter().zip([lane.waiting, lane.running]) {
                family.get_or_create(&labels).set(count(value));
            }
            for (family, total) in self.lane_totals.iter().zip([lane.shed, lane.cancelled, lane.timed_out]) {
                raise(&family.get_or_create(&labels), total);
            }
        }
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Brings a counter to a total that was counted elsewhere.
fn raise(counter: &Counter<u64, AtomicU64>, total: u64) {
    counter.inc_by(total.saturating_sub(counter.get()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_rendered() {
        let metrics = Metrics::default();
        metrics.record("/api/v1/search", 200, Duration::from_millis(3));
        let lane = LaneFigures { name: "heavy", shed: 4, ..LaneFigures::default() };
        let lanes = [LaneFigures { name: "light", ..LaneFigures::default() }, lane];
        let readings = Readings { reviews: 7, cache_lookups: (2, 3), lanes, ready: true, ..Readings::default() };
        // Rendering twice must not count the cache's totals twice.
        let first = metrics.render(&readings);
        let text = metrics.render(&readings);
        assert_eq!(first, text);
        for line in [
            "pinglan_http_requests_total{route=\"/api/v1/search\",status=\"200\"} 1",
            "pinglan_reviews 7",
            "pinglan_cache_hits_total 2",
            "pinglan_cache_misses_total 3",
            "pinglan_jobs_shed_total{lane=\"heavy\"} 4",
            "pinglan_jobs_waiting{lane=\"light\"} 0",
        ] {
            assert!(text.contains(line), "{line} is not in {text}");
        }
    }
}
