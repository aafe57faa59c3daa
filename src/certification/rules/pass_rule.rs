//! When a workshop passes: all mandatory criteria are met, and few major and minor ones are open.

use std::collections::BTreeMap;

use entities::{
    certification::{criterion, protocol},
    values::{CriterionAnswer, CriterionSeverity},
};

use crate::certification::errors::CertificationError;

/// The open criteria of an assessment, by their codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenCriteria {
    /// Those without which there is no seal.
    pub mandatory: Vec<String>,
    /// Those of which few may be open.
    pub major: Vec<String>,
    /// Those of which some may be open.
    pub minor: Vec<String>,
}

impl OpenCriteria {
    /// The criteria that are open by these answers. A criterion without an answer is open.
    pub fn of(criteria: &[criterion::Model], answers: &BTreeMap<String, CriterionAnswer>) -> Self {
        let mut open = Self::default();
        for criterion in criteria.iter().filter(|criterion| is_open(answers.get(&criterion.code).copied())) {
            let codes = match criterion.severity {
                CriterionSeverity::Mandatory => &mut open.mandatory,
                CriterionSeverity::Major => &mut open.major,
                CriterionSeverity::Minor => &mut open.minor,
            };
            codes.push(criterion.code.clone());
        }
        open
    }

    /// Whether a workshop passes with them by the rule of its protocol.
    pub fn passes(&self, protocol: &protocol::Model) -> bool {
        let within = |codes: &[String], maximum: i32| usize::try_from(maximum).is_ok_and(|most| codes.len() <= most);
        self.mandatory.is_empty()
            && within(&self.major, protocol.max_open_major)
            && within(&self.minor, protocol.max_open_minor)
    }
}

/// An answer that no criterion takes.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerFault {
    /// Where it stands among the answers.
    pub place: usize,
    /// What is wrong with it.
    pub error: CertificationError,
}

/// The answers by the codes of their criteria, each of which the protocol has.
///
/// # Errors
/// `CriterionUnknown`, `CriterionTwice`.
pub fn read_answers(
    criteria: &[criterion::Model],
    given: Vec<(String, CriterionAnswer)>,
) -> Result<BTreeMap<String, CriterionAnswer>, AnswerFault> {
    let mut answers = BTreeMap::new();
    for (place, (code, answer)) in given.into_iter().enumerate() {
        if criteria.iter().all(|criterion| criterion.code != code) {
            return Err(AnswerFault { place, error: CertificationError::CriterionUnknown { code } });
        }
        if answers.insert(code.clone(), answer).is_some() {
            return Err(AnswerFault { place, error: CertificationError::CriterionTwice { code } });
        }
    }
    Ok(answers)
}

fn is_open(answer: Option<CriterionAnswer>) -> bool {
    !matches!(answer, Some(CriterionAnswer::Met | CriterionAnswer::NotApplicable))
}

#[cfg(test)]
#[path = "pass_rule_tests.rs"]
mod tests;
