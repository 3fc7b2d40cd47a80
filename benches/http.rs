//! Serving: the processor time of a search over HTTP, against the same call in process.

#[allow(dead_code, reason = "each bench uses its own part")]
mod support;

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use pinglan::{compute::Job, config::Config, http, service::Service};
use serde_json::{Value, json};
use support::{
    data,
    measure::{median, thread_ns},
    ratios::{Bar, Ratios, ms},
};

/// Rounds in each of which both sides answer every request [`REPEATS`] times.
const ROUNDS: usize = 5;
const REPEATS: usize = 4;
/// What is asked for, from frequent to rare; the page with everything beside it.
const QUERIES: [&str; 12] = [
    "",
    "好",
    "不错",
    "服务 态度",
    "送货 OR 物流",
    "\"质量\"",
    "味道 -好吃",
    "安装 师傅",
    "空调 噪音",
    "\"再也不买\"",
    "漏水",
    "煞风景",
];
/// What a request may take more when a ratio says little of it.
const MARGIN_NS: f64 = 150_000.0;

fn main() -> Result<()> {
    if !support::is_bench_run() {
        return Ok(());
    }
    let dir = data::build()?.join("data");
    let requests: Vec<Value> = QUERIES.iter().map(|q| request(q)).collect();
    // In turn: the directory belongs to one process at a time.
    let in_process = in_process(&dir, &requests)?;
    let server = Server::start(&dir)?;
    let over_http = server.measure(&requests)?;
    drop(server);
    let mut ratios = Ratios::new("http");
    let each = |rounds: &[f64]| median(rounds.iter().copied());
    let (ours, theirs) = (each(&over_http), each(&in_process));
    let (ratio, more) = (ours / theirs, ours - theirs);
    let what = "processor time of a search over HTTP / in process, JSON written in both";
    // Either bar is enough: of quick answers a ratio says little.
    let by_margin = ratio > 1.5 && more <= MARGIN_NS;
    let bar = if by_margin { Bar::None } else { Bar::AtMost(1.5, 1.2) };
    ratios.line(what, ms(ours), ms(theirs), ratio, bar);
    if by_margin {
        ratios.line("what it takes more / 0.15 ms", ms(more), ms(MARGIN_NS), more / MARGIN_NS, Bar::AtMost(1.0, 1.0));
    }
    ratios.print();
    Ok(())
}

/// A page of twenty, six facets, months and the summary.
fn request(q: &str) -> Value {
    json!({
        "q": q, "facets": support::workload::FACETS, "timeline": {"interval": "month", "split": "sentiment"},
        "filter": {"rating": {"gte": 1, "lte": 4.5}},
    })
}

/// Processor nanoseconds of a request, by round: search, texts, highlights and JSON, on this thread.
fn in_process(dir: &Path, requests: &[Value]) -> Result<Vec<f64>> {
    let service = Service::open(dir, Config::load(None)?)?;
    service.catch_up(&pinglan::service::Progress::default())?;
    let deadline = Instant::now() + Duration::from_secs(3_600);
    let job = Job { deadline, cancelled: Arc::new(AtomicBool::new(false)) };
    let answer = || -> Result<()> {
        for request in requests {
            std::hint::black_box(http::rendered(&service, request.clone(), &job)?);
        }
        Ok(())
    };
    answer()?;
    let mut rounds = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = thread_ns();
        for _ in 0..REPEATS {
            answer()?;
        }
        rounds.push((thread_ns() - begun) as f64 / (REPEATS * requests.len()) as f64);
    }
    Ok(rounds)
}

/// The real server without a response cache.
struct Server {
    process: Child,
    address: String,
    /// Holds its configuration.
    _dir: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail when it has ended already.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Server {
    fn start(data: &Path) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let config = dir.path().join("pinglan.toml");
        fs::write(&config, "cache_mib = 0\n")?;
        let mut process = Command::new(env!("CARGO_BIN_EXE_pinglan"))
            .args(["serve", "--listen", "127.0.0.1:0", "--json", "--data"])
            .arg(data)
            .arg("--config")
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let stdout = process.stdout.take().context("no standard output")?;
        let mut server = Self { process, address: String::new(), _dir: dir };
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let said: Value = serde_json::from_str(&line).with_context(|| format!("the server said {line:?}"))?;
        server.address = said["address"].as_str().context("no address")?.trim_start_matches("http://").to_owned();
        let mut connection = Connection::open(&server.address)?;
        while connection.send("GET /readyz", "")? != 200 {
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// Processor nanoseconds of a request, by round. Processor time of a process is counted in hundredths of a second, so a round asks
    /// until that says enough.
    fn measure(&self, requests: &[Value]) -> Result<Vec<f64>> {
        const ENOUGH_NS: f64 = 1e9;
        let bodies: Vec<String> = requests.iter().map(Value::to_string).collect();
        let mut connection = Connection::open(&self.address)?;
        let mut answer = || -> Result<()> {
            for body in &bodies {
                let status = connection.send("POST /api/v1/search", body)?;
                anyhow::ensure!(status == 200, "{status} for {body}");
            }
            Ok(())
        };
        answer()?;
        let mut rounds = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            let (begun, mut sent) = (self.cpu_ns()?, 0);
            while self.cpu_ns()? - begun < ENOUGH_NS {
                for _ in 0..REPEATS {
                    answer()?;
                }
                sent += REPEATS * bodies.len();
            }
            rounds.push((self.cpu_ns()? - begun) / sent as f64);
        }
        Ok(rounds)
    }

    /// `utime` + `stime`, the fields 14 and 15, which follow the name in parentheses; in hundredths of a second.
    fn cpu_ns(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        let fields = stat.rsplit_once(')').context("no name")?.1.split_whitespace().skip(11).take(2);
        let ticks: Vec<f64> = fields.map(str::parse).collect::<Result<_, _>>()?;
        Ok(ticks.iter().sum::<f64>() * 1e7)
    }
}

/// A connection that is kept, and answers that are only counted: the client costs next to nothing.
struct Connection {
    reader: BufReader<TcpStream>,
    host: String,
}

impl Connection {
    fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { reader: BufReader::new(stream), host: address.to_owned() })
    }

    /// The status of the answer, which is read to its end.
    fn send(&mut self, target: &str, body: &str) -> Result<u16> {
        let head = format!(
            "{target} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.host,
            body.len()
        );
        self.reader.get_mut().write_all((head + body).as_bytes())?;
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            anyhow::ensure!(self.reader.read_line(&mut line)? > 0, "the server closed the connection");
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = rest.get(..3).context("no status")?.parse()?;
            } else if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            } else if line.is_empty() {
                break;
            }
        }
        std::io::copy(&mut self.reader.by_ref().take(length), &mut std::io::sink())?;
        Ok(status)
    }
}
