//! Patterns of paths: `*` within a name, `**` across folders, `?`, and `{a,b}`.

/// Alternatives that the braces of one pattern may come to.
const MOST: usize = 64;

/// Whether `pattern` fits the whole of `text`. `/**/` also fits one slash, as in shells.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    alternatives(pattern).iter().any(|pattern| fits_one(pattern, text))
}

/// Returns `pattern` with each choice of its braces.
fn alternatives(pattern: &str) -> Vec<String> {
    let mut open = vec![pattern.to_owned()];
    let mut done = Vec::new();
    while let Some(next) = open.pop() {
        let braces = next.find('{').and_then(|start| Some((start, start + next[start..].find('}')?)));
        match braces {
            Some((start, end)) if open.len() + done.len() < MOST => {
                let (before, after) = (&next[..start], &next[end + 1..]);
                open.extend(next[start + 1..end].split(',').map(|choice| format!("{before}{}{after}", choice.trim())));
            }
            _ => done.push(next),
        }
    }
    done
}

fn fits_one(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    // For each place in the text, whether the pattern so far may end there.
    let mut ends = vec![false; text.len() + 1];
    ends[0] = true;
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let mut next = vec![false; text.len() + 1];
        if let Some(after) = rest.strip_prefix("/**/") {
            rest = after;
            let mut begun = false;
            for at in 0..text.len() {
                begun |= ends[at] && text[at] == '/';
                next[at + 1] = begun && text[at] == '/';
            }
        } else if let Some(after) = rest.strip_prefix("**") {
            rest = after;
            let mut begun = false;
            for at in 0..=text.len() {
                begun |= ends[at];
                next[at] = begun;
            }
        } else {
            rest = &rest[c.len_utf8()..];
            for at in 0..=text.len() {
                let one = |wanted: &dyn Fn(char) -> bool| at > 0 && ends[at - 1] && wanted(text[at - 1]);
                next[at] = match c {
                    '*' => ends[at] || at > 0 && next[at - 1] && text[at - 1] != '/',
                    '?' => one(&|known| known != '/'),
                    c => one(&|known| known == c),
                };
            }
        }
        ends = next;
    }
    ends[text.len()]
}

#[cfg(test)]
mod tests {
    #[test]
    fn patterns_fit_whole_paths() {
        for (pattern, text, expected) in [
            ("/books/**", "/books/a/b", true),
            ("/books/**", "/books", false),
            ("{/books,/books/**}", "/books", true),
            ("**/*.x.md", "a/b.x.md", true),
            ("a/**/b", "a/b", true),
            ("a/**/b", "a/x/y/b", true),
            ("a/*/b", "a/x/y/b", false),
            ("a*c", "abbc", true),
            ("a?c", "abc", true),
            ("", "", true),
            ("*", "", true),
            ("{page", "{page", true),
        ] {
            assert_eq!(super::fits(pattern, text), expected, "{pattern} {text}");
        }
        // No pattern takes longer than its length times that of the text.
        assert!(!super::fits(&"*a".repeat(200), &"a".repeat(150)));
    }
}
