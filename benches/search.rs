//! Finding: pages with all that stands beside them, texts and highlights, exact substrings, the newest, repeated requests.

#[allow(dead_code, reason = "each bench uses its own part")]
mod support;

use std::{
    hint::black_box,
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use pinglan::{
    compute::Job,
    domain::{page::Sort, query::Query as Ast, review::ReviewNumber},
    engine::{Request, Snapshot},
    service::{SearchRequest, Service},
    text::{Highlighter, fold},
};
use support::{
    data::Prepared,
    measure::{duel, median, percentile},
    ratios::{Bar, Ratios, ms},
    texts::Texts,
    workload::{Draw, Find, Question},
};
use tantivy::{
    Order,
    collector::{Count, TopDocs},
    query::Query,
};

const ROUNDS: usize = 5;
/// Questions per third of the workload.
const THIRD: usize = 67;
const SUBSTRINGS: usize = 200;

fn main() -> Result<()> {
    if !support::is_bench_run() {
        return Ok(());
    }
    let prepared = Prepared::open()?;
    let snapshot = prepared.snapshot();
    let words = prepared.plain.words()?;
    let texts = Texts::read(&prepared)?;
    let mut bench = Bench { prepared, snapshot, ratios: Ratios::new("search") };
    let mut draw = bench.draw(&words, &texts)?;
    let thirds = bench.thirds(&mut draw)?;
    for (name, questions) in ["below 1 k", "1 k to 100 k", "above 100 k"].iter().zip(&thirds) {
        bench.pages(name, questions)?;
        bench.texts(name, questions)?;
    }
    bench.substrings(&mut draw, &texts);
    bench.newest(&words)?;
    bench.repeated(&thirds)?;
    bench.absolute(&thirds);
    bench.ratios.print();
    Ok(())
}

struct Bench {
    prepared: Prepared,
    snapshot: Arc<Snapshot>,
    ratios: Ratios,
}

impl Bench {
    fn service(&self) -> &Service {
        &self.prepared.service
    }

    fn search(&self, request: &Request) -> Result<pinglan::engine::Answer> {
        Ok(self.snapshot.search(request, &support::unlimited())?)
    }

    /// `count` scaled from a million reviews to this corpus.
    fn scaled(&self, count: u64) -> u64 {
        (self.snapshot.review_count() * count).div_ceil(1_000_000)
    }

    fn draw<'a>(&self, words: &'a [(String, u64)], texts: &'a Texts) -> Result<Draw<'a>> {
        let everything = self.search(&Question::of(Find::All).page(0))?;
        let values = |field: &str| {
            let facet = everything.facets.iter().find(|(name, _)| name == field);
            facet.map_or_else(Vec::new, |(_, facet)| facet.buckets.iter().map(|bucket| bucket.value.clone()).collect())
        };
        let days = self.snapshot.days().context("no days")?;
        Ok(Draw::new(words, &texts.sample, days, ["category", "item", "city"].map(values)))
    }

    /// The workload: as many questions with few, some and many hits.
    fn thirds(&self, draw: &mut Draw<'_>) -> Result<[Vec<Question>; 3]> {
        let mut thirds: [Vec<Question>; 3] = Default::default();
        let (few, some) = (self.scaled(1_000), self.scaled(100_000));
        for _ in 0..20_000 {
            let question = draw.question();
            let total = self.search(&question.hits(Sort::Newest, 0))?.total;
            let third = &mut thirds[usize::from(total >= few) + usize::from(total > some)];
            if third.len() < THIRD && total > 0 {
                third.push(question);
            }
            if thirds.iter().all(|third| third.len() == THIRD) {
                break;
            }
        }
        Ok(thirds)
    }

    /// The whole page against the faster of a tuple of collectors and two searches. Each column holds percentiles of its own: the ratio's
    /// is taken over the questions' ratios.
    fn pages(&mut self, name: &str, questions: &[Question]) -> Result<()> {
        let segmenter = self.service().engine.segmenter();
        let searcher = &self.prepared.plain.searcher;
        let top = || TopDocs::with_limit(20).order_by_score();
        let (mut ours, mut theirs, mut ratios, mut counting) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut differing = 0;
        for question in questions {
            let query = question.plain(&self.prepared.plain, segmenter)?;
            let (page, walk) = (question.page(20), question.page(0));
            differing += usize::from(self.search(&page)?.total != searcher.search(&*query, &Count)? as u64);
            let duel = duel(
                ROUNDS,
                [
                    &mut || drop(black_box(self.search(&page))),
                    &mut || drop(black_box(searcher.search(&*query, &(top(), Count)))),
                    &mut || drop(black_box((searcher.search(&*query, &top()), searcher.search(&*query, &Count)))),
                    &mut || drop(black_box(self.search(&walk))),
                ],
            );
            let faster = if duel.ns(1) < duel.ns(2) { 1 } else { 2 };
            ours.push(duel.ns(0));
            theirs.push(duel.ns(faster));
            ratios.push(duel.ratio(0, faster));
            counting.push(duel.ns(3) / duel.ns(0));
            if std::env::var_os("BENCH_DETAIL").is_some() {
                let [page, tuple, two, walk] = [0, 1, 2, 3].map(|contestant| ms(duel.ns(contestant)));
                support::say(&format!("{page} = walk {walk} + best; tuple {tuple}, two {two}: {question:?}"));
            }
        }
        support::say(&format!(
            "{name}: {} questions, totals differ from tantivy's in {differing}; without hits a page costs {:.2} of itself",
            questions.len(),
            median(counting)
        ));
        for (percent, label) in [(50, "p50"), (95, "p95")] {
            let at = |values: &[f64]| percentile(values.iter().copied(), percent);
            let what = format!("page + 6 facets + months + summary / TopDocs and Count: {name} hits, {label}");
            self.ratios.line(&what, ms(at(&ours)), ms(at(&theirs)), at(&ratios), Bar::AtMost(1.6, 1.2));
        }
        Ok(())
    }

    /// Reading and highlighting the texts of a page, against finding them.
    fn texts(&mut self, name: &str, questions: &[Question]) -> Result<()> {
        let (mut found, mut shown, mut read, mut ratios) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for question in questions {
            let request = question.page(20);
            let numbers: Vec<ReviewNumber> =
                self.search(&request)?.hits.iter().map(pinglan::engine::Place::review).collect();
            let duel = duel(
                ROUNDS,
                [
                    &mut || drop(black_box(self.search(&request))),
                    &mut || drop(black_box(self.show(&request, &numbers))),
                    &mut || drop(black_box(self.service().store.reviews_as_of(&numbers, self.snapshot.sequence()))),
                ],
            );
            found.push(duel.ns(0));
            shown.push(duel.ns(1));
            read.push(duel.ns(2));
            ratios.push(duel.ns(1) / (duel.ns(0) + 200_000.0));
        }
        let what = format!("reading and highlighting 20 texts / finding them + 0.2 ms: {name} hits");
        let yardstick = ms(median(found) + 200_000.0);
        let ours = format!("{} (reading {})", ms(median(shown)), ms(median(read)));
        self.ratios.line(&what, ours, yardstick, median(ratios), Bar::AtMost(1.0, 0.8));
        Ok(())
    }

    fn show(&self, request: &Request, numbers: &[ReviewNumber]) -> Result<usize> {
        let segmenter = self.service().engine.segmenter();
        let terms = request.slice.query.positive_terms();
        let folded: Vec<(bool, String)> = terms
            .into_iter()
            .filter_map(|term| match term {
                Ast::Bare(text) => Some((true, fold(text))),
                Ast::Phrase(text) => Some((false, fold(text))),
                _ => None,
            })
            .collect();
        let needles = folded
            .iter()
            .flat_map(|(is_bare, text)| if *is_bare { segmenter.pieces(text) } else { vec![text.as_str()] });
        let highlighter = Highlighter::new(needles);
        let reviews = self.service().store.reviews_as_of(numbers, self.snapshot.sequence())?;
        Ok(reviews.iter().map(|review| highlighter.ranges(&review.content.text).len()).sum())
    }

    /// Counting exact substrings, against looking at every text in memory.
    fn substrings(&mut self, draw: &mut Draw<'_>, texts: &Texts) {
        let (mut ours, mut theirs, mut differing) = (Vec::new(), Vec::new(), 0);
        for index in 0..SUBSTRINGS {
            // Every fourth is made of two halves that need not occur together.
            let needle =
                if index % 4 == 3 { draw.substring(1..=4) + &draw.substring(1..=4) } else { draw.substring(2..=8) };
            let request = Question::of(Find::Exactly(needle.clone())).hits(Sort::Newest, 0);
            let needle = fold(&needle);
            differing += usize::from(self.search(&request).is_ok_and(|answer| answer.total != texts.count(&needle)));
            let duel = duel(
                3,
                [&mut || drop(black_box(self.search(&request))), &mut || {
                    black_box(texts.count(&needle));
                }],
            );
            ours.push(duel.ns(0));
            theirs.push(duel.ns(1));
        }
        support::say(&format!("substrings: {SUBSTRINGS}, counts differ from memmem's in {differing}"));
        for (percent, label, bar) in [(50, "p50", Bar::AtLeast(100.0, 100.0)), (99, "p99", Bar::AtLeast(4.0, 10.0))] {
            let (ours, theirs) =
                (percentile(ours.iter().copied(), percent), percentile(theirs.iter().copied(), percent));
            self.ratios.line(
                &format!("exact substring count / memmem over all texts, {label}"),
                ms(ours),
                ms(theirs),
                theirs / ours,
                bar,
            );
        }
    }

    /// The newest of frequent queries, against sorting by the fast field.
    fn newest(&mut self, words: &[(String, u64)]) -> Result<()> {
        let frequent = words.iter().filter(|(_, count)| *count >= self.scaled(100_000)).take(20);
        let mut finds: Vec<Find> = frequent.map(|(word, _)| Find::Words(vec![word.clone()])).collect();
        finds.extend([Find::Exactly("的".to_owned()), Find::All]);
        let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for question in finds.into_iter().map(Question::of) {
            let query: Box<dyn Query> = question.plain(&self.prepared.plain, self.service().engine.segmenter())?;
            let request = question.hits(Sort::Newest, 20);
            let by_time = || TopDocs::with_limit(20).order_by_fast_field::<i64>("created", Order::Desc);
            let duel = duel(
                ROUNDS,
                [&mut || drop(black_box(self.search(&request))), &mut || {
                    drop(black_box(self.prepared.plain.searcher.search(&*query, &by_time())));
                }],
            );
            ours.push(duel.ns(0));
            theirs.push(duel.ns(1));
            ratios.push(duel.ratio(1, 0));
        }
        let what = "newest 20 (and total) of frequent queries / sorting by the fast field";
        self.ratios.line(what, ms(median(ours)), ms(median(theirs)), median(ratios), Bar::AtLeast(20.0, 20.0));
        Ok(())
    }

    /// A repeated request from the response cache, against searching again; JSON is left out of both.
    fn repeated(&mut self, thirds: &[Vec<Question>; 3]) -> Result<()> {
        let job =
            Job { deadline: Instant::now() + Duration::from_secs(3_600), cancelled: Arc::new(AtomicBool::new(false)) };
        let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for question in thirds.iter().flat_map(|third| third.iter().step_by(10)) {
            let page = question.page(20);
            let request = SearchRequest {
                slice: page.slice,
                facets: page.facets,
                timeline: page.timeline,
                summary: true,
                ..SearchRequest::default()
            };
            let service = self.service();
            service.cache.put(service.cache_key(&request)?, vec![0; 16 * 1024].into());
            let duel = duel(
                ROUNDS,
                [&mut || drop(black_box(service.cache_key(&request).map(|key| service.cache.get(&key)))), &mut || {
                    drop(black_box(service.search(&request, &job)))
                }],
            );
            ours.push(duel.ns(0));
            theirs.push(duel.ns(1));
            ratios.push(duel.ratio(1, 0));
        }
        let what = "repeated request from the cache / searching again (without JSON)";
        self.ratios.line(what, ms(median(ours)), ms(median(theirs)), median(ratios), Bar::AtLeast(20.0, 20.0));
        Ok(())
    }

    fn absolute(&self, thirds: &[Vec<Question>; 3]) {
        let mut criterion = support::criterion();
        for (name, questions) in ["below_1k", "1k_to_100k", "above_100k"].iter().zip(thirds) {
            let mut requests =
                questions.iter().map(|question| question.page(20)).collect::<Vec<_>>().into_iter().cycle();
            criterion.bench_function(&format!("search/page/{name}"), |bencher| {
                bencher.iter(|| requests.next().map(|request| self.search(&request)));
            });
        }
    }
}
