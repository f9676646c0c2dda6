//! Choosing the breaks of a paragraph: total fit (Knuth & Plass 1981) over exact shaped widths.
//!
//! A state is a break, the fitness class of the line that ends there, and how many hyphens in a row end lines there.
//! The slack of a line is shared by its spaces, by the scaling of glyphs and by tracking ([`super::recipe`]). A line may
//! be stretched without limit, at a price; it may never be shrunk past its limit. So there is always a way through, and
//! no line is overfull. One pass over the opportunities, each looking back over about one line of text.

use crate::units::Pt;

use super::opportunities::{Kind, Opportunity};
use super::recipe::{self, GLYPH_SCALING, SPACE_SHRINK, SPACE_STRETCH, TRACKING_SHRINK, TRACKING_STRETCH};
use super::shape::Amount;

/// What a paragraph is broken for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goal {
    pub measure: Pt,
    /// Indent of the first line.
    pub indent: Pt,
    /// Font size, for lengths in ems.
    pub size: Pt,
    pub edge: Edge,
}

/// What the end of the lines should look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Straight,
    Ragged,
}

/// Fitness classes of lines, from tight to very loose.
fn fitness(ratio: f64) -> u8 {
    match ratio {
        tight if tight < -0.5 => 0,
        decent if decent <= 0.5 => 1,
        loose if loose <= 1.0 => 2,
        _ => 3,
    }
}

/// A way to break the text up to an opportunity.
#[derive(Clone, Copy, Debug)]
struct Node {
    opportunity: usize,
    class: u8,
    hyphens: u8,
    ratio: f64,
    demerits: f64,
    /// Index of the node that the line starts at; its own index for the first.
    previous: usize,
}

/// A line between two opportunities, measured.
#[derive(Clone, Copy, Debug)]
struct Fit {
    ratio: f64,
    natural: f64,
    words: bool,
}

/// Indices of the opportunities at which lines end, the last being the paragraph's end.
pub(super) fn break_lines(opportunities: &[Opportunity], goal: &Goal) -> Vec<usize> {
    let start = Node { opportunity: 0, class: 1, hyphens: 0, ratio: 0.0, demerits: 0.0, previous: 0 };
    let mut nodes = vec![start];
    let mut active = vec![0];
    for index in 1..opportunities.len() {
        step(opportunities, index, goal, &mut nodes, &mut active);
    }
    trace_back(&nodes, &active)
}

/// Extends every active way by a line that ends at opportunity `index`.
fn step(opportunities: &[Opportunity], index: usize, goal: &Goal, nodes: &mut Vec<Node>, active: &mut Vec<usize>) {
    let here = &opportunities[index];
    let last = index + 1 == opportunities.len();
    let mut fits: Option<(usize, Fit)> = None;
    let mut best: Vec<Node> = Vec::new();
    let mut full = Vec::new();
    for &candidate in active.iter() {
        let from = nodes[candidate];
        let fit = match fits {
            Some((known, fit)) if known == from.opportunity => fit,
            _ => measure(&opportunities[from.opportunity], here, from.opportunity == 0, last, goal),
        };
        fits = Some((from.opportunity, fit));
        if fit.ratio > recipe::FAR_TOO_LOOSE && !best.is_empty() {
            // The ways stand in the order of their breaks: the lines of all further ones are looser still.
            break;
        }
        if fit.ratio < -1.0 {
            full.push(candidate);
            continue;
        }
        let node = extend(&from, candidate, here, index, fit, last, goal);
        match best.iter_mut().find(|other| (other.class, other.hyphens) == (node.class, node.hyphens)) {
            Some(other) if other.demerits <= node.demerits => {}
            Some(other) => *other = node,
            None => best.push(node),
        }
    }
    if best.is_empty() && full.len() == active.len() {
        best.extend(forced(nodes, &full, index));
    }
    let mandatory = here.kind == Kind::Mandatory;
    active.retain(|candidate| !mandatory && !full.contains(candidate));
    for node in best {
        active.push(nodes.len());
        nodes.push(node);
    }
}

/// Where even the latest way is too wide for one line, it is taken: no more than a part of a ligature can be so.
fn forced(nodes: &[Node], full: &[usize], index: usize) -> Option<Node> {
    let previous = full.iter().copied().max_by_key(|&candidate| nodes[candidate].opportunity)?;
    let demerits = nodes[previous].demerits + 1e9;
    Some(Node { opportunity: index, class: 0, hyphens: 0, ratio: -1.0, demerits, previous })
}

/// The ratio of the line from `from` to `to`.
fn measure(from: &Opportunity, to: &Opportunity, first: bool, last: bool, goal: &Goal) -> Fit {
    let amount = to.before.minus(&from.after);
    let indent = if first { goal.indent } else { Pt::ZERO };
    let natural = amount.natural();
    let ends_paragraph = last || to.kind == Kind::Mandatory;
    let slack = (goal.measure - indent).0 + to.end_hang + from.start_hang - natural;
    let (stretch, shrink) = match goal.edge {
        Edge::Straight => flexibility(&amount),
        Edge::Ragged => ((recipe::RAG * goal.size).0, 0.0),
    };
    let ratio = match slack {
        slack if slack > 0.0 && ends_paragraph => 0.0,
        slack if slack > 0.0 => slack / stretch.max(1e-3),
        slack if slack > -1e-6 => 0.0,
        slack => slack / shrink.max(1e-6),
    };
    Fit { ratio, natural, words: amount.space > 0.0 }
}

/// How much a line may grow and shrink at ratio ±1, in points.
pub(super) fn flexibility(amount: &Amount) -> (f64, f64) {
    let scaling = amount.solid * GLYPH_SCALING;
    let stretch = amount.space * SPACE_STRETCH + scaling + amount.track * TRACKING_STRETCH.0;
    let shrink = amount.space * SPACE_SHRINK + scaling + amount.track * TRACKING_SHRINK.0;
    // Ideographs have no spaces between them; a little air between all of them is the usual way.
    (stretch + amount.ideographs * 0.05, shrink)
}

fn extend(from: &Node, previous: usize, here: &Opportunity, index: usize, fit: Fit, last: bool, goal: &Goal) -> Node {
    let class = fitness(fit.ratio);
    let hyphenated = here.kind == Kind::Hyphen;
    let hyphens = if hyphenated { (from.hyphens + 1).min(3) } else { 0 };
    let ratio = fit.ratio.abs();
    let badness = (100.0 * ratio * ratio * ratio).min(1e5);
    let line = recipe::LINE + badness;
    let mut demerits = line * line + here.penalty * here.penalty;
    if class.abs_diff(from.class) > 1 {
        demerits += recipe::FITNESS;
    }
    if from.opportunity != 0 {
        let ceiling = recipe::SMOOTHNESS_CEILING;
        let change = fit.ratio.min(ceiling) - from.ratio.min(ceiling);
        demerits += recipe::SMOOTHNESS * change * change;
    }
    demerits += match hyphens {
        2 => recipe::SECOND_HYPHEN,
        3 => recipe::HYPHEN_LADDER,
        _ => 0.0,
    };
    if last {
        demerits += last_line(from, fit, goal);
    }
    Node { opportunity: index, class, hyphens, ratio: fit.ratio, demerits: from.demerits + demerits, previous }
}

/// What is bad about a last line: a hyphen before it, or too little on it.
fn last_line(from: &Node, fit: Fit, goal: &Goal) -> f64 {
    let mut demerits = if from.hyphens > 0 { recipe::FINAL_HYPHEN } else { 0.0 };
    let width = Pt(fit.natural);
    if from.opportunity != 0 && (!fit.words || width < recipe::RUNT_LENGTH * goal.size) {
        let short = width < recipe::SHORT_RUNT_LENGTH * goal.size;
        demerits += recipe::RUNT * if short { 2.0 } else { 1.0 };
    }
    demerits
}

fn trace_back(nodes: &[Node], active: &[usize]) -> Vec<usize> {
    let best = active.iter().copied().min_by(|&a, &b| nodes[a].demerits.total_cmp(&nodes[b].demerits));
    let mut ends = Vec::new();
    let mut at = best.unwrap_or(0);
    while at != 0 {
        ends.push(nodes[at].opportunity);
        at = nodes[at].previous;
    }
    ends.reverse();
    ends
}
