//! Which deliveries take orders now: of the reader's zone, or of all.

use poem::web::Data;
use poem_openapi::OpenApi;

use super::{Tag, wire::OpenCycle};
use crate::{
    buyers,
    cycles::reads,
    identity::{Buyer, Caller},
    platform::{
        app::App,
        http::{paging::List, problem::Answer},
        work::Actor,
    },
};

/// Operations of buyers and of everybody.
pub struct OpenCycles;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Cycles")]
impl OpenCycles {
    /// Deliveries that take orders now, in every zone
    #[oai(path = "/public/cycles", method = "get", operation_id = "list_public_cycles")]
    async fn list_public_cycles(&self, app: Data<&App>) -> Answer<List<OpenCycle>> {
        let work = app.read(Actor::System).await?;
        Ok(List::all(reads::taking_orders(&work, None).await?))
    }

    /// Deliveries to my zone that take orders now
    #[oai(path = "/buyer/cycles", method = "get", operation_id = "list_open_cycles")]
    async fn list_open_cycles(&self, app: Data<&App>, caller: Buyer) -> Answer<List<OpenCycle>> {
        let work = app.read(caller.actor()).await?;
        let buyer = buyers::buyer_of(&work, &caller).await?;
        Ok(List::all(reads::taking_orders(&work, Some(buyer.zone_id)).await?))
    }
}
