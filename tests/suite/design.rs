//! Designs of the user's and the flags that change one, as their users meet them.

use std::fs;

use crate::common::kitchen::{ARTICLE, Kitchen};

/// The article with `design` beside it.
fn with_design(design: &str) -> Kitchen {
    Kitchen::with(&[("bread.md", ARTICLE.as_bytes()), ("mine.toml", design.as_bytes())])
}

/// A font of the repository.
fn font(name: &str) -> String {
    format!("{}/fonts/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn pdf(kitchen: &Kitchen, name: &str) -> lopdf::Document {
    lopdf::Document::load(kitchen.path(name)).unwrap()
}

/// Names of the fonts in a PDF, without the letters that name the subset.
fn fonts(document: &lopdf::Document) -> Vec<String> {
    let names = document.objects.values().filter_map(|object| {
        let dictionary = object.as_dict().ok().filter(|dictionary| dictionary.has_type(b"FontDescriptor"))?;
        let name = dictionary.get(b"FontName").ok()?.as_name().ok()?;
        String::from_utf8_lossy(name).split_once('+').map(|(_, name)| name.to_owned())
    });
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

fn paper(document: &lopdf::Document) -> (f32, f32) {
    let page = document.get_pages()[&1];
    let media = document.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
    (media[2].as_float().unwrap(), media[3].as_float().unwrap())
}

/// An article of about `words` words.
fn long_article(words: usize) -> String {
    let sentence = "The dough rests in a warm corner until it has doubled, and nobody touches it before that. ";
    let paragraph = sentence.repeat(6);
    let paragraphs = vec![paragraph.trim(); words / 102];
    format!("---\ntitle: Bread\nauthor: Ada Baker\nlang: en\n---\n\n{}\n", paragraphs.join("\n\n"))
}

// A design.toml

#[test]
fn a_design_sets_paper_and_fonts_from_its_own_folder() {
    let kitchen = Kitchen::with(&[
        ("bread.md", ARTICLE.as_bytes()),
        ("look/mine.toml", b"paper = \"300pt x 400pt\"\n[fonts]\nserif = { regular = \"a/face.ttf\" }\n"),
    ]);
    fs::create_dir(kitchen.path("look/a")).unwrap();
    fs::copy(font("source-sans-3/SourceSans3-Regular_Italic.ttf"), kitchen.path("look/a/face.ttf")).unwrap();
    kitchen.run(&["bread.md", "--to", "pdf", "--design", "look/mine.toml"]).succeeded();
    let document = pdf(&kitchen, "bread.pdf");
    assert_eq!(paper(&document), (300.0, 400.0));
    assert!(fonts(&document).contains(&"SourceSans3-Italic".to_owned()), "{:?}", fonts(&document));
    assert!(!fonts(&document).contains(&"EBGaramond-Regular".to_owned()), "{:?}", fonts(&document));
}

#[test]
fn every_mistake_is_told_with_its_line_and_nothing_is_done() {
    let kitchen = with_design(
        "base = \"article\"\n\n[page]\nmesure = \"300pt\"\nlines = 3\n\n[text.body]\nsize = \"12px\"\n\n[fonts]\nmono = \"none.otf\"\n",
    );
    let run = kitchen.run(&["bread.md", "--design", "mine.toml"]);
    assert_eq!(run.code, 2, "{}", run.err);
    for words in [
        "there is no `page.mesure` in a design",
        "mine.toml:4:1",
        "did you mean `page.measure`?",
        "mine.toml:5:9",
        "a whole number from 6 to 400",
        "mine.toml:8:8",
        "the unit `px` is not known",
        "mine.toml:11:8",
        "cannot read the font none.otf",
        "the design mine.toml has 4 mistakes; nothing was done",
    ] {
        assert!(run.err.contains(words), "{words:?} is not in {}", run.err);
    }
    assert_eq!(kitchen.files(), ["bread.md", "mine.toml"]);
}

#[test]
fn fonts_that_cannot_be_used_are_told_with_their_line() {
    let kitchen = with_design(
        "[fonts]\nserif = { regular = \"none.otf\", italic = \"bread.md\" }\nsans = \"No Such Family At All\"\n\
         mono = \"web.woff2\"\n",
    );
    fs::write(kitchen.path("web.woff2"), b"wOF2\0\x01\0\0").unwrap();
    let run = kitchen.run(&["bread.md", "--design", "mine.toml"]);
    assert_eq!(run.code, 2, "{}", run.err);
    for words in [
        "cannot read the font none.otf",
        "mine.toml:2:21",
        "the font bread.md is not a font",
        "mine.toml:2:42",
        "no family \"No Such Family At All\" is installed",
        "mine.toml:3:8",
        "the font web.woff2 is packed for the web",
        "has 4 mistakes",
    ] {
        assert!(run.err.contains(words), "{words:?} is not in {}", run.err);
    }
}

#[test]
fn a_font_that_may_not_be_embedded_is_refused() {
    let kitchen = with_design("[fonts]\nserif.regular = \"locked.ttf\"\n");
    let mut data = fs::read(font("jetbrains-mono/JetBrainsMono-Regular.ttf")).unwrap();
    // The table's entry is its tag, checksum, offset and length; fsType is the fifth number in it.
    let entry = data.windows(4).position(|tag| tag == b"OS/2").unwrap();
    let offset = u32::from_be_bytes(data[entry + 8..entry + 12].try_into().unwrap()) as usize;
    data[offset + 9] = 2;
    fs::write(kitchen.path("locked.ttf"), data).unwrap();
    let run = kitchen.run(&["bread.md", "--design", "mine.toml"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("may not be embedded in documents, says its maker"), "{}", run.err);
}

#[test]
fn a_printed_design_makes_the_same_pages() {
    for name in ["article", "book", "handout", "large-print", "magazine"] {
        let kitchen = Kitchen::article();
        let printed = kitchen.run(&["design", name]);
        fs::write(kitchen.path("mine.toml"), printed.succeeded().text()).unwrap();
        kitchen.run(&["bread.md", "-o", "one.pdf", "--design", name]).succeeded();
        let run = kitchen.run(&["bread.md", "-o", "two.pdf", "--design", "mine.toml"]);
        assert_eq!((run.code, run.err.lines().count()), (0, 1), "{}", run.err);
        assert!(fs::read(kitchen.path("one.pdf")).unwrap() == fs::read(kitchen.path("two.pdf")).unwrap(), "{name}");
    }
}

#[test]
fn a_design_that_is_not_there_is_told_from_a_name_that_is_none() {
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md", "--design", "none.toml"]).refused(2, &["cannot read none.toml"]);
    let run = kitchen.run(&["bread.md", "--design", "buch"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("article, book, handout, large-print, magazine"), "{}", run.err);
    let run = kitchen.run(&["bread.md", "--design", "handuot"]);
    assert!(run.err.contains("did you mean handout?"), "{}", run.err);
}

#[test]
fn what_a_users_face_lacks_comes_from_the_bundled_ones() {
    let kitchen = Kitchen::with(&[
        ("bread.md", "---\ntitle: Bread\nlang: en\n---\n\nBread is לחם in Hebrew and хлеб in Russian.\n".as_bytes()),
        ("mine.toml", format!("fonts.serif.regular = {:?}\n", font("noto/NotoSerifHebrew-Regular.ttf")).as_bytes()),
    ]);
    let run = kitchen.run(&["bread.md", "--to", "pdf", "--design", "mine.toml"]);
    assert_eq!((run.code, run.err.lines().count()), (0, 1), "{}", run.err);
    let names = fonts(&pdf(&kitchen, "bread.pdf"));
    for face in ["NotoSerifHebrew-Regular", "EBGaramond-Regular"] {
        assert!(names.contains(&face.to_owned()), "{face} is not in {names:?}");
    }
}

#[test]
fn a_family_that_is_not_whole_is_told() {
    let kitchen = with_design("fonts.serif = \"face.ttf\"\n");
    fs::copy(font("jetbrains-mono/JetBrainsMono-Regular.ttf"), kitchen.path("face.ttf")).unwrap();
    let run = kitchen.run(&["bread.md", "--to", "pdf", "--design", "mine.toml"]);
    run.succeeded();
    assert!(run.err.contains("no italic, bold, bold-italic face of \"face.ttf\" was found"), "{}", run.err);
    assert!(run.err.contains("mine.toml:1:15"), "{}", run.err);
}

// Flags

#[test]
fn flags_go_over_the_design() {
    let kitchen = with_design("paper = \"letter\"\nsize = \"14pt\"\n");
    kitchen.run(&["bread.md", "-o", "a.pdf", "--design", "mine.toml", "--paper", "150mmx220mm"]).succeeded();
    let (width, height) = paper(&pdf(&kitchen, "a.pdf"));
    assert!((width - 425.2).abs() < 0.1 && (height - 623.6).abs() < 0.1, "{width} × {height}");
    let sans = font("source-sans-3/SourceSans3-Regular.ttf");
    kitchen.run(&["bread.md", "-o", "b.pdf", "--design", "mine.toml", "--font", &sans, "--size", "9.5pt"]);
    let document = pdf(&kitchen, "b.pdf");
    assert_eq!(paper(&document), (612.0, 792.0));
    let page = document.get_pages()[&1];
    let content = String::from_utf8_lossy(&document.get_page_content(page)).into_owned();
    assert!(content.contains(" 9.5 Tf"), "{content}");
    assert!(fonts(&document).iter().all(|name| name.starts_with("SourceSans3")), "{:?}", fonts(&document));
}

#[test]
fn flags_that_make_no_sense_are_refused_with_what_may_be() {
    let kitchen = Kitchen::article();
    for (flag, value, words) in [
        ("--size", "3", "from 6pt to 36pt"),
        ("--size", "12px", "the unit `px` is not known; expected pt, mm, cm or in"),
        ("--margin", "1mm", "a margin is 17pt (6mm) or more"),
        ("--margin", "1,2,3,4,5", "there are one to four"),
        ("--accent", "blue", "#rrggbb"),
        ("--paper", "a44", "a4, letter, a5, 6x9"),
        ("--paper", "1cm x 1cm", "from 140pt to 5000pt"),
        ("--max-sheets", "0", "0"),
    ] {
        let run = kitchen.run(&["bread.md", flag, value]);
        assert_eq!(run.code, 2, "{flag} {value}: {}", run.err);
        assert!(run.err.contains(words), "{flag} {value}: {words:?} is not in {}", run.err);
    }
    kitchen.run(&["bread.md", "--margin", "12cm"]).refused(2, &["leaves too little of the paper", "at most"]);
    kitchen
        .run(&["bread.md", "--font", "No Such Family At All"])
        .refused(2, &["is installed", "the path of a font file"]);
    kitchen.run(&["bread.md", "--font", "none.otf"]).refused(2, &["cannot read the font none.otf"]);
    kitchen.run(&["bread.md", "--design", "handout", "--paper", "a5"]).refused(2, &["a4, letter"]);
    assert_eq!(kitchen.files(), ["bread.md"]);
}

#[test]
fn an_accent_too_pale_for_text_is_told() {
    let kitchen = Kitchen::article();
    let run = kitchen.run(&["bread.md", "--to", "pdf", "--accent", "#ffaa00"]);
    run.succeeded();
    assert!(run.err.contains("links and labels are set in the darker #"), "{}", run.err);
}

// Sheets

#[test]
fn text_is_tightened_to_the_sheets_allowed_and_no_further() {
    let kitchen = Kitchen::with(&[("long.md", long_article(3000).as_bytes())]);
    kitchen.run(&["long.md", "-o", "plain.pdf"]).succeeded();
    let plain = pdf(&kitchen, "plain.pdf").get_pages().len();
    let allowed = plain.div_ceil(2) - 1;
    let run = kitchen.run(&["long.md", "-o", "fit.pdf", "--max-sheets", &allowed.to_string(), "--verbose"]);
    run.succeeded();
    let fitted = pdf(&kitchen, "fit.pdf").get_pages().len();
    assert!(
        fitted <= allowed * 2 && fitted + 1 >= allowed * 2,
        "{fitted} pages for {allowed} sheets, {plain} as designed"
    );
    assert!(run.err.contains("the design was tightened to"), "{}", run.err);
    kitchen.run(&["long.md", "-o", "same.pdf", "--max-sheets", "99"]).succeeded();
    assert!(fs::read(kitchen.path("same.pdf")).unwrap() == fs::read(kitchen.path("plain.pdf")).unwrap());
}

#[test]
fn text_that_cannot_be_tightened_so_far_says_by_how_much() {
    let kitchen = Kitchen::with(&[("long.md", long_article(3000).as_bytes())]);
    let run = kitchen.run(&["long.md", "-o", "fit.pdf", "--max-sheets", "1"]);
    run.refused(1, &["even at its tightest setting", "sheets of paper; 1 sheet is allowed", "--max-sheets"]);
    assert_eq!(kitchen.files(), ["long.md"], "nothing is half done");
}
