//! Parses and formats values of a design: lengths with units, colours, names.

mod numbers;

use crate::design::error::{Error, Fault};
use crate::design::{
    Contents, CreditsPlace, EndMark, Hand, LineNumbers, Links, NotePlace, PLACEHOLDERS, Paragraphs, PartTitles,
    PortraitPlace, PullPlace, SideColumn, SideUse, SpanPictures,
};
use crate::style::{Alignment, Caps, Color, Family, Figures, Weight};
use crate::units::{Em, Pt};
pub(super) use numbers::{absolute, length, rounded};
use numbers::{checked, count, em_number, factor, factors, lines, span, tidy};

/// Access to a value of a design.
pub(super) enum Slot<'a> {
    /// A length.
    Length(&'a mut Pt),
    /// An optional length.
    Optional(&'a mut Option<Pt>),
    /// A length in units of the font size.
    Ems(&'a mut Em),
    /// A number of grid lines, possibly a fraction.
    Lines(&'a mut f64),
    /// A whole number.
    Count(&'a mut usize),
    /// A minimum and a maximum whole number.
    Span(&'a mut (usize, usize)),
    /// The mark at the end of the text.
    EndMark(&'a mut EndMark),
    /// Text with placeholders, or none.
    Pattern(&'a mut String),
    /// The same; `true` is the usual text.
    Masthead(&'a mut String),
    /// Text that has the page number in it.
    Folio(&'a mut String),
    /// A number without a unit.
    Factor(&'a mut f64),
    /// A minimum and a maximum number without a unit.
    Factors(&'a mut (f64, f64)),
    /// Yes or no.
    Flag(&'a mut bool),
    /// A colour.
    Color(&'a mut Color),
    /// Width of the optional side column.
    SideWidth(&'a mut Option<SideColumn>),
    /// Gap before the side column.
    SideGap(&'a mut Option<SideColumn>),
    /// Number of level-2 headings at which a table of contents is added, or none.
    ContentsLeast(&'a mut Option<Contents>),
    /// The deepest level of headings in the table of contents.
    ContentsDepth(&'a mut Option<Contents>),
    /// Where the credits of a book stand.
    Credits(&'a mut CreditsPlace),
    /// Where the titles of parts of a book stand.
    Parts(&'a mut PartTitles),
    /// The side of the first page.
    Hand(&'a mut Hand),
    /// Which lines of code are numbered.
    LineNumbers(&'a mut LineNumbers),
    /// How paragraphs are separated.
    Paragraphs(&'a mut Paragraphs),
    /// How targets of links are printed.
    Links(&'a mut Links),
    /// Where notes stand.
    Notes(&'a mut NotePlace),
    /// Where a portrait picture stands.
    Portrait(&'a mut PortraitPlace),
    /// Where pull quotes stand.
    PullQuotes(&'a mut PullPlace),
    /// Which articles get the side column.
    SideUse(&'a mut SideUse),
    /// How much room pictures get.
    SpanPictures(&'a mut SpanPictures),
    /// A family.
    Family(&'a mut Family),
    /// A weight.
    Weight(&'a mut Weight),
    /// Style of figures.
    Figures(&'a mut Figures),
    /// Style of capitals.
    Caps(&'a mut Caps),
    /// An alignment.
    Align(&'a mut Alignment),
}

/// A value as written in a file or a flag.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Two numbers.
    Pair(f64, f64),
    /// Something that no value of a design can be, such as `a table`.
    Other(&'static str),
}

impl Written {
    /// Describes it for messages.
    pub fn kind(&self) -> String {
        match self {
            Written::Text(text) => format!("the text \"{text}\""),
            Written::Number(number) => format!("the number {number}"),
            Written::Flag(flag) => flag.to_string(),
            Written::Pair(one, other) => format!("[{one}, {other}]"),
            Written::Other(kind) => (*kind).to_owned(),
        }
    }

    /// Returns the fault that it is of the wrong kind; `lacks` says what it is not, such as `no length`.
    fn lacks(&self, lacks: &'static str) -> Fault {
        Fault::WrongKind { found: self.kind(), lacks }
    }
}

/// The lengths that relative units refer to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// One em.
    pub em: Pt,
    /// One line of the grid.
    pub line: Pt,
    /// One hundred per cent, if percentages are allowed.
    pub whole: Option<Pt>,
}

const LINE_NUMBERS: &[(&str, LineNumbers)] = &[("as-asked", LineNumbers::AsAsked), ("always", LineNumbers::Always)];
const PARTS: &[(&str, PartTitles)] = &[("heading", PartTitles::Heading), ("page", PartTitles::Page)];
const CREDITS: &[(&str, CreditsPlace)] = &[("end", CreditsPlace::End), ("imprint", CreditsPlace::Imprint)];
const HANDS: &[(&str, Hand)] = &[("right", Hand::Right), ("left", Hand::Left)];
const LINKS: &[(&str, Links)] = &[("none", Links::None), ("footnote", Links::Footnote), ("inline", Links::Inline)];
const NOTES: &[(&str, NotePlace)] = &[("foot", NotePlace::Foot), ("side", NotePlace::Side), ("end", NotePlace::End)];
const PORTRAITS: &[(&str, PortraitPlace)] = &[("beside", PortraitPlace::Beside), ("page", PortraitPlace::Page)];
const PULL_QUOTES: &[(&str, PullPlace)] = &[("text", PullPlace::Text), ("side", PullPlace::Side)];
const SIDE_USES: &[(&str, SideUse)] = &[("needed", SideUse::Needed), ("always", SideUse::Always)];
const SPAN_PICTURES: &[(&str, SpanPictures)] = &[
    ("auto", SpanPictures::Auto),
    ("large", SpanPictures::Large),
    ("medium", SpanPictures::Medium),
    ("small", SpanPictures::Small),
];
const PARAGRAPHS: &[(&str, Paragraphs)] = &[("indented", Paragraphs::Indented), ("spaced", Paragraphs::Spaced)];
const FAMILIES: &[(&str, Family)] = &[("serif", Family::Serif), ("sans", Family::Sans), ("mono", Family::Mono)];
const WEIGHTS: &[(&str, Weight)] =
    &[("regular", Weight::Regular), ("semibold", Weight::SemiBold), ("bold", Weight::Bold)];
const FIGURES: &[(&str, Figures)] =
    &[("old-style", Figures::OldStyle), ("lining", Figures::Lining), ("tabular", Figures::Tabular)];
const CAPS: &[(&str, Caps)] = &[("as-written", Caps::AsWritten), ("upper", Caps::Upper), ("small", Caps::Small)];
const ALIGNMENTS: &[(&str, Alignment)] = &[
    ("justified", Alignment::Justified),
    ("start", Alignment::Start),
    ("balanced", Alignment::Balanced),
    ("center", Alignment::Center),
    ("end", Alignment::End),
];

impl Slot<'_> {
    /// Sets the value to `written`, which must be in `range`.
    ///
    /// # Errors
    /// If the value cannot be used; says what is allowed.
    pub fn set(self, written: &Written, range: (f64, f64), scale: Scale) -> Result<(), Error> {
        let expected = self.expects(range, scale.whole.is_some());
        let refused = |fault: Fault| fault.expecting(expected.clone());
        match self {
            Slot::Length(slot) => *slot = checked(length(written, scale).map_err(refused)?, range).map_err(refused)?,
            Slot::Optional(slot) => {
                *slot = match written {
                    Written::Flag(false) => None,
                    _ => Some(checked(length(written, scale).map_err(refused)?, range).map_err(refused)?),
                }
            }
            Slot::SideWidth(slot) => {
                *slot = match written {
                    Written::Flag(false) => None,
                    _ => {
                        let width = checked(length(written, scale).map_err(refused)?, range).map_err(refused)?;
                        Some(SideColumn { width, gap: slot.map_or(scale.line, |side| side.gap) })
                    }
                }
            }
            Slot::SideGap(slot) => {
                let gap = checked(length(written, scale).map_err(refused)?, range).map_err(refused)?;
                match slot {
                    Some(side) => side.gap = gap,
                    None => return Err(Error::NoSideColumn),
                }
            }
            Slot::Ems(slot) => {
                if let Written::Number(number) = written
                    && *number != 0.0
                {
                    return Err(refused(Fault::NoUnit { number: *number }));
                }
                let ems = Em::of(length(written, scale).map_err(refused)?, scale.em);
                // A value written in em is kept exactly.
                let ems = em_number(written).map_or(ems, Em);
                let outside = |_| refused(Fault::OutOfRange { found: format!("{}em", ems.0) });
                *slot = Em(checked(Pt(ems.0), range).map_err(outside)?.0);
            }
            Slot::Lines(slot) => *slot = lines(written, range).map_err(refused)?,
            Slot::Count(slot) => *slot = count(written, range).map_err(refused)?,
            Slot::Span(slot) => *slot = span(written, range).map_err(refused)?,
            Slot::Factor(slot) => *slot = factor(written, range).map_err(refused)?,
            Slot::Factors(slot) => *slot = factors(written, range).map_err(refused)?,
            Slot::ContentsLeast(slot) => {
                *slot = match written {
                    Written::Flag(false) => None,
                    _ => {
                        let deepest = slot.map_or(3, |contents| contents.deepest);
                        Some(Contents { least: count(written, range).map_err(refused)?, deepest })
                    }
                }
            }
            Slot::ContentsDepth(slot) => {
                let deepest = count(written, range).map_err(refused)?;
                match slot {
                    Some(contents) => contents.deepest = deepest as u8,
                    None => return Err(Error::NoContents),
                }
            }
            Slot::EndMark(slot) => *slot = end_mark(written).map_err(refused)?,
            Slot::Masthead(slot) if *written == Written::Flag(true) => MASTHEAD.clone_into(slot),
            Slot::Pattern(slot) | Slot::Masthead(slot) => *slot = pattern(written).map_err(refused)?,
            Slot::Folio(slot) => {
                let text = pattern(written).map_err(refused)?;
                if !text.contains("{page}") {
                    return Err(refused(written.lacks("a text without {page}")));
                }
                *slot = text;
            }
            Slot::Flag(slot) => match written {
                Written::Flag(flag) => *slot = *flag,
                other => return Err(refused(other.lacks("neither true nor false"))),
            },
            Slot::Color(slot) => *slot = color(written).map_err(refused)?,
            Slot::Parts(slot) => *slot = named(written, PARTS).map_err(refused)?,
            Slot::Credits(slot) => *slot = named(written, CREDITS).map_err(refused)?,
            Slot::Hand(slot) => *slot = named(written, HANDS).map_err(refused)?,
            Slot::LineNumbers(slot) => *slot = named(written, LINE_NUMBERS).map_err(refused)?,
            Slot::Paragraphs(slot) => *slot = named(written, PARAGRAPHS).map_err(refused)?,
            Slot::Links(slot) => *slot = named(written, LINKS).map_err(refused)?,
            Slot::Notes(slot) => *slot = named(written, NOTES).map_err(refused)?,
            Slot::Portrait(slot) => *slot = named(written, PORTRAITS).map_err(refused)?,
            Slot::PullQuotes(slot) => *slot = named(written, PULL_QUOTES).map_err(refused)?,
            Slot::SideUse(slot) => *slot = named(written, SIDE_USES).map_err(refused)?,
            Slot::SpanPictures(slot) => *slot = named(written, SPAN_PICTURES).map_err(refused)?,
            Slot::Family(slot) => *slot = named(written, FAMILIES).map_err(refused)?,
            Slot::Weight(slot) => *slot = named(written, WEIGHTS).map_err(refused)?,
            Slot::Figures(slot) => *slot = named(written, FIGURES).map_err(refused)?,
            Slot::Caps(slot) => *slot = named(written, CAPS).map_err(refused)?,
            Slot::Align(slot) => *slot = named(written, ALIGNMENTS).map_err(refused)?,
        }
        Ok(())
    }

    /// Returns the value as TOML; `None` if there is none.
    pub fn written(self) -> Option<String> {
        let quoted = |name: String| Some(format!("\"{name}\""));
        let points = |length: Pt| Some(format!("\"{}pt\"", tidy(length.0)));
        match self {
            Slot::Length(slot) => points(*slot),
            Slot::Optional(slot) => slot.map_or(Some("false".to_owned()), points),
            Slot::SideWidth(slot) => slot.map_or(Some("false".to_owned()), |side| points(side.width)),
            Slot::SideGap(slot) => slot.and_then(|side| points(side.gap)),
            Slot::Ems(slot) => quoted(format!("{}em", tidy(slot.0))),
            Slot::Lines(slot) => Some(tidy(*slot).to_string()),
            Slot::Count(slot) => Some(slot.to_string()),
            Slot::Span(slot) => Some(format!("[{}, {}]", slot.0, slot.1)),
            Slot::EndMark(EndMark::None) => Some("false".to_owned()),
            Slot::EndMark(EndMark::Square) => quoted("square".to_owned()),
            Slot::EndMark(EndMark::Text(text)) => Some(quote(text)),
            Slot::Pattern(slot) | Slot::Masthead(slot) | Slot::Folio(slot) => {
                Some(if slot.is_empty() { "false".to_owned() } else { quote(slot) })
            }
            Slot::Factor(slot) => Some(tidy(*slot).to_string()),
            Slot::Factors(slot) => Some(format!("[{}, {}]", tidy(slot.0), tidy(slot.1))),
            Slot::Flag(slot) => Some(slot.to_string()),
            Slot::Color(slot) => quoted(format!("#{:02x}{:02x}{:02x}", slot.red, slot.green, slot.blue)),
            Slot::ContentsLeast(slot) => Some(slot.map_or("false".to_owned(), |contents| contents.least.to_string())),
            Slot::ContentsDepth(slot) => slot.map(|contents| contents.deepest.to_string()),
            Slot::Parts(slot) => quoted(name_of(*slot, PARTS).to_owned()),
            Slot::Credits(slot) => quoted(name_of(*slot, CREDITS).to_owned()),
            Slot::Hand(slot) => quoted(name_of(*slot, HANDS).to_owned()),
            Slot::LineNumbers(slot) => quoted(name_of(*slot, LINE_NUMBERS).to_owned()),
            Slot::Paragraphs(slot) => quoted(name_of(*slot, PARAGRAPHS).to_owned()),
            Slot::Links(slot) => quoted(name_of(*slot, LINKS).to_owned()),
            Slot::Notes(slot) => quoted(name_of(*slot, NOTES).to_owned()),
            Slot::Portrait(slot) => quoted(name_of(*slot, PORTRAITS).to_owned()),
            Slot::PullQuotes(slot) => quoted(name_of(*slot, PULL_QUOTES).to_owned()),
            Slot::SideUse(slot) => quoted(name_of(*slot, SIDE_USES).to_owned()),
            Slot::SpanPictures(slot) => quoted(name_of(*slot, SPAN_PICTURES).to_owned()),
            Slot::Family(slot) => quoted(name_of(*slot, FAMILIES).to_owned()),
            Slot::Weight(slot) => quoted(name_of(*slot, WEIGHTS).to_owned()),
            Slot::Figures(slot) => quoted(name_of(*slot, FIGURES).to_owned()),
            Slot::Caps(slot) => quoted(name_of(*slot, CAPS).to_owned()),
            Slot::Align(slot) => quoted(name_of(*slot, ALIGNMENTS).to_owned()),
        }
    }

    /// Describes the range briefly, for files that have already explained the units.
    pub fn range(&self, (least, most): (f64, f64)) -> String {
        match self {
            Slot::Length(_) | Slot::SideGap(_) => format!("{least}pt to {most}pt"),
            Slot::Optional(_) | Slot::SideWidth(_) => format!("{least}pt to {most}pt, or false for none"),
            Slot::Ems(_) => format!("{least}em to {most}em"),
            Slot::Lines(_) | Slot::Count(_) | Slot::ContentsDepth(_) => format!("{least} to {most}"),
            Slot::ContentsLeast(_) => format!("{least} to {most}, or false for none"),
            Slot::Span(_) | Slot::Factors(_) => format!("two numbers from {least} to {most}"),
            Slot::Factor(_) => format!("{least} to {most}"),
            other => other.expects((least, most), false),
        }
    }

    /// Describes what is allowed, such as `a length from 4pt to 72pt`.
    pub fn expects(&self, (least, most): (f64, f64), percent: bool) -> String {
        let percent = if percent { ", %" } else { "" };
        match self {
            Slot::Length(_) | Slot::SideGap(_) => {
                format!("a length from {least}pt to {most}pt (pt, mm, cm, in, em, lines{percent})")
            }
            Slot::Optional(_) | Slot::SideWidth(_) => {
                format!("a length from {least}pt to {most}pt (pt, mm, cm, in, em, lines{percent}), or false for none")
            }
            Slot::Ems(_) => format!("a length from {least}em to {most}em (em, pt, mm, cm, in)"),
            Slot::Lines(_) => format!("a number of lines from {least} to {most}"),
            Slot::Count(_) => format!("a whole number from {least} to {most}"),
            Slot::ContentsLeast(_) => format!("a whole number from {least} to {most}, or false for none"),
            Slot::ContentsDepth(_) => format!("a whole number from {least} to {most}"),
            Slot::Parts(_) => one_of(PARTS),
            Slot::Credits(_) => one_of(CREDITS),
            Slot::Hand(_) => one_of(HANDS),
            Slot::LineNumbers(_) => one_of(LINE_NUMBERS),
            Slot::Paragraphs(_) => one_of(PARAGRAPHS),
            Slot::Links(_) => one_of(LINKS),
            Slot::Notes(_) => one_of(NOTES),
            Slot::Portrait(_) => one_of(PORTRAITS),
            Slot::PullQuotes(_) => one_of(PULL_QUOTES),
            Slot::SideUse(_) => one_of(SIDE_USES),
            Slot::SpanPictures(_) => one_of(SPAN_PICTURES),
            Slot::Span(_) => format!("two whole numbers from {least} to {most}, the smaller first, such as [3, 5]"),
            Slot::EndMark(_) => {
                format!("\"square\", a text of up to {LONGEST_MARK} characters such as \"■\", or false for none")
            }
            Slot::Pattern(_) => format!("a text, in which {} are filled in, or false for none", placeholders()),
            Slot::Masthead(_) => {
                format!("a text, in which {} are filled in, true for \"{MASTHEAD}\", or false for none", placeholders())
            }
            Slot::Folio(_) => format!("a text such as \"{{page}} / {{pages}}\"; {} are filled in", placeholders()),
            Slot::Factor(_) => format!("a number from {least} to {most}"),
            Slot::Factors(_) => {
                format!("two numbers from {least} to {most}, the smaller first, such as [{least}, {most}]")
            }
            Slot::Flag(_) => "true or false".to_owned(),
            Slot::Color(_) => "a colour such as \"#1a4c80\"".to_owned(),
            Slot::Family(_) => one_of(FAMILIES),
            Slot::Weight(_) => one_of(WEIGHTS),
            Slot::Figures(_) => one_of(FIGURES),
            Slot::Caps(_) => one_of(CAPS),
            Slot::Align(_) => one_of(ALIGNMENTS),
        }
    }
}

/// The masthead of a design that has one, unless it says more.
const MASTHEAD: &str = "{publication} · {date}";
/// Maximum length of a mark at the end of the text, in characters.
const LONGEST_MARK: usize = 8;
/// Maximum length of a text of a design, in characters.
const LONGEST_TEXT: usize = 200;

/// Names the placeholders of texts.
fn placeholders() -> String {
    PLACEHOLDERS.map(|name| format!("{{{name}}}")).join(", ")
}

fn end_mark(written: &Written) -> Result<EndMark, Fault> {
    match written {
        Written::Flag(false) => Ok(EndMark::None),
        Written::Text(text) if text == "square" => Ok(EndMark::Square),
        Written::Text(text) => {
            let mark = text.trim();
            let fits = !mark.is_empty() && mark.chars().count() <= LONGEST_MARK && !mark.contains(char::is_control);
            fits.then(|| EndMark::Text(mark.to_owned())).ok_or_else(|| written.lacks("no such mark"))
        }
        other => Err(other.lacks("no mark")),
    }
}

/// Returns a text whose placeholders are all known.
fn pattern(written: &Written) -> Result<String, Fault> {
    let text = match written {
        Written::Flag(false) => return Ok(String::new()),
        Written::Text(text) => text.trim(),
        other => return Err(other.lacks("no text")),
    };
    if text.chars().count() > LONGEST_TEXT || text.contains(char::is_control) {
        return Err(written.lacks("too long, or has line ends"));
    }
    for part in text.split('{').skip(1) {
        let name = part.split_once('}').map_or(part, |(name, _)| name);
        if !part.contains('}') || !PLACEHOLDERS.contains(&name) {
            return Err(Fault::UnknownName { name: format!("{{{name}}}") });
        }
    }
    Ok(text.to_owned())
}

/// Returns `text` as a string of TOML.
pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn one_of<T>(names: &[(&str, T)]) -> String {
    format!("one of {}", Vec::from_iter(names.iter().map(|(name, _)| format!("\"{name}\""))).join(", "))
}

fn name_of<T: Copy + PartialEq>(value: T, names: &[(&'static str, T)]) -> &'static str {
    names.iter().find(|(_, known)| *known == value).map_or("", |(name, _)| name)
}

fn named<T: Copy>(written: &Written, names: &[(&'static str, T)]) -> Result<T, Fault> {
    let Written::Text(text) = written else { return Err(written.lacks("no name")) };
    let known = names.iter().find(|(name, _)| text.eq_ignore_ascii_case(name));
    known.map(|(_, value)| *value).ok_or_else(|| Fault::UnknownName { name: text.clone() })
}

/// Parses the colour `#rrggbb` or `#rgb`.
pub(super) fn color(written: &Written) -> Result<Color, Fault> {
    match written {
        Written::Text(text) => parse_color(text).ok_or_else(|| no_colour(text)),
        other => Err(other.lacks("no colour")),
    }
}

/// Returns the fault that `text` is not a colour.
pub(super) fn no_colour(text: &str) -> Fault {
    Fault::WrongKind { found: format!("\"{text}\""), lacks: "no colour" }
}

/// Parses the colour `#rrggbb` or `#rgb`.
pub(super) fn parse_color(text: &str) -> Option<Color> {
    let digits = text.trim().strip_prefix('#')?;
    let level = |digits: &str| u8::from_str_radix(digits, 16).ok();
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    match digits.len() {
        6 => Some(Color::rgb(level(&digits[..2])?, level(&digits[2..4])?, level(&digits[4..])?)),
        3 => {
            let twice = |at: usize| level(&digits[at..=at]).map(|level| level * 17);
            Some(Color::rgb(twice(0)?, twice(1)?, twice(2)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale() -> Scale {
        Scale { em: Pt(12.0), line: Pt(16.0), whole: Some(Pt(600.0)) }
    }

    fn pt(text: &str) -> Result<f64, Fault> {
        length(&Written::Text(text.to_owned()), scale()).map(|length| length.0)
    }

    #[test]
    fn units_are_what_they_are() {
        let expected = [
            ("10", 10.0),
            ("10pt", 10.0),
            ("1 in", 72.0),
            ("2.54cm", 72.0),
            ("25.4mm", 72.0),
            ("1.5em", 18.0),
            ("2lines", 32.0),
            ("50%", 300.0),
            ("-.5em", -6.0),
        ];
        for (text, points) in expected {
            assert!((pt(text).unwrap() - points).abs() < 1e-9, "{text}");
        }
        for wrong in ["", "pt", "10px", "1e3", "ten", "1..2pt", "10 furlongs", "nan", "inf", "10pt pt"] {
            assert!(pt(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn colours_are_hexadecimal() {
        assert_eq!(parse_color("#1a4C80"), Some(Color::rgb(0x1a, 0x4c, 0x80)));
        assert_eq!(parse_color("#fa0"), Some(Color::rgb(0xff, 0xaa, 0)));
        for wrong in ["", "#", "red", "#12345", "#1234567", "#ggg", "#+1+2+3", "#é1", "123456"] {
            assert_eq!(parse_color(wrong), None, "{wrong}");
        }
    }
}
