//! From the bytes of the input to the article: every word of the prose is understood as such.
//!
//! The words of the input come from a reading of our own that knows nothing of dialects: front matter is cut off, tags
//! of templates and of HTML are cut out, and pulldown-cmark says what is left. What Offprint leaves out on purpose
//! (comments, lists of contents that a site would fill) is stated by [`LEFT_OUT`].

use offprint::diag::Severity;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::outputs::{self, Made};
use super::parity;
use super::words::{lost, words};
use crate::common::tools;

/// Passages of the samples that are written for the site and not for its readers.
const LEFT_OUT: [&str; 5] = [
    "table of contents",
    "The next paragraph was the ending of the first draft.",
    "Link to the paper essay too?",
    "maps essay short",
    "Read more",
];

/// Warnings that the samples are to give: formulas in the PDF, and the caption whose picture was not scraped.
const EXPECTED: [&str; 2] = ["math-as-source", "missing-picture"];

/// The words of a Markdown input, notes and formulas left out; tags of templates and HTML count as spaces.
fn prose(markdown: &str) -> String {
    let mut bare = body(markdown).to_owned();
    for (open, close) in [("{%", "%}"), ("{{", "}}"), ("%%", "%%"), ("\n{:", "}"), ("[!", "]"), ("^[", "]")] {
        bare = without(&bare, open, close, " ");
    }
    let mut text = String::new();
    let mut hidden = 0;
    // The bit of the old notes holds that of the new ones.
    let options = (Options::all() - Options::ENABLE_OLD_FOOTNOTES) | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(&bare, options) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_) | Tag::Image { .. }) => hidden += 1,
            Event::End(TagEnd::FootnoteDefinition | TagEnd::Image) => hidden -= 1,
            _ if hidden > 0 => {}
            Event::Text(piece) | Event::Code(piece) => text += &piece,
            Event::Html(html) => text += &without(&html, "<", ">", "\n"),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => text += boundary(&event),
            _ => {}
        }
    }
    text
}

/// What stands between the words before and after `event`.
fn boundary(event: &Event) -> &'static str {
    use TagEnd::{Emphasis, Link, Strikethrough, Strong, Subscript, Superscript};
    match event {
        Event::End(Emphasis | Link | Strikethrough | Strong | Subscript | Superscript) => "",
        _ => "\n",
    }
}

/// `text` without its front matter.
fn body(text: &str) -> &str {
    let fence = text.lines().next().unwrap_or_default();
    match fence {
        "---" | "+++" => text[3..].split_once(&format!("\n{fence}\n")).map_or(text, |(_, body)| body),
        "{" => text.split_once("\n}\n").map_or(text, |(_, body)| body),
        _ => text,
    }
}

/// `text` with `instead` for every stretch from `open` to `close`.
fn without(text: &str, open: &str, close: &str, instead: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once(open) {
        let Some((_, behind)) = after.split_once(close) else { break };
        out += before;
        out += instead;
        rest = behind;
    }
    out + rest
}

fn understood(made: &Made) -> String {
    let related = made.article.related.iter().flat_map(|it| [parity::line(&it.title), parity::line(&it.blurb)]);
    let related: String = related.map(|line| line + "\n").collect();
    parity::everything(&made.article) + &related
}

#[test]
fn every_word_of_the_input_is_understood_as_prose() {
    let allowed = LEFT_OUT.map(words).concat();
    for made in outputs::samples().iter().filter(|made| made.input.extension().is_some_and(|it| it == "md")) {
        let expected = words(&prose(&made.text));
        let found = words(&understood(made));
        let missing: Vec<_> = lost(&expected, &found).into_iter().filter(|(_, word)| !allowed.contains(word)).collect();
        assert!(expected.len() > 300, "{}: {} words", made.name(), expected.len());
        assert_eq!(missing, [], "{}", made.name());
    }
}

#[test]
fn the_samples_give_no_other_warning_than_they_are_made_to() {
    for made in outputs::samples() {
        let warnings = made.diagnostics.iter().filter(|it| it.severity == Severity::Warning);
        let unexpected: Vec<_> = warnings.filter(|it| !EXPECTED.iter().any(|word| it.code.contains(word))).collect();
        assert!(unexpected.is_empty(), "{}: {unexpected:#?}", made.name());
    }
}

#[test]
fn the_corpus_loses_no_prose() {
    let mut all = 0;
    let mut gone = Vec::new();
    for made in outputs::corpus_choice("prose of the corpus")
        .iter()
        .filter(|made| made.input.extension().is_some_and(|it| it == "md"))
    {
        let expected = words(&prose(&made.text));
        let missing = lost(&expected, &words(&understood(made)));
        all += expected.len();
        if !missing.is_empty() {
            let list: Vec<&str> = missing.iter().take(12).map(|(_, word)| word.as_str()).collect();
            gone.push((missing.len(), made.name(), list.join(" ")));
        }
    }
    let words: usize = gone.iter().map(|(count, ..)| count).sum();
    tools::say(&format!("corpus: {words} of {all} words of prose are not where this test looks for them"));
    assert!(words * 50 <= all, "{gone:#?}");
}
