//! Archives with the configuration of their site: addresses, links, what is left out, what is said.

use std::process::Command;

use super::common::epub::Epub;
use super::common::kitchen::Kitchen;

const CONFIG: &str = "baseURL = 'https://e.org/blog/'\ntitle = 'Mills and Boats'\nlanguageCode = 'en-gb'\n[params]\nauthor = 'Ann Lee'\n";
const MILL: &str = "---\ntitle: The mill\n---\nFlour. See [one](/posts/boat/), [two]({{< ref \"boat\" >}}), \
                    [three](../boat/?a=1#tar), [four](boat.md#tar), [five](/about/) and [six](gone.md).\n";
const BOAT: &str = "---\ntitle: The boat\nslug: ship\n---\nRope.\n\n## Tar\n\nBlack.\n";

fn site() -> Kitchen {
    Kitchen::with(&[
        ("site/hugo.toml", CONFIG.as_bytes()),
        ("site/content/posts/mill.md", MILL.as_bytes()),
        ("site/content/posts/boat.md", BOAT.as_bytes()),
        ("site/content/posts/_index.md", b"---\ntitle: Posts\n---\nAll posts.\n"),
    ])
}

/// The addresses in the text of the EPUB at `name`.
fn links(kitchen: &Kitchen, name: &str) -> Vec<String> {
    let text = Epub::open(&kitchen.path(name)).documents(|name| name.ends_with(".xhtml"));
    let found = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut found: Vec<String> = found.filter(|link| link.starts_with("http")).map(str::to_owned).collect();
    found.dedup();
    found
}

#[test]
fn articles_and_links_have_the_addresses_of_their_site_in_both_outputs() {
    let kitchen = site();
    // The folder of content is enough: the configuration is found above it.
    let run = kitchen.run(&["site/content", "-o", "out/"]);
    assert!(run.code == 0 && run.err.contains("1 part of a site"), "{}", run.err);
    assert!(run.err.contains("`gone.md`") && !run.err.contains("`/about/`"), "{}", run.err);
    let found = links(&kitchen, "out/posts/mill.epub");
    for link in ["posts/ship/", "posts/ship/?a=1#tar", "posts/ship/#tar", "about/", "posts/mill/"] {
        assert!(found.contains(&format!("https://e.org/blog/{link}")), "{link} in {found:?}");
    }
    let pdf = Command::new("pdfinfo").arg("-url").arg(kitchen.path("out/posts/mill.pdf")).output();
    if let Ok(pdf) = pdf {
        let text = String::from_utf8_lossy(&pdf.stdout).into_owned();
        assert_eq!(text.matches("https://e.org/blog/posts/ship/").count(), 4, "{text}");
    }
}

#[test]
fn the_address_of_a_site_can_be_stated_and_makes_articles_anew() {
    let kitchen = site();
    assert_eq!(kitchen.run(&["site", "-o", "out/"]).code, 0);
    let run = kitchen.run(&["site", "-o", "out/", "--site", "https://x.net/y/"]);
    assert!(run.code == 0 && run.err.contains("converted 2 articles"), "{}", run.err);
    let found = links(&kitchen, "out/content/posts/mill.epub");
    assert!(found.contains(&"https://x.net/y/posts/ship/".to_owned()), "{found:?}");
    assert_eq!(kitchen.run(&["site", "-o", "out/", "--site", "not an address"]).code, 2);
}

#[test]
fn only_articles_that_a_change_of_the_site_concerns_are_made_again() {
    let kitchen = site();
    assert_eq!(kitchen.run(&["site", "-o", "out/"]).code, 0);
    kitchen.write("site/content/posts/boat.md", BOAT.replace("slug: ship", "slug: tug").as_bytes());
    let run = kitchen.run(&["site", "-o", "out/"]);
    assert!(run.err.contains("converted 2 articles"), "{}", run.err);
    kitchen.write("site/content/posts/mill.md", MILL.replace("Flour", "Bread").as_bytes());
    let run = kitchen.run(&["site", "-o", "out/"]);
    assert!(run.err.contains("converted 1 article, 1 unchanged"), "the boat links nowhere: {}", run.err);
    kitchen.write("site/hugo.toml", CONFIG.replace("Boats", "Ships").as_bytes());
    let run = kitchen.run(&["site", "-o", "out/"]);
    assert!(run.err.contains("converted 2 articles"), "{}", run.err);
}

#[test]
fn broken_configuration_is_one_warning_and_explain_says_what_is_known() {
    let kitchen = site();
    kitchen.write("site/hugo.toml", format!("{CONFIG}broken = [1,\n").as_bytes());
    let run = kitchen.run(&["site", "-o", "out/"]);
    assert_eq!((run.code, run.err.matches("malformed").count()), (0, 1), "{}", run.err);
    assert!(run.err.contains("hugo.toml:"), "{}", run.err);
    let told = kitchen.run(&["explain", "site"]);
    let text = String::from_utf8_lossy(&told.out).into_owned();
    for words in
        ["Hugo, by hugo.toml", "2 articles", "Mills and Boats  [hugo.toml: title, line 2]", "a part of the site"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
    let json = kitchen.run(&["explain", "site", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.out).expect("JSON");
    assert_eq!(json["roots"][0]["sites"][0]["generator"], "hugo");
    assert!(json["left_out"][0]["reason"].is_string());
}

#[test]
fn links_between_articles_of_a_book_lead_to_its_pages() {
    let kitchen = site();
    let run = kitchen.run(&["site/content", "--book", "Mills", "-o", "book.epub"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let text = Epub::open(&kitchen.path("book.epub")).documents(|name| name.contains("chapter"));
    assert!(!text.contains("href=\"https://e.org/blog/posts/ship/#tar\""), "{text}");
    assert!(text.matches("#tar\"").count() >= 2, "{text}");
}

#[test]
fn a_name_in_a_vault_that_is_no_note_becomes_plain_text() {
    let kitchen = Kitchen::with(&[
        ("quartz.config.ts", b"const config = { configuration: { pageTitle: 'Q', baseUrl: 'e.org', locale: 'en-US' } }\nexport default config\n"),
        ("content/x/a.md", b"---\ntitle: A\n---\nSee [[no such note]], [[tags/mill]] and [[b]].\n"),
        ("content/b.md", b"---\ntitle: B\n---\nWords.\n"),
    ]);
    let run = kitchen.run(&["content", "-o", "out/"]);
    assert!(run.code == 0 && run.err.contains("`no%20such%20note` becomes plain text"), "{}", run.err);
    let found = links(&kitchen, "out/x/a.epub");
    assert!(found.contains(&"https://e.org/tags/mill".to_owned()), "{found:?}");
    assert!(!found.iter().any(|link| link.contains("note")), "{found:?}");
}
