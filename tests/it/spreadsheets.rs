//! Uploaded files as spreadsheet programs save them, the same wherever a file is read.

use chrono::Days;

use crate::support::{TestApp, both, market::Market};

/// A file in each encoding that spreadsheet programs write.
fn encodings(text: &str) -> [(&'static str, Vec<u8>); 4] {
    let utf16 = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let windows = text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with a mark", format!("\u{feff}{text}").into_bytes()),
        ("UTF-16", utf16),
        ("Windows-1252", windows),
    ]
}

both!(
    async fn files_of_spreadsheet_programs_are_read_alike_everywhere(app: TestApp) {
        let market = Market::open(&app).await;
        let today = app.now().date_naive();
        let arrival = today.checked_add_days(Days::new(20)).unwrap();
        for (amount, delimiter) in [(1_000, ";"), (2_000, "\t"), (3_000, ",")] {
            let statement = |amount: usize| {
                let rows = [
                    "booked_on,amount,reference,counterparty",
                    &format!("{today},{amount},Pago Cabañas,José Núñez"),
                    ",,,",
                ];
                format!("{}\r\n", rows.join("\r\n")).replace(',', delimiter)
            };
            let arrivals = |number: usize| {
                let rows = ["reference,date,guests", &format!("Ñandú {number},{arrival},4"), ",,", ",,"];
                format!("{}\r\n", rows.join("\r\n")).replace(',', delimiter)
            };
            for index in 0..4 {
                let (encoding, file) = encodings(&statement(amount + index))[index].clone();
                let imported = app.post_csv(&market.finance, "/staff/bank-statements", file).await.ok();
                assert_eq!(imported["new"], 1, "{encoding}, {delimiter:?}");
                let (encoding, file) = encodings(&arrivals(amount + index))[index].clone();
                let bearer = &market.lodge.user.bearer;
                let client = app.client();
                let request = client.post("/api/v1/buyer/arrivals-files").header("authorization", bearer);
                let response = request.content_type("application/octet-stream").body(file).send().await;
                response.assert_status_is_ok();
                assert_eq!(response.json().await.value().object().get("created").i64(), 1, "{encoding}, {delimiter:?}");
            }
        }
        let lines = app.get(&market.finance, "/staff/bank-lines?limit=200").await.ok();
        let lines = lines.as_array().unwrap();
        assert_eq!(lines.len(), 12);
        for line in lines {
            assert_eq!((&line["reference"], &line["counterparty"]), (&"Pago Cabañas".into(), &"José Núñez".into()));
        }
        let arrivals = app.get(&market.lodge.user, "/buyer/arrivals?limit=200").await.ok();
        let arrivals = arrivals.as_array().unwrap();
        assert!(
            arrivals.len() == 12 && arrivals.iter().all(|row| row["reference"].as_str().unwrap().starts_with("Ñandú "))
        );
    }
);

both!(
    async fn a_file_whose_letters_were_lost_is_refused_whole(app: TestApp) {
        let market = Market::open(&app).await;
        let today = app.now().date_naive();
        let file = format!("booked_on,amount,reference\n{today},5000,uno\n{today},6000,Caba\u{fffd}as\n");
        let refused = app.post_csv(&market.finance, "/staff/bank-statements", file).await;
        refused.assert_refusal(422, "statement_unreadable");
        assert_eq!(
            (&refused.body["errors"][0]["code"], &refused.body["errors"][0]["params"]["line"]),
            (&"letters_lost".into(), &3.into())
        );
        let lines = app.get(&market.finance, "/staff/bank-lines").await.ok();
        assert!(lines.as_array().unwrap().is_empty());
    }
);
