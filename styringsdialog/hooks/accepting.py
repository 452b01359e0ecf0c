"""What a bilag says of itself, held against what a bilag may say: its key, its order, its texts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

from styringsdialog.hooks.guard import Origin
from styringsdialog.model.bilag import Bilag, Caption, Visibility

__all__ = ["accepted", "breaches", "is_text"]

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
_LONGEST_KEY: Final = 100
_LONGEST_TEXT: Final = 1_000
"""Characters of each of them; a title that fills a page helps nobody."""


def is_text(*values: object) -> bool:
    """Tell whether all ``values`` are text: what a plugin gives may be anything."""
    return all(isinstance(value, str) for value in values)


def accepted(bilag: Sequence[Bilag], origin: Origin) -> list[Bilag]:
    """Give ``bilag`` in the order in which they are printed.

    Raises:
        PluginError: A key, a title or another attribute is not as it should be.
    """
    for index, one in enumerate(bilag):
        if type(one.order) is not int:
            raise origin.error(f"gave a bilag at index {index} whose order is not a whole number")
        if not isinstance(one.visibility, Visibility):
            raise origin.error(f"gave a bilag at index {index} whose visibility is no Visibility")
        if not isinstance(one.comments, bool):
            raise origin.error(f"gave a bilag at index {index} whose comments are not True or False")
        texts = Caption.of(one).texts
        if not is_text(one.key, *texts.values()):
            *names, last = ("key", *texts)
            raise origin.error(f"gave a bilag at index {index} whose {', '.join(names)} or {last} is not text")
    if found := breaches([(one.key, Caption.of(one)) for one in bilag]):
        message, hint = found
        raise origin.error(message, hint)
    return sorted(bilag, key=lambda one: (one.order, one.key))


def breaches(bilag: Sequence[tuple[str, Caption]]) -> tuple[str, str] | None:
    """Return what is wrong with the keys and the texts of a contributor's bilag, and what to do."""
    for key, caption in bilag:
        if len(key) > _LONGEST_KEY:
            return f"gave a bilag with a key of {len(key)} characters", f"at most {_LONGEST_KEY}"
        if not _KEY.fullmatch(key):
            return f"gave a bilag with the key '{key}'", "small ASCII letters, digits, _ and -"
        for name, text in caption.texts.items():
            if len(text) > _LONGEST_TEXT:
                return f"gave bilag '{key}' a {name} of {len(text)} characters", f"at most {_LONGEST_TEXT}"
            if any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text):
                return f"gave bilag '{key}' a {name} with a line break or control character", "one line of text"
        if not caption.title.strip():
            return f"gave bilag '{key}' a blank title", ""
    for key, times in Counter(key for key, _ in bilag).items():
        if times > 1:
            return f"gave {times} bilag with the key '{key}'", "keys are unique for a contributor"
    return None
