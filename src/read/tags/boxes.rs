//! Tags around blocks that also have words in their arguments: callouts, tabs, cards, buttons, details, quotations.

use super::arguments::Arguments;
use super::meaning::{Meaning, escape};
use super::words;

use Meaning::{Code, Inline, Span, Unknown, Whole, Wrapper};

/// Properties of a group of tabs that its tabs need.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(PartialEq))]
pub(super) struct Group {
    /// Its name, which some tabs repeat before their label.
    id: Option<String>,
    /// Labels for tabs that have none, the next one last.
    labels: Vec<String>,
    /// Language of the code in its tabs.
    code: Option<String>,
}

/// Tags around tabs, in lower case and without hyphens.
const GROUPS: [&str; 10] =
    ["tabs", "tabpane", "tabset", "tabgroup", "codetabs", "codepane", "tabbed", "tablist", "tabview", "codegroup"];
const TABS: [&str; 8] = ["tab", "tabitem", "tabcontent", "tabpanel", "codetab", "tabbody", "panetab", "btab"];

/// Tags that are named like a kind of callout.
const KINDS: [&str; 11] =
    ["note", "tip", "info", "warning", "caution", "danger", "important", "hint", "attention", "success", "error"];
/// Further kinds that a callout may state.
const MORE_KINDS: [&str; 40] = [
    "warn",
    "question",
    "example",
    "quote",
    "abstract",
    "bug",
    "failure",
    "fail",
    "todo",
    "check",
    "done",
    "summary",
    "tldr",
    "seealso",
    "faq",
    "help",
    "update",
    "critical",
    "primary",
    "secondary",
    "light",
    "dark",
    "default",
    "notice",
    "neutral",
    "accent",
    "positive",
    "negative",
    "blue",
    "green",
    "yellow",
    "orange",
    "red",
    "grey",
    "gray",
    "cite",
    "missing",
    "alert",
    "code",
    "open",
];
const BOXES: [&str; 10] =
    ["alert", "callout", "admonition", "notice", "message", "aside", "advisory", "infobox", "messagebox", "banner"];

fn is_kind(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    KINDS.contains(&value.as_str()) || MORE_KINDS.contains(&value.as_str())
}

/// Returns the kind of callout for a tag with `parts` in its name; `None` if it is not one.
pub(super) fn callout_kind(parts: &[&str], arguments: &Arguments) -> Option<String> {
    // In GitBook's `{% hint style="info" %}`, "hint" is the tag, and an argument states its kind.
    let hint = parts.contains(&"hint");
    if let Some(kind) = parts.iter().find(|part| KINDS.contains(part) && **part != "hint") {
        return Some((*kind).to_owned());
    }
    (hint || parts.iter().any(|part| BOXES.contains(part))).then(|| {
        let stated = arguments.get(&["type", "kind", "level", "variant", "style", "color", "status", "theme"]);
        // `{{< alert class="alert-danger" >}}`: Bootstrap's classes.
        let class =
            arguments.get(&["class"]).map(|class| class.trim_start_matches("alert-")).filter(|kind| is_kind(kind));
        // In `{{< notice warning >}}`, the kind is an argument without a name.
        let placed = arguments.placed.iter().map(String::as_str).find(|kind| is_kind(kind));
        let kind = stated.or(class).or(placed).unwrap_or(if hint { "hint" } else { "note" });
        let kind = kind.to_ascii_lowercase();
        match kind.as_str() {
            // Colours and roles of themes, which say how it looks: Bootstrap's `primary`, Hugo Book's `blue`.
            "primary" | "secondary" | "light" | "dark" | "default" | "notice" | "neutral" | "accent" | "blue"
            | "grey" | "gray" | "alert" | "code" | "open" => "note".to_owned(),
            "green" | "positive" => "tip".to_owned(),
            "yellow" | "orange" => "warning".to_owned(),
            "red" | "negative" | "critical" => "danger".to_owned(),
            // `type="#ff0000"` and emoji are not kinds.
            _ if kind.starts_with(|c: char| !c.is_alphabetic()) => "note".to_owned(),
            _ => kind,
        }
    })
}

/// Makes a callout; its text is its content or an argument.
pub(super) fn callout<'a>(parts: &[&str], kind: &str, arguments: &Arguments, closes: bool) -> Meaning<'a> {
    const TITLES: [&str; 6] = ["title", "heading", "header", "label", "summary", "caption"];
    const TEXTS: [&str; 5] = ["content", "text", "message", "body", "description"];
    let named = parts.iter().any(|part| KINDS.contains(part));
    let mut placed = arguments.placed.iter().map(String::as_str);
    // The argument directly after a kind is a title, whatever it looks like; elsewhere it may be an icon.
    let second = arguments
        .placed
        .array_windows()
        .find(|[kind, next]| is_kind(kind) && !is_kind(next))
        .map(|[_, next]| next.as_str());
    let second = second.filter(|value| words::is_words("title", value));
    let readable = second.or_else(|| placed.find(|value| words::looks_like(value) && !is_kind(value)));
    let unquoted = arguments.unquoted().filter(|text| text.contains(' ')).map(|text| {
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if is_kind(first) && !named { rest.trim() } else { text }
    });
    let readable = unquoted.or(readable).map(str::to_owned);
    let title = arguments.get(&TITLES).map(str::to_owned);
    let text = arguments.get(&TEXTS).map(str::to_owned);
    let (title, text) = match (closes, title, text) {
        (true, None, text) => (readable, text),
        (false, title, None) => (title, readable),
        (_, title, text) => (title, text),
    };
    let opening = |title: Option<&String>| {
        let title = title.map(|title| format!(" title=\"{}\"", escape(title))).unwrap_or_default();
        format!("<offprint-callout type=\"{}\"{title}>", escape(kind))
    };
    let text = text.map(|text| format!("<p>{}</p>", words::line(&text)));
    match text {
        text if closes => {
            let html = opening(title.as_ref()) + &text.unwrap_or_default();
            Wrapper { html, close: "</offprint-callout>".into(), group: None }
        }
        Some(text) => Whole(format!("{}{text}</offprint-callout>", opening(title.as_ref()))),
        None => match title {
            Some(title) => Whole(words::label(&title)),
            None => Unknown,
        },
    }
}

/// Makes a folded passage with a summary.
pub(super) fn details<'a>(arguments: &Arguments, closes: bool) -> Meaning<'a> {
    let title =
        arguments.get(&["title", "summary", "label", "header", "heading", "question", "name", "caption", "text"]);
    let title = title.or_else(|| arguments.unquoted().filter(|text| text.contains(' ')));
    let title =
        title.or_else(|| arguments.placed.iter().map(String::as_str).find(|value| words::is_words("title", value)));
    let summary = title.map(|title| format!("<summary>{}</summary>", words::line(title))).unwrap_or_default();
    let text = arguments.get(&["content", "answer", "body"]).map(|text| format!("<p>{}</p>", words::line(text)));
    match (closes, text) {
        (true, text) => {
            let html = format!("<details>{summary}{}", text.unwrap_or_default());
            Wrapper { html, close: "</details>".into(), group: None }
        }
        (false, Some(text)) => Whole(format!("<details>{summary}{text}</details>")),
        (false, None) => match title {
            Some(title) => Whole(words::label(title)),
            None => Unknown,
        },
    }
}

/// Makes a group of tabs, or a tab in `group`; `None` for any other tag. `markup` means that its content is certainly
/// not code.
pub(super) fn tabs<'a>(
    joined: &str,
    name: &'a str,
    arguments: &Arguments,
    closes: bool,
    markup: bool,
    group: Option<&mut Group>,
) -> Option<Meaning<'a>> {
    if GROUPS.contains(&joined) && closes {
        return Some(group_of_tabs(joined, arguments, markup));
    }
    if !TABS.contains(&joined) {
        return None;
    }
    let label = label_of_tab(arguments, group.as_deref());
    let mut group = group;
    let label = label.or_else(|| group.as_mut()?.labels.pop());
    if !closes || arguments.raw.trim_end().ends_with('/') {
        return label.map(|label| Whole(words::label(&label)));
    }
    let text = arguments.get(&["text"]) == Some("true");
    let language = arguments.get(&["codelang", "code-lang"]);
    let in_group = group.as_ref().and_then(|group| group.code.as_deref()).filter(|_| !markup && !text);
    let language = language.or_else(|| in_group.map(|code| arguments.get(&["lang", "language"]).unwrap_or(code)));
    if let Some(language) = language {
        return Some(Code { language: language.to_owned(), end: name, label });
    }
    let html = format!("<div>{}", label.map(|label| words::label(&label)).unwrap_or_default());
    Some(Wrapper { html, close: "</div>".into(), group: None })
}

fn group_of_tabs<'a>(joined: &str, arguments: &Arguments, markup: bool) -> Meaning<'a> {
    let numbered = (1..=20).filter_map(|at| arguments.get(&[&format!("tabname{at}")]).map(str::to_owned));
    let items = arguments.get(&["items", "labels", "names"]).map(|items| items.trim_matches(['[', ']']).split(','));
    let items = items.into_iter().flatten().map(|item| item.trim().trim_matches(['"', '\'']).to_owned());
    let mut labels: Vec<String> = items.chain(numbered).filter(|label| !label.is_empty()).collect();
    labels.reverse();
    // Docsy's tabs contain code unless they say otherwise.
    let code = joined == "tabpane" && !markup && arguments.get(&["text"]) != Some("true");
    let code = code.then(|| arguments.get(&["lang"]).unwrap_or_default().to_owned());
    let id = arguments.placed.first().cloned();
    let title = arguments.get(&["title", "header", "heading", "caption"]).map(words::label).unwrap_or_default();
    Wrapper { html: format!("<div>{title}"), close: "</div>".into(), group: Some(Group { id, labels, code }) }
}

fn label_of_tab(arguments: &Arguments, group: Option<&Group>) -> Option<String> {
    let named = arguments.get(&["title", "header", "label", "name", "tabname", "tab", "heading", "text", "display"]);
    // In Docsy's `{{< tab header=true >}}`, the value is a switch, not a label.
    if let Some(label) = named.filter(|label| *label != "true" && *label != "false") {
        return Some(label.to_owned());
    }
    let id = group.and_then(|group| group.id.as_deref());
    // `{% tab log JavaScript %}` (Jekyll): the group is named again before the label.
    let again = arguments.placed.len() > 1 && arguments.placed.first().map(String::as_str) == id;
    if let Some(text) = arguments.unquoted().map(|text| text.trim_end_matches('/').trim()) {
        let rest =
            if again { text.split_once(char::is_whitespace).map_or(text, |(_, rest)| rest.trim()) } else { text };
        return Some(rest.to_owned()).filter(|rest| !rest.is_empty());
    }
    let label = arguments.placed.get(usize::from(again))?;
    // `{% tab https://… %}` includes a file.
    (!label.trim().is_empty() && !words::is_address(label)).then(|| label.clone())
}

/// Makes a card: its words are its content or arguments.
pub(super) fn card<'a>(arguments: &Arguments, closes: bool) -> Meaning<'a> {
    let link = link(arguments);
    let mut said = words::all(arguments, &["footer"]);
    if said.is_empty() {
        said.extend(arguments.placed.iter().filter(|value| words::looks_like(value)).cloned());
    }
    // The title comes first, whatever the order of arguments.
    if let Some(title) = arguments.get(&["title", "header", "heading", "name", "label"])
        && let Some(at) = said.iter().position(|known| known == title.trim())
    {
        said[..=at].rotate_right(1);
    }
    let footer = arguments.get(&["footer"]).map(|footer| format!("<p>{}</p>", words::line(footer))).unwrap_or_default();
    let html = words::paragraphs(&said, link);
    match closes {
        true => Wrapper { html: format!("<div>{html}"), close: format!("{footer}</div>"), group: None },
        false if html.is_empty() && footer.is_empty() => Unknown,
        false => Whole(format!("<div>{html}{footer}</div>")),
    }
}

/// Returns the address that a tag links to.
pub(super) fn link(arguments: &Arguments) -> Option<&str> {
    let named = arguments.get(&["href", "link", "url", "relref", "ref", "to", "button_url", "linkto"]);
    named
        .filter(|link| !words::is_variable(link))
        .or_else(|| arguments.placed.iter().map(String::as_str).find(|value| words::is_address(value)))
}

/// Makes a button: a link.
pub(super) fn button<'a>(arguments: &Arguments, closes: bool) -> Meaning<'a> {
    // Hexo: `{% button url, text, icon %}`
    let parts: Vec<&str> = match arguments.unquoted().filter(|raw| raw.contains(',')) {
        Some(raw) => raw.split(',').map(str::trim).collect(),
        None => arguments.placed.iter().map(String::as_str).collect(),
    };
    let href = link(arguments).or_else(|| parts.first().copied().filter(|_| parts.len() > 1));
    let href = href.map(|href| href.trim_end_matches(','));
    let text = arguments.get(&["text", "label", "title", "content", "name", "button_text"]);
    let text =
        text.or_else(|| parts.iter().copied().find(|part| Some(*part) != href && words::is_words("title", part)));
    match (closes, href, text) {
        (true, Some(href), _) => Span { html: format!("<a href=\"{}\">", escape(href)), close: "</a>".into() },
        (true, None, Some(text)) => Span { html: format!("{} ", words::line(text)), close: String::new() },
        (_, _, Some(text)) => Inline(words::strong(text, href)),
        (false, Some(href), None) => Inline(words::strong(href, Some(href))),
        (_, None, None) => Unknown,
    }
}

/// Makes a quotation, with its author and source.
pub(super) fn quotation<'a>(arguments: &Arguments, closes: bool, pull: bool) -> Meaning<'a> {
    let class = if pull { " class=\"pullquote\"" } else { "" };
    let (who, link) = if pull && arguments.named.is_empty() { (None, None) } else { said_by(arguments, closes) };
    let footer = who.map(|who| {
        let link = link.map(|link| format!(" href=\"{}\"", escape(&link))).unwrap_or_default();
        format!("<footer><offprint-words text=\"{}\"{link}></footer>", escape(&who))
    });
    let footer = footer.unwrap_or_default();
    let text = arguments.get(&["text", "quote", "content", "body"]);
    let text = text.or_else(|| arguments.placed.first().map(String::as_str).filter(|_| !closes));
    match (closes, text) {
        (true, text) => {
            let text = text.map(|text| format!("<p>{}</p>", words::line(text))).unwrap_or_default();
            Wrapper { html: format!("<blockquote{class}>{text}"), close: format!("{footer}</blockquote>"), group: None }
        }
        (false, Some(text)) => Whole(format!("<blockquote{class}><p>{}</p>{footer}</blockquote>", words::line(text))),
        (false, None) => Unknown,
    }
}

/// Returns author and source as a line, and an address for it.
fn said_by(arguments: &Arguments, closes: bool) -> (Option<String>, Option<String>) {
    let keys = [
        "cite",
        "author",
        "by",
        "attribution",
        "name",
        "who",
        "speaker",
        "person",
        "role",
        "position",
        "company",
        "affiliation",
        "source",
        "src",
        "title",
        "work",
        "book",
        "caption",
        "footer",
        "year",
        "date",
    ];
    let mut parts: Vec<String> = Vec::new();
    let mut address =
        arguments.get(&["link", "url", "href", "authorlink", "sourcelink", "cite_url"]).map(str::to_owned);
    for (key, value) in keys.iter().filter_map(|key| Some((*key, arguments.get(&[key])?))) {
        match words::is_address(value) {
            true if key != "title" => address = address.or_else(|| Some(value.to_owned())),
            _ if parts.iter().any(|known| known == value) => {}
            _ => parts.push(value.to_owned()),
        }
    }
    if parts.is_empty()
        && let Some(raw) = arguments.unquoted().filter(|_| closes)
    {
        // Octopress and Hexo: `author, source address title of the source`
        let at = ["http://", "https://"].iter().filter_map(|start| raw.find(start)).min();
        let (before, rest) = raw.split_at(at.unwrap_or(raw.len()));
        let (url, title) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let before = before.trim().trim_end_matches(',');
        parts.extend([before, title.trim()].into_iter().filter(|part| !part.is_empty()).map(str::to_owned));
        address = address.or_else(|| Some(url.to_owned()).filter(|url| !url.is_empty()));
    } else if parts.is_empty() {
        let skip = usize::from(!closes);
        for value in arguments.placed.iter().skip(skip) {
            match words::is_address(value) {
                true => address = address.or_else(|| Some(value.clone())),
                false if words::is_words("title", value) && !matches!(value.as_str(), "left" | "right" | "center") => {
                    parts.push(value.clone())
                }
                false => {}
            }
        }
    }
    if parts.is_empty() {
        parts.extend(address.clone());
    }
    ((!parts.is_empty()).then(|| parts.join(", ")), address)
}
