"""What intake tells in Danish: in the report, on dividers, and on the page that stands for a missing bilag.

What follows a colon is for the one who makes the package, and dividers leave it out.
"""

from __future__ import annotations

from collections.abc import Sequence

from styringsdialog.danish.lists import counted
from styringsdialog.danish.numbers import number
from styringsdialog.tags.words import pages_named

__all__ = [
    "BROKEN",
    "CUT_OFF",
    "EMPTY",
    "ENCRYPTED",
    "NOT_THERE",
    "NO_PAGES",
    "PAGES_LOST",
    "REPAIRED",
    "TOO_LARGE",
    "UNLOCKED",
    "XFA",
    "attachments",
    "broken_content",
    "comments",
    "dead_links",
    "form_data",
    "forms",
    "hidden_text",
    "no_box",
    "not_a_pdf",
    "not_searchable",
    "other_annotations",
    "other_files",
    "other_links",
    "programs",
    "scripts",
    "signatures",
    "too_many_pages",
    "without_text",
]

ENCRYPTED = "Filen er beskyttet med en adgangskode."
EMPTY = "Filen er tom."
CUT_OFF = "Filen er ikke hel: slutningen mangler."
PAGES_LOST = "Filen er beskadiget, og der mangler sider i den."
BROKEN = "Filen er beskadiget."
NO_PAGES = "Filen har ingen sider."
NOT_THERE = "Filen kunne ikke læses."
XFA = "Filen er en XFA-formular: kun nogle programmer kan vise, hvad der er udfyldt i den."
TOO_LARGE = "Filen har en side, der er for stor eller for indviklet til at kunne vises."

REPAIRED = "Filen var beskadiget og er repareret: se dens sider igennem."
UNLOCKED = "Filen var beskyttet mod ændringer; i pakken er den det ikke."


def not_a_pdf(kind: str) -> str:
    """Tell what the file is instead of a PDF; ``kind`` with its article, empty when nobody knows."""
    return f"Filen er ikke en PDF, men {kind}." if kind else "Filen er ikke en PDF."


def too_many_pages(most: int) -> str:
    """Tell that the file is more than a bilag."""
    return f"Filen har flere end {number(most)} sider."


def dead_links(count: int) -> str:
    """Tell that links led to places that are not in the file."""
    return f"{counted(count, 'henvisning', 'henvisninger')} til steder, der ikke findes i filen, er fjernet."


def other_files(count: int) -> str:
    """Tell that links led to other files."""
    return f"{counted(count, 'henvisning', 'henvisninger')} til andre filer er fjernet."


def other_links(count: int) -> str:
    """Tell that links did something that a package cannot."""
    return f"{counted(count, 'link', 'links')}, der ikke virker i en pakke, er fjernet."


def scripts(count: int) -> str:
    """Tell that programs written in the file are gone."""
    return f"{counted(count, 'script', 'scripts')} i filen er fjernet."


def programs(count: int) -> str:
    """Tell that other programs are no longer started."""
    return f"{counted(count, 'handling', 'handlinger')}, der ville starte et program, er fjernet."


def form_data(count: int) -> str:
    """Tell that data are no longer sent or fetched."""
    return f"{counted(count, 'handling', 'handlinger')}, der ville sende, hente eller nulstille felter, er fjernet."


def comments(count: int) -> str:
    """Tell that what was written about the pages is not in the package."""
    return f"{counted(count, 'kommentar', 'kommentarer')} i filen er ikke med i pakken."


def attachments(count: int) -> str:
    """Tell that files within the file are not in the package."""
    return f"{counted(count, 'vedhæftet fil', 'vedhæftede filer')} i filen er ikke med i pakken."


def other_annotations(count: int) -> str:
    """Tell that sound, film and the like are gone."""
    return f"{counted(count, 'indlejret lyd, film eller model', 'indlejrede lyde, film eller modeller')} er fjernet."


def forms(count: int) -> str:
    """Tell that fields can no longer be filled in."""
    return f"{counted(count, 'formularfelt', 'formularfelter')} kan ikke længere udfyldes: det viste er blevet stående."


def signatures(count: int) -> str:
    """Tell that signatures do not hold in the package."""
    bortfalder = "bortfalder i pakken; den gælder kun i den oprindelige fil"
    return f"{counted(count, 'digital underskrift', 'digitale underskrifter')} {bortfalder}."


def broken_content(pages: Sequence[int]) -> str:
    """Tell which of the file's own pages may show less than they did."""
    return f"{pages_named(pages)} er beskadiget: se efter, om noget mangler."


def no_box(pages: Sequence[int]) -> str:
    """Tell which of the file's own pages say no size."""
    return f"{pages_named(pages)} har ingen brugbar størrelse og er vist som 216 x 279 mm."


def without_text(pages: Sequence[int]) -> str:
    """Tell which of the file's own pages nothing can be read aloud of."""
    said = "er uden tekst (ikke søgbar) og kan ikke læses op"
    return f"{pages_named(pages)} {said}: bed om en udgave, der ikke er skannet."


def hidden_text(pages: Sequence[int]) -> str:
    """Tell which of the file's own pages were cropped over their text, which can be found and copied all the same."""
    said = "har tekst uden for det, man ser, og den kan findes og kopieres: bed om en ny udgave, hvis den er fortrolig"
    return f"{pages_named(pages)} {said}."


def not_searchable(pages: Sequence[int]) -> str:
    """Tell which of the file's own pages no word can be found on, although its tags may say what they show."""
    return f"{pages_named(pages)} er uden tekst (ikke søgbar)."
