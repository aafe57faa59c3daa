//! Instances small enough to solve by hand.

use super::super::json::split_json;
use serde_json::{Value, json};

fn allocate(input: &Value) -> Value {
    let text = split_json(&input.to_string()).expect("a valid instance");
    serde_json::from_str(&text).expect("JSON")
}

fn lots(result: &Value, member: &str, product: &str) -> i64 {
    let rows = result["assignments"].as_array().expect("rows");
    rows.iter()
        .find(|row| row["member"] == member && row["product"] == product)
        .map_or(0, |row| row["lots"].as_i64().expect("lots"))
}

fn workshop<'a>(result: &'a Value, member: &str) -> &'a Value {
    result["members"].as_array().expect("rows").iter().find(|row| row["id"] == member).expect("the workshop")
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
    assert_eq!(workshop(&result, "ana")["target_ratio"], 50.0);
    assert_eq!(workshop(&result, "berta")["ratio_before"], 15.0);
    assert_eq!(workshop(&result, "berta")["ratio_after"], 50.0);
    assert_eq!(workshop(&result, "ana")["bound_by"], "level");
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
fn a_limit_is_respected_and_reported() {
    let result = allocate(&json!({
        "members": [{"id": "a", "target_share": 1, "capacity_value": 25}, {"id": "b", "target_share": 1}],
        "products": [{"id": "x", "lot_size": 1, "unit_value": 10, "demand_lots": 10}],
        "eligibility": [{"member": "a", "product": "x", "capacity_lots": 10}, {"member": "b", "product": "x", "capacity_lots": 6}],
    }));
    assert_eq!((lots(&result, "a", "x"), lots(&result, "b", "x")), (2, 6));
    assert_eq!(workshop(&result, "a")["bound_by"], "unit_limit");
    assert_eq!(workshop(&result, "b")["bound_by"], "product_capacity");
    assert_eq!(result["unmet"], json!([{"product": "x", "lots": 2, "reason": "capacity"}]));
}

#[test]
fn products_without_makers_and_without_demand_are_reported() {
    let result = allocate(&json!({
        "members": [{"id": "a", "target_share": 1}],
        "products": [{"id": "x", "lot_size": 1, "unit_value": 10, "demand_lots": 3}, {"id": "y", "lot_size": 1, "unit_value": 10, "demand_lots": 0}],
        "eligibility": [{"member": "a", "product": "y", "capacity_lots": 6}],
    }));
    assert_eq!(result["unmet"], json!([{"product": "x", "lots": 3, "reason": "no_maker"}]));
    assert_eq!(workshop(&result, "a")["bound_by"], "no_demand");
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
fn a_limit_equal_to_all_capacity_counts_as_a_limit() {
    // a cannot make a whole lot of gold; b has a much higher ratio, and at its limit may lose two lots
    let result = allocate(&json!({
        "members": [{"id": "a", "target_share": 1, "capacity_value": 47}, {"id": "b", "target_share": 1, "capacity_value": 30}],
        "products": [{"id": "gold", "lot_size": 1, "unit_value": 100, "demand_lots": 1}, {"id": "x", "lot_size": 1, "unit_value": 10, "demand_lots": 4}],
        "eligibility": [{"member": "a", "product": "gold", "capacity_lots": 1}, {"member": "a", "product": "x", "capacity_lots": 9}, {"member": "b", "product": "x", "capacity_lots": 3}],
        "history": {"b": 1000},
    }));
    assert_eq!(workshop(&result, "b")["target_ratio"], 1030.0);
    assert_eq!((lots(&result, "a", "x"), lots(&result, "b", "x")), (3, 1));
    assert_eq!(workshop(&result, "b")["bound_by"], "product_capacity");
}

#[test]
fn a_product_without_demand_does_not_widen_the_bounds() {
    // u can make a valuable product without demand: its bound is one lot of a product in demand
    let result = allocate(&json!({
        "members": [{"id": "t", "target_share": 1, "capacity_value": 43}, {"id": "u", "target_share": 1}],
        "products": [{"id": "dear", "lot_size": 1, "unit_value": 24, "demand_lots": 0}, {"id": "gold", "lot_size": 1, "unit_value": 1000, "demand_lots": 8}, {"id": "x", "lot_size": 1, "unit_value": 2, "demand_lots": 5}],
        "eligibility": [{"member": "t", "product": "gold", "capacity_lots": 1}, {"member": "t", "product": "x", "capacity_lots": 5}, {"member": "u", "product": "dear", "capacity_lots": 9}, {"member": "u", "product": "x", "capacity_lots": 6}],
    }));
    assert_eq!(workshop(&result, "u")["target_ratio"], 10.0);
    assert_eq!((lots(&result, "t", "x"), lots(&result, "u", "x")), (1, 4));
}

#[test]
fn rounding_is_reported_only_where_the_fractional_optimum_serves_all() {
    let instance = |limits: [i64; 2]| {
        json!({
            "members": [{"id": "a", "target_share": 1, "capacity_value": limits[0]}, {"id": "b", "target_share": 1, "capacity_value": limits[1]}],
            "products": [{"id": "x", "lot_size": 1, "unit_value": 10, "demand_lots": 3}],
            "eligibility": [{"member": "a", "product": "x", "capacity_lots": 3}, {"member": "b", "product": "x", "capacity_lots": 3}],
        })
    };
    assert_eq!(allocate(&instance([15, 15]))["unmet"], json!([{"product": "x", "lots": 1, "reason": "rounding"}]));
    assert_eq!(allocate(&instance([15, 14]))["unmet"], json!([{"product": "x", "lots": 1, "reason": "capacity"}]));
}

#[test]
fn a_chain_of_exchanges_places_a_lot() {
    // five workshops in a ring of shared products: the fourth has no limit, and the displaced lot ends there
    let member = |n: usize, share: f64, limit: Option<i64>| json!({"id": format!("u{n}"), "target_share": share, "capacity_value": limit});
    let limits = [Some(40), Some(20), None, None, Some(41)];
    let shares = [2.0, 1.7, 1.0, 1.7, 1.0];
    let products = [(10, 3), (13, 2), (10, 8), (7, 8), (13, 3)];
    let capacities = [(6, 4), (3, 1), (1, 6), (4, 6), (6, 1)];
    let row = |member: usize, product: usize, capacity: i64| json!({"member": format!("u{member}"), "product": format!("p{product}"), "capacity_lots": capacity});
    let result = allocate(&json!({
        "members": (0..5).map(|n| member(n, shares[n], limits[n])).collect::<Vec<_>>(),
        "products": (0..5).map(|n| json!({"id": format!("p{n}"), "lot_size": 1, "unit_value": products[n].0, "demand_lots": products[n].1})).collect::<Vec<_>>(),
        "eligibility": (0..5).flat_map(|n| {
            let (own, next) = if n == 4 { (capacities[n].1, capacities[n].0) } else { capacities[n] };
            [row(n, n, own), row(n, (n + 1) % 5, next)]
        }).collect::<Vec<_>>(),
    }));
    assert!(result["unmet"].as_array().expect("rows").iter().all(|row| row["reason"] != "rounding"), "{result}");
}

#[test]
fn a_cancelled_lot_changes_few_others() {
    let instance = |demand: i64, previous: &Value| {
        let members: Vec<Value> = (0..6).map(|u| json!({"id": format!("u{u}"), "target_share": 1 + u % 2})).collect();
        let products: Vec<Value> = (0..5).map(|p| json!({"id": format!("p{p}"), "lot_size": 1, "unit_value": 7 + p, "demand_lots": if p == 0 { demand } else { 20 }})).collect();
        let rows: Vec<Value> = (0..30)
            .map(|n| json!({"member": format!("u{}", n % 6), "product": format!("p{}", n % 5), "capacity_lots": 9}))
            .collect();
        json!({"members": members, "products": products, "eligibility": rows, "previous": previous})
    };
    let before = allocate(&instance(20, &json!([])));
    let after = allocate(&instance(19, &before["assignments"]));
    let moved: i64 = (0..30)
        .map(|n| (format!("u{}", n % 6), format!("p{}", n % 5)))
        .map(|(member, product)| (lots(&before, &member, &product) - lots(&after, &member, &product)).abs())
        .sum();
    assert!(moved <= 3, "{moved} lots moved");
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
fn products_without_value_are_distributed() {
    let result = allocate(&json!({
        "members": [{"id": "a", "target_share": 1}, {"id": "b", "target_share": 1}],
        "products": [{"id": "sample", "lot_size": 1, "unit_value": 0, "demand_lots": 5}],
        "eligibility": [{"member": "a", "product": "sample", "capacity_lots": 2}, {"member": "b", "product": "sample", "capacity_lots": 4}],
    }));
    assert_eq!((lots(&result, "a", "sample"), lots(&result, "b", "sample")), (1, 4));
}
