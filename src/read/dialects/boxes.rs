//! Interprets the names of containers in all dialects: a callout, a folded passage, a tab, or only layout.

use super::attributes::{List, escape};
use super::edits::EditPiece;
use super::offset;

/// The words of a title.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Words<'a> {
    /// The author's words, as a part of the text.
    Text(&'a str),
    /// A name converted to words.
    Own(String),
}

/// The heading above the body of a container.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Heading<'a> {
    /// The container has no heading.
    #[default]
    None,
    /// The title of a callout.
    Title(Vec<Words<'a>>),
    /// A bold line, such as the label of a tab.
    Label(Vec<Words<'a>>),
    /// The caption of a table.
    Caption(Vec<Words<'a>>),
    /// The first paragraph of the body.
    Line(Vec<Words<'a>>),
}

/// What replaces the line that opens a container.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Opening<'a> {
    /// Start tags.
    pub open: String,
    /// End tags.
    pub close: &'static str,
    /// The heading above the body.
    pub heading: Heading<'a>,
    /// Whether a heading at the start of the body becomes its title, as in Quarto.
    pub takes_heading: bool,
    /// Whether lines that begin with `@tab` are labels inside it.
    pub has_tab_lines: bool,
}

/// Names of callouts in any of the dialects.
const CALLOUTS: &[&str] = &[
    "note",
    "notes",
    "tip",
    "tips",
    "hint",
    "info",
    "information",
    "important",
    "warning",
    "warn",
    "caution",
    "danger",
    "attention",
    "error",
    "success",
    "failure",
    "bug",
    "example",
    "question",
    "help",
    "faq",
    "quote",
    "cite",
    "abstract",
    "summary",
    "tldr",
    "todo",
    "check",
    "done",
    "fail",
    "missing",
    "alert",
    "seealso",
    "message",
    "remark",
    "admonition",
    "callout",
    "theorem",
    "lemma",
    "corollary",
    "proposition",
    "conjecture",
    "definition",
    "exercise",
    "solution",
    "proof",
    "axiom",
    "algorithm",
    "claim",
    "observation",
    "key",
    "primary",
    "secondary",
];

/// Names of folded passages.
const FOLDED: &[&str] = &[
    "details",
    "detail",
    "spoiler",
    "collapse",
    "collapsible",
    "dropdown",
    "accordion",
    "expand",
    "expander",
    "foldable",
    "toggle",
];

/// Names of containers that only affect layout.
const LAYOUT: &[&str] = &[
    "columns",
    "column",
    "col",
    "cols",
    "row",
    "rows",
    "grid",
    "center",
    "centre",
    "centered",
    "left",
    "right",
    "container",
    "wrapper",
    "wrap",
    "block",
    "section",
    "div",
    "box",
    "card",
    "cards",
    "panel",
    "group",
    "content",
    "main",
    "incremental",
    "nonincremental",
    "fragment",
    "fullwidth",
    "full-width",
    "wide",
    "narrow",
    "landscape",
    "portrait",
    "margin",
    "aside",
    "sidebar",
    "small",
    "large",
    "lead",
    "intro",
    "refs",
    "references",
    "tabs",
    "tabset",
    "panel-tabset",
    "tab-set",
    "code-group",
    "code-tabs",
    "steps",
    "demo",
    "v-pre",
    "raw",
    "layout",
    "hero",
    "figure",
    "table",
    "poem",
    "verse",
    "slide",
    "card-deck",
    "html",
    "slot",
    "compound",
    "list-table",
    "line-block",
    "article",
    "body",
    "header",
    "footer",
    "page",
    "html-only",
    "flex",
    "only",
    "grid-item",
    "layout-ncol",
    "column-margin",
    "column-page",
    "column-screen",
    "moniker",
    "zone",
    "flashcard",
    "text",
    "items",
    "item",
];

/// Names of a single tab.
const TABS: &[&str] = &["tab", "tab-item", "tabitem", "code-group-item", "tab-panel"];

/// Removes from `name` the parts that only mark it as a callout.
fn bare(name: &str) -> &str {
    let prefixes = ["callout-", "alert-", "admonition-", "admon-", "box-", "rmd", "prf:", "proof:"];
    prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name)
}

/// Whether `name`, in lower case, names a kind of callout.
pub(super) fn is_callout(name: &str) -> bool {
    CALLOUTS.contains(&bare(name))
}

/// Whether `name`, in lower case, names a folded passage.
pub(super) fn is_folded(name: &str) -> bool {
    FOLDED.contains(&name)
}

/// Whether `name`, in lower case, is known.
pub(super) fn is_known(name: &str) -> bool {
    is_callout(name) || is_folded(name) || LAYOUT.contains(&name) || TABS.contains(&name)
}

/// Whether `word` repeats a kind after `note` (Qiita, Zenn), so that it is not a title.
pub(super) fn is_kind_word(word: &str) -> bool {
    ["info", "warn", "alert"].contains(&word)
}

/// Opens a callout of the kind `name`; `more` are further attributes of its tag.
pub(super) fn callout<'a>(name: &str, more: &str, title: Vec<Words<'a>>) -> Opening<'a> {
    let name = bare(name);
    let name = if name == "message" || name == "admonition" || name == "callout" { "note" } else { name };
    Opening {
        open: format!("<offprint-callout type=\"{}\"{more}>", escape(name)),
        close: "</offprint-callout>",
        heading: if title.is_empty() { Heading::None } else { Heading::Title(title) },
        ..Opening::default()
    }
}

/// Opens a folded passage.
pub(super) fn folded<'a>(more: &str, title: Vec<Words<'a>>) -> Opening<'a> {
    callout("details", more, title)
}

/// Opens a container that changes nothing but may have a label.
pub(super) fn division<'a>(more: &str, label: Vec<Words<'a>>) -> Opening<'a> {
    Opening {
        open: format!("<div{more}>"),
        close: "</div>",
        heading: if label.is_empty() { Heading::None } else { Heading::Label(label) },
        ..Opening::default()
    }
}

/// Opens the container called `name` with its title; `list` has its attributes. An unknown name is a word of the
/// title; `whole` is name and title as written.
pub(super) fn named<'a>(name: &str, title: &'a str, whole: &'a str, list: &List<'a>) -> Opening<'a> {
    let lower = name.to_lowercase();
    let more = list.html();
    let title = if title.is_empty() { list.get(&["title", "summary", "label"]).unwrap_or_default() } else { title };
    let words = if title.is_empty() { Vec::new() } else { vec![Words::Text(title)] };
    match lower.as_str() {
        name if is_folded(name) => folded(&more, words),
        // In `::: note warning` and Zenn's `:::message alert`, the second word is the kind of callout, not a title.
        "note" | "message" if is_kind_word(title) => {
            callout(if title == "alert" { "caution" } else { title }, &more, Vec::new())
        }
        name if is_callout(name) => callout(name, &more, words),
        name if TABS.contains(&name) => division(&more, words),
        name if LAYOUT.contains(&name) => Opening { has_tab_lines: name.contains("tabs"), ..division(&more, words) },
        // An unknown name with words after it is not a name: `::: Before you start` keeps all of its words as a title.
        _ if !title.is_empty() && !whole.is_empty() => callout("note", &more, vec![Words::Text(whole)]),
        _ if !title.is_empty() => callout("note", &more, words),
        // `::: my-box` has nothing but its name to say what the box is.
        _ => callout("note", &more, vec![Words::Own(readable(name))]),
    }
}

/// Opens the container of pandoc and Quarto with the attributes `list`.
pub(super) fn attributed<'a>(list: &List<'a>) -> Opening<'a> {
    let title = list.get(&["title", "summary", "label"]);
    let words: Vec<Words<'a>> = title.map(Words::Text).into_iter().collect();
    let more = list.html();
    let lower: Vec<String> = list.classes.iter().map(|class| class.to_lowercase()).collect();
    let kind = lower.iter().find(|class| is_callout(class)).cloned();
    let collapse = list.get(&["collapse"]).is_some();
    let opening = if lower.iter().any(|class| is_folded(class)) {
        folded(&more, words)
    } else if let Some(kind) = kind {
        // A folded warning is still a warning.
        let plain = matches!(bare(&kind), "note" | "callout");
        let named = list.get(&["name"]).filter(|_| title.is_none());
        match named {
            Some(name) => callout(&kind, &more, vec![Words::Own(format!("{}: ", readable(&kind))), Words::Text(name)]),
            None if plain && collapse => folded(&more, words),
            None => callout(&kind, &more, words),
        }
    } else {
        let classes = format!(" class=\"{}\"", escape(&list.classes.join(" ")));
        let classes = if list.classes.is_empty() { "" } else { &classes };
        division(&format!("{classes}{more}"), words)
    };
    let takes_heading = opening.heading == Heading::None && opening.close == "</offprint-callout>";
    Opening { takes_heading, ..opening }
}

/// Converts an identifier to words: `see-also` becomes `See also`.
pub(super) fn readable(name: &str) -> String {
    let words = bare(name).replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

impl<'a> Opening<'a> {
    /// Returns the pieces that replace the line. Each of their lines begins with `prefix`, except the first one after
    /// an item's mark.
    pub fn pieces(&self, text: &str, prefix: &str, after_mark: bool) -> Vec<EditPiece> {
        let bare = prefix.trim_end();
        let start = if after_mark { String::new() } else { format!("\n{prefix}") };
        let mut pieces: Vec<EditPiece> = vec![format!("{start}{}\n{bare}", self.open).into()];
        let (words, open, close) = match &self.heading {
            Heading::None => return pieces,
            Heading::Title(words) => (words, "<offprint-title>", "</offprint-title>"),
            Heading::Caption(words) => (words, "<figcaption>", "</figcaption>"),
            Heading::Label(words) => (words, "<offprint-label>", "</offprint-label>"),
            Heading::Line(words) => (words, LINE_START, ""),
        };
        let apart = matches!(self.heading, Heading::Title(_) | Heading::Caption(_));
        let (before, after) = if apart {
            (format!("\n{bare}\n{prefix}{LINE_START}"), format!("\n{bare}\n{prefix}"))
        } else {
            (String::new(), String::new())
        };
        let (before, after) = (format!("\n{prefix}{open}{before}"), format!("{after}{close}\n{bare}"));
        pieces.push(before.into());
        pieces.extend(words.iter().map(|words| piece(text, words)));
        pieces.push(after.into());
        pieces
    }

    /// Returns the pieces for a container that has only a title: the title becomes its body.
    pub fn title_as_body(&self, text: &str, prefix: &str, after_mark: bool) -> Vec<EditPiece> {
        let Heading::Title(words) = &self.heading else { return Vec::new() };
        let bare = prefix.trim_end();
        let start = if after_mark { String::new() } else { format!("\n{prefix}") };
        let mut pieces: Vec<EditPiece> = vec![format!("{start}{}\n{bare}\n{prefix}{LINE_START}", self.open).into()];
        pieces.extend(words.iter().map(|words| piece(text, words)));
        pieces.push(format!("\n{bare}\n{prefix}{}\n{bare}", self.close).into());
        pieces
    }
}

/// Precedes words so that they cannot begin a block.
pub(super) const LINE_START: &str = "<span></span>";

/// Returns `words` as a piece of `text`.
pub(super) fn piece(text: &str, words: &Words<'_>) -> EditPiece {
    match words {
        Words::Own(words) => words.clone().into(),
        Words::Text(words) => {
            let at = offset(text, words);
            EditPiece::Copy(at..at + words.len())
        }
    }
}
