//! Arguments that say how e-books are made.

use clap::{Args, ValueEnum};
use offprint::{epub, job};

/// How e-books are made.
#[derive(Debug, Args)]
#[command(next_help_heading = "E-books")]
pub struct EbookArgs {
    /// Level of the headings that begin a file of the EPUB; files over some 300 KB are cut between blocks anyway
    #[arg(long, value_name = "LEVEL", default_value = "2")]
    pub split: Split,
    /// Put the design's fonts into the EPUB, cut down to what the article needs; else its reader chooses the face
    #[arg(long)]
    pub embed_fonts: bool,
}

impl EbookArgs {
    /// Whose faces an EPUB is read in.
    pub fn typefaces(&self) -> job::Typefaces {
        if self.embed_fonts { job::Typefaces::Embedded } else { job::Typefaces::Readers }
    }
}

/// Values of `--split`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Split {
    /// Only those of level 1
    #[value(name = "1")]
    Level1,
    /// Those of level 2 too
    #[value(name = "2")]
    Level2,
    /// None: the text is one file
    None,
}

impl From<Split> for epub::Split {
    fn from(split: Split) -> Self {
        match split {
            Split::Level1 => epub::Split::Level1,
            Split::Level2 => epub::Split::Level2,
            Split::None => epub::Split::None,
        }
    }
}
