//! Catalogue: allergens are a closed list, "may contain" is stated beside it, and "not declared" is not "none".
//!
//! What products held was free text. A list of which every word is known becomes a declaration; any other is kept as it
//! was written, and the product is not declared until somebody reads it. An empty list said that nothing was declared.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend, JsonValue, Statement},
};

/// This change.
#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: &[&str] = &[
    "ALTER TABLE product ADD COLUMN may_contain json NOT NULL DEFAULT '[]'",
    "ALTER TABLE product ADD COLUMN allergens_declared_at timestamptz",
    "ALTER TABLE product ADD COLUMN allergens_unresolved text",
];

/// The word of an allergen, and names of it in lower case without accents.
const NAMES: &[(&str, &[&str])] = &[
    ("gluten", &["gluten", "trigo", "tacc", "wheat", "cereal", "cereales"]),
    ("milk", &["milk", "leche", "lactosa", "lacteo", "lacteos", "lactose", "dairy"]),
    ("eggs", &["eggs", "egg", "huevo", "huevos"]),
    ("nuts", &["nuts", "nut", "nuez", "nueces", "frutos secos", "fruto seco", "tree nuts", "almendra", "almendras"]),
    ("peanuts", &["peanuts", "peanut", "mani", "cacahuate", "cacahuete"]),
    ("soy", &["soy", "soya", "soja"]),
    ("fish", &["fish", "pescado", "pescados"]),
    ("crustaceans", &["crustaceans", "crustacean", "crustaceo", "crustaceos", "camaron", "camarones", "shrimp"]),
    ("molluscs", &["molluscs", "mollusc", "molusco", "moluscos"]),
    ("sulphites", &["sulphites", "sulphite", "sulfites", "sulfite", "sulfito", "sulfitos"]),
    ("sesame", &["sesame", "sesamo"]),
    ("mustard", &["mustard", "mostaza"]),
    ("celery", &["celery", "apio"]),
    ("lupin", &["lupin", "lupino", "lupinos", "altramuz"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::sql::run(manager, COLUMNS, &[]).await?;
        let db = manager.get_connection();
        let backend = manager.get_database_backend();
        let id = if backend == DbBackend::Sqlite { "hex(id)" } else { "CAST(id AS text)" };
        let query = format!("SELECT {id} AS key, CAST(allergens AS text) AS allergens FROM product");
        for row in db.query_all_raw(Statement::from_string(backend, query)).await? {
            let (key, written): (String, String) = (row.try_get("", "key")?, row.try_get("", "allergens")?);
            let texts = texts(&written);
            if texts.is_empty() {
                continue;
            }
            let (allergens, declared_at, unresolved) = match allergen_words(&texts.join(" ")) {
                Some(words) => (words, "created_at", None),
                None => (Vec::new(), "NULL", Some(texts.join(", "))),
            };
            let list: Vec<String> = allergens.iter().map(|word| format!("\"{word}\"")).collect();
            let (list, parameters) = (
                format!("[{}]", list.join(",")),
                if backend == DbBackend::Sqlite { ("?", "?", "?") } else { ("CAST($1 AS json)", "$2", "$3") },
            );
            let update = format!(
                "UPDATE product SET allergens = {}, allergens_unresolved = {}, allergens_declared_at = {declared_at} \
                 WHERE {id} = {}",
                parameters.0, parameters.1, parameters.2
            );
            let values = [list.into(), unresolved.into(), key.into()];
            db.execute_raw(Statement::from_sql_and_values(backend, update, values)).await?;
        }
        Ok(())
    }
}

/// The texts of a list; a document that is none is one text.
fn texts(written: &str) -> Vec<String> {
    let text = |value: &JsonValue| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match written.parse::<JsonValue>() {
        Ok(JsonValue::Array(values)) => values.iter().map(text).collect(),
        Ok(value) => vec![text(&value)],
        Err(_) => vec![written.to_owned()],
    }
}

/// The words of the allergens of which the text is a list; `None` where it says anything else.
fn allergen_words(text: &str) -> Option<Vec<&'static str>> {
    let plain: String = text.to_lowercase().chars().map(without_accent).collect();
    let words: Vec<&str> =
        plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    let mut rest = words.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let pair = after.first().map(|second| format!("{first} {second}"));
        let of = |name: &str| NAMES.iter().find(|(_, names)| names.contains(&name)).map(|(word, _)| *word);
        let (word, used) = match pair.as_deref().and_then(of) {
            Some(word) => (word, 2),
            None => (of(first)?, 1),
        };
        if !found.contains(&word) {
            found.push(word);
        }
        rest = rest.get(used..)?;
    }
    (!found.is_empty()).then_some(found)
}

fn without_accent(letter: char) -> char {
    match letter {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_known_names_are_declarations_and_other_texts_are_kept() {
        for (written, words) in [
            ("[\"gluten\",\"milk\"]", Some(vec!["gluten", "milk"])),
            ("[\"gluten;milk\"]", Some(vec!["gluten", "milk"])),
            ("[\"GLUTEN/MILK\"]", Some(vec!["gluten", "milk"])),
            ("[\"frutos\",\"secos\"]", Some(vec!["nuts"])),
            ("[\"Maní\",\"mani\"]", Some(vec!["peanuts"])),
            ("[\"puede\",\"contener\",\"trazas\",\"de\",\"nueces\"]", None),
            ("[\"sin gluten\"]", None),
            ("[\"milk\",\"polvo\"]", None),
            ("[\"\"]", None),
            ("[7]", None),
        ] {
            assert_eq!(allergen_words(&texts(written).join(" ")), words, "{written}");
        }
        assert!(texts("[]").is_empty());
    }
}
