//! `workshops.csv`: workshops, each with the share and the sanitary authorisation that it joined with, and the
//! account that its payouts go to. Later ones are in `shares.csv` and `authorisations.csv`.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    members::{bank_account, sanitary_authorisation, share, workshop},
    values::{BankAccountKind, DecisionId, OrganisationId, TaxStatus, WorkshopId},
};

use crate::{
    import_export::{
        actions::{
            exporter::{Exporter, date, optional_date, optional_percent, optional_text, text},
            files::{authorisations, shares},
            importer::{AccountChange, ImportFile, Importer},
        },
        errors::ImportError,
        rules::{code_index::CodeState, file_kind::FileKind, import_row::ImportRow},
        store,
    },
    members::{self, NewAuthorisation, NewBankAccount, NewWorkshop, WorkshopTerms},
    platform::{
        csv::{Column, CsvError, has_lost_zeros, optional, required},
        http::{
            api_error::ApiError,
            dates::MembershipDate,
            etag::IfMatch,
            limits::{LINE, NAME, STORY},
            problem::Result,
        },
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("code", "Stable code."),
    required("organisation", "Code of the organisation it belongs to, of kind `producer`."),
    required("name", "What people call it."),
    optional("comuna_code", "CUT code of its comuna, five digits."),
    optional("comuna", "Name of its comuna."),
    optional("story_es", "Its story in Spanish."),
    optional("story_en", "Its story in English."),
    optional("tax_status", "`issues_documents`, `exempt` or `none`; empty = `issues_documents`."),
    optional("overall_limit_percent", "How much of the sum of its offers it could make at once; empty = all."),
    required("joined_on", "First day in the group."),
    optional("left_on", "Last day in the group."),
    optional("share", "Weight of the first share it agreed to, a whole number from 1 on."),
    optional("share_from", "First day of that share; empty = the day it joined."),
    optional("share_decision", "Code of the decision that set it."),
    optional("authorisation_number", "Number of its first sanitary authorisation."),
    optional("authorisation_from", "First day of the authorisation; empty = the day it joined."),
    optional("authorisation_until", "Last day of the authorisation; empty = three years."),
    optional("bank_code", "Code of its bank."),
    optional("account_kind", "`checking`, `sight` or `savings`; empty = `checking`."),
    optional("account_number", "Number of its account, 4 to 20 digits."),
    optional("account_holder", "Who holds the account; empty = the workshop's name."),
    optional("account_tax_id", "RUT of the holder."),
    optional("account_email", "Where the bank announces transfers."),
];

struct Workshop {
    new: NewWorkshop,
    share: Option<FirstShare>,
    authorisation: Option<NewAuthorisation>,
    account: Option<NewBankAccount>,
}

/// Creates or updates units.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some(workshop) = read(&mut importer.reader(file, row)) else { continue };
        let code = workshop.new.code.clone();
        let number = workshop.authorisation.as_ref().map(|authorisation| authorisation.number.clone());
        if let CodeState::Exists(id) = importer.codes.get(FileKind::Workshops, &code) {
            let stored = importer.existing.authorisations.get(&WorkshopId(id)).cloned().unwrap_or_default();
            if importer.rejects_lost_zeros(file, row, "authorisation_number", &stored, number.as_deref()) {
                continue;
            }
        }
        let result = upsert_workshop(importer.tx, workshop).await;
        if let Some(UpsertedWorkshop { id, joins, account }) = importer.ok_or_report(file, row, result)? {
            importer.insert_code(file, code.clone(), id);
            if joins {
                importer.joined.insert(id);
            }
            if let Some((before, after)) = account {
                importer.account_changes.push(AccountChange { line: row.line, workshop: code, before, after });
            }
        }
    }
    Ok(())
}

/// A workshop that a row created or updated.
struct UpsertedWorkshop {
    id: WorkshopId,
    /// Whether it is new.
    joins: bool,
    /// Its bank account before and after, where the row changed it.
    account: Option<(bank_account::Model, bank_account::Model)>,
}

async fn upsert_workshop(tx: &mut UnitOfWork, workshop: Workshop) -> Result<UpsertedWorkshop> {
    let Workshop { new, share, authorisation, account } = workshop;
    let stored = members::find_workshop_by_code(tx, &new.code).await?;
    let joins = stored.is_none();
    let id = match stored {
        None => members::create_workshop(tx, new).await?.id,
        Some(stored) => update(tx, stored, new).await?,
    };
    if let Some((weight, from, decision)) = share {
        members::create_share(tx, id, weight, from, decision).await?;
    }
    if let Some(authorisation) = authorisation {
        members::create_authorisation(tx, id, authorisation).await?;
    }
    let account = match account {
        Some(account) => update_account(tx, id, account).await?,
        None => None,
    };
    Ok(UpsertedWorkshop { id, joins, account })
}

/// The account before and after, where it changed. As any change of an account, another person confirms it.
async fn update_account(
    tx: &mut UnitOfWork,
    workshop: WorkshopId,
    new: NewBankAccount,
) -> Result<Option<(bank_account::Model, bank_account::Model)>> {
    let before = members::find_bank_account(tx, workshop).await?;
    let digits: String = new.account_number.chars().filter(char::is_ascii_digit).collect();
    if let Some(stored) = before.as_ref().filter(|stored| has_lost_zeros(&stored.account_number, &digits)) {
        return Err(CsvError::LeadingZerosLost { stored: stored.account_number.clone() }.at("/account_number"));
    }
    let after = members::update_bank_account(tx, workshop, &IfMatch::any(), new).await?.account;
    Ok(before.filter(|before| before.id != after.id).map(|before| (before, after)))
}

async fn update(tx: &mut UnitOfWork, stored: workshop::Model, new: NewWorkshop) -> Result<WorkshopId> {
    if stored.organisation_id != new.organisation_id {
        return Err(ImportError::WorkshopOfOtherOrganisation { code: stored.code }.at("/organisation"));
    }
    if stored.joined_on != new.joined_on {
        return Err(ImportError::JoinedOnFixed { joined_on: stored.joined_on }.at("/joined_on"));
    }
    let terms = &new.terms;
    let same = (&stored.name, &stored.comuna_code, &stored.comuna) == (&terms.name, &terms.comuna_code, &terms.comuna)
        && (&stored.story_es, &stored.story_en) == (&terms.story_es, &terms.story_en)
        && (stored.tax_status, stored.overall_limit_bps, stored.left_on)
            == (terms.tax_status, terms.overall_limit_bps, terms.left_on);
    if !same {
        members::update_workshop(tx, stored.id, &IfMatch::any(), new.terms, false).await?;
    }
    Ok(stored.id)
}

fn read(row: &mut ImportRow<'_>) -> Option<Workshop> {
    let code = row.code("code");
    let organisation: Option<OrganisationId> = row.reference("organisation", FileKind::Organisations);
    let name = row.text::<NAME>("name");
    let comuna_code = row.comuna_code("comuna_code");
    let comuna = row.optional_text::<NAME>("comuna");
    let (story_es, story_en) =
        (row.optional_multiline::<STORY>("story_es"), row.optional_multiline::<STORY>("story_en"));
    let tax_status = row.optional_or("tax_status", TaxStatus::IssuesDocuments, |row, column| {
        row.one_of(column, &["issues_documents", "exempt", "none"], TaxStatus::from_word)
    });
    let limit = row.optional("overall_limit_percent", ImportRow::percent);
    let joined_on = row.date_of::<MembershipDate>("joined_on");
    let left_on = row.optional("left_on", ImportRow::date_of::<MembershipDate>);
    let share = share(row, joined_on);
    let authorisation = authorisation(row, joined_on);
    let account = account(row, name.as_ref());
    Some(Workshop {
        new: NewWorkshop {
            organisation_id: organisation?,
            code: code?,
            joined_on: joined_on?,
            terms: WorkshopTerms {
                name: name?,
                comuna_code: comuna_code?,
                comuna: comuna?,
                story_es: story_es?,
                story_en: story_en?,
                tax_status: tax_status?,
                overall_limit_bps: limit?.filter(|bps| *bps > 0),
                left_on: left_on?,
            },
        },
        share: share?,
        authorisation: authorisation?,
        account: account?,
    })
}

type FirstShare = (i64, NaiveDate, Option<DecisionId>);

fn share(row: &mut ImportRow<'_>, joined_on: Option<NaiveDate>) -> Option<Option<FirstShare>> {
    let weight = row.optional("share", |row, column| row.integer(column, 1, shares::MAX_WEIGHT));
    let from = row.optional("share_from", ImportRow::date_of::<MembershipDate>);
    let decision = row.optional("share_decision", |row, column| row.reference(column, FileKind::Decisions));
    let (weight, from, decision) = (weight?, from?, decision?);
    match weight {
        None => Some(None),
        Some(weight) => Some(Some((weight, from.or(joined_on)?, decision))),
    }
}

fn authorisation(row: &mut ImportRow<'_>, joined_on: Option<NaiveDate>) -> Option<Option<NewAuthorisation>> {
    let number = row.optional_text::<{ authorisations::NUMBER }>("authorisation_number");
    let from = row.optional("authorisation_from", ImportRow::date_of::<MembershipDate>);
    let until = row.optional("authorisation_until", ImportRow::date_of::<MembershipDate>);
    let (number, from, valid_until) = (number?, from?, until?);
    match number {
        None => Some(None),
        Some(number) => Some(Some(NewAuthorisation { number, valid_from: from.or(joined_on)?, valid_until })),
    }
}

fn account(row: &mut ImportRow<'_>, name: Option<&String>) -> Option<Option<NewBankAccount>> {
    if row.value("account_number").is_none() {
        return Some(None);
    }
    let bank_code = row.text::<3>("bank_code");
    let account_kind = row.optional_or("account_kind", BankAccountKind::Checking, |row, column| {
        row.one_of(column, &["checking", "sight", "savings"], BankAccountKind::from_word)
    });
    let account_number = row.text::<40>("account_number");
    let holder = row.optional_text::<LINE>("account_holder");
    let holder_tax_id = row.text::<20>("account_tax_id");
    let email = row.optional("account_email", ImportRow::email);
    Some(Some(NewBankAccount {
        bank_code: bank_code?,
        account_kind: account_kind?,
        account_number: account_number?,
        holder_name: holder?.or_else(|| name.cloned())?,
        holder_tax_id: holder_tax_id?,
        email: email?,
    }))
}

/// All workshops.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let tx = exporter.tx;
    // A map keeps the last of several entries: the oldest share and authorisation, the newest account.
    let shares = store::members::shares(tx).await?.into_iter().rev();
    let shares: HashMap<WorkshopId, share::Model> = shares.map(|s| (s.workshop_id, s)).collect();
    let authorised = store::members::authorisations(tx).await?.into_iter().rev();
    let authorised: HashMap<WorkshopId, _> = authorised.map(|a| (a.workshop_id, a)).collect();
    let accounts = store::members::bank_accounts(tx).await?.into_iter();
    let accounts: HashMap<WorkshopId, _> = accounts.map(|a| (a.workshop_id, a)).collect();
    let row = |workshop: workshop::Model| {
        let id = workshop.id;
        let mut row = workshop_cells(exporter, workshop);
        row.extend(share_cells(exporter, shares.get(&id)));
        row.extend(authorisation_cells(authorised.get(&id)));
        row.extend(account_cells(accounts.get(&id)));
        row
    };
    Ok(store::members::workshops(tx).await?.into_iter().map(row).collect())
}

fn workshop_cells(exporter: &Exporter<'_>, workshop: workshop::Model) -> Vec<Cell> {
    vec![
        text(workshop.code),
        exporter.code_cell(workshop.organisation_id),
        text(workshop.name),
        optional_text(workshop.comuna_code),
        optional_text(workshop.comuna),
        optional_text(workshop.story_es),
        optional_text(workshop.story_en),
        text(workshop.tax_status.word()),
        optional_percent(workshop.overall_limit_bps),
        date(workshop.joined_on),
        optional_date(workshop.left_on),
    ]
}

fn share_cells(exporter: &Exporter<'_>, share: Option<&share::Model>) -> [Cell; 3] {
    let Some(share) = share else { return [Cell::Empty, Cell::Empty, Cell::Empty] };
    let decision = share.decision_id.map_or(Cell::Empty, |decision| exporter.code_cell(decision));
    [Cell::Whole(share.weight), date(share.from_date), decision]
}

fn authorisation_cells(authorisation: Option<&sanitary_authorisation::Model>) -> [Cell; 3] {
    match authorisation {
        None => [Cell::Empty, Cell::Empty, Cell::Empty],
        Some(a) => [text(&a.number), date(a.valid_from), date(a.valid_until)],
    }
}

fn account_cells(account: Option<&bank_account::Model>) -> [Cell; 6] {
    let Some(account) = account else { return std::array::from_fn(|_| Cell::Empty) };
    [
        text(&account.bank_code),
        text(account.account_kind.word()),
        text(&account.account_number),
        text(&account.holder_name),
        text(&account.holder_tax_id),
        optional_text(account.email.clone()),
    ]
}
