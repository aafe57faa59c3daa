//! What resembles an application: buyers and other applications with its tax id or its mail address.

use std::collections::BTreeMap;

use entities::{
    buyers::{application, buyer},
    identity::{membership, organisation, person},
    values::{ApplicationId, BuyerId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The most duplicates of each kind that are looked up.
const MAX_DUPLICATES: u64 = 20;

/// A buyer or another application that has the same tax id or mail address.
#[derive(Clone, Debug)]
pub struct Duplicate {
    /// The account, where it is a buyer.
    pub buyer_id: Option<BuyerId>,
    /// The other application, where it is one.
    pub application_id: Option<ApplicationId>,
    /// Its name.
    pub name: String,
    /// Whether the tax id is the same.
    pub same_tax_id: bool,
    /// Whether the mail address is the same.
    pub same_email: bool,
}

/// Buyers and other applications with the tax id or the mail address of `of`: buyers first. A buyer that came of the
/// application is none.
pub async fn list_duplicates(tx: &UnitOfWork, of: &application::Model) -> Result<Vec<Duplicate>> {
    let mut found: BTreeMap<BuyerId, Duplicate> = BTreeMap::new();
    let same = Condition::any()
        .add(organisation::Column::TaxId.eq(of.tax_id.as_str()))
        .add(organisation::Column::Email.eq(of.email.as_str()));
    let organisations = buyer::Entity::find()
        .order_by_asc(buyer::Column::Id)
        .limit(MAX_DUPLICATES)
        .find_also_related(organisation::Entity)
        .filter(same);
    for (buyer, organisation) in organisations.all(tx.db()).await? {
        let Some(organisation) = organisation else { continue };
        let duplicate = Duplicate {
            buyer_id: Some(buyer.id),
            application_id: None,
            same_tax_id: organisation.tax_id.as_deref() == Some(of.tax_id.as_str()),
            same_email: organisation.email.as_deref() == Some(of.email.as_str()),
            name: organisation.name,
        };
        found.insert(buyer.id, duplicate);
    }
    for (id, name) in list_buyers_of_person(tx, &of.email).await? {
        let new = || Duplicate { buyer_id: Some(id), application_id: None, name, same_tax_id: false, same_email: true };
        found.entry(id).and_modify(|duplicate| duplicate.same_email = true).or_insert_with(new);
    }
    found.retain(|id, _| of.buyer_id != Some(*id));
    let mut found: Vec<Duplicate> = found.into_values().collect();
    found.extend(list_similar_applications(tx, of).await?);
    Ok(found)
}

/// The buyers in which the person with this mail address has a role.
async fn list_buyers_of_person(tx: &UnitOfWork, email: &str) -> Result<Vec<(BuyerId, String)>> {
    let person = person::Entity::find().filter(person::Column::Email.eq(email)).one(tx.db()).await?;
    let Some(person) = person else { return Ok(Vec::new()) };
    let memberships = membership::Entity::find()
        .filter(membership::Column::PersonId.eq(person.id))
        .filter(membership::Column::EndedAt.is_null())
        .limit(MAX_DUPLICATES);
    let organisations: Vec<_> = memberships.all(tx.db()).await?.into_iter().map(|held| held.organisation_id).collect();
    let buyers = buyer::Entity::find()
        .find_also_related(organisation::Entity)
        .filter(buyer::Column::OrganisationId.is_in(organisations));
    let rows = buyers.all(tx.db()).await?.into_iter();
    Ok(rows.filter_map(|(buyer, organisation)| Some((buyer.id, organisation?.name))).collect())
}

async fn list_similar_applications(tx: &UnitOfWork, of: &application::Model) -> Result<Vec<Duplicate>> {
    use application::Column;
    let same = Condition::any().add(Column::TaxId.eq(of.tax_id.as_str())).add(Column::Email.eq(of.email.as_str()));
    let others = application::Entity::find()
        .filter(Column::Id.ne(of.id))
        .filter(Column::ConfirmedAt.is_not_null())
        .filter(same)
        .order_by_desc(Column::Id)
        .limit(MAX_DUPLICATES);
    let others = others.all(tx.db()).await?.into_iter().map(|other| Duplicate {
        buyer_id: None,
        application_id: Some(other.id),
        same_tax_id: other.tax_id == of.tax_id,
        same_email: other.email == of.email,
        name: other.name,
    });
    Ok(others.collect())
}
