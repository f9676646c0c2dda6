//! Lines of links: a label with the links after it, or links to the previous and the next article.

use super::entry::{after_link, has_link, has_words, is_blank, is_page, only_link};
use super::text::{self, Level, weight};
use super::words::{Classes, classes};
use crate::article::{Inline, Related, Style, Target, plain_text};
use crate::source::Span;

/// Maximum length of a label with its signs, in bytes.
const LABEL: usize = 120;
/// Signs of links to the previous and the next article.
const ARROWS: [char; 12] = ['←', '→', '«', '»', '‹', '›', '⟵', '⟶', '⇐', '⇒', '◀', '▶'];

/// Returns the entries of a line with a label, such as `**Related:** [A](…), [B](…)`; at the `end` of the article also
/// of a line with links to the previous and the next one.
pub(super) fn line(content: &[Inline], span: Span, end: bool) -> Option<Vec<Related>> {
    let content = match content {
        [Inline::Styled { content, style: Style::Emphasis | Style::Strong | Style::Small }] if has_link(content) => {
            content
        }
        content => content,
    };
    if !has_link(content) {
        let text = content.iter().all(|inline| matches!(inline, Inline::Text(_) | Inline::Styled { .. }));
        let ends = content.last().is_none_or(|last| match last {
            Inline::Text(text) => text.trim_end().ends_with(['.', '。', '।']),
            _ => false,
        });
        return if ends || !text { None } else { super::scraped::labelled(&plain_text(content), span) };
    }
    if let Some((title, url)) = only_link(content)
        && let Some(found) = labelled_link(&plain_text(title), url, span)
    {
        return Some(vec![found]);
    }
    if let Some(Inline::Text(text)) = content.first()
        && text.len() > LABEL
    {
        return None;
    }
    let segments = segments(content)?;
    let found = after_label(&segments, span);
    found.or_else(|| if end { neighbours(&segments, span) } else { None })
}

/// Returns the entries of a line that is several links.
pub(super) fn links(content: &[Inline], span: Span) -> Option<Vec<Related>> {
    let segments = segments(content)?;
    let mut entries = Vec::new();
    for segment in &segments {
        is_between(&segment.text()).then_some(())?;
        let Some((title, url)) = segment.link else { break };
        entries.push(Related { title: title.to_vec(), url: Some(url.to_owned()), span, ..Related::default() });
    }
    (entries.len() > 1).then_some(entries)
}

/// Reads a link whose words begin with a label: `[READ: Title](…)`.
fn labelled_link(text: &str, url: &str, span: Span) -> Option<Related> {
    let (level, label, title) = text::label(text)?;
    text::is_labelled_title(title, level).then(|| Related {
        title: vec![Inline::Text(title.to_owned())],
        url: Some(url.to_owned()),
        span,
        because: format!("label “{label}”"),
        ..Related::default()
    })
}

/// A link with the words before it.
struct Segment<'a> {
    before: Vec<&'a Inline>,
    link: Option<(&'a [Inline], &'a str)>,
}

impl Segment<'_> {
    fn text(&self) -> String {
        self.before.iter().map(|inline| plain_text(std::slice::from_ref(*inline))).collect()
    }
}

/// Divides a line at its links; the last segment has none. `None` for a line with many links or long words.
fn segments(content: &[Inline]) -> Option<Vec<Segment<'_>>> {
    let mut segments: Vec<Segment<'_>> = vec![Segment { before: Vec::new(), link: None }];
    add_segments(content, &mut segments)?;
    (segments.len() > 1).then_some(segments)
}

fn add_segments<'a>(content: &'a [Inline], segments: &mut Vec<Segment<'a>>) -> Option<()> {
    for inline in content {
        match inline {
            Inline::Link { target: Target::Url(url), content, .. } if is_page(url) && has_words(content) => {
                segments.last_mut()?.link = Some((content, url));
                segments.push(Segment { before: Vec::new(), link: None });
                // A line with more links is a list of something else.
                (segments.len() <= 24).then_some(())?;
            }
            Inline::Styled { content, .. } | Inline::Span { content, .. } if has_link(content) => {
                add_segments(content, segments)?;
            }
            Inline::Text(_) | Inline::Styled { .. } | Inline::LineBreak => segments.last_mut()?.before.push(inline),
            _ => return None,
        }
    }
    Some(())
}

/// Reads a label and the links after it.
fn after_label(segments: &[Segment<'_>], span: Span) -> Option<Vec<Related>> {
    let (first, rest) = segments.split_first()?;
    let before = first.text();
    if before.len() > LABEL {
        return None;
    }
    let trimmed = before.trim();
    let label = trimmed.trim_start_matches(['(', '[', '（']).trim_end_matches(|c: char| !c.is_alphanumeric());
    let set_off = trimmed.ends_with([
        ':', '：', '|', '｜', '>', '–', '—', '-', '→', '»', '›', '▶', '►', '】', ']', '👉', '➡', '\u{fe0f}',
    ]) || matches!(
        first.before.iter().rfind(|inline| !is_blank(inline)),
        Some(Inline::Styled { style: Style::Strong, .. })
    ) || matches!(first.before.last(), Some(Inline::LineBreak));
    let level = text::label_level(label)?;
    // "Read next [A title](…)" needs no sign; "More [A title](…)" may be the start of a sentence.
    (set_off || level > Level::Loose && ends_with_link(rest)).then_some(())?;
    let mut entries = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let Some((title, url)) = segment.link else { continue };
        let words = plain_text(title);
        let lower = words.trim_start().starts_with(char::is_lowercase);
        // "See also: `rest`" names a function.
        let code = title.iter().all(|inline| matches!(inline, Inline::Code(_)));
        let titled = !code && (!lower || level == Level::Articles && weight(&words) >= 3.0);
        if !titled || at > 0 && !is_between(&segment.text()) {
            return None;
        }
        let (url, title) = (Some(url.to_owned()), title.to_vec());
        entries.push(Related { title, url, span, because: format!("label “{label}”"), ..Related::default() });
    }
    let last = rest.last()?.text();
    if last.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        return Some(entries);
    }
    // A single link may have a blurb.
    let [only] = entries.as_mut_slice() else { return None };
    let apart = last.trim_start().starts_with(['–', '—', '-', ':', '(', ',', '|', '·'])
        || matches!(rest.last()?.before.first(), Some(Inline::LineBreak));
    (apart && weight(&last) <= 40.0).then_some(())?;
    after_link(only, rest.last()?.before.iter().map(|inline| (*inline).clone()).collect())?;
    Some(entries)
}

/// Whether nothing but signs follows the last link.
fn ends_with_link(segments: &[Segment<'_>]) -> bool {
    segments.last().is_some_and(|last| !last.text().contains(char::is_alphanumeric))
}

/// Whether `text` only separates two links.
fn is_between(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty() || classes(bare).has(Classes::AND)
}

/// Reads links to the previous and the next article, which have arrows or labels.
fn neighbours(segments: &[Segment<'_>], span: Span) -> Option<Vec<Related>> {
    if segments.len() > 4 {
        return None;
    }
    let mut entries = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let before = segment.text();
        let bare = before.trim_matches(|c: char| !c.is_alphanumeric());
        let Some((title, url)) = segment.link else {
            if bare.is_empty() {
                break;
            } else {
                return None;
            };
        };
        let words = plain_text(title);
        let name = words.trim_matches(|c: char| ARROWS.contains(&c) || c.is_whitespace());
        let after = segments.get(at + 1).map(Segment::text).unwrap_or_default();
        let labelled = text::label(name).is_none() && classes(bare).has(Classes::NAV);
        let arrow = name.len() < words.trim().len()
            || before.trim_end().ends_with(ARROWS)
            || after.trim_start().starts_with(ARROWS);
        let signed = labelled || bare.is_empty() && arrow;
        let name = nav_title(name);
        if !signed
            || name == url
            || classes(name).has(Classes::NAV)
            || classes(name).has(Classes::FURNITURE)
            || name.is_empty()
        {
            return None;
        }
        let (title, url) = (vec![Inline::Text(name.to_owned())], Some(url.to_owned()));
        let because = "link to the previous or next article".to_owned();
        entries.push(Related { title, url, span, because, ..Related::default() });
    }
    (!entries.is_empty()).then_some(entries)
}

/// Returns the title in "Next: Title".
fn nav_title(text: &str) -> &str {
    match text.split_once([':', '：']) {
        Some((label, title)) if classes(label).has(Classes::NAV) => title.trim(),
        _ => text,
    }
}
