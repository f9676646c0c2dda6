//! Which fragments of addresses exist in an article, as far as its text tells.
//!
//! A fragment that is certainly in no version of the page is worth a warning, and one that might be there is not. So every
//! line counts as a possible heading, in the forms that all generators have in common, and so does everything that looks
//! like an identifier. Where an include, a component or a template may add headings, nothing is missing.
//!
//! Limit: of texts longer than [`MOST`] nothing is said.

mod elsewhere;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::slug;
use elsewhere::{is_of_the_page, may_add};

/// Maximum length of a text that is looked at, in bytes.
const MOST: usize = 2 << 20;
/// Maximum number of headings that may be suggested.
const HEADINGS: usize = 500;
/// Length from which a name counts as cut off or put together from several.
const LONG: usize = 12;

/// What is known of a fragment that is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MissingFragment {
    /// The heading that is probably meant.
    pub near: Option<String>,
}

impl MissingFragment {
    /// Returns all that it says, for comparing answers.
    pub(crate) fn texts(&self) -> [&str; 1] {
        [self.near.as_deref().unwrap_or("\u{0}")]
    }
}

/// The fragments of one article.
#[derive(Debug, Default)]
pub(crate) struct Fragments {
    /// Hashes of the common forms of lines and identifiers, sorted.
    names: Vec<u64>,
    /// Headings with their common forms.
    headings: Vec<(String, String)>,
    /// Whether something in the text may add headings or identifiers.
    is_open: bool,
    /// Whether a heading has letters that are not Latin: each generator transcribes them in its own way.
    is_foreign: bool,
}

impl Fragments {
    pub(crate) fn of(text: &str) -> Self {
        let mut found = Self { is_open: text.len() > MOST, ..Self::default() };
        if found.is_open {
            return found;
        }
        let (mut names, mut fence, mut before) = (BTreeSet::new(), None, "");
        for line in text.lines() {
            let trimmed = line.trim();
            let marks = ["```", "~~~"].into_iter().find(|marks| trimmed.starts_with(marks));
            if marks.is_some() && (fence.is_none() || fence == marks) {
                // `{include}` is a directive of MyST.
                found.is_open |= fence.is_none() && trimmed.contains('{') && !trimmed.contains("{.");
                fence = if fence.is_some() { None } else { marks };
            }
            found.is_open |= fence.is_none() && may_add(trimmed);
            let underlined =
                trimmed.len() > 1 && (trimmed.chars().all(|c| c == '=') || trimmed.chars().all(|c| c == '-'));
            if fence.is_none() && (trimmed.starts_with('#') || has_heading_tag(trimmed)) {
                found.heading(trimmed);
            } else if fence.is_none() && underlined && !before.is_empty() {
                found.heading(before);
            }
            of_line(trimmed, &mut names);
            if trimmed.contains('&') {
                of_line(&html_escape::decode_html_entities(trimmed), &mut names);
            }
            before = trimmed;
        }
        found.names = names.into_iter().collect();
        found
    }

    fn heading(&mut self, line: &str) {
        let words = without_markup(line.trim_start_matches('#').trim_end_matches('#'));
        let words = html_escape::decode_html_entities(&words);
        let words = words.split("{#").next().unwrap_or_default().trim();
        self.is_foreign |= words.chars().any(|c| c.is_alphabetic() && !is_latin(c));
        self.is_open |= words.contains("{{") || words.contains("{%");
        if self.headings.len() < HEADINGS && !words.is_empty() {
            self.headings.push((common(words), words.to_owned()));
        }
    }

    /// Returns what is known of `fragment` if it is not there. It stands as in the link, without `#`.
    pub(crate) fn missing(&self, fragment: &str) -> Option<MissingFragment> {
        let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
        // What follows is a text that browsers search for, not a name.
        let name = decoded.split(":~:").next().unwrap_or_default();
        // Of `[[page#Part#Section]]` of a vault, the last heading counts.
        let name = name.rsplit('#').next().unwrap_or_default().trim();
        if self.is_open || is_of_the_page(name) || self.is_foreign && name.is_ascii() {
            return None;
        }
        let key = common(name);
        if key.is_empty() || self.has(&key, name) {
            return None;
        }
        Some(MissingFragment { near: self.near(&key) })
    }

    fn has(&self, key: &str, name: &str) -> bool {
        let known = |key: &str| !key.is_empty() && self.names.binary_search(&hash(key)).is_ok();
        let prefixes = ["usercontent", "h", "heading", "anchor", "section", "sec", "wiki", "id"];
        let bare = || prefixes.iter().any(|prefix| key.strip_prefix(prefix).is_some_and(known));
        // The second heading of a name has a number: `-1`, `_1`, `-2`.
        let numbered = || {
            let (stem, number) = name.rsplit_once(['-', '_'])?;
            let number: usize = number.parse().ok()?;
            let stem = common(stem);
            let times = self.headings.iter().filter(|(known, _)| *known == stem).count();
            Some(times > 1 && number <= times)
        };
        known(key) || bare() || numbered().unwrap_or(false) || self.is_cut(key)
    }

    /// Whether `key` is the beginning of a long heading, or a heading with words for its signs and emoji.
    fn is_cut(&self, key: &str) -> bool {
        let signs = |words: &str| {
            words.chars().any(|c| !c.is_alphanumeric() && !c.is_whitespace() && !",.:;-'’?!()".contains(c))
        };
        self.headings.iter().any(|(known, words)| {
            let is_long = key.chars().count() >= LONG && known.starts_with(key);
            let (first, last) = (words.chars().next(), words.chars().next_back());
            let spelt_in_front = first.is_some_and(|c| !c.is_alphanumeric()) && key.ends_with(known.as_str());
            let spelt_behind = last.is_some_and(|c| !c.is_alphanumeric()) && key.starts_with(known.as_str());
            let is_spelt = known.chars().count() >= 3 && signs(words) && (spelt_in_front || spelt_behind);
            is_long || is_spelt || known.chars().count() >= LONG && key.starts_with(known.as_str())
        })
    }

    fn near(&self, key: &str) -> Option<String> {
        nearest(key, self.headings.iter().map(|(known, words)| (known.as_str(), words.as_str()))).map(str::to_owned)
    }
}

/// Returns the one of `headings` that is nearest to `fragment`, if it is near enough to be meant.
pub(crate) fn nearest_heading<'h>(fragment: &str, headings: impl Iterator<Item = &'h str>) -> Option<&'h str> {
    let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
    let keyed: Vec<(String, &str)> = headings.take(1_000).map(|words| (common(words), words)).collect();
    nearest(&common(&decoded), keyed.iter().map(|(key, words)| (key.as_str(), *words)))
}

/// Returns the words of the heading whose common form is nearest to `key`. It is sought among the first headings, and not
/// for long keys: an article may have thousands of headings and of links that lead nowhere.
fn nearest<'k, 'h>(key: &str, headings: impl Iterator<Item = (&'k str, &'h str)> + Clone) -> Option<&'h str> {
    const LONGEST_KEY: usize = 200;
    const MOST_HEADINGS: usize = 1_000;
    const MOST_COMPARED: usize = 50;
    if key.len() > LONGEST_KEY {
        return None;
    }
    let (length, headings) = (key.chars().count(), headings.take(MOST_HEADINGS));
    let most = length / 3;
    let alike = |known: &str| known.len() <= 2 * LONGEST_KEY && known.chars().count().abs_diff(length) <= most;
    let alike = headings.clone().filter(|(known, _)| alike(known)).take(MOST_COMPARED);
    let far = |known: &str| Some(strsim::osa_distance(known, key)).filter(|&far| far <= most);
    let close = alike.filter_map(|(known, words)| Some((far(known)?, words)));
    // `install` for “Installation on Linux”.
    let holds = |known: &str| key.chars().count() >= 4 && known.contains(key);
    let close = close.min_by_key(|(far, _)| *far).map(|(_, words)| words);
    close.or_else(|| headings.clone().find(|(known, _)| holds(known)).map(|(_, words)| words))
}

/// Adds the common forms of what `line` may name.
fn of_line(line: &str, names: &mut BTreeSet<u64>) {
    let mut add = |text: &str| {
        for form in forms(text) {
            if !form.is_empty() {
                names.insert(hash(&form));
            }
        }
    };
    // Hooks of sites make identifiers of comments: `#### <!-- md:setting config.lang -->`.
    if line.contains("<!--") {
        line.split_whitespace().take(40).for_each(&mut add);
    }
    if line.len() <= 400 {
        let words = without_markup(line);
        add(&words);
        add(words.split("{#").next().unwrap_or_default());
        for part in words.split(['|', ':', '"', '“', '”', '*', '=', '—', '–']).take(40) {
            add(part);
        }
    }
    // `id="x"`, `{#x}`, `{: #x }`, `[^x]`, `(x)=`, `^x`, `label{x}`, `name=x`.
    let bytes = line.as_bytes();
    for (at, _) in line.match_indices(['=', '#', '^', '{', '(', '"', '\'']) {
        let is_link = bytes[at] == b'#' && at > 0 && !matches!(bytes[at - 1], b'{' | b' ' | b'\t');
        let is_target = bytes[at] == b'(' && at > 0;
        if is_link || is_target {
            continue;
        }
        let rest = line[at + 1..].trim_start_matches(['"', '\'', '{', '#', ' ']);
        let end = rest.find(|c: char| c.is_whitespace() || "\"'>})]{".contains(c)).unwrap_or(rest.len());
        if end <= 120 {
            add(&rest[..end]);
        }
    }
}

/// The forms of a text that generators make names of: its letters and digits, with and without accents, entities and the
/// numbers in front.
fn forms(text: &str) -> Vec<String> {
    let key = common(text);
    let ascii: String = text.chars().filter(char::is_ascii).collect();
    let transcribed = if text.is_ascii() { String::new() } else { slug::ascii(text).unwrap_or_default() };
    let entities = if text.contains('&') { without_entities(text) } else { String::new() };
    // Hexo keeps the name of the entity: `settings-amp-values`.
    let [and, amp] = ["and", "amp"].map(|word| match text.contains('&') {
        true => common(&text.replace('&', word)),
        false => String::new(),
    });
    let mut all = vec![common(&ascii), common(&transcribed), common(&entities), and, amp, key];
    let lettered: Vec<String> = all.iter().map(|form| form.trim_start_matches(char::is_numeric).to_owned()).collect();
    all.extend(lettered);
    all
}

/// Returns the letters and digits of `text` in lower case and without accents: what all ways to make names of headings
/// have in common.
fn common(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    if text.is_ascii() {
        return text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase() as char).collect();
    }
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

fn without_entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = after
            .split_once(';')
            .filter(|(name, _)| name.len() <= 8 && !name.contains(' '))
            .map_or(after, |(_, rest)| rest);
    }
    out + rest
}

/// Returns `line` without tags and without the addresses of links.
fn without_markup(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.char_indices();
    while let Some((at, c)) = chars.next() {
        let rest = &line[at..];
        let skipped = match c {
            '<' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') => rest.find('>'),
            ']' if rest.starts_with("](") => rest.find(')'),
            _ => None,
        };
        match skipped {
            Some(length) => {
                let end = at + length;
                while chars.clone().next().is_some_and(|(next, _)| next <= end) {
                    chars.next();
                }
            }
            None => out.push(c),
        }
    }
    out
}

fn has_heading_tag(line: &str) -> bool {
    line.match_indices('<')
        .any(|(at, _)| matches!(line.as_bytes().get(at + 1..at + 3), Some([b'h' | b'H', b'1'..=b'6'])))
}

fn is_latin(c: char) -> bool {
    matches!(c as u32, 0..=0x24f | 0x1e00..=0x1eff | 0x2c60..=0x2c7f | 0xa720..=0xa7ff | 0xfb00..=0xfb06)
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "---\ntitle: On the River\n---\n\n## Getting Started\n\nText <a name=\"old-name\"></a> and [x](b.md#elsewhere).\n\n\
        Setting Up `make`\n---\n\n### 2. Größe & Öl {#own-id .wide}\n\n## Setup\n\n## Setup\n\n<h3 id='html'>By <em>hand</em></h3>\n\n\
        ## 🚀 Launch\n\n## See [the docs](https://e.org/long/path) now\n\n- **Glossary term**: words[^mill]\n\n#### <!-- md:setting config.lang -->\n\n## La propri&eacute;t&eacute;\n\n\
        {: #kramdown }\n(myst-target)=\nA block. ^block-1\n\n[^mill]: A note.\n\n## What the long heading of this part of the article says\n";

    #[test]
    fn whatever_a_generator_may_call_a_target_is_there() {
        let found = Fragments::of(ARTICLE);
        for fragment in [
            "getting-started",
            "Getting-Started",
            "getting_started",
            "Getting%20Started",
            "Getting Started",
            "gettingstarted",
            "old-name",
            "setting-up-make",
            "own-id",
            "2-größe--öl",
            "größe-öl",
            "gr%C3%B6%C3%9Fe-%C3%B6l",
            "grosse-ol",
            "setup",
            "setup-1",
            "setup_1",
            "setup-2",
            "html",
            "by-hand",
            "rocket-launch",
            "-launch",
            "launch",
            "see-the-docs-now",
            "glossary-term",
            "fn:mill",
            "fn1",
            "fnref:mill",
            "kramdown",
            "myst-target",
            "^block-1",
            "top",
            "",
            "on-the-river",
            "la-propriété",
            "config.lang",
            "2-Größe-amp-Öl",
            "+config.lang",
            "la-propriete",
            "Part#Getting Started",
            ":~:text=Setting%20Up",
            "getting-started:~:text=x",
            "L10",
            "L10-L12",
            "comments",
            "/route",
            "what-the-long-heading-of-this",
            "user-content-getting-started",
            "h-getting-started",
            "page=3",
            "_2-größe-öl",
        ] {
            assert_eq!(found.missing(fragment), None, "{fragment}");
        }
    }

    #[test]
    fn what_is_not_there_is_missing_and_the_nearest_heading_is_suggested() {
        let found = Fragments::of(ARTICLE);
        for (fragment, near) in [
            ("geting-startd", Some("Getting Started")),
            ("elsewhere", None),
            ("setup-9", Some("Setup")),
            ("launched", Some("🚀 Launch")),
            ("zebra", None),
            ("^block-2", None),
        ] {
            let missing = found.missing(fragment).unwrap_or_else(|| panic!("{fragment} was found"));
            assert_eq!(missing.near.as_deref(), near, "{fragment}");
        }
    }

    #[test]
    fn nothing_is_missing_where_more_may_come_from_elsewhere() {
        for text in [
            "{% include faq.md %}",
            "{{< faq >}}",
            "{{% include \"a.md\" %}}",
            "<Faq items={x} />",
            "--8<-- \"a.md\"",
            "![[Note]]",
            "```{include} a.md\n```",
            "## Глава",
            "## {{ page.title }}",
            "{{ list(items) }}",
            ".. include:: a.rst",
        ] {
            assert_eq!(Fragments::of(text).missing("zebra"), None, "{text}");
        }
        for text in [
            "{{< figure src=\"a.png\" >}}",
            "![[a.png]]",
            "`{{< faq >}}`",
            "```md\n{{< faq >}}\n```",
            "<em>a</em>",
            "{% raw %}",
        ] {
            assert!(Fragments::of(text).missing("zebra").is_some(), "{text}");
        }
    }
}
