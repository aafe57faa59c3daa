//! Faulty files are refused with a named fault and the codes concerned.

use super::super::json::allocate_json;

const SOUND: &str = r#"{"members":[{"id":"a","target_share":1,"capacity_value":100},{"id":"b","target_share":0.5}],
"products":[{"id":"x","lot_size":2,"unit_value":10,"demand_lots":6}],
"eligibility":[{"member":"a","product":"x","capacity_lots":6},{"member":"b","product":"x","capacity_lots":6,"min_batch_lots":2}],
"history":{"a":5},"pins":[{"member":"b","product":"x","lots":2}],"previous":[]}"#;

fn refused(from: &str, to: &str, code: &str, ids: &[&str]) {
    let text = SOUND.replace(from, to);
    assert_ne!(text, SOUND, "{from} is not in the sound file");
    let error = allocate_json(&text).expect_err(to);
    assert_eq!(error.code(), code, "{to}: {error}");
    for id in ids {
        assert!(error.to_string().contains(id), "{error} does not name {id}");
    }
}

#[test]
fn the_sound_file_is_split() {
    allocate_json(SOUND).expect("the sound file");
}

#[test]
fn every_fault_has_its_name() {
    refused(r#""id":"b""#, r#""id":"a""#, "doubled_row", &["a"]);
    refused(r#"{"id":"b","target_share":0.5}"#, r#"{"id":"c","target_share":0.5}"#, "unknown_member", &["b"]);
    refused(
        r#""member":"b","product":"x","capacity_lots":6"#,
        r#""member":"a","product":"x","capacity_lots":6"#,
        "doubled_row",
        &["a", "x"],
    );
    refused(
        r#""product":"x","capacity_lots":6}"#,
        r#""product":"y","capacity_lots":6}"#,
        "unknown_product",
        &["a", "y"],
    );
    refused(r#""history":{"a":5}"#, r#""history":{"z":5}"#, "unknown_member", &["z"]);
    refused(r#""history":{"a":5}"#, r#""history":{"a":5,"a":6}"#, "doubled_row", &["a"]);
    refused(r#""history":{"a":5}"#, r#""history":{"a":-5}"#, "negative_number", &["a"]);
    refused(r#""target_share":0.5"#, r#""target_share":0.0"#, "zero_share", &["b"]);
    refused(r#""target_share":0.5"#, r#""target_share":-1"#, "negative_number", &["b"]);
    refused(r#""target_share":0.5"#, r#""target_share":1e400"#, "number_too_large", &["b"]);
    refused(r#""target_share":0.5"#, r#""target_share":1e-400"#, "number_too_precise", &["b"]);
    refused(r#""target_share":0.5"#, r#""target_share":"0.5""#, "not_a_number", &["b"]);
    refused(r#""target_share":0.5"#, r#""target_share":NaN"#, "malformed_json", &[]);
    refused(r#""target_share":0.5"#, r#""share":0.5"#, "malformed_json", &["share"]);
    refused(r#""lot_size":2"#, r#""lot_size":0"#, "zero_lot_size", &["x"]);
    refused(r#""unit_value":10"#, r#""unit_value":-10"#, "negative_number", &["x"]);
    refused(r#""unit_value":10"#, r#""unit_value":1e18"#, "number_too_large", &["x"]);
    refused(r#""demand_lots":6"#, r#""demand_lots":6.5"#, "not_whole", &["x"]);
    refused(r#""demand_lots":6"#, r#""demand_lots":-6"#, "negative_number", &["x"]);
    refused(r#""demand_lots":6"#, r#""demand_lots":10000000000000000"#, "number_too_large", &["x"]);
    refused(r#""capacity_lots":6}"#, r#""capacity_lots":-6}"#, "negative_number", &["a", "x"]);
    refused(r#""min_batch_lots":2"#, r#""min_batch_lots":-2"#, "negative_number", &["b", "x"]);
    refused(r#""capacity_value":100"#, r#""capacity_value":-1"#, "negative_number", &["a"]);
    refused(r#""id":"x""#, r#""id":"""#, "empty_id", &[]);
    refused(r#""pins":["#, r#""pins":[{"member":"b","product":"x","lots":2},"#, "doubled_row", &["b", "x"]);
    refused(r#""product":"x","lots":2"#, r#""product":"x","lots":7"#, "pin_over_capacity", &["b", "x"]);
    refused(r#""product":"x","lots":2"#, r#""product":"x","lots":1"#, "pin_below_minimum_batch", &["b", "x"]);
    refused(
        r#""pins":[{"member":"b","product":"x","lots":2}]"#,
        r#""pins":[{"member":"a","product":"x","lots":6}]"#,
        "pin_over_limit",
        &["a", "x"],
    );
    refused(r#""pins":["#, r#""pins":[{"member":"a","product":"x","lots":5},"#, "pin_over_demand", &["b", "x"]);
}

#[test]
fn a_refusal_is_one_line() {
    let text = SOUND.replace(r#""history":{"a":5}"#, r#""history":{"a\nb":5}"#);
    let error = allocate_json(&text).expect_err("an unknown unit");
    assert_eq!((error.code(), error.to_string().lines().count()), ("unknown_member", 1));
}

#[test]
fn a_field_that_stands_twice_is_refused() {
    for (from, to) in [
        (r#""pins":["#, r#""previous":[],"pins":["#),
        (r#""lot_size":2"#, r#""lot_size":2,"lot_size":2"#),
        (r#""capacity_lots":6}"#, r#""capacity_lots":6,"capacity_lots":6}"#),
    ] {
        refused(from, to, "malformed_json", &["duplicate"]);
    }
    refused(r#""lot_size":2,"#, "", "malformed_json", &["lot_size"]);
    refused(r#""products":["#, r#""products":{"#, "malformed_json", &[]);
}

#[test]
fn a_pin_needs_an_offer() {
    let text = SOUND
        .replace(r#"{"member":"a","product":"x","capacity_lots":6},"#, "")
        .replace(r#""pins":[{"member":"b""#, r#""pins":[{"member":"a""#);
    assert_eq!(allocate_json(&text).expect_err("no offer").code(), "pin_not_eligible");
}
