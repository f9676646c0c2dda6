//! Loads a user's design and its fonts from the disk.

use std::fs;
use std::path::Path;

use super::error::FontError;
use crate::design::Design;
use crate::design::custom::{self, FontWish, PaperSize};
use crate::diag::{Diagnostic, Diagnostics};
use crate::layout::inline::Family;
use crate::source::Source;
use crate::text::user::{self, Found, Style};
use crate::text::{FontId, Fonts, fonts};

/// Maximum size of a font file: 128 MiB, several times the largest CJK collections.
const MAX_FONT: u64 = 128 << 20;

/// The appearance of pages: the design and its faces.
#[derive(Clone, Debug)]
pub struct Looks {
    /// The design.
    pub design: Design,
    /// The faces.
    pub fonts: Fonts,
}

/// Loads the design in `source`, with warnings about it. Paths of fonts are relative to the folder of the source. If
/// `paper` is given, it overrides the one in the file.
///
/// # Errors
/// Returns all mistakes in the design.
pub fn load_design(source: &Source, paper: Option<PaperSize>) -> Result<(Looks, Diagnostics), Diagnostics> {
    let (custom, mut mistakes) = custom::read(source, paper);
    let folder = source.path.parent().unwrap_or(Path::new(""));
    let (mut fonts, mut warnings) = (Fonts::with_system(), custom.warnings);
    for wish in &custom.fonts {
        match install_font(&mut fonts, wish, folder) {
            Ok(found) => warnings.extend(found),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    mistakes.sort_by_key(|mistake| mistake.span);
    match mistakes.is_empty() {
        true => Ok((Looks { design: custom.design, fonts }, warnings)),
        false => Err(mistakes),
    }
}

/// Adds the font that `wish` requests to `fonts`; returns warnings about it. Paths are relative to `folder`.
///
/// # Errors
/// If there is no such font or it cannot be used.
pub fn install_font(fonts: &mut Fonts, wish: &FontWish, folder: &Path) -> Result<Diagnostics, Diagnostic> {
    let fail = |message: String| Diagnostic { span: wish.span, ..Diagnostic::warning("font", message) };
    let unusable = |error: FontError| fail(error.to_string());
    let path = folder.join(&wish.name);
    if let Some(style) = wish.style {
        take(fonts, wish.family, &Found { style, path, index: 0 }).map_err(unusable)?;
        return Ok(Diagnostics::new());
    }
    let found = if wish.is_file() {
        // The file is read first, so that a missing file can be told from one that is not a font.
        let regular = Found { style: Style::Regular, path, index: 0 };
        take(fonts, wish.family, &regular).map_err(unusable)?;
        let mut found = user::find_siblings(&regular.path);
        found.retain(|face| face.style != Style::Regular);
        found.insert(0, regular);
        found
    } else if let Some(faces) = user::bundled_family(&wish.name) {
        for (id, other) in slots(wish.family).into_iter().zip(faces) {
            id.into_iter().for_each(|id| fonts.replace_with_bundled(id, other));
        }
        return Ok(Diagnostics::new());
    } else {
        user::find_family(&wish.name).map_err(|similar| {
            let help = match similar {
                Some(name) => format!("did you mean \"{name}\"? You can also give the path of a font file"),
                None => "name an installed family, or give the path of a font file".to_owned(),
            };
            fail(format!("no family \"{}\" is installed", wish.name)).help(help)
        })?
    };
    for face in found.iter().filter(|face| !wish.is_file() || face.style != Style::Regular) {
        take(fonts, wish.family, face).map_err(unusable)?;
    }
    Ok(lacking(wish, &found))
}

/// Returns the bundled faces that a family replaces, in the order of [`Style::ALL`].
fn slots(family: Family) -> [Option<FontId>; 4] {
    match family {
        Family::Serif => [fonts::SERIF, fonts::SERIF_ITALIC, fonts::SERIF_BOLD, fonts::SERIF_BOLD_ITALIC].map(Some),
        Family::Sans => [Some(fonts::SANS), Some(fonts::SANS_ITALIC), Some(fonts::SANS_SEMIBOLD), None],
        Family::Mono => [Some(fonts::MONO), None, None, None],
    }
}

/// Adds the face `found`, if designs use its style in `family`.
fn take(fonts: &mut Fonts, family: Family, found: &Found) -> Result<(), FontError> {
    let place = Style::ALL.iter().position(|style| *style == found.style).unwrap_or_default();
    let Some(id) = slots(family)[place] else { return Ok(()) };
    let data = load(&found.path)?;
    let unusable = |fault| FontError::Unusable { path: found.path.clone(), fault };
    let face = user::face(data, found.index).map_err(unusable)?;
    fonts.replace(id, face);
    Ok(())
}

fn load(path: &Path) -> Result<Vec<u8>, FontError> {
    let unread = |source| FontError::Read { path: path.to_owned(), source };
    let about = fs::metadata(path).map_err(unread)?;
    match about.len() {
        _ if !about.is_file() => Err(FontError::NotAFile { path: path.to_owned() }),
        size if size > MAX_FONT => Err(FontError::TooLarge { path: path.to_owned(), allowed: MAX_FONT }),
        _ => fs::read(path).map_err(unread),
    }
}

/// Returns the note on which styles the family lacks, so that the bundled faces are used for them.
fn lacking(wish: &FontWish, found: &[Found]) -> Diagnostics {
    let wanted = Style::ALL.into_iter().zip(slots(wish.family)).filter(|(_, slot)| slot.is_some());
    let lacks = wanted.map(|(style, _)| style).filter(|style| found.iter().all(|face| face.style != *style));
    let lacks: Vec<_> = lacks.map(Style::name).collect();
    if lacks.is_empty() {
        return Diagnostics::new();
    }
    let message =
        format!("no {} face of \"{}\" was found; the bundled family supplies that style", lacks.join(", "), wish.name);
    vec![Diagnostic { span: wish.span, ..Diagnostic::warning("font", message) }]
}
