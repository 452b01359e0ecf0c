"""Editions, series and lists of bilag as their TOML files describe them, held against what is in the folder."""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from styringsdialog.errors import EditionError, Problem, Remark
from styringsdialog.loading.lists import read_lists
from styringsdialog.loading.reading import (
    WORD,
    find_image,
    find_word_text,
    read_conference_toml,
    read_text_file,
    read_toml,
)
from styringsdialog.loading.structuring import structure_table
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.model.bilag import Bilag, Visibility
from styringsdialog.model.bilag_toml import FileEntry, Listing
from styringsdialog.model.checking import broken_rules, control_characters, normalised, tables_in
from styringsdialog.model.conference import Conference
from styringsdialog.model.fields import written_fields
from styringsdialog.model.places import FILE, SERIES_FILE, TomlPath, UnfitError, did_you_mean, dotted, in_file, problem
from styringsdialog.model.scalars import DANISH, ImageFile, TextFile, read_text
from styringsdialog.model.series import ADDRESS, Address, Deadlines, MonthDay, Offset, Series


def load_conference(folder: Path | str) -> Conference:
    """Return the conference that ``conference.toml`` in the edition ``folder`` describes.

    The texts it names are read with it. All text is NFC afterwards, and ``folder`` absolute.

    Raises:
        EditionError: With everything that is wrong, each with its TOML path.
    """
    given = Path(folder)
    data = normalised(read_conference_toml(given))
    home = given.resolve()
    readers = {
        ImageFile: lambda value: find_image(home, read_text(value)),
        # What only code can give: ``_contributor_problems`` tells that it is no key.
        Bilag: lambda value: value,
        TextFile: lambda value: value if isinstance(value, TextFile) else read_text_file(home, read_text(value)),
    }
    tables, unfit = {**data, "folder": home}, list[Problem]()
    # Only these three may be Word files: a template is a text to Jinja.
    for key in ("invitation", "welcome", "referat"):
        if isinstance(name := data.get(key), str) and name.lower().endswith(WORD):
            try:
                tables[key] = find_word_text(home, name)
            except UnfitError as error:
                unfit.append(in_file(problem((key,), error.what), FILE))
                del tables[key]
    lists = read_lists(home, data)
    tables |= lists.tables
    conference, problems = structure_table(Conference, tables, readers)
    problems += [*unfit, *_contributor_problems(data)]
    if "folder" in data:
        # An attribute of the value, but not a key of the file.
        problems.append(
            in_file(problem(("folder",), "edition.unknown-key", key="folder", hint=message("edition.remove")), FILE)
        )
    if problems:
        # Of a conference that could not be made, what its values say together is still to be told.
        problems += [in_file(wrong, FILE) for wrong in (*control_characters(tables), *broken_rules(tables))]
    problems = lists.relocated(problems)
    if problems or conference is None:
        # A conference that was made and refused itself has told of its broken rules already.
        raise EditionError(list(dict.fromkeys(problems)))
    return conference


def list_remarks(folder: Path) -> list[Remark]:
    """Return what is to be said of the files that ``conference.toml`` in ``folder`` names for its lists."""
    if not (folder / FILE).is_file():
        return []
    return read_lists(folder, normalised(read_conference_toml(folder))).remarks


def _contributor_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Return a problem for each contributor of the file who has no plugin, or bilag, which only code can give."""
    for path, table in tables_in(data, "contributors"):
        if "plugin" not in table:
            yield in_file(problem((*path, "plugin"), "hooks.plugin-required"), FILE)
        if "bilag" in table:
            yield in_file(problem((*path, "bilag"), "hooks.bilag-in-file"), FILE)


LISTING: Final = "bilag.toml"

# What ``init`` writes into a folder for bilag, to say what to put there; it is none itself.
HANDING_IN: Final = "bilag-her.txt"


def load_listing(folder: Path, shown: str, names: Sequence[str]) -> Mapping[str, FileEntry]:
    """Return what ``bilag.toml`` in ``folder`` says of each file, by the file's name as it stands on the disk.

    Without such a file nothing is said of any.

    Args:
        folder: Where it stands; a link out of it is not followed.
        shown: What messages call the folder.
        names: Of the files that it may speak of.

    Raises:
        EditionError: With everything that is wrong, each with its TOML path.
    """
    path = folder / LISTING
    file = f"{shown}/{LISTING}"
    if not os.path.lexists(path):
        return {}
    if not path.resolve().is_relative_to(folder.resolve()):
        raise EditionError.at(Where(file=file), message("edition.list-of-bilag-is-a-link"))
    # Never passed over: what it would have closed would be published.
    if not path.is_file():
        raise EditionError.at(Where(file=file), message("edition.is-no-file"))
    data = normalised(read_toml(path, called=file))
    listing, problems = structure_table(Listing, data, file=file)
    problems += [in_file(problem, file) for problem in (*control_characters(data), *_unfit_names(data, names))]
    if problems or listing is None:
        raise EditionError(problems)
    # The disk's own name may be NFD, as from a Mac; what the table says is NFC by now.
    by_name = {unicodedata.normalize("NFC", name): name for name in names}
    return {by_name[entry.file]: entry for entry in listing.bilag}


_MEANT: Final = re.compile(r"bilag\.?toml|bilag\.tml$")
# What editors and other systems put beside a file.
_BACKUP: Final = re.compile(r"\._|\.?#|\..*\.sw[a-p]$|.*~$")


def misnamed_listings(names: Collection[str]) -> Iterator[str]:
    """Return those of ``names``, all that a folder holds, that were meant to be ``bilag.toml`` and are not."""
    for name in sorted(names):
        plain = unicodedata.normalize("NFKC", name).casefold()
        letters = "".join(char for char in plain if char.isalnum() or char == ".").strip(".")
        meant = _MEANT.match(letters) or (letters.endswith(".toml") and not name.startswith("."))
        if meant and name != LISTING and not (LISTING in names and _BACKUP.match(name)):
            yield name


def _unfit_names(data: Mapping[str, Any], names: Sequence[str]) -> Iterator[Problem]:
    """Return a problem for each entry of a file that is not there, or that another entry has before it.

    It looks at TOML data, as ``broken_rules`` does, and passes over what is not of the right type.
    """
    there = [unicodedata.normalize("NFC", name) for name in names]
    first: dict[str, TomlPath] = {}
    for path, entry in tables_in(data, "bilag"):
        name = entry.get("file")
        if not isinstance(name, str) or not name.strip():
            continue
        if name in first:
            yield problem((*path, "file"), "edition.bilag-listed-twice", file=name, entry=dotted(first[name]))
        elif entry.get("columns") and not name.lower().endswith((".csv", ".tsv")):
            yield problem((*path, "columns"), "edition.columns-of-no-table", file=name)
        elif (
            entry.get("reason")
            and DANISH.get(str(entry.get("visibility")).casefold(), entry.get("visibility")) != Visibility.CLOSED
        ):
            yield problem((*path, "reason"), "edition.reason-of-open")
        elif name not in there:
            others = message("edition.files-here", files=", ".join(there))
            hint = did_you_mean(name, there, others) if there else message("edition.no-other-file")
            yield problem((*path, "file"), "edition.no-such-bilag-file", file=name, hint=hint)
        first.setdefault(name, path)
        if entry.get("replaces") in there:
            yield problem((*path, "replaces"), "edition.replaced-file-is-there", file=str(entry["replaces"]))


_BEFORE: Final = ("save_the_date", "invitation", "registration", "reminders", "bilag", "dispatch")

_T = TypeVar("_T")


def is_series(folder: Path) -> bool:
    """Tell whether ``folder`` is that of a series."""
    return (folder / SERIES_FILE).is_file()


def load_series(folder: Path) -> Series:
    """Return what ``series.toml`` in ``folder`` says. All text is NFC afterwards.

    Raises:
        EditionError: With everything that is wrong, each with its TOML path.
    """
    if not is_series(folder):
        raise EditionError.at(Where(file=str(folder)), message("edition.no-series-file", file=SERIES_FILE))
    data = normalised(read_toml(folder / SERIES_FILE, if_empty=message("edition.series-file-empty")))
    readers = {
        Offset: _reader_of(Offset.parse, message("edition.type-offset"), "15 arbejdsdage før"),
        # No match has no first group: a TypeError, as of what is no text.
        Address: _reader_of(
            lambda text: Address(ADDRESS.fullmatch(text)[0]),  # type: ignore[index]  # see above
            message("edition.type-address"),
            "navn@example.dk",
        ),
        MonthDay: _reader_of(MonthDay.parse, message("edition.type-month-day"), "08-15"),
    }
    series, problems = structure_table(Series, data, readers, file=SERIES_FILE)
    problems += [in_file(wrong, SERIES_FILE) for wrong in (*control_characters(data), *_broken_rules(data))]
    if problems or series is None:
        raise EditionError(problems)
    return series


def _reader_of(parse: Callable[[str], _T], wanted: Message, example: str) -> Callable[[Any], _T]:
    """Return a reader for a value that is written as text."""

    def read(value: Any) -> _T:
        try:
            return parse(value)
        # ``parse`` raises any of these for a value that is no text.
        except (ValueError, TypeError, AttributeError):
            if isinstance(value, str):
                raise UnfitError(
                    message("edition.written-otherwise", text=value, wanted=wanted, example=example)
                ) from None
            raise UnfitError(message("edition.not-as-text", wanted=wanted, example=example)) from None

    return read


def _broken_rules(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Return a problem for every rule between values; what is of the wrong type is passed over."""
    if data.get("weekdays") == []:
        yield problem(("weekdays",), "edition.no-weekday")
    deadlines = data.get("deadlines")
    if isinstance(deadlines, dict):
        yield from _wrong_side(deadlines)
    match data.get("notify"):
        case {"user": user, **rest} if user and not rest.get("password_file"):
            yield problem(("notify", "user"), "edition.user-without-password")
        case {**rest} if rest and not rest.get("to"):
            yield problem(("notify", "to"), "edition.no-recipient")
    for path, event in tables_in(data, "events"):
        match event:
            # A date cannot be compared with a datetime, which isinstance takes for a date.
            case {"first": dt.date() as first, "last": dt.date() as last} if type(first) is type(last) and last < first:
                yield problem((*path, "last"), "edition.last-day-before-first", first=str(first), last=str(last))


def _wrong_side(deadlines: Mapping[str, Any]) -> Iterator[Problem]:
    """Return a problem for each day that lies on the wrong side of the conference."""
    for name in written_fields(Deadlines):
        given = deadlines.get(name)
        several = isinstance(given, list)
        for index, value in enumerate(given if isinstance(given, list) else [given]):
            path: TomlPath = ("deadlines", name, index) if several else ("deadlines", name)
            try:
                offset = Offset.parse(value)
            except (ValueError, TypeError, AttributeError):
                continue
            if offset.after and name in _BEFORE:
                yield problem(path, "edition.after-instead-of-before", offset=value)
            if not offset.after and name not in _BEFORE:
                yield problem(path, "edition.before-instead-of-after", offset=value)
