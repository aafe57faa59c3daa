//! Renders documents as PDF from a Typst template and data. Data are values, never markup. A template has no access to
//! files, network or clock, and the same input gives the same bytes.

use tokio::sync::Semaphore;
use typst::{
    Library, LibraryExt, World, comemo,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Dict, Duration, Smart, Value},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use super::{
    app::App,
    files::FileKey,
    fonts::FONTS,
    http::problem::{Problem, Result},
};

/// Why a document cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The template does not fit the data; the messages of Typst.
    #[error("the document's template failed: {}", .0.join("; "))]
    Template(Vec<String>),
    /// The data cannot be converted, or the process is stopping.
    #[error("the document could not be rendered: {0}")]
    Failed(String),
}

/// Renders `template` with `data`, which the template reads as `sys.inputs.data`. It takes processor time, so async code
/// calls [`render_in_background`].
pub fn render(template: &str, data: &serde_json::Value) -> Result<Vec<u8>, DocumentError> {
    let world = TemplateWorld::new(template, data)?;
    let document = typst::compile::<PagedDocument>(&world).output.map_err(|e| template_error(&e));
    let pdf = document.and_then(|document| {
        let options = PdfOptions { creator: Smart::Custom(Some("Minga".into())), ..PdfOptions::default() };
        typst_pdf::pdf(&document, &options).map_err(|e| template_error(&e))
    });
    // Typst caches for the next edit of the same source, which never comes.
    comemo::evict(0);
    pdf
}

/// Renders outside the async threads, one document at a time, so that a run of invoices leaves a core to requests.
pub async fn render_in_background(template: &'static str, data: serde_json::Value) -> Result<Vec<u8>, DocumentError> {
    static ONE: Semaphore = Semaphore::const_new(1);
    let failed = |e: &dyn std::fmt::Display| DocumentError::Failed(e.to_string());
    let permit = ONE.acquire().await.map_err(|e| failed(&e))?;
    let pdf = tokio::task::spawn_blocking(move || render(template, &data)).await.map_err(|e| failed(&e))?;
    drop(permit);
    pdf
}

/// Renders `template` and stores the PDF under `key`.
///
/// # Errors
/// 503 where the file store is absent.
pub async fn store_pdf(app: &App, key: &FileKey, template: &'static str, data: serde_json::Value) -> Result<Vec<u8>> {
    let pdf = render_in_background(template, data).await.map_err(anyhow::Error::from)?;
    app.files.write(key, pdf.clone()).await.map_err(|error| Problem::from(error).absent())?;
    Ok(pdf)
}

/// The PDF that is stored under `key`; none where it was lost.
pub async fn find_pdf(app: &App, key: &FileKey) -> Result<Option<Vec<u8>>> {
    let pdf = app.files.get(key).await?;
    if pdf.is_none() {
        tracing::warn!(key = key.as_str(), "a stored document was lost and is rendered again");
    }
    Ok(pdf)
}

fn template_error(errors: &[SourceDiagnostic]) -> DocumentError {
    DocumentError::Template(errors.iter().map(|e| e.message.to_string()).collect())
}

/// Everything that a template has access to.
struct TemplateWorld {
    library: LazyHash<Library>,
    source: Source,
}

impl TemplateWorld {
    fn new(template: &str, data: &serde_json::Value) -> Result<Self, DocumentError> {
        let failed = |e: &dyn std::fmt::Display| DocumentError::Failed(e.to_string());
        let mut inputs = Dict::new();
        inputs.insert("data".into(), serde_json::from_value::<Value>(data.clone()).map_err(|e| failed(&e))?);
        let path = VirtualPath::new("document.typ").map_err(|e| failed(&e))?;
        let id = FileId::new(RootedPath::new(VirtualRoot::Project, path));
        Ok(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            source: Source::new(id, template.to_owned()),
        })
    }
}

impl World for TemplateWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.face(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Write, process::Command};

    use serde_json::json;

    use super::*;

    const TEMPLATE: &str = r#"
        #let d = sys.inputs.data
        #set text(font: "Libertinus Serif", lang: "es")
        = #d.title
        #for line in d.lines [#line.name: #line.units \ ]
    "#;

    fn text_of(pdf: &[u8]) -> String {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(pdf).unwrap();
        let out = Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(file.path()).arg("-").output();
        String::from_utf8(out.expect("this test needs pdftotext: scripts/install-system installs it").stdout).unwrap()
    }

    #[test]
    fn text_of_a_person_stays_text() {
        let sly = "#panic() *bold* $x$ [#read(\"/etc/passwd\")] // ñandú";
        let data = json!({ "title": "Factura N° 12", "lines": [{ "name": sly, "units": 3 }] });
        let text = text_of(&render(TEMPLATE, &data).unwrap());
        assert!(text.contains("Factura N° 12"), "{text}");
        assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(&format!("{sly}: 3")), "{text}");
    }

    #[test]
    fn long_words_are_broken_and_stay_on_the_page() {
        for template in [include_str!("../../templates/invoice.typ"), include_str!("../../templates/statement.typ")] {
            assert!(template.contains(BREAKABLE), "the rule stands in every template");
        }
        let word = "Mermeladadecalafate".repeat(8);
        let template = format!("{BREAKABLE}\n#set page(width: 6cm)\n#sys.inputs.data.word");
        let text = text_of(&render(&template, &json!({ "word": word })).unwrap());
        let lines: Vec<&str> = text.split_whitespace().collect();
        assert!(lines.len() > 3, "{text}");
        assert_eq!(lines.concat().replace(['\u{200b}', '\u{ad}', '-'], ""), word);
    }

    /// The rule of the templates by which a word that is wider than its column is broken.
    const BREAKABLE: &str = r##"#show regex("[^\\s\\u{200b}]{25,}"): it => it.text.clusters().join(sym.zws)"##;

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        let data = json!({ "title": "Guía", "lines": [] });
        assert_eq!(render(TEMPLATE, &data).unwrap(), render(TEMPLATE, &data).unwrap());
    }

    #[test]
    fn a_template_has_no_access_to_the_outside() {
        for outside in [
            "#read(\"/etc/passwd\")",
            "#include \"other.typ\"",
            "#import \"@preview/cetz:0.3.0\"",
            "#datetime.today()",
            "#sys.inputs.data.absent",
        ] {
            let result = render(outside, &json!({}));
            assert!(
                matches!(&result, Err(DocumentError::Template(messages)) if !messages.is_empty()),
                "{outside}: {result:?}"
            );
        }
    }
}
