//! Whether a text is JSON, and where in it the reviews are: in an array, in an array within a document, or one a line.

use std::collections::BTreeSet;

use super::walk::{Step, Walk};
use crate::ingest::{error::IngestError, known::Known};

/// How the reviews lie in a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// Arrays of objects at this path of keys; the empty one is the document itself.
    Arrays(Vec<String>),
    /// One object a line.
    Lines,
}

/// What was found out about a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) shape: Shape,
    /// Other paths with arrays of objects that have texts, which are not read.
    pub(super) others: Vec<String>,
}

/// The keys of the objects found at one place.
#[derive(Debug, Default)]
struct Place {
    path: Vec<String>,
    keys: BTreeSet<String>,
    objects: usize,
}

impl Place {
    fn has_text(&self, known: &Known) -> bool {
        self.keys.iter().any(|key| known.is_text(key))
    }

    fn known(&self, known: &Known) -> usize {
        self.keys.iter().filter(|key| known.is_known(key)).count()
    }

    /// Whether it lies in objects of the other.
    fn is_within(&self, other: &Self) -> bool {
        self.path.len() > other.path.len() && self.path.starts_with(&other.path)
    }
}

/// Looks at the beginning of a text; `None` when it is no JSON. `wanted` is the path that someone named.
pub(super) fn json_shape(
    head: &str,
    name: &str,
    wanted: Option<&str>,
    known: &Known,
) -> Result<Option<Found>, IngestError> {
    let head = head.trim_start();
    let is_array = head.strip_prefix('[').is_some_and(|inside| inside.trim_start().starts_with(['{', ']', '[']));
    let named_lines = name.ends_with(".jsonl") || name.ends_with(".ndjson");
    if !is_array && !head.starts_with('{') && !named_lines {
        return Ok(None);
    }
    let (roots, places) = places(head);
    let alone = |shape| Ok(Some(Found { shape, others: Vec::new() }));
    if let Some(wanted) = wanted {
        let path = parse_path(wanted);
        let found: Vec<String> = places.iter().map(|place| shown(&place.path)).collect();
        return match places.iter().any(|place| place.path == path) {
            true => alone(Shape::Arrays(path)),
            false => Err(IngestError::UnknownPath { path: wanted.to_owned(), found }),
        };
    }
    if !is_array && roots.has_text(known) {
        return alone(Shape::Lines);
    }
    let texts: Vec<&Place> = places.iter().filter(|place| place.has_text(known)).collect();
    let outer: Vec<&Place> =
        texts.iter().copied().filter(|place| !texts.iter().any(|other| place.is_within(other))).collect();
    // Of places with as many objects the first one.
    if let Some(best) = outer.iter().rev().max_by_key(|place| place.objects) {
        let others = outer.iter().filter(|place| place.path != best.path).map(|place| shown(&place.path)).collect();
        return Ok(Some(Found { shape: Shape::Arrays(best.path.clone()), others }));
    }
    let best = places.iter().rev().max_by_key(|place| place.known(known));
    alone(match best {
        _ if is_array => Shape::Arrays(Vec::new()),
        Some(place) if roots.known(known) == 0 && !named_lines => Shape::Arrays(place.path.clone()),
        _ => Shape::Lines,
    })
}

/// A path as people write it: `data.list`, `$.data.list` or `/data/list`.
pub(super) fn parse_path(text: &str) -> Vec<String> {
    let separator = if text.starts_with('/') { '/' } else { '.' };
    let keys =
        text.trim_start_matches('$').split(separator).map(|key| key.trim_end_matches("[]").trim_end_matches("[*]"));
    keys.filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

/// A path for people; the document itself is `$`.
pub(super) fn shown(path: &[String]) -> String {
    if path.is_empty() { "$".to_owned() } else { path.join(".") }
}

/// The keys of the objects at the root, and of those in arrays, by path, the outermost first.
fn places(head: &str) -> (Place, Vec<Place>) {
    let (mut walk, mut roots, mut places) = (Walk::default(), Place::default(), Vec::<Place>::new());
    // For each open bracket the place whose object it is.
    let mut open: Vec<Option<usize>> = Vec::new();
    for byte in head.bytes() {
        let in_array = walk.in_array();
        match walk.step(byte) {
            Step::Object if in_array => {
                let path = walk.path();
                let index = places.iter().position(|place| place.path == path).unwrap_or_else(|| {
                    places.push(Place { path, ..Place::default() });
                    places.len() - 1
                });
                places[index].objects += 1;
                open.push(Some(index));
            }
            Step::Object | Step::Array => open.push(None),
            Step::End => drop(open.pop()),
            Step::Key => {
                let place = match open.last() {
                    Some(Some(index)) => Some(&mut places[*index]),
                    Some(None) if walk.depth() == 1 => Some(&mut roots),
                    _ => None,
                };
                if let (Some(place), Some(key)) = (place, walk.key()) {
                    place.keys.insert(key);
                }
            }
            Step::Inside => {}
        }
    }
    (roots, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known::of(&["text", "content"], &["rating", "time"])
    }

    fn shape(head: &str, name: &str) -> Option<Shape> {
        json_shape(head, name, None, &known()).unwrap().map(|found| found.shape)
    }

    fn arrays(path: &str) -> Option<Shape> {
        Some(Shape::Arrays(parse_path(path)))
    }

    #[test]
    fn content_decides_and_the_name_only_where_it_is_open() {
        let cases = [
            ("[ {\"text\":1}]", "a.csv", arrays("")),
            ("[]", "a", arrays("")),
            ("\n{\"text\":1}", "a.csv", Some(Shape::Lines)),
            ("oops\n{\"text\":1}", "a.jsonl", Some(Shape::Lines)),
            ("text,rating\n", "a.json", None),
            ("[a],b\n", "a.csv", None),
        ];
        for (head, name, expected) in cases {
            assert_eq!(shape(head, name), expected, "{head:?} {name}");
        }
    }

    #[test]
    fn the_outermost_array_whose_objects_have_texts_is_found() {
        let nested =
            r#"{"code":0,"tags":[{"name":"x"}],"data":{"list":[{"content":"好","rating":5,"images":[{"url":1}]}]}}"#;
        assert_eq!(shape(nested, "a.json"), arrays("data.list"));
        assert_eq!(shape(r#"[{"page":1,"rows":[{"text":"好"}]}]"#, "a"), arrays("rows"));
        assert_eq!(shape(r#"{"text":"好","replies":[{"content":"谢谢"}]}"#, "a"), Some(Shape::Lines));
        let replies = r#"[{"text":"好","replies":[{"content":"谢谢","time":1,"rating":2},{"content":"x"}]}]"#;
        assert_eq!(shape(replies, "a"), arrays(""));
        assert_eq!(shape(r#"{"a":{"b":[{"c":"好"}]}}"#, "a.json"), arrays("a.b"));
        assert_eq!(shape("{\"x\":[{\"content\":\"torn", "a.json"), arrays("x"));
    }

    #[test]
    fn of_arrays_side_by_side_the_longest_is_read_and_the_others_are_named() {
        let text = r#"{"hot":[{"text":"a"}],"all":[{"text":"b"},{"text":"c"}]}"#;
        let found = json_shape(text, "a", None, &known()).unwrap().unwrap();
        assert_eq!((found.shape, found.others), (Shape::Arrays(vec!["all".to_owned()]), vec!["hot".to_owned()]));
    }

    #[test]
    fn a_path_can_be_written_in_several_ways_and_must_exist() {
        for written in ["data.list", "$.data.list", "/data/list", "$.data.list[*]", "data.list[]"] {
            assert_eq!(parse_path(written), ["data", "list"], "{written}");
        }
        let shape = |wanted| json_shape(r#"{"a":{"b":[{"c":1}]},"d":[{"c":2}]}"#, "a", Some(wanted), &known());
        assert_eq!(shape("d").unwrap().map(|found| found.shape), arrays("d"));
        assert!(matches!(shape("a.c"), Err(IngestError::UnknownPath { found, .. }) if found == ["a.b", "d"]));
    }
}
