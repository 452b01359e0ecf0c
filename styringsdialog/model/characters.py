"""What may stand in a text that people wrote: NFC, and nothing that cannot be printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from styringsdialog.errors import Problem
from styringsdialog.messages.showing import with_texts
from styringsdialog.model.places import TomlPath, problem

__all__ = ["control_character", "control_characters", "name_of", "normalised"]

# Control characters but the tab and the line feed, and Unicode's two own line breaks.
# TOML 1.0.0 keeps C0 controls out of a file's text, but not as escapes (``\u000b``), and not the C1 controls.
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def control_character(text: str) -> int | None:
    """Return where the first control character in ``text`` stands, line feed and tab excepted."""
    match = _CONTROL.search(text)
    return match.start() if match else None


def name_of(character: str) -> str:
    """Return a character that cannot be shown as «U+000B»."""
    return f"U+{ord(character):04X}"


def normalised(value: Any) -> Any:
    """Return TOML data with every string in it, keys too, in NFC."""
    # macOS and some PDF programs hand out «å» as «a» and a ring: it would match no key, no file name and no search.
    return with_texts(value, partial(unicodedata.normalize, "NFC"))


def control_characters(value: Any, path: TomlPath = ()) -> Iterator[Problem]:
    """Return a problem for every string in plain data that holds a control character."""
    match value:
        case str():
            at = control_character(value)
            if at is not None:
                yield problem(path, "edition.control-character", character=name_of(value[at]), number=at + 1)
        case Mapping():
            for key, item in value.items():
                yield from control_characters(item, (*path, key))
        case list() | tuple():
            for index, item in enumerate(value):
                yield from control_characters(item, (*path, index))
