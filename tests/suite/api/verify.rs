//! `POST /verify`: what is wrong is an error, what is only worth a look is a notice, in the language of the request.

use serde_json::{Value, json};

use super::text;
use crate::support::server::{Server, small};

/// Five months of 28 days with twenty reviews a day, without the days of `missing`; each text is of its own unless `same` says one.
fn export(missing: &[usize], same: Option<&str>) -> String {
    let mut rows = String::from("评价ID,评价时间,评价内容\n");
    for day in (0..150).filter(|day| !missing.contains(day)) {
        let date = format!("2023-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
        for review in 0..20 {
            let own = format!("{day}号{review}");
            let text = same.filter(|_| review == 0 && day == 3).unwrap_or(&own);
            rows += &format!("{day}-{review},{date},{text}\n");
        }
    }
    rows
}

fn of_code<'f>(verified: &'f Value, code: &str) -> Vec<&'f Value> {
    verified["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code).collect()
}

#[test]
fn lost_days_and_texts_of_two_sources_are_noticed() {
    let server = Server::start();
    let text_of_both = "这家店的火锅味道非常好，服务员也很热情，下次还会带朋友一起来吃，强烈推荐给大家";
    server.client.import("a.csv", export(&[], Some(text_of_both)).as_bytes(), "whole");
    server.client.import("b.csv", export(&[70, 71, 72], Some(text_of_both)).as_bytes(), "lossy");
    let verified = server.client.post("/api/v1/verify", &json!({})).ok();
    assert_eq!(verified["ok"], true, "{verified}");
    let shared = of_code(&verified, "shared_texts");
    assert_eq!(shared.len(), 1, "{verified}");
    let detail = text(shared[0], "/detail");
    assert!(detail.contains("whole") && detail.contains("lossy"), "{detail}");
    let gaps: Vec<&str> = of_code(&verified, "volume_gap").iter().map(|gap| text(gap, "/detail")).collect();
    let lost = |gap: &&&str| gap.starts_with("lossy") && gap.contains("2023-03-15 – 2023-03-17");
    assert_eq!(gaps.iter().filter(lost).count(), 1, "{gaps:?}");
    for finding in verified["findings"].as_array().unwrap() {
        assert_eq!(finding["severity"], "notice", "{finding}");
        assert!(!text(finding, "/repair").is_empty(), "{finding}");
    }
    let chinese = server.client.post_with("/api/v1/verify", &[("accept-language", "zh-CN")], b"").ok();
    assert!(text(&chinese, "/findings/0/detail").contains("来源"), "{chinese}");
}

#[test]
fn sound_data_has_no_findings() {
    let verified = small().client.post("/api/v1/verify", &json!({})).ok();
    assert_eq!((&verified["ok"], &verified["findings"]), (&json!(true), &json!([])), "{verified}");
}
