//! The rules of the house that a compiler does not check, as tables: who may know whom, where heavy libraries live, how long files are.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What every layer may use.
const BASE: [&str; 4] = ["clock", "error", "failpoint", "limits"];

/// Which other modules of the crate a module may use. Directions: domain ← text ← insight ← engine ← service ← http, cli;
/// domain ← store ← service; domain ← ingest ← service. Engine and store meet in service alone.
const LAYERS: [(&str, &[&str]); 15] = [
    ("domain", &[]),
    ("text", &["domain"]),
    ("insight", &["domain", "text"]),
    ("engine", &["domain", "text", "insight"]),
    ("store", &["domain"]),
    ("ingest", &["domain"]),
    ("demo", &["domain"]),
    ("lab", &["domain", "ingest", "insight", "text"]),
    ("service", &["compute", "config", "domain", "engine", "ingest", "insight", "store", "text"]),
    ("http", &["compute", "config", "domain", "ingest", "service", "telemetry", "text"]),
    (
        "cli",
        &["compute", "config", "demo", "domain", "http", "ingest", "insight", "lab", "service", "telemetry", "text"],
    ),
    ("compute", &[]),
    ("config", &["domain"]),
    ("telemetry", &[]),
    ("main", &["cli"]),
];

/// The one home of each heavy library.
const HOMES: [(&str, &[&str]); 11] = [
    ("tantivy", &["src/engine/"]),
    ("rusqlite", &["src/store/"]),
    ("actix_web", &["src/http/"]),
    ("actix_multipart", &["src/http/"]),
    ("utoipa", &["src/http/"]),
    ("rust_embed", &["src/http/"]),
    ("jieba_rs", &["src/text/segment.rs"]),
    ("calamine", &["src/ingest/"]),
    ("clap", &["src/cli/", "src/main.rs"]),
    ("indicatif", &["src/cli/"]),
    ("ureq", &["src/cli/"]),
];

const LINES_AT_MOST: usize = 500;
const LINES_OF_NINE_IN_TEN: usize = 300;
const LINES_MEDIAN: usize = 150;
const LINES_WEB: usize = 150;

/// Folders and files that are looked through for what must not be committed.
const TEXTS: [(&str, &[&str]); 5] = [
    ("src", &["rs", "sql", "toml"]),
    ("tests", &["rs"]),
    ("benches", &["rs"]),
    ("index-schema", &["toml", "txt"]),
    ("web/src", &["ts", "tsx", "css"]),
];

/// Files below `root` (relative to the project) with that extension, with their text; empty when there is no such folder.
pub(crate) fn sources(root: &str, extension: &str) -> Vec<(String, String)> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut found) = (vec![project.join(root)], Vec::new());
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()).collect::<Vec<PathBuf>>() {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let name = path.strip_prefix(project).unwrap().to_str().unwrap().to_owned();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The part of a file that ships: without its tests; `None` for files that are tests as a whole.
fn shipped(name: &str, text: &str) -> Option<String> {
    let is_test = ["/tests/", "/tests.rs", "/testing.rs", "/crash.rs"].iter().any(|part| name.contains(part));
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    (!is_test).then(|| text[..end].to_owned())
}

/// The shipped code of `src`, by file, without comments.
fn code() -> Vec<(String, String)> {
    let lines =
        |text: &str| text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    sources("src", "rs")
        .into_iter()
        .filter_map(|(name, text)| Some((lines(&shipped(&name, &text)?), name)))
        .map(|(text, name)| (name, text))
        .collect()
}

/// The modules of the crate that a text names: `crate::a::…` and `crate::{a::…, b}`.
fn modules_used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for rest in text.split("crate::").skip(1) {
        let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        let Some(group) = rest.strip_prefix('{') else {
            used.insert(word(rest));
            continue;
        };
        let (mut depth, mut begins) = (1, true);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => begins = true,
                c if depth == 1 && begins && c.is_alphabetic() => {
                    used.insert(word(&group[at..]));
                    begins = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    used
}

/// Whether a text uses a library: its name as a path or in a `use`.
fn uses(text: &str, library: &str) -> bool {
    text.match_indices(library).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = &text[at + library.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            && (after.starts_with("::") || after.starts_with(';'))
    })
}

#[test]
fn modules_are_found_in_every_form_of_use() {
    let text = "use crate::{domain::{a, b}, text, engine::{x::{y, z}}};\nfn f() { crate::store::g() }";
    assert_eq!(modules_used(text), ["domain", "engine", "store", "text"].map(String::from).into());
    assert!(uses("use tantivy::Term;", "tantivy") && uses("tantivy::Term", "tantivy"));
    assert!(!uses("only tantivy knows; my_tantivy::x; a::tantivy::b", "tantivy"));
}

#[test]
fn layers_know_only_those_below() {
    let mut faults = Vec::new();
    for (name, text) in code() {
        let module = name.trim_start_matches("src/").split(['/', '.']).next().unwrap();
        let allowed = LAYERS.iter().find(|(layer, _)| *layer == module).map_or(&[][..], |(_, allowed)| allowed);
        for used in modules_used(&text) {
            if used != module && !BASE.contains(&used.as_str()) && !allowed.contains(&used.as_str()) {
                faults.push(format!("{name} uses {used}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_module_has_its_place_among_the_layers() {
    let declared: BTreeSet<&str> = LAYERS.iter().map(|(layer, _)| *layer).chain(BASE).chain(["lib"]).collect();
    for (name, _) in sources("src", "rs") {
        let module = name.trim_start_matches("src/").split(['/', '.']).next().unwrap();
        assert!(declared.contains(module), "{name}: add {module} to the layers");
    }
}

#[test]
fn each_heavy_library_has_one_home() {
    let mut faults = Vec::new();
    for (name, text) in code() {
        for (library, homes) in HOMES {
            if uses(&text, library) && !homes.iter().any(|home| name.starts_with(home)) {
                faults.push(format!("{name} uses {library}, which lives in {homes:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn files_are_short() {
    let lines = |(name, text): (String, String)| Some((shipped(&name, &text)?.lines().count(), name));
    let mut sizes: Vec<(usize, String)> = sources("src", "rs").into_iter().filter_map(lines).collect();
    sizes.sort();
    let at = |tenths: usize| sizes[(sizes.len() - 1) * tenths / 10].0;
    assert!(sizes.last().unwrap().0 <= LINES_AT_MOST, "{:?}", sizes.last());
    assert!(at(9) <= LINES_OF_NINE_IN_TEN, "nine in ten: {}", at(9));
    assert!(at(5) <= LINES_MEDIAN, "median: {}", at(5));
    for (name, text) in sources("tests", "rs") {
        assert!(text.lines().count() <= LINES_AT_MOST, "{name}");
    }
}

#[test]
fn files_of_the_page_are_short() {
    let files = ["ts", "tsx"].into_iter().flat_map(|extension| sources("web/src", extension));
    // Written by a program from the contract, or tables of words.
    let by_hand = files.filter(|(name, _)| !name.ends_with(".gen.ts") && !name.starts_with("web/src/messages/"));
    let long: Vec<(String, usize)> =
        by_hand.map(|(name, text)| (name, text.lines().count())).filter(|(_, lines)| *lines > LINES_WEB).collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn every_module_says_what_it_is() {
    for (name, text) in sources("src", "rs").into_iter().chain(sources("tests", "rs")) {
        assert!(text.starts_with("//! "), "{name} does not open with what it answers");
    }
}

#[test]
fn lints_are_never_switched_off_without_a_reason() {
    for (name, text) in sources("src", "rs") {
        for switch in [concat!("#[", "allow("), concat!("#![", "allow(")] {
            assert!(!text.contains(switch), "{name}: expect the lint, with a reason");
        }
    }
}

#[test]
fn dictionaries_are_sorted_and_unique() {
    let dictionaries = sources("index-schema/dictionary", "txt");
    assert!(!dictionaries.is_empty());
    for (name, text) in dictionaries {
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(text.ends_with('\n') && !lines.contains(&""), "{name}: an empty line, or none at the end");
        for pair in lines.windows(2) {
            let entry = |line: &str| line.split('\t').next().unwrap().to_owned();
            assert!(entry(pair[0]) < entry(pair[1]), "{name}: {:?} before {:?}", pair[0], pair[1]);
        }
    }
}

/// The model of sentiment learns from the list of words too: a list that changed asks for `pinglan train`.
#[test]
fn the_model_of_sentiment_knows_the_listed_words() {
    let card = include_str!("../../index-schema/models/sentiment.card.toml").parse::<toml::Table>().unwrap();
    let sets = card["data"].as_array().unwrap();
    let listed = sets.iter().find(|set| set["set"].as_str() == Some("listed-words")).unwrap();
    let words = include_str!("../../index-schema/dictionary/sentiment-words.txt").lines();
    let weights: Vec<f64> = words.filter_map(|line| line.split_once('\t')?.1.parse().ok()).collect();
    let count = |judges: fn(&f64) -> bool| weights.iter().copied().filter(judges).count() as i64;
    assert_eq!(listed["positive"].as_integer(), Some(count(|weight| *weight > 0.0)), "run `pinglan train`");
    assert_eq!(listed["negative"].as_integer(), Some(count(|weight| *weight < 0.0)), "run `pinglan train`");
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    let traces = [
        concat!("/tmp", "/wt"),
        concat!("/work", "/"),
        concat!("/home", "/"),
        concat!("/root", "/"),
        concat!(":\\", "Users"),
    ];
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts: Vec<(String, String)> = TEXTS
        .iter()
        .flat_map(|(root, extensions)| extensions.iter().flat_map(|extension| sources(root, extension)))
        .collect();
    for name in ["Cargo.toml", "Makefile", "README.md", "openapi.json", "build.rs"] {
        texts.extend(fs::read_to_string(project.join(name)).ok().map(|text| (name.to_owned(), text)));
    }
    for (name, text) in texts {
        for trace in traces {
            assert!(!text.contains(trace), "{name} names {trace}");
        }
    }
}
