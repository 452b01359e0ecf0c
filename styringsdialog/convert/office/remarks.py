"""What somebody should know of a converted Office file: what its pages hide, and what only its author can add."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from styringsdialog.convert.office.facts import Lack, OfficeFacts, Picture, Sheet
from styringsdialog.errors import Remark
from styringsdialog.messages.message import Message, message

# Numbers in one sentence.
_MOST: Final = 12


def remarks_on(facts: OfficeFacts, lack: Lack, *, comments: bool = False) -> tuple[Remark, ...]:
    """Return what somebody should know of a converted file, the weightiest first.

    Args:
        facts: What the file holds.
        lack: What it lacks.
        comments: Whether its comments are shown.
    """
    hidden, fonts, missing = facts.hidden_slides, _quoted(facts.strange_fonts), _quoted(facts.missing_fonts)
    fixed, blank = facts.fixed_fields, facts.blank_fields
    notes = (
        (hidden, message("office.hidden-slides", slides=_listed(hidden), count=len(hidden))),
        *((True, note) for note in _sheets(facts.sheets)),
        (facts.changes and facts.changes_shown, message("office.changes-shown", count=facts.changes)),
        (facts.changes and not facts.changes_shown, message("office.changes-accepted", count=facts.changes)),
        (facts.comments and not comments, message("office.comments", count=facts.comments)),
        (facts.macros, message("office.macros")),
        (facts.unshown, message("office.unshown", count=facts.unshown)),
        (facts.embedded, message("office.embedded", count=facts.embedded)),
        (facts.played, message("office.played", count=facts.played)),
        (facts.outside, message("office.outside", count=facts.outside)),
        (fixed and not blank, message("office.fixed-fields", fixed=fixed)),
        (blank and not fixed, message("office.blank-fields", blank=blank)),
        (fixed and blank, message("office.fixed-and-blank-fields", fixed=fixed, blank=blank)),
        (facts.broken, message("office.broken-references", count=facts.broken)),
        (facts.undrawn, message("office.undrawn", words=_quoted(facts.undrawn))),
        (facts.placeholders, message("office.placeholders", words=_quoted(facts.placeholders))),
        (facts.missing_fonts, message("office.missing-fonts", missing=missing, count=len(missing), fonts=fonts)),
        (fonts and not missing, message("office.strange-fonts", fonts=fonts)),
        *((True, note) for note in _lacks(facts, lack)),
    )
    return tuple(Remark(note) for is_so, note in notes if is_so)


def lost_texts(pictures: Sequence[Picture]) -> tuple[Remark, ...]:
    """Return what is to be said of ``pictures``, whose alternative texts could not be carried."""
    lost, aside = (
        list(dict.fromkeys(picture.alt for picture in pictures if picture.margin is margin)) for margin in (False, True)
    )
    notes = (
        (lost, message("office.alt-lost", texts=_quoted(lost), count=len(lost))),
        (aside, message("office.alt-in-margin", texts=_quoted(aside), count=len(aside))),
    )
    return tuple(Remark(note) for is_so, note in notes if is_so)


def _quoted(texts: Sequence[str]) -> list[str]:
    return [f"«{text}»" for text in texts[:_MOST]]


def _sheets(sheets: Sequence[Sheet]) -> Iterator[Message]:
    """Yield what the pages of a workbook do not show, and which sheets are divided."""
    for sheet in sheets[:_MOST]:
        if sheet.parts:
            first, *others = sheet.parts
            yield message("office.divided-sheet", sheet=sheet.name, first=first, others=_listed(others))
    if hidden := [f"«{sheet.name}»" for sheet in sheets if sheet.hidden]:
        yield message("office.hidden-sheets", sheets=_listed(hidden), count=len(hidden))
    for sheet in sheets:
        columns, rows = sheet.hidden_columns, sheet.hidden_rows
        if columns:
            yield message("office.hidden-columns", sheet=sheet.name, columns=_listed(columns), count=len(columns))
        if rows:
            yield message("office.hidden-rows", sheet=sheet.name, count=rows)
        if sheet.unprinted:
            yield message("office.unprinted", sheet=sheet.name, count=sheet.unprinted)


def _listed(numbers: Sequence[int] | Sequence[str]) -> Message | Sequence[int] | Sequence[str]:
    """Return ``numbers`` or names, or the first of them and how many more there are."""
    more = len(numbers) - _MOST
    return (
        numbers if more <= 0 else message("office.first-of-many", first=", ".join(map(str, numbers[:_MOST])), more=more)
    )


def _lacks(facts: OfficeFacts, lack: Lack) -> Iterator[Message]:
    """Yield what only the author can add."""
    if lack.figures:
        yield message("office.figures-without-alt", count=len(lack.figures), places=_places(facts, lack.figures))
    if lack.cells:
        yield message("office.cells-untagged")
    for page, level, before in lack.skipped[:_MOST]:
        places = _places(facts, [page])
        yield (
            message("office.heading-skips", level=level, before=before, places=places)
            if before
            else message("office.first-heading-too-low", level=level, places=places)
        )
    if untitled := facts.untitled_slides:
        yield message("office.untitled-slides", slides=_listed(untitled), count=len(untitled))
    if facts.danish and facts.language and not facts.language.lower().startswith("da"):
        yield message("office.other-language", language=facts.language)


def _places(facts: OfficeFacts, pages: Collection[int]) -> Message:
    """Return on which slides or pages something is."""
    numbers = sorted({facts.slide_of(page) for page in pages})
    shown, count = _listed(numbers), len(numbers)
    return (
        message("office.on-slides", numbers=shown, count=count)
        if facts.slides
        else message("office.on-pages", numbers=shown, count=count)
    )
