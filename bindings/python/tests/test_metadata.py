"""Metadata that is kept outside of the article."""

from __future__ import annotations

import pytest

import offprint


def values(markdown: str, metadata: dict[str, object], name: str = "article.md") -> dict[str, list[str]]:
    told = offprint.explain(markdown, metadata=metadata, name=name)
    stated: dict[str, list[str]] = {}
    for value in told["values"]:
        stated.setdefault(value["field"], []).append(value["value"])
    return stated


FRONTS = {
    "none": "",
    "YAML": "---\ntitle: Own\ntags: [a, b]\ndate: 2020-01-02\n---\n",
    "YAML that ends with dots": "---\ntitle: Own\ntags:\n- a\n- b\ndate: 2020-01-02\n...\n",
    "indented YAML": "---\n  title: Own\n  tags: [a, b]\n  date: 2020-01-02\n---\n",
    "YAML after an empty line": "\n---\ntitle: Own\ntags: [a, b]\ndate: 2020-01-02\n---\n",
    "YAML with a block of text": "---\ndate: 2020-01-02\ntags: [a, b]\ntitle: >-\n  Own\n---\n",
    "empty YAML": "---\n---\n",
    "TOML": '+++\ntitle = "Own"\ntags = ["a", "b"]\ndate = 2020-01-02\n[params]\nauthor = "Ann"\n+++\n',
    "JSON": '{"title": "Own", "tags": ["a", "b"], "date": "2020-01-02"}\n',
    "JSON of several lines": '{\n  "title": "Own",\n  "tags": ["a", "b"],\n  "date": "2020-01-02"\n}\n',
    "JSON between lines": '---json\n{"title": "Own", "tags": ["a", "b"], "date": "2020-01-02"}\n---\n',
    "empty JSON": "{}\n",
    "byte-order mark": "\ufeff---\ntitle: Own\ntags: [a, b]\ndate: 2020-01-02\n---\n",
}
GIVEN: dict[str, object] = {
    "title": 'Given: "so"',
    "description": "Of bread, # and \\ more\nlines.",
    "publisher": {"name": "A house"},
    "author": [{"name": "Bob", "url": "https://example.org/bob"}, "Eve"],
    "lang": None,
}


@pytest.mark.parametrize("kind", FRONTS)
def test_keys_of_the_metadata_win_and_others_stay(kind: str) -> None:
    front = FRONTS[kind]
    stated = values(f"{front}\nSome words.\n", GIVEN)
    assert stated["title"] == ['Given: "so"']
    assert stated["description"] == ["Of bread, # and \\ more lines."]
    assert stated["publisher"] == ["A house"]
    assert stated["author"][0] == "Bob; Eve"
    if "title" in front:
        assert stated["tags"] == ["a, b"] and stated["date"] == ["2020-01-02"]


@pytest.mark.parametrize("kind", FRONTS)
def test_places_are_those_of_the_article(kind: str) -> None:
    markdown = f"{FRONTS[kind]}\nSome words.\n\n> ![gone](gone.png)\n\n## Head\n\nMore.\n"
    line = markdown.split("gone.png")[0].count("\n") + 1

    def places(metadata: dict[str, object] | None) -> list[tuple[str, int | None, int | None]]:
        said = offprint.convert(markdown, to="epub", metadata=metadata).diagnostics
        return [(each.code, each.line, each.column) for each in said if each.code == "missing-picture"]

    assert places(GIVEN) == places(None) and places(GIVEN)[0][1] == line
    told = offprint.explain(markdown, metadata=GIVEN)
    assert [heading["line"] for heading in told["headings"]] == [line + 2]
    by_metadata = [value["line"] for value in told["values"] if value["key"] in GIVEN and value["value"] != "Ann"]
    assert by_metadata and not any(by_metadata)
    plain = offprint.explain(markdown)["values"]
    kept = [value for value in told["values"] if value["field"] in ("tags", "date")]
    assert kept == [value for value in plain if value["field"] in ("tags", "date")]


def test_text_behind_an_object_keeps_its_place() -> None:
    said = offprint.convert('{"tags": []} ![gone](gone.png) and words\n', to="epub", metadata=GIVEN).diagnostics
    same = offprint.convert('{"tags": []} ![gone](gone.png) and words\n', to="epub").diagnostics
    places = [
        [(each.code, each.line, each.column) for each in all_of if each.code == "missing-picture"]
        for all_of in (said, same)
    ]
    assert places[0] == places[1] and places[0]


@pytest.mark.parametrize("kind", ["YAML", "TOML", "JSON", "JSON between lines"])
def test_a_warning_names_what_is_replaced(kind: str) -> None:
    said = offprint.convert(f"{FRONTS[kind]}\nSome words.\n", to="epub", metadata=GIVEN).diagnostics
    double = [each for each in said if each.code == "duplicate-key"]
    assert ["`title`" in each.message and "metadata" in each.message for each in double] == [True]


@pytest.mark.parametrize(
    "header",
    ["% Own\n% Ann\n\n", "Title: Own\nAuthor: Ann\n\n", "---\ntitle: Own\nauthor: Ann\n\n", "[#]: title: (Own)\n\n"],
)
def test_metadata_beside_other_headers_is_said_not_to_be_used(header: str) -> None:
    made = offprint.convert(f"{header}Some words.\n", to="epub", metadata={"title": "Given", "publisher": "A house"})
    [said] = [each for each in made.diagnostics if each.code == "metadata-not-used"]
    assert "`title`, `publisher`" in said.message and said.severity == "warning"
    assert values(f"{header}Some words.\n", {"title": "Given"})["title"] == ["Own"]


@pytest.mark.parametrize(
    "text", ["Note: it rains.\n\nWords.\n", "% of people read.\n", "[A link](b.md): words\n", "{not: json}\n"]
)
def test_text_that_only_looks_like_a_header_is_text(text: str) -> None:
    made = offprint.convert(text, to="epub", metadata={"title": "Given"})
    assert not [each for each in made.diagnostics if each.code == "metadata-not-used"]
    assert values(text, {"title": "Given"})["title"] == ["Given"]


@pytest.mark.parametrize(
    ("text", "is_front"),
    [
        ("---\nHe said: hello\n---\n\nWords.\n", True),
        ("---\nCover image: a.png\n---\n\nWords.\n", True),
        ("---\nOn the following day he said: hello\n\n---\n\nWords.\n", False),
        ("---\nhttps://example.org: hello\n\n---\n\nWords.\n", False),
        ("---\n\nWords.\n\n---\n\nWords.\n", False),
    ],
)
def test_text_between_rules_is_what_it_is_without_metadata(text: str, is_front: bool) -> None:
    told, plain = (offprint.explain(text, metadata=metadata) for metadata in ({"title": "Given"}, None))
    assert [value["value"] for value in told["values"] if value["field"] == "title"] == ["Given"]
    assert told["words"] == plain["words"] == (1 if is_front else plain["words"])
    assert told["unknown_keys"] == plain["unknown_keys"] and told["counts"] == plain["counts"]


def test_metadata_without_values_changes_nothing() -> None:
    for nothing in ({}, {"title": None}, "{}"):
        assert offprint.convert("# A\n\nB\n", metadata=nothing).epub == offprint.convert("# A\n\nB\n").epub


@pytest.mark.parametrize("metadata", ["", "[]", "3", "{'title': 1}"])
def test_metadata_that_is_no_object_is_a_mistake_of_the_caller(metadata: str) -> None:
    with pytest.raises(ValueError, match="metadata is not"):
        offprint.convert("# A\n\nB\n", metadata=metadata)


def test_bytes_that_are_no_text_keep_their_place() -> None:
    with pytest.raises(offprint.ConversionError, match="offset 5"):
        offprint.convert(b"# A\n\n\xff\n", metadata=GIVEN)


def test_text_in_utf_16_takes_metadata() -> None:
    markdown = "Some words.\n".encode("utf-16")
    told = offprint.explain(markdown, metadata={"title": "Given"})
    assert [value["value"] for value in told["values"] if value["field"] == "title"] == ["Given"]
