//! Where an EPUB says that the pages of the PDF begin, they do: for every sample, in every design.

use std::path::Path;

use crate::common::epub::Epub;
use offprint::article::{Article, letters};
use offprint::design::custom::PaperSize;
use offprint::design::{Design, NAMES};
use offprint::diag::Diagnostics;
use offprint::disk::{self, DiskFiles};
use offprint::epub::{Context, Options, PrintEdition, package_in};
use offprint::job::{self, Input, Settings};
use offprint::layout::{self, Item, Owner, Page};

const SAMPLES: [&str; 6] = [
    "json/how-paper-learned-to-remember.md",
    "obsidian/Every flat map lies.md",
    "plain/al-warraqun.md",
    "plain/breaking-a-paragraph-into-lines.md",
    "plain/das-scharfe-s.md",
    "zola/tides/index.md",
];

/// Letters that are compared.
const ENOUGH: usize = 24;
/// Letters of the label of a list's item, which stands before its text.
const LABEL: usize = 8;
/// Letters of a page before those that it begins with, at most: a figure's caption, labels, an inserted address.
const NEAR: usize = 600;

fn article(sample: &str) -> Article {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let path = folder.join(sample);
    let source = disk::load(&Input::File(path.clone())).expect("a sample");
    let files = DiskFiles::new(&folder, &path).expect("a folder");
    job::read_article(&source, &Settings::default(), &files, &mut Diagnostics::new()).expect("an article")
}

/// All that is seen of the text of `page`.
fn seen(page: &Page) -> String {
    let mut text = String::new();
    for (_, placed) in &page.frame.items {
        if let (Owner::Content(_), Item::Text(run)) = (placed.owner, &placed.item) {
            text.extend(letters(run.actual_text.as_deref().unwrap_or(&run.text)).map(|(_, letter)| letter));
        }
    }
    text
}

/// The text of all chapters, with the place of each mark in it.
struct Text {
    letters: String,
    marks: Vec<(String, usize)>,
    navigation: String,
    ncx: String,
    package: String,
}

fn text(epub: &[u8]) -> Text {
    let epub = Epub::of(epub);
    let file = |name: &str| epub.find(name);
    let (mut all, mut marks) = (String::new(), Vec::new());
    let chapters = (1..).map_while(|number| file(&format!("chapter-{number}.xhtml"))).collect::<Vec<_>>();
    for chapter in file("title.xhtml").into_iter().chain(chapters) {
        let body = chapter.split_once("<body").expect("a body").1;
        for part in body.split('<').skip(1) {
            let (tag, text) = part.split_once('>').expect("a tag");
            if tag.contains("doc-pagebreak") {
                let label = tag.split_once("aria-label=\"").expect("a label").1;
                marks.push((label.split('"').next().unwrap_or_default().to_owned(), all.len()));
            }
            let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            all.extend(letters(&text).map(|(_, letter)| letter));
        }
    }
    let whole = |name: &str| file(name).expect("a file of the package");
    let (navigation, ncx, package) = (whole("nav.xhtml"), whole("toc.ncx"), whole("content.opf"));
    Text { letters: all, marks, navigation, ncx, package }
}

#[test]
fn marks_of_pages_stand_where_the_pages_begin() {
    let fonts = offprint::text::Fonts::with_system();
    let (mut compared, mut first, mut all) = (0, 0, 0);
    for sample in SAMPLES {
        let article = article(sample);
        for name in NAMES {
            let design: Design = PaperSize::default().design(name).expect("a design for A4");
            let pages = layout::typeset(&article, &design, &fonts, &mut Diagnostics::new());
            let breaks = layout::page_breaks(&pages);
            assert_eq!(breaks.len(), pages.pages.len());
            let print = PrintEdition { name: "it.pdf".into(), breaks: breaks.clone() };
            let (options, context) = (Options::default(), Context { print: Some(&print), ..Context::default() });
            let text = text(&package_in(&article, &options, &context, &mut Diagnostics::new()).expect("an EPUB"));
            assert!(text.package.contains("<meta property=\"pageBreakSource\">it.pdf</meta>"), "{sample}");
            // The first marks are those of titles and contents.
            let of_text = |label: &str| breaks.iter().any(|page| page.label == label && page.before.is_some());
            for (label, at) in text.marks.iter().skip(1).filter(|(label, _)| of_text(label)) {
                let index = breaks.iter().position(|page| page.label == *label).expect("a page of that label");
                let after: String = text.letters[*at..].chars().take(ENOUGH).collect();
                let page = seen(&pages.pages[index]);
                let found = page.find(&after);
                // Formulas and calls of notes are read in other ways; they are the exception.
                all += 1;
                first += usize::from(found.is_some_and(|found| found <= LABEL));
                compared += usize::from(found.is_some_and(|found| found < NEAR));
                assert!(found.is_none_or(|found| found < NEAR), "{sample}, {name}, page {label}: {after}");
            }
            let listed = text.navigation.matches("#page.").count();
            assert_eq!(listed, breaks.len(), "{sample}, {name}");
            assert_eq!(text.ncx.matches("<pageTarget").count(), listed, "{sample}, {name}");
            let places: Vec<usize> = text.marks.iter().map(|(_, at)| *at).collect();
            assert!(places.is_sorted(), "{sample}, {name}: marks are in the order of pages");
        }
    }
    // Most pages begin with text, not with a figure that was moved there: marks must be right to the letter.
    assert!(first * 100 >= all * 75, "of {all} marks {first} stand before the first letters of their page");
    assert!(all > 60 && compared * 100 >= all * 96, "of {all} beginnings of pages only {compared} were found");
}
