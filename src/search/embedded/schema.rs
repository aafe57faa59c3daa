//! Schema of the embedded index. Texts are stemmed by language and kept in one field per weight (name, family, …);
//! filters and facets are columns.

use tantivy::{
    TantivyDocument,
    schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions},
    tokenizer::{Language, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer, TokenizerManager},
};

use crate::{
    platform::words::{normalize, words},
    search::{
        ProductDocument,
        rules::{is_stop_word, stop_words},
    },
};

/// Version of the schema and of the indexed values. Part of the folder name, so that an upgrade builds a new index
/// instead of reading an incompatible one. Increase it with every change of either.
pub const VERSION: u32 = 4;

/// Tokenizer of Spanish stems.
const SPANISH: &str = "es";
/// Tokenizer of English stems.
const ENGLISH: &str = "en";
/// Tokenizer of unstemmed words.
const PLAIN: &str = "plain";

/// The fields of the index.
#[derive(Clone, Copy)]
pub struct Fields {
    pub id: Field,
    pub code: Field,
    pub name_es: Field,
    pub name_en: Field,
    /// The first word of the Spanish name, which says what the product is: "Mermelada de fresa" is no strawberry.
    pub head_es: Field,
    pub family_es: Field,
    pub family_en: Field,
    pub ingredients_es: Field,
    pub description_es: Field,
    pub description_en: Field,
    /// Places, makers and practices, stemmed in English: names of places and makers in any way that is always the same.
    pub keywords: Field,
    /// Unstemmed words of names and families, for completion and correction.
    pub title_words: Field,
    /// Unstemmed words of keywords and ingredients, for completion and correction.
    pub detail_words: Field,
    /// Keys of what the product is made of, for exclusions.
    pub contents: Field,
}

impl Fields {
    /// The fields that searches read.
    pub fn searched(&self) -> [Field; 13] {
        [
            self.code,
            self.name_es,
            self.name_en,
            self.head_es,
            self.family_es,
            self.family_en,
            self.ingredients_es,
            self.description_es,
            self.description_en,
            self.keywords,
            self.title_words,
            self.detail_words,
            self.contents,
        ]
    }
}

/// Names of the columns. One value per product unless documented otherwise.
pub mod column {
    pub const ID_HIGH: &str = "id_high";
    pub const ID_LOW: &str = "id_low";
    pub const CODE: &str = "code_as_written";
    pub const FAMILY: &str = "family";
    /// Several per product.
    pub const PRACTICES: &str = "practices";
    /// Several per product.
    pub const PLACES: &str = "places";
    /// Several per product.
    pub const MAKERS: &str = "makers";
    /// Several per product.
    pub const ALLERGENS: &str = "not_free_of";
    pub const MONTHS: &str = "months";
    pub const PUBLISHED: &str = "published";
    pub const FAIRNESS: &str = "fairness";
    pub const FINGERPRINT: &str = "fingerprint";
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = SchemaBuilder::new();
    let mut text = |name: &str, tokenizer: &str, with_length: bool| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(with_length);
        builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    let fields = Fields {
        name_es: text("name_es", SPANISH, true),
        name_en: text("name_en", ENGLISH, true),
        head_es: text("head_es", SPANISH, false),
        family_es: text("family_es", SPANISH, false),
        family_en: text("family_en", ENGLISH, false),
        ingredients_es: text("ingredients_es", SPANISH, false),
        description_es: text("description_es", SPANISH, false),
        description_en: text("description_en", ENGLISH, false),
        keywords: text("keywords", ENGLISH, false),
        title_words: text("title_words", PLAIN, false),
        detail_words: text("detail_words", PLAIN, false),
        id: builder.add_bytes_field("id", INDEXED),
        code: builder.add_text_field("code", STRING),
        contents: builder.add_text_field("contents", STRING),
    };
    for name in [column::CODE, column::FAMILY, column::PRACTICES, column::PLACES, column::MAKERS, column::ALLERGENS] {
        builder.add_text_field(name, FAST);
    }
    for name in [column::ID_HIGH, column::ID_LOW, column::MONTHS, column::PUBLISHED, column::FINGERPRINT] {
        builder.add_u64_field(name, FAST);
    }
    builder.add_i64_field(column::FAIRNESS, FAST);
    (builder.build(), fields)
}

/// The tokenizers. Their input is already normalized.
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    let stop = || StopWordFilter::remove(stop_words().map(str::to_owned));
    let plain = || TextAnalyzer::builder(SimpleTokenizer::default()).filter(stop());
    manager.register(SPANISH, plain().filter(Stemmer::new(Language::Spanish)).build());
    manager.register(ENGLISH, plain().filter(Stemmer::new(Language::English)).build());
    manager.register(PLAIN, plain().build());
    manager
}

/// A product as a tantivy document.
pub fn tantivy_document(
    fields: &Fields,
    schema: &Schema,
    product: &ProductDocument,
) -> tantivy::Result<TantivyDocument> {
    let mut document = TantivyDocument::default();
    let (high, low) = product.id.as_u64_pair();
    document.add_bytes(fields.id, product.id.as_bytes());
    document.add_text(fields.code, normalize(product.code.trim()));
    let keywords = [product.places.join(" "), product.makers.join(" "), product.practices.join(" ").replace('_', " ")];
    for (field, text) in [
        (fields.name_es, &product.name_es),
        (fields.name_en, &product.name_en),
        (fields.family_es, &product.family_es),
        (fields.family_en, &product.family_en),
        (fields.ingredients_es, &product.ingredients_es),
        (fields.description_es, &product.description_es),
        (fields.description_en, &product.description_en),
    ] {
        document.add_text(field, normalize(text));
    }
    if let Some(head) = words(&product.name_es).into_iter().find(|word| !is_stop_word(word)) {
        document.add_text(fields.head_es, head);
    }
    for text in [&product.name_es, &product.name_en, &product.family_es, &product.family_en] {
        document.add_text(fields.title_words, normalize(text));
    }
    for text in &keywords {
        document.add_text(fields.keywords, normalize(text));
    }
    for text in keywords.iter().chain([&product.ingredients_es]) {
        document.add_text(fields.detail_words, normalize(text));
    }
    document.add_text(schema.get_field(column::CODE)?, &product.code);
    document.add_text(schema.get_field(column::FAMILY)?, &product.family_code);
    for (name, values) in
        [(column::PRACTICES, &product.practices), (column::PLACES, &product.places), (column::MAKERS, &product.makers)]
    {
        let field = schema.get_field(name)?;
        values.iter().for_each(|value| document.add_text(field, value));
    }
    let allergens = schema.get_field(column::ALLERGENS)?;
    product.not_free_of.iter().for_each(|allergen| document.add_text(allergens, allergen.word()));
    product.contents.iter().for_each(|key| document.add_text(fields.contents, key));
    for (name, value) in [
        (column::ID_HIGH, high),
        (column::ID_LOW, low),
        (column::MONTHS, u64::from(product.harvest_months.unsigned_abs())),
        (column::PUBLISHED, u64::from(product.published)),
        (column::FINGERPRINT, product.fingerprint()),
    ] {
        document.add_u64(schema.get_field(name)?, value);
    }
    document.add_i64(schema.get_field(column::FAIRNESS)?, product.fairness);
    Ok(document)
}
