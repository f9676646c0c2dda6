//! Links with a fragment that the article does not have: one warning with its place, and the heading that is near.

use super::common::kitchen::Kitchen;

const BOAT: &str = "---\ntitle: The boat\nlang: en\n---\nRope.\n\n## Tar and feathers\n\nBlack. <a id=\"keel\"></a>\n\n## Oars\n\n## Oars\n";
const MILL: &str = "---\ntitle: The mill\nlang: en\n---\nFlour.\n\nSee [one](boat.md#tar-and-fethers), [two](boat.md#tar-and-feathers),\n\
                    [three](boat.md#keel), [four](boat.md#oars-1), [five](boat.md#top), [six](boat.md#:~:text=Rope),\n\
                    [seven](boat.md#sails), [eight](#the-wheel) and [nine](#the-whel).\n\n## The wheel\n\nIt turns.\n";

fn archive() -> Kitchen {
    Kitchen::with(&[
        ("in/hugo.toml", b"baseURL = 'https://e.org/'\n"),
        ("in/content/mill.md", MILL.as_bytes()),
        ("in/content/boat.md", BOAT.as_bytes()),
    ])
}

#[test]
fn each_fragment_that_is_not_there_is_a_warning_with_its_place_and_the_near_heading() {
    let kitchen = archive();
    let run = kitchen.run(&["in", "-o", "out/", "-v"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let place = |line: usize, words: &str| {
        let column = MILL.lines().nth(line - 1).and_then(|text| text.find(words)).expect("the link is there") + 1;
        format!("in/content/mill.md:{line}:{column}")
    };
    for (words, at) in [
        ("content/boat.md has no heading and no other target `#tar-and-fethers`", place(7, "boat.md#tar-and-fethers")),
        ("content/boat.md has no heading and no other target `#sails`", place(9, "boat.md#sails")),
        ("the link to `#the-whel` leads nowhere in the article", place(9, "#the-whel")),
    ] {
        assert_eq!(run.err.matches(words).count(), 1, "{words}: {}", run.err);
        assert!(run.err.contains(&at), "{words} at {at}: {}", run.err);
    }
    assert!(run.err.contains("the heading “Tar and feathers” is near it"), "{}", run.err);
    assert!(run.err.contains("the heading “The wheel” is at `#the-wheel`"), "{}", run.err);
    let table = "warnings by kind, and how to hide each:\n          2  --allow broken-fragment\n          1  --allow broken-link\n";
    assert!(run.err.contains(table), "{}", run.err);
    for good in ["#keel", "#oars-1", "#top", "text=Rope", "`#the-wheel` leads", "`#tar-and-feathers`: "] {
        assert!(!run.err.contains(good), "{good}: {}", run.err);
    }
}

#[test]
fn such_warnings_can_be_hidden_and_the_article_is_made_again_when_the_target_appears() {
    let kitchen = archive();
    let run = kitchen.run(&["in", "-o", "out/", "--allow", "broken-fragment", "--allow", "broken-link"]);
    assert!(run.code == 0 && run.err.contains("0 warnings, 3 hidden"), "{}", run.err);
    assert!(kitchen.run(&["in", "-o", "out/"]).err.contains("2 unchanged"));
    // Words of the other article that are no target change nothing here.
    kitchen.write("in/content/boat.md", BOAT.replace("Rope.", "Ropes and knots.").as_bytes());
    assert!(kitchen.run(&["in", "-o", "out/"]).err.contains("converted 1 article, 1 unchanged"));
    kitchen
        .write("in/content/boat.md", BOAT.replace("## Oars\n\n## Oars", "## Oars\n\n## Sails\n\n## Oars").as_bytes());
    let run = kitchen.run(&["in", "-o", "out/", "-v"]);
    assert!(run.err.contains("converted 2 articles") && !run.err.contains("target `#sails`"), "{}", run.err);
}
