use super::*;
use crate::article::CreditRole;
use crate::article::Related;
use crate::article::plain_text;

/// An article of the same form as a scraped opinion piece, in our own words.
const SCRAPED: &str = "Can a Small Port Teach Large Ones to Wait?

Amid the noise of cranes, the harbour master of\u{a0} a small town\u{a0} keeps a calendar.\u{a0} \u{a0} However, this weekis quiet, she says, and the ships stay away.” Nobody knows for how long this will last.

Trade came late to this coast – and left early—twice.

How did the town manage to keep its harbour open for so long?

For ten years, the town has paid pilots a wage that does not depend on the number of ships that call at its quay.

“A pilot who waits is not a pilot who rests,” the harbour master said on June 27 at a meeting with the captains.

The harbour will stay open, and so will the question of who pays for the light at the end of its mole.

[Representational image: Cranes at the quay in 2019. Credit: Port Office, Aktau, via Wikimedia Commons]

The views and opinions expressed in this article are those of the author.

The Canal’s Uncertain Future: Six Questions for a New Route

As the canal turns one hundred and fifty years old, engineers wonder whether its locks can carry the outcome of the...

Struggling for Depth, a River Needs Dredging

In the summer of 2021, the river fell by two metres. Following a year, in the...

Is the Lighthouse Moving in the Direction of Automatic Light?

Its keeper (1869-1948), known for his patience, also used...";

fn read_text(text: &str) -> Article {
    read(text, 0, &Options::default(), &mut Vec::new())
}

fn paragraphs(article: &Article) -> Vec<String> {
    let text = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => Some(plain_text(content)),
        _ => None,
    };
    article.blocks.iter().filter_map(text).collect()
}

fn headings(article: &Article) -> Vec<String> {
    let text = |block: &Block| match &block.kind {
        BlockKind::Heading { content, level: 2, .. } => Some(plain_text(content)),
        _ => None,
    };
    article.blocks.iter().filter_map(text).collect()
}

#[test]
fn scraped_text_falls_into_its_parts() {
    let article = read_text(SCRAPED);
    assert_eq!(article.meta.title_text(), "Can a Small Port Teach Large Ones to Wait?");
    assert_eq!(paragraphs(&article).len(), 5);
    assert_eq!(headings(&article), ["How did the town manage to keep its harbour open for so long?"]);
    let cover = article.cover.unwrap();
    let credit = cover.credit.unwrap();
    assert!(cover.pictures.is_empty());
    assert_eq!(credit.author.as_deref(), Some("Port Office, Aktau"));
    assert_eq!(credit.source.as_deref(), Some("Wikimedia Commons"));
    assert_eq!(credit.role, CreditRole::Cover);
    assert_eq!(article.disclaimer.len(), 1);
    assert_eq!(article.related.len(), 3);
    assert!(plain_text(&article.related[2].title).ends_with("Light?"));
    assert!(article.related.iter().all(|related| plain_text(&related.blurb).ends_with("...")));
    assert!(article.meta.contributors.is_empty() && article.meta.date.is_none());
}

#[test]
fn words_are_not_edited_and_no_break_spaces_become_spaces() {
    let article = read_text(SCRAPED);
    let first = &paragraphs(&article)[0];
    assert!(first.contains("harbour master of a small town keeps a calendar. However, this weekis quiet"), "{first}");
    assert!(first.contains("stay away.” Nobody"));
    assert_eq!(paragraphs(&article)[1], "Trade came late to this coast – and left early—twice.");
}

#[test]
fn a_caption_without_picture_is_pointed_out_unless_the_picture_is_given() {
    let mut diagnostics = Vec::new();
    read(SCRAPED, 0, &Options::default(), &mut diagnostics);
    assert_eq!(diagnostics.iter().map(|diagnostic| &*diagnostic.code).collect::<Vec<_>>(), ["missing-picture"]);
    diagnostics.clear();
    read(SCRAPED, 0, &Options { cover: Some("a.jpg".into()), ..Options::default() }, &mut diagnostics);
    assert_eq!(diagnostics, []);
}

#[test]
fn headings_can_be_turned_off() {
    let options = Options { headings: Headings::Never, ..Options::default() };
    let article = read(SCRAPED, 0, &options, &mut Vec::new());
    assert!(headings(&article).is_empty());
    assert_eq!(paragraphs(&article).len(), 6);
}

#[test]
fn spans_are_those_of_the_source() {
    let source = format!("front\n{SCRAPED}");
    let article = read(&source, 6, &Options::default(), &mut Vec::new());
    let span = article.blocks[2].span;
    assert!(source[span.start..span.end].starts_with("How did the town"));
    assert_eq!(article.meta.provenance[0].line, Some(2));
}

#[test]
fn lines_join_within_a_block_and_long_lines_stand_alone() {
    let wrapped = read_text("A title\r\n\r\nOne line\r\nand the next.\r\n \u{a0}\r\nTwo.");
    assert_eq!(paragraphs(&wrapped), ["One line and the next.", "Two."]);
    let long = "A sentence that goes on. ".repeat(8);
    assert_eq!(paragraphs(&read_text(&format!("A title\n{long}\n{long}\n"))).len(), 2);
    assert_eq!(paragraphs(&read_text("題\n\n東京の\n天気")), ["東京の天気"]);
}

#[test]
fn only_web_addresses_become_links() {
    let article = read_text(
        "T\n\nSee (https://example.org/a_(b)), www.example.org, me@example.org, #tag and http:// too: https://example.org/x.",
    );
    let BlockKind::Paragraph(content) = &article.blocks[0].kind else { panic!() };
    let urls: Vec<_> = content
        .iter()
        .filter_map(|inline| match inline {
            Inline::Link { target: Target::Url(url), .. } => Some(url.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(urls, ["https://example.org/a_(b)", "https://example.org/x"]);
}

#[test]
fn invisible_characters_go_unless_a_script_needs_them() {
    assert_eq!(clean("hy\u{ad}phen\u{200b}ated\u{feff} \u{a0} x\u{200d}y"), "hyphenated xy");
    assert_eq!(clean("می\u{200c}شود"), "می\u{200c}شود");
    assert_eq!(clean("👩\u{200d}🌾 ภาษา\u{200b}ไทย"), "👩\u{200d}🌾 ภาษา\u{200b}ไทย");
    assert_eq!(
        clean("«\u{a0}Oui\u{a0}?\u{a0}» 10\u{a0}000 called\u{a0}for"),
        "«\u{a0}Oui\u{a0}?\u{a0}» 10\u{a0}000 called for"
    );
    assert_eq!(clean("a\u{7}\tb\u{b}c"), "a b c");
}

#[test]
fn brackets_are_captions_only_with_a_credit_or_label() {
    let article = read_text(
        "T\n\n[Editor’s note: the names were changed.]\n\nText.\n\n[Photo: Ann Lee]\n\nMore.\n\n[File photo: A mill. © Ann Lee]",
    );
    assert_eq!(paragraphs(&article), ["[Editor’s note: the names were changed.]", "Text.", "More."]);
    assert_eq!(article.cover.unwrap().credit.unwrap().author.as_deref(), Some("Ann Lee"));
    assert!(matches!(&article.blocks[3].kind, BlockKind::Figure(figure) if figure.pictures.len() == 1));
}

#[test]
fn questions_in_speech_and_interviews_are_no_headings() {
    let prose = "This is a paragraph of more than twelve words that ends in a full stop.";
    for question in [
        "“Who will pay for the light on the mole?”",
        "RV: What is the state of your language today?",
        "Why? And who will pay for it all?",
        "Really?",
        "— Who will pay for the light?",
    ] {
        let article = read_text(&format!("T\n\n{prose}\n\n{question}\n\n{prose} {prose}"));
        assert!(headings(&article).is_empty(), "{question}");
    }
}

#[test]
fn numbered_blocks_are_headings_where_they_count_through_the_text() {
    let prose = "A paragraph that says what is to be said about it.";
    let article = read_text(&format!("T\n\n{prose}\n\n1. Bread\n\n{prose}\n\n2. Salt\n\n{prose}"));
    assert_eq!(headings(&article), ["1. Bread", "2. Salt"]);
    assert!(headings(&read_text(&format!("T\n\n{prose}\n\n1. Bread\n\n{prose}"))).is_empty());
}

#[test]
fn related_articles_need_more_than_one_ellipsis() {
    let article = read_text(
        "T\n\nBody text of the article.\n\nA name\n\nHe said that nothing would ever happen again, and then...",
    );
    assert!(article.related.is_empty());
    assert_eq!(paragraphs(&article).len(), 3);
    let article = read_text("T\n\nBody text of the article.\n\nRead more:\n\nA title without blurb\n\nAnother title");
    assert_eq!(article.related.len(), 2);
}

/// Describes a block of a list, for tests.
fn listed(article: &Article) -> Vec<String> {
    let of = |block: &Block| match &block.kind {
        BlockKind::List { numbering, items, .. } => {
            let start = numbering.map(|numbering| numbering.start);
            let item = |item: &crate::article::ListItem| match item.blocks.as_slice() {
                [Block { kind: BlockKind::Paragraph(text), .. }] => plain_text(text),
                [Block { kind: BlockKind::Paragraph(text), .. }, inner] => {
                    format!(
                        "{}({})",
                        plain_text(text),
                        listed(&Article { blocks: vec![inner.clone()], ..Article::default() })[0]
                    )
                }
                other => format!("{other:?}"),
            };
            let items: Vec<String> = items.iter().map(item).collect();
            format!("{}{}", start.map(|start| start.to_string()).unwrap_or_default(), items.join("|"))
        }
        BlockKind::Paragraph(text) => plain_text(text),
        other => format!("{other:?}"),
    };
    article.blocks.iter().map(of).collect()
}

#[test]
fn marked_lines_stay_apart() {
    let of = |text: &str| listed(&read_text(&format!("T\n\n{text}")));
    assert_eq!(
        of("Bring:\n• A rope\n  of hemp\n• A lamp\nThat is all."),
        ["Bring:", "A rope of hemp|A lamp", "That is all."]
    );
    assert_eq!(of("• A rope\n\n• A lamp"), ["A rope|A lamp"]);
    assert_eq!(of("- Sea\n  - mud\n- Land"), ["Sea(mud)|Land"]);
    assert_eq!(of("3. Ebb\n4. Flood\n"), ["3Ebb|Flood"]);
    assert_eq!(of("1) Ebb\n2) Flood\n\n1) Sun\n2) Moon\n"), ["1Ebb|Flood", "1Sun|Moon"]);
    assert_eq!(of("a) Ebb\nb) Flood"), ["a) Ebb", "b) Flood"]);
    assert_eq!(of("– Where to?\n– The bay."), ["– Where to?", "– The bay."]);
    assert_eq!(of("One.\n\n* * *\n\nTwo."), ["One.", "Rule", "Two."]);
}

#[test]
fn markup_tells_markdown_from_scraped_text() {
    assert!(looks_like(SCRAPED));
    for marked in [
        "# Title\n\nText",
        "Text with [a link](x)",
        "<p>x</p>",
        "a `code` b",
        "Title\n=====",
        "**bold**",
        "> quote",
        "[^1]",
    ] {
        assert!(!looks_like(marked), "{marked}");
    }
}

#[test]
fn nothing_panics_on_odd_input() {
    for text in
        ["", "\n\n", "\u{feff}", "[", "[]", "[\n]", "?", "http://", "a\r\rb\r", "\u{2028}x", "...\n\n...\n\n..."]
    {
        read_text(text);
        looks_like(text);
    }
}

/// Returns the file at `path` in the corpus, if the environment names a corpus.
fn shared(path: &str) -> Option<std::path::PathBuf> {
    let path = std::path::PathBuf::from(std::env::var_os("OFFPRINT_CORPUS")?).join(path);
    path.exists().then_some(path)
}

#[test]
fn the_seed_article_reads_as_its_facts_say() {
    let Some(path) = shared("../seed/article.txt") else {
        eprintln!("skipped: OFFPRINT_CORPUS names no corpus with seed/article.txt beside it");
        return;
    };
    let source = std::fs::read_to_string(path).unwrap();
    assert!(looks_like(&source));
    let blocks: Vec<&str> = source.split("\n\n").collect();
    let plain = |text: &str| {
        text.replace("\u{a0}\u{a0}", " ").replace("\u{a0} ", " ").replace(" \u{a0}", " ").replace('\u{a0}', " ")
    };
    let article = read_text(&source);
    assert_eq!(article.meta.title_text(), blocks[0]);
    assert_eq!(headings(&article), [blocks[5]]);
    let body: Vec<String> =
        [&blocks[1..5], &blocks[6..15]].concat().into_iter().map(|block| clean(&plain(block))).collect();
    assert_eq!(paragraphs(&article), body);
    let words: usize = body.iter().map(|block| block.split_whitespace().count()).sum();
    assert_eq!(words + headings(&article)[0].split_whitespace().count(), 896);
    let whole = body.join(" ");
    assert_eq!((whole.matches('“').count(), whole.matches('”').count(), whole.matches('\u{a0}').count()), (6, 7, 0));
    let cover = article.cover.unwrap();
    let credit = cover.credit.unwrap();
    let wording = format!("[{} {}]", plain_text(&cover.caption), plain_text(&credit.verbatim));
    assert_eq!(wording, blocks[15]);
    assert_eq!(credit.label.as_deref(), Some("Representational image"));
    assert_eq!(credit.title.as_deref(), Some("SCO summit in Samarkand, Uzbekistan in 2022"));
    assert_eq!(credit.author.as_deref(), Some("Prime Minister’s Office, India"));
    assert_eq!((credit.source.as_deref(), credit.license), (Some("Wikimedia Commons"), None));
    let BlockKind::Paragraph(disclaimer) = &article.disclaimer[0].kind else { panic!() };
    assert_eq!(plain_text(disclaimer), blocks[16]);
    let related: Vec<String> =
        article.related.iter().flat_map(|entry| [plain_text(&entry.title), plain_text(&entry.blurb)]).collect();
    assert_eq!(related, blocks[17..]);
}

#[test]
fn scraped_texts_of_the_corpus_lose_no_word() {
    let Some(folder) = shared("global-voices-eo-txt") else {
        eprintln!("skipped: OFFPRINT_CORPUS names no corpus with global-voices-eo-txt");
        return;
    };
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("20")));
    paths.sort();
    for path in &paths {
        let source = std::fs::read_to_string(path).unwrap();
        assert!(looks_like(&source), "{}", path.display());
        let article = read_text(&source);
        let mut read = vec![article.meta.title_text()];
        crate::article::walk_blocks(&article.blocks, &mut |visit| match visit {
            crate::article::Visit::Block(Block {
                kind: BlockKind::Paragraph(content) | BlockKind::Heading { content, .. },
                ..
            }) => {
                read.push(plain_text(content));
            }
            crate::article::Visit::Block(Block { kind: BlockKind::Figure(figure), .. }) => {
                read.push(figure_words(figure));
            }
            _ => {}
        });
        read.extend(article.cover.as_ref().map(figure_words));
        read.extend(article.disclaimer.iter().map(|block| match &block.kind {
            BlockKind::Paragraph(content) => plain_text(content),
            _ => String::new(),
        }));
        // What the text itself recommends ("Also read: …") stands in it as well.
        let text = read.concat();
        let apart = article.related.iter().filter(|entry| !text.contains(&plain_text(&entry.title)));
        // The label of an entry, such as "Read more:", stands in its reason, as a heading of our own replaces it.
        let label = |entry: &Related| {
            let quoted = entry.because.split_once('“').and_then(|(_, rest)| rest.split_once('”'));
            quoted.map(|(label, _)| label.to_owned()).unwrap_or_default()
        };
        let words = |entry: &Related| [label(entry), plain_text(&entry.title), plain_text(&entry.blurb)].join(" ");
        read.extend(apart.map(words));
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
            letters.sort_unstable();
            letters
        };
        assert_eq!(letters(&read.concat()), letters(&source), "{}", path.display());
        if std::env::var_os("OFFPRINT_SHOW").is_some() {
            let name = path.file_name().unwrap().to_string_lossy();
            println!(
                "{name}: {} | {} blocks, related {}, disclaimer {}",
                article.meta.title_text(),
                article.blocks.len(),
                article.related.len(),
                article.disclaimer.len()
            );
            headings(&article).iter().for_each(|heading| println!("   H2 {heading}"));
            article.cover.iter().for_each(|cover| println!("   COVER {}", figure_words(cover)));
            article
                .related
                .iter()
                .for_each(|entry| println!("   REL {} — {}", plain_text(&entry.title), plain_text(&entry.blurb)));
            article.disclaimer.iter().for_each(|block| println!("   DISC {block:?}"));
        }
    }
}

fn figure_words(figure: &Figure) -> String {
    let credit = figure.credit.as_ref().map(|credit| plain_text(&credit.verbatim)).unwrap_or_default();
    format!("{} {credit}", plain_text(&figure.caption))
}

/// Returns the makers of the cover's credit and of the captions in the text, read with what is said about pictures.
fn makers(text: &str) -> (Option<String>, Vec<String>, usize) {
    let mut diagnostics = Vec::new();
    let article = read(text, 0, &Options::default(), &mut diagnostics);
    let maker = |figure: &Figure| figure.credit.as_ref().and_then(|credit| credit.author.clone());
    let figures = article.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Figure(figure) => maker(figure),
        _ => None,
    });
    let said = diagnostics.iter().filter(|diagnostic| diagnostic.code == "missing-picture").count();
    (article.cover.as_ref().and_then(maker), figures.collect(), said)
}

#[test]
fn only_a_caption_before_the_text_or_one_that_says_so_is_the_covers() {
    let prose = "A paragraph of the article goes on for long enough to be nothing but text, sentence after sentence, \
                 and says what there is to say about the harbour, its pilots, its lights and the boats that pass.";
    let photo = "The mole at dusk. Photo: Ida Moss";
    let ida = || Some("Ida Moss".to_owned());
    for head in [
        "",
        "What the pilots remember\n\n",
        "What the pilots remember\n\nBy Odd Lunde\n\n3 March 2024\n\n",
        "What the pilots of the old port remember of the winter\n\nFirst published in the Harbour Gazette\n\n",
    ] {
        assert_eq!(makers(&format!("T\n\n{head}{photo}\n\n{prose}\n\n{prose}")), (ida(), vec![], 1), "{head}");
        let more = format!("T\n\n{head}{photo}\n\n{prose}\n\nA boat. Photo: Bo Ek\n\n{prose}");
        assert_eq!(makers(&more), (ida(), vec!["Bo Ek".to_owned()], 2), "{head}");
    }
    for late in [
        format!("T\n\n{prose}\n\n{photo}\n\n{prose}"),
        format!("T\n\nA subtitle\n\n{prose}\n\n{prose}\n\n[{photo}]\n\n{prose}"),
        format!("T\n\n{prose}\n\n{prose}\n\n{photo}"),
        format!("T\n\n• Ebb\n• Flood\n\n{photo}\n\n{prose}"),
    ] {
        assert_eq!(makers(&late), (None, vec!["Ida Moss".to_owned()], 1), "{late}");
    }
    for said in [
        format!("T\n\n{prose}\n\nHeader image by Ida Moss.\n\n{prose}"),
        format!("T\n\n{prose}\n\n{prose}\n\n[{photo}]"),
        format!("T\n\n{prose}\n\n{prose}\n\nPhoto: Ida Moss"),
    ] {
        assert_eq!(makers(&said), (ida(), vec![], 1), "{said}");
    }
    let both = format!("T\n\n{prose}\n\nA boat. Photo: Bo Ek\n\n{prose}\n\nCover photo: Ida Moss");
    assert_eq!(makers(&both), (ida(), vec!["Bo Ek".to_owned()], 2));
}
