//! Converts names to their sort form.

/// Words that belong to the family name after them.
const PARTICLES: [&str; 27] = [
    "al", "ap", "bin", "da", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "el", "ibn", "la",
    "le", "lo", "st.", "te", "ten", "ter", "van", "von", "y", "zu",
];
/// Words that occur only in names of organisations.
const BODIES: [&str; 31] = [
    "agency",
    "association",
    "authors",
    "center",
    "centre",
    "collective",
    "committee",
    "community",
    "company",
    "contributors",
    "council",
    "department",
    "editors",
    "foundation",
    "group",
    "inc.",
    "initiative",
    "institute",
    "lab",
    "labs",
    "ltd",
    "magazine",
    "ministry",
    "network",
    "news",
    "office",
    "press",
    "project",
    "staff",
    "team",
    "university",
];
/// Suffixes that do not belong to the family name.
const SUFFIXES: [&str; 8] = ["jr.", "jr", "sr.", "sr", "ii", "iii", "iv", "phd"];

/// Returns the sort form of `name`: family name first if it is a person's name in a recognisable order, else
/// unchanged.
///
/// Names in scripts without capitals, of a single word, or of organisations are unchanged: a wrong guess is worse than
/// none.
pub(super) fn file_as(name: &str) -> String {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    if name.contains(',') || !(2..=6).contains(&words.len()) || !words.iter().all(|word| is_of_a_person(word)) {
        return name.to_owned();
    }
    let suffix = words.pop_if(|word| SUFFIXES.contains(&word.to_lowercase().as_str()));
    let Some(mut family) = words.len().checked_sub(1).filter(|&last| last > 0) else { return name.to_owned() };
    while family > 1 && is_particle(words[family - 1]) {
        family -= 1;
    }
    let (given, family) = words.split_at(family);
    let suffix = suffix.map(|suffix| format!(", {suffix}")).unwrap_or_default();
    format!("{}, {}{suffix}", family.join(" "), given.join(" "))
}

fn is_particle(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && PARTICLES.contains(&word)
}

fn is_of_a_person(word: &str) -> bool {
    let lower = word.to_lowercase();
    is_particle(word) || word.starts_with(char::is_uppercase) && !BODIES.contains(&lower.as_str()) && lower != "the"
}

#[cfg(test)]
mod tests {
    use super::file_as;

    #[test]
    fn persons_are_filed_by_family_name() {
        assert_eq!(file_as("Ada B. Writer"), "Writer, Ada B.");
        assert_eq!(file_as("Vincent van der Berg"), "van der Berg, Vincent");
        assert_eq!(file_as("Sam Writer Jr."), "Writer, Sam, Jr.");
    }

    #[test]
    fn everything_else_stays() {
        for name in ["Plato", "The Release Team", "Code for Everyone", "山田 太郎", "Writer, Ada", "Example Foundation"]
        {
            assert_eq!(file_as(name), name);
        }
    }
}
