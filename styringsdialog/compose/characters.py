"""Titles and names that the fonts cannot print, found before anything is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

import attrs

from styringsdialog.errors import Fault, Problem
from styringsdialog.hooks.contribute import ContributedBilag
from styringsdialog.model.conference import Conference
from styringsdialog.model.people import Contributor
from styringsdialog.model.values import TextFile
from styringsdialog.typeset.characters import missing_characters

__all__ = ["unprintable_bilag", "unprintable_texts"]


def unprintable_texts(conference: Conference) -> tuple[Problem, ...]:
    """Give a problem for each text in conference.toml with a character that the fonts lack."""
    return tuple(
        _problem(Fault.EDITION, f"conference.toml: {path}", character)
        for path, text in _texts(conference)
        for character in missing_characters(text)
    )


def unprintable_bilag(bilag: ContributedBilag, contributor: Contributor) -> tuple[Problem, ...]:
    """Give a problem for each character that the fonts lack in what lists and dividers print of ``bilag``."""
    return tuple(
        _problem(Fault.CONTENT, f"{contributor.id}: {name} of the bilag {bilag.key}", character)
        for name, text in (
            ("title", bilag.title),
            ("description", bilag.description),
            ("source", bilag.source),
            ("contact", bilag.contact),
        )
        for character in missing_characters(text)
    )


def _problem(fault: Fault, where: str, character: str) -> Problem:
    return Problem(
        fault,
        where,
        f"the fonts have no character {character}",
        "write it in another way",
        "Titlen indeholder et tegn, der ikke kan trykkes.",
    )


def _texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Give every printed string beneath ``value`` with its TOML path."""
    if isinstance(value, TextFile | Mapping | Enum):
        # A text's own characters are found where it is typeset, with their line; settings are the plugin's.
        return
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}[{index}]")
    elif attrs.has(kind := type(value)):
        for field in attrs.fields(kind):
            yield from _texts(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)
