//! Tests which face sets each cluster.

use super::*;
use crate::text::FontId;

/// Returns the text that is set, and the face of each of its characters.
fn faces(lang: &str, content: &[Inline]) -> (String, Vec<FontId>) {
    let stage = Stage::new();
    let dir = if matches!(lang, "ar" | "he") { Direction::Rtl } else { Direction::Ltr };
    let style = TextStyle { lang: Lang(lang.into()), dir, align: Alignment::Start, ..style(4000.0) };
    let (lines, ..) = stage.set(content, &style);
    let (mut read, mut fonts) = (String::new(), Vec::new());
    for (_, placed) in lines.iter().flat_map(|line| &line.frame.items) {
        match &placed.item {
            Item::Text(run) => {
                fonts.extend(run.text.chars().map(|_| run.font));
                read.push_str(&run.text);
            }
            Item::Outline { text: Some(text), .. } => {
                fonts.extend(text.chars().map(|_| FontId(u16::MAX)));
                read.push_str(text);
            }
            _ => {}
        }
    }
    (read, fonts)
}

/// Returns the faces that set `part` of `content`, each once.
fn faces_of(lang: &str, content: &str, part: &str) -> Vec<FontId> {
    let (read, fonts) = faces(lang, &text(content));
    let at = read.find(part).unwrap_or_else(|| panic!("{part} is not in {read}"));
    let from = read[..at].chars().count();
    let mut of_part = fonts[from..from + part.chars().count()].to_vec();
    of_part.dedup();
    of_part
}

#[test]
fn figures_and_signs_take_the_face_of_the_text_and_not_that_of_an_emoji() {
    for (content, part) in [
        ("Done ✅ 2024-03-10", " 2024-03-10"),
        ("We met 🎉 2024 people (12 of 30) there.", " 2024 people (12 of 30) there."),
        ("₿ 1,200 (30%)", " 1,200 (30%)"),
        ("🚀 100% — done 👍🏽: 7 #1 *2", ": 7 #1 *2"),
        ("→ 12 ⨂ 13", " 13"),
        ("👩‍👩‍👧 3/4", " 3/4"),
        ("See עברית (12) x", "(12)"),
    ] {
        assert_eq!(faces_of("en", content, part), [fonts::SERIF], "{content}");
    }
}

#[test]
fn a_number_in_another_script_is_of_one_face() {
    for (lang, content, numbers) in [
        (
            "ar",
            "التاريخ 2024-03-10 هنا، 50% أو (12) أو 10:30 أو +1.5, 1,200.",
            &["2024-03-10", "50%", "(12)", "10:30", "+1.5,", "1,200."][..],
        ),
        ("he", "בתאריך 2024-03-10 היו 50% (12) ו-7.", &["2024-03-10", "50%", "(12)"]),
        ("hi", "तारीख 2024-03-10 को 50% (12) थे।", &["2024-03-10", "50%", "(12)"]),
        ("en", "the word हिन्दी (12) 2024-03-10", &["2024-03-10", "(12)"]),
        ("ar", "2024-03-10", &["2024-03-10"]),
        ("hi", "12%", &["12%"]),
    ] {
        for number in numbers {
            assert_eq!(faces_of(lang, content, number).len(), 1, "{number} in {content}");
        }
    }
    assert_eq!(faces_of("hi", "में 2024-03-10", " 2024-03-10"), [fonts::DEVANAGARI]);
    assert_eq!(faces_of("hi", "12", "12"), [fonts::DEVANAGARI], "a folio");
    assert_eq!(faces_of("hi", "(1) में", "(1)"), [fonts::DEVANAGARI], "before the first letter");
    assert_eq!(faces_of("en", "in (हिन्दी) 12", "12"), [fonts::SERIF], "after a bracket that belongs to the English");
}

#[test]
fn an_emoji_comes_whole_from_the_face_for_emoji() {
    for emoji in ["👍", "👍🏽", "1️⃣", "#️⃣", "*️⃣", "🇩🇪", "🇫🇷", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍👩‍👧", "❤️", "☕", "✌🏿", "🏳️‍🌈", "ℹ️", "©️"]
    {
        for lang in ["en", "ar", "hi"] {
            assert_eq!(faces_of(lang, &format!("Yes {emoji} it"), emoji), [fonts::EMOJI], "{emoji} in {lang}");
        }
    }
    for sign in ["❤\u{fe0e}", "☕\u{fe0e}", "✔\u{fe0e}"] {
        let face = faces_of("en", &format!("a {sign} b"), sign);
        assert!(face.len() == 1 && face[0] != fonts::EMOJI, "{sign} {face:?}");
    }
    assert_eq!(faces_of("en", "© ™ 1 #", "© ™ 1 #"), [fonts::SERIF]);
}

#[test]
fn a_letter_and_its_marks_are_of_one_face() {
    for (content, part) in
        [("Ame\u{301}lie", "Ame\u{301}lie"), ("\u{25cc}\u{5b8} x", "\u{25cc}\u{5b8}"), ("שָׁלוֹם", "שָׁלוֹם")]
    {
        assert_eq!(faces_of("en", content, part).len(), 1, "{content}");
    }
}

#[test]
fn letters_that_join_are_never_tracked() {
    let stage = Stage::new();
    let tracked = |lang: &str, content: &str| {
        let style = TextStyle { tracking: crate::units::Em(0.08), lang: Lang(lang.into()), ..style(4000.0) };
        let (lines, ..) = stage.set(&text(content), &style);
        let runs = lines.iter().flat_map(|line| &line.frame.items).filter_map(|(_, placed)| match &placed.item {
            Item::Text(run) => Some(run.tracking.0 > 0.05),
            _ => None,
        });
        runs.collect::<Vec<_>>()
    };
    for (lang, content) in [("ar", "قراءات ذات صلة"), ("hi", "संबंधित पठन"), ("fa", "خواندنی\u{200c}ها"), ("en", "हिन्दी")]
    {
        assert!(tracked(lang, content).iter().all(|tracked| !tracked), "{content}");
    }
    assert!(tracked("en", "RELATED READING").iter().all(|tracked| *tracked));
    assert!(tracked("he", "קריאה נוספת").iter().all(|tracked| *tracked));
}

#[test]
fn a_letter_under_ten_thousand_accents_is_one_cluster_and_is_set_in_one_pass() {
    let content = format!("a{} b", "\u{301}".repeat(10_000));
    let (read, fonts) = faces("en", &text(&content));
    assert_eq!(read.trim_end(), content);
    assert!(fonts.iter().all(|face| *face == fonts[0]));
}
