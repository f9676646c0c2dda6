//! Completes the document: printpdf produces pages and pictures; this module adds fonts, structure, links, bookmarks,
//! metadata and colour.
//!
//! What printpdf writes at the level of the document is replaced, since its version, identifiers, Info, output intent
//! and outline do not conform to PDF/UA and PDF/A.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use uuid::Uuid;

use super::content::Painted;
use super::glyphs::UsedFaces;
use super::object::{bytes, compressed, name, raw, text};
use super::{fonts, icc, links, metadata, outline, sheets, tags};
use crate::article::{Article, Direction};
use crate::diag::Error;
use crate::layout::{Destination, Pages};

/// Completes `document`, which printpdf made from `painted`.
///
/// # Errors
/// If a font cannot be subset, or if `document` does not have the form that printpdf is known to produce.
pub(super) fn complete(
    document: &mut Document,
    pages: &Pages,
    painted: &Painted<'_>,
    faces: &UsedFaces<'_>,
    article: &Article,
    modified: Option<&str>,
) -> Result<(), Error> {
    let page_ids: Vec<ObjectId> = document.page_iter().collect();
    compress(document);
    let resources = share_resources(document, &page_ids)?;
    add_fonts(document, resources, faces)?;
    let link_ids: Vec<ObjectId> = painted.links.iter().map(|_| document.new_object_id()).collect();
    add_links(document, pages, painted, &page_ids, &link_ids);
    finish_pages(document, painted, &page_ids, &link_ids, resources)?;
    let targets = tags::Targets { pages: &page_ids, links: &link_ids };
    let tree = tags::add_tree(&pages.structure, painted, &targets, document);
    let mut catalog = catalog(document, (pages, painted), article, tree, modified);
    if let Some(outline) = outline::add_outline(&pages.outline, &painted.spots, &page_ids, document) {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", name("UseOutlines"));
    }
    if let Some(names) = links::named_destinations(article, painted, &page_ids) {
        catalog.set("Names", dictionary! { "Dests" => names });
    }
    finish_trailer(document, catalog, article, modified)
}

/// Returns the error for a document that does not have the expected form.
fn unexpected(error: impl std::fmt::Display) -> Error {
    Error::Output { format: "PDF", reason: error.to_string() }
}

/// Compresses the content streams of pages, which printpdf leaves uncompressed. XMP stays readable for programs that look
/// for packets in any file (ISO 16684-1 §7.3).
fn compress(document: &mut Document) {
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && !stream.dict.has(b"Filter")
            && !stream.dict.has_type(b"Metadata")
        {
            *stream = compressed(std::mem::take(&mut stream.dict), &stream.content);
        }
    }
}

/// Makes all pages share the resources of the first: printpdf writes the same resources for each. Returns their
/// number.
fn share_resources(document: &mut Document, pages: &[ObjectId]) -> Result<ObjectId, Error> {
    let mut own = Vec::new();
    for page in pages {
        let page = document.get_dictionary(*page).map_err(unexpected)?;
        own.push(page.get(b"Resources").and_then(Object::as_reference).map_err(unexpected)?);
    }
    let (first, others) = own.split_first().ok_or_else(|| unexpected("there is no page"))?;
    others.iter().for_each(|id| _ = document.objects.remove(id));
    let resources = document.get_dictionary_mut(*first).map_err(unexpected)?;
    let unused: Vec<ObjectId> = [b"ExtGState".as_slice(), b"Shading", b"Font"]
        .into_iter()
        .filter_map(|key| resources.remove(key)?.as_reference().ok())
        .collect();
    unused.iter().for_each(|id| _ = document.objects.remove(id));
    Ok(*first)
}

fn add_fonts(document: &mut Document, resources: ObjectId, faces: &UsedFaces<'_>) -> Result<(), Error> {
    let mut fonts = Dictionary::new();
    for (id, used) in faces {
        fonts.set(format!("F{}", id.0), fonts::embed(used, document)?);
    }
    document.get_dictionary_mut(resources).map_err(unexpected)?.set("Font", fonts);
    Ok(())
}

fn add_links(document: &mut Document, pages: &Pages, painted: &Painted<'_>, page_ids: &[ObjectId], ids: &[ObjectId]) {
    let mut shared: BTreeMap<&str, ObjectId> = BTreeMap::new();
    for (index, (link, id)) in painted.links.iter().zip(ids).enumerate() {
        let node = &pages.structure.nodes[link.owner.0 as usize];
        let mut annotation = links::annotation(link, page_ids.len() + index, painted, page_ids, node);
        if let Destination::Url(url) = link.to
            && links::is_long(url)
        {
            let action = *shared.entry(url).or_insert_with(|| document.add_object(links::action(url)));
            annotation.set("A", action);
        }
        document.set_object(*id, annotation);
    }
}

/// Adds to each page the entries that printpdf does not support.
fn finish_pages(
    document: &mut Document,
    painted: &Painted<'_>,
    page_ids: &[ObjectId],
    link_ids: &[ObjectId],
    resources: ObjectId,
) -> Result<(), Error> {
    let mut annotations: Vec<Vec<Object>> = vec![Vec::new(); page_ids.len()];
    for (link, id) in painted.links.iter().zip(link_ids) {
        annotations[link.page].push(Object::Reference(*id));
    }
    for (index, (id, annotations)) in page_ids.iter().zip(annotations).enumerate() {
        let page = document.get_dictionary_mut(*id).map_err(unexpected)?;
        page.set("Resources", resources);
        page.set("Tabs", name("S"));
        page.set("StructParents", index as i64);
        page.remove(b"CropBox");
        page.remove(b"Annots");
        sheets::set_boxes(page, &painted.pages[index]);
        if !annotations.is_empty() {
            page.set("Annots", annotations);
        }
    }
    Ok(())
}

/// Returns the catalog (ISO 32000-1 §7.7.2), without the outline.
fn catalog(
    document: &mut Document,
    (pages, painted): (&Pages, &Painted<'_>),
    article: &Article,
    tree: ObjectId,
    modified: Option<&str>,
) -> Dictionary {
    let packet = metadata::xmp(article, modified).into_bytes();
    // Tools look for the packet in the raw bytes of the file, so it stays uncompressed.
    let packet = document.add_object(raw(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet));
    static PROFILE: OnceLock<Stream> = OnceLock::new();
    let profile = PROFILE.get_or_init(|| compressed(dictionary! { "N" => 3 }, &icc::srgb()));
    let profile = document.add_object(profile.clone());
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text("sRGB"),
        "Info" => text("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    let mut preferences = viewer_preferences(article);
    sheets::set_preferences(&mut preferences, pages);
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Lang" => text(&article.meta.lang.0),
        "MarkInfo" => dictionary! { "Marked" => true },
        "ViewerPreferences" => preferences,
        "PageLabels" => outline::page_labels(&painted.pages),
        "StructTreeRoot" => tree,
        "Metadata" => packet,
        "OutputIntents" => vec![intent.into()],
    };
    if pages.facing && pages.sheets.sides.is_empty() {
        catalog.set("PageLayout", name("TwoPageRight"));
    }
    catalog
}

/// Returns how a viewer shows the document (§12.2): its title in the window, and its pages in the direction of its
/// text.
fn viewer_preferences(article: &Article) -> Dictionary {
    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if article.meta.dir == Direction::Rtl {
        preferences.set("Direction", name("R2L"));
    }
    preferences
}

/// Writes catalog, Info and an identifier, computed from the content, to the trailer.
fn finish_trailer(
    document: &mut Document,
    mut catalog: Dictionary,
    article: &Article,
    modified: Option<&str>,
) -> Result<(), Error> {
    let root = document.trailer.get(b"Root").and_then(Object::as_reference).map_err(unexpected)?;
    let old = document.get_dictionary(root).map_err(unexpected)?;
    catalog.set("Pages", old.get(b"Pages").map_err(unexpected)?.clone());
    document.set_object(root, catalog);
    let info = document.trailer.get(b"Info").and_then(Object::as_reference).map_err(unexpected)?;
    document.set_object(info, metadata::info(article, modified));
    let identifier = identifier(document);
    document.trailer.set("ID", vec![bytes(identifier), bytes(identifier)]);
    Ok(())
}

/// Returns sixteen bytes that differ between documents: a hash (RFC 9562 §5.5) of their streams, of which only the
/// beginning counts if they are long.
fn identifier(document: &Document) -> [u8; 16] {
    const ENOUGH: usize = 4096;
    let mut seed = Vec::new();
    for stream in document.objects.values().filter_map(|object| object.as_stream().ok()) {
        // Of the same width on every machine.
        seed.extend((stream.content.len() as u64).to_be_bytes());
        seed.extend(&stream.content[..stream.content.len().min(ENOUGH)]);
    }
    Uuid::new_v5(&Uuid::NAMESPACE_OID, &seed).into_bytes()
}
