//! Creates the link of a mail to an applicant: it shows one application, and nothing else.

use entities::{buyers::application_link, values::ApplicationId};
use uuid::Uuid;

use crate::{
    buyers::{rules::LINK_LIFETIME, store::applications},
    identity::Token,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Creates a link to the page of an application and returns its address.
///
/// The secret is in the fragment (`#`) of the address, which browsers do not send, so that it appears in no log. Only its
/// hash is stored; each call creates another link.
pub async fn create_application_link(tx: &mut UnitOfWork, id: ApplicationId) -> Result<String> {
    let token = Token::from_bytes(tx.app().ids.bytes());
    let link = application_link::Model {
        id: tx.new_id::<Uuid>(),
        token_hash: token.hash(),
        application_id: id,
        created_at: tx.now(),
        expires_at: tx.now() + LINK_LIFETIME,
    };
    applications::insert_link(tx, link).await?;
    Ok(tx.app().config.link(&format!("/postulacion#{}", token.expose())))
}
