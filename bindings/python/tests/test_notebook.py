"""What notebooks show."""

from __future__ import annotations

import base64
import struct

import pytest
from common import png

import offprint

MARKDOWN = "# Bread\n\nFlour & water.\n\n![A loaf](loaf.png)\n\n![gone](gone.png)\n"


def test_a_result_shows_its_pdf_and_its_messages() -> None:
    made = offprint.convert(MARKDOWN, files={"loaf.png": png(60)})
    shown = made._repr_mimebundle_(include=None, exclude=None)
    assert set(shown) == {"text/plain", "application/pdf"}
    assert base64.b64decode(shown["application/pdf"]) == made.pdf
    assert "line 7: the picture `gone.png`" in shown["text/plain"]


def test_a_result_without_a_pdf_is_text() -> None:
    assert set(offprint.convert(MARKDOWN, to="epub")._repr_mimebundle_()) == {"text/plain"}


def test_a_large_pdf_does_not_become_a_part_of_the_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("offprint._notebook.LIMIT", 100)
    assert set(offprint.convert(MARKDOWN, to="pdf")._repr_mimebundle_()) == {"text/plain"}


def test_pages_are_pictures_of_the_size_of_the_paper() -> None:
    pages = offprint.pages(
        MARKDOWN,
        files={"loaf.png": png(60)},
        dpi=72,
        settings=offprint.Settings(design=offprint.Design(paper="letter")),
    )
    [page] = pages
    assert page.png[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", page.png[16:24]) == (612, 792)
    assert page._repr_png_() == page.png and page.number == 1
    assert base64.b64encode(page.png).decode() in pages._repr_html_() and 'alt="Page 1"' in pages._repr_html_()


def test_as_many_pages_as_asked_for_are_painted() -> None:
    long = "# Bread\n\n" + "Flour and water, and a little salt for all of it. " * 40 + "\n\n"
    markdown = long + "\n\n".join([long[9:]] * 20)
    assert [page.number for page in offprint.pages(markdown, dpi=20, most=3)] == [1, 2, 3]


def test_metadata_is_on_the_page() -> None:
    assert offprint.pages("Words.\n", metadata={"title": "Bread"})[0].png != offprint.pages("Words.\n")[0].png


@pytest.mark.parametrize("dpi", [0, -1, float("nan"), 100_000])
def test_a_resolution_that_no_page_can_have_is_a_value_error(dpi: float) -> None:
    with pytest.raises(ValueError):
        offprint.pages(MARKDOWN, dpi=dpi)


def test_an_article_that_cannot_be_read_is_an_exception() -> None:
    with pytest.raises(offprint.ConversionError) as caught:
        offprint.pages("")
    assert caught.value.code == "empty"
