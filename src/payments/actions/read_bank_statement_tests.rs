use super::*;

fn pesos(file: &str) -> Result<Vec<BankStatementRow>> {
    read_bank_statement(file.as_bytes(), Currency::Clp, "2026-04-10".parse().unwrap()).map(|statement| statement.rows)
}

#[test]
fn absurd_days_are_refused_with_their_line() {
    let file = "booked_on,amount,reference\n2026-04-11,100,mañana\n2062-03-31,100,abono\n1989-12-31,100,abono\n";
    let problem = pesos(file).unwrap_err();
    let pointers: Vec<_> = problem.errors().iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
    assert_eq!(pointers, [("line 3/booked_on", "date_out_of_span"), ("line 4/booked_on", "date_out_of_span")]);
}

#[test]
fn a_statement_is_read_row_by_row() {
    let file = "\u{feff}amount,booked_on,reference,counterparty\n\
                12990,2026-03-31,\"Pago factura 12, gracias\",Lodge Río\n\
                -5000,2026-04-01,'-comisión,\n";
    let rows = pesos(file).unwrap();
    assert_eq!((rows[0].amount, rows[0].reference.as_str()), (Amount(12990), "Pago factura 12, gracias"));
    assert_eq!(rows[0].counterparty.as_deref(), Some("Lodge Río"));
    assert_eq!(
        (rows[1].amount, rows[1].reference.as_str(), &rows[1].counterparty),
        (Amount(-5000), "-comisión", &None)
    );
}

#[test]
fn rows_that_move_no_money_refuse_nothing() {
    let file = "booked_on,amount,reference,balance\n2026-03-31,100,abono,300\n2026-03-31,0,aviso,999\n\
                ,,Fin de la cartola,\n2026-03-31,\"0,00\",x,\n2026-04-01,-0,x,\n2026-04-01,-300,cargo,0\n";
    let statement = read_bank_statement(file.as_bytes(), Currency::Clp, "2026-04-10".parse().unwrap()).unwrap();
    assert_eq!(statement.lines_without_movement, [3, 4, 5, 6]);
    let rows: Vec<_> = statement.rows.iter().map(|row| (row.line, row.amount.0)).collect();
    assert_eq!(rows, [(2, 100), (7, -300)]);
    assert_eq!(statement.closing.unwrap().amount, Amount::ZERO);
}

#[test]
fn what_banks_write_of_a_movement_is_read() {
    let rows =
        pesos("booked_on;amount;reference\n2026-03-31;64002,00;\"Pago\nfactura 12\"\n2026-04-01;-5.0;x\n").unwrap();
    let read: Vec<_> = rows.iter().map(|row| (row.line, row.amount.0, row.reference.as_str())).collect();
    assert_eq!(read, [(2, 64_002, "Pago factura 12"), (4, -5, "x")]);
    for amount in ["64.000", "64,000", "64.002,5", "(64)", "64-", "6,4E+04", "$64"] {
        let problem = pesos(&format!("booked_on;amount;reference\n2026-03-31;{amount};x\n")).unwrap_err();
        assert_eq!(problem.errors()[0].code, "not_an_amount", "{amount}");
    }
}

#[test]
fn every_bad_cell_is_named() {
    let file =
        "booked_on,amount,reference,bank_id\n31-03-2026,12.990,ok,1\n2026-03-31,5,ok,1\n2026-02-30,x,a\u{7}b,2\n";
    let problem = pesos(file).unwrap_err();
    let found: Vec<(&str, &str)> = problem.errors().iter().map(|e| (e.pointer.as_str(), e.code.as_str())).collect();
    assert_eq!(
        found,
        [
            ("line 2/amount", "not_an_amount"),
            ("line 2/booked_on", "not_a_date"),
            ("line 4/amount", "not_an_amount"),
            ("line 4/booked_on", "not_a_date"),
            ("line 4/reference", "control_character"),
        ]
    );
    let header = pesos("fecha,amount,amount\n").unwrap_err();
    let found: Vec<&str> = header.errors().iter().map(|e| e.code.as_str()).collect();
    assert_eq!(found, ["unknown_column", "column_twice", "missing_column", "missing_column"]);
    assert_eq!(pesos("booked_on,amount,reference\n2026-03-31,5\n").unwrap_err().code(), "statement_unreadable");
    // Neither UTF-8 nor Windows-1252, but both in parts.
    let not_text = b"booked_on,amount,reference\n2026-03-31,5,\xc3\xb1\xff\n";
    let today = "2026-04-10".parse().unwrap();
    assert_eq!(read_bank_statement(not_text, Currency::Clp, today).unwrap_err().code(), "statement_unreadable");
}
