//! What a typographer would send back, counted.

use std::collections::BTreeMap;

use offprint::article::NoteId;
use offprint::design::Design;
use offprint::layout::{Anchor, Item, Owner, Pages, StructId, StructRole};

use super::lines::{Flow, Line, around, flow, lines};

/// Lines of a paragraph or a listing that stay together on each side of a page break.
const TOGETHER: usize = 2;
/// Lines of text that a last page has at least.
const LAST_LINES: usize = 3;
/// Room for the rule above notes, in grid lines: with less than this and a line, a page with notes is full.
const NOTE_GAP: f64 = 0.6;

/// Kinds of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The last line of a paragraph or listing at the top of a page.
    Widow,
    /// Its first line at the foot of one.
    Orphan,
    /// A heading with less than two lines of its section below it, though the section has more.
    StrandedHeading,
    /// The label of an item on another page than the item's first line.
    StrandedLabel,
    /// A page, not the last, that ends more than two lines before its foot.
    Short,
    /// A page that ends in a hyphen.
    HyphenAtEnd,
    /// A last page of one or two lines.
    StrayLastPage,
    /// The colophon alone on a page.
    LoneColophon,
    /// A note that begins on another page than its call.
    NoteAway,
    /// A note on more than one page.
    NoteSplit,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Widow,
        Kind::Orphan,
        Kind::StrandedHeading,
        Kind::StrandedLabel,
        Kind::Short,
        Kind::HyphenAtEnd,
        Kind::StrayLastPage,
        Kind::LoneColophon,
        Kind::NoteAway,
        Kind::NoteSplit,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Widow => "widow",
            Kind::Orphan => "orphan",
            Kind::StrandedHeading => "heading",
            Kind::StrandedLabel => "label",
            Kind::Short => "short>2",
            Kind::HyphenAtEnd => "hyphen",
            Kind::StrayLastPage => "last<3",
            Kind::LoneColophon => "colophon",
            Kind::NoteAway => "away",
            Kind::NoteSplit => "split",
        }
    }
}

/// A fault and where it is.
pub struct Fault {
    pub kind: Kind,
    pub page: usize,
    pub what: String,
}

/// What was found in a document.
#[derive(Default)]
pub struct Faults {
    pub counts: Counts,
    pub list: Vec<Fault>,
}

/// Sums over documents.
#[derive(Default)]
pub struct Counts {
    pub articles: usize,
    pub pages: usize,
    pub notes: usize,
    faults: BTreeMap<Kind, usize>,
    /// Pages, the last ones aside, by the number of lines that they are short of.
    short: BTreeMap<usize, usize>,
    /// What begins the page after a short one.
    causes: BTreeMap<String, usize>,
}

impl Counts {
    pub fn of(&self, kind: Kind) -> usize {
        self.faults.get(&kind).copied().unwrap_or(0)
    }

    /// Pages that are short by at least `lines`.
    pub fn short_by(&self, lines: usize) -> usize {
        self.short.range(lines..).map(|(_, count)| count).sum()
    }

    pub fn add(&mut self, other: &Counts) {
        self.articles += other.articles;
        self.pages += other.pages;
        self.notes += other.notes;
        other.faults.iter().for_each(|(kind, count)| *self.faults.entry(*kind).or_default() += count);
        other.short.iter().for_each(|(lines, count)| *self.short.entry(*lines).or_default() += count);
        other.causes.iter().for_each(|(cause, count)| *self.causes.entry(cause.clone()).or_default() += count);
    }

    pub fn heading() -> String {
        let kinds: String = Kind::ALL.iter().map(|kind| format!("{:>9}", kind.name())).collect();
        format!("{:26}{:>5}{:>6}{:>6}{kinds}   short by 0, 1, 2, 3+ in %", "", "texts", "pages", "notes")
    }

    pub fn row(&self, name: &str) -> String {
        let kinds: String = Kind::ALL.iter().map(|kind| format!("{:9}", self.of(*kind))).collect();
        let full = self.short_by(0).max(1) as f64;
        let exactly = |lines: usize| self.short_by(lines) - self.short_by(lines + 1);
        let shares = [exactly(0), exactly(1), exactly(2), self.short_by(3)].map(|count| count as f64 / full * 100.0);
        let shares: String = shares.iter().map(|share| format!("{share:7.2}")).collect();
        format!("{name:26}{:5}{:6}{:6}{kinds}  {shares}", self.articles, self.pages, self.notes)
    }

    pub fn causes(&self) -> String {
        let mut causes: Vec<_> = self.causes.iter().collect();
        causes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        causes.iter().map(|(cause, count)| format!("{count} {cause}")).collect::<Vec<_>>().join(", ")
    }
}

impl Faults {
    fn add(&mut self, kind: Kind, page: usize, what: impl Into<String>) {
        *self.counts.faults.entry(kind).or_default() += 1;
        self.list.push(Fault { kind, page, what: what.into() });
    }
}

/// Counts the faults of `pages`, which are set in `design`.
pub fn count(pages: &Pages, design: &Design) -> Faults {
    let mut faults = Faults::default();
    faults.counts.articles = 1;
    faults.counts.pages = pages.pages.len();
    let mut lines = lines(pages);
    // Pages before the text, with roman numbers, hold a title or a list of contents and may be as short as they are.
    lines.retain(|line| is_text(pages, line.page));
    lone_lines(&lines, &mut faults);
    headings(&lines, pages, &mut faults);
    labels(&lines, pages, &mut faults);
    page_ends(&lines, pages, design, &mut faults);
    last_page(&lines, pages, &mut faults);
    notes(pages, &mut faults);
    faults.list.sort_by_key(|fault| (fault.page, fault.kind));
    faults
}

/// Pages of a block, with the number of its lines on each.
fn spread(lines: &[Line]) -> BTreeMap<StructId, Vec<(usize, usize)>> {
    let mut blocks: BTreeMap<StructId, Vec<(usize, usize)>> = BTreeMap::new();
    for line in lines {
        let pages = blocks.entry(line.block).or_default();
        match pages.last_mut().filter(|last| last.0 == line.page) {
            Some(last) => last.1 += 1,
            None => pages.push((line.page, 1)),
        }
    }
    blocks
}

fn lone_lines(lines: &[Line], faults: &mut Faults) {
    let set_in_lines = |line: &&Line| matches!(line.role, StructRole::P | StructRole::Code);
    let lines: Vec<Line> = lines.iter().filter(set_in_lines).cloned().collect();
    for (block, pages) in spread(&lines).into_iter().filter(|(_, pages)| pages.len() > 1) {
        let flow = lines.iter().find(|line| line.block == block).map(|line| line.flow);
        let what = if matches!(flow, Some(Flow::Note(_))) { "in a note" } else { "" };
        let (first, last) = (pages[0], pages[pages.len() - 1]);
        if first.1 < TOGETHER {
            faults.add(Kind::Orphan, first.0, what);
        }
        if last.1 < TOGETHER {
            faults.add(Kind::Widow, last.0, what);
        }
    }
}

fn headings(lines: &[Line], pages: &Pages, faults: &mut Faults) {
    // A bullet stands on a line that is counted; a term has lines of its own.
    let beside = |label: &Line| {
        let same = |line: &&Line| line.page == label.page && (line.baseline - label.baseline).abs() < 1.0;
        lines.iter().filter(same).any(|line| line.role != StructRole::Lbl)
    };
    let counts = |line: &&Line| line.flow == Flow::Text && !(line.role == StructRole::Lbl && beside(line));
    let text: Vec<&Line> = lines.iter().filter(counts).collect();
    let is_heading = |line: &Line| matches!(line.role, StructRole::H(_));
    for (index, heading) in text.iter().enumerate().filter(|(_, line)| is_heading(line)) {
        let Some(next) = text.get(index + 1) else { continue };
        let section = text[index + 1..].iter().take_while(|line| !is_heading(line)).count();
        let here = text[index + 1..][..section].iter().filter(|line| line.page == heading.page).count();
        // A picture below it is as good as two lines.
        let items = pages.pages[heading.page].frame.items.iter();
        let picture = items
            .filter(|(_, placed)| matches!(placed.item, Item::Picture { .. }))
            .any(|(at, _)| at.y.0 > heading.baseline);
        let stranded = match is_heading(next) {
            true => next.page != heading.page,
            false => here < section.min(TOGETHER),
        };
        if stranded && !picture {
            let title = pages.structure.nodes[heading.block.0 as usize].title.clone().unwrap_or_default();
            faults.add(Kind::StrandedHeading, heading.page, title);
        }
    }
}

fn labels(lines: &[Line], pages: &Pages, faults: &mut Faults) {
    let nodes = &pages.structure.nodes;
    let mut first: BTreeMap<StructId, usize> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.role != StructRole::Lbl) {
        for id in around(&pages.structure, line.block) {
            first.entry(id).or_insert(line.page);
        }
    }
    for line in lines.iter().filter(|line| line.role == StructRole::Lbl) {
        let Some(item) = nodes[line.block.0 as usize].parent else { continue };
        if first.get(&item).is_some_and(|&page| page != line.page) {
            faults.add(Kind::StrandedLabel, line.page, "");
        }
    }
}

/// How full pages are, and whether they end in a hyphen.
fn page_ends(lines: &[Line], pages: &Pages, design: &Design, faults: &mut Faults) {
    for page in (0..pages.pages.len().saturating_sub(1)).filter(|page| is_text(pages, *page)) {
        let text: Vec<&Line> = lines.iter().filter(|line| line.page == page && line.flow == Flow::Text).collect();
        let last = text.iter().max_by(|a, b| a.baseline.total_cmp(&b.baseline));
        let next = lines.iter().find(|line| line.page > page && line.flow == Flow::Text);
        if let (Some(last), Some(next)) = (last, next)
            && last.hyphenated
            && last.block == next.block
        {
            faults.add(Kind::HyphenAtEnd, page, "");
        }
        let short = lines_short(lines, pages, page, design);
        *faults.counts.short.entry(short).or_default() += 1;
        if short > 2 {
            let cause = begins_with(pages, page + 1);
            faults.add(Kind::Short, page, format!("by {short} before {cause}"));
            *faults.counts.causes.entry(cause).or_default() += 1;
        }
    }
}

fn is_text(pages: &Pages, page: usize) -> bool {
    pages.pages[page].label.bytes().all(|byte| byte.is_ascii_digit())
}

/// Lines that would still find room on `page`.
fn lines_short(lines: &[Line], pages: &Pages, page: usize, design: &Design) -> usize {
    let grid = design.leading.0;
    let top = design.first_baseline.0 - grid;
    let bottom = bottom(pages, page, top);
    let notes = lines.iter().filter(|line| line.page == page && matches!(line.flow, Flow::Note(_)));
    let note = notes.map(|line| line.baseline).fold(f64::INFINITY, f64::min);
    let foot = match note.is_finite() {
        true => note - design.styles.note.leading.0 - NOTE_GAP * grid,
        false => top + grid * lines_of_full_pages(pages, design) as f64,
    };
    let used = ((bottom - top) / grid - 0.01).ceil();
    ((foot - top) / grid + 0.01 - used).floor().max(0.0) as usize
}

/// Where the text and pictures of `page` end, `top` if there are none.
fn bottom(pages: &Pages, page: usize, top: f64) -> f64 {
    let content = |placed: &Owner| match placed {
        Owner::Content(id) => !matches!(flow(&pages.structure, *id), Flow::Note(_)),
        Owner::Artifact => true,
        Owner::Furniture => false,
    };
    let bottoms = pages.pages[page].frame.items.iter().filter(|(_, placed)| content(&placed.owner));
    let bottoms = bottoms.filter_map(|(at, placed)| match &placed.item {
        Item::Text(run) if !run.text.trim().is_empty() => Some(at.y.0),
        Item::Picture { size, .. } => Some((at.y + size.height).0),
        _ => None,
    });
    bottoms.fold(top, f64::max)
}

/// Lines of a full page. All pages of an article may be one line longer or shorter than the design says, so that the
/// last one is not nearly empty.
fn lines_of_full_pages(pages: &Pages, design: &Design) -> usize {
    let top = (design.first_baseline - design.leading).0;
    let before_last = 0..pages.pages.len().saturating_sub(1);
    let lines = before_last.map(|page| ((bottom(pages, page, top) - top) / design.leading.0 - 0.01).ceil() as usize);
    lines.max().unwrap_or(0).clamp(design.lines - 1, design.lines + 1)
}

/// What `page` begins with.
fn begins_with(pages: &Pages, page: usize) -> String {
    let items = pages.pages[page].frame.items.iter();
    let mut owners = items.filter_map(|(_, placed)| match (placed.owner, &placed.item) {
        (Owner::Content(id), Item::Text(_) | Item::Picture { .. }) => Some((id, &placed.item)),
        _ => None,
    });
    let Some((owner, item)) = owners.next() else { return "nothing".to_owned() };
    if matches!(item, Item::Picture { .. }) {
        return "picture".to_owned();
    }
    let role = |id: StructId| pages.structure.nodes[id.0 as usize].role;
    let inside = |wanted: fn(StructRole) -> bool| around(&pages.structure, owner).any(|id| wanted(role(id)));
    let name = match () {
        () if inside(|role| matches!(role, StructRole::H(_))) => "heading",
        () if inside(|role| role == StructRole::Note) => "note",
        () if inside(|role| role == StructRole::Table) => "table",
        () if inside(|role| role == StructRole::BlockQuote) => "quotation",
        () if inside(|role| role == StructRole::LI) => "list",
        () if inside(|role| role == StructRole::Code) => "code",
        () => "paragraph",
    };
    name.to_owned()
}

fn last_page(lines: &[Line], pages: &Pages, faults: &mut Faults) {
    let last = pages.pages.len() - 1;
    if last == 0 {
        return;
    }
    // The colophon is the last section.
    let nodes = &pages.structure.nodes;
    let colophon = nodes[0].children.iter().rev().find(|id| nodes[id.0 as usize].role == StructRole::Sect);
    let in_colophon = |line: &Line| around(&pages.structure, line.block).any(|id| Some(&id) == colophon);
    let here = lines.iter().filter(|line| line.page == last && !matches!(line.flow, Flow::Note(_)));
    let pictures = pages.pages[last].frame.items.iter().any(|(_, placed)| matches!(placed.item, Item::Picture { .. }));
    let mut baselines: Vec<i64> =
        here.filter(|line| !in_colophon(line)).map(|line| line.baseline.round() as i64).collect();
    baselines.sort_unstable();
    baselines.dedup();
    match baselines.len() {
        _ if pictures => {}
        0 => faults.add(Kind::LoneColophon, last, ""),
        count if count < LAST_LINES => faults.add(Kind::StrayLastPage, last, ""),
        _ => {}
    }
}

fn notes(pages: &Pages, faults: &mut Faults) {
    let mut calls: BTreeMap<NoteId, usize> = BTreeMap::new();
    let mut notes: BTreeMap<NoteId, usize> = BTreeMap::new();
    let mut spread: BTreeMap<StructId, Vec<usize>> = BTreeMap::new();
    for (page, content) in pages.pages.iter().enumerate() {
        for (_, placed) in &content.frame.items {
            match (&placed.item, placed.owner) {
                (Item::Anchor(Anchor::NoteCall(id)), _) => _ = calls.entry(*id).or_insert(page),
                (Item::Anchor(Anchor::Note(id)), _) => _ = notes.entry(*id).or_insert(page),
                (Item::Text(_), Owner::Content(owner)) => {
                    if let Flow::Note(note) = flow(&pages.structure, owner) {
                        let pages = spread.entry(note).or_default();
                        if pages.last() != Some(&page) {
                            pages.push(page);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    // Printed addresses of links are called like notes, and are none.
    calls.retain(|id, _| notes.contains_key(id));
    faults.counts.notes = calls.len();
    for (id, page) in calls {
        if notes.get(&id) != Some(&page) {
            faults.add(Kind::NoteAway, page, format!("note {}", id.0 + 1));
        }
    }
    for pages in spread.into_values().filter(|pages| pages.len() > 1) {
        faults.add(Kind::NoteSplit, pages[0], "");
    }
}
