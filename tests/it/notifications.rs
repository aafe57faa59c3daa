//! What people are told by mail: once per fact and reader, in the reader's language, whatever crashes between.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use entities::{
    notifications::message,
    platform::job,
    settlement::payout,
    values::{
        Amount, BankAccountKind, BankFileFormat, CycleId, DeliveryId, Language, MessageKind, OrganisationId, PersonId,
        Role,
    },
};
use minga::{
    allocation, certification, fulfilment,
    identity::{NewPerson, upsert_person},
    invoicing, members, notifications, payments,
    platform::{
        app::App,
        http::etag::IfMatch,
        jobs,
        mail::{FileMailer, Mail, MailError, Mailer, SmtpMailer, fingerprint},
        unit_of_work::{Actor, Job, UnitOfWork},
    },
    settlement,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use tokio::sync::Notify;
use url::Url;

use crate::support::{
    TestApp, both,
    market::{Maker, Market},
};

/// What the lodge orders.
pub const JARS: &[(&str, i64)] = &[("miel", 10), ("licor", 4)];

/// Somebody more of an organisation, who reads English.
pub async fn english(app: &TestApp, organisation_id: OrganisationId, email: &str, role: Role) -> PersonId {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let new = NewPerson {
        email: email.into(),
        name: "Emily <Ward>".into(),
        language: Language::En,
        organisation_id,
        role,
        password: None,
    };
    let person = upsert_person(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    person
}

async fn messages(app: &TestApp) -> Vec<message::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    message::Entity::find().order_by_asc(message::Column::Id).all(tx.db()).await.unwrap()
}

/// Subjects of what was sent of a kind, with its readers.
pub async fn messages_of(app: &TestApp, kind: MessageKind) -> Vec<(String, String)> {
    let of_kind = messages(app).await.into_iter().filter(|m| m.kind == kind);
    let mut sent: Vec<_> = of_kind.map(|m| (m.recipient, m.subject.expect("it was sent"))).collect();
    sent.sort();
    sent
}

/// The plain text of the mail to `reader` about `kind`, as its mail program shows it.
pub async fn text_of(app: &TestApp, kind: MessageKind, reader: &str) -> String {
    let found = messages(app).await.into_iter().find(|m| m.kind == kind && m.recipient == reader).expect("a message");
    let path = app.data().join("mail").join(format!("{}.eml", fingerprint(&found.key)));
    plain(&std::fs::read_to_string(path).unwrap())
}

/// The text part of a mail.
fn plain(mail: &str) -> String {
    let (_, part) = mail.split_once("Content-Type: text/plain").expect("a text part");
    let (head, body) = part.split_once("\r\n\r\n").unwrap();
    let body = body.split_once("\r\n--").unwrap().0;
    let bytes = if head.contains("base64") {
        STANDARD.decode(body.split_whitespace().collect::<String>()).unwrap()
    } else if head.contains("quoted-printable") {
        let body = body.replace("=\r\n", "").into_bytes();
        let mut bytes = Vec::new();
        let mut at = 0;
        while at < body.len() {
            if body[at] == b'=' {
                bytes.extend(hex::decode(&body[at + 1..at + 3]).unwrap());
                at += 3;
            } else {
                bytes.push(body[at]);
                at += 1;
            }
        }
        bytes
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

fn names(mail: &str, parts: &[&str]) {
    for part in parts {
        assert!(mail.contains(part), "{part} is not in:\n{mail}");
    }
}

async fn account(tx: &mut UnitOfWork, maker: &Maker, number: &str) {
    let new = members::NewBankAccount {
        bank_code: "12".into(),
        account_kind: BankAccountKind::Sight,
        account_number: number.into(),
        holder_name: "Ana".into(),
        holder_tax_id: "12.345.678-5".into(),
        email: None,
    };
    members::update_bank_account(tx, maker.workshop, &IfMatch::any(), new).await.unwrap();
}

/// Pays all that the lodge owes, states it to the workshops and pays them.
async fn settle(app: &TestApp, market: &Market) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let open = invoicing::list_open_invoices(&tx, market.lodge.id).await.unwrap();
    for invoice in open {
        let amount = invoice.total - invoice.paid;
        let new = payments::NewPayment {
            buyer_id: market.lodge.id,
            method: entities::values::PaymentMethod::Transfer,
            received_on: tx.today(),
            amount,
            note: None,
            allocations: vec![payments::InvoiceAllocation { invoice_id: invoice.id, amount }],
        };
        payments::record_payment(&mut tx, new).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    settlement::issue_statements(&mut tx).await.unwrap();
    let account = settlement::NewPayoutAccount {
        bank_code: "12".into(),
        account_number: "84300112233".into(),
        holder_name: "Cooperativa".into(),
        holder_tax_id: "12.345.678-5".into(),
    };
    settlement::upsert_payout_account(&mut tx, account).await.unwrap();
    let (one, other) = (market.finance.person, market.staff.person);
    let batch = settlement::create_payout_batch(&mut tx, one, BankFileFormat::Pain001).await.unwrap().batch.id;
    settlement::approve_payout_batch(&mut tx, other, batch).await.unwrap();
    settlement::export_payout_batch(&mut tx, batch).await.unwrap();
    let sent = payout::Entity::find().filter(payout::Column::BatchId.eq(batch)).all(tx.db()).await.unwrap();
    let rows = sent.into_iter().map(|p| payments::BankStatementRow {
        line: 0,
        bank_id: Some(p.id.to_string()),
        booked_on: tx.today(),
        amount: Amount(-p.amount.0),
        reference: payments::payout_reference(p.id),
        counterparty: None,
    });
    let rows = rows.collect();
    payments::import_bank_lines(&mut tx, rows).await.unwrap();
    tx.commit().await.unwrap();
}

both!(
    async fn a_week_is_told_to_whom_it_concerns_each_in_their_language(app: TestApp) {
        let market = Market::open(&app).await;
        english(&app, market.lodge.user.organisation, "emily@lodge.example", Role::Viewer).await;
        english(&app, market.ana.user.organisation, "emma@u01.example", Role::Staff).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        account(&mut tx, &market.ana, "00123456789").await;
        account(&mut tx, &market.beto, "00987654321").await;
        tx.commit().await.unwrap();
        market.delivered(&app, &[(&market.lodge, JARS)]).await;
        app.run_jobs().await;
        settle(&app, &market).await;
        app.run_jobs().await;

        let day = "viernes 13 de marzo de 2026";
        assert_eq!(
            messages_of(&app, MessageKind::QuotasPublished).await,
            [
                ("admin.u01@ejemplo.cl".into(), format!("Sus encargos para el {day}")),
                ("admin.u02@ejemplo.cl".into(), format!("Sus encargos para el {day}")),
                ("emma@u01.example".into(), "Your quotas for Friday 13 March 2026".into()),
            ]
        );
        let dispatched = messages_of(&app, MessageKind::DeliveryDispatched).await;
        assert_eq!(dispatched.len(), 2, "two people read for the lodge");
        let mail = text_of(&app, MessageKind::DeliveryDispatched, "admin.lodge@ejemplo.cl").await;
        names(
            &mail,
            &["Hola, admin de lodge:", "Ñam miel: 10 unidades", "Ñam licor: 4 unidades", "Cocina (Camino lodge 7)"],
        );
        let mail = text_of(&app, MessageKind::DeliveryDispatched, "emily@lodge.example").await;
        names(&mail, &["Hello Emily <Ward>,", "Yum miel: 10 units", "Kind regards,\nOrganización cooperativa"]);

        let invoiced = messages_of(&app, MessageKind::DocumentFiled).await;
        assert!(
            invoiced[0].1.starts_with("Factura F-1 por $") && invoiced[1].1.starts_with("Invoice F-1: $"),
            "{invoiced:?}"
        );
        let files = app.mails().into_iter().filter(|mail| mail.contains("filename=\"F-1.pdf\"")).count();
        assert_eq!(files, 2, "the PDF comes with both");

        let statements = messages_of(&app, MessageKind::StatementFiled).await;
        assert_eq!(statements.len(), 3, "{statements:?}");
        assert!(statements[0].1.starts_with("Liquidación N.º") && statements[2].1.starts_with("Statement no."));
        let paid = text_of(&app, MessageKind::PayoutConfirmed, "emma@u01.example").await;
        names(&paid, &["•••••••6789 at BancoEstado", "http://minga.example/taller/dinero"]);
        assert_eq!(messages_of(&app, MessageKind::BankAccountChanged).await.len(), 3);
        for kind in [MessageKind::ShortageRecorded, MessageKind::QuotasExpired, MessageKind::InvoiceOverdue] {
            assert_eq!(messages_of(&app, kind).await, [], "{kind:?} did not happen");
        }
        assert_eq!(app.mails().len(), messages(&app).await.len(), "one file for each message");
        app.assert_no_violations().await;
    }
);

both!(
    async fn an_invoice_that_passed_its_day_is_remembered(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, JARS)]).await;
        app.run_jobs().await;
        app.advance(TimeDelta::days(31));
        app.run_jobs().await;
        let mail = text_of(&app, MessageKind::InvoiceOverdue, "admin.lodge@ejemplo.cl").await;
        names(&mail, &["La factura F-1 venció el", "quedan por pagar $"]);
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        assert_eq!(messages_of(&app, MessageKind::InvoiceOverdue).await.len(), 1);
    }
);

/// A cycle whose quotas are with their workshops and wait.
pub async fn published(app: &TestApp, market: &Market) -> CycleId {
    let cycle = market.ordered(app, &[(&market.lodge, JARS)]).await;
    app.advance(TimeDelta::days(2));
    app.run_jobs().await;
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    allocation::publish_quotas(&mut tx, cycle).await.unwrap();
    tx.commit().await.unwrap();
    cycle
}

both!(
    async fn workshops_are_told_of_their_quotas_and_of_those_they_lose(app: TestApp) {
        let market = Market::open(&app).await;
        published(&app, &market).await;
        app.run_jobs().await;
        let mail = text_of(&app, MessageKind::QuotasPublished, "admin.u01@ejemplo.cl").await;
        names(&mail, &["A Taller U01 le corresponde hacer:", "a más tardar el", "unidades (", "· $"]);
        // The workshop may no longer make one product: what is open of it goes to the other.
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let held = entities::certification::certificate::Entity::find()
            .filter(entities::certification::certificate::Column::WorkshopId.eq(market.ana.workshop))
            .filter(entities::certification::certificate::Column::ProductId.eq(market.products["miel"]))
            .one(tx.db())
            .await
            .unwrap()
            .unwrap();
        certification::suspend(&mut tx, held.id, entities::values::SuspensionKind::Paperwork, "prueba").await.unwrap();
        tx.commit().await.unwrap();
        app.run_jobs().await;
        let mail = text_of(&app, MessageKind::QuotasWithdrawn, "admin.u01@ejemplo.cl").await;
        names(&mail, &["Tuvimos que retirar estos encargos", "Ñam miel"]);
        let again = messages_of(&app, MessageKind::QuotasPublished).await;
        assert_eq!(again.iter().filter(|(reader, _)| reader == "admin.u02@ejemplo.cl").count(), 2, "{again:?}");
        let second = messages(&app).await.into_iter().rfind(|m| m.kind == MessageKind::QuotasPublished).unwrap();
        let path = app.data().join("mail").join(format!("{}.eml", fingerprint(&second.key)));
        names(&plain(&std::fs::read_to_string(path).unwrap()), &["se la ofrecemos ahora a Taller U02"]);
        // Nobody answers.
        app.advance(TimeDelta::days(7));
        app.run_jobs().await;
        let late = messages_of(&app, MessageKind::QuotasExpired).await;
        assert!(late.iter().any(|(reader, _)| reader == "admin.u01@ejemplo.cl"), "{late:?}");
        assert!(late.iter().any(|(reader, _)| reader == "admin.u02@ejemplo.cl"), "{late:?}");
        let short = messages_of(&app, MessageKind::ShortageRecorded).await;
        assert!(!short.is_empty() && short.iter().all(|(reader, _)| reader == "admin.lodge@ejemplo.cl"), "{short:?}");
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_shortage_of_several_products_is_one_mail(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, JARS), (&market.shop, &[("miel", 1)])]).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        fulfilment::prepare_deliveries(&mut tx, cycle).await.unwrap();
        tx.commit().await.unwrap();
        app.run_jobs().await;
        let sent = messages_of(&app, MessageKind::ShortageRecorded).await;
        let readers: Vec<&str> = sent.iter().map(|(reader, _)| reader.as_str()).collect();
        assert_eq!(readers, ["admin.lodge@ejemplo.cl", "admin.tienda@ejemplo.cl"]);
        let mail = text_of(&app, MessageKind::ShortageRecorded, "admin.lodge@ejemplo.cl").await;
        names(
            &mail,
            &["Ñam miel: faltan 10 unidades de 10", "Ñam licor: faltan 4 unidades de 4", "no llegó a la cooperativa"],
        );
    }
);

both!(
    async fn a_date_that_could_not_be_ordered_is_told_and_a_pause_is_not(app: TestApp) {
        let market = crate::orders::market::Market::open(&app).await;
        market.cycle(&app, "2026-03-06", app.now() + TimeDelta::days(1)).await;
        let standing = async |name: &str, lines: &[(&str, i64)]| {
            let terms = json!({ "name": name, "delivery_point_id": market.lodge.point, "rule": "FREQ=WEEKLY;BYDAY=FR",
                "starts_on": "2026-03-02", "lines": market.lines(lines) });
            let made = market.lodge.client.post("/buyer/standing-orders", terms).await.ok();
            made["standing_order"]["id"].as_str().unwrap().to_owned()
        };
        standing("Entera", &[("TEA", 6)]).await;
        standing("Postre", &[("HONEY", 2)]).await;
        standing("Desayuno", &[("JAM", 50), ("HONEY", 3)]).await;
        let paused = standing("Vacaciones", &[("JAM", 1)]).await;
        let pause = json!({ "from_date": "2026-03-05", "until_date": "2026-03-08" });
        market.lodge.client.post(&format!("/buyer/standing-orders/{paused}/pauses"), pause).await.ok();
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        let sent = messages_of(&app, MessageKind::OccurrenceDecided).await;
        let subjects: Vec<&str> = sent.iter().map(|(_, subject)| subject.as_str()).collect();
        let day = "viernes 6 de marzo de 2026";
        assert_eq!(subjects, [format!("«Desayuno» va incompleto el {day}"), format!("«Postre» no va el {day}")]);
        let reduced = messages(&app).await.into_iter().find(|m| m.subject.as_deref() == Some(subjects[0])).unwrap();
        let path = app.data().join("mail").join(format!("{}.eml", fingerprint(&reduced.key)));
        names(&plain(&std::fs::read_to_string(path).unwrap()), &["0 unidades de 3: está fuera de cosecha"]);
    }
);

/// A delivery that is on its way, with what was told of it.
async fn on_its_way(app: &TestApp, market: &Market) -> DeliveryId {
    let cycle = market.received(app, &[(&market.lodge, JARS)]).await;
    app.run_jobs().await;
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    fulfilment::prepare_deliveries(&mut tx, cycle).await.unwrap();
    tx.commit().await.unwrap();
    // What else follows is done before: the mail alone is left.
    app.advance(TimeDelta::minutes(1));
    app.run_jobs().await;
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    fulfilment::dispatch_cycle(&mut tx, cycle).await.unwrap();
    tx.commit().await.unwrap();
    let tx = app.app.read(Actor::System).await.unwrap();
    entities::fulfilment::delivery::Entity::find().one(tx.db()).await.unwrap().unwrap().id
}

both!(
    async fn the_same_fact_twice_is_told_once(app: TestApp) {
        let market = Market::open(&app).await;
        let delivery = on_its_way(&app, &market).await;
        let tell = async |node: &App| {
            let mut tx = node.begin(Actor::Job).await.unwrap();
            for _ in 0..2 {
                notifications::notify_delivery_dispatched(&mut tx, delivery).await.unwrap();
            }
            tx.commit().await.unwrap();
        };
        tell(&app.app).await;
        app.run_jobs().await;
        let before = app.mails();
        tell(&app.other_node().await).await;
        app.run_jobs().await;
        assert_eq!(messages_of(&app, MessageKind::DeliveryDispatched).await.len(), 1);
        assert_eq!(app.mails(), before);
    }
);

both!(
    async fn what_did_not_happen_is_told_to_nobody(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.received(&app, &[(&market.lodge, JARS)]).await;
        app.run_jobs().await;
        let before = messages(&app).await.len();
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        fulfilment::prepare_deliveries(&mut tx, cycle).await.unwrap();
        fulfilment::dispatch_cycle(&mut tx, cycle).await.unwrap();
        tx.deliver_events().await.unwrap();
        drop(tx);
        assert_eq!((app.run_jobs().await, messages(&app).await.len()), (0, before));
    }
);

/// The job of the newest message.
async fn sending(app: &TestApp) -> job::Model {
    let tx = app.app.read(Actor::System).await.unwrap();
    let of_kind = job::Entity::find().filter(job::Column::Kind.eq(notifications::SendMessage::KIND));
    of_kind.order_by_desc(job::Column::Id).one(tx.db()).await.unwrap().unwrap()
}

/// When its worker dies while it mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dies {
    BeforeHandingOver,
    AfterHandingOver,
}

/// Hands mail to the files and takes its worker with it, once.
struct Mortal {
    files: FileMailer,
    dies: Dies,
    dead: AtomicBool,
    died: Notify,
    handed: Mutex<Vec<String>>,
}

impl Mortal {
    /// Stands still for ever, once: whoever waits for `died` takes the worker away.
    async fn may_die(&self, when: Dies) {
        if self.dies == when && !self.dead.swap(true, Ordering::SeqCst) {
            self.died.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

#[async_trait]
impl Mailer for Mortal {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        self.may_die(Dies::BeforeHandingOver).await;
        self.handed.lock().unwrap().push(fingerprint(&mail.key));
        self.files.send(mail).await?;
        self.may_die(Dies::AfterHandingOver).await;
        Ok(())
    }
}

async fn killed(app: &TestApp, dies: Dies) {
    let market = Market::open(app).await;
    on_its_way(app, &market).await;
    let files = FileMailer { folder: app.data().join("mail"), host: "minga.example".into() };
    let mailer =
        Arc::new(Mortal { files, dies, dead: AtomicBool::new(false), died: Notify::new(), handed: Mutex::default() });
    let before = app.mails().len();
    let node = app.node_mailing(mailer.clone()).await;
    let dying = tokio::spawn(async move { jobs::run_due(&node, "mortal").await });
    mailer.died.notified().await;
    dying.abort();
    drop(dying.await);
    let queued: Vec<_> = messages(app).await.into_iter().filter(|m| m.sent_at.is_none()).collect();
    assert!(matches!(queued.as_slice(), [one] if one.kind == MessageKind::DeliveryDispatched), "{queued:?}");
    assert_eq!(app.mails().len() - before, usize::from(dies == Dies::AfterHandingOver));

    // Another process takes over when the lease of the dead one is over.
    let next = app.node_mailing(mailer.clone()).await;
    assert_eq!(jobs::run_due(&next, "next").await.unwrap(), 0, "the dead worker's lease still runs");
    app.advance(TimeDelta::minutes(3));
    assert_eq!(jobs::run_due(&next, "next").await.unwrap(), 1);
    assert_eq!(jobs::run_due(&next, "next").await.unwrap(), 0);
    assert_eq!(app.mails().len() - before, 1, "one file, {dies:?}");
    let mut handed = mailer.handed.lock().unwrap().clone();
    assert_eq!(handed.len(), if dies == Dies::AfterHandingOver { 2 } else { 1 });
    handed.dedup();
    assert_eq!(handed, [fingerprint(&queued[0].key)], "the same id each time");
    assert_eq!(messages_of(app, MessageKind::DeliveryDispatched).await.len(), 1);
    app.assert_no_violations().await;
}

both!(
    async fn a_kill_between_the_commit_and_the_mail_loses_nothing(app: TestApp) {
        killed(&app, Dies::BeforeHandingOver).await;
    }
);

both!(
    async fn a_kill_between_the_mail_and_its_record_shows_the_reader_one(app: TestApp) {
        killed(&app, Dies::AfterHandingOver).await;
    }
);

both!(
    async fn messages_wait_as_long_as_the_mail_server_is_away_and_then_go_out_by_themselves(app: TestApp) {
        let market = Market::open(&app).await;
        on_its_way(&app, &market).await;
        // A port that nobody listens on.
        let url = Url::parse("smtp://127.0.0.1:9").unwrap();
        let away = Arc::new(SmtpMailer::new(&url, "minga.example".into()).unwrap());
        let node = app.node_mailing(away).await;
        let admin = app.staff(Role::Admin).await;
        let lane = jobs::lanes(&node).find(|lane| lane.name == "mail").unwrap();
        for _ in 0..50 {
            assert_eq!(jobs::run_due_in(&node, "one", lane).await.unwrap(), 1, "one call asks whether it is back");
            assert_eq!(jobs::run_due_in(&node, "one", lane).await.unwrap(), 0, "then all messages wait");
            app.advance(TimeDelta::hours(2));
        }
        assert_eq!(app.get(&admin, "/staff/jobs?stage=dead").await.ok(), json!([]));
        let job = sending(&app).await;
        assert_eq!(job.attempts, 0, "waiting is no attempt");
        names(job.last_error.as_deref().unwrap(), &["503 unavailable: Connection error"]);
        let queued = app.get(&admin, "/staff/messages?state=queued").await.ok();
        assert_eq!((queued[0]["kind"].as_str(), queued.as_array().unwrap().len()), (Some("delivery_dispatched"), 1));

        app.run_jobs().await;
        let sent = app.get(&admin, "/staff/messages?state=sent&limit=1").await.ok();
        assert_eq!(sent[0]["subject"], messages_of(&app, MessageKind::DeliveryDispatched).await[0].1);
        assert_eq!(app.get(&admin, "/staff/messages?state=queued").await.ok(), json!([]));
    }
);

/// Refuses everything for good.
struct Refusing;

#[async_trait]
impl Mailer for Refusing {
    async fn send(&self, _: Mail) -> Result<(), MailError> {
        Err(MailError::Refused("550 no such reader".into()))
    }
}

both!(
    async fn an_address_that_is_refused_for_good_is_seen_and_not_tried_again(app: TestApp) {
        let market = Market::open(&app).await;
        on_its_way(&app, &market).await;
        let node = app.node_mailing(Arc::new(Refusing)).await;
        assert_eq!(jobs::run_due(&node, "one").await.unwrap(), 1);
        app.advance(TimeDelta::hours(2));
        app.run_jobs().await;
        let job = sending(&app).await;
        assert_eq!((job.attempts, job.done_at.is_some()), (1, true));
        let refused = app.get(&market.staff, "/staff/messages?state=refused").await.ok();
        assert_eq!(refused[0]["recipient"], "admin.lodge@ejemplo.cl");
        names(refused[0]["refusal"].as_str().unwrap(), &["550 no such reader"]);
        app.assert_no_violations().await;
    }
);
