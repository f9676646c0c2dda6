from collections.abc import Callable, Iterable, Mapping
from typing import Literal, final

__version__: str
EXTENSIONS: list[str]
"""Extensions of the files that are articles, in lower case without a dot."""

class ConversionError(Exception):
    """An article that cannot be converted."""

    code: str
    """A stable name of the reason, such as `empty`."""
    diagnostics: list[Diagnostic]
    """Messages about the article up to then."""

@final
class Diagnostic:
    """A message about an article that was converted nevertheless."""

    @property
    def severity(self) -> Literal["note", "warning"]: ...
    @property
    def code(self) -> str:
        """A stable name of the kind of finding, such as `missing-picture`."""
    @property
    def message(self) -> str: ...
    @property
    def help(self) -> str | None:
        """What to do next."""
    @property
    def line(self) -> int | None:
        """Line in the article, from 1; `None` if it concerns the whole article."""
    @property
    def column(self) -> int | None:
        """Column in the line in characters, from 1."""

@final
class Result:
    """The outputs of an article."""

    @property
    def epub(self) -> bytes | None: ...
    @property
    def pdf(self) -> bytes | None: ...
    @property
    def diagnostics(self) -> list[Diagnostic]: ...
    def _repr_mimebundle_(self, **_wanted: object) -> dict[str, str]: ...

@final
class Design:
    """How pages look: one of `article`, `book`, `handout`, `large-print` and `magazine`, on a paper.

    A design can be pickled. Fonts that a design file names are read again where it is unpickled, so they have to be there.
    """

    def __new__(cls, name: str = "article", *, paper: str = "a4") -> Design: ...
    @staticmethod
    def parse(text: str, *, paper: str | None = None, folder: str = "") -> Design:
        """Reads a design file (TOML). Paths of fonts are relative to `folder`.

        Raises `ValueError` with all mistakes and their lines.
        """
    def to_toml(self) -> str:
        """Writes it as a design file that states every value."""

@final
class Settings:
    """How articles are read and made. Settings do not change, so threads may share them, and can be pickled.

    - `design` is how pages look; that of `Design()` by default.
    - `lang` is the language of the articles (BCP 47), which overrides what they state.
    - `format` is what the articles are: `markdown`, or `plain` for text as scraped from a page. By default that follows
      from the name of an article and its content.
    - `site` is the address under which the site of the articles is published.
    - `links_to` says where links to other articles lead: to their addresses on the web, or to files of a library.
    - `device` is the reader for which EPUBs are made.
    - `embed_fonts` puts the design's fonts into EPUBs.
    - `allow_missing_glyphs` converts articles that no font has the letters of.
    - `modified` is the time of creation, ISO 8601 in UTC; by default it is the date of each article.

    Raises `ValueError` for values that are none of these.
    """

    def __new__(
        cls,
        *,
        design: Design | None = None,
        lang: str | None = None,
        format: Literal["markdown", "plain"] | None = None,
        site: str | None = None,
        links_to: Literal["web", "library"] | None = None,
        device: Literal["kobo", "kindle"] | None = None,
        embed_fonts: bool = False,
        allow_missing_glyphs: bool = False,
        modified: str | None = None,
    ) -> Settings: ...
    def fingerprint(self) -> str:
        """A short text that differs for settings that make other outputs."""

def convert(
    markdown: str | bytes,
    *,
    to: str | Iterable[str] | None = None,
    files: Mapping[str, bytes] | Callable[[str], bytes | None] | None = None,
    metadata: str | None = None,
    settings: Settings | None = None,
    name: str = "article.md",
) -> Result:
    """Does what `offprint.convert` does; `metadata` is JSON."""

def explain(
    markdown: str | bytes,
    *,
    files: Mapping[str, bytes] | Callable[[str], bytes | None] | None = None,
    metadata: str | None = None,
    settings: Settings | None = None,
    name: str = "article.md",
) -> str:
    """Returns what `offprint.explain` does, as JSON."""

def credits(
    markdown: str | bytes,
    *,
    files: Mapping[str, bytes] | Callable[[str], bytes | None] | None = None,
    metadata: str | None = None,
    settings: Settings | None = None,
    name: str = "article.md",
) -> str:
    """Returns what `offprint.credits` does, as JSON."""

def pages(
    markdown: str | bytes,
    *,
    files: Mapping[str, bytes] | Callable[[str], bytes | None] | None = None,
    metadata: str | None = None,
    settings: Settings | None = None,
    name: str = "article.md",
    dpi: float,
    most: int,
) -> list[bytes]:
    """Paints the first `most` pages as PNG; see `offprint.pages`."""
