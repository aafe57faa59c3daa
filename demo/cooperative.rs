//! Creates the cooperative: people, workshops, certificates, products, prices, buyers, and the cycles of the season.

use entities::values::{
    Amount, BankAccountKind, BuyerId, CycleId, DecisionSettings, DeliveryPointId, InvoicingTerms, Language,
    OrganisationId, OrganisationKind, PayablesDue, PersonId, ProductId, Role, SalesModel, SegmentId, TaxStatus,
    WorkshopId, rut_check_digit,
};

use super::{
    Dates, PASSWORD, after, before,
    data::{BUYERS, DemoBuyer, DemoWorkshop, FAMILIES, WORKSHOPS},
    ingredients::ingredients,
    products::PRODUCTS,
    protocols,
};
use minga::{
    buyers, catalogue, certification, cycles, identity, invoicing, members,
    platform::{
        app::App,
        http::{etag::IfMatch, problem::Result},
        unit_of_work::{Actor, UnitOfWork},
    },
    settlement,
};

/// What the season needs to know of the cooperative.
pub struct Cooperative {
    /// The person of finance, who prepares payouts.
    pub finance: PersonId,
    /// The manager, who approves payouts.
    pub manager: PersonId,
    /// The buyers in the order of `BUYERS`, each with its delivery point.
    pub buyers: Vec<(BuyerId, DeliveryPointId, &'static DemoBuyer)>,
    /// The workshops in the order of `WORKSHOPS`.
    pub workshops: Vec<WorkshopId>,
    /// The products in the order of `PRODUCTS`.
    pub products: Vec<ProductId>,
    /// The cycles, the open one last.
    pub cycles: Vec<CycleId>,
}

const SEGMENTS: [(&str, &str, &str, i64); 4] = [
    ("lodge", "Lodge", "Lodge", 100),
    ("operator", "Operador turístico", "Tour operator", 98),
    ("restaurant", "Restaurante", "Restaurant", 94),
    ("shop", "Tienda", "Shop", 90),
];
/// From this many units on, a tier is this many percent cheaper.
const TIERS: [(i64, i64); 3] = [(1, 100), (24, 95), (60, 90)];

/// Creates the cooperative in one transaction. Refused where the installation has one.
pub async fn create(app: &App, dates: &Dates) -> Result<Cooperative> {
    let mut tx = app.begin(Actor::System).await?;
    if identity::find_cooperative(&tx).await?.is_some() {
        return Err(identity::IdentityError::OneCooperative.into());
    }
    let (manager, finance) = staff(&mut tx).await?;
    decisions(&mut tx, dates).await?;
    let mut workshops = Vec::new();
    for (position, workshop) in WORKSHOPS.iter().enumerate() {
        workshops.push(create_workshop(&mut tx, position, workshop, dates).await?);
    }
    let products = products(&mut tx, &workshops, dates).await?;
    let buyers = market(&mut tx, &products).await?;
    let cycles = calendar(&mut tx, dates).await?;
    tx.commit().await?;
    Ok(Cooperative { finance, manager, buyers, workshops, products, cycles })
}

async fn staff(tx: &mut UnitOfWork) -> Result<(PersonId, PersonId)> {
    let organisation = identity::upsert_organisation(
        tx,
        identity::NewOrganisation {
            kind: OrganisationKind::Cooperative,
            code: "sabores-de-la-cuenca".into(),
            name: "Sabores de la Cuenca (ficticia)".into(),
            legal_name: "Cooperativa Sabores de la Cuenca Ltda. (ficticia)".into(),
            tax_id: rut(65_120_000),
            email: Some("cooperativa@demo.example".into()),
            phone: None,
        },
    )
    .await?;
    invoicing::upsert_billing_details(
        tx,
        organisation.id,
        &IfMatch::any(),
        invoicing::NewBillingDetails {
            activity: "Comercialización de alimentos artesanales de sus socias y socios".into(),
            address: "Calle Ejemplo 123".into(),
            comuna: "Coyhaique".into(),
            bank: Some("BancoEstado, cuenta corriente".into()),
            bank_account: Some("84300112233".into()),
        },
    )
    .await?;
    let manager = person(tx, organisation.id, "manager", "Marcela Gerenta", Role::Admin).await?;
    person(tx, organisation.id, "quality", "Quena Calidad", Role::Quality).await?;
    let finance = person(tx, organisation.id, "finance", "Fernando Finanzas", Role::Finance).await?;
    Ok((manager, finance))
}

async fn person(
    tx: &mut UnitOfWork,
    organisation: OrganisationId,
    name: &str,
    full_name: &str,
    role: Role,
) -> Result<PersonId> {
    identity::upsert_person(
        tx,
        identity::NewPerson {
            email: format!("{name}@demo.example"),
            name: full_name.to_owned(),
            language: Language::Es,
            organisation_id: organisation,
            role,
            password: Some(PASSWORD.to_owned()),
        },
    )
    .await
}

/// Records the decisions of the assembly, opens the season and sets the account that payouts are paid from.
async fn decisions(tx: &mut UnitOfWork, dates: &Dates) -> Result<()> {
    members::create_decision(
        tx,
        members::NewDecision {
            code: "acta-1".into(),
            title: "Comisión, plazos y transparencia del reparto".into(),
            decided_on: dates.founded(),
            effective_from: dates.founded(),
            settings: DecisionSettings {
                commission_bps: Some(1_000),
                commission_vat_bps: Some(1_900),
                sales_model: Some(SalesModel::Mandate),
                payables_due: Some(PayablesDue::Payment),
                payout_day: Some(5),
                declined_counts: Some(true),
                respond_hours: Some(24),
                publish_instance: Some(true),
            },
        },
    )
    .await?;
    members::create_season(
        tx,
        members::NewSeason {
            code: "temporada-1".into(),
            name: "Temporada de la demostración".into(),
            starts_on: dates.founded(),
            ends_on: after(dates.founded(), 365),
        },
    )
    .await?;
    settlement::upsert_payout_account(
        tx,
        settlement::NewPayoutAccount {
            bank_code: "012".into(),
            account_number: "84300112233".into(),
            holder_name: "Cooperativa Sabores de la Cuenca Ltda.".into(),
            holder_tax_id: rut(65_120_000).unwrap_or_default(),
        },
    )
    .await
    .map(drop)
}

async fn create_workshop(
    tx: &mut UnitOfWork,
    position: usize,
    workshop: &DemoWorkshop,
    dates: &Dates,
) -> Result<WorkshopId> {
    let number = 76_200_100 + 37 * i64::try_from(position).unwrap_or(0);
    let organisation = identity::upsert_organisation(
        tx,
        identity::NewOrganisation {
            kind: OrganisationKind::Producer,
            code: workshop.code.into(),
            name: workshop.name.into(),
            legal_name: format!("{} (ficticia)", workshop.name),
            tax_id: rut(number),
            email: Some(format!("{}@demo.example", workshop.code)),
            phone: None,
        },
    )
    .await?;
    match position {
        0 => drop(person(tx, organisation.id, "producer", "Paula Productora", Role::Admin).await?),
        4 => drop(person(tx, organisation.id, "producer2", "Pedro Productor", Role::Admin).await?),
        _ => {}
    }
    let id = members::create_workshop(
        tx,
        members::NewWorkshop {
            organisation_id: organisation.id,
            code: workshop.code.into(),
            joined_on: dates.founded(),
            terms: members::WorkshopTerms {
                name: workshop.name.into(),
                comuna_code: Some(workshop.comuna.0.into()),
                comuna: Some(workshop.comuna.1.into()),
                story_es: Some(workshop.story.0.into()),
                story_en: Some(workshop.story.1.into()),
                tax_status: TaxStatus::IssuesDocuments,
                overall_limit_bps: workshop.limit_bps,
                left_on: None,
            },
        },
    )
    .await?
    .id;
    members::create_share(tx, id, workshop.weight, dates.founded(), None).await?;
    members::create_authorisation(
        tx,
        id,
        members::NewAuthorisation {
            number: format!("SEREMI-{}", 1_000 + position),
            valid_from: before(dates.founded(), 200),
            valid_until: None,
        },
    )
    .await?;
    set_bank_account(tx, id, workshop, number).await?;
    Ok(id)
}

async fn set_bank_account(tx: &mut UnitOfWork, id: WorkshopId, workshop: &DemoWorkshop, number: i64) -> Result<()> {
    let account = members::NewBankAccount {
        bank_code: "012".into(),
        account_kind: BankAccountKind::Sight,
        account_number: number.to_string(),
        holder_name: workshop.name.into(),
        holder_tax_id: rut(number).unwrap_or_default(),
        email: Some(format!("{}@demo.example", workshop.code)),
    };
    members::update_bank_account(tx, id, &IfMatch::any(), account).await.map(drop)
}

async fn products(tx: &mut UnitOfWork, workshops: &[WorkshopId], dates: &Dates) -> Result<Vec<ProductId>> {
    let mut families = std::collections::HashMap::new();
    for (code, es, en) in FAMILIES {
        let new = catalogue::FamilyTerms { code: (*code).into(), name_es: (*es).into(), name_en: (*en).into() };
        families.insert(*code, catalogue::upsert_family(tx, new).await?.id);
    }
    protocols::create(tx, &families).await?;
    let mut made = Vec::new();
    for product in PRODUCTS {
        let Some(family_id) = families.get(product.family).copied() else { continue };
        let id = catalogue::create_product(
            tx,
            catalogue::ProductTerms {
                code: product.code.into(),
                family_id,
                name_es: product.name.0.into(),
                name_en: product.name.1.into(),
                description_es: None,
                description_en: None,
                net_content: product.net.0,
                net_unit: product.net.1,
                lot_size: product.lot_size,
                order_multiple: 1,
                ingredients_es: ingredients(product.code).map(|(es, _)| es.into()),
                ingredients_en: ingredients(product.code).map(|(_, en)| en.into()),
                allergens: catalogue::read_declaration(product.allergens, false).ok(),
                practices: product.practices.iter().map(|p| (*p).to_owned()).collect(),
                storage: product.storage,
                shelf_life_days: product.shelf_life_days,
                vat_bps: 1_900,
                additional_tax: product.additional_tax.map(|(code, bps)| (code.to_owned(), bps)),
            },
        )
        .await?
        .id;
        catalogue::publish_product(tx, id).await?;
        let mut capacity = product.capacity;
        for workshop in product.makers.iter().filter_map(|maker| workshops.get(*maker)) {
            let terms = catalogue::OfferTerms {
                capacity_per_week: capacity / product.lot_size * product.lot_size,
                min_batch: product.min_batch,
                lead_days: 2,
                harvest_months: product.harvest_months,
            };
            catalogue::upsert_offer(tx, *workshop, id, terms).await?;
            certification::grant(
                tx,
                certification::CertificateTerms {
                    number: None,
                    workshop_id: *workshop,
                    product_id: id,
                    valid_from: dates.founded(),
                    valid_until: after(dates.founded(), 730),
                },
            )
            .await?;
            capacity = capacity * 3 / 4;
        }
        made.push(id);
    }
    Ok(made)
}

async fn market(
    tx: &mut UnitOfWork,
    products: &[ProductId],
) -> Result<Vec<(BuyerId, DeliveryPointId, &'static DemoBuyer)>> {
    let zone = buyers::create_zone(tx, "cuenca", "Cuenca del río").await?;
    let mut segments: Vec<(&str, SegmentId)> = Vec::new();
    for (code, es, en, percent) in SEGMENTS {
        let segment = buyers::create_segment(tx, code, es, en).await?;
        let list = catalogue::create_price_list(tx, code, &format!("Precios {es}"), segment.id).await?;
        let mut rows = Vec::new();
        for (product_id, product) in products.iter().zip(PRODUCTS) {
            rows.extend(TIERS.map(|(min_quantity, tier)| catalogue::PriceRow {
                product_id: *product_id,
                min_quantity,
                amount: Amount(product.price * percent * tier / 10_000 / 10 * 10),
            }));
        }
        catalogue::update_prices(tx, list.id, &rows).await?;
        segments.push((code, segment.id));
    }
    let mut made = Vec::new();
    for (position, buyer) in BUYERS.iter().enumerate() {
        let Some((_, segment_id)) = segments.iter().find(|(code, _)| *code == buyer.segment) else { continue };
        made.push(account(tx, position, buyer, *segment_id, zone.id).await?);
    }
    Ok(made)
}

async fn account(
    tx: &mut UnitOfWork,
    position: usize,
    buyer: &'static DemoBuyer,
    segment_id: SegmentId,
    zone_id: entities::values::ZoneId,
) -> Result<(BuyerId, DeliveryPointId, &'static DemoBuyer)> {
    let code = format!("{}-{:02}", buyer.segment, position + 1);
    let organisation = identity::upsert_organisation(
        tx,
        identity::NewOrganisation {
            kind: OrganisationKind::Buyer,
            code: code.clone(),
            name: buyer.name.into(),
            legal_name: format!("{} SpA (ficticia)", buyer.name),
            tax_id: buyer_tax_id(position),
            email: Some(format!("{code}@demo.example")),
            phone: None,
        },
    )
    .await?;
    invoicing::upsert_billing_details(
        tx,
        organisation.id,
        &IfMatch::any(),
        invoicing::NewBillingDetails {
            activity: buyer_activity(buyer.segment).into(),
            address: format!("Camino Principal {}", 100 + position),
            comuna: buyer.comuna.into(),
            bank: None,
            bank_account: None,
        },
    )
    .await?;
    let first = BUYERS.iter().position(|b| b.segment == buyer.segment) == Some(position);
    if first {
        let called = format!("{} (compras)", buyer.name);
        person(tx, organisation.id, buyer.segment, &called, Role::Admin).await?;
    }
    let account = buyers::approve(
        tx,
        buyers::NewBuyer {
            organisation_id: organisation.id,
            code,
            terms: buyers::BuyerTerms {
                segment_id,
                zone_id,
                payment_terms_days: 30,
                agreement: None,
                invoicing_terms: InvoicingTerms::PerDelivery,
                credit_limit: Some(Amount(4_000_000)),
                order_minimum: Amount(20_000),
                priority: if buyer.segment == "shop" { 2 } else { 1 },
            },
        },
    )
    .await?;
    let point = buyers::create_delivery_point(
        tx,
        account.id,
        buyers::DeliveryPointTerms {
            name: "Bodega".into(),
            address: format!("Camino Principal {}, {}", 100 + position, buyer.comuna),
            comuna_code: None,
            notes: None,
        },
    )
    .await?;
    Ok((account.id, point.id, buyer))
}

/// The line of business on a buyer's documents.
fn buyer_activity(segment: &str) -> &'static str {
    match segment {
        "lodge" => "Alojamiento turístico",
        "operator" => "Operación turística",
        "restaurant" => "Restaurante",
        _ => "Venta de alimentos",
    }
}

async fn calendar(tx: &mut UnitOfWork, dates: &Dates) -> Result<Vec<CycleId>> {
    let zone = buyers::create_zone(tx, "cuenca", "Cuenca del río").await?;
    let mut made = Vec::new();
    for delivery in dates.deliveries() {
        let cycle = cycles::create(
            tx,
            cycles::CycleTerms {
                code: None,
                zone_id: zone.id,
                delivery_date: delivery,
                opens_at: dates.at(before(delivery, 13), 9),
                cut_off_at: dates.at(before(delivery, 4), 18),
                respond_by: dates.at(before(delivery, 2), 12),
            },
        )
        .await?;
        made.push(cycle.id);
    }
    Ok(made)
}

/// A RUT with its check digit; the numbers are invented.
/// The RUT of the buyer at this position in `BUYERS`.
pub fn buyer_tax_id(position: usize) -> Option<String> {
    rut(77_300_200 + 53 * i64::try_from(position).unwrap_or(0))
}

fn rut(number: i64) -> Option<String> {
    let number = number.to_string();
    rut_check_digit(&number).map(|digit| format!("{number}-{digit}"))
}
