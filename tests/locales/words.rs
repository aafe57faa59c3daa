//! How a Spanish text is recognised.

/// Files whose Spanish words are data and not texts for people, with the reason.
pub const ALLOWED: &[(&str, &str)] = &[
    ("src/members/rules/banks.rs", "names of banks"),
    ("src/settlement/rules/bank_files/nomina_bci.rs", "columns of a bank's file"),
    ("src/catalogue/rules/allergens.rs", "words by which people name allergens"),
    ("src/search/rules/sizes.rs", "words that people search with"),
    ("src/search/rules/query_parser.rs", "words that people search with"),
    ("src/search/rules/suggestions.rs", "words that people search with"),
    ("src/search/rules/tokens.rs", "letters that people search with"),
    ("src/search/rules/order_numbers.rs", "letters that people search with"),
    ("src/search/rules/order_quantities.rs", "letters that people search with"),
    ("src/search/rules/order_tokens.rs", "letters that people search with"),
    ("src/search/rules/allergens.rs", "words that people search with"),
    ("src/search/meilisearch/request.rs", "words that people search with"),
];

const LETTERS: [char; 17] = ['ñ', 'á', 'é', 'í', 'ó', 'ú', 'ü', 'Ñ', 'Á', 'É', 'Í', 'Ó', 'Ú', '¿', '¡', '«', '»'];

const WORDS: [&str; 34] = [
    "abono",
    "abra",
    "al",
    "anula",
    "aplicado",
    "cobrar",
    "como",
    "con",
    "confirmado",
    "de",
    "del",
    "desde",
    "devuelto",
    "el",
    "entrega",
    "enviado",
    "esta",
    "factura",
    "fecha",
    "la",
    "las",
    "los",
    "monto",
    "pago",
    "para",
    "pedido",
    "por",
    "puede",
    "que",
    "se",
    "sin",
    "su",
    "un",
    "una",
];

/// Whether a literal is a text in Spanish: it has a letter that English lacks, or words of Spanish among its words.
pub fn is_spanish(literal: &str) -> bool {
    if literal.contains(LETTERS) {
        return true;
    }
    let mut words =
        literal.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase());
    literal.contains(' ') && words.any(|word| WORDS.contains(&word.as_str()))
}
