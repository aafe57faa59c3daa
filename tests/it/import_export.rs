//! Files in and out: all rows or none, every fault named, the same file twice, an export that comes in again.

use std::path::Path;

use chrono::TimeDelta;
use entities::{
    identity::organisation,
    members::bank_account,
    orders::order,
    platform::{audit_entry, job},
    values::{OrganisationKind, Role},
};
use minga::{
    commands::{export, import},
    import_export::{self as data, FileKind, SourceFile},
    platform::{app::App, csv::RowError, http::limits, unit_of_work::Actor},
};
use poem::test::{TestForm, TestFormField};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};
use serde_json::{Value, json};

use crate::support::{TestApp, both};

/// A small cooperative, with something of everything.
const FILES: &[(&str, &str)] = &[
    ("seasons.csv", "code,name,starts_on,ends_on\n2026,Temporada 2026,2026-01-01,2026-12-31\n"),
    ("decisions.csv", "code,title,decided_on,commission_percent,declined_counts\n7,Comisión,2026-01-05,12.5,no\n"),
    ("segments.csv", "code,name_es,name_en\nlodge,Lodges,Lodges\n"),
    ("zones.csv", "code;name\nnorte;Norte\n"),
    ("families.csv", "code,name_es\njam,Mermeladas\n"),
    (
        "organisations.csv",
        "code,kind,name,legal_name,tax_id,email\n\
         coop,cooperative,Cooperativa,Cooperativa de Aysén,60.803.000-k,coop@ejemplo.cl\n\
         rosa,producer,Rosa,,12345678-5,\n\
         eco,buyer,Lodge Eco,Eco SpA,,eco@ejemplo.cl\n",
    ),
    ("people.csv", "email,name,organisation,role\nrosa@ejemplo.cl,Rosa,rosa,admin\n"),
    (
        "buyers.csv",
        "code,organisation,segment,zone,payment_terms_days,invoicing_terms,credit_limit,order_minimum,priority\n\
         eco,,lodge,norte,15,monthly,500000,1000,2\n",
    ),
    (
        "delivery_points.csv",
        "buyer,name,address,comuna_code,notes,retired\n\
         eco,Cocina,Camino 1,11101,\"por atrás, ojo con el perro\",\n\
         eco,Bodega,Camino 2,,,yes\n",
    ),
    (
        "workshops.csv",
        "code,organisation,name,comuna,story_es,overall_limit_percent,joined_on,share,authorisation_number,bank_code,\
         account_number,account_tax_id\n\
         rosa-1,rosa,Taller de Rosa,Coyhaique,\"Dulces.\nDesde 1990.\",80,2025-06-01,10,R-1,012,123456,12.345.678-5\n",
    ),
    ("shares.csv", "workshop,weight,from_date,decision\nrosa-1,15,2026-01-05,7\n"),
    ("authorisations.csv", "workshop,number,valid_from,valid_until\nrosa-1,R-2,2026-02-01,2029-01-31\n"),
    ("pauses.csv", "workshop,from_date,until_date,reason\nrosa-1,2026-07-01,2026-07-31,invierno\n"),
    (
        "products.csv",
        "code,family,name_es,name_en,net_content,net_unit,lot_size,order_multiple,allergens,may_contain,shelf_life_days,\
         vat_percent,additional_tax_code,additional_tax_percent,state\n\
         calafate,jam,'=Calafate,Calafate jam,250,g,12,6,none,,365,19,,,\n\
         licor,jam,Licor,,500,ml,,,leche; gluten,Frutos secos,900,19,24,31.5,\n\
         vieja,jam,Receta vieja,,100,g,,,,,100,,,,retired\n",
    ),
    (
        "offers.csv",
        "workshop,product,capacity_per_week,min_batch,lead_days,months\n\
         rosa-1,calafate,240,24,2,1 2 3 12\nrosa-1,licor,100,,,\n",
    ),
    (
        "certificates.csv",
        "number,workshop,product,valid_from,valid_until,state,reason\n\
         C-1,rosa-1,calafate,2026-01-01,2026-12-31,,\n\
         C-2,rosa-1,licor,2026-01-01,2026-12-31,suspended,Falta el análisis\n",
    ),
    (
        "prices.csv",
        "price_list,name,segment,product,min_quantity,price\n\
         lodges,Lodges,lodge,calafate,6,4990\nlodges,Lodges,lodge,calafate,48,4500\nlodges,Lodges,lodge,licor,,12000\n",
    ),
    (
        "cycles.csv",
        "code,zone,delivery_date,opens_at,cut_off_at,respond_by\n\
         n-10,norte,2026-03-12,2026-03-05 00:00,2026-03-10 18:00,2026-03-11T12:00:00Z\n\
         n-11,norte,2026-03-19,2026-03-12 00:00,2026-03-17 18:00,2026-03-18 12:00\n",
    ),
    (
        "standing_orders.csv",
        "code,buyer,name,rule,starts_on,product,quantity,per_guest\n\
         desayuno,eco,Desayuno,FREQ=WEEKLY;BYDAY=TH,2026-03-05,calafate,6,\n",
    ),
    ("standing_order_pauses.csv", "standing_order,from_date,until_date\ndesayuno,2026-06-01,2026-06-30\n"),
    (
        "orders.csv",
        "code,buyer,cycle,standing_order,standing_order_date,purchase_order_number,product,quantity,unit_price,\
         discount_percent\n\
         A1,eco,n-10,,,OC-77,calafate,12,4000,2.5\nA1,eco,n-10,,,OC-77,licor,3,,\n\
         A2,eco,n-11,desayuno,2026-03-19,,calafate,48,,\n",
    ),
    ("arrivals.csv", "buyer,reference,date,guests\neco,R-77,2026-03-13,4\neco,R-78,2026-03-20,0\n"),
];

/// An order that names a product twice.
const TWICE: &str = "A2,eco,n-11,,,,calafate,48,,\nA2,eco,n-11,,,,calafate,12,,\n";

fn source(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), kind: FileKind::of_file(name).unwrap(), bytes: text.into() }
}

fn all() -> Vec<SourceFile> {
    FILES.iter().map(|(name, text)| source(name, text)).collect()
}

async fn put(app: &App, sources: &[SourceFile]) -> data::Report {
    let mut tx = app.begin(Actor::Import).await.unwrap();
    let report = data::import(&mut tx, sources, limits::IMPORT_ROWS).await.unwrap();
    if report.errors.is_empty() {
        tx.commit().await.unwrap();
    }
    report
}

async fn exported(app: &App) -> Vec<(String, String)> {
    let tx = app.read(Actor::System).await.unwrap();
    let files = data::export(&tx).await.unwrap();
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

fn row_errors(report: &data::Report) -> Vec<(String, u64, String, String)> {
    let place = |f: &RowError| (f.file.clone(), f.line, f.column.clone(), f.code.clone());
    report.errors.as_slice().iter().map(place).collect()
}

both!(
    async fn what_is_exported_comes_in_again(app: TestApp) {
        let report = put(&app.app, &all()).await;
        assert_eq!(report.errors.as_slice(), []);
        assert!(report.files.iter().all(|file| file.changed > 0), "{report:?}");
        let first = exported(&app.app).await;
        let text = |name: &str| &first.iter().find(|(file, _)| file == name).unwrap().1;
        assert!(text("products.csv").contains("'=Calafate"), "no spreadsheet runs what somebody wrote");
        assert!(text("workshops.csv").contains("\"Dulces.\nDesde 1990.\""));
        assert!(text("orders.csv").contains("A1,eco,n-10,Cocina,,,OC-77,calafate,12,4000,2.50\n"));
        assert!(text("orders.csv").contains("A2,eco,n-11,Cocina,desayuno,2026-03-19,,calafate,48,4500,0.00\n"));
        assert!(text("ledger.journal").starts_with("commodity CLP"));

        let again: Vec<SourceFile> =
            first.iter().filter(|(name, _)| name.ends_with(".csv")).map(|(name, text)| source(name, text)).collect();
        let report = put(&app.app, &again).await;
        assert_eq!(report.errors.as_slice(), []);
        assert!(report.files.iter().all(|file| file.changed == 0), "the same again changes nothing: {report:?}");
        assert_eq!(exported(&app.app).await, first);

        let other = TestApp::open(app.kind(), app.app.installation).await;
        assert_eq!(put(&other.app, &again).await.errors.as_slice(), []);
        assert_eq!(exported(&other.app).await, first, "an empty installation becomes the same");
        other.close().await;
    }
);

both!(
    async fn an_export_comes_in_again_although_its_delivery_points_and_products_were_retired(app: TestApp) {
        assert_eq!(put(&app.app, &all()).await.errors.as_slice(), []);
        let retired = [
            source(
                "delivery_points.csv",
                "buyer,name,address,comuna_code,notes,retired\n\
                 eco,Cocina,Camino 1,11101,\"por atrás, ojo con el perro\",yes\neco,Muelle,Camino 3,,,\n",
            ),
            source(
                "products.csv",
                "code,family,name_es,name_en,net_content,net_unit,lot_size,order_multiple,allergens,may_contain,\
                 shelf_life_days,vat_percent,state\n\
                 calafate,jam,'=Calafate,Calafate jam,250,g,12,6,none,,365,19,retired\n",
            ),
        ];
        assert_eq!(put(&app.app, &retired).await.errors.as_slice(), []);
        let first = exported(&app.app).await;
        let again: Vec<SourceFile> =
            first.iter().filter(|(name, _)| name.ends_with(".csv")).map(|(name, text)| source(name, text)).collect();
        let report = put(&app.app, &again).await;
        assert_eq!(report.errors.as_slice(), []);
        assert!(report.files.iter().all(|file| file.changed == 0), "the same again changes nothing: {report:?}");
        assert_eq!(exported(&app.app).await, first);
        // Another change of the standing order is not stopped by its place.
        let text = &first.iter().find(|(name, _)| name == "standing_orders.csv").unwrap().1;
        assert!(text.contains("desayuno,eco,Desayuno,Cocina,"), "{text}");
        let renamed = source("standing_orders.csv", &text.replace("eco,Desayuno,", "eco,Cena,"));
        let report = put(&app.app, &[renamed]).await;
        assert_eq!((report.errors.as_slice(), report.files[0].changed), (&[][..], 1));
        // A new standing order does not go to it.
        let new = source("standing_orders.csv", &text.replace("desayuno,eco,", "otro,eco,"));
        let refused: Vec<_> =
            row_errors(&put(&app.app, &[new]).await).into_iter().map(|error| (error.2, error.3)).collect();
        assert_eq!(refused, [("delivery_point".to_owned(), "unknown_code".to_owned())]);
    }
);

both!(
    async fn a_date_of_a_standing_order_that_came_with_its_order_is_not_ordered_again(app: TestApp) {
        assert_eq!(put(&app.app, &all()).await.errors.as_slice(), []);
        for days in [4, 6] {
            app.advance(TimeDelta::days(days));
            app.run_jobs().await;
        }
        let tx = app.app.read(Actor::System).await.unwrap();
        let orders = order::Entity::find().all(tx.db()).await.unwrap();
        let mut codes: Vec<_> =
            orders.iter().map(|order| (order.code.as_str(), order.occurrence_id.is_some())).collect();
        codes.sort_unstable();
        // The twelfth of March was ordered by the standing order, the nineteenth had come in with the file.
        assert_eq!(codes.len(), 3, "{codes:?}");
        assert_eq!(codes.iter().filter(|(_, standing)| *standing).count(), 2);
        assert!(codes.contains(&("A2", true)) && codes.contains(&("A1", false)));
    }
);

both!(
    async fn every_bad_cell_is_named_and_nothing_is_imported(app: TestApp) {
        let mut sources = all();
        let mut bad = |name: &str, text: &str| {
            let at = sources.iter().position(|source| source.name == name).unwrap();
            sources[at] = source(name, text);
        };
        bad("zones.csv", "code,nombre\nnorte,Norte\n");
        bad(
            "organisations.csv",
            "code,kind,name,tax_id,email\n\
             rosa,productor,Rosa,12345678-9,rosa\n\
             eco,buyer,,,\n\
             pepe,producer,Pepe,,\n",
        );
        bad(
            "products.csv",
            "code,family,name_es,net_content,net_unit,shelf_life_days,vat_percent,allergens,may_contain\n\
             calafate,jam,Calafate,doscientos,g,365,101,sin gluten,\n\
             licor,nada,Licor,500,litros,0,19,,nueces\n",
        );
        bad("orders.csv", "code,buyer,cycle,product,quantity,unit_price\nA1,eco,n-99,calafate,0,12.50\n");
        let report = put(&app.app, &sources).await;
        let expected = [
            ("zones.csv", 1, "nombre", "unknown_column"),
            ("zones.csv", 1, "name", "missing_column"),
            ("organisations.csv", 2, "kind", "unknown_word"),
            ("organisations.csv", 2, "tax_id", "rut_invalid"),
            ("organisations.csv", 2, "email", "invalid_email"),
            ("organisations.csv", 3, "name", "required"),
            ("products.csv", 2, "net_content", "not_a_number"),
            ("products.csv", 2, "allergens", "allergen_unknown"),
            ("products.csv", 2, "vat_percent", "not_a_percentage"),
            ("products.csv", 3, "family", "unknown_code"),
            ("products.csv", 3, "net_unit", "unknown_word"),
            ("products.csv", 3, "allergens", "allergens_missing"),
            ("products.csv", 3, "shelf_life_days", "out_of_range"),
            ("orders.csv", 2, "cycle", "unknown_code"),
            ("orders.csv", 2, "quantity", "out_of_range"),
            ("orders.csv", 2, "unit_price", "not_an_amount"),
        ];
        let expected: Vec<_> = expected
            .map(|(file, line, column, code)| (file.to_owned(), line, column.to_owned(), code.to_owned()))
            .into();
        assert_eq!(row_errors(&report), expected, "what hangs on a bad row is not told as bad itself");
        assert_eq!(report.errors.count(), expected.len());
        nothing_is_there(&app.app).await;
    }
);

both!(
    async fn what_a_rule_refuses_is_named_by_its_cell(app: TestApp) {
        let mut sources = all();
        for (name, from, to) in [
            ("offers.csv", "rosa-1,calafate,240,24", "rosa-1,calafate,240,300"),
            ("orders.csv", "A1,eco,n-10,,,OC-77,licor,3", "A1,eco,n-10,,,OC-77,licor,300"),
            ("cycles.csv", "2026-03-17 18:00", "2026-03-11 18:00"),
            ("standing_orders.csv", "FREQ=WEEKLY;BYDAY=TH", "FREQ=HOURLY"),
            ("certificates.csv", "C-2,rosa-1,licor", "C-2,rosa-1,calafate"),
        ] {
            let source = sources.iter_mut().find(|source| source.name == name).unwrap();
            let text = String::from_utf8(source.bytes.clone()).unwrap();
            assert!(text.contains(from), "{from}");
            source.bytes = text.replace(from, to).into_bytes();
        }
        let report = put(&app.app, &sources).await;
        let places: Vec<_> =
            row_errors(&report).into_iter().map(|(file, line, column, _)| format!("{file}:{line}:{column}")).collect();
        let expected = [
            "offers.csv:2:min_batch",
            "certificates.csv:3:valid_from",
            "cycles.csv:3:cut_off_at",
            "standing_orders.csv:2:rule",
            "orders.csv:2:quantity",
            "orders.csv:3:quantity",
        ];
        assert_eq!(places, expected, "{:?}", report.errors.as_slice());
        nothing_is_there(&app.app).await;
    }
);

both!(
    async fn a_price_of_nothing_and_a_product_twice_are_refused(app: TestApp) {
        let edits = [
            ("prices.csv", "licor,,12000", "licor,,0", ("prices.csv", 4, "price", "price_invalid")),
            (
                "orders.csv",
                "A1,eco,n-10,,,OC-77,calafate,12,4000,2.5",
                "A1,eco,n-10,,,OC-77,calafate,12,0,2.5",
                ("orders.csv", 2, "unit_price", "price_invalid"),
            ),
            (
                "orders.csv",
                "A2,eco,n-11,desayuno,2026-03-19,,calafate,48,,\n",
                TWICE,
                ("orders.csv", 5, "product", "product_twice"),
            ),
        ];
        for (name, from, to, (file, line, column, code)) in edits {
            let mut sources = all();
            let source = sources.iter_mut().find(|source| source.name == name).unwrap();
            let text = String::from_utf8(source.bytes.clone()).unwrap();
            assert!(text.contains(from), "{from}");
            source.bytes = text.replace(from, to).into_bytes();
            let errors = row_errors(&put(&app.app, &sources).await);
            let error = (file.to_owned(), line, column.to_owned(), code.to_owned());
            assert!(errors.contains(&error), "{error:?} is not in {errors:?}");
        }
    }
);

both!(
    async fn only_a_workshop_that_joins_brings_its_past(app: TestApp) {
        // Its second share began in January; it is March.
        assert_eq!(put(&app.app, &all()).await.errors.count(), 0);
        let shares = |from: &str| source("shares.csv", &format!("workshop,weight,from_date\nrosa-1,20,{from}\n"));
        let late = put(&app.app, &[shares("2026-02-01")]).await;
        let fault = ("shares.csv".to_owned(), 2, "from_date".to_owned(), "share_in_past".to_owned());
        assert_eq!(row_errors(&late), [fault]);
        // The workshop's own row in the same import does not make it a newcomer.
        let workshops = FILES.iter().find(|(name, _)| *name == "workshops.csv").unwrap();
        let again = put(&app.app, &[source(workshops.0, workshops.1), shares("2026-02-01")]).await;
        assert_eq!(row_errors(&again).len(), 1, "{:?}", again.errors.as_slice());
        assert_eq!(put(&app.app, &[shares("2026-03-02")]).await.errors.count(), 0);
    }
);

async fn nothing_is_there(app: &App) {
    let tx = app.read(Actor::System).await.unwrap();
    assert_eq!(organisation::Entity::find().count(tx.db()).await.unwrap(), 0);
    assert_eq!(audit_entry::Entity::find().count(tx.db()).await.unwrap(), 0);
    assert_eq!(job::Entity::find().count(tx.db()).await.unwrap(), 0);
}

both!(
    async fn a_dry_run_of_the_command_stores_nothing(app: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in FILES {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let paths = [folder.path().to_owned()];
        import::run(&app.app, &paths, true).await.unwrap();
        nothing_is_there(&app.app).await;
        import::run(&app.app, &paths, false).await.unwrap();
        let out = folder.path().join("out");
        export::run(&app.app, &out).await.unwrap();
        let names = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
        assert_eq!(names(&out), FileKind::ALL.len() + 1);
        let unnamed = folder.path().join("units.txt");
        std::fs::write(&unnamed, "").unwrap();
        let error = import::run(&app.app, &[unnamed], false).await.unwrap_err();
        assert!(error.to_string().contains("workshops.csv"), "{error}");
        let error = import::run(&app.app, &[folder.path().join("absent")], false).await.unwrap_err();
        assert!(error.to_string().contains("there is no such file"), "{error}");
    }
);

fn form(files: &[(&str, &str)]) -> TestForm {
    let field =
        |(name, text): &(&str, &str)| TestFormField::bytes(text.as_bytes().to_vec()).name("files").filename(*name);
    files.iter().map(field).fold(TestForm::new(), TestForm::field)
}

both!(
    async fn a_row_whose_key_an_earlier_row_has_is_refused_in_every_file(app: TestApp) {
        // All rows of one of the files are in it twice.
        for (name, _) in FILES {
            let files = FILES.iter().map(|(other, text)| match other == name {
                true => source(other, &format!("{text}{}", text.split_once('\n').unwrap().1)),
                false => source(other, text),
            });
            let errors = row_errors(&put(&app.app, &files.collect::<Vec<_>>()).await);
            let of_file: Vec<_> = errors.iter().filter(|error| error.0 == *name).collect();
            // Rows of one record are checked with it.
            let of_record = ["prices.csv", "standing_orders.csv", "orders.csv"].contains(name);
            assert!(of_file.iter().any(|error| of_record || error.3 == "row_repeated"), "{name}: {errors:?}");
        }
    }
);

both!(
    async fn an_identifier_that_lost_its_leading_zeros_overwrites_nothing(app: TestApp) {
        let admin = app.user(OrganisationKind::Cooperative, "coop", Role::Admin).await;
        let client = app.client();
        let send = |path: &'static str, files: &[(&str, &str)]| {
            client.post(path).header("authorization", &admin.bearer).multipart(form(files)).send()
        };
        let send = async |path: &'static str, files: &[(&str, &str)]| -> Value {
            let response = send(path, files).await;
            response.0.into_body().into_json().await.unwrap()
        };
        let (import, dry_run) = ("/api/v1/staff/imports", "/api/v1/staff/imports?dry_run=true");
        let header = "code,organisation,name,joined_on,account_number,bank_code,account_tax_id,account_holder\n";
        let account = |number: &str| format!("{header}u1,007,Taller Uno,2026-01-01,{number},012,76.123.456-0,Rosa\n");
        let organisations = |code: &str, phone: &str| format!("code,kind,name,phone\n{code},producer,Rosa,{phone}\n");
        let (first, phoned) = (account("0012345678"), organisations("007", "067 221 1000"));
        let done = send(import, &[("organisations.csv", &phoned), ("workshops.csv", &first)]).await;
        assert_eq!((&done["files"][1]["rows"], &done["account_changes"]), (&json!(1), &json!([])));

        let faults = async |files: &[(&str, &str)]| -> Vec<(String, String, String)> {
            let problem = send(dry_run, files).await;
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let errors = problem["errors"].as_array().cloned().unwrap_or_default();
            errors.iter().map(|e| (text(&e["pointer"]), text(&e["code"]), text(&e["params"]["stored"]))).collect()
        };
        let lost = |pointer: &str, stored: &str| {
            vec![(pointer.to_owned(), "leading_zeros_lost".to_owned(), stored.to_owned())]
        };
        let number = lost("workshops.csv line 2/account_number", "0012345678");
        assert_eq!(faults(&[("workshops.csv", &account("12345678"))]).await, number);
        // The code of an organisation, as its own and where a row refers to it; a telephone; the code of a comuna.
        let code = lost("organisations.csv line 2/code", "007");
        assert_eq!(faults(&[("organisations.csv", &organisations("7", "067 221 1000"))]).await, code);
        let reference = lost("workshops.csv line 2/organisation", "007");
        assert_eq!(faults(&[("workshops.csv", &first.replace("007", "7"))]).await, reference);
        let phone = lost("organisations.csv line 2/phone", "067 221 1000");
        assert_eq!(faults(&[("organisations.csv", &organisations("007", "67 221 1000"))]).await, phone);
        let comuna = "code,organisation,name,joined_on,comuna_code\nu1,007,Taller Uno,2026-01-01,1101\n";
        assert_eq!(faults(&[("workshops.csv", comuna)]).await, lost("workshops.csv line 2/comuna_code", "01101"));

        // Another account is shown with the one before, and a second person confirms it as on the screen.
        let changed = account("0099999999");
        for path in [dry_run, import] {
            let told = send(path, &[("workshops.csv", &changed)]).await;
            let change = &told["account_changes"][0];
            assert_eq!((&change["line"], &change["workshop"]), (&json!(2), &json!("u1")));
            let numbers = (&change["before"]["account_number"], &change["after"]["account_number"]);
            assert_eq!(numbers, (&json!("0012345678"), &json!("0099999999")));
        }
        assert_eq!(send(import, &[("workshops.csv", &changed)]).await["account_changes"], json!([]));
        let tx = app.app.read(Actor::System).await.unwrap();
        let accounts = bank_account::Entity::find().order_by_desc(bank_account::Column::Id).all(tx.db()).await.unwrap();
        assert_eq!((accounts.len(), accounts[0].confirmed_at, accounts[0].created_by), (2, None, Some(admin.person)));
    }
);

both!(
    async fn administrators_import_and_export_over_http(app: TestApp) {
        let admin = app.user(OrganisationKind::Cooperative, "coop", Role::Admin).await;
        let client = app.client();
        let send = |path: &'static str, files: &[(&str, &str)]| {
            client.post(path).header("authorization", &admin.bearer).multipart(form(files)).send()
        };
        let tried = send("/api/v1/staff/imports?dry_run=true", FILES).await;
        tried.assert_status_is_ok();
        tried.json().await.value().object().get("dry_run").assert_bool(true);

        let refused = send("/api/v1/staff/imports", &[("workshops.csv", "code,name\n")]).await;
        refused.assert_status(poem::http::StatusCode::CONFLICT);
        let problem = refused.json().await;
        problem.value().object().get("code").assert_string("import_refused");
        let errors = problem.value().object().get("errors").array();
        let pointers: Vec<String> =
            errors.iter().map(|error| error.object().get("pointer").string().to_owned()).collect();
        assert_eq!(pointers, ["workshops.csv line 1/organisation", "workshops.csv line 1/joined_on"]);

        let unknown = send("/api/v1/staff/imports", &[("cosas.csv", "a\n")]).await;
        unknown.assert_status(poem::http::StatusCode::UNPROCESSABLE_ENTITY);

        let done = send("/api/v1/staff/imports", FILES).await;
        done.assert_status_is_ok();
        let get = |path: &'static str| client.get(path).header("authorization", &admin.bearer).send();
        let zones = get("/api/v1/staff/exports/zones.csv").await;
        zones.assert_status_is_ok();
        zones.assert_header("content-disposition", "attachment; filename=\"zones.csv\"");
        zones.assert_text("\u{feff}code,name\nnorte,Norte\n").await;
        get("/api/v1/staff/exports/zones.csv?byte_order_mark=false")
            .await
            .assert_text("code,name\nnorte,Norte\n")
            .await;
        // What a person downloaded and sends back changes nothing, and every file is a spreadsheet too.
        for (name, _) in FILES.iter().filter(|(name, _)| *name != "arrivals.csv") {
            let path = format!("/api/v1/staff/exports/{name}");
            let file = client.get(&path).header("authorization", &admin.bearer).send().await;
            file.assert_status_is_ok();
            let bytes = file.0.into_body().into_bytes().await.unwrap();
            assert!(bytes.starts_with("\u{feff}".as_bytes()), "{name}");
            let part = TestFormField::bytes(bytes.to_vec()).name("files").filename(*name);
            let again = client.post("/api/v1/staff/imports").header("authorization", &admin.bearer);
            let again = again.multipart(TestForm::new().field(part)).send().await;
            again.assert_status_is_ok();
            let answer = again.json().await;
            let files = answer.value().object().get("files").array();
            assert!(files.iter().all(|file| file.object().get("changed").i64() == 0), "{name}");
            let sheet = client.get(path.replace(".csv", ".xlsx")).header("authorization", &admin.bearer).send().await;
            sheet.assert_status_is_ok();
            assert!(sheet.0.into_body().into_bytes().await.unwrap().starts_with(b"PK"), "{name}");
        }
        get("/api/v1/staff/exports/ledger.journal").await.assert_status_is_ok();
        get("/api/v1/staff/exports/secrets.csv").await.assert_status(poem::http::StatusCode::NOT_FOUND);
    }
);

both!(
    async fn a_file_of_arrivals_says_what_serves_each_and_which_are_too_late_in_the_trial_too(app: TestApp) {
        let admin = app.user(OrganisationKind::Cooperative, "coop", Role::Admin).await;
        assert_eq!(put(&app.app, &all()).await.errors.as_slice(), []);
        app.run_jobs().await;
        let client = app.client();
        let send = async |path: &'static str, file: &str| -> Value {
            let request = client.post(path).header("authorization", &admin.bearer);
            let response = request.multipart(form(&[("arrivals.csv", file)])).send().await;
            response.0.into_body().into_json().await.unwrap()
        };
        // Past the cut-off of 12 March, before that of 19 March.
        let cut_off: chrono::DateTime<chrono::Utc> = "2026-03-11T12:00:00Z".parse().unwrap();
        app.advance(cut_off - app.now());
        app.run_jobs().await;
        let file =
            "buyer,reference,date,guests\neco,R-77,2026-03-13,6\n\neco,R-79,2026-03-20,2\neco,R-80,2026-03-01,1\n";
        for path in ["/api/v1/staff/imports?dry_run=true", "/api/v1/staff/imports", "/api/v1/staff/imports"] {
            let told = send(path, file).await;
            let late = json!([{ "delivery_date": "2026-03-12", "counted_guests": 4, "guests": 6 }]);
            assert_eq!(
                told["arrivals"],
                json!([
                    { "line": 2, "buyer": "eco", "reference": "R-77", "date": "2026-03-13", "guests": 6, "delivery_date": "2026-03-12", "late_deliveries": late },
                    { "line": 4, "buyer": "eco", "reference": "R-79", "date": "2026-03-20", "guests": 2, "delivery_date": "2026-03-19", "late_deliveries": [] },
                    { "line": 5, "buyer": "eco", "reference": "R-80", "date": "2026-03-01", "guests": 1, "late_deliveries": [] },
                ])
            );
        }
    }
);
