//! Assigns roles to the blocks of scraped text.

use super::blocks::TextBlock;

/// The blocks by role.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    /// The title.
    pub title: Option<&'a TextBlock>,
    /// Body and captions.
    pub body: Vec<&'a TextBlock>,
    /// The disclaimer, and other blocks between it and the related articles.
    pub disclaimer: Vec<&'a TextBlock>,
    /// Related articles.
    pub related: Vec<Entry<'a>>,
}

/// A related article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    /// Its title.
    pub title: &'a TextBlock,
    /// Its blurb.
    pub blurb: Option<&'a TextBlock>,
}

/// Maximum length of a title, in characters.
const TITLE: usize = 250;
/// Maximum length of a disclaimer, in words.
const DISCLAIMER: usize = 90;

/// Separates title, body, disclaimer and related articles.
pub(super) fn tell_apart(pieces: &[TextBlock]) -> Parts<'_> {
    let (title, rest) = match pieces {
        [first, rest @ ..] if !rest.is_empty() && first.mark.is_none() && first.text.chars().count() <= TITLE => {
            (Some(first), rest)
        }
        all => (None, all),
    };
    let (rest, related) = split_related(rest);
    let disclaimer = (rest.iter().skip(1)).position(says_disclaimer).map_or(rest.len(), |index| index + 1);
    // At the start or in the middle of the text, such a line is prose.
    let last = rest.len().saturating_sub(disclaimer) <= 3
        && rest[disclaimer..].iter().all(|piece| words(&piece.text) <= DISCLAIMER);
    let cut = if last { disclaimer } else { rest.len() };
    Parts { title, body: rest[..cut].iter().collect(), disclaimer: rest[cut..].iter().collect(), related }
}

/// Splits the related articles off the end of `pieces`.
fn split_related(pieces: &[TextBlock]) -> (&[TextBlock], Vec<Entry<'_>>) {
    if let Some(at) = pieces.iter().rposition(|piece| is_related_heading(&piece.text))
        && at > 0
        && at + 1 < pieces.len()
        && pieces[at + 1..].iter().all(|piece| words(&piece.text) <= 80)
    {
        return (&pieces[..at], entries(&pieces[at + 1..]));
    }
    let mut start = pieces.len();
    while start >= 3 && is_pair(&pieces[start - 2], &pieces[start - 1]) {
        start -= 2;
    }
    let pairs = (pieces.len() - start) / 2;
    let after_disclaimer = start > 0 && says_disclaimer(&pieces[start - 1]);
    if pairs >= 2 || (pairs == 1 && after_disclaimer) {
        return (&pieces[..start], entries(&pieces[start..]));
    }
    (pieces, Vec::new())
}

/// Whether two blocks are a title and its blurb, cut off with an ellipsis.
fn is_pair(title: &TextBlock, blurb: &TextBlock) -> bool {
    is_cut_off(&blurb.text)
        && !is_cut_off(&title.text)
        && !says_disclaimer(title)
        && title.text.chars().count() <= TITLE
        && !title.text.ends_with(['.', ':', ',', ';', ']', '。'])
        && words(&blurb.text) >= 5
}

fn is_cut_off(text: &str) -> bool {
    ["...", "…", "[…]", "[...]", "(...)", "…»", "… »"].iter().any(|end| text.ends_with(end))
}

/// Returns the titles, each with the next block if that is a blurb.
fn entries(pieces: &[TextBlock]) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let mut rest = pieces;
    while let [title, after @ ..] = rest {
        let blurb = after.first().filter(|blurb| is_cut_off(&blurb.text));
        rest = if blurb.is_some() { &after[1..] } else { after };
        entries.push(Entry { title, blurb });
    }
    entries
}

/// Lines that introduce related articles.
const RELATED: [&str; 34] = [
    "related",
    "related articles",
    "related stories",
    "related posts",
    "related reading",
    "related content",
    "read more",
    "read also",
    "read next",
    "see also",
    "more stories",
    "more on this topic",
    "further reading",
    "you may also like",
    "you might also like",
    "recommended",
    "recommended for you",
    "more from this author",
    "verwandte artikel",
    "mehr zum thema",
    "weiterlesen",
    "lesen sie auch",
    "siehe auch",
    "à lire aussi",
    "lire aussi",
    "voir aussi",
    "articles liés",
    "artículos relacionados",
    "lea también",
    "véase también",
    "leia também",
    "читайте также",
    "похожие статьи",
    "legu ankaŭ",
];

fn is_related_heading(text: &str) -> bool {
    if text.len() > 80 {
        return false;
    }
    let text = text.trim_end_matches([':', ' ', '\u{a0}', '…', '.']).to_lowercase();
    RELATED.contains(&text.as_str())
}

/// Phrases of disclaimers, in lower case; a block that contains one is a disclaimer.
const DISCLAIMERS: [&str; 23] = [
    "views and opinions expressed",
    "opinions and views expressed",
    "views expressed in this",
    "views expressed here",
    "opinions expressed in this",
    "opinions expressed here",
    "opinions expressed are",
    "views expressed are",
    "do not necessarily reflect",
    "does not necessarily reflect",
    "do not necessarily represent",
    "the author’s own and do not",
    "the author's own and do not",
    "geben nicht unbedingt",
    "die meinung des autors",
    "die meinung der autorin",
    "les opinions exprimées",
    "n’engagent que",
    "n'engagent que",
    "las opiniones expresadas",
    "as opiniões expressas",
    "le opinioni espresse",
    "мнение редакции может не совпадать",
];

fn says_disclaimer(piece: &TextBlock) -> bool {
    if piece.text.split_whitespace().nth(DISCLAIMER).is_some() {
        return false;
    }
    let text = piece.text.to_lowercase();
    let says = text.starts_with("disclaimer") || DISCLAIMERS.iter().any(|words| text.contains(words));
    says || (text.contains("мнение автора") && text.contains("редакци"))
}

/// Whether block `index` of the body is a stand-alone question, which heads the paragraphs that answer it.
fn is_question(body: &[&TextBlock], index: usize) -> bool {
    let (Some(before), Some(after)) = (index.checked_sub(1).and_then(|before| body.get(before)), body.get(index + 1))
    else {
        return false;
    };
    let text = body[index].text.as_str();
    // "Bread? Yes! But how?" is part of a conversation.
    let one_sentence =
        text.char_indices().rev().skip(1).all(|(_, c)| !matches!(c, '.' | '!' | '?' | '…' | ':' | '؟' | '？'));
    text.ends_with(['?', '؟', '？'])
        && one_sentence
        // "Why?" is a remark, and a question of thirty words is prose.
        && (4..=20).contains(&words(text))
        && text.chars().next().is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase())
        // In an interview questions follow each other or short answers; a heading stands between paragraphs.
        && is_prose(&before.text)
        && is_prose(&after.text)
        && words(&after.text) > words(text)
}

/// Whether `text` is a paragraph: a sentence that is not a question, not cut off, and not an introduction.
fn is_prose(text: &str) -> bool {
    let end = text.trim_end_matches(['”', '"', '»', '’', '\'', ')', ']']);
    words(text) >= 8 && end.ends_with(['.', '!', '。', '؛', '।', '۔'])
}

pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Finds the first web address in `text`, without the punctuation around it.
pub(super) fn address(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("http").map(|at| at + from) {
        from = at + 4;
        let alone = !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let rest = &text[at..];
        let Some(host) = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://")) else { continue };
        if alone && host.starts_with(char::is_alphanumeric) {
            return Some((at, at + address_len(rest)));
        }
    }
    None
}

fn address_len(text: &str) -> usize {
    let stop = |c: char| c.is_whitespace() || c.is_control() || "<>\"“”„«»‘’`{}|\\^…。、）」".contains(c);
    let mut url = text.split(stop).next().unwrap_or_default();
    loop {
        let kept = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let kept = match kept.strip_suffix([')', ']']) {
            Some(inner) if kept.matches(['(', '[']).count() < kept.matches([')', ']']).count() => inner,
            _ => kept,
        };
        if kept.len() == url.len() {
            return url.len();
        }
        url = kept;
    }
}

/// Whether `line` is a section break: one repeated character, or a star symbol.
pub(super) fn is_rule(line: &str) -> bool {
    let signs = line.chars().filter(|c| !c.is_whitespace());
    let same = |mark: char| signs.clone().all(|c| c == mark);
    matches!(line, "⁂" | "❦" | "❧")
        || signs.clone().take(3).count() == 3 && ['-', '=', '*', '_', '~', '#', '•', '–', '—'].into_iter().any(same)
}

/// Returns the number at the start of `text`, as in list items and numbered headings.
fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    (digits <= 2 && (rest.starts_with(". ") || rest.starts_with(") "))).then(|| text[..digits].parse().ok())?
}

/// Returns which blocks of the body are headings: stand-alone questions and numbered headings.
pub(super) fn headings(body: &[&TextBlock]) -> Vec<bool> {
    let numbered = numbered(body);
    let is_item = |index: usize| body[index].mark.is_some();
    (0..body.len()).map(|index| !is_item(index) && (numbered.contains(&index) || is_question(body, index))).collect()
}

/// Finds short blocks that are numbered 1, 2, 3 … through the text, each followed by a paragraph.
fn numbered(body: &[&TextBlock]) -> Vec<usize> {
    let mut found = Vec::new();
    for (index, [one, after]) in body.array_windows().enumerate() {
        let next = u32::try_from(found.len() + 1).ok();
        let short = words(&one.text) <= 15 && !one.text.ends_with(['.', ';', ',']);
        if short && number(&one.text) == next && number(&after.text).is_none() {
            found.push(index);
        }
    }
    if found.len() >= 2 { found } else { Vec::new() }
}
