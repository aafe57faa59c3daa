//! All arrows between slices: every fact, with what happens at once (in the same transaction) and what follows (a
//! durable job), and every job with the action it runs. A slice names nothing to its right; it is named here.

use std::any::Any;

use async_trait::async_trait;

use crate::{
    catalogue, certification, fulfilment, members,
    platform::{
        app::{App, Flow},
        http::problem::Answer,
        jobs::Claim,
        work::{Fact, Work},
    },
};

/// The one delivery of facts and runner of jobs.
pub static FLOW: Arrows = Arrows;

/// All arrows between slices.
pub struct Arrows;

#[async_trait]
impl Flow for Arrows {
    async fn deliver(&self, work: &mut Work, fact: &dyn Fact) -> Answer<()> {
        // What happens at once, in journey order of who tells it.
        let told: &dyn Any = fact;
        if let Some(e) = told.downcast_ref::<members::Event>() {
            match e {
                members::Event::SupplyChanged { unit_id } => catalogue::supply_changed(work, *unit_id).await?,
                members::Event::BankAccountChanged { .. } => {}
            }
            return Ok(());
        }
        if let Some(e) = told.downcast_ref::<certification::Event>() {
            use certification::Event::*;
            match e {
                CertificateGranted { product_id, .. }
                | CertificateSuspended { product_id, .. }
                | CertificateWithdrawn { product_id, .. }
                | CertificateReinstated { product_id, .. } => catalogue::certificate_changed(work, *product_id).await?,
            }
            return Ok(());
        }
        if told.downcast_ref::<catalogue::Event>().is_some() {
            return Ok(());
        }
        if told.downcast_ref::<fulfilment::Event>().is_some() {
            return Ok(());
        }
        Err(anyhow::anyhow!("nobody delivers the fact {fact:?}: give it an arm in flow.rs").into())
    }

    async fn run(&self, _app: &App, claim: &Claim) -> Answer<()> {
        // What follows, in journey order of who runs it: `orders::Job::KIND => orders::run(app, claim.read()?)`.
        match claim.kind.as_str() {
            kind => Err(anyhow::anyhow!("nobody runs jobs of kind `{kind}`: give it an arm in flow.rs").into()),
        }
    }
}
