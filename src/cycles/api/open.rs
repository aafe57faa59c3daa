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
        http::{paging::List, problem::Result},
        unit_of_work::Actor,
    },
};

/// Operations of buyers and of everybody.
pub struct OpenCycles;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Cycles")]
impl OpenCycles {
    /// Deliveries that take orders now, in every zone
    #[oai(path = "/public/cycles", method = "get", operation_id = "list_public_cycles")]
    async fn list_public_cycles(&self, app: Data<&App>) -> Result<List<OpenCycle>> {
        let tx = app.read(Actor::System).await?;
        Ok(List::all(reads::taking_orders(&tx, None).await?))
    }

    /// Deliveries to my zone that take orders now
    #[oai(path = "/buyer/cycles", method = "get", operation_id = "list_open_cycles")]
    async fn list_open_cycles(&self, app: Data<&App>, caller: Buyer) -> Result<List<OpenCycle>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyers::buyer_of(&tx, &caller).await?;
        Ok(List::all(reads::taking_orders(&tx, Some(buyer.zone_id)).await?))
    }
}
