//! Marks of print for what a keyboard has: quotes of the article's language, apostrophes, dashes, ellipses.

use crate::article::walk_mut as walk;
use crate::article::{Article, Inline, Style};

/// The marks of a language.
#[derive(Clone, Copy)]
struct Quotes {
    outer: [&'static str; 2],
    inner: [&'static str; 2],
    /// Whether marks stand apart from their words, as in French.
    apart: bool,
}

/// The quotation marks of `lang` (CLDR); `None` where straight ones are better left.
fn quotes(lang: &str, primary: &str) -> Option<Quotes> {
    let (outer, inner) = match primary {
        "en" | "hi" | "ta" | "tr" | "ko" | "zh" | "pt" | "id" | "vi" | "ms" | "sw" => (["“", "”"], ["‘", "’"]),
        "de" if lang.ends_with("-CH") => (["«", "»"], ["‹", "›"]),
        "de" | "cs" | "sk" | "sl" | "bg" | "is" | "lt" => (["„", "“"], ["‚", "‘"]),
        "fr" if lang.ends_with("-CH") => (["«", "»"], ["‹", "›"]),
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

/// Changes the marks of all text of `article` but code, formulas and credits.
pub(super) fn smarten(article: &mut Article) {
    let lang = article.meta.lang.clone();
    let quotes = quotes(&lang.0, lang.primary());
    line(&mut article.meta.title, quotes);
    line(&mut article.meta.subtitle, quotes);
    for related in &mut article.related {
        line(&mut related.title, quotes);
    }
    if let Some(cover) = &mut article.cover {
        line(&mut cover.caption, quotes);
    }
    walk::each(article, &mut |block| {
        // What is in another language keeps its marks.
        let quotes = if block.lang.is_some() { None } else { quotes };
        for text in walk::lines(&mut block.kind) {
            line(text, quotes);
        }
    });
}

fn line(inlines: &mut [Inline], quotes: Option<Quotes>) {
    if needs_change(inlines, quotes.is_some_and(|quotes| quotes.apart)) {
        Smarter { quotes, before: ' ', open: Vec::new() }.line(inlines, None);
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

struct Smarter {
    quotes: Option<Quotes>,
    /// The character before.
    before: char,
    /// Quotations that are open: the straight mark each began with.
    open: Vec<char>,
}

impl Smarter {
    fn line(&mut self, inlines: &mut [Inline], after: Option<char>) {
        for at in 0..inlines.len() {
            let (head, tail) = inlines.split_at_mut(at + 1);
            let next = tail.first().map_or(after, first_char);
            match &mut head[at] {
                Inline::Text(text) => *text = self.text(text, next),
                Inline::Styled { style: Style::Keyboard, .. } => self.before = 'x',
                // The words of an address are the address.
                Inline::Link { content, .. } if is_address(content) => self.before = 'x',
                Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
                    self.line(content, next);
                }
                Inline::LineBreak => self.before = ' ',
                _ => self.before = 'x',
            }
        }
    }

    fn text(&mut self, text: &str, after: Option<char>) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let next = rest[c.len_utf8()..].chars().next().or(after);
            let (taken, shown) = match c {
                '"' => (1, self.double(next)),
                '\'' => (1, self.single(next)),
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

    /// The space that French custom sets between a word and a mark, where the author typed an ordinary one: no line
    /// ends there (Lexique des règles typographiques en usage à l'Imprimerie nationale).
    fn space(&self, after: &str) -> Option<&'static str> {
        self.quotes.filter(|quotes| quotes.apart)?;
        if self.before == '«' {
            return Some("\u{202f}");
        }
        let mut after = after.chars();
        let mark = after.next()?;
        let ends = after.find(|c| !matches!(c, '!' | '?' | '»')).is_none_or(char::is_whitespace);
        match mark {
            _ if self.before.is_whitespace() => None,
            '»' => Some("\u{202f}"),
            ';' | '!' | '?' if ends => Some("\u{202f}"),
            ':' if ends => Some("\u{a0}"),
            _ => None,
        }
    }

    fn double(&mut self, next: Option<char>) -> Option<&'static str> {
        let quotes = self.quotes?;
        let opens = opens_after(self.before) && next.is_some_and(|c| !c.is_whitespace());
        if opens && self.open.last() != Some(&'"') {
            let level = self.open.len() % 2;
            self.open.push('"');
            return Some(if level == 0 { quotes.outer[0] } else { quotes.inner[0] });
        }
        let at = self.open.iter().rposition(|&mark| mark == '"')?;
        self.open.truncate(at);
        Some(if at % 2 == 0 { quotes.outer[1] } else { quotes.inner[1] })
    }

    /// A single mark is an apostrophe far more often than a quotation mark.
    fn single(&mut self, next: Option<char>) -> Option<&'static str> {
        let quotes = self.quotes;
        let letter_before = self.before.is_alphanumeric();
        let letter_next = next.is_some_and(char::is_alphanumeric);
        if letter_before && letter_next {
            return Some("’");
        }
        if opens_after(self.before) && next.is_some_and(|c| !c.is_whitespace()) {
            let decade = next.is_some_and(|c| c.is_ascii_digit());
            let quotes = quotes.filter(|_| !decade);
            let Some(quotes) = quotes else { return Some("’") };
            let level = self.open.len() % 2;
            self.open.push('\'');
            // In English an inner mark outside of a quotation is common, and right in Britain.
            return Some(if level == 0 && quotes.outer[0] != "“" { quotes.outer[0] } else { quotes.inner[0] });
        }
        if self.open.last() == Some(&'\'') {
            self.open.pop();
            let quotes = quotes?;
            return Some(if self.open.len().is_multiple_of(2) && quotes.outer[0] != "“" {
                quotes.outer[1]
            } else {
                quotes.inner[1]
            });
        }
        letter_before.then_some("’")
    }
}

fn opens_after(before: char) -> bool {
    before.is_whitespace()
        || matches!(before, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '"' | '\'' | '“' | '«' | '¿' | '¡')
}

/// Whether `--` is a dash and not an option of a command, as in ` --force`.
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
