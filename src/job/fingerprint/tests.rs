use std::num::NonZero;
use std::sync::Arc;

use super::super::{Cancel, PageGoal};
use super::*;
use crate::design::{Columns, Contents, CreditsPlace, Hand, LineNumbers, Links, NotePlace, Paper, SideColumn, SideUse};
use crate::layout::Flip;
use crate::layout::imposition::Imposition;
use crate::style::{Color, Weight};
use crate::text::{FontFile, Fonts, fonts};
use crate::units::{Em, Pt};

/// Settings that are equal on every machine: no test may depend on installed fonts.
fn plain() -> Settings {
    Settings { fonts: Fonts::bundled(), ..Settings::default() }
}

type Change = fn(&mut Settings);

/// A change to each field of the settings and of their options.
const CHANGES: [(&str, Change); 32] = [
    ("read.format", |all| all.read.format = Some(read::Format::Plain)),
    ("read.lang", |all| all.read.lang = Some("pt".into())),
    ("read.cover", |all| all.read.cover = Some("cover.png".into())),
    ("read.headings", |all| all.read.headings = read::Headings::Never),
    ("design", |all| all.design = Design::article(Paper::A5)),
    ("fonts", |all| all.fonts = Fonts::with_system()),
    ("printing.imposition", |all| all.printing.imposition = Some(Imposition::Booklet)),
    ("printing.sheet", |all| all.printing.sheet = Some(Paper::Letter.size())),
    ("printing.flip", |all| all.printing.flip = Some(Flip::LongEdge)),
    ("printing.creep", |all| all.printing.creep = Pt(1.0)),
    ("printing.marks", |all| all.printing.marks = true),
    ("printing.bleed", |all| all.printing.bleed = Pt(3.0)),
    ("epub.certifier", |all| all.epub.certifier = Some("Jane Doe".into())),
    ("epub.split", |all| all.epub.split = epub::Split::None),
    ("epub.max_bytes", |all| all.epub.max_bytes = Some(5_000_000)),
    ("epub.device", |all| all.epub.device = epub::Device::Kobo),
    ("epub.device, another", |all| all.epub.device = epub::Device::Kindle),
    ("epub.typefaces", |all| all.epub.typefaces = epub::Typefaces::Embedded),
    ("modified", |all| all.modified = Some("2024-05-01T00:00:00Z".into())),
    ("cover", |all| all.cover = Some(cover("a.png", b"a"))),
    ("cover.name", |all| all.cover = Some(cover("b.png", b"a"))),
    ("cover.bytes", |all| all.cover = Some(cover("a.png", b"b"))),
    ("covers.design", |all| all.covers.design = crate::cover::Choice::None),
    ("covers.fit", |all| all.covers.fit = crate::cover::Fit::Contain),
    ("covers.page", |all| all.covers.page = crate::cover::CoverPage::Always),
    ("covers.accent", |all| all.covers.accent = Some(Color::rgb(1, 2, 3))),
    ("max_sheets", |all| all.max_sheets = NonZero::new(2)),
    ("fit", |all| all.fit = Some(PageGoal::Exactly(NonZero::<usize>::MIN))),
    ("fit, another", |all| all.fit = Some(PageGoal::MultipleOf(NonZero::<usize>::MIN))),
    ("max_pages", |all| all.max_pages = NonZero::<usize>::MIN),
    ("missing_glyphs", |all| all.missing_glyphs = MissingGlyphs::Refused),
    ("modified, another", |all| all.modified = Some("2024-05-01T00:00:01Z".into())),
];

/// A change to each field of a design, and to some fields of its parts.
const DESIGN: [(&str, Change); 36] = [
    ("name", |all| all.design.name = "x"),
    ("paper", |all| all.design.paper.width = Pt(400.0)),
    ("leading", |all| all.design.leading = Pt(13.25)),
    ("margin", |all| all.design.margin = Pt(71.0)),
    ("duplex", |all| all.design.duplex ^= true),
    ("first_page", |all| all.design.first_page = Hand::Left),
    ("measure", |all| all.design.measure = Pt(299.5)),
    ("columns", |all| all.design.columns = Columns { count: 2, gutter: Pt(12.0) }),
    ("side", |all| all.design.side = Some(SideColumn { gap: Pt(1.0), width: Pt(2.0) })),
    ("first_baseline", |all| all.design.first_baseline = Pt(70.5)),
    ("lines", |all| all.design.lines = 31),
    ("head", |all| all.design.head = Some(Pt(31.0))),
    ("folio", |all| all.design.folio = Pt(801.0)),
    ("opening.sink", |all| all.design.opening.sink += 1),
    ("opening.below", |all| all.design.opening.below += 0.5),
    ("contents", |all| all.design.contents = Some(Contents { least: 4, deepest: 3 })),
    ("credits", |all| all.design.credits = CreditsPlace::Imprint),
    ("links", |all| all.design.links = Links::Footnote),
    ("qr", |all| all.design.qr ^= true),
    ("styles.body.weight", |all| all.design.styles.body.weight = Weight::Bold),
    ("styles.headings", |all| all.design.styles.headings[4].tracking = Em(0.01)),
    ("styles.folio.color", |all| all.design.styles.folio.color = Color::grey(1)),
    ("spacing.lead_in", |all| all.design.spacing.lead_in = (1, 9)),
    ("spacing.least_size", |all| all.design.spacing.least_size = Pt(5.5)),
    ("inks.link", |all| all.design.inks.link = Color::grey(2)),
    ("inks.palette", |all| all.design.inks.palette.deleted = Color::grey(3)),
    ("side_use", |all| all.design.side_use = SideUse::Always),
    ("alone", |all| all.design.alone = Em(25.0)),
    ("spacing.figure_gap", |all| all.design.spacing.figure_gap = 0.5),
    ("spacing.looseness", |all| all.design.spacing.looseness = 0.5),
    ("spacing.picture_scale", |all| all.design.spacing.picture_scale = 0.5),
    ("fit.gaps", |all| all.design.fit.gaps = (0.9, 1.0)),
    ("overhang", |all| all.design.overhang = Pt(3.0)),
    ("last_lines", |all| all.design.last_lines = 3),
    ("notes", |all| all.design.notes = NotePlace::Foot),
    ("line_numbers", |all| all.design.line_numbers = LineNumbers::Always),
];

fn cover(name: &str, bytes: &[u8]) -> Cover {
    Cover { name: name.to_owned(), bytes: Arc::from(bytes) }
}

#[test]
fn equal_settings_have_equal_fingerprints() {
    let settings = plain();
    assert_eq!(settings.fingerprint(), plain().fingerprint());
    assert_eq!(settings.fingerprint(), settings.clone().fingerprint());
    let shown = settings.fingerprint().to_string();
    assert!(shown.len() == 32 && shown.bytes().all(|byte| byte.is_ascii_hexdigit()), "{shown}");
    assert_eq!(serde_json::to_value(settings.fingerprint()).unwrap(), serde_json::json!(shown));
}

#[test]
fn each_field_changes_the_fingerprint() {
    let mut seen = std::collections::BTreeMap::from([(plain().fingerprint(), "nothing")]);
    for (name, change) in CHANGES.into_iter().chain(DESIGN) {
        let mut settings = plain();
        change(&mut settings);
        let other = seen.insert(settings.fingerprint(), name);
        assert_eq!(other, None, "{name} has the same fingerprint");
    }
}

#[test]
fn fonts_are_told_by_their_content_and_place() {
    let with = |id, bytes: &[u8], index| {
        let mut settings = plain();
        let face = crate::text::Face { name: "A".into(), data: FontFile::from(bytes.to_vec()), index };
        settings.fonts.replace(id, face);
        settings.fingerprint()
    };
    let one = with(fonts::SERIF, b"one", 0);
    assert_eq!(one, with(fonts::SERIF, b"one", 0));
    for other in [with(fonts::SERIF, b"two", 0), with(fonts::SERIF, b"one", 1), with(fonts::SANS, b"one", 0)] {
        assert_ne!(one, other);
    }
    let mut bundled = plain();
    bundled.fonts.replace_with_bundled(fonts::SERIF, fonts::SANS);
    assert_ne!(bundled.fingerprint(), plain().fingerprint());
}

/// Parsed faces in fonts that were used, and a cancellation request, must not change the fingerprint.
#[test]
fn what_does_not_decide_the_bytes_does_not_count() {
    let mut settings = plain();
    assert!(settings.fonts.covers(fonts::SERIF, 'a'));
    settings.cancel = Cancel::default();
    settings.cancel.stop(2);
    assert_eq!(settings.fingerprint(), plain().fingerprint());
}

/// The hashed text. If it is changed deliberately, outputs are made again once.
#[test]
fn the_text_that_is_hashed_is_in_a_fixed_order() {
    let settings = Settings { cover: Some(cover("a.png", b"a")), ..plain() };
    let text = serde_json::to_string(&Decisive::of(&settings)).unwrap();
    let places: Vec<Option<usize>> =
        ["{\"version\":", "\"read\":", "\"design\":{\"name\":\"article\"", "\"fonts\":", "\"printing\":", "\"epub\":"]
            .into_iter()
            .chain(["\"modified\":null", "\"cover\":{\"name\":\"a.png\"", "\"max_sheets\":null", "\"max_pages\":2000"])
            .map(|part| text.find(part))
            .collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {text}");
}
