//! Bare addresses in the text.

use crate::article::{Inline, Target};

/// Converts the bare addresses in `text` to links (GFM §6.9).
pub(super) fn autolinks(text: &str, out: &mut Vec<Inline>) {
    // Each marker is searched for once in the whole text: a list of addresses may be one paragraph.
    let mut marks = ["http://", "https://", "www."].map(|mark| text.match_indices(mark).map(|(at, _)| at).peekable());
    let (mut written, mut from) = (0, 0);
    loop {
        let next = marks.iter_mut().filter_map(|places| {
            while places.next_if(|at| *at < from).is_some() {}
            places.peek().copied()
        });
        let Some(start) = next.min() else { break };
        let Some(address) = address_at(&text[written..], start - written) else {
            from = start + 4;
            continue;
        };
        if start > written {
            out.push(Inline::Text(text[written..start].to_owned()));
        }
        let url = if address.starts_with("www.") { format!("https://{address}") } else { address.to_owned() };
        let content = vec![Inline::Text(address.to_owned())];
        out.push(Inline::Link { target: Target::Url(url), title: None, content });
        (written, from) = (start + address.len(), start + address.len());
    }
    if written < text.len() {
        out.push(Inline::Text(text[written..].to_owned()));
    }
}

/// Returns the address at `start` in `text`, if it is one.
fn address_at(text: &str, start: usize) -> Option<&str> {
    if text[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let rest = &text[start..];
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\u{201c}' | '\u{201d}');
    let mark = if rest.starts_with("www.") { 4 } else { rest.find("://").map_or(0, |at| at + 3) };
    let is_host = |host: &str| host.contains(char::is_alphanumeric) && (mark != 4 || host.contains('.'));
    // The host is checked first, because the end of the address may be far away, as in `http:///http:///…`.
    let host = rest[mark..].split(|c| c == '/' || ends(c)).next().unwrap_or_default();
    if !is_host(host) {
        return None;
    }
    let address = trim_address(&rest[..rest.find(ends).unwrap_or(rest.len())]);
    let host = address[mark.min(address.len())..].split('/').next().unwrap_or_default();
    is_host(host).then_some(address)
}

/// Removes the sentence's punctuation from the end of an address.
fn trim_address(mut address: &str) -> &str {
    let (mut open, mut close) = (address.matches('(').count(), address.matches(')').count());
    loop {
        let Some(last) = address.chars().next_back() else { return address };
        match last {
            ')' if close > open => close -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' | '’' | '。' | '，' | '、' | '）'
            | '»' | ']' => {}
            _ => return address,
        }
        if last == '(' {
            open -= 1;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
}
