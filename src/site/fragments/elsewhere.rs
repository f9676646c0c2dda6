//! What comes into a page from elsewhere: headings that an include or a component may bring, and targets that the page has
//! without the article.

/// Whether `line` holds something that may bring headings or identifiers from elsewhere.
pub(super) fn may_add(line: &str) -> bool {
    // What stands in code does nothing.
    let plain = || line.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    if !line.contains(['{', '<', '!', '-', '@', '.']) {
        return false;
    }
    let line = plain();
    if ["--8<--", "{!", "!!include", "@include", "<!--@include", ":::include", "<script", "{% for", "{%- for"]
        .iter()
        .any(|mark| line.contains(mark))
        || line.starts_with(".. ")
    {
        return true;
    }
    let embeds = line.match_indices("![[").any(|(at, _)| {
        let inner = line[at + 3..].split(['|', ']', '#']).next().unwrap_or_default();
        !inner.rsplit_once('.').is_some_and(|(_, ending)| (2..=5).contains(&ending.len()))
    });
    let tags = |mark: &str, safe: &[&str]| {
        line.match_indices(mark).any(|(at, _)| {
            let rest = line[at + mark.len()..].trim_start_matches(['-', ' ', '/', '%', '<']);
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-')).collect();
            let called = rest[name.len()..].starts_with('(');
            let name = name.to_ascii_lowercase();
            !name.is_empty() && !safe.contains(&name.as_str()) && (mark != "{{" || called)
        })
    };
    let component = line.match_indices('<').any(|(at, _)| {
        let rest = &line[at + 1..];
        let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '.').collect();
        rest.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().any(|c| c.is_ascii_lowercase())
            && !COMPONENTS.contains(&name.to_ascii_lowercase().as_str())
    });
    embeds
        || tags("{{<", &SHORTCODES)
        || tags("{{%", &SHORTCODES)
        || tags("{%", &TAGS)
        || tags("{{", &[]) && line.contains('(')
        || component
}

/// Shortcodes of Hugo and Zola that add no headings.
const SHORTCODES: [&str; 40] = [
    "figure",
    "img",
    "image",
    "picture",
    "photo",
    "youtube",
    "vimeo",
    "tweet",
    "x",
    "gist",
    "highlight",
    "ref",
    "relref",
    "instagram",
    "param",
    "details",
    "note",
    "tip",
    "warning",
    "info",
    "alert",
    "callout",
    "notice",
    "admonition",
    "button",
    "link",
    "video",
    "audio",
    "quote",
    "mermaid",
    "katex",
    "math",
    "code",
    "tab",
    "tabs",
    "caution",
    "danger",
    "card",
    "icon",
    "blockquote",
];

/// Tags of Liquid and its relatives that add no headings.
const TAGS: [&str; 26] = [
    "post_url",
    "link",
    "highlight",
    "endhighlight",
    "raw",
    "endraw",
    "assign",
    "comment",
    "endcomment",
    "if",
    "else",
    "elsif",
    "endif",
    "unless",
    "endunless",
    "figure",
    "asset_img",
    "post_link",
    "img",
    "image",
    "youtube",
    "set",
    "note",
    "endnote",
    "quote",
    "endquote",
];

/// Components that add no headings.
const COMPONENTS: [&str; 22] = [
    "tabs",
    "tabitem",
    "tab",
    "callout",
    "note",
    "tip",
    "warning",
    "info",
    "image",
    "img",
    "link",
    "youtube",
    "tweet",
    "codeblock",
    "details",
    "figure",
    "video",
    "admonition",
    "aside",
    "danger",
    "badge",
    "icon",
];

/// Whether pages have a target of this name without the article: the beginning, comments, notes, lines of code, states
/// of programs.
pub(super) fn is_of_the_page(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let parts = [
        "",
        "top",
        "content",
        "main",
        "maincontent",
        "main-content",
        "toc",
        "nav",
        "header",
        "footer",
        "sidebar",
        "search",
        "share",
        "comments",
        "respond",
        "disqus_thread",
        "newsletter",
        "subscribe",
        "start",
        "article",
        "page",
        "body",
        "bottom",
        "back-to-top",
        "page-top",
        "pagetop",
        "table-of-contents",
        "skip",
        "wrapper",
        "home",
        "latest",
        "end",
    ];
    let starts = [
        "fn",
        "footnote",
        "endnote",
        "comment",
        "ref-",
        "cite",
        "bib",
        "more-",
        "user-content-fn",
        "note-",
        "ftn",
        "_ftn",
        "eq",
        "page=",
        "isso-",
    ];
    let is_line = lower.strip_prefix(['l', 'c']).is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || b"-lc".contains(&byte))
    });
    let is_state = name.contains(['=', '&', '/', '?', '!']);
    parts.contains(&lower.as_str()) || starts.iter().any(|start| lower.starts_with(start)) || is_line || is_state
}
