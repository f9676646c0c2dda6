//! Parses XML into nodes. The parser is roxmltree, which accepts only well-formed XML with declared namespaces.

use std::rc::Rc;

use roxmltree::{Document, Node, NodeType, ParsingOptions};

use super::Error;
use super::nodes::{NodeId, Nodes, Tag, Value};

/// Checks that `xml` is well-formed and has no document type.
///
/// # Errors
/// [`Error::NotWellFormed`], with the reason and the place.
pub(in crate::epub) fn check(xml: &str) -> Result<(), Error> {
    Document::parse(xml).map(|_| ()).map_err(not_well_formed)
}

/// Parses `xml` into `nodes`, at the end of `parent`, and returns its outermost element. A document type is dropped.
pub(super) fn parse_into(nodes: &mut Nodes, parent: NodeId, xml: &str) -> Result<NodeId, Error> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(xml, options).map_err(not_well_formed)?;
    let mut namespaces: Vec<Rc<str>> = Vec::new();
    // The parser numbers its nodes in document order, so a parent is in this list before its children.
    let mut ids: Vec<NodeId> = Vec::new();
    for node in document.descendants() {
        let above = node.parent().and_then(|above| ids.get(above.id().get_usize()));
        let id = match (value(node, &mut namespaces), above) {
            (Some(value), Some(&above)) => {
                let id = nodes.add(value);
                nodes.append(above, id);
                id
            }
            _ => parent,
        };
        ids.push(id);
    }
    // A document that the parser accepts has exactly one outermost element.
    Ok(ids.get(document.root_element().id().get_usize()).copied().unwrap_or(parent))
}

/// Returns the content of `node`, unless it is the document itself. `namespaces` holds the addresses seen so far.
fn value(node: Node<'_, '_>, namespaces: &mut Vec<Rc<str>>) -> Option<Value> {
    match node.node_type() {
        NodeType::Root => None,
        NodeType::Element => Some(Value::Element(tag(node, namespaces))),
        NodeType::Text => node.text().map(|text| Value::Text(text.to_owned())),
        NodeType::Comment => node.text().map(|text| Value::Comment(text.to_owned())),
        NodeType::PI => node.pi().map(|pi| {
            let space = if pi.value.is_some() { " " } else { "" };
            Value::Instruction(format!("{}{space}{}", pi.target, pi.value.unwrap_or_default()))
        }),
    }
}

fn tag(node: Node<'_, '_>, namespaces: &mut Vec<Rc<str>>) -> Tag {
    let name = node.tag_name();
    let namespace = shared(name.namespace().unwrap_or_default(), namespaces);
    // An element may use the default namespace even if a prefix is bound to the same address; an attribute may not.
    let is_default = name.namespace() == node.default_namespace();
    let prefix = if is_default { None } else { name.namespace().and_then(|address| node.lookup_prefix(address)) };
    let attributes = node.attributes().map(|attribute| {
        let prefix = attribute.namespace().and_then(|address| prefix_of(node, address));
        (qualified(prefix, attribute.name()), attribute.value().to_owned())
    });
    Tag {
        namespace,
        name: qualified(prefix, name.name()),
        declarations: declarations(node),
        attributes: attributes.collect(),
    }
}

/// Returns a non-empty prefix that is bound to `address` at `node`.
fn prefix_of<'n>(node: Node<'_, 'n>, address: &str) -> Option<&'n str> {
    let is_xml = address == super::ns::XML;
    is_xml.then_some("xml").or_else(|| node.namespaces().filter(|n| n.uri() == address).find_map(|n| n.name()))
}

/// Returns the namespaces that `node` itself declares; the parser also lists inherited ones.
fn declarations(node: Node<'_, '_>) -> Vec<(String, String)> {
    let above = node.parent_element();
    let is_new = |prefix: Option<&str>, address: &str| {
        !above.is_some_and(|above| above.namespaces().any(|other| other.name() == prefix && other.uri() == address))
    };
    let own = node.namespaces().filter(|declared| is_new(declared.name(), declared.uri()));
    own.map(|declared| (declared.name().unwrap_or_default().to_owned(), declared.uri().to_owned())).collect()
}

fn qualified(prefix: Option<&str>, name: &str) -> String {
    prefix.filter(|prefix| !prefix.is_empty()).map_or_else(|| name.to_owned(), |prefix| format!("{prefix}:{name}"))
}

/// Returns `address` as one of `namespaces`, so that the elements of a document share it.
fn shared(address: &str, namespaces: &mut Vec<Rc<str>>) -> Rc<str> {
    if let Some(known) = namespaces.iter().find(|known| &***known == address) {
        return Rc::clone(known);
    }
    let new: Rc<str> = address.into();
    namespaces.push(Rc::clone(&new));
    new
}

fn not_well_formed(error: roxmltree::Error) -> Error {
    Error::NotWellFormed(error.to_string())
}
