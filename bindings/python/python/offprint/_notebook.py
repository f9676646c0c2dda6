"""How results look in notebooks."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._offprint import Diagnostic, Result

LIMIT = 8 << 20
"""Size in bytes up to which a PDF becomes a part of the notebook."""


class Page:
    """A page as a picture; notebooks show it."""

    def __init__(self, png: bytes, number: int) -> None:
        self.png = png
        """The picture, a PNG."""
        self.number = number
        """Its place among the pages, from 1."""

    def __repr__(self) -> str:
        return f"<Page {self.number}: PNG of {len(self.png)} bytes>"

    def _repr_png_(self) -> bytes:
        return self.png


class Pages(list[Page]):
    """Pages as pictures; notebooks show them one beside the other."""

    def _repr_html_(self) -> str:
        pictures = "".join(_picture(page) for page in self)
        return (
            f'<div style="display: flex; flex-wrap: wrap; gap: 12px; background: #ddd; padding: 12px">{pictures}</div>'
        )


def _picture(page: Page) -> str:
    address = f"data:image/png;base64,{base64.b64encode(page.png).decode()}"
    return f'<img src="{address}" alt="Page {page.number}" style="max-width: 100%; height: auto; background: white">'


def bundle(result: Result) -> dict[str, str]:
    """Returns the representations of `result` by their media types.

    The PDF is shown by the browser, where the notebook allows that: JupyterLab does, VS Code does not. `offprint.pages`
    makes pictures, which all of them show.
    """
    shown = {"text/plain": "\n".join([repr(result), *(_message(said) for said in result.diagnostics)])}
    if result.pdf is not None and len(result.pdf) <= LIMIT:
        shown["application/pdf"] = base64.b64encode(result.pdf).decode()
    return shown


def _message(said: Diagnostic) -> str:
    place = f"line {said.line}: " if said.line else ""
    return f"{said.severity}: {place}{said.message}"
