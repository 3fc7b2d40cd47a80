//! Data from a backup: checked against what the backup says of itself, into a directory that holds none.

use std::{
    fs::{self, File},
    path::Path,
};

use super::{
    DataDir, ServiceError,
    backup::{BackupCard, BackupMade, CARD, CONFIG, INDEX, SCHEMA, copy_tree, file_error, read_back, sha256, sync_dir},
    space,
};
use crate::{clock, failpoint, store::Store};

/// Where configuration and schema of the backup are laid, for the person to use.
const RESTORED: &str = "restored";

/// Restores the backup in `from` to the data directory `data`, which must hold no store, and reads it back.
///
/// # Errors
/// `TargetNotEmpty`, `BrokenBackup`, `NoRoom`, or when another process holds the directory; the directory holds no store then.
pub fn restore(from: &Path, data: &Path) -> Result<BackupMade, ServiceError> {
    let card = read_card(from)?;
    let held = DataDir::lock(data)?;
    let store = Store::file_in(data);
    if store.exists() {
        return Err(ServiceError::TargetNotEmpty { path: data.to_owned() });
    }
    let source = Store::file_in(from);
    space::require(data, space::file_bytes(&source))?;
    if sha256(&source)? != (card.store_bytes, card.store_sha256.clone()) {
        return Err(broken(from, "the store is not the one that was written".to_owned()));
    }
    let staged = data.join("restoring");
    fs::remove_dir_all(&staged).or_else(ignore_missing).map_err(file_error(&staged))?;
    let outcome = stage(from, &staged, &card).and_then(|()| settle(&staged, data));
    if outcome.is_err() {
        drop(fs::remove_dir_all(&staged));
    }
    outcome?;
    // Opened once by the one who holds the directory: what was under way in the copy has ended.
    Store::open(data)?.interrupt_tasks(clock::unix_now_s())?;
    drop(held);
    Ok(BackupMade { path: data.canonicalize().unwrap_or_else(|_| data.to_owned()), card })
}

/// Copies everything beside and reads it back.
fn stage(from: &Path, staged: &Path, card: &BackupCard) -> Result<(), ServiceError> {
    fs::create_dir_all(staged).map_err(file_error(staged))?;
    let copy = Store::file_in(staged);
    fs::copy(Store::file_in(from), &copy).map_err(file_error(&copy))?;
    failpoint::fails("restore.copied").map_err(file_error(&copy))?;
    File::open(&copy).and_then(|file| file.sync_all()).map_err(file_error(&copy))?;
    let sums = read_back(staged)?;
    if sums != card.sums {
        return Err(broken(from, format!("it holds {sums:?}, its record says {:?}", card.sums)));
    }
    if card.generation.is_some() {
        copy_tree(&from.join(INDEX), &staged.join(INDEX))?;
    }
    let restored = staged.join(RESTORED);
    fs::create_dir_all(&restored).map_err(file_error(&restored))?;
    let config = from.join(CONFIG);
    if config.exists() {
        fs::copy(&config, restored.join(CONFIG)).map_err(file_error(&config))?;
    }
    let schema = from.join(SCHEMA);
    if schema.exists() { copy_tree(&schema, &restored.join(SCHEMA)) } else { Ok(()) }
}

/// Moves what was staged to its place; the store comes last, so that a directory with a store has everything.
fn settle(staged: &Path, data: &Path) -> Result<(), ServiceError> {
    for name in [INDEX, RESTORED] {
        let (from, to) = (staged.join(name), data.join(name));
        // An index without a store is of another one, or of a restoration that was cut off.
        fs::remove_dir_all(&to).or_else(ignore_missing).map_err(file_error(&to))?;
        if fs::read_dir(&from).is_ok_and(|mut entries| entries.next().is_some()) {
            fs::rename(&from, &to).map_err(file_error(&to))?;
        }
    }
    failpoint::reach("restore.settle");
    let to = Store::file_in(data);
    fs::rename(Store::file_in(staged), &to).map_err(file_error(&to))?;
    fs::remove_dir_all(staged).map_err(file_error(staged))?;
    sync_dir(data)
}

fn read_card(from: &Path) -> Result<BackupCard, ServiceError> {
    let text = fs::read_to_string(from.join(CARD)).map_err(|error| broken(from, format!("{CARD}: {error}")))?;
    serde_json::from_str(&text).map_err(|error| broken(from, format!("{CARD}: {error}")))
}

fn broken(path: &Path, detail: String) -> ServiceError {
    ServiceError::BrokenBackup { path: path.to_owned(), detail }
}

fn ignore_missing(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}
