//! Wire types of catalogue.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    catalogue::{family, offer, price, price_list, product},
    values::{
        BoundBy, Currency, FamilyId, Money, NetUnit, OfferId, PriceListId, ProductId, SegmentId, Storage, WorkshopId,
    },
};
use poem_openapi::Object;

use crate::{
    catalogue::{NewFamily, OfferTerms, ProductTerms, Sellable, rules},
    platform::http::{
        limits::{LINE, NAME, STORY},
        text::{LongText, Text},
    },
};

/// A family of products: jam, honey, smoked fish.
#[derive(Clone, Debug, Object)]
pub struct Family {
    /// Identifies the family.
    pub id: FamilyId,
    /// Stable code.
    pub code: String,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
}

impl From<family::Model> for Family {
    fn from(row: family::Model) -> Self {
        Self { id: row.id, code: row.code, name_es: row.name_es, name_en: row.name_en }
    }
}

/// A family to make, or to rename.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PutFamily {
    /// Stable code; the family that has it is renamed.
    pub code: Text<1, 40>,
    /// Name in Spanish.
    pub name_es: Text<1, NAME>,
    /// Name in English.
    pub name_en: Text<1, NAME>,
}

impl From<PutFamily> for NewFamily {
    fn from(new: PutFamily) -> Self {
        Self { code: new.code.into(), name_es: new.name_es.into(), name_en: new.name_en.into() }
    }
}

/// What the catalogue shows, whoever makes it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Product {
    /// Identifies the product.
    pub id: ProductId,
    /// Stable code.
    pub code: String,
    /// Its family.
    pub family_id: FamilyId,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Description in Spanish.
    pub description_es: Option<String>,
    /// Description in English.
    pub description_en: Option<String>,
    /// Net content, in `net_unit`.
    pub net_content: i64,
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// Units per lot.
    pub lot_size: i64,
    /// An order line is a multiple of this.
    pub order_multiple: i64,
    /// Ingredients in Spanish.
    pub ingredients_es: Option<String>,
    /// Ingredients in English.
    pub ingredients_en: Option<String>,
    /// Codes of allergens; empty = none declared.
    pub allergens: Vec<String>,
    /// Codes of practices, such as organic.
    pub practices: Vec<String>,
    /// How it is kept.
    pub storage: Storage,
    /// Days from making to best before.
    pub shelf_life_days: i32,
    /// VAT on its net price, in basis points.
    pub vat_bps: i32,
    /// Code of an additional tax.
    pub additional_tax_code: Option<String>,
    /// Its rate on the net price, in basis points.
    pub additional_tax_bps: i32,
    /// Since when everybody sees it.
    pub published_at: Option<DateTime<Utc>>,
    /// Since when it is out of the catalogue.
    pub retired_at: Option<DateTime<Utc>>,
}

impl From<product::Model> for Product {
    fn from(row: product::Model) -> Self {
        Self {
            id: row.id,
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
            additional_tax_code: row.additional_tax_code,
            additional_tax_bps: row.additional_tax_bps,
            published_at: row.published_at,
            retired_at: row.retired_at,
        }
    }
}

/// A product to make, or as it is to be from now on.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct PutProduct {
    /// Stable code, unique.
    pub code: Text<1, 40>,
    /// Its family.
    pub family_id: FamilyId,
    /// Name in Spanish.
    pub name_es: Text<1, NAME>,
    /// Name in English.
    pub name_en: Text<1, NAME>,
    /// Description in Spanish.
    pub description_es: Option<LongText<STORY>>,
    /// Description in English.
    pub description_en: Option<LongText<STORY>>,
    /// Net content, in `net_unit`.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub net_content: i64,
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// Units per lot: what is split among the makers.
    #[oai(validator(minimum(value = "1"), maximum(value = "100000")))]
    pub lot_size: i64,
    /// An order line is a multiple of this.
    #[oai(default = "one", validator(minimum(value = "1"), maximum(value = "100000")))]
    pub order_multiple: i64,
    /// Ingredients in Spanish.
    pub ingredients_es: Option<LongText<STORY>>,
    /// Ingredients in English.
    pub ingredients_en: Option<LongText<STORY>>,
    /// Codes of allergens: gluten, milk, eggs, nuts, peanuts, soy, fish, crustaceans, molluscs, sulphites, sesame,
    /// mustard, celery, lupin; empty = none declared.
    #[oai(default, validator(max_items = 30))]
    pub allergens: Vec<Text<1, 40>>,
    /// Codes of practices, such as organic, wild_harvest.
    #[oai(default, validator(max_items = 30))]
    pub practices: Vec<Text<1, 40>>,
    /// How it is kept.
    pub storage: Storage,
    /// Days from making to best before.
    #[oai(validator(minimum(value = "1"), maximum(value = "3650")))]
    pub shelf_life_days: i32,
    /// VAT on its net price, in basis points: 1900, or 0 where exempt.
    #[oai(validator(minimum(value = "0"), maximum(value = "10000")))]
    pub vat_bps: i32,
    /// An additional tax on its net price.
    pub additional_tax: Option<AdditionalTax>,
}

/// An additional tax on a product's net price (ILA, Ley 18.455 and DL 825, art. 42).
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct AdditionalTax {
    /// Code of the tax office, e.g. 24 for liqueurs.
    pub code: Text<1, 10>,
    /// Rate in basis points.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    pub bps: i32,
}

fn one() -> i64 {
    1
}

impl From<PutProduct> for ProductTerms {
    fn from(put: PutProduct) -> Self {
        let texts = |list: Vec<Text<1, 40>>| list.into_iter().map(String::from).collect();
        Self {
            code: put.code.into(),
            family_id: put.family_id,
            name_es: put.name_es.into(),
            name_en: put.name_en.into(),
            description_es: put.description_es.map(String::from),
            description_en: put.description_en.map(String::from),
            net_content: put.net_content,
            net_unit: put.net_unit,
            lot_size: put.lot_size,
            order_multiple: put.order_multiple,
            ingredients_es: put.ingredients_es.map(String::from),
            ingredients_en: put.ingredients_en.map(String::from),
            allergens: texts(put.allergens),
            practices: texts(put.practices),
            storage: put.storage,
            shelf_life_days: put.shelf_life_days,
            vat_bps: put.vat_bps,
            additional_tax: put.additional_tax.map(|tax| (tax.code.into(), tax.bps)),
        }
    }
}

/// A product as everybody sees it, with those who make it.
#[derive(Clone, Debug, Object)]
pub struct PublicProduct {
    /// The product.
    pub product: Product,
    /// Its family.
    pub family: Family,
    /// Who may make it today.
    pub makers: Vec<ProductMaker>,
}

/// A workshop that makes a product.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ProductMaker {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub comuna: Option<String>,
    /// Months in which it makes the product, 1 = January.
    pub harvest_months: Vec<u32>,
}

/// A product as a buyer sees it: its own prices, and what is left for a delivery date.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BuyerProduct {
    /// The product.
    pub product: Product,
    /// Its net prices by quantity; empty = not sold to this kind of buyer.
    pub prices: Vec<TierPrice>,
    /// What may still be ordered for the delivery date that was asked about.
    pub sellable: Option<ProductSellable>,
}

/// A net unit price from a quantity on.
#[derive(Clone, Debug, Object)]
pub struct TierPrice {
    /// From this many units in one order line.
    pub min_quantity: i64,
    /// Net, per unit.
    pub price: Money,
}

/// What may still be ordered of a product for a delivery date.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ProductSellable {
    /// Units.
    pub units: i64,
    /// Units still missing before the next batch is made; below it nothing is promised. 0 = any quantity is made.
    pub more_needed: i64,
    /// The last day on which it may be ordered for this delivery.
    pub order_until: NaiveDate,
    /// Why there is none: `closed` (too late), `reserved` (all taken), `no_maker`, or what keeps its makers from it:
    /// `certificate`, `authorisation`, `pause`, `harvest`.
    pub reason: Option<String>,
}

impl ProductSellable {
    /// What is told of `sellable` on the day `today`; none = nobody offers the product.
    pub fn told(sellable: Option<&Sellable>, delivery_date: NaiveDate, today: NaiveDate) -> Self {
        let Some(sellable) = sellable else {
            let reason = Some("no_maker".to_owned());
            return Self { units: 0, more_needed: 0, order_until: delivery_date, reason };
        };
        let order_until = sellable.last_order_day(delivery_date);
        let reason = match sellable.blocked_by {
            Some(reason) => Some(reason.word()),
            None if today > order_until => Some("closed"),
            None if sellable.units < sellable.order_multiple => Some("reserved"),
            None => None,
        };
        let units = if reason.is_none() { sellable.units } else { 0 };
        Self {
            units,
            more_needed: if units > 0 { sellable.more_needed } else { 0 },
            order_until,
            reason: reason.map(str::to_owned),
        }
    }
}

/// A workshop's ability to make a product.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Offer {
    /// Identifies the offer.
    pub id: OfferId,
    /// Who makes it.
    pub workshop_id: WorkshopId,
    /// What is made.
    pub product_id: ProductId,
    /// Units it can make in one production week.
    pub capacity_per_week: i64,
    /// Units; it makes none or at least this many.
    pub min_batch: Option<i64>,
    /// Days it needs before the delivery.
    pub lead_days: i32,
    /// Months in which it can be made, 1 = January.
    pub harvest_months: Vec<u32>,
    /// What keeps the workshop from supplying it today.
    pub blocked_by: Option<BoundBy>,
    /// Since when it is no longer offered.
    pub ended_at: Option<DateTime<Utc>>,
    /// Its version, as `ETag` says it.
    pub version: i32,
}

impl Offer {
    /// The offer with what keeps the workshop from supplying it today.
    pub fn of(row: offer::Model, blocked_by: Option<BoundBy>) -> Self {
        Self {
            id: row.id,
            workshop_id: row.workshop_id,
            product_id: row.product_id,
            capacity_per_week: row.capacity_per_week,
            min_batch: row.min_batch,
            lead_days: row.lead_days,
            harvest_months: rules::months(row.harvest_months),
            blocked_by,
            ended_at: row.ended_at,
            version: row.version,
        }
    }
}

/// What a workshop offers of a product.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct PutOffer {
    /// Units it can make in one production week.
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub capacity_per_week: i64,
    /// Units; it makes none or at least this many.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub min_batch: Option<i64>,
    /// Days it needs before the delivery.
    #[oai(default, validator(minimum(value = "0"), maximum(value = "90")))]
    pub lead_days: i32,
    /// Months in which it can be made, 1 = January; left out = all year.
    #[oai(validator(min_items = 1, max_items = 12, minimum(value = "1"), maximum(value = "12")))]
    pub harvest_months: Option<Vec<u32>>,
}

/// An offer to make.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewOffer {
    /// Who makes it.
    pub workshop_id: WorkshopId,
    /// What is made.
    pub product_id: ProductId,
    /// How much and when.
    pub terms: PutOffer,
}

impl From<&PutOffer> for OfferTerms {
    fn from(put: &PutOffer) -> Self {
        Self {
            capacity_per_week: put.capacity_per_week,
            min_batch: put.min_batch,
            lead_days: put.lead_days,
            harvest_months: rules::month_bits(put.harvest_months.as_ref().map(|m| m.iter().copied())),
        }
    }
}

/// The price list of a segment.
#[derive(Clone, Debug, Object)]
pub struct PriceList {
    /// Identifies the list.
    pub id: PriceListId,
    /// Stable code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// The kind of buyer it is for.
    pub segment_id: SegmentId,
    /// Of all its prices.
    pub currency: Currency,
    /// Counts the changes of its prices.
    pub version: i32,
}

impl From<price_list::Model> for PriceList {
    fn from(row: price_list::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            segment_id: row.segment_id,
            currency: row.currency,
            version: row.version,
        }
    }
}

/// A price list to make.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewPriceList {
    /// Stable code.
    pub code: Text<1, 40>,
    /// What people call it.
    pub name: Text<1, LINE>,
    /// The kind of buyer it is for.
    pub segment_id: SegmentId,
}

/// A price list with its current prices.
#[derive(Clone, Debug, Object)]
pub struct PriceListDetail {
    /// The list.
    pub list: PriceList,
    /// Its current prices, by product and quantity.
    pub prices: Vec<ListPrice>,
}

/// One price of a list.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ListPrice {
    /// The product.
    pub product_id: ProductId,
    /// From this many units in one order line.
    #[oai(default = "one", validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub min_quantity: i64,
    /// Net, per unit.
    pub price: Money,
}

impl ListPrice {
    /// The price in the list's currency.
    pub fn of(row: &price::Model, currency: Currency) -> Self {
        Self { product_id: row.product_id, min_quantity: row.min_quantity, price: row.amount.of(currency) }
    }
}

/// All prices of a list from now on.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PutPrices {
    /// The prices; what is left out is no longer sold to this kind of buyer.
    #[oai(validator(max_items = 500))]
    pub prices: Vec<ListPrice>,
}
