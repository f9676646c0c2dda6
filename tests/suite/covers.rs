//! Covers: every e-book has one, every book on paper too, and what was there without them is as it was.

use std::sync::Arc;

use crate::common::epub::Epub;
use image::{ImageFormat, Rgb, RgbImage};
use offprint::cover::{Choice, CoverDesign, CoverPage, Fit};
use offprint::design::{Design, Paper, by_name};
use offprint::diag::Diagnostics;
use offprint::epub::Device;
use offprint::read::Memory;
use offprint::source::Source;
use offprint::text::Fonts;
use offprint::{Format, Outputs, Settings, epub};

/// An article about quays, with `front` in its front matter.
fn article(front: &str) -> Source {
    Source::new(
        "quays.md",
        &*format!("---\ntitle: 'Quays: a walk'\nauthor: Ines Example\n{front}\n---\n\nWords of the quays.\n"),
    )
}

/// A photograph of a sea, by its width and height.
fn files(name: &str, (width, height): (u32, u32)) -> Memory {
    let sea = RgbImage::from_fn(width, height, |x, y| {
        let level = (y * 200 / height) as u8;
        let grain = ((x * 31 + y * 17) % 13 + (x * y) % 7) as u8;
        Rgb([level / 3 + grain, level / 2 + grain, level + grain])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    sea.write_to(&mut bytes, ImageFormat::Jpeg).expect("a picture");
    let mut files = Memory::default();
    files.files.insert(name.to_owned(), Arc::from(bytes.into_inner()));
    files
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.fonts = Fonts::bundled();
    settings
}

fn made(source: &Source, settings: &Settings, files: &Memory) -> Outputs {
    offprint::convert(source, settings, files).unwrap_or_else(|failure| panic!("{failure}"))
}

fn epub_of(outputs: &Outputs) -> Epub {
    Epub::of(outputs.get(Format::Epub).expect("an EPUB"))
}

fn text(epub: &Epub, path: &str) -> String {
    String::from_utf8(epub.file(&format!("OEBPS/{path}")).content.clone()).expect("text")
}

fn names(epub: &Epub) -> Vec<&str> {
    epub.files.iter().map(|file| file.name.as_str()).collect()
}

fn codes(said: &Diagnostics) -> Vec<&str> {
    said.iter().map(|said| &*said.code).collect()
}

#[test]
fn an_article_without_a_picture_has_a_cover_of_type() {
    let epub = epub_of(&made(&article("date: 2024-05-01"), &settings(), &Memory::default()));
    let picture = image::load_from_memory(&epub.file("OEBPS/cover.png").content).expect("a picture");
    assert_eq!((picture.width(), picture.height()), (1600, 2560));
    let page = text(&epub, "cover.xhtml");
    assert!(page.contains("src=\"cover.png\"") && page.contains("role=\"doc-cover\""), "{page}");
    assert!(page.contains("alt=\"Cover: Quays: a walk. Ines Example. 1 May 2024\""), "{page}");
    let package = text(&epub, "content.opf");
    assert!(package.contains("<meta name=\"cover\" content=\"cover-image\"/>"), "{package}");
    assert_eq!(package.matches("href=\"cover.png\"").count(), 1);
    assert!(epub.file("OEBPS/cover.png").content.len() < 80_000, "few colours");
}

#[test]
fn a_cropped_picture_is_shown_whole_below_the_title_with_its_credit() {
    let front = "image: sea.jpg\nimage_alt: The sea\nimage_credit: Photo by Ann Lee, CC BY 4.0";
    let outputs = made(&article(front), &settings(), &files("sea.jpg", (1600, 1000)));
    let epub = epub_of(&outputs);
    assert!(names(&epub).contains(&"OEBPS/cover.jpg") && names(&epub).contains(&"OEBPS/images/sea.jpg"));
    let text_file = text(&epub, "chapter-1.xhtml");
    let (opening, rest) = text_file.split_once("<p>").expect("a paragraph");
    assert!(opening.contains("src=\"images/sea.jpg\"") && opening.contains("Ann Lee"), "{opening}");
    assert!(rest.split_once("class=\"colophon\"").expect("credits").1.contains("Ann Lee"), "{rest}");
    assert!(text(&epub, "cover.xhtml").contains("The sea\""), "the picture's own alternative text");
    let package = text(&epub, "content.opf");
    assert!(package.contains("refines=\"#cover-image\" property=\"dcterms:creator\">Ann Lee<"), "{package}");
    assert!(codes(&outputs.diagnostics).contains(&"cropped-cover"), "{:?}", outputs.diagnostics);
}

#[test]
fn an_upright_picture_that_is_shown_whole_is_not_there_twice() {
    let mut settings = settings();
    settings.covers.design = Choice::Design(Box::new(CoverDesign::by_name("framed").expect("a design")));
    let front = "image: sea.jpg\nimage_credit: Photo by Ann Lee, CC BY 4.0";
    let outputs = made(&article(front), &settings, &files("sea.jpg", (1000, 1500)));
    let epub = epub_of(&outputs);
    assert!(!names(&epub).iter().any(|name| name.contains("images/")), "{:?}", names(&epub));
    let title = text(&epub, "chapter-1.xhtml");
    assert!(title.contains("class=\"cover-credit\"") && title.contains("Ann Lee"), "{title}");
    assert!(!codes(&outputs.diagnostics).contains(&"cropped-cover"), "{:?}", outputs.diagnostics);
}

#[test]
fn a_picture_of_the_text_is_not_repeated_below_the_title() {
    let source =
        Source::new("quays.md", "---\ntitle: Quays\nimage: sea.jpg\n---\n\nWords.\n\n![The sea](sea.jpg)\n\nMore.\n");
    let epub = epub_of(&made(&source, &settings(), &files("sea.jpg", (1600, 1000))));
    assert_eq!(text(&epub, "chapter-1.xhtml").matches("src=\"images/sea.jpg\"").count(), 1);
}

#[test]
fn without_a_design_everything_is_as_it_was() {
    let sea = files("sea.jpg", (900, 600));
    for (front, files) in [("", &Memory::default()), ("cover: sea.jpg\ncover_credit: Ann Lee", &sea)] {
        let mut settings = settings();
        settings.covers.design = Choice::None;
        let bare = offprint::convert_to(&[Format::Epub], &article(front), &settings, files).expect("an EPUB");
        let read = offprint::explain(&article(front), &settings, files).expect("an article");
        let plain = epub::package(&read.article, &epub::Options::default(), &mut Diagnostics::new()).expect("an EPUB");
        assert!(bare.get(Format::Epub) == Some(&plain), "{front}");
        let has_cover = names(&Epub::of(&plain)).contains(&"OEBPS/cover.xhtml");
        assert_eq!(has_cover, !front.is_empty());
    }
}

#[test]
fn a_finished_cover_is_kept_and_credited_below_the_title() {
    let front = "cover: sea.jpg\ncover_credit: Photo by Ann Lee";
    let epub = epub_of(&made(&article(front), &settings(), &files("sea.jpg", (800, 1280))));
    assert!(text(&epub, "cover.xhtml").contains("src=\"images/sea.jpg\""));
    let opening = text(&epub, "chapter-1.xhtml");
    assert!(opening.contains("class=\"cover-credit\"") && opening.contains("Ann Lee"), "{opening}");
    assert!(!opening.contains("<img"), "{opening}");
}

#[test]
fn books_on_paper_have_a_cover_and_articles_only_if_asked() {
    let pages = |change: &dyn Fn(&mut Settings)| {
        let mut settings = settings();
        change(&mut settings);
        let pdf = offprint::convert_to(&[Format::Pdf], &article(""), &settings, &Memory::default()).expect("a PDF");
        lopdf::Document::load_mem(pdf.get(Format::Pdf).expect("a PDF")).expect("a PDF").get_pages().len()
    };
    assert_eq!(pages(&|_| {}), 1);
    assert_eq!(pages(&|settings| settings.covers.page = CoverPage::Always), 2);
    let book = |settings: &mut Settings| settings.design = by_name("book", Paper::A5).expect("a design");
    assert_eq!(pages(&|settings| book(settings)), 3, "the cover and its back");
    assert_eq!(pages(&|settings| (book(settings), settings.covers.page = CoverPage::Never).1), 1);
    assert_eq!(pages(&|settings| (book(settings), settings.covers.design = Choice::None).1), 1);
    let mut settings = settings();
    settings.design = Design::article(Paper::A4);
    let bound = offprint::bind("Walks", &[article(""), article("")], &settings, &Memory::default()).expect("a book");
    settings.covers.page = CoverPage::Never;
    let bare = offprint::bind("Walks", &[article(""), article("")], &settings, &Memory::default()).expect("a book");
    let count = |outputs: &Outputs| {
        let pdf = outputs.get(Format::Pdf).expect("a PDF");
        lopdf::Document::load_mem(pdf).expect("a PDF").get_pages().len()
    };
    assert_eq!(count(&bound), count(&bare) + 1);
    assert!(names(&epub_of(&bound)).contains(&"OEBPS/cover.png"));
}

#[test]
fn on_paper_a_picture_that_the_cover_shows_whole_is_not_above_the_title_again() {
    let sea = files("sea.jpg", (1600, 1000));
    // Whether the page of the text draws a picture.
    let repeats = |front: &str, design: &str, change: &dyn Fn(&mut Settings)| {
        let mut settings = settings();
        settings.covers.page = CoverPage::Always;
        settings.covers.design = Choice::Design(Box::new(CoverDesign::by_name(design).expect("a design")));
        change(&mut settings);
        let made = offprint::convert_to(&[Format::Pdf], &article(front), &settings, &sea).expect("a PDF");
        let pdf = lopdf::Document::load_mem(made.get(Format::Pdf).expect("a PDF")).expect("a PDF");
        let page = *pdf.get_pages().values().last().expect("a page");
        let content = pdf.get_and_decode_page_content(page).expect("content");
        content.operations.iter().any(|operation| operation.operator == "Do")
    };
    let credited = "image: sea.jpg\nimage_credit: 'Photo: Leo Park, CC BY 4.0'";
    assert!(!repeats(credited, "framed", &|_| {}));
    assert!(!repeats(credited, "bleed", &|settings| settings.covers.fit = Fit::Contain));
    assert!(repeats(credited, "field", &|_| {}), "the cover shows a part");
    assert!(repeats(credited, "type", &|_| {}), "the cover shows nothing of it");
    assert!(repeats(&format!("{credited}\nimage_caption: The sea at dawn"), "framed", &|_| {}), "it has a caption");
    assert!(repeats(credited, "framed", &|settings| settings.covers.page = CoverPage::Never), "there is no cover");
}

#[test]
fn a_limit_of_bytes_makes_the_cover_smaller_before_it_is_an_error() {
    let sea = files("sea.jpg", (1600, 1000));
    let mut settings = settings();
    let size = |settings: &Settings| {
        let made = offprint::convert_to(&[Format::Epub], &article("image: sea.jpg"), settings, &sea);
        made.map(|made| made.get(Format::Epub).expect("an EPUB").len())
    };
    let whole = size(&settings).expect("an EPUB");
    settings.epub.max_bytes = Some(120_000);
    assert!(whole > 120_000, "{whole}");
    let less = size(&settings).expect("an EPUB");
    assert!(less <= 120_000, "{less}");
}

#[test]
fn every_device_gets_the_cover() {
    for device in [Device::Any, Device::Kobo, Device::Kindle] {
        let mut settings = settings();
        settings.epub.device = device;
        let made = offprint::convert_to(&[Format::Epub], &article(""), &settings, &Memory::default()).expect("an EPUB");
        let epub = epub_of(&made);
        assert!(text(&epub, "content.opf").contains("properties=\"cover-image\""), "{device:?}");
        assert_eq!(names(&epub).contains(&"OEBPS/cover.xhtml"), device != Device::Kindle, "{device:?}");
    }
}

#[test]
fn the_fit_decides_about_the_crop() {
    let sea = files("sea.jpg", (1600, 1000));
    let cropped = |fit| {
        let mut settings = settings();
        settings.covers.fit = fit;
        let made = offprint::convert_to(&[Format::Epub], &article("image: sea.jpg"), &settings, &sea).expect("an EPUB");
        codes(&made.diagnostics).contains(&"cropped-cover")
    };
    assert!(cropped(Fit::Smart) && cropped(Fit::Cover));
    assert!(!cropped(Fit::Contain));
}
