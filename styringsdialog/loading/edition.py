"""An edition folder, loaded."""

from __future__ import annotations

from pathlib import Path

from styringsdialog.errors import EditionError
from styringsdialog.loading.characters import control_characters, normalised
from styringsdialog.loading.reading import read_conference_toml
from styringsdialog.loading.rules import broken_rules
from styringsdialog.loading.structuring import structure_conference
from styringsdialog.model.conference import Conference

__all__ = ["load_conference"]


def load_conference(folder: Path | str) -> Conference:
    """Give the conference that ``conference.toml`` in the edition ``folder`` describes.

    The texts it names are read with it. All text is NFC afterwards, and ``folder`` absolute.

    Raises:
        EditionError: With everything that is wrong, each with its TOML path.
    """
    given = Path(folder)
    data = normalised(read_conference_toml(given))
    conference, problems = structure_conference(data, given.resolve())
    problems += [*control_characters(data), *broken_rules(data)]
    if problems or conference is None:
        raise EditionError(problems)
    return conference
