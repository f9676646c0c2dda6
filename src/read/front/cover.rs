//! The cover in the front matter, with its alternative text, caption, credit and licence.

use super::keys::{self, FoundValue, Keys};
use super::meta::Reader;
use super::{CoverSpec, Inlines, Said, cover_address};
use crate::article::{Credit, CreditLink, CreditOrigin, CreditRole, Figure, Inline, Target, plain_text};
use crate::data::tree::{Node, Value};
use crate::read::credit;

/// Reads the cover; `None` if neither a picture nor any text about one is given.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<CoverSpec> {
    let keys = reader.keys;
    let mut spec = CoverSpec::default();
    for name in keys::COVER {
        let Some(found) = keys.get(name) else { continue };
        if spec.path.is_none() {
            picture(&found, name, &mut spec);
        } else {
            spec.others.extend(cover_address::of(&found, name).map(|found| found.path));
        }
    }
    if spec.path.is_none()
        && let Some(found) = cover_address::listed(keys).or_else(|| cover_address::pictured(keys))
    {
        spec.path = Some(found.path);
        spec.alt = spec.alt.take().or(found.alt);
    }
    cover_address::in_folder(keys, &mut spec);
    beside(keys, &mut spec);
    let named = [&spec.path, &spec.caption, &spec.credit, &spec.author, &spec.alt];
    if named.iter().all(|said| said.is_none()) {
        return None;
    }
    for Told { field, said, node } in told(keys, &spec) {
        let found = FoundValue { node, key: said.key, span: said.span };
        reader.note(field, said.value, &found);
    }
    Some(spec)
}

/// Reads the picture `found`, and the properties of its map.
fn picture(found: &FoundValue<'_>, name: &str, spec: &mut CoverSpec) {
    if let Some(found) = cover_address::of(found, name) {
        spec.path = Some(found.path);
        spec.alt = spec.alt.take().or(found.alt);
        spec.caption = spec.caption.take().or(found.caption);
    }
    let node = found.node.items().first().unwrap_or(found.node);
    // `hero: {image: {file: …, alt: …}}`
    let (node, prefix) = cover_address::innermost(node, &found.key);
    let Value::Map(_) = node.value else { return };
    let child = |names: &[&str]| {
        let entry = node.child(names)?;
        let text = entry.node.text().or_else(|| entry.node.items().first()?.text())?;
        Some(said(text, &format!("{prefix}.{}", entry.key), entry.span))
    };
    spec.alt = spec.alt.take().or_else(|| child(&["alt", "alttext"])).or_else(|| decorative(node, &prefix));
    spec.caption = spec.caption.take().or_else(|| child(&["caption", "figcaption", "desc"]));
    spec.credit = spec.credit.take().or_else(|| child(&["credit", "credits", "attribution", "attr", "photographer"]));
    let link = ["creditlink", "crediturl", "attributionlink", "attrlink"];
    spec.credit_link = spec.credit_link.take().or_else(|| child(&link));
    spec.license = spec.license.take().or_else(|| child(&["license", "licence"]));
    let sub = child(&["sub"]);
    if spec.caption.is_none() {
        spec.caption = sub;
    } else if spec.credit.is_none() {
        spec.credit = sub;
    }
}

/// `alt: ""` states that the picture is decorative.
fn decorative(node: &Node, key: &str) -> Option<Said> {
    let entry = node.entries().iter().find(|entry| entry.name == "alt")?;
    matches!(&entry.node.value, Value::Text(text) if text.trim().is_empty())
        .then(|| said("", &format!("{key}.{}", entry.key), entry.span))
}

/// Reads the separate keys about the cover.
fn beside(keys: &Keys<'_>, spec: &mut CoverSpec) {
    let text = |names: &[&str]| {
        let found = keys.first(names)?;
        let only = match found.node.items() {
            [only] => only.text(),
            _ => None,
        };
        Some(said(found.node.text().or(only)?, &found.key, found.span))
    };
    spec.alt = spec.alt.take().or_else(|| text(keys::COVER_ALT));
    if spec.path.is_some() {
        spec.alt = spec.alt.take().or_else(|| text(keys::ALT));
    }
    spec.caption = spec.caption.take().or_else(|| text(keys::COVER_CAPTION));
    spec.credit = spec.credit.take().or_else(|| text(keys::COVER_CREDIT));
    if spec.path.is_some() {
        spec.credit = spec.credit.take().or_else(|| text(keys::CREDIT));
    }
    spec.credit_link = spec.credit_link.take().or_else(|| text(keys::COVER_LINK));
    spec.license = spec.license.take().or_else(|| text(keys::COVER_LICENSE));
    super::credits::read(keys, spec);
}

/// The origin of a part of the cover.
struct Told<'a> {
    /// The name of the part in reports: `cover.alt`.
    field: &'static str,
    /// The value.
    said: Said,
    /// The node to mark as used.
    node: &'a Node,
}

/// Returns the origins of the parts of the cover.
fn told<'a>(keys: &Keys<'a>, spec: &CoverSpec) -> Vec<Told<'a>> {
    let parts = [
        ("cover", &spec.path),
        ("cover.alt", &spec.alt),
        ("cover.caption", &spec.caption),
        ("cover.credit", &spec.credit),
        ("cover.credit_link", &spec.credit_link),
        ("cover.license", &spec.license),
        ("cover.license_link", &spec.license_link),
        ("cover.author", &spec.author),
        ("cover.source", &spec.source),
        ("cover.source_link", &spec.source_link),
    ];
    let part = |(field, said): (&'static str, &Option<Said>)| {
        let said = said.clone()?;
        let node = keys.by_key(&said.key)?;
        Some(Told { field, said, node })
    };
    parts.into_iter().filter_map(part).collect()
}

pub(super) fn said(value: &str, key: &str, span: crate::source::Span) -> Said {
    Said { value: value.to_owned(), key: key.to_owned(), span }
}

impl CoverSpec {
    /// Makes a figure of caption and credit, without its picture. `inlines` parses Markdown and HTML.
    ///
    /// A caption that ends in a credit is split, unless a credit is stated separately. Link and licence are added to
    /// the credit; a licence that its wording lacks is added to the wording too, so that it is printed.
    pub fn figure(&self, inlines: Inlines<'_>) -> Figure {
        let rich = |said: &Option<Said>| said.as_ref().map(|said| inlines(&super::meta::collapse(&said.value)));
        let caption = rich(&self.caption).unwrap_or_default();
        let (caption, credit) = match rich(&self.credit).or_else(|| rich(&self.author)) {
            Some(wording) if !wording.is_empty() => {
                let address = Self::address(self.credit_link.as_ref());
                (caption, Some(self.with_author(credit::parse(&linked(wording, address)))))
            }
            _ => {
                let split = credit::split_caption(&caption);
                (split.caption, split.credit)
            }
        };
        let credit = self.with_source(credit);
        let mut credit = with_license(credit, rich(&self.license), Self::address(self.license_link.as_ref()));
        if let Some(credit) = &mut credit {
            credit.reasons.extend(self.keys());
            credit.role = CreditRole::Cover;
            credit.origin = CreditOrigin::FrontMatter;
        }
        let said = [&self.path, &self.credit, &self.caption].into_iter().flatten().next();
        Figure { pictures: Vec::new(), caption, credit, span: said.map(|said| said.span).unwrap_or_default() }
    }
}

impl CoverSpec {
    /// Returns the keys that state the credit, as its reasons. Those of a credit at the end of a caption are others.
    fn keys(&self) -> Vec<String> {
        let parts = [&self.credit, &self.author, &self.source, &self.license];
        let mut keys: Vec<String> = parts.into_iter().flatten().map(|said| format!("key `{}`", said.key)).collect();
        keys.dedup();
        keys
    }

    /// Adds the author that a key of its own states.
    fn with_author(&self, mut credit: Credit) -> Credit {
        let author = self.author.as_ref().map(|said| super::meta::collapse(&said.value));
        match (&self.credit, author) {
            // "Eigene Aufnahme" and "own photo" name nobody.
            (None, Some(author)) if credit.author.is_none() && !credit::names_nobody(&author) => {
                credit.author = Some(author);
            }
            (Some(_), Some(author)) if !plain_text(&credit.verbatim).contains(&author) => {
                append(&mut credit, vec![Inline::Text(author.clone())]);
                credit.author = Some(author);
            }
            _ => {}
        }
        credit.author_url = credit.author_url.take().or_else(|| Self::address(self.credit_link.as_ref()));
        credit
    }

    /// Adds the source that a key of its own states.
    fn with_source(&self, credit: Option<Credit>) -> Option<Credit> {
        let source = self.source.as_ref().map(|said| super::meta::collapse(&said.value));
        let address = Self::address(self.source_link.as_ref()).or_else(|| Self::address(self.source.as_ref()));
        // "source: Header image by Ann Lee / Flickr" is the whole credit.
        let whole = || credit::beside(&[Inline::Text(source.clone()?)]).filter(|whole| whole.author.is_some());
        if let (None, None, Some(whole)) = (&credit, &address, whole()) {
            return Some(whole);
        }
        let Some(name) = source.or_else(|| address.clone()) else { return credit };
        let mut credit = credit.unwrap_or_default();
        if !plain_text(&credit.verbatim).contains(&name) {
            append(&mut credit, linked(vec![Inline::Text(name.clone())], address.clone()));
        }
        if let Some(url) = address {
            credit.links.push(CreditLink { text: name.clone(), url: url.clone() });
            credit.source_url = Some(url);
        }
        // An address alone is where the picture is from, too.
        credit.source = Some(name);
        Some(credit)
    }
}

/// Adds `wording` to the credit's, behind a comma.
fn append(credit: &mut Credit, wording: Vec<Inline>) {
    if !credit.verbatim.is_empty() {
        credit.verbatim.push(Inline::Text(", ".into()));
    }
    credit.verbatim.extend(wording);
}

/// Returns `wording` as a link to `address`, if there is one and it contains no link.
fn linked(wording: Vec<Inline>, address: Option<String>) -> Vec<Inline> {
    let has_link = wording.iter().any(|inline| matches!(inline, Inline::Link { .. }));
    match address {
        Some(url) if !has_link => vec![Inline::Link { target: Target::Url(url), title: None, content: wording }],
        _ => wording,
    }
}

/// Adds a separately stated licence to the credit.
fn with_license(credit: Option<Credit>, license: Option<Vec<Inline>>, address: Option<String>) -> Option<Credit> {
    let Some(wording) = license.filter(|wording| !wording.is_empty()) else { return credit };
    let mut credit = credit.unwrap_or_default();
    let wording = linked(wording, address);
    let stated = credit::license_of(&wording);
    if credit.license.as_ref().is_some_and(|license| license.name == stated.name) {
        return Some(credit);
    }
    if !credit.verbatim.is_empty() {
        credit.verbatim.push(Inline::Text(", ".into()));
    }
    if let Some(url) = &stated.url
        && !wording.iter().any(|inline| matches!(inline, Inline::Link { .. }))
    {
        credit.links.push(CreditLink { text: plain_text(&wording), url: url.clone() });
        credit.verbatim.push(Inline::Link { target: Target::Url(url.clone()), title: None, content: wording });
    } else {
        credit.verbatim.extend(wording);
    }
    credit.license = Some(stated);
    Some(credit)
}
