from collections.abc import Callable, Iterable, Mapping
from typing import Literal, final

__version__: str

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

@final
class Design:
    """How pages look: one of `article`, `book`, `handout`, `large-print` and `magazine`, on a paper."""

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
    """How articles are read and made. Settings do not change, so threads may share them."""

    def __new__(
        cls,
        *,
        design: Design | None = None,
        lang: str | None = None,
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
    settings: Settings | None = None,
    name: str = "article.md",
) -> Result:
    """Converts an article to EPUB and PDF.

    `markdown` is the article as text or UTF-8. `to` names the formats, both by default. `files` gives the pictures: a
    mapping from paths to bytes, or a function that returns the bytes at a path, or `None` if there are none. `name` is
    the name of the file for which the article stands; files are found from its folder. Other threads of the interpreter
    run meanwhile.

    Raises `ConversionError` if the article gives no output.
    """
