//! Plain data in programs: object literals of JavaScript and TypeScript, and assignments of Python.
//!
//! The configuration of several site generators is a program. Most of it is data all the same, and that is what is read
//! here: strings, numbers, switches, lists and objects. An expression that would have to be evaluated has no value, and
//! neither has a text with `${…}` in it; what stands around it is read. A constant that is given a string is known by its
//! name in the rest of the file. Limits: 64 levels of nesting, 20,000 values.

use std::collections::BTreeMap;

use super::tree::{Entry, Node, Value};
use crate::source::Span;

const DEPTH: usize = 64;
const MOST: usize = 20_000;

/// How an object of a program is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// The program exports it.
    Exported,
    /// A function returns it, as the configuration of Eleventy does at its end.
    Returned,
    Other,
}

/// Returns the entries of the object that the program `text` exports or gives to a function such as `defineConfig`, or
/// else of the last one that a function returns, or of its largest object.
pub(crate) fn javascript(text: &str) -> Vec<Entry> {
    let mut reader = Reader { text, at: 0, left: MOST, by_line: false, names: BTreeMap::new() };
    let mut objects: Vec<(Rank, Vec<Entry>)> = Vec::new();
    while reader.at < text.len() {
        let start = reader.at;
        reader.space();
        if reader.at >= text.len() {
            break;
        }
        let exports = reader.rest().starts_with("export ");
        if let Some(name) = reader.assigned() {
            let begun = reader.at;
            if let Some(node) = reader.value(0) {
                // Eleventy's function and its settings may be exported side by side.
                let is_exported = name == "exports" || exports && name == "config";
                match node.value {
                    Value::Map(entries) => {
                        objects.push((if is_exported { Rank::Exported } else { Rank::Other }, entries));
                    }
                    // A function: what it returns is looked for inside.
                    Value::Null if is_exported => reader.at = begun,
                    Value::Null => {}
                    _ => drop(reader.names.insert(name, node)),
                }
            }
        } else if reader.word_here("export default") {
            let begun = reader.at;
            match reader.value(0) {
                Some(Node { value: Value::Map(entries), .. }) => objects.push((Rank::Exported, entries)),
                _ => reader.at = begun,
            }
        } else if reader.word_here("return") {
            let begun = reader.at;
            match reader.value(0) {
                Some(Node { value: Value::Map(entries), .. }) => objects.push((Rank::Returned, entries)),
                _ => reader.at = begun,
            }
        } else {
            reader.token();
        }
        if reader.at <= start {
            reader.at = start + 1;
            reader.settle();
        }
    }
    let last = |wanted: Rank| objects.iter().rposition(|(rank, entries)| *rank == wanted && !entries.is_empty());
    let largest = || (0..objects.len()).max_by_key(|&at| objects[at].1.len());
    last(Rank::Exported)
        .or_else(|| last(Rank::Returned))
        .or_else(largest)
        .map(|at| objects.swap_remove(at).1)
        .unwrap_or_default()
}

/// Returns the assignments of plain values at the start of lines in the Python program `text`.
pub(crate) fn python(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut reader = Reader { text, at: 0, left: MOST, by_line: true, names: BTreeMap::new() };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let Some((name, rest)) = line.split_once('=') else { continue };
        let key = name.split(':').next().unwrap_or(name).trim_end();
        if key.is_empty() || !key.bytes().all(is_name) || rest.starts_with('=') || at < reader.at {
            continue;
        }
        reader.at = at + name.len() + 1;
        let Some(node) = reader.value(0) else { continue };
        if !matches!(node.value, Value::Null) {
            reader.names.insert(key.to_owned(), node.clone());
            entries.push(Entry::new(key, Span::new(at, at + key.len()), node));
        }
    }
    entries
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    left: usize,
    /// Whether the end of a line ends an expression, as in Python.
    by_line: bool,
    /// Constants by their names.
    names: BTreeMap<String, Node>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Moves to the boundary of a character.
    fn settle(&mut self) {
        while self.at < self.text.len() && !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    /// Skips white space and comments.
    fn space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") || trimmed.starts_with('#') {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.at += trimmed.find("*/").map_or(trimmed.len(), |end| end + 2);
            } else {
                return;
            }
        }
    }

    /// Skips `word`, if it stands here as a word of its own.
    fn word_here(&mut self, word: &str) -> bool {
        let after = self.rest().strip_prefix(word);
        let is_here = after
            .is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | ':')));
        if is_here {
            self.at += word.len();
        }
        is_here
    }

    fn name(&mut self) -> &'t str {
        let rest = self.rest();
        let length = rest.bytes().take_while(|&byte| is_name(byte)).count();
        self.at += length;
        &rest[..length]
    }

    /// Skips one token.
    fn token(&mut self) {
        match self.next() {
            b'"' | b'\'' | b'`' => drop(self.string()),
            byte if is_name(byte) => drop(self.name()),
            _ => {
                self.at += 1;
                self.settle();
            }
        }
    }

    /// Reads `const name =`, `let name: Type =`, `module.exports =`, and returns the name.
    fn assigned(&mut self) -> Option<String> {
        let rest = self.rest();
        let start = ["const ", "let ", "var ", "export const "].iter().find(|word| rest.starts_with(**word));
        let exports = rest.starts_with("module.exports") || rest.starts_with("exports.default");
        let line = rest.split('\n').next().unwrap_or(rest);
        let equals = line
            .match_indices('=')
            .map(|(at, _)| at)
            .find(|&at| !line[at + 1..].starts_with(['=', '>']) && !line[..at].ends_with(['=', '!', '<', '>']))?;
        let name = match start {
            Some(word) => {
                let name = &line[word.len()..equals];
                let name = name.trim_start();
                &name[..name.bytes().take_while(|&byte| is_name(byte)).count()]
            }
            None if exports => "exports",
            None => return None,
        };
        if name.is_empty() || line[..equals].contains(['(', '{', '\'', '"']) {
            return None;
        }
        self.at += equals + 1;
        Some(name.to_owned())
    }

    /// Reads a value. One that is not plain is [`Value::Null`], and the reader stands behind it.
    fn value(&mut self, depth: usize) -> Option<Node> {
        self.left = self.left.checked_sub(1)?;
        if depth > DEPTH {
            return None;
        }
        self.space();
        let start = self.at;
        let value = match self.next() {
            b'{' => self.object(depth)?,
            b'[' => self.list(b']', depth)?,
            // A tuple of Python, or an expression in parentheses.
            b'(' => match self.list(b')', depth)? {
                Value::List(mut items) if items.len() == 1 => items.remove(0).value,
                list => list,
            },
            b'"' | b'\'' | b'`' => self.string().map_or(Value::Null, Value::Text),
            byte if byte.is_ascii_digit() || byte == b'-' => {
                let rest = self.rest();
                let length =
                    rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(byte)).count();
                self.at += length.max(1);
                Value::Number(rest[..length].to_owned())
            }
            // Prefixes of strings in Python: `u'…'`, `r"…"`.
            b'u' | b'r' | b'U' | b'R' | b'b' if self.rest()[1..].starts_with(['"', '\'']) => {
                self.at += 1;
                self.string().map_or(Value::Null, Value::Text)
            }
            b'!' => self.by_environment(depth).unwrap_or(Value::Null),
            byte if is_name(byte) => match self.by_environment(depth) {
                Some(value) => value,
                None => self.word(depth)?,
            },
            _ => Value::Null,
        };
        let node = Node { value, span: Span::new(start, self.at) };
        self.space();
        // `"a" + b`, `x.y()`, `a ? b : c`, `() => …`: only what stands in front of `as` and `satisfies` is the value.
        if self.rest().starts_with("as ") || self.rest().starts_with("satisfies ") {
            self.skip_rest();
            return Some(node);
        }
        if self.at >= self.text.len() || matches!(self.next(), b',' | b'}' | b']' | b')' | b';') {
            return Some(node);
        }
        let line_ended = self.text[start..self.at].trim_end().len() < self.at - start
            && self.text[node.span.end.min(self.at)..self.at].contains('\n');
        if line_ended && !matches!(self.next(), b'.' | b'+' | b'?' | b'(' | b'=' | b'|' | b'&') {
            return Some(node);
        }
        self.skip_rest();
        Some(Node { value: Value::Null, span: Span::new(start, self.at) })
    }

    /// Reads an expression that depends on where the program runs, as far as it says what counts where the site is
    /// published: `process.env.URL || "…"`, `isProd ? "…" : "…"`, `os.environ.get("URL", "…")`.
    fn by_environment(&mut self, depth: usize) -> Option<Value> {
        let begun = self.at;
        let value = self.default_of_variable(depth).or_else(|| {
            self.at = begun;
            self.choice()
        });
        if value.is_none() {
            self.at = begun;
        }
        value
    }

    fn default_of_variable(&mut self, depth: usize) -> Option<Value> {
        let rest = self.rest();
        if let Some(call) =
            ["os.environ.get(", "os.getenv(", "environ.get("].iter().find(|call| rest.starts_with(**call))
        {
            self.at += call.len() - 1;
            let Value::List(mut items) = self.list(b')', depth)? else { return None };
            return (items.len() == 2).then(|| items.remove(1).value);
        }
        ["process.env", "import.meta.env", "Deno.env"].iter().find(|name| rest.starts_with(**name))?;
        let line = rest.split(['\n', ',', ';']).next()?;
        let at = line.find("||").or_else(|| line.find("??"))?;
        self.at += at + 2;
        self.string_here().map(Value::Text)
    }

    /// Reads `isProd ? "a" : "b"`.
    fn choice(&mut self) -> Option<Value> {
        let condition = self.rest().split(['?', '\n', ',', ';', '{', '}', '[', ']']).next()?;
        let lower = condition.to_ascii_lowercase();
        let is_live = lower.contains("prod");
        let follows = self.rest()[condition.len()..].strip_prefix('?')?;
        if follows.starts_with(['?', '.'])
            || is_live == lower.contains("dev")
            || lower.contains('(')
            || lower.contains("&&")
        {
            return None;
        }
        let first = is_live != lower.contains('!');
        self.at += condition.len() + 1;
        let begun = self.string_here()?;
        self.space();
        (self.next() == b':').then(|| self.at += 1)?;
        let other = self.string_here()?;
        Some(Value::Text(if first { begun } else { other }))
    }

    fn string_here(&mut self) -> Option<String> {
        self.space();
        matches!(self.next(), b'"' | b'\'' | b'`').then(|| self.string()).flatten()
    }

    /// Reads a word: a switch, a constant, or a call such as `defineConfig({…})`, whose first argument counts.
    fn word(&mut self, depth: usize) -> Option<Value> {
        let word = self.name();
        if self.rest().trim_start_matches([' ', '\t']).starts_with('(') {
            self.space();
            let first = match self.list(b')', depth)? {
                Value::List(items) => items.into_iter().next().map(|node| node.value),
                _ => None,
            };
            return Some(match first {
                Some(Value::Map(entries)) if word.to_ascii_lowercase().contains("config") => Value::Map(entries),
                Some(Value::Text(text)) if word == "str" => Value::Text(text),
                _ => Value::Null,
            });
        }
        Some(match word {
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            name => self.names.get(name).map_or(Value::Null, |node| node.value.clone()),
        })
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.space();
            let start = self.at;
            let key = match self.next() {
                b'}' => {
                    self.at += 1;
                    return Some(Value::Map(entries));
                }
                0 => return Some(Value::Map(entries)),
                b',' => {
                    self.at += 1;
                    continue;
                }
                b'"' | b'\'' | b'`' => self.string(),
                byte if is_name(byte) => Some(self.name().to_owned()),
                _ => None,
            };
            let span = Span::new(start, self.at);
            self.space();
            match key {
                Some(key) if self.next() == b':' => {
                    self.at += 1;
                    let node = self.value(depth + 1)?;
                    entries.push(Entry::new(key, span, node));
                }
                // `{ title }` is short for `{ title: title }`.
                Some(key) if matches!(self.next(), b',' | b'}') => {
                    if let Some(node) = self.names.get(&key) {
                        entries.push(Entry::new(key, span, node.clone()));
                    }
                }
                _ => self.skip_rest(),
            }
            if self.at <= start {
                self.at = start + 1;
                self.settle();
            }
        }
    }

    fn list(&mut self, close: u8, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            let start = self.at;
            match self.next() {
                byte if byte == close => {
                    self.at += 1;
                    return Some(Value::List(items));
                }
                0 => return Some(Value::List(items)),
                b',' => self.at += 1,
                _ => items.push(self.value(depth + 1)?),
            }
            if self.at <= start {
                self.at = start + 1;
                self.settle();
            }
        }
    }

    /// Skips what is left of an expression: everything up to a comma, a semicolon or a bracket that closes another one.
    fn skip_rest(&mut self) {
        let mut open = 0_usize;
        loop {
            let before = self.at;
            self.space();
            if self.by_line && open == 0 && self.text[before..self.at].contains('\n') {
                return;
            }
            match self.next() {
                0 if self.at >= self.text.len() => return,
                b'{' | b'[' | b'(' => open += 1,
                b'}' | b']' | b')' if open == 0 => return,
                b'}' | b']' | b')' => open -= 1,
                b',' | b';' if open == 0 => return,
                _ => {}
            }
            self.token();
        }
    }

    /// Reads a string; `None` if it is a template with something to evaluate.
    fn string(&mut self) -> Option<String> {
        let quote = self.next();
        let triple = self.rest().as_bytes().starts_with(&[quote; 3]) && quote != b'`';
        let close = if triple { 3 } else { 1 };
        self.at += close;
        let (mut out, mut plain) = (String::new(), true);
        let mut chars = self.rest().char_indices();
        let start = self.at;
        while let Some((at, c)) = chars.next() {
            let here = &self.text[start + at..];
            match c {
                '\\' => match chars.next() {
                    Some((_, 'n')) => out.push('\n'),
                    Some((_, 't')) => out.push('\t'),
                    Some((_, 'u')) => {
                        let digits: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                        out.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                    }
                    Some((_, '\n')) | None => {}
                    Some((_, c)) => out.push(c),
                },
                '$' if quote == b'`' && here.starts_with("${") => {
                    let name = here[2..].split('}').next().unwrap_or_default();
                    match self.names.get(name.trim()).map(|node| &node.value) {
                        Some(Value::Text(text)) => {
                            out.push_str(text);
                            chars.by_ref().take(name.chars().count() + 2).for_each(drop);
                        }
                        _ => plain = false,
                    }
                }
                '\n' if quote != b'`' && !triple => {
                    self.at = start + at;
                    return None;
                }
                c if c as u32 == u32::from(quote) && (!triple || here.as_bytes().starts_with(&[quote; 3])) => {
                    self.at = start + at + close;
                    return plain.then_some(out);
                }
                c => out.push(c),
            }
        }
        self.at = self.text.len();
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::at;

    fn text<'a>(entries: &'a [Entry], path: &str) -> Option<&'a str> {
        at(entries, path)?.node.text()
    }

    #[test]
    fn an_exported_object_is_read_and_never_run() {
        let entries = javascript(
            "// @ts-check\nimport {themes} from 'prism-react-renderer';\n\
             const url = 'https://e.org';\nconst organizationName = `acme`;\n\
             /** @type {import('@docusaurus/types').Config} */\n\
             const config = {\n  title: \"It's\", tagline: 'a' + 'b', url, baseUrl: process.env.BASE || '/',\n\
             trailingSlash: false, editUrl: `https://x/${organizationName}`,\n\
             presets: [['classic', /** a */ ({ docs: { routeBasePath: '/', sidebarPath: require.resolve('./s.js') },\n\
             blog: false } satisfies Preset.Options)]],\n\
             onBrokenLinks() { return { title: 'no' }; },\n  i18n: { defaultLocale: 'fr', locales: ['fr', 'en'] },\n};\n\
             module.exports = config;\n",
        );
        assert_eq!(text(&entries, "title"), Some("It's"));
        assert_eq!(text(&entries, "url"), Some("https://e.org"));
        assert_eq!(text(&entries, "tagline"), None);
        assert_eq!(text(&entries, "baseurl"), Some("/"));
        assert_eq!(text(&entries, "editurl"), Some("https://x/acme"));
        assert_eq!(text(&entries, "i18n.defaultlocale"), Some("fr"));
        let preset = at(&entries, "presets").unwrap().node.items()[0].items()[1].clone();
        assert_eq!(text(preset.entries(), "docs.routebasepath"), Some("/"));
        assert_eq!(at(preset.entries(), "blog").unwrap().node.value, Value::Bool(false));
    }

    #[test]
    fn an_object_in_a_call_or_of_a_type_is_read() {
        for program in [
            "export default defineConfig({ site: 'https://e.org', base: '/b' })",
            "import x from 'y'\nexport default { site: \"https://e.org\", base: '/b', } as Config;",
            "const config: Config = {\n  site: 'https://e.org', // here\n  base: '/b'\n}\n\nexport default config",
            "module.exports = { site: 'https://e.org', base: '/b', f: (a) => ({ site: 'no' }) }",
            "const cfg = withConfig({ site: 'https://e.org', base: '/b' });\nexport default cfg;",
        ] {
            let entries = javascript(program);
            let found = (text(&entries, "site"), text(&entries, "base"));
            assert_eq!(found, (Some("https://e.org"), Some("/b")), "{program}");
        }
    }

    #[test]
    fn what_counts_where_the_site_is_published_is_read() {
        for (expression, expected) in [
            ("process.env.URL || 'https://e.org'", Some("https://e.org")),
            ("process.env.URL ?? `https://e.org`", Some("https://e.org")),
            ("process.env.NODE_ENV === 'production' ? 'https://e.org' : 'http://localhost'", Some("https://e.org")),
            ("isDev ? '/x' : 'https://e.org'", Some("https://e.org")),
            ("!isProd ? '/x' : 'https://e.org'", Some("https://e.org")),
            ("process.env.NODE_ENV !== 'development' ? 'https://e.org' : '/x'", Some("https://e.org")),
            ("flag ? 'https://a.org' : 'https://b.org'", None),
            ("process.env.URL", None),
            ("process.env.URL || host()", None),
        ] {
            let entries = javascript(&format!("export default {{ a: 1, url: {expression}, title: 'T' }}"));
            assert_eq!((text(&entries, "url"), text(&entries, "title")), (expected, Some("T")), "{expression}");
        }
        let entries =
            python("import os\nSITEURL = os.environ.get('SITEURL', 'https://e.org')\nAUTHOR = os.getenv('A')\nX = 1\n");
        assert_eq!((text(&entries, "siteurl"), text(&entries, "author")), (Some("https://e.org"), None));
    }

    #[test]
    fn broken_programs_end() {
        for program in
            ["export default {", "module.exports = { a: [[[[", "const a = `", "}}}", "export default é { a: '", ""]
        {
            javascript(program);
            python(program);
        }
        let deep = format!("export default {}", "{a:".repeat(5_000));
        assert!(javascript(&deep).is_empty());
    }

    #[test]
    fn what_an_exported_function_returns_is_read() {
        for text in [
            "module.exports = function (c) {\n  c.addFilter('x', (v) => { return { dir: 1 } });\n  return {\n    dir: { input: \"src\" }\n  };\n};\n",
            "module.exports = (c) => {\n  c.addPassthroughCopy({ a: 'b', c: 'd' });\n  return { dir: { input: 'src' } }\n}",
            "export default async function (c) {\n  const x = { a: 1, b: 2, c: 3 };\n  return { dir: { input: 'src' } };\n}\n",
        ] {
            let entries = javascript(text);
            assert_eq!(at(&entries, "dir.input").and_then(|entry| entry.node.text()), Some("src"), "{text}");
        }
        let named = javascript("const returned = { a: 1 };\nmodule.exports = { dir: { input: 'src' } };\n");
        assert!(at(&named, "dir.input").is_some());
    }

    #[test]
    fn assignments_of_python_are_read() {
        let entries = python(
            "#!/usr/bin/env python\nAUTHOR = 'Ann'  # me\nSITEURL = \"https://e.org\"\nX = os.environ['A']\n\
             PATHS = ['a', 'b']\nif DEBUG:\n    SITEURL = ''\nARTICLE_URL = '{date:%Y}/{slug}/'\nRELATIVE_URLS = True\n\
             BIO = (\n    'a',\n    'b',\n)\nNAME == 'x'\n",
        );
        assert_eq!((text(&entries, "author"), text(&entries, "siteurl")), (Some("Ann"), Some("https://e.org")));
        assert_eq!(text(&entries, "articleurl"), Some("{date:%Y}/{slug}/"));
        assert_eq!(at(&entries, "relativeurls").unwrap().node.value, Value::Bool(true));
        assert_eq!(at(&entries, "paths").unwrap().node.items().len(), 2);
        assert!(at(&entries, "x").is_none());
    }
}
