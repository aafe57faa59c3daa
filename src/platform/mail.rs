//! Sends mail. An installation without a mail server writes `.eml` files to its data folder; one with `SMTP_URL` sends
//! by SMTP. The Message-ID is derived from the event, so a repeated message can be recognised.

use std::{path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Attachment as Part, Body, Mailbox, MultiPart, SinglePart, header::ContentType},
};
use sha2::{Digest, Sha256};
use url::Url;

use super::{config::Config, files::write_whole};

/// A message to one person.
pub struct Mail {
    /// The key of the event in the outbox. The Message-ID depends on nothing else.
    pub key: String,
    /// When the event happened; the date of the message.
    pub at: DateTime<Utc>,
    /// The reader's name; may be empty.
    pub name: String,
    /// The reader's address.
    pub address: String,
    /// Subject; a line break in it becomes a space.
    pub subject: String,
    /// The message as plain text.
    pub text: String,
    /// The same message as HTML.
    pub html: Option<String>,
    /// Attached files.
    pub attachments: Vec<Attachment>,
}

/// An attached file.
pub struct Attachment {
    /// File name as the reader sees it.
    pub name: String,
    /// Such as `application/pdf`.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It cannot be sent: the message is invalid, or the server refused it permanently.
    #[error("the message cannot be sent: {0}")]
    Refused(String),
    /// The server does not take this message now, such as one to a full mailbox.
    #[error("the mail server did not take the message: {0}")]
    Deferred(String),
    /// The server cannot be reached, does not answer, or takes no message.
    #[error("the mail server is absent: {0}")]
    Unavailable(String),
}

/// Sends messages. Repeating a message is harmless: the reader gets it once, or twice with the same Message-ID.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Passes `mail` on. When it returns, the message is no longer lost if this process ends.
    async fn send(&self, mail: Mail) -> Result<(), MailError>;
}

/// The mailer that the settings choose.
pub fn mailer(config: &Config) -> Result<Arc<dyn Mailer>, MailError> {
    let host = config.public_url.domain().unwrap_or("minga.localhost").to_owned();
    match &config.smtp_url {
        None => Ok(Arc::new(FileMailer { folder: config.data.join("mail"), host })),
        Some(url) => Ok(Arc::new(SmtpMailer::new(url, host)?)),
    }
}

/// Writes each message as an `.eml` file named by its id, so that a repetition replaces it with the same content.
pub struct FileMailer {
    /// The folder of the files; created when needed.
    pub folder: PathBuf,
    /// The installation's host name, for the sender and the ids.
    pub host: String,
}

#[async_trait]
impl Mailer for FileMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let path = self.folder.join(format!("{}.eml", fingerprint(&mail.key)));
        let bytes = compose(mail, &self.host)?.formatted();
        write_whole(path, bytes).await.map_err(|e| MailError::Unavailable(e.to_string()))
    }
}

/// Sends by SMTP.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    host: String,
}

/// Deadline of each step of sending, and of the whole of it: name, connection, TLS and every reply.
const STEP_TIMEOUT: Duration = Duration::from_secs(10);
const SEND_TIMEOUT: Duration = Duration::from_secs(25);

impl SmtpMailer {
    /// A mailer for the server at `url`. `smtp://` to another machine requires STARTTLS unless the URL has
    /// `?tls=opportunistic`, so that a password is never sent unencrypted.
    pub fn new(url: &Url, host: String) -> Result<Self, MailError> {
        let mut url = url.clone();
        let says_how = url.query_pairs().any(|(name, _)| name == "tls");
        if url.scheme() == "smtp" && !says_how && !is_this_machine(&url) {
            url.query_pairs_mut().append_pair("tls", "required");
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())
            .map_err(|e| MailError::Refused(format!("SMTP_URL cannot be used: {e}")))?;
        Ok(Self { transport: builder.timeout(Some(STEP_TIMEOUT)).build(), host })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let message = compose(mail, &self.host)?;
        let Ok(sent) = tokio::time::timeout(SEND_TIMEOUT, self.transport.send(message)).await else {
            return Err(MailError::Unavailable(format!("no answer within {SEND_TIMEOUT:?}")));
        };
        match sent {
            Ok(_) => Ok(()),
            Err(e) if e.status().is_some_and(|code| defers_the_message(code.into())) => {
                Err(MailError::Deferred(e.to_string()))
            }
            Err(e) if e.status().is_some_and(|code| refuses_the_message(code.into())) => {
                Err(MailError::Refused(e.to_string()))
            }
            Err(e) => Err(MailError::Unavailable(e.to_string())),
        }
    }
}

/// Whether the server's reply code (RFC 5321) refuses this message permanently, such as an unknown mailbox. A refused
/// password concerns the installation, not the message: it is retried until that is corrected.
fn refuses_the_message(code: u16) -> bool {
    matches!(code, 501 | 513 | 550..=556)
}

/// Whether the server's reply code concerns this message only, for now: its mailbox is busy or full.
fn defers_the_message(code: u16) -> bool {
    matches!(code, 450 | 452)
}

fn is_this_machine(url: &Url) -> bool {
    match url.host_str() {
        Some(host) => host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(is_loopback),
        None => false,
    }
}

fn is_loopback(address: std::net::IpAddr) -> bool {
    address.is_loopback()
}

/// The part of a message's id that follows from its key.
pub fn fingerprint(key: &str) -> String {
    let digest = hex::encode(Sha256::digest(key.as_bytes()));
    digest.chars().take(32).collect()
}

fn compose(mail: Mail, host: &str) -> Result<Message, MailError> {
    let refused = |e: &dyn std::fmt::Display| MailError::Refused(e.to_string());
    let mark = fingerprint(&mail.key);
    let sender = format!("no-reply@{host}").parse().map_err(|e| refused(&e))?;
    let reader = mail.address.parse().map_err(|e| refused(&e))?;
    let name = Some(one_line(&mail.name)).filter(|name| !name.is_empty());
    let builder = Message::builder()
        .message_id(Some(format!("<{mark}@{host}>")))
        .date(mail.at.into())
        .from(Mailbox::new(Some("Minga".to_owned()), sender))
        .to(Mailbox::new(name, reader))
        .subject(one_line(&mail.subject));
    let text = SinglePart::plain(mail.text);
    let body = match mail.html {
        None => MultiPart::mixed().boundary(format!("m{mark}")).singlepart(text),
        Some(html) => {
            let both = MultiPart::alternative().boundary(format!("a{mark}"));
            let both = both.singlepart(text).singlepart(SinglePart::html(html));
            MultiPart::mixed().boundary(format!("m{mark}")).multipart(both)
        }
    };
    let body = mail.attachments.into_iter().try_fold(body, |body, file| {
        let kind = ContentType::parse(file.media_type).map_err(|e| refused(&e))?;
        Ok::<_, MailError>(body.singlepart(Part::new(one_line(&file.name)).body(Body::new(file.bytes), kind)))
    })?;
    builder.multipart(body).map_err(|e| refused(&e))
}

/// `text` without line breaks and other control characters, for a header.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        Mail {
            key: "invoice_issued/42".into(),
            at: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
            name: "Añañuca".into(),
            address: "ana@lodge.example".into(),
            subject: "Su factura".into(),
            text: "Hola:\nsu factura.".into(),
            html: Some("<p>Hola</p>".into()),
            attachments: vec![Attachment {
                name: "factura.pdf".into(),
                media_type: "application/pdf",
                bytes: b"%PDF".to_vec(),
            }],
        }
    }

    #[tokio::test]
    async fn a_repetition_is_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let mailer = FileMailer { folder: folder.path().join("mail"), host: "minga.example".into() };
        mailer.send(mail()).await.unwrap();
        let path = mailer.folder.join(format!("{}.eml", fingerprint("invoice_issued/42")));
        let first = std::fs::read(&path).unwrap();
        mailer.send(mail()).await.unwrap();
        assert_eq!(first, std::fs::read(&path).unwrap());
        assert_eq!(std::fs::read_dir(&mailer.folder).unwrap().count(), 1);
        let text = String::from_utf8(first).unwrap();
        for part in ["Message-ID: <", "multipart/alternative", "text/html", "filename=\"factura.pdf\"", "Su factura"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn a_line_break_does_not_add_a_header() {
        let injection = "Hola\r\nBcc: thief@evil.example\r\n\r\nbody";
        let mut sly = mail();
        sly.subject = injection.into();
        sly.name = injection.into();
        sly.attachments.iter_mut().for_each(|a| a.name = injection.into());
        let text = String::from_utf8(compose(sly, "minga.example").unwrap().formatted()).unwrap();
        assert!(!text.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{text}");
        let mut wrong = mail();
        wrong.address = "a@b.example\r\nBcc: thief@evil.example".into();
        assert!(matches!(compose(wrong, "minga.example"), Err(MailError::Refused(_))));
    }

    #[test]
    fn only_errors_of_the_message_itself_are_permanent() {
        assert!([501, 513, 550, 552, 553, 554, 556].into_iter().all(refuses_the_message));
        assert!([421, 450, 451, 452, 500, 502, 530, 534, 535, 538].into_iter().all(|code| !refuses_the_message(code)));
    }

    #[test]
    fn a_password_is_not_sent_unencrypted() {
        for (url, uri) in [("smtp://localhost:25", true), ("smtp://127.0.0.1", true), ("smtp://[::1]:25", true)] {
            assert_eq!(is_this_machine(&Url::parse(url).unwrap()), uri, "{url}");
        }
        assert!(!is_this_machine(&Url::parse("smtp://mail.example").unwrap()));
        assert!(!is_this_machine(&Url::parse("smtp://localhost.evil.example").unwrap()));
    }
}
