//! The fresh sheet of the coming week: what is new, in season, plentiful or ending, of what can be ordered.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use entities::{
    catalogue::product,
    values::{Language, ProductId, ZoneId, production_week},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    catalogue_contents::{in_language, optional_in_language},
    products::Product,
    tag::Tag,
};
use crate::{
    catalogue::{
        DeliverySlot,
        rules::{
            fresh_sheet::{FreshCandidate, FreshGroups, group_fresh},
            months::months,
        },
        store::{
            baskets::Audience,
            eligibility::list_sellable,
            photos, products,
            seasons::{ProductMakers, list_product_makers},
        },
    },
    identity,
    platform::{
        app::App,
        documents,
        http::{download::Download, problem::Result},
        locale::{Localizer, localize, shared_language},
        unit_of_work::{Actor, UnitOfWork},
    },
};

const TEMPLATE: &str = include_str!("../../../templates/fresh_sheet.typ");

/// What can be ordered for the coming week. A product is in the first group that it belongs to, in this order.
#[derive(Clone, Debug, Object)]
pub struct FreshSheet {
    /// First day of the week of delivery.
    pub from_date: NaiveDate,
    /// Last day of the week of delivery.
    pub until_date: NaiveDate,
    /// Published in the last four weeks.
    pub new: Vec<FreshProduct>,
    /// In season in the month of delivery and not in the next.
    pub ending: Vec<FreshProduct>,
    /// In season in the month of delivery, and not all year.
    pub in_season: Vec<FreshProduct>,
    /// Made all year, with at least three quarters of the week's capacity left.
    pub plentiful: Vec<FreshProduct>,
}

/// A product of the fresh sheet.
#[derive(Clone, Debug, Object)]
pub struct FreshProduct {
    /// The product.
    pub product: Product,
    /// Names of the workshops that make it.
    pub makers: Vec<String>,
    /// Months in which at least one of them makes it, 1 = January.
    pub harvest_months: Vec<u32>,
}

/// Operations on the fresh sheet.
pub struct FreshSheets;

#[OpenApi(prefix_path = "/api/v1/public", tag = "Tag::Catalogue")]
impl FreshSheets {
    /// Get what is new, ending, in season or plentiful of what can be ordered for the coming week
    #[oai(path = "/fresh-sheet", method = "get", operation_id = "get_fresh_sheet")]
    async fn get_fresh_sheet(&self, app: Data<&App>) -> Result<Json<FreshSheet>> {
        let tx = app.read(Actor::System).await?;
        let contents = FreshContents::load(&tx).await?;
        let products: Vec<product::Model> =
            contents.product_ids().filter_map(|id| contents.products.get(&id).cloned()).collect();
        let covers = photos::list_covers(&tx, &products).await?;
        let group = |ids: &[ProductId]| -> Vec<FreshProduct> {
            let product = |id: &ProductId| {
                let row = contents.products.get(id)?.clone();
                let makers = contents.makers.get(id)?;
                Some(FreshProduct {
                    product: Product::of(row, covers.get(id).cloned()),
                    makers: makers.names.clone(),
                    harvest_months: months(makers.harvest_months),
                })
            };
            ids.iter().filter_map(product).collect()
        };
        let FreshGroups { new, ending, in_season, plentiful } = &contents.groups;
        Ok(Json(FreshSheet {
            from_date: contents.from_date,
            until_date: contents.until_date,
            new: group(new),
            ending: group(ending),
            in_season: group(in_season),
            plentiful: group(plentiful),
        }))
    }

    /// Download the fresh sheet of the coming week as PDF
    #[oai(path = "/fresh-sheet/document", method = "get", operation_id = "download_fresh_sheet")]
    async fn download_fresh_sheet(
        &self,
        app: Data<&App>,
        /// Language of the names and texts.
        #[oai(default = "shared_language")]
        language: Query<Language>,
    ) -> Result<Download> {
        let tx = app.read(Actor::System).await?;
        let contents = FreshContents::load(&tx).await?;
        let cooperative = identity::find_cooperative(&tx).await?.map(|cooperative| cooperative.name);
        drop(tx);
        let data = contents.document(cooperative.as_deref(), language.0);
        let pdf = documents::render_in_background(TEMPLATE, data).await.map_err(anyhow::Error::from)?;
        let name = localize!(Localizer::new(language.0), "fresh-sheet.file-name");
        Ok(Download::pdf(&format!("{name}-{}.pdf", contents.from_date), pdf))
    }
}

/// What a fresh sheet shows.
struct FreshContents {
    from_date: NaiveDate,
    until_date: NaiveDate,
    groups: FreshGroups,
    products: HashMap<ProductId, product::Model>,
    makers: HashMap<ProductId, ProductMakers>,
}

impl FreshContents {
    /// The contents for the week after the present one.
    async fn load(tx: &UnitOfWork) -> Result<Self> {
        let day = |date: NaiveDate, days: u64| date.checked_add_days(Days::new(days)).unwrap_or(date);
        let from_date = day(production_week(tx.today()), 7);
        let until_date = day(from_date, 6);
        // What the deliveries of all zones hold counts in whole lots, as for a further delivery of the week. The last day of
        // the week leaves the longest time for a product's lead time.
        let slot = DeliverySlot { zone_id: ZoneId(Uuid::nil()), delivery_date: until_date };
        let mut sellable = list_sellable(tx, slot, &[]).await?;
        let makers = list_product_makers(tx, &[]).await?;
        let published = products::list_published_products(tx, Audience::Everybody).await?;
        let can_be_ordered = |product: &product::Model| {
            let sellable = sellable.remove(&product.id)?;
            let is_open =
                sellable.limit_on(until_date, tx.today()).is_none() && sellable.units >= product.order_multiple;
            let harvest_months = makers.get(&product.id)?.harvest_months;
            is_open.then_some(FreshCandidate {
                product_id: product.id,
                published_at: product.published_at,
                harvest_months,
                capacity: sellable.capacity,
                units: sellable.units,
            })
        };
        let candidates: Vec<FreshCandidate> = published.iter().filter_map(can_be_ordered).collect();
        let groups = group_fresh(&candidates, until_date, tx.now());
        let products = published.into_iter().map(|product| (product.id, product)).collect();
        Ok(Self { from_date, until_date, groups, products, makers })
    }

    fn product_ids(&self) -> impl Iterator<Item = ProductId> {
        let FreshGroups { new, ending, in_season, plentiful } = &self.groups;
        [new, ending, in_season, plentiful].into_iter().flatten().copied()
    }

    /// What the template reads.
    fn document(&self, cooperative: Option<&str>, language: Language) -> Value {
        let texts = Localizer::new(language);
        let FreshGroups { new, ending, in_season, plentiful } = &self.groups;
        let groups = [
            (localize!(texts, "fresh-sheet.new"), new),
            (localize!(texts, "fresh-sheet.ending"), ending),
            (localize!(texts, "fresh-sheet.in-season"), in_season),
            (localize!(texts, "fresh-sheet.plentiful"), plentiful),
        ];
        let groups = groups.into_iter().filter(|(_, ids)| !ids.is_empty()).map(|(title, ids)| {
            let products: Vec<Value> = ids.iter().filter_map(|id| self.product(*id, language)).collect();
            json!({ "title": title, "products": products })
        });
        json!({
            "language": language.word(),
            "cooperative": cooperative,
            "title": localize!(texts, "fresh-sheet.title"),
            "week": localize!(texts, "fresh-sheet.week", from = self.from_date, until = self.until_date),
            "empty": localize!(texts, "fresh-sheet.empty"),
            "groups": groups.collect::<Vec<Value>>(),
        })
    }

    fn product(&self, id: ProductId, language: Language) -> Option<Value> {
        let product = self.products.get(&id)?;
        let texts = Localizer::new(language);
        let unit = localize!(texts, "net-unit", unit = product.net_unit.word());
        Some(json!({
            "name": in_language(language, &product.name_es, &product.name_en),
            "content": format!("{} {unit}", product.net_content),
            "description": optional_in_language(language, &product.description_es, &product.description_en),
            "makers": self.makers.get(&id)?.names.join(", "),
        }))
    }
}
