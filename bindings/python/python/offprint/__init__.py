"""Offprint turns an article into an accessible EPUB 3 and a typeset, tagged PDF.

>>> import offprint
>>> made = offprint.convert("# Bread\\n\\nFlour and water.\\n")
>>> made.pdf[:5], made.epub[:2]
(b'%PDF-', b'PK')

`offprint.arrow`, `offprint.spark` and `offprint.ray` convert tables of articles, and `offprint.objects` reads and writes them;
they need the packages that the extras of the same names install (`pip install offprint[spark]`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, cast

from . import _offprint
from ._notebook import Page, Pages
from ._offprint import EXTENSIONS, ConversionError, Design, Diagnostic, Result, Settings, __version__
from ._told import Credit, Explanation

__all__ = [
    "EXTENSIONS",
    "ConversionError",
    "Credit",
    "Design",
    "Diagnostic",
    "Explanation",
    "Page",
    "Pages",
    "Result",
    "Settings",
    "__version__",
    "convert",
    "credits",
    "explain",
    "pages",
]

Files: TypeAlias = Mapping[str, bytes] | Callable[[str], bytes | None]
Metadata: TypeAlias = Mapping[str, Any] | str


def convert(
    markdown: str | bytes,
    *,
    to: str | Iterable[str] | None = None,
    files: Files | None = None,
    metadata: Metadata | None = None,
    settings: Settings | None = None,
    name: str = "article.md",
) -> Result:
    """Converts an article to EPUB and PDF. Other threads of the interpreter run meanwhile.

    - `markdown` is the article as text or UTF-8.
    - `to` names the formats, both by default.
    - `files` gives the pictures: a mapping from paths to bytes, or a function that returns the bytes at a path, or `None`
      if there are none. If the function has an attribute `names`, a function from a folder to the names in it (`""` is the
      topmost), names are also found that differ in case or extension, as they are in a mapping.
    - `metadata` is what is said about the article outside of it, under the names of front matter, as a mapping or a JSON
      object. A key wins over the same key of the article's own front matter, as with pandoc's `--metadata`, and a warning
      says so. Where the article has a header that is neither YAML, TOML nor JSON, `metadata` is not used, with a warning.
      A key without a value (`None`) says nothing.
    - `name` is the name of the file for which the article stands; files are found from its folder.

    Places in messages are those of `markdown`, whatever `metadata` is; a message about `metadata` has none.

    Raises `ConversionError` if the article gives no output.
    """
    return _offprint.convert(markdown, to=to, files=files, metadata=_json(metadata), settings=settings, name=name)


def explain(
    markdown: str | bytes,
    *,
    files: Files | None = None,
    metadata: Metadata | None = None,
    settings: Settings | None = None,
    name: str = "article.md",
) -> Explanation:
    """Tells what is understood of an article, without converting it; the arguments are those of `convert`.

    >>> import offprint
    >>> [(value["field"], value["value"], value["line"]) for value in offprint.explain("---\\ntitle: Bread\\n---\\n\\nFlour.\\n")["values"]]
    [('title', 'Bread', 2)]

    The keys are those of `offprint explain --json`. Raises `ConversionError` if the article cannot be read.
    """
    told = _offprint.explain(markdown, files=files, metadata=_json(metadata), settings=settings, name=name)
    return cast(Explanation, json.loads(told))


def credits(
    markdown: str | bytes,
    *,
    files: Files | None = None,
    metadata: Metadata | None = None,
    settings: Settings | None = None,
    name: str = "article.md",
) -> list[Credit]:
    """Lists the pictures of an article, each with what is stated about its rights, and by whom.

    The keys are those of `offprint credits --format json`; the arguments are those of `convert`. Raises
    `ConversionError` if the article cannot be read.
    """
    told = _offprint.credits(markdown, files=files, metadata=_json(metadata), settings=settings, name=name)
    return cast("list[Credit]", json.loads(told))


def pages(
    markdown: str | bytes,
    *,
    files: Files | None = None,
    metadata: Metadata | None = None,
    settings: Settings | None = None,
    name: str = "article.md",
    dpi: float = 80,
    most: int = 4,
) -> Pages:
    """Typesets an article and paints its first `most` pages, with `dpi` pixels per inch. Notebooks show them inline.

    The pages are those of the PDF, without a cover before them; the other arguments are those of `convert`.

    >>> import offprint
    >>> offprint.pages("# Bread\\n\\nFlour and water.\\n")[0].png[:4]
    b'\\x89PNG'

    Raises `ConversionError` if the article cannot be read, and `ValueError` for a resolution that no page can have.
    """
    painted = _offprint.pages(
        markdown, files=files, metadata=_json(metadata), settings=settings, name=name, dpi=dpi, most=most
    )
    return Pages(Page(png, number) for number, png in enumerate(painted, 1))


def _json(metadata: Metadata | None) -> str | None:
    if metadata is None or isinstance(metadata, str):
        return metadata
    # Dates become ISO 8601.
    return json.dumps(dict(metadata), ensure_ascii=False, default=str)
