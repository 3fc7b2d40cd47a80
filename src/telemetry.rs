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
    registry::Registry,
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
    gauges: [(&'static str, Gauge<i64, AtomicI64>); 7],
    cache: [Counter<u64, AtomicU64>; 2],
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
    /// Searches waiting for a thread.
    pub waiting: usize,
    /// Snapshots kept for cursors.
    pub pinned: usize,
    /// Bytes of cached answers.
    pub cache_bytes: usize,
    /// Bytes of packed columns.
    pub column_bytes: usize,
    /// Cache look-ups that found an answer, and that did not.
    pub cache_lookups: (u64, u64),
    /// Whether the index has caught up.
    pub ready: bool,
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
            ("searches_waiting", "Searches waiting for a thread"),
            ("snapshots_pinned", "Snapshots kept for cursors"),
            ("cache_bytes", "Bytes of cached answers"),
            ("column_bytes", "Bytes of packed columns"),
            ("ready", "1 when the index has caught up"),
        ]
        .map(|(name, help)| {
            let gauge = Gauge::<i64, AtomicI64>::default();
            registry.register(name, help, gauge.clone());
            (name, gauge)
        });
        let cache = [("cache_hits", "Answers from the cache"), ("cache_misses", "Answers that had to be computed")]
            .map(|(name, help)| {
                let counter = Counter::<u64, AtomicU64>::default();
                registry.register(name, help, counter.clone());
                counter
            });
        Self { registry, requests, seconds, gauges, cache }
    }
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
            count(readings.waiting),
            count(readings.pinned),
            count(readings.cache_bytes),
            count(readings.column_bytes),
            i64::from(readings.ready),
        ];
        for ((_, gauge), value) in self.gauges.iter().zip(values) {
            gauge.set(value);
        }
        for (counter, total) in self.cache.iter().zip([readings.cache_lookups.0, readings.cache_lookups.1]) {
            counter.inc_by(total.saturating_sub(counter.get()));
        }
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_rendered() {
        let metrics = Metrics::default();
        metrics.record("/api/v1/search", 200, Duration::from_millis(3));
        let readings = Readings { reviews: 7, cache_lookups: (2, 3), ready: true, ..Readings::default() };
        // Rendering twice must not count the cache's totals twice.
        let first = metrics.render(&readings);
        let text = metrics.render(&readings);
        assert_eq!(first, text);
        for line in [
            "pinglan_http_requests_total{route=\"/api/v1/search\",status=\"200\"} 1",
            "pinglan_reviews 7",
            "pinglan_cache_hits_total 2",
            "pinglan_cache_misses_total 3",
        ] {
            assert!(text.contains(line), "{line} is not in {text}");
        }
    }
}
