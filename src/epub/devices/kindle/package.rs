//! Adapts package and navigation documents to Kindle (Kindle Publishing Guidelines, "Navigation Guidelines").
//!
//! Kindle's menu has cover, contents and beginning; other items are "grayed out". The guidelines require the contents
//! in the guide or the landmarks. They are in both for a book; for an article, which has no page of contents, in the
//! guide.

use crate::epub::skeleton::Skeleton;
use crate::epub::tree::{Element, Error, Tree, ns};

/// Maximum length of hidden content ("HTML and CSS Guidelines", limit of `display:none`). Amazon does not say whether
/// tags count, so they do here.
const HIDDEN: usize = 10_000;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Adapts the documents to the edition.
pub(in crate::epub::devices) fn adapt(package: &mut Skeleton) -> Result<(), Error> {
    package.package = guide(&package.package)?;
    package.navigation = navigation(&package.navigation)?;
    Ok(())
}

fn guide(package: &str) -> Result<String, Error> {
    let mut tree = Tree::parse(package)?;
    for reference in tree.all(ns::OPF, "reference") {
        if !matches!(tree.get(reference, "type").as_deref(), Some("cover" | "toc" | "text")) {
            tree.remove(reference);
        }
    }
    Ok(tree.write(DECLARATION))
}

fn navigation(navigation: &str) -> Result<String, Error> {
    let mut tree = Tree::parse(navigation)?;
    for nav in tree.all(ns::XHTML, "nav") {
        if tree.get(nav, "epub:type").as_deref() == Some("landmarks") {
            landmarks(&mut tree, nav);
        }
        if tree.get(nav, "hidden").is_some() && tree.size(nav) > HIDDEN {
            // This list of the pages of a print edition can be removed, since the NCX lists them too.
            tree.remove(nav);
        }
    }
    Ok(tree.write(&format!("{DECLARATION}<!DOCTYPE html>\n")))
}

fn landmarks(tree: &mut Tree, nav: Element) {
    for element in tree.elements(nav) {
        let kind = tree.get(element, "epub:type").filter(|_| tree.local_name(element) == "a");
        if let Some(entry) = tree.parent(element)
            && kind.is_some_and(|kind| !matches!(kind.as_str(), "cover" | "toc" | "bodymatter"))
        {
            tree.remove(entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tests the limit of `display:none` in the "HTML and CSS Guidelines".
    #[test]
    fn nothing_long_is_hidden() {
        let pages = |count: usize| {
            let entries: String =
                (0..count).map(|page| format!("<li><a href=\"c.xhtml#p{page}\">{page}</a></li>")).collect();
            let navigation = format!(
                "<html xmlns=\"{}\" xmlns:epub=\"{}\"><body><nav epub:type=\"page-list\" hidden=\"hidden\"><ol>{entries}</ol></nav>\
                 </body></html>",
                ns::XHTML,
                ns::EPUB
            );
            super::navigation(&navigation).unwrap().contains("page-list")
        };
        assert!(pages(20));
        assert!(!pages(400));
    }
}
