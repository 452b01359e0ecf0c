"""What a bilag may say of itself: the rules for its key, its order, its texts and the files that it names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from styringsdialog.errors import MessageError
from styringsdialog.hooks.guard import Origin
from styringsdialog.messages.message import Message, message
from styringsdialog.model.bilag import Bilag, Caption, Checked, Visibility

__all__ = [
    "LONGEST_KEY",
    "RefusedFileError",
    "accepted",
    "allowed_file",
    "breach_of",
    "is_text",
    "is_utf8",
    "printable",
    "shown",
]


_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
LONGEST_KEY: Final = 100
_LONGEST_TEXT: Final = 1_000
"""Characters of a title, a description and so on: no more than fits on a divider."""


def is_text(*values: object) -> bool:
    """Tell whether all ``values`` are text: what a plugin gives may be anything."""
    return all(isinstance(value, str) for value in values)


def is_utf8(name: str) -> bool:
    """Tell whether ``name`` is text: bytes that are no UTF-8 Python keeps as lone surrogates (PEP 383)."""
    return not any(unicodedata.category(char) == "Cs" for char in name)


def accepted(bilag: Sequence[Bilag], origin: Origin) -> list[Bilag]:
    """Return ``bilag`` in the order in which they are printed.

    Raises:
        PluginError: A key, a title or another attribute is not as it should be.
    """
    for index, entry in enumerate(bilag):
        # ``type`` and not ``isinstance``: a boolean is an int to Python.
        if type(entry.order) is not int:
            raise origin.error(message("hooks.order-type", index=index))
        if not isinstance(entry.visibility, Visibility):
            raise origin.error(message("hooks.visibility-type", index=index))
        if entry.reason and entry.visibility is Visibility.OPEN:
            raise origin.error(message("hooks.reason-of-open", index=index))
        if not isinstance(entry.comments, bool):
            raise origin.error(message("hooks.comments-type", index=index))
        checked: object = entry.checked
        if not (isinstance(checked, tuple) and all(isinstance(name, Checked) for name in checked)):
            raise origin.error(message("hooks.checked-type", index=index))
        texts = Caption.of(entry).texts
        if not is_text(entry.key, *texts.values()):
            *names, last = ("key", *texts)
            raise origin.error(message("hooks.text-types", index=index, names=", ".join(names), last=last))
    if breach := breach_of([(entry.key, Caption.of(entry)) for entry in bilag]):
        raise origin.error(breach)
    # By key where two have one order, so that it does not depend on the order of the plugin's list.
    return sorted(bilag, key=lambda entry: (entry.order, entry.key))


def breach_of(bilag: Sequence[tuple[str, Caption]]) -> Message | None:
    """Return what is wrong with the keys and the texts of a contributor's bilag."""
    for key, caption in bilag:
        if len(key) > LONGEST_KEY:
            return message("hooks.long-key", length=len(key), most=LONGEST_KEY)
        if not _KEY.fullmatch(key):
            return message("hooks.bad-key", key=key)
        for name, text in caption.texts.items():
            if len(text) > _LONGEST_TEXT:
                return message("hooks.long-text", key=key, name=name, length=len(text), most=_LONGEST_TEXT)
            if any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text):
                return message("hooks.text-of-several-lines", key=key, name=name)
        if not caption.title.strip():
            return message("hooks.blank-title", key=key)
    for key, count in Counter(key for key, _ in bilag).items():
        if count > 1:
            return message("hooks.key-used-twice", key=key, count=count)
    return None


class RefusedFileError(MessageError):
    """A plugin may not name the file; ``what`` is the rest of a sentence that begins with the file."""


def allowed_file(path: Path, roots: Sequence[Path]) -> Path:
    """Return ``path`` with its links resolved.

    Args:
        path: As a plugin named it.
        roots: The folders whose files it may name, their links followed too.

    Raises:
        RefusedFileError: It is no file, or lies outside ``roots``.
    """
    if not path.is_absolute():
        raise RefusedFileError(message("hooks.not-absolute"))
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        # What is not there cannot be resolved: only its own path can tell whether it would have been allowed.
        inside = any(path.is_relative_to(root) for root in roots) and ".." not in path.parts
        raise RefusedFileError(message("hooks.not-there") if inside else message("hooks.outside")) from None
    if not any(real.is_relative_to(root.resolve()) for root in roots):
        raise RefusedFileError(message("hooks.outside"))
    if not real.is_file():
        raise RefusedFileError(message("hooks.not-a-file"))
    return real


def shown(path: Path, *, edition: Path, roots: Sequence[Path]) -> str:
    """Return ``path`` as messages say it: within the edition, or from the name of a plugin's package on."""
    # Some systems give names in NFD: a message is the same on all of them.
    bases = (edition, *(root.parent for root in roots))
    for base in (*bases, *(base.resolve() for base in bases)):
        if path.is_relative_to(base):
            return printable(path.relative_to(base).as_posix())
    return printable(path.name)


def printable(name: str) -> str:
    """Return ``name`` as any output can print it: bytes that are no UTF-8 as escapes."""
    return unicodedata.normalize("NFC", name).encode(errors="backslashreplace").decode()
