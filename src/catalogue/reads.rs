//! What each kind of reader is shown.

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    catalogue::{offer, product},
    values::{PriceListId, ProductId, WorkshopId},
};

use super::{
    api::wire::{
        BuyerProduct, Family, ListPrice, Offer, PriceListDetail, ProductMaker, ProductSellable, PublicProduct,
        TierPrice,
    },
    may_supply, prices_for, rules, sellable,
    store::{self, products::Shown},
};
use crate::{
    members,
    platform::{
        http::{
            paging::Page,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// All families.
pub async fn families(tx: &UnitOfWork) -> Result<Vec<Family>> {
    Ok(store::products::families(tx).await?.into_iter().map(Family::from).collect())
}

/// A page of products by code.
pub async fn page(tx: &UnitOfWork, shown: Shown, page: &Page) -> Result<Vec<product::Model>> {
    store::products::page(tx, shown, page.key()?, page.fetch()).await
}

fn public(row: product::Model) -> Result<product::Model> {
    let shown = row.published_at.is_some() && row.retired_at.is_none();
    if shown { Ok(row) } else { Err(Problem::not_found("product")) }
}

/// A published product with its family and makers.
pub async fn public_product(tx: &UnitOfWork, id: ProductId) -> Result<PublicProduct> {
    let row = public(store::products::get(tx, id).await?)?;
    let family = store::products::family(tx, row.family_id).await?.into();
    let offers: Vec<offer::Model> = may_supply(tx, tx.today(), &[id])
        .await?
        .into_iter()
        .filter(|supply| matches!(supply.blocked_by, None | Some(entities::values::BoundBy::Harvest)))
        .map(|supply| supply.offer)
        .collect();
    let ids: Vec<WorkshopId> = offers.iter().map(|offer| offer.workshop_id).collect();
    let workshops = members::list_workshops_by_id(tx, &ids).await?;
    let makers = offers.into_iter().filter_map(|offer| {
        let workshop = workshops.get(&offer.workshop_id)?;
        Some(ProductMaker {
            workshop_id: workshop.id,
            name: workshop.name.clone(),
            comuna: workshop.comuna.clone(),
            harvest_months: rules::months(offer.harvest_months),
        })
    });
    Ok(PublicProduct { makers: makers.collect(), family, product: row.into() })
}

/// These products with the buyer's prices and, for a delivery date, what is left.
pub async fn for_buyer(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    rows: Vec<product::Model>,
    delivery_date: Option<NaiveDate>,
) -> Result<Vec<BuyerProduct>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ProductId> = rows.iter().map(|row| row.id).collect();
    let book = prices_for(tx, buyer.segment_id, &ids).await?;
    let left = match delivery_date {
        Some(date) => Some((date, sellable(tx, date, &ids).await?)),
        None => None,
    };
    let today = tx.today();
    let told = rows.into_iter().map(|row| {
        let tiers = book.as_ref().and_then(|book| Some((book.currency, book.tiers.get(&row.id)?)));
        let prices = tiers.map_or_else(Vec::new, |(currency, tiers)| {
            tiers.iter().map(|(from, net)| TierPrice { min_quantity: *from, price: net.of(currency) }).collect()
        });
        let sellable = left.as_ref().map(|(date, left)| ProductSellable::told(left.get(&row.id), *date, today));
        BuyerProduct { product: row.into(), prices, sellable }
    });
    Ok(told.collect())
}

/// A published product as the buyer sees it.
pub async fn buyer_product(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    id: ProductId,
    delivery_date: Option<NaiveDate>,
) -> Result<BuyerProduct> {
    let row = public(store::products::get(tx, id).await?)?;
    let mut told = for_buyer(tx, buyer, vec![row], delivery_date).await?;
    told.pop().ok_or_else(|| Problem::not_found("product"))
}

/// Offers with what keeps their workshops from supplying them today.
pub async fn judged(tx: &UnitOfWork, rows: Vec<offer::Model>) -> Result<Vec<Offer>> {
    let mut products: Vec<ProductId> = rows.iter().map(|row| row.product_id).collect();
    products.sort_unstable();
    products.dedup();
    let judged = if products.is_empty() { Vec::new() } else { may_supply(tx, tx.today(), &products).await? };
    Ok(rows
        .into_iter()
        .map(|row| {
            let found = judged.iter().find(|supply| supply.offer.id == row.id);
            Offer::of(row, found.and_then(|supply| supply.blocked_by))
        })
        .collect())
}

/// A price list with its current prices.
pub async fn price_list(tx: &UnitOfWork, id: PriceListId) -> Result<PriceListDetail> {
    let list = store::prices::list(tx, id).await?;
    let prices = store::prices::at(tx, list.id, list.version, &[]).await?;
    let prices = prices.iter().map(|row| ListPrice::of(row, list.currency)).collect();
    Ok(PriceListDetail { prices, list: list.into() })
}
