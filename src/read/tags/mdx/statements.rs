//! `import` and `export` at the start of a block.
//!
//! Sentences also begin with these words, so only complete JavaScript statements count.

use std::collections::BTreeMap;

use super::expressions::{literal, skip};

/// Maximum length of a statement, in bytes.
const LONGEST: usize = 50_000;

/// Maximum length of a list of names in braces.
const NAMES: usize = 5_000;

/// Returns the length of the statement at the start of `text`, including the end of its last line.
pub(super) fn length(text: &str) -> Option<usize> {
    let end = if text.starts_with("import ") || text.starts_with("import{") || text.starts_with("import\"") {
        import(text)?
    } else if text.starts_with("export ") {
        export(text)?
    } else {
        return None;
    };
    let rest = &text[end..];
    let line = rest.split('\n').next().unwrap_or_default();
    let after = line.trim_start_matches([';', ' ', '\t', '\r']);
    (after.is_empty() || after.starts_with("//") || after.starts_with("/*"))
        .then(|| end + rest.find('\n').map_or(rest.len(), |newline| newline + 1))
}

/// Returns the end of the import at the start of `text`.
fn import(text: &str) -> Option<usize> {
    let mut cursor = Cursor { text, at: "import".len() };
    // `import "x.css"`.
    if let Some(end) = cursor.string() {
        return Some(end);
    }
    let mut name = cursor.name();
    // `import type { A } from "x"` (TypeScript); `import type from "x"` has a default called `type`.
    if matches!(name, Some("type" | "typeof")) && !cursor.peek("from") && !cursor.peek(",") {
        name = cursor.name();
    }
    // `import A, { B } from "x"`, `import * as A from "x"`.
    let more = name.is_none() || cursor.sign(',');
    if more && !cursor.braces() {
        cursor.sign('*').then_some(())?;
        (cursor.name()? == "as").then_some(())?;
        cursor.name()?;
    }
    (cursor.name()? == "from").then_some(())?;
    let end = cursor.string()?;
    cursor.at = end;
    // `import data from "x.json" with { type: "json" }`.
    if matches!(cursor.name(), Some("with" | "assert")) && cursor.braces() {
        return Some(cursor.at);
    }
    Some(end)
}

/// Returns the end of the export at the start of `text`.
fn export(text: &str) -> Option<usize> {
    let mut cursor = Cursor { text, at: "export".len() };
    // `export * from "x"`, `export * as y from "x"`.
    if cursor.sign('*') {
        if cursor.peek("as") {
            cursor.name();
            cursor.name()?;
        }
        (cursor.name()? == "from").then_some(())?;
        return cursor.string();
    }
    // `export { a, b }`, with `from "x"` or without.
    if cursor.braces() {
        let end = cursor.at;
        return match cursor.name() {
            Some("from") => cursor.string(),
            _ => Some(end),
        };
    }
    let begins = match cursor.name()? {
        // `export const meta = {…}`, `export const meta: Meta = …`; "export let us see" is prose.
        "const" | "let" | "var" => {
            let named = cursor.name().is_some() || cursor.braces() || cursor.rest().starts_with('[');
            let line = cursor.rest().split('\n').next().unwrap_or_default();
            named && (line.starts_with('=') || line.starts_with([':', '[']) && line.contains('='))
        }
        "async" => cursor.name()? == "function",
        // `export function f(`, `function* f(`, `function <T>(`.
        "function" => {
            cursor.rest().starts_with('*') || cursor.name().is_some() && cursor.rest().starts_with(['(', '<'])
        }
        "class" => cursor.name().is_some() && (cursor.rest().starts_with('{') || cursor.peek("extends")),
        "type" | "interface" => cursor.name().is_some() && cursor.rest().starts_with(['=', '{', '<']),
        // `export default {…}`, `export default Layout`, `export default (props) => …`; "export default values" is
        // prose.
        "default" => {
            let named = cursor.name();
            match named {
                None => cursor.rest().starts_with(['(', '{', '[', '<', '"', '\'']),
                Some("function" | "class" | "async" | "new") => true,
                Some(name) => {
                    let line = cursor.text[cursor.at..].split('\n').next().unwrap_or_default().trim();
                    let component = name.starts_with(|c: char| c.is_ascii_uppercase());
                    line.starts_with([';', '(', '.']) || line.starts_with("=>") || line.is_empty() && component
                }
            }
        }
        _ => false,
    };
    begins.then(|| end_of_code(text)).flatten()
}

/// Returns the end of the code at the start of `text`: at the end of a line where no bracket is open and no operator
/// continues it.
fn end_of_code(text: &str) -> Option<usize> {
    let limit = text.floor_char_boundary(text.len().min(LONGEST));
    let text = &text[..limit];
    let mut depth = 0usize;
    let mut at = 0;
    while at < text.len() {
        let byte = text.as_bytes()[at];
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' if depth == 0 => {
                let before = text[..at].trim_end();
                let next = text[at..].trim_start_matches([' ', '\t', '\r', '\n']);
                let blank = text[at + 1..].split('\n').next().is_some_and(|line| line.trim().is_empty());
                let open =
                    ["=", ",", "(", "?", ":", "&&", "||", "+", "=>", "."].iter().any(|end| before.ends_with(end));
                let goes_on = !blank && [".", "?", ":", "&&", "||", "=>"].iter().any(|start| next.starts_with(start));
                if !open && !goes_on {
                    return Some(at);
                }
            }
            _ => {}
        }
        at += skip(&text[at..]);
    }
    if depth == 0 {
        return Some(text.len());
    }
    // Some of it was not understood, so it ends with its paragraph.
    Some(text.find("\n\n").unwrap_or(text.len()))
}

/// Returns the values that statements of `text` assign to names: addresses of pictures, and texts.
pub(super) fn names(text: &str) -> BTreeMap<&str, String> {
    let mut names = BTreeMap::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("import ")
            && let Some((name, path)) = rest.split_once(" from ")
            && let Some(path) = literal(path.trim().trim_end_matches(';'))
            && path.contains(['.', '/'])
        {
            names.insert(name.trim(), path);
        }
        if let Some(rest) = line.strip_prefix("export const ").or_else(|| line.strip_prefix("export let "))
            && let Some((name, value)) = rest.split_once('=')
            && let Some(value) = literal(value.trim().trim_end_matches(';').trim())
        {
            names.insert(name.trim(), value);
        }
    }
    names
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        trimmed
    }

    fn peek(&mut self, word: &str) -> bool {
        self.rest().starts_with(word)
    }

    fn name(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(rest.len());
        let starts = rest.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$');
        self.at += if starts { end } else { 0 };
        starts.then(|| &rest[..end])
    }

    fn sign(&mut self, sign: char) -> bool {
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len_utf8() } else { 0 };
        found
    }

    /// Skips names in braces.
    fn braces(&mut self) -> bool {
        let rest = self.rest();
        let inner = rest.strip_prefix('{').map(|inner| &inner[..inner.floor_char_boundary(inner.len().min(NAMES))]);
        let end = inner.and_then(|inner| inner.find(['}', ';', '(']));
        let Some(end) = end.filter(|end| rest[1 + end..].starts_with('}')) else { return false };
        self.at += end + 2;
        true
    }

    /// Returns the end of the next string.
    fn string(&mut self) -> Option<usize> {
        let rest = self.rest();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let end = rest[1..].find([quote, '\n'])? + 1;
        rest[end..].starts_with(quote).then(|| self.at + end + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn statements_end_where_javascript_has_them_end() {
        for statement in [
            "import A from './a'\n",
            "import A, {B} from \"a\";\n",
            "import {Dial,\n  Gauge} from './dials';\n",
            "import * as React from 'react'\n",
            "import './style.css';\n",
            "import type {A} from 'a'\n",
            "import data from './a.json' with {type: 'json'}\n",
            "export const facts = {\n  keeper: 'Bo',\n\n  don: `}`,\n};\n",
            "export const A = () => (\n  <p>Don't {x}</p>\n);\n",
            "export const meta =\n  { a: 1 }\n",
            "export default function Page({children}) {\n  return <b>{children}</b>;\n}\n",
            "export default ({children}) => <Layout>{children}</Layout>\n",
            "export default Layout\n",
            "export { a, b } from './c'\n",
            "export * from './d'\n",
            "export async function get() {\n}\n",
        ] {
            assert_eq!(length(&format!("{statement}\nText.\n")), Some(statement.len()), "{statement}");
        }
    }

    #[test]
    fn sentences_are_no_statements() {
        for text in [
            "import duties rose from 'x\n",
            "import duties rose from 'low' to 'high'\n",
            "import the file, then open it.\n",
            "import {this} is how\n",
            "important matters\n",
            "export default values are kept\n",
            "export const is a keyword\n",
            "export your data\n",
            "export goods from 'here'\n",
            "import A from 'a' is a statement.\n",
        ] {
            assert_eq!(length(text), None, "{text}");
        }
    }
}
