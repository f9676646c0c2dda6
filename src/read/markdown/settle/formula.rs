//! Decides whether the text between dollar signs, or TeX's own brackets, is a formula.
//!
//! Most dollar signs in articles are money or variables, so a formula must be recognisable: it contains a TeX command,
//! or forms a term. Consecutive words of a language show that it is prose.

/// Maximum length of a formula in running text, in bytes.
pub(super) const LONGEST: usize = 20_000;

/// The characters around the delimiters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// The character before the opening delimiter.
    pub before: Option<char>,
    /// The character after the closing delimiter.
    pub after: Option<char>,
}

/// How certainly `tex` is a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It contains what only formulas contain.
    Certain,
    /// It may be one, if the delimiters are unambiguous.
    Possible,
    /// It is not one.
    No,
}

/// Functions of TeX that authors also write without the backslash.
const FUNCTIONS: [&str; 24] = [
    "sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "lg", "exp", "max", "min", "lim", "sup", "inf", "mod",
    "gcd", "deg", "det", "dim", "ker", "arg", "tr", "Pr",
];

/// Judges `tex` without regard to its delimiters.
pub(super) fn judge(tex: &str) -> Verdict {
    let text = tex.trim();
    if text.is_empty()
        || text.contains("[^")
        || ["**", "__"].iter().any(|mark| text.starts_with(mark) || text.ends_with(mark))
    {
        return Verdict::No;
    }
    let command = has_command(text);
    if !command && (closes_before_it_opens(text) || text.contains('`') || text.contains("](") || text.contains("://")) {
        return Verdict::No;
    }
    // `\[Ann Lee/Coast Lab\]` is a credit in escaped brackets.
    if !command && is_name_and_source(text) {
        return Verdict::No;
    }
    let words = words(text);
    // Consecutive words are prose; among TeX commands, more of them are needed.
    if words.row >= if command { 5 } else { 2 } {
        let relation = text.contains(['=', '≤', '≥', '≈', '→']) && !text.starts_with(|c: char| c.is_ascii_digit());
        if command || !relation || words.row > 4 {
            return Verdict::No;
        }
    }
    let money =
        text.starts_with(|c: char| c.is_ascii_digit()) && words.count > 0 && !text.contains(['^', '_', '=', '{']);
    if command {
        return Verdict::Certain;
    }
    if money || !text.contains(|c: char| c.is_alphanumeric() || is_operator(c)) {
        return Verdict::No;
    }
    let operators = text.char_indices().any(|(at, c)| at > 0 && (is_operator(c) || matches!(c, '^' | '_')));
    if operators { Verdict::Certain } else { Verdict::Possible }
}

/// Whether `text` is the names of a person and of a source, with a slash between them.
fn is_name_and_source(text: &str) -> bool {
    let named = |word: &str| word.chars().count() > 1 && word.starts_with(char::is_uppercase);
    let plain = text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '/' | '.' | '-' | '\'' | '’'));
    let name = text.split('/').next().unwrap_or_default();
    plain && text.matches('/').count() == 1 && name.split_whitespace().filter(|word| named(word)).count() > 1
}

/// Whether the dollar signs around `tex`, a part of a line, make it a formula.
pub(super) fn between_dollars(tex: &str, around: Around) -> bool {
    let edge = |c: Option<char>| c.is_none_or(char::is_whitespace);
    if edge(tex.chars().next()) || edge(tex.chars().next_back()) || tex.len() > LONGEST || judge(tex) == Verdict::No {
        return false;
    }
    if has_command(tex) {
        return true;
    }
    let last = tex.chars().next_back().unwrap_or(' ');
    let open = |marks: &[char]| marks.contains(&last) && tex.chars().count() > 1;
    let whole = !open(&['/', '(', '[', '&', '@']) || tex.starts_with(']') && last == '[';
    // In `$HOME/$USER`, `$5-$10` and `${a}${b}`, the closing sign begins something itself.
    let opens = |c: char| c.is_alphanumeric() || matches!(c, '{' | '_');
    if around.after.is_some_and(opens) {
        let digit = around.after.is_some_and(|c| c.is_ascii_digit());
        let joined = whole && !open(&[',', ':', ';', '.', '-', '+']) && !tex.starts_with(['{', '(']);
        return !digit && joined && longest_run(tex) <= 2 && holds_together(tex);
    }
    // In `35$/month` and `US$5`, the opening sign ends something itself.
    if around.before.is_some_and(|c| c.is_alphanumeric()) {
        let letters = tex.starts_with(|c: char| c.is_alphabetic()) || tex.contains(['^', '_', '=']);
        return letters && whole && !tex.contains(char::is_whitespace) && longest_run(tex) <= 2;
    }
    whole
}

/// Whether `tex` is a letter with its scripts, or a term without white space.
fn holds_together(tex: &str) -> bool {
    !tex.contains(char::is_whitespace) && tex.contains(char::is_alphabetic)
}

/// Whether `text` contains a TeX command.
fn has_command(text: &str) -> bool {
    text.match_indices('\\').any(|(at, _)| {
        let after = text[at + 1..].chars().next();
        after.is_some_and(|c| {
            c.is_ascii_alphabetic() || matches!(c, '\\' | ',' | ';' | '|' | '{' | '}' | '!' | ':' | ' ')
        })
    })
}

fn is_operator(c: char) -> bool {
    matches!(
        c,
        '=' | '<'
            | '>'
            | '+'
            | '-'
            | '*'
            | '/'
            | '|'
            | '±'
            | '×'
            | '÷'
            | '·'
            | '≤'
            | '≥'
            | '≈'
            | '≠'
            | '∈'
            | '→'
            | '∞'
            | '∑'
            | '∫'
            | '√'
            | '−'
    )
}

/// Whether a bracket is closed that was not opened, as in `5)/(`.
fn closes_before_it_opens(text: &str) -> bool {
    let mut depth = 0;
    text.chars().any(|c| {
        match c {
            '(' | '[' => depth += 1,
            ')' => depth -= 1,
            ']' if depth > 0 => depth -= 1,
            _ => {}
        }
        depth < 0
    })
}

fn longest_run(tex: &str) -> usize {
    tex.split(|c: char| !c.is_alphabetic()).map(|run| run.chars().count()).max().unwrap_or(0)
}

/// The words of a language in a formula.
#[derive(Debug, Default, PartialEq)]
struct Words {
    count: usize,
    /// Maximum number of consecutive words with only spaces between them.
    row: usize,
}

fn words(text: &str) -> Words {
    let plain = without_commands(text);
    let mut found = Words::default();
    let mut row = 0;
    for part in plain.split_whitespace() {
        let word = part.trim_matches(|c: char| matches!(c, ',' | '.' | '?' | '!' | '"' | '\'' | '’' | '”' | '“' | '*'));
        // `sin` and `log` are letters of formulas; "per", "unit" are words.
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let is_word = letters > 1 && letters == word.chars().count() && !FUNCTIONS.contains(&word);
        // "cost/item" is a word in spite of its slash.
        let longer = letters > 1
            && word.split(|c: char| !c.is_alphabetic()).any(|run| run.chars().count() > 2 && !FUNCTIONS.contains(&run));
        found.count += usize::from(is_word || longer);
        // Consecutive words show that the text between two dollar signs is prose: "$5 and then another $6".
        row = if is_word { row + 1 } else { 0 };
        found.row = found.row.max(row);
    }
    found
}

/// Returns `text` without commands, and without the arguments of commands that set text.
fn without_commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        out.push('|');
        let sets = ["begin", "end", "label", "tag", "ref", "color", "operatorname"].contains(&name)
            || name.starts_with("text")
            || name.starts_with("math")
            || name.ends_with("box");
        let body = after.strip_prefix(['*']).unwrap_or(after).strip_prefix('{').filter(|_| sets);
        rest = match body.and_then(|body| body.split_once('}')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn formula(before: &str, tex: &str, after: &str, wanted: bool) {
        let around = Around { before: before.chars().next_back(), after: after.chars().next() };
        assert_eq!(between_dollars(tex, around), wanted, "{before}${tex}${after}");
    }

    #[test]
    fn terms_are_formulas() {
        for tex in [
            "x",
            "x^2",
            "a_i + b",
            "O(n log n)",
            "f(x)",
            "x = y",
            "\\alpha",
            "[0,1)",
            "]0,1[",
            "10",
            "x'",
            "-1",
            "<",
            "a < b",
            "sin x",
            "n items",
            "E = mc^2",
            "speed = distance / time",
            "\\text{where this is the speed} x",
            "a, b",
            "x.",
            "x,",
        ] {
            formula(" ", tex, " ", true);
        }
        formula("2", "\\times", "2", true);
        formula(" ", "n", "th", true);
        formula(" ", "k", "-means", true);
        formula("a", "x", "b", true);
    }

    #[test]
    fn money_variables_and_prose_are_none() {
        for (before, tex, after) in [
            ("", "5-", "10"),
            ("", "20,000 to ", "30,000"),
            ("18", "** in May and **22", "** in"),
            ("[", "5](a)/[", "9](b)"),
            ("", "HOME/bin/", "USER"),
            ("US", "5 and US", "6"),
            ("35", "/month and 40", " a"),
            ("", "5 million", " x"),
            ("", "{a}", "{b}"),
            ("", "{a}/", "{b}"),
            ("A", "/C", " x"),
            ("", "a,", "b"),
            ("", "FOO", "BAR"),
            ("", "foo bar baz", " "),
            ("", "5)/(", ")"),
            ("", ".ajax(", ")"),
            ("", "", ""),
            (" ", " x", " "),
            (" ", "x ", " "),
            ("R", "10/R", "5"),
            ("", "5 a day or 10", " x"),
            ("", "100k/", "200k"),
            ("", "'a').b(", "'c'"),
        ] {
            formula(before, tex, after, false);
        }
    }
}
