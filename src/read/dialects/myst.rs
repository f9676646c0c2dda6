//! Directives of MyST (```` ```{name} argument ````, `:::{name} argument`), and the boxes of mdBook (```` ```admonish
//! note ````) and of Obsidian's plug-in (```` ```ad-note ````).

use super::attributes::escape;
use super::boxes::{Heading, Opening, Words, callout, division, folded, is_callout, is_folded, readable};
use super::options::Options;

/// The kind of content between the fences.
#[derive(Debug, PartialEq)]
pub(super) enum Directive<'a> {
    /// Markdown; its wrapper depends on the options.
    Markdown {
        /// Name, in lower case.
        name: String,
        /// The text after the name.
        argument: &'a str,
    },
    /// Code or a formula.
    Verbatim {
        /// The info string for the fence.
        info: String,
    },
}

/// Returns the directive that `rest`, which begins with a brace, names.
pub(super) fn directive(rest: &str) -> Option<Directive<'_>> {
    let (name, argument) = rest.strip_prefix('{')?.split_once('}')?;
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':'));
    if !plain || !name.starts_with(char::is_alphabetic) {
        return None;
    }
    named(&name.to_lowercase(), argument.trim())
}

/// Returns the directive in the info string `info` of a listing.
pub(super) fn of_listing(info: &str) -> Option<Directive<'_>> {
    let info = info.trim();
    if info.starts_with('{') {
        return directive(info);
    }
    let (word, rest) = info.split_once(' ').unwrap_or((info, ""));
    let name = if word == "admonish" {
        "admonish"
    } else {
        word.strip_prefix("ad-").filter(|kind| is_callout(kind) || is_folded(kind)).map(|_| word)?
    };
    Some(Directive::Markdown { name: name.to_owned(), argument: rest.trim() })
}

fn named<'a>(name: &str, argument: &'a str) -> Option<Directive<'a>> {
    let info = match name {
        "code" | "code-block" | "sourcecode" => argument.to_owned(),
        // MyST-NB writes `{code-cell} ipython3`; the language is Python.
        "code-cell" => argument.trim_start_matches("i").to_owned(),
        "math" => "math".to_owned(),
        "mermaid" | "graphviz" => name.to_owned(),
        _ => {
            // An unknown directive stays as written.
            let known = is_callout(name) || is_folded(name) || MARKDOWN.contains(&name) || is_proof(name);
            return known.then(|| Directive::Markdown { name: name.to_owned(), argument });
        }
    };
    Some(Directive::Verbatim { info })
}

/// Other directives whose body is Markdown.
const MARKDOWN: &[&str] = &[
    "figure",
    "image",
    "figure-md",
    "table",
    "list-table",
    "topic",
    "sidebar",
    "margin",
    "aside",
    "epigraph",
    "pull-quote",
    "highlights",
    "blockquote",
    "tab-set",
    "tab-item",
    "tabs",
    "tab",
    "group-tab",
    "grid",
    "grid-item",
    "grid-item-card",
    "card",
    "container",
    "div",
    "compound",
    "rubric",
    "versionadded",
    "versionchanged",
    "versionremoved",
    "deprecated",
    "glossary",
    "panels",
    "centered",
];

fn is_proof(name: &str) -> bool {
    name.starts_with("prf:") || name.starts_with("proof:") || matches!(name, "exercise-start" | "solution-start")
}

/// Opens the container of the directive `name`.
pub(super) fn opening<'a>(name: &str, argument: &'a str, options: &Options<'a>) -> Opening<'a> {
    let id = options.get(&["name", "label"]).map(|id| format!(" id=\"{}\"", escape(id))).unwrap_or_default();
    let words = |words: &'a str| if words.is_empty() { Vec::new() } else { vec![Words::Text(words)] };
    match name {
        "figure" | "image" => picture(name, argument, options, &id),
        "figure-md" => wrapped(format!("<figure{id}>"), "</figure>", Heading::None),
        "table" | "list-table" if !argument.is_empty() => captioned(argument, &id),
        "epigraph" | "pull-quote" | "highlights" | "blockquote" => {
            wrapped(format!("<blockquote{id}>"), "</blockquote>", label(argument))
        }
        "admonish" => admonish(argument),
        "admonition" | "topic" | "callout" => {
            let class = options.get(&["class"]).and_then(|all| {
                all.split([' ', ',']).map(str::to_lowercase).find(|class| is_callout(class) || is_folded(class))
            });
            callout(class.as_deref().unwrap_or("note"), &id, words(argument))
        }
        "versionadded" | "versionchanged" | "versionremoved" | "deprecated" | "seealso" => {
            let name = match name {
                "versionadded" => "Version added",
                "versionchanged" => "Version changed",
                "versionremoved" => "Version removed",
                "seealso" => "See also",
                _ => "Deprecated",
            };
            let separator = if argument.is_empty() { "" } else { ": " };
            let mut title = vec![Words::Own(format!("{name}{separator}"))];
            title.extend(words(argument));
            callout("note", &id, title)
        }
        name if is_folded(name) || name.starts_with("ad-") && is_folded(&name[3..]) => {
            folded(&id, words(options.get(&["title"]).unwrap_or(argument)))
        }
        name if is_proof(name) => {
            let kind = name.rsplit(':').next().unwrap_or(name).trim_end_matches("-start");
            let mut title = vec![Words::Own(readable(kind))];
            if !argument.is_empty() {
                title.extend([Words::Own(": ".into()), Words::Text(argument)]);
            }
            callout("note", &id, title)
        }
        name if is_callout(name) || name.starts_with("ad-") => {
            let name = name.strip_prefix("ad-").unwrap_or(name);
            let class = options.get(&["class"]);
            let kind = if class == Some("dropdown") && name == "note" { "details" } else { name };
            let opening = callout(kind, &id, Vec::new());
            let title = options.get(&["title"]).unwrap_or(argument);
            // These directives have no title in docutils: an argument that is a sentence is the first sentence of the
            // body.
            if title.ends_with(['.', '!', '?', ':']) && title == argument {
                return Opening { heading: Heading::Line(words(argument)), ..opening };
            }
            Opening { heading: if title.is_empty() { Heading::None } else { Heading::Title(words(title)) }, ..opening }
        }
        _ => division(&id, words(argument)),
    }
}

fn label(argument: &str) -> Heading<'_> {
    if argument.is_empty() { Heading::None } else { Heading::Label(vec![Words::Text(argument)]) }
}

fn wrapped<'a>(open: String, close: &'static str, heading: Heading<'a>) -> Opening<'a> {
    Opening { open, close, heading, ..Opening::default() }
}

/// Opens a table with `caption`; the table is between the fences.
fn captioned<'a>(caption: &'a str, id: &str) -> Opening<'a> {
    let heading = Heading::Caption(vec![Words::Text(caption)]);
    wrapped(format!("<figure{id}>"), "</figure>", heading)
}

/// Opens a picture; its caption is between the fences.
fn picture<'a>(name: &str, path: &str, options: &Options<'a>, id: &str) -> Opening<'a> {
    let mut image = format!("<img src=\"{}\"", escape(path));
    for key in ["alt", "width", "height"] {
        if let Some(value) = options.get(&[key]) {
            image.push_str(&format!(" {key}=\"{}\"", escape(value)));
        }
    }
    let image = format!("{image}>");
    if name == "image" {
        return wrapped(format!("<div{id}>{image}"), "</div>", Heading::None);
    }
    wrapped(format!("<figure{id}>{image}<figcaption>"), "</figcaption></figure>", Heading::None)
}

/// Opens mdBook's `admonish warning "Title"` or `admonish warning title="Title"`.
fn admonish(argument: &str) -> Opening<'_> {
    let (kind, rest) = argument.split_once([' ', ',']).unwrap_or((argument, ""));
    let (kind, rest) = if kind.contains(['=', '"']) { ("note", argument) } else { (kind, rest) };
    let value = rest.find("title=\"").map_or(rest, |at| &rest[at + "title=".len()..]);
    let title = value.trim_start().strip_prefix('"').and_then(|inner| inner.split('"').next()).unwrap_or_default();
    let words = if title.is_empty() { Vec::new() } else { vec![Words::Text(title)] };
    callout(if kind.is_empty() { "note" } else { kind }, "", words)
}
