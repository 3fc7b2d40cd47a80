//! Exports as labelled texts: a review's stars, or the label that its row carries.
//!
//! Reads what imports read, by the same code, and takes of it text, rating and label.

use std::path::Path;

use super::labelled::{Labelled, Set};
use crate::{
    ingest::{Export, IngestError, Options, Schema},
    text::fold,
};

impl Set {
    /// Reads an export; the set is named like the file, up to its first dot.
    ///
    /// # Errors
    /// When the file cannot be read as an export.
    pub fn of_export(path: &Path, schema: &Schema) -> Result<Self, IngestError> {
        let mut export = Export::open(path, schema, &Options::default())?;
        let mut texts = Vec::new();
        while let Some(batch) = export.next_batch()? {
            texts.extend(batch.records.into_iter().map(|record| {
                let content = record.content;
                Labelled {
                    text: fold(&content.text),
                    label: content.attributes.get("label").cloned(),
                    rating: content.rating.map(|rating| rating.stars()),
                    ..Labelled::default()
                }
            }));
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { name: name.split('.').next().unwrap_or_default().to_owned(), texts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_labels_are_taken() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("own.utf8.csv");
        std::fs::write(&path, "label,评分,评价内容\n1,4.5,好吃！\n0,,慢\n").unwrap();
        let set = Set::of_export(&path, &Schema::builtin().unwrap()).unwrap();
        assert_eq!(set.name, "own");
        let seen: Vec<_> =
            set.texts.iter().map(|text| (text.text.as_str(), text.label.as_deref(), text.rating)).collect();
        assert_eq!(seen, [("好吃!", Some("1"), Some(4.5)), ("慢", Some("0"), None)]);
    }
}
