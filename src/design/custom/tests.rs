//! Tests of user designs: what they set, how they are printed, and every kind of mistake.

use super::read::Custom;
use super::*;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Source;
use crate::style::{Color, Family, Weight};
use crate::text::user::Style;
use crate::units::Em;

fn try_reading(toml: &str) -> Result<Custom, Diagnostics> {
    let (custom, mistakes) = read(&Source::new("design.toml", toml), None);
    if mistakes.is_empty() { Ok(custom) } else { Err(mistakes) }
}

#[track_caller]
fn reading(toml: &str) -> Custom {
    try_reading(toml).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// Returns the mistakes in `toml`, each as `line:column message (help)`.
#[track_caller]
fn mistakes(toml: &str) -> Vec<String> {
    let source = Source::new("design.toml", toml);
    let told = |mistake: &Diagnostic| {
        let (line, column) = source.line_column(mistake.span.expect("every mistake has a place").start);
        let help = mistake.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
        format!("{line}:{column} {}{help}", mistake.message)
    };
    let (_, mistakes) = read(&source, None);
    assert!(!mistakes.is_empty(), "there is no mistake in {toml}");
    mistakes.iter().map(told).collect()
}

#[track_caller]
fn only_mistake(toml: &str, expected: &str) {
    assert_eq!(mistakes(toml), [expected]);
}

// Values that a design sets

#[test]
fn an_empty_file_is_the_article_design() {
    assert_eq!(format!("{:?}", reading("").design), format!("{:?}", Design::default()));
}

#[test]
fn a_drop_cap_is_so_many_lines_high_or_none() {
    assert_eq!(reading("[page]\ndrop-cap = 3").design.drop_cap, 3);
    assert_eq!(reading("[page]\ndrop-cap = false").design.drop_cap, 0);
    assert!(mistakes("[page]\ndrop-cap = 9")[0].starts_with("2:12 `page.drop-cap`"));
    assert!(mistakes("[page]\ndrop-cap = true")[0].contains("a whole number from 0 to 5"));
}

#[test]
fn furniture_is_read_and_printed() {
    let toml = "[page]\nend-mark = \"■\"\nmasthead = true\nfoot = \"Vol. \\\"3\\\" · {date}\"\n\
                folio-format = \"{page} / {pages}\"\n[colors.sections]\n\"Arts & Letters\" = \"#8c2a1e\"\n";
    let design = reading(toml).design;
    assert_eq!(design.end_mark, crate::design::EndMark::Text("■".into()));
    assert_eq!(design.masthead, "{publication} · {date}");
    assert_eq!(design.inks.sections, [("Arts & Letters".to_owned(), Color::rgb(0x8c, 0x2a, 0x1e))]);
    let again = reading(&print(&design)).design;
    assert_eq!(format!("{again:?}"), format!("{design:?}"));
    assert_eq!(reading("[page]\nend-mark = \"square\"").design.end_mark, crate::design::EndMark::Square);
}

#[test]
fn furniture_that_cannot_be_is_told() {
    for (toml, part) in [
        ("[page]\nend-mark = \"much too long\"", "up to 8 characters"),
        ("[page]\nend-mark = 3", "the number 3 is no mark"),
        ("[page]\nfolio-format = \"p.\"", "{page}"),
        ("[page]\nfoot = \"{pgae}\"", "\"{pgae}\" is not known"),
        ("[page]\nmasthead = \"{date\"", "\"{date}\" is not known"),
        ("[colors.sections]\nArts = \"reddish\"", "`colors.sections.Arts`"),
        ("[colors]\nsections = 3", "colors.sections"),
    ] {
        let found = mistakes(toml);
        assert!(found.len() == 1 && found[0].contains(part), "{toml}: {found:?}");
    }
    let pale = reading("[colors.sections]\nArts = \"#ffcc00\"").warnings;
    assert!(pale[0].message.contains("`colors.sections.Arts` has a contrast"), "{pale:?}");
}

#[test]
fn every_design_prints_as_a_file_that_reads_back_as_itself() {
    for name in NAMES {
        let others = ["150mm x 220mm", "a4", "letter", "12in x 9in"].map(|paper| PaperSize::parse(paper).unwrap());
        for paper in others {
            let design = paper.design(name).expect(name);
            let printed = print(&design);
            let again = reading(&printed);
            assert_eq!(print(&again.design), printed, "{name} on {paper:?}");
            assert_eq!(again.warnings, []);
        }
    }
}

#[test]
fn a_page_of_given_measures_is_that_page() {
    let design = reading(
        "paper = \"420pt x 595pt\"\n[page]\nleading = 15\nmargin = \"60pt\"\nmeasure = 300\nside-width = false\n\
         first-baseline = \"24mm\"\nlines = 32\nhead = false\nfolio = \"20cm\"\n\
         [spacing]\nindent = \"1.5em\"\nlead-in = [0, 0]\n[text.body]\nsize = 11\n[text.h2]\nweight = \"bold\"\n",
    )
    .design;
    assert_eq!(design.paper, Size::new(Pt(420.0), Pt(595.0)));
    assert_eq!((design.margin, design.measure, design.lines), (Pt(60.0), Pt(300.0), 32));
    assert!(design.side.is_none() && design.head.is_none());
    assert!((design.first_baseline.0 - 68.03).abs() < 0.01);
    assert!((design.folio.0 - 566.93).abs() < 0.01);
    assert_eq!((design.styles.body.size, design.styles.body.leading), (Pt(11.0), Pt(15.0)));
    assert_eq!(design.spacing.indent, Em(1.5));
    assert_eq!(design.styles.headings[0].weight, Weight::Bold);
}

#[test]
fn leadings_follow_the_grid_and_the_page_stays_as_full() {
    let plain = Design::default();
    let design = reading("page.leading = 14").design;
    assert_eq!(design.styles.body.leading, Pt(14.0));
    assert_eq!(design.styles.title.leading, Pt(32.0), "a title of 32 points keeps its lines apart");
    assert_eq!(design.styles.note.leading, Pt(10.5));
    assert!(design.lines > plain.lines && foot(&design) <= foot(&plain), "{}", design.lines);
}

#[test]
fn relative_lengths_are_of_what_they_stand_in() {
    let design = reading(
        "[text.body]\nsize = 10\nleading = \"140%\"\n[text.h2]\nsize = \"1.5em\"\nleading = \"2em\"\ntracking = \"3pt\"\n\
         [page]\nmeasure = \"50%\"\nfirst-baseline = \"10%\"\n[spacing]\nlist = \"2em\"\nquote = \"1lines\"\n",
    )
    .design;
    assert_eq!(design.styles.body.leading, Pt(14.0));
    assert_eq!(design.styles.headings[0].size, Pt(15.0));
    assert_eq!(design.styles.headings[0].leading, Pt(30.0));
    assert_eq!(design.styles.headings[0].tracking, Em(0.2));
    assert!((design.measure.0 - 297.64).abs() < 0.01);
    assert!((design.first_baseline.0 - 84.189).abs() < 0.01);
    assert_eq!((design.spacing.list, design.spacing.quote), (Pt(20.0), Pt(16.0)));
}

#[test]
fn colours_are_taken_and_pale_text_is_told() {
    let custom = reading("[colors]\nbar = \"#fa0\"\nlink = \"#8ab4f8\"\n[text.caption]\ncolor = \"#767676\"\n");
    assert_eq!(custom.design.inks.bar, Color::rgb(255, 170, 0));
    let [warning] = &custom.warnings[..] else { panic!("{:?}", custom.warnings) };
    assert!(warning.message.starts_with("`colors.link` has a contrast of 2.1:1"), "{}", warning.message);
    assert!(warning.span.is_some());
}

#[test]
fn fonts_are_names_or_paths() {
    let toml =
        "[fonts]\nserif = \"Libertinus Serif\"\nmono = \"m.ttf\"\nsans = { regular = \"a b.otf\", bold = \"c\" }\n";
    let fonts = reading(toml).fonts;
    let wish = |family, name: &str| fonts.iter().find(|wish| wish.family == family && wish.name == name).unwrap();
    assert!(!wish(Family::Serif, "Libertinus Serif").is_file());
    assert!(wish(Family::Mono, "m.ttf").is_file());
    assert_eq!(wish(Family::Sans, "a b.otf").style, Some(Style::Regular));
    assert_eq!(wish(Family::Sans, "c").style, Some(Style::Bold));
    assert!(wish(Family::Sans, "c").is_file());
}

#[test]
fn other_paper_keeps_lines_readable() {
    let letters = |design: &Design| design.measure / design.styles.body.size;
    let wide = PaperSize::parse("11in x 17in").unwrap().design("article").unwrap();
    assert!(letters(&wide) < 30.0 && wide.side.is_some(), "{}", letters(&wide));
    let narrow = PaperSize::parse("110mm x 180mm").unwrap().design("article").unwrap();
    assert!(narrow.side.is_none(), "the side column gives way");
    assert!(letters(&narrow) > 15.0, "{}", letters(&narrow));
    for paper in ["110mm x 180mm", "5.5in x 8.5in", "11in x 17in", "300mm x 150mm"] {
        let design = PaperSize::parse(paper).unwrap().design("article").unwrap();
        let conflicts: Vec<_> = check::conflicts(&design).into_iter().map(|conflict| conflict.message).collect();
        assert!(conflicts.is_empty(), "{paper}: {conflicts:?}");
    }
}

#[test]
fn a_paper_of_the_command_line_goes_over_that_of_the_file() {
    let source = Source::new("design.toml", "paper = \"letter\"");
    let (custom, _) = read(&source, Some(PaperSize::Named(Paper::A5)));
    assert_eq!(custom.design.paper, Paper::A5.size());
    only_mistake(
        "base = \"handout\"\npaper = \"a5\"",
        "2:9 the design `handout` is not made for the paper a5; it is made for a4, letter, and for sizes in mm or in",
    );
}

// Mistakes

#[test]
fn broken_toml_is_told_with_its_place() {
    let found = mistakes("base = \"article\"\n[page\nlines = = 3\n");
    assert!(found.iter().any(|mistake| mistake.starts_with("2:")), "{found:?}");
    assert!(found.iter().any(|mistake| mistake.starts_with("3:")), "every one, not the first: {found:?}");
}

#[test]
fn bytes_that_are_not_text_are_told_with_their_place() {
    let (_, found) = read(&Source::new("design.toml", b"a = 1\n\xff".to_vec()), None);
    assert_eq!(found[0].span.unwrap().start, 6);
}

#[test]
fn an_unknown_key_gets_the_one_that_was_meant() {
    only_mistake("[page]\nmesure = 300", "2:1 there is no `page.mesure` in a design (did you mean `page.measure`?)");
    only_mistake("[page]\nindent = 3", "2:1 there is no `page.indent` in a design (did you mean `spacing.indent`?)");
    only_mistake("[text.boddy]\nsize = 3", "1:7 there is no `text.boddy` in a design (did you mean `text.body`?)");
    only_mistake(
        "[fonts]\nserif.bolt = \"a\"",
        "2:7 there is no `fonts.serif.bolt` in a design (did you mean `fonts.serif.bold`?)",
    );
    only_mistake("zzz = 3", "1:1 there is no `zzz` in a design (`offprint design` prints every key)");
}

#[test]
fn a_value_out_of_range_gets_the_range() {
    only_mistake(
        "page.measure = \"5mm\"",
        "1:16 `page.measure`: 14.17pt is out of range; expected a length from 60pt to 5000pt (pt, mm, cm, in, em, lines, %)",
    );
    only_mistake("page.lines = 4", "1:14 `page.lines`: 4 is out of range; expected a whole number from 6 to 400");
    only_mistake("page.lines = 30.5", "1:14 `page.lines`: 30.5 is not whole; expected a whole number from 6 to 400");
    only_mistake(
        "spacing.section-above = -1",
        "1:25 `spacing.section-above`: -1 is out of range; expected a number of lines from 0 to 10",
    );
    only_mistake(
        "spacing.lead-in = [5, 3]",
        "1:19 `spacing.lead-in`: 5 is more than 3; expected two whole numbers from 0 to 20, the smaller first, such as [3, 5]",
    );
}

#[test]
fn a_wrong_unit_gets_those_that_there_are() {
    only_mistake(
        "text.body.size = \"11px\"",
        "1:18 `text.body.size`: \"11px\": the unit `px` is not known; expected a length from 3pt to 200pt (pt, mm, cm, in, em, lines, %)",
    );
    only_mistake(
        "spacing.indent = 18",
        "1:18 `spacing.indent`: 18 has no unit; write \"18em\" or \"18pt\"; expected a length from 0em to 10em (em, pt, mm, cm, in)",
    );
    let found = mistakes("spacing.list = \"10%\"");
    assert!(found[0].contains("a percentage is not allowed here"), "{found:?}");
}

#[test]
fn a_wrong_type_gets_the_right_one() {
    let found = mistakes(
        "paper = 4\nbase = true\n[page]\nlines = \"many\"\nmargin = true\nmeasure = [1, 2]\n[text.body]\nitalic = 1\ncolor = 7\n\
         size = 2020-01-01\n[text]\nh2 = 3\n[fonts]\nserif = 1\n",
    );
    let expected = [
        "1:9 `paper` is a name",
        "2:8 `base` is the name of a design: ",
        "4:9 `page.lines`: the text \"many\" is no number; expected a whole number",
    ];
    expected.iter().for_each(|expected| {
        assert!(found.iter().any(|mistake| mistake.starts_with(expected)), "{expected} is not in {found:#?}");
    });
    let rest = ["5:10 ", "6:11 ", "8:10 ", "9:9 ", "10:8 "];
    rest.iter().for_each(|place| assert!(found.iter().any(|mistake| mistake.starts_with(place)), "{place} {found:#?}"));
}

#[test]
fn a_name_that_is_not_known_gets_those_that_are() {
    only_mistake(
        "text.body.align = \"left\"",
        "1:19 `text.body.align`: \"left\" is not known; expected one of \"justified\", \"start\", \"balanced\", \"center\", \"end\"",
    );
    only_mistake(
        "colors.link = \"blue\"",
        "1:15 `colors.link`: \"blue\" is no colour; expected a colour such as \"#1a4c80\"",
    );
    let found = mistakes("base = \"artikel\"\npaper = \"a44\"");
    assert!(found[0].starts_with("1:8 `base` is the name of a design: article"), "{found:?}");
    assert!(found[1].starts_with("2:9 \"a44\" is not a paper; write one of a4, letter"), "{found:?}");
}

#[test]
fn text_that_does_not_fit_on_the_paper_is_refused() {
    let found = mistakes("page.measure = \"400pt\"");
    assert!(
        found[0].starts_with("1:16 margin, text and side column together are 14.72pt wider than the paper"),
        "{found:?}"
    );
    assert!(found[0].ends_with("the measure can be 385.28pt at most"), "{found:?}");
    let found = mistakes("page.lines = 60");
    assert!(found[0].contains("60 lines of 16pt end 190.11pt below the paper"), "{found:?}");
    assert!(found[0].ends_with("there is room for 47"), "{found:?}");
    let found = mistakes("page.folio = 700");
    assert!(found[0].starts_with("1:14 the page number at 700pt overlaps the text"), "{found:?}");
    let found = mistakes("page.head = 90");
    assert!(found[0].starts_with("1:13 the running head at 90pt overlaps the text"), "{found:?}");
    let found = mistakes("page.folio = 900");
    assert!(found[0].contains("below the paper"), "{found:?}");
}

#[test]
fn values_that_do_not_go_together_are_refused() {
    only_mistake(
        "page.first-baseline = 5\npage.head = false",
        "1:23 the first line at 5pt extends above the top of the paper; put its baseline at 8.4pt or more",
    );
    only_mistake(
        "page.columns = 2\npage.measure = 150",
        "1:16 there are several columns and a side column; there can be one or the other",
    );
    only_mistake(
        "page.opening-sink = 30",
        "1:21 30 empty lines above the title are more than half of the 43 lines of a page",
    );
    only_mistake(
        "text.h2.leading = 8",
        "1:19 lines of 13pt, 8pt apart, run into each other; set the leading to 11.7pt or more",
    );
}

#[test]
fn text_off_the_grid_is_odd() {
    let custom = reading("text.body.leading = 14");
    assert!(custom.warnings[0].message.starts_with("running text has a leading of 14pt and the grid one of 16pt"));
    assert_eq!(reading("page.leading = 14").warnings, []);
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let found =
        mistakes("[page]\nmeasure = \"wide\"\n[text.body]\nsize = 1000\nweigth = \"bold\"\n[colors]\nbar = 1\n");
    let places: Vec<_> = found.iter().map(|mistake| mistake.split(' ').next().unwrap()).collect();
    assert_eq!(places, ["2:11", "4:8", "5:1", "7:7"], "{found:#?}");
}

#[test]
fn odd_papers_are_refused() {
    for wrong in
        ["", "x", "a4 x", "10mm x 10mm", "0 x 0", "1e9mm x 3mm", "-200mm x 300mm", "200 × 300 × 400", "200px x 300px"]
    {
        assert!(PaperSize::parse(wrong).is_err(), "{wrong}");
    }
    assert_eq!(PaperSize::parse("A4"), Ok(PaperSize::Named(Paper::A4)));
    assert_eq!(PaperSize::parse("300x400"), Ok(PaperSize::Other(Size::new(Pt(300.0), Pt(400.0)))));
}

#[test]
fn hostile_files_end_in_messages() {
    let nested = format!("a = {}1{}", "[".repeat(5000), "]".repeat(5000));
    let dotted = format!("{}a = 1", "a.".repeat(5000));
    for toml in [
        &nested,
        &dotted,
        "\u{0}",
        "[page]\nlines = 1e308",
        "page.lines = 99999999999999999999",
        "[[page]]",
        "page.margin = nan",
    ] {
        assert!(try_reading(toml).is_err(), "{}", &toml[..toml.len().min(30)]);
    }
}
