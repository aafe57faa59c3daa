//! Producers see what was accepted from them and is not shared yet.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::values::{Currency, Money, ProductId, WorkshopId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi};

use super::tag::Tag;
use crate::{
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::{paging::List, problem::Result},
    },
    settlement::actions::{UnsharedGoods, load_unshared_goods},
};

/// Goods that were accepted from a workshop and whose value is not shared among their makers yet.
#[derive(Clone, Debug, Object)]
pub struct UnsharedDelivery {
    /// The workshop's name.
    pub workshop: String,
    /// The product.
    pub product_id: ProductId,
    /// The product's name in Spanish.
    pub product_name_es: String,
    /// The product's name in English.
    pub product_name_en: String,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// Units accepted from the workshop.
    pub accepted: i64,
    /// Its part, by accepted units, of the net value that is invoiced so far; before commission. It changes until the
    /// deliveries have ended.
    pub invoiced_net: Money,
}

impl UnsharedDelivery {
    fn of(goods: UnsharedGoods, workshop: String, currency: Currency) -> Self {
        Self {
            workshop,
            product_id: goods.product.id,
            product_name_es: goods.product.name_es,
            product_name_en: goods.product.name_en,
            delivery_date: goods.cycle.delivery_date,
            accepted: goods.accepted,
            invoiced_net: goods.invoiced_net.of(currency),
        }
    }
}

/// Operations of producers on what is not shared yet.
pub struct OwnUnsharedGoods;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Settlement")]
impl OwnUnsharedGoods {
    /// List what was accepted from own workshops and is not shared yet, newest first
    ///
    /// It is shared, and becomes earnings, once the deliveries that carry the product have ended.
    #[oai(path = "/earnings/unshared", method = "get", operation_id = "list_own_unshared_goods")]
    async fn list_own_unshared_goods(&self, app: Data<&App>, caller: Producer) -> Result<List<UnsharedDelivery>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = members::list_own_workshops(&tx, &caller).await?;
        let mut names: HashMap<WorkshopId, String> = workshops.into_iter().map(|row| (row.id, row.name)).collect();
        let ids: Vec<WorkshopId> = names.keys().copied().collect();
        let goods = load_unshared_goods(&tx, &ids).await?;
        let currency = tx.currency();
        let response = goods.into_iter().map(|goods| {
            let name = names.entry(goods.workshop_id).or_default().clone();
            UnsharedDelivery::of(goods, name, currency)
        });
        Ok(List::all(response.collect()))
    }
}
