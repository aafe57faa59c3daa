//! Documents that the file store has lost.

use entities::values::Role;
use minga::audit;

use crate::support::{TestApp, both, market::Market};

both!(
    async fn a_lost_document_is_noticed_and_made_again(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 10)])]).await;
        app.run_jobs().await;
        let staff = app.staff(Role::Finance).await;
        let invoices = app.get(&staff, "/staff/invoices").await.ok();
        let path = format!("/api/v1/staff/invoices/{}/pdf", invoices[0]["id"].as_str().unwrap());
        let read = async || {
            let response = app.client().get(&path).header("authorization", &staff.bearer).send().await.0;
            assert_eq!(response.status().as_u16(), 200);
            response.into_body().into_vec().await.unwrap()
        };
        let before = read().await;
        let folder = app.data().join("files/invoices");
        let lost = std::fs::read_dir(&folder).unwrap().flatten().next().unwrap();
        std::fs::remove_file(lost.path()).unwrap();
        let missing = audit::find_violations(&app.app).await.unwrap();
        let missing: Vec<_> = missing.iter().filter(|violation| violation.invariant == "I19").collect();
        let name = lost.file_name().into_string().unwrap();
        assert!(matches!(missing.as_slice(), [one] if one.subjects == [format!("invoices/{name}")]), "{missing:?}");
        assert!(before == read().await, "the same bytes");
        app.assert_no_violations().await;
    }
);
