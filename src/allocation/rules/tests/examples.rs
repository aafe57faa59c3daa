//! Cases small enough to work out by hand.

use super::super::json::allocate_json;
use serde_json::{Value, json};

fn allocate(input: &Value) -> Value {
    let text = allocate_json(&input.to_string()).expect("a sound instance");
    serde_json::from_str(&text).expect("JSON")
}

fn lots(result: &Value, member: &str, product: &str) -> i64 {
    let rows = result["assignments"].as_array().expect("rows");
    rows.iter()
        .find(|row| row["member"] == member && row["product"] == product)
        .map_or(0, |row| row["lots"].as_i64().expect("lots"))
}

fn unit<'a>(result: &'a Value, member: &str) -> &'a Value {
    result["members"].as_array().expect("rows").iter().find(|row| row["id"] == member).expect("the unit")
}

#[test]
fn shares_and_carried_value_count() {
    // 12 lots of 10: Ana has half of Berta's share, and Berta carries 30
    let result = allocate(&json!({
        "members": [{"id": "ana", "target_share": 1}, {"id": "berta", "target_share": 2}],
        "products": [{"id": "jam", "lot_size": 2, "unit_value": 5, "demand_lots": 12}],
        "eligibility": [{"member": "ana", "product": "jam", "capacity_lots": 12}, {"member": "berta", "product": "jam", "capacity_lots": 12}],
        "history": {"berta": 30},
    }));
    // level (120 + 30) / 3 = 50: Ana 50, Berta 100 − 30 = 70
    assert_eq!((lots(&result, "ana", "jam"), lots(&result, "berta", "jam")), (5, 7));
    assert_eq!(unit(&result, "ana")["target_ratio"], 50.0);
    assert_eq!(unit(&result, "berta")["ratio_before"], 15.0);
    assert_eq!(unit(&result, "berta")["ratio_after"], 50.0);
    assert_eq!(unit(&result, "ana")["bound_by"], "level");
    assert_eq!(result["unmet"], json!([]));
}

#[test]
fn the_specialist_leaves_the_common_product_to_the_others() {
    let result = allocate(&json!({
        "members": [{"id": "a", "target_share": 1}, {"id": "b", "target_share": 1}],
        "products": [{"id": "cheese", "lot_size": 1, "unit_value": 10, "demand_lots": 4}, {"id": "honey", "lot_size": 1, "unit_value": 10, "demand_lots": 4}],
        "eligibility": [{"member": "a", "product": "cheese", "capacity_lots": 9}, {"member": "a", "product": "honey", "capacity_lots": 9}, {"member": "b", "product": "honey", "capacity_lots": 9}],
    }));
    assert_eq!((lots(&result, "a", "cheese"), lots(&result, "a", "honey"), lots(&result, "b", "honey")), (4, 0, 4));
}

#[test]
fn a_limit_holds_and_is_named() {
    let result = allocate(&json!({
        "members": [{"id": "a", "target_share": 1, "capacity_value": 25}, {"id": "b", "target_share": 1}],
        "products": [{"id": "x", "lot_size": 1, "unit_value": 10, "demand_lots": 10}],
        "eligibility": [{"member": "a", "product": "x", "capacity_lots": 10}, {"member": "b", "product": "x", "capacity_lots": 6}],
    }));
    assert_eq!((lots(&result, "a", "x"), lots(&result, "b", "x")), (2, 6));
    assert_eq!(unit(&result, "a")["bound_by"], "unit_limit");
    assert_eq!(unit(&result, "b")["bound_by"], "product_capacity");
    assert_eq!(result["unmet"], json!([{"product": "x", "lots": 2, "reason": "capacity"}]));
}

#[test]
fn what_nobody_makes_and_what_nobody_wants_is_said() {
    let result = allocate(&json!({
        "members": [{"id": "a", "target_share": 1}],
        "products": [{"id": "x", "lot_size": 1, "unit_value": 10, "demand_lots": 3}, {"id": "y", "lot_size": 1, "unit_value": 10, "demand_lots": 0}],
        "eligibility": [{"member": "a", "product": "y", "capacity_lots": 6}],
    }));
    assert_eq!(result["unmet"], json!([{"product": "x", "lots": 3, "reason": "no_maker"}]));
    assert_eq!(unit(&result, "a")["bound_by"], "no_demand");
    assert_eq!(
        allocate(&json!({"members": [], "products": [], "eligibility": []})),
        json!({"assignments": [], "unmet": [], "members": []})
    );
}

#[test]
fn a_minimum_batch_goes_to_one_of_two() {
    let result = allocate(&json!({
        "members": [{"id": "a", "target_share": 1}, {"id": "b", "target_share": 1}],
        "products": [{"id": "x", "lot_size": 1, "unit_value": 10, "demand_lots": 4}],
        "eligibility": [{"member": "a", "product": "x", "capacity_lots": 6, "min_batch_lots": 4}, {"member": "b", "product": "x", "capacity_lots": 6, "min_batch_lots": 4}],
    }));
    assert_eq!(lots(&result, "a", "x") + lots(&result, "b", "x"), 4);
    assert!(result["members"].as_array().expect("rows").iter().any(|row| row["bound_by"] == "minimum_batch"));
}

#[test]
fn a_tie_follows_the_previous_run() {
    let instance = |previous: &str| {
        json!({
            "members": [{"id": "a", "target_share": 1}, {"id": "b", "target_share": 1}],
            "products": [{"id": "x", "lot_size": 1, "unit_value": 10, "demand_lots": 3}],
            "eligibility": [{"member": "a", "product": "x", "capacity_lots": 6}, {"member": "b", "product": "x", "capacity_lots": 6}],
            "previous": [{"member": previous, "product": "x", "lots": 2}],
        })
    };
    assert_eq!(lots(&allocate(&instance("a")), "a", "x"), 2);
    assert_eq!(lots(&allocate(&instance("b")), "b", "x"), 2);
}

#[test]
fn products_of_no_value_are_shared_out_too() {
    let result = allocate(&json!({
        "members": [{"id": "a", "target_share": 1}, {"id": "b", "target_share": 1}],
        "products": [{"id": "sample", "lot_size": 1, "unit_value": 0, "demand_lots": 5}],
        "eligibility": [{"member": "a", "product": "sample", "capacity_lots": 2}, {"member": "b", "product": "sample", "capacity_lots": 4}],
    }));
    assert_eq!((lots(&result, "a", "sample"), lots(&result, "b", "sample")), (1, 4));
}

/// What the web app is tried on: it reckons the levels by itself, and must come to ours.
#[test]
fn the_web_app_is_tried_on_levels_that_are_ours() {
    let file = include_str!("../../../../frontend/src/lib/allocation/engine.json");
    let cases: Vec<Value> = serde_json::from_str(file).expect("JSON");
    assert!(cases.len() >= 10);
    for case in &cases {
        let result = allocate(&case["instance"]);
        for member in result["members"].as_array().expect("rows") {
            let id = member["id"].as_str().expect("an id");
            assert_eq!(member["target_ratio"], case["levels"][id], "{id} of {}", case["instance"]);
        }
    }
}
