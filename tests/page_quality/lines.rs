//! Lines of text as they stand on the pages, told by their owner and their baseline.

use offprint::layout::{Item, Owner, Pages, StructId, StructRole, Structure};

/// Baselines nearer to each other than this share of the font size are one: raised and lowered letters.
const SAME_LINE: f64 = 0.6;

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
            let (Owner::Content(owner), Item::Text(run)) = (placed.owner, &placed.item) else { continue };
            let Some(block) = block(&pages.structure, owner) else { continue };
            if run.text.trim().is_empty() {
                continue;
            }
            let hyphenated = run.actual_text.as_deref() == Some("\u{ad}");
            let same = |line: &&mut Line| {
                let apart = (line.baseline - at.y.0).abs();
                line.block == block && line.page == page && apart < SAME_LINE * line.size.max(run.size.0)
            };
            match lines.last_mut().filter(same) {
                Some(line) => {
                    line.hyphenated |= hyphenated;
                    // The largest letters stand on the line itself.
                    if run.size.0 > line.size {
                        (line.size, line.baseline) = (run.size.0, at.y.0);
                    }
                }
                None => lines.push(Line {
                    page,
                    baseline: at.y.0,
                    size: run.size.0,
                    block,
                    role: pages.structure.nodes[block.0 as usize].role,
                    flow: flow(&pages.structure, owner),
                    hyphenated,
                }),
            }
        }
    }
    lines
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
