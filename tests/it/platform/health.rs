//! What a load balancer asks.

use poem::http::Method;

use crate::support::{TestApp, api_client::ApiResponse, both};

both!(
    async fn a_process_that_reaches_its_database_is_ready(app: TestApp) {
        for path in ["/health", "/health/ready"] {
            app.client().get(path).send().await.assert_status_is_ok();
        }
    }
);

both!(
    async fn the_public_address_has_no_metrics(app: TestApp) {
        let client = app.client();
        for method in [Method::GET, Method::POST] {
            let response = ApiResponse::receive(client.request(method, "/metrics")).await;
            response.assert_refusal(404, "not_found");
        }
    }
);
