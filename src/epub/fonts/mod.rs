//! Embeds the faces of the design in the book.
//!
//! By default a book is set in the reading system's face; only the user can ask for embedded faces, with which the
//! book looks like the PDF. [`cascade`] determines which face the style sheet gives each element, [`survey`] collects
//! the characters that are set in each, [`crate::text::subset`] makes the subsets, and [`sheet`] writes the rules for
//! the style sheet. So a book contains exactly the faces that it needs.
//!
//! A subset of a font under the SIL Open Font License is a modified version: if the font's name is reserved, the
//! subset gets another one, and the credits name the original font.
//!
//! Limits: characters that a subset lacks, such as those in a reader's annotations, are shown in the device's face.
//! Faces larger than [`MOST`], and those whose makers forbid embedding, are left out with a warning.

mod cascade;
mod sheet;
mod survey;

use std::collections::{BTreeMap, BTreeSet};

use super::files::{FontFile, TextFile};
use super::xml::{Attributes, Markup};
use super::{DesignFaces, STYLE};
use crate::article::Article;
use crate::diag::{Diagnostic, Diagnostics};
use crate::epub::tree;
use crate::labels;
use crate::layout::inline::Family;
use crate::text::subset::{self, Alias, Outlines, Purpose, Subset, Terms};
use crate::text::user::{self, Fault};
use crate::text::{FontId, Fonts, Tally};
use cascade::Cascade;
use survey::{FaceUse, Role, Survey};

/// Maximum size of a subset in bytes: three thousand Chinese characters take about half of it, and devices load the
/// whole file into memory.
const MOST: usize = 4 << 20;

/// The embedded faces.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    /// The files.
    pub(super) files: Vec<FontFile>,
    /// Their rules for the style sheet.
    pub(super) sheet: String,
    /// The count of letters in the text, including those that no face has.
    pub(super) tally: Tally,
}

/// The class of the line about Offprint. The author's text cannot contain this markup, because quotation marks are
/// escaped in it.
const MADE_WITH: &str = "class=\"made-with\"";

/// Makes the faces that `files` need, and adds a line about them to the credits.
pub(super) fn embed(
    article: &Article,
    typefaces: DesignFaces<'_>,
    files: &mut [TextFile],
    diagnostics: &mut Diagnostics,
) -> Result<Embedded, tree::Error> {
    let rules = sheet::rules(typefaces.styles, &article.meta.lang);
    let mut cascade = Cascade::of(STYLE);
    rules.iter().for_each(|rule| cascade.add(&rule.selectors, rule.change()));
    let mut survey = Survey::new(typefaces.fonts, &cascade, &article.meta.lang);
    files.iter().try_for_each(|file| survey.file(&file.xhtml))?;
    navigation(article, files, &mut survey);
    let names = Names::of(&survey);
    // The line about Offprint is on one page only, that of the credits or, without credits, the last or the title's.
    if let Some(credits) = files.iter_mut().rfind(|file| file.xhtml.contains(MADE_WITH)) {
        credit(credits, &names.credits(article));
        survey.file(&credits.xhtml)?;
    }
    let parts = cut(&survey, &names, diagnostics);
    Ok(write(&survey, &names, parts, &rules))
}

/// Adds the characters of the navigation document, which is not written yet: its heading and entries.
fn navigation(article: &Article, files: &[TextFile], survey: &mut Survey<'_>) {
    survey.line(&["body", "nav", "h2"], labels::of(&article.meta.lang).contents);
    for page in files.iter().map(|file| &file.page) {
        for entry in &page.entries {
            let sections = entry.sections.iter().map(|(_, title)| title);
            for title in std::iter::once(&entry.title).chain(sections) {
                survey.line(&["body", "nav", "ol", "li", "a"], title);
            }
        }
    }
}

/// The names of the faces in a survey.
struct Names<'a> {
    fonts: &'a Fonts,
    /// Names in the style sheet, by the part that they play in the book.
    families: BTreeMap<FaceUse, String>,
    /// Faces whose names are reserved.
    reserved: BTreeSet<FontId>,
    faces: BTreeSet<FontId>,
}

impl<'a> Names<'a> {
    fn of(survey: &Survey<'a>) -> Self {
        let fonts = survey.fonts;
        let faces: BTreeSet<FontId> = survey.faces.values().copied().collect();
        let reserved = faces.iter().copied().filter(|&id| subset::name_is_reserved(fonts.face(id))).collect();
        let mut names = Self { fonts, families: BTreeMap::new(), reserved, faces };
        // The design's own faces come first.
        for (&(part, _), &face) in &survey.faces {
            let family = names.families.get(&part).cloned().unwrap_or_else(|| names.family(part, face));
            names.families.insert(part, family);
        }
        names
    }

    /// Returns a name for the family whose first face is `face`. A fallback family must not have the name of one of
    /// the design's families: reading systems look for a character in only one face of a family.
    fn family(&self, part: FaceUse, face: FontId) -> String {
        let own = user::family_of(self.fonts, face);
        let public = own.clone().filter(|_| !self.reserved.contains(&face));
        match part {
            FaceUse::Wanted(role) => public.unwrap_or_else(|| format!("Offprint {}", role.name())),
            FaceUse::Companion(FontId(number)) => {
                let kin = |&(&other, _): &(&FaceUse, &String)| match other {
                    FaceUse::Companion(other) => own.is_some() && user::family_of(self.fonts, other) == own,
                    FaceUse::Wanted(_) => false,
                };
                let known = self.families.iter().find(kin).map(|(_, name)| name.clone());
                let taken = |name: &String| self.families.values().any(|other| other == name);
                known.or(public.filter(|name| !taken(name))).unwrap_or_else(|| format!("Offprint Companion {number}"))
            }
        }
    }

    /// Returns the fonts and their licences, for the credits.
    fn credits(&self, article: &Article) -> Markup {
        let mut fonts: Vec<(Terms, Vec<String>)> = Vec::new();
        for &id in &self.faces {
            let Some(family) = user::family_of(self.fonts, id) else { continue };
            let terms = subset::terms(self.fonts.face(id));
            match fonts.iter_mut().find(|(known, _)| *known == terms) {
                Some((_, families)) if families.contains(&family) => {}
                Some((_, families)) => families.push(family),
                None => fonts.push((terms, vec![family])),
            }
        }
        let license = labels::of(&article.meta.lang).license;
        let mut line = Markup::new();
        for (terms, families) in fonts {
            line.text(&format!(" \u{b7} {}", families.join(", ")));
            let name = terms.name.as_deref().unwrap_or(license);
            match &terms.url {
                Some(url) => {
                    line.text(" (");
                    line.leaf("a", &Attributes::new().with("href", url), name);
                    line.text(")");
                }
                None if terms.name.is_some() => line.text(&format!(" ({name})")),
                None => {}
            }
        }
        line
    }
}

/// Appends `line` to the line about Offprint.
fn credit(credits: &mut TextFile, line: &Markup) {
    let Some(start) = credits.xhtml.rfind(MADE_WITH) else { return };
    let Some(end) = credits.xhtml[start..].find("</p>") else { return };
    credits.xhtml.insert_str(start + end, line.as_str());
}

/// Makes the subsets of the faces in `survey`, with their paths.
fn cut(survey: &Survey<'_>, names: &Names<'_>, diagnostics: &mut Diagnostics) -> BTreeMap<FontId, FontFile> {
    let mut parts = BTreeMap::new();
    for (&id, characters) in &survey.characters {
        let Some((&(part, style), _)) = survey.faces.iter().find(|(_, face)| **face == id) else { continue };
        let purpose = if part == FaceUse::Wanted(Role::Mono) { Purpose::Code } else { Purpose::Text };
        let family = &names.families[&part];
        let alias = names.reserved.contains(&id).then_some(Alias { family, style });
        match subset::subset(survey.fonts.face(id), characters, purpose, alias) {
            Ok(part) if part.bytes.len() <= MOST => {
                let name = match alias {
                    Some(alias) => format!("{}-{}", alias.family, alias.style.name()),
                    None => survey.fonts.face(id).name.to_string(),
                };
                let taken = |path: &str| parts.values().any(|file: &FontFile| file.path == path);
                let file = file(part, &name, taken);
                parts.insert(id, file);
            }
            Ok(part) => diagnostics.push(too_large(survey.fonts, id, part.bytes.len())),
            Err(fault) => diagnostics.push(refused(survey.fonts, id, fault)),
        }
    }
    parts
}

/// Makes the file of `part`. Font names may contain anything; file names only letters, digits and hyphens.
fn file(part: Subset, name: &str, taken: impl Fn(&str) -> bool) -> FontFile {
    let (extension, media_type) = match part.outlines {
        Outlines::TrueType => ("ttf", "font/ttf"),
        Outlines::Cff => ("otf", "font/otf"),
    };
    let plain: String =
        name.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').take(40).collect();
    let numbers = std::iter::once(String::new()).chain((2..).map(|number: u32| format!("-{number}")));
    let mut paths = numbers.map(|number| format!("fonts/{plain}{number}.{extension}"));
    let path = paths.find(|path| !taken(path)).unwrap_or_default();
    FontFile { path, media_type, bytes: part.bytes }
}

fn refused(fonts: &Fonts, id: FontId, fault: Fault) -> Diagnostic {
    let name = &fonts.face(id).name;
    let why = match fault {
        Fault::Restricted => "its maker does not allow it (fsType of its OS/2 table)",
        Fault::WholeOnly => {
            "its maker allows only the whole font (fsType of its OS/2 table), which is more than a book needs"
        }
        _ => "it is damaged",
    };
    Diagnostic::warning("font-not-embedded", format!("the font {name} is not embedded in the EPUB: {why}"))
        .help("readers show the text in their own font; choose another font with `--font`")
}

fn too_large(fonts: &Fonts, id: FontId, size: usize) -> Diagnostic {
    let (name, size, most) = (&fonts.face(id).name, size >> 10, MOST >> 10);
    let why = format!("the subset it needs has {size} KB, more than the limit of {most} KB");
    let message = format!("the font {name} is not embedded in the EPUB: {why}");
    Diagnostic::note("font-not-embedded", message).help("readers show the text in their own font")
}

/// Makes the files, and the style sheet for them.
fn write(survey: &Survey<'_>, names: &Names<'_>, parts: BTreeMap<FontId, FontFile>, rules: &[sheet::Rule]) -> Embedded {
    let mut faces = Vec::new();
    let mut families: Vec<(FaceUse, &str)> = Vec::new();
    for (&(part, style), face) in &survey.faces {
        let (Some(file), family) = (parts.get(face), names.families[&part].as_str()) else { continue };
        let face = sheet::Face { family: family.to_owned(), style, path: file.path.clone() };
        if !faces.contains(&face) {
            faces.push(face);
        }
        if families.iter().all(|(known, _)| *known != part) {
            families.push((part, family));
        }
    }
    let stack = |family: Family| {
        let role = Role::of(family);
        let rank = |part: FaceUse| match part {
            FaceUse::Companion(id) if role != Role::Mono && survey.leads(id) => Some(0),
            FaceUse::Wanted(other) => (other == role).then_some(1),
            FaceUse::Companion(_) => Some(2),
        };
        let mut stack: Vec<_> = families.iter().filter_map(|&(part, name)| Some((rank(part)?, name))).collect();
        stack.sort_by_key(|&(rank, _)| rank);
        let mut stack: Vec<String> = stack.into_iter().map(|(_, name)| name.to_owned()).collect();
        stack.dedup();
        stack
    };
    let sheet = if faces.is_empty() { String::new() } else { sheet::write(&faces, rules, stack) };
    Embedded { files: parts.into_values().collect(), sheet, tally: survey.tally.clone() }
}
