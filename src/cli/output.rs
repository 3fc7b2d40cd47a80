//! What commands print: results to standard output, progress and errors to standard error.

use std::{
    io::{self, IsTerminal, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::{error::Coded, service::Progress};

/// Where and how to print.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    json: bool,
}

impl Output {
    pub(super) const fn new(json: bool) -> Self {
        Self { json }
    }

    pub(super) const fn is_json(self) -> bool {
        self.json
    }

    /// One line to standard output. A reader that has gone is no error of ours.
    pub(super) fn line(self, text: &str) {
        let _ = writeln!(io::stdout().lock(), "{text}");
    }

    /// A remark beside the result, to standard error.
    pub(super) fn remark(self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// One JSON value on one line.
    pub(super) fn value(self, value: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(value) {
            self.line(&text);
        }
    }

    /// An error with what to do about it.
    pub(super) fn error(self, error: &dyn Coded) {
        let mut detail = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            if !detail.contains(&text) {
                detail = format!("{detail}: {text}");
            }
            source = cause.source();
        }
        let code = error.code();
        let mut stderr = io::stderr().lock();
        if self.json {
            let hint = error.hint().map(|hint| hint.en);
            let body = serde_json::json!({"error": {"code": code.name(), "title": code.title_en(), "detail": detail, "hint": hint}});
            let _ = writeln!(stderr, "{body}");
            return;
        }
        let _ = writeln!(stderr, "error: {} [{}]\n  {detail}", code.title_en(), code.name());
        if let Some(hint) = error.hint() {
            let _ = writeln!(stderr, "  {}\n  {}", hint.en, hint.zh);
        }
    }

    /// Shows progress until the guard is dropped: a bar on a terminal, a line every few seconds elsewhere.
    pub(super) fn watch(self, label: &str, progress: &Arc<Progress>) -> Watch {
        let ended = Arc::new(AtomicBool::new(false));
        let (label, progress, stop) = (label.to_owned(), Arc::clone(progress), Arc::clone(&ended));
        let thread = thread::spawn(move || {
            if io::stderr().is_terminal() { bar(&label, &progress, &stop) } else { lines(&label, &progress, &stop) }
        });
        Watch { ended, thread: Some(thread) }
    }
}

/// Ends the display of progress when dropped.
pub(super) struct Watch {
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A display that panicked has nothing more to show.
            drop(thread.join());
        }
    }
}

const BAR_EVERY: Duration = Duration::from_millis(100);
const LINE_EVERY: Duration = Duration::from_secs(5);

fn bar(label: &str, progress: &Progress, stop: &AtomicBool) {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:24!} [{bar:30}] {percent:>3} % {prefix} {eta_precise}") {
        bar.set_style(style.progress_chars("=> "));
    }
    let mut phase = "";
    let mut begun = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        if phase != progress.phase() {
            phase = progress.phase();
            begun = Instant::now();
            bar.reset();
        }
        bar.set_length(progress.total());
        bar.set_position(progress.done());
        bar.set_message(format!("{label} {phase}"));
        bar.set_prefix(format!("{:.0}/s", progress.records() as f64 / begun.elapsed().as_secs_f64().max(0.001)));
        thread::park_timeout(BAR_EVERY);
    }
    bar.finish_and_clear();
}

fn lines(label: &str, progress: &Progress, stop: &AtomicBool) {
    let mut said = Instant::now();
    let begun = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        thread::park_timeout(BAR_EVERY);
        if said.elapsed() < LINE_EVERY || progress.total() == 0 {
            continue;
        }
        said = Instant::now();
        let share = progress.done() as f64 / progress.total() as f64;
        let remaining_s = begun.elapsed().as_secs_f64() * (1.0 / share.max(0.001) - 1.0);
        let percent = share * 100.0;
        let _ = writeln!(
            io::stderr(),
            "{label}: {} {percent:.0} % ({} records, about {remaining_s:.0} s left)",
            progress.phase(),
            progress.records()
        );
    }
}
