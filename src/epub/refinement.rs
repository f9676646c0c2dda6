//! The `meta` elements of the package document: properties of the publication, and refinements of its other elements
//! (EPUB 3.3 §5.5.5).

use super::tree::{Element, Tree, ns};

/// Adds a `meta` about the publication.
pub(super) fn property(package: &mut Tree, metadata: Element, name: &str, value: &str) {
    package.append(metadata, (ns::OPF, "meta"), &[("property", name)], value);
}

/// Adds a `meta` that refines the element `id`.
pub(super) fn refine(package: &mut Tree, metadata: Element, id: &str, name: &str, value: &str) {
    let attributes = [("refines", &*format!("#{id}")), ("property", name)];
    package.append(metadata, (ns::OPF, "meta"), &attributes, value);
}
