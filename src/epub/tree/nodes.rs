//! The nodes of a tree and how they are linked.
//!
//! All nodes lie in one vector and name each other by number, so a node is put in or taken out in constant time however
//! many siblings it has. A node that was taken out stays in the vector until the tree is dropped.

use std::rc::Rc;

/// The number of a node in its tree. It is good for that tree only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::epub) struct NodeId(usize);

/// What a node is.
#[derive(Debug)]
pub(super) enum Value {
    /// The node above all others.
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

/// An edge of a walk: each node but a leaf is come by twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// Before what is in the node.
    Start(NodeId),
    /// After it.
    End(NodeId),
}

/// The nodes of one tree. A [`NodeId`] that it gave is always in its vector, for nodes are never removed from there.
#[derive(Debug)]
pub(super) struct Nodes(Vec<Node>);

impl Nodes {
    /// A document with nothing in it.
    pub(super) fn new() -> Self {
        let mut nodes = Self(Vec::new());
        nodes.add(Value::Document);
        nodes
    }

    /// The node above all others.
    pub(super) fn document(&self) -> NodeId {
        NodeId(0)
    }

    /// A new node, which is nowhere yet.
    pub(super) fn add(&mut self, value: Value) -> NodeId {
        self.0.push(Node { value, parent: None, previous: None, next: None, first: None, last: None });
        NodeId(self.0.len() - 1)
    }

    /// What `id` is.
    pub(super) fn value(&self, id: NodeId) -> &Value {
        &self.0[id.0].value
    }

    /// What `id` is, to be changed.
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

    /// The start tag of `id`, to be changed.
    pub(super) fn tag_mut(&mut self, id: NodeId) -> Option<&mut Tag> {
        match self.value_mut(id) {
            Value::Element(tag) => Some(tag),
            Value::Document | Value::Text(_) | Value::Comment(_) | Value::Instruction(_) => None,
        }
    }

    /// The text of `id`, if it is one.
    pub(super) fn text(&self, id: NodeId) -> Option<&str> {
        match self.value(id) {
            Value::Text(text) => Some(text),
            Value::Document | Value::Element(_) | Value::Comment(_) | Value::Instruction(_) => None,
        }
    }

    /// What `id` is in.
    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.0[id.0].parent
    }

    /// The first node in `id`.
    pub(super) fn first(&self, id: NodeId) -> Option<NodeId> {
        self.0[id.0].first
    }

    /// The siblings before `id`, the nearest first.
    pub(super) fn before(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.0[id.0].previous, |id| self.0[id.0].previous)
    }

    /// What lies directly in `id`, in order.
    pub(super) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first(id), |id| self.0[id.0].next)
    }

    /// `id` and what it is in, outwards.
    pub(super) fn outwards(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(id), |&id| self.parent(id))
    }

    /// A walk through `top` and all that is in it, in document order. It keeps no stack, so no depth is too great.
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

    /// `top` and all that is in it, in document order.
    pub(super) fn all(&self, top: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.walk(top).filter_map(|edge| match edge {
            Edge::Start(id) => Some(id),
            Edge::End(_) => None,
        })
    }

    /// Takes `id` out of what it is in.
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

    /// Makes `id` the last node in `parent`; it leaves the place where it was.
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

    /// Puts `id` before `sibling`; it leaves the place where it was.
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
