//! Rejected rows come back: written for repair, repaired, and read as what the export said.

use super::*;
use crate::{
    domain::ledger::{Counts, Import, ImportState},
    ingest::RejectsCsv,
};

/// The rejected rows of a file as they are downloaded.
fn download(file: &Read) -> String {
    let import = Import {
        number: 1,
        file: "a.csv".to_owned(),
        source: file.description.source.clone(),
        state: ImportState::Done,
        counts: Counts::default(),
        warnings: Vec::new(),
        tables: file.tables.clone(),
        started_unix_s: 0,
        ended_unix_s: None,
        failure: None,
    };
    let csv = RejectsCsv::new(&import, true);
    String::from_utf8([csv.head(), csv.lines(&file.rejects)].concat()).unwrap()
}

#[test]
fn rejected_rows_are_repaired_and_read_as_if_nothing_had_been_wrong() {
    let good = "评价ID,评价内容,评分,评价时间,标题\n\
        0012345678901,\"=SUM(A1)\n第二行, \"\"引号\"\"\",4,2021-09-04,'撇号\n8,好,5,2021-09-04,-减号\n";
    let bad = good.replace(",4,2021", ",44,2021").replace("5,2021-09-04", "5,2021-02-30");
    let options = Options { source: Some("mine".to_owned()), ..Options::default() };
    let rejected = try_read("a.csv", bad.as_bytes(), &options).unwrap();
    assert_eq!(rejected.faults(), [(1, "invalid_rating"), (2, "invalid_time")]);
    let csv = download(&rejected);
    assert!(csv.starts_with("\u{feff}row,reason,column,detail,hint,source,raw,评价ID,评价内容"), "{csv}");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for cell in reader.records().map(Result::unwrap).flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>()) {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell} would run");
    }
    // As it is, it is rejected again, for the same reasons.
    let again = read("rejects.csv", csv.as_bytes());
    assert!(again.description.is_repair && again.faults() == rejected.faults(), "{:?}", again.faults());
    assert_eq!(again.rejects[0].cells, rejected.rejects[0].cells);
    let repaired =
        read("rejects.csv", csv.replace(",44,2021", ",4,2021").replace("5,2021-02-30", "5,2021-09-04").as_bytes());
    let whole = try_read("a.csv", good.as_bytes(), &options).unwrap();
    assert_eq!((repaired.faults(), &repaired.records), (vec![], &whole.records));
    let strange: Vec<_> = repaired.warned().into_iter().filter(|(code, _)| *code == "unmapped_column").collect();
    assert_eq!(strange, []);
}

#[test]
fn rows_that_could_not_be_cut_are_repaired_in_their_columns_or_as_json() {
    let file = read_text("text,评分\n\"好,1\n差,2,3\n行,4\n");
    assert_eq!(file.rejects[0].cells, ["\"好", "1"]);
    let csv = download(&file).replace("\"\"\"好\",1\r", "好,1\r");
    let repaired = read("rejects.csv", csv.as_bytes());
    assert_eq!((repaired.texts(), repaired.faults()), (vec!["好", "差"], vec![]), "{csv}");
    let lines = read("a.jsonl", "{\"text\":\"一\",\"rating\":5}\n{\"text\":\"二\",\"rating\":3\n".as_bytes());
    assert_eq!(lines.faults(), [(2, "invalid_json")]);
    let csv = download(&lines);
    assert_eq!(read("rejects.csv", csv.as_bytes()).faults(), [(1, "empty_row")]);
    let repaired = read("rejects.csv", csv.replace("\"\"rating\"\":3", "\"\"rating\"\":3}").as_bytes());
    assert_eq!((repaired.texts(), repaired.faults()), (vec!["二"], vec![]));
}

#[test]
fn a_source_that_cannot_be_one_is_not_taken_from_the_file() {
    let csv = "row,reason,column,detail,hint,source,raw,text\n1,empty_row,,,,NOT OK,,好\n";
    assert_eq!(read_text(csv).records[0].id.source, "import");
}

#[test]
fn rows_of_several_sheets_keep_their_columns_apart() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, columns) in [("一月", ["评价内容", "评分"]), ("二月", ["评分", "评价内容"])] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (column, title) in (0..).zip(columns) {
            sheet.write_string(0, column, title).unwrap();
            sheet.write_string(1, column, if title == "评分" { "7" } else { name }).unwrap();
        }
    }
    let csv = download(&read("a.xlsx", &book.save_to_buffer().unwrap()));
    let repaired = read("rejects.csv", csv.replace(",7\r", ",5\r").as_bytes());
    assert_eq!(repaired.texts(), ["一月", "二月"], "{csv}");
    assert!(csv.contains("\n一月 1,") && csv.contains("\n二月 1,"), "{csv}");
}
