//! Properties of the pass rule.

use chrono::{DateTime, Utc};
use entities::values::{CriterionAttribute, FamilyId, ProtocolId};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

type Case = (protocol::Model, Vec<criterion::Model>, BTreeMap<String, CriterionAnswer>);

fn protocol(max_open_major: i32, max_open_minor: i32) -> protocol::Model {
    protocol::Model {
        id: ProtocolId(Uuid::nil()),
        family_id: FamilyId(Uuid::nil()),
        number: 1,
        summary_es: String::new(),
        summary_en: String::new(),
        max_open_major,
        max_open_minor,
        created_at: DateTime::<Utc>::UNIX_EPOCH,
        published_at: None,
        applies_from: None,
        renew_by: None,
        version: 1,
    }
}

fn criterion(n: usize, severity: CriterionSeverity) -> criterion::Model {
    criterion::Model {
        id: Uuid::nil(),
        protocol_id: ProtocolId(Uuid::nil()),
        code: format!("C{n}"),
        attribute: CriterionAttribute::Craft,
        severity,
        text_es: String::new(),
        text_en: String::new(),
        evidence_es: String::new(),
        evidence_en: String::new(),
        guidance_es: String::new(),
        guidance_en: String::new(),
    }
}

fn severities() -> impl Strategy<Value = CriterionSeverity> {
    prop_oneof![Just(CriterionSeverity::Mandatory), Just(CriterionSeverity::Major), Just(CriterionSeverity::Minor)]
}

fn answers() -> impl Strategy<Value = Option<CriterionAnswer>> {
    prop_oneof![
        Just(None),
        Just(Some(CriterionAnswer::Met)),
        Just(Some(CriterionAnswer::Partly)),
        Just(Some(CriterionAnswer::NotMet)),
        Just(Some(CriterionAnswer::NotApplicable)),
    ]
}

fn cases() -> impl Strategy<Value = Case> {
    let points = prop::collection::vec((severities(), answers()), 0..20);
    (0..4, 0..6, points).prop_map(|(major, minor, points)| {
        let criteria = points.iter().enumerate().map(|(n, (severity, _))| criterion(n, *severity)).collect();
        let answers = points.iter().enumerate().filter_map(|(n, (_, answer))| Some((format!("C{n}"), (*answer)?)));
        (protocol(major, minor), criteria, answers.collect())
    })
}

fn passes((protocol, criteria, answers): &Case) -> bool {
    OpenCriteria::of(criteria, answers).passes(protocol)
}

proptest! {
    #[test]
    fn a_workshop_passes_exactly_where_no_limit_is_exceeded(case in cases()) {
        let (protocol, criteria, answers) = &case;
        let open = |severity| {
            let of_severity = criteria.iter().filter(|criterion| criterion.severity == severity);
            let is_closed = |criterion: &&criterion::Model| {
                let answer = answers.get(&criterion.code);
                answer == Some(&CriterionAnswer::Met) || answer == Some(&CriterionAnswer::NotApplicable)
            };
            i32::try_from(of_severity.filter(|criterion| !is_closed(criterion)).count()).unwrap()
        };
        let expected = open(CriterionSeverity::Mandatory) == 0
            && open(CriterionSeverity::Major) <= protocol.max_open_major
            && open(CriterionSeverity::Minor) <= protocol.max_open_minor;
        prop_assert_eq!(passes(&case), expected);
    }

    #[test]
    fn a_criterion_that_becomes_met_never_makes_a_workshop_fail(case in cases(), n in 0_usize..20) {
        let mut better = case.clone();
        better.2.insert(format!("C{n}"), CriterionAnswer::Met);
        prop_assert!(!passes(&case) || passes(&better));
    }

    #[test]
    fn a_stricter_rule_never_passes_more(case in cases()) {
        let mut stricter = case.clone();
        stricter.0.max_open_major = 0;
        stricter.0.max_open_minor = 0;
        prop_assert!(!passes(&stricter) || passes(&case));
    }

    #[test]
    fn an_open_mandatory_criterion_always_fails(case in cases()) {
        let mut worse = case;
        worse.1.push(criterion(99, CriterionSeverity::Mandatory));
        worse.2.insert("C99".to_owned(), CriterionAnswer::Partly);
        prop_assert!(!passes(&worse));
    }

    #[test]
    fn all_met_always_passes(case in cases()) {
        let mut met = case;
        met.2 = met.1.iter().map(|criterion| (criterion.code.clone(), CriterionAnswer::Met)).collect();
        prop_assert!(passes(&met));
    }

    #[test]
    fn answers_to_other_criteria_count_nothing(case in cases(), answer in answers()) {
        let mut more = case.clone();
        more.2.extend(answer.map(|answer| ("X".to_owned(), answer)));
        prop_assert_eq!(passes(&case), passes(&more));
    }
}
