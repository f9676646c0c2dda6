"""Types of what `explain` and `credits` tell.

Their keys are those of `offprint explain --json` and of the pictures of `offprint credits --format json`.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict


class Stated(TypedDict):
    """A value and where it is stated."""

    field: str
    """Its name in Offprint, such as `title` or `cover.credit`."""
    value: str
    key: str
    """The key in the article, or another origin such as `first heading`."""
    line: int | None
    """Line in the article, from 1; `None` if it is stated elsewhere."""


class Heading(TypedDict):
    """A heading."""

    level: int
    text: str
    slug: str
    line: int | None


class Finding(TypedDict):
    """A message about the article; see `Diagnostic`."""

    severity: Literal["note", "warning"]
    code: str
    message: str
    line: int | None
    column: int | None
    help: str | None


class Picture(TypedDict):
    """A picture."""

    name: str | None
    """The name of its file in the outputs; `None` if it is missing."""
    kind: str | None
    width: int | None
    height: int | None
    bytes: int | None
    missing_url: str | None
    alt: str | None
    """Alternative text; empty for decoration, `None` if nothing is stated."""


class CreditLine(TypedDict):
    """A credit line; `None` means that something is not stated."""

    role: Literal["cover", "figure"]
    verbatim: str
    label: str | None
    title: str | None
    author: str | None
    author_url: str | None
    source: str | None
    source_url: str | None
    license: str | None
    license_url: str | None
    license_spdx: str | None
    modified: bool
    links: list[str]
    reasons: list[str]


class Pictured(TypedDict):
    """A figure: pictures, caption and credit."""

    line: int | None
    pictures: list[Picture]
    caption: str | None
    credit: CreditLine | None


class RelatedArticle(TypedDict):
    """A related article."""

    title: str
    shown: str | None
    url: str | None
    blurb: str | None
    author: str | None
    date: str | None
    picture: str | None
    reason: str
    line: int | None


class Explanation(TypedDict):
    """What was understood of an article."""

    input: str
    """The name of the article."""
    values: list[Stated]
    not_stated: list[str]
    """Fields that the article says nothing about."""
    unknown_keys: dict[str, Any]
    lang: str
    words: int
    reading_minutes: int
    counts: dict[str, int]
    """Number of blocks or inlines of each kind."""
    headings: list[Heading]
    cover: Pictured | None
    figures: list[Pictured]
    disclaimer: str | None
    related: list[RelatedArticle]
    diagnostics: list[Finding]


# `from` is no name that a class can have.
Value = TypedDict("Value", {"text": str, "from": str})
Value.__doc__ = "A value, and who states it: `text`, `front-matter`, `exif`, `iptc`, `xmp` or `file-text`."


class Credit(TypedDict):
    """One use of a picture with its rights. What nobody states is `None`: nothing is guessed."""

    picture: str
    """The path of its file; for a missing one its address."""
    used_as: Literal["cover", "figure", "inline"]
    missing: bool
    title: Value | None
    author: Value | None
    source: Value | None
    license: Value | None
    license_url: str | None
    spdx: str | None
    """The identifier of its licence in the SPDX licence list."""
    credit: Value | None
    """The wording of its credit."""
    notice: Value | None
    """The copyright notice in its file."""
    alt: str | None
    bytes: int | None
    sha1: str | None
    line: int | None
    column: int | None
