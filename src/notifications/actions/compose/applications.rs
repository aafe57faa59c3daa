//! Mails to applicants about their applications.

use entities::{
    buyers::application,
    cycles::cycle,
    values::{ApplicationId, ApplicationState, BuyerId},
};

use super::composed_mail::ComposedMail;
use crate::{
    buyers, cycles,
    notifications::rules::{ApplicationChangedMail, ApplicationStep, FirstOrderMail, OrderDeadline},
    platform::{http::problem::Result, locale::Localizer, unit_of_work::UnitOfWork},
};

/// The mail about an application that came into a state.
pub async fn application_changed(
    tx: &UnitOfWork,
    texts: Localizer,
    id: ApplicationId,
    state: ApplicationState,
    link: Option<String>,
) -> Result<ComposedMail> {
    let application = buyers::get_application(tx, id).await?;
    let question = buyers::find_last_question(tx, id).await?;
    let mail = ApplicationChangedMail {
        step: step(&application, state, question),
        page: link.unwrap_or_else(|| tx.app().config.link("/")),
        name: application.name,
    };
    Ok(mail.content(texts).into())
}

fn step(application: &application::Model, state: ApplicationState, question: Option<String>) -> ApplicationStep {
    match state {
        ApplicationState::Submitted => ApplicationStep::Submitted,
        ApplicationState::InReview | ApplicationState::Approved => ApplicationStep::InReview,
        ApplicationState::MoreAsked => ApplicationStep::MoreAsked(question.unwrap_or_default()),
        ApplicationState::Refused => ApplicationStep::Refused(application.reason.clone().unwrap_or_default()),
        ApplicationState::Withdrawn => ApplicationStep::Withdrawn,
    }
}

/// The mail about an approved application, which leads to the first order.
pub async fn application_approved(
    tx: &UnitOfWork,
    texts: Localizer,
    id: ApplicationId,
    buyer: BuyerId,
    link: Option<String>,
) -> Result<ComposedMail> {
    let application = buyers::get_application(tx, id).await?;
    let cycle = find_next_cycle(tx, buyer).await?;
    let config = &tx.app().config;
    let mail = FirstOrderMail {
        name: application.name,
        deadline: cycle.as_ref().map(|cycle| OrderDeadline {
            delivery: cycle.delivery_date,
            cut_off: cycle.cut_off_at.with_timezone(&tx.zone()),
        }),
        sets_password: link.is_some(),
        page: link.unwrap_or_else(|| config.link(&format!("/ingresar?volver={}", order_page(cycle.as_ref())))),
    };
    Ok(mail.content(texts).into())
}

/// The next cycle of the buyer's zone that takes orders.
pub async fn find_next_cycle(tx: &UnitOfWork, buyer: BuyerId) -> Result<Option<cycle::Model>> {
    let zone = buyers::get_buyer(tx, buyer).await?.zone_id;
    let open = cycles::list_open_cycles(tx, Some(zone)).await?;
    Ok(open.into_iter().map(|open| open.cycle).min_by_key(|cycle| cycle.cut_off_at))
}

/// The page on which a buyer orders in a cycle; its calendar where none takes orders.
pub fn order_page(cycle: Option<&cycle::Model>) -> String {
    cycle.map_or_else(|| "/compras".to_owned(), |cycle| format!("/compras/entregas/{}", cycle.id))
}
