//! Divides the text of a credit line into tokens: words, addresses, signs, quotations and what separates them.
//!
//! One pass over the text. A full stop ends a clause only where it cannot belong to a word (`J. Dorn`, `Harbour Works
//! Ltd.`, `maud.lin`); scripts without blanks are divided where the script changes and before the few words that credit
//! lines put behind a name (`林秋摄`).

use std::ops::Range;

use super::fold::{fold, plain};
use super::lexicon::{EVERY_LANG, Role, lexicon};
use super::names;

/// A token with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// Its place in the text.
    pub range: Range<usize>,
    /// Its kind.
    pub kind: Kind,
}

/// Kinds of tokens.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Letters, digits and the signs inside words.
    Word,
    /// A web address.
    Address,
    /// The copyright sign; `(c)` is weaker, since it also numbers parts.
    Sign {
        /// Whether it is `©`.
        certain: bool,
    },
    /// 📷, which stands for a label.
    Camera,
    /// Words in quotation marks, with the place of the words.
    Quote(Range<usize>),
    /// What separates clauses.
    Sep(Sep),
}

/// What separates the clauses of a credit line, from weak to strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sep {
    /// Nothing.
    None,
    /// A closing bracket.
    Close,
    /// `:` or `=`.
    Colon,
    /// `,`.
    Comma,
    /// `;`.
    Semicolon,
    /// `/`.
    Slash,
    /// `|`.
    Bar,
    /// `·`.
    Dot,
    /// A dash with blanks.
    Dash,
    /// An opening bracket.
    Open,
    /// `…` and `...`.
    Ellipsis,
    /// A line end, or several blanks.
    Break,
    /// The end of a sentence.
    Stop,
    /// The start of the line.
    Start,
}

/// Longest quotation that counts as a title, in bytes.
const QUOTE: usize = 300;

/// Divides `text` into tokens. No word goes on over one of `cuts`; there are line ends at `breaks`.
pub(super) fn tokens(text: &str, cuts: &[usize], breaks: &[usize]) -> Vec<Token> {
    let mut tokenizer = Tokenizer { text, at: 0, cuts, breaks, tokens: Vec::new() };
    while tokenizer.at < text.len() {
        tokenizer.next();
    }
    tokenizer.tokens
}

struct Tokenizer<'a> {
    text: &'a str,
    at: usize,
    cuts: &'a [usize],
    breaks: &'a [usize],
    tokens: Vec<Token>,
}

impl Tokenizer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    fn push(&mut self, length: usize, kind: Kind) {
        self.tokens.push(Token { range: self.at..self.at + length, kind });
        self.at += length;
    }

    fn next(&mut self) {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else { return };
        if c.is_whitespace() {
            return self.blank();
        }
        if let Some(length) = address(rest).filter(|_| !self.before().is_some_and(char::is_alphanumeric)) {
            return self.push(length, Kind::Address);
        }
        if let Some((length, certain)) = sign(rest) {
            return self.push(length, Kind::Sign { certain });
        }
        if let Some((length, inner)) = quotation(rest) {
            let inner = self.at + inner.start..self.at + inner.end;
            return self.push(length, Kind::Quote(inner));
        }
        if matches!(c, '📷' | '📸' | '🖼' | '🎨') {
            let more = rest[c.len_utf8()..].starts_with('\u{fe0f}');
            return self.push(c.len_utf8() + if more { 3 } else { 0 }, Kind::Camera);
        }
        if rest.starts_with("...") {
            let dots = rest.bytes().take_while(|byte| *byte == b'.').count();
            return self.push(dots, Kind::Sep(Sep::Ellipsis));
        }
        match self.separator(c) {
            Some(Sep::None) => self.at += c.len_utf8(),
            Some(sep) => self.push(c.len_utf8(), Kind::Sep(sep)),
            None => self.word(),
        }
    }

    fn blank(&mut self) {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        let several = rest[..length].chars().count() > 1 && length < rest.len();
        let from = self.breaks.partition_point(|at| *at < self.at);
        let breaks = self.breaks.get(from).is_some_and(|at| *at < self.at + length);
        if breaks || several || rest[..length].contains('\n') {
            self.push(length, Kind::Sep(Sep::Break));
        } else {
            self.at += length;
        }
    }

    /// Returns what `c` separates; `None` if it begins a word.
    fn separator(&self, c: char) -> Option<Sep> {
        let after = self.rest()[c.len_utf8()..].chars().next();
        Some(match plain(c) {
            ',' | '、' | '،' => Sep::Comma,
            ';' | '؛' => Sep::Semicolon,
            ':' | '՝' | '=' | '：' => Sep::Colon,
            '/' => Sep::Slash,
            '|' | '¦' => Sep::Bar,
            '·' | '•' | '∙' | '‧' | '∣' | '◆' | '●' | '▪' => Sep::Dot,
            '(' | '[' | '【' | '〔' | '〈' | '<' | '{' => Sep::Open,
            ')' | ']' | '】' | '〕' | '〉' | '>' | '}' => Sep::Close,
            '—' | '–' | '―' | '─' => Sep::Dash,
            '-' | '~' if after.is_none_or(char::is_whitespace) || self.before().is_none_or(char::is_whitespace) => {
                Sep::Dash
            }
            '.' | '!' | '?' | '。' | '।' | '؟' | '۔' | '։' => Sep::Stop,
            '…' => Sep::Ellipsis,
            c if is_word(c) || matches!(c, '@' | '#' | '&' | '+' | '%' | '$' | '€' | '£') => return None,
            // Any other sign says nothing: a stray quotation mark, an emoji.
            _ => return Some(Sep::None),
        })
    }

    /// Adds a word; one that holds several in a script without blanks is divided.
    fn word(&mut self) {
        let start = self.at;
        let length = self.word_length();
        let word = &self.text[start..start + length];
        if let Some(elided) = elision(word) {
            self.push(elided, Kind::Word);
            return self.push(length - elided, Kind::Word);
        }
        let mut from = 0;
        for end in divided(word) {
            self.push(end - from, Kind::Word);
            from = end;
        }
        self.push(length - from, Kind::Word);
    }

    /// Whether the word of `length` bytes is a unit in small letters behind a number: `48 h. Adapted from …`.
    fn is_unit(&self, length: usize) -> bool {
        let number = self.text[..self.at].trim_end().ends_with(|c: char| c.is_ascii_digit());
        number && self.rest()[..length].chars().all(char::is_lowercase)
    }

    fn word_length(&self) -> usize {
        let rest = self.rest();
        // No rule below stops at a Latin letter behind another, unless a link begins there.
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let letters = if self.cuts.is_empty() { letters } else { 0 };
        let mut before: Option<char> = rest[..letters].chars().next_back();
        for (at, c) in rest[letters..].char_indices().map(|(at, c)| (letters + at, c)) {
            let mut after = rest[at + c.len_utf8()..].chars();
            let next = after.next();
            let cut = at > 0 && self.cuts.binary_search(&(self.at + at)).is_ok();
            let inner = before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
            let goes_on = match plain(c) {
                _ if before.is_none() => true,
                '\'' | '-' | '&' | '·' => inner,
                ':' if is_user(&rest[..at]) => next.is_some_and(char::is_alphanumeric),
                ':' | '/' | '–' => is_digit(before) && is_digit(next),
                '.' => {
                    inner && !is_glued(&rest[..at], next, after.next())
                        || !self.is_unit(at) && is_abbreviated(&rest[..at], next, &rest[at + 1..])
                }
                '@' | '#' => false,
                c => is_word(c) && !before.is_some_and(|before| changes_script(before, c)),
            };
            if cut || !goes_on {
                return at;
            }
            before = Some(c);
        }
        rest.len()
    }
}

/// Whether `word` is the name space of accounts in a wiki: `User:FernByte`.
fn is_user(word: &str) -> bool {
    matches!(fold(word).as_str(), "user" | "benutzer" | "utilisateur" | "usuario" | "utente" | "gebruiker" | "участник")
}

fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

/// Whether `c` belongs to a word: letters, digits, and the marks and joiners inside words.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '・' | '\u{200c}' | '\u{200d}' | '\u{fe0f}' | '″' | '׳' | '״')
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}')
        || matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{900}'..='\u{963}' | '\u{966}'..='\u{dff}')
        || matches!(c, '\u{e00}'..='\u{eff}' | '\u{3099}' | '\u{309a}' | '\u{30fc}')
}

/// Whether a full stop after `word` ends a sentence that the next one directly follows: "ayer.Marcos".
fn is_glued(word: &str, next: Option<char>, after: Option<char>) -> bool {
    word.ends_with(char::is_lowercase)
        && word.chars().count() > 2
        && !word.contains('.')
        && next.is_some_and(char::is_uppercase)
        && after.is_some_and(char::is_lowercase)
}

/// Whether the full stop after `word` belongs to it: initials and usual abbreviations.
fn is_abbreviated(word: &str, next: Option<char>, rest: &str) -> bool {
    const KNOWN: [&str; 50] = [
        "dok", "coll", "arch", "ill", "photogr", "bibl", "jr", "sr", "inc", "ltd", "co", "corp", "bros", "st", "dr",
        "mr", "mrs", "ms", "prof", "mt", "no", "al", "fot", "rys", "nuotr", "phot", "fig", "abb", "zdj", "obr", "arg",
        "φωτ", "ing", "vs", "vol", "ed", "hrsg", "ca", "im", "rev", "gen", "capt", "maj", "col", "dept", "univ", "adm",
        "hon", "llc", "gmbh",
    ];
    if next.is_some_and(|next| !next.is_whitespace() && !",;:)]/".contains(next)) {
        return false;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let single = letters == 1 && word.chars().count() == 1 && word.starts_with(char::is_alphabetic);
    // "am 20.9. in der Stadt", but "CC BY 4.0. Ships leave at dawn".
    let goes_on = letters > 0 || rest.trim_start().starts_with(char::is_lowercase);
    let dotted = goes_on && word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2);
    single || dotted || has_no_vowel(word) || KNOWN.contains(&fold(word).as_str())
}

/// Whether `word` is short for another one, since it has a capital and no vowel: `Sgt`, `Pfc`, `Ltd`, but not `NPS`.
fn has_no_vowel(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|c| c.is_ascii_uppercase() && !"AEIOUY".contains(c))
        && (2..=5).contains(&word.len())
        && letters.all(|c| c.is_ascii_lowercase() && !"aeiouy".contains(c))
}

/// Whether a word ends between two characters, since their scripts differ: `Unsplash의`, `図A`.
fn changes_script(before: char, c: char) -> bool {
    let class = |c: char| match c {
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => 1,
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => 2,
        c if c.is_alphabetic() => 3,
        _ => 0,
    };
    let (one, two) = (class(before), class(c));
    one != 0 && two != 0 && one != two
}

/// Returns the length of an elided word at the start of `word`: `d’` of `d’Anouk`.
fn elision(word: &str) -> Option<usize> {
    const ELIDED: [&str; 9] = ["d'", "l'", "dell'", "all'", "dall'", "nell'", "sull'", "un'", "n'"];
    let at = word.char_indices().find(|(_, c)| plain(*c) == '\'').map(|(at, c)| at + c.len_utf8())?;
    let capital = word[at..].starts_with(|c: char| c.is_uppercase() || c.is_lowercase());
    // `D'Angelo` and `L’Équipe` keep theirs: a small letter before the apostrophe is a word of its own.
    let small = word.starts_with(char::is_lowercase);
    (capital && small && at < word.len() && ELIDED.contains(&fold(&word[..at]).as_str())).then_some(at)
}

/// Returns the ends of words inside `word`, which is in a script without blanks: `林秋|摄`, `由|林秋|通过|…`.
fn divided(word: &str) -> Vec<usize> {
    if !word.starts_with(is_han) || lexicon().get(&fold(word)).is_some() {
        return Vec::new();
    }
    let mut ends = Vec::new();
    let role = |part: &str, role| lexicon().get(part).is_some_and(|entry| entry.roles_in(EVERY_LANG).has(role));
    // `图片由…提供`, `由…创作`.
    let lead = ["图片由", "圖片由", "照片由", "由", "采用", "採用", "写真は", "画像は"]
        .into_iter()
        .find(|lead| word.starts_with(lead));
    let lead = lead.map_or(0, str::len).min(word.len() - 1);
    ends.extend((lead > 0).then_some(lead));
    for via in ["通过", "通過", "经由", "經由"] {
        if let Some(at) = word[lead..].find(via).map(|at| at + lead) {
            ends.extend([at, at + via.len()]);
        }
    }
    // The longest word behind a name counts.
    let tails = word.char_indices().skip(1).map(|(at, _)| at);
    let source = |at: usize| lexicon().get(&word[..at]).is_some_and(|entry| entry.roles.names_source());
    let tail = tails.filter(|at| *at > lead).find(|&at| {
        role(&word[at..], Role::AfterName) && word[at..].chars().count() <= 8
            || role(&word[at..], Role::Mark) && source(at)
    });
    ends.extend(tail);
    ends.retain(|end| *end > 0 && *end < word.len());
    ends.dedup();
    ends
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns the length of the web address at the start of `text`, without the punctuation after it.
fn address(text: &str) -> Option<usize> {
    let starts = |head: &str| text.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    if !["https://", "http://", "www."].into_iter().any(starts) {
        return path(text);
    }
    let stop = |c: char| c.is_whitespace() || "<>\"“”„«»‘’`{}|\\^…。、，；）」】".contains(c);
    let url = text.split(stop).next().unwrap_or_default();
    let mut kept = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    // "(https://e.org/a_(b))": a closing bracket belongs to the address if its partner does.
    while kept.ends_with([')', ']']) && kept.matches(['(', '[']).count() < kept.matches([')', ']']).count() {
        kept = kept[..kept.len() - 1].trim_end_matches(['.', ',', ';', ':']);
    }
    (kept.len() > 4).then_some(kept.len())
}

/// Returns the length of a domain with a path at the start of `text`: `elm.org/2017`, but not `elm.org/Ann Lee`.
fn path(text: &str) -> Option<usize> {
    // Most words have no slash.
    if !text.bytes().take_while(|byte| !byte.is_ascii_whitespace()).any(|byte| byte == b'/') {
        return None;
    }
    let word = text.split(|c: char| c.is_whitespace() || ",;()[]<>\"|".contains(c)).next()?;
    let (domain, path) = word.split_once('/')?;
    // "flickr.com/photos/1" leads there; "iStock.com/annlee" names an account, "elmphotos.com/dpa" two sources.
    let written = |segment: &str| {
        segment.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "@~".contains(c))
            && !lexicon().get(&fold(segment)).is_some_and(|entry| entry.roles.names_source())
    };
    // "xkcd.com/1234", "pic.example.com/5oiW8xx".
    let mixed = path.contains(|c: char| c.is_ascii_uppercase()) && path.contains(|c: char| c.is_ascii_lowercase());
    let digits = path.contains(|c: char| c.is_ascii_digit());
    let number = digits && (mixed || path.bytes().all(|byte| byte.is_ascii_digit()));
    let long = path.contains('/') && path.trim_end_matches('/').split('/').all(written);
    (names::is_domain(domain) && (number || long)).then(|| word.trim_end_matches(['.', ':']).len())
}

/// Returns the length of the copyright sign at the start of `text`, and whether it is certain.
fn sign(text: &str) -> Option<(usize, bool)> {
    if text.starts_with(['©', 'ⓒ', '℗', 'Ⓒ']) {
        return text.chars().next().map(|c| (c.len_utf8(), true));
    }
    let weak = ["(c)", "(C)", "(cc)", "(CC)"].into_iter().find(|sign| text.starts_with(sign));
    weak.map(|sign| (sign.len(), false))
}

/// Returns the length of the quotation at the start of `text`, and the place of its words.
fn quotation(text: &str) -> Option<(usize, Range<usize>)> {
    static QUOTES: [(char, &[char]); 12] = [
        ('"', &['"', '”']),
        ('“', &['”', '"', '“']),
        ('„', &['“', '”', '"']),
        ('”', &['”']),
        ('«', &['»']),
        ('»', &['«', '»']),
        ('‘', &['’']),
        ('‹', &['›']),
        ('「', &['」']),
        ('『', &['』']),
        ('《', &['》']),
        ('‚', &['‘', '’']),
    ];
    let open = text.chars().next()?;
    let (_, closers) = QUOTES.iter().find(|(known, _)| *known == open)?;
    let inner = &text[open.len_utf8()..];
    let head = &inner[..inner.floor_char_boundary(QUOTE)];
    let (end, close) = head.char_indices().find(|(_, c)| closers.contains(c))?;
    let start = open.len_utf8();
    let full = inner[..end].contains(char::is_alphanumeric);
    full.then(|| (start + end + close.len_utf8(), start..start + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let is_sep = |token: &Token| matches!(token.kind, Kind::Sep(_));
        tokens(text, &[], &[]).iter().filter(|token| !is_sep(token)).map(|token| &text[token.range.clone()]).collect()
    }

    /// A line of the table is a text with the words that it has.
    #[test]
    fn texts_have_these_words() {
        let cases: [(&str, &[&str]); 18] = [
            ("J. Dorn, R. M. Younge.", &["J.", "Dorn", "R.", "M.", "Younge"]),
            ("Harbour Works Ltd. CC0", &["Harbour", "Works", "Ltd.", "CC0"]),
            ("maud.lin / flickr.com", &["maud.lin", "flickr.com"]),
            ("ayer.Marcos Ibarra", &["ayer", "Marcos", "Ibarra"]),
            ("G7Media.example", &["G7Media.example"]),
            ("Sinéad O'Dwyer-Blythe", &["Sinéad", "O'Dwyer-Blythe"]),
            ("Illustration d’Anouk", &["Illustration", "d’", "Anouk"]),
            ("(c) 2015–2019 Trust", &["(c)", "2015–2019", "Trust"]),
            ("(https://e.org/a_(b))", &["https://e.org/a_(b)"]),
            ("“Night train” by kit", &["“Night train”", "by", "kit"]),
            ("林秋摄", &["林秋", "摄"]),
            ("Unsplash의 Jonas", &["Unsplash", "의", "Jonas"]),
            ("图片由林秋通过维基共享资源提供", &["图片由", "林秋", "通过", "维基共享资源", "提供"]),
            ("フォト：森・遥", &["フォト", "森・遥"]),
            ("DALL·E 3 · Flickr", &["DALL·E", "3", "Flickr"]),
            ("AT&T & Sons", &["AT&T", "&", "Sons"]),
            ("फ़ोटो: मीरा जोशी", &["फ़ोटो", "मीरा", "जोशी"]),
            ("@dug88 📷 x", &["@dug88", "📷", "x"]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_link_inside_a_word_ends_it() {
        let words = |cuts| tokens("AnnLee at Elm", cuts, &[]).len();
        assert_eq!((words(&[]), words(&[3]), words(&[3, 6])), (3, 4, 4));
    }

    #[test]
    fn tokens_lie_one_behind_the_other() {
        for text in ["«", "“a", "d’", "…", "a..b", "=x", "図", "由", "İ.İ", "(c", "www.", "-", "摄", "'"] {
            let mut end = 0;
            for token in tokens(text, &[], &[]) {
                assert!(token.range.start >= end && token.range.end > token.range.start, "{text}");
                end = token.range.end;
            }
        }
    }
}
