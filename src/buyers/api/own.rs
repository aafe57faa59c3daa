//! A buyer reads its own account.

use poem::web::Data;
use poem_openapi::{OpenApi, payload::Json};

use super::{Tag, wire::BuyerDetail};
use crate::{
    buyers::{buyer_of, reads},
    identity::{Buyer, Caller},
    platform::{app::App, http::problem::Result},
};

/// Operations of buyers.
pub struct OwnAccount;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Buyers")]
impl OwnAccount {
    /// My account: terms, credit, delivery points
    #[oai(path = "/account", method = "get", operation_id = "get_own_account")]
    async fn get_own_account(&self, app: Data<&App>, caller: Buyer) -> Result<Json<BuyerDetail>> {
        let tx = app.read(caller.actor()).await?;
        let row = buyer_of(&tx, &caller).await?;
        Ok(Json(reads::detail(&tx, row).await?))
    }
}
