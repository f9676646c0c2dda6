//! Reads inputs.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::diag::Error;
use crate::job::Input;
use crate::source::Source;

/// Maximum size of an input: 16 MiB, some 25 novels.
pub(crate) const MAX_INPUT: u64 = 16 << 20;

/// Returns the bytes of `input`.
///
/// # Errors
/// [`Error::Io`] if it cannot be read or is not a regular file, [`Error::Limit`] if it is over 16 MiB.
pub fn load(input: &Input) -> Result<Source, Error> {
    let path = match input {
        Input::Memory(source) => return Ok(source.clone()),
        Input::File(path) => path,
    };
    let fail = |source| Error::io("read", path, source);
    // The kind of file is checked before it is opened, because opening a FIFO without a writer would block forever.
    if !fs::metadata(path).map_err(fail)?.is_file() {
        let why = if path.is_dir() { "it is a folder" } else { "it is not a regular file; pipe it to `offprint -`" };
        return Err(fail(io::Error::other(why)));
    }
    let file = File::open(path).map_err(fail)?;
    let bytes = read_limited(path, file)?;
    Ok(Source::new(path, bytes))
}

/// Reads `reader` to its end, up to the limit for inputs. Errors refer to it as `path`.
///
/// # Errors
/// [`Error::Io`], and [`Error::Limit`] beyond 16 MiB.
pub fn read_limited(path: &Path, reader: impl Read) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    reader.take(MAX_INPUT + 1).read_to_end(&mut bytes).map_err(|source| Error::io("read", path, source))?;
    if bytes.len() as u64 > MAX_INPUT {
        return Err(Error::Limit { path: path.to_owned(), limit: "bytes of input", allowed: MAX_INPUT });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_at_the_limit_is_read_and_one_over_it_is_not() {
        let path = Path::new("big.md");
        assert_eq!(read_limited(path, io::repeat(b'x').take(MAX_INPUT)).unwrap().len() as u64, MAX_INPUT);
        let over = read_limited(path, io::repeat(b'x').take(MAX_INPUT + 1)).unwrap_err();
        assert_eq!(over.code(), "limit");
    }
}
