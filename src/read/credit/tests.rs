use super::*;

fn split(caption: &[Inline]) -> (Vec<Inline>, Option<Credit>) {
    let split = split_caption(caption);
    (split.caption, split.credit)
}

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.into())]
}

fn link(content: &str, url: &str) -> Inline {
    Inline::Link { target: Target::Url(url.into()), title: None, content: text(content) }
}

/// Returns author, source, licence name and licence address of a credit.
fn tasl(credit: &Credit) -> [Option<&str>; 4] {
    let license = credit.license.as_ref();
    [
        credit.author.as_deref(),
        credit.source.as_deref(),
        license.map(|license| license.name.as_str()),
        license.and_then(|license| license.url.as_deref()),
    ]
}

#[test]
fn a_caption_with_label_description_author_and_source() {
    let caption = text(
        "[Representational image: Ships in the harbour of Aktau in 2019. Credit: Port Office, Aktau, via Wikimedia Commons]",
    );
    let (shown, credit) = split(&caption);
    let credit = credit.unwrap();
    assert_eq!(plain_text(&shown), "Representational image: Ships in the harbour of Aktau in 2019.");
    assert_eq!(plain_text(&credit.verbatim), "Credit: Port Office, Aktau, via Wikimedia Commons");
    assert_eq!(credit.label.as_deref(), Some("Representational image"));
    assert_eq!(credit.title.as_deref(), Some("Ships in the harbour of Aktau in 2019"));
    assert_eq!(tasl(&credit), [Some("Port Office, Aktau"), Some("Wikimedia Commons"), None, None]);
}

#[test]
fn who_drew_a_figure_is_credited_where_terms_follow() {
    let (shown, credit) = split(&text("Tides of a month. Figure: The Harbour Office, CC BY 4.0"));
    let credit = credit.unwrap();
    assert_eq!(plain_text(&shown), "Tides of a month.");
    assert_eq!(credit.author.as_deref(), Some("The Harbour Office"));
    assert_eq!(plain_text(&credit.verbatim), "Figure: The Harbour Office, CC BY 4.0");
    assert!(split(&text("Figure: tides of a month")).1.is_none());
}

#[test]
fn wordings_in_many_languages() {
    let by_sa = Some("https://creativecommons.org/licenses/by-sa/4.0/");
    let cases: [(&str, [Option<&str>; 4]); 31] = [
        ("Foto von ann-lee auf Pixabay", [Some("ann-lee"), Some("Pixabay"), None, None]),
        ("Foto (zugeschnitten) von Ann Lee auf flickr.com", [Some("Ann Lee"), Some("flickr.com"), None, None]),
        ("Portrait von Ann Lee, Lizenz (c) Bo Ek", [Some("Ann Lee"), None, None, None]),
        ("Foto von Ann Lee auf pixabay.com", [Some("Ann Lee"), Some("pixabay.com"), None, None]),
        (
            "CC-BY-SA-3.0-de von Ann Lee",
            [
                Some("Ann Lee"),
                None,
                Some("CC-BY-SA-3.0-de"),
                Some("https://creativecommons.org/licenses/by-sa/3.0/de/"),
            ],
        ),
        ("Photo by Ann Lee on Unsplash", [Some("Ann Lee"), Some("Unsplash"), None, None]),
        ("Image by Ann Lee from Pixabay", [Some("Ann Lee"), Some("Pixabay"), None, None]),
        ("Foto: Anna Müller, CC BY-SA 4.0", [Some("Anna Müller"), None, Some("CC BY-SA 4.0"), by_sa]),
        ("Foto von Anna Müller auf Unsplash", [Some("Anna Müller"), Some("Unsplash"), None, None]),
        ("Bild: Anna Müller / dpa", [Some("Anna Müller"), Some("dpa"), None, None]),
        ("Crédit photo : Léa Roux", [Some("Léa Roux"), None, None, None]),
        (
            "Photo : Léa Roux, sous licence CC BY 2.0",
            [Some("Léa Roux"), None, Some("CC BY 2.0"), Some("https://creativecommons.org/licenses/by/2.0/")],
        ),
        ("Fuente: Archivo General", [None, Some("Archivo General"), None, None]),
        ("Источник: Архив города", [None, Some("Архив города"), None, None]),
        ("Фото: Иван Петров", [Some("Иван Петров"), None, None, None]),
        ("写真：山田太郎", [Some("山田太郎"), None, None, None]),
        ("© 2021 Ann Lee", [Some("Ann Lee"), None, None, None]),
        ("(c) Ann Lee", [Some("Ann Lee"), None, None, None]),
        (
            "Ann Lee, Public domain, via Wikimedia Commons",
            [
                Some("Ann Lee"),
                Some("Wikimedia Commons"),
                Some("Public domain"),
                // There are many public domains, and one mark of Creative Commons.
                None,
            ],
        ),
        (
            "Ann Lee (CC BY-NC-ND 2.0)",
            [
                Some("Ann Lee"),
                None,
                Some("CC BY-NC-ND 2.0"),
                Some("https://creativecommons.org/licenses/by-nc-nd/2.0/"),
            ],
        ),
        ("CC BY-SA 4.0", [None, None, Some("CC BY-SA 4.0"), by_sa]),
        ("CC-BY", [None, None, Some("CC-BY"), None]),
        ("CC0", [None, None, Some("CC0"), Some("https://creativecommons.org/publicdomain/zero/1.0/")]),
        (
            "“Old Mill” by Ann Lee is licensed under CC BY 2.0",
            [Some("Ann Lee"), None, Some("CC BY 2.0"), Some("https://creativecommons.org/licenses/by/2.0/")],
        ),
        ("Ann Lee", [Some("Ann Lee"), None, None, None]),
        ("Wikimedia Commons", [None, Some("Wikimedia Commons"), None, None]),
        ("Photo: Ann Lee/Reuters", [Some("Ann Lee"), Some("Reuters"), None, None]),
        (
            "Photo courtesy of Ann Lee. Used with permission.",
            [Some("Ann Lee"), None, Some("Used with permission"), None],
        ),
        (
            "Credit: Ann Lee. Source: City Archive. License: CC BY-SA 4.0",
            [Some("Ann Lee"), Some("City Archive"), Some("CC BY-SA 4.0"), by_sa],
        ),
        (
            "Ann Lee, Creative Commons Attribution-ShareAlike 4.0 International",
            [Some("Ann Lee"), None, Some("Creative Commons Attribution-ShareAlike 4.0 International"), by_sa],
        ),
        ("Ann Lee, cropped, CC BY-SA 4.0", [Some("Ann Lee"), None, Some("CC BY-SA 4.0"), by_sa]),
    ];
    for (wording, expected) in cases {
        let credit = parse(&text(wording));
        assert_eq!(tasl(&credit), expected, "{wording}");
        assert_eq!(plain_text(&credit.verbatim), wording);
    }
    assert!(parse(&text("Ann Lee, cropped, CC BY-SA 4.0")).modified);
    assert_eq!(parse(&text("“Old Mill” by Ann Lee, CC BY 2.0")).title.as_deref(), Some("Old Mill"));
}

#[test]
fn links_are_kept_and_give_the_licence_its_address() {
    let wording = vec![
        Inline::Text("Photo: ".into()),
        link("Ann Lee", "https://example.org/ann"),
        Inline::Text(", ".into()),
        link("CC BY 3.0 DE", "https://creativecommons.org/licenses/by/3.0/de/"),
    ];
    let credit = parse(&wording);
    assert_eq!(credit.author.as_deref(), Some("Ann Lee"));
    assert_eq!(credit.links.len(), 2);
    assert_eq!(credit.license.unwrap().url.as_deref(), Some("https://creativecommons.org/licenses/by/3.0/de/"));
    assert_eq!(credit.verbatim, wording);
}

#[test]
fn captions_split_only_where_a_credit_is() {
    let cases = [
        ("A mill. Photo: Ann Lee", "A mill.", Some("Photo: Ann Lee")),
        ("A mill (Photo: Ann Lee)", "A mill", Some("Photo: Ann Lee")),
        ("A mill (photo by Ann Lee).", "A mill", Some("photo by Ann Lee")),
        ("A mill | © Ann Lee", "A mill", Some("© Ann Lee")),
        ("A mill © Ann Lee", "A mill", Some("© Ann Lee")),
        ("A mill, via Wikimedia Commons", "A mill", Some("via Wikimedia Commons")),
        ("Image: A mill. Credit: Ann Lee", "Image: A mill.", Some("Credit: Ann Lee")),
        ("Source: City Archive", "", Some("Source: City Archive")),
        ("A mill at dusk", "A mill at dusk", None),
        ("The image by the door shows a mill", "The image by the door shows a mill", None),
        (
            "Image: the long road that leads from the old harbour to the mill",
            "Image: the long road that leads from the old harbour to the mill",
            None,
        ),
        ("He gave credit: the mill was saved", "He gave credit: the mill was saved", None),
        ("The ratio via the new route", "The ratio via the new route", None),
        ("", "", None),
    ];
    for (caption, shown, credit) in cases {
        let (found, parsed) = split(&text(caption));
        assert_eq!(plain_text(&found), shown, "{caption}");
        assert_eq!(parsed.map(|credit| plain_text(&credit.verbatim)).as_deref(), credit, "{caption}");
    }
}

#[test]
fn odd_characters_do_not_break_offsets() {
    for wording in
        ["İ © İ", "ǅ (CC BY 4.0", "©", "via", "[", "[]", "()", "Foto:", "ß CC", "CC BY\u{a0}4.0 ﬁ", "https://x.org"]
    {
        let credit = parse(&text(wording));
        assert!(credit.author.as_deref() != Some(""));
        split_caption(&text(wording));
    }
}

/// Pieces of credit lines, with letters whose lower-case forms have other lengths in bytes.
const PIECES: [&str; 30] = [
    "Copyright ",
    "© ",
    "(c) ",
    "(C)",
    "2019 ",
    "Ada Mill",
    "İ",
    "ǅ",
    "Photo",
    ": ",
    "：",
    "by ",
    " via ",
    "CC BY 4.0",
    "CC0 ",
    "/",
    "|",
    "(",
    ")",
    "[",
    "]",
    ". ",
    ", ",
    "Courtesy of ",
    "Source",
    "https://e.org/a",
    "\u{a0}",
    "\n",
    "Foto",
    "Getty Images",
];

#[test]
fn parts_that_overlap_are_no_parts() {
    let line = "+A lA loaf. Photo by [Jf. Ph: NSA/SCCCpl（dit:CredTipsA lo;f. Ph: NSA/SAoeas,（dit:Crd iCedT";
    split(&text(line));
    beside(&text(line));
    for from in line.char_indices().map(|(at, _)| at) {
        split(&text(&line[from..]));
    }
}

#[test]
fn no_order_of_pieces_breaks_offsets() {
    for one in PIECES {
        for two in PIECES {
            for three in PIECES {
                let wording = text(&format!("{one}{two}{three}{one}"));
                assert_ne!(parse(&wording).author.as_deref(), Some(""));
                let (shown, credit) = split(&wording);
                let words = plain_text(&shown) + &credit.map(|credit| plain_text(&credit.verbatim)).unwrap_or_default();
                let written = plain_text(&wording);
                let mut lost = written.split(|c: char| !c.is_alphanumeric()).filter(|word| !words.contains(word));
                assert_eq!(lost.next(), None, "{written}");
            }
        }
    }
}

#[test]
fn long_captions_cost_no_square_of_their_length() {
    for unit in ["a. ", "(c) ", "via ", "CC ", "Photo: ", "(", "|", "©"] {
        let started = crate::effort::Effort::start();
        let long = text(&unit.repeat(LONGEST / unit.len()));
        parse(&long);
        split_caption(&long);
        let longer = text(&unit.repeat(100_000));
        assert_eq!(split(&longer).1, None);
        assert_eq!(parse(&longer).author, None);
        assert!(started.spent().as_secs() < 2, "{unit}");
    }
}

/// Tests the inputs that the comments in `clean` name.
#[test]
fn a_part_loses_what_separates_it_and_keeps_its_own_signs() {
    let cases = [
        (", Jane Doe |", "Jane Doe"),
        ("Bread –", "Bread"),
        ("Acme Inc.", "Acme Inc."),
        ("Jane D.", "Jane D."),
        ("made in the U.S.A.", "made in the U.S.A."),
        ("Jane Doe (", "Jane Doe"),
        ("Jane Doe)", "Jane Doe"),
        ("Jane Doe (Reuters)", "Jane Doe (Reuters)"),
        ("Jane Doe [", "Jane Doe"),
        ("(Jane Doe,", "Jane Doe"),
    ];
    for (part, cleaned) in cases {
        assert_eq!(super::fields::clean(part), cleaned, "{part}");
    }
}

#[test]
fn a_credit_by_definition_names_somebody() {
    for (wording, author) in [
        ("Drawing: The Harbour authors, CC BY 4.0", Some("The Harbour authors")),
        ("Photo: the harbour office", Some("the harbour office")),
        ("Photo: a boat that came back from the north in the night", None),
    ] {
        let credit = parse(&[Inline::Text(wording.to_owned())]);
        assert_eq!(credit.author.as_deref(), author, "{wording}");
    }
}

/// A front matter with a credit and a link of its own.
#[test]
fn a_link_around_the_whole_is_the_makers() {
    let credit = parse(&[link("“Thallus” by The Harbour authors", "https://example.org/harbour")]);
    let parts = [&credit.title, &credit.author, &credit.author_url].map(|part| part.as_deref());
    assert_eq!(parts, [Some("Thallus"), Some("The Harbour authors"), Some("https://example.org/harbour")]);
    let credit = parse(&[link("Ida Moss", "https://example.org/ida")]);
    assert_eq!((credit.title, credit.author.as_deref()), (None, Some("Ida Moss")));
}

#[test]
fn own_work_names_nobody() {
    for text in [
        "Own work",
        "own photograph",
        "Eigenes Werk",
        "Eigene Aufnahme (Markttag in der Hafengasse)",
        "Foto: eigen",
        "selbst aufgenommen",
        "Photo personnelle",
        "foto propia",
        "Fotografia própria",
        "eigen foto",
        "Zdjęcie własne",
        "собственное фото",
        "自己拍摄",
    ] {
        let credit = parse(&[Inline::Text(text.into())]);
        assert_eq!((credit.author, credit.source, credit.title), (None, None, None), "{text}");
        assert_eq!(plain_text(&credit.verbatim), text);
    }
    let named = parse(&[Inline::Text("Ida Moss – Eigenes Werk, CC BY 4.0".into())]);
    assert_eq!(named.author.as_deref(), Some("Ida Moss"));
}

/// Returns author, source and terms of the credit that `line` is.
fn parts_of(line: &str) -> [Option<String>; 3] {
    let credit = beside(&text(line)).unwrap_or_else(|| panic!("{line}"));
    [credit.author, credit.source, credit.license.map(|license| license.name)]
}

#[test]
fn a_place_on_the_web_is_the_source_of_a_screenshot() {
    for (line, source) in [
        ("Screenshot of the website of Safran. Fair use.", "the website of Safran"),
        ("Screenshot of the video of the channel Harbour TV. Fair use.", "the video of the channel Harbour TV"),
        (
            "Screenshot from the YouTube channel Harbour TV showing the partners of Malta.",
            "the YouTube channel Harbour TV",
        ),
        ("Captura de pantalla del sitio web de Safran. Uso justo.", "sitio web de Safran"),
        ("Ekranfoto de la retejo de Safran . Justa uzo.", "la retejo de Safran"),
        ("Ekrankopio de la jutuba video de la kanalo Haveno TV . Justa uzo.", "la jutuba video de la kanalo Haveno TV"),
        ("Ekrankopio el la Jutuba kanalo Haveno News montranta ĉiujn partnerojn.", "la Jutuba kanalo Haveno News"),
    ] {
        assert_eq!(parts_of(line)[1].as_deref(), Some(source), "{line}");
    }
    for line in ["Screenshot of the settings page", "Screenshot of the login page of the app", "Video of the day"] {
        assert_eq!(beside(&text(line)), None, "{line}");
    }
}

#[test]
fn words_of_use_end_a_name() {
    for (line, author, terms) in [
        ("Photo by Ida Moss and used under the licence CC BY-ND 2.0.", "Ida Moss", "CC BY-ND 2.0"),
        ("Foto de Ida Moss kaj uzata laŭ la permesilo CC BY-ND 2.0.", "Ida Moss", "CC BY-ND 2.0"),
        ("Ilustraĵo kreita de Marbordo, republikigita je ilia permeso.", "Marbordo", "republikigita je ilia permeso"),
        (
            "Illustration created by Coastline, republished with their permission.",
            "Coastline",
            "republished with their permission",
        ),
        (
            "Foto de la montaro de Altlando. Vikipedio, foto de Sonas, uzata laŭ licenco CC BY-SA 3.0",
            "Sonas",
            "CC BY-SA 3.0",
        ),
    ] {
        let [found, _, license] = parts_of(line);
        assert_eq!((found.as_deref(), license.as_deref()), (Some(author), Some(terms)), "{line}");
    }
}

#[test]
fn what_follows_a_credit_stays_apart_from_the_words_before_it() {
    let (caption, credit) = split(&text("A boat at rest. Photo: Ida Moss. Nobody knows whose boat it is today."));
    let words =
        format!("{}{}", plain_text(&caption), credit.map(|credit| plain_text(&credit.verbatim)).unwrap_or_default());
    assert!(!words.contains("rest.Nobody"), "{words}");
}

#[test]
fn a_wording_is_not_cut_in_a_bracket() {
    let (caption, credit) = split(&text("A garden. Photo: Ida Moss (CC POR 3.0)."));
    assert_eq!(plain_text(&caption), "A garden.");
    assert_eq!(plain_text(&credit.expect("is a credit").verbatim), "Photo: Ida Moss (CC POR 3.0).");
}
