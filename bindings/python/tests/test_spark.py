"""Conversion in Spark, on a cluster of two executors that this test starts."""

from __future__ import annotations

import os
import pathlib
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from engines import Killer, compare, rows

import offprint

pytest.importorskip("pyspark", reason="PySpark is not installed")
if shutil.which("java") is None:
    pytest.skip("Java, which Spark needs, is not installed", allow_module_level=True)

from pyspark.sql import DataFrame, SparkSession  # noqa: E402

import offprint.spark  # noqa: E402

SCHEMA = "id string, markdown string, metadata string, images array<struct<name: string, bytes: binary>>"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    place = tmp_path_factory.mktemp("spark")
    before = os.getcwd()
    # Executors write their logs into the folder `work` here.
    os.chdir(place)
    session = (
        SparkSession.Builder()
        .master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(place / "warehouse"))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
    os.chdir(before)


def frame(spark: SparkSession, given: list[dict[str, Any]], partitions: int) -> DataFrame:
    return spark.createDataFrame([tuple(row.values()) for row in given], SCHEMA).repartition(partitions)


def test_every_row_comes_once_with_the_bytes_of_the_command_line_though_an_executor_is_killed(
    spark: SparkSession, tmp_path: pathlib.Path
) -> None:
    given = rows(60)
    tracker = spark.sparkContext.statusTracker()

    def in_the_middle() -> bool:
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        # The stage before only moves the rows.
        return any(stage is not None and stage.numTasks == 12 and 1 <= stage.numCompletedTasks < 10 for stage in stages)

    outs = offprint.spark.convert(frame(spark, given, 12))
    with Killer("CoarseGrainedExecutorBackend", in_the_middle) as killer:
        made = [row.asDict(recursive=True) for row in outs.collect()]
    assert killer.killed is not None, "no executor was killed while there was work"
    compare(made, given, tmp_path)


def test_a_python_worker_may_be_killed(spark: SparkSession, tmp_path: pathlib.Path) -> None:
    given = rows(40)
    tracker = spark.sparkContext.statusTracker()

    def in_the_middle() -> bool:
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        return any(stage is not None and stage.numTasks == 8 and 1 <= stage.numCompletedTasks < 7 for stage in stages)

    settings = offprint.Settings(design=offprint.Design("handout"))
    with Killer("pyspark.daemon", in_the_middle) as killer:
        outs = offprint.spark.convert(frame(spark, given, 8), to="pdf", settings=settings).collect()
    assert killer.killed is not None, "no worker was killed while there was work"
    made = {row.id: row.pdf for row in outs}
    assert len(outs) == len(given) == len(made)
    files = {image["name"]: image["bytes"] for image in given[7]["images"]}
    same = offprint.convert(given[7]["markdown"], to="pdf", files=files, settings=settings)
    assert made[given[7]["id"]] == same.pdf


def test_outputs_are_written_from_executors_once(spark: SparkSession, tmp_path: pathlib.Path) -> None:
    given = rows(6)
    outs = offprint.spark.convert(frame(spark, given, 3), to="epub", batch_bytes=1)
    told = offprint.spark.write(outs, tmp_path.as_uri()).collect()
    places = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert sorted(places) == sorted(f"{row.key}.epub" for row in told if row.status == "converted")
    assert all(row.epub == f"{tmp_path.as_uri()}/{row.key}.epub" for row in told if row.status == "converted")
    assert sorted(row.error_code for row in told if row.epub is None) == ["bad-row", "empty"]
    again = offprint.spark.convert(frame(spark, given, 3), to="epub", into=tmp_path.as_uri()).collect()
    assert sorted(row.id for row in again) == sorted(row["id"] for row in given)
    assert places == {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}


def test_other_types_of_identifiers_and_missing_columns_are_understood(spark: SparkSession) -> None:
    few = spark.createDataFrame([(7, "# A\n\nWords.\n")], "id long, markdown string")
    [row] = offprint.spark.convert(few, to="epub").collect()
    assert (row.id, row.status, row.pdf) == (7, "converted", None)
    with pytest.raises(ValueError, match="no column markdown"):
        offprint.spark.convert(few.drop("markdown"))
    with pytest.raises(TypeError, match="metadata is struct"):
        offprint.spark.convert(few.selectExpr("id", "markdown", "struct(1 AS title) AS metadata"))
    with pytest.raises(ValueError, match="docx"):
        offprint.spark.convert(few, to="docx")
