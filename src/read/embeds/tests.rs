use std::sync::Arc;

use crate::article::{Article, BlockKind, Visit, plain_text, walk_blocks};
use crate::diag::Diagnostics;
use crate::read::{Memory, Options, read};
use crate::source::Source;

/// Reads the article `a.md` in `folder`, among `files`.
fn article_in(folder: &str, text: &str, files: &[(&str, &str)]) -> (Article, Diagnostics) {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), Arc::from(text.as_bytes()))).collect();
    let files = Memory { folder: folder.into(), files };
    let mut diagnostics = Diagnostics::new();
    let options = Options { lang: Some("en".into()), ..Options::default() };
    let article = read(&Source::new("a.md", text), &options, &files, &mut diagnostics).expect("is an article");
    (article, diagnostics)
}

fn lines(article: &Article) -> String {
    let mut lines = Vec::new();
    walk_blocks(&article.blocks, &mut |visit| match block_kind(visit) {
        Some(BlockKind::Paragraph(content)) => lines.push(plain_text(content)),
        Some(BlockKind::Heading { level, content, .. }) => lines.push(format!("h{level} {}", plain_text(content))),
        Some(BlockKind::Code { text, .. }) => lines.push(format!("<{text}>")),
        Some(BlockKind::Callout { title, .. }) => lines.push(format!("box {}", plain_text(title))),
        _ => {}
    });
    lines.join(" / ")
}

fn block_kind(visit: Visit<'_>) -> Option<&BlockKind> {
    match visit {
        Visit::Block(block) => Some(&block.kind),
        Visit::Inline(_) => None,
    }
}

const SLACK: &str = "---\ntitle: Slack\n---\n# Slack\n\nWater stands.\n\n## At springs\n\nIt is short. ^short\n\n### Deep\n\nDeep one.\n\n\
                     At *neaps*\n----------\n\n- one\n- two ^second\n    - below\n- three\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n^table\n\nA note[^1].\n\n[^1]: Said in slack.\n";

#[track_caller]
fn becomes(text: &str, wanted: &str) {
    let (article, said) = article_in("", text, &[("Slack.md", SLACK), ("a.md", text)]);
    assert_eq!(lines(&article), wanted, "{text}: {said:?}");
}

#[test]
fn a_note_stands_in_place_of_its_link_below_the_heading_above() {
    becomes(
        "Intro.\n\n## Part\n\n![[Slack]]\n\nAfter.",
        "Intro. / h2 Part / h3 Slack / Water stands. / h4 At springs / It is short. / h5 Deep / Deep one. / h4 At neaps / one / two / below / three / a / b / 1 / 2 / A note. / After.",
    );
}

#[test]
fn a_heading_or_a_block_alone_is_taken() {
    for (link, wanted) in [
        ("![[Slack#At springs]]", "h2 At springs / It is short. / h3 Deep / Deep one."),
        ("![[slack#at-springs]]", "h2 At springs / It is short. / h3 Deep / Deep one."),
        ("![[Slack#Slack#Deep]]", "h2 Deep / Deep one."),
        ("![[Slack#At neaps#^second]]", "two / below"),
        ("![[Slack#^short]]", "It is short."),
        ("![x](Slack.md#^short)", "x / It is short."),
        ("![](Slack.md#Deep)", "h2 Deep / Deep one."),
        ("![[Slack.md#^second]]", "two / below"),
    ] {
        becomes(&format!("Intro.\n\n{link}\n\nAfter."), &format!("Intro. / {wanted} / After."));
    }
    let (article, _) = article_in("", "Intro.\n\n![[Slack#^table]]", &[("Slack.md", SLACK)]);
    assert!(
        matches!(article.blocks.as_slice(), [_, table] if matches!(table.kind, BlockKind::Table(_))),
        "{article:?}"
    );
}

#[test]
fn links_stand_in_items_quotations_and_sentences() {
    becomes("Intro.\n\n- ![[Slack#^short]]\n- b", "Intro. / It is short. / b");
    becomes("Intro.\n\n> Quoted\n> ![[Slack#^short]]\n> more", "Intro. / Quoted / It is short. / more");
    becomes("One ![[Slack#^short]] two", "One / It is short. / two");
    becomes("Intro\n![[Slack#^short]]\nAfter", "Intro / It is short. / After");
    becomes("Intro.\n\n!!! note \"T\"\n\n    ![[Slack#^short]]\n\nAfter", "Intro. / box T / It is short. / After");
}

#[test]
fn notes_of_the_embedded_note_are_its_own() {
    let (article, _) = article_in("", "A[^1].\n\n![[Slack]]\n\n[^1]: Said here.", &[("Slack.md", SLACK)]);
    let said = |number: usize| lines(&Article { blocks: article.notes[number].blocks.clone(), ..Article::default() });
    assert_eq!((article.notes.len(), said(0), said(1)), (2, "Said here.".into(), "Said in slack.".into()));
}

#[test]
fn notes_are_found_in_other_folders_with_their_pictures() {
    let files = [
        ("docs/x/Slack.md", "![P](img/p.png)\n\n![[Deep]]"),
        ("docs/x/img/p.png", "no picture"),
        ("notes/deep.md", "Deep one."),
    ];
    let (article, said) = article_in("posts", "Intro.\n\n![[Slack]]", &files);
    assert!(lines(&article).ends_with("Deep one."), "{article:?}");
    let about = said.iter().find(|one| one.code == "missing-picture").expect("is no picture");
    assert!(!about.message.contains("is not in the archive"), "{about:?}");
}

#[test]
fn loops_are_cut_and_said_once() {
    let files = [("b.md", "In b.\n\n![[c]]\n\n![[a]]"), ("c.md", "In c.\n\n![[b]]"), ("a.md", "")];
    let (article, said) = article_in("", "In a.\n\n![[b]]\n\n![[#Part]]\n\n## Part\n\nOf it.\n\n![[#Part]]", &files);
    assert_eq!(lines(&article), "In a. / In b. / In c. / b / a / h2 Part / Of it. / #Part / h2 Part / Of it. / #Part");
    let loops: Vec<_> = said.iter().filter(|one| one.message.contains("embeds itself")).collect();
    assert_eq!(loops.len(), 2, "{said:?}");
    assert_eq!(loops[0].span.map(|span| span.start), Some(7));
}

#[test]
fn what_is_not_there_stays_readable() {
    let (article, said) =
        article_in("", "Intro.\n\n![[Gone]]\n\n![[Slack#Gone part]]\n\n`![[Slack]]`", &[("Slack.md", SLACK)]);
    assert_eq!(lines(&article), "Intro. / Gone / Slack#Gone part / ![[Slack]]");
    assert_eq!(said.iter().filter(|one| one.code == "embedded-page").count(), 2, "{said:?}");
}

#[test]
fn many_embeds_of_each_other_are_limited() {
    let files: Vec<(String, String)> = (0..12)
        .map(|n| (format!("n{n}.md"), format!("Note {n}.\n\n") + &format!("![[n{}]]\n\n", n + 1).repeat(12)))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (article, said) = article_in("", "![[n0]]", &files);
    assert!(lines(&article).len() < 100_000);
    assert!(said.iter().any(|one| one.message.contains("too many notes")), "{said:?}");
}
