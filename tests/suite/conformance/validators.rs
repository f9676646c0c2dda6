//! The validators that others wrote, each with a twin that it has to reject.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use offprint::diag::Diagnostics;
use offprint::disk::load_design;
use offprint::epub::Typefaces;
use offprint::job::{self, Format, Settings};
use offprint::source::Source;

use super::outputs::{self, Made};
use crate::common::epub;
use crate::common::tools;

/// Samples, books, and what the corpus adds.
fn all(test: &str) -> impl Iterator<Item = &'static Made> {
    outputs::samples().iter().chain(outputs::books(test)).chain(outputs::corpus_choice(test))
}

/// EPUBs of the samples, and of every third article of the corpus's choice, that hold the faces of their design.
fn with_faces(test: &str) -> Vec<PathBuf> {
    let folder = tools::workspace("with-faces");
    let mut settings = Settings::default();
    settings.epub.typefaces = Typefaces::Embedded;
    let made = outputs::samples().iter().chain(outputs::corpus_choice(test).iter().step_by(3));
    let write = |(number, made): (usize, &Made)| {
        let path = folder.join(format!("{number}.epub"));
        let epub = job::make(&made.article, Format::Epub, &settings, &mut Diagnostics::new());
        fs::write(&path, epub.expect("an EPUB")).expect("outputs can be written");
        path
    };
    made.enumerate().map(write).collect()
}

/// A copy of the first sample's EPUB in which `from` became `to` in the first file whose name ends in `end`.
fn twin(name: &str, end: &str, from: &str, to: &str) -> PathBuf {
    let mut entries = epub::entries(&outputs::samples()[0].epub);
    let changed = entries.iter_mut().find_map(|(name, content)| {
        let text = name.ends_with(end).then(|| String::from_utf8(content.clone()).expect("text"))?;
        text.contains(from).then(|| *content = text.replacen(from, to, 1).into_bytes())
    });
    assert!(changed.is_some(), "no {from:?} in a file {end}");
    let path = tools::workspace(name).join("twin.epub");
    epub::write(&path, &entries);
    path
}

/// What EPUBCheck says of how something is used, where it could not be done otherwise, and why.
const UNAVOIDABLE: [(&str, &str); 2] = [
    ("USAGE\tCSS-028", "a book with faces of its own has to declare them"),
    ("USAGE\tRSC-025", "what an author's drawing says of its lines is kept"),
];

/// Findings of EPUBCheck by file.
pub fn epubcheck(folder: &Path, epubs: &[&Path]) -> BTreeMap<PathBuf, Vec<String>> {
    let jars = folder.display();
    let class_path =
        std::env::join_paths([format!("{jars}/classes"), format!("{jars}/epubcheck.jar"), format!("{jars}/lib/*")]);
    let class_path = class_path.expect("no separator in the names").into_string().expect("a path in UTF-8");
    let ran = tools::run(tools::java(&class_path).arg("CheckEpubs").args(epubs));
    let mut findings = BTreeMap::new();
    for line in ran.stdout.lines() {
        if let Some((file, finding)) = line.split_once('\t') {
            let of_file: &mut Vec<String> = findings.entry(PathBuf::from(file)).or_default();
            let known = |(usage, _): &(&str, &str)| finding.starts_with(usage);
            if finding != "CHECKED" && !UNAVOIDABLE.iter().any(known) {
                of_file.push(finding.to_owned());
            }
        }
    }
    assert_eq!(findings.len(), epubs.len(), "not every file was checked: {}", ran.stderr);
    findings
}

#[test]
fn epubcheck_has_nothing_to_say() {
    let Some(folder) = tools::validator("epubcheck", "EPUBCheck") else { return };
    let with_faces = with_faces("EPUBCheck of the corpus");
    let plain = all("EPUBCheck of the corpus").map(|made| made.epub.as_path());
    let epubs: Vec<&Path> = plain.chain(with_faces.iter().map(PathBuf::as_path)).collect();
    let findings = epubcheck(&folder, &epubs);
    let bad: Vec<_> = findings.iter().filter(|(_, findings)| !findings.is_empty()).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    tools::say(&format!("EPUBCheck: {} files, nothing to say", findings.len()));
}

#[test]
fn epubcheck_rejects_a_package_without_a_title() {
    let Some(folder) = tools::validator("epubcheck", "EPUBCheck") else { return };
    let twin = twin("epubcheck-twin", ".opf", "dc:title", "dc:titel");
    assert!(!epubcheck(&folder, &[&twin])[&twin].is_empty());
}

/// Violations that Ace found in `epub`; its exit code says nothing about them.
fn ace(folder: &Path, epub: &Path) -> Vec<String> {
    let out = epub.with_extension("ace");
    let ran = tools::run(
        Command::new("node")
            .arg(folder.join("node_modules/@daisy/ace-cli/bin/ace.js"))
            .args(["--force", "--outdir"])
            .args([&out, epub])
            .env("PUPPETEER_EXECUTABLE_PATH", folder.join("chromium"))
            // Milliseconds. Ace gives the browser 5 seconds to start, and the first start on a busy machine takes longer.
            .env("ACE_TIMEOUT_INITIAL", "120000"),
    );
    let report = fs::read_to_string(out.join("report.json"))
        .unwrap_or_else(|error| panic!("{error}: {}{}", ran.stdout, ran.stderr));
    let report: serde_json::Value = serde_json::from_str(&report).expect("a report in JSON");
    let mut violations = Vec::new();
    for document in report["assertions"].as_array().expect("assertions of documents") {
        for assertion in document["assertions"].as_array().expect("assertions of a document") {
            let (test, result) = (&assertion["earl:test"], &assertion["earl:result"]);
            violations
                .push(format!("{} {} {}", document["earl:testSubject"]["url"], test["dct:title"], result["html"]));
        }
    }
    assert_eq!(
        report["earl:result"]["earl:outcome"] == "pass",
        violations.is_empty(),
        "an outcome without its reasons"
    );
    violations
}

#[test]
fn ace_finds_no_violation() {
    let Some(folder) = tools::validator("ace", "Ace") else { return };
    let seed = outputs::corpus_choice("Ace of the seed").last();
    let books = outputs::books("Ace of books").iter().take(2);
    for made in outputs::samples().iter().chain(books).chain(seed) {
        assert_eq!(ace(&folder, &made.epub), [""; 0], "{}", made.name());
    }
}

#[test]
fn ace_rejects_an_epub_without_accessibility_metadata() {
    let Some(folder) = tools::validator("ace", "Ace") else { return };
    assert!(!ace(&folder, &twin("ace-twin", ".opf", "schema:accessibilitySummary", "schema:alternateName")).is_empty());
}

/// Failed rules of PDF/UA-1 by file, as veraPDF names them.
pub fn verapdf(folder: &Path, flavour: &str, pdfs: &[&Path]) -> BTreeMap<PathBuf, Vec<String>> {
    let mut java = tools::java(&format!("{}/*", folder.display()));
    java.args(["org.verapdf.apps.GreenfieldCliWrapper", "--format", "text", "-v", "--flavour", flavour]);
    let ran = tools::run(java.args(pdfs));
    let mut failures = BTreeMap::new();
    for line in ran.stdout.lines() {
        if let Some(file) = line.strip_prefix("PASS ").or(line.strip_prefix("FAIL ")) {
            let file = file.rsplit_once(' ').expect("a flavour after the file").0;
            let verdict = line.starts_with("FAIL").then(|| "FAIL".to_owned());
            failures.insert(PathBuf::from(file), Vec::from_iter(verdict));
        } else if let (Some(rule), Some(mut last)) = (line.strip_prefix("  FAIL "), failures.last_entry()) {
            last.get_mut().push(rule.to_owned());
        }
    }
    assert_eq!(failures.len(), pdfs.len(), "not every file was checked: {}{}", ran.stdout, ran.stderr);
    failures
}

fn verapdf_passes(flavour: &str) {
    let Some(folder) = tools::validator("verapdf", "veraPDF") else { return };
    let pdfs: Vec<&Path> = all("veraPDF of the corpus").map(|made| made.pdf.as_path()).collect();
    let failures = verapdf(&folder, flavour, &pdfs);
    let bad: Vec<_> = failures.iter().filter(|(_, failures)| !failures.is_empty()).collect();
    assert!(bad.is_empty(), "{flavour}: {bad:#?}");
    tools::say(&format!("veraPDF {flavour}: {} files pass", failures.len()));
}

#[test]
fn verapdf_passes_pdf_ua_1() {
    verapdf_passes("ua1");
}

/// A face of the user's with outlines of each kind: CFF and TrueType.
#[test]
fn verapdf_passes_fonts_of_the_users() {
    let Some(folder) = tools::validator("verapdf", "veraPDF") else { return };
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let design = format!(
        "[fonts]\nserif = {{ regular = {:?} }}\nsans = {{ regular = {:?} }}\n",
        fonts.join("garamond-math/Garamond-Math.otf"),
        fonts.join("jetbrains-mono/JetBrainsMono-Regular.ttf")
    );
    let (looks, _) = load_design(&Source::new("design.toml", design), None).expect("the fonts can be used");
    let mut settings = Settings::default();
    (settings.design, settings.fonts) = (looks.design, looks.fonts);
    let article = &outputs::samples()[0].article;
    let bytes = job::make(article, Format::Pdf, &settings, &mut Vec::new()).expect("there is a PDF");
    let pdf = tools::workspace("users-fonts").join("users-fonts.pdf");
    fs::write(&pdf, bytes).expect("the workspace can be written");
    for flavour in ["ua1", "3a"] {
        assert_eq!(verapdf(&folder, flavour, &[&pdf])[&pdf], Vec::<String>::new(), "{flavour}");
    }
}

#[test]
fn verapdf_rejects_a_pdf_without_its_title_shown() {
    let Some(folder) = tools::validator("verapdf", "veraPDF") else { return };
    let twin = pdf_twin("verapdf-twin", b"/DisplayDocTitle true", b"/DisplayDocTitel true");
    assert!(!verapdf(&folder, "ua1", &[&twin])[&twin].is_empty());
}

/// A copy of the first sample's PDF, unpacked, in which `from` became the equally long `to`.
fn pdf_twin(name: &str, from: &[u8], to: &[u8]) -> PathBuf {
    assert_eq!(from.len(), to.len(), "places in a PDF are counted in bytes");
    let path = tools::workspace(name).join("twin.pdf");
    let qpdf = tools::run(
        Command::new("qpdf").args(["--qdf", "--object-streams=disable"]).arg(&outputs::samples()[0].pdf).arg(&path),
    );
    assert!(qpdf.success, "{}", qpdf.stderr);
    let mut bytes = fs::read(&path).expect("the twin is there");
    let place = bytes.windows(from.len()).position(|window| window == from).expect("the words to replace are there");
    bytes[place..place + to.len()].copy_from_slice(to);
    fs::write(&path, bytes).expect("the twin can be written");
    path
}

pub fn qpdf_check(pdf: &Path) -> Result<(), String> {
    let ran = tools::run(Command::new("qpdf").arg("--check").arg(pdf));
    if ran.success && ran.stderr.is_empty() { Ok(()) } else { Err(format!("{}{}", ran.stdout, ran.stderr)) }
}

#[test]
fn qpdf_finds_no_fault() {
    if !tools::program("qpdf", "structure of the PDF") {
        return;
    }
    for made in all("qpdf of the corpus") {
        assert_eq!(qpdf_check(&made.pdf), Ok(()), "{}", made.name());
    }
}

#[test]
fn qpdf_rejects_a_pdf_that_is_cut_off() {
    if !tools::program("qpdf", "structure of the PDF") {
        return;
    }
    let whole = fs::read(&outputs::samples()[0].pdf).expect("a PDF");
    let path = tools::workspace("qpdf-twin").join("twin.pdf");
    fs::write(&path, &whole[..whole.len() * 9 / 10]).expect("the twin can be written");
    assert!(qpdf_check(&path).is_err());
}

/// Rows of `pdffonts` that are not `emb sub uni` all three.
fn poor_fonts(pdf: &Path) -> Vec<String> {
    let ran = tools::run(Command::new("pdffonts").arg(pdf));
    assert!(ran.success, "{}", ran.stderr);
    let rows: Vec<&str> = ran.stdout.lines().skip(2).collect();
    assert!(!rows.is_empty(), "{}: no font at all", pdf.display());
    rows.into_iter().filter(|row| !row.contains(" yes yes yes ")).map(str::to_owned).collect()
}

#[test]
fn every_font_is_embedded_subset_and_knows_its_characters() {
    if !tools::program("pdffonts", "fonts of the PDF") {
        return;
    }
    for made in all("fonts of the corpus") {
        assert_eq!(poor_fonts(&made.pdf), [""; 0], "{}", made.name());
    }
}

#[test]
fn a_font_that_is_not_embedded_is_noticed() {
    if !(tools::program("pdffonts", "fonts of the PDF") && tools::program("qpdf", "fonts of the PDF")) {
        return;
    }
    assert!(!poor_fonts(&pdf_twin("fonts-twin", b"/FontFile2", b"/FontFileX")).is_empty());
}
