//! What each rule finds and what it passes over. All sentences are made up; numbers are of forms that nobody owns.

use std::{collections::BTreeSet, sync::LazyLock};

use super::*;
use crate::text::fold;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::builtin().unwrap());

fn reasons_of(text: &str) -> Vec<&'static str> {
    RULES.read(&fold(text)).into_iter().map(|found| found.reason).collect()
}

fn evidence(text: &str) -> Vec<(&'static str, String)> {
    let folded = fold(text);
    let flags = RULES.read(&folded);
    for found in &flags {
        assert_eq!(found.range.clone().map_or("", |range| &folded[range]), found.evidence);
    }
    flags.into_iter().map(|found| (found.reason, found.evidence)).collect()
}

#[test]
fn every_reason_has_names_and_a_flag() {
    let known: BTreeSet<&str> = reasons().iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(known.len(), reasons().len());
    for reason in reasons() {
        assert!(Flag::parse(&reason.flag).is_some() && !reason.label().zh.is_empty() && !reason.label().en.is_empty());
    }
    for name in ["abuse", "advertising", "low_information", "mod", "privacy"] {
        let path = format!("{}/src/insight/flags/{name}.rs", env!("CARGO_MANIFEST_DIR"));
        let source = std::fs::read_to_string(path).unwrap();
        let quoted = source.split('"').skip(1).step_by(2).filter(|word| known.contains(word)).count();
        assert!(quoted > 0, "{name} raises nothing that has a name");
    }
}

#[test]
fn texts_that_tell_nothing_are_low_information() {
    for (text, reason) in [
        ("", "empty"),
        ("。。。！！👍👍", "empty"),
        ("此用户没有填写评价。", "default_text"),
        ("系统默认好评！", "default_text"),
        ("好好好好好好好好", "repeated"),
        ("不错不错不错不错不错不错", "repeated"),
        ("asdfgh", "keystrokes"),
        ("hjkhjkl hjkgh jkhgfd sdfgh", "keystrokes"),
        ("好评！很好很好", "generic"),
        ("非常满意，下次还会再来购买", "generic"),
        ("very good", "generic"),
        ("质量很好，物流很快，服务态度也好，满意", "generic"),
        ("宝贝收到了，与卖家描述的完全一致，超出期望值，很满意的一次购物", "template"),
        ("我买的东西太多懒得写，所以每个订单都统一用这段文字，复制粘贴省时省力还能换京豆", "template"),
        ("吃完再来评价", "generic"),
        ("30天后追评：很好", "generic"),
        ("囤货，一直买", "generic"),
        // The thing and its maker are named, and praised or blamed.
        ("这款手机真不错，支持国货", "generic"),
        ("酒店还可以", "generic"),
        ("很棒的一本书", "generic"),
        ("垃圾软件", "generic"),
        ("一直用欧莱雅的面霜，很喜欢", "generic"),
        // With whom, for whom and when.
        ("陪女朋友去的，还行吧", "generic"),
        ("双十一给老妈买的，满意", "generic"),
        // Nobody has used it yet.
        ("衣服收到了，还没穿，看着可以", "generic"),
        ("鞋子收到了，还没有穿", "generic"),
        ("还没拆封，用了再来追评", "generic"),
        // About the review.
        ("不知道写啥，六个字够不够", "generic"),
        // What every order has, without a word of praise.
        ("发货快，包装严实，很实惠", "generic"),
        ("快递非常快", "generic"),
        ("杯子还不错，送闺蜜的，闺蜜夸呢，赞一个", "generic"),
        ("收到了，和卖家描述的一样，下次还会光顾，这件连衣裙值得大家购买", "template"),
        (
            "今晚七点半在老地方见，记得把上回借走的那本乐谱捎过来，别又跟上周一样放鸽子，乐队的另外几位都已经讲过了，谁晚到谁搬架子鼓，散场再各自回去歇着",
            "off_topic",
        ),
        ("有一天小明问爷爷为什么星星不会掉下来，爷爷想了想说因为它们都系了安全带呀", "off_topic"),
    ] {
        assert_eq!(reasons_of(text), [reason], "{text}");
    }
}

#[test]
fn texts_that_tell_something_are_not() {
    for text in [
        "牛肉很嫩，汤有点咸",
        "安装师傅提前一天打电话约时间",
        "物流太差",
        "没什么效果",
        "屏幕左上角有一条亮线，联系售后让寄回去检测",
        "排队一个小时，菜凉了",
        "送的有点慢",
        "穿了一周就起球，洗完还缩水",
        "孩子喜欢里面的小火车，推荐周末去",
        "从北门上山，一路都是老树，走到塔下正好看见对岸的灯亮起来，下山坐索道",
        "30天后追评：按键松了",
        // A second thing, or what is missing.
        "房间没有空调，也没有电视",
        "酒店没有洗衣机，一般",
        "客服没有回复，快递没送货上门",
        "性价比不高",
        "价格偏高",
        "快递没有送上门",
        "质量不是很好",
        // Pasted pieces around what was found out.
        "洗完头皮不痒，头发柔顺，泡沫丰富，下次还会光顾，值得大家购买",
        "裙子收到了，五星好评，拉链有点卡，腰围偏大",
        // One word more than praise.
        "很好看，笑点多",
        "一般吧，鱼不好吃",
        "没以前好吃了",
        "软件很好，更新以后闪退",
        "快递员把箱子放在楼下，自己搬上去的",
        "睡前涂一层，第二天皮肤不干",
    ] {
        assert_eq!(reasons_of(text), [""; 0], "{text}");
    }
}

#[test]
fn accounts_and_offers_are_advertising() {
    for (text, reason) in [
        ("牛肉面便宜券加微信 example-00123 领", "contact"),
        ("需要的加 V：example_77 ，先到先得", "contact"),
        ("加薇❤abcde12345 有惊喜", "contact"),
        ("想买划算的找我 Q Q：0 0 0 0 0 1 2 3", "contact"),
        ("扣扣 零零零五六七八九 备注评价", "contact"),
        ("返现三十元，电话 000-0000-123", "offer_with_contact"),
        ("招兼职，在家就能做", "invitation"),
        ("更多好货看 www.example.com/77 哦", "web_address"),
    ] {
        assert!(reasons_of(text).contains(&reason), "{text}: {:?}", reasons_of(text));
    }
    assert_eq!(evidence("便宜请 加 微-信：ab123456，牛肉好吃")[0], ("contact", "加 微-信:ab123456".to_owned()));
}

#[test]
fn what_customers_say_of_contacts_is_not_advertising() {
    for text in [
        "微信支付一直失败，换了支付宝才付掉",
        "打了客服电话 4000000000 没人接",
        "好评返现三元的卡片，问了客服又说没有",
        "店家让加微信，我没加，锅底味道一般",
        "QQ音乐装上以后闪退，手机是 iphone12",
        "在 jd.com 买的，比 www.taobao.com 便宜两百",
        "音量 1.5 倍，内存 8.0g.还行",
    ] {
        let raised = RULES.read(&fold(text)).into_iter().any(|found| found.flag == Flag::Advertising);
        assert!(!raised, "{text}: {:?}", evidence(text));
    }
}

#[test]
fn the_model_confirms_foul_words_to_people_only() {
    assert!(RULES.abuse.has_model());
    let foul = "你们这群垃圾人,恶心,滚出这个国家";
    assert_eq!(evidence(&format!("汤不错。{foul}!"))[..], [("abusive_language", foul.to_owned())]);
    assert_eq!(evidence("恶心，垃圾，汤里有头发，再也不点了"), []);
}

#[test]
fn insults_are_abuse_and_bad_food_is_not() {
    for text in ["一群蠢货", "管事的就是个白痴", "客服傻逼一个", "你们真无耻", "老板是个流氓，收钱不办事"]
    {
        assert!(RULES.read(&fold(text)).iter().any(|found| found.flag == Flag::Abuse), "{text}");
    }
    for text in [
        "菜做得像垃圾，难吃",
        "垃圾袋太薄，一提就破",
        "操作简单，白痴都会用",
        "服务员态度差，催了三次",
        "猪肉不新鲜，狗都不吃",
        "滚筒洗衣机噪音大",
        "太恶心了，汤里有头发",
    ] {
        assert!(!RULES.read(&fold(text)).iter().any(|found| found.flag == Flag::Abuse), "{text}: {:?}", evidence(text));
    }
}

#[test]
fn personal_data_is_found_by_its_own_rules() {
    for (text, reason, words) in [
        ("找张师傅１３９００００１２３４修的空调", "phone", "13900001234"),
        ("师傅电话 139-0000-1234，空调", "phone", "139-0000-1234"),
        ("电话幺三九零零零零幺二三四空调", "phone", "幺三九零零零零幺二三四"),
        ("身份证 11010519491231002X 被前台拍照", "national_id", "11010519491231002x"),
        ("退款打到卡号 4000 0000 0000 0002 上", "bank_card", "4000 0000 0000 0002"),
        ("联系 someone_1@example.com 开的发票", "email", "someone_1@example.com"),
        ("骑手的车是京A12345，洒了一路汤", "number_plate", "京a12345"),
        ("送到幸福路12号3栋502室，汤洒了", "street_address", "路12号3栋502室"),
    ] {
        assert_eq!(evidence(text), [(reason, words.to_owned())], "{text}");
    }
}

#[test]
fn other_numbers_are_not_personal() {
    for text in [
        "订单号 202006011525471234 一直没发货",
        "型号 kfr-72lw/139000012345 制冷快",
        "师傅电话 139****1234，空调装得好",
        "身份证 110105194912310021 空调",
        "2020-06-01 15:25 下单，2020-06-03 到货，空调漏水",
        "空调一二三四五六七八九十台都装好了",
        "尺寸 1 2 3 4 5 6 7 8 9 10 11 都有，空调",
        "新款i5 12345 分，屏幕亮",
        "住在中山路12号附近，走路五分钟到酒店",
    ] {
        assert_eq!(evidence(text), [], "{text}");
    }
}

#[test]
fn stars_and_text_disagree_only_when_both_are_clear() {
    let conflict = |thousandths, half_stars| {
        conflict(SentimentScore::from_thousandths(thousandths), Rating::from_half_stars(half_stars))
            .map(|found| found.reason)
    };
    assert_eq!(conflict(-700, 10), Some("complaint_with_high_rating"));
    assert_eq!(conflict(-700, 8), Some("complaint_with_high_rating"));
    assert_eq!(conflict(800, 2), Some("praise_with_low_rating"));
    assert_eq!(conflict(500, 4), Some("praise_with_low_rating"));
    for (thousandths, half_stars) in [(-499, 10), (-900, 7), (-900, 2), (900, 10), (499, 2), (900, 5)] {
        assert_eq!(conflict(thousandths, half_stars), None, "{thousandths} {half_stars}");
    }
    assert_eq!(super::conflict(SentimentScore::from_thousandths(-900), None), None);
}

#[test]
fn any_text_is_read_in_time() {
    let long = 200_000;
    for unit in ["好", "😀", "。", "1", "1 ", "号", "a.", "@a.", "京a1", "加微信", "路1号1室", "一", "x\u{301}"]
    {
        let text = fold(&unit.repeat(long / unit.chars().count()));
        let begin = std::time::Instant::now();
        RULES.read(&text);
        assert!(begin.elapsed().as_secs() < 5, "{unit} took {:?}", begin.elapsed());
    }
}

proptest::proptest! {
    #[test]
    fn ranges_lie_on_characters(text in "[加微信vxqq1１一号路室京a@.com 😀，好-]{0,60}") {
        evidence(&text);
    }
}
