//! The texts in `locales/`: all languages have the same messages, the code names each of them with the variables that
//! it has, and no text of a person stands in the code itself.

#[path = "locales/catalogue.rs"]
mod catalogue;
#[path = "locales/code.rs"]
mod code;
#[path = "locales/words.rs"]
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use catalogue::{Catalogue, Message};
use entities::values::{Amount, Currency, Language};
use minga::platform::format::{self, DateStyle};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn catalogues() -> BTreeMap<String, Catalogue> {
    let folders = std::fs::read_dir(root().join("locales")).unwrap();
    let names = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.map(|name| (name.clone(), Catalogue::read(&root().join("locales").join(name)))).collect()
}

/// Fails with all of them, so that one run shows everything that is to be corrected.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn each_language_has_a_folder() {
    let folders: Vec<String> = catalogues().into_keys().collect();
    let mut languages = vec![Language::Es.word(), Language::En.word()];
    languages.sort_unstable();
    assert_eq!(folders, languages);
}

#[test]
fn all_languages_have_the_same_messages_with_the_same_variables() {
    let mut catalogues = catalogues();
    // The English sentence of an error is in the enum that declares it.
    let english = catalogues.remove(Language::En.word()).unwrap();
    assert!(english.keys().all(|key| !key.starts_with(code::ERROR)));
    let reference = &catalogues[Language::Es.word()];
    let mut faults = reference.without(code::ERROR).differences(&english);
    for (language, catalogue) in &catalogues {
        faults.extend(reference.differences(catalogue).into_iter().map(|fault| format!("locales/{language}: {fault}")));
    }
    none(&faults);
}

#[test]
fn a_difference_between_languages_is_found() {
    let es = Catalogue::parse("es.ftl", "a = { $x }\nb = { $k ->\n [one] x\n [odd] y\n *[other] z\n }\n .c = { a }\n");
    assert!(es.differences(&es).is_empty());
    for other in [
        "a = { $x }\nb = { $k ->\n [odd] y\n *[other] z\n }\n",
        "a = { $y }\nb = { $k ->\n [odd] y\n *[other] z\n }\n .c = { $x }\n",
        "a = { $x }\nb = { $k ->\n [one] y\n *[other] z\n }\n .c = { a }\n",
        "a = { $x }\nb = { $k ->\n [odd] y\n *[other] z\n }\n .c = { $z }\n",
        "a = { $x }\nb = { $k ->\n [odd] y\n *[other] z\n }\n .c = { a }\nd = e\n",
    ] {
        assert_eq!(es.differences(&Catalogue::parse("en.ftl", other)).len(), 1, "{other}");
    }
    // Plural forms are the language's own business.
    let other = "a = { $x }\nb = { $k ->\n [odd] y\n *[other] z\n }\n .c = { a }\n";
    assert_eq!(es.differences(&Catalogue::parse("en.ftl", other)), Vec::<String>::new());
}

#[test]
fn the_code_names_each_message_with_its_variables() {
    let catalogue = &catalogues()[Language::Es.word()];
    let mut faults = Vec::new();
    for call in code::calls(&root().join("src")) {
        let message = catalogue.message(&call.key);
        match message {
            None => faults.push(format!("{}: there is no message `{}`", call.file, call.key)),
            Some(message) if message.variables != call.variables => faults.push(format!(
                "{}: `{}` is called with {:?} and has {:?}",
                call.file, call.key, call.variables, message.variables
            )),
            Some(_) => {}
        }
    }
    none(&faults);
}

#[test]
fn each_error_has_a_sentence_and_each_sentence_its_error() {
    let catalogue = &catalogues()[Language::Es.word()];
    let codes = code::error_codes(root());
    let sentences: BTreeSet<String> =
        catalogue.keys().filter_map(|key| key.strip_prefix(code::ERROR)).map(str::to_owned).collect();
    let mut faults = Vec::new();
    for (code, params) in &codes.said {
        match catalogue.message(&format!("{}{code}", code::ERROR)) {
            None => faults.push(format!("write `error-{code}` in locales/")),
            Some(message) if !message.variables.is_subset(params) => faults.push(format!(
                "`error-{code}` has the variables {:?}, and all errors of this code have {params:?}",
                message.variables
            )),
            Some(_) => {}
        }
    }
    let unknown = sentences.difference(&codes.known).map(|code| format!("no error has the code `{code}`: remove it"));
    faults.extend(unknown);
    none(&faults);
}

#[test]
fn no_message_is_unused() {
    let catalogue = &catalogues()[Language::Es.word()];
    let mut used: BTreeSet<String> = code::calls(&root().join("src")).into_iter().flat_map(|call| call.keys).collect();
    used.extend(catalogue.messages().flat_map(|message: &Message| message.references.iter().cloned()));
    let unused = catalogue.keys().filter(|key| !used.contains(*key) && !key.starts_with(code::ERROR));
    none(&unused.map(|key| format!("nothing uses `{key}`: remove it from all languages")).collect::<Vec<_>>());
}

#[test]
fn no_text_for_people_stands_in_the_code() {
    let mut faults = Vec::new();
    for source in code::sources(&root().join("src")) {
        if words::ALLOWED.iter().any(|(allowed, _)| source.path.ends_with(allowed)) {
            continue;
        }
        for literal in code::literals(&source.text) {
            if words::is_spanish(&literal) {
                faults.push(format!("{}: move \"{literal}\" to locales/", source.path));
            }
        }
    }
    none(&faults);
}

#[test]
fn a_text_in_spanish_is_recognised() {
    for text in ["Pago de {code}", "liquidación", "se anuló", "¿Qué?", "Fondo común", "no se puede cobrar"] {
        assert!(words::is_spanish(text), "{text}");
    }
    for text in ["a {} that is not", "/compras/pedidos", "quota_links", "SELECT 1 FROM job", "no"] {
        assert!(!words::is_spanish(text), "{text}");
    }
}

#[test]
fn literals_of_tests_and_comments_are_not_read() {
    let source = "/// Añadir\n#[cfg(test)] mod tests { const A: &str = \"años\"; } fn f() { g!(\"x{}\", \"y\") }";
    assert_eq!(code::literals(source), ["x{}", "y"]);
}

/// The web app's formatter is compared with the same table: `frontend/src/lib/app/format/shared-cases.test.ts`.
#[test]
fn numbers_money_and_dates_are_written_as_in_the_web_app() {
    let table = std::fs::read_to_string(root().join("tests/locales/format.json")).unwrap();
    let table: serde_json::Value = serde_json::from_str(&table).unwrap();
    let mut cases = 0;
    for case in table.as_array().unwrap() {
        let number = |name: &str| case[name].as_i64().unwrap_or_else(|| panic!("{case} has no {name}"));
        for language in [Language::Es, Language::En] {
            let text = match case["kind"].as_str().unwrap() {
                "money" => {
                    let currency = Currency::from_code(case["currency"].as_str().unwrap()).unwrap();
                    format::money(language, Amount(number("amount")).of(currency))
                }
                "number" => format::number(language, number("number")),
                "percent" => format::percent(language, i32::try_from(number("basis_points")).unwrap()),
                "date" => format::date(language, case["date"].as_str().unwrap().parse().unwrap(), DateStyle::Long),
                kind => panic!("unknown kind {kind}"),
            };
            assert_eq!(text, case[language.word()].as_str().unwrap(), "{case}");
            cases += 1;
        }
    }
    assert!(cases >= 20);
}
