//! Roles of MyST, `` {name}`words` ``: formulas, scripts, abbreviations and code keep their meaning; references become
//! their words.
//!
//! The words of an unknown role become code. A text without any known role is not changed.

use std::ops::Range;

use super::attributes::escape;
use crate::read::protected::protected;
use crate::read::report::Places;
use crate::read::tags::Rewriter;

/// Rewrites the roles in `text`; `None` if it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    if !text.contains("}`") {
        return None;
    }
    let roles = find(text);
    if !roles.iter().any(|role| is_known(role.name)) {
        return None;
    }
    let mut out = Rewriter::new(text);
    for role in &roles {
        out.copy_to(role.range.start);
        out.replace(role.range.end, &meaning(role));
    }
    out.copy_to(text.len());
    Some((out.text, out.places))
}

struct Role<'a> {
    name: &'a str,
    words: &'a str,
    range: Range<usize>,
    /// The code span.
    code: &'a str,
}

/// Finds the roles in `text`.
fn find(text: &str) -> Vec<Role<'_>> {
    let mut roles = Vec::new();
    for range in protected(text).ranges() {
        let code = &text[range.clone()];
        if !code.starts_with('`') || code.contains('\n') && code.starts_with("```") {
            continue;
        }
        let Some(before) = text[..range.start].strip_suffix('}') else { continue };
        let near = before.len() - before.bytes().rev().take(40).count();
        let Some(open) = before.bytes().skip(near).collect::<Vec<u8>>().iter().rposition(|&byte| byte == b'{') else {
            continue;
        };
        let open = near + open;
        let Some(name) = before.get(open + 1..) else { continue };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
        let escaped = text[..open].ends_with(['\\', '{', '$', '`']);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(plain) || escaped {
            continue;
        }
        let ticks = code.len() - code.trim_start_matches('`').len();
        let Some(words) = code.get(ticks..code.len() - ticks) else { continue };
        roles.push(Role { name, words: words.trim(), range: open..range.end, code });
    }
    roles
}

/// Whether `name` is known, with or without a Sphinx domain as in `py:func`.
fn is_known(name: &str) -> bool {
    const KNOWN: &[&str] = &[
        "math",
        "sub",
        "sup",
        "subscript",
        "superscript",
        "ref",
        "doc",
        "numref",
        "eq",
        "term",
        "cite",
        "abbr",
        "kbd",
        "download",
        "code",
        "file",
        "command",
        "guilabel",
        "menuselection",
        "emphasis",
        "strong",
        "literal",
        "any",
        "keyword",
        "option",
        "envvar",
        "program",
        "samp",
        "pep",
        "rfc",
        "index",
        "footcite",
        "button",
        "bdg",
        "octicon",
        "external",
        "del",
        "strike",
        "u",
        "underline",
        "smallcaps",
        "sc",
        "eval",
        "glue",
        "dfn",
        "token",
        "prf",
        "py",
        "c",
        "cpp",
        "js",
        "rst",
        "std",
        "si",
        "raw",
    ];
    KNOWN.contains(&name.split([':', '-']).next().unwrap_or(name))
}

/// Returns the Markdown and HTML that replace a role.
fn meaning(role: &Role<'_>) -> String {
    let words = role.words;
    let (shown, target) = match words.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        Some((shown, target)) if !shown.trim().is_empty() => (shown.trim(), target.trim()),
        _ => (words, words),
    };
    let inside = |tag: &str| format!("<{tag}>{}</{tag}>", escape(words));
    let kind = role.name.split(':').next().unwrap_or(role.name);
    match kind {
        "math" => format!("${words}$"),
        "sub" | "subscript" => inside("sub"),
        "sup" | "superscript" => inside("sup"),
        "kbd" => inside("kbd"),
        "emphasis" | "dfn" => inside("em"),
        "strong" | "guilabel" | "menuselection" => inside("strong"),
        "del" | "strike" => inside("del"),
        "u" | "underline" => inside("u"),
        "smallcaps" | "sc" => inside("offprint-smallcaps"),
        "abbr" => match words.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
            Some((short, long)) if !short.trim().is_empty() => {
                format!("<abbr title=\"{}\">{}</abbr>", escape(long), escape(short))
            }
            _ => escape(words),
        },
        // Addresses become links; labels and documents of a site become words.
        "ref" | "doc" | "numref" | "download" | "any" | "external" | "term" | "button" => {
            let local = kind == "ref" && shown != target && !target.contains(char::is_whitespace);
            if target.contains("://") || kind == "download" && shown != target {
                format!("[{}]({})", shown, target.replace(' ', "%20"))
            } else if local {
                format!("<a href=\"#{}\">{}</a>", escape(target), escape(shown))
            } else {
                escape(shown)
            }
        }
        "eq" => format!("({})", escape(words)),
        "cite" | "footcite" => {
            let keys: Vec<String> = words.split(',').map(|key| format!("@{}", escape(key.trim()))).collect();
            format!("[{}]", keys.join("; "))
        }
        "pep" | "rfc" => format!("{} {}", kind.to_uppercase(), escape(words)),
        "bdg" | "index" | "glue" => escape(shown),
        _ => role.code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        rewrite(text).map_or(text.to_owned(), |(text, _)| text)
    }

    #[test]
    fn roles_become_what_they_mean() {
        for (text, wanted) in [
            ("{math}`x^2`", "$x^2$"),
            ("H{sub}`2`O", "H<sub>2</sub>O"),
            ("{doc}`The text <intro>`", "The text"),
            ("{ref}`here`", "here"),
            ("{ref}`The part <part>`", "<a href=\"#part\">The part</a>"),
            ("{abbr}`CSS (Sheets)`", "<abbr title=\"Sheets\">CSS</abbr>"),
            ("{py:func}`len` and {odd}`x y`", "`len` and `x y`"),
            ("{cite:p}`a1, b2`", "[@a1; @b2]"),
        ] {
            assert_eq!(rewritten(text), wanted);
        }
    }

    #[test]
    fn braces_before_code_in_other_texts_stay() {
        for text in ["{odd}`x`", "`{math}`x", "\\{math}`x`", "{1}`x`", "```\n{math}`x`\n```", "f(){return}`x`"] {
            assert_eq!(rewritten(text), text);
        }
    }
}
