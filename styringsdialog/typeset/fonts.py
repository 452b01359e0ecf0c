"""The faces that text is set in, read once in a process and embedded as subsets."""

from __future__ import annotations

import enum
import functools
import hashlib
import importlib.resources
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont


class Face(enum.Enum):
    """One cut of a family: the package that carries it, and its file."""

    SANS = ("font_source_sans_pro", "SourceSansPro-Regular.ttf")
    SANS_ITALIC = ("font_source_sans_pro", "SourceSansPro-It.ttf")
    SANS_SEMIBOLD = ("font_source_sans_pro", "SourceSansPro-Semibold.ttf")
    SANS_SEMIBOLD_ITALIC = ("font_source_sans_pro", "SourceSansPro-SemiboldIt.ttf")
    SERIF_SEMIBOLD = ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf")
    SERIF_SEMIBOLD_ITALIC = ("font_source_serif_pro", "SourceSerifPro-SemiboldIt.ttf")

    @property
    def strong(self) -> Face:
        """Return the semibold face of the same family."""
        return {Face.SANS: Face.SANS_SEMIBOLD, Face.SANS_ITALIC: Face.SANS_SEMIBOLD_ITALIC}.get(self, self)

    @property
    def emphasis(self) -> Face:
        """Return the italic face of the same family; of an italic face the upright one."""
        pairs = (
            (Face.SANS, Face.SANS_ITALIC),
            (Face.SANS_SEMIBOLD, Face.SANS_SEMIBOLD_ITALIC),
            (Face.SERIF_SEMIBOLD, Face.SERIF_SEMIBOLD_ITALIC),
        )
        return {**dict(pairs), **{italic: upright for upright, italic in pairs}}[self]


class Font(TTFont):
    """A TrueType font of reportlab's, with what it writes into the file put right.

    It is not registered with reportlab: a registered face would stand in for anybody else's
    in the process, and theirs for ours.
    """

    def has(self, character: str) -> bool:
        """Tell whether there is a glyph for ``character``."""
        return ord(character) in self.face.charToGlyph

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Add the font's subsets to ``doc`` when it is saved.

        As the original, but for two things. Its ToUnicode maps every unused code to U+0000, which
        PDF/UA-1 7.21.7 forbids. And it calls the first subset of every document AAAAAA, so
        that joining two files gives two different fonts of one name (ISO 32000-1, 9.6.4).
        """
        state = self.state[doc]
        face: Any = self.face
        state.frozen = 1
        fonts = doc.idToObject["BasicFonts"].dict
        for number, subset in enumerate(state.subsets):
            name = self.getSubsetInternalName(number, doc)[1:]
            base = f"{_subset_tag(subset)}+{self.face.name.decode('ascii')}"
            pdf_font: Any = pdfdoc.PDFTrueTypeFont()
            pdf_font.Name = name
            pdf_font.BaseFont = base
            pdf_font.FirstChar = 0
            pdf_font.LastChar = len(subset) - 1
            pdf_font.Widths = pdfdoc.PDFArray([face.getCharWidth(code) for code in subset])
            to_unicode = pdfdoc.PDFStream(content=_to_unicode(base, subset), filters=[pdfdoc.PDFZCompress])
            pdf_font.ToUnicode = doc.Reference(to_unicode, f"toUnicodeCMap:{base}")
            pdf_font.FontDescriptor = face.addSubsetObjects(doc, base, subset)
            doc.Reference(pdf_font, name)
            fonts[name] = pdf_font
        # As in the original. The font lives as long as the process, and every document would live as long with it.
        del self.state[doc]


@functools.cache
def font(face: Face) -> Font:
    """Return the font of ``face``, read on first use."""
    package, name = face.value
    with importlib.resources.as_file(importlib.resources.files(package) / "files" / name) as path:
        # Else every first subset held all of ASCII, used or not, and shaping would draw ligatures whose private codes
        # no search finds.
        return Font(name.removesuffix(".ttf"), str(path), asciiReadable=False, shapable=False)


@functools.lru_cache(maxsize=8192)
def text_width(face: Face, text: str) -> float:
    """Return the width of ``text`` in thousandths of its size."""
    widths: Any = font(face).face
    width: float = sum(widths.charWidths.get(ord(character), widths.defaultWidth) for character in text)
    return width


# Six capitals (ISO 32000-1, 9.6.4), made of the characters: the same subset has the same name in every file.
def _subset_tag(subset: list[int]) -> str:
    digest = hashlib.sha256(",".join(map(str, subset)).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _to_unicode(name: str, subset: list[int]) -> str:
    """Return the ToUnicode CMap (ISO 32000-1, 9.10.3): no U+0000, at most 100 characters in a block."""
    codes = [
        # UTF-16BE, as ISO 32000-1, 9.10.3 asks of a ToUnicode CMap.
        f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(subset)
        if character
    ]
    # No more than a hundred in a block is a limit of CMap files (Adobe Technical Note 5014).
    blocks = [codes[at : at + 100] for at in range(0, len(codes), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
