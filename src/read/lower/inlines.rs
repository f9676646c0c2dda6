//! Lowers inlines.

use super::autolinks::autolinks;
use super::code::is_no_text;
use super::{Lower, copies, credits, declared_dir, figures, forms, lists, note_key, ruby};
use crate::article::{Alt, Inline, NoteId, Picture, Style, Target};
use crate::diag::Diagnostic;
use crate::read::mathml;
use crate::read::tree::{Element, Node};
use crate::source::Span;

/// Returns the inlines of `nodes`, which are a line of text, wrapped in the inline elements around their block. A line
/// end of the source becomes a text of its own, `"\n"`, which [`super::tidy`] later replaces by a space.
pub(super) fn inlines(lower: &mut Lower<'_, '_, '_>, nodes: Vec<Node>) -> Vec<Inline> {
    let nodes = forms::formed(lower, nodes);
    within(lower, nodes)
}

/// Returns the inlines of `nodes`, which are part of a line.
pub(super) fn within(lower: &mut Lower<'_, '_, '_>, mut nodes: Vec<Node>) -> Vec<Inline> {
    copies::drop_copies(&mut nodes);
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Text(text, _) => words(lower, &text, &mut out),
            Node::Element(element) => inline(lower, element, &mut out),
        }
    }
    out
}

fn inline(lower: &mut Lower<'_, '_, '_>, element: Element, out: &mut Vec<Inline>) {
    lower.note_anchors(&element);
    let (lang, dir) = (lower.declared_lang(&element), declared_dir(&element));
    let from = out.len();
    match element.name {
        "br" => out.push(Inline::LineBreak),
        "wbr" => out.push(Inline::Text("\u{200b}".into())),
        "img" => inline_picture(lower, element, out),
        "picture" => picture_element(lower, element, out),
        "a" => link(lower, element, out),
        "code" | "tt" | "samp" => code(lower, element, out),
        "abbr" | "acronym" => abbreviation(lower, element, out),
        "q" => {
            let mut content = vec![Inline::Text("\"".into())];
            content.extend(within(lower, element.children));
            content.push(Inline::Text("\"".into()));
            out.push(Inline::Styled { style: Style::Quotation, content });
        }
        "rt" => {
            out.push(Inline::Text(" (".into()));
            out.extend(within(lower, element.children));
            out.push(Inline::Text(")".into()));
        }
        // Escaped text is protected until typographic punctuation has been set.
        "span" if element.attribute("literal").is_some() => {
            let content = vec![Inline::Text(element.text())];
            out.push(Inline::Span { lang: None, dir: None, content });
        }
        "ruby" => ruby::ruby(lower, element, out),
        "input" => input(lower, &element, out),
        "rp" if !element.text().contains(char::is_alphanumeric) => {}
        "script" | "style" | "svg" | "meta" | "link" | "col" | "param" | "source" | "track" | "offprint-numbers" => {}
        "offprint-math" if element.attribute("source").is_some() => mathml(lower, &element, out),
        "offprint-pagebreak" => {}
        "offprint-math" => {
            let display = element.attribute("display").is_some_and(|value| !value.is_empty());
            let tex = element.attribute("tex").unwrap_or_default();
            // `$$ $$` is not a formula: it could be neither seen nor read aloud.
            out.push(match tex.trim().is_empty() {
                true => Inline::Text(format!("$${tex}$$")),
                false => Inline::Math { tex: tex.to_owned(), display },
            });
        }
        "offprint-call" => call(lower, &element, out),
        "offprint-words" => argument(lower, element, out),
        "offprint-figure" => figures::tag_figure_inline(lower, element, out),
        "offprint-embed" | "embed" => tag_embed(lower, element, out),
        "iframe" | "video" | "audio" | "object" => embedded(lower, element, out),
        "offprint-note" => lower.define_note(element),
        // A comment that is a credit: it is kept if it stands beside a picture.
        "offprint-remark" => {
            let content = figures::line(lower, element.attribute("text").unwrap_or_default());
            credits::remark(lower, content, out);
        }
        // `<span class="photo-credit">` behind a picture.
        _ if credits::is_marked(&element) && (credits::follows_picture(out) || out.iter().all(is_space)) => {
            let content = within(lower, element.children);
            credits::mark(lower, content, out);
        }
        name => {
            let block = element.block;
            let content = within(lower, element.children);
            match style(name) {
                _ if content.is_empty() => {}
                Some(style) => out.push(Inline::Styled { style, content }),
                None => {
                    if block && !out.is_empty() {
                        out.push(Inline::Text(" ".into()));
                    }
                    out.extend(content);
                }
            }
        }
    }
    if (lang.is_some() || dir.is_some()) && out.len() > from {
        let content = out.split_off(from);
        out.push(Inline::Span { lang, dir, content });
    }
}

/// Adds code; links, pictures and notes in it stay what they are.
fn code(lower: &mut Lower<'_, '_, '_>, element: Element, out: &mut Vec<Inline>) {
    if !has_more(&element) {
        return push_code(&element.text(), out);
    }
    let mut text = String::new();
    for child in element.children {
        match child {
            Node::Element(mut inner) if is_more(&inner) || has_more(&inner) => {
                push_code(&std::mem::take(&mut text), out);
                match inner.name {
                    "a" if lower.in_link => link(lower, inner, out),
                    "a" if inner.attribute("href").is_some() => {
                        let (href, title) = (inner.take("href").unwrap_or_default(), inner.take("title"));
                        let span = inner.span;
                        let mut content = Vec::new();
                        lower.in_link = true;
                        code(lower, inner, &mut content);
                        lower.in_link = false;
                        linked(lower, &href, title, span, content, out);
                    }
                    name if is_no_text(name) => inline(lower, inner, out),
                    _ => code(lower, inner, out),
                }
            }
            plain => text.push_str(&Element { children: vec![plain], ..Element::default() }.text()),
        }
    }
    push_code(&text, out);
}

/// Adds `text` as code.
fn push_code(text: &str, out: &mut Vec<Inline>) {
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    if !text.is_empty() {
        out.push(Inline::Code(text.replace('\n', " ")));
    }
}

/// Whether `element`, which is in code, is something else than code.
fn is_more(element: &Element) -> bool {
    is_no_text(element.name) || element.name == "a" && element.attribute("href").is_some()
}

/// Whether there is something else than code in `element`.
fn has_more(element: &Element) -> bool {
    element.children.iter().any(|child| match child {
        Node::Element(inner) => is_more(inner) || has_more(inner),
        Node::Text(..) => false,
    })
}

/// Adds text, with line ends separate and bare addresses as links.
fn words(lower: &mut Lower<'_, '_, '_>, text: &str, out: &mut Vec<Inline>) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push(Inline::Text("\n".into()));
        }
        let line = super::emoji::replace(clean(line));
        let from = out.len();
        if lower.in_link || !(line.contains("://") || line.contains("www.")) {
            if !line.is_empty() {
                out.push(Inline::Text(line));
            }
        } else {
            autolinks(&line, out);
        }
        if !lower.abbreviations.is_empty() {
            lower.abbreviations.mark(out, from);
        }
    }
}

fn link(lower: &mut Lower<'_, '_, '_>, mut element: Element, out: &mut Vec<Inline>) {
    let href = if lower.in_link { None } else { element.take("href") };
    let title = element.take("title");
    let (span, wiki) = (element.span, element.attribute("wiki").is_some());
    if lower.in_link
        && let Some(address) = element.take("href")
    {
        let title = title.as_ref().map(|title| format!(" with its title “{title}”")).unwrap_or_default();
        let message =
            format!("a link inside a link is not possible: `{address}` is left out{title}, and its text is kept");
        lower.warn("link-in-link", message, span);
    }
    let Some(href) = href else {
        let content = within(lower, element.children);
        return out.extend(content);
    };
    lower.in_link = true;
    let mut content = within(lower, element.children);
    lower.in_link = false;
    let calls = take_calls(&mut content);
    let address = if wiki { wiki_target(&href) } else { href };
    linked(lower, &address, title, span, content, out);
    // A note call is a link itself, so it cannot be inside another one.
    out.extend(calls);
}

/// Adds a link from `content` to `address`; `span` is where its messages point.
fn linked(
    lower: &mut Lower<'_, '_, '_>,
    address: &str,
    title: Option<String>,
    span: Span,
    mut content: Vec<Inline>,
    out: &mut Vec<Inline>,
) {
    let Some(target) = target_of(lower, address, span) else {
        warn_of_title(lower, title, span);
        return out.extend(content);
    };
    if let [Inline::Picture(_), ..] = content.as_slice()
        && content.iter().all(|inline| matches!(inline, Inline::Picture(_)) || is_space(inline))
    {
        let mut title = title;
        for inline in &mut content {
            if let Inline::Picture(picture) = inline {
                picture.link = Some(target.clone());
                // Wikimedia Commons puts the credit into the title of the link.
                if picture.title.is_none() && title.as_ref().is_some_and(|title| credits::is_credit(title)) {
                    picture.title = title.take();
                }
            }
        }
        warn_of_title(lower, title, span);
        return out.extend(content);
    }
    if content.iter().all(is_space) {
        match &target {
            // An anchor or a permalink is a link target without words.
            Target::Url(url) if !url.starts_with('#') => content = vec![Inline::Text(url.clone())],
            _ => return warn_of_title(lower, title, span),
        }
    }
    out.push(Inline::Link { target, title, content });
}

/// Warns that the title of a link is lost: a picture has a title of its own, and an anchor has no words.
pub(super) fn warn_of_title(lower: &mut Lower<'_, '_, '_>, title: Option<String>, span: Span) {
    if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
        lower.warn("link-title", format!("the title of the link is left out: “{title}”"), span);
    }
}

/// Returns the target of `href`; `None`, with a warning, if it is unsafe or invalid.
pub(super) fn target_of(lower: &mut Lower<'_, '_, '_>, href: &str, span: Span) -> Option<Target> {
    let href: String = href.trim().chars().filter(|c| !c.is_control()).collect();
    let scheme: String = (href.split(['/', '?', '#']).next().unwrap_or_default().split_once(':'))
        .map(|(scheme, _)| scheme.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase())
        .unwrap_or_default();
    if matches!(scheme.as_str(), "javascript" | "data" | "vbscript" | "file") {
        lower.warn("unsafe-link", format!("a `{scheme}:` link becomes plain text"), span);
        return None;
    }
    Some(Target::Url(href.replace(' ', "%20")))
}

fn abbreviation(lower: &mut Lower<'_, '_, '_>, mut element: Element, out: &mut Vec<Inline>) {
    let title = element.take("title");
    let content = within(lower, element.children);
    if content.is_empty() {
        return;
    }
    out.push(Inline::Styled { style: Style::Abbreviation, content });
    // Print has no tool tips, so the expansion follows, as in a book.
    if let Some(title) = title {
        out.push(Inline::Text(format!(" ({})", clean(&title))));
    }
}

fn input(lower: &mut Lower<'_, '_, '_>, element: &Element, out: &mut Vec<Inline>) {
    if lists::is_checkbox(element) {
        let mark = if element.attribute("checked").is_some() { "☑ " } else { "☐ " };
        return out.push(Inline::Text(mark.into()));
    }
    if !element.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden")) {
        lower.report.say_once(Diagnostic::warning("dropped-html", "`<input>` is left out").at(element.span));
    }
}

fn call(lower: &mut Lower<'_, '_, '_>, element: &Element, out: &mut Vec<Inline>) {
    let key = note_key(element.attribute("label").unwrap_or_default());
    let at = lower.note_numbers.get(&key).copied().unwrap_or_else(|| {
        let at = lower.calls.len();
        lower.note_numbers.insert(key.clone(), at);
        lower.calls.push(key);
        at
    });
    out.push(Inline::NoteCall(NoteId(at as u32)));
}

/// Adds a formula that its author wrote as MathML.
fn mathml(lower: &mut Lower<'_, '_, '_>, element: &Element, out: &mut Vec<Inline>) {
    let source = element.attribute("source").unwrap_or_default();
    let Some(formula) = mathml::read(source) else {
        let message = "this formula is empty or too long and is left out";
        return lower.warn("mathml", message, element.span);
    };
    let tex = formula.tex.unwrap_or_else(|| {
        let message = "this MathML cannot be set on pages: a PDF shows its words and signs one after another";
        lower.warn("mathml", message, element.span);
        mathml::as_text(&formula.text)
    });
    lower.mathml.insert(tex.clone(), formula.markup);
    out.push(Inline::Math { tex, display: formula.display });
}

/// Adds words from the arguments of a template tag or component, which may be Markdown.
fn argument(lower: &mut Lower<'_, '_, '_>, mut element: Element, out: &mut Vec<Inline>) {
    let Some(text) = element.take("text") else { return };
    let mut content = figures::line(lower, &text);
    // HTML does not allow links inside links (§4.5.1), so the outer one is kept.
    if let Some(link) = element.take("href").filter(|_| !lower.in_link)
        && let Some(target) = target_of(lower, &link, element.span)
        && !content.is_empty()
    {
        content = vec![Inline::Link { target, title: None, content }];
    }
    // A title is set bold; the name of a box, like "Tip", as a label.
    match element.attribute("form") {
        Some("strong") if !content.is_empty() => out.push(Inline::Styled { style: Style::Strong, content }),
        Some("label") if !content.is_empty() => out.push(Inline::Styled { style: Style::Label, content }),
        _ => out.extend(content),
    }
}

/// Adds a link to embedded content such as a film or a post.
pub(super) fn embed_link(lower: &mut Lower<'_, '_, '_>, what: &str, url: &str, title: Option<&str>) -> Vec<Inline> {
    let url = if url.starts_with("//") { format!("https:{url}") } else { url.to_owned() };
    let text = match title {
        Some(title) => format!("{what}: {}", clean(title)),
        None => format!("{what}: {url}"),
    };
    match target_of(lower, &url, Span::default()) {
        Some(target) => vec![Inline::Link { target, title: None, content: vec![Inline::Text(text)] }],
        None => vec![Inline::Text(text)],
    }
}

fn tag_embed(lower: &mut Lower<'_, '_, '_>, mut element: Element, out: &mut Vec<Inline>) {
    let what = element.take("what").unwrap_or_else(|| "Embedded".into());
    let title = element.take("title");
    if let Some(url) = element.take("src") {
        let link = embed_link(lower, &what, &url, title.as_deref());
        out.extend(link);
    }
}

fn inline_picture(lower: &mut Lower<'_, '_, '_>, mut element: Element, out: &mut Vec<Inline>) {
    if let Some(words) = take_words(&mut element) {
        return picture_with_words(lower, element, words, out);
    }
    let stated = ["data-credit", "data-attribution", "data-copyright", "credit"];
    let stated = stated.into_iter().find_map(|name| element.take(name));
    if let Some(inline) = figures::picture(lower, element) {
        out.push(inline);
        if let Some(stated) = stated {
            let content = figures::line(lower, &stated);
            credits::mark(lower, content, out);
        }
    }
}

/// Adds a picture whose words contain a note call or a link: they become its caption, or else its alternative text.
fn picture_with_words(lower: &mut Lower<'_, '_, '_>, element: Element, words: Vec<Node>, out: &mut Vec<Inline>) {
    out.push(Inline::Text("\n".into()));
    out.extend(figures::picture(lower, element));
    out.push(Inline::Text("\n".into()));
    let content = within(lower, words);
    out.push(Inline::Styled { style: Style::Emphasis, content });
    out.push(Inline::Text("\n".into()));
}

/// Adds the pictures of a `picture` element; if the first has no address, it gets that of the first `source`. Any
/// other content is kept too.
fn picture_element(lower: &mut Lower<'_, '_, '_>, element: Element, out: &mut Vec<Inline>) {
    let mut source = None;
    let mut images = 0;
    let span = element.span;
    for child in element.children {
        match child {
            Node::Element(child) if child.name == "source" => source = source.or_else(|| first_of_srcset(&child)),
            Node::Element(child) if child.name == "img" => {
                images += 1;
                sourced_picture(lower, child, source.take(), out);
            }
            Node::Text(text, _) if text.trim().is_empty() => {}
            other => out.extend(within(lower, vec![other])),
        }
    }
    if images == 0 && source.is_some() {
        sourced_picture(lower, Element { name: "img", span, ..Element::default() }, source, out);
    }
}

fn sourced_picture(lower: &mut Lower<'_, '_, '_>, mut image: Element, source: Option<String>, out: &mut Vec<Inline>) {
    if let Some(source) = source.filter(|_| image.attribute("src").is_none_or(str::is_empty)) {
        image.attributes.push(("srcset".into(), source));
    }
    inline_picture(lower, image, out);
}

/// Adds a film, a sound or a page inside a line: a link to it, and its fallback text.
fn embedded(lower: &mut Lower<'_, '_, '_>, mut element: Element, out: &mut Vec<Inline>) {
    out.extend(embedded_link(lower, &mut element));
    let content = within(lower, element.children);
    if !content.is_empty() && !out.is_empty() {
        out.push(Inline::Text(" ".into()));
    }
    out.extend(content);
}

/// Returns a link to the content of a `video`, `audio`, `iframe` or `object`; nothing if its address is not stated.
pub(super) fn embedded_link(lower: &mut Lower<'_, '_, '_>, element: &mut Element) -> Vec<Inline> {
    let what = match element.name {
        "video" => "Video",
        "audio" => "Audio",
        _ => "Embedded",
    };
    let source = ["src", "data-src", "data"].into_iter().find_map(|name| element.take(name));
    let source = source.or_else(|| {
        element.children.iter().find_map(|child| match child {
            Node::Element(child) if child.name == "source" => child.attribute("src").map(str::to_owned),
            _ => None,
        })
    });
    let title = element.take("title").or_else(|| element.take("aria-label"));
    source.map(|url| embed_link(lower, what, &url, title.as_deref())).unwrap_or_default()
}

/// Removes the note calls from `inlines`.
fn take_calls(inlines: &mut Vec<Inline>) -> Vec<Inline> {
    let mut calls = Vec::new();
    inlines.retain_mut(|inline| match inline {
        Inline::NoteCall(_) => {
            calls.push(inline.clone());
            false
        }
        Inline::Styled { content, .. } | Inline::Span { content, .. } => {
            calls.extend(take_calls(content));
            true
        }
        _ => true,
    });
    calls
}

/// Removes the words of a picture, if an alternative text could not express all of their content.
fn take_words(image: &mut Element) -> Option<Vec<Node>> {
    let lost = |element: &Element| matches!(element.name, "offprint-call" | "a");
    if !image.markdown || !image.children.iter().any(|child| holds(child, &lost)) {
        return None;
    }
    let words = image.text();
    if image.attribute("alt").is_none() {
        image.attributes.push(("alt".into(), words));
    }
    Some(std::mem::take(&mut image.children))
}

/// Whether `node` is or contains an element for which `test` returns true.
fn holds(node: &Node, test: &dyn Fn(&Element) -> bool) -> bool {
    match node {
        Node::Element(element) => test(element) || element.children.iter().any(|child| holds(child, test)),
        Node::Text(..) => false,
    }
}

/// Returns the first address in the `srcset` of `element`.
pub(super) fn first_of_srcset(element: &Element) -> Option<String> {
    let set = element.attribute("srcset").or_else(|| element.attribute("data-srcset"))?;
    set.split_whitespace().next().map(|url| url.trim_end_matches(',').to_owned()).filter(|url| !url.is_empty())
}

fn style(name: &str) -> Option<Style> {
    Some(match name {
        "em" | "i" | "var" | "dfn" => Style::Emphasis,
        "strong" | "b" => Style::Strong,
        "s" | "del" | "strike" => Style::Strike,
        "ins" | "u" => Style::Insert,
        "sub" => Style::Sub,
        "sup" => Style::Sup,
        "mark" => Style::Mark,
        "kbd" => Style::Keyboard,
        "cite" => Style::Cite,
        "small" => Style::Small,
        "offprint-smallcaps" => Style::SmallCaps,
        "offprint-label" => Style::Label,
        _ => return None,
    })
}

/// Whether an inline element called `name` has a style.
pub(super) fn has_form(name: &str) -> bool {
    style(name).is_some() || matches!(name, "a" | "abbr" | "acronym" | "code" | "tt" | "samp" | "q")
}

/// Whether elements of these names have the same style.
pub(super) fn same_form(one: &str, other: &str) -> bool {
    one == other || style(one).is_some() && style(one) == style(other)
}

/// Returns the address of a wikilink: a heading becomes a fragment, a page keeps its name. In tables, `\|` separates
/// it from the words.
fn wiki_target(href: &str) -> String {
    let href = href.trim_end_matches('\\');
    match href.split_once('#') {
        Some(("", heading)) => format!("#{}", heading.rsplit('#').next().unwrap_or(heading)),
        _ => href.to_owned(),
    }
}

/// Whether `inline` is only white space.
pub(super) fn is_space(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(text) if text.trim().is_empty()) || matches!(inline, Inline::LineBreak)
}

/// Removes control characters and byte-order marks from `text`; other line separators become spaces.
pub(super) fn clean(text: &str) -> String {
    if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
        return text.to_owned();
    }
    text.chars()
        .filter_map(|c| match c {
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// Returns the alternative text that the element states.
pub(super) fn alternative(element: &Element) -> Alt {
    let stated = element
        .attribute("alt")
        .map(str::to_owned)
        .or_else(|| element.markdown.then(|| element.text()).filter(|text| !text.trim().is_empty()));
    let presentation = matches!(element.attribute("role"), Some("presentation" | "none"));
    match stated {
        _ if presentation => Alt::Decorative,
        Some(text) if text.trim().is_empty() => Alt::Decorative,
        Some(text) => Alt::Text(clean(&text).split_whitespace().collect::<Vec<_>>().join(" ")),
        None => Alt::NotStated,
    }
}

/// Whether `picture` is small enough to stay in the line.
pub(super) fn is_small(picture: &Picture, size: impl Fn(&Picture) -> Option<(u32, u32)>) -> bool {
    size(picture).map(|natural| picture.extent.pixels(natural)).is_some_and(|(width, height)| width.max(height) <= 100)
}
