//! Tests of related articles: blocks at the end, lines within the text, and what only looks like them.

use crate::article::{Article, plain_text};
use crate::diag::Diagnostics;
use crate::read::{NoFiles, Options, read};
use crate::source::Source;

const PROSE: [&str; 3] = [
    "The lighthouse stands on a rock that the maps of the last century left out, and the keeper says so every day.",
    "For forty years nobody thought of painting it, until the council found a tin of red lead in the cellar.",
    "At night the beam passes over the roofs, and the children count between two flashes until they fall asleep.",
];

fn article(name: &str, text: &str) -> (Article, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let article = read(&Source::new(name, text), &Options::default(), &NoFiles, &mut diagnostics);
    (article.expect("is an article"), diagnostics)
}

fn scraped(end: &str) -> (Article, Diagnostics) {
    article("a.txt", &format!("The red lighthouse\n\n{}\n\n{end}\n", PROSE.join("\n\n")))
}

fn markdown(end: &str) -> (Article, Diagnostics) {
    article("a.md", &format!("---\ntitle: Red\nlang: en\n---\n\n{}\n\n{end}\n", PROSE.join("\n\n")))
}

/// Returns titles and blurbs.
fn entries(article: &Article) -> Vec<(String, String)> {
    article.related.iter().map(|entry| (plain_text(&entry.title), plain_text(&entry.blurb))).collect()
}

fn titles(article: &Article) -> Vec<String> {
    entries(article).into_iter().map(|(title, _)| title).collect()
}

const TWO: [&str; 2] = ["How the red paint came here", "A keeper who counted ships"];

#[test]
fn a_block_of_scraped_text_is_known_by_its_form() {
    let [a, b] = TWO;
    for end in [
        format!("Related\n\n{a}\n\n{b}"),
        format!("RELATED STORIES:\n\n{a}\n\n{b}"),
        format!("Related\n{a}\n{b}"),
        format!("Leggi anche\n\n{a}\n\n{b}"),
        format!("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ\n\n{a}\n\n{b}"),
        format!("أقرأ أيضًا:\n\n{a}\n\n{b}"),
        format!("More from The Island Gazette\n\n1. {a}\n\n2. {b}"),
        format!("Read more\n\n» {a}\n\n» {b}"),
        format!("Most read\n\n1\n\n{a}\n\n2\n\n{b}"),
        format!("Latest\n\n{a}\n\nBy Ida Moss\n\n{b}\n\nBy Jon Vale"),
        format!("Recommended for you\n\nNATURE\n\n{a}\n\n4 min read\n\nHISTORY\n\n{b}\n\n6 min read"),
        format!("Related\n\n{a}\n\n{b}\n\nShare this:\n\nFacebook\n\nComments (3)\n\n© 2024 The Island Gazette"),
        format!("Related: {a}; {b}"),
        format!("ALSO READ | {a}\n\nALSO READ | {b}"),
    ] {
        let (article, _) = scraped(&end);
        assert_eq!(titles(&article), TWO, "{end}");
        assert_eq!(article.blocks.len(), PROSE.len(), "{end}");
    }
}

#[test]
fn blurbs_keep_their_cuts() {
    let [a, b] = TWO;
    let cuts = ["…", "...", " […]", " [...]", "… Read more"];
    for cut in cuts {
        let (one, two) = (
            format!("The tin had stood in the cellar since the war, and nobody could say who{cut}"),
            format!("For thirty years he wrote a line for every mast, and the books are now{cut}"),
        );
        for end in [
            format!("{a}\n\n{one}\n\n{b}\n\n{two}"),
            format!("Related\n\n{a}\n{one}\n\n{b}\n{two}"),
            format!("* * *\n\n{a}\n\n{one}\n\nContinue reading\n\n{b}\n\n{two}\n\nContinue reading"),
        ] {
            let expected = [(a.to_owned(), one.clone()), (b.to_owned(), two.clone())];
            assert_eq!(entries(&scraped(&end).0), expected, "{end}");
        }
    }
    let (article, _) = scraped(&format!("Related\n\n{a}\n\nThe tin was found.\n\n{b}\n\nHe counted all of them."));
    let expected =
        [(a.to_owned(), "The tin was found.".to_owned()), (b.to_owned(), "He counted all of them.".to_owned())];
    assert_eq!(entries(&article), expected);
}

#[test]
fn what_only_looks_like_related_articles_is_text() {
    for end in [
        "Recommended\n\nA good pair of boots, and a coat.\n\nPatience, which costs nothing.",
        "See also\n\nThe lamp room is open in May. The cellar is not.",
        "Read more\n\nThe painters came back in the fourth summer, and found that the red had turned to rust.",
        "Ida Moss, painter\n\nI have been up there in every wind, and still each spring I say that…\n\nJon Vale, keeper\n\nNobody asked me about the colour, and if they had I would have said…",
        "What do you see from up there?\n\nOn a clear day the three islands, and behind them nothing at all, which…\n\nDo you miss the fog?\n\nNobody misses the fog, since it is like missing a wall in your own…",
        "Friday\n\nThe ladders are brought up from the harbour, with the help of the…\n\nSaturday\n\nWind from the west, so that all we could do was to sit and…",
        "The gulls go up and the gulls come down and nobody knows what for…\n\nThe beam goes round and the beam comes back and knocks upon the door…",
        "Further reading\n\nMoss, I. (2020). Red lead. Harbour Press.\n\nVale, J. (2019). Masts. Harbour Press.",
        "Related: the price of red lead, which has doubled.",
    ] {
        let (article, _) = scraped(end);
        assert_eq!(titles(&article), [""; 0], "{end}");
        assert_eq!(article.blocks.len(), PROSE.len() + end.matches("\n\n").count() + 1, "{end}");
    }
    for end in [
        "## See also\n\nThe pier is worth a visit, and [the museum](https://m.example) has a model of it.",
        "## Related work\n\n- [Moss](https://m.example) measured ladders.",
        "## Further reading\n\n- Moss, I. [*Red lead*](https://p.example). Harbour Press, 2020.\n- Vale, J. *Masts*. 2019.",
        "## References\n\n- [Red lead](https://p.example)",
        "## Recommended\n\n- [The soup](https://s.example), hot\n- [The cake](https://c.example), cold",
        "## Related posts\n\n- [One](https://e.org/1)\n\n## What I learned\n\nLadders are short. The wind is long. I shall go on looking at the sea from below, where it is warm.",
        "See also page 12 of [the report](https://r.example), where the figures are.",
        "[Home](/) | [About](/about/)",
        "**Contents**\n\n- [The tin](#tin)",
        "See also: [`knead`](https://e.org/knead), [`rest`](https://e.org/rest)",
    ] {
        let (article, _) = markdown(end);
        assert_eq!(titles(&article), [""; 0], "{end}");
    }
}

#[test]
fn a_section_or_box_of_markdown_is_known_by_its_form() {
    let [a, b] = TWO.map(|title| format!("[{title}](https://e.org/{})", title.len()));
    for end in [
        format!("## Related posts\n\n- {a}\n- {b}"),
        format!("# 📚 Read more {{#more}}\n\n{a}\n\n{b}"),
        format!("**Related:** {a}, {b}"),
        format!("*Related: {a} · {b}*"),
        format!("Related posts:\n\n1. {a}\n2. {b}"),
        format!("> **See also:** {a} and {b}."),
        format!("> **Related articles**\n>\n> - {a}\n> - {b}"),
        format!("> [!info] Related\n> - {a}\n> - {b}"),
        format!("<aside class=\"related-articles\">\n\n- {a}\n- {b}\n\n</aside>"),
        format!("<details>\n<summary>Related articles</summary>\n\n- {a}\n- {b}\n\n</details>"),
        format!("## See also\n\n| Article | When |\n|---|---|\n| {a} | 3 March 2021 |\n| {b} | 9 April 2021 |"),
        format!("## Related\n\n- 2021-03-03 {a}\n- 2021-04-09 {b}"),
        format!("## Related\n\n- {a}\n\n## More from the Gazette\n\n- {b}"),
        format!("## Related\n\n- {a}\n- {b}\n\n## References\n\n1. Moss, I. (2020). Red lead."),
        format!("## Related\n\n- {a}\n- {b}\n\n---\n\n*Subscribe to our newsletter.*\n\n© 2024 The Gazette"),
        format!("**Previous:** {a}\n\n**Next:** {b}"),
    ] {
        let (article, _) = markdown(&end);
        assert_eq!(titles(&article), TWO, "{end}");
        assert!(article.related.iter().all(|entry| entry.url.is_some() && !entry.because.is_empty()), "{end}");
    }
}

#[test]
fn entries_keep_blurb_author_and_date() {
    let [a, b] = TWO;
    for end in [
        format!(
            "## Related\n\n### [{a}](https://e.org/a)\n\nBy Ida Moss on 3 March 2021\n\nThe tin…\n\n### [{b}](https://e.org/b)\n\nBy Jon Vale on 9 April 2021\n\nThe masts…"
        ),
        format!(
            "## Related\n\n- [{a}](https://e.org/a) by Ida Moss, 3 March 2021\n\n  > The tin…\n- [{b}](https://e.org/b) by Jon Vale, 9 April 2021\n\n  > The masts…"
        ),
    ] {
        let (article, _) = markdown(&end);
        let [first, second] = article.related.as_slice() else { panic!("{end}: {:?}", article.related) };
        assert_eq!((first.author.as_deref(), second.author.as_deref()), (Some("Ida Moss"), Some("Jon Vale")), "{end}");
        assert_eq!(second.date.as_ref().map(|date| date.iso.as_str()), Some("2021-04-09"), "{end}");
        assert_eq!(
            (plain_text(&first.blurb), plain_text(&second.blurb)),
            ("The tin…".into(), "The masts…".into()),
            "{end}"
        );
    }
}

#[test]
fn a_line_within_the_text_names_an_article_and_stays() {
    let [a, _] = TWO;
    for line in
        ["Also read: ", "READ MORE | ", "[READ: ", "Lire aussi : ", "【関連記事】", "İLGİLİ HABER: ", "Legu ankaŭ: "]
    {
        let line = if line.starts_with('[') { format!("{line}{a}]") } else { format!("{line}{a}") };
        let text = format!("T\n\n{}\n\n{line}\n\n{}\n\n{}", PROSE[0], PROSE[1], PROSE[2]);
        let (article, _) = super::tests::article("a.txt", &text);
        assert_eq!((titles(&article), article.blocks.len()), (vec![a.to_owned()], 4), "{line}");
    }
    for line in [
        "**Also read:** [A](https://e.org/a)",
        "> Read more: [A](https://e.org/a)",
        "([Related: A b](https://e.org/a))",
    ] {
        let text = format!(
            "---\nlang: en\n---\n\n{}\n\n{}\n\n{}",
            PROSE[0],
            line.replace("A b", a).replace("[A]", &format!("[{a}]")),
            PROSE[1]
        );
        let (article, _) = super::tests::article("a.md", &text);
        assert_eq!((titles(&article), article.blocks.len()), (vec![a.to_owned()], 3), "{line}");
    }
}

#[test]
fn a_linked_picture_without_text_belongs_to_its_card() {
    let [a, b] = TWO;
    let card = |url: &str, title: &str| {
        format!("<article><a href=\"{url}\"><img src=\"https://e.org/a.jpg\" alt=\"\"><h3>{title}</h3></a></article>\n")
    };
    for root in ["/", "https://e.org/"] {
        let (red, ships) = (format!("{root}red"), format!("{root}ships"));
        let cards = [card(&red, a), card(&ships, b)].concat();
        let (article, _) = markdown(&format!("<div class=\"related-posts\">\n<h2>Read next</h2>\n{cards}</div>"));
        assert_eq!(titles(&article), TWO);
        assert_eq!(article.related[1].url, Some(ships));
    }
}

#[test]
fn a_title_may_have_its_bare_address() {
    let [a, b] = TWO;
    let (article, _) =
        markdown(&format!("## Related articles\n\n- {a}: https://e.org/red\n- {b} – <https://e.org/ships>"));
    assert_eq!(titles(&article), TWO);
    assert_eq!(article.related[0].url.as_deref(), Some("https://e.org/red"));
}

#[test]
fn each_cell_of_a_table_that_places_links_is_an_entry() {
    let [a, b] = TWO;
    let table = format!("| | |\n|---|---|\n| [{a}](/red) | [{b}](/ships) |");
    assert_eq!(titles(&markdown(&format!("## Related articles\n\n{table}")).0), TWO);
    let named = format!("| | |\n|---|---|\n| [{a}](/red) | [Ida Moss](/ida) |");
    assert_eq!(titles(&markdown(&format!("## Related articles\n\n{named}")).0), [a]);
}

#[test]
fn what_the_page_added_is_said() {
    let [a, b] = TWO;
    let (_, diagnostics) = scraped(&format!("Related\n\n{a}\n\n{b}\n\nShare this:\n\nFacebook"));
    let said = diagnostics.iter().find(|found| found.code == "page-lines-left-out").expect("is said");
    assert!(said.message.contains("`Share this:`, `Facebook`"), "{}", said.message);
}

#[test]
fn more_than_eighty_words_are_text() {
    let long = "a long word that says nothing ".repeat(20);
    let (article, _) = markdown(&format!("## Related\n\n- [One](https://e.org/1): {long}\n- [Two](https://e.org/2)"));
    assert!(article.related.is_empty());
}

#[test]
fn reading_takes_time_in_proportion_to_the_text() {
    for unit in [
        "Read more\n\nA title of some words\n\n",
        "Related: One title here\n\n",
        "## Related\n\n- [A b](https://e.org)\n\n",
    ] {
        let text = format!("---\nlang: en\n---\n\nText.\n\n{}", unit.repeat(20_000));
        let started = std::time::Instant::now();
        article("a.md", &text);
        article("a.txt", &format!("T\n\nText.\n\n{}", unit.repeat(20_000)));
        assert!(started.elapsed().as_secs() < 60, "{unit}");
    }
}

#[test]
fn a_sentence_can_introduce_related_articles() {
    let [a, b] = TWO;
    let list = format!("- [{a}](/a)\n- [{b}](/b)");
    for sentence in [
        "If you enjoyed this post, you might also like:",
        "Want to learn more? Here are some of our other articles on the topic:",
        "Here are a few more stories for the evening.",
        "**If you liked this article, check out these:**",
        "Enjoyed this story? Read on:",
        "Hat Ihnen der Text gefallen? Hier sind weitere Beiträge aus dem Archiv:",
        "Si cet article vous a plu, lisez aussi :",
    ] {
        let (article, said) = markdown(&format!("{sentence}\n\n{list}"));
        assert_eq!(titles(&article), TWO, "{sentence}");
        // The sentence goes with the list, so a note quotes it.
        let quoted = said.iter().any(|note| note.message.contains(&sentence.trim_matches('*')[..20]));
        assert!(quoted, "{sentence}: {said:?}");
    }
    for sentence in [
        "These are the boats that came in:",
        "The posts of the fence:",
        "Other tools:",
        "Sources and other articles that we used:",
        "In my other posts I say why.",
    ] {
        let end = format!("{sentence}\n\n{list}");
        let end = if sentence.ends_with('.') { format!("{sentence}\n\nThe boats are red:\n\n{list}") } else { end };
        assert_eq!(titles(&markdown(&end).0), [""; 0], "{sentence}");
    }
}

#[test]
fn a_label_of_related_articles_needs_no_sign() {
    let [a, b] = TWO;
    for line in [
        format!("Related [{a}](/a), [{b}](/b)"),
        format!("Read next [{a}](/a)\n\nRead next [{b}](/b)"),
        format!("<p><em>Also read</em> <a href=\"/a\">{a}</a> and <a href=\"/b\">{b}</a></p>"),
    ] {
        assert_eq!(titles(&markdown(&line).0), TWO, "{line}");
    }
    for line in [format!("More [{a}](/a)"), format!("Related [{a}](/a) is what the keeper wrote last year.")] {
        assert_eq!(titles(&markdown(&line).0), [""; 0], "{line}");
    }
}
