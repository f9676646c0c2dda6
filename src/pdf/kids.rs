//! The content of structure elements, in its place among their child elements.
//!
//! It is recorded while pages are painted, in the order of the pages. [`tags`](super::tags) writes it to the structure
//! tree.

use crate::layout::{StructId, StructNode, StructRole, Structure};

/// A piece of content of an element.
#[derive(Clone, Copy)]
pub(super) enum Kid {
    /// Marked content of a page.
    Content {
        /// Index of the page.
        page: usize,
        /// Its marked-content number (MCID) on the page.
        mcid: usize,
    },
    /// A link annotation.
    Link {
        /// Its index in reading order.
        index: usize,
    },
}

/// The content of each element, in its place among the children.
pub(super) struct Kids {
    nodes: Vec<Node>,
}

struct Node {
    tag: &'static str,
    parent: Option<usize>,
    /// Its index among the children of its parent.
    index: usize,
    /// Number of children up to the last one that has content.
    passed: usize,
    /// Its content, each piece with the number of children before it.
    content: Vec<(usize, Kid)>,
}

impl Kids {
    /// Creates lists without content.
    pub fn new(structure: &Structure) -> Self {
        let node = |node: &StructNode| Node {
            tag: tag(node.role),
            parent: node.parent.map(|parent| parent.0 as usize),
            index: 0,
            passed: 0,
            content: Vec::new(),
        };
        let mut nodes: Vec<Node> = structure.nodes.iter().map(node).collect();
        for node in &structure.nodes {
            for (index, child) in node.children.iter().enumerate() {
                if let Some(node) = nodes.get_mut(child.0 as usize) {
                    node.index = index;
                }
            }
        }
        Self { nodes }
    }

    /// Returns the content of the element `index`, each piece with the number of children before it.
    pub fn of(&self, index: usize) -> &[(usize, Kid)] {
        self.nodes.get(index).map_or(&[], |node| &node.content)
    }

    /// Adds content to `id`, after everything added before. Returns the element's tag.
    pub fn add(&mut self, id: StructId, kid: Kid) -> &'static str {
        let mut at = id.0 as usize;
        let passed = self.nodes[at].passed;
        self.nodes[at].content.push((passed, kid));
        // A parent comes before its children, so this loop ends.
        while let Some(parent) = self.nodes[at].parent.filter(|parent| *parent < at) {
            let needed = self.nodes[at].index + 1;
            if self.nodes[parent].passed >= needed {
                break;
            }
            self.nodes[parent].passed = needed;
            at = parent;
        }
        self.nodes[id.0 as usize].tag
    }
}

/// Returns the name of a role.
pub(super) fn tag(role: StructRole) -> &'static str {
    match role {
        StructRole::Document => "Document",
        StructRole::Part => "Part",
        StructRole::Art => "Art",
        StructRole::Toc => "TOC",
        StructRole::TocItem => "TOCI",
        StructRole::Sect => "Sect",
        StructRole::Div => "Div",
        StructRole::BlockQuote => "BlockQuote",
        StructRole::Caption => "Caption",
        StructRole::P => "P",
        StructRole::H(0 | 1) => "H1",
        StructRole::H(2) => "H2",
        StructRole::H(3) => "H3",
        StructRole::H(4) => "H4",
        StructRole::H(5) => "H5",
        StructRole::H(_) => "H6",
        StructRole::L { .. } => "L",
        StructRole::LI => "LI",
        StructRole::Lbl => "Lbl",
        StructRole::LBody => "LBody",
        StructRole::Table => "Table",
        StructRole::TR => "TR",
        StructRole::TH { .. } => "TH",
        StructRole::TD { .. } => "TD",
        StructRole::THead => "THead",
        StructRole::TBody => "TBody",
        StructRole::Span => "Span",
        StructRole::Quote => "Quote",
        StructRole::Note => "Note",
        StructRole::Reference => "Reference",
        StructRole::Code => "Code",
        StructRole::Link => "Link",
        StructRole::Figure => "Figure",
        StructRole::Formula => "Formula",
        StructRole::Ruby => "Ruby",
        StructRole::RubyBase => "RB",
        StructRole::RubyText => "RT",
    }
}
