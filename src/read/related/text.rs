//! What a line of text looks like: a title, a blurb that is cut off, a sentence, a date, a byline, a line that the page
//! added.
//!
//! Nothing here looks at the lines around it; [`super::shape`] does that.

use super::words::{Classes, classes, first_words};
use crate::article::Date;
use crate::read::date;

/// How sure a heading is that related articles follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// It introduces many things: "Recommended".
    Loose,
    /// It may introduce something else: "See also".
    Related,
    /// It names articles, or asks to read them.
    Articles,
}

impl Level {
    pub fn of(found: Classes) -> Option<Self> {
        if found.has(Classes::ARTICLES) {
            Some(Self::Articles)
        } else if found.has(Classes::RELATED) || found.has(Classes::INFO) {
            Some(Self::Related)
        } else {
            found.has(Classes::LOOSE).then_some(Self::Loose)
        }
    }
}

/// What a line is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading of related articles.
    Head(Level),
    /// A heading that is also the link below a blurb: "Read more".
    HeadOrButton(Level),
    /// A label and titles in one line, or anything else whose entries are known already.
    Whole,
    Title,
    /// A blurb that is cut off.
    Cut,
    /// One or more sentences.
    Sentence,
    /// A date, an author, or both.
    Facts,
    /// The link below a blurb.
    Button,
    /// A line that the page added.
    Furniture,
    /// A web address alone.
    Address,
    Picture,
    Rule,
    /// A heading of something that may follow related articles.
    Back,
    /// Anything that is not part of related articles.
    Foreign,
}

/// A block with more words is text.
pub(super) const LONG: usize = 80;
/// Maximum length of a title, in characters.
const TITLE: usize = 250;

/// Returns the role of a line without a link.
pub(super) fn role(text: &str) -> Role {
    let text = text.trim();
    if text.is_empty() || weight(text) > LONG as f32 {
        return Role::Foreign;
    }
    if text.starts_with('[') && text.ends_with(']') && !text[1..].contains('[') {
        return Role::Furniture;
    }
    if is_address(text) {
        return Role::Address;
    }
    let found = classes(without_count(text));
    match Level::of(found) {
        Some(level) if found.has(Classes::BUTTON) => return Role::HeadOrButton(level),
        Some(level) if !found.has(Classes::FURNITURE) => return Role::Head(level),
        _ => {}
    }
    if is_lead_in(text) {
        return Role::Head(Level::Related);
    }
    // "Next article", above its title.
    if found.has(Classes::NAV) && !found.has(Classes::BACK) {
        return Role::Head(if weight(text) >= 2.0 { Level::Articles } else { Level::Loose });
    }
    if found.has(Classes::BACK) {
        return Role::Back;
    }
    if found.has(Classes::BUTTON) {
        return Role::Button;
    }
    if found.has(Classes::FURNITURE) || is_sign(text) {
        return Role::Furniture;
    }
    if facts(text).is_some() {
        return Role::Facts;
    }
    if stays(text) {
        return Role::Back;
    }
    if is_cut(text) {
        return Role::Cut;
    }
    if is_title(text) { Role::Title } else { prose(text) }
}

/// Maximum length of a sentence that introduces related articles, in bytes.
const LEAD_IN: usize = 240;
/// Maximum number of words in its last clause.
const LEAD_IN_WORDS: usize = 16;

/// Whether a sentence with a colon introduces related articles. Its last clause says so: by words that are also a
/// heading ("If you liked this, you might also like:"), or by one word for articles and one for further ones ("Want to
/// know more? Here are some of our other posts:").
pub(super) fn is_lead_in(text: &str) -> bool {
    let text = text.trim_end_matches(['*', '_', ' ', '\u{a0}']);
    text.strip_suffix([':', '：']).is_some_and(introduces)
}

/// Like [`is_lead_in`], for a sentence with any end, which is less sure: "Here are a few more stories you may like."
pub(super) fn is_lead_sentence(text: &str) -> bool {
    introduces(text.trim_end_matches(|c: char| !c.is_alphanumeric()))
}

fn introduces(sentence: &str) -> bool {
    if sentence.len() > LEAD_IN || Level::of(classes(sentence)).is_some() {
        return false;
    }
    let sentence = sentence.trim_end();
    let Some(clause) = sentence.rsplit([',', '?', '!', '.', ';', '–', '—', '…', '，', '？', '！']).next()
    else {
        return false;
    };
    let found = classes(clause);
    if clause.len() < sentence.len() && (found.has(Classes::LEAD) || Level::of(found) >= Some(Level::Related)) {
        return true;
    }
    let words = || clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let any = |class: Classes| words().any(|word| classes(word).has(class));
    // "The posts of the fence:", "Other tools:" and "Sources and other articles:" introduce something else.
    // Short words are often something else in another language.
    let sources = || words().any(|word| word.len() > 4 && classes(word).has(Classes::BACK));
    let says = any(Classes::PIECE) && any(Classes::OTHER) && !sources();
    words().count() <= LEAD_IN_WORDS && says
}

/// Returns `text` without a number in brackets at its end: `Related (3)`.
fn without_count(text: &str) -> &str {
    let Some((words, count)) = text.strip_suffix([')', ']']).and_then(|text| text.rsplit_once(['(', '['])) else {
        return text;
    };
    let is_count = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    // "Comments (3)" is in the list with its number.
    if is_count && Level::of(classes(words)).is_some() { words.trim_end() } else { text }
}

fn prose(text: &str) -> Role {
    if is_citation(text) { Role::Foreign } else { Role::Sentence }
}

/// Whether `text` has no letters, or states a copyright.
fn is_sign(text: &str) -> bool {
    text.starts_with(['©', 'ⓒ', '℗']) || !text.chars().any(char::is_alphabetic)
}

fn is_address(text: &str) -> bool {
    let web = ["https://", "http://", "www."].iter().any(|start| text.starts_with(start));
    web && !text.contains(char::is_whitespace)
}

/// Whether a sentence says something about the article itself, so that it stays in the text: its licence, or where it
/// was published first.
fn stays(text: &str) -> bool {
    const SAYS: [&str; 12] = [
        "creative commons",
        "cc by",
        "cc-by",
        "republish",
        "first published",
        "originally published",
        "first appeared",
        "originally appeared",
        "zuerst erschienen",
        "zuerst veröffentlicht",
        "origine publikigita",
        "publicado originalmente",
    ];
    let lower = text.to_lowercase();
    SAYS.iter().any(|words| lower.contains(words))
}

/// Returns the number of words; in scripts without spaces, half the number of characters.
pub(super) fn weight(text: &str) -> f32 {
    let mut weight = 0.0;
    let mut within = false;
    for c in text.chars() {
        let unspaced = matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
        if unspaced {
            weight += 0.5;
            within = false;
        } else if c.is_alphanumeric() {
            weight += if within { 0.0 } else { 1.0 };
            within = true;
        } else if c.is_whitespace() {
            within = false;
        }
    }
    weight
}

/// Whether `text` has the form of a title: one clause without a full stop.
pub(super) fn is_title(text: &str) -> bool {
    let text = text.trim();
    let end = text.trim_end_matches(['”', '"', '»', '’', '\'', ')', '」', '』', '“', ' ']);
    !text.is_empty()
        && text.chars().nth(TITLE).is_none()
        && weight(text) <= 35.0
        && !end.ends_with(['.', '。', '।', '۔', '։', ':', '：', ',', ';', '；', '،', '؛'])
        && !starts_within_sentence(text)
        && !has_sentence_break(text)
        && !is_citation(text)
        && text.chars().any(char::is_alphabetic)
}

/// Whether `text` is a title that ends in a full stop.
pub(super) fn is_stopped_title(text: &str) -> bool {
    let bare = text.trim().trim_end_matches(['.', '。', '।']);
    weight(bare) <= 14.0 && !bare.contains([',', ';', '、', '،']) && is_title(bare)
}

/// Whether `text` begins in lower case, as no title does; names such as "eBay" have a capital.
fn starts_within_sentence(text: &str) -> bool {
    let mut letters = text.chars().skip_while(|c| !c.is_alphanumeric());
    letters.next().is_some_and(char::is_lowercase) && !letters.next().is_some_and(char::is_uppercase)
}

/// Whether a sentence ends inside `text`, after a word that is no abbreviation.
fn has_sentence_break(text: &str) -> bool {
    let mut word = 0;
    let mut chars = text.trim_end().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '.' if word >= 4 && chars.peek() == Some(&' ') => {
                let next = chars.clone().find(|c| c.is_alphanumeric());
                if next.is_some_and(|c| !c.is_lowercase()) {
                    return true;
                }
            }
            '。' | '।' | '۔' if chars.peek().is_some() => return true,
            _ => {}
        }
        word = if c.is_alphabetic() { word + 1 } else { 0 };
    }
    false
}

/// Whether `text` is an entry of a bibliography: `Finch, N. (2020). Harbours. Post Press.`
fn is_citation(text: &str) -> bool {
    if ["ISBN", "ISSN", "doi.org", "doi:", "DOI:", " et al", " pp. ", "(Hrsg.)", "(eds.)", "(ed.)"]
        .iter()
        .any(|sign| text.contains(sign))
    {
        return true;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let initial = |word: &str| {
        let mut chars = word.chars();
        matches!((chars.next(), chars.next()), (Some(letter), Some('.')) if letter.is_uppercase())
    };
    let initials = words.array_windows().any(|[name, after]| name.ends_with(',') && initial(after));
    let year = |word: &&str| {
        let bare = word.trim_end_matches([')', ']', '.', ',', ':', ';']).trim_start_matches(['(', '[']);
        bare.len() == 4 && bare.bytes().all(|byte| byte.is_ascii_digit()) && bare.starts_with(['1', '2'])
    };
    // "(2020)." and "…, 1988." end the parts of a citation.
    let dated =
        words.iter().any(|word| year(word) && (word.ends_with(").") || word.starts_with('(') && word.ends_with("),")))
            || words.last().is_some_and(|word| year(word) && word.ends_with('.'));
    initials || dated && words.len() >= 3
}

/// Signs that a blurb is cut off.
const CUTS: [&str; 4] = ["…", "...", "⋯", "。。。"];

/// Whether `text` is a blurb that is cut off with an ellipsis or with the words of a link: "… Read more".
pub(super) fn is_cut(text: &str) -> bool {
    let bare = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let last = CUTS.iter().filter_map(|cut| Some(text.rfind(cut)? + cut.len())).max();
    if let Some(at) = last.filter(|&at| text.len() - at <= 80) {
        let rest = bare(&text[at..]);
        let read_on = || {
            let found = classes(&rest);
            found.has(Classes::BUTTON) || found.has(Classes::RELATED) || found.has(Classes::ARTICLES)
        };
        if rest.is_empty() || read_on() {
            return true;
        }
    }
    // "… was sold. Read more": the last words are those of a link.
    let mut ends = text.char_indices().rev().filter(|(_, c)| c.is_whitespace()).take(4);
    weight(text) >= 9.0
        && ends.any(|(at, _)| {
            let rest = bare(&text[at..]);
            rest.contains(' ') && rest.starts_with(char::is_uppercase) && classes(&rest).has(Classes::BUTTON)
        })
}

/// Returns author and date, if `text` states nothing else; either may be unknown.
pub(super) fn facts(text: &str) -> Option<(Option<String>, Option<Date>)> {
    let text = text.trim().trim_matches(['(', ')', '（', '）', '–', '—', '-', '|', '·', '•', ' ']);
    if text.is_empty()
        || text.len() > 200
        || text.ends_with(['.', '?', '!']) && !text.ends_with(char::is_numeric) && weight(text) > 4.0
    {
        return None;
    }
    if let Some(date) = dated(text) {
        return Some((None, date));
    }
    let parts = text.split(['|', '·', '•', '–', '—', '／', '\u{2022}']).map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let (mut author, mut when, mut marked) = (None, None, false);
    for part in &parts {
        if let Some(date) = dated(part) {
            when = when.or(date);
            marked = true;
        } else if let Some((name, date)) = byline(part) {
            author = author.or(Some(name));
            when = when.or(date);
            marked = true;
        } else if classes(part).has(Classes::FURNITURE) {
            marked = true;
        } else if parts.len() > 1 && is_name(part) && author.is_none() {
            author = Some((*part).to_owned());
        } else {
            return None;
        }
    }
    marked.then_some((author, when))
}

/// Returns the title and the facts of a line such as "Title – 3 March 2021" or "3 March 2021: Title".
pub(super) fn beside(text: &str) -> Option<(&str, &str)> {
    const SIGNS: [&str; 7] = [" – ", " — ", " | ", " - ", " · ", " (", ": "];
    if !text.chars().any(char::is_numeric) {
        return None;
    }
    SIGNS.into_iter().find_map(|sign| {
        let (before, after) = text.rsplit_once(sign)?;
        if is_title(before) && facts(after).is_some_and(|(_, date)| date.is_some()) {
            return Some((before, after));
        }
        let (before, after) = text.split_once(sign)?;
        (is_title(after) && facts(before).is_some_and(|(_, date)| date.is_some())).then_some((after, before))
    })
}

/// Returns the date that `text` is; the inner value is `None` if it has no year.
fn dated(text: &str) -> Option<Option<Date>> {
    if text.len() > 80 || !text.chars().any(char::is_numeric) || weight(text) > 8.0 {
        return None;
    }
    let bare = text.trim_end_matches(['.', ',']);
    if let Some(date) = date::parse(bare) {
        // A number alone may be anything.
        return (date.iso.len() > 4).then_some(Some(date));
    }
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        let numbers = bare.split(['.', '/', '-', ' ', ':']).filter(|part| !part.is_empty());
        let numbers: Vec<&str> = numbers.collect();
        let digits = numbers.iter().all(|part| part.chars().all(char::is_numeric) && part.chars().count() <= 4);
        // 03.03.2021: which number is the month is not known, but it is a date.
        let verbatim = bare.to_owned();
        return (digits && numbers.len() == 3).then(|| day_first(bare).map(|iso| Date { iso, verbatim }));
    }
    // "Published on 3 March 2021", "March 3, 2021 at 10:15", "Mar 3".
    let words: Vec<&str> = bare.split_whitespace().collect();
    let inner = (1..=2.min(words.len() - 1)).find_map(|skip| date::parse(words[skip..].join(" ").trim()));
    let outer = || {
        (1..=3.min(words.len() - 1))
            .find_map(|less| date::parse(words[..words.len() - less].join(" ").trim_end_matches([',', '.'])))
    };
    let long = |date: &Date| date.iso.len() > 4;
    if let Some(date) = inner.filter(long).filter(|_| words.len() <= 6) {
        return Some(Some(date));
    }
    if let Some(date) = outer().filter(long).filter(|_| bare.contains(':') && words.len() <= 7) {
        return Some(Some(date));
    }
    (words.len() == 2 && date::parse(&format!("{bare}, 2000")).is_some_and(|date| date.iso.len() == 10)).then_some(None)
}

/// Returns the date in `03.03.2021`, which is never written with the month first.
fn day_first(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('.').collect();
    match parts.as_slice() {
        [day, month, year] if year.len() == 4 => {
            date::parse(&format!("{year}-{month:0>2}-{day:0>2}")).map(|date| date.iso)
        }
        _ => None,
    }
}

/// Returns the author and date in "By Anna Kern, 3 March 2021".
fn byline(text: &str) -> Option<(String, Option<Date>)> {
    let rest = first_words(text, Classes::BY)?;
    if is_name(rest) {
        return Some((rest.to_owned(), None));
    }
    let ends = rest.char_indices().filter(|(_, c)| matches!(c, ',' | '，' | '(' | '/' | ';'));
    let words = rest.match_indices(" on ").map(|(at, _)| (at, ' '));
    ends.chain(words).find_map(|(at, sign)| {
        let name = rest[..at].trim();
        let after = rest[at + sign.len_utf8()..].trim().trim_end_matches(')');
        let after = after.strip_prefix("on ").unwrap_or(after);
        is_name(name).then(|| dated(after)).flatten().map(|date| (name.to_owned(), date))
    })
}

/// Whether `text` may be a name: a few words with capitals.
pub(super) fn is_name(text: &str) -> bool {
    const PARTICLES: [&str; 24] = [
        "de", "da", "di", "do", "du", "del", "della", "der", "den", "des", "dos", "van", "von", "zu", "la", "le", "al",
        "el", "bin", "ibn", "ben", "y", "e", "and",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let named = |word: &&str| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase()) || *word == "&" || PARTICLES.contains(word)
    };
    (1..=6).contains(&words.len())
        && weight(text) <= 6.0
        && words.iter().all(named)
        && !text.contains(['?', '!', ':', '…', '"', '“', '(', ';', ','])
        && !text.chars().any(char::is_numeric)
}

/// Returns `text` without the signs before an entry: bullets, arrows, numbers.
pub(super) fn without_lead(text: &str) -> &str {
    let mut text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits)
        && let Some(rest) = text[digits..].strip_prefix(['.', ')'])
        && rest.starts_with(' ')
    {
        text = rest;
    }
    text.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '»' | '›'
                    | '>'
                    | '→'
                    | '⇒'
                    | '➤'
                    | '►'
                    | '▶'
                    | '▸'
                    | '•'
                    | '·'
                    | '-'
                    | '–'
                    | '—'
                    | '*'
                    | '▪'
                    | '■'
                    | '●'
                    | '◆'
                    | '✦'
                    | '☞'
                    | '👉'
                    | '➡'
                    | '\u{fe0f}'
            )
    })
}

/// Returns `text` without the arrows after an entry.
pub(super) fn without_tail(text: &str) -> &str {
    text.trim_end_matches([' ', '»', '›', '→', '⇒', '➤', '►', '▶', '▸', '\u{fe0f}'])
}

/// Returns the label and the rest of a line such as `Also read: …`, `ALSO READ | …`, `【関連記事】…`.
pub(super) fn label(text: &str) -> Option<(Level, &str, &str)> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !OPENING.contains(&c)).trim_end();
    if let Some((inside, rest)) = bracketed(text) {
        if rest.is_empty() {
            return label(inside);
        }
        if let Some(level) = label_level(inside) {
            return Some((level, inside, rest));
        }
    }
    let signs = text.char_indices().take_while(|(at, _)| *at <= 60).filter(|&(at, c)| match c {
        ':' | '：' | '|' | '｜' | '>' | '»' | '›' | '→' | '►' | '▶' | '➤' | '👉' => true,
        '–' | '—' | '-' => text[..at].ends_with(' ') && text[at + c.len_utf8()..].starts_with(' '),
        _ => false,
    });
    signs.take(2).find_map(|(at, c)| {
        let rest = text[at + c.len_utf8()..].trim_start_matches([':', '>', '»', '›', '→', '►', '▶', ' ', '\u{fe0f}']);
        let label = text[..at].trim();
        Some((label_level(label)?, label, rest)).filter(|(_, _, rest)| !rest.is_empty())
    })
}

/// Brackets around a label.
const OPENING: [char; 7] = ['[', '【', '［', '〔', '(', '（', '《'];

/// Returns what stands in the brackets at the start of `text`, and what follows.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let pairs = OPENING.into_iter().zip([']', '】', '］', '〕', ')', '）', '》']);
    let (open, close) = { pairs }.find(|(open, _)| text.starts_with(*open))?;
    let (inside, rest) = text[open.len_utf8()..].split_once(close)?;
    (inside.len() <= 90).then(|| (inside.trim(), rest.trim_start_matches([':', '：', ' '])))
}

/// Returns how sure the label before a title is.
pub(super) fn label_level(label: &str) -> Option<Level> {
    let found = classes(label);
    if found.has(Classes::ARTICLES) {
        return Some(Level::Articles);
    }
    if found.has(Classes::RELATED) {
        return Some(Level::Related);
    }
    found.has(Classes::LABEL).then_some(Level::Loose)
}

/// Whether `title` after a label of `level` is one.
pub(super) fn is_labelled_title(title: &str, level: Level) -> bool {
    let least = match level {
        Level::Articles => 1.5,
        Level::Related => 2.0,
        Level::Loose => 3.5,
    };
    is_title(title) && weight(title) >= least
}
