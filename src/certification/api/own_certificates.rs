//! A producer lists the certificates of its own workshops.

use poem::web::Data;
use poem_openapi::OpenApi;

use super::{
    certificates::{Certificate, certificate_list},
    tag::Tag,
};
use crate::{
    certification::store::certificates::{self, CertificateFilter},
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::{page_request::PageRequest, paging::List, problem::Result},
    },
};

/// Operations of producers.
pub struct OwnCertificates;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Certification")]
impl OwnCertificates {
    /// List the certificates of the caller's workshops, by number
    #[oai(path = "/certificates", method = "get", operation_id = "list_own_certificates")]
    async fn list_own_certificates(
        &self,
        app: Data<&App>,
        caller: Producer,
        page: PageRequest,
    ) -> Result<List<Certificate>> {
        let tx = app.read(caller.actor()).await?;
        let workshops =
            members::list_own_workshops(&tx, &caller).await?.into_iter().map(|workshop| workshop.id).collect();
        let filter = CertificateFilter { workshops: Some(workshops), ..CertificateFilter::default() };
        let rows = certificates::list_certificates(&tx, filter, &page).await?;
        certificate_list(&tx, rows).await
    }
}
