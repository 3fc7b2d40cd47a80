//! Fields of which a review may have several values, against a scan of their array and tantivy's `AggregationCollector`.

use std::{collections::HashMap, hint::black_box};

use anyhow::Result;
use pinglan::{
    domain::{
        calendar::{Day, Interval},
        page::Sort,
        pivot::{Dimension, PivotRequest},
        sentiment::SentimentThresholds,
        slice::{Condition, Slice},
    },
    engine::Request,
};
use tantivy::aggregation::{AggContextParams, AggregationCollector, agg_req::Aggregations};

use super::{
    data,
    measure::duel,
    mentions::{self, Mentions},
    ratios::{Bar, Ratios, ms},
    say, unlimited,
};

const ROUNDS: usize = 15;

/// The arrays of the yardstick: where the aspects of each review begin, the aspects, and the sentiment of each review.
struct Rows {
    offsets: Vec<u32>,
    aspects: Vec<u16>,
    sentiments: Vec<u8>,
}

impl Rows {
    fn new() -> Self {
        let thresholds = SentimentThresholds::default();
        let mut ordinals: HashMap<String, u16> = HashMap::new();
        let mut rows = Self { offsets: vec![0], aspects: Vec::new(), sentiments: Vec::new() };
        // In the order of the index: newest first.
        let mut entries: Vec<_> = mentions::entries(data::reviews()).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.created));
        for entry in entries {
            for id in entry.aspects.into_keys() {
                let next = u16::try_from(ordinals.len()).unwrap_or(u16::MAX);
                rows.aspects.push(*ordinals.entry(id).or_insert(next));
            }
            rows.offsets.push(u32::try_from(rows.aspects.len()).unwrap_or(u32::MAX));
            rows.sentiments.push(thresholds.bucket(entry.sentiment) as u8);
        }
        rows
    }

    /// Reviews by aspect and sentiment.
    fn matrix(&self) -> Vec<u32> {
        let mut counts = vec![0u32; 1 << 10];
        for (ends, sentiment) in self.offsets.windows(2).zip(&self.sentiments) {
            for aspect in &self.aspects[ends[0] as usize..ends[1] as usize] {
                let count = &mut counts[usize::from(*aspect) << 3 | usize::from(*sentiment)];
                *count = count.wrapping_add(1);
            }
        }
        counts
    }
}

/// What is counted from the arrays of aspects and opinions.
pub(crate) fn measure(ratios: &mut Ratios) -> Result<()> {
    let mentions = Mentions::open()?;
    let (snapshot, rows) = (mentions.engine.snapshot(), Rows::new());
    let facet = |name: &str| Dimension::Facet(name.to_owned());
    let pivot = |dimensions: Vec<Dimension>, averages: bool| {
        let slice = Slice::default();
        let request = PivotRequest { slice, dimensions, avg_rating: averages, avg_sentiment: averages };
        let _ = black_box(snapshot.pivot(&request, &unlimited()));
    };
    let aggregations: Aggregations = serde_json::from_value(serde_json::json!({"aspect": {
        "terms": {"field": "aspect", "size": 100}, "aggs": {"sentiment": {"terms": {"field": "bucket", "size": 10}}}
    }}))?;
    let matrix = || pivot(vec![facet("aspect"), facet("sentiment")], false);
    let duel_of_three = duel(
        ROUNDS,
        [&mut || matrix(), &mut || drop(black_box(rows.matrix())), &mut || {
            let collector = AggregationCollector::from_aggs(aggregations.clone(), AggContextParams::default());
            let _ = black_box(mentions.plain.search(&tantivy::query::AllQuery, &collector));
        }],
    );
    let (ours, scan, theirs) = (ms(duel_of_three.ns(0)), ms(duel_of_three.ns(1)), ms(duel_of_three.ns(2)));
    let what = "aspect × sentiment over all reviews / scan of the array";
    ratios.line(what, ours.clone(), scan.clone(), duel_of_three.ratio(0, 1), Bar::AtMost(1.3, 1.3));
    let what = "aspect × sentiment over all reviews / AggregationCollector";
    ratios.line(what, ours, theirs, duel_of_three.ratio(2, 0), Bar::AtLeast(6.0, 8.0));
    let month = || vec![facet("aspect"), facet("sentiment"), Dimension::Calendar(Interval::Month)];
    let facets = |names: &[&str], slice: Slice| {
        let facets = names.iter().map(|name| (*name).to_owned()).collect();
        let request = Request { facets, facet_limit: 20, ..Request::page(slice, Sort::Newest, 0, Day(0)) };
        let _ = black_box(snapshot.search(&request, &unlimited()));
    };
    let few = || {
        let mut slice = Slice::default();
        let days = Condition::Days { from: Some(Day(19_700)), to: Some(Day(19_700)) };
        slice.filter.fields.insert("created".to_owned(), vec![days]);
        slice
    };
    let others: [(&str, &dyn Fn()); 6] = [
        ("aspect with its polarity, over all reviews", &|| pivot(vec![facet("aspect_sentiment")], false)),
        ("aspect × sentiment × month", &|| pivot(month(), false)),
        ("aspect × sentiment with averages", &|| pivot(vec![facet("aspect"), facet("sentiment")], true)),
        ("facets of aspects and their polarities", &|| facets(&["aspect", "aspect_sentiment"], Slice::default())),
        ("facet of opinions", &|| facets(&["opinion"], Slice::default())),
        ("facet of opinions, reviews of one day", &|| facets(&["opinion"], few())),
    ];
    for (name, ask) in others {
        let duel = duel(ROUNDS, [&mut || ask(), &mut || drop(black_box(rows.matrix()))]);
        let what = format!("{name} / scan of the array");
        ratios.line(&what, ms(duel.ns(0)), ms(duel.ns(1)), duel.ratio(0, 1), Bar::None);
    }
    let bytes = snapshot.column_bytes() as f64 / snapshot.review_count() as f64;
    say(&format!("columns with aspects, opinions and their names: {bytes:.1} bytes a review"));
    Ok(())
}
