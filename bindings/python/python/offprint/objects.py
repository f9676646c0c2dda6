"""Articles from folders and object stores, and outputs into them (`pip install offprint[objects]`).

Addresses are those of fsspec: a path, `file://…`, `memory://…`, `s3://…`, `gs://…`. For most stores fsspec needs a package
of their own, such as s3fs.

>>> from offprint import arrow, objects
>>> objects.write(arrow.convert(objects.read("s3://archive/posts")), "s3://library/books")      # doctest: +SKIP

An output is called `KEY.epub` or `KEY.pdf`. It is there whole or not at all: object stores show an object when it is
complete; elsewhere a file is written beside its place, synced where that is possible, and renamed. An output that is there
already, with the same length, is left alone, so it does no harm to write again. What a killed writer leaves behind, files
`.KEY.epub.….part`, the next one removes on local disks; elsewhere it stays.
"""

from __future__ import annotations

import contextlib
import os
import posixpath
import uuid
from collections.abc import Iterable, Iterator
from typing import IO, Any

try:
    import fcntl
except ImportError:  # Windows has no such locks.
    fcntl = None  # type: ignore[assignment]

import fsspec
import pyarrow as pa
import pyarrow.parquet
from fsspec.implementations.local import LocalFileSystem

from . import EXTENSIONS, ConversionError, arrow, explain

__all__ = ["read", "read_parquet", "write", "write_parquet", "written"]

OBJECT_STORES = frozenset({"abfs", "abfss", "adl", "az", "gcs", "gs", "memory", "oci", "oss", "r2", "s3", "s3a", "tos"})
"""Protocols whose stores show an object only when it is complete."""


class _Store:
    """A folder of a store, in which files appear whole."""

    def __init__(self, url: str, storage_options: dict[str, Any] | None) -> None:
        self.files, self.root = fsspec.core.url_to_fs(url, **(storage_options or {}))
        protocols = {self.files.protocol} if isinstance(self.files.protocol, str) else set(self.files.protocol)
        self.is_local = isinstance(self.files, LocalFileSystem)
        self.renames = not protocols & OBJECT_STORES
        self.made_folder = False
        self.writer = uuid.uuid4().hex
        self.lock: IO[bytes] | None = None
        self.parts: dict[str, str] = {}
        """Paths of files that wait for their names, and these."""

    def put(self, name: str, content: Any) -> str:
        """Writes a file unless it is there; returns its address. It may get its name with the next call of `settle`."""
        path = f"{self.root}/{name}"
        address = str(self.files.unstrip_protocol(path))
        if path in self.parts.values() or self._length(path) == len(content):
            return address
        if self.renames:
            with self.files.open(self._part(name), "wb") as file:
                file.write(content)
        else:
            self.files.pipe_file(path, bytes(content))
        return address

    def _length(self, path: str) -> int | None:
        try:
            length = self.files.info(path).get("size")
        except FileNotFoundError:
            return None
        return None if length is None else int(length)

    def _part(self, name: str) -> str:
        if not self.made_folder:
            self.files.makedirs(self.root, exist_ok=True)
            self.made_folder = True
            if self.is_local and fcntl is not None:
                self._sweep()
                self._take_lock()
        part = f"{self.root}/.{name}.{self.writer}.part"
        self.parts[part] = f"{self.root}/{name}"
        return part

    def _take_lock(self) -> None:
        """Locks a file for as long as this writer lives, so that others know what it is still writing."""
        path = f"{self.root}/.{self.writer}.lock"
        while not os.path.exists(path):
            self.lock = open(path, "wb")
            fcntl.flock(self.lock, fcntl.LOCK_EX)
            # Who sweeps may have removed it between the two steps.

    def _sweep(self) -> None:
        """Removes what writers that were killed have left behind."""
        names = [name for name in os.listdir(self.root) if name.startswith(".") and name.endswith((".part", ".lock"))]
        for writer in {name.split(".")[-2] for name in names}:
            with contextlib.suppress(OSError):
                with open(f"{self.root}/.{writer}.lock", "ab") as lock:
                    # Raises an exception if the writer lives.
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    for name in names:
                        if name.split(".")[-2] == writer and name.endswith(".part"):
                            os.remove(f"{self.root}/{name}")
                    os.remove(f"{self.root}/.{writer}.lock")

    def settle(self) -> None:
        """Gives all files their names. They are synced after all of them are written, which takes the disk less time."""
        if self.is_local:
            for part in self.parts:
                with open(part, "rb+") as file:
                    os.fsync(file.fileno())
        for part, path in list(self.parts.items()):
            if self.is_local:
                os.replace(part, path)
            else:
                self.files.mv(part, path)
            del self.parts[part]

    def __enter__(self) -> _Store:
        return self

    def __exit__(self, *_: object) -> None:
        for part in self.parts:
            with contextlib.suppress(Exception):
                self.files.rm_file(part)
        if self.lock is not None:
            with contextlib.suppress(OSError):
                os.remove(self.lock.name)
            self.lock.close()

    @contextlib.contextmanager
    def replaced(self, name: str) -> Iterator[Any]:
        """Opens a file that gets the name `name` if nothing was raised."""
        if self.renames:
            with self.files.open(self._part(name), "wb") as file:
                yield file
            self.settle()
            return
        # Without `autocommit`, nothing is shown if the caller raises an exception.
        with self.files.open(f"{self.root}/{name}", "wb", autocommit=False) as file:
            yield file
        file.commit()


def read(
    url: str, *, storage_options: dict[str, Any] | None = None, batch_bytes: int = arrow.BATCH_BYTES
) -> Iterator[pa.RecordBatch]:
    """Reads the articles below `url`, each with the files that it uses, as rows for `arrow.convert`.

    `id` and `name` are the path of the article below `url`; names of files are relative to `url` too. Articles are the files
    with an extension of Markdown or text, outside of hidden folders, sorted by path. A batch is handed on when it reaches
    `batch_bytes`.

    Limits: all paths are listed first, and their names are in memory. What the configuration of a site generator says is not
    used.
    """
    files, root = fsspec.core.url_to_fs(url, **(storage_options or {}))
    folder = _Folder(files, root)
    rows: list[dict[str, Any]] = []
    size = 0
    for name in sorted(folder.paths):
        hidden = any(part.startswith(".") for part in name.split("/"))
        if hidden or name.rsplit(".", 1)[-1].lower() not in EXTENSIONS or "." not in name:
            continue
        markdown = files.cat_file(folder.paths[name])
        images = folder.used(markdown, name)
        rows.append({"id": name, "name": name, "markdown": markdown, "images": images})
        size += len(markdown) + sum(len(image["bytes"]) for image in images)
        if size >= batch_bytes:
            yield pa.RecordBatch.from_pylist(rows, schema=arrow.input_schema())
            rows, size = [], 0
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=arrow.input_schema())


class _Folder:
    """The files below a folder, as `files` of an article."""

    def __init__(self, files: Any, root: str) -> None:
        self.files = files
        self.paths = {posixpath.relpath(path, root): path for path in files.find(root)}
        self.listed: dict[str, set[str]] = {}
        self.found: dict[str, bytes] = {}
        for path in self.paths:
            while path:
                path, name = posixpath.split(path)
                self.listed.setdefault(path, set()).add(name)

    def __call__(self, path: str) -> bytes | None:
        if path not in self.paths:
            return None
        return self.found.setdefault(path, self.files.cat_file(self.paths[path]))

    def names(self, folder: str) -> set[str]:
        return self.listed.get(folder, set())

    def used(self, markdown: bytes, name: str) -> list[dict[str, Any]]:
        """Returns the files that the article asks for and that are there."""
        self.found = {}
        # An article that cannot be read fails when it is converted, and says why.
        with contextlib.suppress(ConversionError):
            explain(markdown, files=self, name=name)
        return [{"name": path, "bytes": self.found[path]} for path in sorted(self.found)]


def write(
    table: pa.Table | Iterable[pa.RecordBatch], url: str, *, storage_options: dict[str, Any] | None = None
) -> pa.Table:
    """Writes the outputs in `table`, which `arrow.convert` returned, below `url`.

    Returns a table with a row for each article, which has the addresses of the outputs in `epub` and `pdf` instead of their
    bytes. Of batches, one at a time is in memory. Raises whatever the store raises.
    """
    batches = table.to_batches() if isinstance(table, pa.Table) else table
    told = list(written(batches, url, storage_options=storage_options))
    return pa.Table.from_batches(told, schema=told[0].schema if told else _written_schema(pa.string()))


def written(
    batches: Iterable[pa.RecordBatch], url: str, *, storage_options: dict[str, Any] | None = None
) -> Iterator[pa.RecordBatch]:
    """Does what `write` does, batch by batch, as the batches that it returns are asked for."""
    with _Store(url, storage_options) as store:
        for batch in batches:
            columns = {name: batch.column(name) for name in batch.schema.names}
            for output in ("epub", "pdf"):
                addresses = [
                    None if content is None else store.put(f"{key}.{output}", content)
                    for key, content in _outputs(batch, output)
                ]
                columns[output] = pa.array(addresses, pa.string())
            store.settle()
            schema = _written_schema(batch.schema.field("id").type)
            yield pa.RecordBatch.from_arrays([columns[field.name] for field in schema], schema=schema)


def _outputs(batch: pa.RecordBatch, output: str) -> Iterator[tuple[str, Any]]:
    for key, content in zip(batch.column("key"), batch.column(output), strict=True):
        # A buffer is not copied.
        yield key.as_py(), content.as_buffer() if content.is_valid else None


def _written_schema(id_type: pa.DataType) -> pa.Schema:
    fields = list(arrow.output_schema(id_type))
    return pa.schema([*fields[:-2], pa.field("epub", pa.string()), pa.field("pdf", pa.string())])


def read_parquet(
    url: str, *, storage_options: dict[str, Any] | None = None, batch_rows: int = 64
) -> Iterator[pa.RecordBatch]:
    """Reads the rows of the Parquet file or files at `url`, `batch_rows` at a time; only the columns that are converted."""
    files, root = fsspec.core.url_to_fs(url, **(storage_options or {}))
    paths = sorted(path for path in files.find(root) if path.endswith(".parquet")) if files.isdir(root) else [root]
    for path in paths:
        with files.open(path, "rb") as file:
            parquet = pyarrow.parquet.ParquetFile(file)
            wanted = [name for name in arrow.input_schema().names if name in parquet.schema_arrow.names]
            yield from parquet.iter_batches(batch_size=batch_rows, columns=wanted)


def write_parquet(
    batches: Iterable[pa.RecordBatch], url: str, *, storage_options: dict[str, Any] | None = None
) -> None:
    """Writes `batches` into the Parquet file at `url`, which is there when all are written. Another file there is replaced."""
    rows = iter(batches)
    first = next(rows, None)
    schema = arrow.output_schema() if first is None else first.schema
    with (
        _Store(posixpath.dirname(url), storage_options) as store,
        store.replaced(posixpath.basename(url)) as file,
        pyarrow.parquet.ParquetWriter(file, schema) as writer,
    ):
        for batch in [] if first is None else [first]:
            writer.write_batch(batch)
        for batch in rows:
            writer.write_batch(batch)
