//! Links between articles that lead to their files in the library.

use super::common::epub::Epub;
use super::common::kitchen::Kitchen;

const BREAD: &str = "---\ntitle: Bread\nlang: en\n---\nSee [salt](2021/salt.md#the-sea), [[salt]] and [rye](rye.md).\n";
const SALT: &str = "---\nlang: en\n---\n# Salt & sea\n\nBack to [bread](../bread.md).\n\n## The sea\n\nWords.\n";
const RYE: &str = "---\ntitle: Rye\nlang: en\ncanonical_url: https://e.org/rye/\n---\nIt is black.\n";

fn archive() -> Kitchen {
    let files = [("posts/bread.md", BREAD), ("posts/2021/salt.md", SALT), ("posts/rye.md", RYE)];
    Kitchen::with(&files.map(|(name, text)| (name, text.as_bytes())))
}

/// The addresses that links in the text of the EPUB and in the PDF called `name` lead to, each once.
fn targets(kitchen: &Kitchen, name: &str) -> [Vec<String>; 2] {
    let text = Epub::open(&kitchen.path(&format!("{name}.epub"))).documents(|name| name.contains("chapter"));
    let epub = text.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned));
    let pdf = lopdf::Document::load(kitchen.path(&format!("{name}.pdf"))).unwrap();
    let uri = |object: &lopdf::Object| {
        let action =
            object.as_dict().ok()?.get(b"A").and_then(|action| pdf.dereference(action)).ok()?.1.as_dict().ok()?;
        Some(String::from_utf8_lossy(action.get(b"URI").ok()?.as_str().ok()?).into_owned())
    };
    let pdf = pdf.objects.values().filter_map(uri);
    [epub.collect(), pdf.collect()].map(|mut all: Vec<String>| {
        all.sort();
        all.dedup();
        all
    })
}

/// The entries of the list of other articles at the end of the EPUB at `name`.
fn listed(kitchen: &Kitchen, name: &str) -> Vec<String> {
    let text = Epub::open(&kitchen.path(name)).documents(|name| name.ends_with(".xhtml"));
    let list = text.split("<ul class=\"library-list\">").nth(1).and_then(|rest| rest.split("</ul>").next());
    let entries = list.unwrap_or_default().split("<li ").skip(1);
    entries
        .map(|entry| entry.split_once('>').map_or("", |(_, rest)| rest.trim_end_matches("</li>\n")).to_owned())
        .collect()
}

#[test]
fn a_link_to_an_article_without_an_address_leads_to_its_file() {
    let kitchen = archive();
    let run = kitchen.run(&["posts", "-o", "out/"]);
    assert!(run.code == 0 && !run.err.contains("unusable-link"), "{}", run.err);
    let [epub, pdf] = targets(&kitchen, "out/bread");
    assert_eq!(epub, ["#library.1", "https://e.org/rye/"]);
    assert_eq!(pdf, ["./2021/salt.pdf", "./2021/salt.pdf#the-sea", "https://e.org/rye/"]);
    assert_eq!(
        listed(&kitchen, "out/bread.epub"),
        ["<cite>Salt &amp; sea</cite>: <bdi class=\"file\" dir=\"ltr\">2021/salt.epub</bdi>"]
    );
    assert_eq!(targets(&kitchen, "out/2021/salt")[1], ["../bread.pdf"]);
    let salt = lopdf::Document::load(kitchen.path("out/2021/salt.pdf")).unwrap();
    let names = salt.catalog().unwrap().get(b"Names").and_then(|names| names.as_dict()?.get(b"Dests")).unwrap();
    let names = names.as_dict().and_then(|names| names.get(b"Names")?.as_array()).unwrap();
    assert_eq!(names[0].as_str().unwrap(), b"the-sea", "{names:?}");
    let checked = kitchen.run(&["check", "posts"]);
    assert!(!checked.err.contains("unusable-link"), "{}", checked.err);
}

#[test]
fn with_links_to_library_files_come_before_addresses_and_a_file_may_say_so() {
    let kitchen = archive();
    kitchen.write("posts/offprint.toml", b"[reading]\nlinks-to = \"library\"\n");
    assert_eq!(kitchen.run(&["posts", "-o", "out/"]).code, 0);
    let [epub, pdf] = targets(&kitchen, "out/bread");
    assert_eq!(pdf, ["./2021/salt.pdf", "./2021/salt.pdf#the-sea", "./rye.pdf"]);
    // The entry still knows the address.
    assert_eq!(epub, ["#library.1", "#library.2", "https://e.org/rye/"]);
    let run = kitchen.run(&["posts", "-o", "out/", "--links-to", "web"]);
    assert!(run.err.contains("converted 3 articles"), "{}", run.err);
    assert_eq!(targets(&kitchen, "out/bread")[1].last().unwrap(), "https://e.org/rye/");
}

#[test]
fn articles_are_made_again_when_a_file_that_they_link_to_gets_another_name_or_goes() {
    let kitchen = archive();
    assert_eq!(kitchen.run(&["posts", "-o", "out/"]).code, 0);
    assert!(kitchen.run(&["posts", "-o", "out/"]).err.contains("3 unchanged"));
    let run = kitchen.run(&["posts", "-o", "out/", "--exclude", "salt.md"]);
    assert!(run.err.contains("converted 1 article, 1 unchanged"), "{}", run.err);
    assert!(run.err.contains("`2021/salt.md") && run.err.contains("becomes plain text"), "{}", run.err);
    let predicted = kitchen.run(&["posts", "-o", "out/", "--dry-run"]);
    assert!(predicted.err.contains("outputs of 2021/salt.md are elsewhere"), "{}", predicted.err);
    let run = kitchen.run(&["posts", "-o", "out/", "--name", "all/{slug}"]);
    assert!(run.code == 0, "{}", run.err);
    assert_eq!(targets(&kitchen, "out/all/bread")[1], ["./salt.pdf", "./salt.pdf#the-sea", "https://e.org/rye/"]);
}

#[test]
fn drafts_and_formats_that_are_not_made_are_not_linked() {
    let kitchen = archive();
    kitchen.write("posts/2021/salt.md", SALT.replace("lang: en", "lang: en\ndraft: true").as_bytes());
    let run = kitchen.run(&["posts", "-o", "out/"]);
    assert!(run.err.contains("becomes plain text"), "{}", run.err);
    assert_eq!(targets(&kitchen, "out/bread")[1], ["https://e.org/rye/"]);
    assert_eq!(kitchen.run(&["posts", "-o", "out/", "--drafts"]).code, 0);
    assert_eq!(targets(&kitchen, "out/bread")[1].len(), 3);
    kitchen.write("posts/2021/offprint.toml", b"to = [\"epub\"]\n");
    assert_eq!(kitchen.run(&["posts", "-o", "out/", "--drafts"]).code, 0);
    assert_eq!(targets(&kitchen, "out/bread")[1], ["./2021/salt.epub", "https://e.org/rye/"]);
}

#[test]
fn a_book_and_a_single_article_link_to_no_files() {
    let kitchen = archive();
    let run = kitchen.run(&["posts/bread.md", "-o", "one/"]);
    assert!(run.err.contains("becomes plain text"), "{}", run.err);
    let run = kitchen.run(&["posts", "--book", "All", "-o", "all.epub", "--links-to", "library"]);
    assert!(run.code == 0 && !run.err.contains("becomes plain text"), "{}", run.err);
    let text = Epub::open(&kitchen.path("all.epub")).documents(|name| name.ends_with(".xhtml"));
    assert!(!text.contains("library-list"), "{text}");
}

#[test]
fn the_list_of_the_library_has_a_heading_of_its_own_beside_the_credits() {
    let kitchen = archive();
    let end = |kitchen: &Kitchen| {
        assert_eq!(kitchen.run(&["posts", "-o", "out/"]).code, 0);
        let epub = Epub::open(&kitchen.path("out/bread.epub"));
        let nav = epub.text("nav.xhtml");
        let list = nav.split("id=\"toc\"").nth(1).unwrap().split("</nav>").next().unwrap().to_owned();
        (epub.documents(|name| name.ends_with(".xhtml") && !name.contains("nav")), list)
    };
    let (text, nav) = end(&kitchen);
    assert!(text.contains("<h2 id=\"library\">In this library</h2>") && !text.contains(">Credits<"), "{text}");
    assert!(nav.contains(">In this library</a>") && !nav.contains(">Credits</a>"), "{nav}");
    assert!(text.contains("class=\"made-with\""), "{text}");
    kitchen.write("posts/bread.md", BREAD.replace("lang: en", "lang: en\nlicense: CC-BY-4.0").as_bytes());
    let (text, nav) = end(&kitchen);
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
    assert!(place("<h2 id=\"library\">In this library</h2>") < place("<h2 id=\"credits\">Credits</h2>"));
    assert!(!text.contains("<h3 id=\"library\""), "{text}");
    let target = |title: &str| {
        let entry = nav.split("<a ").find(|entry| entry.contains(&format!(">{title}</a>"))).expect("an entry");
        entry.split('"').nth(1).unwrap().to_owned()
    };
    assert!(target("In this library").ends_with("#library") && target("Credits").ends_with("#credits"), "{nav}");
    assert_eq!(text.matches("class=\"made-with\"").count(), 1);
    // A place of the landmarks is that of the credits.
    let landmarks = Epub::open(&kitchen.path("out/bread.epub")).text("nav.xhtml");
    let colophon = landmarks.split("epub:type=\"colophon\"").nth(1).expect("a landmark");
    assert!(colophon.split('"').nth(1).is_some_and(|href| href.ends_with("#credits")), "{colophon}");
}
