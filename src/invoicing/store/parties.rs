//! Queries of the organisations that documents name.

use std::collections::HashMap;

use entities::{
    buyers::buyer,
    identity::organisation,
    invoicing::billing_details,
    values::{BuyerId, OrganisationId, OrganisationKind},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::{
    buyers,
    invoicing::rules::Party,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A buyer and how documents name it.
#[derive(Clone, Debug)]
pub struct InvoicedBuyer {
    /// The buyer.
    pub buyer: buyer::Model,
    /// Its organisation, as printed.
    pub party: Party,
}

/// The cooperative and buyers, as documents issued now name them.
#[derive(Clone, Debug, Default)]
pub struct CurrentParties {
    /// The cooperative.
    pub seller: Party,
    /// The buyers.
    pub buyers: HashMap<BuyerId, InvoicedBuyer>,
}

/// The cooperative and these buyers.
pub async fn load_parties(tx: &UnitOfWork, ids: &[BuyerId]) -> Result<CurrentParties> {
    let buyers = buyers::list_buyers_by_id(tx, ids).await?;
    let of_buyers: Vec<OrganisationId> = buyers.values().map(|b| b.organisation_id).collect();
    let either = Condition::any()
        .add(organisation::Column::Id.is_in(of_buyers))
        .add(organisation::Column::Kind.eq(OrganisationKind::Cooperative));
    let organisations = organisation::Entity::find().filter(either).all(tx.db()).await?;
    let ids = organisations.iter().map(|o| o.id);
    let details = billing_details::Entity::find().filter(billing_details::Column::OrganisationId.is_in(ids));
    let mut details: HashMap<OrganisationId, billing_details::Model> =
        details.all(tx.db()).await?.into_iter().map(|d| (d.organisation_id, d)).collect();
    let mut seller = Party::default();
    let mut parties: HashMap<OrganisationId, Party> = HashMap::new();
    for organisation in organisations {
        let (id, kind) = (organisation.id, organisation.kind);
        let party = party(organisation, details.remove(&id));
        if kind == OrganisationKind::Cooperative {
            seller = party.clone();
        }
        parties.insert(id, party);
    }
    let named = buyers.into_iter().map(|(id, buyer)| {
        let party = parties.get(&buyer.organisation_id).cloned();
        let party = party.ok_or_else(|| Problem::missing_reference("organisation", buyer.organisation_id))?;
        let party = Party { code: buyer.code.clone(), ..party };
        Ok((id, InvoicedBuyer { buyer, party }))
    });
    Ok(CurrentParties { seller, buyers: named.collect::<Result<_>>()? })
}

fn party(organisation: organisation::Model, details: Option<billing_details::Model>) -> Party {
    let details = details.as_ref();
    Party {
        code: organisation.code,
        name: organisation.name,
        legal_name: organisation.legal_name,
        tax_id: organisation.tax_id,
        activity: details.map(|details| details.activity.clone()),
        address: details.map(|details| details.address.clone()),
        comuna: details.map(|details| details.comuna.clone()),
        email: organisation.email,
        phone: organisation.phone,
        bank: details.and_then(|details| details.bank.clone()),
        bank_account: details.and_then(|details| details.bank_account.clone()),
    }
}
