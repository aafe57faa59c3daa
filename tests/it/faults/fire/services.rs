//! Outside services that are cut off at any byte: refused, reset, silent, or their answer lost. What waited for them goes
//! out once they are back, and once.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use entities::values::{BankAccountKind, Role};
use minga::{
    members,
    platform::{app::App, http::etag::IfMatch, jobs, unit_of_work::Actor},
};
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

use super::{Counts, Part, setting};
use crate::{
    card_payments::CardSetup,
    faults::proxy::{Mode, Proxy},
    money::random::Random,
    support::{Kind, TestApp, market::Market, run},
};

/// How long requests may be refused after the connection to the database was cut.
const READY_AGAIN_WITHIN: Duration = Duration::from_secs(5);

/// How a connection is cut off, once so many bytes have passed in a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// Nothing is.
    Nothing,
    /// No connection is accepted.
    Refused,
    /// The request is cut, and the connection with it.
    Request(usize),
    /// The answer is cut, and the connection with it.
    Answer(usize),
    /// The answer stops, and the connection stays.
    Silent(usize),
}

/// Stands between a process and a service.
struct Cutter {
    address: String,
    cut: Arc<Mutex<Cut>>,
    /// Bytes of requests and of answers that passed since the last count.
    passed: Arc<[AtomicUsize; 2]>,
}

impl Cutter {
    async fn start(service: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (cut, passed) = (Arc::new(Mutex::new(Cut::Nothing)), Arc::new([const { AtomicUsize::new(0) }; 2]));
        let shared = (cut.clone(), passed.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let cut = *shared.0.lock().unwrap();
                if cut != Cut::Refused {
                    let service = TcpStream::connect(&service).await.unwrap();
                    tokio::spawn(forward(client, service, cut, shared.1.clone()));
                }
            }
        });
        Self { address, cut, passed }
    }

    fn set(&self, cut: Cut) {
        *self.cut.lock().unwrap() = cut;
    }

    fn take_passed(&self) -> [i64; 2] {
        [0, 1].map(|direction| i64::try_from(self.passed[direction].swap(0, Ordering::SeqCst)).unwrap())
    }
}

async fn forward(client: TcpStream, service: TcpStream, cut: Cut, passed: Arc<[AtomicUsize; 2]>) {
    let ((from_client, to_client), (from_service, to_service)) = (client.into_split(), service.into_split());
    let (requests, answers) = match cut {
        Cut::Request(bytes) => (bytes, usize::MAX),
        Cut::Answer(bytes) | Cut::Silent(bytes) => (usize::MAX, bytes),
        Cut::Nothing | Cut::Refused => (usize::MAX, usize::MAX),
    };
    tokio::select! {
        () = copy(from_client, to_service, requests, &passed[0]) => {}
        () = copy(from_service, to_client, answers, &passed[1]) => {
            if matches!(cut, Cut::Silent(_)) {
                std::future::pending::<()>().await;
            }
        }
    }
}

/// Copies at most so many bytes.
async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, bytes: usize, passed: &AtomicUsize) {
    let mut left = bytes;
    let mut buffer = [0; 1_024];
    while left > 0 {
        let size = left.min(buffer.len());
        let Ok(read @ 1..) = from.read(&mut buffer[..size]).await else { return };
        passed.fetch_add(read, Ordering::SeqCst);
        left -= read;
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}

/// A cut whose position depends on what passes when nothing is cut. Silence takes the deadlines of the caller, so it is
/// rare, and left to the runs at size.
fn choose(random: &mut Random, [requests, answers]: [i64; 2]) -> Cut {
    let mut below = |bytes: i64| usize::try_from(random.between(0, bytes.max(1) - 1)).unwrap();
    let (request, answer) = (below(requests), below(answers));
    match random.between(1, 100) {
        1..=10 => Cut::Refused,
        11..=50 => Cut::Request(request),
        51..=94 => Cut::Answer(answer),
        _ if setting("FIRE_MINUTES").is_some() => Cut::Silent(answer),
        _ => Cut::Answer(answer),
    }
}

fn count(counts: &mut Counts, cut: Cut) {
    let name = match cut {
        Cut::Nothing => "calls that were not cut",
        Cut::Refused => "refused connections",
        Cut::Request(_) => "cut requests",
        Cut::Answer(_) => "cut answers",
        Cut::Silent(_) => "silences",
    };
    *counts.entry(name).or_default() += 1;
}

/// Runs the jobs while the service is cut off, and in the minutes after it is back.
async fn run_jobs_through(app: &TestApp, node: &App, cutter: &Cutter, cut: Cut) {
    cutter.set(cut);
    jobs::run_due(node, "one").await.unwrap();
    cutter.set(Cut::Nothing);
    for _ in 0..3 {
        app.advance(TimeDelta::minutes(1));
        jobs::run_due(node, "one").await.unwrap();
    }
}

/// Messages by their ids, each with how often it was accepted.
type Mailbox = Arc<Mutex<BTreeMap<String, u64>>>;

/// A mail server that accepts every message.
async fn mail_server(mailbox: Mailbox) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(accept_mail(stream, mailbox.clone()));
        }
    });
    address
}

async fn accept_mail(stream: TcpStream, mailbox: Mailbox) -> std::io::Result<()> {
    let (from, mut to) = stream.into_split();
    let mut lines = BufReader::new(from).lines();
    to.write_all(b"220 mail.example\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        if line != "DATA" {
            to.write_all(if line == "QUIT" { b"221 bye\r\n" } else { b"250 ok\r\n" }).await?;
            continue;
        }
        to.write_all(b"354 go on\r\n").await?;
        let mut id = None;
        while let Some(line) = lines.next_line().await? {
            if line == "." {
                *mailbox.lock().unwrap().entry(id.expect("a message has an id")).or_default() += 1;
                to.write_all(b"250 queued\r\n").await?;
                break;
            }
            if let Some(value) = line.strip_prefix("Message-ID: ") {
                id = Some(value.to_owned());
            }
        }
    }
    Ok(())
}

/// Changes the bank account of a workshop, which is mailed to it.
async fn change_account(app: &TestApp, market: &Market, seed: u64) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let new = members::NewBankAccount {
        bank_code: "012".into(),
        account_kind: BankAccountKind::Sight,
        account_number: format!("1{seed:010}"),
        holder_name: "Taller".into(),
        holder_tax_id: "12.345.678-5".into(),
        email: None,
    };
    members::update_bank_account(&mut tx, market.ana.workshop, &IfMatch::any(), new).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn a_mail_goes_out_whatever_cuts_the_mail_server_off() {
    Part { name: "mail", kind: Kind::Sqlite, rounds: 12 }.run(|seeds, counts| {
        run(Kind::Sqlite, async |app: Arc<TestApp>| {
            let market = Market::open(&app).await;
            change_account(&app, &market, 0).await;
            let mailbox = Mailbox::default();
            let cutter = Cutter::start(mail_server(mailbox.clone()).await).await;
            let node = app.node_set(&[("SMTP_URL", &format!("smtp://{}", cutter.address))]).await;
            app.run_jobs().await;
            change_account(&app, &market, 1).await;
            run_jobs_through(&app, &node, &cutter, Cut::Nothing).await;
            let passed = cutter.take_passed();
            for seed in seeds {
                let cut = choose(&mut Random::new(*seed), passed);
                count(counts, cut);
                let before = mailbox.lock().unwrap().clone();
                change_account(&app, &market, seed + 2).await;
                run_jobs_through(&app, &node, &cutter, cut).await;
                let after = mailbox.lock().unwrap().clone();
                let new: Vec<_> = after.iter().filter(|(id, _)| !before.contains_key(*id)).collect();
                assert_eq!(new.len(), 1, "seed {seed}, {cut:?}: one message: {new:?}");
                // Whose answer was lost is sent again under the same id, by which the reader's program knows it.
                let at_most = if matches!(cut, Cut::Answer(_) | Cut::Silent(_)) { 2 } else { 1 };
                assert!(*new[0].1 <= at_most, "seed {seed}, {cut:?}: {new:?}");
                let admin = app.staff_client(Role::Admin).await;
                assert_eq!(admin.get("/staff/messages?state=queued").await.ok(), json!([]), "seed {seed}, {cut:?}");
            }
        });
    });
}

#[test]
fn a_card_payment_has_one_page_whatever_cuts_the_processor_off() {
    Part { name: "cards", kind: Kind::Sqlite, rounds: 12 }.run(|seeds, counts| {
        run(Kind::Sqlite, async |app: Arc<TestApp>| {
            let mut setup = CardSetup::open(&app).await;
            let address = setup.stripe.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
            let cutter = Cutter::start(address).await;
            let mut settings = setup.stripe.settings().to_vec();
            let url = format!("http://{}/", cutter.address);
            settings.retain(|(name, _)| *name != "STRIPE_URL");
            settings.push(("STRIPE_URL", &url));
            setup.node = app.node_set(&settings).await;
            setup.open_page().await;
            let passed = cutter.take_passed();
            for seed in seeds {
                setup.stripe.becomes("expired");
                setup.report("checkout.session.expired", &format!("evt_{seed}")).await;
                let cut = choose(&mut Random::new(*seed), passed);
                count(counts, cut);
                let before = setup.stripe.pages();
                setup.pay(&setup.market.lodge).await.ok();
                run_jobs_through(&app, &setup.node, &cutter, cut).await;
                assert_eq!(setup.stripe.pages() - before, 1, "seed {seed}, {cut:?}: one page");
                let card_payment = &setup.card_payments().await[0];
                assert!(card_payment["checkout_url"].is_string(), "seed {seed}, {cut:?}: {card_payment}");
            }
        });
    });
}

#[test]
fn a_request_is_stored_once_wherever_the_connection_to_postgres_is_cut() {
    Part { name: "connections", kind: Kind::Postgres, rounds: 12 }.run(|seeds, counts| {
        run(Kind::Postgres, async |app: Arc<TestApp>| {
            let staff = app.staff_client(Role::Staff).await;
            let (node, proxy) = Proxy::between(&app).await;
            let client = app.client_of_node(&node, &staff);
            let family = |seed: u64| json!({ "code": format!("F{seed}"), "name_es": "F", "name_en": "F" });
            client.put_without_if_match("/staff/families", family(0)).await.ok();
            proxy.take_passed();
            client
                .put_without_if_match("/staff/families", json!({ "code": "G", "name_es": "G", "name_en": "G" }))
                .await
                .ok();
            let passed = proxy.take_passed();
            for seed in seeds {
                let mut random = Random::new(*seed);
                let mut position = |bytes: usize| {
                    usize::try_from(random.between(0, i64::try_from(bytes.max(1)).unwrap() - 1)).unwrap()
                };
                let (request, answer) = (position(passed[0]), position(passed[1]));
                let (mode, what) = match random.percent(50) {
                    true => (Mode::CutRequestAfter(request), "cut requests"),
                    false => (Mode::CutAnswerAfter(answer), "cut answers"),
                };
                *counts.entry(what).or_default() += 1;
                proxy.set(mode);
                let answer = client.put_without_if_match("/staff/families", family(seed + 1)).await;
                proxy.set(Mode::Pass);
                let known = answer.status == 201 || answer.status == 200;
                assert!(known || answer.status == 503, "seed {seed}, {mode:?}: {}", answer.status);
                let families = staff.get("/public/families").await.ok();
                let code = format!("F{}", seed + 1);
                let stored = families.as_array().unwrap().iter().filter(|family| family["code"] == code).count();
                let told = answer.body["code"].as_str();
                match (known, told) {
                    (true, _) => assert_eq!(stored, 1, "seed {seed}, {mode:?}"),
                    (false, Some("outcome_unknown")) => *counts.entry("unknown outcomes").or_default() += 1,
                    (false, _) => assert_eq!(stored, 0, "seed {seed}, {mode:?}: {told:?}"),
                }
                let repeated = async {
                    loop {
                        let answer = client.put_without_if_match("/staff/families", family(seed + 1)).await;
                        if answer.status != 503 {
                            break answer.ok();
                        }
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                };
                let repeated = tokio::time::timeout(READY_AGAIN_WITHIN, repeated).await;
                assert!(repeated.is_ok(), "seed {seed}, {mode:?}: not ready again");
            }
        });
    });
}
