//! Invalid files are rejected with a stable code that names the error, and with the codes of the rows concerned.

use super::super::json::split_json;

const VALID: &str = r#"{"members":[{"id":"a","target_share":1,"capacity_value":100},{"id":"b","target_share":0.5}],
"products":[{"id":"x","lot_size":2,"unit_value":10,"demand_lots":6}],
"eligibility":[{"member":"a","product":"x","capacity_lots":6},{"member":"b","product":"x","capacity_lots":6,"min_batch_lots":2}],
"history":{"a":5},"pins":[{"member":"b","product":"x","lots":2}],"previous":[]}"#;

fn rejects(from: &str, to: &str, code: &str, ids: &[&str]) {
    let text = VALID.replace(from, to);
    assert_ne!(text, VALID, "{from} is not in the valid file");
    let error = split_json(&text).expect_err(to);
    assert_eq!(error.code(), code, "{to}: {error}");
    for id in ids {
        assert!(error.to_string().contains(id), "{error} does not name {id}");
    }
}

#[test]
fn a_valid_file_is_split() {
    split_json(VALID).expect("the valid file");
}

#[test]
fn every_error_has_its_code() {
    rejects(r#""id":"b""#, r#""id":"a""#, "doubled_row", &["a"]);
    rejects(r#"{"id":"b","target_share":0.5}"#, r#"{"id":"c","target_share":0.5}"#, "unknown_member", &["b"]);
    rejects(
        r#""member":"b","product":"x","capacity_lots":6"#,
        r#""member":"a","product":"x","capacity_lots":6"#,
        "doubled_row",
        &["a", "x"],
    );
    rejects(
        r#""product":"x","capacity_lots":6}"#,
        r#""product":"y","capacity_lots":6}"#,
        "unknown_product",
        &["a", "y"],
    );
    rejects(r#""history":{"a":5}"#, r#""history":{"z":5}"#, "unknown_member", &["z"]);
    rejects(r#""history":{"a":5}"#, r#""history":{"a":5,"a":6}"#, "doubled_row", &["a"]);
    rejects(r#""history":{"a":5}"#, r#""history":{"a":-5}"#, "negative_number", &["a"]);
    rejects(r#""target_share":0.5"#, r#""target_share":0.0"#, "zero_share", &["b"]);
    rejects(r#""target_share":0.5"#, r#""target_share":-1"#, "negative_number", &["b"]);
    rejects(r#""target_share":0.5"#, r#""target_share":1e400"#, "number_too_large", &["b"]);
    rejects(r#""target_share":0.5"#, r#""target_share":1e-400"#, "number_too_precise", &["b"]);
    rejects(r#""target_share":0.5"#, r#""target_share":"0.5""#, "not_a_number", &["b"]);
    rejects(r#""target_share":0.5"#, r#""target_share":NaN"#, "malformed_json", &[]);
    rejects(r#""target_share":0.5"#, r#""share":0.5"#, "malformed_json", &["share"]);
    rejects(r#""lot_size":2"#, r#""lot_size":0"#, "zero_lot_size", &["x"]);
    rejects(r#""unit_value":10"#, r#""unit_value":-10"#, "negative_number", &["x"]);
    rejects(r#""unit_value":10"#, r#""unit_value":1e18"#, "number_too_large", &["x"]);
    rejects(r#""demand_lots":6"#, r#""demand_lots":6.5"#, "not_whole", &["x"]);
    rejects(r#""demand_lots":6"#, r#""demand_lots":-6"#, "negative_number", &["x"]);
    rejects(r#""demand_lots":6"#, r#""demand_lots":10000000000000000"#, "number_too_large", &["x"]);
    rejects(r#""capacity_lots":6}"#, r#""capacity_lots":-6}"#, "negative_number", &["a", "x"]);
    rejects(r#""min_batch_lots":2"#, r#""min_batch_lots":-2"#, "negative_number", &["b", "x"]);
    rejects(r#""capacity_value":100"#, r#""capacity_value":-1"#, "negative_number", &["a"]);
    rejects(r#""id":"x""#, r#""id":"""#, "empty_id", &[]);
    rejects(r#""pins":["#, r#""pins":[{"member":"b","product":"x","lots":2},"#, "doubled_row", &["b", "x"]);
    rejects(r#""product":"x","lots":2"#, r#""product":"x","lots":7"#, "pin_over_capacity", &["b", "x"]);
    rejects(r#""product":"x","lots":2"#, r#""product":"x","lots":1"#, "pin_below_minimum_batch", &["b", "x"]);
    rejects(
        r#""pins":[{"member":"b","product":"x","lots":2}]"#,
        r#""pins":[{"member":"a","product":"x","lots":6}]"#,
        "pin_over_limit",
        &["a", "x"],
    );
    rejects(r#""pins":["#, r#""pins":[{"member":"a","product":"x","lots":5},"#, "pin_over_demand", &["b", "x"]);
}

#[test]
fn an_error_message_is_one_line() {
    let text = VALID.replace(r#""history":{"a":5}"#, r#""history":{"a\nb":5}"#);
    let error = split_json(&text).expect_err("an unknown workshop");
    assert_eq!((error.code(), error.to_string().lines().count()), ("unknown_member", 1));
}

#[test]
fn duplicate_and_missing_fields_are_rejected() {
    for (from, to) in [
        (r#""pins":["#, r#""previous":[],"pins":["#),
        (r#""lot_size":2"#, r#""lot_size":2,"lot_size":2"#),
        (r#""capacity_lots":6}"#, r#""capacity_lots":6,"capacity_lots":6}"#),
    ] {
        rejects(from, to, "malformed_json", &["duplicate"]);
    }
    rejects(r#""lot_size":2,"#, "", "malformed_json", &["lot_size"]);
    rejects(r#""products":["#, r#""products":{"#, "malformed_json", &[]);
}

#[test]
fn a_pin_needs_an_offer() {
    let text = VALID
        .replace(r#"{"member":"a","product":"x","capacity_lots":6},"#, "")
        .replace(r#""pins":[{"member":"b""#, r#""pins":[{"member":"a""#);
    assert_eq!(split_json(&text).expect_err("no offer").code(), "pin_not_eligible");
}
