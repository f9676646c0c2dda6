//! Package and navigation documents as Kindle uses them (Kindle Publishing Guidelines, "Navigation Guidelines").
//!
//! The menu knows cover, contents and beginning; more items are "grayed out" there. The contents are asked for in the
//! guide or the landmarks: they are in both.

use crate::epub::skeleton::Skeleton;
use crate::epub::tree::{Element, Error, Tree, ns};

/// Longest content that may be hidden ("HTML and CSS Guidelines", limit of `display:none`). Whether Amazon counts tags
/// is not said, so they count here.
const HIDDEN: usize = 10_000;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Makes the documents those of the edition.
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
            // The pages of print; the NCX lists them too.
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

    /// "HTML and CSS Guidelines", limit of `display:none`.
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
