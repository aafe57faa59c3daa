//! `products.csv`: what the catalogue shows.

use entities::{
    catalogue::product,
    values::{FamilyId, NetUnit, ProductId, Storage},
};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    catalogue::{self, ProductTerms},
    exchange::{
        cells::Cells,
        codes::Known,
        export::{Out, maybe, percent, text, whole},
        import::{Ending, Import},
        kind::{Column, Kind, may, must},
        sheet::Sheet,
    },
    platform::{
        http::{
            limits::{NAME, STORY},
            problem::Result,
        },
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("code", "Stable code."),
    must("family", "Code of its family."),
    must("name_es", "Name in Spanish."),
    may("name_en", "Name in English; empty = the Spanish one."),
    may("description_es", "Description in Spanish."),
    may("description_en", "Description in English."),
    must("net_content", "In `net_unit`, a whole number from 1 on."),
    must("net_unit", "`g`, `ml` or `unit`."),
    may("lot_size", "Units per lot; empty = 1."),
    may("order_multiple", "An order line is a multiple of this; empty = 1."),
    may("ingredients_es", "Ingredients in Spanish."),
    may("ingredients_en", "Ingredients in English."),
    may("allergens", "Codes with blanks between them, such as `gluten milk`."),
    may("practices", "Codes with blanks between them, such as `organic`."),
    may("storage", "`ambient`, `chilled` or `frozen`; empty = `ambient`."),
    must("shelf_life_days", "Days from making to best before."),
    may("vat_percent", "VAT on its net price; empty = 19."),
    may("additional_tax_code", "Code of an additional tax, such as 24."),
    may("additional_tax_percent", "Its rate."),
    may("state", "`draft`, `published` or `retired`; empty = `published`."),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Draft,
    Published,
    Retired,
}

/// Makes products, or brings them up to date.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some((terms, state)) = read(&mut import.cells(sheet, row)) else { continue };
        let code = terms.code.clone();
        let known = match import.codes.look_up(Kind::Products, &code) {
            Known::Thing(id) => Some(ProductId(id)),
            _ => None,
        };
        let done = put_product(import.tx, known, terms, state).await;
        let Some(id) = import.done(sheet, row, done)? else { continue };
        import.learn(sheet, code, id);
        if state == State::Retired {
            import.endings.push((sheet.file.clone(), row.clone(), Ending::Product(id)));
        }
    }
    Ok(())
}

async fn put_product(
    tx: &mut UnitOfWork,
    known: Option<ProductId>,
    terms: ProductTerms,
    state: State,
) -> Result<ProductId> {
    let known = match known {
        Some(id) => catalogue::products(tx, &[id]).await?.remove(&id),
        None => None,
    };
    let id = match known {
        None => catalogue::create_product(tx, terms).await?.id,
        Some(row) if terms_of(&row) == terms => row.id,
        Some(row) => catalogue::edit_product(tx, row, terms).await?.id,
    };
    if state == State::Published {
        catalogue::publish_product(tx, id).await?;
    }
    Ok(id)
}

/// Takes a product out of the catalogue.
pub async fn retire(tx: &mut UnitOfWork, product: ProductId) -> Result<()> {
    catalogue::retire_product(tx, product).await.map(drop)
}

fn terms_of(row: &product::Model) -> ProductTerms {
    let row = row.clone();
    ProductTerms {
        code: row.code,
        family_id: row.family_id,
        name_es: row.name_es,
        name_en: row.name_en,
        description_es: row.description_es,
        description_en: row.description_en,
        net_content: row.net_content,
        net_unit: row.net_unit,
        lot_size: row.lot_size,
        order_multiple: row.order_multiple,
        ingredients_es: row.ingredients_es,
        ingredients_en: row.ingredients_en,
        allergens: row.allergens.0,
        practices: row.practices.0,
        storage: row.storage,
        shelf_life_days: row.shelf_life_days,
        vat_bps: row.vat_bps,
        additional_tax: row.additional_tax_code.map(|code| (code, row.additional_tax_bps)),
    }
}

fn read(cells: &mut Cells<'_>) -> Option<(ProductTerms, State)> {
    let code = cells.code("code");
    let family: Option<FamilyId> = cells.refer("family", Kind::Families);
    let (name_es, name_en) = (cells.text::<NAME>("name_es"), cells.maybe_text::<NAME>("name_en"));
    let description = (cells.maybe_lines::<STORY>("description_es"), cells.maybe_lines::<STORY>("description_en"));
    let net_content = cells.whole("net_content", 1, 1_000_000);
    let net_unit = cells.word("net_unit", &["g", "ml", "unit"], NetUnit::from_word);
    let lot_size = cells.or("lot_size", 1, |c, column| c.whole(column, 1, 100_000));
    let order_multiple = cells.or("order_multiple", 1, |c, column| c.whole(column, 1, 100_000));
    let ingredients = (cells.maybe_lines::<STORY>("ingredients_es"), cells.maybe_lines::<STORY>("ingredients_en"));
    let (allergens, practices) = (cells.tags("allergens"), cells.tags("practices"));
    let storage = cells.or("storage", Storage::Ambient, |c, column| {
        c.word(column, &["ambient", "chilled", "frozen"], Storage::from_word)
    });
    let shelf_life_days = cells.small("shelf_life_days", 1, 3_650);
    let vat_bps = cells.or("vat_percent", 1_900, Cells::percent);
    let additional_tax = additional_tax(cells);
    let state = cells.or("state", State::Published, |c, column| {
        c.word(column, &["draft", "published", "retired"], |word| match word {
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
        shelf_life_days: shelf_life_days?,
        vat_bps: vat_bps?,
        additional_tax: additional_tax?,
    };
    Some((terms, state?))
}

fn additional_tax(cells: &mut Cells<'_>) -> Option<Option<(String, i32)>> {
    match cells.maybe_text::<10>("additional_tax_code")? {
        None => Some(None),
        Some(code) => cells.percent("additional_tax_percent").map(|bps| Some((code, bps))),
    }
}

/// All products.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = product::Entity::find().order_by_asc(product::Column::Code).all(out.tx.db()).await?;
    Ok(all.into_iter().map(|product| row(out, product)).collect())
}

fn row(out: &Out<'_>, product: product::Model) -> Vec<Cell> {
    let state = match (product.published_at, product.retired_at) {
        (_, Some(_)) => "retired",
        (Some(_), None) => "published",
        (None, None) => "draft",
    };
    let taxed = product.additional_tax_code.is_some();
    vec![
        text(product.code),
        out.code(product.family_id),
        text(product.name_es),
        text(product.name_en),
        maybe(product.description_es),
        maybe(product.description_en),
        Cell::Whole(product.net_content),
        text(product.net_unit.word()),
        Cell::Whole(product.lot_size),
        Cell::Whole(product.order_multiple),
        maybe(product.ingredients_es),
        maybe(product.ingredients_en),
        text(product.allergens.0.join(" ")),
        text(product.practices.0.join(" ")),
        text(product.storage.word()),
        whole(product.shelf_life_days),
        percent(product.vat_bps),
        maybe(product.additional_tax_code),
        if taxed { percent(product.additional_tax_bps) } else { Cell::Empty },
        text(state),
    ]
}
