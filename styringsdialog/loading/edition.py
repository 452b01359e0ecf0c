"""An edition folder, loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from styringsdialog.errors import EditionError, Problem, Remark
from styringsdialog.loading.lists import read_lists
from styringsdialog.loading.reading import WORD, find_image, find_word_text, read_conference_toml, read_text_file
from styringsdialog.loading.structuring import structure_table
from styringsdialog.messages.message import message
from styringsdialog.model.bilag import Bilag
from styringsdialog.model.characters import control_characters, normalised
from styringsdialog.model.conference import Conference
from styringsdialog.model.places import FILE, UnfitError, in_file, problem
from styringsdialog.model.rules import broken_rules
from styringsdialog.model.scalars import read_text
from styringsdialog.model.values import ImageFile, TextFile

__all__ = ["list_remarks", "load_conference"]


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
    given_data = {**data, "folder": home}
    unfit: list[Problem] = []
    # Only these three may be Word files: a template is a text to Jinja.
    for key in ("invitation", "welcome", "referat"):
        if isinstance(name := data.get(key), str) and name.lower().endswith(WORD):
            try:
                given_data[key] = find_word_text(home, name)
            except UnfitError as error:
                unfit.append(in_file(problem((key,), error.what), FILE))
                del given_data[key]
    lists = read_lists(home, data)
    given_data |= lists.tables
    conference, problems = structure_table(Conference, given_data, readers)
    problems += unfit
    problems += _contributor_problems(data)
    if "folder" in data:
        # An attribute of the value, but not a key of the file.
        unknown = problem(("folder",), "edition.unknown-key", key="folder", hint=message("edition.remove"))
        problems.append(in_file(unknown, FILE))
    if problems:
        # Of a conference that could not be made, what its values say together is still to be told.
        problems += [in_file(wrong, FILE) for wrong in (*control_characters(given_data), *broken_rules(given_data))]
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
    tables = data.get("contributors")
    for index, table in enumerate(tables if isinstance(tables, list) else ()):
        path = ("contributors", index)
        if isinstance(table, dict) and "plugin" not in table:
            yield in_file(problem((*path, "plugin"), "hooks.plugin-required"), FILE)
        if isinstance(table, dict) and "bilag" in table:
            yield in_file(problem((*path, "bilag"), "hooks.bilag-in-file"), FILE)
