//! A producer reads the certificates of its own units.

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
            paging::{Cursor, Here, Limit, List, Page},
            problem::Answer,
        },
    },
};

/// Operations of producers.
pub struct OwnCertificates;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Certification")]
impl OwnCertificates {
    /// Certificates of my units, by number
    #[oai(path = "/certificates", method = "get", operation_id = "list_own_certificates")]
    async fn list_own_certificates(
        &self,
        app: Data<&App>,
        caller: Producer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        here: Here,
    ) -> Answer<List<Certificate>> {
        let page = Page::new(limit.0, after.0);
        let work = app.read(caller.actor()).await?;
        let units = members::units_of(&work, &caller).await?.into_iter().map(|unit| unit.id).collect();
        let wanted = Wanted { units: Some(units), ..Wanted::default() };
        let rows = store::page(&work, &wanted, page.key()?, page.fetch()).await?;
        let told = reads::listed(&work, rows).await?;
        Ok(List::page(told, &page, &here, |row| Cursor::of(&row.number), |row| row))
    }
}
