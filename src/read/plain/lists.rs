//! Makes lists of adjacent pieces with markers.

use super::Ids;
use super::blocks::TextBlock;
use super::marks::Mark;
use crate::article::{Block, BlockKind, ListItem, Numbering};
use crate::source::Span;

/// Maximum nesting of lists.
const DEEPEST: usize = 4;

/// Items of a list that has not ended.
#[derive(Default)]
pub(super) struct Items<'a> {
    waiting: Vec<&'a TextBlock>,
}

impl<'a> Items<'a> {
    /// Takes `piece`, if it is an item; returns whether it is.
    pub fn take(&mut self, piece: &'a TextBlock) -> bool {
        self.waiting.extend(piece.mark.is_some().then_some(piece));
        piece.mark.is_some()
    }

    /// Adds the lists of all items taken to `blocks`.
    pub fn end(&mut self, ids: &mut Ids, blocks: &mut Vec<Block>) {
        let waiting = std::mem::take(&mut self.waiting);
        lists(&waiting, 0, ids, blocks);
    }
}

/// Adds the lists of `items`: one for each run of bullets or of increasing numbers.
fn lists(items: &[&TextBlock], depth: usize, ids: &mut Ids, blocks: &mut Vec<Block>) {
    let mut rest = items;
    while let Some(first) = rest.first() {
        let end = end_of_list(rest, depth);
        let mut at = 0;
        let mut made: Vec<ListItem> = Vec::new();
        while at < end {
            let inner = (at + 1..end).find(|&next| indent(rest[next]) <= indent(first) || depth == DEEPEST);
            let inner = inner.unwrap_or(end);
            let mut content = vec![ids.paragraph(rest[at])];
            lists(&rest[at + 1..inner], depth + 1, ids, &mut content);
            made.push(ListItem { task: None, value: None, blocks: content });
            at = inner;
        }
        let numbering = match first.mark {
            Some((Mark::Number(number), _)) => Some(Numbering::from(i64::try_from(number).unwrap_or(i64::MAX))),
            _ => None,
        };
        let span = Span::new(first.span.start, rest[end - 1].span.end);
        blocks.push(ids.block(span, BlockKind::List { numbering, tight: true, items: made }));
        rest = &rest[end..];
    }
}

fn indent(piece: &TextBlock) -> usize {
    piece.mark.map_or(0, |(_, indent)| indent)
}

/// Returns the end of the list that begins with the first of `items`.
fn end_of_list(items: &[&TextBlock], depth: usize) -> usize {
    let mut last = items[0];
    for (at, item) in items.iter().enumerate().skip(1) {
        if indent(item) > indent(items[0]) && depth < DEEPEST {
            continue;
        }
        let follows = match (last.mark, item.mark) {
            (Some((Mark::Number(before), _)), Some((Mark::Number(now), _))) => now == before + 1,
            (Some((before, _)), Some((now, _))) => before == now,
            _ => false,
        };
        if !follows {
            return at;
        }
        last = item;
    }
    items.len()
}
