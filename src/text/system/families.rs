//! Finds the faces of a family among the system's fonts or in a folder.

use std::collections::BTreeSet;
use std::path::Path;

use crate::text::family::{Found, Style, bundled_names, closest, is_font_file};

/// Returns the faces of the family `family` among the system's fonts.
///
/// # Errors
/// If there is no such family; holds the most similar name, if any is similar.
pub fn find_family(family: &str) -> Result<Vec<Found>, Option<String>> {
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    let found = faces_of(&database, family);
    if !found.is_empty() {
        return Ok(found);
    }
    let names = database.faces().flat_map(|face| &face.families).map(|(name, _)| name.as_str());
    let bundled: Vec<&str> = bundled_names().collect();
    let names: BTreeSet<&str> = names.chain(bundled.iter().copied()).collect();
    Err(closest(family, names).map(str::to_owned))
}

/// Returns the faces in the font file `path` and those of the same family beside it; empty if the file is no font.
pub fn find_siblings(path: &Path) -> Vec<Found> {
    let mut database = fontdb::Database::new();
    let _ = database.load_font_file(path);
    let Some(family) = database.faces().next().and_then(|face| face.families.first()).map(|(name, _)| name.clone())
    else {
        return Vec::new();
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    for other in entries.filter(|other| is_font_file(other) && other.file_name() != path.file_name()) {
        let _ = database.load_font_file(other);
    }
    faces_of(&database, &family)
}

/// Returns the best face of `family` for each style.
fn faces_of(database: &fontdb::Database, family: &str) -> Vec<Found> {
    let of_family = |face: &&fontdb::FaceInfo| face.families.iter().any(|(name, _)| name.eq_ignore_ascii_case(family));
    let faces: Vec<_> = database.faces().filter(of_family).collect();
    Style::ALL.into_iter().filter_map(|style| best(&faces, style)).collect()
}

/// Returns the face nearest to `style`: of the same slope and boldness, and of normal width if possible.
fn best(faces: &[&fontdb::FaceInfo], style: Style) -> Option<Found> {
    let bold = matches!(style, Style::Bold | Style::BoldItalic);
    let italic = matches!(style, Style::Italic | Style::BoldItalic);
    let weight = if bold { 700 } else { 400 };
    let fits =
        |face: &&&fontdb::FaceInfo| (face.style != fontdb::Style::Normal) == italic && (face.weight.0 >= 600) == bold;
    let rank = |face: &&&fontdb::FaceInfo| {
        let width = face.stretch.to_number().abs_diff(fontdb::Stretch::Normal.to_number());
        (width, face.weight.0.abs_diff(weight), path_of(face).map(Path::to_owned), face.index)
    };
    let face = faces.iter().filter(fits).min_by_key(rank)?;
    Some(Found { style, path: path_of(face)?.to_owned(), index: face.index })
}

fn path_of(face: &fontdb::FaceInfo) -> Option<&Path> {
    match &face.source {
        fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => Some(path),
        fontdb::Source::Binary(_) => None,
    }
}
