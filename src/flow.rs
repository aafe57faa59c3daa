//! All arrows between slices: every fact, with what happens at once (in the same transaction) and what follows (a
//! durable job), and every job with the action it runs. A slice names nothing to its right; it is named here.

use std::any::Any;

use async_trait::async_trait;

use crate::platform::{
    app::{App, Flow},
    http::problem::Answer,
    jobs::Claim,
    work::{Fact, Work},
};

/// The one delivery of facts and runner of jobs.
pub static FLOW: Arrows = Arrows;

/// All arrows between slices.
pub struct Arrows;

#[async_trait]
impl Flow for Arrows {
    async fn deliver(&self, _work: &mut Work, fact: &dyn Fact) -> Answer<()> {
        // What happens at once, in journey order of who tells it.
        let _told: &dyn Any = fact;
        Err(anyhow::anyhow!("nobody delivers the fact {fact:?}: give it an arm in flow.rs").into())
    }

    async fn run(&self, _app: &App, claim: &Claim) -> Answer<()> {
        // What follows, in journey order of who runs it: `orders::Job::KIND => orders::run(app, claim.read()?)`.
        match claim.kind.as_str() {
            kind => Err(anyhow::anyhow!("nobody runs jobs of kind `{kind}`: give it an arm in flow.rs").into()),
        }
    }
}
