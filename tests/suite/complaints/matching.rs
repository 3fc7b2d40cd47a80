//! Complaints about Chinese text: what is there and is not found, and what is found and is not there.

use serde_json::json;

use super::{characters, found, places, quoted, reviews_with};
use crate::support::corpus::Corpus;

/// 「待处理」 is found and 「处理」 is not, because the engine knows the longer word only.
#[test]
fn a_word_inside_a_longer_word_is_found() {
    let corpus =
        reviews_with(&["这单还在待处理列表里", "旁边有在建工程，晚上吵", "退款处理得很快", "有 solution 吗？"]);
    assert_eq!(found(&corpus, "处理"), [0, 2]);
    assert_eq!(found(&corpus, "待处理"), [0]);
    assert_eq!(found(&corpus, "工程"), [1]);
    assert_eq!(found(&corpus, "solu"), [3]);
}

/// Whether a part of a sentence is found depends on where the dictionary happens to cut it.
#[test]
fn every_part_of_every_review_finds_it() {
    let texts = [
        "南京市长江大桥旁的店，乒乓球拍卖完了",
        "研究生命起源的书；发展中国家的结合成分子时",
        "下雨天留客 \"天留\" 我不留！3.5星",
    ];
    let corpus = reviews_with(&texts);
    for (place, text) in texts.iter().enumerate() {
        let length = text.chars().count();
        for start in 0..length {
            for end in start + 1..=length.min(start + 6) {
                let part = characters(text, start, end);
                assert!(found(&corpus, &quoted(&part)).contains(&place), "{part:?} of {text:?}");
            }
        }
    }
}

/// 「简单」 is not found in 「安装简单」, which the cutter takes for one word.
#[test]
fn a_word_glued_to_its_neighbour_is_found() {
    let corpus = reviews_with(&["安装简单，自己就能装", "包装简陋", "操作简单明了"]);
    assert_eq!(found(&corpus, "简单"), [0, 2]);
    assert_eq!(found(&corpus, "安装简单"), [0]);
}

/// 「农业」 does not find 「中国农业发展银行」, and what does find it cannot serve phrases.
#[test]
fn a_word_inside_a_name_is_found_also_as_a_phrase() {
    let corpus = reviews_with(&["开户行是中国农业发展银行", "农产品业务发展不错", "农业银行的网点"]);
    assert_eq!(found(&corpus, "农业"), [0, 2]);
    assert_eq!(found(&corpus, "\"农业发展\""), [0]);
    assert_eq!(found(&corpus, "农业 发展"), [0]);
}

/// A quoted part of a longer word finds nothing, not even a single quoted character.
#[test]
fn a_quoted_part_of_a_word_is_found() {
    let corpus = reviews_with(&["送了一个小化妆包", "小的化妆镜", "包裹破了"]);
    assert_eq!(found(&corpus, "\"小化妆\""), [0]);
    assert_eq!(found(&corpus, "\"包\""), [0, 2]);
    assert_eq!(found(&corpus, "“妆包”"), [0]);
}

/// Excluding and quoting work for languages with spaces and fail for Chinese.
#[test]
fn excluding_and_quoting_work_for_chinese() {
    let texts = ["招商基金公司的客服", "招商银行信用卡", "某公司招商广告", "招商基金，不是公司", "没有关系的评价"];
    let corpus = reviews_with(&texts);
    assert_eq!(found(&corpus, "招商 -公司"), [1]);
    assert_eq!(found(&corpus, "\"招商基金\" \"公司\""), [0, 3]);
    assert_eq!(found(&corpus, "\"招商\" -\"招商基金\""), [1, 2]);
    for q in ["招商", "公司", "\"基金公\"", "招商基金", "招商 公司", "银行 或 广告", "不是", "商"]
    {
        let both = found(&corpus, q).len() + found(&corpus, &format!("-({q})")).len();
        assert_eq!(both, texts.len(), "what holds {q} and what does not");
    }
}

/// The same words in another order find something else, or nothing.
#[test]
fn word_order_changes_nothing() {
    let corpus = reviews_with(&["客服告诉我如何写周报", "周报写得如何，告诉我一声", "如何写日报", "周报模板"]);
    for q in ["告诉我如何写周报", "如何写周报 告诉我", "周报 告诉 如何 写", "写 如何 周报 告诉", "告诉 周报 写 如何"]
    {
        assert_eq!(found(&corpus, q), [0, 1], "{q}");
    }
    for q in ["\"周报\" -模板 如何", "如何 \"周报\" -模板", "-模板 如何 \"周报\""] {
        assert_eq!(found(&corpus, q), [0, 1], "{q}");
    }
}

/// A name finds everything that shares one of its characters, or none at all.
#[test]
fn one_shared_character_is_no_match() {
    let corpus =
        reviews_with(&["本田的车主推荐", "本店不接受退货", "田园风格的装修", "销售钟俊生很热情", "店员张云很热情"]);
    assert_eq!(found(&corpus, "本田"), [0]);
    assert_eq!(found(&corpus, "张云"), [4]);
    assert_eq!(found(&corpus, "\"俊生\""), [3]);
}

/// Words that only sound alike are found in place of what was asked, until nothing can be found any more.
#[test]
fn homophones_are_not_mixed() {
    let corpus = reviews_with(&["这个景点值得去", "非常经典的款式", "布料很薄", "部分按键失灵", "不值这个价"]);
    assert_eq!(found(&corpus, "景点"), [0]);
    assert_eq!(found(&corpus, "经典"), [1]);
    assert_eq!(found(&corpus, "不"), [4]);
    assert_eq!(found(&corpus, "布"), [2]);
    // Latin letters are letters of the text, never a way of writing Chinese.
    for pinyin in ["jingdian", "bu", "jing dian"] {
        assert_eq!(found(&corpus, pinyin), [0; 0], "{pinyin}");
    }
}

/// A phrase is lost between the finest cut of the text and the coarse cut of the query, even with one cutter on both sides.
#[test]
fn a_phrase_does_not_depend_on_how_either_side_is_cut() {
    let corpus = reviews_with(&["武汉市长江大桥夜景", "武汉的市长参观了长江上的大桥", "大桥、长江、武汉"]);
    for phrase in ["武汉市", "汉市", "汉市长", "市长江", "长江大桥", "江大桥夜", "武汉市长江大桥夜景"]
    {
        assert_eq!(found(&corpus, &quoted(phrase)), [0], "{phrase}");
    }
    assert_eq!(found(&corpus, "\"市长\""), [0, 1]);
    assert_eq!(found(&corpus, "武汉 长江 大桥"), [0, 1, 2]);
}

/// A single character finds nothing where the dictionary put it into a word.
#[test]
fn a_single_character_is_found() {
    let corpus = reviews_with(&["酸梅粉冲出来很香", "蒙牛纯牛奶", "琥珀核桃仁", "花束很新鲜", "棉花糖"]);
    assert_eq!(found(&corpus, "梅"), [0]);
    assert_eq!(found(&corpus, "梅粉"), [0]);
    assert_eq!(found(&corpus, "蒙牛牛奶"), [1]);
    assert_eq!(found(&corpus, "珀"), [2]);
    assert_eq!(found(&corpus, "花"), [3, 4]);
}

/// A character that the longest words swallow is gone, and so is every word that its user did not type to the end.
#[test]
fn a_character_swallowed_by_a_longer_word_is_found() {
    let corpus = reviews_with(&["用优税猫报的税", "猫科动物图鉴", "今年开户数翻倍", "开户的时候数了数"]);
    assert_eq!(found(&corpus, "猫"), [0, 1]);
    assert_eq!(found(&corpus, "优税"), [0]);
    assert_eq!(found(&corpus, "\"税猫\""), [0]);
    assert_eq!(found(&corpus, "\"猫科动\""), [1]);
    assert_eq!(found(&corpus, "\"开户数\""), [2]);
}

/// A word that came up yesterday is not found before the dictionary has it and everything is indexed again.
#[test]
fn a_word_that_no_dictionary_has_is_found_at_once() {
    let corpus = reviews_with(&["生椰拿铁绝绝子", "生的椰子，拿来的铁盒"]);
    assert_eq!(found(&corpus, "\"生椰拿铁\""), [0]);
    assert_eq!(found(&corpus, "绝绝子"), [0]);
    corpus.import_rows(&[json!({"id": "2", "text": "又双叒叕去喝了生椰拿铁"})], "shop");
    assert_eq!(found(&corpus, "\"生椰拿铁\""), [0, 2]);
    assert_eq!(found(&corpus, "\"双叒叕去\""), [2]);
}

/// A version number falls apart into its digits and finds ten thousands of reviews.
#[test]
fn a_version_or_model_number_is_whole_and_found_in_part() {
    let corpus = reviews_with(&[
        "升级到 3.6.3 就闪退",
        "3 天坏了 6 次，修了 3 回",
        "3.6 版还行",
        "KFR-72LW 很省电",
        "买的 72 寸，LW 系列",
    ]);
    assert_eq!(found(&corpus, "3.6.3"), [0]);
    assert_eq!(found(&corpus, "3.6"), [0, 2]);
    assert_eq!(found(&corpus, "KFR-72LW"), [3]);
    assert_eq!(found(&corpus, "kfr"), [3]);
    assert_eq!(found(&corpus, "72lw"), [3]);
}

/// A phrase is found with something between its words, or across two fields, or not at all, depending on how positions are counted.
#[test]
fn a_phrase_is_found_in_a_row_and_nowhere_else() {
    let corpus = Corpus::empty();
    let rows = [
        json!({"id": "0", "text": "长江大桥很美"}),
        json!({"id": "1", "text": "长江的大桥很美"}),
        json!({"id": "2", "title": "游长江", "text": "大桥很美"}),
        json!({"id": "3", "text": "长江，大桥"}),
    ];
    corpus.import_rows(&rows, "shop");
    assert_eq!(found(&corpus, "\"长江大桥\""), [0]);
    assert_eq!(found(&corpus, "\"江大\""), [0]);
    assert_eq!(found(&corpus, "长江 大桥"), [0, 1, 2, 3]);
    // What stands together comes first.
    assert_eq!(places(&corpus.search(&json!({"q": "长江 大桥"})))[0], 0);
}

/// Words that are to stand close together do so only as far as the cutter counts its words, and in one order.
#[test]
fn near_counts_characters_in_either_order() {
    let corpus = Corpus::empty();
    let rows = [
        json!({"id": "0", "text": "上菜慢"}),
        json!({"id": "1", "text": "上菜真的很慢"}),
        json!({"id": "2", "text": "慢，上菜也少"}),
        json!({"id": "3", "text": "上菜还行，结账的时候慢"}),
        json!({"id": "4", "title": "上菜", "text": "慢"}),
    ];
    corpus.import_rows(&rows, "shop");
    assert_eq!(found(&corpus, "near(上菜 慢, 0)"), [0]);
    assert_eq!(found(&corpus, "near(上菜 慢, 3)"), [0, 1, 2]);
    assert_eq!(found(&corpus, "近(慢，上菜，8字)"), [0, 1, 2, 3]);
}

/// Where nothing holds what was asked, something else is shown as if it did.
#[test]
fn what_is_only_similar_is_never_shown_unasked() {
    let corpus = reviews_with(&["上菜慢，服务员不理人", "环境不错"]);
    let q = "上菜慢 停车难";
    let answer = corpus.search(&json!({"q": q}));
    assert_eq!(
        (&answer["total"], &answer["mode"], &answer["approximate_available"]),
        (&json!(0), &json!("exact"), &json!(true))
    );
    let answer = corpus.search(&json!({"q": q, "approximate": true}));
    assert_eq!((&answer["mode"], places(&answer)), (&json!("approximate"), vec![0]));
    // What is found exactly is not thinned with what is similar.
    assert_eq!(found(&corpus, "上菜慢 服务员"), [0]);
}
