"""Rows in, rows out: what both engines rely on."""

from __future__ import annotations

import json
import pathlib
import pickle
from typing import Any

import pytest
from common import article, by_cli, png

import offprint

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
from offprint import arrow  # noqa: E402


def batch(rows: list[dict[str, Any]], schema: Any = None) -> Any:
    return pa.RecordBatch.from_pylist(rows, schema=schema or text_schema())


def text_schema() -> Any:
    """The columns as most tables have them: the article is text."""
    fields = arrow.input_schema()
    return fields.set(fields.get_field_index("markdown"), pa.field("markdown", pa.string()))


def made(rows: list[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
    batches = list(arrow.convert([batch(rows)], **options))
    assert all(each.schema == arrow.output_schema() for each in batches)
    return [row for each in batches for row in each.to_pylist()]


def test_outputs_have_the_bytes_of_the_command_line(tmp_path: pathlib.Path) -> None:
    rows = [
        article(1),
        article(2),
        {"id": "c", "markdown": "# Short\n\nWords here.\n", "metadata": None, "images": None},
    ]
    for number, (row, out) in enumerate(zip(rows, made(rows), strict=True)):
        assert (out["id"], out["status"], out["error"], out["error_code"]) == (row["id"], "converted", None, None)
        assert by_cli(row, tmp_path / str(number)) == {"epub": out["epub"], "pdf": out["pdf"]}


def test_settings_and_formats_are_those_of_the_command_line(tmp_path: pathlib.Path) -> None:
    settings = offprint.Settings(design=offprint.Design("book", paper="a5"), device="kindle", lang="de")
    [out] = made([article(3)], settings=settings)
    options = ["--design", "book", "--paper", "a5", "--for", "kindle", "--lang", "de"]
    assert by_cli(article(3), tmp_path / "a", *options) == {"epub": out["epub"], "pdf": out["pdf"]}
    [out] = made([article(3)], to="epub")
    assert by_cli(article(3), tmp_path / "b", "--to", "epub") == {"epub": out["epub"]} and out["pdf"] is None


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ({"markdown": None}, "bad-row", "markdown is null"),
        ({"markdown": ""}, "empty", "no article"),
        ({"markdown": "# A\n\nB\n", "metadata": "{"}, "bad-row", "not JSON"),
        ({"markdown": "# A\n\nB\n", "metadata": "[1]"}, "bad-row", "not an object"),
        ({"markdown": "# A\n\nB\n", "images": [{"name": None, "bytes": b""}]}, "bad-row", "no name"),
        ({"markdown": "# A\n\nB\n", "images": [None]}, "bad-row", "no name"),
        (
            {"markdown": "# A\n\nB\n", "images": [{"name": "a.png", "bytes": b"1"}, {"name": "a.png", "bytes": b"2"}]},
            "bad-row",
            "`a.png`",
        ),
    ],
)
def test_a_bad_article_is_a_row_and_others_go_on(row: dict[str, Any], code: str, words: str) -> None:
    outs = made([article(1), {"id": "bad", **row}, article(2)], to="epub")
    assert [out["status"] for out in outs] == ["converted", "failed", "converted"]
    bad = outs[1]
    assert (bad["id"], bad["error_code"], bad["epub"], bad["pdf"]) == ("bad", code, None, None)
    assert words in bad["error"] and len(bad["key"]) == 64


def test_bytes_that_are_no_text_are_a_row() -> None:
    [out] = arrow.convert([batch([{"id": "a", "markdown": b"# A\n\n\xff\xfe\xfd\n"}], arrow.input_schema())])
    assert out.to_pylist()[0]["error_code"] == "not-utf8"


def test_a_panic_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """Stands for that of PyO3, which cannot be imported."""

    def panics(*_: Any, **__: Any) -> Any:
        raise PanicException("index out of bounds")

    monkeypatch.setattr(offprint, "convert", panics)
    [out] = made([article(1)])
    assert (out["status"], out["error_code"]) == ("failed", "bug") and "index out of bounds" in out["error"]


@pytest.mark.parametrize("wrong", [KeyboardInterrupt(), MemoryError(), OSError("the disk is full")])
def test_what_is_wrong_with_the_machine_is_raised(monkeypatch: pytest.MonkeyPatch, wrong: BaseException) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise wrong

    monkeypatch.setattr(offprint, "convert", fails)
    with pytest.raises(type(wrong)):
        made([article(1)])


def test_errors_of_the_machine_that_offprint_tells_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        error = offprint.ConversionError("cannot start a thread for the article")
        error.code, error.diagnostics = "io", []
        raise error

    monkeypatch.setattr(offprint, "convert", fails)
    with pytest.raises(offprint.ConversionError, match="start a thread"):
        made([article(1)])


def test_messages_are_in_the_row_with_their_places() -> None:
    [out] = made([{"id": "a", "markdown": "# A\n\nWords.\n\n![gone](gone.png)\n"}], to="epub")
    missing = [said for said in out["diagnostics"] if said["code"] == "missing-picture"]
    assert [(said["severity"], said["line"]) for said in missing] == [("warning", 5)]


def test_a_picture_without_bytes_is_a_missing_one() -> None:
    row = {
        "id": "a",
        "markdown": "# A\n\nWords.\n\n![gone](gone.png)\n",
        "images": [{"name": "gone.png", "bytes": None}],
    }
    [out] = made([row], to="epub")
    assert out["status"] == "converted" and "missing-picture" in [said["code"] for said in out["diagnostics"]]


def test_large_outputs_go_into_several_batches_in_order() -> None:
    rows = [article(number) for number in range(9)]
    one = list(arrow.convert([batch(rows)], to="pdf"))
    many = list(arrow.convert([batch(rows)], to="pdf", batch_bytes=1))
    assert [each.num_rows for each in one] == [9] and [each.num_rows for each in many] == [1] * 9
    assert pa.Table.from_batches(many).equals(pa.Table.from_batches(one).combine_chunks())
    size = sum(len(row["pdf"]) for row in one[0].to_pylist()[:3])
    assert [each.num_rows for each in arrow.convert([batch(rows)], to="pdf", batch_bytes=size - 1)] == [3, 3, 3]


def test_outputs_are_handed_on_before_all_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    real = offprint.convert

    def counted(*given: Any, **options: Any) -> Any:
        begun.append("")
        return real(*given, **options)

    monkeypatch.setattr(offprint, "convert", counted)
    batches = arrow.convert([batch([article(number) for number in range(5)])], to="epub", batch_bytes=1)
    next(batches)
    assert len(begun) == 1


def test_an_empty_batch_tells_the_columns() -> None:
    [out] = arrow.convert([batch([])])
    assert out.num_rows == 0 and out.schema == arrow.output_schema()


@pytest.mark.parametrize("kind", [pa.int64(), pa.string(), pa.struct([pa.field("year", pa.int32())])])
def test_identifiers_keep_their_type(kind: Any) -> None:
    value = {"int64": 7, "string": "seven"}.get(str(kind), {"year": 7})
    rows = pa.table({"id": pa.array([value], kind), "markdown": ["# A\n\nB\n"], "other": [1]}).to_batches()
    [out] = arrow.convert(rows, to="epub")
    assert out.column("id").type == kind and out.column("id")[0].as_py() == value


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.string_view()])
def test_types_of_the_article_make_no_difference(kind: Any) -> None:
    text = "# Brød\n\nMel og vand.\n"
    content = text.encode() if "binary" in str(kind) else text
    [out] = arrow.convert(pa.table({"id": ["a"], "markdown": pa.array([content], kind)}).to_batches(), to="epub")
    [plain] = made([{"id": "a", "markdown": text}], to="epub")
    assert out.to_pylist() == [plain]


@pytest.mark.parametrize(
    ("columns", "error", "words"),
    [
        ({"id": ["a"]}, ValueError, "no column markdown"),
        ({"text": ["a"]}, ValueError, "no column id and no column markdown"),
        ({"id": ["a"], "markdown": [1]}, TypeError, "markdown is int64"),
        ({"id": ["a"], "markdown": ["b"], "metadata": [{"title": "c"}]}, TypeError, "metadata is struct"),
        ({"id": ["a"], "markdown": ["b"], "images": [["c"]]}, TypeError, "images is list"),
    ],
)
def test_other_columns_are_mistakes_of_the_caller(columns: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        list(arrow.convert(pa.table(columns).to_batches()))


def test_a_key_stands_for_everything_that_the_outputs_depend_on() -> None:
    row = article(1) | {"metadata": '{"author": "Ann"}'}
    others: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (row | {"markdown": row["markdown"] + "."}, {}),
        (row | {"metadata": '{"author": "Bob"}'}, {}),
        (row | {"images": row["images"][:1]}, {}),
        (row | {"images": [row["images"][0], row["images"][1] | {"name": "stove.png"}]}, {}),
        (row | {"images": [row["images"][0], row["images"][1] | {"bytes": png(9)}]}, {}),
        (row | {"name": "bread.md"}, {}),
        (row, {"to": "epub"}),
        (row, {"settings": offprint.Settings(lang="de")}),
    ]
    [first] = made([row])
    keys = {first["key"], *(made([other], **options)[0]["key"] for other, options in others)}
    assert len(keys) == 1 + len(others)
    same: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (row | {"id": "other"}, {}),
        (row | {"images": row["images"][::-1]}, {}),
        (row | {"name": "article.md"}, {}),
        (row, {"to": ["pdf", "epub"]}),
        (row, {"settings": offprint.Settings()}),
    ]
    for other, options in same:
        [out] = made([other], **options)
        assert [out[name] for name in ("key", "epub", "pdf")] == [first[name] for name in ("key", "epub", "pdf")]


def test_parts_of_a_key_do_not_run_together() -> None:
    one = {"id": "a", "markdown": "A", "images": [{"name": "b", "bytes": b"c"}]}
    other = {"id": "a", "markdown": "A", "images": [{"name": "bc", "bytes": b""}]}
    assert made([one])[0]["key"] != made([other])[0]["key"]


def test_settings_reach_other_processes() -> None:
    design = offprint.Design("handout", paper="letter")
    own = offprint.Design.parse("base = 'book'\nsize = '12pt'\n", paper="a5")
    for looks in (None, design, own):
        settings = offprint.Settings(
            design=looks, lang="fr", embed_fonts=True, format="plain", modified="2024-05-01T00:00:00Z"
        )
        there = pickle.loads(pickle.dumps(settings))
        assert there.fingerprint() == settings.fingerprint() != offprint.Settings().fingerprint()


def test_metadata_is_what_the_article_says_of_itself() -> None:
    apart = {
        "id": "a",
        "markdown": "Words.\n",
        "metadata": json.dumps({"title": "Bread", "author": ["Ann"], "lang": "en"}),
    }
    within = {"id": "a", "markdown": "---\ntitle: Bread\nauthor: [Ann]\nlang: en\n---\nWords.\n"}
    ([one], [other]) = (made([row]) for row in (apart, within))
    assert (one["epub"], one["pdf"]) == (other["epub"], other["pdf"])
