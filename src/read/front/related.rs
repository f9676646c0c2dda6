//! Related articles in the front matter.
//!
//! A value is a slug, path, address, title, wikilink or Markdown link, a map of properties, or a list of these; also a
//! map from titles to addresses, and a map of such lists: `related: {posts: […]}`.

use super::RelatedSpec;
use super::keys;
use super::meta::{Reader, collapse};
use crate::article::{Inline, Target, plain_text};
use crate::data::tree::{Entry, Node, Value};
use crate::read::{date, related};

/// Names of properties, normalised.
const REFERENCE: [&str; 14] = [
    "url",
    "link",
    "href",
    "slug",
    "path",
    "ref",
    "permalink",
    "file",
    "filepath",
    "filename",
    "page",
    "address",
    "uri",
    "to",
];
const TITLE: [&str; 8] = ["title", "name", "text", "overwritetitle", "label", "headline", "heading", "linktext"];
const EXCERPT: [&str; 9] =
    ["excerpt", "description", "summary", "blurb", "teaser", "deck", "abstract", "note", "reason"];
const AUTHOR: [&str; 3] = ["author", "authors", "byline"];
const DATE: [&str; 4] = ["date", "published", "publishedat", "publishdate"];
const PICTURE: [&str; 7] = ["image", "cover", "picture", "thumbnail", "img", "photo", "featuredimage"];

/// Maximum depth of lists and maps that hold entries.
const DEEPEST: usize = 3;

/// Reads them in order.
pub(super) fn read(reader: &mut Reader<'_>) -> Vec<RelatedSpec> {
    let mut related = Vec::new();
    for found in reader.keys.all(keys::RELATED) {
        let mut specs = Vec::new();
        add(reader, found.node, DEEPEST, &mut specs);
        if !specs.is_empty() {
            let names = specs.iter().filter_map(|spec| spec.title.as_deref().or(spec.reference.as_deref()));
            let value = names.collect::<Vec<_>>().join(", ");
            reader.note("related", value, &found);
        }
        related.extend(specs.into_iter().map(|spec| RelatedSpec { key: found.key.clone(), ..spec }));
    }
    related
}

/// Adds the entries in `node`.
fn add(reader: &Reader<'_>, node: &Node, depth: usize, specs: &mut Vec<RelatedSpec>) {
    match &node.value {
        Value::List(items) if depth > 0 => items.iter().for_each(|item| add(reader, item, depth - 1, specs)),
        Value::Map(entries) => match described(node) {
            Some(spec) => specs.push(spec),
            None => entries.iter().for_each(|entry| keyed(reader, entry, depth, specs)),
        },
        _ => {
            if let Some(text) = node.text().filter(|text| !is_setting(text)) {
                specs.extend(several(text).into_iter().map(|text| of_text(reader, text, node)));
            }
        }
    }
}

/// Adds what stands under a key of a map without properties: the address of a title, or a list of entries.
fn keyed(reader: &Reader<'_>, entry: &Entry, depth: usize, specs: &mut Vec<RelatedSpec>) {
    match entry.node.text() {
        // `count: 3` and `heading: Related` are settings of the site.
        Some(address) if !address.contains(' ') && (entry.key.contains(' ') || address.contains('/')) => {
            let (reference, title) = (Some(address.to_owned()), Some(collapse(&entry.key)));
            specs.push(RelatedSpec { reference, title, span: entry.span, ..RelatedSpec::default() });
        }
        Some(_) => {}
        None if depth > 0 => add(reader, &entry.node, depth - 1, specs),
        None => {}
    }
}

/// Returns the entry that the properties of a map describe.
fn described(node: &Node) -> Option<RelatedSpec> {
    let owned = |names: &[&str]| node.child_text(names).map(collapse);
    let (reference, title) = (owned(&REFERENCE), owned(&TITLE));
    let holds = node.entries().iter().any(|entry| {
        matches!(entry.node.value, Value::List(_) | Value::Map(_))
            && ![&AUTHOR[..], &PICTURE].concat().contains(&&*entry.name)
    });
    // A title above a list is that of the list.
    if reference.is_none() && (holds || node.child_text(&TITLE[..4]).is_none_or(is_setting)) {
        return None;
    }
    let picture = node.child(&PICTURE).and_then(|entry| {
        let path = entry.node.text().or_else(|| entry.node.child_text(&["src", "path", "url"]))?;
        Some(path.to_owned())
    });
    let author = node.child(&AUTHOR).and_then(|entry| {
        let named = |node: &Node| node.text().or_else(|| node.child_text(&["name"])).map(str::to_owned);
        let names: Vec<String> = entry.node.items().iter().filter_map(named).collect();
        (!names.is_empty()).then(|| names.join(", "))
    });
    Some(RelatedSpec {
        reference,
        title,
        excerpt: owned(&EXCERPT),
        author,
        date: owned(&DATE).as_deref().and_then(date::parse),
        picture,
        key: String::new(),
        span: node.span,
    })
}

/// Whether `text` is a switch, a number, or words of a page such as "Read more", and so names no article.
fn is_setting(text: &str) -> bool {
    const SWITCHES: [&str; 10] = ["true", "false", "none", "null", "yes", "no", "on", "off", "auto", "default"];
    SWITCHES.contains(&text.to_lowercase().as_str())
        || !text.chars().any(char::is_alphabetic)
        || text.contains(' ') && related::is_of_page(text)
}

/// Divides `mill, ferry`, a list of slugs; a title with a comma stays whole.
fn several(text: &str) -> Vec<&str> {
    let parts: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let slugs = parts.len() > 1 && parts.iter().all(|part| !part.contains(char::is_whitespace));
    if slugs { parts } else { vec![text] }
}

fn of_text(reader: &Reader<'_>, text: &str, node: &Node) -> RelatedSpec {
    let spec = RelatedSpec { span: node.span, ..RelatedSpec::default() };
    if let [Inline::Link { target: Target::Url(url), content, .. }] = reader.rich(text).as_slice() {
        let title = Some(plain_text(content)).filter(|title| title != url);
        return RelatedSpec { reference: Some(url.clone()), title, ..spec };
    }
    let bare = text.trim_start_matches("[[").trim_end_matches("]]");
    let (reference, alias) = bare.split_once('|').map_or((bare, None), |(reference, alias)| (reference, Some(alias)));
    if text.starts_with("[[") || !text.contains(' ') {
        let title = alias.map(str::to_owned);
        return RelatedSpec { reference: Some(reference.to_owned()), title, ..spec };
    }
    RelatedSpec { title: Some(collapse(text)), ..spec }
}
