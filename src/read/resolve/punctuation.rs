//! Replaces keyboard punctuation by typographic punctuation: quotes of the article's language, apostrophes, dashes,
//! ellipses.
//!
//! Whether a straight quote opens, closes or is an apostrophe is decided for a whole line ([`marks`]) before any is
//! replaced. Escaped characters are not changed.

mod marks;

use crate::article::walk_mut as walk;
use crate::article::{Article, Inline, Style};
use marks::Marks;

/// The quotation marks of a language.
#[derive(Clone, Copy)]
struct Quotes {
    outer: [&'static str; 2],
    inner: [&'static str; 2],
    /// Whether they are separated from the words by spaces, as in French.
    apart: bool,
}

/// Returns the quotation marks of `lang` (CLDR); `None` if straight ones should be kept.
fn quotes(lang: &str, primary: &str) -> Option<Quotes> {
    let (outer, inner) = match primary {
        "en" | "hi" | "ta" | "tr" | "ko" | "zh" | "pt" | "id" | "vi" | "ms" | "sw" => (["“", "”"], ["‘", "’"]),
        // Swiss German and Swiss French: guillemets without spaces.
        "de" if lang.ends_with("-CH") => (["«", "»"], ["‹", "›"]),
        "de" | "cs" | "sk" | "sl" | "bg" | "is" | "lt" => (["„", "“"], ["‚", "‘"]),
        "fr" if lang.ends_with("-CH") => (["«", "»"], ["‹", "›"]),
        // French sets a narrow space inside guillemets.
        "fr" => (["«\u{202f}", "\u{202f}»"], ["“", "”"]),
        "es" | "it" | "ca" | "gl" | "el" => (["«", "»"], ["“", "”"]),
        "ru" | "uk" | "kk" | "be" => (["«", "»"], ["„", "“"]),
        "ar" | "fa" => (["«", "»"], ["‹", "›"]),
        "nl" | "eo" => (["“", "”"], ["‘", "’"]),
        "pl" | "ro" | "hu" => (["„", "”"], ["«", "»"]),
        "sv" | "fi" => (["”", "”"], ["’", "’"]),
        "no" | "nb" | "nn" => (["«", "»"], ["‘", "’"]),
        _ => return None,
    };
    Some(Quotes { outer, inner, apart: primary == "fr" })
}

/// Removes the protection of escaped characters, after punctuation has been replaced.
pub(super) fn join_escapes(article: &mut Article) {
    walk::each(article, &mut |block| walk::lines(&mut block.kind).into_iter().for_each(join));
    walk::outer_lines(article, &mut |text| join(text));
}

/// Joins escaped characters of `line` with the surrounding text.
pub(in crate::read) fn join(line: &mut Vec<Inline>) {
    let escaped = |inline: &Inline| matches!(inline, Inline::Span { lang: None, dir: None, .. });
    for inline in line.iter_mut() {
        match inline {
            Inline::Styled { content, .. } | Inline::Link { content, .. } => join(content),
            Inline::Span { lang, dir, content } if lang.is_some() || dir.is_some() => join(content),
            _ => {}
        }
    }
    if !line.iter().any(escaped) {
        return;
    }
    for inline in std::mem::take(line) {
        let parts = match inline {
            Inline::Span { lang: None, dir: None, content } => content,
            other => vec![other],
        };
        for part in parts {
            match (line.last_mut(), part) {
                (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
                (_, part) => line.push(part),
            }
        }
    }
}

/// Replaces the punctuation in all text of `article` except code, formulas and credits.
pub(super) fn smarten(article: &mut Article) {
    let lang = article.meta.lang.clone();
    let quotes = quotes(&lang.0, lang.primary());
    line(&mut article.meta.title, quotes);
    line(&mut article.meta.subtitle, quotes);
    article.meta.about_authors.iter_mut().for_each(|about| line(about, quotes));
    for related in &mut article.related {
        line(&mut related.title, quotes);
    }
    if let Some(cover) = &mut article.cover {
        line(&mut cover.caption, quotes);
    }
    walk::each(article, &mut |block| {
        // Text in another language keeps its quotes.
        let quotes = if block.lang.is_some() { None } else { quotes };
        for text in walk::lines(&mut block.kind) {
            line(text, quotes);
        }
    });
}

fn line(inlines: &mut [Inline], quotes: Option<Quotes>) {
    if needs_change(inlines, quotes.is_some_and(|quotes| quotes.apart)) {
        let mut marks = Marks::default();
        marks.read(inlines, ' ', None);
        let shown = marks.shown(quotes);
        Smarter { quotes, before: ' ', shown: shown.into_iter() }.line(inlines, None);
    }
}

fn needs_change(inlines: &[Inline], apart: bool) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text(text) => {
            let typed = text.contains(['"', '\'']) || text.contains("--") || text.contains("...");
            typed || apart && text.contains([';', ':', '!', '?', '«', '»'])
        }
        Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
            needs_change(content, apart)
        }
        _ => false,
    })
}

struct Smarter<I> {
    quotes: Option<Quotes>,
    /// The character before.
    before: char,
    /// The replacements of straight quotes, in order; `None` keeps one.
    shown: I,
}

impl<I: Iterator<Item = Option<&'static str>>> Smarter<I> {
    fn line(&mut self, inlines: &mut [Inline], after: Option<char>) {
        for at in 0..inlines.len() {
            let (head, tail) = inlines.split_at_mut(at + 1);
            let next = tail.first().map_or(after, first_char);
            match &mut head[at] {
                Inline::Text(text) => *text = self.text(text),
                other => match stretch(other) {
                    Stretch::Words(content) => self.line(content, next),
                    Stretch::Opaque(last) => self.before = last,
                },
            }
        }
    }

    fn text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let (taken, shown) = match c {
                '"' | '\'' => (1, self.shown.next().flatten()),
                // `<!--` as visible text, and arrows such as `-->`, stay as they are written.
                '-' if rest.starts_with("--") && out.ends_with("<!") => (2, None),
                '-' if rest.starts_with("-->") => (3, None),
                '-' if rest.starts_with("----") => (rest.len() - rest.trim_start_matches('-').len(), None),
                '-' if rest.starts_with("---") => (3, Some("—")),
                '-' if rest.starts_with("--") && next_is_dash(self.before, &rest[2..]) => (2, Some("–")),
                ' ' => (1, self.space(&rest[1..])),
                '.' if rest.starts_with("...") && !rest.starts_with("....") && self.before != '.' => (3, Some("…")),
                c => (c.len_utf8(), None),
            };
            out.push_str(shown.unwrap_or(&rest[..taken]));
            self.before = rest[..taken].chars().next_back().unwrap_or(c);
            rest = &rest[taken..];
        }
        out
    }

    /// Returns the space that French custom requires between a word and a punctuation mark, if the author typed an
    /// ordinary one. No line ends at it (Lexique des règles typographiques en usage à l'Imprimerie nationale).
    fn space(&self, after: &str) -> Option<&'static str> {
        self.quotes.filter(|quotes| quotes.apart)?;
        // `« mot`: the space inside a guillemet is narrow and no line ends there.
        if self.before == '«' {
            return Some("\u{202f}");
        }
        let mut after = after.chars();
        let mark = after.next()?;
        // The space is replaced only if the mark ends a word: `10 :30` and ` :smile:` keep theirs.
        let ends = after.find(|c| !matches!(c, '!' | '?' | '»')).is_none_or(char::is_whitespace);
        match mark {
            // If two spaces were typed, the author aligns something.
            _ if self.before.is_whitespace() => None,
            '»' => Some("\u{202f}"),
            ';' | '!' | '?' if ends => Some("\u{202f}"),
            // The colon has a full space, the others a narrow one.
            ':' if ends => Some("\u{a0}"),
            _ => None,
        }
    }
}

/// The effect of an inline on the quotes around it.
enum Stretch<'i> {
    /// Words of the line.
    Words(&'i mut [Inline]),
    /// Something whose quotes are kept; the character represents its end.
    Opaque(char),
}

fn stretch(inline: &mut Inline) -> Stretch<'_> {
    match inline {
        Inline::Styled { style: Style::Keyboard, .. } => Stretch::Opaque('x'),
        // The text of this link is an address, which must not change.
        Inline::Link { content, .. } if is_address(content) => Stretch::Opaque('x'),
        // A span without language and direction holds escaped characters.
        Inline::Span { lang: None, dir: None, content } => {
            let last = content.last().and_then(|inline| match inline {
                Inline::Text(text) => text.chars().next_back(),
                _ => None,
            });
            Stretch::Opaque(last.unwrap_or('x'))
        }
        Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
            Stretch::Words(content)
        }
        Inline::LineBreak => Stretch::Opaque(' '),
        _ => Stretch::Opaque('x'),
    }
}

/// Whether `--` is a dash and not the start of an option, as in ` --force`.
fn next_is_dash(before: char, after: &str) -> bool {
    !(before.is_whitespace() && after.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn first_char(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(text) => text.chars().next(),
        Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
            content.first().and_then(first_char)
        }
        Inline::LineBreak => Some(' '),
        Inline::NoteCall(_) => Some('.'),
        _ => Some('x'),
    }
}

fn is_address(content: &[Inline]) -> bool {
    matches!(content, [Inline::Text(text)] if text.contains("://") || text.starts_with("www."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(lang: &str, text: &str, wanted: &str) {
        let mut inlines = [Inline::Text(text.into())];
        line(&mut inlines, quotes(lang, lang));
        assert_eq!(inlines, [Inline::Text(wanted.into())]);
    }

    #[test]
    fn quotes_are_those_of_the_language() {
        becomes("en", "She said \"it's 'fine'\" -- and left...", "She said “it’s ‘fine’” – and left…");
        becomes("de", "Er sagte \"ja\".", "Er sagte „ja“.");
        becomes("fr", "Il dit \"oui\" l'ami", "Il dit «\u{202f}oui\u{202f}» l’ami");
        becomes("xx", "\"a\" b's", "\"a\" b’s");
    }

    #[test]
    fn marks_without_end_end_soon() {
        for part in ["'a \"b ", "('", "\"'", "' \""] {
            let start = crate::effort::Effort::start();
            line(&mut [Inline::Text(part.repeat(300_000))], quotes("en", "en"));
            assert!(start.spent().as_secs() < 10, "{part}");
        }
    }

    #[test]
    fn particles_follow_a_closing_mark_in_korean() {
        becomes("ko", "투표는 '정답'을 찾는 'scope creep'을", "투표는 ‘정답’을 찾는 ‘scope creep’을");
        becomes("ko", "it's 'fine' 'n'", "it’s ‘fine’ ‘n’");
    }

    #[test]
    fn french_marks_keep_to_their_words() {
        becomes("fr", "Ah ! Quoi ?! « Si ; non »", "Ah\u{202f}! Quoi\u{202f}?! «\u{202f}Si\u{202f}; non\u{202f}»");
        becomes("fr", "ceci : cela :-) a::b", "ceci\u{a0}: cela :-) a::b");
        becomes("en", "Ah ! ceci : cela", "Ah ! ceci : cela");
    }

    #[test]
    fn measures_decades_and_options_are_no_quotations() {
        becomes("en", "a 5\" nail of the '90s", "a 5\" nail of the ’90s");
        becomes("en", "run it with --force", "run it with --force");
        becomes("en", "wait....", "wait....");
    }
}
