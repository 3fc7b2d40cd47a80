//! Questions put to both sides: what to find and how to filter, as a slice for the product and as a query for plain tantivy.

use std::collections::BTreeSet;

use anyhow::Result;
use pinglan::{
    domain::{
        calendar::{Day, Interval},
        page::Sort,
        query::Query as Ast,
        sentiment::SentimentBucket,
        slice::{Condition, Slice},
    },
    engine::{Request, TimelineRequest},
    text::{Segmenter, fold},
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tantivy::query::{Occur, Query};

use super::plain::{Plain, join};

/// The six facets of the quality table.
pub(crate) const FACETS: [&str; 6] = ["rating", "sentiment", "source", "category", "item", "city"];

/// What the text must say.
#[derive(Debug, Clone)]
pub(crate) enum Find {
    /// Nothing.
    All,
    /// Each of these words, as a person types them.
    Words(Vec<String>),
    /// Any of these words.
    Any(Vec<String>),
    /// Exactly these characters.
    Exactly(String),
}

/// One filter.
#[derive(Debug, Clone)]
pub(crate) enum Keep {
    /// Half stars, both included.
    Rating(u8, u8),
    /// Local days, both included.
    Days(i32, i32),
    /// Ordinals of sentiment buckets, both included.
    Sentiment(usize, usize),
    /// One of these values.
    Values(&'static str, Vec<String>),
}

/// A question.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) find: Find,
    pub(crate) keep: Vec<Keep>,
}

impl Question {
    /// A question without filters.
    pub(crate) fn of(find: Find) -> Self {
        Self { find, keep: Vec::new() }
    }

    /// As the product takes it.
    pub(crate) fn slice(&self) -> Slice {
        let bare = |words: &[String]| words.iter().map(|word| Ast::Bare(word.clone())).collect();
        let mut slice = Slice {
            query: match &self.find {
                Find::All => Ast::All,
                Find::Words(words) => Ast::and(bare(words)),
                Find::Any(words) => Ast::or(bare(words)),
                Find::Exactly(text) => Ast::Phrase(text.clone()),
            },
            ..Slice::default()
        };
        for keep in &self.keep {
            let (field, condition) = match keep {
                Keep::Rating(from, to) => ("rating", Condition::Ratings((*from..=*to).collect())),
                Keep::Days(from, to) => ("created", Condition::Days { from: Some(Day(*from)), to: Some(Day(*to)) }),
                Keep::Sentiment(from, to) => {
                    ("sentiment", Condition::Sentiments(SentimentBucket::ALL[*from..=*to].iter().copied().collect()))
                }
                Keep::Values(field, values) => {
                    (*field, Condition::Values(values.iter().cloned().collect::<BTreeSet<_>>()))
                }
            };
            slice.filter.fields.entry(field.to_owned()).or_default().push(condition);
        }
        slice
    }

    /// As plain tantivy takes it: the same reviews, scored by BM25.
    pub(crate) fn plain(&self, plain: &Plain, segmenter: &Segmenter) -> Result<Box<dyn Query>> {
        let word = |word: &String| {
            let folded = fold(word);
            let pieces = segmenter.pieces(&folded).into_iter().map(|piece| plain.contains(piece));
            Ok::<_, anyhow::Error>(join(Occur::Must, pieces.collect::<Result<_>>()?))
        };
        let words = |words: &[String]| words.iter().map(word).collect::<Result<Vec<_>>>();
        let mut must = match &self.find {
            Find::All => Vec::new(),
            Find::Words(typed) => words(typed)?,
            Find::Any(typed) => vec![join(Occur::Should, words(typed)?)],
            Find::Exactly(text) => vec![plain.contains(&fold(text))?],
        };
        for keep in &self.keep {
            must.push(match keep {
                Keep::Rating(from, to) => plain.range("rating", i64::from(*from), i64::from(*to))?,
                Keep::Days(from, to) => plain.range("day", i64::from(*from), i64::from(*to))?,
                Keep::Sentiment(from, to) => plain.range("bucket", i64::try_from(*from)?, i64::try_from(*to)?)?,
                Keep::Values(field, values) => plain.keyword(field, values)?,
            });
        }
        Ok(join(Occur::Must, must))
    }

    /// A page of `limit` in the order `sort` with nothing beside it.
    pub(crate) fn hits(&self, sort: Sort, limit: usize) -> Request {
        Request { facet_limit: 20, ..Request::page(self.slice(), sort, limit, Day(0)) }
    }

    /// Six facets, a timeline of months and the summary, beside `limit` hits.
    pub(crate) fn page(&self, limit: usize) -> Request {
        Request {
            facets: FACETS.map(str::to_owned).to_vec(),
            timeline: Some(TimelineRequest::Interval(Interval::Month)),
            summary: true,
            ..self.hits(Sort::Relevance, limit)
        }
    }
}

/// Draws questions with filters: always the same ones for the same corpus.
pub(crate) struct Draw<'a> {
    random: ChaCha8Rng,
    /// By falling frequency.
    words: &'a [(String, u64)],
    /// Folded texts to take phrases from.
    texts: &'a [String],
    days: (i32, i32),
    values: [Vec<String>; 3],
}

const SEED: u64 = 7;
const KEYWORDS: [&str; 3] = ["category", "item", "city"];

impl<'a> Draw<'a> {
    /// `values`: of category, item and city, by falling frequency.
    pub(crate) fn new(
        words: &'a [(String, u64)],
        texts: &'a [String],
        days: (Day, Day),
        values: [Vec<String>; 3],
    ) -> Self {
        Self { random: ChaCha8Rng::seed_from_u64(SEED), words, texts, days: (days.0.0, days.1.0), values }
    }

    /// The next question.
    pub(crate) fn question(&mut self) -> Question {
        let find = match self.random.random_range(0..10) {
            0 => Find::All,
            1..=4 => Find::Words(vec![self.word()]),
            5 | 6 => Find::Words(vec![self.word(), self.word()]),
            7 => Find::Any(vec![self.word(), self.word()]),
            8 => Find::Exactly(self.substring(3..=6)),
            _ => Find::Exactly(self.substring(1..=1)),
        };
        let keep = (0..self.random.random_range(1..=2)).map(|_| self.filter()).collect();
        Question { find, keep }
    }

    /// A word, the logarithm of its rank evenly distributed.
    fn word(&mut self) -> String {
        let rank = (self.words.len().max(2) as f64).powf(self.random.random::<f64>());
        let at = (1..).take_while(|at| f64::from(*at) < rank).count().min(self.words.len().saturating_sub(1));
        self.words.get(at).map_or_else(String::new, |(word, _)| word.clone())
    }

    /// Characters in a row of some text.
    pub(crate) fn substring(&mut self, lengths: std::ops::RangeInclusive<usize>) -> String {
        loop {
            let text = &self.texts[self.random.random_range(0..self.texts.len())];
            let scalars: Vec<char> = text.chars().collect();
            let length = self.random.random_range(lengths.clone());
            if scalars.len() >= length {
                let at = self.random.random_range(0..=scalars.len() - length);
                return scalars[at..at + length].iter().collect();
            }
        }
    }

    fn filter(&mut self) -> Keep {
        let span = self.days.1 - self.days.0;
        match self.random.random_range(0..8) {
            0 => Keep::Rating(8, 10),
            1 => Keep::Rating(1, self.random.random_range(2..=7)),
            2 => Keep::Sentiment(2, 4),
            3 => Keep::Sentiment(0, self.random.random_range(0..=1)),
            4 => Keep::Days(self.days.0 + self.random.random_range(0..span), self.days.1),
            5 => Keep::Days(self.days.1 - span * 9 / 10, self.days.1),
            _ => {
                let field = self.random.random_range(0..KEYWORDS.len());
                let all = self.values[field].len();
                let wanted = self.random.random_range(1..=4);
                let mut chosen: Vec<String> = Vec::new();
                for _ in 0..wanted {
                    // The frequent values, as those who click choose them.
                    let at = self.random.random_range(0..all.min(30));
                    if !chosen.contains(&self.values[field][at]) {
                        chosen.push(self.values[field][at].clone());
                    }
                }
                Keep::Values(KEYWORDS[field], chosen)
            }
        }
    }
}

/// The word whose frequency is nearest to `share` of `reviews`.
pub(crate) fn word_near(words: &[(String, u64)], reviews: u64, share: f64) -> String {
    let distance = |count: u64| (count as f64 / reviews as f64 / share).ln().abs();
    let nearest = words.iter().min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
    nearest.map_or_else(String::new, |(word, _)| word.clone())
}
