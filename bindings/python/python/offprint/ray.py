"""Conversion of the articles of a Ray dataset (`pip install offprint[ray]`).

>>> import offprint.ray
>>> articles = ray.data.read_parquet("articles/")                                 # doctest: +SKIP
>>> books = offprint.ray.convert(articles, to="epub")                             # doctest: +SKIP
>>> offprint.ray.convert(articles, into="s3://library/books").take_all()          # doctest: +SKIP

Offprint has to be installed on the workers. `offprint.arrow` describes the columns. A task whose worker dies is run again by
Ray, and makes the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from . import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    from ray.data import Dataset

__all__ = ["convert", "write"]


def convert(
    ds: Dataset,
    *,
    to: str | Iterable[str] | None = None,
    settings: Settings | None = None,
    batch_bytes: int | None = None,
    batch_size: int | None = None,
    into: str | None = None,
    storage_options: dict[str, Any] | None = None,
    **options: Any,
) -> Dataset:
    """Converts the articles of `ds`; returns a dataset with a row for each.

    `to` and `settings` are those of `offprint.convert`; `batch_bytes` is the size at which outputs are handed on to Ray.
    With `into`, they are written below that address instead, as by `write`: so they need not pass through Ray.

    `options` go to `Dataset.map_batches`, such as `concurrency=4`. So does `batch_size`, the number of rows that a worker
    takes at once: a block by default, since Ray joins blocks that are smaller than that, and small tables would go to one
    worker.
    """
    from . import arrow

    wanted, size = arrow.formats(to), batch_bytes or arrow.BATCH_BYTES

    def work(table: pa.Table) -> Iterator[pa.Table]:
        import pyarrow as pa

        from offprint import arrow

        made = arrow.convert(_batches(table), to=wanted, settings=settings, batch_bytes=size)
        if into is not None:
            from offprint import objects

            made = objects.written(made, into, storage_options=storage_options)
        for batch in made:
            yield pa.Table.from_batches([batch])

    return ds.map_batches(work, batch_format="pyarrow", batch_size=batch_size, **options)


def write(ds: Dataset, url: str, *, storage_options: dict[str, Any] | None = None, **options: Any) -> Dataset:
    """Writes the outputs of `ds`, which `convert` returned, below `url`, from the workers.

    Returns a dataset with a row for each article, which has the addresses of the outputs instead of their bytes. Nothing is
    done before rows are asked for. See `offprint.objects.write`.
    """

    def work(table: pa.Table) -> Iterator[pa.Table]:
        import pyarrow as pa

        from offprint import objects

        for batch in objects.written(_batches(table), url, storage_options=storage_options):
            yield pa.Table.from_batches([batch])

    return ds.map_batches(work, batch_format="pyarrow", **options)


def _batches(table: pa.Table) -> list[pa.RecordBatch]:
    """Returns the batches of `table`; an empty one if it has no rows, so that the result has columns."""
    import pyarrow as pa

    return table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)]
