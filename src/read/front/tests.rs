use super::*;
use crate::article::{Direction, Role, Target, plain_text};

/// Replaces the Markdown reader; supports `[text](url)` only.
fn inlines(text: &str) -> Vec<Inline> {
    if let Some((before, rest)) = text.split_once('[')
        && let Some((label, rest)) = rest.split_once("](")
        && let Some((url, after)) = rest.split_once(')')
    {
        let link =
            Inline::Link { target: Target::Url(url.into()), title: None, content: vec![Inline::Text(label.into())] };
        let text = |text: &str| (!text.is_empty()).then(|| Inline::Text(text.into()));
        return text(before).into_iter().chain([link]).chain(text(after)).collect();
    }
    vec![Inline::Text(text.into())]
}

fn read_with(text: &str) -> (Front, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let front = read(text, &inlines, &mut diagnostics);
    assert!(text.is_char_boundary(front.body));
    (front, diagnostics)
}

fn front(text: &str) -> Front {
    let (front, diagnostics) = read_with(text);
    assert_eq!(diagnostics, [], "{text}");
    front
}

fn codes(diagnostics: &Diagnostics) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| &*diagnostic.code).collect()
}

#[test]
fn every_dialect_gives_title_author_and_body() {
    let sources = [
        "---\ntitle: A Mill\nauthor: Ann Lee\n---\nBody",
        "\u{feff}---\r\ntitle: A Mill\r\nauthor: Ann Lee\r\n---\r\nBody",
        "\n---\ntitle: 'A Mill' # a comment\nauthor:\n  - Ann Lee\n...\nBody",
        "+++\ntitle = \"A Mill\"\nauthors = [\"Ann Lee\"]\n+++\nBody",
        "+++\ntitle = 'A Mill'\n[extra]\nauthor = { name = 'Ann Lee' }\n+++\nBody",
        "{\n  \"title\": \"A Mill\",\n  \"author\": \"Ann Lee\"\n}\nBody",
        "---json\n{ \"title\": \"A Mill\", \"params\": { \"author\": \"Ann Lee\" } }\n---\nBody",
        "[#]: subject: (A Mill)\n[#]: author: (Ann Lee https://example.org/ann)\nBody",
        "% A Mill\n% Ann Lee\nBody",
        "---\n{title: A Mill, author: Ann Lee}\n---\nBody",
    ];
    for source in sources {
        let front = front(source);
        assert_eq!(front.meta.title_text(), "A Mill", "{source}");
        assert_eq!(front.meta.authors().collect::<Vec<_>>(), ["Ann Lee"], "{source}");
        assert_eq!(source[front.body..].trim(), "Body", "{source}");
    }
}

#[test]
fn provenance_names_key_and_line() {
    let yaml = front("---\ntitle: A\ncover:\n  image: a.jpg\n  alt: A mill\n---\n");
    let place = |front: &Front, field: &str| {
        let from = front.meta.provenance.iter().find(|from| from.field == field).unwrap();
        (from.key.clone(), from.line.unwrap())
    };
    assert_eq!(place(&yaml, "title"), ("title".into(), 2));
    assert_eq!(place(&yaml, "cover.alt"), ("cover.alt".into(), 5));
    let json = front("{\n  \"title\": \"A\",\n  \"date\": \"2014-04-28\"\n}\n");
    assert_eq!(place(&json, "date"), ("date".into(), 3));
    let toml = front("+++\ntitle = \"A\"\n[extra]\nlang = \"de\"\n+++\n");
    assert_eq!(place(&toml, "lang"), ("extra.lang".into(), 4));
}

#[test]
fn people_in_every_shape() {
    let source = "---
authors:
  - Ann Lee <ann@example.org>
  - name: Bo Ek
    url: https://example.org/bo
    affiliation: Port Office
  - '[Cy Ash](https://example.org/cy)'
  - {role: editor, text: Di Fo}
  - {given: Ed, family: Go}
  - Flo Hu: Institute of Mills
translator: Gus In; Hal Jo
---
";
    let front = front(source);
    let who: Vec<(&str, Role)> = front.meta.contributors.iter().map(|who| (who.name.as_str(), who.role)).collect();
    let expected = [
        ("Ann Lee", Role::Author),
        ("Bo Ek", Role::Author),
        ("Cy Ash", Role::Author),
        ("Di Fo", Role::Editor),
        ("Ed Go", Role::Author),
        ("Flo Hu", Role::Author),
        ("Gus In", Role::Translator),
        ("Hal Jo", Role::Translator),
    ];
    assert_eq!(who, expected);
    assert_eq!(front.meta.contributors[1].affiliation.as_deref(), Some("Port Office"));
    assert_eq!(front.meta.contributors[2].url.as_deref(), Some("https://example.org/cy"));
    assert_eq!(front.meta.contributors[5].affiliation.as_deref(), Some("Institute of Mills"));
}

#[test]
fn every_kind_of_metadata() {
    let source = "---
title:
  - type: main
    text: Mills
  - type: subtitle
    text: A History
date: 2014-04-28 10:00:31 -0400
lastmod: 2015-01-02
language: fa_IR
tags: [Wind, water]
categories: wind, Grain
excerpt: >
  How mills
  turn.
rights: © 2014 Ann Lee, CC BY-SA 4.0
publisher: Mill Press
identifier:
  - {scheme: DOI, text: 10.1000/182}
isbn: 978-3-16-148410-0
canonical_url: https://example.org/mills
series: {name: Old Machines, number: 3}
status: Draft
version: 1.10
hero: false
---
";
    let meta = front(source).meta;
    assert_eq!(meta.title_text(), "Mills");
    assert_eq!(plain_text(&meta.subtitle), "A History");
    assert_eq!(meta.date.unwrap().iso, "2014-04-28T10:00:31-04:00");
    assert_eq!(meta.modified.unwrap().iso, "2015-01-02");
    assert_eq!((meta.lang.0.as_str(), meta.dir), ("fa-IR", Direction::Rtl));
    assert_eq!(meta.tags, ["Wind", "water", "Grain"]);
    assert_eq!(meta.description.as_deref(), Some("How mills turn."));
    assert_eq!(meta.rights.license.unwrap().url.as_deref(), Some("https://creativecommons.org/licenses/by-sa/4.0/"));
    assert_eq!(meta.publisher.as_deref(), Some("Mill Press"));
    assert_eq!(meta.identifiers.len(), 2);
    assert_eq!(meta.identifiers[1].scheme, "ISBN");
    assert_eq!(meta.source_url.as_deref(), Some("https://example.org/mills"));
    assert_eq!(meta.series.unwrap().position.as_deref(), Some("3"));
    assert!(meta.draft);
    assert_eq!(meta.extra.keys().collect::<Vec<_>>(), ["hero", "version"]);
    assert_eq!(meta.extra["version"], "1.10");
}

#[test]
fn rights_as_a_map_and_a_licence_apart() {
    let meta = front("---\ncopyright: {holder: Ann Lee, year: 2014}\nlicense: CC BY 4.0\n---\n").meta;
    assert_eq!(meta.rights.statement.as_deref(), Some("© 2014 Ann Lee, CC BY 4.0"));
    assert_eq!(meta.rights.holder.as_deref(), Some("Ann Lee"));
    assert_eq!(meta.rights.license.unwrap().url.as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
}

#[test]
fn covers_in_every_shape() {
    let path = |source: &str| front(source).cover.and_then(|cover| cover.path).map(|said| said.value);
    let cases = [
        ("cover: a.jpg", Some("a.jpg")),
        ("cover-image: a.jpg", Some("a.jpg")),
        ("coverImage: a.jpg", Some("a.jpg")),
        ("image: {path: a.jpg}", Some("a.jpg")),
        ("image: {feature: a.jpg}", Some("a.jpg")),
        ("images: [a.jpg, b.jpg]", Some("a.jpg")),
        ("images:\n- imgname: a.jpg", Some("a.jpg")),
        ("header:\n  overlay_image: a.jpg", Some("a.jpg")),
        ("params:\n  cover: a.jpg", Some("a.jpg")),
        ("og_image: b.jpg\nimage: a.jpg", Some("a.jpg")),
        ("image:\nog_image: b.jpg", Some("b.jpg")),
        ("hero: false", None),
        ("primary_image: some-record", None),
        ("featured_image:\n  uid: some-record\n  alt: ''", None),
        ("image:", None),
    ];
    for (yaml, expected) in cases {
        assert_eq!(path(&format!("---\n{yaml}\n---\n")).as_deref(), expected, "{yaml}");
    }
}

#[test]
fn a_cover_with_alt_caption_credit_and_licence() {
    let keyed = "---\nfeatured_image: a.jpg\nfeatured_image_alt: A mill\nfeatured_image_caption: The old mill\nfeatured_image_attr: Ann Lee\nfeatured_image_attrlink: https://example.org/ann\nfeatured_image_license: CC BY-SA 4.0\nlicense: CC0\n---\n";
    let mapped = "---\ncover:\n  image: a.jpg\n  alt: A mill\n  caption: The old mill\n  credit: '[Ann Lee](https://example.org/ann)'\n  license: CC BY-SA 4.0\nlicense: CC0\n---\n";
    for source in [keyed, mapped] {
        let cover = front(source).cover.unwrap();
        assert_eq!(cover.alt.as_ref().unwrap().value, "A mill");
        let figure = cover.figure(&inlines);
        assert_eq!(plain_text(&figure.caption), "The old mill");
        let credit = figure.credit.unwrap();
        assert_eq!(plain_text(&credit.verbatim), "Ann Lee, CC BY-SA 4.0");
        assert_eq!(credit.author.as_deref(), Some("Ann Lee"));
        assert_eq!(credit.links[0].url, "https://example.org/ann");
        assert_eq!(credit.license.unwrap().name, "CC BY-SA 4.0");
    }
}

#[test]
fn the_articles_licence_is_never_the_pictures() {
    let cover = front("---\ncover: a.jpg\ncaption: x\nlicense: CC BY 4.0\nauthor: Ann Lee\n---\n").cover.unwrap();
    assert_eq!(cover.figure(&inlines).credit, None);
}

#[test]
fn a_copyright_notice_names_the_maker_unless_a_credit_does() {
    let figure = |keys: &str| front(&format!("---\n{keys}\n---\n")).cover.unwrap().figure(&inlines);
    for keys in ["image: a.jpg\nimage_copyright: © Ann Lee", "cover: {image: a.jpg, copyright: © Ann Lee}"] {
        let credit = figure(keys).credit.unwrap();
        assert_eq!((credit.author.as_deref(), credit.license), (Some("Ann Lee"), None), "{keys}");
    }
    let both = figure("image: a.jpg\nimage_copyright: © Elm Press\nimage_credit: Ann Lee").credit.unwrap();
    assert_eq!(both.author.as_deref(), Some("Ann Lee"));
    assert!(plain_text(&both.verbatim).contains("© Elm Press"));
}

#[test]
fn a_source_in_words_is_a_credit_and_no_address() {
    let cover = front("---\nimage:\n  featured: a.jpg\n  source: Photo by Ann Lee / Flickr\n---\n").cover.unwrap();
    assert_eq!(cover.path.as_ref().unwrap().value, "a.jpg");
    let credit = cover.figure(&inlines).credit.unwrap();
    assert_eq!((credit.author.as_deref(), credit.source.as_deref()), (Some("Ann Lee"), Some("Flickr")));
    let address = front("---\ncover: {source: /img/a}\n---\n").cover.unwrap();
    assert_eq!(address.path.unwrap().value, "/img/a");
}

#[test]
fn a_list_of_one_credit_is_a_credit() {
    let cover = front("---\nimage: a.jpg\ncredits:\n- Photo by Ann Lee\n---\n").cover.unwrap();
    assert_eq!(cover.figure(&inlines).credit.unwrap().author.as_deref(), Some("Ann Lee"));
}

#[test]
fn a_caption_gives_its_credit() {
    let cover = front("---\nimages:\n- imgname: a.jpg\n  sub: CC-BY-AT-2.0 von Ann Lee\n---\n").cover.unwrap();
    let credit = cover.figure(&inlines).credit.unwrap();
    assert_eq!(credit.author.as_deref(), Some("Ann Lee"));
    let plain = front("---\nimages:\n- imgname: a.jpg\n  sub: Visitors\n---\n").cover.unwrap().figure(&inlines);
    assert_eq!((plain_text(&plain.caption).as_str(), plain.credit), ("Visitors", None));
}

#[test]
fn related_articles_in_every_shape() {
    let source = "---
related:
  - old-mills
  - https://example.org/b
  - '[New Mills](/new/)'
  - {title: Wind, url: /wind/, excerpt: 'It blows...'}
  - A Title of an Article
---
";
    let related = front(source).related;
    let pairs: Vec<_> = related.iter().map(|spec| (spec.reference.as_deref(), spec.title.as_deref())).collect();
    let expected = [
        (Some("old-mills"), None),
        (Some("https://example.org/b"), None),
        (Some("/new/"), Some("New Mills")),
        (Some("/wind/"), Some("Wind")),
        (None, Some("A Title of an Article")),
    ];
    assert_eq!(pairs, expected);
    assert_eq!(related[3].excerpt.as_deref(), Some("It blows..."));
    assert!(source[related[0].span.start..].starts_with("old-mills"));
}

#[test]
fn what_only_looks_like_front_matter_is_text() {
    for source in [
        "",
        "Text",
        "---\n\nA paragraph.\n\n---\n\nMore",
        "---",
        "---\nText\n",
        "{{ template }}\n",
        "{% raw %}",
        "# Title",
        "+++\nno end",
        "%notitle",
        "{not json}",
    ] {
        let front = front(source);
        assert_eq!(front.body, 0, "{source}");
        assert!(front.meta.provenance.is_empty());
    }
    assert_eq!(front("---\n---\nText").body, 8);
}

#[test]
fn malformed_matter_is_read_as_far_as_it_can_be() {
    let tab = "---\ntitle: A Mill\nauthor: Ann Lee\t\nsummary: \"unclosed\ntags: [a, b]\n---\nBody";
    let (front, diagnostics) = read_with(tab);
    assert_eq!(codes(&diagnostics), ["malformed-front-matter"]);
    assert!(diagnostics[0].span.unwrap().start > 4);
    assert_eq!(front.meta.title_text(), "A Mill");
    assert_eq!(front.meta.authors().collect::<Vec<_>>(), ["Ann Lee"]);
    assert_eq!(front.meta.tags, ["a", "b"]);
    assert_eq!(&tab[front.body..], "Body");

    let paragraph = "---\ntitle: A: B: C\nexcerpt: <p>One.</p>\n\n<p>Two: it goes on.</p>\ndate: 2014-04-28\n---\n";
    let (front, diagnostics) = read_with(paragraph);
    assert_eq!(codes(&diagnostics), ["malformed-front-matter"]);
    assert_eq!(front.meta.title_text(), "A: B: C");
    assert!(front.meta.description.unwrap().contains("Two: it goes on."));
    assert!(front.meta.date.is_some());

    let (front, diagnostics) = read_with("+++\ntitle = \"A Mill\"\nauthor = Ann Lee\ntags = [\"a\"]\n+++\n");
    assert_eq!(codes(&diagnostics), ["malformed-front-matter"]);
    assert_eq!(front.meta.title_text(), "A Mill");

    let (front, diagnostics) = read_with("{\n  \"title\": \"A Mill\",\n  \"author\": Ann,\n}\nBody");
    assert_eq!(codes(&diagnostics), ["malformed-front-matter"]);
    assert_eq!(front.meta.title_text(), "A Mill");

    let (front, diagnostics) = read_with("---\ntitle: A Mill\nauthor: Ann Lee\n\nBody text.");
    assert_eq!(codes(&diagnostics), ["unclosed-front-matter"]);
    assert_eq!(front.meta.title_text(), "A Mill");
}

#[test]
fn a_rule_in_the_text_does_not_close_matter_that_lacks_its_fence() {
    let keys = "---\ntitle: A Mill\n# a comment\ntags:\n- a\n- b\n\nsummary: >\n  Folded,\n\n  twice.\n";
    let text = [
        "The wheel turns.",
        "# The wheel",
        "## The wheel\nIt turns.",
        "> Turning.",
        "<p>Turning.</p>",
        "![The wheel](a.png)",
        "[The wheel](/wheel) turns.",
        "**The wheel** turns.",
        "- one\n- two",
        "* one",
        "1. one",
        "| a | b |",
        "`wheel` and axle",
        "{{< wheel >}} turns",
        "{% wheel %}",
        "Said of wheels: they turn.\nTitle: words in the text.",
    ];
    for text in text {
        for rule in ["\n---\n\nMore.\n", "\n\n---\n", "\n\nThe axle\n---\nMore: words.\n", "\n\nNote: late.\n\n...\n"] {
            let source = format!("{keys}\n{text}\n\nThe end.{rule}");
            let (front, diagnostics) = read_with(&source);
            assert_eq!(codes(&diagnostics), ["unclosed-front-matter"], "{source}");
            assert_eq!(source[front.body..].trim_start().find(text), Some(0), "{source}");
            assert_eq!(front.meta.title_text(), "A Mill");
            assert_eq!(front.meta.tags, ["a", "b"]);
        }
    }
    let close = format!("{keys}The wheel\nturns.\n\nThe end.\n\n---\n");
    assert_eq!(&close[read_with(&close).0.body..], "The wheel\nturns.\n\nThe end.\n\n---\n");
    let malformed = "---\ntitle: A Mill: B\n\nThe wheel turns.\n\n---\n";
    let (front, diagnostics) = read_with(malformed);
    assert_eq!(codes(&diagnostics), ["unclosed-front-matter", "malformed-front-matter"]);
    assert_eq!(front.meta.title_text(), "A Mill: B");
    assert_eq!(&malformed[front.body..], "\nThe wheel turns.\n\n---\n");
    // With a key before the rule, the rule is the fence. A line without a key belongs to the one before it.
    for matter in [
        "title: A Mill\n\nThe wheel\n\nauthor: Ann",
        "title: A Mill\n\nThe wheel\nsails: four",
        "title: A Mill\nsummary: The wheel\nturns: \"on\" and on",
    ] {
        let source = format!("---\n{matter}\n---\nBody");
        let (front, diagnostics) = read_with(&source);
        assert_eq!(codes(&diagnostics)[0], "malformed-front-matter", "{source}");
        assert_eq!(&source[front.body..], "Body");
    }
}

#[test]
fn slips_of_the_pen_are_pointed_out() {
    let (_, diagnostics) = read_with("---\nautor: Ann\ntitel: A\nlayout: post\n---\n");
    assert_eq!(codes(&diagnostics), ["unknown-key"; 2]);
    assert_eq!(diagnostics[0].help.as_deref(), Some("did you mean `author`?"));
    let (front, diagnostics) = read_with("---\nexcerpt: <p>One.</p>\n<p>And two</p>: three\n---\n");
    assert_eq!(codes(&diagnostics), ["prose-as-key"]);
    assert!(front.meta.extra.contains_key("<p>And two</p>"));
    let (front, diagnostics) = read_with("---\ndate: soon\nlang: C\ntitle: a\ntitle: b\n---\n");
    assert_eq!(codes(&diagnostics), ["duplicate-key", "bad-date", "bad-language"]);
    assert_eq!(front.meta.title_text(), "b");
    assert_eq!(front.meta.lang.0, "und");
    assert!(front.meta.extra.contains_key("date"));
}

#[test]
fn the_limit_holds_at_n_and_not_at_n_plus_one() {
    let sized = |size: usize| {
        let start = "title: A\nx: ";
        format!("---\n{start}{}\n---\nBody", "y".repeat(size - start.len() - 1))
    };
    assert_eq!(front(&sized(LIMIT)).meta.title_text(), "A");
    let over = sized(LIMIT + 1);
    let (front, diagnostics) = read_with(&over);
    assert_eq!(codes(&diagnostics), ["front-matter-too-long"]);
    assert_eq!((&over[front.body..], front.meta.title.len()), ("Body", 0));
}

#[test]
fn hostile_matter_ends_soon_and_gives_an_article() {
    let mut laughs = String::from("---\ntitle: A\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let before = level - 1;
        laughs +=
            &format!("a{level}: &a{level} [*a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}]\n");
    }
    laughs += "---\nBody";
    let many_keys: String = (0..9_000).map(|number| format!("k{number}: 1\n")).collect();
    let sources = [
        laughs,
        format!("---\ntitle: A\nx: {}\n---\n", "[".repeat(60_000)),
        format!("---\ntitle: A\nx: {}\n---\n", "{a: ".repeat(12_000)),
        format!("---\ntitle: A\n{}\n---\n", "- ".repeat(30_000)),
        format!("---\ntitle: A\n{many_keys}\n---\n").chars().take(65_000).collect::<String>() + "\n---\n",
        format!("+++\ntitle = \"A\"\nx = {}\n+++\n", "[".repeat(60_000)),
        format!("{{\n\"title\": \"A\",\n\"x\": {}\n}}\n", "[".repeat(60_000)),
        "---\ntitle: A\n? [a, b]\n: c\n? ~\n: d\n---\n".into(),
        "---\ntitle: A\n\u{0}\u{1}: x\n---\n".into(),
        "---\ntitle: A\nx: !!binary not\ny: &a *a\n<<: 3\n---\n".into(),
        "---\ntitle: A\né: *ü\n\"\\ud800\": 1\n---\n".into(),
    ];
    for source in sources {
        let started = crate::effort::Effort::start();
        let (front, _) = read_with(&source);
        assert!(front.meta.title_text().starts_with('A'), "{}", &source[..60.min(source.len())]);
        assert!(started.spent().as_secs() < 2, "{}", &source[..60.min(source.len())]);
    }
}

#[test]
fn every_prefix_of_every_dialect_reads() {
    let sources = [
        "---\ntitle: 'Ä: b'\nauthor: [{name: É, url: 'https://x.org'}]\ncover: {image: a, credit: \"© ü\"}\n---\nß",
        "+++\ntitle = \"Ä\"\n[extra]\ncover = { image = 'ü', alt = '' }\n+++\nß",
        "{\n \"title\": \"Ä \\u00e9\",\n \"tags\": [\"ü\", 1.5, null]\n}\nß",
        "[#]: subject: (Ä)\n[#]: author: (Ü https://x.org)\nß",
        "% Ä\n  ü\n% É; Ö\n% 2014\nß",
    ];
    for source in sources {
        for end in (0..=source.len()).filter(|&end| source.is_char_boundary(end)) {
            let (front, _) = read_with(&source[..end]);
            assert!(front.body <= end);
        }
    }
}

/// Reads every article of the corpus that has front matter, and counts the results.
#[test]
fn the_archives_of_the_corpus() {
    let Some(root) = std::env::var_os("OFFPRINT_CORPUS").map(std::path::PathBuf::from) else {
        eprintln!("skipped: OFFPRINT_CORPUS names no corpus");
        return;
    };
    let expected: [(&str, usize, [usize; 4]); 6] = [
        ("rust-blog", 55, [55, 0, 55, 0]),
        ("18f-eleventy", 109, [109, 93, 109, 30]),
        ("opensource-guide-jekyll", 116, [116, 0, 0, 116]),
        ("codefor-de-hugo", 90, [90, 32, 90, 82]),
        ("putaindecode-fr", 55, [55, 55, 55, 0]),
        ("digitalgov-hugo", 90, [90, 90, 84, 0]),
    ];
    for (archive, articles, [title, date, authors, cover]) in expected {
        let mut found = [0; 5];
        for path in markdown(&root.join(archive)) {
            let source = std::fs::read_to_string(&path).unwrap();
            let (front, diagnostics) = read_with(&source);
            let has = [
                !front.meta.title.is_empty(),
                front.meta.date.is_some(),
                front.meta.authors().next().is_some(),
                front.cover.is_some(),
                front.body > 0,
            ];
            found.iter_mut().zip(has).for_each(|(count, has)| *count += usize::from(has));
            if std::env::var_os("OFFPRINT_SHOW").is_some() {
                show(&path, &front, &diagnostics);
            }
        }
        println!("{archive}: titles, dates, authors, covers, matters {found:?}");
        assert!(found[4] + 5 >= articles, "{archive}: {found:?}");
        for (found, least) in found.into_iter().zip([title, date, authors, cover]) {
            assert!(found >= least, "{archive}: {found} of {least}");
        }
    }
}

#[test]
fn blanks_divide_tags_only_in_pages_of_jekyll() {
    let tags = |text: &str| read_with(text).0.meta.tags;
    assert_eq!(tags("---\nlayout: post\ntags: ships time\n---\n"), ["ships", "time"]);
    assert_eq!(tags("---\nlayout: post\ntags: slow ships, time\n---\n"), ["slow ships", "time"]);
    assert_eq!(tags("---\nlayout: post\ntags: [slow ships]\n---\n"), ["slow ships"]);
    assert_eq!(tags("---\ntags: slow ships\n---\n"), ["slow ships"]);
}

fn markdown(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return files };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(markdown(&path));
        } else if name.ends_with(".md")
            && !["README", "LICEN", "UPSTREAM", "notices"].iter().any(|other| name.starts_with(other))
        {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn show(path: &std::path::Path, front: &Front, diagnostics: &Diagnostics) {
    println!("== {}", path.display());
    front
        .meta
        .provenance
        .iter()
        .for_each(|from| println!("   {} = {} [{}:{}]", from.field, from.value, from.key, from.line.unwrap_or(0)));
    if let Some(cover) = &front.cover {
        let figure = cover.figure(&crate::read::markdown::inlines);
        println!(
            "   FIGURE {} | {:?}",
            plain_text(&figure.caption),
            figure.credit.map(|credit| (plain_text(&credit.verbatim), credit.author, credit.source, credit.license))
        );
    }
    println!("   extra {:?}", front.meta.extra.keys().collect::<Vec<_>>());
    diagnostics.iter().for_each(|diagnostic| println!("   ! {} {}", diagnostic.code, diagnostic.message));
}

#[test]
fn biographies_are_those_of_their_authors() {
    let bios = |front: &str| -> Vec<(String, Option<String>)> {
        let meta = self::front(&format!("---\n{front}\n---\nText")).meta;
        let people = meta.contributors.iter().map(|who| (who.name.clone(), who.bio.clone()));
        people.chain(meta.about_authors.iter().map(|about| (String::new(), Some(plain_text(about))))).collect()
    };
    let of = |name: &str, bio: &str| (name.to_owned(), (!bio.is_empty()).then(|| bio.to_owned()));
    for (front, expected) in [
        ("author:\n  name: Ann\n  bio: Sails.", vec![of("Ann", "Sails.")]),
        ("author: Ann\nauthor_bio: Sails.", vec![of("Ann", "Sails.")]),
        ("author: Ann\nabout_author: Sails.", vec![of("Ann", "Sails.")]),
        ("author: Ann\nbio: Sails.", vec![of("Ann", "Sails.")]),
        ("authors: [Ann, Bo]\nbios: [Sails., Rows.]", vec![of("Ann", "Sails."), of("Bo", "Rows.")]),
        ("authors: [Ann, Bo]\nbio: Both sail.", vec![of("Ann", ""), of("Bo", ""), of("", "Both sail.")]),
        ("authors: [Ann, Bo]\nbios: {Bo: Rows.}", vec![of("Ann", ""), of("Bo", "Rows.")]),
        ("author:\n  bio: Sails.\n  twitter: ann", vec![of("", "Sails.")]),
        ("author:\n  name: Ann\n  about: Sails.", vec![of("Ann", "Sails.")]),
        ("params:\n  author: Ann\n  author_bio: Sails.", vec![of("Ann", "Sails.")]),
        ("bios: {Bo: Flies.}", vec![of("", "Bo. Flies.")]),
        ("bio: Sails.", vec![of("", "Sails.")]),
        ("author: Ann\nbio:", vec![of("Ann", "")]),
        ("author:\n  name: Ann\n  bio: Sails.\nbio: Rows.", vec![of("Ann", "Sails."), of("", "Rows.")]),
    ] {
        assert_eq!(bios(front), expected, "{front}");
    }
}

#[test]
fn a_biography_begins_with_the_name_unless_it_mentions_it() {
    let about = |name: &str, text: &str| plain_text(&people::paragraph_about(name, text, &inlines));
    assert_eq!(about("Ann Other", "Sails another ship."), "Ann Other. Sails another ship.");
    assert_eq!(about("Ann Other", "Ann sails."), "Ann sails.");
    assert_eq!(about("Ann Other", "Ms Other sails."), "Ms Other sails.");
    assert_eq!(about("", "Sails."), "Sails.");
}
