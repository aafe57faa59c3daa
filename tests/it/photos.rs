//! Photos of products: who adds and sees them, what of an uploaded picture is kept, and what is refused.

use std::io::Cursor;

use entities::values::Role;
use image::{ExtendedColorType, ImageEncoder, ImageFormat, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use minga::{
    audit,
    commands::{backup, restore},
    platform::{app::App, http::limits},
};
use serde_json::{Value, json};

use crate::{
    platform::backup::elsewhere,
    support::{ApiClient, TestApp, both},
};

/// What a camera wrote: the name of its owner, and a place.
const OWNER: &[u8] = b"Rosa Ficticia";
const PLACE: &[u8] = b"45 34 12 S 72 4 2 W";

fn picture(width: u32, height: u32, colour: [u8; 3]) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| if x < width / 2 && y < height / 2 { Rgb(colour) } else { Rgb([230; 3]) })
}

/// A JPEG as a phone writes it: held upright, with its owner and the place.
fn from_a_phone(colour: [u8; 3]) -> Vec<u8> {
    // Orientation, artist, and a text in the place of a description.
    let entry = |tag: u16, kind: u16, count: usize, value: u32| {
        let count = u32::try_from(count).unwrap();
        [tag.to_le_bytes().as_slice(), &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let texts_at = 8 + 2 + 3 * 12 + 4;
    let mut exif = b"II\x2a\0\x08\0\0\0\x03\0".to_vec();
    exif.extend(entry(0x010e, 2, PLACE.len(), u32::try_from(texts_at + OWNER.len()).unwrap()));
    exif.extend(entry(0x0112, 3, 1, 6));
    exif.extend(entry(0x013b, 2, OWNER.len(), u32::try_from(texts_at).unwrap()));
    exif.extend([0; 4]);
    exif.extend(OWNER);
    exif.extend(PLACE);
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 85);
    encoder.set_exif_metadata(exif).unwrap();
    encoder.write_image(&picture(900, 600, colour), 900, 600, ExtendedColorType::Rgb8).unwrap();
    bytes
}

/// A PNG of this size.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture(width, height, [90, 20, 120]).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

async fn create_product(staff: &ApiClient, code: &str) -> String {
    let family = json!({ "code": "JAMS", "name_es": "Mermeladas", "name_en": "Jams" });
    let family = staff.put_without_if_match("/staff/families", family).await.ok();
    let product = json!({
        "code": code, "family_id": family["id"], "name_es": "Mermelada de calafate", "name_en": "Calafate jam",
        "net_content": 250, "net_unit": "g", "lot_size": 12, "allergens": [], "storage": "ambient",
        "shelf_life_days": 365, "vat_bps": 1900,
    });
    staff.post("/staff/products", product).await.ok()["id"].as_str().unwrap().to_owned()
}

async fn publish(staff: &ApiClient, product: &str) {
    staff.post(&format!("/staff/products/{product}/publish"), json!({})).await.ok();
}

async fn upload(staff: &ApiClient, product: &str, bytes: Vec<u8>) -> Value {
    staff.post_image(&format!("/staff/products/{product}/photos"), "image/jpeg", bytes).await.ok()
}

fn ids(photos: &Value) -> Vec<&str> {
    photos["photos"].as_array().unwrap().iter().map(|photo| photo["id"].as_str().unwrap()).collect()
}

/// The path of the largest size, without `/api/v1`.
fn largest(photo: &Value) -> &str {
    let path = photo["sizes"].as_array().unwrap().last().unwrap()["path"].as_str().unwrap();
    path.strip_prefix("/api/v1").unwrap()
}

both!(
    async fn staff_add_describe_order_and_delete_photos(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let product = create_product(&staff, "CAL").await;
        let path = format!("/staff/products/{product}");
        let colours = [[200, 0, 0], [0, 200, 0], [0, 0, 200]];
        let mut photos = Vec::new();
        for colour in colours {
            photos.push(upload(&staff, &product, from_a_phone(colour)).await);
        }
        let id = |at: usize| photos[at]["id"].as_str().unwrap();
        let listed = staff.get(&format!("{path}/photos")).await.ok();
        assert_eq!(ids(&listed), [id(0), id(1), id(2)]);
        assert_eq!(listed["maximum"], limits::PHOTOS);
        assert_eq!(staff.get(&path).await.ok()["cover"]["id"], id(0));

        let order = staff
            .put_without_if_match(&format!("{path}/photo-order"), json!({ "photo_ids": [id(2), id(0), id(1)] }))
            .await
            .ok();
        assert_eq!(ids(&order), [id(2), id(0), id(1)]);
        assert_eq!(staff.get(&path).await.ok()["cover"]["id"], id(2));
        for wrong in [json!([id(2), id(0)]), json!([id(2), id(0), id(0)]), json!([])] {
            let refused =
                staff.put_without_if_match(&format!("{path}/photo-order"), json!({ "photo_ids": wrong })).await;
            assert_eq!((refused.refusal(), refused.pointer()), ((409, "photos_changed"), "/photo_ids"));
        }

        let texts = json!({ "alt_es": "Un frasco abierto", "alt_en": "An open jar" });
        let described = staff.put(&format!("{path}/photos/{}", id(2)), "\"v1\"", texts.clone()).await.ok();
        assert_eq!(
            (&described["photos"][0]["alt_es"], &described["photos"][0]["version"]),
            (&json!("Un frasco abierto"), &json!(2))
        );
        let stale = staff.put(&format!("{path}/photos/{}", id(2)), "\"v1\"", texts).await;
        assert_eq!(stale.refusal(), (412, "stale"));

        publish(&staff, &product).await;
        let public = app.anonymous_client().get(&format!("/public/products/{product}")).await.ok();
        assert_eq!(ids(&public), [id(2), id(0), id(1)]);
        assert_eq!(public["product"]["cover"]["alt_en"], "An open jar");
        let list = app.anonymous_client().get("/public/products").await.ok();
        assert_eq!(list[0]["cover"]["id"], id(2));
        let file = largest(&public["photos"][0]).to_owned();
        assert_eq!(app.anonymous_client().get_file(&file).await.status, 200);

        let left = staff.post(&format!("{path}/photos/{}/remove", id(2)), json!({})).await.ok();
        assert_eq!(ids(&left), [id(0), id(1)]);
        assert_eq!(app.anonymous_client().get_file(&file).await.status, 404);
        let gone = staff.post(&format!("{path}/photos/{}/remove", id(2)), json!({})).await;
        assert_eq!(gone.refusal(), (404, "not_found"));
        // A photo of another product is none of this one.
        let other = create_product(&staff, "OTRA").await;
        let foreign = staff.post(&format!("/staff/products/{other}/photos/{}/remove", id(0)), json!({})).await;
        assert_eq!(foreign.refusal(), (404, "not_found"));
    }
);

both!(
    async fn a_photo_is_upright_and_keeps_nothing_that_the_camera_wrote(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let product = create_product(&staff, "CAL").await;
        let sent = from_a_phone([200, 0, 0]);
        assert!(contains(&sent, OWNER) && contains(&sent, PLACE) && contains(&sent, b"Exif"));
        let photo = upload(&staff, &product, sent).await;
        let sizes = photo["sizes"].as_array().unwrap();
        // It was taken 900 × 600 and held upright.
        assert_eq!(
            sizes.iter().map(|size| (size["width"].as_u64(), size["height"].as_u64())).collect::<Vec<_>>(),
            [(Some(320), Some(480)), (Some(600), Some(900))]
        );
        for size in sizes {
            let path = size["path"].as_str().unwrap().strip_prefix("/api/v1").unwrap();
            let file = staff.get_file(path).await;
            for part in [OWNER, PLACE, b"Exif", b"http://ns.adobe.com"] {
                assert!(!contains(&file.bytes, part), "{}", String::from_utf8_lossy(part));
            }
            let image = image::load_from_memory_with_format(&file.bytes, ImageFormat::Jpeg).unwrap().into_rgb8();
            assert_eq!(u64::from(image.width()), size["width"].as_u64().unwrap());
            // What was left above on the camera's side is right above now.
            let reddish = |x: u32| {
                let [red, green, _] = image.get_pixel(x, 20).0;
                red.saturating_sub(green) > 60
            };
            assert!(!reddish(20) && reddish(image.width() - 20));
        }
    }
);

both!(
    async fn only_who_may_see_the_product_sees_its_photos(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let viewer = app.staff_client(Role::Viewer).await;
        let product = create_product(&staff, "CAL").await;
        let hidden = upload(&staff, &product, from_a_phone([200, 0, 0])).await;
        let hidden_file = largest(&hidden).to_owned();
        assert!(hidden_file.starts_with("/staff/photos/"), "{hidden_file}");
        let public_file = hidden_file.replace("/staff/", "/public/");
        assert_eq!(app.anonymous_client().get_file(&public_file).await.status, 404);
        assert_eq!(app.anonymous_client().get_file(&hidden_file).await.status, 401);
        let seen = viewer.get_file(&hidden_file).await;
        assert_eq!((seen.status, seen.header("cache-control")), (200, "private, max-age=31536000, immutable"));
        let refused = viewer.post_image(&format!("/staff/products/{product}/photos"), "image/png", png(300, 300)).await;
        assert_eq!(refused.status, 403);

        publish(&staff, &product).await;
        let seen = app.anonymous_client().get_file(&public_file).await;
        assert_eq!(
            (seen.header("content-type"), seen.header("cache-control"), seen.header("x-content-type-options")),
            ("image/jpeg", "public, max-age=31536000, immutable", "nosniff")
        );
        let tag = seen.header("etag").to_owned();
        let known = app.anonymous_client().get_file_unless(&public_file, &tag).await;
        assert_eq!((known.status, known.bytes.len(), known.header("etag")), (304, 0, tag.as_str()));
        for absent in ["1", "799", "10000"] {
            let path = format!("{}/{absent}", public_file.rsplit_once('/').unwrap().0);
            assert_eq!(app.anonymous_client().get_file(&path).await.status, 404, "{absent}");
        }

        app.advance(chrono::TimeDelta::seconds(6));
        app.run_jobs().await;
        let found = app.anonymous_client().get("/public/search?q=calafate").await.ok();
        assert_eq!(found["products"][0]["cover"]["id"], hidden["id"]);

        staff.post(&format!("/staff/products/{product}/retire"), json!({})).await.ok();
        assert_eq!(app.anonymous_client().get_file(&public_file).await.status, 404);
        assert_eq!(viewer.get_file(&hidden_file).await.status, 200);
        let path = format!("/staff/products/{product}/photos");
        let late = staff.post_image(&path, "image/png", png(300, 300)).await;
        assert_eq!(late.refusal(), (409, "product_retired"));
    }
);

both!(
    async fn what_is_no_photo_is_refused_and_leaves_nothing(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let product = create_product(&staff, "CAL").await;
        let path = format!("/staff/products/{product}/photos");
        let whole = from_a_phone([0, 0, 0]);
        let mut bomb = png(300, 300);
        // The head of a PNG begins at byte 16 with its width; its checksum is at byte 29.
        bomb[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
        let crc = flate2::Crc::new();
        let crc = {
            let mut crc = crc;
            crc.update(&bomb[12..29]);
            crc.sum()
        };
        bomb[29..33].copy_from_slice(&crc.to_be_bytes());
        let heic = [&[0, 0, 0, 24], b"ftypheic".as_slice(), &[0; 40]].concat();
        for (content_type, bytes, status, code) in [
            ("image/png", bomb, 422, "photo_too_large"),
            ("image/jpeg", whole[..whole.len() / 2].to_vec(), 422, "photo_damaged"),
            ("image/jpeg", b"Esto no es una foto".to_vec(), 422, "photo_format"),
            ("image/heic", heic, 422, "photo_heic"),
            ("image/png", png(300, 120), 422, "photo_too_small"),
            ("image/jpeg", vec![0; limits::UPLOAD_BODY + 1], 413, "too_large"),
            ("text/plain", whole.clone(), 415, "unsupported_media_type"),
        ] {
            let refused = staff.post_image(&path, content_type, bytes).await;
            assert_eq!(refused.refusal(), (status, code));
        }
        assert_eq!(ids(&staff.get(&path).await.ok()).len(), 0);
        let unknown = "/staff/products/01890a5d-ac96-774b-bcce-b302099a8057/photos";
        assert_eq!(staff.post_image(unknown, "image/jpeg", whole).await.refusal(), (404, "not_found"));
    }
);

both!(
    async fn a_product_has_so_many_photos_and_no_more(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let product = create_product(&staff, "CAL").await;
        let path = format!("/staff/products/{product}/photos");
        for at in 0..limits::PHOTOS - 1 {
            upload(&staff, &product, from_a_phone([u8::try_from(at).unwrap() * 20, 0, 0])).await;
        }
        let last = from_a_phone([1, 2, 3]);
        let first = staff.post_image_as("the last one", &path, last.clone()).await.ok();
        let full = staff.post_image(&path, "image/png", png(300, 300)).await;
        assert_eq!((full.refusal(), &full.body["params"]["maximum"]), ((409, "photos_full"), &json!(limits::PHOTOS)));
        // Whoever lost the response of the last one is answered the same again.
        assert_eq!(staff.post_image_as("the last one", &path, last).await.ok()["id"], first["id"]);
        assert_eq!(ids(&staff.get(&path).await.ok()).len(), limits::PHOTOS);
    }
);

both!(
    async fn two_uploads_at_once_have_two_positions(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let product = create_product(&staff, "CAL").await;
        let path = format!("/staff/products/{product}/photos");
        let node = app.other_node().await;
        let elsewhere = app.client_of_node(&node, &staff);
        for round in 0..limits::PHOTOS / 2 {
            let colour = u8::try_from(round).unwrap() * 50;
            let (here, there) = tokio::join!(
                staff.post_image(&path, "image/jpeg", from_a_phone([colour, 0, 0])),
                elsewhere.post_image(&path, "image/jpeg", from_a_phone([0, colour, 0]))
            );
            let (here, there) = (here.ok(), there.ok());
            let listed = staff.get(&path).await.ok();
            let last: Vec<&str> = ids(&listed).into_iter().skip(2 * round).collect();
            assert!(last.contains(&here["id"].as_str().unwrap()) && last.contains(&there["id"].as_str().unwrap()));
            assert_eq!(last.len(), 2);
        }
        // Of two uploads for the last place one is refused.
        let first = ids(&staff.get(&path).await.ok())[0].to_owned();
        staff.post(&format!("{path}/{first}/remove"), json!({})).await.ok();
        let (here, there) = tokio::join!(
            staff.post_image(&path, "image/jpeg", from_a_phone([9, 0, 0])),
            elsewhere.post_image(&path, "image/jpeg", from_a_phone([0, 9, 0]))
        );
        let mut statuses = [here.status, there.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
    }
);

both!(
    async fn a_backup_has_the_photos_and_the_audit_misses_a_lost_one(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let product = create_product(&staff, "CAL").await;
        let photo = upload(&staff, &product, from_a_phone([200, 0, 0])).await;
        let deleted = upload(&staff, &product, from_a_phone([0, 0, 200])).await;
        let remove = format!("/staff/products/{product}/photos/{}/remove", deleted["id"].as_str().unwrap());
        staff.post(&remove, json!({})).await.ok();
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy");
        backup::run(&app.app, &copy).await.unwrap();
        let photos: Vec<_> = std::fs::read_dir(copy.join("files/photos")).unwrap().collect();
        assert_eq!(photos.len(), 1, "no file of a deleted photo");

        let here = elsewhere(&app, folder.path(), "restored").await;
        restore::run(here.clone(), &copy).await.unwrap();
        let restored = App::open_unchanged(here.clone()).await.unwrap();
        let missing = async || {
            let violations = audit::find_violations(&restored).await.unwrap();
            violations.into_iter().filter(|violation| violation.invariant == "I19").flat_map(|one| one.subjects).count()
        };
        assert_eq!(missing().await, 0);
        let digest = largest(&photo).split('/').nth(3).unwrap();
        std::fs::remove_file(here.data.join(format!("files/photos/{digest}/320.jpg"))).unwrap();
        assert_eq!(missing().await, 1);
    }
);
