//! What each kind of reader is shown.

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    catalogue::{offer, product},
    values::{PriceListId, ProductId, UnitId},
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
            problem::{Answer, Problem},
        },
        work::Work,
    },
};

/// All families.
pub async fn families(work: &Work) -> Answer<Vec<Family>> {
    Ok(store::products::families(work).await?.into_iter().map(Family::from).collect())
}

/// A page of products by code.
pub async fn page(work: &Work, shown: Shown, page: &Page) -> Answer<Vec<product::Model>> {
    store::products::page(work, shown, page.key()?, page.fetch()).await
}

fn public(row: product::Model) -> Answer<product::Model> {
    let shown = row.published_at.is_some() && row.retired_at.is_none();
    if shown { Ok(row) } else { Err(Problem::not_found("product")) }
}

/// A published product with its family and makers.
pub async fn public_product(work: &Work, id: ProductId) -> Answer<PublicProduct> {
    let row = public(store::products::get(work, id).await?)?;
    let family = store::products::family(work, row.family_id).await?.into();
    let offers: Vec<offer::Model> = may_supply(work, work.today(), &[id])
        .await?
        .into_iter()
        .filter(|supply| matches!(supply.blocked_by, None | Some(entities::values::BoundBy::Harvest)))
        .map(|supply| supply.offer)
        .collect();
    let ids: Vec<UnitId> = offers.iter().map(|offer| offer.unit_id).collect();
    let units = members::units(work, &ids).await?;
    let makers = offers.into_iter().filter_map(|offer| {
        let unit = units.get(&offer.unit_id)?;
        Some(ProductMaker {
            unit_id: unit.id,
            name: unit.name.clone(),
            comuna: unit.comuna.clone(),
            harvest_months: rules::months(offer.harvest_months),
        })
    });
    Ok(PublicProduct { makers: makers.collect(), family, product: row.into() })
}

/// These products with the buyer's prices and, for a delivery date, what is left.
pub async fn for_buyer(
    work: &Work,
    buyer: &buyer::Model,
    rows: Vec<product::Model>,
    delivery_date: Option<NaiveDate>,
) -> Answer<Vec<BuyerProduct>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ProductId> = rows.iter().map(|row| row.id).collect();
    let book = prices_for(work, buyer.segment_id, &ids).await?;
    let left = match delivery_date {
        Some(date) => Some((date, sellable(work, date, &ids).await?)),
        None => None,
    };
    let today = work.today();
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
    work: &Work,
    buyer: &buyer::Model,
    id: ProductId,
    delivery_date: Option<NaiveDate>,
) -> Answer<BuyerProduct> {
    let row = public(store::products::get(work, id).await?)?;
    let mut told = for_buyer(work, buyer, vec![row], delivery_date).await?;
    told.pop().ok_or_else(|| Problem::not_found("product"))
}

/// Offers with what keeps their units from supplying them today.
pub async fn judged(work: &Work, rows: Vec<offer::Model>) -> Answer<Vec<Offer>> {
    let mut products: Vec<ProductId> = rows.iter().map(|row| row.product_id).collect();
    products.sort_unstable();
    products.dedup();
    let judged = if products.is_empty() { Vec::new() } else { may_supply(work, work.today(), &products).await? };
    Ok(rows
        .into_iter()
        .map(|row| {
            let found = judged.iter().find(|supply| supply.offer.id == row.id);
            Offer::of(row, found.and_then(|supply| supply.blocked_by))
        })
        .collect())
}

/// A price list with its current prices.
pub async fn price_list(work: &Work, id: PriceListId) -> Answer<PriceListDetail> {
    let list = store::prices::list(work, id).await?;
    let prices = store::prices::at(work, list.id, list.version, &[]).await?;
    let prices = prices.iter().map(|row| ListPrice::of(row, list.currency)).collect();
    Ok(PriceListDetail { prices, list: list.into() })
}
