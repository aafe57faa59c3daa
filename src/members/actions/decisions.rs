//! The assembly decides.

use chrono::NaiveDate;
use entities::{members::decision, values::DecisionSettings};
use serde_json::json;

use crate::{
    members::MemberError,
    platform::{
        http::{api_error::ApiError, problem::Result},
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// What the assembly decided.
#[derive(Clone, Debug)]
pub struct NewDecision {
    /// Its number in the minutes.
    pub code: String,
    /// What it says, in one line.
    pub title: String,
    /// Day of the assembly.
    pub decided_on: NaiveDate,
    /// First day on which it holds.
    pub effective_from: NaiveDate,
    /// What it sets; what it leaves out stays as it was.
    pub settings: DecisionSettings,
}

/// Writes down a decision; it never changes again, a later one takes its place. Refuses 409 `code_taken`,
/// `effective_before_decided`, `decided_in_future`.
pub async fn create_decision(tx: &mut UnitOfWork, new: NewDecision) -> Result<decision::Model> {
    if new.effective_from < new.decided_on {
        return Err(MemberError::EffectiveBeforeDecided { decided_on: new.decided_on }.at("/effective_from"));
    }
    let (decided_on, today) = (new.decided_on, tx.today());
    if decided_on > today {
        return Err(MemberError::DecidedInFuture { decided_on, today }.at("/decided_on"));
    }
    let made = decision::Model {
        id: tx.new_id(),
        code: new.code,
        title: new.title,
        decided_on: new.decided_on,
        effective_from: new.effective_from,
        settings: new.settings,
        created_at: tx.now(),
    };
    if !insert_if_new(tx, made.clone()).await? {
        return Err(MemberError::CodeTaken { resource: "decision", code: made.code }.at("/code"));
    }
    let detail = json!({ "code": made.code, "effective_from": made.effective_from, "settings": made.settings });
    tx.audit("decision", made.id, "decided", detail);
    Ok(made)
}
