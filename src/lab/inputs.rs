//! The files that are measured on: labelled JSON lines, exports, or folders of both.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use thiserror::Error;

use super::{LabelledError, Set};
use crate::{
    error::{Code, Coded, Wording},
    ingest::{IngestError, Schema},
};

/// A file that cannot be measured on.
#[derive(Debug, Error)]
pub enum InputError {
    /// A folder.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of JSON lines that is neither labelled nor an export.
    #[error(transparent)]
    Labelled(#[from] LabelledError),
    /// An export.
    #[error("{}: {source}", path.display())]
    Export {
        /// Which.
        path: PathBuf,
        /// Why.
        source: IngestError,
    },
}

impl Coded for InputError {
    fn code(&self) -> Code {
        match self {
            Self::Unreadable { .. } => Code::UnreadableFile,
            Self::Labelled(error) => error.code(),
            Self::Export { source, .. } => source.code(),
        }
    }

    fn hint(&self) -> Option<Wording> {
        match self {
            Self::Unreadable { .. } => None,
            Self::Labelled(error) => error.hint(),
            Self::Export { source, .. } => source.hint(),
        }
    }
}

/// Reads files and, of folders, all files in the order of their names, hidden ones left out.
///
/// # Errors
/// The first file that cannot be read.
pub fn sets(paths: &[PathBuf], schema: &Schema) -> Result<Vec<Set>, InputError> {
    let mut sets = Vec::new();
    for path in paths {
        if path.is_dir() {
            for file in files(path)? {
                sets.push(read(&file, schema)?);
            }
        } else {
            sets.push(read(path, schema)?);
        }
    }
    Ok(sets)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, InputError> {
    let unreadable = |source| InputError::Unreadable { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && !is_hidden {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// JSON lines may be either: they are labelled when every line has a `text` as labelled files have it.
fn read(path: &Path, schema: &Schema) -> Result<Set, InputError> {
    let name = path.to_string_lossy();
    let lines = name.ends_with(".jsonl") || name.ends_with(".jsonl.gz");
    let labelled = if lines { Some(Set::read(path)) } else { None };
    match labelled {
        Some(Ok(set)) => Ok(set),
        Some(Err(error @ LabelledError::Unreadable { .. })) => Err(error.into()),
        Some(Err(error)) => Set::of_export(path, schema).map_err(|_| error.into()),
        None => Set::of_export(path, schema).map_err(|source| InputError::Export { path: path.to_owned(), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_file_by_file() {
        let dir = tempfile::TempDir::new().unwrap();
        let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
        write("b.jsonl", "{\"text\":\"好\",\"label\":1}\n");
        write("a.csv", "评分,评价内容\n5,好吃\n");
        write("c.jsonl", "{\"评价内容\":\"慢\",\"评分\":1}\n");
        write(".hidden", "");
        let schema = Schema::builtin().unwrap();
        let sets = sets(&[dir.path().to_owned()], &schema).unwrap();
        let seen: Vec<_> =
            sets.iter().map(|set| (set.name.as_str(), set.texts[0].text.as_str(), set.texts[0].rating)).collect();
        assert_eq!(seen, [("a", "好吃", Some(5.0)), ("b", "好", None), ("c", "慢", Some(1.0))]);
        write("d.jsonl", "{\"x\":1}\n");
        assert!(matches!(super::sets(&[dir.path().to_owned()], &schema), Err(InputError::Labelled(_))));
    }
}
