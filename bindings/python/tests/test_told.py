"""`explain` and `credits`."""

from __future__ import annotations

import json
import pathlib
import subprocess

import pytest
from common import cli, png

import offprint

MARKDOWN = (
    "---\ntitle: Bread\nauthor: Ann\ncover: loaf.png\nstrange: {key: 1}\n---\n\n"
    "Flour and water, and a little salt for all of it.\n\n"
    "## Oven\n\n![An oven](oven.png)\n\n*Photo: Jane Doe / CC BY 4.0*\n\n![gone](gone.png)\n"
)
FILES = {"loaf.png": png(800, 600), "oven.png": png(300, 200)}


def by_cli(folder: pathlib.Path, *words: str) -> object:
    (folder / "article.md").write_text(MARKDOWN)
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    command = [cli(), words[0], "--no-config", *words[1:], "--root", ".", "article.md"]
    return json.loads(subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout)


def test_an_explanation_is_that_of_the_command_line(tmp_path: pathlib.Path) -> None:
    told = by_cli(tmp_path, "explain", "--json")
    assert isinstance(told, dict)
    explained = offprint.explain(MARKDOWN, files=FILES)
    assert {key: told[key] for key in explained} == explained
    # What is left are the settings of the command line.
    assert set(told) - set(explained) <= {"schema", "version", "settings"}


def test_credits_are_those_of_the_command_line(tmp_path: pathlib.Path) -> None:
    told = by_cli(tmp_path, "credits", "--format", "json")
    assert isinstance(told, dict)
    for row in told["pictures"]:
        del row["article"]
        # The command line tells where on the disk a file is.
        row["picture"] = row["picture"].removeprefix(f"{tmp_path.resolve()}/")
    assert offprint.credits(MARKDOWN, files=FILES) == told["pictures"]


def test_credits_say_who_states_what() -> None:
    pictures = {entry["picture"]: entry for entry in offprint.credits(MARKDOWN, files=FILES)}
    oven = pictures["oven.png"]
    assert oven["author"] == {"text": "Jane Doe", "from": "text"} and oven["spdx"] == "CC-BY-4.0" and oven["line"] == 12
    assert pictures["gone.png"]["missing"] and pictures["gone.png"]["author"] is None


def test_an_explanation_takes_files_from_a_function_and_raises_what_it_raises() -> None:
    told = offprint.explain(MARKDOWN, files=FILES.get)
    assert told == offprint.explain(MARKDOWN, files=FILES)

    def fails(path: str) -> bytes | None:
        raise OSError("the store is away")

    with pytest.raises(OSError, match="the store is away"):
        offprint.credits(MARKDOWN, files=fails)


def test_what_cannot_be_read_is_an_exception() -> None:
    for call in (offprint.explain, offprint.credits):
        with pytest.raises(offprint.ConversionError) as caught:
            call("")
        assert caught.value.code == "empty"
