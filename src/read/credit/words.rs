//! The words that mark a credit, in the languages of articles.

use std::ops::Range;

use super::license;

/// A marker found at the start of a clause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marker {
    /// Its length in bytes, including the blank after it.
    pub len: usize,
    /// The kind of text after it.
    pub kind: MarkerKind,
}

/// The kind of text after a marker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum MarkerKind {
    /// The author of the picture.
    Author,
    /// The author of the picture, after a word that can also label a picture: `Photo: …`.
    Picture,
    /// The source of the picture.
    Source,
    /// The holder of the rights: `© …`.
    Copyright,
    /// The licence: `License: …`.
    License,
}

/// Words before a colon. If one begins another, the longer one comes first.
const BEFORE_COLON: [(MarkerKind, &[&str]); 4] = [
    (
        MarkerKind::Author,
        &[
            "photo credits",
            "photo credit",
            "image credits",
            "image credit",
            "picture credit",
            "photograph by",
            "photo by",
            "image by",
            "credits",
            "credit",
            "photographer",
            "artist",
            "illustrator",
            "author",
            "courtesy",
            "bildnachweis",
            "bildrechte",
            "fotograf",
            "fotografin",
            "urheber",
            "urheberin",
            "autor",
            "autorin",
            "crédits photo",
            "crédit photo",
            "crédits",
            "crédit",
            "photographe",
            "auteur",
            "auteure",
            "créditos",
            "crédito",
            "fotógrafo",
            "fotógrafa",
            "autora",
            "autore",
            "автор фото",
            "фотограф",
            "автор",
            "kredito",
            "aŭtoro",
            "fotis",
            "fot.",
            "fotografi",
            "fotoğrafçı",
            "摄影",
            "撮影",
            "写真提供",
            "사진 제공",
            "تصوير",
            "עיצוב",
            "צילום",
            "फोटो साभार",
            "साभार",
            "авторы",
        ],
    ),
    (
        MarkerKind::Picture,
        &[
            "photos",
            "photo",
            "photograph",
            "pictures",
            "picture",
            "images",
            "image",
            "illustrations",
            "illustration",
            "graphic",
            "artwork",
            "cartoon",
            "drawing",
            "screenshot",
            "video",
            "map",
            "titelbild",
            "titelfoto",
            "fotos",
            "foto",
            "bilder",
            "bild",
            "grafik",
            "zeichnung",
            "dessin",
            "fotografía",
            "fotografia",
            "imagen",
            "imagem",
            "immagine",
            "ilustración",
            "ilustração",
            "illustrazione",
            "фото",
            "изображение",
            "иллюстрация",
            "снимок",
            "сурет",
            "сурет авторы",
            "bildo",
            "ilustraĵo",
            "ekrankopio",
            "görsel",
            "fotoğraf",
            "zdjęcie",
            "beeld",
            "kuva",
            "图片",
            "图",
            "图源",
            "写真",
            "画像",
            "사진",
            "이미지",
            "صورة",
            "الصورة",
            "عکس",
            "फोटो",
            "चित्र",
            "εικόνα",
            "φωτογραφία",
            "תמונה",
        ],
    ),
    (
        MarkerKind::Source,
        &[
            "image source",
            "photo source",
            "source",
            "sources",
            "from",
            "via",
            "bildquelle",
            "fotoquelle",
            "quelle",
            "quellen",
            "fuente",
            "fuentes",
            "fonte",
            "fontes",
            "источник",
            "источники",
            "дереккөз",
            "fonto",
            "kaynak",
            "źródło",
            "bron",
            "lähde",
            "图片来源",
            "来源",
            "出典",
            "출처",
            "المصدر",
            "مصدر",
            "منبع",
            "स्रोत",
            "πηγή",
            "מקור",
        ],
    ),
    (
        MarkerKind::License,
        &["license", "licence", "lizenz", "licencia", "licença", "licenza", "лицензия", "permesilo", "lisans"],
    ),
];

/// Words before a colon that usually introduce a description, and an artist only if a licence follows.
const DRAWN: [&str; 18] = [
    "figure",
    "figures",
    "diagram",
    "chart",
    "graph",
    "plot",
    "infographic",
    "visualization",
    "visualisation",
    "abbildung",
    "diagramm",
    "schéma",
    "figura",
    "gráfico",
    "рисунок",
    "диаграмма",
    "график",
    "图表",
];

/// Words for a picture that may precede `by`.
const BEFORE_BY: [&str; 38] = [
    "portrait",
    "photographs",
    "photograph",
    "photos",
    "photo",
    "pictures",
    "picture",
    "images",
    "image",
    "illustrations",
    "illustration",
    "graphic",
    "artwork",
    "cartoon",
    "drawing",
    "screenshot",
    "cover",
    "map",
    "fotos",
    "foto",
    "bilder",
    "bild",
    "titelbild",
    "grafik",
    "dessin",
    "fotografía",
    "imagen",
    "imagem",
    "immagine",
    "ilustración",
    "bildo",
    "fotografia",
    "фото",
    "crédit photo",
    "crédit",
    "zdjęcie",
    "credit",
    "ilustraĵo",
];

/// Prepositions before an author. Those that have other meanings must be followed by a capital letter.
const BY: [&str; 10] = ["by", "courtesy of", "von", "par", "por", "de", "di", "door", "av", "от"];

/// Labels of the kind of picture, such as `File photo`.
const LABELS: [&str; 42] = [
    "representational image",
    "representational photo",
    "representative image",
    "representative photo",
    "illustrative image",
    "illustrative photo",
    "illustration image",
    "illustration photo",
    "file photo",
    "file image",
    "file picture",
    "archive photo",
    "archive image",
    "stock photo",
    "stock image",
    "symbolic image",
    "symbolic photo",
    "featured image",
    "cover image",
    "cover photo",
    "header image",
    "main image",
    "lead image",
    "title image",
    "symbolbild",
    "symbolfoto",
    "archivbild",
    "archivfoto",
    "beispielbild",
    "photo d’illustration",
    "photo d'illustration",
    "image d’illustration",
    "image d'illustration",
    "photo d’archives",
    "photo d'archives",
    "imagen de archivo",
    "foto de archivo",
    "imagen ilustrativa",
    "imagem ilustrativa",
    "архивное фото",
    "иллюстративное фото",
    "temsili görsel",
];

/// Sources of pictures, as credit lines name them.
const PLATFORMS: [&str; 34] = [
    "wikimedia commons",
    "wikimedia",
    "wikipedia",
    "wikicommons",
    "unsplash",
    "pexels",
    "pixabay",
    "flickr",
    "getty images",
    "getty",
    "shutterstock",
    "istock",
    "istockphoto",
    "adobe stock",
    "alamy",
    "reuters",
    "afp",
    "ap",
    "associated press",
    "dpa",
    "imago",
    "epa",
    "tass",
    "ria novosti",
    "xinhua",
    "instagram",
    "facebook",
    "twitter",
    "youtube",
    "openverse",
    "nasa",
    "freepik",
    "europeana",
    "depositphotos",
];

/// Words for a modified picture.
const MODIFIED: [&str; 24] = [
    "modified",
    "cropped",
    "edited",
    "altered",
    "adapted",
    "retouched",
    "desaturated",
    "resized",
    "colorized",
    "colourised",
    "bearbeitet",
    "zugeschnitten",
    "beschnitten",
    "verändert",
    "modifiée",
    "modifié",
    "recadrée",
    "recadré",
    "recortada",
    "modificada",
    "editada",
    "обрезано",
    "изменено",
    "redaktita",
];

/// Returns the marker at the start of `text`.
pub(super) fn marker_at(text: &str) -> Option<Marker> {
    copyright(text).or_else(|| before_colon(text)).or_else(|| before_by(text))
}

fn copyright(text: &str) -> Option<Marker> {
    let sign = ["©", "(c) ", "(C) ", "Copyright ", "copyright "].into_iter().find(|sign| text.starts_with(sign))?;
    let rest = &text[sign.len()..];
    let more = rest.trim_start_matches(['©', ' ', '\u{a0}', ':']);
    let more = more.strip_prefix("by ").unwrap_or(more);
    Some(Marker { len: text.len() - more.len(), kind: MarkerKind::Copyright })
}

fn before_colon(text: &str) -> Option<Marker> {
    // A marker is short: only the start of a long caption need be searched.
    let head = text.char_indices().nth(32).map_or(text, |(end, _)| &text[..end]);
    let colon = head.find([':', '：'])?;
    let word = head[..colon].trim_end().to_lowercase();
    let rest = text[colon..].trim_start_matches([':', '：']);
    if rest.starts_with("//") {
        return None;
    }
    let known = BEFORE_COLON.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(kind, _)| *kind);
    let drawn = || DRAWN.contains(&word.as_str()) && license::find(rest).is_some();
    let kind = known.or_else(|| drawn().then_some(MarkerKind::Picture))?;
    Some(Marker { len: text.len() - rest.trim_start().len(), kind })
}

/// Returns the marker at the start of a wording that is known to be a credit. There, `Photo by` may also precede a pen
/// name in lower case, or a remark in brackets.
pub(super) fn credit_marker_at(text: &str) -> Option<Marker> {
    marker_at(text).or_else(|| {
        let rest = BEFORE_BY.iter().find_map(|word| after_word(text, word))?;
        let rest = rest
            .strip_prefix('(')
            .and_then(|remark| remark.split_once(')'))
            .map_or(rest, |(_, rest)| rest.trim_start());
        let name = BY.iter().find_map(|by| after_word(rest, by))?;
        Some(Marker { len: text.len() - name.len(), kind: MarkerKind::Author })
    })
}

fn before_by(text: &str) -> Option<Marker> {
    let author =
        |name: &str| name_follows(name).then(|| Marker { len: text.len() - name.len(), kind: MarkerKind::Author });
    if let Some(name) = ["by ", "By ", "Courtesy of ", "courtesy of "].iter().find_map(|by| text.strip_prefix(by)) {
        return author(name);
    }
    let rest = BEFORE_BY.iter().find_map(|word| after_word(text, word))?;
    let rest = ["credit ", "Credit "].iter().find_map(|credit| rest.strip_prefix(credit)).unwrap_or(rest);
    let name = BY.iter().find_map(|by| after_word(rest, by));
    name.or_else(|| rest.strip_prefix("courtesy ")).and_then(author)
}

/// Returns the text after `by` in any language at the start of `text`.
pub(super) fn after_by(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', ',', ')', '\u{a0}']);
    BY.iter().find_map(|by| after_word(text, by)).filter(|name| name_follows(name))
}

/// Returns the text after `word` and a blank at the start of `text`, compared without case.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for expected in word.chars() {
        let found = rest.next()?;
        if found != expected && !found.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    let rest = rest.as_str();
    rest.starts_with([' ', '\u{a0}']).then(|| rest.trim_start())
}

fn name_follows(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_uppercase() || c == '@' || (c.is_alphabetic() && !c.is_lowercase()))
}

/// Whether `name` labels a picture.
pub(super) fn is_label(name: &str) -> bool {
    let name = name.to_lowercase();
    LABELS.contains(&name.as_str())
        || BEFORE_COLON.iter().any(|(kind, words)| *kind == MarkerKind::Picture && words.contains(&name.as_str()))
}

/// Whether `text` is nothing but the name of a source of pictures.
pub(super) fn is_platform(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ')', ']']).to_lowercase();
    let text = text.strip_prefix("the ").unwrap_or(&text);
    PLATFORMS.iter().any(|name| {
        text.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([',', ';', '.', ' ', '/', '(', ')']))
    })
}

/// Finds `via` with its surrounding words: from before it to the start of the name.
pub(super) fn find_via(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    while start < text.len() {
        if let Some(found) = via_at(text, start) {
            return Some(found);
        }
        start += text[start..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// Checks for `via` at offset `start`; see [`find_via`].
pub(super) fn via_at(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = &text[start..];
    if let Some(name) = rest.strip_prefix(['/', '|']) {
        let name = name.trim_start();
        return is_platform(name).then(|| start..text.len() - name.len());
    }
    if text[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
        return None;
    }
    for word in ["via", "über", "vía"] {
        if let Some(name) = after_word(rest, word) {
            let any = word != "über" || is_platform(name);
            return any.then(|| start..text.len() - name.len());
        }
    }
    for word in ["on", "from", "auf", "sur", "en", "su", "at", "ĉe", "na", "de"] {
        if let Some(name) = after_word(rest, word)
            && is_platform(name)
        {
            return Some(start..text.len() - name.len());
        }
    }
    None
}

/// Finds the start of a clause that only says that the picture was modified.
pub(super) fn find_modified(text: &str) -> Option<usize> {
    let separators = text.match_indices([',', ';', '(', '.', '|', '/', '–', '—']);
    separators.map(|(at, separator)| (at, at + separator.len())).find_map(|(at, after)| {
        let clause = text[after..].trim_start().to_lowercase();
        MODIFIED.iter().any(|word| clause.starts_with(word)).then_some(at)
    })
}

/// Whether `text` says that the picture was modified.
pub(super) fn says_modified(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphabetic()).any(|word| MODIFIED.contains(&word))
        && (find_modified(text).is_some()
            || lower.contains(" from the original")
            || lower.contains("von mir bearbeitet"))
}

/// Whether `word` keeps its full stop at the end of a name.
pub(super) fn is_abbreviation(word: &str) -> bool {
    ["Jr.", "Sr.", "Inc.", "Ltd.", "Co.", "Corp.", "Bros.", "St.", "Dr.", "ing."].contains(&word)
}
