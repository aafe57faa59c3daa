//! A buyer reads its own account.

use poem::web::Data;
use poem_openapi::{OpenApi, payload::Json};

use super::{Tag, wire::BuyerDetail};
use crate::{
    buyers::{buyer_of, reads},
    identity::{Buyer, Caller},
    platform::{app::App, http::problem::Answer},
};

/// Operations of buyers.
pub struct OwnAccount;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Buyers")]
impl OwnAccount {
    /// My account: terms, credit, delivery points
    #[oai(path = "/account", method = "get", operation_id = "get_own_account")]
    async fn get_own_account(&self, app: Data<&App>, caller: Buyer) -> Answer<Json<BuyerDetail>> {
        let work = app.read(caller.actor()).await?;
        let row = buyer_of(&work, &caller).await?;
        Ok(Json(reads::detail(&work, row).await?))
    }
}
