//! Chooses the line breaks of a paragraph: total fit (Knuth & Plass 1981) with exact shaped widths.
//!
//! A state is a break, the fitness class of the line that ends there, and the number of consecutive lines that end in
//! hyphens. The slack of a line is distributed over its spaces, the scaling of glyphs and tracking
//! ([`super::recipe`]). A line may be stretched without limit, at a cost, but never shrunk past its limit. So there is
//! always a solution, and no line is overfull. The algorithm makes one pass over the opportunities; each looks back
//! over about one line of text.

use crate::units::Pt;

use super::opportunities::{BreakKind, Opportunity};
use super::recipe::{self, GLYPH_SCALING, SPACE_SHRINK, SPACE_STRETCH, TRACKING_SHRINK, TRACKING_STRETCH};
use super::shape::Amount;

/// The requirements on a paragraph's lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goal {
    pub measure: Pt,
    /// Indent of the first line.
    pub indent: Pt,
    /// Number of lines at the beginning that are indented further, beside a drop cap, and by how much.
    pub inset: (usize, Pt),
    /// Font size, which converts ems to points.
    pub size: Pt,
    pub edge: Edge,
    pub count: Count,
}

/// The required number of lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    /// The number that looks best.
    Best,
    /// Exactly this number, with no line looser or tighter than `ratio`, without hyphen ladders and without a runt.
    Exactly { lines: usize, ratio: f64 },
}

/// The chosen line breaks of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Broken {
    /// Indices of the opportunities where lines end; the last is the end of the paragraph.
    pub ends: Vec<usize>,
    /// Total demerits.
    pub demerits: f64,
    /// The adjustment ratio of the line that is stretched or shrunk most: the one furthest from 0.
    pub worst: f64,
    /// The measures of the whole text.
    pub amount: Amount,
    /// Number of possible lines that were compared to find these: how much work it was.
    pub effort: usize,
}

impl Broken {
    /// Whether the text is short enough to be broken again into more or fewer lines.
    pub fn can_vary(&self) -> bool {
        self.ends.len() <= recipe::VARIANT_LINES && self.effort <= recipe::VARIANT_EFFORT
    }

    /// Whether the text can possibly fill `lines` lines of at most this ratio. This is a necessary condition, not a
    /// sufficient one.
    pub fn can_fill(&self, lines: usize, ratio: f64, goal: &Goal) -> bool {
        // Includes a hyphen on each line, and the protrusion into both margins.
        let spare = goal.size.0 * 0.5 * lines as f64 + goal.indent.0.abs();
        let (stretch, shrink) = flexibility(&self.amount);
        let full = goal.measure.0 * (lines - 1) as f64;
        let natural = self.amount.natural() + goal.inset.1.0 * goal.inset.0 as f64;
        let longest = natural + stretch * ratio + spare;
        let shortest = natural - shrink - spare;
        longest >= full + (recipe::RUNT_LENGTH * goal.size).0 && shortest <= full + goal.measure.0
    }
}

/// How the ends of the lines should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Straight,
    Ragged,
}

/// Returns the fitness class of a line, from tight to very loose.
fn fitness(ratio: f64) -> u8 {
    match ratio {
        tight if tight < -0.5 => 0,
        decent if decent <= 0.5 => 1,
        loose if loose <= 1.0 => 2,
        _ => 3,
    }
}

/// After this many possible lines were compared, only the best way to each break is kept. A paragraph of prose needs about three
/// comparisons for each character, so one of 700 KB reaches this number. A heading of brackets, which can break after each of
/// them, needs ninety.
const CAREFUL: usize = 2_000_000;

/// One way to break the text up to an opportunity.
#[derive(Clone, Copy, Debug)]
struct Node {
    opportunity: usize,
    class: u8,
    hyphens: u8,
    ratio: f64,
    demerits: f64,
    /// Number of lines up to here; if the goal does not require a number of lines, only those that are inset count.
    lines: usize,
    /// Index of the node where the line starts; its own index for the first node.
    previous: usize,
}

/// A measured line between two opportunities.
#[derive(Clone, Copy, Debug)]
struct Fit {
    ratio: f64,
    natural: f64,
    words: bool,
    /// Whether it is the last line of the paragraph.
    last: bool,
}

/// Returns the best lines for `goal`; `None` only if they cannot have the required number.
pub(super) fn break_lines(opportunities: &[Opportunity], goal: &Goal) -> Option<Broken> {
    let start = Node { opportunity: 0, class: 1, hyphens: 0, ratio: 0.0, demerits: 0.0, lines: 0, previous: 0 };
    let rest = Rest::after(opportunities, goal)?;
    let mut ways = Ways { opportunities, goal, rest, nodes: vec![start], active: vec![0], best: Vec::new(), effort: 0 };
    for index in 1..opportunities.len() {
        ways.step(index);
    }
    let broken = trace_back(&ways.nodes, &ways.active, goal.count)?;
    let (first, last) = (opportunities.first()?, opportunities.last()?);
    Some(Broken { amount: last.before.minus(&first.after), effort: ways.effort, ..broken })
}

/// The text after an opportunity, which must fit into the remaining number of lines.
///
/// Without this bound, a text that can be stretched without limit, such as 100 KB of full stops, would be tried in
/// every possible number of lines for its beginning.
struct Rest {
    /// The measures of the whole text with all hyphens.
    all: Amount,
    /// The maximum content of a line, in points.
    line: f64,
}

impl Rest {
    fn after(opportunities: &[Opportunity], goal: &Goal) -> Option<Self> {
        // Includes the protrusion into both margins, and a hanging indent.
        let spare = goal.size.0 * 2.0 + goal.indent.0.min(0.0).abs();
        Some(Self { all: opportunities.last()?.before, line: goal.measure.0 + spare })
    }

    /// Whether the text after `here` can fit into `lines` lines.
    fn fits(&self, here: &Opportunity, lines: usize) -> bool {
        let amount = self.all.minus(&here.after);
        let (_, shrink) = flexibility(&amount);
        amount.natural() - shrink <= self.line * lines as f64
    }
}

/// The ways to the current opportunity that may still become the best.
struct Ways<'a> {
    opportunities: &'a [Opportunity],
    goal: &'a Goal,
    rest: Rest,
    nodes: Vec<Node>,
    /// Active nodes, where a line may still start, in the order of their breaks.
    active: Vec<usize>,
    /// The best ways to the current opportunity; a field only to reuse its allocation.
    best: Vec<Node>,
    /// Number of possible lines that were compared so far.
    effort: usize,
}

impl Ways<'_> {
    /// Extends every active way by a line that ends at opportunity `index`.
    fn step(&mut self, index: usize) {
        crate::halt::point();
        let here = &self.opportunities[index];
        let last = index + 1 == self.opportunities.len();
        let goal = self.goal;
        let mut fits: Option<(usize, bool, Fit)> = None;
        // The number of nodes at the beginning of `active` from which the line is too long. Lines from the earliest
        // breaks become too long first.
        let mut full = 0;
        for place in 0..self.active.len() {
            let candidate = self.active[place];
            self.effort += 1;
            let from = self.nodes[candidate];
            let is_inset = from.lines < goal.inset.0;
            let fit = match fits {
                Some((known, inset, fit)) if known == from.opportunity && inset == is_inset => fit,
                _ => measure(&self.opportunities[from.opportunity], here, goal.room(&from), last, goal),
            };
            fits = Some((from.opportunity, is_inset, fit));
            if fit.ratio > recipe::FAR_TOO_LOOSE && !self.best.is_empty() {
                // The lines from all later nodes are looser still.
                break;
            }
            if fit.ratio < -1.0 {
                if place == full {
                    full += 1;
                }
            } else if goal.count.allows(&from, fit) {
                let node = extend(&from, candidate, here, index, fit, goal);
                let fine = || node.hyphens < 3 && !(last && is_runt(&from, fit, goal));
                if goal.count == Count::Best || fine() && self.rest.fits(here, goal.count.left(&node)) {
                    self.keep(node);
                }
            }
        }
        if self.best.is_empty() && full == self.active.len() && goal.count == Count::Best {
            self.best.extend(forced((&self.nodes, &self.active), index, goal));
        }
        self.active.drain(..if here.kind == BreakKind::Mandatory { self.active.len() } else { full });
        if self.effort > CAREFUL {
            self.keep_least();
        }
        for at in 0..self.best.len() {
            let node = self.best[at];
            if !self.best.iter().any(|other| other.beats(&node)) {
                self.active.push(self.nodes.len());
                self.nodes.push(node);
            }
        }
        self.best.clear();
    }

    /// Keeps only the way with the least demerits to the current opportunity, whatever its state.
    fn keep_least(&mut self) {
        self.best.sort_by(|one, other| one.demerits.total_cmp(&other.demerits));
        self.best.truncate(1);
    }

    /// Keeps `node` if it is the best in its state.
    fn keep(&mut self, node: Node) {
        let state = |node: &Node| (node.class, node.hyphens, node.lines);
        match self.best.iter_mut().find(|other| state(other) == state(&node)) {
            Some(other) if other.demerits <= node.demerits => {}
            Some(other) => *other = node,
            None => self.best.push(node),
        }
    }
}

impl Node {
    /// Whether this way is at least as good as `other`, which ends at the same break, whatever follows. It is if its
    /// lead in demerits exceeds what fitness class and ratio can add to the cost of the next line.
    fn beats(&self, other: &Node) -> bool {
        const MOST: f64 = recipe::FITNESS + recipe::SMOOTHNESS * SMOOTHNESS_RANGE * SMOOTHNESS_RANGE;
        const SMOOTHNESS_RANGE: f64 = recipe::SMOOTHNESS_CEILING + 1.0;
        self.hyphens <= other.hyphens && self.lines == other.lines && self.demerits + MOST < other.demerits
    }
}

/// Returns a node for opportunity `index` even if every line that ends there is too wide. The latest way is extended:
/// its line can only be part of a ligature.
fn forced((nodes, full): (&[Node], &[usize]), index: usize, goal: &Goal) -> Option<Node> {
    let previous = full.iter().copied().max_by_key(|&candidate| nodes[candidate].opportunity)?;
    let (demerits, lines) = (nodes[previous].demerits + 1e9, goal.after(&nodes[previous]));
    Some(Node { opportunity: index, class: 0, hyphens: 0, ratio: -1.0, demerits, lines, previous })
}

/// Measures the line from `from` to `to`, which has so much `room`, and returns its ratio.
fn measure(from: &Opportunity, to: &Opportunity, room: Pt, last: bool, goal: &Goal) -> Fit {
    let amount = to.before.minus(&from.after);
    let natural = amount.natural();
    let ends_paragraph = last || to.kind == BreakKind::Mandatory;
    let slack = room.0 + to.end_hang + from.start_hang - natural;
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
    Fit { ratio, natural, words: amount.space > 0.0, last }
}

/// Returns how much a line can grow and shrink at ratio ±1, in points.
pub(super) fn flexibility(amount: &Amount) -> (f64, f64) {
    let scaling = amount.solid * GLYPH_SCALING;
    let stretch = amount.space * SPACE_STRETCH + scaling + amount.track * TRACKING_STRETCH.0;
    let shrink = amount.space * SPACE_SHRINK + scaling + amount.track * TRACKING_SHRINK.0;
    // Ideographs have no spaces between them, so a little space is added between all of them.
    (stretch + amount.ideographs * 0.05, shrink)
}

fn extend(from: &Node, previous: usize, here: &Opportunity, index: usize, fit: Fit, goal: &Goal) -> Node {
    let class = fitness(fit.ratio);
    let hyphens = if here.hyphen { (from.hyphens + 1).min(3) } else { 0 };
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
    if fit.last {
        demerits += last_line(from, fit, goal);
    }
    let demerits = from.demerits + demerits;
    Node { opportunity: index, class, hyphens, ratio: fit.ratio, demerits, lines: goal.after(from), previous }
}

/// Whether a last line that starts at `from` is a runt, that is, too short.
fn is_runt(from: &Node, fit: Fit, goal: &Goal) -> bool {
    from.opportunity != 0 && (!fit.words || Pt(fit.natural) < recipe::RUNT_LENGTH * goal.size)
}

/// Returns the demerits of a last line: for a hyphen before it, and for too little text on it.
fn last_line(from: &Node, fit: Fit, goal: &Goal) -> f64 {
    let mut demerits = if from.hyphens > 0 { recipe::FINAL_HYPHEN } else { 0.0 };
    if is_runt(from, fit, goal) {
        let short = Pt(fit.natural) < recipe::SHORT_RUNT_LENGTH * goal.size;
        demerits += recipe::RUNT * if short { 2.0 } else { 1.0 };
    }
    demerits
}

fn trace_back(nodes: &[Node], active: &[usize], count: Count) -> Option<Broken> {
    let wanted = |&index: &usize| match count {
        Count::Best => true,
        Count::Exactly { lines, .. } => nodes[index].lines == lines,
    };
    let best = active.iter().copied().filter(wanted);
    let best = best.min_by(|&a, &b| nodes[a].demerits.total_cmp(&nodes[b].demerits))?;
    let mut ends = Vec::new();
    let mut at = best;
    let mut worst = 0.0_f64;
    while at != 0 {
        ends.push(nodes[at].opportunity);
        worst = worst.max(nodes[at].ratio.abs());
        at = nodes[at].previous;
    }
    ends.reverse();
    Some(Broken { ends, demerits: nodes[best].demerits, worst, ..Broken::default() })
}

impl Count {
    /// Whether a line with this fit may follow `from`.
    fn allows(self, from: &Node, fit: Fit) -> bool {
        match self {
            Count::Best => true,
            Count::Exactly { lines, ratio } => from.lines < lines && fit.ratio.abs() <= ratio,
        }
    }

    /// Returns how many lines may follow `node`.
    fn left(self, node: &Node) -> usize {
        match self {
            Count::Best => usize::MAX,
            Count::Exactly { lines, .. } => lines - node.lines.min(lines),
        }
    }
}

impl Goal {
    /// Returns the width of the lines beside a drop cap, or that of all lines.
    pub fn narrowest(&self) -> Pt {
        if self.inset.0 > 0 { self.measure - self.inset.1 } else { self.measure }
    }

    /// Returns the width of a line that follows `from`.
    fn room(&self, from: &Node) -> Pt {
        let indent = if from.opportunity == 0 { self.indent } else { Pt::ZERO };
        let inset = if from.lines < self.inset.0 { self.inset.1 } else { Pt::ZERO };
        self.measure - indent - inset
    }

    /// Returns the number of lines up to the end of a line that follows `from`, as far as lines are counted.
    fn after(&self, from: &Node) -> usize {
        match self.count {
            Count::Best => (from.lines + 1).min(self.inset.0),
            Count::Exactly { .. } => from.lines + 1,
        }
    }
}
