//! Markers of lines in scraped text: bullets, numbers, dashes of speech.
//!
//! A marker counts if another line of its block has one of its kind; only unambiguous bullets (`•`) count alone. List
//! items lose their marker, since the list has its own. Lines that begin with a letter and a bracket, a tick or a dash
//! of speech keep it, and only become separate paragraphs.

/// The marker at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A bullet.
    Bullet,
    /// The number of an item.
    Number(u64),
    /// A marker that stays in the line.
    Line,
}

/// A marker with its position.
#[derive(Clone, Copy, Debug)]
pub(super) struct FoundMark {
    pub mark: Mark,
    /// Number of columns before it.
    pub indent: usize,
    /// Number of bytes up to the text after it.
    pub length: usize,
}

/// Kinds of markers as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An unambiguous bullet.
    Sure,
    /// A character that may also be a hyphen or an asterisk.
    Sign(char),
    /// A dash.
    Dash(char),
    /// A number with its punctuation.
    Number(u64, char),
    /// A letter or number in brackets, or a tick.
    Other,
}

/// Returns for each line of a block its marker, if markers of that kind count there.
pub(super) fn find(lines: &[&str]) -> Vec<Option<FoundMark>> {
    let read: Vec<Option<(Kind, FoundMark)>> = lines.iter().map(|line| read(line)).collect();
    let mut found: Vec<Option<FoundMark>> = vec![None; lines.len()];
    let speech = is_speech(lines, &read);
    let counts = counting(&read);
    for (at, (kind, mark)) in read.iter().enumerate().filter_map(|(at, mark)| Some((at, mark.as_ref()?))) {
        let same = read.iter().flatten().filter(|(other, _)| is_kin(*kind, *other)).take(2).count();
        let becomes = match kind {
            Kind::Sure => Mark::Bullet,
            _ if same < 2 => continue,
            Kind::Dash(_) if speech => Mark::Line,
            Kind::Sign(_) | Kind::Dash(_) => Mark::Bullet,
            Kind::Number(number, _) if counts => Mark::Number(*number),
            Kind::Number(..) | Kind::Other => Mark::Line,
        };
        found[at] = Some(FoundMark { mark: becomes, ..*mark });
    }
    found
}

fn is_kin(one: Kind, other: Kind) -> bool {
    match (one, other) {
        (Kind::Number(_, one), Kind::Number(_, other)) => one == other,
        (one, other) => one == other,
    }
}

/// Whether the numbers increase by one.
fn counting(read: &[Option<(Kind, FoundMark)>]) -> bool {
    let numbers: Vec<u64> = read.iter().flatten().filter_map(|(kind, _)| number(*kind)).collect();
    numbers.array_windows().all(|[one, next]| *next == one + 1)
}

fn number(kind: Kind) -> Option<u64> {
    match kind {
        Kind::Number(number, _) => Some(number),
        _ => None,
    }
}

/// Whether most lines that begin with a dash are sentences, so that they are speech.
fn is_speech(lines: &[&str], read: &[Option<(Kind, FoundMark)>]) -> bool {
    let dashed = || lines.iter().zip(read).filter(|(_, mark)| matches!(mark, Some((Kind::Dash(_), _))));
    let sentences = dashed().filter(|(line, _)| {
        line.trim_end().trim_end_matches(['”', '"', '»', '’', ')']).ends_with(['.', '!', '?', '…', ',', ';'])
    });
    let long = dashed().any(|(_, mark)| matches!(mark, Some((Kind::Dash('—' | '―'), _))));
    long || sentences.count() * 2 > dashed().count()
}

/// Returns the marker at the start of `line`.
fn read(line: &str) -> Option<(Kind, FoundMark)> {
    let rest = line.trim_start();
    let indent = line[..line.len() - rest.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let first = rest.chars().next()?;
    let (kind, length) = match first {
        '•' | '‣' | '⁃' | '◦' | '▪' | '▫' | '●' | '○' | '■' | '□' | '▸' | '►' | '➤' | '➢' | '\u{f0b7}' => {
            (Kind::Sure, first.len_utf8())
        }
        '·' => (Kind::Sign(first), first.len_utf8()),
        '*' | '-' | '+' => (Kind::Sign(first), 1),
        '–' | '—' | '―' => (Kind::Dash(first), first.len_utf8()),
        '✓' | '✔' | '✗' | '✘' | '☐' | '☑' | '☒' | '→' => (Kind::Other, first.len_utf8()),
        _ => numbered(rest)?,
    };
    let after = &rest[length..];
    let gap = after.starts_with(|c: char| c.is_whitespace());
    let says = after.chars().any(char::is_alphanumeric);
    let length = line.len() - after.len();
    (says && (gap || kind == Kind::Sure)).then_some((kind, FoundMark { mark: Mark::Line, indent, length }))
}

/// Returns the number or letter of an item: `1.`, `1)`, `(1)`, `a)`, `(iv)`.
fn numbered(text: &str) -> Option<(Kind, usize)> {
    let open = usize::from(text.starts_with('('));
    let digits = text[open..].bytes().take_while(u8::is_ascii_digit).count();
    let letters = text[open..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let length = open + digits.max(letters);
    let close = text[length..].chars().next().filter(|c| matches!(c, '.' | ')'))?;
    match (digits, letters, close) {
        (1..=3, _, _) if open == 0 => Some((Kind::Number(text[..digits].parse().ok()?, close), digits + 1)),
        (1..=3, _, ')') => Some((Kind::Other, length + 1)),
        (0, 1..=4, ')') if letters == 1 || is_roman(&text[open..length]) => Some((Kind::Other, length + 1)),
        _ => None,
    }
}

fn is_roman(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte.to_ascii_lowercase(), b'i' | b'v' | b'x'))
}

/// Returns the number of characters in the longest of `lines`.
pub(super) fn widest(lines: &[&str]) -> usize {
    lines.iter().map(|line| line.chars().count()).max().unwrap_or(0)
}

/// Whether line `index`, which has no marker, continues the previous item: it is indented, begins in the middle of a
/// sentence, or the line before it was full. The longest of `lines` is `widest` characters long.
pub(super) fn goes_on(lines: &[&str], index: usize, widest: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|before| lines[before]) else { return false };
    let line = lines[index];
    let full = widest >= 40 && before.chars().count() * 4 >= widest * 3;
    line.starts_with([' ', '\t']) || line.starts_with(char::is_lowercase) || full
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<Option<Mark>> {
        let lines: Vec<&str> = text.lines().collect();
        find(&lines).into_iter().map(|found| found.map(|found| found.mark)).collect()
    }

    #[test]
    fn bullets_and_numbers_make_items() {
        assert_eq!(marks("Bring:\n• rope\n•lamp"), [None, Some(Mark::Bullet), Some(Mark::Bullet)]);
        for sign in ["-", "*", "+", "–", "·"] {
            assert_eq!(marks(&format!("{sign} rope\n{sign} lamp")), [Some(Mark::Bullet); 2], "{sign}");
        }
        assert_eq!(marks("3) rope\n4) lamp"), [Some(Mark::Number(3)), Some(Mark::Number(4))]);
    }

    #[test]
    fn what_does_not_count_up_and_speech_stand_apart_with_their_marks() {
        for text in ["12. May\n3. June", "(1) rope\n(2) lamp", "a) rope\nb) lamp", "✓ rope\n✓ lamp"] {
            assert_eq!(marks(text), [Some(Mark::Line); 2], "{text}");
        }
        assert_eq!(marks("– Where to?\n– To the bay.\n"), [Some(Mark::Line); 2]);
        assert_eq!(marks("— Well\n— Yes"), [Some(Mark::Line); 2]);
    }

    #[test]
    fn one_line_alone_is_prose() {
        for text in ["- and so on", "2. is a number", "1998. A year", "- \n- ", "-5 degrees\n-6 at night"] {
            assert!(marks(text).iter().all(Option::is_none), "{text}");
        }
    }
}
