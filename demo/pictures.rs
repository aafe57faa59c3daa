//! Pictures of the demo's products, drawn by this program. Some products have none, as in a cooperative that has just begun
//! to take photos.

use std::io::Cursor;

use anyhow::Context;
use entities::values::ProductId;
use image::ImageFormat;
use minga::{
    catalogue::{self, PhotoTexts},
    platform::{app::App, photos::store_photo, unit_of_work::Actor},
};

use super::{
    canvas::{Canvas, Colour, Shape, colour, mix},
    products::PRODUCTS,
};

const WHITE: Colour = [1.0; 3];
const BLACK: Colour = [0.0; 3];
const GLASS: u32 = 0x00ee_f2ee;
const PAPER: u32 = 0x00fa_f3e2;
const INK: u32 = 0x0023_201f;

/// What a picture shows.
#[derive(Clone, Copy)]
pub enum Subject {
    /// A jar with this content and lid, and fruit of this colour beside it.
    Jar { content: u32, lid: u32, fruit: Option<u32> },
    /// A bottle with this content.
    Bottle { content: u32 },
    /// A cheese with this rind and inside.
    Cheese { rind: u32, inside: u32, specks: Option<u32> },
    /// Fruit alone.
    Fruit { fruit: u32 },
    /// A basket of this wood with three things of these colours.
    Basket { wood: u32, content: [u32; 3] },
}

/// The pictures of a product, its cover first; none for most families.
fn subjects(code: &str) -> Vec<Subject> {
    let jam = |content, fruit| Subject::Jar { content, lid: 0x00c9_824a, fruit: Some(fruit) };
    let honey = |content| Subject::Jar { content, lid: 0x007d_5a35, fruit: None };
    match code {
        "mermelada-calafate" => vec![jam(0x003f_2452, 0x0034_2a5e), Subject::Fruit { fruit: 0x0034_2a5e }],
        "mermelada-ruibarbo" => vec![jam(0x00b8_4a4f, 0x00c7_5b66)],
        "mermelada-grosella" => vec![jam(0x0099_1f2a, 0x00c4_2a30), Subject::Fruit { fruit: 0x00c4_2a30 }],
        "mermelada-rosa-mosqueta" => vec![jam(0x00c2_4a1e, 0x00d2_4b25)],
        "mermelada-frambuesa" => vec![jam(0x0099_2344, 0x00c2_3a5b), Subject::Fruit { fruit: 0x00c2_3a5b }],
        "mermelada-murta" => vec![jam(0x0078_2030, 0x00a8_3444)],
        "miel-ulmo" => vec![honey(0x00ec_d9a0)],
        "miel-estepa" => vec![honey(0x00d9_9a2b)],
        "miel-multiflora" => vec![honey(0x00b9_6a1c)],
        "miel-crema" => vec![honey(0x00f0_e0b8)],
        "queso-mantecoso" => vec![Subject::Cheese { rind: 0x00d8_a648, inside: 0x00f3_dc98, specks: None }],
        "queso-oveja" => vec![Subject::Cheese { rind: 0x009a_6f3c, inside: 0x00ef_dcae, specks: None }],
        "queso-merken" => vec![Subject::Cheese { rind: 0x00c2_6a3a, inside: 0x00f2_d9a0, specks: Some(0x00a8_3a1c) }],
        "queso-ahumado" => vec![Subject::Cheese { rind: 0x0086_5228, inside: 0x00ec_cb84, specks: None }],
        "licor-calafate" => vec![Subject::Bottle { content: 0x0040_2558 }],
        "licor-ruibarbo" => vec![Subject::Bottle { content: 0x00b6_4a58 }],
        "licor-hierbas" => vec![Subject::Bottle { content: 0x007e_8a3a }],
        _ => Vec::new(),
    }
}

/// Gives the products their pictures.
///
/// # Errors
/// If a picture cannot be stored.
pub async fn create(app: &App, products: &[ProductId]) -> anyhow::Result<()> {
    for (id, product) in products.iter().zip(PRODUCTS) {
        for subject in subjects(product.code) {
            create_picture(app, *id, subject, product.name).await?;
        }
    }
    Ok(())
}

/// Gives a product of this name a picture.
///
/// # Errors
/// If it cannot be stored.
pub async fn create_picture(app: &App, product: ProductId, subject: Subject, name: (&str, &str)) -> anyhow::Result<()> {
    let problem = |problem| anyhow::anyhow!("{problem}");
    let mut file = Cursor::new(Vec::new());
    draw(subject).into_picture().write_to(&mut file, ImageFormat::Png).context("a picture cannot be written")?;
    let stored = store_photo(app, file.into_inner()).await.map_err(problem)?;
    let (es, en) = texts(subject, name);
    let texts = PhotoTexts { alt_es: Some(es), alt_en: Some(en) };
    let mut tx = app.begin(Actor::System).await.map_err(problem)?;
    catalogue::create_photo(&mut tx, product, stored, texts).await.map_err(problem)?;
    tx.commit().await.map_err(problem)
}

/// What a picture shows, in Spanish and English.
fn texts(subject: Subject, (es, en): (&str, &str)) -> (String, String) {
    let (what_es, what_en) = match subject {
        Subject::Jar { .. } => ("un frasco", "a jar"),
        Subject::Bottle { .. } => ("una botella", "a bottle"),
        Subject::Cheese { .. } => ("el queso cortado", "the cheese, cut"),
        Subject::Fruit { .. } => ("la fruta", "the fruit"),
        Subject::Basket { .. } => ("la canasta llena", "the basket, filled"),
    };
    (format!("{es}: {what_es} (dibujo, producto ficticio)"), format!("{en}: {what_en} (drawing, fictitious product)"))
}

fn draw(subject: Subject) -> Canvas {
    let (wall, table) = (colour(0x00f4_efe6), colour(0x00d9_c3a4));
    let mut canvas = Canvas::new(|height| match height < 0.7 {
        true => mix(wall, colour(0x00df_d8cc), height),
        false => mix(table, colour(0x00b8_9a74), (height - 0.7) / 0.3),
    });
    match subject {
        Subject::Jar { content, lid, fruit } => {
            jar(&mut canvas, colour(content), colour(lid));
            if let Some(fruit) = fruit {
                for (x, y, radius) in
                    [(500.0, 448.0, 26.0), (548.0, 456.0, 23.0), (526.0, 478.0, 25.0), (186.0, 462.0, 24.0)]
                {
                    berry(&mut canvas, x, y, radius, colour(fruit));
                }
            }
        }
        Subject::Bottle { content } => bottle(&mut canvas, colour(content)),
        Subject::Cheese { rind, inside, specks } => {
            cheese(&mut canvas, colour(rind), colour(inside), specks.map(colour))
        }
        Subject::Fruit { fruit } => bowl(&mut canvas, colour(fruit)),
        Subject::Basket { wood, content } => basket(&mut canvas, colour(wood), content.map(colour)),
    }
    canvas
}

/// The light on something round: brighter left of the middle, darker at the edges.
fn round(base: Colour, across: f32) -> Colour {
    let light = 1.0 - (across + 0.35).abs();
    let lit = mix(base, WHITE, 0.22 * light.max(0.0));
    mix(lit, BLACK, 0.42 * (across - 0.2).max(0.0) + 0.25 * (-across - 0.7).max(0.0))
}

fn shadow(canvas: &mut Canvas, x: f32, y: f32, half_width: f32, half_height: f32) {
    let shape = Shape { edge: half_height * 0.9, ..Shape::ellipse(x, y, half_width, half_height) };
    canvas.fill(shape, 0.35, |_, _| colour(0x0040_2f1c));
}

fn label(canvas: &mut Canvas, x: f32, y: f32, half_width: f32, half_height: f32, mark: Colour) {
    canvas.fill(Shape::round_box(x, y, half_width, half_height, 5.0), 1.0, |across, _| {
        round(colour(PAPER), across * 0.8)
    });
    canvas.fill(Shape::ellipse(x, y - half_height * 0.3, 17.0, 17.0), 0.9, |_, _| mark);
    for (line, part) in [(0.32, 0.62), (0.58, 0.4)] {
        let shape = Shape::round_box(x, y + half_height * line, half_width * part, 3.0, 3.0);
        canvas.fill(shape, 0.75, |_, _| colour(INK));
    }
}

fn jar(canvas: &mut Canvas, content: Colour, lid: Colour) {
    shadow(canvas, 372.0, 458.0, 150.0, 26.0);
    canvas.fill(Shape::round_box(360.0, 318.0, 122.0, 144.0, 34.0), 1.0, |across, _| round(colour(GLASS), across));
    canvas.fill(Shape::round_box(360.0, 332.0, 114.0, 124.0, 28.0), 1.0, |across, down| {
        mix(round(content, across), BLACK, 0.12 * down.max(0.0))
    });
    canvas.fill(Shape::round_box(360.0, 156.0, 112.0, 32.0, 10.0), 1.0, |across, _| round(lid, across));
    for at in 0_u8..15 {
        let x = 257.0 + 14.7 * f32::from(at);
        canvas.fill(Shape::round_box(x, 160.0, 1.2, 22.0, 1.0), 0.25, |_, _| BLACK);
    }
    canvas.fill(Shape::ellipse(360.0, 126.0, 111.0, 9.0), 1.0, |across, _| mix(round(lid, across), WHITE, 0.18));
    label(canvas, 360.0, 338.0, 84.0, 70.0, content);
    canvas.fill(Shape::round_box(268.0, 320.0, 7.0, 96.0, 7.0), 0.35, |_, _| WHITE);
}

fn bottle(canvas: &mut Canvas, content: Colour) {
    shadow(canvas, 372.0, 450.0, 100.0, 18.0);
    canvas.fill(Shape::round_box(360.0, 200.0, 23.0, 84.0, 12.0), 1.0, |across, _| round(content, across));
    canvas.fill(Shape::round_box(360.0, 344.0, 76.0, 108.0, 36.0), 1.0, |across, down| {
        mix(round(content, across), BLACK, 0.15 * down.max(0.0))
    });
    canvas.fill(Shape::round_box(360.0, 122.0, 26.0, 26.0, 6.0), 1.0, |across, _| round(colour(0x00a8_8963), across));
    canvas.fill(Shape::round_box(360.0, 154.0, 26.0, 6.0, 4.0), 1.0, |across, _| round(colour(PAPER), across));
    label(canvas, 360.0, 356.0, 63.0, 58.0, content);
    canvas.fill(Shape::round_box(301.0, 344.0, 5.0, 72.0, 5.0), 0.4, |_, _| WHITE);
    canvas.fill(Shape::round_box(345.0, 206.0, 3.0, 46.0, 3.0), 0.35, |_, _| WHITE);
}

fn cheese(canvas: &mut Canvas, rind: Colour, inside: Colour, specks: Option<Colour>) {
    shadow(canvas, 376.0, 390.0, 236.0, 42.0);
    canvas.fill(Shape::ellipse(360.0, 354.0, 210.0, 66.0), 1.0, |across, _| round(rind, across));
    canvas.fill(Shape::round_box(360.0, 304.0, 210.0, 52.0, 2.0), 1.0, |across, _| round(rind, across));
    canvas.fill(Shape::ellipse(360.0, 254.0, 210.0, 66.0), 1.0, |across, down| {
        mix(mix(rind, WHITE, 0.2), BLACK, 0.06 * (across + down).max(0.0))
    });
    // A cut piece in front of the wheel.
    shadow(canvas, 214.0, 414.0, 116.0, 18.0);
    canvas.fill(Shape::round_box(206.0, 364.0, 104.0, 48.0, 6.0), 1.0, |across, down| {
        mix(inside, BLACK, 0.08 * (across + down).max(0.0))
    });
    canvas.fill(Shape::round_box(206.0, 320.0, 104.0, 9.0, 5.0), 1.0, |across, _| round(rind, across * 0.6));
    let eyes =
        [(150.0, 356.0, 9.0), (196.0, 380.0, 12.0), (244.0, 348.0, 7.0), (268.0, 384.0, 10.0), (132.0, 390.0, 6.0)];
    for (x, y, radius) in eyes {
        let within = specks.unwrap_or(mix(inside, rind, 0.7));
        let radius = if specks.is_some() { radius * 0.45 } else { radius };
        canvas
            .fill(Shape::ellipse(x, y, radius, radius * 0.8), 0.85, |_, down| mix(within, WHITE, 0.2 * down.max(0.0)));
    }
}

fn basket(canvas: &mut Canvas, wood: Colour, content: [Colour; 3]) {
    shadow(canvas, 368.0, 462.0, 232.0, 30.0);
    // The handle behind what is in it.
    canvas.fill(Shape::ellipse(360.0, 250.0, 190.0, 176.0), 1.0, |across, _| round(wood, across));
    canvas
        .fill(Shape::ellipse(360.0, 256.0, 168.0, 154.0), 1.0, |_, down| mix(colour(0x00ee_e8dd), BLACK, 0.05 * down));
    for (at, content) in (0_u8..).zip(content) {
        let x = 244.0 + 116.0 * f32::from(at);
        let top = 236.0 - 22.0 * f32::from(at % 2);
        canvas.fill(Shape::round_box(x, top + 40.0, 52.0, 76.0, 16.0), 1.0, |across, _| round(content, across));
        canvas.fill(Shape::round_box(x, top - 42.0, 46.0, 14.0, 6.0), 1.0, |across, _| {
            round(colour(0x007d_5a35), across)
        });
        canvas.fill(Shape::round_box(x, top + 30.0, 36.0, 30.0, 4.0), 1.0, |across, _| {
            round(colour(PAPER), across * 0.8)
        });
    }
    canvas.fill(Shape::round_box(360.0, 386.0, 222.0, 82.0, 30.0), 1.0, |across, down| {
        mix(round(wood, across), BLACK, 0.12 * down.max(0.0))
    });
    // Woven strips: each row is shifted by half of one.
    for row in 0_u8..4 {
        for at in 0_u8..9 {
            let x = 168.0 + 48.0 * f32::from(at) + 24.0 * f32::from(row % 2);
            let y = 332.0 + 36.0 * f32::from(row);
            if x < 568.0 {
                canvas
                    .fill(Shape::round_box(x, y, 19.0, 13.0, 7.0), 0.55, |_, down| mix(wood, WHITE, 0.18 - 0.2 * down));
            }
        }
    }
    canvas
        .fill(Shape::round_box(360.0, 308.0, 230.0, 12.0, 12.0), 1.0, |across, _| mix(round(wood, across), WHITE, 0.1));
}

fn berry(canvas: &mut Canvas, x: f32, y: f32, radius: f32, fruit: Colour) {
    shadow(canvas, x + 3.0, y + radius * 0.9, radius * 0.95, radius * 0.28);
    canvas.fill(Shape::ellipse(x, y, radius, radius), 1.0, |across, down| {
        mix(round(fruit, across), BLACK, 0.3 * down.max(0.0))
    });
    let light = Shape {
        edge: radius * 0.3,
        ..Shape::ellipse(x - radius * 0.35, y - radius * 0.4, radius * 0.26, radius * 0.2)
    };
    canvas.fill(light, 0.7, |_, _| WHITE);
}

fn bowl(canvas: &mut Canvas, fruit: Colour) {
    shadow(canvas, 368.0, 462.0, 190.0, 30.0);
    canvas.fill(Shape::ellipse(360.0, 392.0, 210.0, 78.0), 1.0, |across, _| round(colour(0x008a_9aa0), across));
    canvas.fill(Shape::ellipse(360.0, 352.0, 226.0, 62.0), 1.0, |across, _| round(colour(0x00c9_d2d2), across));
    canvas.fill(Shape::ellipse(360.0, 352.0, 206.0, 50.0), 1.0, |_, down| mix(colour(0x006b_787c), BLACK, 0.2 * -down));
    for row in 0_u8..4 {
        for at in 0..(8 - row) {
            let x = 360.0 + (f32::from(at) - f32::from(7 - row) / 2.0) * 48.0;
            let y = 366.0 - f32::from(row) * 34.0 + f32::from((at + row) % 2) * 7.0;
            berry(canvas, x, y, 29.0, fruit);
        }
    }
}
