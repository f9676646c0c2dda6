//! Pictures of an article: found, recognised by content, checked to their end, each kept once.
//!
//! An address is looked up beside the article first, then as a site would serve it: below the asset folders of every
//! folder from the article's up to the root. Exact names have priority over names with different case or extension.

pub(super) mod find;
mod probe;
mod remote;
mod svg;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) use find::has_picture_extension;
#[cfg(feature = "fetch")]
pub(crate) use probe::check;

use super::Files;
use super::report::Report;
use crate::article::{Asset, AssetId, Bytes, Missing, Picture, Reopen};
use crate::diag::Diagnostic;
use crate::raster::{self, Health, Loss, MAX_PIXELS};
use crate::rights;
use crate::source::Span;

/// The pictures of an article.
pub(super) struct Gallery<'a> {
    files: &'a dyn Files,
    /// The address of the article's page, from which relative addresses of pictures lead on.
    pub page: Option<String>,
    /// The pictures found, in the order of their first use.
    pub assets: Vec<Asset>,
    by_path: BTreeMap<String, Result<AssetId, &'static str>>,
    /// Pictures by length and checksum.
    by_mark: BTreeMap<(u64, u32), Vec<AssetId>>,
    /// Pictures of which some part is shown in no output, to be reported at their first use.
    cut: Vec<(AssetId, Cut)>,
    /// What is wrong with packets about rights in files, to be reported at the first use of each picture.
    faults: Vec<(AssetId, String)>,
}

/// What is missing of a picture in all outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// Everything after its first picture.
    Rest(probe::Rest),
    /// External content that it refers to.
    Outside(svg::Outside),
    /// The part of its file that cannot be read.
    Broken(Loss),
    /// Pixels, of which it has more than are held in memory.
    Reduced {
        /// Their number in the file.
        pixels: u64,
        /// Width and height that are left.
        size: (u32, u32),
    },
}

/// Why a picture is missing.
struct Absent {
    code: &'static str,
    /// The reason, as the end of a sentence.
    why: String,
    help: &'static str,
}

impl Absent {
    /// A picture whose address or file is of no use, for the reason `why`.
    fn unusable(why: &'static str) -> Self {
        Self { code: "missing-picture", why: why.to_owned(), help: "its alternative text and caption are kept" }
    }
}

impl<'a> Gallery<'a> {
    /// Creates an empty gallery of pictures from `files`.
    pub fn new(files: &'a dyn Files) -> Self {
        let (by_path, by_mark) = (BTreeMap::new(), BTreeMap::new());
        Self { files, page: None, assets: Vec::new(), by_path, by_mark, cut: Vec::new(), faults: Vec::new() }
    }

    /// Returns the picture at `address`, or reports and returns why there is none.
    pub fn picture(&mut self, address: &str, span: Span, report: &mut Report<'_>) -> Result<AssetId, Missing> {
        crate::halt::point();
        let address = address.trim();
        let Absent { code, why, help } = match self.look_up(address) {
            Ok(id) => {
                self.report_cut(id, address, span, report);
                return Ok(id);
            }
            Err(why) => why,
        };
        let shown: String = address.chars().take(120).collect();
        report.say(Diagnostic::warning(code, format!("the picture `{shown}` {why}")).at(span).help(help));
        let is_data = address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
        Err(Missing { url: (!is_data && !address.is_empty()).then(|| safe(address)) })
    }

    fn report_cut(&mut self, id: AssetId, address: &str, span: Span, report: &mut Report<'_>) {
        while let Some(at) = self.cut.iter().position(|(cut, _)| *cut == id) {
            report.say(said(self.cut.swap_remove(at).1, address).at(span));
        }
        let shown: String = address.chars().take(120).collect();
        for (_, fault) in self.faults.extract_if(.., |(faulty, _)| *faulty == id) {
            report.say(
                Diagnostic::warning("picture-metadata", format!("the file of the picture `{shown}` {fault}")).at(span),
            );
        }
    }

    fn look_up(&mut self, address: &str) -> Result<AssetId, Absent> {
        if address.is_empty() {
            return Err(Absent::unusable("has no address"));
        }
        if let Some(data) = find::data_url(address) {
            return self.add(data, "picture", None).map_err(Absent::unusable);
        }
        if find::is_remote(address) {
            return self.remote(address);
        }
        self.local(address).unwrap_or_else(|| self.on_site(address))
    }

    /// Returns the picture at `address` in the archive; `None` if it is not there.
    fn local(&mut self, address: &str) -> Option<Result<AssetId, Absent>> {
        let path = self.files.picture(address)?;
        if let Some(known) = self.by_path.get(&path) {
            return Some(known.map_err(Absent::unusable));
        }
        let found = match self.files.read(&path) {
            Some(bytes) => self.add(bytes, stem(&path), self.files.reopen(&path)),
            None => Err("cannot be read"),
        };
        self.by_path.insert(path, found);
        Some(found.map_err(Absent::unusable))
    }

    /// Adds the picture in `bytes`. If it comes from `file` it stays there, unless it had to be cleaned.
    fn add(&mut self, bytes: Arc<[u8]>, name: &str, file: Option<Arc<dyn Reopen>>) -> Result<AssetId, &'static str> {
        let original = bytes.clone();
        let (bytes, mut found) = probe::probe(bytes)?;
        let pixels = u64::from(found.width) * u64::from(found.height);
        if found.width == 0 || found.height == 0 {
            return Err("is empty");
        }
        let original_kind = found.kind;
        let mut cut: Vec<Cut> = found.rest.map(Cut::Rest).into_iter().collect();
        cut.extend(Some(found.outside).filter(|outside| *outside != svg::Outside::default()).map(Cut::Outside));
        let mut bytes = match file.filter(|_| Arc::ptr_eq(&original, &bytes)) {
            Some(file) => Bytes::filed(file, &bytes),
            None => Bytes::Held(bytes),
        };
        let mut mark = bytes.mark();
        if let Some(known) = self.known(&bytes, mark) {
            return Ok(known);
        }
        // A picture that is known has been checked, so each is read to its end only once.
        let is_huge = pixels > MAX_PIXELS;
        let health = if is_huge { Health::Sound } else { raster::health(found.kind, found.orientation, &original) };
        let replaced = is_huge || matches!(health, Health::Broken(_));
        match health {
            Health::Sound if is_huge => {
                let small = raster::reduced(found.kind, &original).map_err(too_large)?;
                let turned = found.orientation >= 5;
                (found.width, found.height) =
                    if turned { (small.height, small.width) } else { (small.width, small.height) };
                bytes = Bytes::Held(small.bytes.into());
                cut.push(Cut::Reduced { pixels, size: (found.width, found.height) });
            }
            Health::Sound => {}
            Health::Lost => return Err("is damaged, and nothing of it can be read"),
            Health::Broken(broken) => {
                (bytes, found.kind) = (broken.bytes.into(), broken.kind);
                if let Some((width, height)) = broken.upright {
                    (found.width, found.height, found.orientation) = (width, height, 1);
                }
                cut.push(Cut::Broken(broken.loss));
            }
        }
        if replaced {
            mark = bytes.mark();
            if let Some(known) = self.known(&bytes, mark) {
                return Ok(known);
            }
        }
        let name = self.unique_name(name);
        let probe::PictureHeader { kind, width, height, orientation, .. } = found;
        let id = AssetId(self.assets.len() as u32);
        self.cut.extend(cut.into_iter().map(|cut| (id, cut)));
        self.by_mark.entry(mark).or_default().push(id);
        let rights::Found { embedded, faults } = rights::read(original_kind, &original).unwrap_or_default();
        self.faults.extend(faults.into_iter().map(|fault| (id, fault)));
        self.assets.push(Asset { name, kind, bytes, width, height, embedded, orientation });
        Ok(id)
    }

    /// Returns the picture with the same bytes, whose length and checksum are `mark`.
    fn known(&self, bytes: &Bytes, mark: (u64, u32)) -> Option<AssetId> {
        let alike = self.by_mark.get(&mark)?;
        alike.iter().copied().find(|id| self.assets[id.0 as usize].bytes.same(bytes))
    }

    fn unique_name(&self, wanted: &str) -> String {
        let mut name = String::new();
        for c in wanted.chars() {
            match c.to_ascii_lowercase() {
                c @ ('a'..='z' | '0'..='9') => name.push(c),
                _ if name.ends_with('-') || name.is_empty() => {}
                _ => name.push('-'),
            }
        }
        let name = name.trim_end_matches('-');
        let name = if name.is_empty() { "picture" } else { &name[..name.len().min(60)] };
        let taken = |name: &str| self.assets.iter().any(|asset| asset.name == name);
        if !taken(name) {
            return name.to_owned();
        }
        (2..).map(|n| format!("{name}-{n}")).find(|name| !taken(name)).unwrap_or_default()
    }

    /// Returns the path of the cover that lies beside the article in the file `own`, where it has a folder of its own.
    pub fn beside(&self, own: &str) -> Option<String> {
        self.files.cover_beside(own)
    }

    /// Whether a picture is too small to show anything.
    pub fn is_tiny(&self, asset: AssetId) -> bool {
        let asset = &self.assets[asset.0 as usize];
        asset.width.max(asset.height) < 16
    }

    /// Returns width and height of `picture`, if it is there.
    pub fn size(&self, picture: &Picture) -> Option<(u32, u32)> {
        let asset = &self.assets[picture.asset.as_ref().ok()?.0 as usize];
        Some((asset.width, asset.height))
    }
}

/// Returns the diagnostic about what is missing of the picture at `address`.
fn said(cut: Cut, address: &str) -> Diagnostic {
    let is_data = address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    // A picture in the text itself has no name.
    let address =
        if is_data { "in the text".to_owned() } else { format!("`{}`", address.chars().take(120).collect::<String>()) };
    match cut {
        Cut::Rest(probe::Rest::Html) => Diagnostic::warning(
            "plain-drawing-text",
            format!("the drawing {address} contains HTML text, which is shown as plain text"),
        )
        .help("export it with its text as SVG text or as outlines"),
        Cut::Outside(outside) => Diagnostic::warning(
            "drawing-parts",
            format!("the drawing {address} refers to {}, left out of it", outside.named().unwrap_or_default()),
        )
        .help("a drawing shows only the content of its own file: embed PNG or JPEG in it, and put links beside it"),
        Cut::Rest(probe::Rest::Frames) => {
            Diagnostic::warning("still-picture", format!("only the first picture of the animation {address} is shown"))
                .help("a GIF keeps moving in an EPUB")
        }
        Cut::Rest(probe::Rest::Pages) => Diagnostic::warning(
            "pages-left-out",
            format!("the TIFF {address} has several pages, and only the first is shown"),
        )
        .help("save each page as a picture of its own"),
        Cut::Reduced { pixels, size: (width, height) } => Diagnostic::note(
            "large-picture",
            format!("the picture {address} has {} megapixels and is used at {width} × {height}", pixels / 1_000_000),
        )
        .help("no page and no screen shows more; a smaller file is read faster"),
        Cut::Broken(Loss::Pixels) => Diagnostic::warning(
            "damaged-picture",
            format!("the picture {address} is damaged; what can be read of it is shown"),
        )
        .help("replace it by an intact copy"),
        Cut::Broken(Loss::Nothing) => Diagnostic::warning(
            "damaged-picture",
            format!("the file of the picture {address} is damaged, but all of the picture can be read"),
        )
        .help("open it and save it anew"),
    }
}

/// Returns why a picture of more than [`MAX_PIXELS`] is not shown, as the end of a sentence.
fn too_large(error: raster::Error) -> &'static str {
    match error {
        raster::Error::TooManyPixels => "has more than 40 megapixels, or as a JPEG or PNG more than 400",
        _ => "is damaged",
    }
}

/// Returns the file name of `path` without extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Returns `address` as a link that can be shown.
fn safe(address: &str) -> String {
    let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    address.chars().filter(|c| !c.is_control()).collect::<String>().replace(' ', "%20")
}
