//! Spaces where lines must not end, though Unicode allows it: words that belong together stay together, as good
//! compositors keep them (Bringhurst, "The Elements of Typographic Style", §2.4; Мильчин & Чельцова, «Справочник
//! издателя и автора»).

/// Units that stay with the number before them.
const UNITS: &[&str] = &[
    "mm", "cm", "dm", "m", "km", "µm", "μm", "nm", "in", "ft", "mi", "mg", "g", "kg", "t", "lb", "oz", "s", "ms", "µs",
    "ns", "min", "h", "Hz", "kHz", "MHz", "GHz", "bit", "B", "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "W",
    "kW", "MW", "GW", "kWh", "V", "A", "mA", "J", "kJ", "kcal", "N", "Pa", "hPa", "bar", "K", "°C", "°F", "°", "%",
    "‰", "€", "$", "£", "¥", "l", "L", "ml", "mL", "ha", "km²", "m²", "m³", "px", "pt", "em", "rem", "dpi", "dB", "lx",
    "ppm", "fps", "a.m.", "p.m.", "am", "pm", "AM", "PM", "Uhr", "км", "м", "см", "мм", "кг", "г", "т", "руб", "₽",
    "тыс", "млн", "млрд", "ч", "мин", "гг", "век", "Kč", "zł", "kr",
];
/// Words that stay with the number after them.
const BEFORE_NUMBER: &[&str] = &[
    "No.",
    "no.",
    "Nos.",
    "nos.",
    "Nr.",
    "nr.",
    "№",
    "§",
    "§§",
    "p.",
    "pp.",
    "S.",
    "s.",
    "ch.",
    "Ch.",
    "sec.",
    "Sec.",
    "Fig.",
    "fig.",
    "Figs.",
    "Abb.",
    "Tab.",
    "Vol.",
    "vol.",
    "Bd.",
    "Art.",
    "art.",
    "Kap.",
    "рис.",
    "табл.",
    "гл.",
    "с.",
    "стр.",
    "т.",
    "č.",
    "str.",
    "ca.",
    "c.",
    "ок.",
    "~",
    "≈",
    "±",
];
/// Titles that stay with the name after them.
const BEFORE_NAME: &[&str] = &[
    "Dr.", "Mr.", "Mrs.", "Ms.", "Mx.", "Prof.", "St.", "Sr.", "Sra.", "Mme", "Mlle", "M.", "MM.", "Dr", "Mr", "Mrs",
    "Ms", "Hr.", "Fr.", "г.", "ул.", "им.", "р.",
];

/// Whether a line must not end at the space between `before` and `after`, in text of the language `lang`.
///
/// `before` ends where the space begins, and `after` begins where it ends.
pub(super) fn binds(before: &str, after: &str, lang: &str) -> bool {
    let Some(first) = after.chars().next() else { return false };
    let left = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let Some(last) = left.chars().next_back() else { return false };
    // Most spaces stand between two lower-case words: these are recognised at once.
    if first.is_lowercase() && last.is_lowercase() && !is_one_letter(left) {
        return is_stray_particle(after, lang);
    }
    let left = left.trim_start_matches(['(', '[', '“', '„', '«', '‘', '"']);
    let starts_name = first.is_uppercase();
    let starts_number = first.is_numeric();
    is_lonely(left, lang)
        || is_initial(left) && (starts_name || is_initial(word(after)))
        || starts_name && BEFORE_NAME.contains(&left)
        || starts_number && BEFORE_NUMBER.contains(&left)
        || last.is_numeric() && is_unit(after)
        || last.is_numeric() && starts_number && groups(left, after)
        || is_stray_particle(after, lang)
}

fn word(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

/// Whether `word` is initials with full stops: `J.`, `J.R.`, the `z.` and `B.` of `z. B.`.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    let mut any = false;
    while let Some(letter) = letters.next() {
        if !letter.is_alphabetic() || letters.next() != Some('.') {
            return false;
        }
        any = true;
    }
    any
}

fn is_one_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// Whether `word` is a preposition or conjunction of one letter in a language whose typographic custom keeps it from
/// the end of a line.
fn is_lonely(word: &str, lang: &str) -> bool {
    is_one_letter(word) && matches!(primary(lang), "pl" | "cs" | "sk" | "ru" | "uk" | "be" | "bg")
}

/// Whether `after` begins with a Russian particle, which belongs to the word before it.
fn is_stray_particle(after: &str, lang: &str) -> bool {
    matches!(primary(lang), "ru" | "uk" | "be")
        && matches!(word(after).trim_end_matches([',', '.', ';']), "же" | "ли" | "бы" | "ж" | "б" | "ль")
}

fn is_unit(after: &str) -> bool {
    let word = word(after);
    let bare = word.trim_end_matches([',', '.', ';', ':', ')', '!', '?', '”', '»', '“', '’']);
    UNITS.contains(&bare) || UNITS.contains(&word)
}

/// Whether two numbers are groups of one number, as in `10 000`.
fn groups(left: &str, after: &str) -> bool {
    let digits = after.chars().take_while(char::is_ascii_digit).count();
    let next = after[digits..].chars().next();
    digits == 3
        && left.len() <= 3
        && left.bytes().all(|byte| byte.is_ascii_digit())
        && next.is_none_or(|next| !next.is_alphanumeric())
}

fn primary(lang: &str) -> &str {
    lang.split('-').next().unwrap_or(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_stays_together() {
        for (before, after, lang) in [
            ("by J.", "Tolkien wrote", "en"),
            ("by J.", "R. R. Tolkien", "en"),
            ("das ist z.", "B. so", "de"),
            ("asked Dr.", "Who", "en"),
            ("see p.", "12 of", "en"),
            ("a walk of 12", "km, or", "en"),
            ("(about 40", "%)", "en"),
            ("costs 10", "000 roubles", "ru"),
            ("он живёт в", "Москве", "ru"),
            ("Říkal, že v", "Praze", "cs"),
            ("Mieszka w", "Krakowie", "pl"),
            ("сказал", "бы, что", "ru"),
        ] {
            assert!(binds(before, after, lang), "{before}_{after}");
        }
    }

    #[test]
    fn other_spaces_may_end_a_line() {
        for (before, after, lang) in [
            ("and then", "there was", "en"),
            ("such a", "thing", "en"),
            ("the end.", "The beginning", "en"),
            ("in 1998", "and", "en"),
            ("in 1998", "1999 was", "en"),
            ("see the", "12 of them", "en"),
            ("", "start", "en"),
            ("end", "", "en"),
        ] {
            assert!(!binds(before, after, lang), "{before}_{after}");
        }
    }
}
