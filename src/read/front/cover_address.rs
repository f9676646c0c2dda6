//! Where the front matter says that the cover is.
//!
//! Sites write addresses with signs of their own: template tags (`{{ site.baseurl }}/a.jpg`), aliases of folders
//! (`~/assets/a.jpg`, `@assets/a.jpg`), markers (`{static}/a.jpg`, `__GHOST_URL__/a.jpg`), pictures in Markdown
//! (`![[a.jpg]]`, `![A](a.jpg)`). A cover may also be one of a list of resources or of `meta` elements.

use super::cover::said;
use super::keys::{self, FoundValue, Keys};
use super::{CoverSpec, Said};
use crate::data::tree::{Entry, Node, Value};
use crate::read::pictures::has_picture_extension;
use crate::source::Span;

/// Names of the property that holds the address.
const PATHS: [&str; 15] = [
    "path",
    "src",
    "feature",
    "image",
    "imgname",
    "file",
    "filename",
    "url",
    "publicurl",
    "source",
    "href",
    "large",
    "default",
    "light",
    "relativepath",
];

/// Names of properties that hold an address or something else.
const MAYBE_PATHS: [&str; 14] = [
    "hero",
    "featured",
    "cover",
    "img",
    "name",
    "main",
    "banner",
    "header",
    "photo",
    "picture",
    "filepath",
    "asset",
    "thumbnail",
    "images",
];

/// Words that are no address.
const SWITCHES: [&str; 12] =
    ["true", "false", "none", "null", "no", "yes", "on", "off", "auto", "default", "disabled", "hidden"];

/// Names of the resource of a bundle that is the cover.
const RESOURCES: [&str; 16] = [
    "cover",
    "coverimage",
    "featured",
    "feature",
    "featuredimage",
    "featureimage",
    "hero",
    "heroimage",
    "header",
    "headerimage",
    "banner",
    "thumbnail",
    "thumb",
    "card",
    "featuredimagepreview",
    "image",
];

/// An address, and what is written with it.
pub(super) struct Found {
    pub path: Said,
    pub alt: Option<Said>,
    pub caption: Option<Said>,
}

/// Returns the address in the value `found` of the key `name`.
pub(super) fn of(found: &FoundValue<'_>, name: &str) -> Option<Found> {
    let node = found.node.items().first().unwrap_or(found.node);
    if let Some(text) = node.text() {
        let maybe = keys::COVER_MAYBE.contains(&name);
        // One of a list stands on a line of its own.
        let listed = matches!(found.node.value, Value::List(_)) && node.span.start > found.span.start;
        let span = if listed { node.span } else { found.span };
        return is_address(text, maybe).then(|| address(text, &found.key, span));
    }
    let (inner, key) = innermost(node, &found.key);
    let lists = [(&PATHS[..], false), (&MAYBE_PATHS[..], true), (&["thumb", "teaser"][..], false)];
    let names = lists.into_iter().flat_map(|(names, strict)| names.iter().map(move |name| (*name, strict)));
    let path = { names }.find_map(|(name, strict)| {
        let entry = inner.child(&[name])?;
        let text = entry.node.text().or_else(|| entry.node.items().first()?.text())?;
        // `source: Photo by Ann Lee` is a credit.
        let words = name == "source" && text.trim().contains(' ');
        is_address(text, strict || words).then(|| said(&clean(text), &format!("{key}.{}", entry.key), entry.span))
    });
    if let Some(path) = path {
        return Some(Found { path, alt: None, caption: None });
    }
    // `- "/a.jpg": "Photo by …"`
    match inner.entries() {
        [only] if has_picture_extension(&only.key) => Some(Found {
            path: said(&clean(&only.key), &found.key, only.span),
            alt: None,
            caption: only.node.text().map(|text| said(text, &found.key, only.node.span)),
        }),
        _ => None,
    }
}

/// Returns the map of properties inside `node`, with its key: `image` of `hero: {image: {file: …}}`.
pub(super) fn innermost<'a>(node: &'a Node, key: &str) -> (&'a Node, String) {
    let inner = node.child(&["image", "file", "src", "url"]).filter(|entry| matches!(entry.node.value, Value::Map(_)));
    match inner {
        Some(entry) => (&entry.node, format!("{key}.{}", entry.key)),
        None => (node, key.to_owned()),
    }
}

/// Whether `text` may be an address; `strict` where something else is as likely.
fn is_address(text: &str, strict: bool) -> bool {
    let lower = text.trim().to_lowercase();
    let colour = lower.starts_with('#') || lower.starts_with("rgb") || lower.contains("gradient");
    if SWITCHES.contains(&lower.as_str()) || colour {
        return false;
    }
    let bare = clean(text);
    let pattern = bare.contains('*') && !bare.contains(' ');
    !strict || has_picture_extension(&bare) || text.contains("[[") || pattern || bare.starts_with("data:image/")
}

/// Returns the address in `text`, with the alternative text of a picture in Markdown.
fn address(text: &str, key: &str, span: Span) -> Found {
    let alt = text.trim().strip_prefix("![").and_then(|rest| rest.split_once("]("));
    let alt = alt.map(|(alt, _)| alt.trim()).filter(|alt| !alt.is_empty() && !alt.starts_with('['));
    Found { path: said(&clean(text), key, span), alt: alt.map(|alt| said(alt, key, span)), caption: None }
}

/// Returns the address in `text` without the signs of sites.
pub(super) fn clean(text: &str) -> String {
    let mut path = text.trim();
    if let Some((_, rest)) = path.strip_prefix("![").and_then(|rest| rest.split_once("](")) {
        path = rest.trim_end_matches(')').split(" \"").next().unwrap_or(rest).trim();
    }
    if let Some(inner) = path.strip_prefix("url(").and_then(|rest| rest.strip_suffix(')')) {
        path = inner.trim_matches(['"', '\'', ' ']);
    }
    if path.starts_with('<')
        && let Some((_, rest)) = path.split_once("src=")
    {
        path = rest.split(['"', '\'']).nth(1).unwrap_or(path);
    }
    if path.starts_with("{{") || path.starts_with("{%") {
        let quoted = || path.split(['"', '\'']).nth(1);
        let after = path.rfind("}}").or(path.rfind("%}")).map_or("", |at| path[at + 2..].trim());
        path = if after.is_empty() { quoted().unwrap_or(path) } else { after };
    }
    for (open, close) in [('{', '}'), ('|', '|')] {
        if let Some((_, rest)) = path.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
            path = rest;
        }
    }
    path = path.strip_prefix("__GHOST_URL__").unwrap_or(path);
    path = path.strip_prefix("@site/").unwrap_or(path);
    // Aliases of folders: `~/assets`, `@/assets`, `@assets`.
    match path.strip_prefix(['~', '@']) {
        Some(rest) if rest.contains('/') => rest.trim_start_matches('/').to_owned(),
        _ => path.to_owned(),
    }
}

/// Returns the cover in a list of resources (Hugo) or of elements of the page's head (VitePress).
pub(super) fn listed(keys: &Keys<'_>) -> Option<Found> {
    let resources = keys.get("resources").and_then(|found| {
        let item = found.node.items().iter().find(|item| is_cover(item))?;
        let alt = item.child(&["params"]).and_then(|params| params.node.child_text(&["alt", "alttext"]));
        let alt = alt.map(|alt| said(alt, &found.key, found.span));
        let source = item.child(&["src"])?;
        Some(Found { path: said(&clean(source.node.text()?), &found.key, source.span), alt, caption: None })
    });
    resources.or_else(|| {
        let found = keys.get("head")?;
        let content = meta_image(found.node, 4)?;
        let path = said(&clean(content.node.text()?), &found.key, content.span);
        Some(Found { path, alt: None, caption: None })
    })
}

/// Parts of the names of keys for a picture of the article.
const PICTORIAL: [&str; 30] = [
    "image",
    "img",
    "cover",
    "banner",
    "hero",
    "photo",
    "thumb",
    "picture",
    "header",
    "poster",
    "visual",
    "teaser",
    "artwork",
    "illustration",
    "splash",
    "featured",
    "feature",
    "card",
    "bild",
    "foto",
    "imagen",
    "imagem",
    "immagine",
    "couverture",
    "vignette",
    "portada",
    "capa",
    "frontispiece",
    "обложка",
    "封面",
];
/// Parts of the names of keys for other pictures, or for properties of one.
const OTHER: [&str; 24] = [
    "avatar",
    "author",
    "logo",
    "icon",
    "profile",
    "badge",
    "publisher",
    "sponsor",
    "brand",
    "gallery",
    "lqip",
    "placeholder",
    "blur",
    "credit",
    "caption",
    "alt",
    "license",
    "position",
    "height",
    "width",
    "ratio",
    "color",
    "class",
    "mask",
];
/// Names of maps that hold properties of the page.
const HOLDERS: [&str; 22] = [
    "seo",
    "social",
    "socialmedia",
    "meta",
    "metadata",
    "og",
    "opengraph",
    "twitter",
    "card",
    "share",
    "sharing",
    "header",
    "hero",
    "banner",
    "feature",
    "featured",
    "lead",
    "images",
    "media",
    "assets",
    "epub",
    "book",
];

/// Returns the picture under a key that no list has, but whose name is that of a picture: `keyVisual`, `seo.shareImage`.
pub(super) fn pictured(keys: &Keys<'_>) -> Option<Found> {
    let scopes = keys.entries().iter().filter(|entry| keys::SCOPES.contains(&entry.name.as_str()));
    let own = keys.entries().iter().map(|entry| (String::new(), entry));
    let inner = scopes.flat_map(|scope| scope.node.entries().iter().map(|entry| (format!("{}.", scope.key), entry)));
    own.chain(inner).take(400).find_map(|(prefix, entry)| {
        let key = format!("{prefix}{}", entry.key);
        if HOLDERS.contains(&entry.name.as_str()) {
            let children = entry.node.entries().iter();
            let found = children.filter(|child| is_pictorial(&child.name) || child.name == "src");
            return { found }.find_map(|child| under(child, format!("{key}.{}", child.key)));
        }
        under(entry, key).filter(|_| is_pictorial(&entry.name))
    })
}

fn is_pictorial(name: &str) -> bool {
    PICTORIAL.iter().any(|part| name.contains(part)) && !OTHER.iter().any(|part| name.contains(part))
}

/// Returns the address under `entry`, if it is certainly that of a picture.
fn under(entry: &Entry, key: String) -> Option<Found> {
    let found = of(&FoundValue { node: &entry.node, key, span: entry.span }, &entry.name)?;
    has_picture_extension(&found.path.value).then_some(found)
}

/// Whether a resource is named as the cover, or has a parameter that says so.
fn is_cover(item: &Node) -> bool {
    let named = |text: &str| RESOURCES.contains(&crate::data::tree::name(text).as_str());
    let flagged = item.child(&["params"]).is_some_and(|params| {
        params.node.entries().iter().any(|entry| named(&entry.key) && matches!(entry.node.value, Value::Bool(true)))
    });
    flagged || item.child_text(&["name"]).is_some_and(named)
}

/// Returns the content of an element for the picture in `node`.
fn meta_image(node: &Node, depth: usize) -> Option<&Entry> {
    let named = node.child_text(&["property", "name"]);
    if named.is_some_and(|name| matches!(name, "og:image" | "twitter:image" | "twitter:image:src")) {
        return node.child(&["content"]);
    }
    match &node.value {
        Value::List(items) if depth > 0 => items.iter().find_map(|item| meta_image(item, depth - 1)),
        Value::Map(entries) if depth > 0 => entries.iter().find_map(|entry| meta_image(&entry.node, depth - 1)),
        _ => None,
    }
}

/// Puts the folder that the front matter states in front of a relative path.
pub(super) fn in_folder(keys: &Keys<'_>, spec: &mut CoverSpec) {
    let Some(folder) = keys.first(keys::COVER_FOLDER).and_then(|found| Some(found.node.text()?.to_owned())) else {
        return;
    };
    for path in spec.path.iter_mut().chain(&mut spec.others) {
        if !path.value.starts_with(['/', '[', '!']) && !path.value.contains(':') {
            path.value = format!("{}/{}", folder.trim_end_matches('/'), path.value);
        }
    }
}
