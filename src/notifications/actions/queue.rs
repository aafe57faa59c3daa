//! Queues messages: one for each topic and reader, with the job that sends it. A message that exists is not repeated.

use std::collections::BTreeSet;

use entities::{
    buyers::application,
    notifications::message,
    values::{BuyerId, MessageId, OrganisationId, WorkshopId},
};

use crate::{
    buyers, identity, members,
    notifications::{jobs::SendMessage, rules::Topic, store},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Queues a message about each topic to the people of its workshop.
pub async fn queue_to_workshops(tx: &mut UnitOfWork, topics: Vec<(WorkshopId, Topic)>) -> Result<()> {
    let ids: Vec<WorkshopId> = topics.iter().map(|(workshop, _)| *workshop).collect();
    let workshops = members::list_workshops_by_id(tx, &ids).await?;
    let addressed = topics.into_iter().map(|(id, topic)| match workshops.get(&id) {
        Some(workshop) => Ok((workshop.organisation_id, topic)),
        None => Err(Problem::missing_reference("workshop", id)),
    });
    queue(tx, addressed.collect::<Result<_>>()?).await
}

/// Queues a message about each topic to the people of its buyer.
pub async fn queue_to_buyers(tx: &mut UnitOfWork, topics: Vec<(BuyerId, Topic)>) -> Result<()> {
    let ids: Vec<BuyerId> = topics.iter().map(|(buyer, _)| *buyer).collect();
    let buyers = buyers::list_buyers_by_id(tx, &ids).await?;
    let addressed = topics.into_iter().map(|(id, topic)| match buyers.get(&id) {
        Some(buyer) => Ok((buyer.organisation_id, topic)),
        None => Err(Problem::missing_reference("buyer", id)),
    });
    queue(tx, addressed.collect::<Result<_>>()?).await
}

async fn queue(tx: &mut UnitOfWork, topics: Vec<(OrganisationId, Topic)>) -> Result<()> {
    let organisations: BTreeSet<OrganisationId> = topics.iter().map(|(organisation, _)| *organisation).collect();
    let readers = identity::list_readers(tx, &organisations.into_iter().collect::<Vec<_>>()).await?;
    let mut messages = Vec::new();
    for (organisation_id, topic) in topics {
        let about = serde_json::to_value(&topic).map_err(anyhow::Error::from)?;
        for reader in readers.get(&organisation_id).into_iter().flatten() {
            messages.push(message::Model {
                id: tx.new_id::<MessageId>(),
                key: topic.key(Some(reader.person_id)),
                kind: topic.kind(),
                about: about.clone(),
                person_id: Some(reader.person_id),
                organisation_id: Some(organisation_id),
                application_id: topic.application_id(),
                name: reader.name.clone(),
                recipient: reader.email.clone(),
                language: reader.language,
                queued_at: tx.now(),
                subject: None,
                sent_at: None,
                refused_at: None,
                refusal: None,
            });
        }
    }
    queue_messages(tx, messages).await
}

/// Queues a message to an applicant, who is no person of an organisation yet.
pub async fn queue_to_applicant(tx: &mut UnitOfWork, application: application::Model, topic: Topic) -> Result<()> {
    let message = message::Model {
        id: tx.new_id::<MessageId>(),
        key: topic.key(None),
        kind: topic.kind(),
        about: serde_json::to_value(&topic).map_err(anyhow::Error::from)?,
        person_id: None,
        organisation_id: None,
        application_id: topic.application_id(),
        name: application.contact_name,
        recipient: application.email,
        language: application.language,
        queued_at: tx.now(),
        subject: None,
        sent_at: None,
        refused_at: None,
        refusal: None,
    };
    queue_messages(tx, vec![message]).await
}

async fn queue_messages(tx: &mut UnitOfWork, mut messages: Vec<message::Model>) -> Result<()> {
    // One cause may affect hundreds of products, each with its own event, so existing messages are left out here. Two
    // concurrent transactions are kept apart by the unique key.
    let existing = store::existing_keys(tx, messages.iter().map(|message| message.key.as_str())).await?;
    messages.retain(|message| !existing.contains(&message.key));
    for message in &messages {
        tx.enqueue(&SendMessage { key: message.key.clone() })?;
    }
    store::insert_messages(tx, messages).await
}
