"""Characters that the faces lack, named so that a person can find them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from styringsdialog.typeset.fonts import Face, font
from styringsdialog.typeset.inlines import printed

__all__ = ["missing_characters", "named"]


def missing_characters(text: str) -> tuple[str, ...]:
    """Give the name of each character of ``text`` that a face for titles and names lacks, once."""
    return tuple(dict.fromkeys(_missing(text)))


def _missing(text: str) -> Iterator[str]:
    faces = (Face.SANS, Face.SANS_SEMIBOLD, Face.SERIF_SEMIBOLD)
    for character in printed(text):
        if not all(font(face).has(character) for face in faces):
            yield named(character)


def named(character: str) -> str:
    """Give ``character`` as messages show it: itself, its code and its Unicode name."""
    return f"{character!r} (U+{ord(character):04X} {unicodedata.name(character, 'a control character')})"
