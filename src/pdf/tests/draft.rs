//! Pages made by hand, with shaped text; the test decides where each line goes.

use std::ops::Range;

use harfrust::{Buffer, ShapeOptions, ShaperFont};

use crate::article::{Article, Asset, AssetId, Credit, Figure, ImageKind, Inline, Lang, License, NodeId, NoteId};
use crate::layout::{
    Anchor, Color, Destination, Glyph, GlyphRun, Item, ListNumbering, OutlineEntry, Owner, Page, Pages, Scope,
    StructId, StructRole,
};
use crate::text::{FontId, Fonts, fonts};
use crate::units::{Em, Point, Pt, Size};

/// A document that is being made.
pub(super) struct Draft {
    pub pages: Pages,
    pub root: StructId,
    fonts: Fonts,
    y: f64,
}

impl Draft {
    pub fn new() -> Self {
        let mut pages = Pages::default();
        let root = pages.structure.add(None, StructRole::Document);
        let mut draft = Self { pages, root, fonts: Fonts::bundled(), y: 0.0 };
        draft.page();
        draft
    }

    /// Begins a page.
    pub fn page(&mut self) {
        let size = Size::new(Pt(400.0), Pt(560.0));
        let label = (self.pages.pages.len() + 1).to_string();
        self.pages.pages.push(Page { size, label, ..Page::default() });
        self.y = 60.0;
    }

    pub fn add(&mut self, parent: StructId, role: StructRole) -> StructId {
        self.pages.structure.add(Some(parent), role)
    }

    /// Places `item` at `x` on the baseline of the current line.
    pub fn put(&mut self, x: f64, owner: Owner, item: Item) {
        let at = Point::new(Pt(x), Pt(self.y));
        self.pages.pages.last_mut().unwrap().frame.push(at, owner, item);
    }

    pub fn line_feed(&mut self) {
        self.y += 16.0;
    }

    /// Sets `text` at `x` and returns where it ends.
    pub fn text(&mut self, x: f64, owner: Owner, font: FontId, text: &str) -> f64 {
        let run = self.shape(font, text);
        let end = x + run.width().0;
        self.put(x, owner, Item::Text(run));
        end
    }

    /// A line of its own.
    pub fn line(&mut self, owner: Owner, font: FontId, text: &str) {
        self.text(50.0, owner, font, text);
        self.line_feed();
    }

    /// Shapes `text`.
    pub fn shape(&self, id: FontId, text: &str) -> GlyphRun {
        let face = self.fonts.face(id);
        let font = harfrust::Font::new(face.data.to_vec(), 0).unwrap();
        let shaper = ShaperFont::new(&font);
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        harfrust::shape(&shaper, &mut buffer, ShapeOptions::new()).unwrap();
        let per_em = 1000.0;
        let mut starts: Vec<u32> = buffer.glyph_infos().iter().map(|info| info.cluster).collect();
        starts.sort_unstable();
        let range = |start: u32| -> Range<u32> {
            let next = starts.iter().find(|other| **other > start).copied();
            start..next.unwrap_or(text.len() as u32)
        };
        let glyph = |(info, position): (&harfrust::GlyphInfo, &harfrust::GlyphPosition)| Glyph {
            id: info.glyph_id as u16,
            advance: Em(f64::from(position.x_advance) / per_em),
            dx: Em(f64::from(position.x_offset) / per_em),
            dy: Em(f64::from(position.y_offset) / per_em),
            text: range(info.cluster),
        };
        let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions()).map(glyph).collect();
        GlyphRun {
            font: id,
            size: Pt(11.0),
            color: Color::BLACK,
            scale: 1.0,
            tracking: Em(0.0),
            text: text.into(),
            glyphs,
            actual_text: None,
            lang: None,
        }
    }
}

/// Makes a document with every kind of item and element, and an article for its metadata.
pub(super) fn everything() -> (Pages, Article) {
    let mut draft = Draft::new();
    title(&mut draft);
    paragraphs(&mut draft);
    lists(&mut draft);
    draft.page();
    table(&mut draft);
    figures(&mut draft);
    notes(&mut draft);
    for (index, title) in ["On testing", "Lists", "Tables"].into_iter().enumerate() {
        let at = Point::new(Pt(50.0), Pt(60.0 + 50.0 * index as f64));
        let level = if index == 0 { 1 } else { 2 };
        draft.pages.outline.push(OutlineEntry { title: title.into(), level, page: index / 2, at });
    }
    for page in &mut draft.pages.pages {
        let at = Point::new(Pt(200.0), Pt(540.0));
        let folio = page.label.clone();
        let run = Draft::new().shape(fonts::SANS, &folio);
        page.frame.push(at, Owner::Furniture, Item::Text(run));
    }
    (draft.pages, article())
}

fn title(draft: &mut Draft) {
    let heading = draft.add(draft.root, StructRole::H(1));
    draft.put(50.0, Owner::Content(heading), Item::Anchor(Anchor::Part(0)));
    draft.line(Owner::Content(heading), fonts::SERIF_BOLD, "On testing the waffle office ");
    let rule = Item::Rule { size: Size::new(Pt(100.0), Pt(0.5)), color: Color::rgb(180, 30, 40) };
    draft.put(50.0, Owner::Artifact, rule);
    draft.line_feed();
}

fn paragraphs(draft: &mut Draft) {
    let section = draft.add(draft.root, StructRole::Sect);
    let paragraph = draft.add(section, StructRole::P);
    let owner = Owner::Content(paragraph);
    // A line that is justified, scaled and tracked, and ends in a hyphen that is not in the text.
    let mut run = draft.shape(fonts::SERIF, "Efficient offices affirm a fjord of flow and hyphen");
    run.glyphs.iter_mut().filter(|glyph| glyph.text.len() == 1).for_each(|glyph| glyph.advance += Em(0.0123));
    (run.scale, run.tracking) = (0.985, Em(0.004));
    let end = 50.0 + run.width().0;
    draft.put(50.0, owner, Item::Text(run));
    let mut hyphen = draft.shape(fonts::SERIF, "-");
    hyphen.actual_text = Some("\u{AD}".into());
    draft.put(end, owner, Item::Text(hyphen));
    draft.line_feed();
    let end = draft.text(50.0, owner, fonts::SERIF, "ation, then ");
    let link = draft.add(paragraph, StructRole::Link);
    linked(draft, link, end, "a link in two ", Destination::Url("https://example.org/ä?q=1#x".into()));
    draft.line_feed();
    linked(draft, link, 50.0, "lines ", Destination::Url("https://example.org/ä?q=1#x".into()));
    let end = draft.text(90.0, owner, fonts::SERIF, "and a call");
    let reference = draft.add(paragraph, StructRole::Reference);
    draft.put(end, Owner::Content(reference), Item::Anchor(Anchor::NoteCall(NoteId(0))));
    linked(draft, reference, end, "1 ", Destination::Anchor(Anchor::Note(NoteId(0))));
    let mut french = draft.shape(fonts::SERIF_ITALIC, "en français ");
    french.lang = Some(Lang("fr".into()));
    draft.put(end + 20.0, owner, Item::Text(french));
    draft.line_feed();
    let arabic = draft.add(section, StructRole::P);
    draft.pages.structure.node(arabic).lang = Some(Lang("ar".into()));
    draft.line(Owner::Content(arabic), fonts::ARABIC, "السلام عليكم بِسْمِ ");
    let hebrew = draft.add(section, StructRole::P);
    draft.pages.structure.node(hebrew).lang = Some(Lang("he".into()));
    draft.line(Owner::Content(hebrew), fonts::HEBREW, "שלום עולם ");
    let hindi = draft.add(section, StructRole::P);
    draft.pages.structure.node(hindi).lang = Some(Lang("hi".into()));
    draft.line(Owner::Content(hindi), fonts::DEVANAGARI, "हिन्दी क्षेत्र ");
    let code = draft.add(section, StructRole::Code);
    draft.line(Owner::Content(code), fonts::MONO, "fn main() { a != b } \\ (x) ");
    let odd = draft.add(section, StructRole::P);
    let end = draft.text(50.0, Owner::Content(odd), fonts::SERIF, "Unknown: ");
    let size = Size::new(Pt(8.0), Pt(8.0));
    let text = Some("𐤀".to_owned());
    draft.put(end, Owner::Content(odd), Item::Outline { size, stroke: Pt(0.5), color: Color::BLACK, text });
    draft.text(end + 10.0, Owner::Content(odd), fonts::SERIF, "after ");
    draft.line_feed();
}

/// Adds text with a link area over it.
fn linked(draft: &mut Draft, link: StructId, x: f64, text: &str, to: Destination) {
    let end = draft.text(x, Owner::Content(link), fonts::SERIF, text);
    let size = Size::new(Pt(end - x), Pt(12.0));
    draft.put(x, Owner::Content(link), Item::Link { size, to });
}

fn lists(draft: &mut Draft) {
    let list = draft.add(draft.root, StructRole::L { numbering: ListNumbering::Decimal });
    for number in 1..=2 {
        let item = draft.add(list, StructRole::LI);
        let label = draft.add(item, StructRole::Lbl);
        draft.text(50.0, Owner::Content(label), fonts::SERIF, &format!("{number}. "));
        let body = draft.add(item, StructRole::LBody);
        let paragraph = draft.add(body, StructRole::P);
        draft.text(70.0, Owner::Content(paragraph), fonts::SERIF, "An item of the list ");
        draft.line_feed();
        if number == 1 {
            let nested = draft.add(body, StructRole::L { numbering: ListNumbering::Disc });
            let item = draft.add(nested, StructRole::LI);
            let label = draft.add(item, StructRole::Lbl);
            draft.text(70.0, Owner::Content(label), fonts::SERIF, "• ");
            let body = draft.add(item, StructRole::LBody);
            draft.text(85.0, Owner::Content(body), fonts::SERIF, "nested ");
            draft.line_feed();
        }
    }
}

fn table(draft: &mut Draft) {
    let table = draft.add(draft.root, StructRole::Table);
    for row in 0..3 {
        let group = draft.add(table, if row == 0 { StructRole::THead } else { StructRole::TBody });
        let tr = draft.add(group, StructRole::TR);
        for column in 0..2 {
            let role = if row == 0 {
                StructRole::TH { scope: Scope::Column, columns: 1, rows: 1 }
            } else {
                StructRole::TD { columns: 1, rows: 1 }
            };
            let cell = draft.add(tr, role);
            let paragraph = draft.add(cell, StructRole::P);
            let x = 50.0 + 90.0 * f64::from(column);
            draft.text(x, Owner::Content(paragraph), fonts::SANS, &format!("Cell {row}{column} "));
        }
        draft.line_feed();
    }
}

fn figures(draft: &mut Draft) {
    for asset in 0..4 {
        let division = draft.add(draft.root, StructRole::Div);
        let figure = draft.add(division, StructRole::Figure);
        draft.pages.structure.node(figure).alt = Some("Coloured squares".into());
        let size = Size::new(Pt(60.0), Pt(40.0));
        draft.put(50.0, Owner::Content(figure), Item::Picture { asset: AssetId(asset), size });
        (0..4).for_each(|_| draft.line_feed());
        let caption = draft.add(division, StructRole::Caption);
        draft.line(Owner::Content(caption), fonts::SANS_ITALIC, "Squares. Photo: A. Maker / CC BY 4.0 ");
    }
}

fn notes(draft: &mut Draft) {
    let note = draft.add(draft.root, StructRole::Note);
    let label = draft.add(note, StructRole::Lbl);
    draft.put(50.0, Owner::Content(note), Item::Anchor(Anchor::Note(NoteId(0))));
    let back = draft.add(label, StructRole::Link);
    linked(draft, back, 50.0, "1 ", Destination::Anchor(Anchor::NoteCall(NoteId(0))));
    let paragraph = draft.add(note, StructRole::P);
    draft.text(70.0, Owner::Content(paragraph), fonts::SERIF, "The text of the note. ");
    draft.put(50.0, Owner::Content(paragraph), Item::Anchor(Anchor::Block(NodeId(3))));
    draft.line_feed();
}

/// Makes an article with every kind of metadata, and pictures of four kinds.
fn article() -> Article {
    let mut article = Article::default();
    article.meta.title = vec![Inline::Text("On testing the waffle office & more".into())];
    article.meta.lang = Lang("en".into());
    article.meta.description = Some("What a test document has to have — all of it".into());
    article.meta.tags = vec!["tests".into(), "waffles".into()];
    article.meta.rights.holder = Some("A. Uthor".into());
    article.meta.rights.year = Some("2024".into());
    article.meta.contributors = vec![crate::article::Contributor { name: "A. Uthor".into(), ..Default::default() }];
    let license = License {
        name: "CC BY 4.0".into(),
        url: Some("https://creativecommons.org/licenses/by/4.0/".into()),
        ..License::default()
    };
    let credit = Credit {
        author: Some("A. Maker".into()),
        license: Some(license),
        verbatim: vec![Inline::Text("Photo: A. Maker / CC BY 4.0".into())],
        ..Credit::default()
    };
    article.cover = Some(Figure { credit: Some(credit), ..Figure::default() });
    let kinds = [
        (ImageKind::Jpeg, image::ImageFormat::Jpeg, false),
        (ImageKind::Png, image::ImageFormat::Png, false),
        (ImageKind::Png, image::ImageFormat::Png, true),
        (ImageKind::Gif, image::ImageFormat::Gif, false),
    ];
    article.assets = kinds.map(|(kind, format, alpha)| asset(kind, squares(format, alpha))).into();
    article
}

/// Makes an asset of a picture file.
pub(super) fn asset(kind: ImageKind, bytes: Vec<u8>) -> Asset {
    Asset {
        name: "squares".into(),
        kind,
        bytes: bytes.into(),
        width: 6,
        height: 4,
        orientation: 1,
        embedded: Default::default(),
    }
}

/// Makes a small picture in `format`.
fn squares(format: image::ImageFormat, alpha: bool) -> Vec<u8> {
    let picture = image::RgbaImage::from_fn(6, 4, |x, y| {
        let level = if alpha { (x * 40) as u8 } else { 255 };
        image::Rgba([(x * 40) as u8, (y * 60) as u8, 120, level])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::ImageRgba8(picture);
    let picture = if alpha { picture } else { picture.into_rgb8().into() };
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}
