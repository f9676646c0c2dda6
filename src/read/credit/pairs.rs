//! Rules beside their examples: credits whose parts stand on links, or in pairs of a place and a name; sentences that
//! stand beside a credit.
//!
//! A row is a caption, where `[words](address)` is a link, then title, author, source and licence as read.

use super::specification::fields;
use super::*;

/// Returns `text` with its links.
fn inlines(text: &str) -> Vec<Inline> {
    let mut inlines = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let (words, after) = after.split_once("](").unwrap();
        let (url, after) = after.split_once(')').unwrap();
        let content = vec![Inline::Text(words.into())];
        inlines.push(Inline::Text(before.into()));
        inlines.push(Inline::Link { target: Target::Url(url.into()), title: None, content });
        rest = after;
    }
    inlines.push(Inline::Text(rest.into()));
    inlines.retain(|inline| *inline != Inline::Text(String::new()));
    inlines
}

fn check(rows: &[(&str, [&str; 4])]) {
    let read = |caption: &str| fields(&inlines(caption));
    let wrong = rows.iter().filter(|(caption, wanted)| read(caption) != wanted.map(str::to_owned));
    let wrong: Vec<String> =
        wrong.map(|(caption, wanted)| format!("{caption}\n  {:?}\n  {wanted:?}", read(caption))).collect();
    assert!(wrong.is_empty(), "read, then expected:\n{}", wrong.join("\n"));
}

fn none(captions: &[&str]) {
    let taken = captions.iter().filter(|caption| fields(&inlines(caption))[0] != "no credit");
    let taken: Vec<&&str> = taken.collect();
    assert!(taken.is_empty(), "taken as credits: {taken:?}");
}

#[test]
fn a_link_on_a_label_alone_is_the_source() {
    check(&[
        ("[Image source](https://e.org/a)", ["-", "-", "https://e.org/a", "-"]),
        ("[Source](https://e.org/a)", ["-", "-", "https://e.org/a", "-"]),
        ("([Quelle](https://e.org/a))", ["-", "-", "https://e.org/a", "-"]),
        ("[via](https://e.org/a)", ["-", "-", "https://e.org/a", "-"]),
        ("[출처](https://e.org/a)", ["-", "-", "https://e.org/a", "-"]),
        ("[Photo credit](https://e.org/a)", ["-", "-", "https://e.org/a", "-"]),
        ("The steps of a talk. [Fuente](https://e.org/a)", ["The steps of a talk", "-", "https://e.org/a", "-"]),
        ("The steps of a talk ([source](https://e.org/a))", ["The steps of a talk", "-", "https://e.org/a", "-"]),
    ]);
    none(&[
        "[Source code](https://e.org) of the tool",
        "[Source](https://e.org) of the Elm",
        "[via](https://e.org) ferrata",
        "Source",
        "The lock. [Credits](https://e.org)",
    ]);
}

#[test]
fn a_linked_work_in_several_parts_is_one_source() {
    check(&[
        ("画像出典: [Tool Docs - Overview](https://e.org)", ["-", "-", "Tool Docs - Overview", "-"]),
        ("Source: [Handbook – Chapter 2](https://e.org)", ["-", "-", "Handbook – Chapter 2", "-"]),
        ("Quelle: [Amt, Bericht 2020](https://e.org)", ["-", "-", "Amt, Bericht 2020", "-"]),
        ("Source: [Elm Guide: How to mend a lock](https://e.org)", ["-", "-", "Elm Guide: How to mend a lock", "-"]),
        ("Fuente: [Guía del puerto | Elm](https://e.org)", ["-", "-", "Guía del puerto | Elm", "-"]),
        ("Source: [NASA – The old sea ice](https://e.org)", ["-", "-", "NASA – The old sea ice", "-"]),
        ("Source: [Ann Lee / Flickr](https://e.org)", ["-", "Ann Lee", "Flickr", "-"]),
        ("Source: [Ann Lee, Getty Images](https://e.org)", ["-", "Ann Lee", "Getty Images", "-"]),
    ]);
    none(&["Quelle der [Elm, Bericht](https://e.org)", "The source: [a spring, a brook](https://e.org) and the sea"]);
}

#[test]
fn a_linked_title_stands_before_its_maker() {
    check(&[
        ("Titelbild: [sunrise](https://e.org) von Myriams auf Pixabay", ["sunrise", "Myriams", "Pixabay", "-"]),
        ("Cover: [Sea](https://e.org) by Ann on Unsplash", ["Sea", "Ann", "Unsplash", "-"]),
        ("Photo : [Mer](https://e.org) par Anne Lys sur Flickr", ["Mer", "Anne Lys", "Flickr", "-"]),
        ("Foto: [Amanecer](https://e.org) de Ana Ruiz en Flickr", ["Amanecer", "Ana Ruiz", "Flickr", "-"]),
        ("Bild: [Alte Mühle](https://e.org) von annmoos, CC BY 2.0", ["Alte Mühle", "annmoos", "-", "CC BY 2.0"]),
        ("Fotografija [Ida Moos](https://e.org) na [Unsplash](https://e.org/u)", ["-", "Ida Moos", "Unsplash", "-"]),
    ]);
    none(&["[Vista](https://e.org) de Madrid", "[Blick](https://e.org) von der Brücke auf Elm"]);
}

#[test]
fn an_account_may_have_the_name_of_a_platform() {
    check(&[
        ("Foto de [Pixabay](https://e.org) en Pexels", ["-", "Pixabay", "Pexels", "-"]),
        ("Photo by Pixabay on Pexels", ["-", "Pixabay", "Pexels", "-"]),
        ("Foto von Pixabay auf [Pexels](https://e.org)", ["-", "Pixabay", "Pexels", "-"]),
        ("Photo by Getty Images on Unsplash", ["-", "Getty Images", "Unsplash", "-"]),
        ("The mill. Photo par Pixabay sur Pexels", ["The mill", "Pixabay", "Pexels", "-"]),
        ("Photo by Pixabay", ["-", "-", "Pixabay", "-"]),
        ("عکس از مریم رستمی در Unsplash", ["-", "مریم رستمی", "Unsplash", "-"]),
        ("Photo by AFP via Getty Images", ["-", "-", "AFP via Getty Images", "-"]),
    ]);
}

#[test]
fn a_platform_stands_before_its_user() {
    check(&[
        ("Photo credit: [Flickr: ann](https://e.org)", ["-", "ann", "Flickr", "-"]),
        ("Photo credit: Flickr: ann", ["-", "ann", "Flickr", "-"]),
        ("Credit: Flickr/ann", ["-", "ann", "Flickr", "-"]),
        ("Photo: Instagram: Ann Lee", ["-", "Ann Lee", "Instagram", "-"]),
        ("Image source: Flickr: ann77", ["-", "ann77", "Flickr", "-"]),
        ("Credit: Flickr user ann", ["-", "ann", "Flickr", "-"]),
        ("Flickr Creative Commons | AnnLee", ["-", "AnnLee", "Flickr", "Creative Commons"]),
        ("Source: YouTube: The Old Lock", ["-", "-", "YouTube: The Old Lock", "-"]),
    ]);
    none(&["Flickr: a short history", "[Flickr: how it works](https://e.org)"]);
}

#[test]
fn what_is_shown_may_stand_behind_the_maker() {
    check(&[
        ("Image by Ann Lee of attendees at the first workshop in 1998", ["-", "Ann Lee", "-", "-"]),
        ("Photo by Ann Lee of the old mill", ["-", "Ann Lee", "-", "-"]),
        ("Photo by [Ann Lee](https://e.org) of a heron", ["-", "Ann Lee", "-", "-"]),
        ("Foto von Ann Lee von der alten Mühle", ["-", "Ann Lee", "-", "-"]),
        ("Illustration by Ann Lee showing the old lock", ["-", "Ann Lee", "-", "-"]),
        ("Photo by Ann Lee of the old mill on Flickr, CC BY 2.0", ["-", "Ann Lee", "Flickr", "CC BY 2.0"]),
        ("Photo by Ann Lee of Harbor Images", ["-", "Ann Lee of Harbor Images", "-", "-"]),
        ("Foto de Ann de la Cruz", ["-", "Ann de la Cruz", "-", "-"]),
    ]);
    none(&[
        "A speech by Ann Lee of the labour party",
        "Photo of the old mill of Elm",
        "The image by Ann Lee shows the old mill",
    ]);
}

#[test]
fn a_word_for_a_picture_before_by_is_a_label() {
    check(&[
        ("openSUSE banner by Ann Lee", ["-", "Ann Lee", "-", "-"]),
        ("Pool ball graphic courtesy of Ann – artwork team member", ["-", "Ann", "-", "-"]),
        ("Tide chart by Ann Lee", ["-", "Ann Lee", "-", "-"]),
        ("Harbour map courtesy of Ann Lee", ["-", "Ann Lee", "-", "-"]),
        ("Conference header image by [Ann](https://e.org)", ["-", "Ann", "-", "-"]),
    ]);
    none(&["Bus map by the door", "Sales chart by region", "Weather map by Monday", "A film by Ann Lee"]);
}

#[test]
fn who_provided_a_picture_stands_behind_a_slash() {
    check(&[
        ("다리의 겨울 풍경 / 인제군 제공", ["다리의 겨울 풍경", "-", "인제군", "-"]),
        ("강변의 축제 모습 / 연합뉴스 제공", ["강변의 축제 모습", "-", "연합뉴스", "-"]),
        ("冬の橋／港湾博物館提供", ["冬の橋", "-", "港湾博物館", "-"]),
        ("冬日的桥 / 林秋摄影", ["冬日的桥", "林秋", "-", "-"]),
        ("축제 모습 / 김하늘 기자", ["축제 모습", "김하늘", "-", "-"]),
    ]);
    none(&["다리 / 강변 축제", "서울 / 부산", "冬 / 橋の提供"]);
}

#[test]
fn what_is_excepted_is_no_name() {
    let all = |text: &str| line(&inlines(text)).filter(is_of_all).and_then(|credit| credit.author);
    for text in [
        "All photos by Ann Lee unless otherwise noted.",
        "Alle Fotos: Ann Lee, sofern nicht anders angegeben",
        "Unless otherwise noted, all photos by [Ann Lee](https://e.org).",
        "Toutes les photos : Ann Lee, sauf mention contraire.",
        "All photographs by Ann Lee (unless otherwise stated).",
        "Photos by Ann Lee unless noted otherwise in the caption.",
    ] {
        assert_eq!(all(text).as_deref(), Some("Ann Lee"), "{text}");
    }
    for text in ["All photos of the mill are lost unless otherwise noted", "Unless otherwise noted, the mill is shut."]
    {
        assert_eq!(all(text), None, "{text}");
    }
}

#[test]
fn a_sentence_may_stand_beside_the_credit_of_the_cover() {
    let read = |text: &str| {
        let credit = line(&inlines(text)).or_else(|| of_cover_in(&inlines(text)))?;
        Some((credit.title, credit.author, credit.license.is_some()))
    };
    for text in [
        "Header photo by Ann Lee on Unsplash. Thanks to all who read this far!",
        "Cover image by [Ann Lee](https://e.org). You can find my notes on [GitHub](https://e.org/g).",
        "Thanks to Bo for reading a draft. Cover photo by Ann Lee on Unsplash.",
        "Titelbild: Ann Lee/Unsplash. Der Text steht unter CC BY 4.0.",
    ] {
        assert_eq!(read(text), Some((None, Some("Ann Lee".into()), false)), "{text}");
    }
    for text in ["The cover image by Ann Lee shows the old mill.", "Photo by Ann Lee. My notes are on the next page."] {
        assert_eq!(read(text), None, "{text}");
    }
}
