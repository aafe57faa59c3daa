//! Relevance judgements: a query, and for each grade the conditions that give a product this grade. The form is explained
//! at the beginning of `demo.txt`.

use std::collections::HashMap;

use minga::platform::words::{normalize, words};

/// Results that are looked at.
const DEPTH: usize = 10;

/// What the conditions compare of a product.
#[derive(Clone, Debug, Default)]
pub struct JudgedProduct {
    pub code: String,
    /// In Spanish and English.
    pub names: Vec<String>,
    pub family: String,
    pub ingredients: String,
    /// Allergens of which it is surely free.
    pub free_of: Vec<String>,
    pub practices: Vec<String>,
    pub places: Vec<String>,
    pub makers: Vec<String>,
}

/// A judged query.
pub struct Judgement {
    pub query: String,
    grades: Vec<(u32, Vec<Vec<String>>)>,
}

/// How good the answers to some queries are.
#[derive(Clone, Debug, Default)]
pub struct Relevance {
    /// Queries with a relevant product.
    pub queries: usize,
    /// Mean of nDCG@10.
    pub ndcg: f64,
    /// Share of the queries that found nothing.
    pub zero_results: f64,
    /// nDCG@10 of each query, the worst first.
    pub worst: Vec<(f64, String)>,
}

/// Reads judgements.
pub fn read(text: &str) -> Vec<Judgement> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(judgement).collect()
}

fn judgement(line: &str) -> Judgement {
    let (query, grades) = line.split_once(" = ").unwrap_or_else(|| panic!("no judgement: {line}"));
    let conditions = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    let grade = |text: &str| {
        let (grade, alternatives) = text.trim().split_once(": ").unwrap_or_else(|| panic!("no grade: {line}"));
        let grade = grade.parse().unwrap_or_else(|_| panic!("no grade: {line}"));
        (grade, alternatives.split(" / ").map(conditions).collect())
    };
    Judgement { query: query.to_owned(), grades: grades.split(';').map(grade).collect() }
}

impl Judgement {
    /// The grade of a product, 0 to 3.
    pub fn grade(&self, product: &JudgedProduct) -> u32 {
        let fits = |alternative: &Vec<String>| alternative.iter().all(|condition| holds(condition, product));
        let grades = self.grades.iter().filter(|(_, alternatives)| alternatives.iter().any(fits));
        grades.map(|(grade, _)| *grade).max().unwrap_or(0)
    }
}

fn holds(condition: &str, product: &JudgedProduct) -> bool {
    let (wanted, condition) = condition.strip_prefix('!').map_or((true, condition), |rest| (false, rest));
    let (kind, value) = condition.split_once(':').unwrap_or_else(|| panic!("no condition: {condition}"));
    let phrase = normalize(&value.replace('_', " "));
    // The words of the condition begin words of the text, so that a plural counts.
    let says = |text: &String| format!(" {}", words(text).join(" ")).contains(&format!(" {phrase}"));
    let holds = match kind {
        "n" => product.names.iter().any(says),
        "f" => product.family == value,
        "i" => says(&product.ingredients),
        "x" => product.free_of.iter().any(|allergen| allergen == value),
        "p" => product.practices.iter().any(|practice| practice == value),
        "c" => product.places.iter().any(|place| normalize(place) == phrase),
        "m" => product.makers.iter().any(says),
        "k" => product.code == value,
        _ => panic!("no condition: {condition}"),
    };
    holds == wanted
}

/// The relevance of answers: for each judged query the codes that were found, the best first.
pub fn relevance(judgements: &[Judgement], products: &[JudgedProduct], answers: &[Vec<String>]) -> Relevance {
    let by_code: HashMap<&str, &JudgedProduct> =
        products.iter().map(|product| (product.code.as_str(), product)).collect();
    let mut relevance = Relevance::default();
    let mut zero = 0;
    for (judgement, found) in judgements.iter().zip(answers) {
        let mut ideal: Vec<u32> = products.iter().map(|product| judgement.grade(product)).collect();
        ideal.sort_unstable_by(|left, right| right.cmp(left));
        if ideal.first().is_none_or(|best| *best == 0) {
            continue;
        }
        let grade = |code: &String| by_code.get(code.as_str()).map_or(0, |product| judgement.grade(product));
        let grades: Vec<u32> = found.iter().map(grade).collect();
        let ndcg = discounted(&grades) / discounted(&ideal);
        zero += usize::from(found.is_empty());
        relevance.worst.push((ndcg, judgement.query.clone()));
    }
    relevance.queries = relevance.worst.len();
    let count = relevance.queries.max(1) as f64;
    relevance.ndcg = relevance.worst.iter().map(|(ndcg, _)| ndcg).sum::<f64>() / count;
    relevance.zero_results = zero as f64 / count;
    relevance.worst.sort_by(|left, right| left.0.total_cmp(&right.0));
    relevance
}

/// Discounted cumulative gain of the first results.
fn discounted(grades: &[u32]) -> f64 {
    let gain = |(place, grade): (usize, &u32)| f64::from((1_u32 << grade) - 1) / (place as f64 + 2.0).log2();
    grades.iter().take(DEPTH).enumerate().map(gain).sum()
}
