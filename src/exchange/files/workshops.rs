//! `workshops.csv`: workshops, each with the share and the sanitary authorisation that it joined with, and the
//! account that its payouts go to. What came later stands in `shares.csv` and `authorisations.csv`.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    members::{bank_account, sanitary_authorisation, share, workshop},
    values::{BankAccountKind, DecisionId, OrganisationId, TaxStatus, WorkshopId},
};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    exchange::{
        cells::Cells,
        export::{Out, date, maybe, maybe_date, maybe_percent, text},
        files::{authorisations, shares},
        import::Import,
        kind::{Column, Kind, may, must},
        sheet::Sheet,
    },
    members::{self, NewAuthorisation, NewBankAccount, NewWorkshop, WorkshopChange},
    platform::{
        http::{
            limits::{LINE, NAME, STORY},
            problem::{Problem, Result},
        },
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("code", "Stable code."),
    must("organisation", "Code of the organisation it belongs to, of kind `producer`."),
    must("name", "What people call it."),
    may("comuna_code", "CUT code of its comuna, five figures."),
    may("comuna", "Name of its comuna."),
    may("story_es", "Its story in Spanish."),
    may("story_en", "Its story in English."),
    may("tax_status", "`issues_documents`, `exempt` or `none`; empty = `issues_documents`."),
    may("overall_limit_percent", "How much of the sum of its offers it could make at once; empty = all."),
    must("joined_on", "First day in the group."),
    may("left_on", "Last day in the group."),
    may("share", "Weight of the first share it agreed to, a whole number from 1 on."),
    may("share_from", "First day of that share; empty = the day it joined."),
    may("share_decision", "Code of the decision that set it."),
    may("authorisation_number", "Number of its first sanitary authorisation."),
    may("authorisation_from", "First day of the authorisation; empty = the day it joined."),
    may("authorisation_until", "Last day of the authorisation; empty = three years."),
    may("bank_code", "Code of its bank."),
    may("account_kind", "`checking`, `sight` or `savings`; empty = `checking`."),
    may("account_number", "Number of its account, 4 to 20 figures."),
    may("account_holder", "Who holds the account; empty = the workshop's name."),
    may("account_tax_id", "RUT of the holder."),
    may("account_email", "Where the bank announces transfers."),
];

struct Workshop {
    new: NewWorkshop,
    share: Option<FirstShare>,
    authorisation: Option<NewAuthorisation>,
    account: Option<NewBankAccount>,
}

/// Takes workshops into the group, or brings them up to date.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some(workshop) = read(&mut import.cells(sheet, row)) else { continue };
        let code = workshop.new.code.clone();
        let done = put_workshop(import.tx, workshop).await;
        if let Some((id, joins)) = import.done(sheet, row, done)? {
            import.learn(sheet, code, id);
            if joins {
                import.joined.insert(id);
            }
        }
    }
    Ok(())
}

/// The workshop, and whether it was not there before.
async fn put_workshop(tx: &mut UnitOfWork, workshop: Workshop) -> Result<(WorkshopId, bool)> {
    let Workshop { new, share, authorisation, account } = workshop;
    let stored = members::workshop_by_code(tx, &new.code).await?;
    let joins = stored.is_none();
    let id = match stored {
        None => members::add_workshop(tx, new).await?.id,
        Some(stored) => change(tx, stored, new).await?,
    };
    if let Some((weight, from, decision)) = share {
        members::add_share(tx, id, weight, from, decision).await?;
    }
    if let Some(authorisation) = authorisation {
        members::add_authorisation(tx, id, authorisation).await?;
    }
    if let Some(account) = account {
        members::set_bank_account(tx, id, Some("*"), account).await?;
    }
    Ok((id, joins))
}

async fn change(tx: &mut UnitOfWork, stored: workshop::Model, new: NewWorkshop) -> Result<WorkshopId> {
    if stored.organisation_id != new.organisation_id {
        let detail = "This workshop belongs to another organisation.";
        return Err(Problem::refused("code_taken", detail).at("/organisation", "code_taken", detail));
    }
    if stored.joined_on != new.joined_on {
        let detail = format!("This workshop joined on {}, and that stays as it was.", stored.joined_on);
        return Err(Problem::refused("joined_on_fixed", detail.clone()).at("/joined_on", "joined_on_fixed", detail));
    }
    let facts = &new.facts;
    let same = (&stored.name, &stored.comuna_code, &stored.comuna) == (&facts.name, &facts.comuna_code, &facts.comuna)
        && (&stored.story_es, &stored.story_en) == (&facts.story_es, &facts.story_en)
        && (stored.tax_status, stored.overall_limit_bps, stored.left_on)
            == (facts.tax_status, facts.overall_limit_bps, facts.left_on);
    if !same {
        members::change_workshop(tx, stored.id, Some("*"), new.facts).await?;
    }
    Ok(stored.id)
}

fn read(cells: &mut Cells<'_>) -> Option<Workshop> {
    let code = cells.code("code");
    let organisation: Option<OrganisationId> = cells.refer("organisation", Kind::Organisations);
    let name = cells.text::<NAME>("name");
    let comuna_code = cells.maybe_text::<5>("comuna_code");
    let comuna = cells.maybe_text::<NAME>("comuna");
    let (story_es, story_en) = (cells.maybe_lines::<STORY>("story_es"), cells.maybe_lines::<STORY>("story_en"));
    let tax_status = cells.or("tax_status", TaxStatus::IssuesDocuments, |cells, column| {
        cells.word(column, &["issues_documents", "exempt", "none"], TaxStatus::from_word)
    });
    let limit = cells.maybe("overall_limit_percent", Cells::percent);
    let joined_on = cells.date("joined_on");
    let left_on = cells.maybe("left_on", Cells::date);
    let share = share(cells, joined_on);
    let authorisation = authorisation(cells, joined_on);
    let account = account(cells, name.as_ref());
    Some(Workshop {
        new: NewWorkshop {
            organisation_id: organisation?,
            code: code?,
            joined_on: joined_on?,
            facts: WorkshopChange {
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

fn share(cells: &mut Cells<'_>, joined_on: Option<NaiveDate>) -> Option<Option<FirstShare>> {
    let weight = cells.maybe("share", |cells, column| cells.whole(column, 1, shares::MOST));
    let from = cells.maybe("share_from", Cells::date);
    let decision = cells.maybe("share_decision", |cells, column| cells.refer(column, Kind::Decisions));
    let (weight, from, decision) = (weight?, from?, decision?);
    match weight {
        None => Some(None),
        Some(weight) => Some(Some((weight, from.or(joined_on)?, decision))),
    }
}

fn authorisation(cells: &mut Cells<'_>, joined_on: Option<NaiveDate>) -> Option<Option<NewAuthorisation>> {
    let number = cells.maybe_text::<{ authorisations::NUMBER }>("authorisation_number");
    let from = cells.maybe("authorisation_from", Cells::date);
    let until = cells.maybe("authorisation_until", Cells::date);
    let (number, from, valid_until) = (number?, from?, until?);
    match number {
        None => Some(None),
        Some(number) => Some(Some(NewAuthorisation { number, valid_from: from.or(joined_on)?, valid_until })),
    }
}

fn account(cells: &mut Cells<'_>, name: Option<&String>) -> Option<Option<NewBankAccount>> {
    if cells.given("account_number").is_none() {
        return Some(None);
    }
    let bank_code = cells.text::<3>("bank_code");
    let account_kind = cells.or("account_kind", BankAccountKind::Checking, |cells, column| {
        cells.word(column, &["checking", "sight", "savings"], BankAccountKind::from_word)
    });
    let account_number = cells.text::<40>("account_number");
    let holder = cells.maybe_text::<LINE>("account_holder");
    let holder_tax_id = cells.text::<20>("account_tax_id");
    let email = cells.maybe("account_email", Cells::email);
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
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let db = out.tx.db();
    let all = workshop::Entity::find().order_by_asc(workshop::Column::Code).all(db).await?;
    // Of several, the last one read stays: the oldest share and authorisation, the newest account.
    let shares = share::Entity::find().order_by_desc(share::Column::FromDate).all(db).await?;
    let shares: HashMap<WorkshopId, share::Model> = shares.into_iter().map(|s| (s.workshop_id, s)).collect();
    let authorised = authorisations::newest_first(out).await?;
    let authorised: HashMap<WorkshopId, _> = authorised.into_iter().map(|a| (a.workshop_id, a)).collect();
    let accounts = bank_account::Entity::find()
        .order_by_asc(bank_account::Column::CreatedAt)
        .order_by_asc(bank_account::Column::Id);
    let accounts: HashMap<WorkshopId, _> = accounts.all(db).await?.into_iter().map(|a| (a.workshop_id, a)).collect();
    let row = |workshop: workshop::Model| {
        let id = workshop.id;
        let mut row = own(out, workshop);
        row.extend(share_cells(out, shares.get(&id)));
        row.extend(authorisation_cells(authorised.get(&id)));
        row.extend(account_cells(accounts.get(&id)));
        row
    };
    Ok(all.into_iter().map(row).collect())
}

fn own(out: &Out<'_>, workshop: workshop::Model) -> Vec<Cell> {
    vec![
        text(workshop.code),
        out.code(workshop.organisation_id),
        text(workshop.name),
        maybe(workshop.comuna_code),
        maybe(workshop.comuna),
        maybe(workshop.story_es),
        maybe(workshop.story_en),
        text(workshop.tax_status.word()),
        maybe_percent(workshop.overall_limit_bps),
        date(workshop.joined_on),
        maybe_date(workshop.left_on),
    ]
}

fn share_cells(out: &Out<'_>, share: Option<&share::Model>) -> [Cell; 3] {
    let Some(share) = share else { return [Cell::Empty, Cell::Empty, Cell::Empty] };
    let decision = share.decision_id.map_or(Cell::Empty, |decision| out.code(decision));
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
        maybe(account.email.clone()),
    ]
}
