//! The bundled faces. Their numbers are those of [`Fonts`](super::Fonts).

use super::FontId;

macro_rules! bundled {
    ($($visibility:vis $id:ident = $number:literal, $name:literal, $path:literal;)*) => {
        $(#[doc = concat!("Bundled: ", $name)] $visibility const $id: FontId = FontId($number);)*
        /// The bundled faces; the index is the number of the face.
        pub(super) const BUNDLED: &[(&str, &[u8])] = &[$(($name, include_bytes!(concat!("../../fonts/", $path)))),*];
    };
}

bundled! {
    pub SERIF = 0, "EBGaramond-Regular", "eb-garamond/EBGaramond-Regular.ttf";
    pub SERIF_ITALIC = 1, "EBGaramond-Italic", "eb-garamond/EBGaramond-Regular_Italic.ttf";
    pub SERIF_BOLD = 2, "EBGaramond-Bold", "eb-garamond/EBGaramond-Bold.ttf";
    pub SERIF_BOLD_ITALIC = 3, "EBGaramond-BoldItalic", "eb-garamond/EBGaramond-Bold_Italic.ttf";
    pub SANS = 4, "SourceSans3-Regular", "source-sans-3/SourceSans3-Regular.ttf";
    pub SANS_ITALIC = 5, "SourceSans3-Italic", "source-sans-3/SourceSans3-Regular_Italic.ttf";
    pub SANS_SEMIBOLD = 6, "SourceSans3-SemiBold", "source-sans-3/SourceSans3-SemiBold.ttf";
    pub MONO = 7, "JetBrainsMono-Regular", "jetbrains-mono/JetBrainsMono-Regular.ttf";
    pub(crate) ARABIC = 8, "NotoNaskhArabic-Regular", "noto/NotoNaskhArabic-Regular.ttf";
    pub(crate) HEBREW = 9, "NotoSerifHebrew-Regular", "noto/NotoSerifHebrew-Regular.ttf";
    pub(crate) DEVANAGARI = 10, "NotoSerifDevanagari-Regular", "noto/NotoSerifDevanagari-Regular.ttf";
    pub(crate) ARABIC_BOLD = 11, "NotoNaskhArabic-Bold", "noto/NotoNaskhArabic-Bold.ttf";
    pub(crate) HEBREW_BOLD = 12, "NotoSerifHebrew-Bold", "noto/NotoSerifHebrew-Bold.ttf";
    pub(crate) DEVANAGARI_BOLD = 13, "NotoSerifDevanagari-Bold", "noto/NotoSerifDevanagari-Bold.ttf";
    pub(crate) EMOJI = 14, "NotoEmoji-Regular", "noto-emoji/NotoEmoji-Regular.ttf";
    pub(crate) MATH = 15, "Garamond-Math", "garamond-math/Garamond-Math.otf";
    pub(crate) THAI = 16, "NotoSerifThai-Regular", "noto/NotoSerifThai-Regular.ttf";
    pub(crate) THAI_BOLD = 17, "NotoSerifThai-Bold", "noto/NotoSerifThai-Bold.ttf";
    pub(crate) LAO = 18, "NotoSerifLao-Regular", "noto/NotoSerifLao-Regular.ttf";
    pub(crate) KHMER = 19, "NotoSerifKhmer-Regular", "noto/NotoSerifKhmer-Regular.ttf";
    pub(crate) MYANMAR = 20, "NotoSerifMyanmar-Regular", "noto/NotoSerifMyanmar-Regular.ttf";
    pub MONO_BOLD = 21, "JetBrainsMono-Bold", "jetbrains-mono/JetBrainsMono-Bold.ttf";
}
