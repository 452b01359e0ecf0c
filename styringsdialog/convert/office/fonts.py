"""The fonts that an Office file names, and those that its pages were set in: where they differ, lines end elsewhere."""

from __future__ import annotations

import html
import re
from typing import Final

import pikepdf

from styringsdialog.convert.office.package import Package

__all__ = ["named_fonts", "strange_fonts"]

_PARTS: Final = re.compile(
    r"(word/(document|styles|fontTable|numbering|header\d*|footer\d*|theme/.*)|content|styles"
    r"|ppt/(slides|slideMasters|slideLayouts|theme)/.*|xl/(styles|sharedStrings|theme/.*|worksheets/.*))\.xml"
)
_KEYS: Final = (
    "typeface",
    ":ascii",
    ":hAnsi",
    ":cs",
    ":eastAsia",
    "font-family",
    "font-name",
    "<name val",
    "<rFont val",
)
_NAMED: Final = re.compile(rb"(?:%s)=(?:\"'?|')([^\"']+)" % "|".join(_KEYS).encode())
_IN_MARGIN: Final = re.compile(rb'&amp;(?:&quot;|")([^,"&]+),')
"""In a header of a workbook (ISO/IEC 29500-1, 18.3.1.46)."""

_SAME_WIDTH: Final = {
    "arial": "liberationsans",
    "helvetica": "liberationsans",
    "timesnewroman": "liberationserif",
    "times": "liberationserif",
    "couriernew": "liberationmono",
    "courier": "liberationmono",
    "calibri": "carlito",
    "cambria": "caladea",
}
"""What is set instead of a font, each letter as wide as it was."""

_USUAL: Final = frozenset({"opensymbol", "liberationsans", "liberationserif", "liberationmono"})
"""What LibreOffice sets bullets in, and text of which a file says no font."""

_STYLE: Final = re.compile(r"(bold|italic|oblique|regular|medium|semi|light|black|condensed|book|mt|ps)+$")


def named_fonts(package: Package) -> frozenset[str]:
    """Return the families that the file in ``package`` names, in small letters without spaces, and what is as wide."""
    names: set[str] = set()
    for name in package.parts:
        if _PARTS.fullmatch(name):
            data = package.read(name)
            raw_names = (*_NAMED.findall(data), *_IN_MARGIN.findall(data))
            names.update(html.unescape(raw.decode(errors="replace")) for raw in raw_names)
    families = {_family(name) for name in names}
    return frozenset(families | {_SAME_WIDTH[family] for family in families & _SAME_WIDTH.keys()})


def strange_fonts(pdf: pikepdf.Pdf, named: frozenset[str]) -> tuple[str, ...]:
    """Return the families that ``pdf`` is set in and that its file, which names ``named``, did not ask for."""
    families: dict[str, str] = {}
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == pikepdf.Name.Font and "/BaseFont" in font:
            shown = str(font.BaseFont).lstrip("/").rpartition("+")[2].partition("-")[0]
            families.setdefault(_family(shown), shown)
    return tuple(sorted(shown for family, shown in families.items() if family not in named | _USUAL))


def _family(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    return _STYLE.sub("", plain) or plain
