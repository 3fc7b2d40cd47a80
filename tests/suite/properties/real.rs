//! The same on real exports, when they are there: texts as people write them.

use super::{slices::check_slices, substrings::check_substrings};
use crate::support::{cases, corpus::Corpus, full, random::Random, real_export};

/// Small files always, large ones at full size.
#[test]
fn real_exports_are_searched_exactly() {
    let files: &[(&str, &str)] = if full() {
        &[
            ("meituan-hotpot.xlsx", "a"),
            ("jd-aircon.gb18030.csv", "b"),
            ("mafengwo-sights.json", "c"),
            ("tmall-snacks.utf16.tsv", "a"),
        ]
    } else {
        &[("mafengwo-sights.json", "c")]
    };
    let corpus = Corpus::empty();
    for (name, source) in files {
        let Some(path) = real_export(name) else { return };
        corpus.import(&path, Some(source));
    }
    let (model, mut random) = (corpus.model(), Random::new("real"));
    check_substrings(&corpus, &model, cases(150, 10_000), &mut random);
    check_slices(&corpus, &model, cases(30, 500), &mut random);
}
