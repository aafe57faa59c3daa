//! Who may call what: every operation of the API is called by every kind of caller, and accepts those that its line in
//! `openapi/endpoints.txt` names, and no others. An operation without a caller of its own fails here.

use entities::values::{OrganisationKind, Role};
use poem::http::Method;

use crate::support::{TestApp, both};

/// The callers in `endpoints.txt` that each kind of caller satisfies.
const SATISFIES: [(Who, &[&str]); 8] = [
    (Who::Nobody, &["anyone"]),
    (Who::Of(OrganisationKind::Buyer, Role::Staff), &["anyone", "person", "buyer"]),
    (Who::Of(OrganisationKind::Producer, Role::Staff), &["anyone", "person", "producer"]),
    (Who::Of(OrganisationKind::Cooperative, Role::Viewer), &["anyone", "person", "staff:viewer"]),
    (Who::Of(OrganisationKind::Cooperative, Role::Staff), &["anyone", "person", "staff:viewer", "staff"]),
    (Who::Of(OrganisationKind::Cooperative, Role::Quality), &["anyone", "person", "staff:viewer", "staff:quality"]),
    (Who::Of(OrganisationKind::Cooperative, Role::Finance), &["anyone", "person", "staff:viewer", "staff:finance"]),
    (
        Who::Of(OrganisationKind::Cooperative, Role::Admin),
        &["anyone", "person", "staff:viewer", "staff", "staff:quality", "staff:finance", "staff:admin"],
    ),
];

#[derive(Clone, Copy, Debug)]
enum Who {
    Nobody,
    Of(OrganisationKind, Role),
}

/// One line of `endpoints.txt`.
pub struct Endpoint {
    pub caller: &'static str,
    pub method: Method,
    pub path: String,
    pub id: &'static str,
}

/// Every operation, called with an id that nothing has.
pub fn endpoints() -> Vec<Endpoint> {
    let text = include_str!("../../openapi/endpoints.txt");
    let line = |line: &'static str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [caller, method, path, id] = words[..] else { panic!("not four words: {line}") };
        // An id that nothing has, so that a permitted caller gets 404.
        let part = |part: &str| if part.starts_with('{') { ABSENT.to_owned() } else { part.to_owned() };
        let path: Vec<String> = path.split('/').map(part).collect();
        Endpoint { caller, method: method.parse().unwrap(), path: path.join("/"), id }
    };
    text.lines().map(line).collect()
}

const ABSENT: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

both!(
    async fn every_operation_accepts_the_callers_that_it_names(app: TestApp) {
        let client = app.client();
        let mut wrong = Vec::new();
        for (who, satisfied) in SATISFIES {
            let user = match who {
                Who::Nobody => None,
                Who::Of(kind, role) => Some(app.user(kind, kind.word(), role).await),
            };
            let mut bearer = user.as_ref().map(|user| user.bearer.clone());
            for endpoint in endpoints() {
                let mut request =
                    client.request(endpoint.method.clone(), &endpoint.path).content_type("application/json").body("{}");
                if let Some(bearer) = &bearer {
                    request = request.header("authorization", bearer);
                }
                let status = request.send().await.0.status().as_u16();
                let expected = match (satisfied.contains(&endpoint.caller), &bearer) {
                    // A session is neither a link of a mail nor a signature of the card processor.
                    _ if ["quota-link", "application-link", "card-processor"].contains(&endpoint.caller) => {
                        status == 401
                    }
                    (true, _) => !matches!(status, 401 | 403),
                    (false, None) => status == 401,
                    (false, Some(_)) => status == 403,
                };
                if !expected || status >= 500 {
                    wrong.push(format!("{who:?}: {} ({}) answered {status}", endpoint.id, endpoint.caller));
                }
                if endpoint.id == "sign_out"
                    && let Some(user) = &user
                {
                    bearer = Some(app.sign_in(user.person).await);
                }
            }
        }
        assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
);

both!(
    async fn a_viewer_changes_nothing(app: TestApp) {
        let client = app.client();
        for (kind, caller) in [(OrganisationKind::Buyer, "buyer"), (OrganisationKind::Producer, "producer")] {
            let viewer = app.user(kind, kind.word(), Role::Viewer).await;
            for endpoint in endpoints().into_iter().filter(|endpoint| endpoint.caller == caller) {
                let request =
                    client.request(endpoint.method.clone(), &endpoint.path).content_type("application/json").body("{}");
                let status = request.header("authorization", &viewer.bearer).send().await.0.status().as_u16();
                let looks = endpoint.method == Method::GET;
                assert_eq!(status == 403, !looks, "{} answered {status}", endpoint.id);
            }
        }
    }
);
