//! Tests of the parser of pasted orders.

use proptest::prelude::*;

use super::*;
use QuantityFault::{Ambiguous, Missing, NotWhole, Packs, TooLarge, Zero};

type Read = (Result<i64, QuantityFault>, String);

fn read(text: &str) -> Vec<Read> {
    order_text_lines(text).into_iter().map(|line| (line.quantity, line.words)).collect()
}

#[track_caller]
fn assert_read(text: &str, lines: &[(Result<i64, QuantityFault>, &str)]) {
    let lines: Vec<Read> = lines.iter().map(|(quantity, words)| (*quantity, (*words).to_owned())).collect();
    assert_eq!(read(text), lines, "{text:?}");
}

#[test]
fn a_quantity_stands_before_or_after_its_product() {
    for text in [
        "12 mermelada calafate",
        "mermelada calafate 12",
        "12 x mermelada calafate",
        "12x mermelada calafate",
        "mermelada calafate x 12",
        "mermelada calafate x12",
        "mermelada calafate × 12",
        "12 un mermelada calafate",
        "12un. mermelada calafate",
        "12 frascos de mermelada calafate",
        "mermelada calafate 12 unidades",
        "una docena de mermelada calafate",
        "1 docena mermelada calafate",
        "docena de mermelada calafate",
        "una docena de frascos de mermelada calafate",
        "a dozen jars of mermelada calafate",
        "doce mermelada calafate",
        "mermelada calafate doce",
        "twelve jars of mermelada calafate",
        "a dozen mermelada calafate",
        "mermelada calafate: 12",
        "mermelada calafate - 12",
        "mermelada calafate (12)",
        "mermelada calafate cantidad: 12",
        "mermelada calafate $4.500 12",
        "- 12 mermelada calafate",
        "> • 12 mermelada calafate",
        "1) 12 mermelada calafate",
        "3. mermelada calafate 12",
        "Por favor enviar 12 mermelada calafate",
        "Please send me 12 jars of mermelada calafate",
        "mermelada calafate 12,00",
        "12 mermelada calafate (12)",
        "12\tmermelada calafate",
        "mermelada calafate\t12",
        "mermelada calafate\t12 un\t$ 4.500",
        "mermelada calafate;12",
        "12, mermelada calafate",
        "| mermelada calafate | 12 |",
    ] {
        assert_read(text, &[(Ok(12), "mermelada calafate")]);
    }
    for (text, quantity) in [
        ("media docena de huevos", 6),
        ("docena y media de huevos", 18),
        ("dos docenas de huevos", 24),
        ("1/2 docena huevos", 6),
        ("1,5 docenas de huevos", 18),
        ("treinta y seis huevos", 36),
        ("1.200 huevos", 1_200),
        ("un huevos", 1),
        ("half a dozen huevos", 6),
        ("a dozen and a half huevos", 18),
        ("two hundred huevos", 200),
        ("cien huevos", 100),
    ] {
        assert_read(text, &[(Ok(quantity), "huevos")]);
    }
}

#[test]
fn a_net_content_is_no_quantity() {
    for (text, quantity, words) in [
        ("mermelada 250 g", Err(Missing), "mermelada 250 g"),
        ("mermelada 250g 6", Ok(6), "mermelada 250 g"),
        ("6 mermelada de 250 gr", Ok(6), "mermelada de 250 gr"),
        ("6 x 250 g mermelada", Ok(6), "250 g mermelada"),
        ("mermelada 6x250g", Ok(6), "mermelada 250 g"),
        ("un kilo de queso", Err(Missing), "un kilo de queso"),
        ("1,5 kg queso", Err(Missing), "1,5 kg queso"),
        ("2 queso de medio kilo", Ok(2), "queso de medio kilo"),
        ("queso maduro 12 meses", Err(Missing), "queso maduro 12 meses"),
        ("chocolate 70% 4", Ok(4), "chocolate 70 %"),
        ("vino reserva 2021", Err(Missing), "vino reserva 2021"),
        ("6 vino reserva 2021", Ok(6), "vino reserva 2021"),
        ("MER-02 12", Ok(12), "MER-02"),
        ("torta mil hojas 2", Ok(2), "torta mil hojas"),
    ] {
        assert_read(text, &[(quantity, words)]);
    }
}

#[test]
fn a_quantity_that_is_not_clear_is_none_with_the_reason() {
    for (text, fault, words) in [
        ("mermelada", Missing, "mermelada"),
        ("1,5 mermelada", NotWhole, "mermelada"),
        ("1/2 mermelada", NotWhole, "mermelada"),
        ("1,000 mermelada", NotWhole, "mermelada"),
        ("12 mermelada 6", Ambiguous, "mermelada"),
        ("12 x 6 mermelada", Ambiguous, "mermelada"),
        ("1 2 mermelada", Ambiguous, "mermelada"),
        ("2 mil mermelada", Ambiguous, "mermelada"),
        ("dos mil quinientas mermelada", Ambiguous, "mermelada"),
        ("doscientas mermelada", NotWhole, "mermelada"),
        ("12\tmermelada\t4500", Ambiguous, "mermelada"),
        ("2 cajas de mermelada", Packs, "mermelada"),
        ("0 mermelada", Zero, "mermelada"),
        ("2000000 mermelada", TooLarge, "mermelada"),
        ("99999999999999999999 docenas mermelada", TooLarge, "mermelada"),
    ] {
        assert_read(text, &[(Err(fault), words)]);
    }
}

#[test]
fn products_are_separated_by_lines_commas_and_quantities() {
    let both = [(Ok(12), "mermelada calafate"), (Ok(6), "queso fresco")];
    for text in [
        "12 mermelada calafate, 6 queso fresco",
        "12 mermelada calafate,6 queso fresco",
        "12 mermelada calafate; 6 queso fresco",
        "12 mermelada calafate\r\n\n6 queso fresco\n",
        "12 mermelada calafate y 6 queso fresco",
        "12 mermelada calafate 6 queso fresco",
        "12 mermelada calafate + 6 queso fresco",
        "12 mermelada calafate. 6 queso fresco.",
        "mermelada calafate 12, queso fresco 6",
        "mermelada calafate 12 y queso fresco 6",
        "product,quantity\n\"mermelada calafate\",12\nqueso fresco,6",
        "mermelada calafate, 12, queso fresco, 6",
        "12, mermelada calafate, 6, queso fresco",
        "una docena de mermelada calafate y seis queso fresco",
        "Producto\tCant.\tPrecio\nmermelada calafate\t12\t4500\nqueso fresco\t6\t5000",
        "cantidad;producto;total\n12;mermelada calafate;54000\n6;\"queso fresco\";30000",
    ] {
        assert_read(text, &both);
    }
    assert_read("Hola, por favor:\n12 mermelada\nGracias, saludos", &[(Ok(12), "mermelada")]);
    assert_read("12 mermelada calafate. Saludos", &[(Ok(12), "mermelada calafate")]);
    assert_read("6 kg queso y 2 un miel", &[(Err(Missing), "6 kg queso"), (Ok(2), "miel")]);
    assert_read("producto,cantidad\n\"Queso, fresco\",6", &[(Ok(6), "Queso, fresco")]);
    assert_read("queso con sal y ajo 6", &[(Ok(6), "queso con sal y ajo")]);
    assert_read("12 mermelada, queso", &[(Ok(12), "mermelada"), (Err(Missing), "queso")]);
    assert_read("por favor, de la", &[]);
}

#[test]
fn a_line_keeps_what_was_pasted_and_its_unit() {
    let lines = order_text_lines("Mermelada  calafate\t12 un\t$ 4.500\n2 cajas de queso y 6 miel");
    let texts: Vec<_> = lines.iter().map(|line| (line.text.as_str(), line.unit.as_deref())).collect();
    assert_eq!(
        texts,
        [("Mermelada  calafate 12 un $ 4.500", Some("un")), ("2 cajas de queso", Some("cajas")), ("6 miel", None)]
    );
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(\\PC|\n|\t){0,120}") {
        order_text_lines(&text);
    }

    #[test]
    fn any_mix_of_what_matters_is_read_and_no_quantity_is_invented(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "12", "7", "3,5", "1.000", "250", "g", "x", "un", "cajas", "queso", "ajo", "y", ",", ";", ":", "\t", "\n",
                "de", "$", "(", ")", "-", "1/2", "½", "cantidad", "producto", "x12", "6x250g", "%", "por favor", "2020",
            ]),
            0..14,
        )
    ) {
        let text = parts.join(" ");
        let numbers: Vec<i64> = vec![12, 7, 1_000, 250, 6, 2020, 1, 2];
        for line in order_text_lines(&text) {
            if let Ok(units) = line.quantity {
                prop_assert!(numbers.contains(&units) , "{}: {units}", text);
            }
        }
    }

    #[test]
    fn a_written_quantity_is_read_as_written(
        units in 1_i64..1_000, name in "[bcdfhjkmnprstvwz]{4,8}o( [bcdfhjkmnprstvwz]{4,8}o){0,2}", form in 0_usize..6
    ) {
        prop_assume!(order_text_lines(&name).iter().all(|line| line.words == name && line.unit.is_none()));
        let text = match form {
            0 => format!("{units} {name}"),
            1 => format!("{name} {units}"),
            2 => format!("{units}x {name}"),
            3 => format!("{name} x{units}"),
            4 => format!("{name}\t{units} un"),
            _ => format!("{units} un de {name} 500 g"),
        };
        let lines = order_text_lines(&text);
        prop_assert_eq!(lines.len(), 1);
        prop_assert_eq!(lines.first().map(|line| line.quantity), Some(Ok(units)));
        prop_assert!(lines.first().is_some_and(|line| line.words.starts_with(&name)));
    }
}
