//! Interprets the tags of site generators.

use super::arguments::{Arguments, parse};
use super::boxes::{self, Group};
use super::template::TagForm;
use super::words;

/// The replacement of a tag.
#[derive(Debug)]
#[cfg_attr(test, derive(PartialEq))]
pub(super) enum Meaning<'a> {
    /// It is removed without loss.
    Nothing,
    /// It is removed, which must be reported.
    Unknown,
    /// An address or other short text.
    Value(String),
    /// Words in place of a template's output.
    Literal(String),
    /// HTML without content.
    Inline(String),
    /// Complete blocks.
    Whole(String),
    /// A tag around blocks.
    Wrapper {
        /// Replacement of its start tag.
        html: String,
        /// Replacement of its end tag.
        close: String,
        /// Properties that its inner tags need.
        group: Option<Group>,
    },
    /// A tag around part of a line.
    Span {
        /// Replacement of its start tag.
        html: String,
        /// Replacement of its end tag.
        close: String,
    },
    /// A tag of a theme with words: a wrapper if it is alone on its lines, otherwise a span.
    Either(Vec<String>),
    /// An end tag; holds the name of the tag that it closes.
    Close(&'a str),
    /// A listing up to the end tag `end`.
    Code {
        /// Its language.
        language: String,
        /// Name of the end tag.
        end: &'a str,
        /// Its title.
        label: Option<String>,
    },
    /// A formula up to the end tag with this name.
    Formula(&'a str),
    /// Text that its author hid, up to the end tag with this name.
    Hidden(&'a str),
}

use Meaning::{Close, Code, Either, Formula, Hidden, Inline, Literal, Nothing, Span, Unknown, Value, Whole, Wrapper};

/// The context of a tag.
pub(super) struct Surroundings<'g> {
    /// Whether the tag has an end tag.
    pub closes: bool,
    /// Whether its content is certainly Markdown.
    pub markup: bool,
    /// The enclosing group of tabs.
    pub group: Option<&'g mut Group>,
}

/// Words in the names of tags that only wrap their content.
const WRAPPERS: [&str; 24] = [
    "cards",
    "cardpane",
    "tabs",
    "tab",
    "wrapper",
    "list",
    "timeline",
    "stepper",
    "box",
    "panel",
    "section",
    "columns",
    "column",
    "grid",
    "row",
    "div",
    "center",
    "lead",
    "group",
    "block",
    "gallery",
    "steps",
    "step",
    "container",
];

/// Interprets the tag with `inner` between its delimiters.
pub(super) fn meaning_of<'a>(form: TagForm, inner: &'a str, around: Surroundings<'_>) -> Meaning<'a> {
    if form == TagForm::Expression {
        return expression(inner);
    }
    if let Some(name) = closing_name(inner) {
        return Close(name);
    }
    // Zola's `{% quote(author="…") %}` ends with `{% end %}`.
    let call = inner.strip_suffix(')').and_then(|call| call.split_once('(')).filter(|(name, _)| is_name(name));
    let (name, rest) = match call {
        Some((name, rest)) => (name, rest),
        None => inner.split_at(inner.find(|c: char| c.is_whitespace()).unwrap_or(inner.len())),
    };
    let (rest, whole) = without_slash(rest);
    let arguments = parse(rest);
    let closes = around.closes && !whole;
    match name {
        "comment" => Hidden(name),
        "highlight" | "code" | "codeblock" | "code-block" | "prism" if closes => code(name, &arguments),
        "mermaid" | "plantuml" | "graphviz" | "echarts" | "chart" | "markmap" | "abc" | "diagram" if closes => {
            Code { language: name.to_owned(), end: name, label: None }
        }
        "katex" | "math" | "latex" | "mathjax" | "tex" if closes => Formula(name),
        "toc" | "more" | "clear" | "clearfix" | "mermaid" | "katex" | "math" | "icon" | "fa" | "bi" => Nothing,
        "pagebreak" | "page-break" | "page_break" | "newpage" | "pageBreak" => Whole("<offprint-pagebreak>".into()),
        "ref" | "relref" | "link" | "post_url" | "url" | "asset_path" | "asset" | "static" | "absurl" | "relurl" => {
            Value(address(&arguments))
        }
        // Hexo: the name of a post, then the words of the link.
        "post_path" => Value(address(&arguments)),
        "post_link" if !arguments.placed.is_empty() => {
            let words = arguments.placed[1..].join(" ");
            let name = &arguments.placed[0];
            let words = if words.trim().is_empty() { name.rsplit('/').next().unwrap_or(name) } else { &words };
            Inline(format!("<a href=\"{}\">{}</a>", escape(name), escape(words)))
        }
        "kbd" | "key" if !closes && !arguments.placed.is_empty() => {
            Inline(format!("<kbd>{}</kbd>", escape(&arguments.placed.join(" "))))
        }
        "include" | "include_relative" | "render" | "partial" | "include_cached" => include(&arguments),
        "if" | "unless" | "for" | "else" | "elsif" | "elif" | "assign" | "set" | "capture" | "case" | "when"
        | "macro" | "import" | "from" | "layout" | "extends" | "block" | "with" => Unknown,
        _ => match boxes::tabs(&joined(name), name, &arguments, closes, around.markup, around.group) {
            Some(meaning) => meaning,
            None => named(name, &arguments, closes),
        },
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Returns `name` in lower case, without separators of its words.
fn joined(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | '.')).flat_map(char::to_lowercase).collect()
}

/// Removes the slash that ends a tag without content from `rest`, and returns whether there is one. A slash that ends
/// an address is kept.
fn without_slash(rest: &str) -> (&str, bool) {
    let rest = rest.trim_end();
    match rest.strip_suffix('/') {
        Some(before) if before.is_empty() || before.ends_with([' ', '\t', '\n', '"', '\'', '`']) => {
            (before.trim_end(), true)
        }
        _ => (rest, false),
    }
}

/// Makes a listing of the text between tags.
fn code<'a>(name: &'a str, arguments: &Arguments) -> Meaning<'a> {
    let named = arguments.get(&["lang", "language"]);
    let placed = arguments.placed.first().map(String::as_str);
    let language = named.or(placed).filter(|language| !language.contains('.')).unwrap_or_default().to_owned();
    let label = arguments.get(&["title", "header", "caption", "filename", "name", "label"]).map(str::to_owned);
    let label =
        label.or_else(|| placed.filter(|label| named.is_some() && !words::is_address(label)).map(str::to_owned));
    Code { language, end: name, label }
}

/// Returns the words in the name of a tag, in lower case: `accordionItem`, `legacy-img-right`.
fn parts_of(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        let apart = matches!(c, '-' | '_' | '/' | '.');
        if apart || c.is_uppercase() && before.is_lowercase() {
            parts.push(String::new());
        }
        if !apart && let Some(last) = parts.last_mut() {
            last.extend(c.to_lowercase());
        }
        before = c;
    }
    parts.push(joined(name));
    parts
}

/// Interprets a tag by the words in its name, which are similar in all themes.
fn named<'a>(name: &str, arguments: &Arguments, closes: bool) -> Meaning<'a> {
    let lower = name.to_ascii_lowercase();
    let parts = parts_of(name);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let says = |wanted: &[&str]| parts.iter().any(|word| wanted.contains(word));
    if let Some(embed) = embed(&parts, arguments) {
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
        let meaning = picture(&lower, arguments);
        return if matches!(meaning, Unknown) { other(arguments, closes) } else { meaning };
    }
    if says(&["quote", "blockquote", "pullquote", "epigraph", "testimonial", "citation"]) {
        return boxes::quotation(arguments, closes, says(&["pullquote", "pull"]));
    }
    if says(&[
        "details",
        "detail",
        "expand",
        "collapse",
        "collapsible",
        "spoiler",
        "accordion",
        "expander",
        "disclosure",
        "dropdown",
        "toggle",
        "fold",
    ]) {
        // An accordion without arguments is a wrapper around several folded passages, which have tags of their own.
        if arguments.placed.is_empty() && arguments.named.is_empty() && says(&["accordion"]) {
            return Wrapper { html: "<div>".into(), close: "</div>".into(), group: None };
        }
        return boxes::details(arguments, closes);
    }
    if says(&["button", "btn", "cta", "linkbutton"]) {
        return boxes::button(arguments, closes);
    }
    if let Some(kind) = boxes::callout_kind(&parts, arguments) {
        return boxes::callout(&parts, &kind, arguments, closes);
    }
    if says(&["card", "linkcard"]) {
        return boxes::card(arguments, closes);
    }
    const SHORT: [&str; 10] = ["badge", "label", "pill", "chip", "tag", "keyword", "mark", "hl", "underline", "term"];
    let short =
        || arguments.get(&["text", "label", "content", "title"]).or(arguments.placed.first().map(String::as_str));
    if !closes
        && says(&SHORT)
        && let Some(text) = short()
    {
        return Inline(words::line(text));
    }
    if closes
        && says(&["abbr", "acronym"])
        && let Some(title) = arguments.get(&["title", "text"]).or(arguments.placed.first().map(String::as_str))
    {
        return Span { html: format!("<abbr title=\"{}\">", escape(title)), close: "</abbr>".into() };
    }
    if closes && says(&WRAPPERS) {
        let said = words_of(arguments);
        let html = format!("<div>{}", words::paragraphs(&said, boxes::link(arguments)));
        return Wrapper { html, close: "</div>".into(), group: None };
    }
    other(arguments, closes)
}

/// Returns the arguments of the tag `inner` that look like a sentence but are missing from its replacement `shown`:
/// key and words.
pub(super) fn unread(inner: &str, shown: &str) -> Option<(String, String)> {
    // `a="One two"`: an argument can have both a name and several words only if it is quoted.
    if !inner.contains(['=', ':']) || !inner.contains(['"', '\'', '`']) {
        return None;
    }
    let rest = &inner[inner.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(inner.len())..];
    let is_sentence = |value: &str| value.trim().contains(char::is_whitespace) && words::looks_like(value);
    let mut named = parse(rest.trim_end_matches(')')).named.into_iter();
    named.find(|(key, value)| !words::is_technical(key) && is_sentence(value) && !shown.contains(&escape(value.trim())))
}

/// Returns the words of a tag that only its site knows.
fn words_of(arguments: &Arguments) -> Vec<String> {
    let mut said = words::all(arguments, &[]);
    said.extend(arguments.placed.iter().filter(|value| words::looks_like(value)).cloned());
    said
}

/// Handles an unknown tag: its words are kept.
fn other<'a>(arguments: &Arguments, closes: bool) -> Meaning<'a> {
    if closes {
        let said = words_of(arguments);
        return if said.is_empty() { Unknown } else { Either(said) };
    }
    let said = words::all(arguments, &[]);
    if said.is_empty() { Unknown } else { Literal(said.join(" – ")) }
}

fn closing_name(inner: &str) -> Option<&str> {
    if inner == "end" {
        return Some("");
    }
    let name = inner.strip_prefix('/').or_else(|| inner.strip_prefix("end").filter(|rest| !rest.is_empty()))?;
    name.split_whitespace().next()
}

/// Returns the replacement of an end tag `name` without a start tag.
pub(super) fn stray_close(name: &str) -> Option<&'static str> {
    let parts = parts_of(name);
    let says = |wanted: &[&str]| parts.iter().any(|word| wanted.contains(&word.as_str()));
    if says(&["quote", "blockquote", "pullquote", "epigraph"]) {
        return Some("</blockquote>");
    }
    if says(&["details", "detail", "expand", "collapse", "spoiler", "accordion", "expander", "disclosure"]) {
        return Some("</details>");
    }
    None
}

/// Returns the address from `ref`, `link` and similar tags: at best a file name.
fn address(arguments: &Arguments) -> String {
    let path =
        arguments.get(&["path", "name", "href"]).or(arguments.placed.first().map(String::as_str)).unwrap_or_default();
    path.to_owned()
}

/// Handles an included file, which is missing: pictures and films are recognised by its name.
fn include<'a>(arguments: &Arguments) -> Meaning<'a> {
    let file = arguments.placed.first().map(String::as_str).unwrap_or_default();
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.split_once('.').map_or(name, |(stem, _)| stem);
    let known = |value: &&String| !words::is_variable(value);
    let rest = Arguments {
        placed: arguments.placed.iter().skip(1).filter(known).cloned().collect(),
        named: arguments.named.iter().filter(|(_, value)| known(&value)).cloned().collect(),
        raw: arguments.raw.split_once(char::is_whitespace).map(|(_, rest)| rest.to_owned()).unwrap_or_default(),
    };
    match name {
        "pagebreak" | "page-break" | "newpage" => Whole("<offprint-pagebreak>".into()),
        "toc" | "links" | "head" | "nav" => Nothing,
        _ => credit(name, &rest).unwrap_or_else(|| named(name, &rest, false)),
    }
}

/// Arguments that credit a picture.
const CREDITS: [&str; 14] = [
    "attr",
    "attribution",
    "attribution_text",
    "credit",
    "credits",
    "credit_text",
    "photo_credit",
    "image_credit",
    "copyright",
    "author",
    "photographer",
    "artist",
    "byline",
    "source_name",
];

/// Arguments with the address of a credit.
const CREDIT_LINKS: [&str; 14] = [
    "attrlink",
    "attr_link",
    "attrurl",
    "attributionlink",
    "attribution_link",
    "attribution_url",
    "creditlink",
    "credit_link",
    "crediturl",
    "credit_url",
    "author_url",
    "author_link",
    "source_url",
    "source_link",
];

/// Returns the credit that a tag such as `{% include unsplash_credit.html name="…" link="…" %}` states.
fn credit<'a>(name: &str, arguments: &Arguments) -> Option<Meaning<'a>> {
    if !(name.contains("credit") || name.contains("attribution")) {
        return None;
    }
    let named =
        arguments.get(&["name", "author", "photographer", "creator", "artist", "text", "credit", "attribution", "by"]);
    let maker = named.or(arguments.placed.first().map(String::as_str))?;
    let link = arguments.get(&["link", "url", "href", "author_url", "author_link", "photographer_url"]);
    let maker = match link {
        Some(link) => format!("<a href=\"{}\">{}</a>", escape(link), escape(maker)),
        None => escape(maker),
    };
    let rest = ["source", "site", "license", "licence"].into_iter().filter_map(|name| arguments.get(&[name]));
    let rest: String = rest.map(|part| format!(", {}", escape(part))).collect();
    Some(Inline(format!("<span class=\"photo-credit\">{maker}{rest}</span>")))
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
    add("attr", arguments.get(&CREDITS));
    add("attrlink", arguments.get(&CREDIT_LINKS));
    add("license", arguments.get(&["license", "licence", "attribution_license"]));
    add("link", arguments.get(&["link", "href", "image_link", "target_url"]));
    for size in ["width", "height", "scale", "style"] {
        add(size, arguments.get(&[size]));
    }
    html.push('>');
    Inline(html)
}

/// Replaces a film, a post or similar content by a link.
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
        // `{{< tweet user="GoHugoIO" id="877500564405444608" >}}`, `{% twitter https://… %}`, `{{< x … >}}`.
        let user = arguments.get(&["user"]).unwrap_or("i/web");
        let post = arguments.get(&["id"]).or(arguments.placed.last().map(String::as_str))?;
        let url =
            if post.contains("://") { post.to_owned() } else { format!("https://twitter.com/{user}/status/{post}") };
        return Some(embed_tag("Post", &url, None));
    } else if says(&["instagram"]) {
        ("Post", "https://www.instagram.com/p/")
    } else if says(&["gist"]) {
        // `{{< gist user id >}}`: two arguments make the path.
        let path = arguments.placed.iter().take(2).cloned().collect::<Vec<_>>().join("/");
        return Some(embed_tag("Code", &format!("https://gist.github.com/{path}"), None));
    } else if says(&["codepen"]) {
        ("Code", "https://codepen.io/pen/")
    } else if says(&["spotify"]) {
        ("Audio", "https://open.spotify.com/")
    } else if says(&["video", "mp4"]) {
        // Files of the site have a complete address, so nothing is put before it.
        ("Video", "")
    } else if says(&["audio", "podcast", "soundcloud"]) {
        ("Audio", "")
    } else if says(&["iframe", "embed"]) {
        ("Embedded", "")
    } else {
        return None;
    };
    // A tag without an address shows content that only the site has.
    let Some(id) = id() else { return Some(Unknown) };
    let url = if id.contains("://") || id.starts_with('/') { id.to_owned() } else { format!("{base}{id}") };
    Some(embed_tag(what, &url, arguments.get(&["title", "caption", "alt"])))
}

fn embed_tag<'a>(what: &str, url: &str, title: Option<&str>) -> Meaning<'a> {
    let title = title.map(|title| format!(" title=\"{}\"", escape(title))).unwrap_or_default();
    Inline(format!("<offprint-embed what=\"{what}\" src=\"{}\"{title}>", escape(url)))
}

/// Interprets `{{ value | filter }}`: a quoted value is known, a variable is not.
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
            // `{{ site.url | append: "/a" }}`: the result ends with the appended text.
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

/// Interprets functions of Zola and Nunjucks: `youtube(id="…")`, `get_url(path="@/a.md")`.
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

/// Escapes `text` as an attribute value, on one line.
pub(super) fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
