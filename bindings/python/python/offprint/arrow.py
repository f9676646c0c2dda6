"""Articles as rows of Arrow tables: what `offprint.spark` and `offprint.ray` do on each worker.

A row in has the columns

- `id`: what names the article for you, of any type;
- `markdown`: the article, as text or bytes;
- `metadata`: values that are kept outside of the article, as a JSON object such as `{"title": "Bread"}` (optional);
- `images`: its pictures and other files, a list of structs of `name` (the path by which the article names it) and
  `bytes` (optional);
- `name`: the name of the file for which it stands, `article.md` by default (optional).

Other columns are dropped. A row out has `id`, `key`, `status` (`converted` or `failed`), `error_code`, `error`, `diagnostics`,
`epub` and `pdf`. An article that cannot be converted is a row with the status `failed`. Only what is wrong with the machine,
such as a full disk, is an exception: then an engine tries again elsewhere.

`key` is a SHA-256 of everything that the outputs depend on: the article, its metadata and files, the formats, the settings
and the version of Offprint. So who tries a row again makes the same bytes under the same key. Installed fonts do not
count: machines that work on one table should have the same.

Metadata and front matter: a key of the metadata wins over the same key of the article, as with pandoc's `--metadata`, and a
warning names it. See `offprint.convert`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

import offprint

from . import ConversionError, Diagnostic, Settings, __version__

__all__ = ["BATCH_BYTES", "check", "convert", "formats", "input_schema", "output_schema"]

BATCH_BYTES = 32 << 20
"""Size at which a batch of outputs is handed on, in bytes."""

CODES_OF_THE_MACHINE = frozenset({"io"})
"""Error codes that say nothing about the article."""

DIAGNOSTIC = pa.struct(
    [
        pa.field("severity", pa.string()),
        pa.field("code", pa.string()),
        pa.field("message", pa.string()),
        pa.field("help", pa.string()),
        pa.field("line", pa.int32()),
        pa.field("column", pa.int32()),
    ]
)


def input_schema(id_type: pa.DataType | None = None) -> pa.Schema:
    """Returns the columns of a row in; other types of text and bytes are understood, too."""
    file = pa.struct([pa.field("name", pa.string()), pa.field("bytes", pa.binary())])
    return pa.schema(
        [
            pa.field("id", id_type or pa.string()),
            pa.field("name", pa.string()),
            pa.field("markdown", pa.binary()),
            pa.field("metadata", pa.string()),
            pa.field("images", pa.list_(file)),
        ]
    )


def output_schema(id_type: pa.DataType | None = None) -> pa.Schema:
    """Returns the columns of a row out."""
    return pa.schema(
        [
            pa.field("id", id_type or pa.string()),
            pa.field("key", pa.string()),
            pa.field("status", pa.string()),
            pa.field("error_code", pa.string()),
            pa.field("error", pa.string()),
            pa.field("diagnostics", pa.list_(DIAGNOSTIC)),
            pa.field("epub", pa.binary()),
            pa.field("pdf", pa.binary()),
        ]
    )


def formats(to: str | Iterable[str] | None) -> tuple[str, ...]:
    """Returns the formats in `to` in one form for all ways to write them.

    Raises `ValueError` for other names.
    """
    if to is None:
        return ("epub", "pdf")
    names = [name.strip().lower() for name in (to.split(",") if isinstance(to, str) else to)]
    for name in names:
        if name not in ("epub", "pdf"):
            raise ValueError(f"`{name}` is not a format: epub or pdf")
    if not names:
        raise ValueError("no format is asked for: epub or pdf")
    return tuple(name for name in ("epub", "pdf") if name in names)


def check(schema: pa.Schema) -> None:
    """Raises `ValueError` if a column is missing without which nothing can be converted, and `TypeError` for columns of
    other types."""
    missing = [name for name in ("id", "markdown") if name not in schema.names]
    if missing:
        raise ValueError(f"the table has no column {' and no column '.join(missing)}")
    for name, (words, fits) in _READ.items():
        if name in schema.names and not fits(schema.field(name).type):
            raise TypeError(f"the column {name} is {schema.field(name).type}, not {words}")


def convert(
    batches: Iterable[pa.RecordBatch],
    *,
    to: str | Iterable[str] | None = None,
    settings: Settings | None = None,
    batch_bytes: int = BATCH_BYTES,
) -> Iterator[pa.RecordBatch]:
    """Converts the articles of `batches`, in their order.

    Outputs are handed on when they reach `batch_bytes`, so not all of those of a large batch are in memory at the same
    time: at most `batch_bytes` and one article's.

    Raises `ValueError` where a column is missing, `TypeError` where it has another type, and `ConversionError` where the
    machine is at fault.
    """
    wanted, chosen = formats(to), settings or Settings()
    salt = json.dumps([__version__, chosen.fingerprint(), wanted]).encode()
    for batch in batches:
        check(batch.schema)
        yield from _convert(batch, wanted, chosen, salt, batch_bytes)


def _convert(
    batch: pa.RecordBatch, wanted: tuple[str, ...], settings: Settings, salt: bytes, batch_bytes: int
) -> Iterator[pa.RecordBatch]:
    ids = batch.column("id")
    schema = output_schema(ids.type)
    columns = {name: batch.column(name) for name in batch.schema.names if name in _READ}
    start, size, rows = 0, 0, []
    for number in range(batch.num_rows):
        row = {name: column[number].as_py() for name, column in columns.items()}
        made = _row(row, wanted, settings, salt)
        rows.append(made)
        size += len(made["epub"] or b"") + len(made["pdf"] or b"")
        if size >= batch_bytes:
            yield _batch(rows, ids.slice(start, len(rows)), schema)
            start, size, rows = number + 1, 0, []
    # An empty batch gives one, which tells the columns.
    if rows or not batch.num_rows:
        yield _batch(rows, ids.slice(start, len(rows)), schema)


def _batch(rows: list[dict[str, Any]], ids: pa.Array, schema: pa.Schema) -> pa.RecordBatch:
    columns = [ids] + [pa.array([row[field.name] for row in rows], field.type) for field in list(schema)[1:]]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_null(kind)
    )


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def _is_files(kind: pa.DataType) -> bool:
    if pa.types.is_null(kind):
        return True
    if not (pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_list_view(kind)):
        return False
    item = kind.value_type
    if pa.types.is_null(item):
        return True
    if not pa.types.is_struct(item):
        return False
    fields = {field.name: field.type for field in item}
    named = "name" in fields and _is_text(fields["name"])
    return named and "bytes" in fields and (_is_bytes(fields["bytes"]) or pa.types.is_null(fields["bytes"]))


def _is_article(kind: pa.DataType) -> bool:
    return _is_text(kind) or _is_bytes(kind)


_READ = {
    "markdown": ("text or bytes", _is_article),
    "metadata": ("text (JSON)", _is_text),
    "images": ("a list of structs of name (text) and bytes", _is_files),
    "name": ("text", _is_text),
}
"""The columns that are read, with what they have to be."""


class _BadRow(Exception):
    """A row that says nothing that could be converted."""


def _row(row: dict[str, Any], wanted: tuple[str, ...], settings: Settings, salt: bytes) -> dict[str, Any]:
    """Converts one row; what is wrong with it is in the row that is returned."""
    out = dict.fromkeys(("error_code", "error", "epub", "pdf"))
    out |= {"key": _key(row, salt), "status": "failed", "diagnostics": []}
    try:
        files = _files(row.get("images"))
        if row["markdown"] is None:
            raise _BadRow("the column markdown is null")
        made = offprint.convert(
            row["markdown"],
            to=wanted,
            files=files,
            metadata=row.get("metadata") or None,
            settings=settings,
            name=row.get("name") or "article.md",
        )
        out |= {"status": "converted", "epub": made.epub, "pdf": made.pdf, "diagnostics": _told(made.diagnostics)}
    except ConversionError as error:
        if error.code in CODES_OF_THE_MACHINE:
            raise
        out |= {"error_code": error.code, "error": str(error), "diagnostics": _told(error.diagnostics)}
    except (_BadRow, TypeError, ValueError) as error:
        out |= {"error_code": "bad-row", "error": str(error)}
    except BaseException as error:
        # Panics of Rust that nothing else caught; they are no subclass of `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        out |= {"error_code": "bug", "error": f"a bug in Offprint: {error}"}
    return out


def _files(images: list[dict[str, Any] | None] | None) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for image in images or ():
        name, content = (image or {}).get("name"), (image or {}).get("bytes")
        if not name:
            raise _BadRow("a picture has no name")
        if content is None:
            # A missing picture: the article says so where it names it.
            continue
        if files.setdefault(name, content) != content:
            raise _BadRow(f"two pictures have the name `{name}` and differ")
    return files


def _told(diagnostics: list[Diagnostic]) -> list[dict[str, Any]]:
    return [{field.name: getattr(said, field.name) for field in DIAGNOSTIC} for said in diagnostics]


def _key(row: dict[str, Any], salt: bytes) -> str:
    """Hashes everything that the outputs of a row depend on, each part after its length."""
    digest = hashlib.sha256()

    def add(part: str | bytes | None) -> None:
        content = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        digest.update(b"-" if content is None else b"%d:" % len(content))
        digest.update(content or b"")

    for part in (salt, row["markdown"], row.get("metadata") or None, row.get("name") or "article.md"):
        add(part)
    images = [(image or {}) for image in row.get("images") or ()]
    for image in sorted(images, key=lambda image: image.get("name") or ""):
        add(image.get("name"))
        add(image.get("bytes"))
    return digest.hexdigest()
