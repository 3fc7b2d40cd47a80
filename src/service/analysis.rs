//! What is said of a review: the analysis of its text, corrected by operators, with places in the fields as they are returned.
//!
//! Invariant: index and page call the same functions on the same content, so a card never says other than the facets count.

use std::{collections::BTreeMap, fs, ops::Range, path::PathBuf};

use super::{
    joined::Joined,
    remembered::Remembered,
    schema::{SchemaError, toml_files},
};
use crate::{
    config::Config,
    domain::{
        analysis::{Analysis, Clause, Flag, Flagged, Mention, Opinion, Polarity},
        aspect::{Aspect, AspectNumber, Aspects},
        marks::Marks,
        query::TextPart,
        review::{Content, Review},
        sentiment::{SentimentBucket, SentimentScore, SentimentThresholds},
    },
    insight::{
        Insight, Pack, Packs,
        flags::{self, Reason},
    },
    limits,
    text::{Segmenter, fold},
};

/// The analysis of a review or of a text, as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// How the text judges.
    pub score: SentimentScore,
    /// Its bucket, or the one that an operator gave.
    pub bucket: SentimentBucket,
    /// Clauses in order.
    pub clauses: Vec<FoundClause>,
    /// Aspects by their order in the catalogue.
    pub aspects: Vec<FoundAspect>,
    /// Opinions in order.
    pub opinions: Vec<FoundOpinion>,
    /// What should be looked at.
    pub flags: Vec<FoundFlag>,
}

/// A place in a part of a review: characters of the part as it is returned, `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Title, text or follow-up.
    pub part: TextPart,
    /// First character and the one behind the last.
    pub range: [u32; 2],
}

/// A clause.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundClause {
    /// Where it stands.
    pub place: Place,
    /// How it judges.
    pub score: SentimentScore,
}

/// An aspect.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundAspect {
    /// What the pack says of it.
    pub aspect: Aspect,
    /// How it is judged.
    pub polarity: Polarity,
    /// The same as a score.
    pub score: SentimentScore,
}

/// An opinion.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundOpinion {
    /// The id of its aspect.
    pub aspect: Option<String>,
    /// What is judged, as written.
    pub term: Option<(String, Place)>,
    /// The words that judge, as written.
    pub opinion: (String, Place),
    /// Both and what stands between.
    pub place: Place,
    /// How it judges.
    pub polarity: Polarity,
    /// Its normal form.
    pub key: String,
}

/// A flag.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundFlag {
    /// The flag.
    pub flag: Flag,
    /// The rule that raised it.
    pub reason: &'static str,
    /// What was found.
    pub evidence: String,
    /// Where, when it stands in the text.
    pub place: Option<Place>,
}

/// A text that is not kept, with everything read out of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalyzedText {
    /// The analysis, with places in the text.
    pub findings: Findings,
    /// The text cut into dictionary words.
    pub words: Vec<String>,
}

/// Reads texts as the configuration says: models and lists of the binary, packs of the configured directory.
pub struct Analyst {
    insight: Insight,
    thresholds: SentimentThresholds,
    /// What was shown last.
    remembered: Remembered,
}

impl Analyst {
    /// With the packs of the configured directory.
    ///
    /// # Errors
    /// When a file there cannot be read or used.
    pub fn open(config: &Config) -> Result<Self, SchemaError> {
        let packs = read_packs(config)?;
        let remembered = Remembered::new(limits::REMEMBERED_ANALYSES_BYTES);
        Ok(Self { insight: Insight::new(packs), thresholds: config.sentiment_thresholds, remembered })
    }

    /// The models and lists.
    #[must_use]
    pub const fn insight(&self) -> &Insight {
        &self.insight
    }

    /// All packs.
    #[must_use]
    pub fn packs(&self) -> &Packs {
        self.insight.packs()
    }

    /// The names of all packs, for people.
    #[must_use]
    pub fn pack_names(&self) -> String {
        self.packs().all().iter().map(Pack::name).collect::<Vec<_>>().join(", ")
    }

    /// All aspects that the packs declare.
    #[must_use]
    pub fn aspects(&self) -> &Aspects {
        self.packs().aspects()
    }

    /// What the rules may find, for people.
    #[must_use]
    pub fn reasons(&self) -> &'static [Reason] {
        flags::reasons()
    }

    /// Names all that decides how a text is read.
    #[must_use]
    pub fn version(&self) -> &str {
        self.insight.version()
    }

    /// The analysis of a review as it counts: what was read out of its folded `text`, corrected by operators.
    #[must_use]
    pub fn analysis(&self, review: &Review, text: &str) -> Analysis {
        self.as_it_counts(review, self.insight.read(text, self.pack_of(review)))
    }

    fn pack_of(&self, review: &Review) -> &Pack {
        let category = review.content.attributes.get("category").map(String::as_str);
        self.packs().choose(&review.id.source, category)
    }

    /// What was read out of a review's text, with what its stars, the corpus and operators say.
    fn as_it_counts(&self, review: &Review, mut analysis: Analysis) -> Analysis {
        analysis.flags.extend(flags::conflict(analysis.score, review.content.rating));
        analysis.flags.extend(marked(&review.marks));
        if let Some(correction) = &review.correction {
            correction.apply(&mut analysis, self.aspects());
        }
        analysis
    }

    /// What some words of a review mention by themselves, by the pack that reads the review.
    #[must_use]
    pub fn mentions(&self, review: &Review, words: &str) -> Vec<(String, Polarity)> {
        let category = review.content.attributes.get("category").map(String::as_str);
        let analysis = self.insight.read(&fold(words), self.packs().choose(&review.id.source, category));
        let named = |mention: &Mention| Some((self.aspects().get(mention.aspect)?.id.clone(), mention.polarity));
        analysis.aspects.iter().filter_map(named).collect()
    }

    /// The normal forms of opinions, each with the polarity that it has wherever it occurs.
    #[must_use]
    pub fn forms(&self, opinions: Vec<Opinion>) -> BTreeMap<String, Polarity> {
        let mut judge = self.insight.judge_forms();
        let form = |Opinion { key, .. }| {
            let polarity = judge(&key);
            (key, polarity)
        };
        opinions.into_iter().map(form).collect()
    }

    /// The bucket of a review whose text has this score.
    #[must_use]
    pub fn bucket(&self, review: &Review, score: SentimentScore) -> SentimentBucket {
        let corrected = review.correction.as_ref().and_then(|correction| correction.bucket);
        corrected.unwrap_or_else(|| self.thresholds.bucket(score))
    }

    /// The analysis of a review with its places, for people.
    #[must_use]
    pub fn findings(&self, review: &Review) -> Findings {
        let joined = Joined::new(&review.content);
        let pack = self.pack_of(review);
        let read = || self.insight.read(&joined.text, pack);
        let read = self.remembered.analysis(&joined.text, pack.name(), read);
        let analysis = self.as_it_counts(review, Analysis::clone(&read));
        let bucket = self.bucket(review, analysis.score);
        self.place(analysis, bucket, &joined)
    }

    /// Reads a text that is not kept, by the pack of that name or the default.
    #[must_use]
    pub fn analyze(&self, text: &str, pack: Option<&str>, segmenter: &Segmenter) -> AnalyzedText {
        let content = Content { text: text.to_owned(), ..Content::default() };
        let joined = Joined::new(&content);
        let pack = pack.and_then(|name| self.packs().find(name)).unwrap_or_else(|| self.packs().default_pack());
        let analysis = self.insight.read(&joined.text, pack);
        let mut words = Vec::new();
        segmenter.each_word(&joined.text, |word| words.push(word.to_owned()));
        let bucket = self.thresholds.bucket(analysis.score);
        AnalyzedText { findings: self.place(analysis, bucket, &joined), words }
    }

    fn place(&self, analysis: Analysis, bucket: SentimentBucket, joined: &Joined<'_>) -> Findings {
        let aspect = |number: AspectNumber| self.aspects().get(number);
        let words = |range: &Range<usize>| Some((joined.words(range)?, joined.place(range)?));
        let clause = |clause: &Clause| Some(FoundClause { place: joined.place(&clause.range)?, score: clause.score });
        let mention = |mention: &Mention| {
            let aspect = aspect(mention.aspect)?.clone();
            Some(FoundAspect { aspect, polarity: mention.polarity, score: mention.score })
        };
        let opinion = |opinion: Opinion| {
            Some(FoundOpinion {
                aspect: opinion.aspect.and_then(aspect).map(|aspect| aspect.id.clone()),
                term: opinion.term.as_ref().and_then(words),
                opinion: words(&opinion.opinion)?,
                place: joined.place(&opinion.range)?,
                polarity: opinion.polarity,
                key: opinion.key,
            })
        };
        let flag = |flagged: Flagged| FoundFlag {
            place: flagged.range.as_ref().and_then(|range| joined.place(range)),
            flag: flagged.flag,
            reason: flagged.reason,
            evidence: flagged.evidence,
        };
        Findings {
            score: analysis.score,
            bucket,
            clauses: analysis.clauses.iter().filter_map(clause).collect(),
            aspects: analysis.aspects.iter().filter_map(mention).collect(),
            opinions: analysis.opinions.into_iter().filter_map(opinion).collect(),
            flags: analysis.flags.into_iter().map(flag).collect(),
        }
    }
}

/// The flags that only the whole corpus can raise.
fn marked(marks: &Marks) -> impl Iterator<Item = Flagged> {
    let flagged = |flag, reason, evidence: String| Flagged { flag, reason, evidence, range: None };
    let original = marks.cluster.filter(|_| marks.duplicate);
    let duplicate = original.map(|first| flagged(Flag::Duplicate, "near_duplicate", first.0.to_string()));
    let burst = marks.burst.map(|burst| flagged(Flag::Burst, "like_texts", burst.reviews.to_string()));
    duplicate.into_iter().chain(burst)
}

/// The packs of the configured directory beside the built-in ones.
fn read_packs(config: &Config) -> Result<Packs, SchemaError> {
    let files = match config.schema_dir.as_deref().map(|dir| dir.join("aspects")).filter(|dir| dir.is_dir()) {
        Some(dir) => toml_files(&dir)?,
        None => Vec::new(),
    };
    let own = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let mut packs = Packs::new(own, &config.packs)?;
    for (pack, path) in model_files(config)? {
        let bytes = fs::read(&path).map_err(|source| SchemaError::Unreadable { path: path.clone(), source })?;
        packs.learn(&path.display().to_string(), &pack, &bytes).map_err(|error| vec![error])?;
    }
    Ok(packs)
}

/// What was learned for packs, beside them: `aspects/NAME.model`, by name.
fn model_files(config: &Config) -> Result<Vec<(String, PathBuf)>, SchemaError> {
    let Some(dir) = config.schema_dir.as_deref().map(|dir| dir.join("aspects")).filter(|dir| dir.is_dir()) else {
        return Ok(Vec::new());
    };
    let unreadable = |source| SchemaError::Unreadable { path: dir.clone(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(&dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if let Some(stem) = path.file_stem().filter(|_| path.extension().is_some_and(|extension| extension == "model"))
        {
            files.push((stem.to_string_lossy().into_owned(), path));
        }
    }
    files.sort();
    Ok(files)
}
