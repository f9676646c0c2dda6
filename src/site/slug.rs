//! How site generators make parts of addresses of words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Hugo: spaces become hyphens, other signs go, and letters of all scripts stay (`helpers.PathSpec.UnicodeSanitize`).
pub(crate) fn hugo(text: &str, lower: bool) -> String {
    let (mut out, mut hyphen, mut was_hyphen) = (String::new(), false, false);
    for (at, c) in text.char_indices() {
        let escape = || text.as_bytes().get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let kept = c.is_alphanumeric() || is_combining_mark(c) || "./\\_#+~-@".contains(c) || c == '%' && escape();
        if kept {
            was_hyphen = c == '-';
            if std::mem::take(&mut hyphen) && !was_hyphen {
                out.push('-');
            }
            out.push(c);
        } else if !out.is_empty() && !was_hyphen && c.is_whitespace() {
            hyphen = true;
        }
    }
    if lower { out.to_lowercase() } else { out }
}

/// Jekyll: every run of other characters than letters and digits becomes a hyphen; `pretty` keeps the signs that
/// addresses may have.
pub(crate) fn jekyll(text: &str, pretty: bool, cased: bool) -> String {
    let kept = |c: char| c.is_alphanumeric() || is_combining_mark(c) || pretty && "._~!$&'()+,;=@".contains(c);
    let out = hyphenated(text, kept);
    if cased { out } else { out.to_lowercase() }
}

/// Letters and digits of ASCII in lower case, as Zola, Pelican and MkDocs have them; `None` if a letter has no
/// transcription here.
pub(crate) fn ascii(text: &str) -> Option<String> {
    let mut plain = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match transcribed(c) {
            Some(letters) => plain.push_str(letters),
            None if c.is_ascii() => plain.push(c),
            None if c.is_alphabetic() => return None,
            None => plain.push('-'),
        }
    }
    Some(hyphenated(&plain, |c| c.is_ascii_alphanumeric()).to_lowercase())
}

/// Python-Markdown and Pelican: accents and all signs beyond ASCII go; spaces and hyphens become one hyphen.
pub(crate) fn python(text: &str) -> String {
    let plain: String = text.nfkd().filter(char::is_ascii).collect();
    let kept: String =
        plain.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || c.is_whitespace()).collect();
    let lower = kept.trim().to_lowercase();
    lower.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// Pelican: letters beyond ASCII are transcribed first.
pub(crate) fn pelican(text: &str) -> String {
    python(&text.chars().fold(String::new(), |mut out, c| {
        match transcribed(c) {
            Some(letters) if !c.is_ascii() => out.push_str(letters),
            _ => out.push(c),
        }
        out
    }))
}

/// Material for MkDocs (`pymdownx.slugs.slugify(case="lower")`): letters of all scripts stay.
pub(crate) fn unicode(text: &str) -> String {
    let kept: String = text
        .nfc()
        .filter(|c| c.is_alphanumeric() || is_combining_mark(*c) || matches!(c, '_' | '-') || c.is_whitespace())
        .collect();
    kept.trim().to_lowercase().split_whitespace().collect::<Vec<_>>().join("-")
}

/// GitHub: lower case, spaces become hyphens, signs go (`github-slugger`).
pub(crate) fn github(text: &str) -> String {
    let kept = text.trim().chars().flat_map(char::to_lowercase).filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() || is_combining_mark(c) => Some(c),
        _ => None,
    });
    kept.collect()
}

/// Hexo and others: accents go, spaces and signs become hyphens, case stays.
pub(crate) fn hexo(text: &str, lower: bool) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).nfc().collect();
    const SIGNS: &str = "~`!@#$%^&*()-_+=[]{}|\\;:\"'<>,.?/ \t\n";
    let out = hyphenated(&plain, |c| !SIGNS.contains(c) && !c.is_whitespace());
    if lower { out.to_lowercase() } else { out }
}

/// Joins what remains of `text` by hyphens, without any at its ends.
fn hyphenated(text: &str, kept: impl Fn(char) -> bool) -> String {
    text.split(|c| !kept(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Letters that do not fall apart into one of ASCII and a mark.
fn transcribed(c: char) -> Option<&'static str> {
    const CYRILLIC: [&str; 32] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh",
        "ts", "ch", "sh", "shch", "", "y", "", "e", "iu", "ia",
    ];
    const GREEK: [&str; 25] = [
        "a", "b", "g", "d", "e", "z", "e", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t", "u", "ph",
        "kh", "ps", "o",
    ];
    let lower = c.to_lowercase().next().unwrap_or(c);
    Some(match lower {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŋ' => "ng",
        'þ' => "th",
        '\'' | '’' | '‘' => "",
        'а'..='я' => CYRILLIC[lower as usize - 'а' as usize],
        'α'..='ω' => GREEK[lower as usize - 'α' as usize],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_generator_has_its_slugs() {
        assert_eq!(hugo("My Post: Größe & Co.", true), "my-post-größe-co.");
        assert_eq!(hugo("C++ - or C#?", true), "c++-or-c#");
        assert_eq!(jekyll("The _cönfig.yml file", false, false), "the-cönfig-yml-file");
        assert_eq!(jekyll("The _cönfig.yml file", true, true), "The-_cönfig.yml-file");
        assert_eq!(ascii("Größe & Öl: l'été").as_deref(), Some("grosse-ol-lete"));
        assert_eq!(ascii("Привет мир").as_deref(), Some("privet-mir"));
        assert_eq!(ascii("北京"), None);
        assert_eq!(python("Été: l'année -- 2024"), "ete-lannee-2024");
        assert_eq!(unicode("Größe & Öl"), "größe-öl");
        assert_eq!(github("What's new? (v2)"), "whats-new-v2");
        assert_eq!(hexo("Mein Été", false), "Mein-Ete");
    }
}
