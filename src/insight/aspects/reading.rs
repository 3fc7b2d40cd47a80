//! From hits to mentions: which clauses speak of which aspect, and how they judge it.
//!
//! Knows nothing of packs' files. Decisions are local to a clause; a clause that judges without naming anything speaks of what the
//! sentence named before.

use std::ops::Range;

use super::{
    file::Role,
    matching::Hit,
    tally::{JUDGES, Tally},
};
use crate::{
    domain::analysis::{Clause, Opinion, Polarity},
    insight::letters::Letters,
};

/// The parts of the method; leaving one out shows what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// A clause without a target judges the one named before it.
    pub inheritance: bool,
    /// Wordings that carry their verdict.
    pub implicit: bool,
    /// Aspects that share a clause are judged by the piece around each.
    pub pieces: bool,
    /// Terms that count only in a clause that judges.
    pub with_opinion: bool,
    /// Words that count half.
    pub weak: bool,
}

impl Parts {
    /// The whole method.
    pub const ALL: Self = Self { inheritance: true, implicit: true, pieces: true, with_opinion: true, weak: true };
}

/// What a wording with its own verdict is worth.
const IMPLICIT: f64 = 0.6;
/// What an opinion that was read beside the clause's score is worth, and its share in the verdict of both.
const READ_OPINION: f64 = 0.6;
const READ_SHARE: f64 = 0.3;
/// What a clause that names nothing says of the aspect named last, and what a weak word's clause says of its aspect.
const NEARBY: f64 = 0.3;
const HALF_NAMED: f64 = 0.7;
/// Characters of a clause that is no more than a verdict.
const BARE_CHARS: usize = 6;
/// Characters around an aspect that are judged as its piece.
const PIECE_CHARS: usize = 40;
/// Hits that are looked back at for what an opinion is about.
const HITS_BACK: usize = 32;

/// Characters of 不, 非常, 有点, 比较, 特别, 也很, 都太 and their like.
const DEGREE: [char; 30] = [
    '不', '没', '很', '太', '真', '超', '挺', '最', '略', '偏', '也', '都', '又', '蛮', '巨', '较', '点', '有', '非',
    '常', '特', '别', '比', '还', '算', '是', '好', '怎', '么', '够',
];

/// Characters that stand between a negation and what it denies: 不是很, 没有特别, 不怎么, 不容易.
const BETWEEN: [char; 22] = [
    '很', '太', '是', '那', '这', '么', '怎', '算', '会', '想', '大', '再', '特', '别', '十', '分', '非', '常', '够',
    '多', '容', '易',
];

/// Reads the clauses of one text.
pub(super) struct Reader<'a, J> {
    pub(super) letters: &'a Letters<'a>,
    pub(super) hits: &'a [Hit],
    /// How a piece of text judges, −1 to 1.
    pub(super) judge: J,
    pub(super) parts: Parts,
    /// Whether the clauses of each aspect are kept.
    pub(super) keeps_clauses: bool,
}

/// What the clauses before left behind.
#[derive(Default)]
struct Memory {
    /// The aspect named last in the sentence.
    target: Option<u16>,
    /// The aspect that the clause right before named without judging it: the next one may (服务员呢,很热情).
    awaiting: Option<u16>,
    /// Where the clause before ended.
    end: usize,
    /// The hits that name an aspect in the clause: room to work in.
    active: Vec<Hit>,
}

impl<J: FnMut(&[char]) -> f64> Reader<'_, J> {
    /// Fills `tallies`, one an aspect of the pack, and tells for each opinion the aspect it is about.
    pub(super) fn read(
        &mut self,
        clauses: &[Clause],
        opinions: &[Opinion],
        tallies: &mut [Tally],
        about: &mut [Option<u16>],
    ) {
        let mut memory = Memory::default();
        let (mut hit, mut opinion) = (0, 0);
        for (number, clause) in clauses.iter().enumerate() {
            let first_hit = hit + self.hits[hit..].partition_point(|found| found.from < clause.range.start);
            hit = first_hit + self.hits[first_hit..].partition_point(|found| found.from < clause.range.end);
            let first = opinion + opinions[opinion..].partition_point(|read| read.range.start < clause.range.start);
            opinion = first + opinions[first..].partition_point(|read| read.range.start < clause.range.end);
            if self.begins_sentence(memory.end, clause.range.start) {
                (memory.target, memory.awaiting) = (None, None);
            }
            memory.end = clause.range.end;
            let own =
                ClauseOf { number, clause, hits: &self.hits[first_hit..hit], opinions: &opinions[first..opinion] };
            self.read_clause(&own, &mut memory, tallies, &mut about[first..opinion]);
        }
    }

    /// Whether more than a comma stands between two clauses.
    fn begins_sentence(&self, end: usize, start: usize) -> bool {
        let between = self.letters.text().get(end..start).unwrap_or_default();
        between.contains(['。', '.', '!', '?', ';', '~', '\n'])
    }

    fn read_clause(
        &mut self,
        own: &ClauseOf<'_>,
        memory: &mut Memory,
        tallies: &mut [Tally],
        about: &mut [Option<u16>],
    ) {
        let judges = own.judges();
        let mut active = std::mem::take(&mut memory.active);
        self.read_active(own.hits, judges, &mut active);
        if self.parts.weak {
            self.hear_weak_words(own, &active, judges, tallies);
        }
        for (opinion, aspect) in own.opinions.iter().zip(about.iter_mut()) {
            *aspect = aspect_of(opinion, &active, own.hits).or(memory.target.filter(|_| active.is_empty()));
        }
        if active.is_empty() && judges && self.parts.inheritance {
            self.inherit(own, memory, tallies);
        }
        for (at, aspect) in active.iter().map(|hit| hit.aspect).enumerate() {
            let named_in = tallies[usize::from(aspect)].named_in.replace(own.number);
            if named_in == Some(own.number) {
                continue;
            }
            let value = self.implied(own, &active, aspect).unwrap_or_else(|| {
                let judged = self.judged(own, &active, at, aspect);
                own.read_opinion(about, aspect).map_or(judged, |read| judged + READ_SHARE * (read - judged))
            });
            tallies[usize::from(aspect)].name(value);
            self.keep(own, &mut tallies[usize::from(aspect)]);
        }
        let is_target = |hit: &&Hit| matches!(hit.role, Role::Term | Role::TermWithOpinion);
        let target = own.hits.iter().rev().find(is_target).or(active.last()).map(|hit| hit.aspect);
        memory.awaiting = target.filter(|_| !judges);
        memory.target = target.or(memory.target);
        memory.active = active;
    }

    /// What a clause that names nothing says of the aspect before it: a bare verdict judges it, anything else colours it.
    fn inherit(&self, own: &ClauseOf<'_>, memory: &Memory, tallies: &mut [Tally]) {
        let value = own.clause.score.value();
        if let Some(awaiting) = memory.awaiting.filter(|_| self.is_bare_verdict(own)) {
            let tally = &mut tallies[usize::from(awaiting)];
            tally.name(value);
            self.keep(own, tally);
        } else if let Some(target) = memory.target {
            tallies[usize::from(target)].hear(NEARBY * value);
        }
    }

    fn keep(&self, own: &ClauseOf<'_>, tally: &mut Tally) {
        if self.keeps_clauses && tally.clauses.last() != Some(&own.number) {
            tally.clauses.push(own.number);
        }
    }

    /// Weak words count towards a mention, and as verdict only where nothing stronger in the clause speaks of the aspect.
    fn hear_weak_words(&self, own: &ClauseOf<'_>, active: &[Hit], judges: bool, tallies: &mut [Tally]) {
        for hit in own.hits.iter().filter(|hit| hit.role == Role::Weak) {
            let tally = &mut tallies[usize::from(hit.aspect)];
            if tally.weak.contains(&hit.wording) {
                continue;
            }
            tally.weak.push(hit.wording);
            if judges && active.iter().all(|other| other.aspect != hit.aspect) {
                tally.hear(HALF_NAMED * own.clause.score.value());
                self.keep(own, tally);
            }
        }
    }

    /// Whether a clause is no more than a verdict: short, and begun by a word of degree or negation.
    fn is_bare_verdict(&self, own: &ClauseOf<'_>) -> bool {
        let words = self.letters.text().get(own.clause.range.clone()).unwrap_or_default();
        words.starts_with(DEGREE) && words.chars().nth(BARE_CHARS).is_none()
    }

    /// Puts the hits that name an aspect in this clause in place of what `active` held.
    fn read_active(&self, hits: &[Hit], judges: bool, active: &mut Vec<Hit>) {
        let names = |hit: &&Hit| match hit.role {
            Role::Term | Role::Opinion => true,
            Role::Positive | Role::Neutral | Role::Negative => self.parts.implicit,
            Role::TermWithOpinion | Role::Weak | Role::Except => false,
        };
        active.clear();
        active.extend(hits.iter().filter(names));
        if active.is_empty() && judges && self.parts.with_opinion {
            active.extend(hits.iter().filter(|hit| hit.role == Role::TermWithOpinion));
        }
    }

    /// What wordings that judge without saying so (等了一小时) make of an aspect: the pack says it, so nothing else is asked.
    fn implied(&self, own: &ClauseOf<'_>, active: &[Hit], aspect: u16) -> Option<f64> {
        let verdicts = active.iter().filter(|hit| hit.aspect == aspect).filter_map(|hit| match hit.role {
            Role::Positive | Role::Negative => {
                let praises = (hit.role == Role::Positive) != self.is_negated(own, hit);
                Some(if praises { IMPLICIT } else { -IMPLICIT })
            }
            Role::Neutral => Some(0.0),
            _ => None,
        });
        verdicts.reduce(|sum, verdict| sum + verdict).map(|verdict| verdict.clamp(-1.0, 1.0))
    }

    /// How the clause judges one of its aspects, first named by the active hit at `at`.
    fn judged(&mut self, own: &ClauseOf<'_>, active: &[Hit], at: usize, aspect: u16) -> f64 {
        let whole = own.clause.score.value();
        if !self.parts.pieces || active.iter().all(|hit| hit.aspect == aspect) {
            return whole;
        }
        // From here to the next aspect; then what follows it (环境和服务都好), then the clause.
        let mut cuts = active[at..].iter().filter(|hit| hit.from >= active[at].from);
        let begin = self.piece_start(own, &active[at]);
        let next = cuts.find(|hit| hit.aspect != aspect).map_or(own.clause.range.end, |hit| self.piece_start(own, hit));
        let piece = self.letters.positions(&(begin..next.max(begin)));
        let piece = &self.letters.chars()[piece];
        let piece = (self.judge)(&piece[..piece.len().min(PIECE_CHARS)]);
        // 小吃很 of 小吃很好吃 says nothing yet.
        if (piece * 1000.0).abs() < f64::from(JUDGES) { whole } else { piece }
    }

    /// Whether a negation stands right before a wording of praise: 并不是很好找.
    fn is_negated(&self, own: &ClauseOf<'_>, hit: &Hit) -> bool {
        let before = self.letters.text().get(own.clause.range.start..hit.verdict).unwrap_or_default();
        let before = before.trim_end_matches(BETWEEN);
        before.ends_with(['不', '没', '未', '难']) || before.ends_with("没有")
    }

    /// Where the piece about a hit begins: before the words of degree and negation that an opinion word carries.
    fn piece_start(&self, own: &ClauseOf<'_>, hit: &Hit) -> usize {
        if hit.role != Role::Opinion {
            return hit.from;
        }
        let before = self.letters.text().get(own.clause.range.start..hit.from).unwrap_or_default();
        let kept = before.trim_end_matches(DEGREE);
        own.clause.range.start + kept.len()
    }
}

/// One clause with what was found in it.
struct ClauseOf<'a> {
    number: usize,
    clause: &'a Clause,
    hits: &'a [Hit],
    opinions: &'a [Opinion],
}

impl ClauseOf<'_> {
    fn judges(&self) -> bool {
        self.clause.score.thousandths().abs() >= JUDGES || !self.opinions.is_empty()
    }

    /// The mean of the opinions that were read about an aspect.
    fn read_opinion(&self, about: &[Option<u16>], aspect: u16) -> Option<f64> {
        let of_aspect = self.opinions.iter().zip(about).filter(|(_, about)| **about == Some(aspect));
        let values = of_aspect.map(|(opinion, _)| match opinion.polarity {
            Polarity::Positive => READ_OPINION,
            Polarity::Neutral => 0.0,
            Polarity::Negative => -READ_OPINION,
        });
        let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
        (count > 0.0).then(|| sum / count)
    }
}

/// What an opinion is about: the aspect that its term names, else its own words, else the only one of the clause.
fn aspect_of(opinion: &Opinion, active: &[Hit], hits: &[Hit]) -> Option<u16> {
    let overlapping = |range: &Range<usize>, role: fn(Role) -> bool| {
        let end = hits.partition_point(|hit| hit.from < range.end);
        let overlaps = |hit: &&Hit| hit.to > range.start && role(hit.role);
        hits[end.saturating_sub(HITS_BACK)..end]
            .iter()
            .filter(overlaps)
            .max_by_key(|hit| (hit.to - hit.from, std::cmp::Reverse(hit.from)))
    };
    let is_target = |role| matches!(role, Role::Term | Role::TermWithOpinion);
    let is_verdict = |role| matches!(role, Role::Opinion | Role::Positive | Role::Neutral | Role::Negative);
    let by_term = || opinion.term.as_ref().and_then(|term| overlapping(term, is_target));
    let by_words = || overlapping(&opinion.opinion, is_verdict);
    let only = || {
        let first = active.first()?;
        active.iter().all(|hit| hit.aspect == first.aspect).then_some(first)
    };
    by_term().or_else(by_words).or_else(only).map(|hit| hit.aspect)
}
