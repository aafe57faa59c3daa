//! A producer reads the certificates of its own workshops.

use poem::web::Data;
use poem_openapi::{OpenApi, param::Query};

use super::{Tag, wire::Certificate};
use crate::{
    certification::{
        reads,
        store::{self, Wanted},
    },
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::{
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// Operations of producers.
pub struct OwnCertificates;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Certification")]
impl OwnCertificates {
    /// Certificates of my workshops, by number
    #[oai(path = "/certificates", method = "get", operation_id = "list_own_certificates")]
    async fn list_own_certificates(
        &self,
        app: Data<&App>,
        caller: Producer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Certificate>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let workshops =
            members::list_own_workshops(&tx, &caller).await?.into_iter().map(|workshop| workshop.id).collect();
        let wanted = Wanted { workshops: Some(workshops), ..Wanted::default() };
        let rows = store::page(&tx, &wanted, page.key()?, page.fetch()).await?;
        let told = reads::listed(&tx, rows).await?;
        Ok(List::page(told, &page, &uri, |row| Cursor::of(&row.number), |row| row))
    }
}
