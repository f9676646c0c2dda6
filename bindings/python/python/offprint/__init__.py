"""Offprint turns an article into an accessible EPUB 3 and a book-grade, tagged PDF.

>>> import offprint
>>> made = offprint.convert("# Bread\\n\\nFlour and water.\\n")
>>> made.pdf[:5], made.epub[:2]
(b'%PDF-', b'PK')
"""

from ._offprint import ConversionError, Design, Diagnostic, Result, Settings, __version__, convert

__all__ = ["ConversionError", "Design", "Diagnostic", "Result", "Settings", "__version__", "convert"]
