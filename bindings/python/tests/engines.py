"""What the tests of Spark and Ray share: rows, what is expected of them, and the end of a worker."""

from __future__ import annotations

import os
import pathlib
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from common import article, by_cli

BAD = {"bad-null": None, "bad-empty": ""}


def rows(count: int) -> list[dict[str, Any]]:
    """Makes `count` good rows with two bad ones between them."""
    made = [article(number, paragraphs=12) for number in range(count)]
    made[count // 2 : count // 2] = [
        {"id": name, "markdown": text, "metadata": None, "images": []} for name, text in BAD.items()
    ]
    return made


def compare(outs: list[dict[str, Any]], given: list[dict[str, Any]], folder: pathlib.Path) -> None:
    """Checks that every row came once, and with the bytes of the command line."""
    assert sorted(out["id"] for out in outs) == sorted(row["id"] for row in given)
    for row in given:
        [out] = [out for out in outs if out["id"] == row["id"]]
        if row["id"] in BAD:
            code = {"bad-null": "bad-row", "bad-empty": "empty"}[row["id"]]
            assert (out["status"], out["error_code"], out["epub"], out["pdf"]) == ("failed", code, None, None)
            continue
        assert (out["status"], out["error"]) == ("converted", None)
        assert by_cli(row, folder / row["id"]) == {"epub": bytes(out["epub"]), "pdf": bytes(out["pdf"])}


def descendants(words: str) -> list[int]:
    """Returns the processes below this one whose command line contains `words`."""
    parents: dict[int, int] = {}
    commands: dict[int, str] = {}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            # The name of a program, in brackets, may contain blanks.
            parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            commands[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue

    def is_ours(pid: int) -> bool:
        while pid in parents and pid != os.getpid():
            pid = parents[pid]
        return pid == os.getpid()

    return [pid for pid, command in commands.items() if words in command and pid != os.getpid() and is_ours(pid)]


class Killer(threading.Thread):
    """Ends one of the processes called `words` with SIGKILL as soon as `is_time`."""

    def __init__(self, words: str, is_time: Callable[[], bool]) -> None:
        super().__init__(daemon=True)
        self.words, self.is_time = words, is_time
        self.killed: int | None = None
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set() and self.killed is None:
            if self.is_time():
                found = descendants(self.words)
                if found:
                    os.kill(found[-1], signal.SIGKILL)
                    self.killed = found[-1]
            time.sleep(0.05)

    def __enter__(self) -> Killer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.join()
