"""What the conversion of Office files tells in Danish, for the report and for the page of a missing bilag."""

from __future__ import annotations

from collections.abc import Sequence

from styringsdialog.convert.office.found import Found, Lack
from styringsdialog.danish.lists import counted, join

__all__ = [
    "DAMAGED",
    "DATE",
    "FILE_NAME",
    "LOCKED",
    "NOT_CONVERTED",
    "NO_PROGRAM",
    "NO_SLIDES",
    "TOO_LARGE",
    "TOO_SLOW",
    "notes",
    "slide",
]

DATE = "[dato]"
FILE_NAME = "[filnavn]"
"""Stand where a field showed the day or a name, and nobody knows which."""

LOCKED = "Filen er beskyttet med en adgangskode."
DAMAGED = "Filen er beskadiget og kan ikke åbnes."
TOO_LARGE = "Filen er for stor til at kunne vises."
TOO_SLOW = "Filen kunne ikke omdannes til sider inden for den tid, der er sat af."
NOT_CONVERTED = "Filen kunne ikke omdannes til sider."
NO_SLIDES = "Filen har ingen dias, der kan vises."
NO_PROGRAM = "Filen kan ikke omdannes til sider, fordi programmet LibreOffice mangler, hvor pakken bliver lavet."

_AUTHOR = "ret det i filen, og send den igen"
_MOST = 12
"""Numbers in one sentence."""


def slide(number: int) -> str:
    """Name a slide without a title."""
    return f"Dias {number}"


def notes(found: Found, lack: Lack, *, comments: bool = False) -> tuple[str, ...]:
    """Return what somebody should know of a converted file, the weightiest first.

    Args:
        found: What the file holds.
        lack: What it lacks.
        comments: Whether its comments are shown.
    """
    told = (
        _slides(found.hidden_slides, "er skjult og er ikke med", "er skjulte og er ikke med"),
        f"{counted(found.hidden_sheets, 'skjult ark', 'skjulte ark')} er ikke med." if found.hidden_sheets else "",
        _changes(found),
        f"{counted(found.comments, 'kommentar', 'kommentarer')} i filen er ikke med."
        if found.comments and not comments
        else "",
        "Filen indeholder makroer; de er ikke blevet kørt." if found.macros else "",
        _embedded(found.embedded),
        f"{counted(found.played, 'lyd eller film', 'lyde eller film')} i filen er ikke med." if found.played else "",
        _outside(found.outside),
        _fields(found),
        _fonts(found.strange_fonts),
        *_lacks(found, lack),
    )
    return tuple(note for note in told if note)


def _slides(numbers: Sequence[int], one: str, several: str) -> str:
    if not numbers:
        return ""
    return f"Dias {_listed(numbers)} {one if len(numbers) == 1 else several}."


def _listed(numbers: Sequence[int]) -> str:
    shown = [str(number) for number in numbers[:_MOST]]
    more = len(numbers) - len(shown)
    return join([*shown, f"{more} mere"] if more else shown)


def _changes(found: Found) -> str:
    if not found.changes:
        return ""
    count = counted(found.changes, "registreret ændring", "registrerede ændringer")
    if found.changes_shown:
        return f"Filen har {count}, og de ses på siderne: accepter eller afvis dem, og send filen igen."
    return (
        f"Filen har {count}; siderne viser teksten, som den er, når de er accepteret: se efter, om det er den rigtige."
    )


def _embedded(count: int) -> str:
    if not count:
        return ""
    return f"{counted(count, 'fil', 'filer')} inde i filen er ikke med: siderne viser kun, hvordan de ser ud."


def _fonts(names: Sequence[str]) -> str:
    if not names:
        return ""
    said = join([f"«{name}»" for name in names[:_MOST]])
    return f"Noget er sat med {said}, som filen ikke beder om, og linjer kan falde anderledes: se siderne igennem."


def _outside(count: int) -> str:
    if not count:
        return ""
    things = counted(count, "ting, der ikke ligger i filen", "ting, der ikke ligger i filen")
    return f"Filen viser {things} selv, men hentes andre steder fra; det er ikke hentet: sæt det ind i filen."


def _fields(found: Found) -> str:
    told = []
    if found.fixed_fields:
        count = counted(found.fixed_fields, "felt", "felter")
        told.append(f"{count}, der skifter efter dag, filnavn eller bruger, viser det, der stod, da filen blev gemt.")
    if found.blank_fields:
        count = counted(found.blank_fields, "felt", "felter")
        told.append(f"{count}, der skifter efter dag eller filnavn, viser ikke noget i pakken: skriv det som tekst.")
    return " ".join(told)


def _lacks(found: Found, lack: Lack) -> list[str]:
    """Return what only the author can add."""
    told = []
    if lack.figures:
        places = sorted({_place(found, page) for page in lack.figures})
        count = counted(len(lack.figures), "billede eller figur", "billeder eller figurer")
        told.append(f"{count} mangler alternativ tekst: {_on(found, places)}; {_AUTHOR}.")
    for page, level, before in lack.skipped[:_MOST]:
        where = _on(found, [_place(found, page)])
        after = f"efter niveau {before}" if before else "som den første"
        told.append(f"En overskrift på niveau {level} kommer {after}: {where}; {_AUTHOR}.")
    if found.untitled_slides:
        told.append(f"{_slides(found.untitled_slides, 'har ingen titel', 'har ingen titel')[:-1]}; {_AUTHOR}.")
    if found.language and not found.language.lower().startswith("da"):
        told.append(
            f"Filen siger, at dens sprog er «{found.language}», og sådan læses den op; er den på dansk, så {_AUTHOR}."
        )
    return told


def _place(found: Found, page: int) -> int:
    return found.slide_of(page) if found.slides else page


def _on(found: Found, places: Sequence[int]) -> str:
    noun = "dias" if found.slides else "side"
    if len(places) > 1 and not found.slides:
        noun = "siderne"
    return f"{noun} {_listed(places)}"
