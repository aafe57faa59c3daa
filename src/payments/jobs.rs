//! What follows from paying by card: the page is asked for, what became of it is looked up, and what the processor told
//! is read. The first two call outside: read, call, record.

use chrono::TimeDelta;
use entities::values::{CardEventId, CardPaymentId, CardPaymentState};
use serde::{Deserialize, Serialize};

use super::{
    actions::card_payments,
    cards::{CardError, Cards, Checkout, Standing, event},
    errors::PaymentError,
    store,
};
use crate::{
    invoicing,
    platform::{
        app::App,
        http::problem::Result,
        jobs::Claim,
        unit_of_work::{Actor, Job, UnitOfWork},
    },
};

/// How long the processor's own word is waited for before it is asked again.
const LOOK_EVERY: TimeDelta = TimeDelta::minutes(5);

/// Asks the card processor for the page of a card payment.
#[derive(Debug, Serialize, Deserialize)]
pub struct OpenCheckout {
    /// The card payment.
    pub card_payment_id: CardPaymentId,
}

impl Job for OpenCheckout {
    const KIND: &'static str = "payments.open_checkout";

    fn key(&self) -> String {
        self.card_payment_id.to_string()
    }
}

/// Runs [`OpenCheckout`]. Until it is given up, each try has the same key and the same words, so that the processor
/// makes one page, whatever was lost on the way; after that the page is not asked for again.
pub async fn open_checkout(app: &App, claim: &Claim) -> Result<()> {
    let OpenCheckout { card_payment_id: id } = claim.read()?;
    let tx = app.read(Actor::Job).await?;
    let attempt = store::cards::card_payment(&tx, id).await?;
    let invoice = invoicing::invoice(&tx, attempt.invoice_id).await?;
    let seller = invoicing::seller_on(&invoice).name;
    let cards = Cards::of(&tx)?;
    let too_late = tx.now() >= attempt.created_at + card_payments::ASKED_FOR;
    drop(tx);
    if attempt.state != CardPaymentState::Requested {
        return claim.begin(app).await?.commit().await;
    }
    let answer = if too_late {
        Err(CardError::Unavailable("its time is over".to_owned()))
    } else {
        let page = |query: &str| app.config.link(&format!("/compras/facturas/{}{query}", invoice.id));
        let checkout = Checkout {
            id,
            amount: attempt.amount.of(attempt.currency),
            title: format!("Factura {} · {seller}", invoicing::name_of(&invoice)),
            expires_at: attempt.expires_at,
            paid_to: page("?tarjeta=pagada"),
            left_to: page(""),
        };
        cards.processor.open(&attempt.idempotency_key, &checkout).await
    };
    let mut tx = claim.begin(app).await?;
    card_payments::answered(&mut tx, id, answer).await?;
    tx.commit().await
}

/// Asks the card processor what became of a page: its own word may be lost.
#[derive(Debug, Serialize, Deserialize)]
pub struct LookAtCheckout {
    /// The card payment.
    pub card_payment_id: CardPaymentId,
    /// How often it was looked at before.
    pub looks: u32,
}

impl LookAtCheckout {
    /// The first look at a page.
    pub fn first(card_payment_id: CardPaymentId) -> Self {
        Self { card_payment_id, looks: 0 }
    }

    /// Stores this look for its time.
    pub fn enqueue(&self, tx: &mut UnitOfWork) -> Result<()> {
        tx.enqueue_at(self, tx.now() + LOOK_EVERY)
    }
}

impl Job for LookAtCheckout {
    const KIND: &'static str = "payments.look_at_checkout";

    fn key(&self) -> String {
        format!("{}:{}", self.card_payment_id, self.looks)
    }
}

/// Runs [`LookAtCheckout`], and looks again later where nothing is decided.
pub async fn look_at_checkout(app: &App, claim: &Claim) -> Result<()> {
    let look: LookAtCheckout = claim.read()?;
    let id = look.card_payment_id;
    let tx = app.read(Actor::Job).await?;
    let attempt = store::cards::card_payment(&tx, id).await?;
    let cards = Cards::of(&tx)?;
    drop(tx);
    let standing = match (attempt.state, &attempt.session) {
        (CardPaymentState::Requested, _) => Standing::Open,
        (CardPaymentState::Open, Some(session)) => cards
            .processor
            .look(session)
            .await
            .map_err(|e| PaymentError::CardProcessorUnavailable { reason: e.to_string() })?,
        _ => return claim.begin(app).await?.commit().await,
    };
    let mut tx = claim.begin(app).await?;
    match standing {
        Standing::Open => LookAtCheckout { looks: look.looks + 1, ..look }.enqueue(&mut tx)?,
        Standing::Paid(money) => drop(card_payments::paid(&mut tx, id, money).await?),
        Standing::Expired => drop(card_payments::expired(&mut tx, id).await?),
    }
    tx.commit().await
}

/// Reads a stored event of the card processor.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadCardEvent {
    /// The event.
    pub card_event_id: CardEventId,
}

impl Job for ReadCardEvent {
    const KIND: &'static str = "payments.read_card_event";

    fn key(&self) -> String {
        self.card_event_id.to_string()
    }
}

/// Runs [`ReadCardEvent`]. What cannot be understood, or not be booked, stays among the dead jobs for a person.
pub async fn read_card_event(app: &App, claim: &Claim) -> Result<()> {
    let ReadCardEvent { card_event_id } = claim.read()?;
    let mut tx = claim.begin(app).await?;
    let event = store::cards::event(&tx, card_event_id).await?;
    let told = event::read(&event.body).map_err(|e| PaymentError::CardEventUnclear { reason: e.to_string() })?;
    match told {
        event::Told::Paid(id, money) => drop(card_payments::paid(&mut tx, id, money).await?),
        event::Told::Expired(id) => drop(card_payments::expired(&mut tx, id).await?),
        event::Told::TakenBack => {
            return Err(PaymentError::CardMoneyReturned { event_key: event.event_key }.into());
        }
        event::Told::Nothing => {}
    }
    tx.commit().await
}
