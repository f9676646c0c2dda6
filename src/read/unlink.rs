//! Converts links that no reader outside of the archive could follow to plain text, with a warning.
//!
//! This is done after everything else that may find a target for them: the other articles of an archive, or of a book.
//! So both outputs have the same links.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::address::{self, Refusal};
use crate::article::{Article, Block, BlockKind, Figure, Inline, Related, Target, walk_mut};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// Converts all links in `article` that no reader could open to text. `text` is the article's source, if there is a
/// single one: warnings then refer to the link itself.
pub(crate) fn unlink(article: &mut Article, text: Option<&str>, diagnostics: &mut Diagnostics) {
    run(article, Unlinker { places: Places::new(text), left_out: &BTreeSet::new(), diagnostics });
}

/// Converts the links of a book as [`unlink`] does. The addresses `left_out` lead to articles that are not in it, though
/// they should be.
pub(crate) fn unlink_book(book: &mut Article, left_out: &BTreeSet<String>, diagnostics: &mut Diagnostics) {
    run(book, Unlinker { places: Places::new(None), left_out, diagnostics });
}

fn run(article: &mut Article, mut unlinker: Unlinker<'_>) {
    unlinker.article(article);
    article.bound.iter_mut().for_each(|bound| unlinker.article(bound));
}

struct Unlinker<'a> {
    places: Places<'a>,
    /// Addresses of articles that were left out of a book.
    left_out: &'a BTreeSet<String>,
    diagnostics: &'a mut Diagnostics,
}

impl Unlinker<'_> {
    /// Converts the links of `article`, without those of articles that are bound in it.
    fn article(&mut self, article: &mut Article) {
        walk_mut::outer_lines(article, &mut |line| self.line(line, None));
        self.related(&mut article.related);
        if let Some(cover) = &mut article.cover {
            self.pictures(cover, None);
        }
        walk_mut::each(article, &mut |block| self.block(block));
    }

    /// Removes the addresses of related articles that lead nowhere. An article that was looked for is reported by the
    /// name that the input has for it.
    fn related(&mut self, related: &mut [Related]) {
        for entry in related.iter_mut().filter(|entry| entry.bound.is_none() && entry.shelved.is_none()) {
            let (span, title) = (entry.span, crate::article::plain_text(&entry.title));
            let unknown = entry.reference.as_deref().filter(|reference| address::check(reference).is_err());
            if let Some(reference) = unknown {
                self.diagnostics.push(not_found(reference, &title).at(span));
                entry.url = None;
            }
            entry.url = entry.url.take().filter(|url| self.keeps(url, Some(span)));
        }
    }

    fn block(&mut self, block: &mut Block) {
        let span = block.span;
        for line in walk_mut::lines(&mut block.kind) {
            self.line(line, Some(span));
        }
        if let BlockKind::Figure(figure) = &mut block.kind {
            self.pictures(figure, Some(span));
        }
    }

    fn pictures(&mut self, figure: &mut Figure, span: Option<Span>) {
        for picture in &mut figure.pictures {
            picture.link = picture.link.take().filter(|target| self.leads(target, span));
        }
    }

    fn line(&mut self, line: &mut Vec<Inline>, span: Option<Span>) {
        if !has_unusable(line) {
            return;
        }
        for inline in std::mem::take(line) {
            match inline {
                Inline::Link { target, title, mut content } => {
                    self.line(&mut content, span);
                    match self.leads(&target, span) {
                        true => line.push(Inline::Link { target, title, content }),
                        false => line.extend(content),
                    }
                }
                Inline::Styled { style, mut content } => {
                    self.line(&mut content, span);
                    line.push(Inline::Styled { style, content });
                }
                Inline::Span { lang, dir, mut content } => {
                    self.line(&mut content, span);
                    line.push(Inline::Span { lang, dir, content });
                }
                Inline::Picture(mut picture) => {
                    picture.link = picture.link.take().filter(|target| self.leads(target, span));
                    line.push(Inline::Picture(picture));
                }
                other => line.push(other),
            }
        }
    }

    fn leads(&mut self, target: &Target, span: Option<Span>) -> bool {
        match target {
            Target::Url(url) => self.keeps(url, span),
            _ => true,
        }
    }

    fn keeps(&mut self, url: &str, span: Option<Span>) -> bool {
        let found = match address::check(url) {
            Ok(_) => return true,
            Err(Refusal::Relative) if self.left_out.contains(url) => left_out(url),
            Err(Refusal::Relative) => relative(url),
            Err(refusal) => refusal.warning(url),
        };
        self.diagnostics.push(match self.places.of(url, span) {
            Some(span) => found.at(span),
            None => found,
        });
        false
    }
}

fn not_found(reference: &str, title: &str) -> Diagnostic {
    let shown: String = reference.chars().take(120).collect();
    let message =
        format!("the related article `{shown}` is not in the archive: it is listed as “{title}”, without a link");
    let help = "check its name, give the archive's folder with --root, or state its title and address";
    Diagnostic::warning("unknown-related-article", message).help(help)
}

fn left_out(url: &str) -> Diagnostic {
    let message = format!("the link to `{url}` becomes plain text: that article is left out of the book");
    Diagnostic::warning("unusable-link", message).help("mend the article, or remove the link")
}

fn relative(url: &str) -> Diagnostic {
    let message =
        format!("the link to `{url}` becomes plain text: it leads to a file or page whose address is not known");
    let help = "write the whole address, with `https://`, or state that of the other article in its front matter as \
                `canonical_url`";
    Diagnostic::warning("unusable-link", message).help(help)
}

/// Whether `line` contains a link that no reader could open.
fn has_unusable(line: &[Inline]) -> bool {
    let unusable = |target: &Target| matches!(target, Target::Url(url) if address::href(url).is_none());
    line.iter().any(|inline| match inline {
        Inline::Link { target, content, .. } => unusable(target) || has_unusable(content),
        Inline::Picture(picture) => picture.link.as_ref().is_some_and(unusable),
        Inline::Styled { content, .. } | Inline::Span { content, .. } => has_unusable(content),
        _ => false,
    })
}

/// Finds the positions of addresses in a source; the article knows only those of its blocks.
pub(super) struct Places<'a> {
    text: Option<&'a str>,
    /// Where to continue the search for an address that occurs several times in a block.
    next: BTreeMap<(usize, String), usize>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: Option<&'a str>) -> Self {
        Self { text, next: BTreeMap::new() }
    }

    /// Returns the span of `url` in the block at `span`, or in the whole source; the block's own span if it is not
    /// found.
    pub(super) fn of(&mut self, url: &str, span: Option<Span>) -> Option<Span> {
        let Some(text) = self.text.filter(|_| !url.is_empty()) else { return span };
        let within = span.unwrap_or(Span::new(0, text.len()));
        let (start, end) = (text.floor_char_boundary(within.start), text.floor_char_boundary(within.end));
        let from = self.next.entry((start, url.to_owned())).or_insert(start);
        let rest = text.get(*from..end.max(*from)).unwrap_or_default();
        let Some(at) = destination(rest, url) else { return span };
        let at = *from + at;
        *from = at + url.len();
        Some(Span::new(at, at + url.len()))
    }
}

/// Finds `url` in `text` as the destination of a link, or else anywhere.
fn destination(text: &str, url: &str) -> Option<usize> {
    let marked = |at: &usize| {
        let before = &text[..*at];
        before.ends_with(['(', '<', '"', '\'', '=']) || before.ends_with("[[")
    };
    let mut found = text.match_indices(url).map(|(at, _)| at);
    let first = found.next()?;
    Some(if marked(&first) { first } else { found.take(100).find(marked).unwrap_or(first) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain_text;
    use crate::read::{NoFiles, Options, read};
    use crate::source::Source;

    #[test]
    fn what_leads_nowhere_is_text_and_is_said_at_the_link() {
        let text = "# T\n\nSee two.md and [a *b*](two.md), [c](two.md) or [d](https://e.org/).\n\n[e](foo:bar)\n";
        let source = Source::new("a.md", text);
        let options = Options { lang: Some("en".into()), ..Options::default() };
        let mut said = Diagnostics::new();
        let mut article = read(&source, &options, &NoFiles, &mut said).expect("is read");
        unlink(&mut article, Some(text), &mut said);
        let mut places: Vec<usize> = said.iter().map(|said| said.span.map_or(0, |span| span.start)).collect();
        places.sort_unstable();
        let first = text.find("(two.md").expect("a link") + 1;
        let second = text.rfind("(two.md").expect("a link") + 1;
        assert_eq!(places, [first, second, text.find("foo:").expect("a link")], "{said:?}");
        let BlockKind::Paragraph(line) = &article.blocks[0].kind else { panic!("no paragraph") };
        assert_eq!(plain_text(line), "See two.md and a b, c or d.");
        let links = line.iter().filter(|inline| matches!(inline, Inline::Link { .. })).count();
        assert_eq!(links, 1);
    }
}
