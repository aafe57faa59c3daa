//! Feeding the index: what changed in the catalogue reaches it within seconds, by comparing what it holds with what
//! the database says. A lost or repeated refresh does no harm: the next one makes good.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use entities::{
    allocation::carried_value,
    catalogue::{family, product},
    values::{FamilyId, ProductId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Index, ProductDocument, at_hand};
use crate::{
    catalogue::{self, OfferSupply},
    members,
    platform::{
        app::App,
        http::problem::Result,
        jobs::Claim,
        unit_of_work::{Actor, Job, UnitOfWork},
    },
};

/// Changes within this time are brought to the index together.
const GATHERED: TimeDelta = TimeDelta::seconds(5);
/// The precision in which fairness orders products: thousandths of value per unit of share.
const FAIRNESS_PRECISION: i64 = 1_000;

/// Brings to the index what changed in the catalogue until `until`.
#[derive(Debug, Serialize, Deserialize)]
pub struct RefreshIndex {
    /// End of the time whose changes it gathers.
    pub until: DateTime<Utc>,
}

impl Job for RefreshIndex {
    const KIND: &'static str = "search.refresh_index";

    fn key(&self) -> String {
        self.until.timestamp().to_string()
    }
}

/// Something of the catalogue changed: the index follows.
pub fn catalogue_changed(tx: &mut UnitOfWork) -> Result<()> {
    let step = GATHERED.num_seconds();
    let until = (tx.now().timestamp().div_euclid(step) + 1) * step;
    let until = DateTime::from_timestamp(until, 0).unwrap_or(tx.now());
    tx.enqueue_at(&RefreshIndex { until }, until)
}

/// Runs the job: compares, and writes the differences.
pub async fn refresh_index(app: &App, claim: &Claim) -> Result<()> {
    claim.read::<RefreshIndex>()?;
    refresh(app).await
}

#[tracing::instrument(name = "index", level = "debug", skip_all)]
async fn refresh(app: &App) -> Result<()> {
    let Ok(engine) = Index::of(app) else { return Ok(()) };
    let documents = documents(app).await?;
    let held: HashMap<Uuid, u64> = engine.held().await?.into_iter().collect();
    let known: BTreeSet<Uuid> = documents.iter().map(|d| d.id).collect();
    let gone: Vec<Uuid> = held.keys().filter(|id| !known.contains(id)).copied().collect();
    let changed: Vec<ProductDocument> =
        documents.into_iter().filter(|d| held.get(&d.id) != Some(&d.fingerprint())).collect();
    if !gone.is_empty() {
        engine.remove(&gone).await?;
    }
    if !changed.is_empty() {
        engine.upsert(&changed).await?;
    }
    Ok(())
}

/// Makes the index anew from the database, and says how many products it holds.
pub async fn reindex(app: &App) -> Result<u64> {
    let engine = Index::of(app)?;
    let count = engine.rebuild(at_hand(documents(app).await?)).await?;
    refresh(app).await?;
    Ok(count)
}

/// Fills an index that was never filled.
pub async fn ensure_filled(app: &App) -> Result<()> {
    if !Index::of(app)?.is_filled().await? {
        reindex(app).await?;
    }
    Ok(())
}

/// Products of which the index says something else than the database: none, but for what the next refresh brings.
pub async fn stray(app: &App) -> Result<Vec<Uuid>> {
    let held: HashMap<Uuid, u64> = Index::of(app)?.held().await?.into_iter().collect();
    let documents = documents(app).await?;
    let known: BTreeSet<Uuid> = documents.iter().map(|d| d.id).collect();
    let differing = documents.iter().filter(|d| held.get(&d.id) != Some(&d.fingerprint())).map(|d| d.id);
    Ok(differing.chain(held.keys().copied().filter(|id| !known.contains(id))).collect())
}

async fn documents(app: &App) -> Result<Vec<ProductDocument>> {
    let tx = app.read(Actor::System).await?;
    let products = product::Entity::find().all(tx.db()).await?;
    let families: HashMap<FamilyId, family::Model> =
        family::Entity::find().all(tx.db()).await?.into_iter().map(|f| (f.id, f)).collect();
    let mut makers: HashMap<ProductId, Vec<OfferSupply>> = HashMap::new();
    for supply in catalogue::may_supply(&tx, tx.today(), &[]).await? {
        // Out of harvest is a matter of the date that somebody asks for, not of who makes it.
        if supply.blocked_by.is_none_or(|reason| reason == entities::values::BoundBy::Harvest) {
            makers.entry(supply.offer.product_id).or_default().push(supply);
        }
    }
    let workshops: BTreeSet<WorkshopId> = makers.values().flatten().map(|s| s.offer.workshop_id).collect();
    let workshops = members::workshops(&tx, &workshops.into_iter().collect::<Vec<_>>()).await?;
    let given = given_per_share(&tx).await?;
    let made = products.into_iter().map(|product| {
        let makers = makers.get(&product.id).map_or(&[][..], Vec::as_slice);
        let family = families.get(&product.family_id);
        document(product, family, makers, &workshops, &given)
    });
    Ok(made.collect())
}

fn document(
    product: product::Model,
    family: Option<&family::Model>,
    makers: &[OfferSupply],
    workshops: &HashMap<WorkshopId, entities::members::workshop::Model>,
    given: &HashMap<WorkshopId, i64>,
) -> ProductDocument {
    let maker_workshops = || makers.iter().filter_map(|m| workshops.get(&m.offer.workshop_id));
    let distinct = |texts: &mut dyn Iterator<Item = String>| texts.collect::<BTreeSet<_>>().into_iter().collect();
    ProductDocument {
        id: product.id.0,
        code: product.code,
        name_es: product.name_es,
        name_en: product.name_en,
        description_es: product.description_es.unwrap_or_default(),
        description_en: product.description_en.unwrap_or_default(),
        family_code: family.map(|f| f.code.clone()).unwrap_or_default(),
        family_es: family.map(|f| f.name_es.clone()).unwrap_or_default(),
        family_en: family.map(|f| f.name_en.clone()).unwrap_or_default(),
        ingredients_es: product.ingredients_es.unwrap_or_default(),
        allergens: product.allergens.0,
        practices: product.practices.0,
        places: distinct(&mut maker_workshops().filter_map(|u| u.comuna.clone())),
        makers: distinct(&mut maker_workshops().map(|u| u.name.clone())),
        harvest_months: makers.iter().fold(0, |months, m| months | m.offer.harvest_months),
        published: product.published_at.is_some() && product.retired_at.is_none(),
        fairness: makers.iter().map(|m| given.get(&m.offer.workshop_id).copied().unwrap_or(0)).min().unwrap_or(0),
    }
}

/// The value that each workshop has been given this season, per unit of its share.
async fn given_per_share(tx: &UnitOfWork) -> Result<HashMap<WorkshopId, i64>> {
    let Some(season) = members::season_on(tx, tx.today()).await? else { return Ok(HashMap::new()) };
    let sums: Vec<(WorkshopId, i64, i64)> = carried_value::Entity::find()
        .select_only()
        .column(carried_value::Column::WorkshopId)
        .column(carried_value::Column::Weight)
        .column_as(Expr::cust("CAST(SUM(amount) AS BIGINT)"), "sum")
        .filter(carried_value::Column::SeasonId.eq(season.id))
        .group_by(carried_value::Column::WorkshopId)
        .group_by(carried_value::Column::Weight)
        .into_tuple()
        .all(tx.db())
        .await?;
    let mut given = HashMap::new();
    for (workshop, weight, sum) in sums {
        *given.entry(workshop).or_insert(0) += sum.saturating_mul(FAIRNESS_PRECISION) / weight.max(1);
    }
    Ok(given)
}
