"""Conversion of the articles of a Spark DataFrame (`pip install offprint[spark]`).

>>> import offprint.spark
>>> books = offprint.spark.convert(articles, to="epub")                           # doctest: +SKIP
>>> offprint.spark.convert(articles, into="s3://library/books").show()            # doctest: +SKIP

Offprint has to be installed on the executors. `offprint.arrow` describes the columns. A task whose worker dies is run again
by Spark, and makes the same rows; a task that meets an article that ends its process fails as often as
`spark.task.maxFailures` allows, and then the job does.

Limits: Spark gives a worker as many rows at once as `spark.sql.execution.arrow.maxRecordsPerBatch` says (10,000), and the
worker needs memory for them: set it lower for rows with many pictures, or set
`spark.sql.execution.arrow.maxBytesPerBatch`. Conversion takes processors, not disks, so a DataFrame should have a few times
as many partitions as the cluster has cores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from . import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType, StructType

__all__ = ["convert", "output_schema", "write"]


def convert(
    df: DataFrame,
    *,
    to: str | Iterable[str] | None = None,
    settings: Settings | None = None,
    batch_bytes: int | None = None,
    into: str | None = None,
    storage_options: dict[str, Any] | None = None,
) -> DataFrame:
    """Converts the articles of `df`; returns a DataFrame with a row for each.

    `to` and `settings` are those of `offprint.convert`; `batch_bytes` is the size at which outputs are handed on to
    Spark. With `into`, they are written below that address instead, as by `write`: so they need not pass through Spark.

    Raises `ValueError` if `df` lacks a column, and `TypeError` if one has another type.
    """
    from pyspark.sql.pandas.types import to_arrow_schema

    from . import arrow

    wanted, size = arrow.formats(to), batch_bytes or arrow.BATCH_BYTES
    df = df.select(*[name for name in arrow.input_schema().names if name in df.columns])
    arrow.check(to_arrow_schema(df.schema))

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from offprint import arrow

        made = arrow.convert(batches, to=wanted, settings=settings, batch_bytes=size)
        if into is not None:
            from offprint import objects

            made = objects.written(made, into, storage_options=storage_options)
        yield from made

    schema = output_schema if into is None else _written_schema
    return df.mapInArrow(work, schema(df.schema["id"].dataType))


def write(df: DataFrame, url: str, *, storage_options: dict[str, Any] | None = None) -> DataFrame:
    """Writes the outputs of `df`, which `convert` returned, below `url`, from the executors.

    Returns a DataFrame with a row for each article, which has the addresses of the outputs instead of their bytes. As
    everywhere in Spark, nothing is done before that is asked for rows; it is done again each time, which writes nothing
    new. See `offprint.objects.write`.
    """

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from offprint import objects

        yield from objects.written(batches, url, storage_options=storage_options)

    return df.mapInArrow(work, _written_schema(df.schema["id"].dataType))


def output_schema(id_type: DataType | None = None) -> StructType:
    """Returns the columns of a row that `convert` returns, where `id` has the type `id_type`."""
    from pyspark.sql import types

    last = [types.StructField(name, types.BinaryType()) for name in ("epub", "pdf")]
    return types.StructType(_told(id_type) + last)


def _written_schema(id_type: DataType) -> StructType:
    from pyspark.sql import types

    return types.StructType(_told(id_type) + [types.StructField(name, types.StringType()) for name in ("epub", "pdf")])


def _told(id_type: DataType | None) -> list[Any]:
    from pyspark.sql import types

    text, number, field = types.StringType(), types.IntegerType(), types.StructField
    diagnostic = [field(name, text) for name in ("severity", "code", "message", "help")]
    diagnostic += [field(name, number) for name in ("line", "column")]
    return [
        field("id", id_type or text),
        *(field(name, text) for name in ("key", "status", "error_code", "error")),
        field("diagnostics", types.ArrayType(types.StructType(diagnostic))),
    ]
