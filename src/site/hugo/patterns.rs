//! Patterns of addresses (`permalinks`): for all languages or one, for pages or lists of sections, and in the form of a
//! list for what a target fits.

use super::super::config::Config;
use super::target::Target;
use crate::data::{Entry, Node, Value};

/// The patterns, those that come first count.
#[derive(Debug, Default)]
pub(super) struct Patterns(Vec<Pattern>);

#[derive(Debug)]
struct Pattern {
    lang: Option<String>,
    kinds: Kinds,
    pattern: String,
}

/// What a pattern is for.
#[derive(Debug)]
enum Kinds {
    /// Pages below this section, or its own list.
    Section { is_list: bool, name: String },
    /// What the target in this value fits.
    Target(Node),
}

impl Patterns {
    pub(super) fn of(config: &Config) -> Self {
        let mut all = Vec::new();
        for language in config.map("languages") {
            if let Some(own) = language.node.child(&["permalinks"]) {
                let lang = language.key.to_lowercase();
                all.extend(own.node.entries().iter().flat_map(|entry| of_entry(entry, Some(&lang))));
            }
        }
        all.extend(config.map("permalinks").into_iter().flat_map(|entry| of_entry(entry, None)));
        let listed = config.entry("permalinks").map(|entry| &entry.node.value);
        let listed = if let Some(Value::List(items)) = listed { &items[..] } else { &[] };
        all.extend(listed.iter().filter_map(|node| {
            let pattern = node.child_text(&["pattern"])?.to_owned();
            Some(Pattern { lang: None, kinds: Kinds::Target(node.clone()), pattern })
        }));
        Self(all)
    }

    /// Returns the pattern for the page that `target` describes, in the section `section`.
    pub(super) fn find(&self, target: &Target, section: &str) -> Option<&str> {
        let fits = |one: &&Pattern| {
            let own = one.lang.as_ref().is_none_or(|lang| *lang == target.lang);
            own && match &one.kinds {
                Kinds::Target(node) => target.fits(node),
                Kinds::Section { is_list, name } => {
                    *is_list == target.is_section && name.eq_ignore_ascii_case(section.trim_matches('/'))
                }
            }
        };
        self.0.iter().find(fits).map(|one| &*one.pattern)
    }
}

/// Reads `posts = '…'`, or a table of such lines for a kind of pages.
fn of_entry(entry: &Entry, lang: Option<&str>) -> Vec<Pattern> {
    let one = |entry: &Entry, is_list: bool| {
        let pattern = entry.node.text()?.to_owned();
        let name = entry.key.trim_matches('/').to_owned();
        Some(Pattern { lang: lang.map(str::to_owned), kinds: Kinds::Section { is_list, name }, pattern })
    };
    match (&*entry.name, &entry.node.value) {
        ("page" | "section", Value::Map(entries)) => {
            entries.iter().filter_map(|inner| one(inner, entry.name == "section")).collect()
        }
        _ => one(entry, false).into_iter().collect(),
    }
}
