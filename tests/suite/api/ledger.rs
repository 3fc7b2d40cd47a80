//! The real exports through the command line: every row is accounted for, and a second import says nothing new.

use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{command::run, full, real_export};

/// Rows by the real data's own description. The first ones are small enough for every run.
const EXPORTS: [(&str, u64); 9] = [
    ("mafengwo-sights.json", 4_985),
    ("tmall-snacks.utf16.tsv", 5_458),
    ("jd-aircon.gb18030.csv", 9_507),
    ("waimai-binary.csv", 11_986),
    ("taobao-health.xlsx", 15_690),
    ("meituan-hotpot.xlsx", 16_658),
    ("maoyan-films.bom.csv", 29_251),
    ("jd-heater.jsonl.gz", 31_839),
    ("online-shopping.csv.gz", 62_769),
];

fn count(report: &Value, name: &str) -> u64 {
    report[name].as_u64().unwrap_or_else(|| panic!("{name} of {report}"))
}

#[test]
fn every_row_of_the_real_exports_is_accounted_for() {
    let wanted = &EXPORTS[..if full() { EXPORTS.len() } else { 3 }];
    let paths: Vec<PathBuf> = wanted.iter().map_while(|(name, _)| real_export(name)).collect();
    if paths.len() < wanted.len() {
        return;
    }
    let dir = TempDir::new().unwrap();
    let arguments = || std::iter::once("import").chain(paths.iter().map(|path| path.to_str().unwrap()));
    let first = run(dir.path(), arguments());
    assert!(matches!(first.code, Some(0 | 3)), "{first:?}");
    let second = run(dir.path(), arguments());
    assert_eq!(second.code, first.code);
    let mut total = 0;
    for (((name, rows), first), second) in wanted.iter().zip(&first.lines).zip(&second.lines) {
        for report in [first, second] {
            assert_eq!(count(report, "rows_read"), *rows, "{name}");
            assert_eq!(count(report, "records"), *rows, "{name}");
            let sum: u64 =
                ["inserted", "updated", "unchanged", "rejected"].iter().map(|part| count(report, part)).sum();
            assert_eq!(sum, *rows, "{name}: {report}");
        }
        total += count(first, "inserted");
        assert_eq!((count(second, "inserted"), count(second, "updated")), (0, 0), "{name}: {second}");
        assert_eq!(count(second, "rejected"), count(first, "rejected"), "{name}");
    }
    let verified = run(dir.path(), ["verify"]);
    assert_eq!((verified.code, &verified.lines[0]["reviews"]), (Some(0), &total.into()), "{verified:?}");
}

/// Two exports whose ids meet stay apart under their own sources.
#[test]
fn a_real_export_under_another_source_does_not_collide() {
    let Some(path) = real_export("jd-aircon.gb18030.csv") else { return };
    let dir = TempDir::new().unwrap();
    let path = path.to_str().unwrap();
    for source in ["one", "two"] {
        let imported = run(dir.path(), ["import", path, "--source", source]);
        assert!(matches!(imported.code, Some(0 | 3)), "{imported:?}");
        let report = &imported.lines[0];
        assert_eq!(report["source"], source);
        assert_eq!(
            count(report, "inserted") + count(report, "rejected") + count(report, "unchanged"),
            9_507,
            "{report}"
        );
        assert_eq!(count(report, "updated"), 0, "{report}");
    }
}
