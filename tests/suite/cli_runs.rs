//! Runs over folders as their users meet them: what is passed over, what outputs are called, what is not overwritten,
//! and what is left when a run is stopped.

use std::fs;
use std::time::Duration;

use crate::common::epub::Epub;
use crate::common::kitchen::{ARTICLE, Kitchen, Run};
use crate::common::tools;

fn made(kitchen: &Kitchen) -> Vec<String> {
    kitchen.files().into_iter().filter(|file| file.starts_with("out/")).collect()
}

fn report(run: &Run) -> serde_json::Value {
    serde_json::from_slice(&run.out).expect("a report in JSON")
}

// What is passed over

#[test]
fn pages_without_text_are_left_out_with_their_reason() {
    let draft = b"---\ntitle: Soon\ndraft: true\n---\n{{< children >}}\n";
    let kitchen = Kitchen::with(&[
        ("in/_index.md", b"---\ntitle: Section\n---\n"),
        ("in/a/_index.md", b""),
        ("in/a/_index.de.md", b"+++\ntitle = \"Teil\"\n+++\n<!-- nothing -->\n"),
        ("in/soon.md", draft),
        ("in/p.md", ARTICLE.as_bytes()),
    ]);
    let run = kitchen.run(&["in", "-o", "out/", "--to", "epub", "--json", "--fail-on-warnings"]);
    assert!(run.succeeded().err.contains("0 failed, 4 left out (4 pages without text)"), "{}", run.err);
    assert_eq!(made(&kitchen), ["out/p.epub"]);
    let skipped = &report(&run)["skipped"];
    assert!(skipped.as_array().unwrap().iter().all(|page| page["kind"] == "no-text"), "{skipped}");
    kitchen.run(&["in/_index.md", "in/p.md", "-o", "out/", "--to", "epub"]).succeeded();
    kitchen.run(&["check", "in"]).succeeded();
    // The one article that was asked for is none.
    kitchen.run(&["in/_index.md"]).refused(1, &["_index.md", "heads a section"]);
}

#[test]
fn a_book_leaves_the_heads_of_sections_out() {
    let kitchen = Kitchen::with(&[("in/_index.md", b"---\ntitle: S\n---\n"), ("in/p.md", ARTICLE.as_bytes())]);
    kitchen.run(&["in", "--book", "All", "-o", "out/all.epub"]).succeeded();
    assert_eq!(made(&kitchen), ["out/all.epub"]);
}

#[test]
fn a_folder_has_every_extension_that_a_single_file_may_have() {
    let names = ["a.md", "b.markdown", "c.mdown", "d.mkd", "e.mdwn", "f.mdx", "g.qmd", "h.Rmd", "i.txt", "j.text"];
    let files: Vec<(String, &[u8])> = names.iter().map(|name| (format!("in/{name}"), ARTICLE.as_bytes())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (&**name, *text)).collect();
    let kitchen = Kitchen::with(&files);
    kitchen.run(&["in", "-o", "out/", "--to", "epub"]).succeeded();
    assert_eq!(made(&kitchen).len(), names.len());
}

#[test]
#[cfg(unix)]
fn everything_that_is_passed_over_is_listed() {
    let kitchen = Kitchen::with(&[
        ("in/a.md", ARTICLE.as_bytes()),
        ("in/.hidden.md", b"x"),
        ("in/.git/x.md", b"x"),
        ("in/node_modules/x.md", b"x"),
        ("in/page.html", b"<p>x"),
        ("in/README.md", b"x"),
        ("elsewhere/x.md", b"x"),
    ]);
    std::os::unix::fs::symlink(kitchen.path("elsewhere"), kitchen.path("in/linked")).unwrap();
    std::os::unix::fs::symlink(kitchen.path("elsewhere/x.md"), kitchen.path("in/out.md")).unwrap();
    let run = kitchen.run(&["in", "-o", "out/", "--to", "epub", "-v", "--json"]);
    let counts = "6 left out (1 paper, 2 hidden, 1 build folder, 1 link to a folder, 1 link out of the folder), \
        1 file of another kind";
    assert!(run.succeeded().err.contains(counts), "{}", run.err);
    for name in [".hidden.md", ".git", "node_modules", "page.html", "README.md", "linked", "out.md"] {
        assert!(run.err.contains(&format!("left out in/{name}: ")), "{name}: {}", run.err);
        let skipped = report(&run)["skipped"].to_string();
        assert!(skipped.contains(&format!("in/{name}")), "{name}: {skipped}");
    }
    assert!(run.err.contains("wrote out/a.epub"), "{}", run.err);
}

#[test]
fn a_folder_that_is_too_deep_is_named_without_being_asked() {
    let deep = format!("in/{}x.md", "d/".repeat(70));
    let kitchen = Kitchen::with(&[("in/a.md", ARTICLE.as_bytes()), (&deep, ARTICLE.as_bytes())]);
    let run = kitchen.run(&["in", "-o", "out/", "--to", "epub"]);
    assert!(run.succeeded().err.contains("warning") && run.err.contains("more than 64"), "{}", run.err);
    assert!(run.err.contains("1 warning"), "{}", run.err);
}

// Names

#[test]
fn articles_of_one_name_get_distinct_ones() {
    let kitchen = Kitchen::with(&[
        ("in/a.md", ARTICLE.as_bytes()),
        ("in/a.txt", ARTICLE.as_bytes()),
        ("in/trip/index.md", ARTICLE.as_bytes()),
        ("in/trip/_index.md", ARTICLE.as_bytes()),
        ("in/b.md", ARTICLE.as_bytes()),
    ]);
    let run = kitchen.run(&["in", "-o", "out/", "--to", "epub"]);
    assert!(run.succeeded().err.contains("in/a.md already uses the name `a`"), "{}", run.err);
    let names = ["out/a-txt.epub", "out/a.epub", "out/b.epub", "out/trip-_index.epub", "out/trip.epub"];
    assert_eq!(made(&kitchen), names);
    let checked = kitchen.run(&["check", "in", "-o", "out/"]);
    assert_eq!(checked.succeeded().err.matches("already uses the name").count(), 2, "{}", checked.err);
}

#[test]
fn a_file_that_is_named_twice_is_converted_once() {
    let kitchen = Kitchen::article();
    let run = kitchen.run(&["bread.md", "./bread.md", ".", "-o", "out/", "--to", "epub"]);
    assert!(run.succeeded().err.contains("(2 named twice)"), "{}", run.err);
    assert_eq!(made(&kitchen), ["out/bread.epub"]);
}

#[test]
#[cfg(unix)]
fn a_name_that_the_file_system_does_not_take_is_shortened() {
    let name = format!("{}.md", "n".repeat(252));
    let kitchen = Kitchen::with(&[(&name, ARTICLE.as_bytes())]);
    kitchen.run(&[&name, "-o", "out/"]).succeeded();
    let made = made(&kitchen);
    assert_eq!(made.len(), 2);
    assert!(made.iter().all(|name| name.len() <= "out/".len() + 255 && name.contains("nnn-")), "{made:?}");
}

// What was there before

#[test]
fn a_file_of_somebody_else_is_not_overwritten() {
    let hand_made = b"%PDF-1.4\nmade by hand\n%%EOF\n";
    let kitchen = Kitchen::with(&[("talk.md", ARTICLE.as_bytes()), ("talk.pdf", hand_made)]);
    kitchen.run(&["talk.md"]).refused(1, &["talk.pdf", "not made by Offprint", "--force"]);
    assert_eq!(kitchen.files(), ["talk.md", "talk.pdf"], "nothing of the article is written");
    assert_eq!(fs::read(kitchen.path("talk.pdf")).unwrap(), hand_made);
    kitchen.run(&["talk.md", "--force"]).succeeded();
    assert!(fs::read(kitchen.path("talk.pdf")).unwrap() != hand_made);
    // What we made ourselves is made again without a word.
    kitchen.run(&["talk.md"]).succeeded();
    kitchen.run(&["talk.md", "-o", "talk.pdf"]).succeeded();
    fs::write(kitchen.path("talk.epub"), "").unwrap();
    kitchen.run(&["talk.md"]).succeeded();
    fs::write(kitchen.path("talk.epub"), "PK\x03\x04 somebody's").unwrap();
    kitchen.run(&["talk.md", "-o", "talk.epub"]).refused(1, &["talk.epub"]);
    kitchen.run(&["talk.md", "--book", "B", "-o", "talk.epub"]).refused(1, &["talk.epub", "--force"]);
}

#[test]
fn one_file_of_somebody_else_does_not_stop_the_others() {
    let kitchen = Kitchen::with(&[("a.md", ARTICLE.as_bytes()), ("b.md", ARTICLE.as_bytes()), ("a.epub", b"mine")]);
    let run = kitchen.run(&[".", "--to", "epub"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("converted 1 article, 1 failed"), "{}", run.err);
    assert_eq!(fs::read(kitchen.path("a.epub")).unwrap(), b"mine");
}

// Stopping

#[cfg(unix)]
mod stopping {
    use super::*;
    use std::process::{Child, Command, Stdio};

    fn many(count: usize) -> Kitchen {
        let text = format!("# Part\n\n{}\n", "Many more words than before, so that it takes its time.\n\n".repeat(200));
        let names: Vec<String> = (0..count).map(|number| format!("in/{number}.md")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, text.as_bytes())).collect();
        Kitchen::with(&files)
    }

    fn start(kitchen: &Kitchen, arguments: &[&str]) -> Child {
        let mut command = kitchen.command(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    fn send(signal: &str, child: &Child) {
        let sent = Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    fn wait_for_output(kitchen: &Kitchen) {
        for _ in 0..600 {
            if made(kitchen).iter().any(|name| name.ends_with(".pdf")) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the run writes nothing");
    }

    /// Every output is whole, none is half of an article, and nothing else is there.
    fn assert_tidy(kitchen: &Kitchen) {
        let made = made(kitchen);
        for name in &made {
            let bytes = fs::read(kitchen.path(name)).unwrap();
            let whole = match name.rsplit_once('.').unwrap().1 {
                "pdf" => bytes.trim_ascii_end().ends_with(b"%%EOF"),
                "epub" => zip::ZipArchive::new(std::io::Cursor::new(bytes)).is_ok(),
                _ => false,
            };
            assert!(whole, "{name} is torn or stray");
        }
    }

    #[test]
    fn a_signal_ends_a_run_with_its_summary() {
        for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
            if tools::is_ignored(signal, "the end of a run by a signal") {
                continue;
            }
            let kitchen = many(1_500);
            let child = start(&kitchen, &["in", "-o", "out/", "--json"]);
            wait_for_output(&kitchen);
            send(signal, &child);
            let run = Run::of(&child.wait_with_output().unwrap());
            assert_eq!(run.code, code, "{}", run.err);
            assert!(run.err.contains(&format!("stopped by SIG{signal}: converted")), "{}", run.err);
            assert!(run.err.contains(" not done"), "{}", run.err);
            assert!(report(&run)["not_done"].as_u64().unwrap() > 0);
            assert_tidy(&kitchen);
        }
    }

    #[test]
    fn what_a_killed_run_leaves_goes_at_the_next() {
        let kitchen = many(60);
        let stray = |kitchen: &Kitchen| made(kitchen).iter().any(|name| name.contains(".offprint-"));
        let mut child = start(&kitchen, &["in", "-o", "out/"]);
        for _ in 0..2000 {
            if stray(&kitchen) {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        fs::write(kitchen.path("out/.offprint-Ab3dE9"), "from an older run").unwrap();
        kitchen.run(&["in/1.md", "-o", "out/"]).succeeded();
        assert!(!stray(&kitchen), "{:?}", made(&kitchen));
    }

    /// Signals at moments that a generator chooses; `OFFPRINT_SIGNALS=200` sends so many.
    #[test]
    fn signals_at_any_moment_leave_nothing_torn() {
        let count = std::env::var("OFFPRINT_SIGNALS").ok().and_then(|count| count.parse().ok()).unwrap_or(6_u64);
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let (mut stopped, mut early) = (0, 0);
        for number in 0..count {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (signal, code) = [("INT", 130), ("TERM", 143), ("HUP", 129)][(state >> 40) as usize % 3];
            let kitchen = many(30);
            let child = start(&kitchen, &["in", "-o", "out/", "--jobs", "2"]);
            std::thread::sleep(Duration::from_millis((state >> 33) % 1200));
            send(signal, &child);
            let output = child.wait_with_output().unwrap();
            // A signal before the program listens to signals ends it as it ends any other.
            let said = String::from_utf8_lossy(&output.stderr);
            let summary = said.contains("converted ");
            // Before the run began there is nothing to sum up; after it ended nothing to stop.
            match output.status.code() {
                Some(0) => assert!(summary, "{number}: {}", said),
                ended if summary => {
                    assert_eq!(ended, Some(code), "{number}: {}", said);
                    stopped += 1;
                }
                ended => {
                    assert!(ended.is_none_or(|ended| ended == code), "{number}: {ended:?} {}", said);
                    assert!(made(&kitchen).is_empty(), "{number}: {:?}", made(&kitchen));
                    early += 1;
                }
            }
            assert_tidy(&kitchen);
        }
        println!("{count} signals: {stopped} runs stopped with their summary, {early} before they began");
    }

    #[test]
    fn a_full_disk_is_said_once_and_ends_the_run() {
        let kitchen = many(20);
        // The limit of the shell on files, in blocks, stands for a disk without room.
        let script = "ulimit -f 16; exec \"$0\" in -o out/ --jobs 2";
        let binary = env!("CARGO_BIN_EXE_offprint");
        let mut command = Command::new("sh");
        command.args(["-c", script, binary]).current_dir(kitchen.path("."));
        let run = Run::of(&command.output().unwrap());
        assert_eq!(run.code, 1, "{}", run.err);
        assert_eq!(run.err.matches("cannot write").count(), 1, "{}", run.err);
        assert!(!run.err.contains("ZipWriter") && run.err.contains("not done"), "{}", run.err);
        assert!(made(&kitchen).is_empty(), "{:?}", made(&kitchen));
    }

    #[test]
    fn a_full_device_is_an_error_of_one_line() {
        if !std::path::Path::new("/dev/full").exists() {
            return;
        }
        let kitchen = Kitchen::article();
        for to in ["epub", "pdf"] {
            let run = kitchen.run(&["bread.md", "--to", to, "-o", "/dev/full"]);
            assert_eq!(run.code, 1);
            assert_eq!(run.err.matches("error").count(), 2, "its title and the system's number: {}", run.err);
            assert!(run.err.contains("cannot write /dev/full") && !run.err.contains("ZipWriter"), "{}", run.err);
        }
    }
}

// Links

/// Addresses of the links in the text of the EPUB at `path`.
fn links(kitchen: &Kitchen, path: &str) -> Vec<String> {
    let text = Epub::open(&kitchen.path(path)).text("chapter-1.xhtml");
    let text = text.split("class=\"colophon\"").next().unwrap_or_default();
    let targets = text.split("href=\"http").skip(1);
    targets.map(|rest| format!("http{}", rest.split('"').next().unwrap())).collect()
}

#[test]
fn links_between_articles_lead_to_their_addresses_in_both_outputs() {
    let one = "---\ntitle: One\nlang: en\ncanonical_url: https://e.org/one/\n---\n[a](two.md#x), [b](./sub/three), \
        [[Four]], [c](mute.md), [d](gone.md), [e](/about/).\n";
    let stated = |url: &str| format!("---\ntitle: T\nlang: en\n{url}\n---\nWords.\n");
    let kitchen = Kitchen::with(&[
        ("in/one.md", one.as_bytes()),
        ("in/two.md", stated("canonical_url: https://e.org/2/").as_bytes()),
        ("in/sub/three.mdx", stated("permalink: https://e.org/3").as_bytes()),
        ("in/sub/deep/four.md", stated("url: https://e.org/4").as_bytes()),
        ("in/mute.md", stated("a: b").as_bytes()),
    ]);
    let run = kitchen.run(&["in", "-o", "out/"]);
    let expected = ["https://e.org/2/#x", "https://e.org/3", "https://e.org/4", "https://e.org/about/"];
    assert_eq!(links(&kitchen, "out/one.epub"), expected, "{}", run.err);
    // The article without an address is a file of the same library.
    assert!(!run.err.contains("in/one.md:6:48") && run.err.contains("in/one.md:6:62"), "{}", run.err);
    let pdf = lopdf::Document::load(kitchen.path("out/one.pdf")).unwrap();
    let uris: Vec<String> = (pdf.objects.values())
        .filter_map(|object| object.as_dict().ok()?.get(b"A").ok()?.as_dict().ok()?.get(b"URI").ok()?.as_str().ok())
        .map(|uri| String::from_utf8_lossy(uri).into_owned())
        .collect();
    assert!(uris.iter().all(|uri| uri.starts_with("https://e.org/") || uri == "./mute.pdf"), "{uris:?}");
    for address in expected {
        assert!(uris.iter().any(|uri| uri == address), "{address}: {uris:?}");
    }
    // One article alone has the same neighbours.
    kitchen.run(&["in/one.md", "--root", "in", "-o", "alone/"]).succeeded();
    assert_eq!(links(&kitchen, "alone/one.epub"), expected);
}

#[test]
fn the_language_of_a_book_is_that_of_its_title_where_articles_are_even() {
    let article = |lang: &str, words: &str| format!("---\ntitle: T\nlang: {lang}\n---\n{words}\n");
    let (one, other) = (article("en", "One two three."), article("de", "Eins zwei drei."));
    let kitchen = Kitchen::with(&[("a.md", one.as_bytes()), ("b.md", other.as_bytes())]);
    for (title, lang) in [("Geschichten vom Fluss und seinen Brücken", "de"), ("Stories of the river", "en")] {
        kitchen.run(&["a.md", "b.md", "--book", title, "-o", "out/book.epub"]).succeeded();
        let package = Epub::open(&kitchen.path("out/book.epub")).text("content.opf");
        assert!(package.contains(&format!("xml:lang=\"{lang}\"")), "{title}: {package}");
    }
}

// Options and messages

#[test]
fn options_without_effect_are_refused() {
    let cases: [(&[&str], &[&str]); 9] = [
        (&["--to", "epub", "--paper", "a5"], &["--paper is about the PDF", "--to epub,pdf"]),
        (&["--to", "epub", "--qr", "--max-sheets", "2"], &["--max-sheets and --qr are about the PDF"]),
        (&["-o", "a.epub", "--design", "book"], &["--design"]),
        (&["-o", "a.epub", "--impose", "2up"], &["--impose"]),
        (&["--to", "pdf", "--split", "2"], &["--split is about the EPUB"]),
        (&["--to", "pdf", "--embed-fonts", "--max-size", "5MB"], &["--max-size and --embed-fonts"]),
        (&["-o", "a.pdf", "--for", "kobo"], &["--for", "only a PDF"]),
        (&["--drafts"], &["--drafts is about folders"]),
        (&["--from", "markdown", "--no-headings"], &["--headings is about scraped text"]),
    ];
    for (arguments, said) in cases {
        let kitchen = Kitchen::article();
        kitchen.run(&[&["bread.md"], arguments].concat()).refused(2, said);
        assert_eq!(kitchen.files(), ["bread.md"]);
    }
    let kitchen = Kitchen::article();
    kitchen.run(&["bread.md", "--to", "epub", "--embed-fonts", "--design", "book"]).succeeded();
}

#[test]
fn a_cover_that_is_no_picture_is_refused_before_anything_is_made() {
    let kitchen = Kitchen::with(&[("a.md", ARTICLE.as_bytes()), ("cover.jpg", b"<html>not found</html>")]);
    kitchen.run(&["a.md", "--cover", "cover.jpg"]).refused(2, &["cover.jpg"]);
    assert_eq!(kitchen.files(), ["a.md", "cover.jpg"]);
}

#[test]
fn a_malformed_language_is_refused_with_its_place() {
    let text = "---\ntitle: Weirs\nlang: en-GB-GB\n---\nWords.\n";
    let kitchen = Kitchen::with(&[("a.md", text.as_bytes())]);
    let run = kitchen.run(&["a.md"]);
    assert!(run.succeeded().err.contains("a.md:3:7") && run.err.contains("`GB` is a second region"), "{}", run.err);
    kitchen.run(&["a.md", "--lang", "en-GB-GB"]).refused(2, &["second region", "pt-BR"]);
}

#[test]
#[cfg(unix)]
fn nothing_of_other_people_reaches_the_terminal_raw() {
    let name = "a\u{1b}]0;x\u{7}\u{9b}\u{202e}.md";
    let text = "---\ntitle: \"T\u{202e}\u{9b}\"\nauthor: \"A\u{1b}[2J\"\n---\n![\u{202e}](no\u{9b}.png)\n\n[x](#\u{2066}gone)\n";
    let kitchen = Kitchen::with(&[(name, text.as_bytes())]);
    let raw = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.contains(|c: char| c.is_control() && c != '\n' || "\u{202e}\u{2066}".contains(c))
    };
    let runs: [&[&str]; 9] = [
        &[name],
        &[name, "--json"],
        &[name, "--log-format", "json"],
        &["check", name, "--a11y"],
        &["check", name, "--a11y", "--json"],
        &["explain", name],
        &["explain", name, "--json"],
        &[".", "-v", "-o", "out/"],
        &["x\u{9b}2J.md", "--\u{1b}[31m"],
    ];
    for arguments in runs {
        let output = kitchen.command(arguments).output().unwrap();
        assert!(!raw(&output.stderr), "{arguments:?}: {:?}", String::from_utf8_lossy(&output.stderr));
        assert!(!raw(&output.stdout), "{arguments:?}: {:?}", String::from_utf8_lossy(&output.stdout));
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn shells_complete_names_and_the_manual_has_a_page_for_each_command() {
    let kitchen = Kitchen::with(&[]);
    for shell in ["bash", "zsh", "fish"] {
        let run = kitchen.run(&["completions", shell]);
        let script = run.succeeded().text();
        for name in ["large-print", "6x9", "kindle"] {
            assert!(script.contains(name), "{shell}: {name}");
        }
    }
    for command in ["explain", "check", "watch", "credits", "design", "init", "schema", "completions", "man"] {
        let page = kitchen.run(&["man", command]);
        assert!(page.succeeded().text().contains(&format!(".TH offprint-{command} 1")), "{}", page.text());
        assert!(kitchen.run(&["man"]).text().contains(&format!("offprint\\-{command}(1)")), "{command}");
    }
    kitchen.run(&["man", "--all", "pages"]).succeeded();
    assert_eq!(kitchen.files().len(), 10);
}
