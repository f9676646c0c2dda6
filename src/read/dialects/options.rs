//! Options of a directive, in the lines after its opening: `:key: value`, or YAML between `---`.

/// Parsed options.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Options<'a>(Vec<(&'a str, &'a str)>);

/// Keys of Obsidian's plug-in for boxes, which are written without a leading colon.
const PLAIN: [&str; 4] = ["title", "collapse", "icon", "color"];

/// Maximum number of options of a directive.
const MOST: usize = 50;

impl<'a> Options<'a> {
    /// Returns the value of the first of `keys`, if it is not empty.
    pub fn get(&self, keys: &[&str]) -> Option<&'a str> {
        let value = keys.iter().find_map(|key| self.0.iter().find(|(known, _)| known == key)).map(|(_, value)| *value);
        value.filter(|value| !value.is_empty())
    }

    /// Reads the options at the start of `lines`. Also returns how many lines they are. `plain` allows the keys
    /// without a leading colon.
    pub fn read(lines: impl Iterator<Item = &'a str>, plain: bool) -> (Self, usize) {
        let mut options = Self::default();
        let mut count = 0;
        let mut in_yaml = false;
        for (at, line) in lines.take(MOST).enumerate() {
            let line = line.trim();
            match option(line) {
                _ if at == 0 && line == "---" => in_yaml = true,
                _ if in_yaml && line == "---" => return (options, at + 1),
                _ if in_yaml => {
                    options.0.extend(line.split_once(':').map(|(key, value)| (key.trim(), unquoted(value))))
                }
                Some(pair) => options.0.push(pair),
                None => match line.split_once(':').filter(|(key, _)| plain && PLAIN.contains(key)) {
                    Some((key, value)) => options.0.push((key, unquoted(value))),
                    None => return (options, at),
                },
            }
            count = at + 1;
        }
        // A YAML block without an end is text.
        if in_yaml { (Self::default(), 0) } else { (options, count) }
    }
}

fn option(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.strip_prefix(':')?.split_once(':')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    (!key.is_empty() && key.chars().all(plain) && (value.is_empty() || value.starts_with(' ')))
        .then(|| (key, unquoted(value)))
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inner = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    inner.unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stand_in_both_forms_before_the_body() {
        for (text, count, name) in [
            (":name: a\n:class: b\nBody", 2, Some("a")),
            ("---\nname: \"a\"\nclass: b\n---\nBody", 4, Some("a")),
            ("Body\n:name: a", 0, None),
            ("---\nname: a\nBody", 0, None),
            (":name:a\nBody", 0, None),
            (":nonumber:\n\nBody", 1, None),
        ] {
            let (options, lines) = Options::read(text.lines(), false);
            assert_eq!((lines, options.get(&["name"])), (count, name), "{text}");
        }
    }
}
