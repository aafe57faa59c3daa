//! The catalogue as a file that a buyer's own shop or program can read.

use entities::{catalogue::product, values::Language};
use poem::web::Data;
use poem_openapi::{Enum, OpenApi, param::Query};

use super::{
    catalogue_contents::{
        Catalogue, CatalogueProduct, allergen_names, in_language, load_catalogue, optional_in_language,
    },
    dfc,
    tag::Tag,
};
use crate::{
    buyers::get_own_open_buyer,
    catalogue::store::prices,
    identity::{Buyer, Caller},
    platform::{
        app::App,
        format::PERCENT_DIGITS,
        http::{download::Download, problem::Result},
        locale::{Localizer, localize, shared_language},
        table::{Cell, Table},
        table_file::{self, Reader, TableFormat},
    },
};

/// The format of a catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum CatalogueFormat {
    /// A table with one row for each price, as comma-separated values in UTF-8.
    Csv,
    /// The same table as a spreadsheet.
    Xlsx,
    /// JSON-LD in the vocabulary of the Data Food Consortium 1.16, with its context.
    Jsonld,
}

/// Catalogues as files, for buyers.
pub struct CatalogueFiles;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Catalogue")]
impl CatalogueFiles {
    /// Download the products that are sold to the caller, at its prices
    ///
    /// A table has one row for each price of a product, so a product with prices by quantity has several rows. JSON-LD
    /// holds the price of the smallest quantity only, because its vocabulary knows no prices by quantity.
    #[oai(path = "/catalogue/file", method = "get", operation_id = "download_catalogue")]
    async fn download_catalogue(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// CSV, spreadsheet or JSON-LD.
        format: Query<CatalogueFormat>,
        /// Language of the names and texts.
        #[oai(default = "shared_language")]
        language: Query<Language>,
    ) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let catalogue = load_catalogue(&tx, prices::find_price_book(&tx, buyer.segment_id, &[]).await?).await?;
        let texts = Localizer::new(language.0);
        let name = localize!(texts, "catalogue-file.file-name");
        let format = match format.0 {
            CatalogueFormat::Jsonld => {
                let bytes = dfc::write(&catalogue, language.0)?;
                return Ok(Download::new(&format!("{name}.jsonld"), dfc::MEDIA_TYPE, bytes));
            }
            CatalogueFormat::Csv => TableFormat::Csv,
            CatalogueFormat::Xlsx => TableFormat::Xlsx,
        };
        let bytes = table_file::write(format, Reader::Person, &name, table(&catalogue, language.0), tx.now())?;
        Ok(Download::new(&format!("{name}.{}", format.extension()), format.media_type(), bytes))
    }
}

fn table(catalogue: &Catalogue, language: Language) -> Table {
    let texts = Localizer::new(language);
    let header = vec![
        localize!(texts, "catalogue-file.code"),
        localize!(texts, "catalogue-file.name"),
        localize!(texts, "catalogue-file.family"),
        localize!(texts, "catalogue-file.description"),
        localize!(texts, "catalogue-file.net-content"),
        localize!(texts, "catalogue-file.net-unit"),
        localize!(texts, "catalogue-file.order-multiple"),
        localize!(texts, "catalogue-file.ingredients"),
        localize!(texts, "catalogue-file.allergens"),
        localize!(texts, "catalogue-file.may-contain"),
        localize!(texts, "catalogue-file.storage"),
        localize!(texts, "catalogue-file.shelf-life"),
        localize!(texts, "catalogue-file.makers"),
        localize!(texts, "catalogue-file.min-quantity"),
        localize!(texts, "catalogue-file.net-price"),
        localize!(texts, "catalogue-file.currency"),
        localize!(texts, "catalogue-file.vat"),
        localize!(texts, "catalogue-file.additional-tax"),
    ];
    let rows = catalogue.products.iter().flat_map(|product| {
        let cells = product_cells(product, language);
        let taxes = tax_cells(&product.product);
        product.tiers.iter().map(move |tier| {
            let price = [
                Cell::Whole(tier.min_quantity),
                Cell::Decimal { units: tier.amount.0, digits: catalogue.currency.minor_digits() },
                Cell::Text(catalogue.currency.code().to_owned()),
            ];
            cells.iter().chain(&price).chain(&taxes).cloned().collect()
        })
    });
    Table { header, rows: rows.collect() }
}

fn product_cells(row: &CatalogueProduct, language: Language) -> Vec<Cell> {
    let texts = Localizer::new(language);
    let CatalogueProduct { product, family, makers, .. } = row;
    let makers: Vec<&str> = makers.iter().map(|workshop| workshop.name.as_str()).collect();
    let declared = product.allergens_declared_at.is_some();
    let allergens = |names: String| if declared { Cell::Text(names) } else { Cell::Empty };
    vec![
        Cell::Text(product.code.clone()),
        Cell::Text(in_language(language, &product.name_es, &product.name_en).to_owned()),
        Cell::Text(in_language(language, &family.name_es, &family.name_en).to_owned()),
        Cell::optional(optional_in_language(language, &product.description_es, &product.description_en)),
        Cell::Whole(product.net_content),
        Cell::Text(localize!(texts, "net-unit", unit = product.net_unit.word())),
        Cell::Whole(product.order_multiple),
        Cell::optional(optional_in_language(language, &product.ingredients_es, &product.ingredients_en)),
        allergens(match product.allergens.is_empty() {
            true => localize!(texts, "catalogue-file.no-allergens"),
            false => allergen_names(&product.allergens, texts),
        }),
        allergens(allergen_names(&product.may_contain, texts)),
        Cell::Text(localize!(texts, "storage", storage = product.storage.word())),
        Cell::Whole(product.shelf_life_days.into()),
        Cell::Text(makers.join(", ")),
    ]
}

fn tax_cells(product: &product::Model) -> [Cell; 2] {
    let percent = |bps: i32| Cell::Decimal { units: bps.into(), digits: PERCENT_DIGITS };
    [percent(product.vat_bps), percent(product.additional_tax_bps)]
}
