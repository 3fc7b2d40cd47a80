//! Terms of a slice and comparisons: posting lists against a forward index in memory and against cutting the texts anew; a comparison
//! against the cross-tables that count the same.

#[allow(dead_code, reason = "each bench uses its own part")]
mod support;

use std::{collections::HashMap, hint::black_box, sync::Arc, time::Instant};

use anyhow::Result;
use pinglan::{
    compute::Job,
    domain::{
        pivot::{Dimension, PivotRequest},
        slice::Slice,
    },
    service::{Background, Service, TermsRequest},
    text::{Segmenter, fold},
};
use support::{
    data::Prepared,
    measure::duel,
    ratios::{Bar, Ratios, ms},
    workload::{Find, Keep, Question},
};

const ROUNDS: usize = 7;
/// Reviews whose texts are cut anew; the figure is scaled to the slice.
const CUT: usize = 2_000;

fn main() -> Result<()> {
    if !support::is_bench_run() {
        return Ok(());
    }
    let prepared = Prepared::open()?;
    let forward = Forward::read(&prepared)?;
    let mut ratios = Ratios::new("terms");
    let all = prepared.snapshot().review_count();
    support::say(&format!(
        "forward index: {:.0} MB in memory, {} entries",
        forward.bytes() as f64 / 1e6,
        forward.words.len()
    ));
    for (name, rating) in [("one star, about 10 %", 2), ("five stars, about half", 10)] {
        let question = Question { find: Find::All, keep: vec![Keep::Rating(rating, rating)] };
        let slice = question.slice();
        let held = forward.ratings.iter().filter(|held| **held == rating).count();
        let duel = duel(
            ROUNDS,
            [&mut || terms(&prepared.service, &slice), &mut || drop(black_box(forward.count(rating))), &mut || {
                forward.cut(prepared.service.engine.segmenter())
            }],
        );
        let what = format!("terms against the rest / forward index in memory: {name} of {all} reviews");
        ratios.line(&what, ms(duel.ns(0)), ms(duel.ns(1)), duel.ratio(0, 1), Bar::None);
        let scale = held as f64 / forward.texts.len() as f64;
        let what = format!("terms against the rest / cutting the {held} texts of the slice");
        ratios.line(&what, ms(duel.ns(0)), ms(duel.ns(2) * scale), duel.ratio(2, 0) * scale, Bar::None);
    }
    comparison(&prepared.service, &mut ratios);
    ratios.print();
    Ok(())
}

fn job() -> Job {
    Job { deadline: Instant::now() + std::time::Duration::from_secs(600), cancelled: Arc::default() }
}

fn terms(service: &Service, slice: &Slice) {
    let request = TermsRequest { slice: slice.clone(), background: Background::Rest, limit: 50 };
    let _ = black_box(service.terms(&request, &job()));
}

fn comparison(service: &Service, ratios: &mut Ratios) {
    let of = |rating| Question { find: Find::All, keep: vec![Keep::Rating(rating, rating)] }.slice();
    let sides = [of(2), of(10)];
    let tables = |field: &str| {
        for slice in &sides {
            let dimensions = vec![Dimension::Facet(field.to_owned())];
            let request = PivotRequest { slice: slice.clone(), dimensions, avg_rating: true, avg_sentiment: true };
            let _ = black_box(service.pivot(&request, &job()));
        }
    };
    let duel = duel(
        ROUNDS,
        [&mut || drop(black_box(service.compare(&sides, &job()).ok())), &mut || {
            tables("aspect_sentiment");
            tables("opinion");
        }],
    );
    let what = "comparison / cross-tables of aspects and opinions of both slices";
    ratios.line(what, ms(duel.ns(0)), ms(duel.ns(1)), duel.ratio(0, 1), Bar::None);
}

/// The distinct words of each review, one review after the other: what an index that is made for this would hold.
struct Forward {
    offsets: Vec<usize>,
    words: Vec<u32>,
    distinct: usize,
    /// Half stars.
    ratings: Vec<u8>,
    /// Some folded texts.
    texts: Vec<String>,
}

impl Forward {
    fn read(prepared: &Prepared) -> Result<Self> {
        let segmenter = prepared.service.engine.segmenter().clone();
        let mut forward =
            Self { offsets: vec![0], words: Vec::new(), distinct: 0, ratings: Vec::new(), texts: Vec::new() };
        let mut ordinals: HashMap<String, u32> = HashMap::new();
        let mut own: Vec<u32> = Vec::new();
        prepared.each_review(|review| {
            let folded = fold(&review.content.text);
            own.clear();
            segmenter.each_word(&folded, |word| {
                let next = u32::try_from(ordinals.len()).unwrap_or(u32::MAX);
                let known = ordinals.get(word).copied();
                own.push(known.unwrap_or_else(|| *ordinals.entry(word.to_owned()).or_insert(next)));
            });
            own.sort_unstable();
            own.dedup();
            forward.words.extend_from_slice(&own);
            forward.offsets.push(forward.words.len());
            forward.ratings.push(review.content.rating.map_or(0, pinglan::domain::rating::Rating::half_stars));
            if forward.texts.len() < CUT {
                forward.texts.push(folded);
            }
        })?;
        forward.distinct = ordinals.len();
        Ok(forward)
    }

    fn bytes(&self) -> usize {
        size_of_val(self.words.as_slice()) + size_of_val(self.offsets.as_slice())
    }

    /// Reviews by word of those with this rating.
    fn count(&self, rating: u8) -> Vec<u32> {
        let mut counts = vec![0; self.distinct];
        for (ends, _) in self.offsets.windows(2).zip(&self.ratings).filter(|(_, held)| **held == rating) {
            self.words[ends[0]..ends[1]].iter().for_each(|word| counts[*word as usize] += 1);
        }
        counts
    }

    fn cut(&self, segmenter: &Segmenter) {
        let mut words = 0usize;
        for text in &self.texts {
            segmenter.each_word(text, |_| words += 1);
        }
        black_box(words);
    }
}
