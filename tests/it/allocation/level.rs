//! The levels that the web app recomputes.

use serde_json::Value;

/// The web app's own computation of the levels is tested on `engine.json`, whose levels must be those of the engine.
#[test]
fn the_levels_of_the_web_apps_test_data_are_the_engines() {
    let file = include_str!("../../../frontend/src/lib/allocation/engine.json");
    let cases: Vec<Value> = serde_json::from_str(file).expect("JSON");
    assert!(cases.len() >= 10);
    for case in &cases {
        let text = fair_split::json::split_json(&case["instance"].to_string()).expect("a valid instance");
        let result: Value = serde_json::from_str(&text).expect("JSON");
        for workshop in result["members"].as_array().expect("rows") {
            let id = workshop["id"].as_str().expect("an id");
            assert_eq!(workshop["target_ratio"], case["levels"][id], "{id} of {}", case["instance"]);
        }
    }
}
