//! Creates the billing details of a buyer whose application was approved.

use entities::values::ApplicationId;

use super::upsert_billing_details::{NewBillingDetails, upsert_billing_details};
use crate::{
    buyers,
    platform::{
        http::{
            etag::IfMatch,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// Takes giro and legal address of an approved application as the billing details of its organisation.
pub async fn create_applicant_details(tx: &mut UnitOfWork, id: ApplicationId) -> Result<()> {
    let application = buyers::get_application(tx, id).await?;
    let buyer = application.buyer_id.ok_or_else(|| Problem::missing_reference("buyer of application", id))?;
    let organisation = buyers::get_buyer(tx, buyer).await?.organisation_id;
    let details = NewBillingDetails {
        activity: application.activity,
        address: application.address,
        comuna: application.comuna,
        bank: None,
        bank_account: None,
    };
    upsert_billing_details(tx, organisation, &IfMatch::any(), details).await.map(drop)
}
