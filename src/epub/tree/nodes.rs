//! The nodes of a tree and how they are linked.
//!
//! All nodes are in one vector and refer to each other by index, so inserting or removing a node takes constant time
//! however many siblings it has. A removed node stays in the vector until the tree is dropped.

use std::rc::Rc;

/// The index of a node; it is valid only for its own tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::epub) struct NodeId(usize);

/// The content of a node.
#[derive(Debug)]
pub(super) enum Value {
    /// The document node, which is the root.
    Document,
    /// An element.
    Element(Tag),
    /// Text, with characters for all references.
    Text(String),
    /// A comment, without its delimiters.
    Comment(String),
    /// A processing instruction, without its delimiters.
    Instruction(String),
}

/// The start tag of an element.
#[derive(Debug)]
pub(super) struct Tag {
    /// The address of its namespace, empty if it has none.
    pub(super) namespace: Rc<str>,
    /// Its name with its prefix, as in `dc:title`.
    pub(super) name: String,
    /// The namespaces that it declares: a prefix, which is empty for the default namespace, and an address.
    pub(super) declarations: Vec<(String, String)>,
    /// Its attributes: a name with its prefix, and a value.
    pub(super) attributes: Vec<(String, String)>,
}

impl Tag {
    /// The name without its prefix.
    pub(super) fn local_name(&self) -> &str {
        self.name.split_once(':').map_or(&self.name, |(_, local)| local)
    }
}

#[derive(Debug)]
struct Node {
    value: Value,
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    first: Option<NodeId>,
    last: Option<NodeId>,
}

/// A step of a traversal: nodes with children are visited twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// Before the children of the node.
    Start(NodeId),
    /// After the children of the node.
    End(NodeId),
}

/// The nodes of one tree. A [`NodeId`] from it is always valid, since nodes are never removed from the vector.
#[derive(Debug)]
pub(super) struct Nodes(Vec<Node>);

impl Nodes {
    /// Creates an empty document.
    pub(super) fn new() -> Self {
        let mut nodes = Self(Vec::new());
        nodes.add(Value::Document);
        nodes
    }

    /// Returns the document node.
    pub(super) fn document(&self) -> NodeId {
        NodeId(0)
    }

    /// Adds a new node without a parent.
    pub(super) fn add(&mut self, value: Value) -> NodeId {
        self.0.push(Node { value, parent: None, previous: None, next: None, first: None, last: None });
        NodeId(self.0.len() - 1)
    }

    /// Returns the content of `id`.
    pub(super) fn value(&self, id: NodeId) -> &Value {
        &self.0[id.0].value
    }

    /// Returns the content of `id` for changing.
    pub(super) fn value_mut(&mut self, id: NodeId) -> &mut Value {
        &mut self.0[id.0].value
    }

    /// The start tag of `id`, if it is an element.
    pub(super) fn tag(&self, id: NodeId) -> Option<&Tag> {
        match self.value(id) {
            Value::Element(tag) => Some(tag),
            Value::Document | Value::Text(_) | Value::Comment(_) | Value::Instruction(_) => None,
        }
    }

    /// Returns the start tag of `id` for changing.
    pub(super) fn tag_mut(&mut self, id: NodeId) -> Option<&mut Tag> {
        match self.value_mut(id) {
            Value::Element(tag) => Some(tag),
            Value::Document | Value::Text(_) | Value::Comment(_) | Value::Instruction(_) => None,
        }
    }

    /// Returns the text of `id`, if it is a text node.
    pub(super) fn text(&self, id: NodeId) -> Option<&str> {
        match self.value(id) {
            Value::Text(text) => Some(text),
            Value::Document | Value::Element(_) | Value::Comment(_) | Value::Instruction(_) => None,
        }
    }

    /// Returns the parent of `id`.
    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.0[id.0].parent
    }

    /// Returns the first child of `id`.
    pub(super) fn first(&self, id: NodeId) -> Option<NodeId> {
        self.0[id.0].first
    }

    /// Iterates over the siblings before `id`, the nearest first.
    pub(super) fn before(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.0[id.0].previous, |id| self.0[id.0].previous)
    }

    /// Iterates over the children of `id`, in order.
    pub(super) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first(id), |id| self.0[id.0].next)
    }

    /// Iterates over `id` and its ancestors, outwards.
    pub(super) fn outwards(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(id), |&id| self.parent(id))
    }

    /// Traverses `top` and its descendants in document order. It needs no stack, so any depth is possible.
    pub(super) fn walk(&self, top: NodeId) -> impl Iterator<Item = Edge> + '_ {
        std::iter::successors(Some(Edge::Start(top)), move |&edge| match edge {
            Edge::Start(id) => Some(self.first(id).map_or(Edge::End(id), Edge::Start)),
            Edge::End(id) if id == top => None,
            Edge::End(id) => {
                let node = &self.0[id.0];
                node.next.map(Edge::Start).or(node.parent.map(Edge::End))
            }
        })
    }

    /// Iterates over `top` and its descendants in document order.
    pub(super) fn all(&self, top: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.walk(top).filter_map(|edge| match edge {
            Edge::Start(id) => Some(id),
            Edge::End(_) => None,
        })
    }

    /// Detaches `id` from its parent.
    pub(super) fn remove(&mut self, id: NodeId) {
        let node = &mut self.0[id.0];
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        if let Some(previous) = previous {
            self.0[previous.0].next = next;
        }
        if let Some(next) = next {
            self.0[next.0].previous = previous;
        }
        if let Some(parent) = parent.map(|parent| &mut self.0[parent.0]) {
            if previous.is_none() {
                parent.first = next;
            }
            if next.is_none() {
                parent.last = previous;
            }
        }
    }

    /// Moves `id` to the end of the children of `parent`.
    pub(super) fn append(&mut self, parent: NodeId, id: NodeId) {
        self.remove(id);
        let last = self.0[parent.0].last.replace(id);
        match last {
            Some(last) => self.0[last.0].next = Some(id),
            None => self.0[parent.0].first = Some(id),
        }
        let node = &mut self.0[id.0];
        (node.parent, node.previous) = (Some(parent), last);
    }

    /// Moves `id` before `sibling`.
    pub(super) fn insert_before(&mut self, sibling: NodeId, id: NodeId) {
        self.remove(id);
        let (parent, previous) = (self.parent(sibling), self.0[sibling.0].previous.replace(id));
        match (previous, parent) {
            (Some(previous), _) => self.0[previous.0].next = Some(id),
            (None, Some(parent)) => self.0[parent.0].first = Some(id),
            (None, None) => {}
        }
        let node = &mut self.0[id.0];
        (node.parent, node.previous, node.next) = (parent, previous, Some(sibling));
    }
}
