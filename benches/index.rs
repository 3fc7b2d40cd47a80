//! Taking reviews in, and being ready: import end to end against tantivy alone, size on disk, start, memory.

#[allow(dead_code, reason = "each bench uses its own part")]
mod support;

use std::{path::Path, process::Command, time::Instant};

use anyhow::{Context, Result};
use pinglan::{config::Config, service::Service};
use support::{
    corpus, data,
    measure::{median, process_ns},
    plain::{Analyser, Plain, Shape, document},
    ratios::{Bar, Ratios},
    workload::{Find, Question},
};

const ROUNDS: usize = 2;
/// Makes this program open the product over the directory that follows, and print what that took.
const PROBE: &str = "--probe";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == PROBE) {
        return probe(Path::new(arguments.get(at + 1).context("no directory")?));
    }
    if !support::is_bench_run() {
        return Ok(());
    }
    let dir = data::build()?;
    let mut ratios = Ratios::new("index");
    start(&dir, &mut ratios)?;
    size(&dir, &mut ratios)?;
    import(&mut ratios)?;
    ratios.print();
    Ok(())
}

/// Starts the product in processes of its own: nothing but it is in their memory.
fn start(dir: &Path, ratios: &mut Ratios) -> Result<()> {
    let (mut seconds, mut mebibytes) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let begun = Instant::now();
        let output = Command::new(std::env::current_exe()?).arg(PROBE).arg(dir).output()?;
        let text = String::from_utf8(output.stdout)?;
        anyhow::ensure!(output.status.success(), "the probe failed: {}", String::from_utf8_lossy(&output.stderr));
        let mut fields = text.split_whitespace().map(str::parse::<f64>);
        let mut next = || fields.next().context("the probe printed too little");
        let (wall_s, cpu_s, anon_mib, columns_mib) = (next()??, next()??, next()??, next()??);
        support::say(&format!(
            "start: ready after {wall_s:.3} s ({cpu_s:.3} s of processor), RssAnon {anon_mib:.0} MiB, of it columns {columns_mib:.0} MiB; \
             process {:.3} s",
            begun.elapsed().as_secs_f64()
        ));
        seconds.push(wall_s);
        mebibytes.push(anon_mib);
    }
    let (seconds, mebibytes) = (median(seconds), median(mebibytes));
    let absolute = || "absolute".to_owned();
    // The bars are meant for a million reviews; both grow at most linearly.
    let scale = (data::reviews() as f64 / 1e6).max(1.0);
    ratios.line(
        "ready after start (s)",
        format!("{seconds:.2} s"),
        absolute(),
        seconds,
        Bar::AtMost(2.0 * scale, 0.7 * scale),
    );
    let bar = Bar::AtMost(1_229.0 * scale, 614.0 * scale);
    ratios.line("RssAnon while serving (MiB)", format!("{mebibytes:.0} MiB"), absolute(), mebibytes, bar);
    Ok(())
}

/// Prints: seconds until ready, processor seconds, RssAnon after some searches and columns in MiB.
fn probe(dir: &Path) -> Result<()> {
    let begun = Instant::now();
    let service = data::open_service(dir)?;
    let (ready_s, cpu_s) = (begun.elapsed().as_secs_f64(), process_ns() as f64 / 1e9);
    let snapshot = service.engine.snapshot();
    for word in ["不错", "没有", "质量", "上菜"] {
        let question = Question::of(Find::Words(vec![word.to_owned()]));
        snapshot.search(&question.page(20), &support::unlimited())?;
    }
    let columns_mib = snapshot.column_bytes() as f64 / 1024.0 / 1024.0;
    support::say(&format!("{ready_s} {cpu_s} {} {columns_mib}", anonymous_mib()?));
    Ok(())
}

fn anonymous_mib() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("no RssAnon")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}

fn size(dir: &Path, ratios: &mut Ratios) -> Result<()> {
    let service = data::open_service(dir)?;
    let mut text = 0u64;
    data::each_review(&service, |review| text += review.content.text.len() as u64)?;
    let generation = data::bytes_below(service.engine.current().path())?;
    let mb = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    let ratio = generation as f64 / text as f64;
    ratios.line("files of a generation / raw text", mb(generation), mb(text), ratio, Bar::AtMost(2.0, 1.5));
    let all = data::bytes_below(&dir.join("data"))?;
    ratios.line("data directory / raw text", mb(all), mb(text), all as f64 / text as f64, Bar::None);
    Ok(())
}

/// What one import took.
struct Taken {
    wall_s: f64,
    cpu_s: f64,
}

impl Taken {
    fn of<T>(work: impl FnOnce() -> Result<T>) -> Result<(Self, T)> {
        let (begun, begun_ns) = (Instant::now(), process_ns());
        let done = work()?;
        let cpu_s = (process_ns() - begun_ns) as f64 / 1e9;
        Ok((Self { wall_s: begun.elapsed().as_secs_f64(), cpu_s }, done))
    }
}

fn import(ratios: &mut Ratios) -> Result<()> {
    let reviews = data::import_reviews();
    let scratch = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let files = corpus::write_exports(&scratch.path().join("exports"), reviews)?;
    let (mut wall, mut cpu) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for round in 0..ROUNDS {
        let dir = scratch.path().join(round.to_string());
        let service = Service::open(&dir.join("data"), Config::load(None)?)?;
        let (ours, phases) = Taken::of(|| data::import(&service, &files))?;
        let theirs = tantivy_alone(&dir.join("plain"), &service)?;
        let [stored_s, indexed_s] = phases;
        support::say(&format!(
            "import of {reviews}: {:.1} s ({:.1} s of processor; read and store {stored_s:.1} s, index and merge {indexed_s:.1} s); \
             tantivy alone {:.1} s ({:.1} s of processor)",
            ours.wall_s, ours.cpu_s, theirs.wall_s, theirs.cpu_s
        ));
        for (side, taken) in [ours, theirs].into_iter().enumerate() {
            wall[side].push(taken.wall_s);
            cpu[side].push(taken.cpu_s);
        }
        drop(service);
        std::fs::remove_dir_all(dir)?;
    }
    for (what, [ours, theirs]) in [("wall", wall), ("processor", cpu)] {
        let speed = |seconds: f64| format!("{:.0} /s", reviews as f64 / seconds);
        let ratio = median(theirs.iter().zip(&ours).map(|(theirs, ours)| theirs / ours));
        let what = format!("import of {reviews} end to end / tantivy alone, by {what} time");
        ratios.line(&what, speed(median(ours)), speed(median(theirs)), ratio, Bar::AtLeast(0.6, 0.8));
    }
    Ok(())
}

/// Indexes the reviews of a service with tantivy alone: documents, two threads, commit, merges. Reading and analysis are not timed.
fn tantivy_alone(dir: &Path, service: &Service) -> Result<Taken> {
    let analyser = Analyser::new()?;
    let mut analysed = Vec::new();
    data::each_review(service, |review| analysed.push(analyser.analyse(review)))?;
    let mut writer = Plain::create(dir, Shape::Import, service.engine.segmenter())?;
    let schema = writer.index().schema();
    let (taken, ()) = Taken::of(|| {
        for review in &analysed {
            writer.add_document(document(review, &schema))?;
        }
        writer.commit()?;
        Ok(writer.wait_merging_threads()?)
    })?;
    Ok(taken)
}
