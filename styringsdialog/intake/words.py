"""What intake tells in Danish: in the report, on dividers, and on the page that stands for a missing bilag.

What follows a colon is for the one who makes the package, and dividers leave it out.
"""

from __future__ import annotations

from collections.abc import Sequence

from styringsdialog.danish.lists import counted, join

__all__ = [
    "BROKEN",
    "CUT_OFF",
    "EMPTY",
    "ENCRYPTED",
    "NOT_THERE",
    "NO_PAGES",
    "PAGES_LOST",
    "PLEASE_WAIT",
    "REPAIRED",
    "SCRIPTS",
    "TAGS_TOO_DEEP",
    "TAGS_TOO_MANY",
    "TAGS_WITHOUT_CONTENT",
    "TAG_NUMBERS",
    "TOO_LARGE",
    "UNLOCKED",
    "attachments",
    "broken_content",
    "dead_links",
    "forms",
    "headings_moved",
    "link_to_address",
    "link_to_page",
    "no_box",
    "not_a_pdf",
    "other_annotations",
    "other_links",
    "page_without_text",
    "pictures_left_out",
    "signatures",
    "tags_cut",
    "tags_lost",
    "without_text",
]

ENCRYPTED = "Filen er beskyttet med en adgangskode."
EMPTY = "Filen er tom."
CUT_OFF = "Filen er ikke hel: slutningen mangler."
PAGES_LOST = "Filen er beskadiget, og der mangler sider i den."
BROKEN = "Filen er beskadiget."
NO_PAGES = "Filen har ingen sider."
NOT_THERE = "Filen kunne ikke læses."
TOO_LARGE = "Filen har en side, der er for stor eller for indviklet til at kunne vises."

REPAIRED = "Filen var beskadiget og er repareret: se dens sider igennem."
SCRIPTS = "Filen indeholdt scripts eller handlinger; de er fjernet."
PLEASE_WAIT = "Filen er en dynamisk formular (XFA), så dens sider viser måske ikke det, der er udfyldt."
UNLOCKED = "Filen var beskyttet mod ændringer; i pakken er den det ikke."

TAGS_TOO_DEEP = "de ligger for dybt i hinanden"
TAGS_TOO_MANY = "der er for mange"
TAGS_WITHOUT_CONTENT = "de ikke hører til noget på filens sider"
TAG_NUMBERS = "deres numre er meningsløse"


def not_a_pdf(kind: str) -> str:
    """Tell what the file is instead of a PDF; ``kind`` with its article, empty when nobody knows."""
    return f"Filen er ikke en PDF, men {kind}." if kind else "Filen er ikke en PDF."


def dead_links(count: int) -> str:
    """Tell that links led to places that are not in the file."""
    return f"{counted(count, 'henvisning', 'henvisninger')} til steder, der ikke findes i filen, er fjernet."


def other_links(count: int) -> str:
    """Tell that links led to other files or did something that a package cannot."""
    return f"{counted(count, 'henvisning', 'henvisninger')} til andre filer eller handlinger er fjernet."


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
    return f"{_pages(pages)} er beskadiget: se efter, om noget mangler."


def no_box(pages: Sequence[int]) -> str:
    """Tell which of the file's own pages say no size."""
    return f"{_pages(pages)} har ingen brugbar størrelse og er vist som 216 x 279 mm."


def tags_lost(reason: str) -> str:
    """Tell that a file is treated as one without tags; ``reason`` goes on after «fordi»."""
    return f"Filens opmærkning til skærmlæsere (tags) kunne ikke bruges, fordi {reason}: filen er ikke tagget i pakken."


def tags_cut(count: int) -> str:
    """Tell that tags told of what the file does not contain: it was cut out of a larger one."""
    return f"{counted(count, 'tag', 'tags')} til indhold, der ikke er i filen, er fjernet."


def headings_moved(count: int) -> str:
    """Tell that headings left levels out: for who hears them, something seems to be missing there."""
    moved = "er for skærmlæsere rykket op; på siderne ser de ud som før"
    return f"{counted(count, 'overskrift', 'overskrifter')} sprang et niveau over og {moved}."


def link_to_page(page: int) -> str:
    """Say in words where a link leads; ``page`` counts in the file."""
    return f"Henvisning til filens side {page}"


def link_to_address(address: str) -> str:
    """Say in words where a link leads."""
    return f"Link til {address}"


def without_text(pages: Sequence[int]) -> str:
    """Tell which of the file's own pages nothing can be read aloud of."""
    return f"{_pages(pages)} er uden tekst og kan ikke læses op: bed om en udgave, der ikke er skannet."


def page_without_text(page: int) -> str:
    """Say in words what a page shows of which nothing can be read aloud; ``page`` counts in the file."""
    return f"Side {page} i filen, uden tekst"


def pictures_left_out(pages: Sequence[int]) -> str:
    """Tell where the file's tags leave pictures out; ``pages`` count in the file."""
    told = f"{_pages(pages)} har billeder, som filens opmærkning (tags) ikke nævner, og som derfor ikke læses op"
    return f"{told}: bed om en udgave med alternativ tekst, hvis de er mere end pynt."


def _pages(pages: Sequence[int]) -> str:
    return f"{'Side' if len(pages) == 1 else 'Siderne'} {join([str(page) for page in pages])} i filen"
