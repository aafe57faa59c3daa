//! Who sells and who buys, as a document names them for good.

use std::collections::HashMap;

use entities::{
    buyers::buyer,
    identity::organisation,
    invoicing::{billing_details, invoice},
    values::{BuyerId, OrganisationId, OrganisationKind},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter};
use serde::{Deserialize, Serialize};

use crate::{
    buyers,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A party as a document names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Party {
    /// Stable code of a buyer.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// The name in law.
    pub legal_name: String,
    /// RUT.
    pub tax_id: Option<String>,
    /// Giro.
    pub activity: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Comuna.
    pub comuna: Option<String>,
    /// Where its documents go.
    pub email: Option<String>,
    /// Its telephone.
    pub phone: Option<String>,
}

/// Both parties of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parties {
    /// The cooperative.
    pub seller: Party,
    /// The buyer.
    pub buyer: Party,
}

/// Both parties as an issued document names them.
pub fn of_document(invoice: &invoice::Model) -> Parties {
    serde_json::from_value(invoice.parties.clone()).unwrap_or_default()
}

/// The buyer as an issued document names it.
pub fn buyer_on(invoice: &invoice::Model) -> Party {
    of_document(invoice).buyer
}

/// The cooperative as an issued document names it.
pub fn seller_on(invoice: &invoice::Model) -> Party {
    of_document(invoice).seller
}

/// What a document says of an organisation beyond its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillingDetails {
    /// Giro.
    pub activity: String,
    /// Street and number.
    pub address: String,
    /// Comuna.
    pub comuna: String,
}

/// What documents say of an organisation; none where nothing was entered.
pub async fn billing_details(tx: &UnitOfWork, id: OrganisationId) -> Result<Option<billing_details::Model>> {
    Ok(billing_details::Entity::find_by_id(id).one(tx.db()).await?)
}

/// Enters or changes what documents issued from now on say of an organisation.
pub async fn put_billing_details(
    tx: &mut UnitOfWork,
    id: OrganisationId,
    details: BillingDetails,
) -> Result<billing_details::Model> {
    if organisation::Entity::find_by_id(id).one(tx.db()).await?.is_none() {
        return Err(Problem::not_found("organisation"));
    }
    let before = billing_details(tx, id).await?;
    let row = billing_details::Model {
        organisation_id: id,
        activity: details.activity,
        address: details.address,
        comuna: details.comuna,
        version: before.as_ref().map_or(1, |b| b.version + 1),
    };
    if before.is_some() {
        row.clone().into_active_model().reset_all().update(tx.db()).await?;
    } else {
        billing_details::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    }
    tx.audit("organisation", id, "billing_details_changed", serde_json::json!({}));
    Ok(row)
}

/// The cooperative and these buyers, as documents name them today, with the buyers' terms.
pub async fn parties(tx: &UnitOfWork, ids: &[BuyerId]) -> Result<(Party, HashMap<BuyerId, (buyer::Model, Party)>)> {
    let buyers = buyers::buyers(tx, ids).await?;
    let of_buyers: Vec<OrganisationId> = buyers.values().map(|b| b.organisation_id).collect();
    let wanted = Condition::any()
        .add(organisation::Column::Id.is_in(of_buyers))
        .add(organisation::Column::Kind.eq(OrganisationKind::Cooperative));
    let organisations = organisation::Entity::find().filter(wanted).all(tx.db()).await?;
    let ids: Vec<OrganisationId> = organisations.iter().map(|o| o.id).collect();
    let details = billing_details::Entity::find().filter(billing_details::Column::OrganisationId.is_in(ids));
    let details: HashMap<OrganisationId, billing_details::Model> =
        details.all(tx.db()).await?.into_iter().map(|d| (d.organisation_id, d)).collect();
    let mut by_organisation: HashMap<OrganisationId, Party> = HashMap::new();
    let mut seller = Party::default();
    for organisation in organisations {
        let (id, kind) = (organisation.id, organisation.kind);
        let party = party(organisation, details.get(&id));
        if kind == OrganisationKind::Cooperative {
            seller = party;
        } else {
            by_organisation.insert(id, party);
        }
    }
    let buyers = buyers.into_iter().map(|(id, buyer)| {
        let named = by_organisation.get(&buyer.organisation_id).cloned().unwrap_or_default();
        let party = Party { code: buyer.code.clone(), ..named };
        (id, (buyer, party))
    });
    Ok((seller, buyers.collect()))
}

fn party(organisation: organisation::Model, details: Option<&billing_details::Model>) -> Party {
    Party {
        code: organisation.code,
        name: organisation.name,
        legal_name: organisation.legal_name,
        tax_id: organisation.tax_id,
        activity: details.map(|d| d.activity.clone()),
        address: details.map(|d| d.address.clone()),
        comuna: details.map(|d| d.comuna.clone()),
        email: organisation.email,
        phone: organisation.phone,
    }
}
