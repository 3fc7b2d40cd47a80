//! The table that ends every bench: what was measured, against what, the bar, and whether it is met.

use super::{data, say};

/// What the quality table asks of a ratio.
#[derive(Clone, Copy)]
pub(crate) enum Bar {
    /// Ours divided by the yardstick is at most the first (stretch: the second).
    AtMost(f64, f64),
    /// The yardstick divided by ours is at least the first (stretch: the second).
    AtLeast(f64, f64),
    /// For information.
    None,
}

struct Line {
    cells: [String; 6],
}

/// The lines of one bench.
pub(crate) struct Ratios {
    title: &'static str,
    lines: Vec<Line>,
}

impl Ratios {
    pub(crate) fn new(title: &'static str) -> Self {
        Self { title, lines: Vec::new() }
    }

    /// A line: two measured values as text, their ratio in the direction of the bar, and the bar.
    pub(crate) fn line(&mut self, what: &str, ours: String, yardstick: String, ratio: f64, bar: Bar) {
        let (text, met) = match bar {
            Bar::AtMost(bar, stretch) => (format!("≤ {bar} (≤ {stretch})"), (ratio <= bar, ratio <= stretch)),
            Bar::AtLeast(bar, stretch) => (format!("≥ {bar} (≥ {stretch})"), (ratio >= bar, ratio >= stretch)),
            Bar::None => ("–".to_owned(), (true, true)),
        };
        let verdict = match (bar, met) {
            (Bar::None, _) => "",
            (_, (true, true)) => "met, stretch too",
            (_, (true, false)) => "met",
            (_, (false, _)) => "MISSED",
        };
        self.lines
            .push(Line { cells: [what.to_owned(), ours, yardstick, format!("{ratio:.2}"), text, verdict.to_owned()] });
    }

    /// Prints the environment and the table.
    pub(crate) fn print(&self) {
        let header = ["what", "ours", "yardstick", "ratio", "bar (stretch)", ""].map(str::to_owned);
        let rows: Vec<&[String; 6]> =
            std::iter::once(&header).chain(self.lines.iter().map(|line| &line.cells)).collect();
        let mut widths = [0; 6];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row.iter()) {
                *width = (*width).max(cell.chars().count());
            }
        }
        say(&format!("\n{} — {}", self.title, environment()));
        for row in rows {
            let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
            say(format!("  {}", cells.collect::<Vec<_>>().join("  ")).trim_end());
        }
    }
}

/// Processor nanoseconds as milliseconds.
pub(crate) fn ms(ns: f64) -> String {
    format!("{:.3} ms", ns / 1e6)
}

fn environment() -> String {
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{} × {cores}, load {}, {}, {} reviews ({})",
        model.map_or("unknown processor", |(_, name)| name),
        load.split(' ').next().unwrap_or("?"),
        jiff::Timestamp::now().strftime("%F %H:%MZ"),
        data::reviews(),
        data::kind(),
    )
}
