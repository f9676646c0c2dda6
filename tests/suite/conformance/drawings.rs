//! Drawings with the faults that editors, sites and accidents leave in SVG, as covers, figures, in lines and in the text
//! itself, for every device. Each has to become well-formed XML of which EPUBCheck has nothing to say.
//!
//! The drawings lie in `tests/drawings/`; its README says what is wrong with each and what has to become of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use offprint::cover;
use offprint::diag::Diagnostics;
use offprint::epub::Device;
use offprint::job::{self, Format, Settings};
use offprint::read::Memory;
use offprint::source::Source;

use super::validators::{epubcheck, qpdf_check, verapdf};
use crate::common::epub;
use crate::common::tools;

/// Drawings of which something is left out, and the message that has to say so.
const WARNED: [(&str, &str); 3] = [
    ("29-text-as-html.svg", "plain-drawing-text"),
    ("31-from-outside.svg", "drawing-parts"),
    ("39-switch-and-links.svg", "drawing-parts"),
];

/// The drawings by name.
fn drawings() -> BTreeMap<String, Arc<[u8]>> {
    let folder = tools::project().join("tests/drawings");
    let entries = fs::read_dir(folder).expect("drawings").map(|entry| entry.expect("an entry").path());
    let svgs = entries.filter(|path| path.extension().is_some_and(|it| it == "svg" || it == "svgz"));
    let read = |path: PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8").to_owned();
        (name, fs::read(path).expect("a drawing").into())
    };
    svgs.map(read).collect()
}

/// An article for each role that the drawing `name` can have.
fn articles(name: &str, bytes: &[u8]) -> Vec<(&'static str, String)> {
    let words = "Words of the quays and of the tide at the wall.";
    let front = |more: &str| format!("---\ntitle: Drawn\nlang: en\n{more}---\n\n");
    let mut articles = vec![
        ("cover", front(&format!("cover: {name}\n")) + words),
        ("figure", front("") + &format!("{words}\n\n![A drawing]({name} \"Its title\")\n\n{words}")),
        ("line", front("") + &format!("Words ![of a drawing]({name}) within a line.")),
        ("first", front("") + &format!("<figure><img src=\"{name}\" alt=\"a\"></figure>\n\n{words}")),
    ];
    // What is no Unicode, or begins with declarations, cannot stand in an article.
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains("<!DOCTYPE") && !text.contains("<?php"));
    if let Some((_, svg)) = text.and_then(|text| text.to_ascii_lowercase().find("<svg ").map(|at| text.split_at(at))) {
        articles.push(("text", front("") + &format!("{words}\n\n{}\n\n{words}", svg.trim())));
    }
    articles
}

/// All outputs of all roles, and the drawings in them.
fn convert(folder: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let files = Memory { folder: String::new(), files: drawings() };
    assert!(files.files.len() >= 40, "the drawings are gone");
    let (mut epubs, mut pdfs) = (Vec::new(), Vec::new());
    for (name, bytes) in &files.files {
        for (role, text) in articles(name, bytes) {
            let mut said = Diagnostics::new();
            let source = Source::new("article.md", text);
            let settings = Settings::default();
            let article = job::read_article(&source, &settings, &files, &mut said).expect("an article");
            let warned = WARNED.iter().find(|(drawing, _)| drawing == name).map(|(_, code)| *code);
            let codes: BTreeSet<&str> = said.iter().map(|diagnostic| &*diagnostic.code).collect();
            let text_alone = role == "text" && name.starts_with("34");
            assert!(text_alone || codes == BTreeSet::from_iter(warned), "{name} as {role}: {said:?}");
            // Pixels take long to make: those for Kindle are the same in every place.
            let devices = [Some(Device::Any), Some(Device::Kobo), (role == "cover").then_some(Device::Kindle)];
            for device in devices.into_iter().flatten() {
                let mut settings = Settings::default();
                settings.epub.device = device;
                // On a composed cover, the drawing would be pixels.
                settings.covers.design = cover::Choice::None;
                let epub = job::make(&article, Format::Epub, &settings, &mut said).expect("an EPUB");
                epubs.push(folder.join(format!("{name}-{role}-{device:?}.epub")));
                fs::write(&epubs[epubs.len() - 1], epub).expect("outputs can be written");
            }
            let pdf = job::make(&article, Format::Pdf, &settings, &mut said).expect("a PDF");
            pdfs.push(folder.join(format!("{name}-{role}.pdf")));
            fs::write(&pdfs[pdfs.len() - 1], pdf).expect("outputs can be written");
            assert_eq!(said.iter().filter(|one| one.code == "left-out").count(), 0, "{name} as {role}: {said:?}");
        }
    }
    (epubs, pdfs)
}

/// What is wrong with the SVG in `xml`: its markup, its identifiers, or what refers to them.
fn faults(xml: &str) -> Vec<String> {
    let document = match roxmltree::Document::parse(xml) {
        Ok(document) => document,
        Err(error) => return vec![error.to_string()],
    };
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    for node in document.descendants().filter(|node| node.is_element()) {
        let id = node.attribute("id");
        let is_name = |id: &str| id.starts_with(|c: char| c.is_alphabetic() || c == '_') && !id.contains([' ', ':']);
        faults.extend(id.filter(|id| !is_name(id) || !ids.insert(*id)).map(|id| format!("identifier {id:?}")));
        if node.tag_name().namespace() != Some("http://www.w3.org/2000/svg") {
            faults.push(format!("element {:?}", node.tag_name()));
        }
    }
    for attribute in document.descendants().flat_map(|node| node.attributes()) {
        let value = attribute.value();
        // What stands in quotes or comments is no address.
        let css = if value.contains(['"', '\'', '*', '\\']) { "" } else { value };
        let of_address = css.split("url(#").skip(1).filter_map(|rest| rest.split(')').next());
        let of_link = value.strip_prefix('#').filter(|_| attribute.name() == "href");
        faults
            .extend(of_address.chain(of_link).filter(|id| !ids.contains(id)).map(|id| format!("reference to {id:?}")));
        let fetched = attribute.name() == "href" && !value.starts_with('#') && !value.starts_with("data:");
        if fetched || attribute.name().starts_with("on") {
            faults.push(format!("attribute {}={value:?}", attribute.name()));
        }
    }
    faults
}

#[test]
fn drawings_with_every_fault_are_valid_in_every_place() {
    let (epubs, pdfs) = convert(&tools::workspace("drawings"));
    for epub in &epubs {
        let entries = epub::entries(epub);
        let pictures: Vec<_> = entries.iter().filter(|(name, _)| name.contains("/images/")).collect();
        assert!(!pictures.is_empty() || epub.to_string_lossy().contains("34-unclosed.svg-text"), "{}", epub.display());
        for (name, content) in pictures.iter().filter(|(name, _)| name.ends_with(".svg")) {
            let xml = std::str::from_utf8(content).expect("UTF-8");
            assert_eq!(faults(xml), Vec::<String>::new(), "{name} in {}: {xml}", epub.display());
        }
    }
    let mut found = BTreeMap::new();
    let paths: Vec<&Path> = epubs.iter().map(PathBuf::as_path).collect();
    if let Some(validator) = tools::validator("epubcheck", "EPUBCheck of drawings") {
        found.extend(epubcheck(&validator, &paths));
        // A book for Kindle has no page for its cover, which its reader shows of itself.
        found.values_mut().for_each(|findings| findings.retain(|finding| !finding.starts_with("USAGE\tOPF-097")));
    }
    let paths: Vec<&Path> = pdfs.iter().step_by(3).map(PathBuf::as_path).collect();
    if let Some(validator) = tools::validator("verapdf", "veraPDF of drawings") {
        for flavour in ["ua1", "3a"] {
            found.extend(verapdf(&validator, flavour, &paths));
        }
    }
    if tools::program("qpdf", "qpdf of drawings") {
        found.extend(paths.iter().filter_map(|pdf| Some((pdf.to_path_buf(), vec![qpdf_check(pdf).err()?]))));
    }
    found.retain(|_, findings| !findings.is_empty());
    assert!(found.is_empty(), "{found:#?}");
}

/// Marks that mean something in an SVG or in its styles.
const MARKS: [&str; 20] = [
    "<",
    ">",
    "\"",
    "'",
    "&",
    "{",
    "}",
    "(",
    ")",
    "#",
    ";",
    "\\",
    "url(",
    "<!--",
    "<![CDATA[",
    "/>",
    "</",
    "é",
    "/*",
    "@",
];

/// `bytes` with a part taken out, said twice, or a mark put in, at places that `dice` say.
fn damaged(bytes: &[u8], dice: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
    let at = dice(bytes.len());
    let end = (at + dice(12)).min(bytes.len());
    match dice(3) {
        0 => [&bytes[..at], &bytes[end..]].concat(),
        1 => [&bytes[..end], &bytes[at..]].concat(),
        _ => [&bytes[..at], MARKS[dice(MARKS.len())].as_bytes(), &bytes[at..]].concat(),
    }
}

#[test]
fn damaged_drawings_are_valid_or_refused() {
    let mut state = 7_u32;
    let mut dice = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below.max(1)
    };
    let mut read = 0;
    for (name, bytes) in drawings().iter().filter(|(name, _)| name.ends_with(".svg")) {
        for _ in 0..30 {
            let once = damaged(bytes, &mut dice);
            let svg = damaged(&once, &mut dice);
            let files = Memory { folder: String::new(), files: [("a.svg".to_owned(), Arc::from(svg.clone()))].into() };
            let source = Source::new("article.md", "Words.\n\n![A drawing](a.svg)\n".to_owned());
            let article = job::read_article(&source, &Settings::default(), &files, &mut Diagnostics::new());
            for asset in article.expect("an article").assets {
                let content = asset.bytes.read().expect("bytes");
                let xml = std::str::from_utf8(&content).expect("UTF-8");
                // What looks like an address may be none any more.
                let mut faults = faults(xml);
                faults.retain(|fault| !fault.starts_with("reference"));
                assert_eq!(faults, Vec::<String>::new(), "{name}: {}\n{xml}", String::from_utf8_lossy(&svg));
                read += 1;
            }
        }
    }
    assert!(read > 1_000, "most drawings that are damaged a little can be read: {read}");
}

#[test]
fn a_fault_in_a_drawing_is_noticed() {
    let svg = |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>");
    assert!(faults(&svg("<g id=\"a\"/><g fill=\"url(#a)\"/>")).is_empty());
    let broken = [
        "<g>",
        "<g id=\"1\"/>",
        "<g id=\"a\"/><g id=\"a\"/>",
        "<g fill=\"url(#a)\"/>",
        "<use href=\"#a\"/>",
        "<g onclick=\"\"/>",
        "<a href=\"b\"/>",
        "<g xmlns=\"\"/>",
    ];
    for inner in broken {
        assert_eq!(faults(&svg(inner)).len(), 1, "{inner}");
    }
}
