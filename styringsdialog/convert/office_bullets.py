"""The labels of lists that are drawn with a symbol font: said in words, because their codes mean nothing.

Word and PowerPoint take bullets from Symbol and Wingdings, whose characters LibreOffice writes as private ones of
Unicode. Read aloud or searched for they are nothing (ISO 14289-1, 7.21.7; ISO 19005-2, 6.2.11.7.3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pikepdf

__all__ = ["BULLET", "is_private", "private_codes"]

BULLET: Final = "•"

_PRIVATE: Final = range(0xE000, 0xF900)
_SECTION: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR: Final = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]{4})>")


def private_codes(resources: object) -> Mapping[str, frozenset[int]]:
    """Give by the name of a font in ``resources`` the codes, of one byte, that stand for private characters."""
    found = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
    fonts: dict[str, frozenset[int]] = {}
    if not isinstance(found, pikepdf.Dictionary):
        return fonts
    for name, font in found.items():
        table = font.get("/ToUnicode") if isinstance(font, pikepdf.Dictionary) else None
        if not isinstance(table, pikepdf.Stream):
            continue
        pairs = (pair for section in _SECTION.findall(table.read_bytes()) for pair in _PAIR.findall(section))
        codes = frozenset(int(code, 16) for code, value in pairs if int(value, 16) in _PRIVATE)
        if codes:
            fonts[name] = codes
    return fonts


def is_private(shown: object, codes: frozenset[int]) -> bool:
    """Tell whether what an operator shows is something, and nothing but ``codes``."""
    strings = [shown] if isinstance(shown, pikepdf.String) else list(shown) if isinstance(shown, pikepdf.Array) else []
    data = b"".join(bytes(one) for one in strings if isinstance(one, pikepdf.String))
    return bool(data) and codes.issuperset(data)
