//! Creates a decision of the assembly.

use chrono::NaiveDate;
use entities::{members::decision, values::DecisionSettings};
use serde_json::json;

use crate::{
    members::{errors::MemberError, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// A decision of the assembly to create.
#[derive(Clone, Debug)]
pub struct NewDecision {
    /// Its number in the minutes.
    pub code: String,
    /// What it says, in one line.
    pub title: String,
    /// Day of the assembly.
    pub decided_on: NaiveDate,
    /// First day on which it is in force.
    pub effective_from: NaiveDate,
    /// The settings that it makes; a field without a value stays as it was.
    pub settings: DecisionSettings,
}

/// Creates a decision. It never changes; a later decision replaces its settings.
///
/// # Errors
/// 409 `code_taken`, `effective_before_decided`, `decided_in_future`.
pub async fn create_decision(tx: &mut UnitOfWork, new: NewDecision) -> Result<decision::Model> {
    let (decided_on, today) = (new.decided_on, tx.today());
    if new.effective_from < decided_on {
        return Err(MemberError::EffectiveBeforeDecided { decided_on }.at("/effective_from"));
    }
    if decided_on > today {
        return Err(MemberError::DecidedInFuture { decided_on, today }.at("/decided_on"));
    }
    let row = decision::Model {
        id: tx.new_id(),
        code: new.code,
        title: new.title,
        decided_on,
        effective_from: new.effective_from,
        settings: new.settings,
        created_at: tx.now(),
    };
    if !store::insert_decision(tx, &row).await? {
        return Err(MemberError::CodeTaken { resource: "decision", code: row.code }.at("/code"));
    }
    let detail = json!({ "code": row.code, "effective_from": row.effective_from, "settings": row.settings });
    tx.audit("decision", row.id, "decided", detail);
    Ok(row)
}
