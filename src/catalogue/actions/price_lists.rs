//! Creates price lists and updates their prices, in versions: orders keep the version that they were placed at.

use std::collections::{BTreeMap, BTreeSet};

use entities::{
    catalogue::{price, price_list},
    values::{Amount, PriceListId, ProductId, SegmentId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::field_faults::{FieldFault, refuse_all};
use crate::{
    buyers,
    catalogue::{
        Event,
        errors::CatalogueError,
        rules::prices::MIN_PRICE,
        store::{price_lists, prices, products},
    },
    platform::{
        http::{api_error::ApiError, problem::Result},
        repeated::repeated,
        unit_of_work::UnitOfWork,
    },
};

/// One price of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceRow {
    /// The product.
    pub product_id: ProductId,
    /// From this many units.
    pub min_quantity: i64,
    /// Net, per unit.
    pub amount: Amount,
}

/// Creates the price list of a segment, without prices, or returns the segment's list with this code.
///
/// # Errors
/// 404 for an unknown segment; `CodeTaken` where the list with this code is of another segment; `SegmentHasList`.
pub async fn create_price_list(
    tx: &mut UnitOfWork,
    code: &str,
    name: &str,
    segment_id: SegmentId,
) -> Result<price_list::Model> {
    if let Some(list) = price_lists::find_price_list_by_code(tx, code).await? {
        if list.segment_id != segment_id {
            return Err(CatalogueError::CodeTaken { code: list.code }.at("/code"));
        }
        return Ok(list);
    }
    if let Some(list) = price_lists::find_price_list_of(tx, segment_id).await? {
        return Err(CatalogueError::SegmentHasList { code: list.code }.at("/segment_id"));
    }
    buyers::get_segment(tx, segment_id).await?;
    let row = price_list::ActiveModel {
        id: Set(tx.new_id()),
        code: Set(code.to_owned()),
        name: Set(name.to_owned()),
        segment_id: Set(segment_id),
        currency: Set(tx.currency()),
        version: Set(1),
        created_at: Set(tx.now()),
    };
    let list = price_lists::insert_price_list(tx, row).await?;
    tx.audit("price_list", list.id.0, "made", json!({ "code": list.code, "segment_id": segment_id }));
    Ok(list)
}

/// Replaces the prices of a list. Where they differ from the current ones, a new version begins; the same prices again
/// change nothing. Prices that stay as they are were accepted when they were stored, so they are not checked again.
///
/// # Errors
/// 404 for an unknown list; `DuplicatePrice`, `InvalidPrice`, `TierPriceIncreases` and `UnknownProduct`, each with its
/// rows.
pub async fn update_prices(tx: &mut UnitOfWork, list: PriceListId, rows: &[PriceRow]) -> Result<price_list::Model> {
    let list = price_lists::lock_price_list(tx, list).await?;
    let current = prices::list_prices(tx, list.id, list.version, &[]).await?;
    check(tx, rows, &current).await?;
    let new: BTreeMap<(ProductId, i64), Amount> =
        rows.iter().map(|row| ((row.product_id, row.min_quantity), row.amount)).collect();
    let (kept, ended): (Vec<_>, Vec<_>) =
        current.into_iter().partition(|price| new.get(&(price.product_id, price.min_quantity)) == Some(&price.amount));
    let kept: BTreeSet<(ProductId, i64)> = kept.into_iter().map(|p| (p.product_id, p.min_quantity)).collect();
    let added: Vec<_> = new.into_iter().filter(|(key, _)| !kept.contains(key)).collect();
    if ended.is_empty() && added.is_empty() {
        return Ok(list);
    }
    let version = list.version + 1;
    let rows = added.iter().map(|((product_id, min_quantity), amount)| price::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        price_list_id: Set(list.id),
        product_id: Set(*product_id),
        min_quantity: Set(*min_quantity),
        amount: Set(*amount),
        from_version: Set(version),
        to_version: Set(None),
    });
    let rows = rows.collect();
    let ended_ids: Vec<Uuid> = ended.iter().map(|price| price.id).collect();
    prices::replace_prices(tx, &ended_ids, list.version, rows).await?;
    let changed: BTreeSet<ProductId> =
        ended.iter().map(|price| price.product_id).chain(added.iter().map(|((product, _), _)| *product)).collect();
    let change = price_list::ActiveModel { version: Set(version), ..list.into_active_model() };
    let list = price_lists::update_price_list(tx, change).await?;
    tx.audit("price_list", list.id.0, "prices_changed", json!({ "version": version, "products": changed }));
    for product_id in changed {
        tx.emit(Event::ProductChanged { product_id });
    }
    Ok(list)
}

async fn check(tx: &UnitOfWork, rows: &[PriceRow], current: &[price::Model]) -> Result<()> {
    let duplicates = repeated(rows.iter().map(|row| (row.product_id, row.min_quantity)));
    let duplicates = duplicates.filter_map(|i| {
        let error = CatalogueError::DuplicatePrice { min_quantity: rows.get(i)?.min_quantity };
        Some(FieldFault { pointer: format!("/prices/{i}/min_quantity"), error })
    });
    refuse_all(duplicates.collect())?;
    let stored: BTreeSet<(ProductId, i64, Amount)> =
        current.iter().map(|price| (price.product_id, price.min_quantity, price.amount)).collect();
    let is_new = |row: &PriceRow| !stored.contains(&(row.product_id, row.min_quantity, row.amount));
    let too_low = rows.iter().enumerate().filter(|(_, row)| is_new(row) && row.amount < MIN_PRICE);
    let too_low = too_low
        .map(|(i, _)| FieldFault { pointer: format!("/prices/{i}/price/amount"), error: CatalogueError::InvalidPrice });
    refuse_all(too_low.collect())?;
    refuse_all(increases(rows, is_new))?;
    let ids: BTreeSet<ProductId> = rows.iter().map(|row| row.product_id).collect();
    let known = products::list_products_by_id(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let unknown = rows.iter().enumerate().filter(|(_, row)| !known.contains_key(&row.product_id));
    let unknown = unknown.map(|(i, row)| FieldFault {
        pointer: format!("/prices/{i}/product_id"),
        error: CatalogueError::UnknownProduct { product_id: row.product_id },
    });
    refuse_all(unknown.collect())
}

/// The rows whose unit price is higher than that of the next smaller quantity of their product, where one of the two
/// prices is new: a mistyped price.
fn increases(rows: &[PriceRow], is_new: impl Fn(&PriceRow) -> bool) -> Vec<FieldFault> {
    let mut sorted: Vec<(usize, &PriceRow)> = rows.iter().enumerate().collect();
    sorted.sort_by_key(|(_, row)| (row.product_id, row.min_quantity));
    let steps = sorted.iter().zip(sorted.iter().skip(1));
    let faults = steps.filter(|((_, lower), (_, row))| {
        lower.product_id == row.product_id && lower.amount < row.amount && (is_new(lower) || is_new(row))
    });
    let faults = faults.map(|((_, lower), (i, row))| FieldFault {
        pointer: format!("/prices/{i}/price"),
        error: CatalogueError::TierPriceIncreases {
            min_quantity: row.min_quantity,
            lower_quantity: lower.min_quantity,
        },
    });
    faults.collect()
}
