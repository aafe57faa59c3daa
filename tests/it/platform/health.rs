//! What a load balancer asks.

use crate::support::{TestApp, both};

both!(
    async fn a_process_that_reaches_its_database_is_ready(app: TestApp) {
        for path in ["/health", "/health/ready"] {
            app.client().get(path).send().await.assert_status_is_ok();
        }
    }
);
