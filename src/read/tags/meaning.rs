//! What the tags of site generators mean.

use super::Form;
use super::arguments::{Arguments, parse};

/// What becomes of a tag.
#[derive(Debug, PartialEq)]
pub(super) enum Meaning<'a> {
    /// It goes, and nothing is lost.
    Nothing,
    /// It goes, and that must be said.
    Unknown,
    /// An address or other short text.
    Value(String),
    /// Words that stand for what a template would have made of them.
    Literal(String),
    /// HTML without content.
    Inline(String),
    /// A tag around blocks.
    Wrapper(String),
    /// A listing up to the end tag of this name.
    Code {
        /// Its language.
        language: String,
        /// Name of the end tag.
        end: &'a str,
    },
    /// Hidden by its author up to the end tag of this name.
    Hidden(&'a str),
}

use Meaning::{Code, Hidden, Inline, Literal, Nothing, Unknown, Value, Wrapper};

/// Words in the names of tags that only put something around their content.
const WRAPPERS: [&str; 16] = [
    "box",
    "card",
    "panel",
    "section",
    "columns",
    "column",
    "grid",
    "row",
    "div",
    "center",
    "lead",
    "tabs",
    "tab",
    "steps",
    "step",
    "container",
];

/// The meaning of the tag with `inner` between its delimiters; `closed` says whether a name is closed anywhere.
pub(super) fn meaning_of<'a>(form: Form, inner: &'a str, closed: &dyn Fn(&str) -> bool) -> Meaning<'a> {
    if form == Form::Expression {
        return expression(inner);
    }
    let inner = inner.strip_prefix("/*").map_or(inner, |escaped| escaped.trim_end_matches("*/").trim());
    let (name, rest) = inner.split_at(inner.find(|c: char| c.is_whitespace()).unwrap_or(inner.len()));
    if let Some(name) = closing_name(inner) {
        return close(name);
    }
    let arguments = parse(rest.trim_end_matches('/').trim_end());
    match name {
        "comment" => Hidden(name),
        "highlight" | "code" | "codeblock" | "code-block" | "prism" if closed(name) => {
            let language = arguments.get(&["lang", "language"]).or(arguments.placed.first().map(String::as_str));
            let language = language.filter(|language| !language.contains('.')).unwrap_or_default().to_owned();
            Code { language, end: name }
        }
        "toc" | "more" | "clear" | "clearfix" | "end" => Nothing,
        "ref" | "relref" | "link" | "post_url" | "url" | "asset_path" | "asset" | "static" | "absurl" | "relurl" => {
            Value(address(&arguments))
        }
        "include" | "include_relative" | "render" | "partial" => include(&arguments),
        "if" | "unless" | "for" | "else" | "elsif" | "elif" | "assign" | "set" | "capture" | "case" | "when"
        | "macro" | "import" | "from" | "layout" | "extends" | "block" | "with" => Unknown,
        _ => named(name, &arguments, closed(name)),
    }
}

/// A tag by what its name says: those of themes differ in detail and agree in words.
fn named<'a>(name: &str, arguments: &Arguments, closes: bool) -> Meaning<'a> {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(['-', '_', '/', '.']).collect();
    let says = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    if let Some(embed) = embed(&words, arguments) {
        return embed;
    }
    if says(&[
        "figure",
        "image",
        "img",
        "imgs",
        "picture",
        "photo",
        "fig",
        "imgproc",
        "lightbox",
        "thumbnail",
        "imgcap",
    ]) {
        return picture(&lower, arguments);
    }
    if says(&["quote", "blockquote", "pullquote", "epigraph"]) {
        return quotation(arguments, closes, says(&["pullquote", "pull"]));
    }
    if says(&["details", "detail", "expand", "collapse", "spoiler", "accordion", "expander", "disclosure"]) && closes {
        let title =
            arguments.get(&["title", "summary", "label", "header"]).or(arguments.placed.first().map(String::as_str));
        let summary = title.map(|title| format!("<summary>{}</summary>", escape(title))).unwrap_or_default();
        return Wrapper(format!("<details>{summary}"));
    }
    if closes && let Some(kind) = callout_kind(&words, arguments) {
        let title = arguments.get(&["title", "heading", "header"]).map(|title| format!(" title=\"{}\"", escape(title)));
        return Wrapper(format!("<offprint-callout type=\"{}\"{}>", escape(&kind), title.unwrap_or_default()));
    }
    if closes && says(&WRAPPERS) {
        return Wrapper("<div>".into());
    }
    if let Some(words) = arguments.get(&["text", "content"]) {
        return Literal(words.to_owned());
    }
    Unknown
}

fn closing_name(inner: &str) -> Option<&str> {
    let name = inner.strip_prefix('/').or_else(|| inner.strip_prefix("end").filter(|rest| !rest.is_empty()))?;
    name.split_whitespace().next()
}

fn close<'a>(name: &str) -> Meaning<'a> {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(['-', '_', '/', '.']).collect();
    let says = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    if says(&["quote", "blockquote", "pullquote", "epigraph"]) {
        return Wrapper("</blockquote>".into());
    }
    if says(&["details", "detail", "expand", "collapse", "spoiler", "accordion", "expander", "disclosure"]) {
        return Wrapper("</details>".into());
    }
    if callout_kind(&words, &Arguments::default()).is_some() {
        return Wrapper("</offprint-callout>".into());
    }
    if says(&WRAPPERS) {
        return Wrapper("</div>".into());
    }
    Nothing
}

fn callout_kind(words: &[&str], arguments: &Arguments) -> Option<String> {
    let kinds =
        ["note", "tip", "info", "warning", "caution", "danger", "important", "hint", "attention", "success", "error"];
    let wrappers = ["alert", "callout", "admonition", "notice", "message", "aside", "advisory"];
    if let Some(kind) = words.iter().find(|word| kinds.contains(word)) {
        return Some((*kind).to_owned());
    }
    words.iter().any(|word| wrappers.contains(word)).then(|| {
        let stated = arguments.get(&["type", "kind", "level", "variant", "style", "color"]);
        let stated =
            stated.or_else(|| arguments.placed.first().map(String::as_str).filter(|kind| kinds.contains(kind)));
        stated.unwrap_or("note").to_owned()
    })
}

/// The address that `ref`, `link` and their kin give: a file's name is as near as it gets.
fn address(arguments: &Arguments) -> String {
    let path =
        arguments.get(&["path", "name", "href"]).or(arguments.placed.first().map(String::as_str)).unwrap_or_default();
    path.to_owned()
}

/// An included file, which is not there: pictures and films say so in their name.
fn include<'a>(arguments: &Arguments) -> Meaning<'a> {
    let file = arguments.placed.first().map(String::as_str).unwrap_or_default();
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.split_once('.').map_or(name, |(stem, _)| stem);
    let rest = Arguments { placed: arguments.placed.iter().skip(1).cloned().collect(), named: arguments.named.clone() };
    named(name, &rest, false)
}

fn picture<'a>(name: &str, arguments: &Arguments) -> Meaning<'a> {
    let source = arguments.get(&[
        "src",
        "image",
        "image_path",
        "image-path",
        "path",
        "file",
        "url",
        "name",
        "source",
        "img",
        "filename",
    ]);
    let mut placed = arguments.placed.iter().map(String::as_str);
    let Some(source) = source.or_else(|| placed.next()) else { return Unknown };
    // `image_with_class` has the class before the alternative text.
    if name.ends_with("class") && arguments.placed.len() > 2 {
        placed.next();
    }
    let alt = arguments.get(&["alt", "alt_text", "alt-text", "alttext", "description"]).or_else(|| placed.next());
    let mut html = format!("<offprint-figure src=\"{}\"", escape(source));
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            html.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
    };
    add("alt", alt);
    add("title", arguments.get(&["title"]));
    add(
        "caption",
        arguments.get(&["caption", "figcaption", "legend"]).or_else(|| placed.next().filter(|rest| rest.contains(' '))),
    );
    add("attr", arguments.get(&["attr", "attribution", "credit", "credits", "copyright", "author"]));
    add("attrlink", arguments.get(&["attrlink", "creditlink", "credit_link"]));
    add("link", arguments.get(&["link", "href", "image_link", "target_url"]));
    for size in ["width", "height", "scale", "style"] {
        add(size, arguments.get(&[size]));
    }
    html.push('>');
    Inline(html)
}

fn quotation<'a>(arguments: &Arguments, closes: bool, pull: bool) -> Meaning<'a> {
    let class = if pull { " class=\"pullquote\"" } else { "" };
    let who = arguments.get(&["cite", "author", "source", "by", "attribution", "name"]);
    let who = who.map(|who| format!("<footer>{}</footer>", escape(who))).unwrap_or_default();
    let words = arguments
        .get(&["text", "quote", "content"])
        .or_else(|| arguments.placed.first().map(String::as_str).filter(|_| !closes));
    match words {
        Some(words) => Wrapper(format!("<blockquote{class}><p>{}</p>{who}</blockquote>", escape(words))),
        None if closes => Wrapper(format!("<blockquote{class}>")),
        None => Unknown,
    }
}

/// A film, a post or the like, as a link to it.
fn embed<'a>(words: &[&str], arguments: &Arguments) -> Option<Meaning<'a>> {
    let id = || {
        arguments
            .get(&["id", "video", "key", "src", "url", "file", "link"])
            .or(arguments.placed.first().map(String::as_str))
    };
    let says = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    let (what, base) = if says(&["youtube", "yt"]) {
        ("Video", "https://www.youtube.com/watch?v=")
    } else if says(&["vimeo"]) {
        ("Video", "https://vimeo.com/")
    } else if says(&["asciinema"]) {
        ("Recording", "https://asciinema.org/a/")
    } else if says(&["tweet", "twitter", "x"]) {
        let user = arguments.get(&["user"]).unwrap_or("i/web");
        let post = arguments.get(&["id"]).or(arguments.placed.last().map(String::as_str))?;
        let url =
            if post.contains("://") { post.to_owned() } else { format!("https://twitter.com/{user}/status/{post}") };
        return Some(embed_tag("Post", &url, None));
    } else if says(&["instagram"]) {
        ("Post", "https://www.instagram.com/p/")
    } else if says(&["gist"]) {
        let path = arguments.placed.iter().take(2).cloned().collect::<Vec<_>>().join("/");
        return Some(embed_tag("Code", &format!("https://gist.github.com/{path}"), None));
    } else if says(&["codepen"]) {
        ("Code", "https://codepen.io/pen/")
    } else if says(&["spotify"]) {
        ("Audio", "https://open.spotify.com/")
    } else if says(&["video", "mp4"]) {
        ("Video", "")
    } else if says(&["audio", "podcast", "soundcloud"]) {
        ("Audio", "")
    } else if says(&["iframe", "embed"]) {
        ("Embedded", "")
    } else {
        return None;
    };
    let Some(id) = id() else { return Some(Unknown) };
    let url = if id.contains("://") || id.starts_with('/') { id.to_owned() } else { format!("{base}{id}") };
    Some(embed_tag(what, &url, arguments.get(&["title", "caption", "alt"])))
}

fn embed_tag<'a>(what: &str, url: &str, title: Option<&str>) -> Meaning<'a> {
    let title = title.map(|title| format!(" title=\"{}\"", escape(title))).unwrap_or_default();
    Inline(format!("<offprint-embed what=\"{what}\" src=\"{}\"{title}>", escape(url)))
}

/// `{{ value | filter }}`: a quoted value is known, a variable is not.
fn expression<'a>(inner: &str) -> Meaning<'a> {
    let mut parts = inner.split('|').map(str::trim);
    let value = parts.next().unwrap_or_default();
    let filters: Vec<&str> = parts.collect();
    let lower = value.to_ascii_lowercase();
    let call = value.split_once('(').map(|(name, arguments)| (name.trim(), arguments.trim_end_matches(')')));
    match call {
        Some((name, arguments)) => return function(name, &parse(arguments)),
        None if [
            "site.baseurl",
            "site.url",
            "base_path",
            "site.github.url",
            "config.base_url",
            ".site.baseurl",
            "baseurl",
            "site_url",
            "page.url",
            "rooturl",
        ]
        .contains(&lower.as_str()) =>
        {
            // `{{ site.url | append: "/a" }}` ends in what is appended.
            let appended = filters.iter().find_map(|filter| filter.strip_prefix("append:").map(parse));
            return Value(appended.and_then(|mut appended| appended.placed.pop()).unwrap_or_default());
        }
        None => {}
    }
    let Some(literal) = quoted(value) else { return Unknown };
    let says = |wanted: &[&str]| {
        filters.iter().any(|filter| wanted.iter().any(|word| filter.to_ascii_lowercase().contains(word)))
    };
    if filters.is_empty() || says(&["url", "prepend", "append", "asset", "link_to", "relref", "path"]) {
        return Value(literal.to_owned());
    }
    if says(&["embed", "video", "youtube", "vimeo"]) {
        return embed_tag("Video", literal, None);
    }
    if says(&["photo", "image", "icon", "avatar", "img"]) {
        return Unknown;
    }
    Literal(literal.to_owned())
}

/// Functions of Zola and Nunjucks: `youtube(id="…")`, `get_url(path="@/a.md")`.
fn function<'a>(name: &str, arguments: &Arguments) -> Meaning<'a> {
    match name {
        "get_url" | "url_for" | "url" | "ref" | "relref" => {
            Value(address(arguments).trim_start_matches("@/").to_owned())
        }
        _ => named(name, arguments, false),
    }
}

fn quoted(value: &str) -> Option<&str> {
    ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
}

/// `text` as the value of an attribute, on one line.
fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(inner: &str) -> Meaning<'_> {
        meaning_of(Form::Statement, inner, &|_| false)
    }

    #[test]
    fn pictures_of_many_themes_are_figures() {
        let figure = |rest: &str| Inline(format!("<offprint-figure src=\"a.png\"{rest}>"));
        assert_eq!(statement("figure src=\"a.png\" alt=\"A\" attr=\"B\""), figure(" alt=\"A\" attr=\"B\""));
        assert_eq!(statement("image \"a.png\" \"A &c\""), figure(" alt=\"A &amp;c\""));
        assert_eq!(statement("image_with_class \"a.png\" \"wide\" \"A\""), figure(" alt=\"A\""));
        assert_eq!(statement("include \"figure.html\" image: \"a.png\" caption: \"C\""), figure(" caption=\"C\""));
        assert_eq!(statement("legacy-img-right src=a.png"), figure(""));
    }

    #[test]
    fn values_are_addresses_and_variables_are_nothing() {
        let value = |inner| meaning_of(Form::Expression, inner, &|_| false);
        assert_eq!(value("\"/p/\" | url"), Value("/p/".into()));
        assert_eq!(value("site.baseurl"), Value(String::new()));
        assert_eq!(value("page.title"), Unknown);
        assert_eq!(value("\"ann\" | team_link"), Literal("ann".into()));
        assert_eq!(statement("ref \"b.md\""), Value("b.md".into()));
    }
}
