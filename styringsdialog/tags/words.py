"""What the structure tree tells in Danish: in the report, and to who hears the pages."""

from __future__ import annotations

from collections.abc import Sequence

from styringsdialog.danish.lists import counted, join

__all__ = [
    "TAGS_TOO_DEEP",
    "TAGS_TOO_MANY",
    "TAGS_WITHOUT_CONTENT",
    "TAG_NUMBERS",
    "headings_moved",
    "link_to_address",
    "link_to_page",
    "page_without_text",
    "pages_named",
    "pictures_left_out",
    "tags_cut",
    "tags_lost",
]

TAGS_TOO_DEEP = "de ligger for dybt i hinanden"
TAGS_TOO_MANY = "der er for mange"
TAGS_WITHOUT_CONTENT = "de ikke hører til noget på filens sider"
TAG_NUMBERS = "deres numre er meningsløse"


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


def page_without_text(page: int) -> str:
    """Say in words what a page shows of which nothing can be read aloud; ``page`` counts in the file."""
    return f"Side {page} i filen, uden tekst"


def pictures_left_out(pages: Sequence[int]) -> str:
    """Tell where the file's tags leave pictures out; ``pages`` count in the file."""
    told = f"{pages_named(pages)} har billeder, som filens opmærkning (tags) ikke nævner, og som derfor ikke læses op"
    return f"{told}: bed om en udgave med alternativ tekst, hvis de er mere end pynt."


def pages_named(pages: Sequence[int]) -> str:
    """Name pages of a file; ``pages`` count in the file."""
    return f"{'Side' if len(pages) == 1 else 'Siderne'} {join([str(page) for page in pages])} i filen"
