//! Patterns of shells for single names, and their alternatives.
//!
//! Letters are compared as characters, so `?` is any letter of any script.

/// Characters that make a path a pattern.
const SIGNS: [char; 4] = ['*', '?', '[', '{'];

/// Maximum number of alternatives of a pattern.
const MOST: usize = 1_000;

/// Whether `text` has a sign that stands for something else.
pub fn is_pattern(text: &str) -> bool {
    text.contains(SIGNS)
}

/// Returns `text` without the backslashes that take their meaning from signs.
pub fn plain(text: &str) -> String {
    if cfg!(windows) {
        return text.to_owned();
    }
    let (mut out, mut letters) = (String::new(), text.chars());
    while let Some(letter) = letters.next() {
        out.push(if letter == '\\' { letters.next().unwrap_or(letter) } else { letter });
    }
    out
}

/// Returns the patterns that `{a,b}` in `text` stands for, in their order; `None` if there are too many. Braces without a
/// comma are letters, as in shells.
pub fn alternatives(text: &str) -> Option<Vec<String>> {
    let mut done = Vec::new();
    let mut todo = vec![text.to_owned()];
    while let Some(text) = todo.pop() {
        if done.len() + todo.len() > MOST {
            return None;
        }
        match braces(&text) {
            None => done.push(text),
            Some((before, choices, after)) => {
                todo.extend(choices.iter().rev().map(|choice| format!("{before}{choice}{after}")));
            }
        }
    }
    Some(done)
}

/// Splits `text` at its first braces with a comma.
fn braces(text: &str) -> Option<(&str, Vec<&str>, &str)> {
    text.match_indices('{').find_map(|(open, _)| {
        let (mut depth, mut from, mut choices) = (0usize, open + 1, Vec::new());
        for (at, letter) in text[open..].char_indices().map(|(at, letter)| (open + at, letter)) {
            match letter {
                '{' => depth += 1,
                ',' if depth == 1 => {
                    choices.push(&text[from..at]);
                    from = at + 1;
                }
                '}' if depth == 1 => {
                    choices.push(&text[from..at]);
                    return (choices.len() > 1).then(|| (&text[..open], choices, &text[at + 1..]));
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        None
    })
}

/// Whether `pattern` matches the whole of `name`. A dot at its start is matched by a dot only.
pub fn matches(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut in_name) = (0, 0);
    // Where the last star stands, and how far it reached.
    let mut star: Option<(usize, usize)> = None;
    while in_name < name.len() {
        if pattern.get(at) == Some(&'*') {
            star = Some((at + 1, in_name));
            at += 1;
        } else if let Some(next) = one(&pattern, at, name[in_name]) {
            (at, in_name) = (next, in_name + 1);
        } else if let Some((after, reached)) = star {
            star = Some((after, reached + 1));
            (at, in_name) = (after, reached + 1);
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|sign| *sign == '*')
}

/// Matches `letter` at `at` in `pattern`; returns where the pattern goes on.
fn one(pattern: &[char], at: usize, letter: char) -> Option<usize> {
    match *pattern.get(at)? {
        '?' => Some(at + 1),
        '[' => match class(pattern, at) {
            Some((end, negated, class)) => (contains(class, letter) != negated).then_some(end),
            None => (letter == '[').then_some(at + 1),
        },
        '\\' if !cfg!(windows) => (pattern.get(at + 1) == Some(&letter)).then_some(at + 2),
        sign => (sign == letter).then_some(at + 1),
    }
}

/// Returns the class that begins at `at`: where the pattern goes on, whether it is negated, and what is in it.
fn class(pattern: &[char], at: usize) -> Option<(usize, bool, &[char])> {
    let negated = matches!(pattern.get(at + 1), Some('!' | '^'));
    let start = at + 1 + usize::from(negated);
    // A bracket at the start is one of the letters.
    let end = pattern.iter().skip(start + 1).position(|sign| *sign == ']')? + start + 1;
    Some((end + 1, negated, &pattern[start..end]))
}

fn contains(class: &[char], letter: char) -> bool {
    let mut at = 0;
    while at < class.len() {
        if let [from, '-', to, ..] = class[at..] {
            if (from..=to).contains(&letter) {
                return true;
            }
            at += 3;
        } else {
            if class[at] == letter {
                return true;
            }
            at += 1;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_matched_as_a_shell_does() {
        for (pattern, name, expected) in [
            ("*", "a", true),
            ("*", ".a", false),
            (".*", ".a", true),
            ("a*c", "abbc", true),
            ("a*c", "abbd", false),
            ("*a*b*", "xaxbx", true),
            ("a**", "a", true),
            ("?", "é", true),
            ("?", "", false),
            ("[a-c]x", "bx", true),
            ("[a-c]x", "dx", false),
            ("[!a-c]x", "dx", true),
            ("[]]", "]", true),
            ("[a-]", "-", true),
            ("[日本]", "本", true),
            ("[a", "[a", true),
            ("", "", true),
            ("\\*", "*", !cfg!(windows)),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
        let (pattern, name) = ("a*".repeat(200) + "b", "a".repeat(5_000));
        assert!(!matches(&pattern, &name));
    }

    #[test]
    fn braces_are_alternatives() {
        let all = |text: &str| alternatives(text).unwrap();
        assert_eq!(all("a{b,c}d"), ["abd", "acd"]);
        assert_eq!(all("{a,b{c,d}}"), ["a", "bc", "bd"]);
        assert_eq!(all("{a,b}{c,d}"), ["ac", "ad", "bc", "bd"]);
        assert_eq!(all("a{,b}"), ["a", "ab"]);
        assert_eq!((all("{a}"), all("{a,b"), all("a}")), (vec!["{a}".into()], vec!["{a,b".into()], vec!["a}".into()]));
        assert_eq!(alternatives(&"{a,b}".repeat(40)), None);
    }
}
