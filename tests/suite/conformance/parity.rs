//! Nothing of the author's is lost: the words of the article are in the EPUB and in the PDF, in their order, and nothing
//! of its markup shows.
//!
//! Running text is compared by longest common subsequence, so that running heads, folios and notes may stand in between.
//! What may move (captions, credits, notes, related articles) is looked for as passages.

use std::process::Command;

use offprint::article::{Article, Block, BlockKind, Figure, Inline, QuoteKind, Visit, walk_inlines};

use super::outputs::{self, Made};
use super::words::{coverage, lost, words};
use crate::common::epub;
use crate::common::tools;

/// What a reader of the EPUB reads, in the order of its spine.
pub fn epub_text(made: &Made) -> String {
    let documents = epub::spine(&epub::entries(&made.epub)).into_iter();
    documents.map(|(_, xhtml)| epub::visible_text(&xhtml)).collect()
}

/// What a tool that knows no tags extracts from the PDF.
pub fn pdf_text(made: &Made) -> String {
    let ran = tools::run(Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(&made.pdf).arg("-"));
    assert!(ran.success, "{}: {}", made.name(), ran.stderr);
    ran.stdout
}

/// The running text of `blocks`: everything but figures, tables, listings, formulas and calls of notes.
pub fn running_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    add_blocks(blocks, Movable::LeftOut, &mut text);
    text
}

/// All text of `article` where it stands, captions and tables too, but without notes and related articles.
pub fn everything(article: &Article) -> String {
    let mut text = article.meta.title_text() + "\n";
    add_blocks(&article.blocks, Movable::InPlace, &mut text);
    add_blocks(&article.disclaimer, Movable::InPlace, &mut text);
    text
}

/// What to do with figures, tables and pull quotes, which an output may put elsewhere.
#[derive(Clone, Copy)]
enum Movable {
    LeftOut,
    InPlace,
}

fn add_blocks(blocks: &[Block], movable: Movable, text: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => add_line(content, text),
            BlockKind::List { items, .. } => items.iter().for_each(|item| add_blocks(&item.blocks, movable, text)),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter().for_each(|term| add_line(term, text));
                    definition.definitions.iter().for_each(|blocks| add_blocks(blocks, movable, text));
                }
            }
            BlockKind::Quote { kind: QuoteKind::Pull, .. } if matches!(movable, Movable::LeftOut) => {}
            BlockKind::Quote { blocks, attribution, .. } => {
                add_blocks(blocks, movable, text);
                add_line(attribution, text);
            }
            BlockKind::Callout { title, blocks, .. } => {
                add_line(title, text);
                add_blocks(blocks, movable, text);
            }
            BlockKind::Group(blocks) => add_blocks(blocks, movable, text),
            BlockKind::Table(_) | BlockKind::Figure(_) | BlockKind::Code { .. } => {
                if let Movable::InPlace = movable {
                    let mut passages = Vec::new();
                    add_movable(std::slice::from_ref(block), &mut passages);
                    *text += &(passages.join("\n") + "\n");
                }
            }
            BlockKind::Math(_) | BlockKind::Rule | BlockKind::PageBreak => {}
        }
    }
}

fn add_line(content: &[Inline], text: &mut String) {
    *text += &line(content);
    text.push('\n');
}

/// The words of `content` as they stand in a line.
pub fn line(content: &[Inline]) -> String {
    let mut text = String::new();
    walk_inlines(content, &mut |visit| match visit {
        Visit::Inline(Inline::Text(piece) | Inline::Code(piece)) => text += piece,
        Visit::Inline(Inline::LineBreak | Inline::Picture(_) | Inline::Math { .. }) => text.push('\n'),
        _ => {}
    });
    text
}

/// Passages that may stand elsewhere than in the article: of figures, tables, notes, related articles, the disclaimer.
pub fn passages(article: &Article) -> Vec<String> {
    let mut passages: Vec<String> = article.bound.iter().flat_map(self::passages).collect();
    passages.extend(article.cover.iter().flat_map(figure_passages));
    add_movable(&article.blocks, &mut passages);
    for note in &article.notes {
        passages.extend(note.blocks.iter().map(|block| running_text(std::slice::from_ref(block))));
        add_movable(&note.blocks, &mut passages);
    }
    passages.push(running_text(&article.disclaimer));
    passages.extend(article.related.iter().flat_map(|related| [line(&related.title), line(&related.blurb)]));
    passages.push(article.meta.title_text());
    passages.push(line(&article.meta.subtitle));
    passages.extend(article.meta.authors().map(str::to_owned));
    passages.extend(article.meta.rights.statement.clone());
    passages.retain(|passage| !words(passage).is_empty());
    passages
}

fn add_movable(blocks: &[Block], passages: &mut Vec<String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Figure(figure) => passages.extend(figure_passages(figure)),
            // What is lined up in columns is extracted by columns.
            BlockKind::Code { text, .. } => {
                let pieces = text.lines().flat_map(|line| line.split("  "));
                passages.extend(pieces.map(str::to_owned));
            }
            BlockKind::Table(table) => {
                passages.push(line(&table.caption));
                let cells = table.head.iter().chain(&table.body).flat_map(|row| &row.cells);
                passages
                    .extend(cells.flat_map(|cell| &cell.blocks).map(|block| running_text(std::slice::from_ref(block))));
            }
            BlockKind::List { items, .. } => items.iter().for_each(|item| add_movable(&item.blocks, passages)),
            BlockKind::Quote { kind: QuoteKind::Pull, blocks, attribution } => {
                passages.extend(blocks.iter().map(|block| running_text(std::slice::from_ref(block))));
                passages.push(line(attribution));
                add_movable(blocks, passages);
            }
            BlockKind::Quote { blocks, .. } | BlockKind::Callout { blocks, .. } | BlockKind::Group(blocks) => {
                add_movable(blocks, passages);
            }
            _ => {}
        }
    }
}

fn figure_passages(figure: &Figure) -> Vec<String> {
    let credit = figure.credit.iter().map(|credit| line(&credit.verbatim));
    [line(&figure.caption)].into_iter().chain(credit).collect()
}

/// What `output` lacks of `made`, each as a sentence.
///
/// Tools that know no tags have an order of their own for Latin words in right-to-left lines and for signs over
/// ligatures: there nine runs of words in ten have to be whole.
fn missing(made: &Made, output: &str, kind: &str) -> Vec<String> {
    let found = words(output);
    let text = text_of_articles(made);
    let body = words(&text);
    let mut lacks = Vec::new();
    if has_right_to_left(&text) {
        let kept = coverage(&body, &found);
        lacks.extend((kept < 0.9).then(|| format!("{:.0} % of the text", 100.0 * (1.0 - kept))));
    } else {
        let context = |place: usize| body[place.saturating_sub(3)..(place + 4).min(body.len())].join(" ");
        let words = lost(&body, &found).into_iter();
        lacks.extend(words.map(|(place, word)| format!("the word {word:?} in {:?}", context(place))));
    }
    // In a line from left to right, the same tools put the words of an Arabic one into their own order.
    let is_there = |passage: &str| match words(passage) {
        all if has_right_to_left(passage) => all.iter().all(|word| found.contains(word)),
        all => coverage(&all, &found) >= 0.8,
    };
    let gone = passages(&made.article).into_iter().filter(|passage| !is_there(passage));
    lacks.extend(gone.map(|passage| format!("the passage {passage:?}")));
    lacks.into_iter().map(|what| format!("{}: {kind} lacks {what}", made.name())).collect()
}

/// The running text of the article, or of all articles of the book.
fn text_of_articles(made: &Made) -> String {
    made.article.articles().map(|article| running_text(&article.blocks)).collect()
}

/// Whether `text` has Hebrew or Arabic letters.
fn has_right_to_left(text: &str) -> bool {
    text.chars().any(|character| ('\u{590}'..='\u{8FF}').contains(&character))
}

/// Traces of markup in `text` that no author means to be read.
fn markup(text: &str) -> Vec<String> {
    const TRACES: [&str; 16] = [
        "{%",
        "%}",
        "{{<",
        ">}}",
        "{{%",
        "</p>",
        "</div>",
        "<figure",
        "<img",
        "<br",
        "markdown=\"1\"",
        "[^",
        "![",
        "{:",
        "\n+++",
        "[[",
    ];
    let around =
        |at: usize| -> String { text[text.floor_char_boundary(at.saturating_sub(30))..].chars().take(70).collect() };
    TRACES.iter().filter_map(|trace| text.find(trace)).map(around).collect()
}

/// The article's text without its listings, in which anything may stand.
fn without_code(article: &Article) -> bool {
    let mut code = false;
    offprint::article::walk_blocks(&article.blocks, &mut |visit| {
        code |=
            matches!(visit, Visit::Block(Block { kind: BlockKind::Code { .. }, .. }) | Visit::Inline(Inline::Code(_)));
    });
    !code
}

fn shows_no_markup(made: &Made, text: &str) {
    if without_code(&made.article) {
        assert_eq!(markup(text), [""; 0], "{}: markup shows", made.name());
    }
}

#[test]
fn every_word_is_in_the_epub() {
    for made in outputs::samples().iter().chain(&outputs::books("words of books")[..1]) {
        let text = epub_text(made);
        assert_eq!(missing(made, &text, "the EPUB"), [""; 0]);
        shows_no_markup(made, &text);
    }
}

#[test]
fn every_word_is_in_the_pdf() {
    if !tools::program("pdftotext", "words of the PDF") {
        return;
    }
    for made in outputs::samples().iter().chain(&outputs::books("words of books")[..1]) {
        let text = pdf_text(made);
        assert_eq!(missing(made, &text, "the PDF"), [""; 0]);
        shows_no_markup(made, &text);
    }
}

/// Whether a tool that knows no tags can extract the words: not from lines of both directions nor from scripts whose
/// signs are set in another order than they are written, and not where no font has the characters, which is warned of.
fn can_be_extracted(made: &Made) -> bool {
    let warned = made.diagnostics.iter().any(|it| it.code == "missing-glyph");
    !warned && !running_text(&made.article.blocks).chars().any(|it| ('\u{590}'..='\u{DFF}').contains(&it))
}

/// Other people's articles, and books: a few words in a thousand may stand elsewhere than this test looks for them.
#[test]
fn the_corpus_keeps_its_words_in_both_outputs() {
    if !tools::program("pdftotext", "words of the corpus") {
        return;
    }
    let (mut words_in_all, mut gone) = (0, Vec::new());
    let choice = outputs::corpus_choice("words of the corpus").iter().chain(&outputs::books("words of books")[1..]);
    for made in choice.filter(|made| can_be_extracted(made)) {
        words_in_all += words(&text_of_articles(made)).len();
        gone.extend(missing(made, &epub_text(made), "the EPUB"));
        gone.extend(missing(made, &pdf_text(made), "the PDF"));
    }
    tools::say(&format!("corpus: {} of {words_in_all} words or passages missed in an output", gone.len()));
    assert!(gone.len() * 1000 <= words_in_all * 2, "{gone:#?}");
}

#[test]
fn what_is_taken_out_of_an_output_is_missed() {
    let made = &outputs::samples()[0];
    let text = epub_text(made);
    let (before, after) = text.split_at(text.char_indices().nth(text.chars().count() / 2).expect("a middle").0);
    assert!(!missing(made, before, "half").is_empty());
    assert!(!missing(made, after, "half").is_empty());
    assert_eq!(markup(&format!("{before} {{% raw %}} {after}")).len(), 2);
}
