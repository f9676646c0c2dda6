//! Articles are read and typeset as a user's are, so the tests see what would be printed.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use super::{Finding, Kind, findings};
use crate::article::{Article, Direction};
use crate::design::{Design, Paper, by_name};
use crate::diag::Diagnostics;
use crate::layout::imposition::{Imposition, Printing, impose};
use crate::layout::{self, Item, Owner, Pages};
use crate::read::{self, Memory};
use crate::source::Source;
use crate::style::Color;
use crate::text::Fonts;
use crate::units::Em;

/// Words for a paragraph of some lines.
const WORDS: &str = "The harbour lay quiet that morning, and nobody in the town had yet seen what the night's tide had \
                     left on the long breakwater below the church, where the gulls were already gathering.";

/// An article with its pages and the messages about it.
struct Printed {
    article: Article,
    pages: Pages,
    said: Diagnostics,
    text: String,
}

impl Printed {
    fn new(text: &str) -> Self {
        Self::in_design(text, &Design::article(Paper::A4))
    }

    fn in_design(text: &str, design: &Design) -> Self {
        let plain = [60_u8, 70, 80];
        let files = [
            ("small.png", png(300, 200, plain)),
            ("large.png", png(2400, 1600, plain)),
            ("blue.png", png(2400, 1600, [0, 0, 255])),
            (
                "bars.svg",
                b"<svg xmlns='http://www.w3.org/2000/svg' width='80' height='80'><path fill='#0f0' d='M0 0h40v40H0z'/></svg>"
                    .to_vec(),
            ),
            (
                "drawing.svg",
                b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'><path d='M0 0h90v60z'/></svg>"
                    .to_vec(),
            ),
        ];
        let files: BTreeMap<String, Arc<[u8]>> =
            files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.into())).collect();
        let source = Source::new("a.md", text);
        let mut said = Diagnostics::new();
        let options = read::Options { lang: Some("en".into()), ..read::Options::default() };
        let files = Memory { folder: String::new(), files };
        let mut article = read::read(&source, &options, &files, &mut said).unwrap();
        read::unlink(&mut article, Some(text), &mut said);
        let pages = layout::typeset(&article, design, &Fonts::bundled(), &mut said);
        Self { article, pages, said, text: text.to_owned() }
    }

    fn imposed(mut self, kind: Imposition) -> Self {
        let printing = Printing { imposition: Some(kind), ..Printing::default() };
        self.pages = impose(self.pages, &printing, Direction::Ltr);
        self
    }

    fn found(&self) -> Vec<Finding> {
        findings(&self.pages, &self.article, &Fonts::bundled(), &self.said)
    }

    fn of(&self, kind: Kind) -> Vec<Finding> {
        self.found().into_iter().filter(|finding| finding.kind == kind).collect()
    }

    /// Returns what the source has where `finding` is.
    fn at(&self, finding: &Finding) -> &str {
        &self.text[finding.span.expect("a place").start..]
    }
}

fn png(width: u32, height: u32, color: [u8; 3]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb(color));
    picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}

fn article(body: &str) -> String {
    format!("---\ntitle: The tide\nauthor: Ida Moss\n---\n\n{body}\n")
}

#[test]
fn an_ordinary_article_has_no_findings() {
    let body = format!(
        "{WORDS}[^1]\n\n![A quay](large.png)\n\n## Then\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```rust\nlet tide = 1;\n```\n\n\
         $x_1^2$ and H~2~O, [home](#then), <https://example.org>.\n\n[^1]: A note."
    );
    assert_eq!(Printed::new(&article(&body)).found(), []);
}

#[test]
fn pixels_are_counted_at_the_printed_size() {
    let text = article("Text.\n\n![A quay](small.png)\n\nMore.\n\n![A quay](large.png)\n\n![A quay](drawing.svg)");
    let printed = Printed::new(&text);
    let [finding] = &printed.of(Kind::LowResolution)[..] else { panic!("{:?}", printed.found()) };
    assert!(printed.at(finding).starts_with("![A quay](small.png)"));
    assert_eq!(finding.page, Some(1));
    let density = finding.measured.unwrap();
    assert!((60.0..200.0).contains(&density), "{density}");
    // Four pages on a side are half as large or smaller.
    let halved = Printed::new(&text).imposed(Imposition::FourUp);
    assert!(halved.of(Kind::LowResolution).iter().all(|found| found.measured.unwrap() > density * 1.8));
}

#[test]
fn the_same_picture_is_reported_at_each_place() {
    let printed = Printed::new(&article("One.\n\n![A](small.png)\n\nTwo.\n\n![A](small.png)"));
    let places: Vec<usize> = printed.of(Kind::LowResolution).iter().map(|found| found.span.unwrap().start).collect();
    assert!(places.len() == 2 && places[0] < places[1], "{places:?}");
}

#[test]
fn small_print_is_what_the_reader_gets() {
    let text = article("Text[^1] with x^2^ and words.\n\n[^1]: A note of some length.");
    assert_eq!(Printed::new(&text).of(Kind::SmallPrint), []);
    let reduced = Printed::new(&text).imposed(Imposition::FourUp);
    let found = reduced.of(Kind::SmallPrint);
    let body = found.iter().find(|finding| finding.message.contains("“Text")).expect("the text");
    assert!(body.measured.unwrap() < 7.0 && reduced.at(body).starts_with("Text["), "{found:?}");
}

#[test]
fn colours_that_ink_cannot_mix_are_told_once() {
    let mut design = Design::article(Paper::A4);
    design.inks.link = Color::rgb(0, 0, 255);
    let links = format!("{WORDS} [one](https://example.org/a) [two](https://example.org/b).\n\n").repeat(30);
    let printed = Printed::in_design(&article(&links), &design);
    let [finding] = &printed.of(Kind::OutOfGamut)[..] else { panic!("{:?}", printed.found()) };
    assert!(finding.message.contains("#0000ff on "), "{finding:?}");
    assert!(printed.pages.pages.len() > 1 && finding.page == Some(1));
}

#[test]
fn pictures_in_screen_colours_are_told() {
    let printed = Printed::new(&article("Text.\n\n![The sky](blue.png)\n\n![A quay](large.png)"));
    let [finding] = &printed.of(Kind::OutOfGamut)[..] else { panic!("{:?}", printed.found()) };
    assert!(printed.at(finding).starts_with("![The sky]"));
    assert_eq!(finding.measured, Some(100.0));
}

#[cfg(feature = "svg")]
#[test]
fn drawings_in_screen_colours_are_told() {
    let printed = Printed::new(&article("Text.\n\n![Bars](bars.svg)\n\n![A quay](drawing.svg)"));
    let [finding] = &printed.of(Kind::OutOfGamut)[..] else { panic!("{:?}", printed.found()) };
    assert!(printed.at(finding).starts_with("![Bars]"));
    assert!((20.0..30.0).contains(&finding.measured.unwrap()), "a quarter of it is green: {finding:?}");
}

#[test]
fn boxes_are_counted_by_script_and_by_sign() {
    let printed = Printed::new(&article(
        "Signs: \u{13000} and \u{13001}.\n\nTamil: அஆ இ.\n\nOther: \u{1f0a1}\u{1f0a1}, \u{1f0a2}.",
    ));
    let found = printed.of(Kind::MissingGlyph);
    let told =
        |finding: &Finding| (finding.measured.unwrap(), printed.at(finding).split(':').next().unwrap().to_owned());
    let told: Vec<(f64, String)> = found.iter().map(told).collect();
    let expected = [(2.0, "Signs"), (3.0, "Tamil"), (2.0, "Other"), (1.0, "Other")];
    assert_eq!(told, expected.map(|(count, place)| (count, place.to_owned())), "{found:?}");
    assert!(found[0].message.contains("Egyptian Hieroglyphs, the first of them \u{13000} (U+13000)"), "{found:?}");
}

#[test]
fn a_byline_that_is_a_key_has_its_line() {
    let printed = Printed::new("---\ntitle: The tide\nauthors: [anna-kern, Ida Moss]\n---\n\nText.\n");
    let [finding] = &printed.of(Kind::SlugByline)[..] else { panic!("{:?}", printed.found()) };
    assert!(printed.at(finding).starts_with("anna-kern") && finding.page == Some(1));
    let bylines =
        "---\ntitle: The tide\nauthors: [REUTERS/Ann Lee, AFP/dpa, '@ann', authors/ann, Anna-Kern]\n---\n\nText.\n";
    let found = Printed::new(bylines).of(Kind::SlugByline);
    assert!(found.len() == 1 && found[0].message.contains("`authors/ann`"), "{found:?}");
}

#[test]
fn decoration_needs_no_alternative_text() {
    let body =
        "Text ![](large.png) in a line.\n\n<img src=\"large.png\" alt=\"\">\n\n![A quay](large.png)\n\n![](gone.png)";
    let printed = Printed::new(&article(body));
    let found = printed.of(Kind::NoAlt);
    assert!(found.iter().all(|finding| printed.at(finding).starts_with("![](large.png)")), "{found:?}");
    assert_eq!(found.len(), 1);
}

#[test]
fn links_to_nowhere_keep_their_place_and_page() {
    let body = format!(
        "{}[there](#nowhere) and [page](other.md).\n\n## End\n\n[back](#end)",
        format!("{WORDS}\n\n").repeat(20)
    );
    let printed = Printed::new(&article(&body));
    let found = printed.of(Kind::BrokenLink);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(printed.at(&found[0]).starts_with("#nowhere") && printed.at(&found[1]).starts_with("other.md"));
    assert!(found.iter().all(|finding| finding.page == Some(2)), "{found:?}");
}

#[test]
fn a_link_whose_goal_is_on_no_page_is_found() {
    let mut printed = Printed::new(&article("[Down](#end)\n\n## End\n\nText."));
    for page in &mut printed.pages.pages {
        page.frame.items.retain(|(_, placed)| !matches!(placed.item, Item::Anchor(_)));
    }
    assert!(printed.of(Kind::BrokenLink).iter().any(|finding| printed.at(finding).starts_with("[Down]")));
}

#[test]
fn equal_words_make_a_river_but_code_does_not() {
    let river = Printed::new(&article(&"tide ".repeat(200)));
    let [finding] = &river.of(Kind::River)[..] else { panic!("{:?}", river.found()) };
    assert!(finding.measured.unwrap() >= 5.0 && river.at(finding).starts_with("tide"));
    let code = "    let a = 1;\n".repeat(12);
    assert_eq!(Printed::new(&article(&format!("```\n{code}```"))).of(Kind::River), []);
    assert_eq!(Printed::new(&article(&format!("{WORDS} {WORDS} {WORDS} {WORDS}"))).of(Kind::River), []);
}

#[test]
fn word_spaces_are_measured_inside_lines() {
    let mut printed = Printed::new(&article(&format!("{WORDS}\n\n{WORDS}\n\n{WORDS}")));
    assert_eq!(printed.of(Kind::WideGap), []);
    for (words, space, found) in [("quiet that", "quiet", 0), ("quiet that", " that", 2)] {
        for (_, placed) in &mut printed.pages.pages[0].frame.items {
            let Item::Text(run) = &mut placed.item else { continue };
            // The first paragraph begins in small capitals.
            let Some(at) = run.text.find(words).filter(|_| matches!(placed.owner, Owner::Content(_))) else { continue };
            let at = (at + words.find(space).unwrap()) as u32;
            run.glyphs.iter_mut().find(|glyph| glyph.text.start == at).unwrap().advance = Em(1.5);
        }
        let gaps = printed.of(Kind::WideGap);
        assert_eq!(gaps.len(), found, "{gaps:?}");
        for gap in &gaps {
            assert!(gap.message.starts_with("a line") && (1.4..1.6).contains(&gap.measured.unwrap()), "{gap:?}");
        }
        assert!(gaps.is_sorted_by_key(|gap| gap.span));
    }
}

#[test]
fn a_colophon_at_the_foot_does_not_fill_the_last_page() {
    let new_page = "<p style=\"page-break-before: always\">";
    let of = |last: usize| {
        let body =
            format!("{}{new_page}Last. {}</p>", format!("{WORDS}\n\n").repeat(10), format!("{WORDS} ").repeat(last));
        Printed::new(&article(&body))
    };
    let short = of(1);
    let [finding] = &short.of(Kind::ShortLastPage)[..] else { panic!("{:?}", short.found()) };
    assert!(finding.page == Some(2) && finding.measured.unwrap() < 0.25, "{finding:?}");
    assert!(short.at(finding).contains("Last."));
    let full = of(6);
    assert_eq!((full.pages.pages.len(), full.of(Kind::ShortLastPage)), (2, vec![]));
    let single = Printed::new(&article(WORDS));
    assert_eq!((single.pages.pages.len(), single.of(Kind::ShortLastPage)), (1, vec![]));
}

#[test]
fn every_design_is_printable_on_its_own_paper() {
    let body = format!("{}![A quay](large.png)\n\n> {WORDS}\n\n- {WORDS}", format!("{WORDS}\n\n").repeat(12));
    for name in ["article", "book", "large-print"] {
        let printed = Printed::in_design(&article(&body), &by_name(name, Paper::A4).unwrap());
        let found = printed.found();
        assert!(found.iter().all(|found| found.kind == Kind::ShortLastPage), "{name}: {found:?}");
    }
}
