//! XMP (ISO 16684-1): properties in RDF.
//!
//! A value may be an attribute or an element of any description; it may be text, a resource, an array of alternatives
//! in languages, or a list.

use roxmltree::{Document, Node, ParsingOptions};

use crate::article::Property;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const PLUS: &str = "http://ns.useplus.org/ldf/xmp/1.0/";
/// A document with more nodes than this is not read.
const NODES: u32 = 50_000;

/// Each property with its namespace and name.
pub(super) const NAMES: [(Property, &str, &str); 14] = [
    (Property::Title, "http://purl.org/dc/elements/1.1/", "title"),
    (Property::Description, "http://purl.org/dc/elements/1.1/", "description"),
    (Property::Alt, "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "AltTextAccessibility"),
    (Property::LongDescription, "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "ExtDescrAccessibility"),
    (Property::Creator, "http://purl.org/dc/elements/1.1/", "creator"),
    (Property::CreditLine, "http://ns.adobe.com/photoshop/1.0/", "Credit"),
    (Property::Source, "http://ns.adobe.com/photoshop/1.0/", "Source"),
    (Property::Notice, "http://purl.org/dc/elements/1.1/", "rights"),
    (Property::Terms, "http://ns.adobe.com/xap/1.0/rights/", "UsageTerms"),
    (Property::WebStatement, "http://ns.adobe.com/xap/1.0/rights/", "WebStatement"),
    (Property::LicensorUrl, PLUS, "Licensor"),
    (Property::LicenseUrl, "http://creativecommons.org/ns#", "license"),
    (Property::AttributionName, "http://creativecommons.org/ns#", "attributionName"),
    (Property::AttributionUrl, "http://creativecommons.org/ns#", "attributionURL"),
];

/// Reads the statements in `packet`.
///
/// # Errors
/// If it is not UTF-8, or not well-formed XML without a document type; as the end of a sentence.
pub(super) fn read(packet: &[u8]) -> Result<Vec<(Property, String)>, &'static str> {
    let text = std::str::from_utf8(packet).map_err(|_| "is not UTF-8")?;
    // Packets may end in zeros, and begin with a byte order mark.
    let text = text.trim_matches(['\u{feff}', '\0', ' ', '\n', '\r', '\t']);
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|_| "is not well-formed")?;
    let rdf = document.descendants().find(|node| node.has_tag_name((RDF, "RDF"))).ok_or("contains no RDF")?;
    let descriptions: Vec<Node<'_, '_>> = rdf.children().filter(Node::is_element).collect();
    let value = |(property, namespace, name): &(Property, &str, &str)| {
        let stated = descriptions.iter().find_map(|description| stated(*description, (namespace, name)))?;
        Some((*property, stated))
    };
    Ok(NAMES.iter().filter_map(value).collect())
}

/// Returns the value of the property `name` of `description`.
fn stated(description: Node<'_, '_>, name: (&str, &str)) -> Option<String> {
    let attribute = description.attribute(name).map(str::to_owned);
    let element = || description.children().find(|child| child.has_tag_name(name)).and_then(value);
    attribute.or_else(element).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Returns the value in `element`.
fn value(element: Node<'_, '_>) -> Option<String> {
    if let Some(resource) = element.attribute((RDF, "resource")) {
        return Some(resource.to_owned());
    }
    let Some(array) = element.children().find(Node::is_element) else { return element.text().map(str::to_owned) };
    let items = || array.children().filter(|item| item.has_tag_name((RDF, "li")));
    if array.has_tag_name((RDF, "Alt")) {
        let default =
            |item: &Node<'_, '_>| item.attribute(("http://www.w3.org/XML/1998/namespace", "lang")) == Some("x-default");
        return items().find(default).or_else(|| items().next()).and_then(text_of);
    }
    // A licensor is a structure with its address.
    if element.has_tag_name((PLUS, "Licensor")) {
        return licensor(element);
    }
    let values: Vec<String> = items().filter_map(text_of).collect();
    (!values.is_empty()).then(|| values.join("; "))
}

fn licensor(element: Node<'_, '_>) -> Option<String> {
    let inside = |node: Node<'_, '_>| {
        let attribute = node.attribute((PLUS, "LicensorURL")).map(str::to_owned);
        attribute.or_else(|| node.has_tag_name((PLUS, "LicensorURL")).then(|| text_of(node))?)
    };
    element.descendants().find_map(inside)
}

fn text_of(node: Node<'_, '_>) -> Option<String> {
    let text = node.text().map(str::trim).filter(|text| !text.is_empty());
    text.or_else(|| node.attribute((RDF, "resource"))).map(str::to_owned)
}
