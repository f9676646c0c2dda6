//! The `meta` elements of the package document: properties of the publication, and refinements of its other elements
//! (EPUB 3.3 §5.5.5).

use super::tree::{self, Element, Tree, ns};

/// A `meta` about the publication.
pub(super) fn property(package: &mut Tree, metadata: Element, name: &str, value: &str) -> Result<(), tree::Error> {
    package.append(metadata, (ns::OPF, "meta"), &[("property", name)], value).map(|_| ())
}

/// A `meta` about the element `id`.
pub(super) fn refine(
    package: &mut Tree,
    metadata: Element,
    id: &str,
    name: &str,
    value: &str,
) -> Result<(), tree::Error> {
    let attributes = [("refines", &*format!("#{id}")), ("property", name)];
    package.append(metadata, (ns::OPF, "meta"), &attributes, value).map(|_| ())
}
