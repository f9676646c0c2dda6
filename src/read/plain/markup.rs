//! Decides whether a text is Markdown, HTML or a template, if neither its name nor the caller says so.
//!
//! Prose that is read as Markdown loses characters: `2*3*4` becomes italic, `# 1 in sales` a heading. So only markup
//! that prose never has counts: links, isolated headings, emphasised words, code, quoted lines, closed tags. Lists,
//! rules and single asterisks prove nothing, since scraped text has them too.

/// Whether `text` certainly contains markup.
pub(super) fn is_proven(text: &str) -> bool {
    const PAIRS: [(&str, &str); 4] = [("<!--", "-->"), ("{{", "}}"), ("{%", "%}"), ("[^", "]")];
    PAIRS.iter().any(|(open, close)| text.find(open).is_some_and(|at| text[at..].contains(close)))
        || is_html(text)
        || fences(text) >= 2
        || proven_by_lines(text)
}

fn proven_by_lines(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let first = lines.iter().position(|line| !line.trim().is_empty());
    let blank = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_none_or(|line| line.trim().is_empty());
    (0..lines.len()).any(|at| {
        let (before, after) = (blank(at.checked_sub(1)), blank(Some(at + 1)));
        let line = lines[at].trim_start();
        // `# Bread`, with a blank line before it.
        is_heading(line, before, after && first == Some(at))
            // `Bread` over `=====`: a single line of words above, else the line is a rule below a paragraph.
            || is_underline(line) && !before && blank(at.checked_sub(2)) && !is_underline(lines[at - 1])
            || line.starts_with("> ")
            || is_definition(line)
            || is_task(line)
            // `| a | b |` alone may be a menu: the delimiter row, or a second row, makes a table.
            || is_row(line) && (is_delimiters(line) || lines.get(at + 1).is_some_and(|next| is_row(next.trim())))
            || has_link(line)
            || has_strong(line)
            || has_code(line)
    })
}

/// Whether `line` is a heading. In `# 1 in sales` and `# of visitors` the `#` is a number sign.
fn is_heading(line: &str, before: bool, title: bool) -> bool {
    // `#bread` without a space is a tag of social media.
    let level = line.len() - line.trim_start_matches('#').len();
    let Some(words) = line[level..].strip_prefix(' ').map(|rest| rest.trim_matches(['#', ' '])) else { return false };
    if !(1..=6).contains(&level) || words.is_empty() || !before {
        return false;
    }
    // Nobody writes two number signs in prose.
    if level > 1 {
        return true;
    }
    // "# 1 in sales", "# 12, the last house": a place in a list, where "# 1984" or "# 3. Bread" are titles.
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = words[digits..].trim_start_matches([',', ')', ' ']);
    let number = (1..=3).contains(&digits)
        && (rest.is_empty()
            || rest.starts_with(char::is_lowercase)
            || rest.starts_with(|c: char| c.is_ascii_punctuation() && c != '.'));
    // "# of visitors" counts; a title in lower case stands at the top of the text only.
    !number && !words.starts_with("of ") && (title || !words.starts_with(char::is_lowercase))
}

/// Whether `line` underlines a heading.
fn is_underline(line: &str) -> bool {
    line.len() >= 3 && ['=', '-'].iter().any(|mark| line.chars().all(|c| c == *mark))
}

/// Whether `line` is a definition, `[label]: address`.
fn is_definition(line: &str) -> bool {
    line.starts_with('[') && line.contains("]: ") && line.contains("://")
}

fn is_task(line: &str) -> bool {
    ["- [ ] ", "- [x] ", "* [ ] ", "* [x] ", "- [X] "].iter().any(|mark| line.starts_with(mark))
}

/// Whether `line` is a table row.
fn is_row(line: &str) -> bool {
    line.len() > 2 && line.starts_with('|') && line.ends_with('|')
}

fn is_delimiters(line: &str) -> bool {
    line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// Whether `line` contains a link, `[words](address)`, unlike `f[x](y)` in a formula.
fn has_link(line: &str) -> bool {
    let last = line.rfind("]]").unwrap_or(0);
    line.match_indices("](").any(|(at, _)| {
        // `[words](address)`: from the bracket that is nearest before, for "see [1] and [the site](https://…)" has
        // two.
        let Some(open) = line[..at].rfind('[') else { return false };
        let label = &line[open + 1..at];
        let Some((address, _)) = line[at + 2..].split_once(')') else { return false };
        let address = address.split_whitespace().next().unwrap_or_default();
        // `f[x](y)` has neither words with a space before nor an address behind.
        let picture = line[..open].ends_with('!');
        picture || label.contains(' ') && !address.is_empty() || address.contains(['/', '.', '#', ':'])
    }) || line.match_indices("[[").any(|(at, _)| line[at + 2..].starts_with(char::is_alphabetic) && last > at)
        // `[words][]`, a link by its own words; before it `[[Page]]` of a wiki, where "[[1]]" is a footnote of some sites.
        || line.match_indices("][").any(|(at, _)| {
            let label = line[at + 2..].split(']').next().unwrap_or_default();
            label.is_empty() && line[at + 2..].starts_with(']') && line[..at].contains('[')
        })
}

/// Whether `line` contains words between pairs of asterisks, unlike `2**3**4` in a formula.
fn has_strong(line: &str) -> bool {
    let mut opens = line.match_indices("**").filter(|(at, _)| {
        let before = line[..*at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '*')
            && line[at + 2..].starts_with(|c: char| !c.is_whitespace() && c != '*')
    });
    opens.any(|(at, _)| {
        let inner = &line[at + 2..];
        inner.split_once("**").is_some_and(|(words, after)| {
            words.ends_with(|c: char| !c.is_whitespace())
                && words.contains(char::is_alphabetic)
                && !after.starts_with(|c: char| c.is_ascii_digit())
        })
    })
}

/// Whether `line` contains code between backticks, unlike ``quoted like this'' and `this'.
fn has_code(line: &str) -> bool {
    let mut parts = line.split('`');
    let mut before = parts.next().unwrap_or_default();
    while let (Some(code), Some(after)) = (parts.next(), parts.clone().next()) {
        // "rock`n`roll" has back-ticks inside words.
        let opens = before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || "([{\"'“‘—–-/:".contains(c));
        let closes = after.is_empty() || !after.starts_with(char::is_alphanumeric);
        // "` is a back-tick, and so is `" has none around code.
        let says = !code.is_empty() && !code.ends_with([' ', '\'']) && !code.starts_with(' ');
        // "`he said 'no' to it`" is quoted speech: text with both apostrophes and spaces is not code.
        if opens && closes && says && !(code.contains('\'') && code.contains(' ')) {
            return true;
        }
        before = code;
    }
    false
}

/// Counts the lines that begin or end a listing.
fn fences(text: &str) -> usize {
    text.lines().filter(|line| line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~")).count()
}

/// Whether `text` contains a closed HTML element, or a void one.
fn is_html(text: &str) -> bool {
    let name = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest[..end].to_ascii_lowercase()
    };
    // Searched for once, so that tags without an end cost nothing.
    let Some(last) = text.rfind('>') else { return false };
    let known = |rest: &str| crate::read::html::find(&name(rest)).is_some();
    text.match_indices("</").any(|(at, _)| known(&text[at + 2..]) && at < last)
        || text.match_indices('<').any(|(at, _)| {
            let rest = &text[at + 1..];
            let name = name(rest);
            let ends = rest[name.len()..].starts_with(['>', ' ', '/']);
            matches!(name.as_str(), "br" | "hr" | "img" | "p" | "div") && ends && at < last
        })
}

#[cfg(test)]
mod tests {
    use super::is_proven;

    #[test]
    fn prose_with_signs_proves_nothing() {
        for text in [
            "2*3*4 is 24, and 2**3**2 is 512.",
            "The book is\n\n# 1 in sales\n\nthis week.",
            "# 1 in sales",
            "# of visitors: 12",
            "One.\n\n* * *\n\nTwo.\n\n---\n\nThree.",
            "- rope\n- lamp",
            "1. rope\n2. lamp",
            "He said `yes' and then `no'.",
            "a < b and b > c, <3, [1] and [2]: see (below)",
            "f[x](y) and m[[1,2],[3,4]]",
            "snake_case_name and *one* star, ~10~, $5 and $6",
            "C:\\path\\*.txt | more | less",
            "Costs 5 ** 2 or so ** more",
        ] {
            assert!(!is_proven(text), "{text}");
        }
    }

    #[test]
    fn markup_proves_itself() {
        for text in [
            "# Title\n\nText",
            "# the quiet bay\n\nText",
            "# 1. Introduction\n\nText",
            "One.\n\n## 2 ways\n\nTwo.",
            "Text with [a link](x)",
            "Text with [link](https://example.org)",
            "![](a.png)",
            "<p>x</p>",
            "one<br>two",
            "a `code` b",
            "Title\n=====",
            "Title\n-----\n\nText",
            "**bold** word",
            "> quote",
            "[^1]",
            "```\ncode\n```",
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "- [ ] rope\n- [x] lamp",
            "see [[Quay]]",
            "{{< x >}}",
        ] {
            assert!(is_proven(text), "{text}");
        }
    }
}
