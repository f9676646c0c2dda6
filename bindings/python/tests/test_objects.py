"""Folders and object stores: articles in, outputs out."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import uuid
from typing import Any

import pytest
from common import article, by_cli, png

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
from offprint import arrow, objects  # noqa: E402


def converted(count: int = 2, **options: Any) -> Any:
    rows = [*(article(number) for number in range(count)), {"id": "bad", "markdown": ""}]
    schema = arrow.input_schema()
    rows = [row | {"markdown": row["markdown"].encode()} for row in rows]
    return pa.Table.from_batches(arrow.convert([pa.RecordBatch.from_pylist(rows, schema=schema)], **options))


@pytest.fixture(params=["file", "memory", "path"])
def url(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> str:
    folder = tmp_path / "with a blank" / "é"
    return {"file": folder.as_uri(), "memory": f"memory://{uuid.uuid4().hex}/out", "path": str(folder)}[request.param]


def content(url: str) -> dict[str, bytes]:
    files, root = fsspec.core.url_to_fs(url)
    return {path.rsplit("/", 1)[-1]: files.cat_file(path) for path in files.find(root)}


def test_outputs_are_objects_called_by_their_keys(url: str) -> None:
    table = converted()
    told = objects.write(table, url)
    expected = {}
    for row, out in zip(table.to_pylist(), told.to_pylist(), strict=True):
        assert {name: out[name] for name in out if name not in ("epub", "pdf")} == {
            name: row[name] for name in row if name not in ("epub", "pdf")
        }
        for kind in ("epub", "pdf"):
            if row[kind] is None:
                assert out[kind] is None
                continue
            expected[f"{row['key']}.{kind}"] = row[kind]
            with fsspec.open(out[kind], "rb") as file:
                assert file.read() == row[kind]
    assert len(expected) == 4 and content(url) == expected


def test_what_is_there_is_left_alone_and_what_is_torn_is_written_again(tmp_path: pathlib.Path) -> None:
    table = converted()
    objects.write(table, str(tmp_path))
    paths = sorted(tmp_path.iterdir())
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}
    objects.write(table, str(tmp_path))
    assert before == {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in sorted(tmp_path.iterdir())}
    whole = paths[0].read_bytes()
    paths[0].write_bytes(whole[:100])
    objects.write(table, str(tmp_path))
    assert paths[0].read_bytes() == whole and sorted(tmp_path.iterdir()) == paths


@pytest.mark.parametrize("step", ["os.fsync", "os.replace"])
def test_a_file_that_cannot_be_synced_or_renamed_is_not_there(
    step: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = converted()

    def fails(*_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(step, fails)
    with pytest.raises(OSError, match="the disk is full"):
        objects.write(table, str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_writer_leaves_behind_goes_and_what_another_one_writes_stays(tmp_path: pathlib.Path) -> None:
    code = (
        "import sys, time; from offprint import objects\n"
        "store = objects._Store(sys.argv[1], None); store.put('a.pdf', b'content'); print('put', flush=True); time.sleep(60)"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) for _ in range(2)]
    try:
        for writer in both:
            assert writer.stdout is not None and writer.stdout.readline() == b"put\n"
        both[0].kill()
        both[0].wait()
        table = converted()
        objects.write(table, str(tmp_path))
        names = sorted(path.name.rsplit(".", 1)[-1] for path in tmp_path.iterdir() if path.name.startswith("."))
        assert names == ["lock", "part"], "those of the writer that lives"
    finally:
        for writer in both:
            writer.kill()
            writer.wait()
    objects.write(table, f"file://{tmp_path}")
    assert len(list(tmp_path.iterdir())) == 6, "nothing is swept where nothing is written"
    objects.write(converted(3), str(tmp_path))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_equal_articles_of_one_batch_are_one_object(tmp_path: pathlib.Path) -> None:
    rows = [{"id": name, "markdown": b"# A\n\nWords.\n"} for name in ("a", "b")]
    batch = pa.RecordBatch.from_pylist(rows, schema=arrow.input_schema())
    told = objects.write(arrow.convert([batch], to="epub"), str(tmp_path)).to_pylist()
    assert told[0]["epub"] == told[1]["epub"] and len(list(tmp_path.iterdir())) == 1


def test_batches_are_written_one_at_a_time(tmp_path: pathlib.Path) -> None:
    batches = converted(batch_bytes=1).to_batches()
    seen = []

    def given() -> Any:
        for batch in batches:
            seen.append(len([path for path in tmp_path.iterdir() if not path.name.startswith(".")]))
            yield batch

    assert objects.write(given(), str(tmp_path)).num_rows == 3
    assert seen == [0, 2, 4]


def test_nothing_to_write_gives_an_empty_table(tmp_path: pathlib.Path) -> None:
    assert objects.write(iter([]), str(tmp_path)).num_rows == 0


def test_articles_are_read_with_the_files_that_they_use(url: str, tmp_path: pathlib.Path) -> None:
    files, root = fsspec.core.url_to_fs(url)
    loaf, oven = png(300, 200), png(200, 100)
    given = {
        "posts/bread.md": b"# Bread\n\nWords.\n\n![A loaf](/img/Loaf.jpg)\n\n![An oven](oven.png)\n\n![gone](gone.png)\n",
        "posts/oven.png": oven,
        "img/loaf.png": loaf,
        "img/other.png": png(5),
        "notes.txt": b"Some words.\n",
        "empty.md": b"",
        ".hidden/a.md": b"# Hidden\n",
        "page.html": b"<p>No article</p>",
        "md": b"no extension",
    }
    for path, data in given.items():
        files.makedirs(f"{root}/{path}".rsplit("/", 1)[0], exist_ok=True)
        files.pipe_file(f"{root}/{path}", data)
    rows = [row for batch in objects.read(url, batch_bytes=1) for row in batch.to_pylist()]
    assert [row["id"] for row in rows] == ["empty.md", "notes.txt", "posts/bread.md"]
    bread = rows[2]
    assert bread["images"] == [{"name": "img/loaf.png", "bytes": loaf}, {"name": "posts/oven.png", "bytes": oven}]
    outs = [row for batch in arrow.convert(objects.read(url)) for row in batch.to_pylist()]
    assert [out["status"] for out in outs] == ["failed", "converted", "converted"]
    assert by_cli(bread, tmp_path / "cli") == {"epub": outs[2]["epub"], "pdf": outs[2]["pdf"]}


def test_tables_in_parquet(url: str) -> None:
    rows = [article(number) for number in range(5)]
    first = pa.RecordBatch.from_pylist([row | {"more": 1} for row in rows])
    objects.write_parquet([first], f"{url}/in/articles.parquet")
    read = list(objects.read_parquet(f"{url}/in", batch_rows=2))
    assert [batch.num_rows for batch in read] == [2, 2, 1] and "more" not in read[0].schema.names
    objects.write_parquet(arrow.convert(read, to="epub"), f"{url}/out.parquet")
    files, root = fsspec.core.url_to_fs(f"{url}/out.parquet")
    with files.open(root, "rb") as file:
        outs = pa.parquet.read_table(file).to_pylist()
    assert [out["id"] for out in outs] == [row["id"] for row in rows] and all(out["epub"] for out in outs)
    assert not [name for name in content(url) if name.endswith(".part")]


def test_a_table_that_is_not_written_whole_is_not_there(url: str) -> None:
    def batches() -> Any:
        yield pa.RecordBatch.from_pylist([article(1)])
        raise OSError("the store is away")

    with pytest.raises(OSError, match="the store is away"):
        objects.write_parquet(batches(), f"{url}/a.parquet")
    if not url.startswith("memory"):  # Its files are shown from the beginning, but only to this process.
        assert content(url) == {}
