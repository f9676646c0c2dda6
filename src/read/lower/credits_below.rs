//! Credits below pictures that stand in a table, above each other, or have a note.

use super::{Lower, credits};
use crate::article::{Block, BlockKind, Cell, Figure, Inline, Note, Table, plain_text};
use crate::read::credit;

/// Gives the pictures of `table` the credits in the cells below them. Captions without a credit stay cells.
pub(super) fn take(lower: &mut Lower<'_, '_, '_>, table: &mut Table) {
    let simple = |cell: &Cell| cell.columns == 1 && cell.rows == 1;
    let rows = table.head.iter().chain(&table.body);
    if !rows.clone().flat_map(|row| &row.cells).any(|cell| figure_in(cell).is_some())
        || !rows.flat_map(|row| &row.cells).all(simple)
    {
        return;
    }
    let heads = table.head.len();
    let mut rows: Vec<_> = table.head.drain(..).chain(table.body.drain(..)).collect();
    let mut emptied = vec![false; rows.len()];
    for (at, emptied) in emptied.iter_mut().enumerate().skip(1) {
        let (above, below) = rows.split_at_mut(at);
        let (Some(above), Some(below)) = (above.last_mut(), below.first_mut()) else { break };
        for (cell, under) in above.cells.iter_mut().zip(&mut below.cells) {
            *emptied |= adopt(lower, cell, under);
        }
        *emptied &= below.cells.iter().all(|cell| cell.blocks.is_empty());
    }
    for (at, row) in rows.into_iter().enumerate().filter(|(at, _)| !emptied[*at]) {
        if at < heads { table.head.push(row) } else { table.body.push(row) }
    }
}

/// Moves caption and credit from `under` to the picture in `cell`.
fn adopt(lower: &mut Lower<'_, '_, '_>, cell: &mut Cell, under: &mut Cell) -> bool {
    let (Some(figure), [line]) = (figure_in(cell), under.blocks.as_slice()) else { return false };
    let (mut figure, mut line) = (figure.clone(), line.clone());
    if figure.credit.is_some() || !credits::adopt(&mut figure, &mut line, lower) || figure.credit.is_none() {
        return false;
    }
    if let Some(block) = cell.blocks.first_mut() {
        block.kind = BlockKind::Figure(figure);
        under.blocks.clear();
    }
    true
}

fn figure_in(cell: &Cell) -> Option<&Figure> {
    match cell.blocks.as_slice() {
        [Block { kind: BlockKind::Figure(figure), .. }] => Some(figure),
        _ => None,
    }
}

/// Returns the figures of a table of one column that holds nothing else, each with its credit.
pub(super) fn only_figures(table: &mut Table) -> Option<Vec<Block>> {
    let mut cells = table.head.iter_mut().chain(&mut table.body).flat_map(|row| &mut row.cells);
    let credited = |cell: &Cell| figure_in(cell).is_some_and(|figure| figure.credit.is_some());
    if table.align.len() != 1 || !table.caption.is_empty() || !cells.all(|cell| credited(cell)) {
        return None;
    }
    let rows = table.head.drain(..).chain(table.body.drain(..));
    Some(rows.flat_map(|row| row.cells).flat_map(|cell| cell.blocks).collect())
}

/// Gives figures the credits in the notes that are called beside them; the notes stay.
pub(super) fn in_notes(blocks: &mut [Block], notes: &[Note]) {
    if notes.is_empty() {
        return;
    }
    for at in 0..blocks.len() {
        let call = blocks.get(at + 1).and_then(|block| match &block.kind {
            BlockKind::Paragraph(content) => only_call(content),
            _ => None,
        });
        if let BlockKind::Figure(figure) = &mut blocks[at].kind
            && figure.credit.is_none()
            && let Some(note) = call.or_else(|| last_call(&figure.caption)).and_then(|call| notes.get(call))
            && let [Block { kind: BlockKind::Paragraph(content), .. }] = note.blocks.as_slice()
        {
            figure.credit = credit::beside(content);
        }
    }
}

/// Returns the note that a line calls and that is all of it.
fn only_call(content: &[Inline]) -> Option<usize> {
    let call = last_call(content)?;
    plain_text(content).trim().is_empty().then_some(call)
}

fn last_call(content: &[Inline]) -> Option<usize> {
    content.iter().rev().find_map(|inline| match inline {
        Inline::NoteCall(id) => Some(id.0 as usize),
        _ => None,
    })
}

/// Divides the credits of the last figures among them: `Top: Nell Barrow. Bottom: Odd Lunde.`
pub(super) fn by_place(blocks: &mut [Block]) {
    let Some(Block { kind: BlockKind::Figure(last), .. }) = blocks.last() else { return };
    let caption = if last.credit.is_some() { return } else { &last.caption };
    let credits = credit::placed(caption);
    let from = blocks.len().saturating_sub(credits.len());
    let alone = |block: &Block| matches!(&block.kind, BlockKind::Figure(figure) if figure.credit.is_none() && figure.pictures.len() == 1);
    if credits.len() < 2 || blocks.len() < credits.len() || !blocks[from..].iter().all(alone) {
        return;
    }
    for (block, credit) in blocks[from..].iter_mut().zip(credits) {
        if let BlockKind::Figure(figure) = &mut block.kind {
            figure.credit = Some(credit);
        }
    }
}
