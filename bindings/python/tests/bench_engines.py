"""Compares Spark or Ray with the command line, in turns: `OFFPRINT=… python tests/bench_engines.py spark --rows 1000 --turns 5`.

Both read the same articles from the disk and write outputs to it, with two workers or threads. With `--kill`, one run of the engine in
which a worker is killed, and every object is compared with the file of the command line.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from typing import Any

import pyarrow as pa
from common import article
from engines import Killer, descendants

import offprint
from offprint import arrow, objects

TICK = os.sysconf("SC_CLK_TCK")
Engine = Callable[[str, str], list[dict[str, Any]]]


class Meter(threading.Thread):
    """Adds up the processor time of all processes below this one, also of those that end meanwhile."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.first: dict[int, float] = {}
        self.last: dict[int, float] = {}
        self.names: dict[int, str] = {}
        self.over = threading.Event()

    def look(self) -> None:
        for pid in [os.getpid(), *descendants("")]:
            try:
                name, stat = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)
                fields = stat.split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            self.last[pid] = (int(fields[11]) + int(fields[12])) / TICK
            self.names[pid] = name.split("(", 1)[1]
            self.first.setdefault(pid, self.last[pid] if not self.running else 0.0)

    running = False

    def run(self) -> None:
        while not self.over.wait(0.25):
            self.look()

    def __enter__(self) -> Meter:
        self.look()
        self.running = True
        self.began = time.perf_counter()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self.began
        self.over.set()
        self.join()
        self.look()
        self.shares: dict[str, float] = {}
        for pid, last in self.last.items():
            self.shares[self.names[pid]] = self.shares.get(self.names[pid], 0.0) + last - self.first[pid]
        self.cpu = sum(self.shares.values())


def spark() -> tuple[Engine, str, Callable[[], bool]]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    import offprint.spark

    session = (
        SparkSession.Builder()
        .master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.files.maxPartitionBytes", "1m")
        .config("spark.sql.files.openCostInBytes", "0")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")

    def run(table: str, out: str) -> list[dict[str, Any]]:
        books = offprint.spark.convert(session.read.parquet(table), into=f"file://{out}")
        return [row.asDict(recursive=True) for row in books.collect()]

    tracker = session.sparkContext.statusTracker()

    def is_time() -> bool:
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        return any(stage is not None and 3 <= stage.numCompletedTasks for stage in stages)

    return run, "CoarseGrainedExecutorBackend", is_time


def on_ray() -> tuple[Engine, str, Callable[[], bool]]:
    # Ray makes its workers give way to all other processes.
    os.environ["RAY_worker_niceness"] = "0"
    import ray

    import offprint.ray

    ray.init(
        "local", num_cpus=2, include_dashboard=False, object_store_memory=1 << 30, logging_level=40, log_to_driver=False
    )
    out_of: list[str] = []

    def run(table: str, out: str) -> list[dict[str, Any]]:
        out_of.append(out)
        # Ray reads small files in one task.
        articles = ray.data.read_parquet(table).repartition(40)
        return list(offprint.ray.convert(articles, into=f"file://{out}").iter_rows())

    def is_time() -> bool:
        return bool(out_of) and len(os.listdir(out_of[-1])) > 200

    return run, "MapBatches(work)", is_time


def cli(articles: str, out: str) -> None:
    command = [
        os.environ["OFFPRINT"],
        "--quiet",
        "--no-config",
        "--jobs",
        "2",
        "--root",
        articles,
        "--output",
        f"{out}/",
        articles,
    ]
    subprocess.run(command, check=True)


def prepare(folder: pathlib.Path, count: int, paragraphs: int) -> None:
    """Writes the same articles as a folder and as a table of some files."""
    rows = [article(number, paragraphs) for number in range(count)]
    for row in rows:
        for path, content in [("article.md", row["markdown"].encode())] + [
            (i["name"], i["bytes"]) for i in row["images"]
        ]:
            place = folder / "articles" / row["id"] / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    schema = arrow.input_schema()
    for start in range(0, count, 50):
        part = [row | {"markdown": row["markdown"].encode()} for row in rows[start : start + 50]]
        batch = pa.RecordBatch.from_pylist(part, schema=schema)
        objects.write_parquet([batch], str(folder / "table" / f"{start:06}.parquet"))


def compare(told: list[dict[str, Any]], made: pathlib.Path, by_cli: pathlib.Path, count: int) -> None:
    assert sorted(row["id"] for row in told) == sorted(f"a{number}" for number in range(count)), (
        "a row is missing or twice"
    )
    for row in told:
        for kind in ("epub", "pdf"):
            [same] = (by_cli / row["id"]).glob(f"*.{kind}")
            assert same.read_bytes() == (made / f"{row['key']}.{kind}").read_bytes(), f"{row['id']} differs"
    names = {path.name for path in made.iterdir()}
    expected = {f"{row['key']}.{kind}" for row in told for kind in ("epub", "pdf")}
    print(
        f"{count} rows, each once; {len(expected)} objects with the bytes of the command line; others: {sorted(names - expected)}"
    )


def compared(args: argparse.Namespace, engine: Meter, command: Meter) -> str:
    def told(meter: Meter) -> str:
        shares = sorted(meter.shares.items(), key=lambda share: -share[1])[:4]
        named = ", ".join(f"{name} {cpu * 1000 / args.rows:.2f}" for name, cpu in shares)
        return f"{args.rows / meter.seconds:.1f} rows/s, {meter.cpu * 1000 / args.rows:.2f} ms of CPU a row ({named})"

    ratios = f"wall ×{engine.seconds / command.seconds:.3f}, CPU ×{engine.cpu / command.cpu:.3f}"
    return f"{args.engine} {told(engine)}; command line {told(command)}; {ratios}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=["spark", "ray"])
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--paragraphs", type=int, default=12)
    parser.add_argument("--kill", action="store_true")
    args = parser.parse_args()
    print(f"Offprint {offprint.__version__}, {args.engine}, {args.rows} rows")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        os.chdir(folder)
        prepare(folder, args.rows, args.paragraphs)
        run, words, is_time = spark() if args.engine == "spark" else on_ray()
        articles, table = str(folder / "articles"), str(folder / "table")
        (folder / "warm").mkdir()
        run(f"{table}/000000.parquet", str(folder / "warm"))
        if args.kill:
            out = folder / "killed"
            out.mkdir()
            with Meter() as engine, Killer(words, is_time) as killer:
                told = run(table, str(out))
            assert killer.killed is not None, "nothing was killed"
            print(f"process {killer.killed} was killed in the middle")
            (folder / "cli").mkdir()
            with Meter() as command:
                cli(articles, str(folder / "cli"))
            print(compared(args, engine, command))
            compare(told, out, folder / "cli", args.rows)
            return
        ratios: dict[str, list[float]] = {"wall": [], "cpu": []}
        for turn in range(args.turns):
            meters = {}
            for who in ("cli", "engine") if turn % 2 else ("engine", "cli"):
                out = folder / f"{who}{turn}"
                out.mkdir()
                with Meter() as meters[who]:
                    cli(articles, str(out)) if who == "cli" else run(table, str(out))
                shutil.rmtree(out)
            engine, command = meters["engine"], meters["cli"]
            ratios["wall"].append(engine.seconds / command.seconds)
            ratios["cpu"].append(engine.cpu / command.cpu)
            print(compared(args, engine, command), flush=True)
        print({name: f"median ×{statistics.median(values):.3f}" for name, values in ratios.items()})


if __name__ == "__main__":
    main()
