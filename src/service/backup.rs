//! A copy of the data, made while everything goes on: the store of one moment, the configuration, the index if wanted.
//!
//! Invariant: a directory with a card is a whole backup, read back before the card was written; one without is none.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Progress, Service, ServiceError, index::lock, space};
use crate::{
    clock, failpoint,
    store::{self, Store, Sums},
};

/// The record that makes a directory a backup.
pub(super) const CARD: &str = "backup.json";
pub(super) const CONFIG: &str = "pinglan.toml";
pub(super) const SCHEMA: &str = "index-schema";
pub(super) const INDEX: &str = "index";
/// Between two looks at how far copying has come.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupCard {
    /// Version of the program that made it.
    pub program: String,
    /// When it was made, seconds since the epoch.
    pub made_unix_s: i64,
    /// What its store holds.
    pub sums: Sums,
    /// Bytes of the store.
    pub store_bytes: u64,
    /// SHA-256 of the store.
    pub store_sha256: String,
    /// The generation that goes with it, if any.
    pub generation: Option<String>,
}

/// A backup that was made or restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupMade {
    /// Where it lies.
    pub path: PathBuf,
    /// What it says of itself.
    pub card: BackupCard,
}

impl BackupMade {
    /// As `backup --json` and `restore --json` print it and a task's result holds it.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let Sums { sequence, reviews, imports, counts, words } = &self.card.sums;
        serde_json::json!({
            "path": self.path, "reviews": reviews, "imports": imports, "sequence": sequence, "words": words,
            "inserted": counts.inserted, "updated": counts.updated, "unchanged": counts.unchanged, "rejected": counts.rejected,
            "bytes": self.card.store_bytes, "generation": self.card.generation,
        })
    }
}

impl Service {
    /// Copies the data to the directory `into`, which must not exist or be empty, and reads the copy back. `index` takes the index along, by
    /// hard links where the disk is the same; without it the index is rebuilt from the store.
    ///
    /// # Errors
    /// `TargetNotEmpty`, `NoRoom`, `Cancelled`, `BrokenBackup` when what was written does not read back; nothing is left of it then.
    pub fn backup(&self, into: &Path, index: bool, progress: &Progress) -> Result<BackupMade, ServiceError> {
        refuse_occupied(into)?;
        let parent = into.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(file_error(parent))?;
        let partial = partial_beside(into, parent);
        fs::create_dir(&partial).map_err(file_error(&partial))?;
        let made = self.copy_into(&partial, index, progress).and_then(|card| {
            failpoint::reach("backup.whole");
            fs::rename(&partial, into).map_err(file_error(into))?;
            sync_dir(parent)?;
            Ok(card)
        });
        if made.is_err() {
            // What cannot be removed has no card, or not the name that was asked for.
            drop(fs::remove_dir_all(&partial));
        }
        let path = into.canonicalize().unwrap_or_else(|_| into.to_owned());
        made.map(|card| BackupMade { path, card })
    }

    fn copy_into(&self, dir: &Path, index: bool, progress: &Progress) -> Result<BackupCard, ServiceError> {
        space::require(dir, space::needed_bytes(0, space::file_bytes(&self.store_file()) / 2))?;
        // The index first: the store may be ahead of it, never behind.
        let generation = if index { Some(self.link_index(&dir.join(INDEX))?) } else { None };
        let file = Store::file_in(dir);
        self.copy_store(&file, progress)?;
        failpoint::fails("backup.copied").map_err(file_error(&file))?;
        self.copy_configuration(dir)?;
        progress.begin("checking", 0);
        let sums = read_back(dir)?;
        let (store_bytes, store_sha256) = sha256(&file)?;
        let card = BackupCard {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made_unix_s: clock::unix_now_s(),
            sums,
            store_bytes,
            store_sha256,
            generation,
        };
        File::open(&file).and_then(|file| file.sync_all()).map_err(file_error(&file))?;
        let text = serde_json::to_string_pretty(&card).unwrap_or_default();
        let path = dir.join(CARD);
        fs::write(&path, text).and_then(|()| File::open(&path)?.sync_all()).map_err(file_error(&path))?;
        sync_dir(dir)?;
        Ok(card)
    }

    /// Copies the store; a second thread tells how far it has come and stops it when asked.
    fn copy_store(&self, file: &Path, progress: &Progress) -> Result<(), ServiceError> {
        progress.begin("copying", space::file_bytes(&self.store_file()));
        let ended = AtomicBool::new(false);
        let copied = std::thread::scope(|scope| {
            let watched = self.store.copy_to(file, |stop| {
                let ended = &ended;
                scope.spawn(move || {
                    while !ended.load(Ordering::Relaxed) {
                        progress.set(space::file_bytes(file), 0);
                        if progress.is_cancelled() {
                            stop.interrupt();
                        }
                        std::thread::park_timeout(LOOK_EVERY);
                    }
                });
            });
            ended.store(true, Ordering::Relaxed);
            watched
        });
        if progress.is_cancelled() {
            return Err(ServiceError::Cancelled);
        }
        Ok(copied?)
    }

    /// Takes the current generation along while nobody writes to it.
    fn link_index(&self, dir: &Path) -> Result<String, ServiceError> {
        let _guard = lock(&self.indexing);
        let current = self.engine.current();
        let to = dir.join(current.name());
        fs::create_dir_all(&to).map_err(file_error(&to))?;
        for entry in fs::read_dir(current.path()).map_err(file_error(current.path()))?.flatten() {
            let (from, to) = (entry.path(), to.join(entry.file_name()));
            // Another disk takes a copy.
            fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop)).map_err(file_error(&to))?;
        }
        let pointer = dir.join("current");
        fs::write(&pointer, current.name()).map_err(file_error(&pointer))?;
        Ok(current.name().to_owned())
    }

    fn copy_configuration(&self, dir: &Path) -> Result<(), ServiceError> {
        if !self.config.text.is_empty() {
            let path = dir.join(CONFIG);
            fs::write(&path, &self.config.text).map_err(file_error(&path))?;
        }
        match &self.config.schema_dir {
            Some(schema) => copy_tree(schema, &dir.join(SCHEMA)),
            None => Ok(()),
        }
    }
}

/// What the store of a backup holds, when it is whole.
pub(super) fn read_back(dir: &Path) -> Result<Sums, ServiceError> {
    let broken = |detail: String| ServiceError::BrokenBackup { path: dir.to_owned(), detail };
    match store::examine(&Store::file_in(dir))? {
        (_, Some(sums)) => Ok(sums),
        (findings, None) => {
            let told = findings.iter().take(5).map(|finding| format!("{}: {}", finding.code, finding.detail));
            Err(broken(told.collect::<Vec<_>>().join("; ")))
        }
    }
}

/// Refuses a directory that holds anything.
pub(super) fn refuse_occupied(dir: &Path) -> Result<(), ServiceError> {
    match fs::read_dir(dir).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(false) => Err(ServiceError::TargetNotEmpty { path: dir.to_owned() }),
        Err(error) => Err(file_error(dir)(error)),
    }
}

/// Bytes and SHA-256 of a file.
pub(super) fn sha256(path: &Path) -> Result<(u64, String), ServiceError> {
    let mut file = File::open(path).map_err(file_error(path))?;
    let (mut digest, mut part, mut bytes) = (Sha256::new(), vec![0; 1 << 20], 0);
    loop {
        let read = file.read(&mut part).map_err(file_error(path))?;
        if read == 0 {
            return Ok((bytes, digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()));
        }
        digest.update(&part[..read]);
        bytes += read as u64;
    }
}

/// Copies the files below a directory.
pub(super) fn copy_tree(from: &Path, to: &Path) -> Result<(), ServiceError> {
    fs::create_dir_all(to).map_err(file_error(to))?;
    for entry in fs::read_dir(from).map_err(file_error(from))?.flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_tree(&from, &to)?;
        } else {
            fs::copy(&from, &to).map_err(file_error(&to))?;
        }
    }
    Ok(())
}

pub(super) fn sync_dir(dir: &Path) -> Result<(), ServiceError> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(file_error(dir))
}

pub(super) fn file_error(path: &Path) -> impl Fn(io::Error) -> ServiceError + '_ {
    |source| ServiceError::File { path: path.to_owned(), source }
}

fn partial_beside(into: &Path, parent: &Path) -> PathBuf {
    let name = into.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    parent.join(format!(".{name}.{:08x}", rand::random::<u32>()))
}
