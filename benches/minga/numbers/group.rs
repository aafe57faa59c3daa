//! A cooperative of any size, made through the real actions: workshops that may supply, products with prices, buyers with
//! accounts and clients, and cycles that are open.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use entities::values::{
    ALL_YEAR, Amount, BuyerId, CycleId, DeliveryPointId, FamilyId, OrganisationId, OrganisationKind, PriceListId,
    ProductId, SegmentId, WorkshopId, ZoneId,
};
use minga::{
    buyers::{self, BuyerTerms, NewBuyer},
    catalogue::{self, FamilyTerms, OfferTerms, PriceRow, ProductTerms},
    certification::{self, CertificateTerms},
    cycles::{self, CycleTerms},
    identity::upsert_organisation,
    members::{self, NewSeason, NewWorkshop, WorkshopTerms},
    platform::unit_of_work::{Actor, UnitOfWork},
};

use crate::support::{TestApp, terms};

/// How large a cooperative is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Workshops.
    pub units: usize,
    /// Products.
    pub products: usize,
    /// Products that each workshop makes.
    pub offers: usize,
    /// Buyers.
    pub buyers: usize,
    /// Units of a product that a cycle's orders ask for, about: the makers of one product in twenty can make less
    /// together, those of the others a third more.
    pub demand: i64,
}

/// A product.
#[derive(Clone, Copy, Debug)]
pub struct PricedProduct {
    /// Its id.
    pub id: ProductId,
    /// Its price per unit.
    pub price: Amount,
}

/// A buyer.
#[derive(Clone, Copy, Debug)]
pub struct Customer {
    /// Its account.
    pub id: BuyerId,
    /// Its client.
    pub point: DeliveryPointId,
}

/// The cooperative.
pub struct Group {
    /// Its products.
    pub products: Vec<PricedProduct>,
    /// Its buyers; the code of the first is `B0000`.
    pub customers: Vec<Customer>,
    /// The list that its prices are on.
    pub list: PriceListId,
    /// Their zone.
    pub zone: ZoneId,
}

/// Records of one transaction while the cooperative is made.
const AT_ONCE: usize = 100;

impl Group {
    /// Makes a cooperative of this size, as of the application's instant.
    pub async fn make(app: &TestApp, size: Size) -> anyhow::Result<Self> {
        let today = app.now().date_naive();
        let (from, until) = (today - Days::new(100), today + Days::new(260));
        let mut tx = app.app.begin(Actor::System).await?;
        let season = NewSeason { code: "T".into(), name: "Temporada".into(), starts_on: from, ends_on: until };
        members::create_season(&mut tx, season).await?;
        let zone = buyers::create_zone(&mut tx, "Z", "Zona").await?.id;
        let segment = buyers::create_segment(&mut tx, "S", "Comercio", "Trade").await?.id;
        let (list, products) = create_products(&mut tx, segment, size.products).await?;
        tx.commit().await?;
        let numbers: Vec<usize> = (0..size.units).collect();
        for numbers in numbers.chunks(AT_ONCE) {
            let mut tx = app.app.begin(Actor::System).await?;
            for number in numbers {
                let workshop = workshop(&mut tx, *number, from, until).await?;
                offers(&mut tx, workshop, *number, &products, &size, (from, until)).await?;
            }
            tx.commit().await?;
        }
        let mut customers = Vec::with_capacity(size.buyers);
        let numbers: Vec<usize> = (0..size.buyers).collect();
        for numbers in numbers.chunks(AT_ONCE) {
            let mut tx = app.app.begin(Actor::System).await?;
            for number in numbers {
                customers.push(customer(&mut tx, *number, segment, zone).await?);
            }
            tx.commit().await?;
        }
        // What nobody makes cannot be ordered.
        let made: BTreeSet<usize> = (0..size.units).flat_map(|number| places(number, &size)).collect();
        let made = products.into_iter().enumerate().filter(|(place, _)| made.contains(place));
        Ok(Self { products: made.map(|(_, product)| product).collect(), customers, list, zone })
    }

    /// The code of a buyer's organisation.
    pub fn buyer_code(number: usize) -> String {
        format!("B{number:04}")
    }

    /// An open cycle that delivers ten days and `week` weeks from now; each week has capacity of its own.
    pub async fn open_cycle(&self, app: &TestApp, week: u64) -> anyhow::Result<(CycleId, NaiveDate)> {
        let now: DateTime<Utc> = app.now();
        let delivery_date = now.date_naive() + Days::new(10 + 7 * week);
        let ends = now + TimeDelta::days(3);
        let new = CycleTerms {
            code: None,
            zone_id: self.zone,
            delivery_date,
            opens_at: now,
            cut_off_at: ends,
            respond_by: ends + TimeDelta::days(3),
        };
        let mut tx = app.app.begin(Actor::System).await?;
        let cycle = cycles::create(&mut tx, new).await?.id;
        cycles::open(&mut tx, cycle).await?;
        tx.commit().await?;
        Ok((cycle, delivery_date))
    }

    /// The place of the product in line `line` of an order that began at `first`; an order's products all differ.
    pub fn product(&self, first: usize, line: usize) -> PricedProduct {
        // A step that shares no factor with the number of products comes by all of them before it returns.
        self.products[(first + line * 37) % self.products.len()]
    }
}

async fn create_products(
    tx: &mut UnitOfWork,
    segment: SegmentId,
    count: usize,
) -> anyhow::Result<(PriceListId, Vec<PricedProduct>)> {
    let family = FamilyTerms { code: "F".into(), name_es: "Familia".into(), name_en: "Family".into() };
    let family = catalogue::upsert_family(tx, family).await?.id;
    let mut products = Vec::with_capacity(count);
    for number in 0..count {
        let made = catalogue::create_product(tx, product_terms(number, family)).await?.id;
        catalogue::publish_product(tx, made).await?;
        products.push(PricedProduct { id: made, price: Amount(990 + 370 * (number as i64 % 29)) });
    }
    let list = catalogue::create_price_list(tx, "L", "Precios", segment).await?.id;
    let price = |product: &PricedProduct| PriceRow { product_id: product.id, min_quantity: 1, amount: product.price };
    catalogue::update_prices(tx, list, &products.iter().map(price).collect::<Vec<_>>()).await?;
    Ok((list, products))
}

fn product_terms(number: usize, family_id: FamilyId) -> ProductTerms {
    ProductTerms {
        name_es: format!("Mermelada {number}"),
        name_en: format!("Jam {number}"),
        lot_size: [1, 6, 12, 24][number % 4],
        shelf_life_days: 90,
        ..terms::product(&format!("P{number:04}"), family_id)
    }
}

async fn organisation(tx: &mut UnitOfWork, kind: OrganisationKind, code: &str) -> anyhow::Result<OrganisationId> {
    Ok(upsert_organisation(tx, terms::organisation(kind, code)).await?.id)
}

/// A workshop with an authorisation and a share between 50 and 149; three in ten have an overall limit.
async fn workshop(tx: &mut UnitOfWork, number: usize, from: NaiveDate, until: NaiveDate) -> anyhow::Result<WorkshopId> {
    let code = format!("U{number:04}");
    let organisation_id = organisation(tx, OrganisationKind::Producer, &code).await?;
    let facts = WorkshopTerms { overall_limit_bps: (number % 10 < 3).then_some(9_000), ..terms::workshop(&code) };
    let new = NewWorkshop { terms: facts, ..terms::new_workshop(organisation_id, &code, from) };
    Ok(terms::join(tx, new, 50 + (number as i64 * 31) % 100, (from, Some(until))).await?)
}

/// The products that a workshop makes, by their place.
fn places(number: usize, size: &Size) -> impl Iterator<Item = usize> + use<> {
    let products = size.products;
    (0..size.offers.min(products)).map(move |turn| (number * 7 + turn * 13) % products)
}

/// The workshop's offers, each with its certificate; one in ten has a minimum batch of two lots.
async fn offers(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    number: usize,
    products: &[PricedProduct],
    size: &Size,
    (valid_from, valid_until): (NaiveDate, NaiveDate),
) -> anyhow::Result<()> {
    let makers = (size.units * size.offers).div_ceil(size.products).max(1) as i64;
    for place in places(number, size) {
        let product_id = products[place].id;
        let together = if place % 20 == 7 { size.demand * 8 / 10 } else { size.demand * 4 / 3 };
        let lots = [1, 6, 12, 24][place % 4];
        let capacity = (together / makers / lots).max(2) * lots;
        let min_batch = (number % 10 == 9).then_some(2 * lots);
        let terms = OfferTerms { capacity_per_week: capacity, min_batch, lead_days: 0, harvest_months: ALL_YEAR };
        catalogue::upsert_offer(tx, workshop_id, product_id, terms).await?;
        certification::grant(tx, CertificateTerms { number: None, workshop_id, product_id, valid_from, valid_until })
            .await?;
    }
    Ok(())
}

async fn customer(
    tx: &mut UnitOfWork,
    number: usize,
    segment_id: SegmentId,
    zone_id: ZoneId,
) -> anyhow::Result<Customer> {
    let code = Group::buyer_code(number);
    let organisation_id = organisation(tx, OrganisationKind::Buyer, &code).await?;
    let terms = BuyerTerms {
        credit_limit: Some(Amount(1_000_000_000_000)),
        priority: 1 + (number % 3) as i32,
        ..terms::buyer(segment_id, zone_id)
    };
    let id = buyers::approve(tx, NewBuyer { organisation_id, code, terms }).await?.id;
    Ok(Customer { id, point: buyers::create_delivery_point(tx, id, terms::point()).await?.id })
}
