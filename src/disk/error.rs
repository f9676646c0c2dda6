//! Why a font from the disk cannot be used.

use std::path::PathBuf;
use std::{fmt, io};

use crate::text::user::Fault;

/// Why a font file cannot be used.
#[derive(Debug)]
pub(super) enum FontError {
    /// It cannot be read.
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// It is a folder, or otherwise not a file.
    NotAFile {
        /// Its path.
        path: PathBuf,
    },
    /// It is larger than any font should be.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Maximum size in bytes.
        allowed: u64,
    },
    /// It is not a font, or its maker forbids embedding.
    Unusable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: Fault,
    },
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } => write!(f, "cannot read the font {}: {source}", path.display()),
            Self::NotAFile { path } => write!(f, "cannot read the font {}: it is not a file", path.display()),
            Self::TooLarge { path, allowed } => {
                let allowed = allowed >> 20;
                write!(f, "cannot read the font {}: it is over the limit of {allowed} MiB", path.display())
            }
            Self::Unusable { path, fault } => write!(f, "the font {} {fault}", path.display()),
        }
    }
}

impl std::error::Error for FontError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } => Some(source),
            _ => None,
        }
    }
}
