"""Titles and names that the fonts cannot print, found before anything is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Final

from styringsdialog.errors import Fault, Problem
from styringsdialog.hooks.contribution import ContributedBilag, Contribution
from styringsdialog.hooks.providers import BUILT_IN
from styringsdialog.model.blocks import NOWHERE
from styringsdialog.model.conference import Conference
from styringsdialog.model.places import TomlPath, dotted
from styringsdialog.model.tree import members
from styringsdialog.model.values import ImageFile, TextFile
from styringsdialog.typeset.inlines import missing_characters

__all__ = ["unprintable_bilag", "unprintable_texts"]


_UNPRINTED: Final = frozenset({"alt"})
"""What of a bilag's caption is read aloud and not printed."""


def unprintable_texts(conference: Conference) -> tuple[Problem, ...]:
    """Give a problem for each text in conference.toml with a character that the fonts lack."""
    return tuple(
        _problem(Fault.EDITION, f"conference.toml: {dotted(path)}", character)
        for path, text in _texts(conference)
        for character in missing_characters(text)
    )


def unprintable_bilag(bilag: ContributedBilag, contribution: Contribution) -> tuple[Problem, ...]:
    """Give a problem for each character that the fonts lack in what lists and dividers print of ``bilag``."""
    source = _named_after(bilag, contribution)
    where = f"{contribution.contributor_id}: {source}" if source else f"bilag '{bilag.key}'"
    return tuple(
        _problem(Fault.CONTENT, f"{where}: {name}", character, "give the file another name" if source else "")
        for name, text in bilag.caption.texts.items()
        if name not in _UNPRINTED
        for character in missing_characters(text)
    )


def _named_after(bilag: ContributedBilag, contribution: Contribution) -> str:
    """Give the file whose name the title was made of; empty where a plugin's code says what it is called."""
    if contribution.plugin is None or contribution.plugin.name not in BUILT_IN:
        return ""
    if isinstance(bilag.body, Path):
        return bilag.body.name
    files = {block.place.file for block in bilag.body or ()} - {NOWHERE.file}
    return files.pop() if len(files) == 1 else ""


def _problem(fault: Fault, where: str, character: str, hint: str = "") -> Problem:
    return Problem(
        fault,
        where,
        f"the fonts have no character {character}",
        hint or "write it in another way",
        "Titlen indeholder et tegn, der ikke kan trykkes.",
    )


def _texts(value: object, path: TomlPath = ()) -> Iterator[tuple[TomlPath, str]]:
    """Return every printed string beneath ``value`` with its TOML path."""
    if isinstance(value, TextFile | ImageFile | Mapping | Enum):
        # A text's own characters are found where it is typeset, with their line; settings are the plugin's.
        return
    if isinstance(value, str):
        yield path, value
    for key, inner in members(value):
        yield from _texts(inner, (*path, key))
