//! The mails to an applicant about its application.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;

use super::mail_content::{MailContent, mail_content};
use crate::platform::locale::{Localizer, localize};

/// What became of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApplicationStep {
    /// It was received; the mail address is to be confirmed.
    Submitted,
    /// Staff look at it.
    InReview,
    /// Staff ask this.
    MoreAsked(String),
    /// It was refused for this reason.
    Refused(String),
    /// The applicant withdrew it.
    Withdrawn,
}

/// An application came into a state.
#[derive(Clone, Debug)]
pub struct ApplicationChangedMail {
    /// The name of the business.
    pub name: String,
    /// What became of it.
    pub step: ApplicationStep,
    /// The applicant's page, by a link that needs no session.
    pub page: String,
}

impl ApplicationChangedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let (page, name) = (&self.page, &self.name);
        let content = match &self.step {
            ApplicationStep::Submitted => mail_content!(texts, "application-submitted", page, name = name),
            ApplicationStep::InReview => mail_content!(texts, "application-in-review", page, name = name),
            ApplicationStep::MoreAsked(question) => {
                mail_content!(texts, "application-more-asked", page, name = name, question = question)
            }
            ApplicationStep::Refused(reason) => {
                mail_content!(texts, "application-refused", page, name = name, reason = reason)
            }
            ApplicationStep::Withdrawn => mail_content!(texts, "application-withdrawn", page, name = name),
        };
        MailContent { note: Some(localize!(texts, "application-link-note")), ..content }
    }
}

/// Until when the next delivery takes orders.
#[derive(Clone, Debug)]
pub struct OrderDeadline {
    /// The day of the delivery.
    pub delivery: NaiveDate,
    /// The cut-off.
    pub cut_off: DateTime<Tz>,
}

/// An approved application, with the way to the first order.
#[derive(Clone, Debug)]
pub struct FirstOrderMail {
    /// The name of the business.
    pub name: String,
    /// The next delivery; none where none takes orders now.
    pub deadline: Option<OrderDeadline>,
    /// Whether the person sets a password first.
    pub sets_password: bool,
    /// The link to set a password, or the page to order on, which needs a session.
    pub page: String,
}

impl FirstOrderMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let content = mail_content!(texts, "application-approved", &self.page, name = &self.name);
        let closing = match &self.deadline {
            Some(next) => {
                localize!(texts, "application-next-delivery", delivery = next.delivery, at = next.cut_off)
            }
            None => localize!(texts, "application-no-delivery"),
        };
        let note = self.sets_password.then(|| localize!(texts, "application-password-note"));
        MailContent { closing: Some(closing), note, ..content }
    }
}
