//! The generations of one data directory: which answers, which could, and what is left of the others.
//!
//! Invariant: the pointer names a complete generation, or one that the caller fills before it answers; at most [`KEPT`] complete ones lie on
//! disk after a switch.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use arc_swap::ArcSwap;

use super::{
    Card, EngineError, Generation, GenerationState, Listed, Settings, Snapshot, Stage, card::bytes_in,
    generation::Opened, write_durably,
};
use crate::{
    failpoint,
    text::{Segmenter, UserWords},
};

/// Complete generations kept: the one that answers and the one before, for going back.
const KEPT: usize = 2;
/// Records of generations that were given up and are still listed.
const FAILED_KEPT: usize = 2;
/// The file that names the current generation.
const CURRENT: &str = "current";

/// All generations of one data directory.
pub struct Engine {
    dir: PathBuf,
    settings: Arc<Settings>,
    /// Without words of users.
    builtin: Segmenter,
    current: ArcSwap<Generation>,
    /// Held while a generation is created or switched to.
    switching: Mutex<()>,
    /// Why the generation that should answer does not.
    trouble: Option<String>,
}

impl Engine {
    /// Opens the generation that answers: the current one when this build's analysis made it; else another complete one that it made; else the
    /// current one when queries still mean the same on it; else an empty one with the words of `segmenter`, which the caller fills from the store.
    ///
    /// # Errors
    /// Errors of the directory; a damaged generation is left aside, not repaired.
    pub fn open(dir: &Path, settings: Settings, segmenter: Segmenter, now_unix_s: i64) -> Result<Self, EngineError> {
        fs::create_dir_all(dir)?;
        let settings = Arc::new(settings);
        let named = fs::read_to_string(dir.join(CURRENT)).ok().map(|name| name.trim().to_owned());
        let mut trouble = None;
        let mut opened =
            named.as_deref().and_then(|name| match Generation::open(&dir.join(name), &settings, &segmenter) {
                Ok(opened) => {
                    trouble = opened.refusal().map(|why| format!("{name}: {why}"));
                    Some(opened)
                }
                Err(error) => {
                    trouble = Some(format!("{name}: {error}"));
                    None
                }
            });
        if !matches!(opened, Some(Opened::Current(_)))
            && let Some(other) = newest_made_by_this_build(dir, named.as_deref(), &settings, &segmenter)
        {
            // Of another analysis is no damage: this build's own is there.
            trouble = trouble.filter(|_| opened.is_none());
            opened = Some(Opened::Current(other));
        }
        let current = match opened {
            Some(Opened::Current(generation) | Opened::Older(generation)) => generation,
            Some(Opened::Unreadable(_)) | None => {
                if let Some(trouble) = &trouble {
                    tracing::warn!(trouble, "the index cannot be used and is rebuilt from the store");
                }
                Generation::create(
                    &next_path(dir)?,
                    card(&settings, &segmenter, now_unix_s, Stage::Ready),
                    &settings,
                    &segmenter,
                )?
            }
        };
        if named.as_deref() != Some(current.name()) {
            write_durably(&dir.join(CURRENT), current.name().as_bytes())?;
        }
        let engine = Self {
            dir: dir.to_owned(),
            settings,
            builtin: segmenter.with_words(&UserWords::default()),
            current: ArcSwap::from_pointee(current),
            switching: Mutex::new(()),
            trouble,
        };
        engine.give_up_unfinished()?;
        engine.prune()?;
        Ok(engine)
    }

    /// The generation that answers now.
    #[must_use]
    pub fn current(&self) -> Arc<Generation> {
        self.current.load_full()
    }

    /// The state that answers now.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.current().snapshot()
    }

    /// The built-in dictionary, by which bare queries are cut into pieces whatever words users add.
    #[must_use]
    pub fn segmenter(&self) -> &Segmenter {
        &self.builtin
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where the generations lie.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Why the generation that answered before was not opened, or is older than this build; `None` when all is well.
    #[must_use]
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Whether an analysis other than this build's made the generation: it answers as it stands and takes no changes.
    #[must_use]
    pub fn is_outdated(&self, card: &Card) -> bool {
        card.analysis_version != self.settings.analysis.to_string()
    }

    /// Begins an empty generation beside the current one; `segmenter` cuts its texts into words.
    ///
    /// # Errors
    /// Errors of the directory.
    pub fn begin(&self, segmenter: &Segmenter, now_unix_s: i64) -> Result<Generation, EngineError> {
        let _guard = self.switching.lock().unwrap_or_else(PoisonError::into_inner);
        let card = card(&self.settings, segmenter, now_unix_s, Stage::Building);
        failpoint::fails("index.begin")?;
        Generation::create(&next_path(&self.dir)?, card, &self.settings, segmenter)
    }

    /// Opens an earlier generation, to be brought up to date and switched to.
    ///
    /// # Errors
    /// `UnknownGeneration`; `Outdated` when another analysis made it, since what it lacks would then be read otherwise than the rest.
    pub fn reopen(&self, name: &str, segmenter: &Segmenter) -> Result<Generation, EngineError> {
        let listed = self.generations()?.into_iter().find(|listed| listed.name == name);
        let usable = listed.filter(|listed| matches!(listed.state, GenerationState::Ready | GenerationState::Previous));
        let Some(listed) = usable else { return Err(EngineError::UnknownGeneration { name: name.to_owned() }) };
        if self.is_outdated(&listed.card) {
            return Err(EngineError::Outdated { name: name.to_owned(), made_by: listed.card.analysis_version });
        }
        match Generation::open(&self.dir.join(name), &self.settings, segmenter)? {
            Opened::Current(generation) => Ok(generation),
            Opened::Older(_) | Opened::Unreadable(_) => {
                Err(EngineError::Outdated { name: name.to_owned(), made_by: listed.card.analysis_version })
            }
        }
    }

    /// Makes a complete and checked `generation` the one that answers, durably. The one before is kept, older ones are removed from disk.
    ///
    /// # Errors
    /// Errors of the directory; the current generation then stays.
    pub fn activate(&self, generation: Generation, now_unix_s: i64) -> Result<(), EngineError> {
        let _guard = self.switching.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = generation.snapshot();
        let ready = Card {
            stage: Stage::Ready,
            reviews: snapshot.review_count(),
            sequence: snapshot.sequence(),
            ..generation.card().clone()
        };
        ready.write(generation.path())?;
        // What the outgoing one has reached is told of it from now on.
        self.note_reached(&self.current())?;
        failpoint::reach("index.switch.before");
        failpoint::fails("index.switch.write")?;
        Card { activated_unix_s: Some(now_unix_s), ..ready }.write(generation.path())?;
        write_durably(&self.dir.join(CURRENT), generation.name().as_bytes())?;
        failpoint::reach("index.switch.after");
        generation.end_building();
        self.current.store(Arc::new(generation));
        self.prune()
    }

    /// Gives a generation up: its files are removed, its record with the reason stays for a while.
    ///
    /// # Errors
    /// Errors of the directory.
    pub fn give_up(&self, generation: Generation, why: &str) -> Result<(), EngineError> {
        let (path, card) = (generation.path().to_owned(), generation.card().clone());
        drop(generation);
        abandon(&path, card, why)
    }

    /// All generations, newest first.
    ///
    /// # Errors
    /// Errors of the directory.
    pub fn generations(&self) -> Result<Vec<Listed>, EngineError> {
        let current = self.current();
        let mut all = Vec::new();
        for (name, path) in directories(&self.dir)? {
            // One that is being created or removed has no record yet, or none any more.
            let Ok(mut card) = Card::read(&path) else { continue };
            let serves = name == current.name();
            if serves {
                let snapshot = current.snapshot();
                (card.reviews, card.sequence) = (snapshot.review_count(), snapshot.sequence());
            }
            let state = card.state(serves);
            all.push(Listed { bytes: bytes_in(&path), name, card, state });
        }
        all.sort_by_key(|listed| std::cmp::Reverse(ordinal(&listed.name)));
        Ok(all)
    }

    fn note_reached(&self, generation: &Generation) -> Result<(), EngineError> {
        let snapshot = generation.snapshot();
        let card = Card::read(generation.path())?;
        let answered = card.activated_unix_s.or(Some(card.built_unix_s));
        Card { reviews: snapshot.review_count(), sequence: snapshot.sequence(), activated_unix_s: answered, ..card }
            .write(generation.path())
    }

    /// What an interrupted build left.
    fn give_up_unfinished(&self) -> Result<(), EngineError> {
        let current = self.current();
        for (name, path) in directories(&self.dir)? {
            match Card::read(&path) {
                _ if name == current.name() => {}
                Ok(card) if card.stage == Stage::Building => abandon(&path, card, "interrupted")?,
                Ok(_) => {}
                // Begun, but without a record: nobody can tell what it is.
                Err(_) => fs::remove_dir_all(path)?,
            }
        }
        Ok(())
    }

    /// Removes complete generations beyond [`KEPT`], those that answered longest ago first. Open snapshots keep their files.
    fn prune(&self) -> Result<(), EngineError> {
        let mut others = self.generations()?;
        others.retain(|listed| !matches!(listed.state, GenerationState::Serving | GenerationState::Building));
        others.sort_by_key(|listed| std::cmp::Reverse((listed.card.activated_unix_s, ordinal(&listed.name))));
        let (failed, complete): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|listed| listed.state == GenerationState::Failed);
        for listed in complete.iter().skip(KEPT - 1).chain(failed.iter().skip(FAILED_KEPT)) {
            fs::remove_dir_all(self.dir.join(&listed.name))?;
        }
        Ok(())
    }
}

/// The newest complete generation other than `but` that the analysis of this build has made, if one can be opened.
fn newest_made_by_this_build(
    dir: &Path,
    but: Option<&str>,
    settings: &Arc<Settings>,
    segmenter: &Segmenter,
) -> Option<Generation> {
    let mut others = directories(dir).ok()?;
    others.retain(|(name, path)| {
        let complete = Card::read(path).is_ok_and(|card| card.stage == Stage::Ready);
        Some(name.as_str()) != but && complete
    });
    others.sort_by_key(|(name, _)| std::cmp::Reverse(ordinal(name)));
    others.into_iter().find_map(|(_, path)| match Generation::open(&path, settings, segmenter) {
        Ok(Opened::Current(generation)) => Some(generation),
        _ => None,
    })
}

/// What a generation that begins now says of itself.
fn card(settings: &Settings, segmenter: &Segmenter, now_unix_s: i64, stage: Stage) -> Card {
    Card {
        analysis_version: settings.analysis.to_string(),
        versions: Some(settings.analysis.clone()),
        built_unix_s: now_unix_s,
        words_version: segmenter.user_words().version().to_owned(),
        stage,
        reviews: 0,
        sequence: 0,
        activated_unix_s: None,
        failure: None,
    }
}

/// Records why a generation is of no use, then removes its files.
fn abandon(path: &Path, card: Card, why: &str) -> Result<(), EngineError> {
    let card = Card { stage: Stage::Failed, failure: Some(why.to_owned()), ..card };
    // On a full disk the record cannot be written; then nothing of it stays.
    if card.write(path).is_err() {
        fs::remove_dir_all(path)?;
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let file = entry?.path();
        if file.file_name().is_none_or(|name| name != "generation.json") {
            fs::remove_file(file).or_else(ignore_missing)?;
        }
    }
    Ok(())
}

fn ignore_missing(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// Directories `g1`, `g2`, … with their names.
fn directories(dir: &Path) -> Result<Vec<(String, PathBuf)>, EngineError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if ordinal(&name).is_some() {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}

fn ordinal(name: &str) -> Option<u64> {
    name.strip_prefix('g')?.parse().ok()
}

fn next_path(dir: &Path) -> Result<PathBuf, EngineError> {
    let last = directories(dir)?.iter().filter_map(|(name, _)| ordinal(name)).max().unwrap_or(0);
    Ok(dir.join(format!("g{}", last + 1)))
}
