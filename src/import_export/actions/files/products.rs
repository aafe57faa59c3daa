//! `products.csv`: the products of the catalogue.

use entities::{
    catalogue::product,
    values::{Allergen, AllergenDeclaration, Allergens, FamilyId, NetUnit, ProductId, Storage},
};

use crate::{
    catalogue::{self, CatalogueError, LotSize, NetContent, OrderMultiple, ProductTerms, ShelfLifeDays},
    import_export::{
        actions::{
            exporter::{Exporter, integer, optional_text, percent, text},
            importer::{ImportFile, Importer, PendingEnd},
        },
        rules::{code_index::CodeState, file_kind::FileKind, import_row::ImportRow},
        store,
    },
    platform::{
        csv::{Column, optional, required},
        http::{
            etag::IfMatch,
            limits::{NAME, STORY},
            problem::Result,
        },
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("code", "Stable code."),
    required("family", "Code of its family."),
    required("name_es", "Name in Spanish."),
    optional("name_en", "Name in English; empty = the Spanish one."),
    optional("description_es", "Description in Spanish."),
    optional("description_en", "Description in English."),
    required("net_content", "In `net_unit`, a whole number from 1 on."),
    required("net_unit", "`g`, `ml` or `unit`."),
    optional("lot_size", "Units per lot; empty = 1."),
    optional("order_multiple", "An order line is a multiple of this; empty = 1."),
    optional("ingredients_es", "Ingredients in Spanish."),
    optional("ingredients_en", "Ingredients in English."),
    optional(
        "allergens",
        "What it contains, such as `gluten milk`; `none` where it contains none; empty = not declared.",
    ),
    optional("may_contain", "What it may contain in traces, in the same words."),
    optional("practices", "Codes with spaces between them, such as `organic`."),
    optional("storage", "`ambient`, `chilled` or `frozen`; empty = `ambient`."),
    required("shelf_life_days", "Days from production to best before."),
    optional("vat_percent", "VAT on its net price; empty = 19."),
    optional("additional_tax_code", "Code of an additional tax, such as 24."),
    optional("additional_tax_percent", "Its rate."),
    optional("state", "`draft`, `published` or `retired`; empty = `published`."),
];

/// Characters of a declaration of allergens.
const DECLARATION: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Draft,
    Published,
    Retired,
}

/// Creates or updates products.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some((terms, state)) = read(&mut importer.reader(file, row)) else { continue };
        let code = terms.code.clone();
        let existing = match importer.codes.get(FileKind::Products, &code) {
            CodeState::Exists(id) => Some(ProductId(id)),
            _ => None,
        };
        let result = upsert_product(importer.tx, existing, terms, state).await;
        let Some(id) = importer.ok_or_report(file, row, result)? else { continue };
        importer.insert_code(file, code, id);
        if state == State::Retired {
            importer.end_later(file, row, PendingEnd::Product(id));
        }
    }
    Ok(())
}

async fn upsert_product(
    tx: &mut UnitOfWork,
    existing: Option<ProductId>,
    terms: ProductTerms,
    state: State,
) -> Result<ProductId> {
    let existing = match existing {
        Some(id) => catalogue::list_products_by_id(tx, &[id]).await?.remove(&id),
        None => None,
    };
    let id = match existing {
        None => catalogue::create_product(tx, terms).await?.id,
        Some(row) => {
            let id = row.id;
            if ProductTerms::from(row) != terms {
                catalogue::update_product(tx, id, &IfMatch::any(), terms).await?;
            }
            id
        }
    };
    if state == State::Published {
        catalogue::publish_product(tx, id).await?;
    }
    Ok(id)
}

fn read(row: &mut ImportRow<'_>) -> Option<(ProductTerms, State)> {
    let code = row.code("code");
    let family: Option<FamilyId> = row.reference("family", FileKind::Families);
    let (name_es, name_en) = (row.text::<NAME>("name_es"), row.optional_text::<NAME>("name_en"));
    let description =
        (row.optional_multiline::<STORY>("description_es"), row.optional_multiline::<STORY>("description_en"));
    let net_content = row.integer("net_content", NetContent::MIN, NetContent::MAX);
    let net_unit = row.one_of("net_unit", &["g", "ml", "unit"], NetUnit::from_word);
    let lot_size = row.optional_or("lot_size", 1, |row, column| row.integer(column, LotSize::MIN, LotSize::MAX));
    let order_multiple =
        row.optional_or("order_multiple", 1, |row, column| row.integer(column, OrderMultiple::MIN, OrderMultiple::MAX));
    let ingredients =
        (row.optional_multiline::<STORY>("ingredients_es"), row.optional_multiline::<STORY>("ingredients_en"));
    let (allergens, practices) = (declaration(row), row.tags("practices"));
    let storage = row.optional_or("storage", Storage::Ambient, |row, column| {
        row.one_of(column, &["ambient", "chilled", "frozen"], Storage::from_word)
    });
    let shelf_life_days = row.integer("shelf_life_days", ShelfLifeDays::MIN, ShelfLifeDays::MAX);
    let vat_bps = row.optional_or("vat_percent", 1_900, ImportRow::percent);
    let additional_tax = additional_tax(row);
    let state = row.optional_or("state", State::Published, |row, column| {
        row.one_of(column, &["draft", "published", "retired"], |word| match word {
            "draft" => Some(State::Draft),
            "published" => Some(State::Published),
            "retired" => Some(State::Retired),
            _ => None,
        })
    });
    let name_es = name_es?;
    let terms = ProductTerms {
        code: code?,
        family_id: family?,
        name_en: name_en?.unwrap_or_else(|| name_es.clone()),
        name_es,
        description_es: description.0?,
        description_en: description.1?,
        net_content: net_content?,
        net_unit: net_unit?,
        lot_size: lot_size?,
        order_multiple: order_multiple?,
        ingredients_es: ingredients.0?,
        ingredients_en: ingredients.1?,
        allergens: allergens?,
        practices: practices?,
        storage: storage?,
        shelf_life_days: ShelfLifeDays::new(shelf_life_days?)?.small(),
        vat_bps: vat_bps?,
        additional_tax: additional_tax?,
    };
    Some((terms, state?))
}

/// What the row declares of the allergens; `Some(None)` where it declares nothing.
fn declaration(row: &mut ImportRow<'_>) -> Option<Option<AllergenDeclaration>> {
    let listed = declared(row, "allergens", false)?;
    let traces = declared(row, "may_contain", true)?;
    match (listed, traces) {
        (None, None) => Some(None),
        (None, Some(_)) => row.reject("allergens", &CatalogueError::AllergensMissing),
        (Some(listed), traces) => Some(Some(AllergenDeclaration::combine(&[listed, traces.unwrap_or_default()]))),
    }
}

fn declared(row: &mut ImportRow<'_>, column: &'static str, in_traces: bool) -> Option<Option<AllergenDeclaration>> {
    row.optional(column, |row, column| {
        let text = row.text::<DECLARATION>(column)?;
        match catalogue::read_declaration(&text, in_traces) {
            Ok(read) => Some(read),
            Err(word) => row.reject(column, &CatalogueError::unknown_allergen(word)),
        }
    })
}

fn additional_tax(row: &mut ImportRow<'_>) -> Option<Option<(String, i32)>> {
    match row.optional_text::<10>("additional_tax_code")? {
        None => Some(None),
        Some(code) => row.percent("additional_tax_percent").map(|bps| Some((code, bps))),
    }
}

/// All products.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::catalogue::products(exporter.tx).await?;
    Ok(all.into_iter().map(|product| row(exporter, product)).collect())
}

fn row(exporter: &Exporter<'_>, product: product::Model) -> Vec<Cell> {
    let state = match (product.published_at, product.retired_at) {
        (_, Some(_)) => "retired",
        (Some(_), None) => "published",
        (None, None) => "draft",
    };
    let taxed = product.additional_tax_code.is_some();
    let words = |list: &Allergens| list.iter().map(Allergen::word).collect::<Vec<_>>().join(" ");
    let is_declared = product.allergens_declared_at.is_some();
    let allergens = match words(&product.allergens) {
        none if none.is_empty() && is_declared => "none".to_owned(),
        words if is_declared => words,
        _ => String::new(),
    };
    vec![
        text(product.code),
        exporter.code_cell(product.family_id),
        text(product.name_es),
        text(product.name_en),
        optional_text(product.description_es),
        optional_text(product.description_en),
        Cell::Whole(product.net_content),
        text(product.net_unit.word()),
        Cell::Whole(product.lot_size),
        Cell::Whole(product.order_multiple),
        optional_text(product.ingredients_es),
        optional_text(product.ingredients_en),
        text(allergens),
        text(words(&product.may_contain)),
        text(product.practices.0.join(" ")),
        text(product.storage.word()),
        integer(product.shelf_life_days),
        percent(product.vat_bps),
        optional_text(product.additional_tax_code),
        if taxed { percent(product.additional_tax_bps) } else { Cell::Empty },
        text(state),
    ]
}
