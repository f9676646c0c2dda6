//! The rules beside their examples: what each form of a credit line says.
//!
//! A row is a caption, then title, author, source and licence as read; `-` is "not stated".

use super::*;

pub(super) fn read(caption: &str) -> [String; 4] {
    fields(&[Inline::Text(caption.into())])
}

/// Returns title, author, source and licence of the credit in a caption.
pub(super) fn fields(caption: &[Inline]) -> [String; 4] {
    let credit = split_caption(caption).credit;
    let Some(credit) = credit else { return ["no credit", "", "", ""].map(str::to_owned) };
    let license = credit.license.map(|license| license.name);
    [credit.title, credit.author, credit.source, license].map(|field| field.unwrap_or_else(|| "-".into()))
}

pub(super) fn check(rows: &[(&str, [&str; 4])]) {
    let wrong = rows.iter().filter(|(caption, fields)| read(caption) != fields.map(str::to_owned));
    let wrong: Vec<String> =
        wrong.map(|(caption, fields)| format!("{caption}\n  {:?}\n  {fields:?}", read(caption))).collect();
    assert!(wrong.is_empty(), "read, then expected:\n{}", wrong.join("\n"));
}

#[test]
fn what_wikimedia_commons_offers_to_copy() {
    check(&[
        (
            "Ida Moss, CC BY-SA 4.0 <https://creativecommons.org/licenses/by-sa/4.0>, via Wikimedia Commons",
            ["-", "Ida Moss", "Wikimedia Commons", "CC BY-SA 4.0"],
        ),
        (
            "Ida Moss [CC BY 3.0 (https://creativecommons.org/licenses/by/3.0)], from Wikimedia Commons",
            ["-", "Ida Moss", "Wikimedia Commons", "CC BY 3.0"],
        ),
        (
            "By Ida Moss - Own work, CC BY-SA 3.0, https://commons.wikimedia.org/w/index.php?curid=1",
            ["-", "Ida Moss", "https://commons.wikimedia.org/w/index.php?curid=1", "CC BY-SA 3.0"],
        ),
        ("Von Ida Moos - Eigenes Werk, CC BY-SA 4.0", ["-", "Ida Moos", "-", "CC BY-SA 4.0"]),
        ("See page for author, Public domain, via Wikimedia Commons", ["-", "-", "Wikimedia Commons", "Public domain"]),
        ("© Ida Moss / Wikimedia Commons / CC BY-SA 4.0", ["-", "Ida Moss", "Wikimedia Commons", "CC BY-SA 4.0"]),
    ]);
}

#[test]
fn what_creative_commons_recommends() {
    check(&[
        (
            "\"Night train\" by Ida Moss is licensed under CC BY 2.0. To view a copy of this license, visit https://creativecommons.org/licenses/by/2.0/",
            ["Night train", "Ida Moss", "-", "CC BY 2.0"],
        ),
        ("\"Ice cutters\" by Elm Archives is marked with CC0 1.0", ["Ice cutters", "Elm Archives", "-", "CC0 1.0"]),
        ("„Nachtzug“ von Ida Moos, lizenziert unter CC BY-SA 4.0", ["Nachtzug", "Ida Moos", "-", "CC BY-SA 4.0"]),
        (
            "Title: Grey Dawn. Author: Ida Moss. Source: Flickr. License: CC BY 2.0.",
            ["Grey Dawn", "Ida Moss", "Flickr", "CC BY 2.0"],
        ),
        ("Night train by Ida Moss (CC BY 2.0)", ["Night train", "Ida Moss", "-", "CC BY 2.0"]),
    ]);
}

#[test]
fn agencies_stand_before_or_behind_the_photographer() {
    check(&[
        ("AP Photo/Ida Moss, File", ["-", "Ida Moss", "AP", "-"]),
        ("REUTERS/Ida Moss", ["-", "Ida Moss", "REUTERS", "-"]),
        ("Ida Moss/Getty Images", ["-", "Ida Moss", "Getty Images", "-"]),
        ("Ida Moss / AFP via Getty Images", ["-", "Ida Moss", "AFP via Getty Images", "-"]),
        ("picture alliance/dpa | Jana Frey", ["-", "Jana Frey", "picture alliance/dpa", "-"]),
        ("Photo: Ida Moss / The Unlisted Post", ["-", "Ida Moss", "The Unlisted Post", "-"]),
        ("Photo: Ida Moss for NPR", ["-", "Ida Moss", "-", "-"]),
        ("A woman mends a net. REUTERS/Ida Moss", ["A woman mends a net", "Ida Moss", "REUTERS", "-"]),
        ("El puerto, ayer.Marcos Ibarra (EFE)", ["El puerto, ayer", "Marcos Ibarra", "EFE", "-"]),
    ]);
}

#[test]
fn names_need_no_capital_and_no_list() {
    check(&[
        ("Photo: jeantr", ["-", "jeantr", "-", "-"]),
        ("Photo by @dug88 on Unsplash", ["-", "@dug88", "Unsplash", "-"]),
        ("Photo: the National Archives", ["-", "the National Archives", "-", "-"]),
        ("Photo by j. e. m.", ["-", "j. e. m.", "-", "-"]),
        ("Foto: archiv Spolku hodinářů", ["-", "archiv Spolku hodinářů", "-", "-"]),
        ("Artwork by nell barrow", ["-", "nell barrow", "-", "-"]),
    ]);
}

#[test]
fn scripts_without_blanks_or_capitals_have_credits() {
    check(&[
        ("图片由林秋通过维基共享资源提供，采用 CC BY-SA 2.5 授权", ["-", "林秋", "维基共享资源", "CC BY-SA 2.5"]),
        ("圖／林秋攝", ["-", "林秋", "-", "-"]),
        ("写真：森本遥／共同通信", ["-", "森本遥", "共同通信", "-"]),
        ("사진=김하늘 기자", ["-", "김하늘", "-", "-"]),
        ("الصورة: سلمى ناصر / أ ف ب", ["-", "سلمى ناصر", "أ ف ب", "-"]),
        ("तस्वीर: मीरा जोशी / पीटीआई", ["-", "मीरा जोशी", "पीटीआई", "-"]),
        ("ფოტო: ნინო ბერიძე", ["-", "ნინო ბერიძე", "-", "-"]),
        ("Լուսանկարը՝ Անի Սարգսյանի", ["-", "Անի Սարգսյանի", "-", "-"]),
    ]);
}

#[test]
fn descriptions_behind_a_label_are_captions() {
    for caption in [
        "Map: The three routes to the summit",
        "Photo de Paris en hiver",
        "By Monday the ice had gone",
        "Copyright reform protesters in front of the parliament",
        "Photographer at work on the pier",
        "Source: the river's spring at dawn",
        "Drawing by candlelight",
        "Designed by committee",
        "Credit cards on a table",
        "Foto: Solnedgång över viken",
        "写真：湾に沈む夕日",
        "صورة: غروب الشمس فوق الخليج",
        "Imagem de Nossa Senhora",
        "Posters explaining CC BY-SA at the booth",
        "Port Elm / Norland border",
        "Anna Kern (left) with Bo Lin",
        "(c) Side view of the lock",
        "Before/After",
        "Foto de Buenos Aires",
        "Used with permission of the owner, the path crosses a field",
    ] {
        assert_eq!(read(caption)[0], "no credit", "{caption}");
    }
}

#[test]
fn what_is_open_is_told_to_the_caller() {
    let open = split_caption(&[Inline::Text("Photo: Golden Gate Bridge".into())]);
    assert_eq!((open.credit, open.doubtful.as_deref()), (None, Some("Photo")));
    let plain = split_caption(&[Inline::Text("A mill at dusk".into())]);
    assert_eq!((plain.credit, plain.doubtful), (None, None));
}

#[test]
fn reasons_are_kept() {
    let credit = split_caption(&[Inline::Text("Photo by Ida Moss, CC BY 4.0".into())]).credit.unwrap();
    assert_eq!(credit.reasons, ["label `Photo`", "name", "licence `CC BY 4.0`"]);
}

#[test]
fn links_belong_to_what_they_stand_on() {
    let link = |text: &str, url: &str| Inline::Link {
        target: Target::Url(url.into()),
        title: None,
        content: vec![Inline::Text(text.into())],
    };
    let text = |text: &str| Inline::Text(text.into());
    let wording = [
        link("Old lock", "https://e.org/lock"),
        text(" by "),
        link("Ida Moss", "https://e.org/ida"),
        text(" on "),
        link("Flickr", "https://flickr.com"),
        text(", "),
        link("CC BY 2.0", "https://creativecommons.org/licenses/by/2.0/"),
    ];
    let credit = split_caption(&wording).credit.unwrap();
    assert_eq!(credit.title.as_deref(), Some("Old lock"));
    assert_eq!(credit.author_url.as_deref(), Some("https://e.org/ida"));
    assert_eq!(credit.source_url.as_deref(), Some("https://flickr.com"));
    assert_eq!(credit.license.unwrap().spdx.as_deref(), Some("CC-BY-2.0"));
}

#[test]
fn a_credit_may_stand_at_the_end_of_a_long_text() {
    let long = format!("{} Photo: Ida Moss / AFP", "The harbour froze over that year. ".repeat(100));
    let split = split_caption(&[Inline::Text(long)]);
    assert_eq!(split.credit.unwrap().author.as_deref(), Some("Ida Moss"));
}

#[test]
fn what_is_no_person_goes_on_with_the_institution() {
    check(&[
        ("Image credit: ESA/Hubble & NASA, D. Orr", ["-", "D. Orr", "ESA/Hubble & NASA", "-"]),
        ("Credit: ESA/Webb, NASA & CSA, P. Stahl", ["-", "P. Stahl", "ESA/Webb, NASA & CSA", "-"]),
        ("Photo: NASA/Ida Moss", ["-", "Ida Moss", "NASA", "-"]),
        ("Credit: NASA/JPL-Caltech/SSI", ["-", "NASA/JPL-Caltech/SSI", "-", "-"]),
        ("Credit: NASA/Goddard/Elm State University", ["-", "NASA/Goddard/Elm State University", "-", "-"]),
        ("Credit: NASA/Elm Hopkins APL/Coast Institute", ["-", "NASA/Elm Hopkins APL/Coast Institute", "-", "-"]),
        ("Credit: ESO/L. Moss/M. Orr", ["-", "L. Moss/M. Orr", "ESO", "-"]),
    ]);
}

#[test]
fn what_follows_a_slash_is_a_source_whatever_its_first_word() {
    check(&[
        ("Beeld Ida Moss / de Havenkrant", ["-", "Ida Moss", "de Havenkrant", "-"]),
        ("Foto: Ida Moss/el puerto", ["-", "Ida Moss", "el puerto", "-"]),
        ("Foto: Ida Moss / il porto", ["-", "Ida Moss", "il porto", "-"]),
        ("PHOTOGRAPH BY IDA MOSS, COASTAL LETTERS", ["-", "IDA MOSS", "COASTAL LETTERS", "-"]),
        ("Photo by Ida Moss, SeaWatch", ["-", "Ida Moss", "SeaWatch", "-"]),
        ("Photos by Ida Moss, Bo Ek", ["-", "Ida Moss, Bo Ek", "-", "-"]),
    ]);
}

#[test]
fn outlets_and_words_behind_the_name_make_a_line_a_credit() {
    check(&[
        ("Ida Moss for NPR", ["-", "Ida Moss", "-", "-"]),
        ("Ida Moss for Harbour Magazine", ["-", "Ida Moss", "-", "-"]),
        ("Ida Moss for Mayor", ["no credit", "", "", ""]),
        ("Ida Moss, special to The Harbour Sheet", ["-", "Ida Moss", "-", "-"]),
        ("Rasa Moss / BNS nuotr.", ["-", "Rasa Moss", "BNS", "-"]),
        ("冬日的湖 林秋摄", ["冬日的湖", "林秋", "-", "-"]),
        ("Kis Ida felvétele", ["-", "Kis Ida", "-", "-"]),
        ("ANTARA FOTO/Ida Moss/abc", ["-", "Ida Moss", "ANTARA FOTO", "-"]),
    ]);
}

#[test]
fn a_name_and_a_source_in_brackets_at_the_end_are_a_credit() {
    check(&[
        (
            "Women wait for the ferry [Ida Moss/Harbour Sheet]",
            ["Women wait for the ferry", "Ida Moss", "Harbour Sheet", "-"],
        ),
        ("The quay in May (Ida Moss/Coast Lab)", ["The quay in May", "Ida Moss", "Coast Lab", "-"]),
        ("The quay in May [File: Ida Moss/Reuters]", ["The quay in May", "Ida Moss", "Reuters", "-"]),
        ("The quay in May [Reuters]", ["The quay in May", "-", "Reuters", "-"]),
        ("The quay in May (PA)", ["no credit", "", "", ""]),
        ("Ferries (old/new) at the quay", ["no credit", "", "", ""]),
    ]);
    let line = |text: &str| caption_line(&[Inline::Text(text.into())]).is_some();
    assert!(line("Women wait for the ferry [Ida Moss/Harbour Sheet]"));
    assert!(!line("Women wait for the ferry (old/new)"));
}

#[test]
fn a_licence_may_stand_before_the_name() {
    check(&[
        ("CC BY 4.0, Ida Moss", ["-", "Ida Moss", "-", "CC BY 4.0"]),
        ("CC BY-SA 3.0 / Ida Moss", ["-", "Ida Moss", "-", "CC BY-SA 3.0"]),
    ]);
}

#[test]
fn words_of_the_form_are_no_title() {
    check(&[
        ("Pool photo by Ida Moss", ["-", "Ida Moss", "-", "-"]),
        ("Drone photograph by Ida Moss", ["-", "Ida Moss", "-", "-"]),
        ("File photo by Ida Moss", ["-", "Ida Moss", "-", "-"]),
        ("Courtesy photo by Ida Moss", ["-", "Ida Moss", "-", "-"]),
        ("Elm Park Service photo by Ida Moss", ["-", "Ida Moss", "Elm Park Service", "-"]),
    ]);
}

#[test]
fn lines_of_scraped_text_are_credits_by_their_form() {
    let line = |text: &str| caption_line(&[Inline::Text(text.into())]).is_some();
    for text in [
        "Image source, Getty Images",
        "Source: Getty Images",
        "Ida Moss/Getty Images",
        "A ferry leaves the quay, May 3, 2020. REUTERS/Ida Moss/File Photo Purchase Licensing Rights",
        "© Ida Moss",
    ] {
        assert!(line(text), "{text}");
    }
    for text in [
        "Source: the river rises in the hills",
        "Source: Reuters",
        "© 2023 Ida Moss",
        "© 2023 Harbour Ltd. All rights reserved.",
        "Getty Images sued.",
    ] {
        assert!(!line(text), "{text}");
    }
}

#[test]
fn phrases_with_by_and_places_are_no_names() {
    for text in [
        "Graphic: How the mill works",
        "Photo by photo, the album fills",
        "Photo by chance",
        "Video by request",
        "Courtesy photo",
        "Photo: Elm Palace",
        "Fotoğraf: Kız Kulesi",
        "图：长城",
    ] {
        assert_eq!(read(text)[0], "no credit", "{text}");
    }
}
