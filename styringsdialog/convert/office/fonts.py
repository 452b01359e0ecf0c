"""The fonts that an Office file names, and those that its pages were set in: where they differ, lines end elsewhere."""

from __future__ import annotations

import html
import re
from typing import Final

import pikepdf

from styringsdialog.convert.office.package import Package
from styringsdialog.convert.office.xml import named, value

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
# In a header of a workbook (ISO/IEC 29500-1, 18.3.1.46).
_IN_MARGIN: Final = re.compile(rb'&amp;(?:&quot;|")([^,"&]+),')

_TEXTS: Final = re.compile(r"(word/(document|header\d*|footer\d*)|ppt/slides/[^/]+|content|xl/styles)\.xml")
_IN_TEXT: Final = re.compile(rb'(?:w:ascii|<a:latin typeface|style:font-name|<name val)="([^"+]+)"')
_THEMES: Final = ("word/theme/theme1.xml", "ppt/theme/theme1.xml")
_IN_THEME: Final = re.compile(rb'<a:(minor|major)Font>\s*<a:latin typeface="([^"]*)"')
_USUAL_STYLE: Final = re.compile(rb'<style:default-style style:family="paragraph".*?</style:default-style>', re.DOTALL)
_STYLE_NAME: Final = re.compile(rb'<w:[pr]Style w:val="([^"]+)"')

# What is set instead of a font, each letter as wide as it was.
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

# What is set instead of a font, nearly as wide: as LibreOffice is told, see ``program``.
_NEXT_BEST: Final = {"aptos": "carlito", "aptosdisplay": "carlito"}

# What always has something as wide here, or its signs in OpenSymbol.
_AT_HAND: Final = ({*_SAME_WIDTH, *_SAME_WIDTH.values()} - {"cambria"}) | {
    *("symbol", "opensymbol", "starsymbol", "wingdings", "webdings", "inherit")
}

# What LibreOffice sets bullets in, and text of which a file says no font.
_USUAL: Final = frozenset({"opensymbol", "liberationsans", "liberationserif", "liberationmono"})

_STYLE: Final = re.compile(r"(bold|italic|oblique|regular|medium|semi|light|black|condensed|book|mt|ps)+$")


def named_fonts(package: Package) -> frozenset[str]:
    """Return the families that the file in ``package`` names, in small letters without spaces, and what is as wide."""
    families = {
        _family(html.unescape(raw.decode(errors="replace")))
        for name in package.parts
        if _PARTS.fullmatch(name)
        for data in [package.read(name)]
        for raw in (*_NAMED.findall(data), *_IN_MARGIN.findall(data))
    }
    return frozenset(families | {_SAME_WIDTH[family] for family in families & _SAME_WIDTH.keys()})


def asked_fonts(package: Package) -> frozenset[str]:
    """Return the fonts that the text in ``package`` asks for: itself, by a style that it has, or by its theme."""
    texts = b"".join(package.read(name) for name in package.parts if _TEXTS.fullmatch(name))
    if "content.xml" in package and "styles.xml" in package:
        texts += b"".join(_USUAL_STYLE.findall(package.read("styles.xml")))
    # OpenDocument numbers what it calls alike.
    names = {html.unescape(raw.decode(errors="replace")).rstrip("0123456789 ") for raw in _IN_TEXT.findall(texts)}
    themes = b"".join(package.read(name) for name in _THEMES if name in package)
    latin = {kind.decode(): html.unescape(name.decode(errors="replace")) for kind, name in _IN_THEME.findall(themes)}
    if (styles := package.xml("word/styles.xml")) is None:
        return frozenset({*names, *latin.values()} - {""})
    used = {name.decode(errors="replace") for name in _STYLE_NAME.findall(texts)}
    of_all = {value(style, "w:styleId"): style for style in named(styles, "w:style", "w:docDefaults")}
    # What says nothing has the font of the usual style, or of all (17.7.5.1), which have no name.
    usual = {name for name, style in of_all.items() if value(style, "w:default") == "1" and [*named(style, "w:rFonts")]}
    names |= {
        latin.get(value(fonts, "w:asciiTheme")[:5], "") or value(fonts, "w:ascii")
        for name in (used | (usual or {""})) & of_all.keys()
        for fonts in named(of_all[name], "w:rFonts")
    }
    return frozenset(names - {""})


def strange_fonts(
    pdf: pikepdf.Pdf, known: frozenset[str], asked: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the families that ``pdf`` is set in and that nothing asked for, and which of ``asked`` they stand in for.

    Args:
        pdf: The pages.
        known: What their file names anywhere.
        asked: What its text asks for.
    """
    families: dict[str, str] = {}
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == pikepdf.Name.Font and "/BaseFont" in font:
            shown = str(font.BaseFont).lstrip("/").rpartition("+")[2].partition("-")[0]
            families.setdefault(_family(shown), shown)
    got = {name for name in asked if families.keys() & {_family(name), _SAME_WIDTH.get(_family(name))}}
    explained = {"opensymbol", *map(_family, got), *(_SAME_WIDTH.get(_family(name), "") for name in got)}
    instead = tuple(sorted(shown for family, shown in families.items() if family not in explained))
    missing = tuple(sorted(name for name in asked - got if _family(name) not in _AT_HAND))
    if instead and missing:
        return instead, missing
    # What stands in for one of these may have been asked for by another.
    missing = tuple(name for name in missing if _NEXT_BEST.get(_family(name)) in families)
    if missing:
        return tuple(families[_NEXT_BEST[_family(name)]] for name in missing[:1]), missing
    return tuple(sorted(shown for family, shown in families.items() if family not in known | _USUAL)), ()


def _family(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    return _STYLE.sub("", plain) or plain
