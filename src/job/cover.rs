//! A cover that is not among the files of the article.

use std::fmt;
use std::sync::Arc;

use crate::article::Reopen;
use crate::diag::{Diagnostic, Diagnostics};
use crate::read::{self, Files, Listing, Wanted, forward_files};

/// The folder of the cover in [`WithCover`].
const COVER_FOLDER: &str = "--cover";

/// A cover picture that the user named, which may be any file.
#[derive(Clone, Debug)]
pub struct Cover {
    /// The name of its file.
    pub name: String,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

impl Cover {
    /// Returns its path in [`WithCover`]; no file below a root is likely to have the same path.
    pub(super) fn path(&self) -> String {
        format!("{COVER_FOLDER}/{}", self.name)
    }
}

/// Why a cover cannot be used.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CoverError {
    /// It is not a picture.
    NoPicture,
    /// It is a picture that cannot be shown; holds the reader's diagnostic.
    Refused(Box<Diagnostic>),
}

impl fmt::Display for CoverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPicture => f.write_str("it is not a picture"),
            Self::Refused(said) => f.write_str(&said.message),
        }
    }
}

impl std::error::Error for CoverError {}

/// Checks that `cover` is a picture that can be the cover of an article.
///
/// # Errors
/// If it is not.
pub fn check_cover(cover: &Cover) -> Result<(), CoverError> {
    let mut said = Diagnostics::new();
    let article = read::read_cover(&cover.path(), &WithCover { files: &read::NoFiles, cover }, &mut said);
    let picture = article.cover.as_ref().and_then(|figure| figure.pictures.first());
    match picture.map(|picture| &picture.asset) {
        Some(Ok(_)) => Ok(()),
        _ => Err(said.into_iter().next().map_or(CoverError::NoPicture, |said| CoverError::Refused(Box::new(said)))),
    }
}

/// The files of an article together with the cover.
pub(super) struct WithCover<'a> {
    pub files: &'a dyn Files,
    pub cover: &'a Cover,
}

impl Files for WithCover<'_> {
    fn read(&self, path: &str) -> Option<Arc<[u8]>> {
        if path == self.cover.path() { Some(self.cover.bytes.clone()) } else { self.files.read(path) }
    }

    fn reopen(&self, path: &str) -> Option<Arc<dyn Reopen>> {
        if path == self.cover.path() { None } else { self.files.reopen(path) }
    }

    fn names(&self, path: &str) -> Vec<String> {
        if path == COVER_FOLDER { vec![self.cover.name.clone()] } else { self.files.names(path) }
    }

    fn find(&self, path: &str, wanted: &Wanted<'_>) -> Option<String> {
        match path {
            COVER_FOLDER => Listing::new(self.names(path)).find(wanted).map(str::to_owned),
            _ => self.files.find(path, wanted),
        }
    }

    fn picture(&self, address: &str) -> Option<String> {
        if address == self.cover.path() { Some(address.to_owned()) } else { self.files.picture(address) }
    }

    forward_files!(
        folder,
        cover_beside,
        anywhere,
        linked,
        placed,
        shelf_mark,
        called,
        about,
        missing_fragment,
        site,
        remote,
        fetch_ahead,
        remote_version
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_with_a_cover_answer_as_the_files_themselves() {
        let cover = Cover { name: "mill.png".into(), bytes: [].into() };
        let kept = read::kept_back(|files| Box::new(WithCover { files, cover: Box::leak(Box::new(cover.clone())) }));
        assert!(kept.is_empty(), "{kept:?}");
    }
}
