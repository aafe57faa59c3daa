//! Whether a workshop would pass, by what somebody answers of each criterion. Nothing is stored.

use entities::values::{CriterionAnswer, ProtocolId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{protocols::get_published, tag::Tag};
use crate::{
    certification::{
        rules::pass_rule::{OpenCriteria, read_answers},
        store::protocols,
    },
    identity::{Caller, SignedIn},
    platform::{
        app::App,
        http::{api_error::ApiError, problem::Result, text::Text},
    },
};

/// What was found of a criterion.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CriterionAnswerInput {
    /// The code of the criterion.
    pub code: Text<1, 12>,
    /// What was found.
    pub answer: CriterionAnswer,
}

/// What somebody answers of a workshop. A criterion that is left out is open.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct SelfCheck {
    /// An answer for each criterion.
    #[oai(validator(max_items = 60))]
    pub answers: Vec<CriterionAnswerInput>,
}

/// Whether a workshop would pass with these answers.
#[derive(Clone, Debug, Object)]
pub struct SelfCheckResult {
    /// Whether it would pass.
    pub passes: bool,
    /// Codes of the open mandatory criteria; it passes with none.
    pub open_mandatory: Vec<String>,
    /// Codes of the open major criteria.
    pub open_major: Vec<String>,
    /// Codes of the open minor criteria.
    pub open_minor: Vec<String>,
}

/// Operations of everybody.
pub struct SelfChecks;

#[OpenApi(prefix_path = "/api/v1/session", tag = "Tag::Certification")]
impl SelfChecks {
    /// Check by the pass rule of a published protocol what you answer of a workshop. Nothing is stored
    #[oai(path = "/protocols/:id/self-check", method = "post", operation_id = "check_answers")]
    async fn check_answers(
        &self,
        app: Data<&App>,
        caller: SignedIn,
        id: Path<ProtocolId>,
        body: Json<SelfCheck>,
    ) -> Result<Json<SelfCheckResult>> {
        let tx = app.read(caller.actor()).await?;
        let protocol = get_published(&tx, id.0).await?;
        let criteria = protocols::list_criteria(&tx, protocol.id).await?;
        let given = body.0.answers.into_iter().map(|given| (given.code.into(), given.answer)).collect();
        let answers =
            read_answers(&criteria, given).map_err(|fault| fault.error.at(format!("/answers/{}/code", fault.place)))?;
        let open = OpenCriteria::of(&criteria, &answers);
        Ok(Json(SelfCheckResult {
            passes: open.passes(&protocol),
            open_mandatory: open.mandatory,
            open_major: open.major,
            open_minor: open.minor,
        }))
    }
}
