//! The faces that text is set in: those inside the binary first, then the user's and the system's.
//!
//! The bundled files lie in the binary as they are: a face that a run does not use is never paged in, so it costs
//! nothing but its bytes on disk.

use std::borrow::Cow;

/// Number of a face in [`Fonts`]; the same in every run with the same fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FontId(pub u16);

/// A face.
#[derive(Clone, Debug)]
pub struct Face {
    /// PostScript name.
    pub name: Cow<'static, str>,
    /// The font file.
    pub data: Cow<'static, [u8]>,
    /// Index in a collection, else 0.
    pub index: u32,
}

macro_rules! bundled {
    ($($id:ident = $number:literal, $name:literal, $path:literal;)*) => {
        $(#[doc = concat!("Bundled: ", $name)] pub const $id: FontId = FontId($number);)*
        /// The bundled faces; the index is the number of the face.
        const BUNDLED: &[(&str, &[u8])] = &[$(($name, include_bytes!(concat!("../../fonts/", $path)))),*];
    };
}

bundled! {
    SERIF = 0, "EBGaramond-Regular", "eb-garamond/EBGaramond-Regular.ttf";
    SERIF_ITALIC = 1, "EBGaramond-Italic", "eb-garamond/EBGaramond-Regular_Italic.ttf";
    SERIF_BOLD = 2, "EBGaramond-Bold", "eb-garamond/EBGaramond-Bold.ttf";
    SERIF_BOLD_ITALIC = 3, "EBGaramond-BoldItalic", "eb-garamond/EBGaramond-Bold_Italic.ttf";
    SANS = 4, "SourceSans3-Regular", "source-sans-3/SourceSans3-Regular.ttf";
    SANS_ITALIC = 5, "SourceSans3-Italic", "source-sans-3/SourceSans3-Regular_Italic.ttf";
    SANS_SEMIBOLD = 6, "SourceSans3-SemiBold", "source-sans-3/SourceSans3-SemiBold.ttf";
    MONO = 7, "JetBrainsMono-Regular", "jetbrains-mono/JetBrainsMono-Regular.ttf";
    ARABIC = 8, "NotoNaskhArabic-Regular", "noto/NotoNaskhArabic-Regular.ttf";
    HEBREW = 9, "NotoSerifHebrew-Regular", "noto/NotoSerifHebrew-Regular.ttf";
    DEVANAGARI = 10, "NotoSerifDevanagari-Regular", "noto/NotoSerifDevanagari-Regular.ttf";
}

/// The faces that a run can use.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    faces: Vec<Face>,
}

impl Fonts {
    /// The bundled faces alone.
    pub fn bundled() -> Self {
        let face = |&(name, data)| Face { name: Cow::Borrowed(name), data: Cow::Borrowed(data), index: 0 };
        Self { faces: BUNDLED.iter().map(face).collect() }
    }

    /// The face of `id`.
    ///
    /// # Panics
    /// If `id` is of another [`Fonts`].
    pub fn face(&self, id: FontId) -> &Face {
        &self.faces[id.0 as usize]
    }
}
