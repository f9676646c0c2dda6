//! Which pages something in Hugo's configuration or in a cascade is for: `target`, in older files `_target`.

use super::super::glob;
use crate::data::Node;

/// What a target compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The path below the content, which begins with a slash and has no ending.
    pub path: String,
    /// The language.
    pub lang: String,
    /// Whether it is the list of a section.
    pub is_section: bool,
}

impl Target {
    /// Whether `node`, which may have a target, is for this page. Of several targets, one has to fit.
    pub(crate) fn fits(&self, node: &Node) -> bool {
        let Some(target) = node.child(&["target"]) else { return true };
        target.node.items().iter().any(|target| {
            let fits = |key: &str, own: &str| target.child_text(&[key]).is_none_or(|wanted| glob::fits(wanted, own));
            let path = target.child_text(&["path"]).is_none_or(|wanted| glob::fits(&wanted.to_lowercase(), &self.path));
            let languages = target.child(&["sites"]).and_then(|sites| sites.node.child(&["matrix"]));
            let languages = languages.and_then(|matrix| matrix.node.child(&["languages"]));
            let own = |node: &Node| node.text().is_some_and(|wanted| glob::fits(wanted, &self.lang));
            path && fits("kind", if self.is_section { "section" } else { "page" })
                && fits("lang", &self.lang)
                && fits("environment", "production")
                && languages.is_none_or(|languages| languages.node.items().iter().any(own))
        })
    }
}
