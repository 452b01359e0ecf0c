"""``bilag.toml``, beside the files it speaks of: read, structured, and held against what is in the folder."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from styringsdialog.errors import EditionError, Problem
from styringsdialog.loading.reading import read_toml
from styringsdialog.loading.structuring import structure_table
from styringsdialog.messages.message import message
from styringsdialog.messages.place import Where
from styringsdialog.model.bilag import Visibility
from styringsdialog.model.bilag_toml import FileEntry, Listing
from styringsdialog.model.characters import control_characters, normalised
from styringsdialog.model.places import TomlPath, did_you_mean, dotted, in_file, problem

__all__ = ["LISTING", "load_listing", "misnamed_listings"]

LISTING: Final = "bilag.toml"


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

    It looks at TOML data, as ``rules`` do, and passes over what is not of the right type.
    """
    there = [unicodedata.normalize("NFC", name) for name in names]
    first: dict[str, TomlPath] = {}
    entries = data.get("bilag")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        name = entry.get("file") if isinstance(entry, dict) else None
        path = ("bilag", index, "file")
        if not isinstance(name, str) or not name.strip():
            continue
        if name in first:
            yield problem(path, "edition.bilag-listed-twice", file=name, entry=dotted(first[name]))
        elif entry.get("columns") and not name.lower().endswith((".csv", ".tsv")):
            yield problem((*path[:2], "columns"), "edition.columns-of-no-table", file=name)
        elif entry.get("reason") and entry.get("visibility") != Visibility.CLOSED:
            yield problem((*path[:2], "reason"), "edition.reason-of-open")
        elif name not in there:
            others = message("edition.files-here", files=", ".join(there))
            hint = did_you_mean(name, there, others) if there else message("edition.no-other-file")
            yield problem(path, "edition.no-such-bilag-file", file=name, hint=hint)
        first.setdefault(name, path[:2])
        if entry.get("replaces") in there:
            yield problem((*path[:2], "replaces"), "edition.replaced-file-is-there", file=str(entry["replaces"]))
