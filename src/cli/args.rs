//! The arguments of the command line. [`parse`] returns the parsed request or ends the process, as clap does.

mod values;

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use offprint::PageGoal;
use offprint::design::custom::{self, Margins, Overrides, PaperSize};
use offprint::style::Color as ColorValue;
use offprint::units::Pt;

use super::books::BooksArgs;
use super::choose::ChooseArgs;
use super::credits::Credits;
use super::ebook::EbookArgs;
use super::preflight;
use super::printing::PrintingArgs;
use super::recorded::IncrementalArgs;
use super::to::To;
use super::warnings::WarningsArgs;
use super::web::WebArgs;
pub use values::*;

/// Turns articles into accessible EPUB 3 books and typeset, tagged PDFs.
///
/// A path is enough: `offprint article.md` writes article.epub and article.pdf beside it. A folder is converted as a
/// whole. `-` is standard input or output.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    arg_required_else_help = true
)]
#[command(after_help = AFTER_HELP)]
pub struct Cli {
    /// What to do other than convert.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The conversion that a bare path asks for.
    #[command(flatten)]
    pub convert: Convert,
}

const AFTER_HELP: &str = "\
Examples:
  offprint article.md                  article.epub and article.pdf beside it
  offprint article.md -o talk.pdf      the extension decides
  offprint posts/ -o library/          a whole archive, in parallel
  offprint - --to epub -o - <a.md >a.epub
  offprint article.md --for kobo       article.kepub.epub; or --for kindle
  offprint explain article.md          what was understood, and from where
  offprint credits posts/ --require license,credit
  offprint watch posts/ -o library/    again whenever an article is saved
  offprint check posts/ --print        what would look wrong in print, page by page
To convert a file that has the name of a command: offprint ./check

Exit codes: 0 all converted; 1 some inputs failed, the others are done; 2 the command line cannot be carried out;
129, 130, 143 stopped by SIGHUP, SIGINT, SIGTERM: what was written is whole, a second signal stops at once.
SOURCE_DATE_EPOCH sets the date of change in the outputs; NO_COLOR turns colours off.";

/// Names of the commands; clap suggests none for a word that may be a file name.
pub const COMMANDS: [&str; 9] =
    ["explain", "check", "watch", "credits", "design", "init", "schema", "completions", "man"];

/// Commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what was understood: each value with its source key and line
    Explain(Box<Explain>),
    /// Show all warnings, write nothing
    Check(Box<Check>),
    /// Convert, then convert again whatever changes, until Ctrl-C
    Watch(Box<Convert>),
    /// List all pictures with makers, sources and licences, and check them against rules
    Credits(Box<Credits>),
    /// Print a page design as a commented design.toml: every key with its range, to start from
    Design {
        /// The design
        #[arg(default_value = "article", value_parser = DesignParser, hide_possible_values = true)]
        design: DesignChoice,
        /// Paper: a4, letter, a5, 6x9, or a size such as 150mmx220mm
        #[arg(long, value_name = "SIZE", value_parser = PaperParser, hide_possible_values = true)]
        paper: Option<PaperSize>,
    },
    /// Write an offprint.toml with every option as a comment, from what the articles of a folder have in common
    Init {
        /// The folder
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// Print a JSON Schema: of offprint.toml for editors, or of the report of a run
    Schema {
        /// What it describes
        of: SchemaOf,
    },
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print a manual page (roff)
    Man {
        /// Command that the page is about [default: the whole program]
        #[arg(value_parser = clap::builder::PossibleValuesParser::new(COMMANDS))]
        command: Option<String>,
        /// Write all pages into this folder instead
        #[arg(long, value_name = "DIR", conflicts_with = "command")]
        all: Option<PathBuf>,
    },
}

impl Cli {
    /// Returns the arguments about reading, if the command has any.
    pub fn reading(&self) -> Option<&Reading> {
        match &self.command {
            None => Some(&self.convert.reading),
            Some(Command::Watch(convert)) => Some(&convert.reading),
            Some(Command::Explain(explain)) => Some(&explain.reading),
            Some(Command::Check(check)) => Some(&check.reading),
            Some(Command::Credits(credits)) => Some(&credits.reading),
            Some(_) => None,
        }
    }

    /// Returns the arguments of a conversion, once or for watching.
    pub fn conversion(&self) -> &Convert {
        match &self.command {
            Some(Command::Watch(convert)) => convert,
            _ => &self.convert,
        }
    }

    /// Returns the arguments about pages, if the command has any.
    pub fn pages(&self) -> Option<&PagesArgs> {
        match &self.command {
            None => Some(&self.convert.pages),
            Some(Command::Watch(convert)) => Some(&convert.pages),
            Some(Command::Check(check)) => Some(&check.pages),
            Some(Command::Explain(explain)) => Some(&explain.pages),
            Some(_) => None,
        }
    }

    /// Returns the arguments about messages.
    pub fn terminal(&self) -> &Terminal {
        match &self.command {
            Some(Command::Explain(explain)) => &explain.terminal,
            Some(Command::Check(check)) => &check.terminal,
            Some(Command::Watch(convert)) => &convert.terminal,
            Some(Command::Credits(credits)) => &credits.terminal,
            _ => &self.convert.terminal,
        }
    }
}

/// Arguments of a conversion.
#[derive(Debug, Args)]
pub struct Convert {
    /// Articles, folders of articles, or `-` for standard input
    #[arg(required = true, value_name = "FILE|DIR")]
    pub inputs: Vec<PathBuf>,
    /// Where to: a file (its extension decides the format), a folder, or `-` for standard output
    #[arg(short, long, value_name = "FILE|DIR|-")]
    pub output: Option<PathBuf>,
    /// Formats to make [default: both, or what the extension of --output says]
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',')]
    pub to: Vec<To>,
    /// Overwrite files that Offprint did not make, and make unchanged articles of a folder again
    #[arg(long)]
    pub force: bool,
    /// Articles converted at once [default: one per core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZero<usize>>,
    /// Print a report of the run as JSON to standard output
    #[arg(long)]
    pub json: bool,
    /// Print the licences of the crates and fonts inside
    #[arg(long, exclusive = true)]
    pub licenses: bool,
    /// Books.
    #[command(flatten)]
    pub books: BooksArgs,
    /// What is made again.
    #[command(flatten)]
    pub incremental: IncrementalArgs,
    /// What is done with warnings.
    #[command(flatten)]
    pub warnings: WarningsArgs,
    /// How articles are understood.
    #[command(flatten)]
    pub reading: Reading,
    /// How pages look.
    #[command(flatten)]
    pub pages: PagesArgs,
    /// What the terminal sees.
    #[command(flatten)]
    pub terminal: Terminal,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The article, or `-` for standard input; of a folder, what its site says and which files are articles
    pub input: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// How the article is understood.
    #[command(flatten)]
    pub reading: Reading,
    /// How pages look.
    #[command(flatten)]
    pub pages: PagesArgs,
    /// What the terminal sees.
    #[command(flatten)]
    pub terminal: Terminal,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Articles, folders of articles, or `-` for standard input
    #[arg(required = true, value_name = "FILE|DIR")]
    pub inputs: Vec<PathBuf>,
    /// Where a conversion would write; name clashes of outputs there are reported
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: Option<PathBuf>,
    /// Print what the EPUB's metadata says about accessibility, and what a person must still judge, with file and line
    #[arg(long)]
    pub a11y: bool,
    /// Typeset the PDF, and list what would look wrong in print, with page, file and line
    #[arg(long, conflicts_with = "a11y")]
    pub print: bool,
    /// Form of the list of --print
    #[arg(long, value_name = "FORM", default_value = "table", requires = "print")]
    pub format: preflight::Form,
    /// Exit with code 1 if --print finds one of these; several with commas
    #[arg(long, value_name = "CODE", value_delimiter = ',', requires = "print")]
    pub fail_on: Vec<preflight::FailOn>,
    /// Print a report as JSON to standard output
    #[arg(long)]
    pub json: bool,
    /// Articles checked at once [default: one per core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZero<usize>>,
    /// How articles are understood.
    #[command(flatten)]
    pub reading: Reading,
    /// How pages look.
    #[command(flatten)]
    pub pages: PagesArgs,
    /// What is done with warnings.
    #[command(flatten)]
    pub warnings: WarningsArgs,
    /// What the terminal sees.
    #[command(flatten)]
    pub terminal: Terminal,
}

/// How articles are understood.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct Reading {
    /// Format of the input [default: detected from its name and content]
    #[arg(short, long, value_name = "FORMAT")]
    pub from: Option<From>,
    /// Language of the article, such as `en` or `pt-BR`; replaces the one that the article declares
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub lang: Option<String>,
    /// Cover picture; replaces the one that the article names
    #[arg(long, value_name = "PATH")]
    pub cover: Option<PathBuf>,
    /// Folder that holds all files that the article may use; files outside it are not read
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Address under which the site of the articles is published; replaces the one that its files state
    #[arg(long, value_name = "URL", value_parser = site_address)]
    pub site: Option<String>,
    /// Where links to other articles of a run lead: to their addresses on the web, or else to their files beside the own
    /// ones (web); or first to the files (library). An EPUB cannot link to files, so it lists them at its end
    /// [default: web]
    #[arg(long, value_name = "WHERE", hide_possible_values = true)]
    pub links_to: Option<LinksTo>,
    /// Whether short paragraphs of scraped text may become headings
    #[arg(long, value_name = "WHEN", default_value = "guess")]
    pub headings: Headings,
    /// The same as --headings never
    #[arg(long, conflicts_with = "headings")]
    pub no_headings: bool,
    /// Never take the first picture of the text for the cover where none is named
    #[arg(long)]
    pub no_first_picture: bool,
    /// Convert drafts of a folder too
    #[arg(long)]
    pub drafts: bool,
    /// Which of them are converted.
    #[command(flatten)]
    pub choose: ChooseArgs,
    /// Pictures that they name by address.
    #[command(flatten)]
    pub web: WebArgs,
    /// Take options from this file, instead of the offprint.toml in the folder of each article and in those above it
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "Configuration")]
    pub config: Option<PathBuf>,
    /// Ignore all files offprint.toml
    #[arg(long, help_heading = "Configuration")]
    pub no_config: bool,
}

/// How pages look.
#[derive(Debug, Args)]
#[command(next_help_heading = "Pages")]
pub struct PagesArgs {
    /// Paper: a4, letter, a5, 6x9, or a size such as 150mmx220mm [default: a4, or what the design says]
    #[arg(long, value_name = "SIZE", value_parser = PaperParser, hide_possible_values = true)]
    pub paper: Option<PaperSize>,
    /// Page design: article, book, handout, large-print, magazine, or the path of a design.toml [default: article]
    #[arg(long, value_name = "NAME|PATH", value_parser = DesignParser, hide_possible_values = true)]
    pub design: Option<DesignChoice>,
    /// Font of running text: name of a family (or serif, sans, mono), or path of a font file; its other faces are taken
    /// from the same folder
    #[arg(long, value_name = "NAME|PATH")]
    pub font: Option<String>,
    /// Size of running text, 6pt to 36pt; all other sizes change in proportion
    #[arg(long, value_name = "LENGTH", value_parser = custom::parse_size)]
    pub size: Option<Pt>,
    /// Margins, 6mm or more: one for all sides, or top, right, bottom, left as in CSS, separated by commas
    /// (in a book, left is the inner margin)
    #[arg(long, value_name = "LENGTH[,...]", value_parser = Margins::parse)]
    pub margin: Option<Margins>,
    /// Colour of rules, bars, links and labels, #rrggbb; text gets a shade of it that can be read
    #[arg(long, value_name = "COLOR", value_parser = custom::parse_accent)]
    pub accent: Option<ColorValue>,
    /// Design of covers: field, bleed, framed, type, classic, the path of a cover design, or none for the bare picture
    /// [default: what suits the picture]
    #[arg(long, value_name = "NAME|PATH|none", value_parser = CoverDesignParser, hide_possible_values = true)]
    pub cover_design: Option<CoverChoice>,
    /// How a picture fits its place on a cover: smart crops around what matters, cover around the middle, contain not
    /// [default: smart]
    #[arg(long, value_name = "FIT", hide_possible_values = true)]
    pub cover_fit: Option<CoverFit>,
    /// Begin the PDF with the cover: always or never [default: books, and the design book]
    #[arg(
        long,
        value_name = "WHEN",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "always",
        hide_possible_values = true
    )]
    pub cover_page: Option<CoverOnPaper>,
    /// Number of pages that the PDF should have: 4, or multiple-of-4 for printing in sections
    ///
    /// Gaps, pictures, breaks of paragraphs, leading and size change in this order, within the bounds of the design (the
    /// table [fit] of a design.toml), until the last page is two thirds full. If the number cannot be reached, a warning
    /// says by how much, and the nearest one is made; of multiples, none, so the design is not changed.
    #[arg(long, value_name = "N|multiple-of-N", value_parser = str::parse::<PageGoal>, conflicts_with = "max_sheets")]
    pub fit: Option<PageGoal>,
    /// Maximum number of sheets of the PDF, printed on both sides; the design is tightened until it fits
    #[arg(long, value_name = "N")]
    pub max_sheets: Option<NonZero<usize>>,
    /// Maximum number of pages of the PDF; an article that needs more fails [default: 2000]
    #[arg(long, value_name = "N")]
    pub max_pages: Option<NonZero<usize>>,
    /// Convert an article even if no font has many of its letters; the PDF then shows boxes. Without this flag, such an
    /// article fails
    #[arg(long)]
    pub allow_missing_glyphs: bool,
    /// Number the lines of all listings, not only where the author asks for it
    #[arg(long)]
    pub line_numbers: bool,
    /// How they go on paper.
    #[command(flatten)]
    pub printing: PrintingArgs,
    /// What stands in their place in e-books.
    #[command(flatten)]
    pub ebook: EbookArgs,
}

impl PagesArgs {
    /// Returns the chosen design.
    pub fn design(&self) -> DesignChoice {
        self.design.clone().unwrap_or_else(|| DesignChoice::Named("article".to_owned()))
    }

    /// Returns what the arguments change in the design.
    pub fn overrides(&self) -> Overrides {
        Overrides { size: self.size, margins: self.margin, accent: self.accent, font: self.font.clone() }
    }
}

/// What the terminal sees.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Messages")]
pub struct Terminal {
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say everything: notes, repeated warnings, files written and left out
    #[arg(short, long)]
    pub verbose: bool,
    /// Exit with code 1 if there was a warning; everything is still converted
    #[arg(long)]
    pub fail_on_warnings: bool,
    /// Form of messages
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub log_format: LogFormat,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// What a JSON Schema describes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SchemaOf {
    /// offprint.toml
    Config,
    /// The report of --json and --report
    Report,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_can_be_suggested() {
        let command = Cli::command();
        let names = command.get_subcommands().map(clap::Command::get_name).filter(|name| *name != "help");
        assert!(names.eq(COMMANDS));
    }

    #[test]
    fn language_tags_are_told_from_other_words() {
        for tag in ["en", "pt-BR", "zh-Hans-CN", "sl-rozaj-biske", "english"] {
            assert_eq!(language(tag).as_deref(), Ok(tag));
        }
        for other in ["", "e", "english please", "de_DE", "en-", "1n", "en-GB-GB", "und-", "und", "klingon"] {
            assert!(language(other).is_err(), "{other}");
        }
    }

    #[test]
    fn a_path_is_a_conversion_and_a_command_is_not() {
        let conversion = Cli::try_parse_from(["offprint", "check.md"]).unwrap();
        assert!(conversion.command.is_none());
        let command = Cli::try_parse_from(["offprint", "check", "a.md"]).unwrap();
        assert!(matches!(command.command, Some(Command::Check(_))));
        let file = Cli::try_parse_from(["offprint", "./check"]).unwrap();
        assert!(file.command.is_none());
    }
}
