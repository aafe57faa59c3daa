//! Applications that wait for the cooperative at the end of the season: one that nobody has looked at, one that waits for
//! the applicant's answer, and one of a company that buys already.

use chrono::{DateTime, TimeDelta, Utc};
use entities::{
    buyers::application,
    values::{Language, SegmentId},
};

use super::cooperative::buyer_tax_id;
use minga::{
    buyers::{self, DeliveryPlace, NewApplication},
    platform::{
        app::App,
        clock::MovableClock,
        http::problem::Result,
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// Position in `BUYERS` of the company that applies for a second place.
const SECOND_PLACE_OF: usize = 5;

/// An application of the demo.
struct DemoApplication {
    name: &'static str,
    segment: &'static str,
    tax_id: String,
    comuna: &'static str,
    contact: &'static str,
    email: &'static str,
    language: Language,
    expected: &'static str,
    /// What staff asked.
    question: Option<&'static str>,
    /// Days since it was sent.
    age: i64,
}

/// Creates the applications, and sets the clock to `now` again.
pub async fn create(app: &App, clock: &MovableClock, now: DateTime<Utc>) -> Result<()> {
    for demo in applications() {
        let sent_at = now - TimeDelta::days(demo.age);
        clock.set(sent_at);
        let mut tx = app.begin(Actor::Applicant).await?;
        let application = submit(&mut tx, &demo).await?;
        buyers::confirm_application(&mut tx, application.id).await?;
        tx.commit().await?;
        if let Some(question) = demo.question {
            clock.set(sent_at + TimeDelta::hours(20));
            let mut tx = app.begin(Actor::System).await?;
            buyers::request_more(&mut tx, application.id, question.to_owned()).await?;
            tx.commit().await?;
        }
    }
    clock.set(now);
    Ok(())
}

fn applications() -> [DemoApplication; 3] {
    [
        DemoApplication {
            name: "Hostal Lago General",
            segment: "lodge",
            tax_id: "AR 30-71234567-1".to_owned(),
            comuna: "Chile Chico",
            contact: "Marina Sosa",
            email: "hostal@demo.example",
            language: Language::Es,
            expected: "Mermeladas y miel para el desayuno, cada dos semanas de octubre a abril",
            question: Some("¿Nos envía la patente comercial? La foto que llegó no se alcanza a leer."),
            age: 4,
        },
        DemoApplication {
            name: "Cabañas del Baker, Tortel",
            segment: "lodge",
            tax_id: buyer_tax_id(SECOND_PLACE_OF).unwrap_or_default(),
            comuna: "Tortel",
            contact: "Elena Vidal",
            email: "tortel@demo.example",
            language: Language::Es,
            expected: "Lo mismo que pedimos en Cochrane, una vez al mes",
            question: None,
            age: 2,
        },
        DemoApplication {
            name: "Southern Pantry",
            segment: "shop",
            tax_id: "76.543.210-3".to_owned(),
            comuna: "Puerto Varas",
            contact: "Emily Ward",
            email: "pantry@demo.example",
            language: Language::En,
            expected: "Twelve cases of jam and honey a month, all year",
            question: None,
            age: 1,
        },
    ]
}

async fn submit(tx: &mut UnitOfWork, demo: &DemoApplication) -> Result<application::Model> {
    let segments = buyers::list_segments(tx).await?;
    let segment: Option<SegmentId> = segments.iter().find(|row| row.code == demo.segment).map(|row| row.id);
    let new = NewApplication {
        language: demo.language,
        segment_id: segment.ok_or_else(|| anyhow::anyhow!("the demo has no segment {}", demo.segment))?,
        name: demo.name.to_owned(),
        legal_name: format!("{} SpA (ficticia)", demo.name),
        tax_id: demo.tax_id.clone(),
        activity: "Alojamiento y alimentos".to_owned(),
        address: "Camino Principal 12".to_owned(),
        comuna: demo.comuna.to_owned(),
        contact_name: demo.contact.to_owned(),
        email: demo.email.to_owned(),
        phone: None,
        delivery: DeliveryPlace {
            address: "Camino Principal 12".to_owned(),
            comuna: demo.comuna.to_owned(),
            hours: "de lunes a viernes, de 9 a 13 horas".to_owned(),
        },
        expected_purchases: Some(demo.expected.to_owned()),
        referral: Some("En la feria de Coyhaique".to_owned()),
    };
    buyers::submit_application(tx, new, None).await
}
