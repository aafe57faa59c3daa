//! Finance staff set the account that payouts are charged to.

use entities::settlement::payout_account as entity;
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, StaffFinance},
    platform::{
        app::App,
        http::{limits, problem::Result, text::Text},
    },
    settlement::{NewPayoutAccount, store::payout_account, upsert_payout_account},
};

/// The account that payouts are charged to.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PayoutAccount {
    /// Code of the bank in the transfer system.
    pub bank_code: Text<1, 4>,
    /// Number of the account.
    pub account_number: Text<1, 34>,
    /// Its holder.
    pub holder_name: Text<1, { limits::NAME }>,
    /// The holder's RUT.
    pub holder_tax_id: Text<1, 20>,
}

impl PayoutAccount {
    fn of(row: &entity::Model) -> Result<Self> {
        Ok(Self {
            bank_code: Text::parse(&row.bank_code).map_err(anyhow::Error::from)?,
            account_number: Text::parse(&row.account_number).map_err(anyhow::Error::from)?,
            holder_name: Text::parse(&row.holder_name).map_err(anyhow::Error::from)?,
            holder_tax_id: Text::parse(&row.holder_tax_id).map_err(anyhow::Error::from)?,
        })
    }
}

impl From<PayoutAccount> for NewPayoutAccount {
    fn from(account: PayoutAccount) -> Self {
        Self {
            bank_code: account.bank_code.into_inner(),
            account_number: account.account_number.into_inner(),
            holder_name: account.holder_name.into_inner(),
            holder_tax_id: account.holder_tax_id.into_inner(),
        }
    }
}

/// Operations of finance staff on the account that payouts are charged to.
pub struct PayoutAccounts;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Settlement")]
impl PayoutAccounts {
    /// Get the account that payouts are charged to
    #[oai(path = "/payout-account", method = "get", operation_id = "get_payout_account")]
    async fn get_payout_account(&self, app: Data<&App>, caller: StaffFinance) -> Result<Json<PayoutAccount>> {
        let tx = app.read(caller.actor()).await?;
        let row = payout_account::get_payout_account(&tx).await?;
        PayoutAccount::of(&row).map(Json)
    }

    /// Set the account that payouts are charged to
    #[oai(path = "/payout-account", method = "put", operation_id = "upsert_payout_account")]
    async fn upsert_payout_account(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        body: Json<PayoutAccount>,
    ) -> Result<Json<PayoutAccount>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = upsert_payout_account(&mut tx, body.0.into()).await?;
        tx.commit().await?;
        PayoutAccount::of(&row).map(Json)
    }
}
