//! A folder for tests of the journal: articles, and an output folder.

use std::fs;
use std::path::PathBuf;

/// Articles below `in`, and the output folder `out`.
pub struct Archive {
    pub folder: tempfile::TempDir,
}

impl Archive {
    pub fn with(files: &[(&str, &str)]) -> Self {
        let archive = Self { folder: tempfile::tempdir().unwrap() };
        files.iter().for_each(|(name, text)| archive.write(name, text));
        fs::create_dir(archive.at("out")).unwrap();
        archive
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::create_dir_all(self.at(name).parent().unwrap()).unwrap();
        fs::write(self.at(name), content).unwrap();
    }
}

/// A picture `side` pixels wide.
pub fn png(side: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(side, 200).write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
    bytes.into_inner()
}
