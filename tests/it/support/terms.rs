//! What is said of products, units and buyers where a test wants nothing in particular. What it does want stands in the
//! test: `ProductTerms { lot_size: 12, ..terms::product("JAM", family) }`.

use chrono::NaiveDate;
use entities::values::{
    Amount, FamilyId, InvoicingTerms, NetUnit, OrganisationId, OrganisationKind, SegmentId, Storage, TaxStatus,
    WorkshopId, ZoneId,
};
use minga::{
    buyers::{BuyerTerms, DeliveryPointTerms},
    catalogue::ProductTerms,
    identity::NewOrganisation,
    members::{self, NewAuthorisation, NewWorkshop, WorkshopTerms},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// VAT, in basis points.
pub const VAT: i32 = 1_900;

/// A jar of jam, sold by the workshop.
pub fn product(code: &str, family_id: FamilyId) -> ProductTerms {
    ProductTerms {
        code: code.to_owned(),
        family_id,
        name_es: format!("Mermelada {code}"),
        name_en: format!("Jam {code}"),
        description_es: None,
        description_en: None,
        net_content: 250,
        net_unit: NetUnit::G,
        lot_size: 1,
        order_multiple: 1,
        ingredients_es: None,
        ingredients_en: None,
        allergens: Some(entities::values::AllergenDeclaration::default()),
        practices: Vec::new(),
        storage: Storage::Ambient,
        shelf_life_days: 365,
        vat_bps: VAT,
        additional_tax: None,
    }
}

/// An organisation that can be written to.
pub fn organisation(kind: OrganisationKind, code: &str) -> NewOrganisation {
    NewOrganisation {
        kind,
        code: code.to_owned(),
        name: format!("Organización {code}"),
        legal_name: format!("Organización {code} SpA"),
        tax_id: None,
        email: Some(format!("{code}@ejemplo.cl")),
        phone: None,
    }
}

/// A workshop that issues its own documents, without an overall limit.
pub fn workshop(code: &str) -> WorkshopTerms {
    WorkshopTerms {
        name: format!("Taller {code}"),
        comuna_code: None,
        comuna: None,
        story_es: None,
        story_en: None,
        tax_status: TaxStatus::IssuesDocuments,
        overall_limit_bps: None,
        left_on: None,
    }
}

/// Takes a workshop into the group, with a share and an authorisation of these days.
pub async fn join(
    tx: &mut UnitOfWork,
    new: NewWorkshop,
    share: i64,
    (valid_from, valid_until): (NaiveDate, Option<NaiveDate>),
) -> Result<WorkshopId> {
    let (joined_on, number) = (new.joined_on, format!("R-{}", new.code));
    let workshop = members::create_workshop(tx, new).await?.id;
    members::create_share(tx, workshop, share, joined_on, None).await?;
    members::create_authorisation(tx, workshop, NewAuthorisation { number, valid_from, valid_until }).await?;
    Ok(workshop)
}

/// A workshop of an organisation, as [`workshop`] says.
pub fn new_workshop(organisation_id: OrganisationId, code: &str, joined_on: NaiveDate) -> NewWorkshop {
    NewWorkshop { organisation_id, code: code.to_owned(), joined_on, terms: workshop(code) }
}

/// An account invoiced by delivery, without limit or minimum.
pub fn buyer(segment_id: SegmentId, zone_id: ZoneId) -> BuyerTerms {
    BuyerTerms {
        segment_id,
        zone_id,
        payment_terms_days: 30,
        agreement: None,
        invoicing_terms: InvoicingTerms::PerDelivery,
        credit_limit: None,
        order_minimum: Amount::ZERO,
        priority: 1,
    }
}

/// A kitchen's client.
pub fn point() -> DeliveryPointTerms {
    DeliveryPointTerms { name: "Cocina".into(), address: "Ruta 7".into(), comuna_code: None, notes: None }
}
