//! What the publication says about its accessibility (EPUB Accessibility 1.1), computed from the content.
//!
//! A feature is claimed only where all of the content has it. Conformance is claimed only where someone certifies it, for
//! much of it only a person can judge, such as whether an alternative text is a good one, and the standard asks for the
//! name (§3.5.3); and then only where everything that can be checked here holds: a title, a known language, text for
//! every picture and formula.

use super::metadata::{property, refine};
use super::package::Facts;
use super::tree::{Element, Tree, ns};
use super::xml::clean;
use crate::article::{Alt, Article, BlockKind, Inline, Picture, Visit, walk_blocks, walk_inlines};

/// What a reader needs to know about the pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pictures {
    /// There are none, or only such as show nothing.
    None,
    /// Every one is described.
    Described,
    /// One at least is not.
    Undescribed,
}

/// Adds the accessibility metadata.
pub(super) fn describe(
    package: &mut Tree,
    metadata: Element,
    article: &Article,
    facts: &Facts<'_>,
) -> Result<(), String> {
    let pictures = survey(article, facts);
    conformance(package, metadata, article, (pictures, facts))?;
    let mut add = |name: &str, value: &str| property(package, metadata, name, value);
    add("schema:accessMode", "textual")?;
    if pictures != Pictures::None {
        add("schema:accessMode", "visual")?;
        add("schema:accessModeSufficient", "textual,visual")?;
    }
    if pictures != Pictures::Undescribed {
        add("schema:accessModeSufficient", "textual")?;
    }
    if let Some(print) = facts.print {
        property(package, metadata, "pageBreakSource", &clean(print))?;
    }
    let mut add = |name: &str, value: &str| property(package, metadata, name, value);
    for feature in features(pictures, facts) {
        add("schema:accessibilityFeature", feature)?;
    }
    add("schema:accessibilityHazard", if facts.animated { "unknown" } else { "none" })?;
    add("schema:accessibilitySummary", &summary(pictures, facts))?;
    Ok(())
}

/// The standard that the publication meets, and who says so.
fn conformance(
    package: &mut Tree,
    metadata: Element,
    article: &Article,
    (pictures, facts): (Pictures, &Facts<'_>),
) -> Result<(), String> {
    let Some(certifier) = facts.certifier.filter(|name| !name.trim().is_empty()) else { return Ok(()) };
    let meta = &article.meta;
    if pictures == Pictures::Undescribed || meta.lang.0 == "und" || meta.title_text().trim().is_empty() {
        return Ok(());
    }
    let standard = [("property", "dcterms:conformsTo"), ("id", "conformance")];
    package.append(metadata, (ns::OPF, "meta"), &standard, "EPUB Accessibility 1.1 - WCAG 2.2 Level AA")?;
    refine(package, metadata, "conformance", "a11y:certifiedBy", &clean(certifier))
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

/// Looks at every picture that is shown.
fn survey(article: &Article, facts: &Facts<'_>) -> Pictures {
    let mut found = Pictures::None;
    let mut see = |picture: &Picture| {
        let shown = picture.asset.as_ref().is_ok_and(|&id| facts.images.get(id).is_some());
        found = match (&picture.alt, shown) {
            (_, false) | (Alt::Decorative, _) => found,
            (Alt::NotStated, _) if picture.title.is_none() => Pictures::Undescribed,
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
        article.related.iter().for_each(|related| walk_inlines(&related.blurb, &mut visit));
    }
    found
}
