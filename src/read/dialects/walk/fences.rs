//! Blocks between fences: containers, quotations, listings and directives.

use super::verbatim::Verbatim;
use super::{FrameKind, Leaf, SourceLine, Walk};
use crate::read::dialects::boxes::{self, LINE_START, Opening, Words};
use crate::read::dialects::colons::{self, Fence};
use crate::read::dialects::myst::{self, Directive};
use crate::read::dialects::options::Options;

impl<'a> Walk<'a> {
    /// A fence of colons or slashes; or the caption of a table.
    pub(super) fn colons(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        let mark = leaf.rest.as_bytes()[0];
        let (length, fence) = colons::fence(leaf.rest)?;
        match fence {
            Fence::Close => self.close_fence(leaf, mark, length).then_some(leaf.line.next),
            Fence::Open(opening) if mark == b'/' => Some(self.slashes(leaf, length, opening)),
            Fence::Open(opening) => {
                self.open(leaf, FrameKind::Fence(mark, length), opening);
                Some(leaf.line.next)
            }
            Fence::Directive(directive) => self.directive(leaf, mark, length, directive),
        }
    }

    /// Opens a block of PyMdown, whose indented options follow: `type: warning` is the kind of an admonition.
    fn slashes(&mut self, leaf: Leaf<'a>, length: usize, opening: Opening<'a>) -> usize {
        let mut next = leaf.line.next;
        let mut kind = None;
        while let Some(option) = self.peek(next).filter(|option| option.indent >= 4) {
            let Some((key, value)) = option.rest.split_once(':').filter(|(key, _)| !key.contains(' ')) else { break };
            kind = Some(value.trim().to_lowercase()).filter(|_| key == "type").or(kind);
            next = option.line.next;
        }
        let open = match kind {
            Some(kind) if boxes::is_callout(&kind) => boxes::callout(&kind, "", Vec::new()).open,
            _ => opening.open.clone(),
        };
        self.open(leaf, FrameKind::Fence(b'/', length), Opening { open, ..opening });
        self.remove(leaf.line, next);
        next
    }

    /// Removes the lines after `line` up to the byte `next`, which belong to the last opened container.
    fn remove(&mut self, line: SourceLine<'a>, next: usize) {
        if next > line.next {
            // The line end before them is removed too.
            let last = self.line_end(next);
            let removed = self.edits.put(line.end()..last.max(line.end()), Vec::new());
            if let Some(frame) = self.stack.last_mut() {
                frame.edits.push(removed);
            }
        }
    }

    /// Closes the container that a fence of `length` marks ends, if there is one.
    fn close_fence(&mut self, leaf: Leaf<'a>, mark: u8, length: usize) -> bool {
        let mut found = None;
        for (at, frame) in self.stack.iter().enumerate().rev() {
            match frame.kind {
                FrameKind::Item(_) => {}
                FrameKind::Fence(known, opened) if known == mark => {
                    let exact = opened == length;
                    // In pandoc any fence closes the innermost container; other dialects compare lengths.
                    let any = matches!(mark, b':') || length >= opened;
                    if exact || found.is_none() && any {
                        found = Some(at);
                    }
                    if exact || found.is_none() || length < opened {
                        break;
                    }
                }
                _ => break,
            }
        }
        let Some(at) = found else { return false };
        self.leave(at + 1, leaf.line.start, true);
        let Some(frame) = self.stack.pop() else { return false };
        let prefix = self.prefix();
        let close = format!("\n{prefix}{}\n{}", frame.opening.close, prefix.trim_end());
        self.edits.put(leaf.at..leaf.line.end(), vec![close.into()]);
        true
    }

    /// Opens GitLab's quotation between `>>>`, which may be a callout.
    pub(super) fn quotation_fence(&mut self, leaf: Leaf<'a>) -> bool {
        let Some(rest) = leaf.rest.trim_end().strip_prefix(">>>") else { return false };
        if rest.is_empty() && self.close_fence(leaf, b'>', 3) {
            return true;
        }
        // `>>>` before a line with `>` is a threefold quotation (CommonMark).
        let quoted = self.peek(leaf.line.next).is_some_and(|next| next.rest.starts_with('>'));
        if quoted || !(rest.is_empty() || rest.starts_with(" [!")) || !self.has_close(b'>', 3, leaf.line.next) {
            return false;
        }
        // `>>> [!note] Title` (GitLab).
        let opening = match rest.trim_start().strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
            Some((name, title)) => {
                let title = title.trim_start_matches(['-', '+']).trim();
                let words = if title.is_empty() { Vec::new() } else { vec![Words::Text(title)] };
                boxes::callout(&name.to_lowercase(), "", words)
            }
            None => Opening { open: "<blockquote>".into(), close: "</blockquote>", ..Opening::default() },
        };
        self.open(leaf, FrameKind::Fence(b'>', 3), opening);
        true
    }

    /// Whether a fence of at least `length` marks, alone on its line, follows after `from`.
    fn has_close(&mut self, mark: u8, length: usize, from: usize) -> bool {
        if self.unclosed.iter().any(|&(known, shortest)| known == mark && length >= shortest) {
            return false;
        }
        let found = self.close_of(mark, length, from).is_some();
        if !found {
            self.unclosed.push((mark, length));
        }
        found
    }

    fn close_of(&self, mark: u8, length: usize, from: usize) -> Option<usize> {
        let mut at = from;
        while at < self.text.len() {
            let line = self.line_at(at);
            let spaces: &[char] = if mark == b'>' { &[' ', '\t'] } else { &[' ', '\t', '>'] };
            let bare = line.text.trim_start_matches(spaces).trim_end();
            if bare.len() >= length && bare.bytes().all(|byte| byte == mark) {
                return Some(at);
            }
            at = line.next;
        }
        None
    }

    /// Reads a listing between fences, or a directive in the same form.
    pub(super) fn listing(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        let mark = leaf.rest.as_bytes()[0];
        let info = leaf.rest.trim_start_matches(char::from(mark));
        let length = leaf.rest.len() - info.len();
        if length < 3 || mark == b'`' && info.contains('`') {
            return None;
        }
        if info.trim().is_empty() && self.close_fence(leaf, mark, length) {
            return Some(leaf.line.next);
        }
        if let Some(directive) = myst::of_listing(info) {
            if self.has_close(mark, length, leaf.line.next) {
                return self.directive(leaf, mark, length, directive);
            }
            // Without a closing fence the directive becomes a listing, which does not show its first line. So the
            // argument on that line is written as text before the listing.
            if let Directive::Markdown { argument, .. } = directive
                && !argument.is_empty()
            {
                let prefix = self.prefix();
                let start = if leaf.after_mark { String::new() } else { format!("\n{prefix}") };
                let words = boxes::piece(self.text, &Words::Text(argument));
                let end = format!("\n{}\n{prefix}", prefix.trim_end());
                self.edits.put(leaf.at..leaf.at, vec![format!("{start}{LINE_START}").into(), words, end.into()]);
            }
        }
        self.verbatim = Some((Verbatim::Fence(mark, length, None), self.stack.len()));
        Some(leaf.line.next)
    }

    /// Opens a directive between fences.
    fn directive(&mut self, leaf: Leaf<'a>, mark: u8, length: usize, directive: Directive<'a>) -> Option<usize> {
        let plain = matches!(&directive, Directive::Markdown { name, .. } if name.starts_with("ad-"));
        let (options, mut next) = self.options(leaf.line, plain);
        match directive {
            Directive::Markdown { name, argument } => {
                let opening = myst::opening(&name, argument, &options);
                self.open(leaf, FrameKind::Fence(mark, length), opening);
                self.remove(leaf.line, next);
            }
            Directive::Verbatim { info } => {
                let title = options.get(&["caption"]).map(|title| format!(" title=\"{}\"", title.replace('"', "'")));
                let info = format!("{info}{}", title.unwrap_or_default());
                let fence = if mark == b':' { self.fence_around(length, next)? } else { marks(mark, length) };
                let end = Some(fence.clone()).filter(|_| mark == b':');
                let start = if leaf.after_mark { String::new() } else { format!("\n{}", self.prefix()) };
                if next > leaf.line.next {
                    next = self.past_blank(next);
                }
                // The line end before the body is kept.
                let last = self.line_end(next).max(leaf.line.end());
                self.edits.put(leaf.at..last, vec![format!("{start}{fence}{info}").into()]);
                self.verbatim = Some((Verbatim::Fence(mark, length, end), self.stack.len()));
            }
        }
        Some(next)
    }

    /// Reads the options after `line`. Also returns where the body begins.
    fn options(&self, line: SourceLine<'a>, plain: bool) -> (Options<'a>, usize) {
        let mut lines = Vec::new();
        let mut at = line.next;
        while let Some(leaf) = self.peek(at).filter(|_| lines.len() < 60) {
            lines.push((leaf.rest, leaf.line.next));
            at = leaf.line.next;
        }
        let (options, count) = Options::read(lines.iter().map(|(rest, _)| *rest), plain);
        (options, if count == 0 { line.next } else { lines[count - 1].1 })
    }

    /// Makes a fence for the code from `from` up to a fence of colons.
    fn fence_around(&self, length: usize, from: usize) -> Option<String> {
        let end = self.close_of(b':', length, from)?;
        let longest = self.text[from..end].split(|c| c != '~').map(str::len).max().unwrap_or(0);
        Some(marks(b'~', longest.max(2) + 1))
    }
}

fn marks(mark: u8, length: usize) -> String {
    char::from(mark).to_string().repeat(length)
}
