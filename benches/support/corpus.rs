//! The corpus: reviews of about 150 characters joined from clauses of real ones (of made-up ones where those are not at hand), with items
//! by Zipf's law and two years of times. The same number of reviews is always the same corpus.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::Result;
use jiff::ToSpan;
use pinglan::{
    demo,
    ingest::{self, Export},
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Rises when the corpus changes.
pub(crate) const VERSION: u32 = 2;
/// Sources; each becomes one file.
pub(crate) const SOURCES: [&str; 4] = ["jd", "meituan", "taobao", "maoyan"];
/// Different items.
pub(crate) const ITEMS: usize = 2_000;

const CATEGORIES: [&str; 12] =
    ["火锅", "空调", "热水器", "电影", "景点", "零食", "保健", "图书", "平板", "手机", "酒店", "衣服"];
const CITIES: [&str; 20] = [
    "上海", "北京", "深圳", "广州", "武汉", "成都", "杭州", "重庆", "南京", "西安", "苏州", "天津", "长沙", "郑州",
    "青岛", "合肥", "昆明", "沈阳", "厦门", "福州",
];
/// Half stars with their weights.
const RATINGS: [(u32, u32); 7] = [(2, 10), (4, 6), (6, 10), (7, 3), (8, 19), (9, 4), (10, 48)];
const SEED: u64 = 20_260_101;
/// A clause shorter than this is joined with the next: one to six of them then make about 150 characters.
const CLAUSE_CHARS: usize = 35;
const SECONDS: i64 = 2 * 365 * 86_400;

/// One review before it is written.
pub(crate) struct Row {
    /// Index into [`SOURCES`].
    pub(crate) source: usize,
    pub(crate) text: String,
    json: String,
}

/// Where the real exports lie, when they are there.
pub(crate) fn real_exports() -> Option<PathBuf> {
    let shared = std::env::var_os("PINGLAN_SHARED_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    Some(shared.join("exports")).filter(|exports| exports.is_dir())
}

/// Clauses to join.
pub(crate) fn clauses() -> Result<Vec<String>> {
    let made_up = tempfile::tempdir()?;
    let exports = match real_exports() {
        Some(dir) => {
            let files = std::fs::read_dir(dir)?.map(|entry| entry.map(|entry| entry.path()));
            files.collect::<Result<Vec<_>, _>>()?
        }
        None => {
            let options = demo::Options { reviews: 20_000, ..demo::Options::default() };
            demo::write_exports(made_up.path(), &options)?.files.into_iter().map(|file| file.path).collect()
        }
    };
    let schema = ingest::Schema::builtin()?;
    let mut clauses = Vec::new();
    for path in sorted(exports) {
        let mut open = String::new();
        let mut export = Export::open(&path, &schema, &ingest::Options::default())?;
        while let Some(batch) = export.next_batch()? {
            batch.records.iter().for_each(|record| cut(&record.content.text, &mut open, &mut clauses));
        }
        clauses.extend(Some(open).filter(|open| !open.trim().is_empty()));
    }
    Ok(clauses)
}

fn sorted(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.sort();
    paths
}

/// Cuts at Chinese punctuation; what is too short is joined with what follows, in this text or the next.
fn cut(text: &str, open: &mut String, clauses: &mut Vec<String>) {
    for part in text.split_inclusive(['，', '。', '！', '？', '；', '、', '…']) {
        open.push_str(part);
        if open.chars().count() >= CLAUSE_CHARS {
            clauses.push(std::mem::take(open));
        }
    }
    if open.ends_with(char::is_alphanumeric) {
        open.push('，');
    }
}

/// The first `reviews` reviews of the corpus.
pub(crate) fn rows(clauses: &[String], reviews: usize) -> impl Iterator<Item = Row> + '_ {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let items = zipf(ITEMS);
    let cities = zipf(CITIES.len());
    let first = jiff::civil::date(2024, 1, 1).at(0, 0, 0, 0);
    (0..reviews).map(move |id| {
        let text: String =
            (0..random.random_range(1..=6)).map(|_| clauses[random.random_range(0..clauses.len())].as_str()).collect();
        let item = pick(&items, &mut random);
        let time = first.saturating_add(random.random_range(0..SECONDS).seconds());
        let row = serde_json::json!({
            "id": format!("r{id:08}"), "text": text, "item": format!("商品{item:04}"),
            "category": CATEGORIES[item % CATEGORIES.len()], "city": CITIES[pick(&cities, &mut random)],
            "rating": rating(&mut random), "time": time.strftime("%F %T").to_string(),
            "likes": random.random_range(0..40_u32).saturating_sub(25),
        });
        Row { source: random.random_range(0..SOURCES.len()), json: row.to_string(), text }
    })
}

fn rating(random: &mut ChaCha8Rng) -> f64 {
    let mut drawn = random.random_range(0..RATINGS.iter().map(|(_, weight)| weight).sum());
    let found = RATINGS.iter().find(|(_, weight)| {
        let here = drawn < *weight;
        drawn = drawn.saturating_sub(*weight);
        here
    });
    f64::from(found.map_or(10, |(half_stars, _)| *half_stars)) / 2.0
}

/// Cumulative weights 1, 1/2, 1/3, …
pub(crate) fn zipf(values: usize) -> Vec<f64> {
    let mut sum = 0.0;
    let weights = (1..=values).map(|rank| {
        sum += 1.0 / rank as f64;
        sum
    });
    weights.collect()
}

/// The index of a value drawn by cumulative weights.
pub(crate) fn pick(cumulative: &[f64], random: &mut ChaCha8Rng) -> usize {
    let drawn = random.random::<f64>() * cumulative.last().copied().unwrap_or(0.0);
    cumulative.partition_point(|sum| *sum < drawn).min(cumulative.len() - 1)
}

/// Writes the first `reviews` reviews as one file of JSON lines a source. Returns the files with their sources.
pub(crate) fn write_exports(dir: &Path, reviews: usize) -> Result<Vec<(PathBuf, &'static str)>> {
    std::fs::create_dir_all(dir)?;
    let paths = SOURCES.map(|source| (dir.join(format!("{source}.jsonl")), source));
    let mut files = Vec::new();
    for (path, _) in &paths {
        files.push(BufWriter::new(File::create(path)?));
    }
    let clauses = clauses()?;
    for row in rows(&clauses, reviews) {
        writeln!(files[row.source], "{}", row.json)?;
    }
    files.iter_mut().try_for_each(BufWriter::flush)?;
    Ok(paths.into())
}
