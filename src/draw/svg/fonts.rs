//! Fonts for text in SVG: always the bundled faces, so that a picture looks the same everywhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use resvg::usvg::fontdb::{Database, Family, ID, Query, Source, Stretch, Style, Weight};
use resvg::usvg::{Font, FontFamily, FontResolver, FontStyle};

use crate::text::{FontId, Fonts, fonts};

/// The family for text that names none; browsers use a serif face too.
pub(super) const DEFAULT_FAMILY: &str = SERIF;

const SERIF: &str = "EB Garamond";
const SANS: &str = "Source Sans 3";
const MONO: &str = "JetBrains Mono";

/// The bundled faces in fallback order.
const FACES: [FontId; 15] = [
    fonts::SERIF,
    fonts::SERIF_ITALIC,
    fonts::SERIF_BOLD,
    fonts::SERIF_BOLD_ITALIC,
    fonts::SANS,
    fonts::SANS_ITALIC,
    fonts::SANS_SEMIBOLD,
    fonts::MONO,
    fonts::ARABIC,
    fonts::HEBREW,
    fonts::DEVANAGARI,
    fonts::ARABIC_BOLD,
    fonts::HEBREW_BOLD,
    fonts::DEVANAGARI_BOLD,
    fonts::EMOJI,
];

/// Parts of family names that indicate the kind of face; the more specific ones come first ("DejaVu Sans Mono").
const KINDS: [(&str, &[&str]); 3] = [
    (MONO, &["mono", "courier", "consol", "menlo", "code", "typewriter", "terminal"]),
    (SANS, &["sans", "arial", "helvetica", "verdana", "segoe", "roboto", "inter", "calibri", "gothic", "system-ui"]),
    (SERIF, &["serif", "times", "georgia", "garamond", "roman", "palatino", "cambria", "baskerville"]),
];

/// Returns the bundled faces as usvg expects them.
pub(super) fn database(fonts: &Fonts) -> Arc<Database> {
    let mut database = Database::new();
    for id in FACES {
        database.load_font_source(Source::Binary(Arc::new(fonts.face(id).data.clone())));
    }
    Arc::new(database)
}

/// Chooses among the bundled faces; sets `missing` if none has a character.
pub(super) fn resolver(missing: &AtomicBool) -> FontResolver<'_> {
    let by_default = FontResolver::default_fallback_selector();
    FontResolver {
        select_font: Box::new(|font, database| select(font, database)),
        select_fallback: Box::new(move |character, used, database| {
            let found = by_default(character, used, database);
            if found.is_none() && !character.is_whitespace() && !character.is_control() {
                missing.store(true, Ordering::Relaxed);
            }
            found
        }),
    }
}

fn select(font: &Font, database: &Database) -> Option<ID> {
    let families = font.families();
    // An unrecognised family name is most likely that of a diagram, and thus sans-serif.
    let family = families.iter().find_map(known).unwrap_or(SANS);
    let style = match font.style() {
        FontStyle::Normal => Style::Normal,
        FontStyle::Italic | FontStyle::Oblique => Style::Italic,
    };
    let families = &[Family::Name(family)];
    database.query(&Query { families, weight: Weight(font.weight()), stretch: Stretch::Normal, style })
}

/// Returns the bundled family for a requested one.
fn known(family: &FontFamily) -> Option<&'static str> {
    match family {
        FontFamily::Serif => Some(SERIF),
        FontFamily::SansSerif => Some(SANS),
        FontFamily::Monospace => Some(MONO),
        FontFamily::Cursive | FontFamily::Fantasy => None,
        FontFamily::Named(name) => {
            let name = name.to_lowercase();
            let kind = KINDS.iter().find(|(_, parts)| parts.iter().any(|part| name.contains(part)));
            kind.map(|(family, _)| *family)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_told_by_their_names() {
        let kind = |name: &str| known(&FontFamily::Named(name.into()));
        assert_eq!(kind("DejaVu Sans Mono"), Some(MONO));
        assert_eq!(kind("Helvetica Neue"), Some(SANS));
        assert_eq!(kind("Times New Roman"), Some(SERIF));
        assert_eq!(kind("Virgil"), None);
    }

    #[test]
    fn every_bundled_face_is_found_by_its_family() {
        let database = database(&Fonts::bundled());
        assert_eq!(database.len(), FACES.len());
        for family in [SERIF, SANS, MONO] {
            let families = &[Family::Name(family)];
            assert!(database.query(&Query { families, ..Query::default() }).is_some(), "{family}");
        }
    }
}
