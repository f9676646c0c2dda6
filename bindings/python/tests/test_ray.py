"""Conversion in Ray, on two worker processes that this test starts."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import Any

import pytest
from engines import Killer, compare, rows

import offprint

ray = pytest.importorskip("ray", reason="Ray is not installed")
pytest.importorskip("ray.data", reason="Ray Data is not installed")
pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")

import offprint.ray  # noqa: E402
from offprint import arrow  # noqa: E402


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    ray.init(
        "local",
        num_cpus=2,
        include_dashboard=False,
        object_store_memory=400 << 20,
        logging_level="ERROR",
        log_to_driver=False,
    )
    yield
    ray.shutdown()


def dataset(given: list[dict[str, Any]], blocks: int) -> Any:
    fields = arrow.input_schema()
    schema = fields.set(fields.get_field_index("markdown"), pa.field("markdown", pa.string()))
    return ray.data.from_arrow(pa.Table.from_pylist(given, schema=schema)).repartition(blocks)


def test_every_row_comes_once_with_the_bytes_of_the_command_line_though_a_worker_is_killed(
    tmp_path: pathlib.Path,
) -> None:
    given = rows(60)
    outs: list[dict[str, Any]] = []
    with Killer("ray::MapBatches(work)", lambda: len(outs) > 0) as killer:
        for row in offprint.ray.convert(dataset(given, 12), batch_bytes=1 << 16).iter_rows():
            outs.append(row)
            # What follows is still to be made.
            if len(outs) == 1:
                killer.join(timeout=60)
    assert killer.killed is not None, "no worker was killed while there was work"
    compare(outs, given, tmp_path)


def test_outputs_are_written_from_workers_once(tmp_path: pathlib.Path) -> None:
    given = rows(6)
    outs = offprint.ray.convert(dataset(given, 3), to="epub", settings=offprint.Settings(lang="de"), concurrency=2)
    told = offprint.ray.write(outs, tmp_path.as_uri()).take_all()
    places = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert sorted(places) == sorted(f"{row['key']}.epub" for row in told if row["status"] == "converted")
    assert sorted(row["error_code"] for row in told if row["epub"] is None) == ["bad-row", "empty"]
    settings = offprint.Settings(lang="de")
    again = offprint.ray.convert(dataset(given, 3), to="epub", settings=settings, into=tmp_path.as_uri()).take_all()
    assert sorted(row["id"] for row in again) == sorted(row["id"] for row in given)
    assert places == {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}


def test_mistakes_of_the_caller_are_told_at_once() -> None:
    with pytest.raises(ValueError, match="docx"):
        offprint.ray.convert(dataset(rows(1), 1), to="docx")
