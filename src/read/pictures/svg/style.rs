//! Sanitises style sheets, declarations and values of an SVG, and updates their identifiers.
//!
//! Brackets, strings and comments are parsed as in CSS, so that only addresses, property names and selectors change.

use std::borrow::Cow;

use super::data;
use super::names::Names;
use super::{Outside, selectors};
use crate::css::{self, Sourced, Token};

/// Functions that fetch an address given as a string.
const FETCHING: [&str; 5] = ["image-set", "-webkit-image-set", "src", "image", "cross-fade"];

/// Properties that run code in some browser.
const ACTIVE: [&str; 2] = ["behavior", "-moz-binding"];

/// Whether `value` may contain an address.
pub(super) fn may_refer(value: &str) -> bool {
    value.contains('(')
        && (value.contains('\\') || value.as_bytes().windows(4).any(|at| at.eq_ignore_ascii_case(b"url(")))
}

/// Returns the valid rules of the sheet `css`. Browsers skip anything else (CSS Syntax Level 3 §5.4), up to the end of
/// the following block: `words; a{b:c} d{e:f}` becomes `d{e:f}`. Other readers reject the whole sheet.
pub(super) fn whole_rules(css: &str) -> String {
    let css = css.replace("<!--", " ").replace("-->", " ");
    let tokens = css::tokens(&css);
    let mut out = String::with_capacity(css.len());
    let mut at = 0;
    while at < tokens.len() {
        let rest = &tokens[at..];
        let is_at_rule = css::at_rule(rest).is_some();
        let ends = |(token, _): &Sourced<'_>| match token {
            Token::Mark('{') => true,
            Token::Mark(';') => is_at_rule,
            _ => false,
        };
        let Some(head) = rest.iter().position(ends) else { break };
        let length = match &rest[head].0 {
            Token::Mark('{') => head + css::end_of_block(&rest[head..]),
            _ => head + 1,
        };
        if is_at_rule || is_selector(&rest[..head]) {
            out.extend(rest[..length].iter().map(|(_, source)| *source));
            // The end of a sheet closes all open blocks.
            let count = |mark| rest[head..length].iter().filter(|(token, _)| *token == Token::Mark(mark)).count();
            out.push_str(&"}".repeat(count('{').saturating_sub(count('}'))));
        }
        at += length;
    }
    out
}

/// Whether `tokens` can be a selector, judging by their characters.
fn is_selector(tokens: &[Sourced<'_>]) -> bool {
    let mut open = Vec::new();
    let stands = |(token, source): &Sourced<'_>| match token {
        Token::Name(_) | Token::Hash(_) | Token::Space => true,
        // `[data-a="b"]`; a string that never closes swallows what follows.
        Token::String(_) => source.len() > 1 && source.ends_with(['"', '\'']),
        // `:not(.a)`, `[class]`: brackets have to close in their order.
        Token::Mark(mark @ ('(' | '[')) => {
            open.push(*mark);
            true
        }
        Token::Mark(')') => open.pop() == Some('('),
        Token::Mark(']') => open.pop() == Some('['),
        Token::Mark(mark) => mark.is_ascii_digit() || ".:*>+~,|^$=-".contains(*mark),
        // `url(…)` and `@import` never occur in a selector.
        Token::Address(_) | Token::At(_) => false,
    };
    let all = tokens.iter().all(stands);
    all && open.is_empty() && tokens.iter().any(|(token, _)| *token != Token::Space)
}

/// The context for sanitising styles.
pub(super) struct Styles<'a> {
    pub names: &'a Names,
    pub outside: &'a mut Outside,
    /// Number of drawings around this one.
    pub depth: u32,
    /// Remaining budget for the work of selectors, in bytes that are compared or written repeatedly.
    pub work: &'a mut usize,
}

impl Styles<'_> {
    /// Sanitises a style sheet, or the declarations in an attribute.
    pub(super) fn sheet(&mut self, css: &str) -> String {
        let tokens = css::tokens(css);
        let mut out = String::with_capacity(css.len());
        let mut at = 0;
        while at < tokens.len() {
            let end = at + css::end_of_item(&tokens[at..]);
            let item = &tokens[at..end];
            let ender = tokens.get(end).map_or("", |(_, source)| *source);
            at = end + 1;
            match css::at_rule(item).as_deref() {
                Some("import") => {
                    self.outside.sheets += 1;
                    continue;
                }
                Some("charset") => continue,
                Some("font-face") if ender == "{" => {
                    let end = end + css::end_of_block(&tokens[end..]);
                    if tokens[at..end].iter().any(|(token, _)| self.leads_out(token)) {
                        self.outside.faces += 1;
                    } else {
                        out.extend(item.iter().chain(&tokens[at - 1..end]).map(|(_, source)| *source));
                    }
                    at = end;
                    continue;
                }
                Some(_) => out.extend(item.iter().map(|(_, source)| *source)),
                None if ender == "{" => selectors::write(item, self.names, self.work, &mut out),
                // Some readers stop parsing a rule at a semicolon without a declaration before it.
                None if !self.declaration(item, &mut out) && ender == ";" => continue,
                None => {}
            }
            out.push_str(ender);
        }
        out
    }

    /// Sanitises the value of an attribute that CSS also has; `None` if browsers do not read it.
    pub(super) fn value(&mut self, value: &str) -> Option<String> {
        let tokens = css::tokens(value);
        let mut out = String::with_capacity(value.len());
        self.values(&tokens, &mut out).then_some(out)
    }

    /// Writes a declaration, if there is one and it is allowed.
    fn declaration(&mut self, item: &[Sourced<'_>], out: &mut String) -> bool {
        let mut signs = item.iter().map(|(token, _)| token).filter(|token| **token != Token::Space);
        let named = matches!((signs.next(), signs.next()), (Some(Token::Name(_)), Some(Token::Mark(':'))));
        if !named || signs.next().is_none() {
            return false;
        }
        let property = item.iter().find_map(|(token, _)| match token {
            Token::Name(name) => Some(name.to_ascii_lowercase()),
            _ => None,
        });
        let before = out.len();
        let stands = property.as_deref().is_none_or(|name| !ACTIVE.contains(&name)) && self.values(item, out);
        if !stands {
            out.truncate(before);
        }
        stands
    }

    /// Writes a value; returns whether it is allowed.
    fn values(&mut self, tokens: &[Sourced<'_>], out: &mut String) -> bool {
        let mut at = 0;
        while let Some((token, source)) = tokens.get(at) {
            at += 1;
            match token {
                Token::Address(None) => return false,
                Token::Address(Some(address)) => match self.address(address) {
                    Some(Cow::Borrowed(_)) => out.push_str(source),
                    Some(Cow::Owned(address)) => out.push_str(&format!("url({address})")),
                    // In place of the address, the fallback after it is drawn, or nothing.
                    None => {
                        let spaces = tokens[at..].iter().take_while(|(token, _)| *token == Token::Space).count();
                        let next = tokens.get(at + spaces).map(|(token, _)| token);
                        match next {
                            None | Some(Token::Mark('!' | ',' | ')')) => out.push_str("none"),
                            Some(_) => at += spaces,
                        }
                    }
                },
                Token::Name(name) if tokens.get(at).is_some_and(|(next, _)| *next == Token::Mark('(')) => {
                    let name = name.to_ascii_lowercase();
                    if name == "expression" {
                        return false;
                    }
                    if FETCHING.contains(&name.as_str()) {
                        self.outside.pictures += 1;
                        return false;
                    }
                    out.push_str(source);
                }
                _ => out.push_str(source),
            }
        }
        true
    }

    /// Returns the allowed form of `address`: unchanged, changed, or none.
    fn address<'b>(&mut self, address: &'b str) -> Option<Cow<'b, str>> {
        let address = address.trim();
        if let Some(id) = address.strip_prefix('#') {
            return self.names.get(id).map(|id| Cow::Owned(format!("#{id}")));
        }
        if address.is_empty() {
            return None;
        }
        let kept = data::kept(address, self.depth, self.outside);
        if kept.is_none() {
            self.outside.parts += 1;
        }
        kept
    }

    fn leads_out(&self, token: &Token<'_>) -> bool {
        match token {
            Token::Address(address) => !address.as_deref().is_some_and(data::is_inside),
            _ => false,
        }
    }
}
