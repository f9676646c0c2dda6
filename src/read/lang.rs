//! Languages: declared ones are normalised to BCP 47, undeclared ones detected from the text.
//!
//! The operating system's locale is never used: it is the language of the person at the terminal, not of the author.

mod error;
mod tag;
mod title;
mod words;

pub use error::{TagError, TagFault};
pub use tag::well_formed;
pub(crate) use title::{Candidate, of_title, title_words};

use unicode_script::{Script, UnicodeScript};

use crate::article::{Direction, Lang};

/// Number of bytes used for detection; more take time and change nothing.
const SAMPLE: usize = 12_000;
/// Minimum number of letters for detection.
const FEWEST_LETTERS: usize = 40;

/// Detects the language of `text`, if that is possible with confidence.
pub(crate) fn detect(text: &str) -> Option<Lang> {
    let sample = sample(text);
    let scripts = Scripts::of(sample);
    if scripts.letters < FEWEST_LETTERS {
        return None;
    }
    if let Some(code) = by_script(&scripts, sample) {
        return Some(Lang(code.into()));
    }
    let info = whatlang::detect(sample)?;
    (info.is_reliable() && info.confidence() > 0.5).then(|| Lang(code(info.lang()).into()))
}

/// Returns the middle of a text: its start may consist of names and captions.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let start = text.floor_char_boundary((text.len() - SAMPLE) / 4);
    &text[start..text.floor_char_boundary(start + SAMPLE)]
}

/// The number of a text's letters in each script.
#[derive(Default)]
struct Scripts {
    letters: usize,
    counts: Vec<(Script, usize)>,
}

impl Scripts {
    fn of(text: &str) -> Self {
        let mut scripts = Self::default();
        let ascii = text.bytes().filter(u8::is_ascii_alphabetic).count();
        scripts.letters = ascii;
        scripts.counts.push((Script::Latin, ascii));
        for c in text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()) {
            scripts.letters += 1;
            let script = c.script();
            match scripts.counts.iter_mut().find(|(known, _)| *known == script) {
                Some((_, count)) => *count += 1,
                None => scripts.counts.push((script, 1)),
            }
        }
        scripts
    }

    /// Returns the share of letters in `script`.
    fn share(&self, script: Script) -> f32 {
        let count = self.counts.iter().find(|(known, _)| *known == script).map_or(0, |(_, count)| *count);
        count as f32 / self.letters.max(1) as f32
    }
}

/// Recognises languages by their script or special letters, which statistics recognise poorly or not at all.
fn by_script(scripts: &Scripts, text: &str) -> Option<&'static str> {
    const ALONE: [(Script, &str); 15] = [
        (Script::Thai, "th"),
        (Script::Greek, "el"),
        (Script::Georgian, "ka"),
        (Script::Armenian, "hy"),
        (Script::Tamil, "ta"),
        (Script::Telugu, "te"),
        (Script::Kannada, "kn"),
        (Script::Malayalam, "ml"),
        (Script::Gujarati, "gu"),
        (Script::Gurmukhi, "pa"),
        (Script::Khmer, "km"),
        (Script::Lao, "lo"),
        (Script::Myanmar, "my"),
        (Script::Sinhala, "si"),
        (Script::Tibetan, "bo"),
    ];
    if scripts.share(Script::Hiragana) + scripts.share(Script::Katakana) > 0.25 {
        return Some("ja");
    }
    // A character of these scripts is as much text as several Latin letters.
    if scripts.share(Script::Han) > 0.25 {
        return Some(han(text));
    }
    if scripts.share(Script::Hangul) > 0.25 {
        return Some("ko");
    }
    if scripts.share(Script::Latin) > 0.6 {
        return esperanto(text, scripts.letters).or_else(|| words::detect(text));
    }
    if scripts.share(Script::Cyrillic) > 0.6 {
        return cyrillic(text);
    }
    if scripts.share(Script::Arabic) > 0.6 {
        return arabic(text);
    }
    ALONE.into_iter().find(|(script, _)| scripts.share(*script) > 0.6).map(|(_, code)| code)
}

/// Decides between simplified and traditional Chinese by very common characters.
fn han(text: &str) -> &'static str {
    let count = |letters: &str| text.chars().filter(|c| letters.contains(*c)).count();
    let simplified = count("这们国说对时会为个发开关问题经业东车长门见");
    let traditional = count("這們國說對時會為個發開關問題經業東車長門見");
    match simplified.cmp(&traditional) {
        std::cmp::Ordering::Greater => "zh-Hans",
        std::cmp::Ordering::Less => "zh-Hant",
        std::cmp::Ordering::Equal => "zh",
    }
}

/// Recognises Esperanto by the letters that only it has. Its frequent words would mislead, because such texts quote
/// other languages at length.
fn esperanto(text: &str, letters: usize) -> Option<&'static str> {
    let own = text.chars().filter(|c| !c.is_ascii() && "ĉĝĥĵŝŭĈĜĤĴŜŬ".contains(*c)).count();
    let different = if own == 0 { 0 } else { "ĉĝĵŝŭ".chars().filter(|c| text.contains(*c)).count() };
    (own * 1000 >= letters * 8 && different >= 2).then_some("eo")
}

/// Recognises Kazakh, Kyrgyz, Tatar, Mongolian and Tajik by letters that only they have; statistics decide about the
/// rest.
fn cyrillic(text: &str) -> Option<&'static str> {
    let per_mille = |letters: &str| {
        let letters_found = text.chars().filter(|c| letters.contains(*c)).count();
        letters_found * 1000 / text.chars().filter(|c| c.is_alphabetic()).count().max(1)
    };
    // Kazakh has all three; Tajik shares two of them, and has letters with a macron that no other has.
    if per_mille("ғқұҒҚҰ") >= 10 && per_mille("ӣӯҷҳӢӮҶҲ") < 5 {
        Some("kk")
    } else if per_mille("ӣӯҷҳӢӮҶҲ") >= 5 {
        Some("tg")
    } else if per_mille("җҗәһӘҺ") >= 20 {
        // Tatar has `җ`, `ә` and `һ`. Kazakh, which also has `ә`, was recognised above.
        Some("tt")
    } else if per_mille("ңҢ") >= 2 && per_mille("өүӨҮ") >= 10 {
        // Kyrgyz has `ң` beside the vowels that Mongolian has too.
        Some("ky")
    } else if per_mille("өүӨҮ") >= 20 {
        Some("mn")
    } else {
        None
    }
}

/// Recognises Persian and Urdu by the letters that Arabic lacks.
fn arabic(text: &str) -> Option<&'static str> {
    let count = |letters: &str| text.chars().filter(|c| letters.contains(*c)).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count().max(1);
    // Urdu: retroflex letters, and forms of heh that Persian does not use.
    if count("ٹڈڑےںھہ") * 100 >= letters * 3 {
        Some("ur")
    } else if count("ەۆێڕڵ") * 100 >= letters * 3 {
        // Sorani Kurdish writes its vowels.
        Some("ckb")
    } else if count("پچژگیک") * 100 >= letters * 3 {
        // Urdu and Sorani share these letters with Persian, so they are checked before it.
        Some("fa")
    } else if count("ةىأإ") * 100 >= letters {
        // Arabic has these letters, and Persian does not. In a text with none of the letters above, statistics decide.
        Some("ar")
    } else {
        None
    }
}

/// Returns the BCP 47 code of a language that `whatlang` detected: the shortest one, as RFC 5646 §2.2.1 requires.
fn code(lang: whatlang::Lang) -> &'static str {
    CODES.iter().find(|(three, ..)| *three == lang.code()).map_or(lang.code(), |(_, two, _)| two)
}

/// ISO 639-3 code, BCP 47 code, names in lower case.
const CODES: [(&str, &str, &[&str]); 72] = [
    ("eng", "en", &["english"]),
    ("deu", "de", &["german", "deutsch"]),
    ("fra", "fr", &["french", "français", "francais"]),
    ("spa", "es", &["spanish", "español", "espanol", "castellano"]),
    ("por", "pt", &["portuguese", "português"]),
    ("ita", "it", &["italian", "italiano"]),
    ("nld", "nl", &["dutch", "nederlands"]),
    ("rus", "ru", &["russian", "русский"]),
    ("ukr", "uk", &["ukrainian", "українська"]),
    ("bel", "be", &["belarusian"]),
    ("pol", "pl", &["polish", "polski"]),
    ("ces", "cs", &["czech", "čeština"]),
    ("slk", "sk", &["slovak"]),
    ("slv", "sl", &["slovenian", "slovene"]),
    ("hrv", "hr", &["croatian"]),
    ("srp", "sr", &["serbian"]),
    ("bul", "bg", &["bulgarian"]),
    ("mkd", "mk", &["macedonian"]),
    ("ron", "ro", &["romanian"]),
    ("hun", "hu", &["hungarian", "magyar"]),
    ("fin", "fi", &["finnish", "suomi"]),
    ("est", "et", &["estonian"]),
    ("lav", "lv", &["latvian"]),
    ("lit", "lt", &["lithuanian"]),
    ("swe", "sv", &["swedish", "svenska"]),
    ("dan", "da", &["danish", "dansk"]),
    ("nob", "nb", &["norwegian", "norsk", "bokmål"]),
    ("nno", "nn", &["nynorsk"]),
    ("isl", "is", &["icelandic"]),
    ("gle", "ga", &["irish"]),
    ("cym", "cy", &["welsh"]),
    ("ell", "el", &["greek", "ελληνικά"]),
    ("tur", "tr", &["turkish", "türkçe"]),
    ("aze", "az", &["azerbaijani"]),
    ("kaz", "kk", &["kazakh", "қазақша"]),
    ("kir", "ky", &["kyrgyz"]),
    ("uzb", "uz", &["uzbek"]),
    ("tat", "tt", &["tatar"]),
    ("tuk", "tk", &["turkmen"]),
    ("mon", "mn", &["mongolian"]),
    ("tgk", "tg", &["tajik"]),
    ("ara", "ar", &["arabic", "العربية"]),
    ("pes", "fa", &["persian", "farsi", "فارسی"]),
    ("heb", "he", &["hebrew", "עברית"]),
    ("yid", "yi", &["yiddish"]),
    ("urd", "ur", &["urdu"]),
    ("hin", "hi", &["hindi", "हिन्दी"]),
    ("ben", "bn", &["bengali", "bangla"]),
    ("mar", "mr", &["marathi"]),
    ("guj", "gu", &["gujarati"]),
    ("pan", "pa", &["punjabi"]),
    ("tam", "ta", &["tamil"]),
    ("tel", "te", &["telugu"]),
    ("kan", "kn", &["kannada"]),
    ("mal", "ml", &["malayalam"]),
    ("sin", "si", &["sinhala"]),
    ("nep", "ne", &["nepali"]),
    ("tha", "th", &["thai"]),
    ("vie", "vi", &["vietnamese"]),
    ("ind", "id", &["indonesian"]),
    ("msa", "ms", &["malay"]),
    ("tgl", "tl", &["tagalog", "filipino"]),
    ("jpn", "ja", &["japanese", "日本語"]),
    ("kor", "ko", &["korean", "한국어"]),
    ("cmn", "zh", &["chinese", "中文", "mandarin"]),
    ("epo", "eo", &["esperanto"]),
    ("lat", "la", &["latin"]),
    ("cat", "ca", &["catalan", "català"]),
    ("afr", "af", &["afrikaans"]),
    ("kat", "ka", &["georgian"]),
    ("hye", "hy", &["armenian"]),
    ("swa", "sw", &["swahili"]),
];

/// Converts `declared` to a BCP 47 tag: `en_US.UTF-8` becomes `en-US`, `zh-hans` becomes `zh-Hans`, `German` becomes
/// `de`. Returns `None` for anything else, such as POSIX's `C` or a malformed tag.
pub fn normalise(declared: &str) -> Option<Lang> {
    mended(declared).filter(|mended| mended.fault.is_none()).map(|mended| mended.lang)
}

/// A declared language after repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mended {
    /// The language.
    pub lang: Lang,
    /// What is wrong with the rest of the declaration, which is dropped.
    pub fault: Option<TagError>,
}

/// Normalises the well-formed part of `declared`, as [`normalise`] does: `en-GB-GB` becomes `en-GB`.
pub(crate) fn mended(declared: &str) -> Option<Mended> {
    let declared = declared.trim().split(['.', '@']).next().unwrap_or_default();
    let lower = declared.to_lowercase();
    if let Some((_, code, _)) =
        CODES.iter().find(|(three, _, names)| *three == lower || names.contains(&lower.as_str()))
    {
        return Some(Mended { lang: Lang((*code).into()), fault: None });
    }
    let parts: Vec<&str> = lower.split(['-', '_']).collect();
    let tag::Beginning { at, why } = tag::beginning(&parts);
    let primary = parts.first().filter(|primary| at > 0 && primary.len() <= 3 && **primary != "und")?;
    let mut tag = CODES.iter().find(|(three, ..)| three == primary).map_or(*primary, |(_, two, _)| *two).to_owned();
    let mut extension = false;
    for part in &parts[1..at] {
        extension |= part.len() == 1;
        tag.push('-');
        match part.len() {
            2 if !extension => tag.push_str(&part.to_uppercase()),
            4 if !extension && part.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                tag.push_str(&part[..1].to_uppercase());
                tag.push_str(&part[1..]);
            }
            _ => tag.push_str(part),
        }
    }
    let original = declared.split(['-', '_']).nth(at);
    Some(Mended { lang: Lang(tag), fault: original.map(|part| TagError { part: part.to_owned(), fault: why }) })
}

/// Returns the direction of the script of `lang`.
pub(crate) fn direction(lang: &Lang) -> Direction {
    let script = lang.0.split('-').nth(1).filter(|part| part.len() == 4);
    let rtl = match script {
        Some(script) => ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"].contains(&script),
        None => [
            "ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "arc", "syr", "nqo", "prs", "arz", "azb",
            "iw", "ji",
        ]
        .contains(&lang.primary()),
    };
    if rtl { Direction::Rtl } else { Direction::Ltr }
}

/// Returns the language in a path such as `_articles/ru/finding-users.md`, `post.fr.md` and `content/zh-hans/a.md`.
///
/// Only languages of our list are recognised: a folder `go/` or `as/` is hardly a language.
pub(crate) fn from_path(path: &str) -> Option<Lang> {
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next()?;
    let infix = name.rsplit('.').nth(1).filter(|_| name.matches('.').count() >= 2);
    infix.into_iter().chain(parts.take(3)).find_map(known)
}

fn known(part: &str) -> Option<Lang> {
    let shape = part.len() == 2 || part.as_bytes().get(2).is_some_and(|&byte| byte == b'-' || byte == b'_');
    let lang = normalise(part).filter(|_| shape && part.len() <= 7)?;
    // These are codes of languages, but more often names of folders.
    let other = ["is", "it", "no", "id", "my", "io", "so", "to", "or", "as", "go", "la", "be", "ms", "ml", "sc"];
    let listed = CODES.iter().any(|(_, two, _)| *two == lang.primary());
    (listed && (!other.contains(&lang.primary()) || lang.0.contains('-') || ["it", "id"].contains(&part)))
        .then_some(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_languages_take_the_form_of_bcp_47() {
        let cases = [
            ("en", Some("en")),
            ("en_US.UTF-8", Some("en-US")),
            ("EN-gb", Some("en-GB")),
            ("zh-hans", Some("zh-Hans")),
            ("zh_hant_tw", Some("zh-Hant-TW")),
            ("es-419", Some("es-419")),
            ("sl-rozaj-biske", Some("sl-rozaj-biske")),
            ("English", Some("en")),
            ("german", Some("de")),
            ("deu", Some("de")),
            ("de-x-formal", Some("de-x-formal")),
            ("C", None),
            ("POSIX", None),
            ("C.UTF-8", None),
            ("", None),
            ("en--us", None),
            ("en-x", None),
            ("not a language", None),
            ("und", None),
            ("ñ", None),
            ("en-GB-GB", None),
            ("en_GB_GB", None),
            ("en-u-", None),
            ("de-1901-1901", None),
            ("zh-min-nan", Some("zh-min-nan")),
            ("x-klingon", None),
        ];
        for (declared, tag) in cases {
            assert_eq!(normalise(declared).map(|lang| lang.0).as_deref(), tag, "{declared}");
        }
    }

    #[test]
    fn what_is_well_formed_of_a_tag_is_kept() {
        let cases = [
            ("en-GB-GB", Some(("en-GB", "`GB` is a second region"))),
            ("pt_BR_", Some(("pt-BR", "`` is empty"))),
            ("DE-x", Some(("de", "`x` announces something that does not follow"))),
            ("fr-latin1!", Some(("fr", "`latin1!` is neither letters nor digits"))),
            ("not a language", None),
            ("", None),
        ];
        for (declared, expected) in cases {
            let found = mended(declared)
                .map(|mended| (mended.lang.0, mended.fault.map_or(String::new(), |fault| fault.to_string())));
            let expected = expected.map(|(tag, why)| (tag.to_owned(), why.to_owned()));
            assert_eq!(found, expected, "{declared}");
        }
    }

    #[test]
    fn text_tells_its_language() {
        let cases = [
            ("The harbour master keeps a calendar of every ship that has ever called at the quay of this town.", "en"),
            ("Der Hafenmeister führt einen Kalender über jedes Schiff, das jemals an diesem Kai gelegen hat.", "de"),
            (
                "Le capitaine du port tient un calendrier de tous les navires qui ont fait escale dans cette ville.",
                "fr",
            ),
            (
                "La havenestro havas kalendaron pri ĉiu ŝipo, kiu iam ajn vizitis la kajon de tiu ĉi eta urbo ĉe la maro.",
                "eo",
            ),
            ("Қала әкімі әр кеменің келген күнін жазып отырады, сондықтан ұмытылған ештеңе жоқ деп айтады.", "kk"),
            ("Начальник порта ведёт календарь всех кораблей, которые когда-либо заходили в этот город.", "ru"),
            (
                "یک تقویم برای همه کشتی‌هایی که به این بندر آمده‌اند نگه می‌دارد و هر روز آن را می‌خواند و چیزی را پاک نمی‌کند.",
                "fa",
            ),
            ("يحتفظ مدير الميناء بتقويم لكل سفينة وصلت إلى رصيف هذه المدينة الصغيرة منذ أن أُنشئ الميناء.", "ar"),
            (
                "港務長は、この町の岸壁に寄港したすべての船の暦をつけている。毎朝それを読み返し、何も消さないという。",
                "ja",
            ),
            (
                "这个城市的港务长为每一艘来过的船记录日期，他们说什么都没有忘记，每天早上都会重新看一遍这本日历，对过去的时间。",
                "zh-Hans",
            ),
        ];
        for (text, code) in cases {
            assert_eq!(detect(text).map(|lang| lang.0).as_deref(), Some(code), "{text}");
        }
        assert_eq!(detect("OK."), None);
        assert_eq!(detect("12 345 678 90 ".repeat(20).as_str()), None);
    }

    /// Compares detected languages with those that the archives declare or are known to have.
    #[test]
    fn texts_of_the_corpus_tell_their_language() {
        let Some(root) = std::env::var_os("OFFPRINT_CORPUS").map(std::path::PathBuf::from) else {
            eprintln!("skipped: OFFPRINT_CORPUS names no corpus");
            return;
        };
        let mut texts = Vec::new();
        let mut folder = |path: &str, lang: &str| {
            let entries = std::fs::read_dir(root.join(path)).into_iter().flatten();
            let files = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
            texts.extend(files.map(|file| (file, lang.to_owned())));
        };
        folder("global-voices-eo-txt", "eo");
        folder("putaindecode-fr/contents/articles", "fr");
        for lang in ["ar", "fa", "tr", "ru", "de", "fr", "zh-hans", "ja", "ko", "el", "hi", "ta"] {
            folder(&format!("opensource-guide-jekyll/_articles/{lang}"), &normalise(lang).unwrap().0);
        }
        let mut wrong = Vec::new();
        for (file, lang) in &texts {
            let Ok(text) = std::fs::read_to_string(file) else { continue };
            let found = detect(&text).map_or_else(|| "none".into(), |lang| lang.0);
            if found != *lang {
                wrong.push(format!("{}: {found}", file.display()));
            }
        }
        println!("{} of {} texts: {wrong:#?}", wrong.len(), texts.len());
        assert!(wrong.len() * 20 <= texts.len(), "{wrong:#?}");
    }

    #[test]
    fn scripts_have_a_direction() {
        for (tag, direction_of) in [
            ("ar", Direction::Rtl),
            ("fa-IR", Direction::Rtl),
            ("uz-Arab", Direction::Rtl),
            ("ks-Deva", Direction::Ltr),
            ("en", Direction::Ltr),
        ] {
            assert_eq!(direction(&Lang(tag.into())), direction_of, "{tag}");
        }
    }

    #[test]
    fn paths_name_languages() {
        let lang = |path| from_path(path).map(|lang| lang.0);
        assert_eq!(lang("_articles/ru/finding-users.md").as_deref(), Some("ru"));
        assert_eq!(lang("_articles/zh-hans/finding-users.md").as_deref(), Some("zh-Hans"));
        assert_eq!(lang("post.fr.md").as_deref(), Some("fr"));
        assert_eq!(lang("post.md"), None);
        assert_eq!(lang("go/post.md"), None);
        assert_eq!(lang("my/v1.2/post.md"), None);
    }
}
