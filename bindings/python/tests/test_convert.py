"""What a caller of `offprint.convert` relies on."""

import concurrent.futures
import doctest
import io
import threading
import zipfile

import pytest
from common import png

import offprint


ARTICLE = "---\ntitle: Bread\nlang: en\n---\n\nFlour and water.\n\n![A loaf](img/loaf.png)\n"


def text_of(epub: bytes | None) -> str:
    """Returns the text documents of an EPUB."""
    assert epub is not None
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))


def test_both_formats_are_made() -> None:
    made = offprint.convert(ARTICLE, files={"img/loaf.png": png(60)})
    assert made.pdf is not None and made.pdf.startswith(b"%PDF-")
    assert "Flour and water." in text_of(made.epub) and 'alt="A loaf"' in text_of(made.epub)
    assert not [said for said in made.diagnostics if said.code == "missing-picture"]


@pytest.mark.parametrize("to", ["epub", ["epub"], ("EPUB",)])
def test_one_format_is_made_if_asked_for(to: str | list[str]) -> None:
    made = offprint.convert(ARTICLE, to=to)
    assert made.epub is not None and made.pdf is None


def test_text_and_bytes_are_the_same() -> None:
    assert offprint.convert(ARTICLE).epub == offprint.convert(ARTICLE.encode()).epub


def test_what_is_missing_is_said_with_its_place() -> None:
    missing = [said for said in offprint.convert(ARTICLE).diagnostics if said.code == "missing-picture"]
    assert [(said.severity, said.line) for said in missing] == [("warning", 8)]
    assert "loaf.png" in missing[0].message and missing[0].help
    assert "missing-picture at 8:" in repr(missing[0])


def test_files_may_come_from_a_function_that_is_asked_for_each_path_once() -> None:
    asked: list[str] = []

    def files(path: str) -> bytes | None:
        asked.append(path)
        return png(60) if path == "posts/img/loaf.png" else None

    made = offprint.convert(ARTICLE, files=files, name="posts/bread.md")
    assert 'alt="A loaf"' in text_of(made.epub)
    assert asked.count("posts/img/loaf.png") == 1
    same = offprint.convert(ARTICLE, files={"posts/img/loaf.png": png(60)}, name="posts/bread.md")
    assert text_of(made.epub) == text_of(same.epub)


def test_a_function_may_tell_which_names_there_are() -> None:
    class Folder:
        def __init__(self) -> None:
            self.asked: list[str] = []

        def __call__(self, path: str) -> bytes | None:
            self.asked.append(path)
            return png(60) if path == "img/Loaf.PNG" else None

        def names(self, folder: str) -> list[str]:
            return {"": ["img"], "img": ["z.png", "Loaf.PNG"]}.get(folder, [])

    folder = Folder()
    made = offprint.convert(ARTICLE, files=folder)
    assert "missing-picture" not in [said.code for said in made.diagnostics]
    assert made.epub == offprint.convert(ARTICLE, files={"img/Loaf.PNG": png(60), "img/z.png": b""}).epub
    assert set(folder.asked) <= {"img/Loaf.PNG", "img/loaf.png"}


def test_what_its_names_raise_reaches_the_caller() -> None:
    class Folder:
        def __call__(self, path: str) -> bytes | None:
            return None

        def names(self, folder: str) -> list[str]:
            raise OSError("the store is away")

    with pytest.raises(OSError, match="the store is away"):
        offprint.convert(ARTICLE, files=Folder())


def test_what_that_function_raises_reaches_the_caller() -> None:
    def files(path: str) -> bytes | None:
        raise OSError("the store is away")

    with pytest.raises(OSError, match="the store is away"):
        offprint.convert(ARTICLE, files=files)


def test_an_article_that_cannot_be_converted_is_an_exception_with_its_code() -> None:
    with pytest.raises(offprint.ConversionError) as caught:
        offprint.convert("")
    assert caught.value.code == "empty" and caught.value.diagnostics == []


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda: offprint.convert(ARTICLE, to="docx"), "docx"),
        (lambda: offprint.convert(ARTICLE, to=[]), "no format"),
        (lambda: offprint.Settings(device="nook"), "kobo or kindle"),  # type: ignore[arg-type]
        (lambda: offprint.Settings(links_to="there"), "web or library"),  # type: ignore[arg-type]
        (lambda: offprint.Design("poster"), "poster"),
        (lambda: offprint.Design("article", paper="a99"), "a99"),
        (lambda: offprint.Design.parse("base = 'article'\n[page]\nwidht = 3\n"), "line 3"),
    ],
)
def test_mistakes_of_the_caller_are_value_errors(mistake: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        mistake()  # type: ignore[operator]


def test_designs_and_settings_change_the_outputs() -> None:
    plain = offprint.convert(ARTICLE, to="pdf").pdf
    design = offprint.Design("handout")
    handout = offprint.Settings(design=design, lang="de")
    assert offprint.convert(ARTICLE, to="pdf", settings=handout).pdf != plain
    again = offprint.Settings(design=offprint.Design.parse(design.to_toml()), lang="de")
    assert (
        offprint.convert(ARTICLE, to="pdf", settings=again).pdf
        == offprint.convert(ARTICLE, to="pdf", settings=handout).pdf
    )
    assert handout.fingerprint() == again.fingerprint() != offprint.Settings().fingerprint()


def test_examples_in_docstrings_are_true() -> None:
    tried = doctest.testmod(offprint)
    assert tried.failed == 0 and tried.attempted >= 7


def test_threads_convert_at_the_same_time() -> None:
    waiting = threading.Barrier(2, timeout=60)

    def files(path: str) -> bytes | None:
        # Both threads are in the middle of an article here, or the barrier breaks.
        waiting.wait()
        return png(60)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: offprint.convert(ARTICLE, to="epub", files=files).epub, range(2)))
    assert made[0] == made[1]
