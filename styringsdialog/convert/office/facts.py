"""What an Office file holds beside what its pages show, as plain data; and what in its text nobody wrote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

# Stands for the alternative text of what its author marked as decoration, from the copy of the file to its PDF:
# LibreOffice before 7.5 does not carry the mark itself.
DECORATION = "styringsdialog: dekoration"

# Stands, with the picture's number in ``OfficeFacts.pictures``, for every other alternative text on the same way.
NUMBERED = "styringsdialog: billede "


@attrs.frozen(kw_only=True)
class Picture:
    """A picture, a figure or a group of them in an Office file.

    Attributes:
        alt: Its alternative text; empty for none.
        size: Its width and height in points, as far as the file says them.
        margin: Whether nobody can tell from the file that a page shows it, as in a header or on a sheet; or it is a
            table, whose cells are read aloud.
    """

    alt: str
    size: tuple[float, float]
    margin: bool = False


@attrs.frozen(kw_only=True)
class Lack:
    """What screen readers miss, and only the author can add.

    Attributes:
        figures: Pages of the PDF, from 1, for each picture without an alternative text.
        skipped: Page, level and the level before it, of headings that skip one.
        cells: Whether there are tags of pictures, and none of cells.
    """

    figures: tuple[int, ...] = ()
    skipped: tuple[tuple[int, int, int], ...] = ()
    cells: bool = False


@attrs.frozen(kw_only=True)
class Sheet:
    """What the pages of a sheet do not show, and how it is divided between them.

    Attributes:
        hidden: Whether all of it is.
        hidden_rows: How many that hold something are hidden, or filtered out.
        hidden_columns: The letters of those that hold something.
        unprinted: How many cells that hold something stand outside what its author has set to be printed.
        parts: From which to which column its pages go, where it is too wide for one.
    """

    name: str
    hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: tuple[str, ...] = ()
    unprinted: int = 0
    parts: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Slide:
    """A slide of a presentation.

    Attributes:
        part: Where it stands, if in a part of its own.
        titled: Whether it has a title.
        placeholders: What asks to be replaced.
        languages: How many letters are said to be in which.
    """

    part: str = ""
    hidden: bool = False
    titled: bool
    placeholders: Sequence[str] = ()
    languages: Counter[str] = attrs.field(factory=Counter)


@attrs.define(kw_only=True)
class Counts:
    """What was counted of a file so far; see ``OfficeFacts``.

    Attributes:
        languages: How many letters are said to be in which.
    """

    frozen: dict[str, tuple[int, int]] = attrs.field(factory=dict)
    changes: int = 0
    changes_shown: bool = False
    comments: int = 0
    outside: int = 0
    fixed_fields: int = 0
    blank_fields: int = 0
    broken: int = 0
    placeholders: list[str] = attrs.field(factory=list)
    unshown: int = 0
    pictures: list[Picture] = attrs.field(factory=list)
    tables: list[tuple[str, int]] = attrs.field(factory=list)
    languages: Counter[str] = attrs.field(factory=Counter)


@attrs.frozen(kw_only=True)
class OfficeFacts:
    """What an Office file holds beside what its pages show.

    Attributes:
        slides: How many there are, hidden ones too; 0 for what is no presentation.
        hidden_slides: Their numbers, from 1.
        untitled_slides: The numbers of those that have no title and are not hidden.
        sheets: Those of a workbook, in their order.
        frozen: By sheet, how many rows and columns stay in sight when one scrolls.
        changes: Tracked changes.
        changes_shown: Whether the pages show them as changes, because they could not be taken for accepted.
        comments: How many.
        macros: Whether there are any; none runs.
        outside: What stands outside the file and would be fetched when somebody opens it.
        fixed_fields: Fields that showed the day, the hour, the file's name or its user: they show what they showed
            when the file was saved.
        blank_fields: Those of which nobody knows what they showed.
        broken: References that lead nowhere, of which the file itself shows an error.
        placeholders: Words of a template that ask to be replaced, each once.
        undrawn: Words in diagrams of which the file holds no drawing, each once.
        unshown: Figures of kinds that LibreOffice does not draw.
        embedded: Files of other programs; the pages show them as pictures.
        played: Sounds and films.
        strange_fonts: The families that the pages are set in and the file did not ask for.
        danish: Whether its words are those of Danish, whatever it says.
        missing_fonts: Those that it asks for, and in whose place they stand; empty where nobody can tell.
        pictures: In the order in which they stand in the file; decoration is none.
        tables: Those of a text in their order: what its author wrote of each, and how many rows it has.
        language: That most of its text is said to be in, BCP 47; empty when nothing says so.
    """

    slides: int = 0
    hidden_slides: tuple[int, ...] = ()
    untitled_slides: tuple[int, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    frozen: Mapping[str, tuple[int, int]] = attrs.field(factory=dict)
    changes: int = 0
    changes_shown: bool = False
    comments: int = 0
    macros: bool = False
    outside: int = 0
    fixed_fields: int = 0
    blank_fields: int = 0
    broken: int = 0
    placeholders: tuple[str, ...] = ()
    undrawn: tuple[str, ...] = ()
    unshown: int = 0
    embedded: int = 0
    played: int = 0
    strange_fonts: tuple[str, ...] = ()
    danish: bool = False
    missing_fonts: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[tuple[str, int], ...] = ()
    language: str = ""

    def slide_of(self, page: int) -> int:
        """Return the number of the slide that became a page, both from 1; hidden ones become none.

        Pages with speaker notes stand behind those of all slides, one for each.
        """
        shown = [number for number in range(1, self.slides + 1) if number not in self.hidden_slides]
        return shown[(page - 1) % len(shown)] if shown else page


# -------------------------------------------------------------- words that nobody wrote
# Of templates, such as «[Skriv tekst her]», and of references that lead nowhere.

# What Word and LibreOffice put in place of a field that they cannot work out.
BROKEN: Final = re.compile(r"\s*(?:Fejl|Error|Fehler|Fel|Feil)(?:!|: (?=Reference|Henvisning))")
# Stands there instead.
NO_TARGET: Final = "[henvisning mangler]"

_BRACKETED: Final = re.compile(
    r"[\[<](?:Skriv|Indsæt|Angiv|Vælg|Klik|Tryk|Udfyld|Tast|Type|Insert|Enter|Click|Choose)\b[^\[\]<>]{0,80}[\]>]",
    re.IGNORECASE,
)
_PROMPT: Final = re.compile(
    r"(?:Klik|Tryk|Click|Tap)\b[^.]{0,30}\b"
    r"(?:for at|to)\s+(?:angive|skrive|indtaste|vælge|tilføje|enter|add|choose)\b[^.]{0,60}\.?",
    re.IGNORECASE,
)


def asking(paragraph: str) -> list[str]:
    """Return what in ``paragraph`` asks to be replaced: what stands in brackets, or the whole of it."""
    prompt = _PROMPT.fullmatch(paragraph.strip())
    return [prompt[0]] if prompt else [bracketed[0] for bracketed in _BRACKETED.finditer(paragraph)]
