//! Broken files and broken rows: each row has its reason, and no fault swallows its neighbours.

use super::*;
use crate::{
    domain::ledger::RejectReason,
    error::{Code, Coded},
    limits::{KEYWORD_CHARS, REJECT_RAW_CHARS, ROW_BYTES, TEXT_CHARS},
};

fn code(name: &str, bytes: &[u8]) -> Option<Code> {
    try_read(name, bytes, &Options::default()).err().map(|error| {
        assert!(error.hint().is_some());
        error.code()
    })
}

#[test]
fn a_ragged_row_is_rejected_with_its_text() {
    let file = read_text("text,评分\n好\n差,1,2\n行,3\n\n \r\n");
    assert_eq!(file.faults(), [(1, "column_count"), (2, "column_count")]);
    assert_eq!((file.rejects[1].raw.as_str(), file.rejects[1].detail.as_str()), ("差,1,2", "3 ≠ 2"));
    assert_eq!(file.texts(), ["行"]);
}

#[test]
fn a_broken_quote_costs_one_line() {
    let file = read_text("text,评分\n\"好,1\n差,2\n\"行\",3\n\"a\"b,4\n末,5\n");
    assert_eq!(file.faults(), [(1, "broken_quoting"), (4, "broken_quoting")]);
    assert_eq!(file.rejects[0].raw, "\"好,1");
    assert_eq!(file.texts(), ["差", "行", "末"]);
    let unclosed = format!("text,评分\n\"好,1\n{}", "差,2\n".repeat(1_500_000));
    let file = read_text(&unclosed);
    assert_eq!((file.faults(), file.records.len()), (vec![(1, "broken_quoting")], 1_500_000));
}

#[test]
fn a_row_or_cell_beyond_its_limit_is_rejected() {
    let long = |chars: usize| "好".repeat(chars);
    let text = format!(
        "text,品牌,id\n{},b,1\nx,{},2\ny,b,{}\n{},b,4\n\"\n{}\",b,5\nz,b,6\n",
        long(TEXT_CHARS + 1),
        long(KEYWORD_CHARS + 1),
        "7".repeat(201),
        long(2 * ROW_BYTES),
        long(ROW_BYTES / 2),
    );
    let file = read_text(&text);
    assert_eq!(file.faults(), (1..=5).map(|row| (row, "too_long")).collect::<Vec<_>>());
    assert!(file.rejects.iter().all(|reject| reject.raw.chars().count() <= REJECT_RAW_CHARS));
    assert_eq!(file.texts(), ["z"]);
    let json = format!("[{{\"text\":\"{}\"}},{{\"text\":\"z\"}}]", long(2 * ROW_BYTES));
    let file = read("x.json", json.as_bytes());
    assert_eq!((file.faults(), file.texts()), (vec![(1, "too_long")], vec!["z"]));
}

#[test]
fn undecodable_bytes_reject_their_row_only() {
    let utf8 = ["text,评分\n好,1\n".as_bytes(), b"a\xff\xfeb,2\n", "末\u{fffd},3\n".as_bytes()].concat();
    let (gb_good, gb_last) =
        (encoding_rs::GB18030.encode("评价内容,评分\n很好吃,1\n").0, encoding_rs::GB18030.encode("末,3\n").0);
    let gb = [&*gb_good, b"a\xff,2\n", &*gb_last].concat();
    let utf16_text = |text: &str| utf16(text, u16::to_le_bytes);
    let le = [b"\xff\xfe".to_vec(), utf16_text("text,评分\n好,1\n"), vec![0, 0xd8], utf16_text(",2\n末,3\n")].concat();
    for bytes in [utf8, gb, le] {
        let file = read("export.csv", &bytes);
        assert_eq!(file.faults(), [(2, "invalid_encoding")], "{:?}", file.description.encoding);
        assert_eq!(file.records[1].content.rating_raw.as_deref(), Some("3"));
    }
}

#[test]
fn values_that_are_none_reject_the_row() {
    let file = read_text(
        "text,评分,日期,赞\n好,6,,\n好,坏,,\n好,,2021-02-30,\n好,,昨天,\n好,,,1.5\n,,2021-02-01,3\n好,\\N,NULL, \n",
    );
    let reasons = ["invalid_rating", "invalid_rating", "invalid_time", "invalid_time", "invalid_count", "empty_row"];
    assert_eq!(file.rejects.iter().map(|reject| reject.reason.name()).collect::<Vec<_>>(), reasons);
    assert_eq!(file.rejects[0].detail, "评分 = \"6\"");
    assert_eq!((file.rejects[0].raw.as_str(), file.rejects[0].column.as_deref()), ("好\t6", Some("评分")));
    assert_eq!(file.rejects[3].cells, ["好", "", "昨天"]);
    assert_eq!(file.records[0].content, Content { text: "好".to_owned(), ..Content::default() });
}

#[test]
fn rows_before_the_fault_of_an_archive_are_delivered_first() {
    let mut text = "text,评分\n".to_owned();
    for row in 0..50_000_u64 {
        text.push_str(&format!("好吃{},5\n", row.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    }
    let whole = gzip(text.as_bytes());
    let file = read("export.csv.gz", &whole[..whole.len() / 2]);
    assert!((10_000..40_000).contains(&file.records.len()) && file.rejects.is_empty(), "{}", file.records.len());
    assert_eq!(file.error.map(|error| error.code()), Some(Code::BrokenArchive));
    assert_eq!(code("export.csv.gz", &whole[..12]), Some(Code::BrokenArchive));
}

#[test]
fn files_that_are_no_exports_are_refused() {
    assert_eq!(code("a.csv", b""), Some(Code::EmptyFile));
    assert_eq!(code("a.csv", b"\xef\xbb\xbf\r\n \n"), Some(Code::EmptyFile));
    assert_eq!(code("a.json", b"[]"), Some(Code::EmptyFile));
    assert_eq!(code("a.tar", &[&[b'x'; 257], b"ustar".as_slice()].concat()), Some(Code::UnknownFormat));
    assert_eq!(code("a.csv", b"\x89PNG\r\n\x1a\n\0\0"), Some(Code::UnknownFormat));
    assert_eq!(code("a.xlsx", b"PK\x03\x04 and then nothing"), Some(Code::BrokenArchive));
    assert_eq!(code("a.jsonl", b"oops\nno\n"), Some(Code::UnknownFormat));
    assert_eq!(code("a.csv", "評分,餐點很好吃服務態度也不錯".as_bytes()), Some(Code::MissingTextColumn));
    let big5 = encoding_rs::BIG5.encode("評分,內容\n5,餐點很好吃，服務態度也不錯，下次還會再來\n").0;
    assert_eq!(code("a.csv", &big5), Some(Code::UnknownEncoding));
    let mostly = [b"text\n".as_slice(), &b"plain ascii \xff\n".repeat(9), "好\n".repeat(40).as_bytes()].concat();
    assert_eq!(code("a.csv", &mostly), None);
    let worse = [b"text\n".as_slice(), &"很好吃很好吃".as_bytes().repeat(9), &b"plain \xff\n".repeat(9)].concat();
    assert_eq!(code("a.csv", &worse), Some(Code::UnknownEncoding));
    let wide = format!("text{}\n", ",x".repeat(1_000));
    assert_eq!(code("a.csv", wide.as_bytes()), Some(Code::LimitExceeded));
}

#[test]
fn a_nul_character_rejects_its_row_only() {
    let file = read("a.csv", b"text,id\ngood,1\nba\0d,2\n\0,3\nfine,4\n");
    assert_eq!(file.faults(), [(2, "nul_byte"), (3, "nul_byte")]);
    assert_eq!((file.texts(), file.rejects[0].column.as_deref()), (vec!["good", "fine"], Some("text")));
    let json = read("a.jsonl", b"{\"text\":\"a\\u0000b\"}\n{\"text\":\"c\"}\n");
    assert_eq!((json.faults(), json.texts()), (vec![(1, "nul_byte")], vec!["c"]));
    // What a crash leaves behind: zeros where the end was to be.
    let torn = [b"text,id\ngood,1\n".as_slice(), &[0; 5_000]].concat();
    assert_eq!(read("a.csv", &torn).faults(), [(2, "column_count")]);
}

#[test]
fn files_that_were_joined_lose_their_marks_and_headers() {
    let part = "\u{feff}text,评分\n好,5\n";
    let file = read_text(&part.repeat(3));
    assert_eq!((file.texts(), file.faults()), (vec!["好"; 3], vec![]));
    assert!(file.warned().contains(&("bom_in_middle", "2")) && file.warned().contains(&("repeated_header", "2")));
    let quoted = "\u{feff}\"text\",\"评分\"\r\n\"好\",5\r\n";
    for (_, bytes) in in_each_encoding(&quoted.repeat(2)) {
        assert_eq!(read("a.csv", &bytes).texts(), ["好", "好"]);
    }
    let arrays = read("a.json", "[{\"text\":\"一\"}]\n\u{feff}[{\"text\":\"二\"}]".as_bytes());
    assert_eq!((arrays.texts(), arrays.faults()), (vec!["一", "二"], vec![]));
    let lines = read("a.jsonl", "\u{feff}{\"text\":\"一\"}\n\u{feff}{\"text\":\"二\"}\n".as_bytes());
    assert_eq!((lines.texts(), lines.faults()), (vec!["一", "二"], vec![]));
}

#[test]
fn a_torn_file_loses_no_row_silently() {
    let csv = read_text("id,text,评分\n1,好,5\n2,很");
    assert_eq!(csv.faults(), [(2, "column_count")]);
    assert_eq!(read_text("id,text\n1,好\n2,\"很").faults(), [(2, "broken_quoting")]);
    for (json, faults) in [
        ("[{\"text\":\"好\"},{\"te", vec![(2, "invalid_json")]),
        ("[{\"text\":\"好\"},", vec![]),
        ("{\"data\":[{\"text\":\"好\"}", vec![]),
    ] {
        let file = read("a.json", json.as_bytes());
        assert_eq!((file.texts(), file.faults()), (vec!["好"], faults), "{json}");
        assert!(file.warned().contains(&("torn_file", "")), "{json}");
    }
    assert!(!read("a.json", b"[{\"text\":\"x\"}]").warned().contains(&("torn_file", "")));
}

#[test]
fn lines_that_end_in_different_ways_are_all_rows() {
    let file = read_text("text,评分\r\n一,1\n二,2\r三,3\r\n\"四\r四\",4\r五,5\n");
    assert_eq!((file.texts(), file.faults()), (vec!["一", "二", "三", "四\r四", "五"], vec![]));
    let mac = read_text("text,评分\r一,1\r\r\"二\r\",2\r");
    assert_eq!((mac.texts(), mac.faults()), (vec!["一", "二\r"], vec![]));
}

#[test]
fn blank_rows_are_no_rows_and_a_rating_alone_is_a_review() {
    let file = read_text("text,评分,city\n,,\n \t,,\n,4,\n,,武汉\n好,,,\n");
    assert_eq!(file.faults(), [(2, "empty_row")]);
    assert_eq!(file.texts(), ["", "好"]);
    assert_eq!(read("a.jsonl", b"{\"text\":\"x\"}\n{}\n").faults(), [(2, "empty_row")]);
}

#[test]
fn words_are_no_ratings_but_labels() {
    let file = read_text("text,评分\n好吃,好评\n难吃,差评\n行,4\n");
    let told: Vec<_> = file
        .contents()
        .map(|content| {
            (content.rating.map(|rating| rating.stars()), content.attributes.get("label").map(String::as_str))
        })
        .collect();
    assert_eq!(told, [(None, Some("好评")), (None, Some("差评")), (Some(4.0), None)]);
    assert!(file.warned().contains(&("rating_words", "2")));
}

#[test]
fn mixed_zones_and_serial_numbers_are_read_exactly_and_told() {
    let file = read_text(
        "text,时间\na,2021-09-04 21:51\nb,2021-09-04T13:51Z\nc,2021-09-04T22:51+09:00\nd,44443.5\ne,1630763460\n",
    );
    let times: Vec<i64> = file.contents().map(|content| content.created.unwrap().unix_s).collect();
    assert_eq!(times, [1_630_763_460, 1_630_763_460, 1_630_763_460, 1_630_728_000, 1_630_763_460]);
    assert!(file.warned().contains(&("mixed_zones", "– × 1, +00:00 × 1, +09:00 × 1")), "{:?}", file.warned());
    assert!(file.warned().contains(&("excel_serial", "1")));
}

#[test]
fn every_reason_says_what_to_do_in_both_languages() {
    for reason in RejectReason::ALL {
        let hint = reason.hint();
        assert!(!hint.zh.is_ascii() && hint.en.is_ascii(), "{reason:?}");
        assert_eq!(RejectReason::parse(reason.name()), Some(*reason));
    }
}
