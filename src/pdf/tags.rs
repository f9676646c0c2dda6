//! The structure tree (ISO 32000-1 §14.7): elements, their content, and the way back from content to element.
//!
//! An element has content of its own and child elements. Layout provides the elements in reading order and the content
//! in the order of the pages; [`kids`](super::kids) interleaves the two. Content is placed after the last child that
//! had content before it, directly or in a descendant. So a note set at the foot of a page is read where it is called,
//! and an element without content keeps its place.
//!
//! PDF/UA-1 requires every link annotation to be in a `Link` element (ISO 14289-1 §7.18.5), so a clickable `Reference`
//! gets one inside.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::content::Painted;
use super::kids::{Kid, tag};
use super::object::{bytes, numbers, text};
use crate::layout::{ListNumbering, Scope, StructId, StructNode, StructRole, Structure};

/// Objects that the tree refers to.
pub(super) struct Targets<'a> {
    /// The pages.
    pub pages: &'a [ObjectId],
    /// The link annotations, in reading order.
    pub links: &'a [ObjectId],
}

/// Adds the tree to `document`. Returns the number of its root.
pub(super) fn add_tree(
    structure: &Structure,
    painted: &Painted<'_>,
    targets: &Targets<'_>,
    document: &mut Document,
) -> ObjectId {
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = structure.nodes.iter().map(|_| document.new_object_id()).collect();
    let mut tree = Tree { structure, painted, targets, root, holders: ids.clone(), ids, notes: BTreeMap::new() };
    for index in 0..structure.nodes.len() {
        crate::halt::point();
        tree.add_element(index, document);
    }
    let mut entries = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => tree.ids.first().map_or(Object::Null, |id| Object::Reference(*id)),
        "ParentTree" => document.add_object(dictionary! { "Nums" => tree.parents() }),
        "ParentTreeNextKey" => (targets.pages.len() + targets.links.len()) as i64,
    };
    if !tree.notes.is_empty() {
        let names = tree.notes.iter().flat_map(|(name, id)| [bytes(name.as_str()), Object::Reference(*id)]).collect();
        let limits = [tree.notes.keys().next(), tree.notes.keys().last()];
        let limits: Vec<Object> = limits.into_iter().flatten().map(|name| bytes(name.as_str())).collect();
        let leaf = document.add_object(dictionary! { "Names" => Object::Array(names), "Limits" => limits });
        entries.set("IDTree", dictionary! { "Kids" => vec![Object::Reference(leaf)] });
    }
    document.set_object(root, entries);
    root
}

struct Tree<'a> {
    structure: &'a Structure,
    painted: &'a Painted<'a>,
    targets: &'a Targets<'a>,
    root: ObjectId,
    /// Object numbers of the elements.
    ids: Vec<ObjectId>,
    /// For each element, the element that holds its content: itself, or the `Link` put inside it.
    holders: Vec<ObjectId>,
    /// Notes by their identifiers.
    notes: BTreeMap<String, ObjectId>,
}

impl Tree<'_> {
    fn add_element(&mut self, index: usize, document: &mut Document) {
        let node = &self.structure.nodes[index];
        let content = self.painted.kids.of(index);
        let id = self.ids[index];
        let mut element = self.element(node, tag(node.role));
        let clickable = content.iter().any(|(_, kid)| matches!(kid, Kid::Link { .. }));
        if clickable && node.role != StructRole::Link {
            let link = document.new_object_id();
            let mut inner = dictionary! { "Type" => "StructElem", "S" => "Link", "P" => id };
            self.set_kids(&mut inner, index);
            document.set_object(link, inner);
            self.holders[index] = link;
            element.set("K", link);
        } else {
            self.set_kids(&mut element, index);
        }
        if node.role == StructRole::Note {
            let name = format!("note-{index:06}");
            element.set("ID", bytes(name.as_str()));
            self.notes.insert(name, id);
        }
        if let Some(attributes) = self.attributes(index) {
            element.set("A", attributes);
        }
        document.set_object(id, element);
    }

    /// Returns the entries that do not depend on the content.
    fn element(&self, node: &StructNode, tag: &str) -> Dictionary {
        let parent = node.parent.map_or(self.root, |parent| self.holder(parent));
        let mut element = dictionary! { "Type" => "StructElem", "S" => tag, "P" => parent };
        if let Some(alt) = &node.alt {
            element.set("Alt", text(alt));
        }
        if let Some(lang) = &node.lang {
            element.set("Lang", text(&lang.0));
        }
        match (&node.title, node.role) {
            (None, _) => {}
            (Some(expansion), StructRole::Span) => element.set("E", text(expansion)),
            (Some(title), _) => element.set("T", text(title)),
        }
        element
    }

    fn holder(&self, id: StructId) -> ObjectId {
        self.holders[id.0 as usize]
    }

    /// Sets `K`, with children and content interleaved, and `Pg` for content that is a bare number.
    fn set_kids(&self, element: &mut Dictionary, index: usize) {
        let content = self.painted.kids.of(index);
        let first = content.iter().find_map(|(_, kid)| match kid {
            Kid::Content { page, .. } => Some(*page),
            Kid::Link { .. } => None,
        });
        let mut kids = Vec::new();
        let mut content = content.iter().peekable();
        let children = &self.structure.nodes[index].children;
        for before in 0..=children.len() {
            while let Some((_, kid)) = content.next_if(|(at, _)| *at == before) {
                kids.push(self.kid(*kid, first));
            }
            if let Some(child) = children.get(before) {
                kids.push(Object::Reference(self.ids[child.0 as usize]));
            }
        }
        if let Some(page) = first {
            element.set("Pg", self.targets.pages[page]);
        }
        match kids.len() {
            0 => {}
            1 => element.set("K", kids.swap_remove(0)),
            _ => element.set("K", Object::Array(kids)),
        }
    }

    fn kid(&self, kid: Kid, first: Option<usize>) -> Object {
        match kid {
            Kid::Content { page, mcid } if Some(page) == first => Object::Integer(mcid as i64),
            Kid::Content { page, mcid } => {
                let page = self.targets.pages[page];
                dictionary! { "Type" => "MCR", "Pg" => page, "MCID" => mcid as i64 }.into()
            }
            Kid::Link { index } => {
                let page = self.targets.pages[self.painted.links[index].page];
                dictionary! { "Type" => "OBJR", "Pg" => page, "Obj" => self.targets.links[index] }.into()
            }
        }
    }

    /// Attributes (§14.8.5) of the element.
    fn attributes(&self, index: usize) -> Option<Dictionary> {
        let node = &self.structure.nodes[index];
        match node.role {
            StructRole::L { numbering } => {
                let value = match numbering {
                    ListNumbering::None => "None",
                    ListNumbering::Disc => "Disc",
                    ListNumbering::Decimal => "Decimal",
                    ListNumbering::LowerAlpha => "LowerAlpha",
                    ListNumbering::UpperAlpha => "UpperAlpha",
                    ListNumbering::LowerRoman => "LowerRoman",
                    ListNumbering::UpperRoman => "UpperRoman",
                };
                Some(dictionary! { "O" => "List", "ListNumbering" => value })
            }
            StructRole::TH { scope, columns, rows } => {
                let value = match scope {
                    Scope::Column => "Column",
                    Scope::Row => "Row",
                    Scope::Both => "Both",
                };
                let mut attributes = spans(columns, rows).unwrap_or_else(|| dictionary! { "O" => "Table" });
                attributes.set("Scope", value);
                Some(attributes)
            }
            StructRole::TD { columns, rows } => spans(columns, rows),
            StructRole::Figure | StructRole::Formula => {
                let (_, bounds) = self.painted.bounds.get(&StructId(index as u32))?;
                let placement = if self.in_line(node) { "Inline" } else { "Block" };
                Some(dictionary! { "O" => "Layout", "Placement" => placement, "BBox" => numbers(bounds) })
            }
            _ => None,
        }
    }

    /// Whether the parent of `node` holds running text.
    fn in_line(&self, node: &StructNode) -> bool {
        use StructRole::{Code, H, Lbl, Link, P, Quote, Reference, Span};
        let parent = node.parent.map(|parent| self.structure.nodes[parent.0 as usize].role);
        matches!(parent, Some(P | H(_) | Lbl | Span | Quote | Link | Reference | Code))
    }

    /// Returns the number tree from pages and annotations to elements: pages first, then links.
    fn parents(&self) -> Object {
        let mut entries = Vec::new();
        for (index, page) in self.painted.pages.iter().enumerate() {
            let owners = page.owners.iter().map(|owner| Object::Reference(self.holder(*owner)));
            entries.extend([Object::Integer(index as i64), Object::Array(owners.collect())]);
        }
        for (index, link) in self.painted.links.iter().enumerate() {
            let key = self.painted.pages.len() + index;
            entries.extend([Object::Integer(key as i64), Object::Reference(self.holder(link.owner))]);
        }
        Object::Array(entries)
    }
}

/// Returns the attributes for a cell that spans columns or rows.
fn spans(columns: u16, rows: u16) -> Option<Dictionary> {
    let mut attributes = dictionary! { "O" => "Table" };
    if columns > 1 {
        attributes.set("ColSpan", i64::from(columns));
    }
    if rows > 1 {
        attributes.set("RowSpan", i64::from(rows));
    }
    (attributes.len() > 1).then_some(attributes)
}
