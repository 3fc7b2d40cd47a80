//! What people say about a pain point: few sentences that stand for many.
//!
//! The engine names some reviews of each point by their columns; their texts are read as of the snapshot and analysed, and the sentence
//! that carries the complaint is taken. Good ones are of 8 to 60 characters, in words that many use, recent, of different items and unlike
//! each other.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::sentence::{self, Sentence};
use crate::{
    domain::{
        pain_points::{Key, PainPointsRequest, Quote},
        review::{Review, ReviewNumber},
    },
    engine::{Candidate, Complaints},
    service::{Findings, Service, ServiceError},
};

/// Reviews that are read for each quote wanted, and for each point besides.
const READ_PER_QUOTE: usize = 2;
const READ_BESIDES: usize = 2;
/// What it costs a sentence to be of an item that was quoted already.
const SAME_ITEM: f64 = 0.4;
/// What it costs to be of the same month.
const SAME_MONTH: f64 = 0.15;
const MONTH_S: i64 = 30 * 86_400;
/// Share of common pairs of characters from which two sentences say the same.
const ALIKE: f64 = 0.4;

/// The quotes of one point.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    pub(super) quotes: Vec<Quote>,
    /// The aspect that most of what was read is about.
    pub(super) aspect: Option<String>,
}

/// Finds quotes.
pub(super) struct Quoter<'a> {
    service: &'a Service,
    complaints: &'a Complaints<'a>,
    request: &'a PainPointsRequest,
}

/// A sentence that may be quoted.
struct Found<'r> {
    worth: f64,
    review: &'r Review,
    sentence: Sentence,
    grams: HashSet<[char; 2]>,
}

type Read = HashMap<ReviewNumber, (Review, Findings)>;

impl<'a> Quoter<'a> {
    pub(super) fn new(service: &'a Service, complaints: &'a Complaints<'a>, request: &'a PainPointsRequest) -> Self {
        Self { service, complaints, request }
    }

    /// The quotes of the keys at these places, as of a sequence of the change log.
    pub(super) fn quotes(&self, shown: &[usize], sequence: u64) -> Result<Vec<Quotes>, ServiceError> {
        if self.request.quotes == 0 && self.request.by == Key::Aspect {
            return Ok(Vec::new());
        }
        let most = READ_PER_QUOTE * self.request.quotes + READ_BESIDES;
        let candidates: Vec<(Vec<Candidate>, Vec<String>)> =
            shown.iter().map(|place| self.complaints.quotable(*place, most)).collect();
        let read = self.read(&candidates, sequence)?;
        let points = shown.iter().zip(&candidates);
        Ok(points.map(|(place, (candidates, common))| self.choose(*place, candidates, common, &read)).collect())
    }

    fn read(&self, candidates: &[(Vec<Candidate>, Vec<String>)], sequence: u64) -> Result<Read, ServiceError> {
        let mut numbers: Vec<ReviewNumber> =
            candidates.iter().flat_map(|(candidates, _)| candidates).map(|candidate| candidate.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let reviews = self.service.store.reviews_as_of(&numbers, sequence)?;
        let read = |review: Review| (review.number, (self.service.analyst.findings(&review), review));
        Ok(reviews.into_iter().map(read).map(|(number, (findings, review))| (number, (review, findings))).collect())
    }

    fn choose(&self, place: usize, candidates: &[Candidate], common: &[String], read: &Read) -> Quotes {
        let key = self.complaints.name(&self.complaints.keys[place]);
        let mut aspects: BTreeMap<&str, usize> = BTreeMap::new();
        let mut found: Vec<Found<'_>> = Vec::new();
        for candidate in candidates {
            let Some((review, findings)) = read.get(&candidate.number) else { continue };
            let complaint = sentence::complaints(findings, &key, self.request.by);
            for aspect in complaint.iter().filter_map(|opinion| opinion.aspect.as_deref()) {
                *aspects.entry(aspect).or_default() += 1;
            }
            let sentence =
                sentence::best(review, findings, &complaint, common).or_else(|| self.implied(review, findings, &key));
            if let Some(sentence) = sentence {
                let grams = sentence.grams();
                found.push(Found { worth: candidate.worth + sentence.worth, review, sentence, grams });
            }
        }
        let aspect = aspects.into_iter().max_by_key(|(_, count)| *count).map(|(aspect, _)| aspect.to_owned());
        Quotes { quotes: self.spread(found), aspect }
    }

    /// The sentence in which an aspect is judged without an opinion: the most negative one that by itself is read so.
    fn implied(&self, review: &Review, findings: &Findings, key: &str) -> Option<Sentence> {
        /// Clauses of a review that are read again by themselves.
        const READ_AGAIN: usize = 3;
        /// Thousandths from which a clause clearly complains.
        const NEGATIVE: i16 = -150;
        let (aspect, _) = key.rsplit_once(':').filter(|_| self.request.by == Key::Aspect)?;
        let mut clauses: Vec<_> =
            findings.clauses.iter().filter(|clause| clause.score.thousandths() <= NEGATIVE).collect();
        clauses.sort_by_key(|clause| clause.score.thousandths());
        let says_so = |clause: &&&crate::service::FoundClause| {
            let words = sentence::words(review, &clause.place);
            let alone = self.service.analyst.mentions(review, &words);
            alone.iter().any(|(id, polarity)| id == aspect && *polarity == crate::domain::analysis::Polarity::Negative)
        };
        let clause = clauses.iter().take(READ_AGAIN).find(says_so)?;
        Some(sentence::around(review, findings, &clause.place))
    }

    /// The best sentences, each unlike those before it.
    fn spread(&self, mut found: Vec<Found<'_>>) -> Vec<Quote> {
        let mut taken: Vec<Found<'_>> = Vec::new();
        while taken.len() < self.request.quotes {
            found.retain(|found| taken.iter().all(|taken| !is_alike(&found.grams, &taken.grams)));
            let worth = |found: &Found<'_>| {
                let month = |found: &Found<'_>| found.review.content.created.map(|created| created.unix_s / MONTH_S);
                let same = |same: bool, cost: f64| if same { cost } else { 0.0 };
                let costs = taken.iter().map(|taken| {
                    same(taken.review.content.item == found.review.content.item, SAME_ITEM)
                        + same(month(taken) == month(found), SAME_MONTH)
                });
                found.worth - costs.sum::<f64>()
            };
            let best = found.iter().enumerate().max_by(|(_, a), (_, b)| worth(a).total_cmp(&worth(b)));
            let Some(at) = best.map(|(at, _)| at) else { break };
            taken.push(found.swap_remove(at));
        }
        taken.into_iter().map(|found| found.sentence.quote(found.review)).collect()
    }
}

fn is_alike(a: &HashSet<[char; 2]>, b: &HashSet<[char; 2]>) -> bool {
    let common = a.intersection(b).count() as f64;
    common > ALIKE * a.len().min(b.len()) as f64
}
