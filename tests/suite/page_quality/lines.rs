//! Lines of text as they stand on the pages, told by their owner and their baseline.

use offprint::layout::{Item, Owner, Pages, StructId, StructRole, Structure};
use offprint::units::Point;

/// Baselines nearer to each other than this share of the font size are one: raised and lowered letters.
const SAME_LINE: f64 = 0.6;
/// Height of the box for a missing character, as a share of the font size.
const BOX_HEIGHT: f64 = 0.64;

/// Where text belongs on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// It runs down the pages.
    Text,
    /// It is below or beside a picture.
    Caption,
    /// It is at the foot, part of this note.
    Note(StructId),
}

/// A line of one block.
#[derive(Clone, Debug)]
pub struct Line {
    pub page: usize,
    pub baseline: f64,
    pub size: f64,
    /// The paragraph, heading, listing, cell or label.
    pub block: StructId,
    pub role: StructRole,
    pub flow: Flow,
    /// Whether it ends in a hyphen that hyphenation put there.
    pub hyphenated: bool,
}

/// All lines, in reading order.
pub fn lines(pages: &Pages) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (page, content) in pages.pages.iter().enumerate() {
        for (at, placed) in &content.frame.items {
            let (Owner::Content(owner), Some(letters)) = (placed.owner, letters(*at, &placed.item)) else { continue };
            let Some(block) = block(&pages.structure, owner) else { continue };
            let same = |line: &&mut Line| {
                let apart = (line.baseline - letters.baseline).abs();
                line.block == block && line.page == page && apart < SAME_LINE * line.size.max(letters.size)
            };
            match lines.last_mut().filter(same) {
                Some(line) => {
                    line.hyphenated |= letters.hyphen;
                    // The largest letters stand on the line itself.
                    if letters.size > line.size {
                        (line.size, line.baseline) = (letters.size, letters.baseline);
                    }
                }
                None => lines.push(Line {
                    page,
                    baseline: letters.baseline,
                    size: letters.size,
                    block,
                    role: pages.structure.nodes[block.0 as usize].role,
                    flow: flow(&pages.structure, owner),
                    hyphenated: letters.hyphen,
                }),
            }
        }
    }
    lines
}

/// Letters on a line.
struct Letters {
    baseline: f64,
    size: f64,
    /// Whether they are a hyphen that hyphenation put there.
    hyphen: bool,
}

/// What is seen of text in `item`: glyphs, or a box for a character that no font of this machine has.
fn letters(at: Point, item: &Item) -> Option<Letters> {
    match item {
        Item::Text(run) if !run.text.trim().is_empty() => {
            let hyphen = run.actual_text.as_deref() == Some("\u{ad}");
            Some(Letters { baseline: at.y.0, size: run.size.0, hyphen })
        }
        Item::Outline { size, text: Some(_), .. } => {
            Some(Letters { baseline: (at.y + size.height).0, size: size.height.0 / BOX_HEIGHT, hyphen: false })
        }
        _ => None,
    }
}

/// `element` and those around it, from the inside.
pub fn around(structure: &Structure, element: StructId) -> impl Iterator<Item = StructId> + '_ {
    std::iter::successors(Some(element), |id| structure.nodes[id.0 as usize].parent)
}

/// The innermost element around `element` that is set in lines of its own.
fn block(structure: &Structure, element: StructId) -> Option<StructId> {
    let role = |id: StructId| structure.nodes[id.0 as usize].role;
    let in_lines = |role| {
        let cell = matches!(role, StructRole::TD { .. } | StructRole::TH { .. });
        cell || matches!(role, StructRole::P | StructRole::H(_) | StructRole::Lbl | StructRole::Caption)
    };
    // Code and formulas in a line are part of what the line is part of.
    let alone = |role| matches!(role, StructRole::Code | StructRole::Formula);
    let outer = around(structure, element).find(|id| in_lines(role(*id)));
    outer.or_else(|| around(structure, element).find(|id| alone(role(*id))))
}

/// Where `element` belongs.
pub fn flow(structure: &Structure, element: StructId) -> Flow {
    let role = |id: &StructId| structure.nodes[id.0 as usize].role;
    let in_table = || around(structure, element).any(|id| role(&id) == StructRole::Table);
    match around(structure, element).find(|id| matches!(role(id), StructRole::Note | StructRole::Caption)) {
        Some(id) if role(&id) == StructRole::Note => Flow::Note(id),
        Some(_) if !in_table() => Flow::Caption,
        _ => Flow::Text,
    }
}
