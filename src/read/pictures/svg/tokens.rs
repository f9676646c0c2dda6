//! Splits an SVG into tags and text, with tolerance: unquoted values, stray characters and missing end tags are no
//! reason to reject a picture.

/// A token of an SVG, with unresolved references.
#[derive(Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// A start tag: its name, its attributes, and whether it is self-closing.
    Open(&'a str, Vec<(&'a str, &'a str)>, bool),
    Close(&'a str),
    Text(&'a str),
    /// Text that contains no references.
    Raw(&'a str),
}

/// Maximum number of attributes of one element.
const MOST_ATTRIBUTES: usize = 256;

/// Iterator over the tokens of an SVG, without comments and instructions.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// The element whose text only its own end tag can end.
    raw: Option<&'a str>,
}

/// Returns the tokens of `svg`.
pub(super) fn tokens(svg: &str) -> Tokens<'_> {
    Tokens { rest: svg, raw: None }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if let Some(script) = self.raw.take() {
                let end = find_end(self.rest, script).unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Token::Raw(text));
            }
            if self.rest.is_empty() {
                return None;
            }
            if self.rest.starts_with("<!--") {
                self.rest = &self.rest[comment(self.rest)..];
            } else if let Some(after) = self.rest.strip_prefix("<![CDATA[") {
                let (text, rest) = after.split_once("]]>").unwrap_or((after, ""));
                self.rest = rest;
                return Some(Token::Raw(text));
            } else if self.rest.starts_with("<?") {
                self.rest =
                    self.rest.split_once("?>").or_else(|| self.rest.split_once('>')).map_or("", |(_, rest)| rest);
            } else if self.rest.starts_with("<!") {
                self.rest = self.rest.split_once('>').map_or("", |(_, rest)| rest);
            } else if let Some(after) = self.rest.strip_prefix("</") {
                let (name, rest) = after.split_once('>').unwrap_or((after, ""));
                self.rest = rest;
                return Some(Token::Close(name.trim()));
            } else if self.rest.as_bytes().get(1).is_some_and(|c| c.is_ascii_alphabetic() || *c == b'_')
                && self.rest.starts_with('<')
            {
                return Some(self.tag());
            } else {
                // A `<` that does not begin a tag is text, like everything up to the next.
                let from = usize::from(self.rest.starts_with('<'));
                let end = self.rest[from..].find('<').map_or(self.rest.len(), |end| from + end);
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Token::Text(text));
            }
        }
    }
}

impl<'a> Tokens<'a> {
    /// Reads the next start tag.
    fn tag(&mut self) -> Token<'a> {
        let gap = |c: char| c.is_whitespace() || matches!(c, '/' | '>' | '=' | '<');
        let after = &self.rest[1..];
        let (name, mut rest) = after.split_at(after.find(gap).unwrap_or(after.len()));
        let mut attributes = Vec::new();
        let closed = loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '=');
            match rest.as_bytes() {
                [] => break false,
                // The next tag begins before this one ends.
                [b'<', ..] => break false,
                [b'>', ..] => {
                    rest = &rest[1..];
                    break false;
                }
                [b'/', b'>', ..] => {
                    rest = &rest[2..];
                    break true;
                }
                [b'/', ..] => {
                    rest = &rest[1..];
                    continue;
                }
                _ => {}
            }
            let (key, after) = rest.split_at(rest.find(gap).unwrap_or(rest.len()));
            let (value, after) = match after.trim_start().strip_prefix('=') {
                Some(value) => value_of(value.trim_start()),
                None => ("", after),
            };
            if attributes.len() < MOST_ATTRIBUTES {
                attributes.push((key, value));
            }
            rest = after;
        };
        self.rest = rest;
        let local = name.rsplit(':').next().unwrap_or(name);
        self.raw = (local.eq_ignore_ascii_case("script") && !closed).then_some(name);
        Token::Open(name, attributes, closed)
    }
}

/// Returns the length of the comment at the start of `text`; the short forms `<!-->` and `<!--->` are complete (HTML
/// §13.2.5.43).
pub(super) fn comment(text: &str) -> usize {
    let short = ["<!-->", "<!--->"].into_iter().find(|short| text.starts_with(short));
    short.map(str::len).or_else(|| text.find("-->").map(|end| end + 3)).unwrap_or(text.len())
}

/// Returns the length of the document type at the start of `text`: declarations, strings and comments in it may
/// contain brackets.
pub(super) fn document_type(text: &str) -> usize {
    let (mut at, mut inside) = (2, false);
    while let Some(found) = text[at..].find(['"', '\'', '[', ']', '>', '<']) {
        at += found;
        let rest = &text[at..];
        at += match rest.as_bytes()[0] {
            quote @ (b'"' | b'\'') => rest[1..].find(char::from(quote)).map_or(1, |end| end + 2),
            b'<' if rest.starts_with("<!--") => comment(rest),
            b'>' if !inside => return at + 1,
            mark => {
                inside = match mark {
                    b'[' => true,
                    b']' => false,
                    _ => inside,
                };
                1
            }
        };
    }
    text.find('>').map_or(text.len(), |end| end + 1)
}

/// Returns the value at the start of `text`, and the rest.
fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len()))
}

/// Returns where the end tag of `name` begins.
fn find_end(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</").map(|(at, _)| at).find(|at| {
        text.as_bytes().get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
    })
}
