//! Two slices side by side: what differs, by how much, and whether chance could have done it.

use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

use super::{Service, ServiceError};
use crate::{
    compute::Job,
    domain::{analysis::Polarity, facet::Summary, slice::Slice},
    engine::{Budget, Profile},
    insight::statistics::{
        Difference, Moments, Share, Verdict, Wanted, cliffs_delta, difference_of_means, difference_of_shares, holm,
        log_odds, verdict,
    },
    limits,
};

/// Two slices with how their client wrote them, which every figure repeats.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CompareQuestion {
    /// What each means.
    pub slices: [Slice; 2],
    /// Each as JSON text.
    pub slices_json: [String; 2],
    /// Whether words are Chinese, else English.
    pub chinese: bool,
}

/// Two slices of one snapshot, compared. Differences are the first minus the second.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Each in figures.
    pub sides: [Summary; 2],
    /// Reviews in both; tests and intervals take them for different ones.
    pub overlap: u64,
    /// Of the mean rating.
    pub avg_rating: Contrast,
    /// Cliff's delta of the ratings.
    pub ratings_delta: Option<f64>,
    /// Of the mean sentiment score.
    pub avg_sentiment: Contrast,
    /// Of the share of reviews whose text is negative or very negative.
    pub negative_share: Contrast,
    /// Of the share of rated reviews with two stars or fewer.
    pub poor_share: Contrast,
    /// Aspects that either talks about, the most certain difference of complaints first.
    pub aspects: Vec<ComparedAspect>,
    /// Opinions that are more frequent in one than in the other, most characteristic first.
    pub opinions: Vec<ComparedOpinion>,
}

/// A difference with what it comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// In figures; `None` where a side has too few reviews.
    pub difference: Option<Difference>,
    /// In words.
    pub verdict: Verdict,
}

/// One aspect in both slices.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedAspect {
    /// Its id.
    pub aspect: String,
    /// Reviews of each side by polarity, in the order of [`Polarity::ALL`].
    pub counts: [[u64; Polarity::ALL.len()]; 2],
    /// Of the share of all reviews that complain of it.
    pub complaints: Contrast,
    /// Of the share of all reviews that mention it.
    pub mentions: Contrast,
}

/// One opinion in both slices.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedOpinion {
    /// Its normal form.
    pub opinion: Arc<str>,
    /// Reviews of each side.
    pub counts: [u64; 2],
    /// z-score of the log-odds: above 0 where the first side says it more often.
    pub score: f64,
    /// Of the share of all reviews that say it.
    pub contrast: Contrast,
}

impl Contrast {
    fn new(difference: Option<Difference>, wanted: Wanted) -> Self {
        let p_value = difference.map_or(1.0, |difference| difference.p_value);
        Self { difference, verdict: verdict(difference.map(|known| known.difference), p_value, wanted) }
    }

    fn p_value(&self) -> f64 {
        self.difference.map_or(1.0, |difference| difference.p_value)
    }

    fn size(&self) -> f64 {
        self.difference.map_or(0.0, |difference| difference.difference.abs())
    }
}

/// Differences of shares with p-values corrected for their number.
fn corrected(shares: &[[Share; 2]], wanted: Wanted) -> Vec<Contrast> {
    let mut found: Vec<Option<Difference>> = shares.iter().map(|[a, b]| difference_of_shares(*a, *b)).collect();
    let p_values: Vec<f64> = found.iter().flatten().map(|difference| difference.p_value).collect();
    for (difference, p_value) in found.iter_mut().flatten().zip(holm(&p_values)) {
        difference.p_value = p_value;
    }
    found.into_iter().map(|difference| Contrast::new(difference, wanted)).collect()
}

impl Service {
    /// Compares two slices of the current snapshot.
    ///
    /// # Errors
    /// When time runs out or the index fails.
    pub fn compare(&self, slices: &[Slice; 2], job: &Job) -> Result<Comparison, ServiceError> {
        let budget = Budget { deadline: job.deadline, cancelled: &job.cancelled };
        let [a, b] = slices;
        let found = self.engine.snapshot().profiles([a, b], limits::TERM_REVIEWS, &budget)?;
        let sides = [&found.sides[0], &found.sides[1]];
        let means = |moments: fn(&Profile) -> Option<Moments>| {
            let [a, b] = sides.map(moments);
            Contrast::new(a.zip(b).map(|(a, b)| difference_of_means(&a, &b)), Wanted::High)
        };
        let shares = |share: fn(&Profile) -> Share| {
            let [a, b] = sides.map(share);
            Contrast::new(difference_of_shares(a, b), Wanted::Low)
        };
        let summaries = sides.map(|side| side.summary);
        Ok(Comparison {
            avg_rating: means(|side| Moments::from_histogram(&side.summary.ratings, HALF_STAR)),
            ratings_delta: cliffs_delta(&summaries[0].ratings, &summaries[1].ratings),
            avg_sentiment: means(|side| {
                let (count, sum) = (side.summary.tally.count(), side.summary.sentiment_thousandths);
                Moments::from_sums(count, sum, side.squared_thousandths, THOUSANDTH)
            }),
            negative_share: shares(|side| {
                let tally = &side.summary.tally;
                Share { count: tally.sentiment[..2].iter().sum(), of: tally.count() }
            }),
            poor_share: shares(|side| {
                let ratings = &side.summary.ratings;
                Share { count: ratings[..POOR_RATINGS].iter().sum(), of: ratings.iter().sum() }
            }),
            aspects: aspects(sides),
            opinions: opinions(found.opinions, summaries.map(|summary| summary.tally.count())),
            sides: summaries,
            overlap: found.overlap,
        })
    }
}

/// A rating's step, in stars.
const HALF_STAR: f64 = 0.5;
/// A sentiment score's step.
const THOUSANDTH: f64 = 0.001;
/// Ratings from half a star to two stars.
const POOR_RATINGS: usize = 4;

fn aspects(sides: [&Profile; 2]) -> Vec<ComparedAspect> {
    let mut by_id: BTreeMap<&str, [[u64; Polarity::ALL.len()]; 2]> = BTreeMap::new();
    for (side, profile) in sides.iter().enumerate() {
        for (aspect, counts) in &profile.aspects {
            by_id.entry(aspect).or_default()[side] = *counts;
        }
    }
    let totals = sides.map(|side| side.summary.tally.count());
    let shares = |count: fn(&[u64; Polarity::ALL.len()]) -> u64| {
        let of = |counts: &[[u64; Polarity::ALL.len()]; 2]| {
            [0, 1].map(|side: usize| Share { count: count(&counts[side]), of: totals[side] })
        };
        by_id.values().map(of).collect::<Vec<_>>()
    };
    let complaints = corrected(&shares(|counts| counts[Polarity::Negative as usize]), Wanted::Low);
    let mentions = corrected(&shares(|counts| counts.iter().sum()), Wanted::Neither);
    let contrasts = complaints.into_iter().zip(mentions);
    let mut aspects: Vec<ComparedAspect> = by_id
        .iter()
        .zip(contrasts)
        .map(|((aspect, counts), (complaints, mentions))| ComparedAspect {
            aspect: (*aspect).to_owned(),
            counts: *counts,
            complaints,
            mentions,
        })
        .collect();
    aspects.sort_by(|a, b| by_certainty(&a.complaints, &b.complaints).then_with(|| a.aspect.cmp(&b.aspect)));
    aspects
}

fn by_certainty(a: &Contrast, b: &Contrast) -> Ordering {
    a.p_value().total_cmp(&b.p_value()).then_with(|| b.size().total_cmp(&a.size()))
}

fn opinions(found: Vec<(Arc<str>, [u64; 2])>, totals: [u64; 2]) -> Vec<ComparedOpinion> {
    let shares = |counts: &[u64; 2]| [0, 1].map(|side: usize| Share { count: counts[side], of: totals[side] });
    let pairs: Vec<[Share; 2]> = found.iter().map(|(_, counts)| shares(counts)).collect();
    let contrasts = corrected(&pairs, Wanted::Neither);
    let mut opinions: Vec<ComparedOpinion> = found
        .into_iter()
        .zip(pairs)
        .zip(contrasts)
        .map(|(((opinion, counts), [a, b]), contrast)| ComparedOpinion {
            opinion,
            counts,
            score: log_odds(a, b),
            contrast,
        })
        .filter(|opinion| opinion.score != 0.0)
        .collect();
    opinions.sort_by(|a, b| b.score.abs().total_cmp(&a.score.abs()).then_with(|| a.opinion.cmp(&b.opinion)));
    opinions.truncate(limits::COMPARED_OPINIONS);
    opinions
}
