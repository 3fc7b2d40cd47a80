//! Sending the workload: one request after another, or over many connections at once.

use std::{
    sync::{
        Barrier,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::Instant,
};

use serde_json::Value;

use super::{client::Client, error::BenchError, process::cpu_ms, report::Throughput, server::Server};
use crate::{
    cli::{Failure, handover::refusal},
    service::Progress,
};

/// The six facets of the page.
const FACETS: [&str; 6] = ["rating", "sentiment", "source", "category", "item", "city"];
/// Orders in which six facets can be asked for.
const ORDERS: u32 = 720;
/// Different values of `facet_limit`.
const FACET_LIMITS: u32 = 10;

/// The resolved workload on its way to a server.
pub(super) struct Replay<'a> {
    server: &'a Server,
    /// Bodies without facets, each without its last brace.
    bodies: Vec<String>,
    rounds: u32,
    /// Rises with every pass that must be computed.
    variation: u32,
    progress: &'a Progress,
}

/// One request after another.
pub(super) struct Sequential {
    /// Wall milliseconds of each request, by query.
    pub(super) each_ms: Vec<Vec<f64>>,
    /// Processor milliseconds of the server.
    pub(super) cpu_ms_per_request: Option<f64>,
    /// Share of the requests that the cache answered, 0 to 1, by the server's own count.
    pub(super) cache_share: f64,
}

impl<'a> Replay<'a> {
    pub(super) fn new(server: &'a Server, bodies: Vec<Value>, rounds: u32, progress: &'a Progress) -> Self {
        let open = |body: Value| {
            let mut text = body.to_string();
            text.pop();
            text
        };
        // An earlier bench of the same server has left its answers in the cache.
        let variation = rand::random_range(0..ORDERS * FACET_LIMITS);
        Self { server, bodies: bodies.into_iter().map(open).collect(), rounds, variation, progress }
    }

    /// Hits of each query. Also warms the server up.
    pub(super) fn totals(&mut self, client: &Client) -> Result<Vec<u64>, Failure> {
        self.begin("finding", 1);
        self.variation += 1;
        let total = |(sent, body): (u64, &String)| {
            let answer = client.search(&whole(body, self.variation))?;
            self.progress.set(sent, sent);
            Ok(answer["total"].as_u64().unwrap_or(0))
        };
        (1..).zip(&self.bodies).map(total).collect()
    }

    /// Answers that are computed.
    pub(super) fn computed(&mut self, client: &Client) -> Result<Sequential, Failure> {
        self.sequential("computed", client, self.rounds, 1)
    }

    /// The same requests again and again, from the cache after the first pass, which is not measured.
    pub(super) fn cached(&mut self, client: &Client, rounds: u32) -> Result<Sequential, Failure> {
        self.variation += 1;
        for body in &self.bodies {
            client.search(&whole(body, self.variation))?;
        }
        self.sequential("from the cache", client, rounds, 0)
    }

    fn sequential(
        &mut self,
        phase: &'static str,
        client: &Client,
        rounds: u32,
        step: u32,
    ) -> Result<Sequential, Failure> {
        self.begin(phase, rounds);
        let mut each_ms = vec![Vec::new(); self.bodies.len()];
        let hits = cache_hits(client)?;
        let cpu = cpu_ms(self.server.pid());
        let mut sent = 0;
        for _ in 0..rounds {
            self.variation += step;
            for (body, times) in self.bodies.iter().zip(&mut each_ms) {
                let body = whole(body, self.variation);
                let begun = Instant::now();
                let (status, bytes) = client.post(&body).map_err(|error| BenchError::Unreachable(error.to_string()))?;
                times.push(begun.elapsed().as_secs_f64() * 1e3);
                if status != 200 {
                    return Err(refusal(&serde_json::from_slice(&bytes).unwrap_or_default()).into());
                }
                sent += 1;
                self.progress.set(sent, sent);
            }
        }
        let cpu_ms = cpu.zip(cpu_ms(self.server.pid())).map(|(before, after)| after - before);
        let hits = cache_hits(client)?.saturating_sub(hits);
        Ok(Sequential {
            each_ms,
            cpu_ms_per_request: cpu_ms.map(|ms| ms / sent as f64),
            cache_share: hits as f64 / sent as f64,
        })
    }

    /// Computed answers, one request after another, again and again until `ended`. Returns wall milliseconds, and how many had no answer.
    pub(super) fn until(&mut self, client: &Client, ended: &AtomicBool) -> (Vec<f64>, u64) {
        self.begin("during a rebuild", 0);
        let (mut each_ms, mut errors) = (Vec::new(), 0);
        loop {
            self.variation += 1;
            for body in &self.bodies {
                if ended.load(Relaxed) {
                    return (each_ms, errors);
                }
                let body = whole(body, self.variation);
                let begun = Instant::now();
                let answered = client.post(&body).is_ok_and(|(status, _)| status == 200);
                each_ms.push(begun.elapsed().as_secs_f64() * 1e3);
                errors += u64::from(!answered);
            }
        }
    }

    /// The workload over `connections` connections at once, each sending its next request when it has its answer.
    pub(super) fn throughput(&mut self, connections: usize) -> Result<Throughput, Failure> {
        self.begin("at once", self.rounds);
        let first = self.variation + 1;
        self.variation += self.rounds;
        let queries = self.bodies.len();
        let requests = queries * usize::try_from(self.rounds).unwrap_or(1);
        let (next, begin) = (AtomicUsize::new(0), Barrier::new(connections + 1));
        let [ok, busy, errors] = [const { AtomicU64::new(0) }; 3];
        let work = || {
            let client = Client::new(self.server.address());
            // Opens the connection, so that it does not count; a failure shows in the requests.
            drop(client.get("/healthz"));
            begin.wait();
            loop {
                let index = next.fetch_add(1, Relaxed);
                if index >= requests {
                    return;
                }
                let pass = u32::try_from(index / queries).unwrap_or(0);
                let counter = match client.post(&whole(&self.bodies[index % queries], first + pass)) {
                    Ok((200, _)) => &ok,
                    Ok((503, _)) => &busy,
                    Ok(_) | Err(_) => &errors,
                };
                counter.fetch_add(1, Relaxed);
                self.progress.set(u64::try_from(index).unwrap_or(0), u64::try_from(index).unwrap_or(0));
            }
        };
        let (seconds, cpu) = thread::scope(|scope| {
            for _ in 0..connections {
                scope.spawn(work);
            }
            begin.wait();
            (Instant::now(), cpu_ms(self.server.pid()))
        });
        let seconds = seconds.elapsed().as_secs_f64();
        let cpu = cpu.zip(cpu_ms(self.server.pid())).map(|(before, after)| after - before);
        let [ok, busy, errors] = [ok, busy, errors].map(AtomicU64::into_inner);
        Ok(Throughput {
            connections,
            requests: requests as u64,
            busy,
            errors,
            requests_per_second: ok as f64 / seconds,
            cpu_ms_per_request: cpu.map(|ms| ms / requests as f64),
        })
    }

    fn begin(&self, phase: &'static str, rounds: u32) {
        self.progress.begin(phase, u64::try_from(self.bodies.len()).unwrap_or(0) * u64::from(rounds));
    }
}

/// A body with its facets. Each variation asks for the same in another order, or for one value more: a request that the cache has not
/// seen and that costs the same.
fn whole(open: &str, variation: u32) -> String {
    let mut left = FACETS.to_vec();
    let mut order = variation % ORDERS;
    let mut facets = Vec::with_capacity(left.len());
    while let Ok(count @ 1..) = u32::try_from(left.len()) {
        facets.push(left.remove((order % count) as usize));
        order /= count;
    }
    let facet_limit = 20 + variation / ORDERS % FACET_LIMITS;
    format!(r#"{open},"facet_limit":{facet_limit},"facets":{}}}"#, Value::from(facets))
}

/// Answers that the cache has given since the server's start.
fn cache_hits(client: &Client) -> Result<u64, BenchError> {
    let (_, text) = client.get("/metrics").map_err(|error| BenchError::Unreachable(error.to_string()))?;
    let count = text.lines().find_map(|line| line.strip_prefix("pinglan_cache_hits_total ")?.parse().ok());
    count.ok_or_else(|| BenchError::Unreachable("its metrics do not count the cache".to_owned()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_variation_is_another_request_for_the_same() {
        let bodies: BTreeSet<String> =
            (0..ORDERS * FACET_LIMITS).map(|variation| whole("{\"q\":\"好\"", variation)).collect();
        assert_eq!(bodies.len(), 7_200);
        for body in &bodies {
            let body: Value = serde_json::from_str(body).unwrap();
            let facets: BTreeSet<&str> =
                body["facets"].as_array().unwrap().iter().map(|facet| facet.as_str().unwrap()).collect();
            assert_eq!(facets, BTreeSet::from(FACETS));
            assert!((20..30).contains(&body["facet_limit"].as_u64().unwrap()));
        }
    }
}
