"""Bytes from the edition folder, as text and as TOML."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final

from styringsdialog.errors import EditionError
from styringsdialog.loading.encoding import decoded
from styringsdialog.model.characters import control_character, name_of
from styringsdialog.model.places import FILE, UnfitError, did_you_mean
from styringsdialog.model.values import ImageFile, TextFile

__all__ = ["find_image", "read_conference_toml", "read_text_file", "read_toml"]

# What people write in a TOML file for the first time, seen in the line where reading stopped.
_FIRST_TIME_HINTS: Final = (
    (re.compile(r"=\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?!:)"), "write the seconds too: 2030-05-16T15:00:00"),
    (
        re.compile(r"=\s*\d{1,2}[-./]\s?\d{1,2}[-./]\s?\d{4}"),
        "write a date as 2030-05-16, a time as 2030-05-16T15:00:00",
    ),
    (re.compile(r"=\s*[“”„»«‘’]"), 'use straight quotation marks: "…"'),
    (re.compile(r"=\s*$"), 'write a value after the equals sign; "" is the empty text'),
    (re.compile(r"=\s*[^\W\d]"), 'put text in quotation marks: key = "text"'),
    (re.compile(r"^\s*[\w-]+\s*:"), 'write key = "value", with an equals sign'),
    (re.compile(r"^\s*[\w-]*[^\x00-\x7f][\w-]*\s*="), "keys have no æ, ø or å"),
)


def read_conference_toml(folder: Path) -> dict[str, Any]:
    """Give what ``conference.toml`` in ``folder`` says, as TOML data.

    Raises:
        EditionError: There is no such folder or file, or it is not a TOML text.
    """
    _check_folder(folder)
    return read_toml(folder / FILE, if_empty="styringsdialog init DIR makes a blank edition to begin with")


def read_toml(path: Path, *, called: str = "", if_empty: str = "") -> dict[str, Any]:
    """Give what the file at ``path`` says, as TOML data.

    Args:
        path: Of a file that is there.
        called: What messages call it, where that is not its name.
        if_empty: What to do when nothing stands in it; without such an advice it may say nothing.

    Raises:
        EditionError: It cannot be read, or is not a TOML text.
    """
    name = called or path.name
    try:
        text = _read_text(path)
        if not text.strip():
            if if_empty:
                raise EditionError.at(name, "is empty", if_empty)
            return {}
        data = tomllib.loads(text)
    except UnfitError as unfit:
        raise EditionError.at(name, unfit.message, unfit.hint) from unfit
    except RecursionError:
        raise EditionError.at(name, f"is not valid TOML: {_TOO_DEEP}") from None
    except ValueError as error:  # tomllib.TOMLDecodeError, and what int() and datetime() refuse
        raise EditionError.at(name, f"is not valid TOML: {error}", _first_time_hint(text, str(error))) from error
    if _is_deeper_than(data, _DEEPEST):
        raise EditionError.at(name, _TOO_DEEP)
    return data


_DEEPEST = 100
_TOO_DEEP = "lists or tables stand too deeply in each other"


def _is_deeper_than(data: object, depth: int) -> bool:
    """Tell whether lists and tables stand more than ``depth`` deep in ``data``; dotted keys make them without limit."""
    level = [data]
    for _ in range(depth):
        level = [item for one in level for item in _inside(one)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def read_text_file(folder: Path, written: str) -> TextFile:
    """Give the text that ``written``, a path in conference.toml, names in the edition ``folder``.

    Raises:
        UnfitError: The path leads out of the folder or to no file, or the file is no UTF-8 text.
    """
    inside = _inside_path(written)
    path = _find(folder, inside, "a text file")
    name = inside.as_posix()
    try:
        text = _read_text(path)
    except UnfitError as unfit:
        unfit.where = name
        raise
    if not text.strip():
        raise UnfitError("is empty", "write the text, or take the file away together with what names it", where=name)
    at = control_character(text)
    if at is not None:
        line = text.count("\n", 0, at) + 1
        raise UnfitError(
            f"holds the control character {name_of(text[at])} in line {line}",
            "take it out; it cannot be printed",
            where=name,
        )
    return TextFile(name, unicodedata.normalize("NFC", text))


def find_image(folder: Path, written: str) -> ImageFile:
    """Give the picture that ``written``, a path in conference.toml, names in the edition ``folder``.

    Whether it can be printed is for those to say who print it.

    Raises:
        UnfitError: The path leads out of the folder or to no file.
    """
    inside = _inside_path(written)
    path = _find(folder, inside, "a PNG or JPEG file")
    return ImageFile(path.relative_to(folder).as_posix())


def _inside_path(written: str) -> PurePosixPath:
    inside = PurePosixPath(written)
    if not written.strip():
        raise UnfitError("may not be blank", "name a file in the edition folder, or leave the key out")
    if "\\" in written or inside.is_absolute() or PureWindowsPath(written).drive or ".." in inside.parts:
        raise UnfitError(
            f"'{written}' is not a path inside the edition folder",
            "write it relative to the folder, with / between its parts and without ..",
        )
    return inside


def _check_folder(folder: Path) -> None:
    """Raise EditionError unless ``folder`` is a folder that holds conference.toml."""
    place = str(folder)
    try:
        if not folder.exists():
            raise EditionError.at(place, "there is no such folder", "styringsdialog init DIR makes a new edition")
        if not folder.is_dir():
            hint = f"give its folder: {folder.parent}" if folder.name == FILE else f"give the folder that holds {FILE}"
            raise EditionError.at(place, "is a file, not an edition folder", hint)
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise EditionError.at(place, f"cannot be read: {error.strerror}") from error
    if FILE not in names:
        hint = did_you_mean(FILE, names).replace("did you mean", "is it")
        raise EditionError.at(
            place, f"holds no {FILE}", hint or "styringsdialog init DIR makes a blank edition to begin with"
        )
    if not (folder / FILE).is_file():
        raise EditionError.at(str(folder / FILE), "is not a file")


def _find(folder: Path, inside: PurePosixPath, wanted: str) -> Path:
    """Give the file at ``inside``, ``wanted``, which may not be reached through a link that leads out of ``folder``."""
    written = inside.as_posix()
    try:
        # A file name that came by way of a Mac is often NFD; in conference.toml all is NFC.
        for form in (written, unicodedata.normalize("NFD", written)):
            path = folder / form
            if not path.exists():
                continue
            if not path.resolve().is_relative_to(folder.resolve()):
                raise UnfitError(
                    f"'{written}' leads out of the edition folder", "put the file itself there, not a link"
                )
            if not path.is_file():
                raise UnfitError(f"'{written}' is not a file", f"name {wanted}")
            return path
        around = folder / inside.parent
        names = [(inside.parent / entry.name).as_posix() for entry in around.iterdir()] if around.is_dir() else []
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a ring, before Python 3.13
        raise UnfitError(f"'{written}' cannot be read: {getattr(error, 'strerror', '') or error}") from error
    hint = did_you_mean(written, [unicodedata.normalize("NFC", name) for name in names])
    raise UnfitError(f"there is no '{written}' in the edition folder", hint or "put it there, or correct the path")


def _read_text(path: Path) -> str:
    """Give a UTF-8 file's text, its byte order mark dropped and every line end a line feed."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnfitError(f"cannot be read: {error.strerror}") from error
    return decoded(content)


def _first_time_hint(text: str, message: str) -> str:
    """Give what to write instead, where the line that could not be read is a known mistake."""
    place = re.search(r"at line (\d+)", message)
    if not place:
        return ""
    lines = text.splitlines()
    line = lines[min(int(place[1]), len(lines)) - 1]
    return next((hint for pattern, hint in _FIRST_TIME_HINTS if pattern.search(line)), "")
