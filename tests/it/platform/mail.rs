//! Mail through a real server.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
};

use chrono::DateTime;
use minga::platform::mail::{Attachment, Mail, MailError, Mailer, SmtpMailer, fingerprint};
use url::Url;

use crate::support;

/// A mail server that keeps what it takes in a folder.
struct Server {
    child: Child,
    url: Url,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

const SERVER: &str = "
import sys, time
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

class Handler(Mailbox):
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('nobody@'):
            return '550 no such reader'
        if address.startswith('later@'):
            return '451 try again'
        envelope.rcpt_tos.append(address)
        return '250 OK'

controller = Controller(Handler(sys.argv[1]), hostname='127.0.0.1', port=int(sys.argv[2]))
controller.start()
print('ready', flush=True)
sys.stdin.read()
";

fn start(python: &Path, folder: &Path) -> Server {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut child = Command::new(python)
        .args(["-c", SERVER])
        .arg(folder)
        .arg(port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line.trim(), "ready", "the mail server did not start");
    Server { child, url: Url::parse(&format!("smtp://127.0.0.1:{port}")).unwrap() }
}

fn to(address: &str) -> Mail {
    Mail {
        key: format!("invoice_issued/{address}"),
        at: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
        name: "Doña Añañuca".to_owned(),
        address: address.to_owned(),
        subject: "Su factura N° 12".to_owned(),
        text: "Estimada:\nva su factura.\n.\nSaludos".to_owned(),
        html: Some("<p>Va su factura.</p>".to_owned()),
        attachments: vec![Attachment {
            name: "factura.pdf".to_owned(),
            media_type: "application/pdf",
            bytes: b"%PDF-1.7 \x00\xff".to_vec(),
        }],
    }
}

fn taken(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder.join("new")).into_iter().flatten().flatten();
    entries.map(|entry| String::from_utf8(std::fs::read(entry.path()).unwrap()).unwrap()).collect()
}

#[tokio::test]
async fn a_real_server_takes_a_message_and_its_refusals_are_told_apart() {
    let Some(python) = support::python() else {
        return support::skip("the mail server of tests/requirements.txt is not installed (scripts/install-python)");
    };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("mailbox");
    let server = start(&python, &folder);
    let mailer = SmtpMailer::new(&server.url, "minga.example".to_owned()).unwrap();

    mailer.send(to("ana@lodge.example")).await.unwrap();
    mailer.send(to("ana@lodge.example")).await.unwrap();
    let mails = taken(&folder);
    let id = format!("Message-ID: <{}@minga.example>", fingerprint("invoice_issued/ana@lodge.example"));
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().all(|mail| mail.contains(&id)), "a repetition carries the same id: {mails:?}");
    assert!(mails.iter().all(|mail| mail.contains("factura.pdf") && mail.contains("X-RcptTo: ana@lodge.example")));

    assert!(matches!(mailer.send(to("nobody@lodge.example")).await, Err(MailError::Refused(_))));
    assert!(matches!(mailer.send(to("later@lodge.example")).await, Err(MailError::Unavailable(_))));
    drop(server);
    assert!(matches!(mailer.send(to("ana@lodge.example")).await, Err(MailError::Unavailable(_))));
    assert_eq!(taken(&folder).len(), 2);
}
