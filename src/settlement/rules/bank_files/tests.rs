use std::{io::Write, process::Command};

use chrono::{DateTime, Utc};
use chrono_tz::America;
use entities::{
    settlement::payout_account,
    values::{Amount, BankAccountKind, Currency},
};

use super::*;
use crate::settlement::rules::bank_files::TransferDestination;

fn files(format: BankFileFormat, currency: Currency) -> BankFile {
    let from = payout_account::Model {
        id: 1,
        bank_code: "12".into(),
        account_number: "84300112233".into(),
        holder_name: "Cooperativa \"Sabores\" & Cía. <ficticia>".into(),
        holder_tax_id: "65000123-8".into(),
        version: 1,
    };
    let transfers: Vec<BankTransfer> = (0..3)
        .map(|i| BankTransfer {
            reference: format!("MG0000000000000{i}"),
            amount: Amount(120_050 + i),
            to: TransferDestination {
                bank_code: "16".into(),
                account_kind: BankAccountKind::Sight,
                account_number: format!("=1{i}"),
                holder_name: "Ñuble Ávila ".repeat(20),
                holder_tax_id: "12345678-5".into(),
                email: Some("productora@demo.example".into()),
            },
        })
        .collect();
    // In Aysén it is still the ninth.
    let created_at: DateTime<Utc> = "2025-10-10T01:30:00Z".parse().unwrap();
    let order =
        TransferOrder { number: 7, currency, created_at: created_at.with_timezone(&America::Coyhaique), from: &from };
    write_bank_file(format, &order, &transfers).unwrap()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "where the test data are is a setting of the test run")]
fn pain001_is_valid_by_the_published_schema() {
    let data = std::env::var("TEST_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let schema = std::path::Path::new(&data).join("pain001/pain.001.001.09.xsd");
    let lint = Command::new("xmllint").arg("--version").output();
    if !schema.exists() || lint.is_err() {
        assert!(std::env::var_os("CI").is_none(), "under CI xmllint and {} must be there", schema.display());
        eprintln!("skipped: no xmllint, or no {}", schema.display());
        return;
    }
    for currency in [Currency::Clp, Currency::Usd] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(files(BankFileFormat::Pain001, currency).content.as_bytes()).unwrap();
        let out = Command::new("xmllint").args(["--noout", "--schema"]).arg(&schema).arg(file.path()).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }
    let text = files(BankFileFormat::Pain001, Currency::Usd).content;
    assert!(text.contains("<CtrlSum>3601.53</CtrlSum>") && text.contains("Ccy=\"USD\">1200.50<"), "{text}");
}

#[test]
fn nomina_has_a_row_for_each_transfer_and_runs_no_formula() {
    let text = files(BankFileFormat::NominaBci, Currency::Clp).content;
    assert_eq!(text.lines().count(), 4);
    assert!(text.contains("12345678,5,") && text.contains(",120052,") && text.contains("'=1"), "{text}");
}

#[test]
fn the_times_of_pain001_are_those_of_the_cooperative() {
    let text = files(BankFileFormat::Pain001, Currency::Clp).content;
    assert!(text.contains("<CreDtTm>2025-10-09T22:30:00-03:00</CreDtTm>"), "{text}");
    assert!(text.contains("<Dt>2025-10-09</Dt>"), "{text}");
}
