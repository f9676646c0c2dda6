//! Articles that are made to take long: each ends within the time that it may take, with one error and no output, and a
//! run goes on.

use std::time::{Duration, Instant};

use super::common::kitchen::{ARTICLE, Kitchen};

/// Time over the limit that is allowed: what other crates do in one call, on a busy machine, without optimisation.
const MARGIN: Duration = Duration::from_secs(6);

fn articles() -> Vec<(&'static str, String)> {
    let head = "---\ntitle: Hostile\nlang: en\n---\n\n";
    let words = "flour and water and a little salt and time enough for the dough to rise ";
    vec![
        ("table", {
            let row = "<tr><td>flour and water</td><td>a little salt</td><td>time enough</td></tr>\n";
            format!("{head}Text.\n\n<table>\n{}</table>\n", row.repeat(5 << 20).split_at(5 << 20).0.to_owned() + "\n")
        }),
        ("pipes", format!("{head}| a | b | c |\n|---|---|---|\n{}", "| flour | water | salt |\n".repeat(200_000))),
        ("paragraph", format!("{head}{}\n", words.repeat((1 << 20) / words.len()))),
        ("notes", {
            let notes: String = (0..1_000_000).map(|number| format!("[^{number}]: x\n")).collect();
            format!("{head}Text[^1].\n\n{notes}")
        }),
        ("headings", format!("{head}{}", "## Flour and water\n\nSalt.\n\n".repeat(120_000))),
        ("nesting", format!("{head}{}deep\n", "> ".repeat(50_000))),
        ("elements", format!("{head}{}deep{}\n", "<div>".repeat(200_000), "</div>".repeat(200_000))),
        ("emphasis", format!("{head}{}\n", "*a **b ".repeat(200_000))),
        ("brackets", format!("{head}{}\n", "[".repeat(1_000_000))),
        ("links", format!("{head}{}\n", "[flour](https://e.org/flour) ".repeat(120_000))),
        ("formulas", format!("{head}{}\n", "$\\frac{a}{b}$ ".repeat(150_000))),
        ("code", format!("{head}```rust\n{}```\n", "let flour = water(salt, 1.5); // rise\n".repeat(120_000))),
        ("word", format!("{head}{}\n", "ab".repeat(1 << 20))),
        ("scripts", format!("{head}{}\n", "水と塩と粉אבגمرحبا".repeat(30_000))),
    ]
}

#[test]
fn each_article_ends_within_its_time_with_one_error() {
    for (name, text) in articles() {
        let kitchen = Kitchen::with(&[(&format!("{name}.md"), text.as_bytes())]);
        let begun = Instant::now();
        let run = kitchen.run(&[&format!("{name}.md"), "--article-timeout", "2s"]);
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(2) + MARGIN, "{name} took {took:?}: {}", run.err);
        match run.code {
            // Some are over another limit, or are made in time.
            0 => assert!(kitchen.path(&format!("{name}.pdf")).exists(), "{name}"),
            code => {
                assert_eq!(code, 1, "{name}: {}", run.err);
                assert_eq!(run.err.lines().filter(|line| line.starts_with("error")).count(), 1, "{name}: {}", run.err);
                assert_eq!(kitchen.files(), [format!("{name}.md")], "{name}: nothing is left");
            }
        }
    }
}

#[test]
fn such_an_article_does_not_stop_the_others() {
    let (name, text) = articles().swap_remove(0);
    let kitchen = Kitchen::with(&[(&format!("in/{name}.md"), text.as_bytes()), ("in/z.md", ARTICLE.as_bytes())]);
    let run = kitchen.run(&["in", "-o", "out/", "-j", "1", "--article-timeout", "1s"]);
    run.refused(1, &["in/table.md", "took longer than 1.0 s"]);
    assert!(kitchen.path("out/z.pdf").exists() && !kitchen.path("out/table.epub").exists());
}

#[test]
fn an_article_of_a_book_may_take_as_long_as_others() {
    let (name, text) = articles().swap_remove(0);
    let kitchen = Kitchen::with(&[(&format!("in/{name}.md"), text.as_bytes()), ("in/z.md", ARTICLE.as_bytes())]);
    for book in [&["--book-by", "folder", "-o", "out/"][..], &["--book", "All", "-o", "all.epub"]] {
        let run = kitchen.run(&[&["in", "--article-timeout", "60ms"], book].concat());
        run.refused(1, &["in/table.md", "took longer than 0.1 s"]);
    }
}
