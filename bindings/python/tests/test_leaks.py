"""Memory does not grow with the number of articles. `OFFPRINT_LEAKS=10000` makes the long run."""

from __future__ import annotations

import gc
import os
import pathlib
from collections.abc import Callable
from typing import Any

import pytest
from common import article

import offprint

COUNT = int(os.environ.get("OFFPRINT_LEAKS", "600"))


def resident() -> int:
    """Returns the memory of this process in KiB."""
    status = pathlib.Path("/proc/self/status")
    if not status.exists():
        pytest.skip("there is no /proc to read the size of this process from")
    [line] = [line for line in status.read_text().splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1])


def good(number: int) -> None:
    row = article(number % 40)
    files = {image["name"]: image["bytes"] for image in row["images"]}
    offprint.convert(row["markdown"], files=files, metadata={"publisher": "A house"})


def function(number: int) -> None:
    row = article(number % 40)
    files = {image["name"]: image["bytes"] for image in row["images"]}
    offprint.convert(row["markdown"], to="epub", files=files.get)


def bad(number: int) -> None:
    for markdown in ("", b"\xff\xfe\xfd", "\u0001" * 100):
        with pytest.raises(offprint.ConversionError):
            offprint.convert(markdown)


def raises(number: int) -> None:
    def files(path: str) -> bytes | None:
        raise OSError("the store is away")

    with pytest.raises(OSError, match="the store is away"):
        offprint.convert(article(number % 40)["markdown"], to="epub", files=files)


def told(number: int) -> None:
    row = article(number % 40)
    offprint.explain(row["markdown"])
    offprint.credits(row["markdown"])


def rows(number: int) -> None:
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from offprint import arrow

    batch = pa.RecordBatch.from_pylist([article(number % 40)])
    for _ in arrow.convert([batch], to="epub"):
        pass


@pytest.mark.parametrize("convert", [good, function, bad, raises, told, rows], ids=lambda convert: convert.__name__)
def test_memory_does_not_grow(convert: Callable[[int], Any]) -> None:
    share = 1 if convert is good else 4
    warm, count = 150, COUNT // share
    for number in range(warm):
        convert(number)
    gc.collect()
    sizes = [resident()]
    for number in range(count):
        convert(number)
        if number % max(count // 10, 1) == 0:
            gc.collect()
            sizes.append(resident())
    gc.collect()
    sizes.append(resident())
    print(convert.__name__, sizes)
    # In KiB. One output that is kept for each article would be some 30 KiB each, a list of messages 1 KiB.
    assert sizes[-1] - sizes[0] < 4_000 + count // 2, sizes
