//! Finds notes that call each other in a cycle: a reader who follows the calls would never return to the text.

use std::collections::BTreeSet;

use crate::article::walk_mut::{each_block, each_inline, lines};
use crate::article::{Article, Inline, NoteId, Style, Visit, walk_blocks};
use crate::diag::{Diagnostic, Diagnostics};

/// Replaces each call that closes a cycle by a plain number, with a warning.
pub(super) fn cut_circles(article: &mut Article, diagnostics: &mut Diagnostics) {
    let calls: Vec<Vec<usize>> = article.notes.iter().map(|note| called(&note.blocks)).collect();
    for (from, to) in closing(&calls) {
        let number = article.note_number(NoteId(to as u32)).to_string();
        let note = &mut article.notes[from];
        each_block(&mut note.blocks, &mut |block| {
            for line in lines(&mut block.kind) {
                each_inline(line, &mut |inline| {
                    if *inline == Inline::NoteCall(NoteId(to as u32)) {
                        let content = vec![Inline::Text(number.clone())];
                        *inline = Inline::Styled { style: Style::Sup, content };
                    }
                });
            }
        });
        let which = if from == to { "itself".to_owned() } else { format!("note {number}, which leads back to it") };
        let message = format!("note {} calls {which}: the call becomes its number", article.notes[from].number);
        diagnostics.push(Diagnostic::warning("notes-in-circles", message).at(article.notes[from].span));
    }
}

/// Returns the notes that are called in `blocks`.
fn called(blocks: &[crate::article::Block]) -> Vec<usize> {
    let mut found = Vec::new();
    walk_blocks(blocks, &mut |visit| {
        if let Visit::Inline(Inline::NoteCall(note)) = visit {
            found.push(note.0 as usize);
        }
    });
    found
}

/// Returns the calls between notes that close a cycle: the back edges of a depth-first search (Tarjan 1972), with an
/// explicit stack, since a chain of notes can be long.
fn closing(calls: &[Vec<usize>]) -> BTreeSet<(usize, usize)> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; calls.len()];
    let mut closing = BTreeSet::new();
    for first in 0..calls.len() {
        let mut way = vec![(first, 0)];
        while let Some((note, next)) = way.last_mut() {
            let from = *note;
            if *next == 0 && states[from] != State::New {
                way.pop();
                continue;
            }
            states[from] = State::Open;
            let Some(&to) = calls[from].get(*next) else {
                states[from] = State::Done;
                way.pop();
                continue;
            };
            *next += 1;
            match states.get(to) {
                Some(State::Open) => drop(closing.insert((from, to))),
                Some(State::New) => way.push((to, 0)),
                _ => {}
            }
        }
    }
    closing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;
    use crate::source::Source;

    fn read(text: &str) -> (Article, Diagnostics) {
        let mut said = Diagnostics::new();
        let source = Source::new("a.md", text);
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut said).expect("an article");
        (article, said)
    }

    #[test]
    fn only_the_calls_that_close_a_circle_are_cut() {
        assert_eq!(Vec::from_iter(closing(&[vec![1], vec![2], vec![0, 1, 3], vec![]])), [(2, 0), (2, 1)]);
        assert!(closing(&[vec![1, 2], vec![2], vec![]]).is_empty(), "two ways to a note are no circle");
        let chain: Vec<Vec<usize>> = (0..10_000).map(|note| vec![note + 1]).collect();
        assert!(closing(&chain).is_empty());
    }

    #[test]
    fn a_call_in_a_circle_becomes_its_number_and_is_told() {
        let (article, said) = read("One.[^a]\n\n[^a]: Mine is [^a], and [^b].\n[^b]: Back to [^a].\n");
        assert_eq!(called(&article.notes[0].blocks), [1], "the call of the other note stays");
        assert!(called(&article.notes[1].blocks).is_empty());
        let circles = said.iter().filter(|one| one.code == "notes-in-circles" && one.span.is_some());
        assert_eq!(circles.count(), 2, "{said:?}");
        let text = format!("{:?}", article.notes[0].blocks);
        assert!(text.contains("Text(\"1\")"), "{text}");
    }
}
