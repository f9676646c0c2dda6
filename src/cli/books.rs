//! Arguments of books, and what a run binds its articles into.
//!
//! A file can ask for books, too. That counts for runs over folders whose outputs can be several files: whoever names an
//! article or an output file wants just that.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use offprint::archive::{GroupBy, PartsBy, Rest};

use super::Stop;
use super::destination::Destination;
use super::ebook::size;
use super::inputs::Inputs;

/// Books.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Books")]
pub struct BooksArgs {
    /// Bind all articles, in the order in which they are named, into one book with this title
    #[arg(long = "book", id = "book", value_name = "TITLE", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub title: Option<String>,
    /// Make books of the articles, one for each year, month, tag, series, author or folder, in the order of their dates
    ///
    /// An article with several tags or authors is in each of their books. Articles that cannot be read are reported and left
    /// out. Titles begin with the publication of an offprint.toml. `none` makes no books, whatever an offprint.toml says.
    #[arg(long = "book-by", id = "book-by", value_name = "KEY", conflicts_with = "book")]
    pub by: Option<BookBy>,
    /// Parts of books, with titles of their own: by default the months of a year, the years of a tag, author or series, and
    /// the folders in a folder, in books with 12 articles or more; a book made with --book has parts only if this is stated
    #[arg(long, value_name = "KEY")]
    pub parts: Option<PartsBy>,
    /// What happens to articles that state nothing to sort them by: by default, those without date, author or folder are in
    /// a book of their own, and those without tag or series are left out
    #[arg(long, value_name = "WHERE")]
    pub rest: Option<Rest>,
    /// Maximum size of articles and pictures of a book made with --book-by, such as 20MB; what is beyond goes into further
    /// volumes
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub volume_size: Option<u64>,
}

/// Values of `--book-by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookBy {
    /// Books by this.
    Key(GroupBy),
    /// No books.
    None,
}

impl ValueEnum for BookBy {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self::Key(GroupBy::Year),
            Self::Key(GroupBy::Month),
            Self::Key(GroupBy::Tag),
            Self::Key(GroupBy::Series),
            Self::Key(GroupBy::Author),
            Self::Key(GroupBy::Folder),
            Self::None,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Key(by) => by.to_possible_value(),
            Self::None => Some(PossibleValue::new("none").help("No books: each article by itself")),
        }
    }
}

/// What a run makes of its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding {
    /// Each by itself.
    Articles,
    /// A book with this title.
    Book(String),
    /// Books, one for each year, tag and so on.
    Books(GroupBy),
}

impl Binding {
    /// Returns what `written`, the command line, asks for, or else `stated`, which has the options of files too.
    pub fn of(written: &BooksArgs, stated: &BooksArgs, inputs: &Inputs, destination: &Destination) -> Self {
        match written.binding() {
            Some(binding) => binding,
            None if !inputs.folders => Self::Articles,
            None => match stated.binding() {
                Some(Self::Books(_)) if destination.is_single() => Self::Articles,
                binding => binding.unwrap_or(Self::Articles),
            },
        }
    }

    /// Rejects options of `written`, the command line, that are about other books than those that are made, or about none.
    ///
    /// # Errors
    /// If there is one.
    pub fn admit(&self, written: &BooksArgs) -> Result<(), Stop> {
        let of_archives = [(written.rest.is_some(), "--rest"), (written.volume_size.is_some(), "--volume-size")];
        if let Some((_, name)) = of_archives.into_iter().find(|(is_given, _)| *is_given)
            && !matches!(self, Self::Books(_))
        {
            let stop = Stop::usage(format!("{name} is about books of an archive, but none are made"));
            return Err(stop.help("ask for them: --book-by KEY"));
        }
        if written.parts.is_some() && *self == Self::Articles {
            let stop = Stop::usage("--parts is about books, but no book is made");
            return Err(stop.help("ask for books: --book-by KEY, or --book TITLE"));
        }
        Ok(())
    }
}

impl BooksArgs {
    fn binding(&self) -> Option<Binding> {
        match (&self.title, self.by) {
            (Some(title), _) => Some(Binding::Book(title.clone())),
            (None, Some(BookBy::Key(by))) => Some(Binding::Books(by)),
            (None, Some(BookBy::None)) => Some(Binding::Articles),
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_library_is_a_value() {
        let names = |variants: &[BookBy]| -> Vec<String> {
            variants.iter().filter_map(ValueEnum::to_possible_value).map(|value| value.get_name().to_owned()).collect()
        };
        let library: Vec<String> = GroupBy::value_variants().iter().map(|by| by.name().to_owned()).collect();
        assert_eq!(names(BookBy::value_variants()), [library, vec!["none".to_owned()]].concat());
    }
}
