"""Articles, pictures and the command line for tests."""

from __future__ import annotations

import os
import pathlib
import struct
import subprocess
import zlib
from typing import Any

import pytest


def png(width: int, height: int = 40, grey: int = 128) -> bytes:
    """Makes a grey PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\x00" + bytes([grey]) * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


WORDS = "Flour and water and a little salt are all that a baker needs, and time, which costs the most of the four."


def article(number: int, paragraphs: int = 3) -> dict[str, Any]:
    """Makes a row with an article of its own and two pictures."""
    body = "\n\n".join(f"{WORDS} Loaf {number} rose in {part + number % 7} hours." for part in range(paragraphs))
    text = (
        f"---\ntitle: Bread {number}\nlang: en\ndate: 2024-05-{number % 28 + 1:02}\n---\n\n"
        f"{body}\n\n![A loaf](img/loaf.png)\n\n## Oven {number}\n\n{body}\n\n![An oven](oven.png)\n"
    )
    images = [
        {"name": "img/loaf.png", "bytes": png(300 + number % 50, 200, number % 256)},
        {"name": "oven.png", "bytes": png(200, 100 + number % 50, 40)},
    ]
    return {"id": f"a{number}", "markdown": text, "metadata": None, "images": images}


def cli() -> str:
    """Returns the path of the command line of the same version, or skips the test."""
    path = os.environ.get("OFFPRINT")
    if path is None:
        pytest.skip("the variable OFFPRINT does not name the command line to compare with")
    return path


def by_cli(row: dict[str, Any], folder: pathlib.Path, *options: str) -> dict[str, bytes]:
    """Returns the outputs that the command line makes of `row` in `folder`."""
    folder.mkdir(parents=True)
    name = row.get("name") or "article.md"
    markdown = row["markdown"]
    for path, content in [(name, markdown), *((image["name"], image["bytes"]) for image in row["images"] or ())]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
    out = folder.parent / f"{folder.name}.out"
    command = [
        cli(),
        "--quiet",
        "--no-config",
        "--root",
        str(folder),
        "--output",
        f"{out}/",
        *options,
        str(folder / name),
    ]
    out.mkdir()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {path.suffix[1:]: path.read_bytes() for path in out.iterdir() if path.suffix in (".epub", ".pdf")}
