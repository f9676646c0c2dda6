//! Scraped text: what is title, text, caption, disclaimer and pointer to other articles, and that all of it stays as it
//! was written, in both outputs. The facts are stated by position, so that they hold of any text of this shape.

use std::process::Command;

use offprint::article::{Article, BlockKind, plain_text};
use offprint::diag::Diagnostics;
use offprint::read::{self, Format, NoFiles};
use offprint::source::Source;

use super::outputs::{self, Made};
use super::parity;
use super::words::words;
use crate::common::epub;
use crate::common::tools;

/// Which block of a scraped text is what; the first is the title, and from `related` on titles and blurbs take turns.
struct Shape {
    blocks: usize,
    question: usize,
    caption: usize,
    disclaimer: usize,
    related: usize,
}

const SAMPLE: Shape = Shape { blocks: 20, question: 5, caption: 12, disclaimer: 13, related: 14 };
const SEED: Shape = Shape { blocks: 23, question: 5, caption: 15, disclaimer: 16, related: 17 };

#[test]
fn the_scraped_sample_keeps_its_facts() {
    let made = outputs::samples().iter().find(|made| made.input.extension().is_some_and(|it| it == "txt"));
    facts(made.expect("a scraped sample"), &SAMPLE);
}

#[test]
fn the_seed_article_keeps_its_facts() {
    let Some(seed) = tools::seed("facts of the seed article") else { return };
    facts(&outputs::make(&outputs::single(&seed, &tools::workspace("seed"))), &SEED);
}

fn facts(made: &Made, shape: &Shape) {
    let blocks: Vec<String> = made.text.split("\n\n").map(one_line).collect();
    assert_eq!(blocks.len(), shape.blocks, "the text is the one that is described");
    model(&made.article, &blocks, shape);
    epub(made, &blocks, shape);
    if tools::program("pdftotext", "facts of the PDF") {
        pdf(made, &blocks, shape);
    }
    as_markdown(made, shape);
}

/// No-break spaces are what the page's links left behind: they print as spaces, two as one.
fn one_line(block: &str) -> String {
    block.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn model(article: &Article, blocks: &[String], shape: &Shape) {
    assert_eq!(article.meta.title_text(), blocks[0], "the title, verbatim");
    assert_eq!(article.blocks.len(), shape.caption - 1, "no block lost, merged or split");
    for (number, block) in article.blocks.iter().enumerate() {
        let (BlockKind::Paragraph(content) | BlockKind::Heading { content, .. }) = &block.kind else {
            panic!("{block:?}")
        };
        assert_eq!(plain_text(content), blocks[number + 1]);
        let heading = matches!(block.kind, BlockKind::Heading { .. });
        assert!(!heading || number + 1 == shape.question, "{:?} is no heading", blocks[number + 1]);
    }
    assert_eq!(one_line(&parity::running_text(&article.disclaimer)), blocks[shape.disclaimer]);
    assert_eq!(article.related.len(), (shape.blocks - shape.related) / 2);
    for (related, written) in article.related.iter().zip(blocks[shape.related..].chunks(2)) {
        assert_eq!([plain_text(&related.title), plain_text(&related.blurb)], *written);
    }
    caption(article, &blocks[shape.caption]);
    assert!(article.meta.contributors.is_empty() && article.meta.date.is_none() && article.meta.publisher.is_none());
    assert_eq!(article.meta.lang.0, "en");
    assert!(article.assets.is_empty());
}

/// The parts of `[LABEL: DESCRIPTION. Credit: AUTHOR, via SOURCE]`.
fn caption(article: &Article, written: &str) {
    let written = without_brackets(written);
    let (label, rest) = written.split_once(": ").expect("a label");
    let (description, rest) = rest.split_once(". Credit: ").expect("a credit");
    let (makers, source) = rest.split_once(", via ").expect("a source");
    // A person's name ends at the comma before an institution; an office keeps its country.
    let author = match makers.split_once(", ") {
        Some((person, _)) if person.contains(". ") => person,
        _ => makers,
    };
    let credits = article.credits();
    let [(figure, credit)] = credits.as_slice() else { panic!("one credit, not {credits:?}") };
    let [said_label, said_title, said_author, said_source] =
        [&credit.label, &credit.title, &credit.author, &credit.source].map(|part| part.as_deref());
    assert_eq!([said_label, said_title], [Some(label), Some(description)]);
    assert_eq!([said_author, said_source], [Some(author), Some(source)]);
    let wording = [parity::line(&figure.caption), parity::line(&credit.verbatim)].join(" ");
    assert_eq!(wording.trim_start(), written, "caption and credit are the whole wording");
    assert!(credit.license.is_none(), "nothing is guessed");
}

fn without_brackets(caption: &str) -> &str {
    caption.trim_matches(['[', ']'])
}

fn epub(made: &Made, blocks: &[String], shape: &Shape) {
    let entries = epub::entries(&made.epub);
    let package = epub::text_of(&entries, ".opf");
    let spine: String = epub::spine(&entries).into_iter().map(|(_, xhtml)| xhtml).collect();
    assert_eq!(epub::elements(&package, "dc:title"), [blocks[0].clone()]);
    assert_eq!(epub::elements(&package, "dc:creator"), [""; 0]);
    assert_eq!(epub::elements(&package, "dc:date"), [""; 0]);
    assert_eq!(epub::elements(&package, "dc:language"), ["en"]);
    assert_eq!(epub::elements(&spine, "h1"), [blocks[0].clone()], "the title is the only heading of level 1");
    let paragraphs = epub::elements(&spine, "p");
    let headings = ["h2", "h3"].map(|level| epub::elements(&spine, level)).concat();
    for (number, block) in blocks.iter().enumerate().take(shape.caption).skip(1) {
        let times = |texts: &[String]| texts.iter().filter(|text| *text == block).count();
        let is_heading = number == shape.question && times(&headings) == 1;
        assert!(is_heading || times(&paragraphs) == 1, "{block:?} is one paragraph, word for word");
    }
    let text = one_line(&epub::visible_text(&spine));
    let wording = words(&blocks[shape.caption]);
    assert_eq!(super::words::coverage(&wording, &words(&text)), 1.0, "the caption's whole wording");
    assert!(text.contains(&blocks[shape.disclaimer]));
    assert!(blocks[shape.related..].iter().all(|block| text.contains(block)));
    assert!(!headings.contains(&blocks[shape.disclaimer]));
    let pictured = epub::spine(&entries).into_iter().filter(|(_, xhtml)| xhtml.contains("<img"));
    let pictured: Vec<String> = pictured.map(|(name, _)| name).collect();
    assert_eq!(pictured, ["cover.xhtml"], "no picture that the text does not give, besides the composed cover");
    let contents = epub::text_of(&entries, "nav.xhtml");
    assert!(
        blocks[shape.related..].iter().all(|block| !contents.contains(block.as_str())),
        "related articles are no chapters"
    );
}

fn pdf(made: &Made, blocks: &[String], shape: &Shape) {
    let information = tools::run(Command::new("pdfinfo").arg(&made.pdf)).stdout;
    let title = information.lines().find_map(|line| line.strip_prefix("Title:")).expect("a title");
    assert_eq!(title.trim(), blocks[0]);
    assert!(!information.contains("Author:"), "no author that the text does not give");
    let text = parity::pdf_text(made);
    let found = words(&text);
    for block in blocks {
        assert!(super::words::coverage(&words(block), &found) > 0.8, "{block:?}");
    }
    assert_eq!(super::words::lost(&words(&blocks[1..shape.caption].concat()), &found), []);
    for quote in ['“', '”', '—'] {
        assert_eq!(text.matches(quote).count(), made.text.matches(quote).count(), "{quote} as often as written");
    }
    assert!(!text.contains('\u{A0}'), "a no-break space that stood for a link");
}

/// Whoever says that the text is Markdown gets what Markdown says: paragraphs.
fn as_markdown(made: &Made, shape: &Shape) {
    let source = Source::new(&made.input, made.text.clone());
    let mut options = read::Options::default();
    options.format = Some(Format::Markdown);
    let article = read::read(&source, &options, &NoFiles, &mut Diagnostics::new()).expect("Markdown can be anything");
    assert_eq!(article.blocks.len(), shape.blocks);
    assert!(article.blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_))));
    assert!(article.related.is_empty() && article.credits().is_empty());
}
