//! Records a payment by hand, before the bank statement shows it.

use entities::payments::payment;

use super::receive_payment::{NewPayment, receive_payment};
use crate::{
    payments::errors::PaymentError,
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Records a payment without a bank line.
///
/// # Errors
/// `ReceivedInFuture`; those of `receive_payment`.
pub async fn record_payment(tx: &mut UnitOfWork, new: NewPayment) -> Result<payment::Model> {
    if new.received_on > tx.today() {
        return Err(PaymentError::ReceivedInFuture { today: tx.today() }.at("/received_on"));
    }
    receive_payment(tx, new, None).await
}
