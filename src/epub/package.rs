//! Completes epub-builder's package document, navigation document and NCX.

use super::accessibility::Promises;
use super::facts::Facts;
use super::files::{Entry, Page, PageKind};
use super::images::Image;
use super::metadata;
use super::skeleton::Skeleton;
use super::tree::{Element, Error, Tree, ns};
use super::xml::{clean, direction};
use crate::article::Article;
use crate::labels::{self, Labels};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Completes the three documents.
pub(super) fn complete(
    article: &Article,
    skeleton: &Skeleton,
    facts: &Facts<'_>,
    promises: &Promises,
) -> Result<Skeleton, Error> {
    let labels = labels::of(&article.meta.lang);
    Ok(Skeleton {
        package: package(article, &skeleton.package, facts, promises)?,
        navigation: navigation(article, labels, &skeleton.navigation, facts)?,
        ncx: ncx(article, &skeleton.ncx, facts)?,
    })
}

fn package(article: &Article, skeleton: &str, facts: &Facts<'_>, promises: &Promises) -> Result<String, Error> {
    let mut tree = Tree::parse(skeleton)?;
    let root = tree.root();
    tree.set(root, "xml:lang", &article.meta.lang.0);
    tree.set(root, "dir", direction(article.meta.dir));
    tree.set(root, "prefix", &prefixes(facts));
    files(&mut tree, facts)?;
    metadata::enrich(&mut tree, article, facts, promises)?;
    if !article.bound.is_empty() {
        contents_in_spine(&mut tree, facts)?;
    }
    Ok(tree.write(DECLARATION))
}

/// Lists the files: all in the manifest, text files in the spine and the guide too.
fn files(tree: &mut Tree, facts: &Facts<'_>) -> Result<(), Error> {
    let [metadata, manifest, spine, guide] =
        ["metadata", "manifest", "spine", "guide"].map(|name| tree.first(ns::OPF, name));
    let (metadata, manifest, spine, guide) = (metadata?, manifest?, spine?, guide?);
    if let Some(cover) = facts.cover {
        let of_cover = [("media-type", cover.media_type), ("properties", "cover-image"), ("id", "cover-image")];
        let item = tree.append(manifest, (ns::OPF, "item"), &of_cover, "");
        tree.set(item, "href", &cover.path);
        // For EPUB 2 reading systems.
        tree.append(metadata, (ns::OPF, "meta"), &[("name", "cover"), ("content", "cover-image")], "");
    }
    let list = |tree: &mut Tree, path: &str, media_type: &str| {
        let attributes = [("media-type", media_type), ("id", &*id_of(path)), ("href", path)];
        tree.append(manifest, (ns::OPF, "item"), &attributes, "")
    };
    let is_cover = |image: &Image<'_>| facts.cover.is_some_and(|cover| cover.path == image.path);
    for picture in facts.images.all().filter(|image| !is_cover(image)) {
        list(tree, &picture.path, picture.media_type);
    }
    for font in facts.fonts {
        list(tree, &font.path, font.media_type);
    }
    for page in &facts.pages {
        let item = list(tree, &page.path, "application/xhtml+xml");
        if facts.with_math.contains(&page.path) {
            tree.set(item, "properties", "mathml");
        }
        tree.append(spine, (ns::OPF, "itemref"), &[("idref", &id_of(&page.path))], "");
        if let Some(kind) = page.kind.reference() {
            let title = clean(&page.title);
            let attributes = [("type", kind), ("title", &*title), ("href", page.path.as_str())];
            tree.append(guide, (ns::OPF, "reference"), &attributes, "");
        }
    }
    Ok(())
}

/// Returns the identifier of the file at `path`, for example `id_text_001.xhtml`.
fn id_of(path: &str) -> String {
    let allowed = |character: char| character.is_alphanumeric() || matches!(character, '-' | '.' | '_');
    format!("id_{}", path.replace(|character| !allowed(character), "_"))
}

/// Returns the prefixes of properties that do not belong to EPUB's own vocabulary.
fn prefixes(facts: &Facts<'_>) -> String {
    const APPLE: &str = " ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";
    let apple = if facts.fonts.is_empty() { "" } else { APPLE };
    format!("cc: http://creativecommons.org/ns#{apple}")
}

/// Puts the table of contents of a book into the spine, after the title page. An article begins with its text: its
/// contents are in the reading system's menu.
fn contents_in_spine(tree: &mut Tree, facts: &Facts<'_>) -> Result<(), Error> {
    let spine = tree.first(ns::OPF, "spine")?;
    let title = facts.pages.iter().position(|page| page.kind == PageKind::Title);
    match title.and_then(|at| tree.all(ns::OPF, "itemref").get(at + 1).copied()) {
        Some(next) => tree.insert_before(next, (ns::OPF, "itemref"), &[("idref", "nav")], ""),
        None => tree.append(spine, (ns::OPF, "itemref"), &[("idref", "nav")], ""),
    };
    Ok(())
}

fn navigation(article: &Article, labels: &Labels, skeleton: &str, facts: &Facts<'_>) -> Result<String, Error> {
    let mut tree = Tree::parse(skeleton)?;
    let root = tree.root();
    let lang = article.meta.lang.0.as_str();
    for (name, value) in [("lang", lang), ("xml:lang", lang), ("dir", direction(article.meta.dir))] {
        tree.set(root, name, value);
    }
    let title = tree.first(ns::XHTML, "title")?;
    tree.set_text(title, &clean(&article.meta.title_text()));
    let is_book = !article.bound.is_empty();
    let body = tree.first(ns::XHTML, "body")?;
    tree.set(body, "epub:type", "frontmatter");
    for nav in tree.all(ns::XHTML, "nav") {
        match tree.get(nav, "epub:type").as_deref() {
            Some("toc") => {
                tree.set(nav, "role", "doc-toc");
                tree.set(nav, "aria-labelledby", "toc-title");
                contents(&mut tree, nav, facts);
            }
            _ => landmarks(&mut tree, nav, (labels, is_book), facts),
        }
    }
    figure_list(&mut tree, body, (labels, lang), facts);
    page_list(&mut tree, body, facts);
    // Only the title page has a heading of level 1.
    let heading = tree.first(ns::XHTML, "h1")?;
    tree.rename(heading, ns::XHTML, "h2");
    own_words(&mut tree, heading, labels, lang);
    foreign_entries(&mut tree, facts);
    Ok(tree.write(&format!("{DECLARATION}<!DOCTYPE html>\n")))
}

/// Returns the entries of the table of contents.
fn entries<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = &'f Entry> {
    facts.pages.iter().flat_map(|page| &page.entries)
}

/// Lists the contents in `nav`. epub-builder lists one entry a file, but a file can have any number.
fn contents(tree: &mut Tree, nav: Element, facts: &Facts<'_>) {
    tree.children(nav, ns::XHTML, "ol").into_iter().for_each(|list| tree.remove(list));
    let list = tree.append(nav, (ns::XHTML, "ol"), &[], "");
    for Entry { href, title, sections } in entries(facts) {
        let entry = listed(tree, list, href, title);
        if !sections.is_empty() {
            let inner = tree.append(entry, (ns::XHTML, "ol"), &[], "");
            for (href, title) in sections {
                listed(tree, inner, href, title);
            }
        }
    }
}

/// Adds a link to `list`.
fn listed(tree: &mut Tree, list: Element, href: &str, title: &str) -> Element {
    let entry = tree.append(list, (ns::XHTML, "li"), &[], "");
    tree.append(entry, (ns::XHTML, "a"), &[("href", href)], &clean(title));
    entry
}

/// Adds the list of figures below the table of contents.
fn figure_list(tree: &mut Tree, body: Element, (labels, lang): (&Labels, &str), facts: &Facts<'_>) {
    if facts.figures.is_empty() {
        return;
    }
    let nav = [("epub:type", "loi"), ("id", "loi"), ("aria-labelledby", "loi-title")];
    let nav = tree.append(body, (ns::XHTML, "nav"), &nav, "");
    let heading = tree.append(nav, (ns::XHTML, "h2"), &[("id", "loi-title")], labels.illustrations);
    own_words(tree, heading, labels, lang);
    let list = tree.append(nav, (ns::XHTML, "ol"), &[], "");
    for figure in &facts.figures {
        listed(tree, list, &figure.href, &figure.title);
    }
}

/// Adds the page list of the print edition; it is for the reading system's menu, so it is hidden on the page.
fn page_list(tree: &mut Tree, body: Element, facts: &Facts<'_>) {
    if facts.printed.is_empty() {
        return;
    }
    let nav = [("epub:type", "page-list"), ("role", "doc-pagelist"), ("hidden", "hidden")];
    let nav = tree.append(body, (ns::XHTML, "nav"), &nav, "");
    let list = tree.append(nav, (ns::XHTML, "ol"), &[], "");
    for page in facts.printed {
        listed(tree, list, &page.href, &page.label);
    }
}

/// Completes the landmarks, which are for the reading system's menu, so they are hidden on the page. The contents are
/// among those of a book; those of an article are not in the spine, and what is linked must be (EPUB 3.3 §5.7.2).
fn landmarks(tree: &mut Tree, nav: Element, (labels, is_book): (&Labels, bool), facts: &Facts<'_>) {
    tree.set(nav, "hidden", "hidden");
    tree.set(nav, "aria-label", labels.landmarks);
    let lists = tree.children(nav, ns::XHTML, "ol");
    let list = match lists.first() {
        Some(&list) => list,
        None => tree.append(nav, (ns::XHTML, "ol"), &[], ""),
    };
    let contents = ("toc", labels.contents, "nav.xhtml");
    let figures = ("loi", labels.illustrations, "nav.xhtml#loi");
    let ends = facts.pages.iter().flat_map(|page| &page.ends).map(|end| (end.kind, &end.title, &end.href));
    // What is in the table of contents comes first.
    let (listed, others): (Vec<&Page>, Vec<_>) = facts.pages.iter().partition(|page| !page.entries.is_empty());
    let pages = listed.into_iter().chain(others).map(|page| {
        let title = page.entries.first().map_or(&page.title, |entry| &entry.title);
        (page.kind, title, &page.path)
    });
    let pages = pages.chain(ends);
    let pages = pages.filter_map(|(kind, title, href)| Some((kind.landmark()?, title.as_str(), href.as_str())));
    let lists = [contents, figures].into_iter().filter(|(kind, ..)| *kind == "toc" || !facts.figures.is_empty());
    let lists = lists.filter(|_| is_book);
    for (kind, title, href) in pages.chain(lists) {
        let known =
            tree.all(ns::XHTML, "a").into_iter().any(|link| tree.get(link, "epub:type").as_deref() == Some(kind));
        if !known {
            let entry = tree.append(list, (ns::XHTML, "li"), &[], "");
            tree.append(entry, (ns::XHTML, "a"), &[("epub:type", kind), ("href", href)], &clean(title));
        }
    }
}

/// Marks the language of entries in another language.
fn foreign_entries(tree: &mut Tree, facts: &Facts<'_>) {
    if facts.foreign.is_empty() {
        return;
    }
    for entry in tree.all(ns::XHTML, "a") {
        let href = tree.get(entry, "href").unwrap_or_default();
        let path = href.split('#').next().unwrap_or_default();
        let named = tree.get(entry, "epub:type").is_some() || href.contains("#page.");
        if let Some(meta) = facts.foreign.get(path).filter(|_| !named) {
            for (name, value) in [("lang", &*meta.lang.0), ("xml:lang", &*meta.lang.0), ("dir", direction(meta.dir))] {
                tree.set(entry, name, value);
            }
        }
    }
}

/// Marks `element` as being in the language of our labels, if that differs from the article's.
fn own_words(tree: &mut Tree, element: Element, labels: &Labels, lang: &str) {
    if labels.lang.split('-').next() != lang.split('-').next() {
        tree.set(element, "lang", labels.lang);
        tree.set(element, "xml:lang", labels.lang);
    }
}

fn ncx(article: &Article, skeleton: &str, facts: &Facts<'_>) -> Result<String, Error> {
    let identifier = facts.uuid.urn().to_string();
    let mut tree = Tree::parse(skeleton)?;
    let root = tree.root();
    tree.set(root, "xml:lang", &article.meta.lang.0);
    let head = tree.first(ns::NCX, "head")?;
    let metas = tree.all(ns::NCX, "meta");
    navigation_points(&mut tree, facts)?;
    let has_sections = entries(facts).any(|entry| !entry.sections.is_empty());
    let depth = (1 + usize::from(has_sections)).to_string();
    for meta in &metas {
        if tree.get(*meta, "name").as_deref() == Some("dtb:depth") {
            tree.set(*meta, "content", &depth);
        }
    }
    let uid = [("name", "dtb:uid"), ("content", identifier.as_str())];
    match metas.first() {
        Some(&first) => tree.insert_before(first, (ns::NCX, "meta"), &uid, ""),
        None => tree.append(head, (ns::NCX, "meta"), &uid, ""),
    };
    let title = tree.first(ns::NCX, "text")?;
    tree.set_text(title, &clean(&article.meta.title_text()));
    ncx_pages(&mut tree, facts);
    Ok(tree.write(DECLARATION))
}

/// Lists the contents in the NCX, as the navigation document does.
fn navigation_points(tree: &mut Tree, facts: &Facts<'_>) -> Result<(), Error> {
    let map = tree.first(ns::NCX, "navMap")?;
    tree.children(map, ns::NCX, "navPoint").into_iter().for_each(|point| tree.remove(point));
    let mut order = 0;
    let mut add = |tree: &mut Tree, parent: Element, href: &str, title: &str| {
        order += 1;
        let (id, place) = (format!("navPoint-{order}"), order.to_string());
        let point = tree.append(parent, (ns::NCX, "navPoint"), &[("playOrder", &place), ("id", &id)], "");
        let label = tree.append(point, (ns::NCX, "navLabel"), &[], "");
        tree.append(label, (ns::NCX, "text"), &[], &clean(title));
        tree.append(point, (ns::NCX, "content"), &[("src", href)], "");
        point
    };
    for Entry { href, title, sections } in entries(facts) {
        let point = add(tree, map, href, title);
        for (href, title) in sections {
            add(tree, point, href, title);
        }
    }
    Ok(())
}

/// Adds the page list of the navigation document to the NCX (OPF 2.0.1, Z39.86-2005 §8.4.3).
fn ncx_pages(tree: &mut Tree, facts: &Facts<'_>) {
    if facts.printed.is_empty() {
        return;
    }
    let points = tree.all(ns::NCX, "navPoint").len();
    let root = tree.root();
    let list = tree.append(root, (ns::NCX, "pageList"), &[], "");
    for (index, page) in facts.printed.iter().enumerate() {
        let (id, order) = (format!("page-{}", index + 1), (points + index + 1).to_string());
        let number = page.label.parse::<u32>().is_ok();
        let kind = if number { "normal" } else { "front" };
        let mut attributes = vec![("id", id.as_str()), ("type", kind), ("playOrder", order.as_str())];
        if number {
            attributes.push(("value", page.label.as_str()));
        }
        let target = tree.append(list, (ns::NCX, "pageTarget"), &attributes, "");
        let label = tree.append(target, (ns::NCX, "navLabel"), &[], "");
        tree.append(label, (ns::NCX, "text"), &[], &clean(&page.label));
        tree.append(target, (ns::NCX, "content"), &[("src", &page.href)], "");
    }
}
