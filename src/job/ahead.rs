//! Pictures on the web are fetched side by side: an article is read once to find out which it asks for, and read again when
//! they are there.
//!
//! The first reading gives the article a picture for each address, so it asks for what it would ask for if all of them
//! could be had, and for nothing else. What it says is not used.

use std::sync::{Arc, Mutex, PoisonError};

use super::Settings;
use super::make::read_once;
use crate::diag::Diagnostics;
use crate::raster::{self, Colours};
use crate::read::{Files, Remote, RemotePicture, forward_files};
use crate::source::Source;

/// Fetches the pictures on the web that the article in `source` asks for, if anything is fetched.
pub(super) fn fetch(source: &Source, settings: &Settings, files: &dyn Files) {
    // An article that names nothing on the web is read once only.
    let names_some = source.bytes.windows(2).any(|pair| pair == b"//");
    if !names_some || !files.fetch_ahead(&[]) {
        return;
    }
    let listening = Listening { files, asked: Mutex::default() };
    // An article that cannot be read says so when it is read again.
    let _ = read_once(source, settings, &listening, &mut Diagnostics::new());
    let asked = listening.asked.into_inner().unwrap_or_else(PoisonError::into_inner);
    if asked.len() > 1 {
        files.fetch_ahead(&asked);
    }
}

/// Files that note which pictures on the web are asked for.
struct Listening<'a> {
    files: &'a dyn Files,
    asked: Mutex<Vec<String>>,
}

/// A picture of 300 × 300 white pixels: one that is large enough for all purposes.
fn blank() -> Arc<[u8]> {
    static BLANK: std::sync::OnceLock<Arc<[u8]>> = std::sync::OnceLock::new();
    let white = || image::DynamicImage::ImageLuma8(image::GrayImage::from_pixel(300, 300, image::Luma([255])));
    BLANK.get_or_init(|| raster::png(&white(), &Colours::Plain).unwrap_or_default().into()).clone()
}

impl Files for Listening<'_> {
    fn remote(&self, address: &str) -> Remote {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if !asked.iter().any(|known| known == address) {
            asked.push(address.to_owned());
        }
        Remote::Found(RemotePicture { bytes: blank(), file: None })
    }

    fn remote_version(&self, _address: &str) -> Option<String> {
        None
    }

    forward_files!(
        folder,
        read,
        reopen,
        names,
        find,
        anywhere,
        picture,
        cover_beside,
        linked,
        placed,
        shelf_mark,
        called,
        about,
        missing_fragment,
        site
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    #[test]
    fn all_but_pictures_on_the_web_is_as_it_will_be() {
        let kept = read::kept_back(|files| Box::new(Listening { files, asked: Mutex::default() }));
        assert_eq!(kept, ["remote", "fetch_ahead", "remote_version"]);
    }
}
