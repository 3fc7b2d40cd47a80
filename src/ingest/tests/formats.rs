//! Formats, encodings, presets: what is recognised, and that the cells come out as they went in.

use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};

use super::*;
use crate::ingest::Format;

#[test]
fn each_encoding_gives_the_same_records() {
    let text = "评价内容,评分\r\n\"上菜慢，\r\n等了一小时\",2\r\n很好吃,4.5\r\n";
    for (encoding, bytes) in in_each_encoding(text) {
        for bytes in [gzip(&bytes), zstd(&bytes), bytes] {
            let file = read("export", &bytes);
            assert_eq!(file.description.encoding, Some(encoding));
            assert_eq!(file.texts(), ["上菜慢，\r\n等了一小时", "很好吃"], "{encoding}");
        }
    }
}

#[test]
fn a_named_encoding_goes_before_the_recognised_one() {
    // So few and so rare characters that nothing can be recognised.
    let bytes = encoding_rs::GB18030.encode("text,rating\n龘靐齾,5\n").0;
    assert!(matches!(try_read("a.csv", &bytes, &Options::default()), Err(IngestError::UnknownEncoding)));
    let told = |name: &str| Options { encoding: Some(name.to_owned()), ..Options::default() };
    let file = try_read("a.csv", &bytes, &told("GBK")).unwrap();
    assert_eq!((file.texts(), file.description.encoding), (vec!["龘靐齾"], Some("gb18030")));
    let refused = try_read("a.csv", &bytes, &told("big5"));
    assert!(matches!(refused, Err(IngestError::UnreadEncoding { name }) if name == "big5"));
}

#[test]
fn objects_within_reviews_can_be_mapped() {
    let text =
        r#"[{"user":{"name":"甲","city":"武汉"},"body":{"content":"上菜慢","star":2}},{"body":{"content":"好吃"}}]"#;
    let columns = [("body.content", "text"), ("body.star", "rating"), ("user.name", "author"), ("user.city", "city")];
    let columns = columns.map(|(column, field)| (column.to_owned(), Some(field.to_owned())));
    let mapping = Preset { columns: columns.into(), ..Preset::default() };
    let file = try_read("a.json", text.as_bytes(), &Options { mapping: Some(mapping), ..Options::default() }).unwrap();
    assert_eq!(file.texts(), ["上菜慢", "好吃"]);
    let first = file.contents().next().unwrap();
    assert_eq!((first.attributes["author"].as_str(), first.attributes["city"].as_str()), ("甲", "武汉"));
    assert_eq!(first.rating_raw.as_deref(), Some("2"));
}

#[test]
fn the_second_byte_of_a_character_is_no_delimiter() {
    // In GB18030 the second bytes of these are `|` and `\`; of the four-byte character, digits.
    let text = "评价内容|评分\n誡|1\n乗\\|2\n㐀|3\n";
    let bytes = encoding_rs::GB18030.encode(text).0;
    assert!(bytes.windows(2).any(|pair| pair[0] > 0x80 && pair[1] == b'|'), "{bytes:x?}");
    assert_eq!(read("export.csv", &bytes).texts(), ["誡", "乗\\", "㐀"]);
}

#[test]
fn the_separator_is_found_in_the_header() {
    for (separator, format) in [(",", Format::Csv), ("\t", Format::Tsv), (";", Format::Csv), ("|", Format::Csv)] {
        let file =
            read("export.csv", ["评价内容", "评分\n好, 很好", "5\n"].join(separator).replace("好, ", "好").as_bytes());
        assert_eq!((file.description.format, file.texts()), (format, vec!["好很好"]), "{separator:?}");
    }
}

#[test]
fn a_json_array_is_read_element_by_element() {
    let file = read(
        "export.txt",
        r#" [ {"text":"好吃]}\"","rating":4.5,"id":9007199254740993,"images":["a",{"b":1}]},
        {"text":null,"rating":5,"hot":true}, 7, {"text":"x" ]"#
            .as_bytes(),
    );
    assert_eq!(file.description.format, Format::Json);
    assert_eq!(file.texts(), ["好吃]}\"", ""]);
    assert_eq!(file.records[0].id.external_id, "9007199254740993");
    assert_eq!(file.records[0].content.attributes["images"], r#"["a",{"b":1}]"#);
    assert_eq!(file.faults(), [(3, "invalid_json"), (4, "invalid_json")]);
    assert!(file.warned().contains(&("unmapped_column", "hot")));
    assert_eq!(file.description.path.as_deref(), Some("$"));
}

#[test]
fn json_lines_may_have_a_bad_line_and_new_keys() {
    let file =
        read("x", "{\"rating\":5}\n\n{\"text\":\"一\",\n{\"text\":\"二\",\"城市\":\"武汉\"}\r\n[1]\n".as_bytes());
    assert_eq!(file.description.format, Format::Jsonl);
    assert_eq!(file.faults(), [(2, "invalid_json"), (4, "invalid_json")]);
    assert_eq!(file.rejects[0].raw, "{\"text\":\"一\",");
    assert_eq!(file.records[1].content.attributes["city"], "武汉");
}

#[test]
fn a_workbook_keeps_dates_and_ids() {
    let mut book = Workbook::new();
    book.add_worksheet();
    let sheet = book.add_worksheet();
    for (column, name) in ["评价ID", "评价时间", "评分", "评价内容", "评论数字"].iter().enumerate() {
        sheet.write_string(1, u16::try_from(column).unwrap(), *name).unwrap();
    }
    let format = CellFormat::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let time = ExcelDateTime::from_ymd(2021, 9, 4).unwrap().and_hms(21, 51, 1).unwrap();
    sheet.write_number(2, 0, 4_503_599_627_370_497.0).unwrap();
    sheet.write_datetime_with_format(2, 1, &time, &format).unwrap();
    sheet.write_number(2, 2, 5).unwrap();
    sheet.write_string(2, 3, " 好吃\n").unwrap();
    sheet.write_string(4, 0, "A-2").unwrap();
    sheet.write_number(4, 1, 44_443.5).unwrap();
    sheet.write_string(4, 3, "不错").unwrap();
    sheet.write_number(5, 0, 90_071_992_547_409_920.0).unwrap();
    sheet.write_number(5, 2, 3.5).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    for bytes in [gzip(&bytes), zstd(&bytes), bytes] {
        let file = read("export.csv", &bytes);
        assert_eq!(file.description.format, Format::Xlsx);
        assert_eq!(file.ids(), ["import:4503599627370497", "import:A-2", "import:90071992547409920"]);
        assert_eq!(file.texts(), [" 好吃\n", "不错", ""]);
        let times: Vec<Option<i64>> = file.contents().map(|content| content.created.map(|at| at.unix_s)).collect();
        assert_eq!(times, [Some(1_630_763_461), Some(1_630_728_000), None]);
        assert!(file.warned().contains(&("inexact_number", "评价ID: 1")), "{:?}", file.warned());
        assert_eq!(file.records[0].content.rating_raw.as_deref(), Some("5"));
    }
}

#[test]
fn presets_and_options_give_the_source() {
    let meituan = "店铺名称,评价时间,评价内容,消费菜品\n一号店,2021-09-04,好,锅\n".as_bytes();
    let source = |options: Options| {
        let file = try_read("jd.csv", meituan, &options).unwrap();
        (file.description.preset, file.records[0].id.source.clone())
    };
    let named = |name: &str| name.to_owned();
    assert_eq!(source(Options::default()), (named("meituan"), named("meituan")));
    assert_eq!(
        source(Options { source: Some(named("mine")), ..Options::default() }),
        (named("meituan"), named("mine"))
    );
    assert_eq!(
        source(Options { preset: Some(named("generic")), ..Options::default() }),
        (named("generic"), named("import"))
    );
    assert_eq!(read_text("text\n好\n").records[0].id.source, "import");
}

#[test]
fn cells_stay_as_they_are_and_empty_ones_are_absent() {
    let file = read_text("title,text,评分,品牌,city,赞\n,\" 好 \r\n\",4.0, a ,,12.0\n");
    let content = &file.records[0].content;
    assert_eq!((content.text.as_str(), content.title.as_deref()), (" 好 \r\n", None));
    assert_eq!((content.rating_raw.as_deref(), content.likes), (Some("4.0"), Some(12)));
    assert_eq!(
        content.attributes.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect::<Vec<_>>(),
        [("brand", " a ")]
    );
}

#[test]
fn a_date_without_a_year_is_kept_as_it_stands() {
    let file = read_text("text,日期\n好,01.07\n差,12-31\n,\n");
    assert!(file.contents().all(|content| content.created.is_none()));
    assert_eq!(file.records[0].content.attributes["created_raw"], "01.07");
    assert!(file.warned().contains(&("no_year", "2")), "{:?}", file.warned());
    assert_eq!(file.faults(), []);
}

#[test]
fn what_the_file_lacks_is_said() {
    let codes = |text| read_text(text).warnings.into_iter().map(|warning| warning.code).collect::<Vec<_>>();
    assert_eq!(codes("text,label\n好,1\n"), ["no_rating", "no_item", "no_time", "no_external_id"]);
    assert_eq!(codes("id,text,评分,商品,日期,x\n1,好,5,锅,2021-01-01,\n"), ["unmapped_column"]);
}

#[test]
fn a_label_is_never_a_rating() {
    let file = read_text("label,review\n1,好\n");
    assert_eq!((file.records[0].content.rating, &*file.records[0].content.attributes["label"]), (None, "1"));
}

#[test]
fn quotes_and_delimiters_within_characters_are_none() {
    // Two-byte characters of GBK whose second byte is 0x7c, four-byte ones with digits, and the bytes 0x22 and 0x2c behind a lead byte, which
    // are no character: their row is rejected, and neither its neighbours nor their cells are touched.
    let good = encoding_rs::GBK.encode("评价内容,评分\n很好吃的火锅,5\n誡乗亅,4\n").0;
    let bad: &[u8] = b"\x81\x22a,3\n\x81\x2cb,2\n";
    let last = encoding_rs::GBK.encode("最后一行,1\n").0;
    let file = read("a.csv", &[&good, bad, &last].concat());
    assert_eq!(file.texts(), ["很好吃的火锅", "誡乗亅", "最后一行"]);
    assert_eq!(file.faults(), [(3, "invalid_encoding"), (4, "invalid_encoding")]);
    assert_eq!(file.description.encoding, Some("gb18030"));
    assert!(file.description.encoding_confidence.is_some_and(|sure| sure > 0.5 && sure < 1.0));
}

#[test]
fn titles_above_the_header_are_passed_over_and_told() {
    let file = read_text("武汉店评价导出\n导出时间,2021-09-05,共2条\n\n评价内容;评分;城市\n好;5;武汉\n差;1;\n");
    assert_eq!((file.texts(), file.description.header_row), (vec!["好", "差"], Some(3)));
    assert_eq!(file.description.delimiter, Some(';'));
    assert!(file.warned().contains(&("rows_above_header", "2")), "{:?}", file.warned());
}

#[test]
fn reviews_within_a_json_document_are_found() {
    let document = r#"{"code":0,"data":{"total":2,"comments":[{"content":"好","score":5},{"content":"差","score":1}],"hot":[{"content":"热"}]}}"#;
    let file = read("a.json", document.as_bytes());
    assert_eq!((file.texts(), file.description.path.as_deref()), (vec!["好", "差"], Some("data.comments")));
    assert!(file.warned().contains(&("other_path", "data.hot")), "{:?}", file.warned());
    let named = Options { path: Some("/data/hot".to_owned()), ..Options::default() };
    assert_eq!(try_read("a.json", document.as_bytes(), &named).unwrap().texts(), ["热"]);
    // Pages of an interface, one a line.
    let pages = format!("{document}\n{document}\n");
    assert_eq!(read("a.jsonl", pages.as_bytes()).texts().len(), 4);
    let wrong = Options { path: Some("data.none".to_owned()), ..Options::default() };
    assert!(matches!(try_read("a.json", document.as_bytes(), &wrong), Err(IngestError::UnknownPath { .. })));
}

#[test]
fn what_stands_outside_of_a_json_document_is_a_row_that_cannot_be_read() {
    let file = read("a.json", "[{\"text\":\"好\"}]\noops\n{\"text\":\"行\"}\n".as_bytes());
    assert_eq!((file.texts(), file.faults()), (vec!["好", "行"], vec![(2, "invalid_json")]));
}
