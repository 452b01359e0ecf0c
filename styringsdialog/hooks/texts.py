"""Files that hold text read as blocks: Markdown, tables and plain text, told apart by their names."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from styringsdialog.content.images import Images
from styringsdialog.content.markdown import parse_markdown
from styringsdialog.content.plain_text import parse_text
from styringsdialog.content.tables import parse_csv
from styringsdialog.errors import ContentError, own_words
from styringsdialog.loading.encoding import NotUtf8Error, other_kind
from styringsdialog.loading.reading import read_text_file
from styringsdialog.messages.message import Message, message
from styringsdialog.messages.place import Where
from styringsdialog.model.blocks import Blocks
from styringsdialog.model.places import UnfitError

__all__ = ["text_blocks"]

_HEAD: Final = 16
"""Bytes in which the signatures of other kinds of files are looked for."""


def text_blocks(path: Path, *, where: str, scope: str, images: Images) -> Blocks | None:
    """Return what the text at ``path`` says; ``None`` where it is not named as one, or is certainly none.

    Args:
        path: A file that was found to be allowed.
        where: What messages call it.
        scope: What the keys of anchors in it begin with.
        images: Where its pictures may come from.

    Raises:
        ContentError: It cannot be read as text in UTF-8, is empty, or cannot be printed.
    """
    if _is_something_else(path):
        return None
    match path.suffix.lower():
        case ".md":
            return parse_markdown(_text(path, where), source=where, scope=scope, images=images)
        case ".csv" | ".tsv":
            return parse_csv(_text(path, where), source=where)
        case ".txt":
            return parse_text(_text(path, where), source=where)
    return None


def _is_something_else(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(other_kind(file.read(_HEAD)))
    except OSError:
        return False  # told by whoever reads it


def _text(path: Path, where: str) -> str:
    try:
        return read_text_file(path.parent, path.name).text
    except NotUtf8Error as error:
        raise ContentError.at(Where(where), _not_utf8(error, is_table=path.suffix.lower() == ".csv")) from None
    except UnfitError as unfit:
        raise ContentError.at(Where(where), own_words(unfit.message, hint=unfit.hint)) from None


def _not_utf8(error: NotUtf8Error, *, is_table: bool) -> Message:
    """Return what is wrong, and in which program a text or a table is saved as UTF-8."""
    reason, looks = own_words(error.message, hint=error.hint), error.looks
    if is_table and looks:
        return message("hooks.table-not-utf8-but-like-another", reason=reason, looks=looks)
    if is_table:
        return message("hooks.table-not-utf8", reason=reason)
    if looks:
        return message("hooks.not-utf8-but-like-another", reason=reason, looks=looks)
    return message("hooks.not-utf8", reason=reason)
