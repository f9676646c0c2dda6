//! Arguments for arranging pages on paper.

use clap::{Args, ValueEnum};
use offprint::design;
use offprint::design::custom::Share;
use offprint::layout::{Flip, imposition};
use offprint::units::Pt;

use super::Stop;
use super::error::ArgumentError;

/// How pages go on paper.
#[derive(Debug, Args)]
#[command(next_help_heading = "Printing")]
pub struct PrintingArgs {
    /// Arrange the pages on sheets for printing
    ///
    /// --paper is the sheet. For 2up and booklet, pages are typeset for half of it, at their own type size; paper of
    /// their size, such as a5, is the page itself, and the sheet is twice as large. Only pages of 4up, and pages too
    /// large for half of the sheet, are made smaller. Sheets of two pages side by side are landscape: print both sides
    /// with "flip on short edge". The others are portrait: "flip on long edge".
    #[arg(long, value_name = "HOW")]
    pub impose: Option<Impose>,
    /// The edge on which the printer flips sheets, if you cannot choose it there; the backs are then rotated as
    /// necessary
    #[arg(long, value_name = "EDGE", requires = "impose")]
    pub flip: Option<Edge>,
    /// How far the pages of a booklet move towards the fold, for each sheet that lies around theirs [default: 0.1mm]
    #[arg(long, value_name = "LENGTH", requires = "impose", value_parser = |text: &str| length(text, 0.0, 1.0))]
    pub creep: Option<Pt>,
    /// Print the addresses that links lead to [default: as the design says; footnote for handout]
    #[arg(long, value_name = "HOW")]
    pub links: Option<Links>,
    /// Print a QR code of the address where the article was published
    #[arg(long)]
    pub qr: bool,
    /// Print marks for cutting around each sheet
    #[arg(long)]
    pub marks: bool,
    /// Bleed: the space around the cut, for printing that reaches the edge of the page, such as 3mm
    #[arg(long, value_name = "LENGTH", value_parser = |text: &str| length(text, 0.0, 20.0))]
    pub bleed: Option<Pt>,
}

/// Values of `--impose`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Impose {
    /// Two pages side by side, each typeset for half of the sheet
    #[value(name = "2up")]
    TwoUp,
    /// Four pages, two by two, made smaller
    #[value(name = "4up")]
    FourUp,
    /// Sheets to fold in the middle and staple in the fold, with pages typeset for half of the sheet that face each
    /// other
    Booklet,
    /// The text on 55 % of the sheet's width, with ruled lines beside it
    Notes,
}

impl From<Impose> for imposition::Imposition {
    fn from(impose: Impose) -> Self {
        match impose {
            Impose::TwoUp => Self::TwoUp,
            Impose::FourUp => Self::FourUp,
            Impose::Booklet => Self::Booklet,
            Impose::Notes => Self::Notes,
        }
    }
}

impl Impose {
    /// Returns how pages that are designed for it share a sheet.
    pub fn share(self) -> Option<Share> {
        match self {
            Impose::TwoUp => Some(Share::TwoUp),
            Impose::FourUp => None,
            Impose::Booklet => Some(Share::Booklet),
            Impose::Notes => Some(Share::Notes),
        }
    }
}

/// Values of `--links`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Links {
    /// As notes at the foot of the page
    Footnote,
    /// In brackets after the text of the link
    Inline,
    /// Not at all
    None,
}

impl From<Links> for design::Links {
    fn from(links: Links) -> Self {
        match links {
            Links::Footnote => Self::Footnote,
            Links::Inline => Self::Inline,
            Links::None => Self::None,
        }
    }
}

/// Values of `--flip`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Edge {
    /// The short edge
    Short,
    /// The long edge
    Long,
}

impl From<Edge> for Flip {
    fn from(edge: Edge) -> Self {
        match edge {
            Edge::Short => Flip::ShortEdge,
            Edge::Long => Flip::LongEdge,
        }
    }
}

/// Returns the settings that `args` request.
pub fn printing(args: &PrintingArgs) -> Result<imposition::Printing, Stop> {
    if args.creep.is_some() && args.impose != Some(Impose::Booklet) {
        return Err(Stop::usage("--creep moves the pages of a booklet").help("add --impose booklet, or leave it out"));
    }
    let mut printing = imposition::Printing::default();
    printing.imposition = args.impose.map(Into::into);
    printing.flip = args.flip.map(Into::into);
    printing.creep = args.creep.unwrap_or(printing.creep);
    printing.marks = args.marks;
    printing.bleed = args.bleed.unwrap_or(printing.bleed);
    Ok(printing)
}

/// Parses the length `text` with its unit, between `least` and `most` millimetres.
fn length(text: &str, least: f64, most: f64) -> Result<Pt, ArgumentError> {
    let text = text.trim();
    let split = text.find(|character: char| character.is_ascii_alphabetic()).unwrap_or(text.len());
    let unit = match text[split..].to_ascii_lowercase().as_str() {
        "mm" => Pt::MM,
        "cm" => Pt::MM * 10.0,
        "in" => Pt(72.0),
        "pt" => Pt(1.0),
        _ => return Err(ArgumentError::NoUnitOfLength),
    };
    let written = &text[..split];
    let number: f64 = written.trim().parse().map_err(|_| ArgumentError::NotANumber { written: written.to_owned() })?;
    let length = unit * number;
    // Tolerance for rounding between units: half a hundredth of a millimetre.
    if length / Pt::MM < least - 0.005 || length / Pt::MM > most + 0.005 {
        return Err(ArgumentError::Length { least, most });
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_a_unit_and_a_range() {
        assert_eq!(length("3mm", 0.0, 20.0), Ok(Pt::MM * 3.0));
        assert_eq!(length(" 0.125 IN ", 0.0, 20.0), Ok(Pt(9.0)));
        assert_eq!(length("20mm", 0.0, 20.0), Ok(Pt::MM * 20.0));
        for wrong in ["", "3", "mm", "3 furlongs", "-1mm", "21mm", "NaNmm", "1e9cm", "3mmm", "ä"] {
            assert!(length(wrong, 0.0, 20.0).is_err(), "{wrong}");
        }
    }
}
