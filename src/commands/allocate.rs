//! `minga allocate`: the fair split as a tool of its own, so that anyone can check a run without an installation.

use std::path::Path;

use anyhow::Context;

use fair_split::{InstanceErrorKind, json};

/// Reads an instance from `input` and writes its split to `output`.
///
/// # Errors
/// Where a file cannot be read or written, or the instance has a fault, which is named with the codes concerned.
pub fn run(input: &Path, output: &Path) -> anyhow::Result<()> {
    let asked = std::fs::read_to_string(input).with_context(|| format!("{} cannot be read", input.display()))?;
    let done = json::split_json(&asked).map_err(in_both_languages);
    let done = done.with_context(|| format!("{} cannot be split", input.display()))?;
    std::fs::write(output, done + "\n").with_context(|| format!("{} cannot be written", output.display()))
}

/// The error with its sentence in Spanish after the English one.
fn in_both_languages(error: json::JsonError) -> anyhow::Error {
    let spanish = match &error {
        json::JsonError::Malformed(_) => "el archivo no tiene la forma documentada",
        json::JsonError::Instance(error) => spanish(error.kind),
    };
    anyhow::anyhow!("{error} / {spanish}")
}

const fn spanish(kind: InstanceErrorKind) -> &'static str {
    match kind {
        InstanceErrorKind::EmptyId => "hay un código vacío",
        InstanceErrorKind::DuplicateRow => "la misma fila está dos veces",
        InstanceErrorKind::UnknownWorkshop => "se nombra una unidad que no existe",
        InstanceErrorKind::UnknownProduct => "se nombra un producto que no existe",
        InstanceErrorKind::ZeroShare => "la participación debe ser mayor que cero",
        InstanceErrorKind::NegativeNumber => "un número no puede ser negativo",
        InstanceErrorKind::NotWhole => "las tandas son números enteros",
        InstanceErrorKind::NumberTooLarge => "un número es demasiado grande",
        InstanceErrorKind::NumberTooPrecise => "los números tienen demasiadas cifras para un cálculo exacto",
        InstanceErrorKind::NotANumber => "se esperaba un número",
        InstanceErrorKind::ZeroLotSize => "el tamaño de la tanda debe ser mayor que cero",
        InstanceErrorKind::PinNotEligible => "se fijó una cantidad a una unidad que no puede entregar ese producto",
        InstanceErrorKind::PinOverCapacity => "la cantidad fijada supera la capacidad",
        InstanceErrorKind::PinOverDemand => "las cantidades fijadas superan la demanda del producto",
        InstanceErrorKind::PinBelowMinimumBatch => "la cantidad fijada es menor que el lote mínimo",
        InstanceErrorKind::PinOverLimit => "las cantidades fijadas superan el límite total de la unidad",
    }
}
