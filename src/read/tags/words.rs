//! Decides which arguments of a template tag are words for readers, and writes them as HTML.
//!
//! Themes use different names for the same thing, so a value counts by its key (`title`, `label`, `caption` …). Without
//! a key it counts by its form: it contains a blank or a capital, and is not an address, number, size, colour or icon.

use super::arguments::Arguments;
use super::meaning::escape;

/// Keys whose values are words.
const KEYS: [&str; 48] = [
    "title",
    "label",
    "header",
    "heading",
    "summary",
    "caption",
    "subtitle",
    "subheader",
    "subheading",
    "text",
    "content",
    "description",
    "desc",
    "question",
    "answer",
    "footer",
    "tooltip",
    "message",
    "body",
    "quote",
    "author",
    "source",
    "lead",
    "name",
    "display",
    "tabname",
    "tab_name",
    "button",
    "button_text",
    "button_label",
    "linktext",
    "link_text",
    "link_title",
    "badge",
    "date",
    "time",
    "role",
    "position",
    "company",
    "place",
    "location",
    "intro",
    "note",
    "hint",
    "tag",
    "term",
    "definition",
    "value",
];
/// Keys of words that templates also use otherwise: their values must look like words.
const DOUBTFUL: [&str; 10] =
    ["name", "source", "display", "position", "button", "value", "tag", "note", "hint", "badge"];

/// Keys whose values are never for readers.
const TECHNICAL: [&str; 22] = [
    "class", "classes", "style", "id", "icon", "sizes", "srcset", "params", "options", "width", "height", "type",
    "lang", "align", "format", "command", "resize", "process", "rel", "loading", "data", "fallback",
];

/// Whether the value of `key` concerns appearance or behaviour.
pub(super) fn is_technical(key: &str) -> bool {
    TECHNICAL.contains(&key) || key.starts_with("data") || key.ends_with("class") || key.ends_with("style")
}

/// Returns the words among `arguments`, in order, without those of `taken`.
pub(super) fn all(arguments: &Arguments, taken: &[&str]) -> Vec<String> {
    let named = arguments.named.iter().filter(|(key, value)| !taken.contains(&key.as_str()) && is_words(key, value));
    let mut words: Vec<String> = Vec::new();
    for (_, value) in named {
        if !words.contains(value) {
            words.push(value.trim().to_owned());
        }
    }
    words
}

/// Whether the value of `key` is for readers.
pub(super) fn is_words(key: &str, value: &str) -> bool {
    KEYS.contains(&key) && has_letters(value) && !is_address(value) && (!DOUBTFUL.contains(&key) || looks_like(value))
}

/// Whether a value without a key is for readers.
pub(super) fn looks_like(value: &str) -> bool {
    let value = value.trim();
    let first = value.chars().next().unwrap_or(' ');
    let code = value.starts_with("fa-") || value.contains(" fa-") || value.contains("{{") || value.contains(';');
    let file = !value.contains(' ')
        && value.rsplit_once('.').is_some_and(|(_, end)| {
            (2..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
    let spelled = value.contains(char::is_whitespace) || first.is_uppercase() || !value.is_ascii();
    spelled && has_letters(value) && !is_address(value) && !code && !file
}

/// Whether `value` contains letters or digits.
fn has_letters(value: &str) -> bool {
    value.chars().any(char::is_alphanumeric) && !matches!(value.trim(), "true" | "false" | "null" | "none")
}

/// Whether `value` is a path or an address.
pub(super) fn is_address(value: &str) -> bool {
    let value = value.trim();
    let rooted = ["/", "./", "../", "#", "@/", "mailto:"].iter().any(|start| value.starts_with(start));
    !value.contains(char::is_whitespace) && (rooted || value.contains("://"))
}

/// Whether `value` is a variable of a template, which only its site knows.
pub(super) fn is_variable(value: &str) -> bool {
    ["page.", "site.", "include.", "post.", "item.", "layout.", "forloop.", "entry."]
        .iter()
        .any(|scope| value.strip_prefix(scope).is_some_and(|rest| !rest.contains(char::is_whitespace)))
}

/// Returns `text`, which may contain Markdown, as part of a line.
pub(super) fn line(text: &str) -> String {
    format!("<offprint-words text=\"{}\">", escape(text))
}

/// Returns `text` as a bold part of a line, linked to `link`.
pub(super) fn strong(text: &str, link: Option<&str>) -> String {
    in_form("strong", text, link)
}

/// Returns `text` as a label in a paragraph of its own.
pub(super) fn label(text: &str) -> String {
    format!("<p>{}</p>", in_form("label", text, None))
}

fn in_form(form: &str, text: &str, link: Option<&str>) -> String {
    let link = link.map(|link| format!(" href=\"{}\"", escape(link))).unwrap_or_default();
    format!("<offprint-words form=\"{form}\" text=\"{}\"{link}>", escape(text))
}

/// Returns `words` as paragraphs, the first of which is a label.
pub(super) fn paragraphs(words: &[String], link: Option<&str>) -> String {
    let mut html = String::new();
    for (at, word) in words.iter().enumerate() {
        let inner = if at == 0 { in_form("label", word, link) } else { line(word) };
        html.push_str(&format!("<p>{inner}</p>"));
    }
    html
}

#[cfg(test)]
mod tests {
    use super::super::arguments::parse;
    use super::*;

    #[test]
    fn words_are_told_from_what_templates_need() {
        for value in ["Never go alone", "Debian", "été", "Use `apt`", "Mac OS"] {
            assert!(looks_like(value), "{value}");
        }
        for value in ["warning", "12", "true", "#fff", "/a/b", "https://e.org/A", "fas fa-star", "Photo.png", "100%"] {
            assert!(!looks_like(value), "{value}");
        }
    }

    #[test]
    fn keys_say_what_words_are() {
        let of = |text: &str| all(&parse(text), &["title"]);
        assert_eq!(of(r#"title="A" subtitle="to b" icon="C d" link="/E" footer="f""#), ["to b", "f"]);
        assert_eq!(of(r#"name="id-3" label="low" text="low""#), ["low"]);
    }
}
