//! 属性: what reviews talk about, in two levels, and the catalogue of all that the packs in effect declare.

use std::collections::HashMap;

use super::fields::Label;

/// One aspect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aspect {
    /// Its name in API, URL and index: `[a-z_]+`.
    pub id: String,
    /// The aspect that it is a part of; `None` for those of the first level.
    pub parent: Option<String>,
    /// For people.
    pub label: Label,
}

/// An aspect's place in its catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AspectNumber(pub u16);

/// All aspects of the packs in effect, parents included, each id once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aspects {
    all: Vec<Aspect>,
    numbers: HashMap<String, AspectNumber>,
}

impl Aspects {
    /// A catalogue of these aspects in this order; of several with one id the first stays.
    #[must_use]
    pub fn new(aspects: impl IntoIterator<Item = Aspect>) -> Self {
        let mut catalogue = Self::default();
        for aspect in aspects {
            let Ok(number) = u16::try_from(catalogue.all.len()) else { break };
            if !catalogue.numbers.contains_key(&aspect.id) {
                catalogue.numbers.insert(aspect.id.clone(), AspectNumber(number));
                catalogue.all.push(aspect);
            }
        }
        catalogue
    }

    /// The number of an id.
    #[must_use]
    pub fn number(&self, id: &str) -> Option<AspectNumber> {
        self.numbers.get(id).copied()
    }

    /// The aspect of a number of this catalogue.
    #[must_use]
    pub fn get(&self, number: AspectNumber) -> Option<&Aspect> {
        self.all.get(usize::from(number.0))
    }

    /// The aspect with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Aspect> {
        self.get(self.number(id)?)
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Aspect> {
        self.all.iter()
    }

    /// Ids that a filter on `id` takes: itself and, when it is a parent, its children.
    pub fn covered_by<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a str> {
        let children = self.all.iter().filter(move |aspect| aspect.parent.as_deref() == Some(id));
        std::iter::once(id).chain(children.map(|aspect| aspect.id.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aspect(id: &str, parent: Option<&str>) -> Aspect {
        let label = Label { zh: id.to_owned(), en: id.to_owned() };
        Aspect { id: id.to_owned(), parent: parent.map(str::to_owned), label }
    }

    #[test]
    fn a_parent_covers_its_children() {
        let aspects = Aspects::new([
            aspect("service", None),
            aspect("service_speed", Some("service")),
            aspect("price", None),
            aspect("price", Some("service")),
        ]);
        assert_eq!(aspects.covered_by("service").collect::<Vec<_>>(), ["service", "service_speed"]);
        assert_eq!(aspects.covered_by("price").collect::<Vec<_>>(), ["price"]);
        assert_eq!(aspects.number("price"), Some(AspectNumber(2)));
        assert_eq!(aspects.get(AspectNumber(3)), None);
    }
}
