//! Billing details: what documents print of an organisation besides its name.

use entities::{invoicing::billing_details, values::OrganisationId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, StaffFinance, StaffViewer},
    invoicing::{
        actions::upsert_billing_details::{self, NewBillingDetails},
        store,
    },
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            limits::{LINE, NAME},
            problem::Result,
            text::Text,
        },
    },
};

/// What documents print of an organisation besides its name.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BillingDetails {
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// Giro.
    pub activity: String,
    /// Street and number.
    pub address: String,
    /// Comuna.
    pub comuna: String,
    /// Name of the bank and kind of account to which it is paid.
    pub bank: Option<String>,
    /// Number of that account.
    pub bank_account: Option<String>,
}

impl From<billing_details::Model> for BillingDetails {
    fn from(row: billing_details::Model) -> Self {
        Self {
            organisation_id: row.organisation_id,
            activity: row.activity,
            address: row.address,
            comuna: row.comuna,
            bank: row.bank,
            bank_account: row.bank_account,
        }
    }
}

/// Billing details to store.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct UpsertBillingDetails {
    /// Giro (SII: 80 characters of the issuer, 40 of the receiver).
    pub activity: Text<1, 80>,
    /// Street and number.
    pub address: Text<1, LINE>,
    /// Comuna.
    pub comuna: Text<1, NAME>,
    /// Name of the bank and kind of account to which it is paid; invoices of the cooperative print it.
    pub bank: Option<Text<1, NAME>>,
    /// Number of that account.
    pub bank_account: Option<Text<1, NAME>>,
}

impl From<UpsertBillingDetails> for NewBillingDetails {
    fn from(new: UpsertBillingDetails) -> Self {
        Self {
            activity: new.activity.into(),
            address: new.address.into(),
            comuna: new.comuna.into(),
            bank: new.bank.map(Text::into_inner),
            bank_account: new.bank_account.map(Text::into_inner),
        }
    }
}

/// Operations on billing details.
pub struct BillingDetailsOfOrganisations;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Invoicing")]
impl BillingDetailsOfOrganisations {
    /// Get the billing details of an organisation
    #[oai(path = "/organisations/:id/billing-details", method = "get", operation_id = "get_billing_details")]
    async fn get_billing_details(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<OrganisationId>,
    ) -> Result<Versioned<BillingDetails>> {
        let tx = app.read(caller.actor()).await?;
        Ok(versioned(store::billing_details::get_billing_details(&tx, id.0).await?))
    }

    /// Create or update the billing details of an organisation
    ///
    /// An update needs `If-Match`. Issued documents do not change.
    #[oai(path = "/organisations/:id/billing-details", method = "put", operation_id = "upsert_billing_details")]
    async fn upsert_billing_details(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<OrganisationId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<UpsertBillingDetails>,
    ) -> Result<Versioned<BillingDetails>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = upsert_billing_details::upsert_billing_details(&mut tx, id.0, &if_match, body.0.into()).await?;
        tx.commit().await?;
        Ok(versioned(row))
    }
}

fn versioned(row: billing_details::Model) -> Versioned<BillingDetails> {
    let version = row.version;
    Versioned::of(row.into(), version)
}
