//! The accessibility metadata of the publication (EPUB Accessibility 1.1), computed from its content.
//!
//! A feature is claimed only if all of the content has it. Conformance is claimed only if somebody certifies it: only a
//! person can judge, for example, the quality of an alternative text, and the standard requires the certifier's name
//! (§3.5.3). Even then it is claimed only if everything that can be checked here holds: a title, a known language, a
//! text for every picture and formula.

mod judge;

use super::facts::Facts;
use super::refinement::{property, refine};
use super::tree::{Element, Tree, ns};
use super::xml::clean;
pub use judge::Judgement;
pub(crate) use judge::judgements;

use crate::article::{Alt, Article, BlockKind, Inline, Picture, Visit, walk_blocks, walk_inlines};

/// Whether pictures have alternative texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pictures {
    /// There are no pictures, or only decorative ones.
    None,
    /// Every picture has an alternative text.
    Described,
    /// At least one picture has no alternative text.
    Undescribed,
}

/// The accessibility claims of the publication; its metadata state exactly these.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Promises {
    /// How the content can be perceived (schema.org's accessMode).
    pub access_modes: Vec<&'static str>,
    /// Sets of modes that each suffice to perceive all of it (accessModeSufficient).
    pub sufficient: Vec<&'static str>,
    /// Its accessibility features (accessibilityFeature).
    pub features: Vec<&'static str>,
    /// What could harm a reader (accessibilityHazard).
    pub hazard: &'static str,
    /// A summary in words (accessibilitySummary).
    pub summary: String,
    /// The print edition whose page breaks are marked (pageBreakSource).
    pub print: Option<String>,
    /// Who certifies conformance to [`STANDARD`]; without a name, or if a check fails, nothing is claimed.
    pub certifier: Option<String>,
}

/// The standard that is certified (EPUB Accessibility 1.1 §3.5.2).
pub const STANDARD: &str = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";

/// Returns the claims that `article` fulfils.
pub(super) fn promises(article: &Article, facts: &Facts<'_>) -> Promises {
    let pictures = survey(article, facts);
    let mut promises = Promises {
        access_modes: vec!["textual"],
        features: features(pictures, facts),
        hazard: if facts.animated { "unknown" } else { "none" },
        summary: summary(pictures, facts),
        print: facts.print.map(clean),
        certifier: certifier(article, (pictures, facts)),
        ..Promises::default()
    };
    if pictures != Pictures::None {
        promises.access_modes.push("visual");
        promises.sufficient.push("textual,visual");
    }
    if pictures != Pictures::Undescribed {
        promises.sufficient.push("textual");
    }
    promises
}

/// Adds the accessibility metadata.
pub(super) fn describe(package: &mut Tree, metadata: Element, promises: &Promises) {
    if let Some(certifier) = &promises.certifier {
        let standard = [("property", "dcterms:conformsTo"), ("id", "conformance")];
        package.append(metadata, (ns::OPF, "meta"), &standard, STANDARD);
        refine(package, metadata, "conformance", "a11y:certifiedBy", certifier);
    }
    let mut add = |name: &str, value: &str| property(package, metadata, name, value);
    promises.access_modes.iter().for_each(|mode| add("schema:accessMode", mode));
    promises.sufficient.iter().for_each(|modes| add("schema:accessModeSufficient", modes));
    promises.print.iter().for_each(|print| add("pageBreakSource", print));
    promises.features.iter().for_each(|feature| add("schema:accessibilityFeature", feature));
    add("schema:accessibilityHazard", promises.hazard);
    add("schema:accessibilitySummary", &promises.summary);
}

/// Returns the certifier, unless a check fails.
fn certifier(article: &Article, (pictures, facts): (Pictures, &Facts<'_>)) -> Option<String> {
    let certifier = facts.certifier.filter(|name| !name.trim().is_empty())?;
    let meta = &article.meta;
    let fails = pictures == Pictures::Undescribed || meta.lang.0 == "und" || meta.title_text().trim().is_empty();
    (!fails).then(|| clean(certifier))
}

fn features(pictures: Pictures, facts: &Facts<'_>) -> Vec<&'static str> {
    let mut features = vec!["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability"];
    if pictures == Pictures::Described {
        features.push("alternativeText");
    }
    if !facts.with_math.is_empty() {
        features.extend(["MathML", "describedMath"]);
    }
    if facts.print.is_some() {
        features.extend(["pageBreakMarkers", "pageNavigation"]);
    }
    features
}

fn summary(pictures: Pictures, facts: &Facts<'_>) -> String {
    let mut summary =
        String::from("The text flows and can be read aloud. Headings, contents and landmarks are linked.");
    summary.push_str(match pictures {
        Pictures::None => "",
        Pictures::Described => " Every picture has a text alternative.",
        Pictures::Undescribed => " Some pictures have no text alternative.",
    });
    if !facts.with_math.is_empty() {
        summary.push_str(" Formulas are MathML.");
    }
    summary
}

/// Checks the alternative text of every picture that is shown.
fn survey(article: &Article, facts: &Facts<'_>) -> Pictures {
    let mut found = Pictures::None;
    let mut see = |picture: &Picture| {
        let shown = picture.asset.as_ref().is_ok_and(|&id| facts.images.get(id).is_some());
        found = match (&picture.alt, shown) {
            (_, false) | (Alt::Decorative, _) => found,
            // A title that stands in for it is no alternative text.
            (Alt::NotStated, _) => Pictures::Undescribed,
            _ if found == Pictures::Undescribed => found,
            _ => Pictures::Described,
        };
    };
    let covers = article.articles().filter_map(|article| article.cover.as_ref());
    covers.flat_map(|cover| &cover.pictures).for_each(&mut see);
    let mut visit = |visit: Visit<'_>| match visit {
        Visit::Block(block) => {
            if let BlockKind::Figure(figure) = &block.kind {
                figure.pictures.iter().for_each(&mut see);
            }
        }
        Visit::Inline(Inline::Picture(picture)) => see(picture),
        Visit::Inline(_) => {}
    };
    article.notes.iter().for_each(|note| walk_blocks(&note.blocks, &mut visit));
    for article in article.articles() {
        walk_blocks(&article.blocks, &mut visit);
        walk_blocks(&article.disclaimer, &mut visit);
        let lines = article.related.iter().flat_map(|related| [&related.picture, &related.blurb]);
        lines.for_each(|line| walk_inlines(line, &mut visit));
    }
    found
}
