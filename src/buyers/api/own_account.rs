//! A buyer reads its own account.

use poem::web::Data;
use poem_openapi::{OpenApi, payload::Json};

use super::{accounts::BuyerDetail, tag::Tag};
use crate::{
    buyers::store::accounts,
    identity::{Buyer, Caller},
    platform::{app::App, http::problem::Result},
};

/// Operations of buyers.
pub struct OwnAccount;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Buyers")]
impl OwnAccount {
    /// Get the caller's account: terms, credit, delivery points
    #[oai(path = "/account", method = "get", operation_id = "get_own_account")]
    async fn get_own_account(&self, app: Data<&App>, caller: Buyer) -> Result<Json<BuyerDetail>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = accounts::get_own_buyer(&tx, &caller).await?;
        let record = accounts::load_record(&tx, buyer).await?;
        Ok(Json(BuyerDetail::of(record, tx.currency())))
    }
}
