use super::*;
use crate::article::{ImageKind, Visit, plain_text, walk_blocks};
use crate::diag::Diagnostic;
use crate::read;
use crate::source::Source;

fn part(path: &str, text: &str) -> BookArticle {
    let source = Source::new(path, text);
    let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
    BookArticle { path: path.into(), length: text.len(), article, part: None }
}

fn book(parts: &[(&str, &str)]) -> Bound {
    bind("Rivers", Article::default(), parts.iter().map(|(path, text)| part(path, text)).collect(), &[])
}

/// Returns text and target of every link in `article`.
fn link_targets(article: &Article) -> Vec<(String, Target)> {
    let mut found = Vec::new();
    walk_blocks(&article.blocks, &mut |visit| {
        if let Visit::Inline(Inline::Link { target, content, .. }) = visit {
            found.push((plain_text(content), target.clone()));
        }
    });
    found
}

const ONE: &str = "---\ntitle: One\nauthor: Ada\nlang: en\ncanonical_url: https://e.org/one/\nlicense: CC BY 4.0\n---\n\n\
    See [two](two.md), [its end](two.md#the-end), [two on the web](http://www.e.org/2024/two.html) and \
    [a page](/elsewhere/three/), but not [the world](https://example.org/two/).[^a]\n\n[^a]: A note of one.\n";
const TWO: &str = "---\ntitle: Two\nauthor: [Ada, Ben]\nlang: en\ncanonical_url: https://e.org/2024/two\nlicense: CC BY 4.0\n---\n\n\
    Back to [one](../posts/one.md).[^b]\n\n## The end\n\n[^b]: A note of two.\n";
const THREE: &str = "---\ntitle: Three\nlang: de\n---\n\nEin Text.\n";

fn three() -> Bound {
    book(&[("posts/one.md", ONE), ("posts/two.md", TWO), ("posts/2024-01-02-three.md", THREE)])
}

#[test]
fn links_between_articles_lead_into_the_book() {
    let book = three().article;
    let targets = link_targets(&book.bound[0]);
    let opening = |index: usize| Target::Block(book.bound[index].opening.unwrap());
    assert_eq!(targets[0], ("two".into(), opening(1)));
    let heading =
        book.bound[1].blocks.iter().find(|block| matches!(block.kind, crate::article::BlockKind::Heading { .. }));
    assert_eq!(targets[1], ("its end".into(), Target::Block(heading.unwrap().id)));
    assert_eq!(targets[2], ("two on the web".into(), opening(1)));
    assert_eq!(targets[3], ("a page".into(), opening(2)));
    assert!(matches!(targets[4].1, Target::Url(_)), "{:?}", targets[4]);
    assert_eq!(link_targets(&book.bound[1])[0], ("one".into(), opening(0)));
}

#[test]
fn related_articles_that_are_in_the_book_are_linked_and_go_by_their_titles() {
    let four = "---\ntitle: Four\nlang: en\nrelated: [two, https://e.org/one/, {title: My own, url: three}, gone]\n---\n\nText.\n";
    let parts =
        [("posts/one.md", ONE), ("posts/two.md", TWO), ("posts/2024-01-02-three.md", THREE), ("posts/four.md", four)];
    let book = book(&parts).article;
    let related = book.bound[3].related.iter().map(|related| (plain_text(&related.title), related.bound));
    let named = |title: &str, index: usize| (title.to_owned(), book.bound[index].opening);
    let expected = [named("Two", 1), named("One", 0), named("My own", 2), ("Gone".to_owned(), None)];
    assert_eq!(related.collect::<Vec<_>>(), expected);
}

#[test]
fn numbers_of_blocks_are_unique_and_in_reading_order() {
    let book = three().article;
    let mut ids = Vec::new();
    for article in &book.bound {
        ids.extend(article.opening);
        walk_blocks(&article.blocks, &mut |visit| {
            if let Visit::Block(block) = visit {
                ids.push(block.id);
            }
        });
    }
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
}

#[test]
fn every_article_counts_its_notes_from_one() {
    let book = three().article;
    assert_eq!(book.notes.len(), 2);
    let mut called = Vec::new();
    walk_blocks(&book.bound[1].blocks, &mut |visit| {
        if let Visit::Inline(Inline::NoteCall(note)) = visit {
            called.push(*note);
        }
    });
    assert_eq!(called.len(), 1);
    let note = &book.notes[called[0].0 as usize];
    assert_eq!((note.label.as_str(), book.note_number(called[0])), ("b", 1));
}

#[test]
fn the_book_says_what_all_its_articles_say() {
    let meta = three().article.meta;
    assert_eq!(meta.title_text(), "Rivers");
    assert_eq!(meta.authors().collect::<Vec<_>>(), ["Ada", "Ben"]);
    assert_eq!(meta.lang.0, "en");
    assert!(meta.rights.is_empty(), "one of them states no rights");
    let two = book(&[("one.md", ONE), ("two.md", TWO)]).article.meta;
    assert_eq!(two.rights.license.unwrap().name, "CC BY 4.0");
}

#[test]
fn equal_pictures_are_one() {
    let asset = |name: &str, bytes: &[u8]| Asset {
        name: name.into(),
        kind: ImageKind::Png,
        bytes: bytes.into(),
        width: 1,
        height: 1,
        orientation: 1,
        embedded: Default::default(),
    };
    let mut binder = Binder::default();
    assert_eq!(binder.assets(vec![asset("a", b"1"), asset("b", b"2")]), [AssetId(0), AssetId(1)]);
    assert_eq!(binder.assets(vec![asset("c", b"2"), asset("a", b"3")]), [AssetId(1), AssetId(2)]);
    let names: Vec<&str> = binder.assets.iter().map(|asset| asset.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "a-2"]);
}

#[test]
fn what_is_said_is_given_back_to_its_article() {
    let book = three();
    let at = |article: usize| book.article.bound[article].blocks[0].span;
    let said = vec![
        Diagnostic::note("second", "x").at(at(1)),
        Diagnostic::note("first", "x").at(at(0)),
        Diagnostic::note("whole", "x"),
    ];
    let (parts, whole) = book.give_back(said);
    assert_eq!(whole.len(), 1);
    let code = |part: usize| parts[part].iter().map(|one| &*one.code).collect::<Vec<_>>();
    assert_eq!((code(0), code(1), code(2)), (vec!["first"], vec!["second"], vec![]));
    let span = parts[1][0].span.unwrap();
    assert!(TWO[span.start..span.end].starts_with("Back to"), "{:?}", &TWO[span.start..span.end]);
}

#[test]
fn related_articles_of_the_book_name_their_pages() {
    use crate::design::Design;
    use crate::layout::{Item, typeset};
    use crate::text::Fonts;
    let four = "---\ntitle: Four\nlang: en\nauthor: Ida Moss\nrelated: [one]\n---\n\nText.\n";
    let book = book(&[("posts/one.md", ONE), ("posts/four.md", four)]).article;
    let pages = typeset(&book, &Design::default(), &Fonts::bundled(), &mut Diagnostics::new());
    let runs = pages.pages.iter().flat_map(|page| &page.frame.items).filter_map(|(_, placed)| match &placed.item {
        Item::Text(run) => Some(run.text.as_str()),
        _ => None,
    });
    let text: String = runs.collect();
    assert!(text.contains("page 1"), "{text}");
    assert!(!text.contains("posts/one"), "{text}");
}
