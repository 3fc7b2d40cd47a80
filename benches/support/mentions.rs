//! Made-up aspects, opinions and flags, by Zipf's law: an index of the product that holds nothing but them, a time and a sentiment, and plain
//! tantivy over the same. The same number of reviews is always the same corpus.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use pinglan::{
    domain::{
        analysis::{Flag, Polarity},
        aspect::Aspects,
        calendar::{Day, Zone},
        ranking::Ranking,
        review::ReviewNumber,
        sentiment::{SentimentScore, SentimentThresholds},
    },
    engine::{Engine, Entry, Settings, Texts},
    text::Segmenter,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tantivy::{
    Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument,
    schema::{FAST, Schema, TextOptions},
};

use super::{
    corpus::{pick, zipf},
    data, say,
};

/// Rises when the corpus changes.
const VERSION: u32 = 2;
const ASPECTS: usize = 30;
/// How many aspects a review talks about, with weights: 3.5 in the mean.
const MENTIONS: [u32; 9] = [4, 10, 16, 22, 20, 13, 8, 4, 3];
/// Different opinions in all.
const OPINIONS: usize = 300_000;
/// Opinions of a review at most.
const OPINIONS_AT_MOST: usize = 5;
const SEED: u64 = 20_260_102;
const DAYS: i32 = 730;
const WRITER_BYTES: usize = 256 * 1024 * 1024;

/// The product and plain tantivy over the same reviews.
pub(crate) struct Mentions {
    pub(crate) engine: Engine,
    pub(crate) plain: Searcher,
}

/// The entries of the corpus.
pub(crate) fn entries(reviews: usize) -> impl Iterator<Item = Entry> {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let (aspects, opinions) = (zipf(ASPECTS), zipf(OPINIONS));
    let names: Vec<String> = (0..ASPECTS).map(|number| format!("aspect_{}", letters(number))).collect();
    let mentions: Vec<f64> = MENTIONS
        .iter()
        .scan(0.0, |sum, weight| {
            *sum += f64::from(*weight);
            Some(*sum)
        })
        .collect();
    (1..=reviews as u64).map(move |number| {
        let day = Day(19_700 + random.random_range(0..DAYS));
        let wanted = pick(&mentions, &mut random);
        let mut entry = Entry {
            number: ReviewNumber(number),
            created: Some((i64::from(day.0) * 86_400, day)),
            rating: None,
            likes: None,
            sentiment: SentimentScore::from_thousandths(random.random_range(-1_000..=1_000)),
            bucket: None,
            aspects: Default::default(),
            opinions: (0..random.random_range(0..=OPINIONS_AT_MOST))
                .map(|_| pick(&opinions, &mut random))
                .map(|number| (format!("观点{number}"), Polarity::ALL[number % Polarity::ALL.len()]))
                .collect(),
            flags: Flag::ALL.into_iter().filter(|_| random.random_ratio(1, 50)).collect(),
            cluster: None,
            parts: Vec::new(),
            facets: Vec::new(),
            texts: Texts::default(),
        };
        while entry.aspects.len() < wanted {
            let polarity = Polarity::ALL[random.random_range(0..Polarity::ALL.len())];
            entry.aspects.entry(names[pick(&aspects, &mut random)].clone()).or_insert(polarity);
        }
        entry
    })
}

/// A number in letters, as ids of aspects have none but those.
fn letters(number: usize) -> String {
    let letter = |place: usize| char::from(b'a' + u8::try_from(place % 26).unwrap_or(0));
    [letter(number / 26), letter(number)].iter().collect()
}

impl Mentions {
    /// Opens the prepared data; builds what is missing.
    pub(crate) fn open() -> Result<Self> {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().context("no target directory")?;
        let name = format!("mentions-{}-{}-{VERSION}", data::reviews(), env!("CARGO_PKG_VERSION"));
        let dir = target.join("bench-data").join(name);
        let complete = dir.join("complete");
        if !complete.exists() {
            if dir.exists() {
                fs::remove_dir_all(&dir)?;
            }
            say("building the corpus of aspects and opinions, once …");
            build(&dir)?;
            fs::write(complete, "")?;
        }
        let index = Index::open_in_dir(dir.join("plain"))?;
        let reader: tantivy::IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { engine: engine(&dir)?, plain: reader.searcher() })
    }
}

fn engine(dir: &Path) -> Result<Engine> {
    let settings = Settings {
        facets: Vec::new(),
        aspects: Aspects::default(),
        thresholds: SentimentThresholds::default(),
        zone: Zone::parse("UTC")?,
        ranking: Ranking::default(),
        analysis_version: VERSION.to_string(),
    };
    Ok(Engine::open(&dir.join("index"), settings, Segmenter::builtin(), 0)?)
}

fn build(dir: &Path) -> Result<()> {
    let engine = engine(dir)?;
    let generation = engine.current();
    let mut schema = Schema::builder();
    let aspect = schema.add_text_field("aspect", TextOptions::default().set_fast("raw"));
    let bucket = schema.add_i64_field("bucket", FAST);
    fs::create_dir_all(dir.join("plain"))?;
    let mut plain: IndexWriter =
        Index::create_in_dir(dir.join("plain"), schema.build())?.writer_with_num_threads(1, WRITER_BYTES)?;
    let thresholds = SentimentThresholds::default();
    let mut batch = Vec::new();
    for entry in entries(data::reviews()) {
        let mut document = TantivyDocument::new();
        entry.aspects.keys().for_each(|id| document.add_text(aspect, id));
        document.add_i64(bucket, thresholds.bucket(entry.sentiment) as i64);
        plain.add_document(document)?;
        batch.push(entry);
        if batch.len() == 10_000 {
            generation.write(&std::mem::take(&mut batch))?;
        }
    }
    generation.write(&batch)?;
    generation.commit(1)?;
    generation.close_writer()?;
    plain.commit()?;
    plain.wait_merging_threads()?;
    Ok(())
}
