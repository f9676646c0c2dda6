//! The elements of a formula, each with the required number of children.

use crate::read::html::{Attributes, Token, decode, tokens};

/// Maximum nesting; deeper elements are replaced by their content.
const DEEPEST: usize = 40;
/// Maximum number of elements.
const MOST: usize = 5_000;

/// An element.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub name: &'static str,
    pub attributes: Attributes,
    pub children: Vec<Node>,
    /// The text of a token.
    pub text: String,
}

/// The formula.
#[derive(Debug, Default)]
pub(super) struct Root {
    pub children: Vec<Node>,
    pub display: bool,
    pub alttext: Option<String>,
    /// TeX in an annotation.
    pub annotation: Option<String>,
}

/// Elements that contain characters.
pub(super) const TOKENS: [&str; 5] = ["mi", "mn", "mo", "ms", "mtext"];
/// Elements with their required number of children; 0 means any number.
const PARTS: [(&str, usize); 26] = [
    ("maction", 0),
    ("menclose", 0),
    ("merror", 0),
    ("mfenced", 0),
    ("mfrac", 2),
    ("mlabeledtr", 0),
    ("mmultiscripts", 0),
    ("mover", 2),
    ("mpadded", 0),
    ("mphantom", 0),
    ("mprescripts", 0),
    ("mroot", 2),
    ("mrow", 0),
    ("mspace", 0),
    ("msqrt", 0),
    ("mstyle", 0),
    ("msub", 2),
    ("msubsup", 3),
    ("msup", 2),
    ("mtable", 0),
    ("mtd", 0),
    ("mtr", 0),
    ("munder", 2),
    ("munderover", 3),
    ("none", 0),
    ("semantics", 0),
];
/// Elements that are removed with their content.
const DROPPED: [&str; 6] = ["annotation", "annotation-xml", "script", "style", "malignmark", "maligngroup"];

fn known(name: &str) -> Option<&'static str> {
    let tokens = TOKENS.iter().copied();
    tokens.chain(PARTS.iter().map(|(name, _)| *name)).find(|known| *known == name)
}

/// Parses the formula in `source`.
pub(super) fn parse(source: &str) -> Option<Root> {
    let mut root = Root::default();
    let mut stack = vec![Node { name: "mrow", ..Node::default() }];
    let mut count = 0;
    // The name of the current removed element, and whether its text is TeX.
    let mut dropped: Option<(String, bool)> = None;
    let mut deep = 0usize;
    for (token, _) in tokens(source) {
        match token {
            Token::Open { name, attributes, closed } => {
                let name = local(name);
                if dropped.is_some() || name == "math" {
                    if name == "math" && stack.len() == 1 {
                        about(&attributes, &mut root);
                    }
                    continue;
                }
                if DROPPED.contains(&name.as_str()) {
                    dropped = (!closed).then(|| (name, is_tex(&attributes)));
                    continue;
                }
                count += 1;
                let Some(known) = known(&name).filter(|_| count <= MOST) else { continue };
                if stack.len() > DEEPEST {
                    deep += usize::from(!closed);
                    continue;
                }
                stack.push(Node { name: known, attributes, ..Node::default() });
                if closed || matches!(known, "mspace" | "none" | "mprescripts") {
                    close(&mut stack);
                }
            }
            Token::Close(name) => {
                let name = local(name);
                match &dropped {
                    Some((open, _)) if *open == name => dropped = None,
                    Some(_) => {}
                    None if deep > 0 => deep -= 1,
                    None => {
                        let height = stack.iter().rposition(|open| open.name == name).unwrap_or(0);
                        while height > 0 && stack.len() > height {
                            close(&mut stack);
                        }
                    }
                }
            }
            Token::Text(text) => match &dropped {
                Some((_, true)) => root.annotation = Some(decode(text).trim().to_owned()),
                Some(_) => {}
                None => characters(&decode(text), &mut stack),
            },
            Token::Comment => {}
        }
    }
    while stack.len() > 1 {
        close(&mut stack);
    }
    root.children = stack.pop()?.children;
    Some(root)
}

/// Returns the local name of an element, in lower case.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

fn about(attributes: &Attributes, root: &mut Root) {
    let get = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.trim());
    root.display = get("display") == Some("block") || get("mode") == Some("display");
    root.alttext = get("alttext").map(str::to_owned);
}

fn is_tex(attributes: &Attributes) -> bool {
    attributes.iter().any(|(name, value)| name == "encoding" && value.to_ascii_lowercase().contains("tex"))
}

fn characters(text: &str, stack: &mut [Node]) {
    let Some(top) = stack.last_mut() else { return };
    let text: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    if TOKENS.contains(&top.name) {
        top.text.push_str(&text);
    } else if !text.trim().is_empty() && !matches!(top.name, "mtable" | "mtr") {
        top.children.push(Node { name: "mtext", text: text.trim().to_owned(), ..Node::default() });
    }
}

/// Closes the innermost element and gives it the required number of children.
fn close(stack: &mut Vec<Node>) {
    let Some(mut node) = stack.pop() else { return };
    let Some(top) = stack.last_mut() else { return };
    if node.name == "semantics" {
        // The first child is the formula itself, the others are annotations of it.
        node.children.truncate(1);
        return top.children.extend(node.children);
    }
    if TOKENS.contains(&node.name) {
        let inner = node.text.split_whitespace().collect::<Vec<_>>().join(" ");
        // In words, white space at the ends matters; elsewhere it is formatting.
        let blank = |at: bool| if at && node.name == "mtext" { " " } else { "" };
        let (before, after) =
            (blank(node.text.starts_with(char::is_whitespace)), blank(node.text.ends_with(char::is_whitespace)));
        node.text = format!("{before}{inner}{after}");
        node.children.clear();
    }
    node.settle();
    match top.name {
        // A token contains only characters.
        name if TOKENS.contains(&name) => top.text.push_str(&node.all_text()),
        "mtable" if !matches!(node.name, "mtr" | "mlabeledtr") => top.children.push(row(node)),
        "mtr" | "mlabeledtr" if node.name != "mtd" => top.children.push(cell(node)),
        "mtable" | "mtr" | "mlabeledtr" => top.children.push(node),
        _ if matches!(node.name, "mtr" | "mlabeledtr" | "mtd") => top.children.extend(node.children),
        "mmultiscripts" => top.children.push(node),
        _ if matches!(node.name, "mprescripts" | "none") => {}
        _ => top.children.push(node),
    }
}

fn row(node: Node) -> Node {
    let inner = if node.name == "mtd" { node } else { cell(node) };
    Node { name: "mtr", children: vec![inner], ..Node::default() }
}

fn cell(node: Node) -> Node {
    Node { name: "mtd", children: vec![node], ..Node::default() }
}

impl Node {
    /// Returns the value of attribute `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    fn settle(&mut self) {
        let wanted = PARTS.iter().find(|(name, _)| *name == self.name).map_or(0, |(_, parts)| *parts);
        let empty = || Node { name: "mrow", ..Node::default() };
        if self.name == "mmultiscripts" {
            self.pair_scripts();
        }
        if wanted == 0 {
            return;
        }
        if self.children.len() > wanted {
            let rest = self.children.split_off(wanted - 1);
            self.children.push(Node { children: rest, ..empty() });
        }
        self.children.resize_with(wanted, empty);
    }

    /// Arranges scripts in pairs.
    fn pair_scripts(&mut self) {
        let none = || Node { name: "none", ..Node::default() };
        let mut children = std::mem::take(&mut self.children).into_iter();
        let mut out: Vec<Node> = children.next().into_iter().collect();
        let (mut pairs, mut before) = (0, false);
        for child in children {
            if child.name == "mprescripts" {
                out.extend((pairs % 2 == 1).then(none));
                if !std::mem::replace(&mut before, true) {
                    out.push(child);
                }
                pairs = 0;
                continue;
            }
            pairs += 1;
            out.push(child);
        }
        out.extend((pairs % 2 == 1).then(none));
        if out.is_empty() || out[0].name == "mprescripts" || out[0].name == "none" {
            out.insert(0, Node { name: "mrow", ..Node::default() });
        }
        self.children = out;
    }

    /// Returns all characters in it.
    pub fn all_text(&self) -> String {
        let mut text = self.text.clone();
        for child in &self.children {
            let inner = child.all_text();
            text.push_str(&inner);
        }
        text
    }
}

impl Root {
    /// Returns all characters in it.
    pub fn text(&self) -> String {
        let words: Vec<String> = self.children.iter().map(Node::all_text).filter(|word| !word.is_empty()).collect();
        words.join("")
    }
}
