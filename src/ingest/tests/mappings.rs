//! Mappings: columns, scales, answers, items chosen by people; surveys; and previews to choose them by.

use super::*;
use crate::domain::rating::Rating;

fn mapped(toml: &str) -> Options {
    Options { mapping: Some(Preset::parse(toml).unwrap()), ..Options::default() }
}

fn look(name: &str, bytes: &[u8], options: &Options) -> Vec<Preview> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    preview(Input::from(&path), &Schema::builtin().unwrap(), options).unwrap()
}

fn ratings(file: &Read) -> Vec<Option<f64>> {
    file.contents().map(|content| content.rating.map(Rating::stars)).collect()
}

#[test]
fn a_mapping_names_columns_scale_zone_item_and_source() {
    let csv = "序,甲,乙,丙,评分\n1,好吃,9,2021-09-04 12:00,x\n2,难吃,2,-,y\n".as_bytes();
    let mut options = mapped(
        "source = 'mine'\nitem = '一号店'\nscale = '10'\nzone = 'UTC'\nmissing = ['-']\n\
         columns = { '序' = 'external_id', '甲' = 'text', '乙' = 'rating', '丙' = 'created' }",
    );
    options.mapping.as_mut().unwrap().columns.insert("评分".to_owned(), None);
    let file = try_read("a.csv", csv, &options).unwrap();
    assert_eq!((file.ids(), file.texts()), (vec!["mine:1".to_owned(), "mine:2".to_owned()], vec!["好吃", "难吃"]));
    assert_eq!(ratings(&file), [Some(4.5), Some(1.0)]);
    assert_eq!(file.records[0].content.created.unwrap().unix_s, 1_630_756_800);
    assert!(file.contents().all(|content| content.item.as_deref() == Some("一号店")));
    assert_eq!(file.warned(), []);
}

#[test]
fn a_mapping_lies_over_a_preset_and_options_over_both() {
    let csv = "店铺名称,评价时间,评价内容,消费菜品,评分,备注\n一号店,2021-09-04,好,锅,80,加菜\n,2021-09-04,差,锅,,\n"
        .as_bytes();
    let options = Options {
        preset: Some("meituan".to_owned()),
        item: Some("总店".to_owned()),
        ..mapped("scale = '100'\ncolumns = { '备注' = 'append', '没有' = 'city' }")
    };
    let file = try_read("a.csv", csv, &options).unwrap();
    assert_eq!((file.records[0].id.source.as_str(), ratings(&file)), ("meituan", vec![Some(4.0), None]));
    let items: Vec<_> = file.contents().map(|content| content.item.as_deref().unwrap()).collect();
    assert_eq!((items, file.records[0].content.append.as_deref()), (vec!["一号店", "总店"], Some("加菜")));
    assert!(file.warned().contains(&("missing_column", "没有")));
}

#[test]
fn a_scale_in_the_header_holds_unless_someone_says_otherwise() {
    let csv = "评价内容,评分（10分制）\n好,9\n".as_bytes();
    assert_eq!(ratings(&read("a.csv", csv)), [Some(4.5)]);
    assert_eq!(ratings(&read_text("评价内容,评分\n好,4.5分\n差,★☆☆☆☆\n")), [Some(4.5), Some(1.0)]);
    assert_eq!(try_read("a.csv", csv, &mapped("scale = '5'")).unwrap().faults(), [(1, "invalid_rating")]);
}

#[test]
fn faults_of_a_mapping_are_named() {
    let refused = |toml: &str| try_read("a.csv", b"text\nx\n", &mapped(toml)).err();
    assert!(matches!(refused("columns = { a = 'nothing' }"), Some(IngestError::InvalidMapping { .. })));
    assert!(matches!(refused("zone = 'Mars/Base'"), Some(IngestError::InvalidMapping { .. })));
    assert!(matches!(refused("source = 'A B'"), Some(IngestError::InvalidSource(_))));
}

const SURVEY: &str = "序号,提交答卷时间,所用时间,来源,1、您的性别,2、总体满意度打分,3、您对服务有什么建议？,4、为什么选择我们\n\
    1,2021-09-04 10:00:00,30秒,微信,女,5,上菜快一点,离家近\n\
    2,2021-09-04 10:01:00,20秒,微信,男,4,(空),好吃\n\
    3,2021-09-04 10:02:00,10秒,链接,男,3,,(跳过)\n\
    4,2021-09-04 10:03:00,10秒,链接,男,,,\n";

#[test]
fn answers_to_open_questions_become_reviews() {
    let file = read_text(SURVEY);
    assert_eq!((file.description.preset.as_str(), file.description.source.as_str()), ("wjx", "survey"));
    let told: Vec<_> = file
        .records
        .iter()
        .map(|record| {
            let content = &record.content;
            (record.row, content.text.as_str(), content.attributes.get("question").map(String::as_str))
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, "上菜快一点", Some("3、您对服务有什么建议？")),
            (1, "离家近", Some("4、为什么选择我们")),
            (2, "好吃", Some("4、为什么选择我们")),
            (3, "", None),
        ]
    );
    assert_eq!(ratings(&file), [Some(5.0), Some(5.0), Some(4.0), Some(3.0)]);
    assert_eq!(file.faults(), [(4, "empty_row")]);
    assert_eq!(file.records[0].content.attributes["channel"], "微信");
    let ids = file.ids();
    assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), 4);
    assert_eq!(ids, read_text(SURVEY).ids());
}

#[test]
fn answers_of_rows_with_ids_keep_theirs_wherever_the_column_stands() {
    let options = mapped("answers = ['乙', '丙']\ncolumns = { '甲' = 'external_id' }");
    let one = try_read("a.csv", "甲,乙,丙,评价内容\n7,好,差,正文\n".as_bytes(), &options).unwrap();
    let other = try_read("a.csv", "丙,评价内容,乙,甲\n差,正文,好,7\n".as_bytes(), &options).unwrap();
    assert_eq!(one.texts(), ["正文", "好", "差"]);
    let (mut ids, mut others) = (one.ids(), other.ids());
    assert!(ids[0] == "import:7" && ids[1..].iter().all(|id| id.starts_with("import:7#")), "{ids:?}");
    ids.sort();
    others.sort();
    assert_eq!(ids, others);
}

#[test]
fn a_survey_of_an_unknown_tool_is_known_by_its_open_questions() {
    let file = read_text("答题时间,Q1 年龄,Q2 请说明不满意的原因\n2021-09-04,20,太慢\n");
    assert_eq!((file.description.preset.as_str(), file.texts()), ("survey", vec!["太慢"]));
    let code = try_read("a.csv", "答题时间,Q1 年龄\n2021-09-04,20\n".as_bytes(), &Options::default()).err();
    assert!(matches!(code, Some(IngestError::MissingTextColumn { .. })));
}

#[test]
fn a_preview_shows_what_an_import_would_read() {
    let rows: String = (0..30).map(|row| format!("{row},第{row}条,5\n")).collect();
    let gb = encoding_rs::GB18030.encode(&format!("评价ID,评价内容,评分\n{rows}x,坏的,99\n")).0.into_owned();
    let previews = look("a.csv.gz", &gzip(&gb), &Options::default());
    let [Preview { description, columns, rows, rows_examined, rows_rejected, problem, .. }] = &previews[..] else {
        panic!()
    };
    assert_eq!(
        (description.encoding, description.compression, description.delimiter),
        (Some("gb18030"), Some("gzip"), Some(','))
    );
    let shown: Vec<_> = columns.iter().map(|column| (column.name.as_str(), column.field.as_deref().unwrap())).collect();
    assert_eq!(shown, [("评价ID", "external_id"), ("评价内容", "text"), ("评分", "rating")]);
    assert_eq!(
        (&columns[1].samples[..], &columns[2].samples[..]),
        (&["第0条", "第1条", "第2条"].map(str::to_owned)[..], &["5", "99"].map(str::to_owned)[..])
    );
    assert_eq!((rows.len(), *rows_examined, *rows_rejected), (20, 31, 1));
    let imported = read("a.csv", &gb);
    assert!(rows.iter().zip(&imported.records).all(|(row, record)| row.records == [record.clone()]));
    assert!(problem.is_none());
    // Given back as the mapping, what was recognised reads the same.
    let again = Options { mapping: Some(description.effective.clone()), ..Options::default() };
    assert_eq!(try_read("a.csv", &gb, &again).unwrap().records, imported.records);
}

#[test]
fn a_preview_of_what_lacks_a_text_column_shows_its_columns() {
    let previews = look("a.csv", "甲,乙\n好吃,5\n,\n难吃,1\n".as_bytes(), &Options::default());
    assert!(matches!(previews[0].problem, Some(IngestError::MissingTextColumn { .. })));
    assert_eq!(previews[0].columns[0].samples, ["好吃", "难吃"]);
    assert!(previews[0].rows.iter().all(|row| row.reject.as_ref().unwrap().reason.name() == "empty_row"));
    let fixed = look("a.csv", "甲,乙\n好吃,5\n".as_bytes(), &mapped("columns = { '甲' = 'text' }"));
    assert!(fixed[0].problem.is_none() && fixed[0].rows[0].records[0].content.text == "好吃");
}

#[test]
fn presets_know_the_columns_of_their_platforms() {
    let preset = |header: &str| {
        let row = header.split(',').map(|_| "").collect::<Vec<_>>().join(",");
        let file = read_text(&format!("{header}\n{row}\n"));
        let mapping = file.description.mapping;
        (file.description.preset, mapping.iter().filter(|(_, field)| field.as_deref() == Some("text")).count())
    };
    for (header, name) in [
        ("点评门店,点评时间,总体评分,点评内容,商户回复", "dianping"),
        ("片名,用户,评分,短评,有用,时间", "douban"),
        ("酒店名称,房型,综合评分,点评内容,入住日期,发表日期,酒店回复", "ctrip"),
        ("title,review,rating,version,date,nickname", "appstore"),
        (
            "Package Name,App Version Name,Review Submit Date and Time,Star Rating,Review Title,Review Text,Developer Reply Text",
            "android",
        ),
    ] {
        assert_eq!(preset(header), (name.to_owned(), 1), "{header}");
    }
}
