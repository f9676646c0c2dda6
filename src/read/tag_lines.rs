//! Lines of tags at the start or the end of an article, as in a vault of notes: `#maps #essay/short`.
//!
//! They are keywords, not text: they are taken from the text, added to the keywords of the article, and printed small
//! after it. A line is taken only if it is nothing but tags, apart from a label (`Tags: #maps`, or `tags:: maps` as in
//! Logseq and Dataview). Tags in a sentence are words of it and stay, and so does everything that only looks like tags:
//! numbers (`#12`), colours (`#fff #c0ffee`), directives of a preprocessor (`#endif`), a heading without its space.

use crate::article::{Article, BlockKind, Inline, ListItem, Provenance, plain_text};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{Source, Span};

/// Labels before tags, in lower case.
const LABELS: [&str; 31] = [
    "tag",
    "tags",
    "hashtag",
    "hashtags",
    "topic",
    "topics",
    "keyword",
    "keywords",
    "filed under",
    "tagged",
    "schlagwort",
    "schlagwörter",
    "stichwörter",
    "mots-clés",
    "mots clés",
    "étiquettes",
    "etiquetas",
    "palabras clave",
    "palavras-chave",
    "parole chiave",
    "etichette",
    "trefwoorden",
    "nyckelord",
    "słowa kluczowe",
    "tagi",
    "etiketler",
    "теги",
    "метки",
    "标签",
    "標籤",
    "タグ",
];

/// What a preprocessor reads after `#`.
const DIRECTIVES: [&str; 17] = [
    "if",
    "ifdef",
    "ifndef",
    "else",
    "elif",
    "endif",
    "define",
    "undef",
    "include",
    "import",
    "pragma",
    "region",
    "endregion",
    "error",
    "warning",
    "line",
    "using",
];

/// Maximum number of lines of tags in one place, and of tags in one line: more is a list for readers.
const LINES: usize = 20;
const TAGS: usize = 50;

/// Where in the article a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Start,
    End,
}

/// Takes the lines of tags at `place` from the text of `article`.
pub(super) fn take(article: &mut Article, place: Place, source: &Source, diagnostics: &mut Diagnostics) {
    for _ in 0..LINES {
        let Some((tags, span)) = take_line(article, place, source) else { return };
        let line = (span != Span::default()).then(|| source.line_column(span.start).0);
        let (value, key) = (tags.join(", "), "line of tags".to_owned());
        article.meta.provenance.push(Provenance { field: "tags", value, key, line });
        let message = format!("the line of tags becomes keywords: {}", tags.join(", "));
        diagnostics.push(Diagnostic::note("tag-line", message).at(span));
        for tag in tags {
            let same = |known: &String| known.to_lowercase() == tag.to_lowercase();
            if !article.tag_line.iter().any(same) {
                article.tag_line.push(tag.clone());
            }
            if !article.meta.tags.iter().any(same) {
                article.meta.tags.push(tag);
            }
        }
    }
}

fn take_line(article: &mut Article, place: Place, source: &Source) -> Option<(Vec<String>, Span)> {
    let at = match place {
        Place::Start => 0,
        Place::End => article.blocks.len().checked_sub(1)?,
    };
    let block = article.blocks.get_mut(at)?;
    let span = block.span;
    let written = source.bytes.get(span.start..span.end).and_then(|bytes| str::from_utf8(bytes).ok());
    // An escaped mark is a word. A backslash that begins a paragraph is not in its span.
    let escaped = |text: &[u8]| text.windows(2).any(|pair| pair == b"\\#");
    if source.bytes.get(span.start.saturating_sub(1)..span.end).is_some_and(escaped) {
        return None;
    }
    let tags = match &mut block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
            if let Some(tags) = of_line(content, place) {
                tags
            } else {
                let tags = cut_line(content, place, written.unwrap_or_default())?;
                return Some((tags, span));
            }
        }
        BlockKind::List { items, .. } if place == Place::End => of_items(items)?,
        _ => return None,
    };
    // An article of nothing but tags has them as its text.
    if article.blocks.len() == 1 {
        return None;
    }
    article.blocks.remove(at);
    remove_frame(article, place);
    Some((tags, span))
}

/// Removes what only set the tags apart: a rule, and at the end a label above them.
fn remove_frame(article: &mut Article, place: Place) {
    let at = match place {
        Place::Start => 0,
        Place::End => article.blocks.len().saturating_sub(1),
    };
    let is_frame = article.blocks.get(at).is_some_and(|block| match &block.kind {
        BlockKind::Rule => true,
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) if place == Place::End => {
            let text = plain_text(content);
            LABELS.contains(&text.trim().trim_end_matches(':').trim_end().to_lowercase().as_str())
        }
        _ => false,
    });
    if is_frame && article.blocks.len() > 1 {
        article.blocks.remove(at);
    }
}

/// Returns the tags of a whole line.
fn of_line(content: &[Inline], place: Place) -> Option<Vec<String>> {
    let text = plain_text(content);
    if let Some(tags) = of_property(&text) {
        return Some(tags);
    }
    // Links and pictures are more than tags.
    is_words(content).then(|| of_text(&text, place))?
}

/// Returns the tags of a list with one tag or line of tags an item.
fn of_items(items: &[ListItem]) -> Option<Vec<String>> {
    let of_item = |item: &ListItem| match item.blocks.as_slice() {
        [block] if item.task.is_none() => match &block.kind {
            BlockKind::Paragraph(content) if is_words(content) => of_text(&plain_text(content), Place::End),
            _ => None,
        },
        _ => None,
    };
    let tags: Option<Vec<_>> = items.iter().take(TAGS + 1).map(of_item).collect();
    tags.map(|tags| tags.concat()).filter(|tags| (1..=TAGS).contains(&tags.len()))
}

/// Cuts the first or last line from a paragraph of several; in the source, line ends are what divides it.
fn cut_line(content: &mut Vec<Inline>, place: Place, written: &str) -> Option<Vec<String>> {
    let written = written.trim();
    let line = match place {
        Place::Start => written.split_once('\n')?.0,
        Place::End => written.rsplit_once('\n')?.1,
    };
    if !line.contains('#') {
        return None;
    }
    // White space is normalised in the article, and a line end can be marked by spaces or a backslash.
    let line = line.trim_end_matches('\\').split_whitespace().collect::<Vec<_>>().join(" ");
    let tags = of_text(&line, place)?;
    let at = match place {
        Place::Start => 0,
        Place::End => content.len() - 1,
    };
    let Inline::Text(text) = content.get_mut(at)? else { return None };
    let rest = match place {
        Place::Start => text.strip_prefix(&line)?.trim_start(),
        Place::End => text.strip_suffix(&line)?.trim_end(),
    };
    *text = rest.to_owned();
    if !text.is_empty() {
        return Some(tags);
    }
    content.remove(at);
    let beside = if place == Place::Start { content.first() } else { content.last() };
    if beside == Some(&Inline::LineBreak) {
        content.remove(if place == Place::Start { 0 } else { content.len() - 1 });
    }
    Some(tags)
}

/// Whether `content` is text alone, perhaps emphasised.
pub(super) fn is_words(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(_) | Inline::LineBreak => true,
        Inline::Styled { content, .. } | Inline::Span { content, .. } => is_words(content),
        _ => false,
    })
}

/// Returns the tags of a property as in Logseq and Dataview, `tags:: maps, essay`.
fn of_property(text: &str) -> Option<Vec<String>> {
    let (label, values) = text.split_once("::")?;
    LABELS.contains(&label.trim().to_lowercase().as_str()).then_some(())?;
    let values = values.split(',').map(|tag| tag.trim().trim_start_matches('#').trim_matches(['[', ']']).trim());
    let tags: Vec<String> = values.filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    ((1..=TAGS).contains(&tags.len()) && tags.iter().all(|tag| tag.split_whitespace().count() <= 4)).then_some(tags)
}

/// Returns the tags of `text`, if there is nothing else in it.
fn of_text(text: &str, place: Place) -> Option<Vec<String>> {
    let at = text.find('#')?;
    let label = text[..at].trim().trim_end_matches([':', '：']).trim_end().to_lowercase();
    let is_labelled = LABELS.contains(&label.as_str());
    if !is_labelled && !label.is_empty() {
        return None;
    }
    let is_between = |c: char| c.is_whitespace() || ",;·|•、，".contains(c);
    let words = text[at..].split(is_between).filter(|word| !word.is_empty()).take(TAGS + 1);
    let tags: Option<Vec<&str>> = words.map(tag).collect();
    let tags = tags.filter(|tags| tags.len() <= TAGS)?;
    if tags.iter().all(|tag| is_colour(tag)) || tags.iter().all(|tag| DIRECTIVES.contains(tag)) {
        return None;
    }
    // Before the text, a single word after `#` may be a heading without its space.
    let may_be_heading = place == Place::Start && tags.len() == 1 && !is_labelled;
    let is_small = tags[0].starts_with(char::is_lowercase);
    (!may_be_heading || is_small).then(|| tags.into_iter().map(str::to_owned).collect())
}

/// Returns the name of the tag `word`: letters, digits, `_`, `-` and `/`, and not only numbers (Obsidian's help, "Tag
/// format").
fn tag(word: &str) -> Option<&str> {
    let name = word.strip_prefix('#')?.trim_end_matches('/');
    let is_mark = |c: char| matches!(c, '\u{2000}'..='\u{200b}' | '\u{2010}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}');
    let is_allowed = |c: char| c.is_alphanumeric() || "_-/".contains(c) || !c.is_ascii() && !is_mark(c);
    let has_letter = name.chars().any(|c| c.is_alphabetic() || !c.is_ascii());
    (has_letter && name.chars().all(is_allowed)).then_some(name)
}

/// Whether `name` can be a colour in hexadecimal digits.
fn is_colour(name: &str) -> bool {
    matches!(name.len(), 3 | 4 | 6 | 8) && name.chars().all(|c| c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::super::{NoFiles, Options, read};
    use super::*;
    use crate::article::Block;

    /// Reads `text`. Returns the keywords, the tags that are printed after the text, and the text.
    fn read_text(text: &str) -> (Vec<String>, Vec<String>, String) {
        let source = Source::new("vault/Maps.md", format!("---\ntitle: Maps\nlang: en\n{text}"));
        let article = read(&source, &Options::default(), &NoFiles, &mut Diagnostics::new()).expect("an article");
        let text: Vec<String> = article.blocks.iter().map(words).collect();
        (article.meta.tags, article.tag_line, text.join("|"))
    }

    fn words(block: &Block) -> String {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => plain_text(content),
            BlockKind::List { items, .. } => items.iter().flat_map(|item| &item.blocks).map(words).collect(),
            BlockKind::Quote { blocks, .. } => blocks.iter().map(words).collect(),
            BlockKind::Rule => "---".into(),
            _ => "?".into(),
        }
    }

    /// Reads a body of text with `end` after it.
    fn after(end: &str) -> (Vec<String>, String) {
        let (tags, _, text) = read_text(&format!("---\n\nText.\n\n{end}\n"));
        (tags, text)
    }

    #[test]
    fn a_last_line_of_tags_becomes_keywords() {
        for (end, tags) in [
            ("#maps", &["maps"][..]),
            ("#maps #essay/short", &["maps", "essay/short"]),
            ("#maps, #essay", &["maps", "essay"]),
            ("#maps · #essay", &["maps", "essay"]),
            ("#maps\n#essay", &["maps", "essay"]),
            ("#maps  \n#essay", &["maps", "essay"]),
            ("#maps\n\n#essay", &["essay", "maps"]),
            ("*#maps #essay*", &["maps", "essay"]),
            ("Tags: #maps #essay", &["maps", "essay"]),
            ("**Tags:** #maps, #essay", &["maps", "essay"]),
            ("Schlagwörter: #karten", &["karten"]),
            ("tags:: maps, long essay", &["maps", "long essay"]),
            ("tags:: [[maps]], [[essay]]", &["maps", "essay"]),
            ("---\n\n#maps #essay", &["maps", "essay"]),
            ("## Tags\n\n#maps #essay", &["maps", "essay"]),
            ("Tags:\n\n- #maps\n- #essay", &["maps", "essay"]),
            ("- #maps\n- #essay #short", &["maps", "essay", "short"]),
            ("#地图 #küche #y1984 #mot-clé_2", &["地图", "küche", "y1984", "mot-clé_2"]),
            ("#नक्शे #🗺️", &["नक्शे", "🗺️"]),
            ("#maps #Maps #maps/", &["maps"]),
        ] {
            assert_eq!(after(end), (tags.iter().map(|tag| tag.to_string()).collect(), "Text.".to_owned()), "{end}");
        }
    }

    #[test]
    fn a_first_line_of_tags_becomes_keywords() {
        for (start, tags) in [
            ("#maps\n\nText.", &["maps"][..]),
            ("#maps #Essay\n\nText.", &["maps", "Essay"]),
            ("#Maps #Essay\n\n---\n\nText.", &["Maps", "Essay"]),
            ("# Maps\n\n#maps #essay\n\nText.", &["maps", "essay"]),
            ("#maps #essay\n\n# Maps\n\nText.", &["maps", "essay"]),
            ("Tags: #Maps\n\nText.", &["Maps"]),
            ("tags:: maps\n\nText.", &["maps"]),
            ("#maps #essay\nText.", &["maps", "essay"]),
        ] {
            let (found, printed, text) = read_text(&format!("---\n\n{start}\n"));
            assert_eq!((found, text.as_str()), (tags.iter().map(|tag| tag.to_string()).collect(), "Text."), "{start}");
            assert_eq!(printed.len(), tags.len(), "{start}");
        }
    }

    #[test]
    fn a_last_line_of_a_paragraph_is_a_line_too() {
        for end in ["Maps lie.\n#maps #essay", "Maps lie.  \n#maps #essay", "Maps lie.\\\n#maps   #essay"] {
            assert_eq!(
                after(end),
                (vec!["maps".to_owned(), "essay".to_owned()], "Text.|Maps lie.".to_owned()),
                "{end}"
            );
        }
        assert_eq!(after("Maps *lie*\n#maps").1, "Text.|Maps lie");
    }

    #[test]
    fn tags_in_sentences_and_what_only_looks_like_tags_stay() {
        for end in [
            "See #maps for more.",
            "More under #maps #essay",
            "#12",
            "#12 #13",
            "#fff #c0ffee",
            "#endif",
            "#maps!",
            "#maps #essay and more",
            "\\#maps",
            "`#maps`",
            "[#maps](https://e.org/)",
            "#maps#essay",
            "C# #",
            "Maps: #maps",
            "Tags: maps",
            "std::maps",
            "> #maps",
            "- [ ] #maps",
            "Read about it\nunder #maps",
        ] {
            let (tags, text) = after(end);
            assert!(tags.is_empty(), "{end}: {tags:?}");
            assert!(text.starts_with("Text.|") && text.len() > 6, "{end}: {text}");
        }
        let (tags, _, text) = read_text("---\n\n#Introduction\n\nText.\n");
        assert!(tags.is_empty() && text.contains("Introduction"), "a heading without its space: {text}");
        let (tags, _, text) = read_text("---\n\nText.\n\n#maps #essay\n\nMore text.\n");
        assert!(tags.is_empty() && text.contains("#maps #essay"), "in the middle: {text}");
    }

    #[test]
    fn tags_of_the_front_matter_come_first_and_once() {
        let (tags, printed, _) = read_text("tags: [atlas, Maps]\n---\n\nText.\n\n#maps #essay\n");
        assert_eq!(tags, ["atlas", "Maps", "essay"]);
        assert_eq!(printed, ["maps", "essay"]);
    }

    #[test]
    fn a_list_of_very_many_tags_is_text_and_takes_no_time() {
        let many = (0..51).map(|number| format!("#tag{number}")).collect::<Vec<_>>().join(" ");
        assert!(after(&many).0.is_empty());
        let (tags, text) = after(&"#a\n\n".repeat(20_000));
        assert!(tags == ["a"] && text.len() > 10_000);
    }

    #[test]
    fn an_article_of_nothing_but_tags_keeps_them() {
        let (tags, _, text) = read_text("---\n\n#maps #essay\n");
        assert!(tags.is_empty() && text == "#maps #essay", "{tags:?} {text}");
    }

    #[test]
    fn tags_stand_before_related_articles_or_after_them() {
        let related = "## Related articles\n\n- [Atlases](https://e.org/a)\n- [Globes](https://e.org/b)";
        for body in [format!("Text.\n\n#maps\n\n{related}"), format!("Text.\n\n{related}\n\n#maps")] {
            let (tags, _, text) = read_text(&format!("---\n\n{body}\n"));
            assert_eq!((tags, text.as_str()), (vec!["maps".to_owned()], "Text."), "{body}");
        }
    }
}
