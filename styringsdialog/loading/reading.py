"""Bytes from the edition folder, as text and as TOML; and what tomllib says of a text that is none, as a message."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import stat
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any, Final

from styringsdialog.errors import EditionError
from styringsdialog.loading.encoding import decoded
from styringsdialog.messages.message import Message, Where, message, system_reason
from styringsdialog.model.checking import control_character, name_of
from styringsdialog.model.places import FILE, UnfitError, did_you_mean, nearest
from styringsdialog.model.scalars import ImageFile, TextFile, WrittenFloat

# Of a file that a package is made from: more than any system for records takes.
MOST_BYTES: Final = 2**30

_DAY: Final = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"

# What may follow a value.
_END: Final = r"\s*(?:#|$)"

# What people write in a TOML file for the first time, seen in the line where reading stopped; the first that fits.
_FIRST_TIME_HINTS: Final = (
    # From web pages and mails: an unbreakable or empty space, a soft hyphen, a byte order mark.
    (re.compile("^[^\"'#]*[\u00a0\u00ad\u200b-\u200f\u202f\u2060\ufeff]"), message("edition.write-anew")),
    (re.compile(r"^\s*[\w.-]+\s*(?::(?!\d)|==)"), message("edition.write-equals-sign")),
    (re.compile(r"\{[^}\"']*\w\s*:"), message("edition.write-equals-sign")),
    (re.compile(r"^\s*[\w.-]+ +\w[^=\"']*="), message("edition.write-one-word")),
    (re.compile(r"=\s*\{[^}]*$"), message("edition.write-in-one-line")),
    (re.compile(r"=\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?!:)"), message("edition.write-seconds")),
    (re.compile(r"=\s*(?:kl\b|\d{1,2}:\d\d)"), message("edition.write-time")),
    (re.compile(rf"=\s*-?\d+,\d+{_END}"), message("edition.write-decimal-point")),
    (re.compile(r"=\s*\d{4}-\d\d-\d\d\s+kl\b"), message("edition.write-date")),
    (re.compile(r"=\s*\d+\.?\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"), message("edition.write-date")),
    (re.compile(rf"=\s*(?!{_DAY})\d{{4}}-\d{{1,2}}-\d{{1,2}}"), message("edition.write-date")),
    (re.compile(r"=\s*\d{1,2}[-./]\s?\d{1,2}[-./]\s?\d{4}"), message("edition.write-date")),
    (re.compile(rf"[=\[,]\s*[“”„»«‘’]|\"[^\"]*[“”„]\s*[],]?{_END}"), message("edition.write-straight-quotes")),
    (re.compile(rf"=\s*(?i:true|false|ja|nej|sand|falsk|yes|no|on|off){_END}"), message("edition.write-boolean")),
    (re.compile(r"=\s*\"[^\"]*\"\s*,\s*\S"), message("edition.write-list")),
    (re.compile(rf"=\s*(?:\"[^\"]*\"|'[^']*'|[\w.:-]+)\s*[;,]{_END}"), message("edition.write-no-sign-after")),
    # «4 010», «1.234.567», «07», «5.», «.5», «−2», «12 %».
    (
        re.compile(
            r"[=\[,]\s*(?:[−–]\s*\d|-?(?:\d{1,3}(?:[ .]\d{3})+|0\d|\.\d|\d+\.(?!\d)|[\d.]+\s*(?:%|[a-zæøå]+\b)))"
        ),
        message("edition.write-digits"),
    ),
    (re.compile(r"=\s*$"), message("edition.write-value")),
    (re.compile(r"=\s*[^\W\d]"), message("edition.write-quotes")),
    (re.compile(r"^\s*[\w-]*[^\x00-\x7f][\w-]*\s*="), message("edition.write-ascii-keys")),
)

# Before Python 3.14, tomllib says only in words where a fault is.
_PLACE: Final = re.compile(r"(?P<words>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")

# By how tomllib's words begin; the first that fits.
_FAULTS: Final = (
    ("Expected newline or end of document", Message("edition.toml-more-in-line")),
    # A path of Windows in a text: \U and \x want digits after them.
    ("Unescaped|Invalid hex value|Escaped character", Message("edition.toml-backslash")),
    (r"(Illegal|Found invalid) character '\\n'", Message("edition.toml-text-not-closed")),
    ("Unterminated string|Expected \"'", Message("edition.toml-text-not-closed")),
    ("(Illegal|Found invalid) character", Message("edition.toml-character")),
    ("Invalid value", Message("edition.toml-no-value")),
    ("Invalid date", Message("edition.toml-no-day")),
    ("Invalid statement", Message("edition.toml-no-statement")),
    ("Expected '='", Message("edition.toml-no-equals-sign")),
    ("Invalid initial character", Message("edition.toml-no-key")),
    (r"Expected '\]", Message("edition.toml-table-name-not-closed")),
    ("Unclosed array", Message("edition.toml-list-not-closed")),
    ("Unclosed inline table", Message("edition.toml-inline-table-not-closed")),
)
# What is there twice may be written as it should be: its line gives no hint.
_REPETITIONS: Final = (
    ("Cannot declare", Message("edition.toml-table-again")),
    ("Cannot overwrite|Duplicate inline table key", Message("edition.toml-key-again")),
    ("Cannot mutate|Cannot redefine", Message("edition.toml-table-closed")),
)


def syntax_fault(text: str, words: str) -> Message:
    """Return what is wrong with ``text``, of which tomllib says ``words``.

    Its words differ little from one version of Python to the next; what is not known is told in them.
    """
    if (place := _PLACE.fullmatch(words)) is None:
        # Only a number that int() refuses has no place.
        return message("edition.toml-number", words=words)
    fault = place["words"]
    repetition = _first_fit(fault, _REPETITIONS)
    reason = repetition or _first_fit(fault, _FAULTS) or message("edition.toml-other", words=fault)
    if place["line"] is None:
        return message("edition.toml-at-end", reason=reason)
    number, column = place["line"], place["column"]
    lines = text.split("\n")
    line = lines[min(int(number), len(lines)) - 1].strip(" \t")
    # What to write instead, where the line that could not be read is a known mistake.
    hint = next((hint for pattern, hint in _FIRST_TIME_HINTS if pattern.search(line)), None)
    return (
        message("edition.toml-in-line", reason=reason, line=number, column=column, text=line[:80])
        if repetition or hint is None
        else message("edition.toml-first-time", reason=reason, line=number, column=column, text=line[:80], hint=hint)
    )


def _first_fit(words: str, faults: tuple[tuple[str, Message], ...]) -> Message | None:
    """Return the first of ``faults`` that ``words`` tell of, with them, and the table that they name."""
    name = ".".join(re.findall("'([^']*)'", words))
    fault = next((fault for beginning, fault in faults if re.match(beginning, words)), None)
    return fault and message(fault.code, words=words, name=name)


def read_conference_toml(folder: Path) -> dict[str, Any]:
    """Return what ``conference.toml`` in ``folder`` says, as TOML data.

    Raises:
        EditionError: There is no such folder or file, or it is not a TOML text.
    """
    _check_folder(folder)
    return read_toml(folder / FILE, if_empty=message("edition.conference-file-empty"))


def read_toml(path: Path, *, called: str = "", if_empty: Message | None = None) -> dict[str, Any]:
    """Return what the file at ``path`` says, as TOML data.

    Args:
        path: Of a file that is there.
        called: What messages call it, where that is not its name.
        if_empty: What is told when nothing stands in it; without such a message it may say nothing.

    Raises:
        EditionError: It cannot be read, or is not a TOML text.
    """
    place = Where(file=called or path.name)
    try:
        text = _read_text(path)
        if not text.strip():
            if if_empty:
                raise EditionError.at(place, if_empty)
            return {}
        data = tomllib.loads(text, parse_float=WrittenFloat)
    except UnfitError as unfit:
        raise EditionError.at(place, unfit.what) from unfit
    # tomllib goes into lists within lists by recursion.
    except RecursionError:
        raise EditionError.at(place, message("edition.toml-nested-too-deeply")) from None
    except ValueError as error:  # tomllib.TOMLDecodeError, and what int() and datetime() refuse
        raise EditionError.at(place, syntax_fault(text, str(error))) from error
    if _is_deeper_than(data, _DEEPEST):
        raise EditionError.at(place, message("edition.nested-too-deeply"))
    return data


# What is done with the data goes into it by recursion, which Python stops at a thousand levels.
_DEEPEST = 100


def _is_deeper_than(data: object, depth: int) -> bool:
    """Tell whether lists and tables stand more than ``depth`` deep in ``data``; dotted keys make them without limit."""
    level = [data]
    for _ in range(depth):
        level = [item for value in level for item in _inside(value)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def read_text_file(folder: Path, written: str) -> TextFile:
    """Return the text that ``written``, a path in conference.toml, names in the edition ``folder``.

    Raises:
        UnfitError: The path leads out of the folder or to no file, or the file is no UTF-8 text.
    """
    path = find_file(folder, written, message("edition.name-a-text-file"))
    name = PurePosixPath(written).as_posix()
    place = Where(file=name)
    try:
        text = _read_text(path)
    except UnfitError as unfit:
        unfit.place = place
        raise
    if not text.strip():
        raise UnfitError(message("edition.text-empty"), place)
    if (at := control_character(text)) is not None:
        line = text.count("\n", 0, at) + 1
        raise UnfitError(message("edition.control-character-in-line", character=name_of(text[at]), line=line), place)
    return TextFile(name, unicodedata.normalize("NFC", text))


# How the name of a Word file ends.
WORD: Final = ".docx"


def find_word_text(folder: Path, written: str) -> TextFile:
    """Return the Word file that ``written``, a path in conference.toml, names; its words are read later, apart.

    Raises:
        UnfitError: The path leads out of the folder or to no file.
    """
    find_file(folder, written, message("edition.name-a-text-file"))
    inside = PurePosixPath(written)
    return TextFile(inside.as_posix(), inside.name)


def find_image(folder: Path, written: str) -> ImageFile:
    """Return the picture that ``written``, a path in conference.toml, names in the edition ``folder``.

    Whether it can be printed is for those to say who print it.

    Raises:
        UnfitError: The path leads out of the folder or to no file.
    """
    return ImageFile(find_file(folder, written, message("edition.name-a-picture")).relative_to(folder).as_posix())


def _inside_path(written: str) -> PurePosixPath:
    inside = PurePosixPath(written)
    if not written.strip():
        raise UnfitError(message("edition.path-blank"))
    # A backslash and a drive mean something on Windows alone: the edition would not load everywhere alike.
    if "\\" in written or inside.is_absolute() or PureWindowsPath(written).drive or ".." in inside.parts:
        raise UnfitError(message("edition.path-outside", path=written))
    return inside


def _check_folder(folder: Path) -> None:
    """Raise EditionError unless ``folder`` is a folder that holds conference.toml."""
    place = Where(file=str(folder))
    try:
        if not folder.exists():
            raise EditionError.at(place, message("edition.no-folder"))
        if not folder.is_dir() and folder.name == FILE:
            raise EditionError.at(place, message("edition.file-given", folder=str(folder.parent)))
        if not folder.is_dir():
            raise EditionError.at(place, message("edition.other-file-given", file=FILE))
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise EditionError.at(place, message("edition.unreadable", reason=system_reason(error))) from error
    if FILE not in names:
        near = nearest(FILE, names)
        hint = message("edition.is-it", name=near) if near else message("edition.make-a-blank-edition")
        raise EditionError.at(place, message("edition.no-conference-file", file=FILE, hint=hint))
    if not (folder / FILE).is_file():
        raise EditionError.at(Where(file=str(folder / FILE)), message("edition.is-no-file"))


def find_file(folder: Path, given: str, hint: Message) -> Path:
    """Return the file that ``given``, a path in conference.toml, names in the edition ``folder``.

    ``hint`` says what should be named where something else is there.

    Raises:
        UnfitError: The path leads out of the folder, be it through a link, or to no file.
    """
    inside = _inside_path(given)
    written = inside.as_posix()
    try:
        path = on_disk(folder, inside)
        if path.exists():
            if not path.resolve().is_relative_to(folder.resolve()):
                raise UnfitError(message("edition.link-outside", path=written))
            if not path.is_file():
                raise UnfitError(message("edition.path-to-no-file", path=written, hint=hint))
            return path
        parent = folder / inside.parent
        names = [(inside.parent / entry.name).as_posix() for entry in parent.iterdir()] if parent.is_dir() else []
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a ring, before Python 3.13
        raise UnfitError(message("edition.path-unreadable", path=written, reason=system_reason(error))) from error
    names = [unicodedata.normalize("NFC", name) for name in names]
    meant = did_you_mean(written, names, message("edition.put-the-file-there"))
    raise UnfitError(message("edition.no-such-file", path=written, hint=meant))


def _read_text(path: Path) -> str:
    """Return a UTF-8 file's text, its byte order mark dropped and every line end a line feed."""
    try:
        # A link within the edition is followed, but never into a pipe; no text is as long as that.
        with open_plain(path.resolve(), most=MOST_BYTES >> 6) as stream:
            content = stream.read()
    except OSError as error:
        raise UnfitError(message("edition.unreadable", reason=system_reason(error))) from error
    return decoded(content)


def open_plain(path: Path, *, most: int = MOST_BYTES) -> io.BufferedReader:
    """Return the plain file at ``path``, open to be read: no link is followed, and no pipe or device waited for.

    Raises:
        OSError: It is something else, holds more than ``most`` bytes, or cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    facts = os.fstat(handle)
    if stat.S_ISREG(facts.st_mode) and facts.st_size <= most:
        return os.fdopen(handle, "rb")
    os.close(handle)
    number = errno.EFBIG if stat.S_ISREG(facts.st_mode) else errno.ENOTSUP
    raise OSError(number, os.strerror(number), str(path))


def on_disk(folder: Path, written: str | PurePath) -> Path:
    """Return the path of ``written`` in ``folder``, each part as the disk has it, or as written where it has none.

    Their letters may be stored otherwise there: å is one character (NFC) or, from a Mac, two (NFD).
    """
    path = folder
    for part in PurePath(written).parts:
        there = path / part
        if not part.isascii() and not os.path.lexists(there):
            wanted = unicodedata.normalize("NFC", part)
            with contextlib.suppress(OSError):
                same = sorted(entry for entry in path.iterdir() if unicodedata.normalize("NFC", entry.name) == wanted)
                there = (same or [there])[0]
        path = there
    return path
