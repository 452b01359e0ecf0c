"""Files that hold text read as blocks: Markdown, tables and plain text, told apart by their names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from styringsdialog.content.images import Images
from styringsdialog.content.markdown import parse_markdown
from styringsdialog.content.plain_text import parse_text
from styringsdialog.content.tables import parse_csv
from styringsdialog.errors import ContentError
from styringsdialog.loading.encoding import NotUtf8Error, other_kind
from styringsdialog.loading.reading import read_text_file
from styringsdialog.messages.message import message
from styringsdialog.model.bilag import ColumnKind
from styringsdialog.model.blocks import Blocks
from styringsdialog.model.places import UnfitError

__all__ = ["text_blocks"]

_HEAD: Final = 16
"""Bytes in which the signatures of other kinds of files are looked for."""


def text_blocks(
    path: Path, *, where: str, scope: str, images: Images, columns: Mapping[str, ColumnKind]
) -> Blocks | None:
    """Return what the text at ``path`` says; ``None`` where it is not named as one, or is certainly none.

    Args:
        path: A file that was found to be allowed.
        where: What messages call it.
        scope: What the keys of anchors in it begin with.
        images: Where its pictures may come from.
        columns: What was said of the columns of a table, by heading.

    Raises:
        ContentError: It cannot be read as text in UTF-8, is empty, or cannot be printed.
    """
    if _is_something_else(path):
        return None
    match path.suffix.lower():
        case ".md":
            return parse_markdown(_text(path, where), source=where, scope=scope, images=images)
        case ".csv" | ".tsv":
            return parse_csv(_text(path, where), source=where, columns=columns)
        case ".txt":
            return parse_text(_text(path, where), source=where)
    return None


def _is_something_else(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return other_kind(file.read(_HEAD)) is not None
    except OSError:
        return False  # told by whoever reads it


def _text(path: Path, where: str) -> str:
    try:
        return read_text_file(path.parent, path.name).text
    except NotUtf8Error as error:
        if path.suffix.lower() == ".csv":
            raise ContentError.at(where, message("edition.csv-not-utf8", reason=error.what)) from None
        raise ContentError.at(where, message("edition.text-not-utf8", reason=error.what)) from None
    except UnfitError as unfit:
        raise ContentError.at(where, unfit.what) from None
