//! How two versions of a protocol differ, criterion by criterion.

use std::collections::BTreeMap;

use entities::{certification::criterion, values::CriterionPart};

/// A criterion that two versions do not have alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionDifference {
    /// Its code.
    pub code: String,
    /// As the earlier version has it; none where it is new.
    pub earlier: Option<criterion::Model>,
    /// As the later version has it; none where it is gone.
    pub later: Option<criterion::Model>,
    /// What differs of one that both have.
    pub parts: Vec<CriterionPart>,
}

/// The criteria that differ, by code.
pub fn compare(earlier: Vec<criterion::Model>, later: Vec<criterion::Model>) -> Vec<CriterionDifference> {
    let mut pairs: BTreeMap<String, (Option<criterion::Model>, Option<criterion::Model>)> = BTreeMap::new();
    for criterion in earlier {
        let code = criterion.code.clone();
        pairs.entry(code).or_default().0 = Some(criterion);
    }
    for criterion in later {
        let code = criterion.code.clone();
        pairs.entry(code).or_default().1 = Some(criterion);
    }
    let differences = pairs.into_iter().map(|(code, (earlier, later))| {
        let parts = earlier.as_ref().zip(later.as_ref()).map_or_else(Vec::new, |(a, b)| different_parts(a, b));
        CriterionDifference { code, earlier, later, parts }
    });
    differences.filter(|found| found.earlier.is_none() || found.later.is_none() || !found.parts.is_empty()).collect()
}

fn different_parts(a: &criterion::Model, b: &criterion::Model) -> Vec<CriterionPart> {
    let parts = [
        (CriterionPart::Text, (&a.text_es, &a.text_en) == (&b.text_es, &b.text_en)),
        (CriterionPart::Attribute, a.attribute == b.attribute),
        (CriterionPart::Severity, a.severity == b.severity),
        (CriterionPart::Evidence, (&a.evidence_es, &a.evidence_en) == (&b.evidence_es, &b.evidence_en)),
        (CriterionPart::Guidance, (&a.guidance_es, &a.guidance_en) == (&b.guidance_es, &b.guidance_en)),
    ];
    parts.into_iter().filter(|(_, same)| !same).map(|(part, _)| part).collect()
}
