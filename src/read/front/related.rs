//! Related articles in the front matter.

use super::RelatedSpec;
use super::keys;
use super::meta::{Reader, collapse};
use super::tree::Node;
use crate::article::{Inline, Target, plain_text};

/// Reads them in order: slugs, paths, addresses, titles, Markdown links, or maps.
pub(super) fn read(reader: &mut Reader<'_>) -> Vec<RelatedSpec> {
    let mut related = Vec::new();
    for found in reader.keys.all(keys::RELATED) {
        let specs: Vec<RelatedSpec> = found.node.items().iter().filter_map(|node| spec(reader, node)).collect();
        if !specs.is_empty() {
            let names = specs.iter().filter_map(|spec| spec.title.as_deref().or(spec.reference.as_deref()));
            let value = names.collect::<Vec<_>>().join(", ");
            reader.note("related", value, &found);
        }
        related.extend(specs);
    }
    related
}

fn spec(reader: &Reader<'_>, node: &Node) -> Option<RelatedSpec> {
    let span = node.span;
    let Some(text) = node.text() else {
        let owned = |names: &[&str]| node.child_text(names).map(collapse);
        let reference = owned(&["url", "link", "href", "slug", "path", "ref", "permalink", "file"]);
        let title = owned(&["title", "name", "text"]);
        let excerpt = owned(&["excerpt", "description", "summary", "blurb"]);
        return (reference.is_some() || title.is_some()).then_some(RelatedSpec { reference, title, excerpt, span });
    };
    if let [Inline::Link { target: Target::Url(url), content, .. }] = reader.rich(text).as_slice() {
        let title = Some(plain_text(content)).filter(|title| title != url);
        return Some(RelatedSpec { reference: Some(url.clone()), title, excerpt: None, span });
    }
    let bare = text.trim_start_matches("[[").trim_end_matches("]]");
    let (reference, alias) = bare.split_once('|').map_or((bare, None), |(reference, alias)| (reference, Some(alias)));
    if text.starts_with("[[") || !text.contains(' ') {
        let title = alias.map(str::to_owned);
        return Some(RelatedSpec { reference: Some(reference.to_owned()), title, excerpt: None, span });
    }
    Some(RelatedSpec { reference: None, title: Some(collapse(text)), excerpt: None, span })
}
