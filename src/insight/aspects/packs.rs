//! All packs in effect, the catalogue of their aspects, and which of them reads a review.
//!
//! Invariant: an id means the same in every pack; the catalogue holds each once.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{
    Learned, Pack, builtin,
    file::{PackError, PackFault, PackFile},
};
use crate::domain::{
    aspect::{Aspect, Aspects},
    pack_rules::PackRules,
};

/// All packs in effect.
#[derive(Debug)]
pub struct Packs {
    aspects: Aspects,
    packs: Vec<Pack>,
    default: usize,
    sources: BTreeMap<String, usize>,
    categories: BTreeMap<String, usize>,
    version: String,
}

impl Packs {
    /// The built-in packs, each replaced by the file of `own` that bears its name, and the further ones of `own`:
    /// (how errors name it, text of the file).
    ///
    /// # Errors
    /// When packs have faults, or a rule names a pack that does not exist; all are reported at once.
    pub fn new<'t>(
        own: impl IntoIterator<Item = (&'t str, &'t str)>,
        rules: &PackRules,
    ) -> Result<Self, Vec<PackError>> {
        let mut errors = Vec::new();
        let mut files: Vec<PackFile> = Vec::new();
        let mut digest = Sha256::new_with_prefix(format!("{rules:?}"));
        for (origin, text) in builtin::PACKS.into_iter().chain(own) {
            digest.update(text);
            match PackFile::parse(origin, text) {
                Ok(file) => match files.iter_mut().find(|known| known.name == file.name) {
                    Some(known) => *known = file,
                    None => files.push(file),
                },
                Err(error) => errors.push(error),
            }
        }
        errors.extend(disagreements(&files));
        let aspects = catalogue(&files);
        let mut packs = Vec::new();
        for file in &files {
            match Pack::new(file, |id| aspects.number(id)) {
                Ok(pack) => packs.push(pack),
                Err(error) => errors.push(error),
            }
        }
        let mut place = |name: &str| {
            let found = packs.iter().position(|pack| pack.name == *name);
            if found.is_none() {
                errors.push(PackError { origin: name.to_owned(), faults: vec![PackFault::Missing] });
            }
            found.unwrap_or_default()
        };
        let mut places = |builtin: &[(&str, &str)], rules: &BTreeMap<String, String>| {
            let builtin = builtin.iter().map(|(value, name)| (*value, *name));
            let own = rules.iter().map(|(value, name)| (value.as_str(), name.as_str()));
            builtin.chain(own).map(|(value, name)| (value.to_owned(), place(name))).collect::<BTreeMap<_, _>>()
        };
        let sources = places(&builtin::SOURCES, &rules.sources);
        let categories = places(&builtin::CATEGORIES, &rules.categories);
        let default = place(rules.default.as_deref().unwrap_or(builtin::DEFAULT));
        let version = digest.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        if errors.is_empty() { Ok(Self { aspects, packs, default, sources, categories, version }) } else { Err(errors) }
    }

    /// Lets a pack read by the models in these bytes too; `origin` is how errors name them.
    ///
    /// # Errors
    /// When the bytes are no models, or there is no such pack.
    pub fn learn(&mut self, origin: &str, pack: &str, bytes: &[u8]) -> Result<(), PackError> {
        let fail = |fault| PackError { origin: origin.to_owned(), faults: vec![fault] };
        let learned = Learned::read(bytes).map_err(|error| fail(PackFault::Models(error)))?;
        let place = self.packs.iter().position(|known| known.name == pack).ok_or_else(|| fail(PackFault::Missing))?;
        self.packs[place].learned = Some(learned);
        let digest = Sha256::new_with_prefix(&self.version).chain_update(pack).chain_update(bytes).finalize();
        self.version = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Ok(())
    }

    /// The pack that reads reviews of this source and category.
    #[must_use]
    pub fn choose(&self, source: &str, category: Option<&str>) -> &Pack {
        let by_category = category.and_then(|category| self.categories.get(category));
        let place = by_category.or_else(|| self.sources.get(source)).copied().unwrap_or(self.default);
        // Every place was found among the packs when the rules were read.
        &self.packs[place]
    }

    /// The pack of reviews that no rule names.
    #[must_use]
    pub fn default_pack(&self) -> &Pack {
        &self.packs[self.default]
    }

    /// The pack of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.name == name)
    }

    /// Names packs and rules: another one where any of them differs.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All packs.
    #[must_use]
    pub fn all(&self) -> &[Pack] {
        &self.packs
    }

    /// The catalogue of all aspects.
    #[must_use]
    pub const fn aspects(&self) -> &Aspects {
        &self.aspects
    }
}

/// Parents before their aspects, pack by pack.
fn entries(file: &PackFile) -> impl Iterator<Item = Aspect> + '_ {
    let parents = file.parents.iter().map(|(id, label)| Aspect { id: id.clone(), parent: None, label: label.clone() });
    let children = file.aspects.iter().map(|aspect| Aspect {
        id: aspect.id.clone(),
        parent: Some(aspect.parent.clone()),
        label: aspect.label.clone(),
    });
    parents.chain(children)
}

fn catalogue(files: &[PackFile]) -> Aspects {
    Aspects::new(files.iter().flat_map(entries))
}

/// Ids that two packs share must agree in label and parent.
fn disagreements(files: &[PackFile]) -> Vec<PackError> {
    let mut seen: BTreeMap<String, (&str, Aspect)> = BTreeMap::new();
    let mut errors = Vec::new();
    for file in files {
        let mut faults = Vec::new();
        for entry in entries(file) {
            let (other, first) = seen.entry(entry.id.clone()).or_insert_with(|| (&file.name, entry.clone()));
            if *first != entry {
                faults.push(PackFault::Disagreement { id: entry.id, other: (*other).to_owned() });
            }
        }
        if !faults.is_empty() {
            errors.push(PackError { origin: file.name.clone(), faults });
        }
    }
    errors
}
