//! Reports what this edition cannot adapt to Kindle's rules.

use crate::article::{Article, Block, BlockKind, Inline, Lang, Picture, Visit, walk_blocks};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// Maximum size in bytes for Send to Kindle by app and web.
const MOST_BYTES: u64 = 200 << 20;
/// Maximum size in bytes for Send to Kindle by e-mail.
const MOST_BYTES_BY_MAIL: u64 = 50 << 20;
/// Maximum length of an alternative text, in letters (Kindle Publishing Guidelines, "Supported Image Input Formats").
const MOST_LETTERS: usize = 140;

/// Primary subtags of the languages that Kindle Direct Publishing accepts (help topic G200673300, "Supported
/// Languages"). Send to Kindle also converts others, but is known to reject invalid tags.
const LANGUAGES: [&str; 42] = [
    "af", "ar", "br", "ca", "co", "cy", "da", "de", "en", "es", "eu", "fi", "fr", "frr", "fy", "ga", "gd", "gl", "gsw",
    "gu", "gv", "hi", "is", "it", "ja", "kw", "lb", "ml", "mr", "nb", "nl", "nn", "no", "oc", "pl", "pt", "rm", "sco",
    "stq", "sv", "ta", "zh",
];

/// Reports the content of `article` that Kindle does not handle well.
pub(in crate::epub::devices) fn check(article: &Article, diagnostics: &mut Diagnostics) {
    language(&article.meta.lang, diagnostics);
    let mut span = None;
    let mut visit = |visit: Visit<'_>| match visit {
        Visit::Block(block) => {
            span = Some(block.span);
            block_in(block, diagnostics);
        }
        Visit::Inline(Inline::Picture(picture)) => alternative(picture, span, diagnostics),
        Visit::Inline(_) => {}
    };
    walk_blocks(&article.blocks, &mut visit);
    article.notes.iter().for_each(|note| walk_blocks(&note.blocks, &mut visit));
}

fn language(lang: &Lang, diagnostics: &mut Diagnostics) {
    let primary = lang.primary();
    if matches!(primary, "und" | "") {
        let message = "the article has no language, and Send to Kindle refuses books without one";
        diagnostics.push(Diagnostic::warning("kindle-language", message).help("state it, for example with --lang en"));
    } else if !LANGUAGES.contains(&primary) {
        let message = format!("`{lang}` is not among the languages of Kindle Direct Publishing", lang = lang.0);
        diagnostics
            .push(Diagnostic::note("kindle-language", message).help("Send to Kindle may convert it all the same"));
    }
}

fn block_in(block: &Block, diagnostics: &mut Diagnostics) {
    match &block.kind {
        BlockKind::Figure(figure) => {
            figure.pictures.iter().for_each(|picture| alternative(picture, Some(block.span), diagnostics));
        }
        BlockKind::Table(table) => {
            let cells = table.head.iter().chain(&table.body).flat_map(|row| &row.cells);
            let mut inner =
                cells.flat_map(|cell| &cell.blocks).filter(|block| matches!(block.kind, BlockKind::Table(_)));
            if let Some(inner) = inner.next() {
                let message = "a table inside a table becomes lines of text: Kindle shows no such tables";
                diagnostics
                    .push(Diagnostic::note("inner-table", message).at(inner.span).help("make it a table of its own"));
            }
        }
        _ => {}
    }
}

fn alternative(picture: &Picture, span: Option<Span>, diagnostics: &mut Diagnostics) {
    let letters = picture.alt.text().map_or(0, |text| text.chars().count());
    if letters >= MOST_LETTERS {
        let message = format!("an alternative text has {letters} letters; Kindle asks for fewer than {MOST_LETTERS}");
        let found = Diagnostic::note("long-alternative", message);
        let found = if let Some(span) = span { found.at(span) } else { found };
        diagnostics.push(found.help("say the rest in the caption or the text"));
    }
}

/// Reports if `bytes`, the size of the e-book, is too large.
pub(in crate::epub::devices) fn weigh(bytes: u64, diagnostics: &mut Diagnostics) {
    let message = format!("the e-book has {} MB", bytes >> 20);
    if bytes > MOST_BYTES {
        let help = "Send to Kindle takes 200 MB at most; use fewer or smaller pictures";
        diagnostics.push(Diagnostic::warning("kindle-size", message).help(help));
    } else if bytes > MOST_BYTES_BY_MAIL {
        let help = "Send to Kindle takes 50 MB by e-mail; use its app or web page, which take 200 MB";
        diagnostics.push(Diagnostic::warning("kindle-size", message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Alt, Extent, Missing};

    fn said(check: impl FnOnce(&mut Diagnostics)) -> Vec<crate::diag::Code> {
        let mut diagnostics = Diagnostics::new();
        check(&mut diagnostics);
        diagnostics.into_iter().map(|one| one.code).collect()
    }

    /// Tests the limits of Send to Kindle: 200 MB by app and web, 50 MB by e-mail.
    #[test]
    fn sizes_beyond_send_to_kindle_are_said() {
        assert!(said(|found| weigh(50 << 20, found)).is_empty());
        assert_eq!(said(|found| weigh((50 << 20) + 1, found)), ["kindle-size"]);
        let mut found = Diagnostics::new();
        weigh((200 << 20) + 1, &mut found);
        assert!(found[0].help.as_deref().unwrap().contains("at most"), "{found:?}");
    }

    /// Tests the help topic "Supported Languages" of Kindle Direct Publishing.
    #[test]
    fn languages_off_the_list_are_said() {
        let of = |tag: &str| said(|found| language(&Lang(tag.into()), found));
        assert!(of("en-GB").is_empty() && of("zh-Hans").is_empty());
        assert_eq!(of("und"), ["kindle-language"]);
        assert_eq!(of("tlh"), ["kindle-language"]);
    }

    /// Tests the rule "Supported Image Input Formats" of the Kindle Publishing Guidelines.
    #[test]
    fn long_alternative_texts_are_said() {
        let of = |letters: usize| {
            let asset = Err(Missing { url: None });
            let picture = Picture {
                asset,
                alt: Alt::Text("é".repeat(letters)),
                title: None,
                link: None,
                extent: Extent::default(),
                span: Default::default(),
            };
            said(|found| alternative(&picture, None, found))
        };
        assert!(of(139).is_empty());
        assert_eq!(of(140), ["long-alternative"]);
    }
}
