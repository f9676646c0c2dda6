//! Rows and columns: matrices, arrays, cases and aligned equations.
//!
//! The space between columns and rows is LaTeX's: `\arraycolsep`, `\arraystretch`, `\jot` and amsmath's `\quad`s, in
//! ems.

use pulldown_latex::event::{
    ArrayColumn, ColumnAlignment, EnvironmentFlow, Event, Grouping, Line as Ruled, StateChange, Style as Wanted,
};

use super::boxes::Boxed;
use super::spacing::{Class, Entry, row};
use super::style::{Context, Level};
use super::{Builder, glyphs, list, stretch};
use crate::tex;
use crate::units::{Em, Pt, Size};

/// Height and depth of an empty row: 0.7 and 0.3 of a line 1.2 em high.
const STRUT: (Em, Em) = (Em(0.84), Em(0.36));
/// Height and depth of an empty row in `cases`, which has an `\arraystretch` of 1.2.
const CASES_STRUT: (Em, Em) = (Em(1.008), Em(0.432));
/// Height and depth of an empty row in script style, where rows stand closer.
const SCRIPT_STRUT: (Em, Em) = (Em(0.7), Em(0.3));
/// Space added between equations (`\jot`).
const JOT: Em = Em(0.3);
/// Minimum space between the content of neighbouring rows that are higher than a strut.
const LEAST_GAP: Em = Em(0.16);
/// Thickness of rules in arrays.
const LINE: Em = Em(0.04);

/// The layout of an environment.
struct Environment {
    columns: Vec<ColumnAlignment>,
    /// Alignments of further columns, which are repeated alternately.
    more: [ColumnAlignment; 2],
    /// Space after a column: after the first of a pair, and after the second.
    gaps: [Em; 2],
    /// Space at the left and right ends of a row.
    ends: Em,
    strut: (Em, Em),
    jot: Em,
    /// Columns with a rule before them.
    separators: Vec<usize>,
    level: Option<Level>,
    /// Whether columns form pairs that meet at a relation.
    paired: bool,
    /// Whether the first row is flush left and the last one flush right.
    stepped: bool,
}

impl Environment {
    fn new(align: ColumnAlignment, gap: Em, level: Level) -> Self {
        Self {
            columns: Vec::new(),
            more: [align, align],
            gaps: [gap, gap],
            ends: Em::ZERO,
            strut: STRUT,
            jot: Em::ZERO,
            separators: Vec::new(),
            level: Some(level),
            paired: false,
            stepped: false,
        }
    }

    fn pairs(gap: Em) -> Self {
        Self {
            more: [ColumnAlignment::Right, ColumnAlignment::Left],
            gaps: [Em::ZERO, gap],
            jot: JOT,
            paired: true,
            ..Self::new(ColumnAlignment::Right, gap, Level::Display)
        }
    }

    fn lines() -> Self {
        Self { jot: JOT, ..Self::new(ColumnAlignment::Center, Em::ZERO, Level::Display) }
    }

    fn of(grouping: &Grouping) -> Self {
        match grouping {
            Grouping::Array(columns) => Self::array(columns),
            Grouping::Matrix { alignment } => Self::new(*alignment, Em(1.0), Level::Text),
            Grouping::Cases { .. } => {
                Self { strut: CASES_STRUT, ..Self::new(ColumnAlignment::Left, Em(1.0), Level::Text) }
            }
            Grouping::SubArray { alignment } => {
                Self { strut: SCRIPT_STRUT, level: None, ..Self::new(*alignment, Em(0.5), Level::Script) }
            }
            Grouping::Align { .. } | Grouping::Aligned | Grouping::Split => Self::pairs(Em(2.0)),
            Grouping::Alignat { .. } | Grouping::Alignedat { .. } => Self::pairs(Em::ZERO),
            Grouping::Multline => Self { stepped: true, ..Self::lines() },
            _ => Self::lines(),
        }
    }

    fn array(columns: &[ArrayColumn]) -> Self {
        let mut form = Self { ends: Em(0.5), ..Self::new(ColumnAlignment::Center, Em(1.0), Level::Text) };
        for column in columns {
            match column {
                ArrayColumn::Column(alignment) => form.columns.push(*alignment),
                ArrayColumn::Separator(_) => form.separators.push(form.columns.len()),
            }
        }
        form
    }

    fn alignment(&self, column: usize) -> ColumnAlignment {
        self.columns.get(column).copied().unwrap_or(self.more[column % 2])
    }
}

/// A row with its cells set.
#[derive(Default)]
struct Cells {
    cells: Vec<Boxed>,
    tag: Option<Boxed>,
    after: Pt,
    /// Number of rules below it.
    lines: usize,
}

/// A finished row.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Its box: as wide as all rows, as high as this one.
    pub body: Boxed,
    /// Its number.
    pub tag: Option<Boxed>,
}

/// Sets an environment as one box, centred on the axis, with the brace of `cases`.
pub(super) fn environment<'e>(
    builder: &mut Builder<'_, '_, 'e>,
    grouping: &'e Grouping,
    context: &Context,
) -> Result<Boxed, tex::Error> {
    let rows = rows(builder, grouping, context)?;
    let mut whole = Boxed::default();
    let mut y = Pt::ZERO;
    for (index, row) in rows.into_iter().enumerate() {
        y += if index == 0 { Pt::ZERO } else { row.body.height };
        let depth = row.body.depth;
        whole.width = whole.width.max(row.body.width);
        whole.put(Pt::ZERO, -y, row.body);
        if let Some(tag) = row.tag {
            // The margin is unknown here, so the number follows its row.
            whole.put(whole.width + context.sizes[0] * 2.0, -y, tag);
        }
        y += depth;
    }
    let whole = whole.centred(glyphs::axis(builder, context));
    let Grouping::Cases { left } = grouping else { return Ok(whole) };
    let brace = stretch::delimiter(builder, if *left { '{' } else { '}' }, whole.extent(), context)?;
    let mut with_brace = Boxed::default();
    let gap = Boxed::space(super::spacing::THIN * context.size());
    let order = if *left { [brace, gap, whole] } else { [whole, gap, brace] };
    order.into_iter().for_each(|part| with_brace.append(part));
    Ok(with_brace)
}

/// Reads the rows of an environment, up to the event after it.
pub(super) fn rows<'e>(
    builder: &mut Builder<'_, '_, 'e>,
    grouping: &'e Grouping,
    context: &Context,
) -> Result<Vec<Row>, tex::Error> {
    let form = Environment::of(grouping);
    let mut context = Context { font: None, ..*context };
    if let Some(level) = form.level {
        context.style.level = level;
    }
    // `dcases` and others begin with a style that applies to all cells; the parser sets `smallmatrix` in text
    // style.
    if let Some(Event::StateChange(StateChange::Style(style))) = builder.events.get(builder.at) {
        builder.at += 1;
        let small = matches!(grouping, Grouping::Matrix { .. }) && *style == Wanted::Text;
        context = context.asked(if small { Wanted::Script } else { *style });
    }
    let mut first_lines = 0;
    if let Some(Event::EnvironmentFlow(EnvironmentFlow::StartLines { lines })) = builder.events.get(builder.at) {
        builder.at += 1;
        first_lines = count(lines);
    }
    let outer = builder.tag.take();
    let rows = cells(builder, &form, &context)?;
    builder.tag = outer;
    Ok(set_rows(rows, &form, first_lines, &context))
}

fn cells(builder: &mut Builder<'_, '_, '_>, form: &Environment, context: &Context) -> Result<Vec<Cells>, tex::Error> {
    let mut rows = vec![Cells::default()];
    loop {
        let mut entries = list::list(builder, *context)?;
        let later = rows.len() > 1;
        let row_now = rows.last_mut().expect("there is a first row");
        let goes_on = form.paired && row_now.cells.len() % 2 == 1 || form.stepped && later;
        if goes_on {
            // As in amsmath, an empty atom at the start of the cell makes an operator there keep its space.
            entries.insert(0, Entry::Atom { class: Class::Ord, body: Boxed::default() });
        }
        row_now.cells.push(row(entries, context));
        match builder.events.get(builder.at) {
            Some(Event::EnvironmentFlow(EnvironmentFlow::Alignment)) => {}
            Some(Event::EnvironmentFlow(EnvironmentFlow::NewLine { spacing, horizontal_lines })) => {
                row_now.tag = builder.tag.take();
                row_now.after = spacing.map_or(Pt::ZERO, |spacing| glyphs::length(spacing, context));
                row_now.lines = count(horizontal_lines);
                rows.push(Cells::default());
            }
            Some(Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. })) => {}
            _ => break,
        }
        builder.at += 1;
    }
    if let Some(last) = rows.last_mut() {
        last.tag = builder.tag.take();
    }
    // A line end after the last row creates an empty row.
    let empty = |row: &Cells| row.tag.is_none() && row.cells.iter().all(|cell| cell.marks.is_empty());
    if rows.len() > 1 && rows.last().is_some_and(empty) {
        rows.pop();
    }
    Ok(rows)
}

fn set_rows(rows: Vec<Cells>, form: &Environment, first_lines: usize, context: &Context) -> Vec<Row> {
    let size = context.size();
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut widths = vec![Pt::ZERO; columns];
    for cells in &rows {
        for (width, cell) in widths.iter_mut().zip(&cells.cells) {
            *width = width.max(cell.width);
        }
    }
    let mut starts = Vec::with_capacity(columns);
    let mut x = form.ends * size;
    for (column, width) in widths.iter().enumerate() {
        starts.push(x);
        x += *width + if column + 1 == columns { Pt::ZERO } else { form.gaps[column % 2] * size };
    }
    let mut width = x + form.ends * size;
    if form.stepped {
        width += size * 2.0;
    }
    let line = LINE * size;
    let (strut_height, strut_depth) = (form.strut.0 * size, form.strut.1 * size);
    let count = rows.len();
    let mut set = Vec::with_capacity(count);
    for (index, cells) in rows.into_iter().enumerate() {
        let mut body = Boxed::space(width);
        for (column, cell) in cells.cells.into_iter().enumerate() {
            let spare = match form.stepped {
                true => width - cell.width,
                false => widths[column] - cell.width,
            };
            let share = match (form.stepped, form.alignment(column)) {
                (true, _) if index == 0 => 0.0,
                (true, _) if index + 1 == count => 1.0,
                (false, ColumnAlignment::Left) => 0.0,
                (false, ColumnAlignment::Right) => 1.0,
                _ => 0.5,
            };
            body.put(starts[column] + spare * share, Pt::ZERO, cell);
        }
        let half = LEAST_GAP * size / 2.0;
        body.height = strut_height.max(body.height + half);
        body.depth = strut_depth.max(body.depth + half);
        if index + 1 < count {
            body.depth += form.jot * size + cells.after;
        }
        let (height, depth) = (body.height, body.depth);
        for &separator in &form.separators {
            let x = match separator {
                0 => Pt::ZERO,
                last if last >= columns => width - line,
                middle => starts[middle] - form.gaps[0] * size / 2.0,
            };
            let extent = Size::new(line, height + depth);
            body.put(x, Pt::ZERO, Boxed::rule(extent, -depth, context.color));
        }
        let rule = |up| Boxed::rule(Size::new(width, line), up, context.color);
        if index == 0 {
            (0..first_lines)
                .for_each(|above| body.put(Pt::ZERO, Pt::ZERO, rule(height - line * (3 * above + 1) as f64)));
        }
        (0..cells.lines).for_each(|below| body.put(Pt::ZERO, Pt::ZERO, rule(-depth + line * (3 * below) as f64)));
        set.push(Row { body, tag: cells.tag });
    }
    set
}

fn count(lines: &[Ruled]) -> usize {
    lines.len().min(2)
}
