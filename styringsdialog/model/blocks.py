"""The semantic tree that every generated page is made from.

Markup (Jinja and Markdown, through ``content``) is one way to make it, a plugin's own code
another. Each block type stands for one PDF structure type (ISO 32000-1, 14.8.4), named in
its docstring.
"""

from __future__ import annotations

import enum
import math
import re
from typing import Final

import attrs

from styringsdialog.messages.message import Message, Where
from styringsdialog.model.fields import toml_key

# That key figures may be asked to be printed with; numbers written with more keep theirs.
MOST_DECIMALS: Final = 9


@attrs.frozen
class Place:
    """Where something was written.

    Attributes:
        file: A file or a template.
        line: Counted from 1; 0 for the whole of it.
        origin: Whose it is where no file is known; the host says it of what a plugin made.
    """

    file: str
    line: int = 0
    origin: Message | None = None

    def __str__(self) -> str:
        """Return the place as a person reads it, in English."""
        return str(self.where)

    @property
    def where(self) -> Where:
        """Return the place as messages have it."""
        return Where(self.file, line=self.line, origin=self.origin)


NOWHERE = Place("")


# ------------------------------------------------------------------------------ inline


@attrs.frozen
class Text:
    """A run of characters, printed as they are."""

    text: str


@attrs.frozen
class Strong:
    """Text with weight (Span)."""

    content: Inlines


@attrs.frozen
class Emphasis:
    """Text with stress (Span)."""

    content: Inlines


@attrs.frozen
class Language:
    """Words in another language (Span with Lang, a BCP 47 tag)."""

    lang: str
    content: Inlines


@attrs.frozen
class LineBreak:
    """A new line within the paragraph."""


@attrs.frozen
class Link:
    """A way to somewhere (Link).

    Attributes:
        target: ``https:``, ``http:``, ``mailto:`` or ``tel:``; or inside the package
            ``bilag:ID[/KEY]``, ``tema:KEY``, ``punkt:KEY``, ``del:KEY``, with ``#side``, ``#sider``
            or ``#antal`` after it for the page, the pages or their count.
        content: What is printed; empty for an inside target means that the number or title is
            filled in when it is known.
        capital: Whether a filled-in text starts with a capital («Bilag 2»).
    """

    target: str
    content: Inlines = ()
    capital: bool = False


Inline = Text | Strong | Emphasis | Language | LineBreak | Link
Inlines = tuple[Inline, ...]


# ------------------------------------------------------------------------------- block


class ParagraphRole(enum.StrEnum):
    """How a paragraph is meant, where it is not plain text."""

    PLAIN = ""
    LEAD = "lead"
    MUTED = "muted"
    LABEL = "label"
    NUMERAL = "numeral"


class SectionRole(enum.StrEnum):
    """What a section is; a cover and a divider start a page of their own design.

    What stands in ``COLUMNS`` is read from left to right, two blocks beside each other.
    """

    PLAIN = ""
    COVER = "cover"
    DIVIDER = "divider"
    NOTICE = "notice"
    COLUMNS = "columns"


class TableRole(enum.StrEnum):
    """How a table is meant: one that is open has no lines, as a programme."""

    PLAIN = ""
    OPEN = "open"


class Align(enum.StrEnum):
    """How a cell's text stands."""

    START = "start"
    END = "end"


@attrs.frozen(kw_only=True)
class Heading:
    """A heading (H1–H4); ``anchor`` is a full target such as ``tema:faellesskaber``, empty for none."""

    # Refused where it is made, so that a plugin's traceback leads to the line with a level that no style has.
    level: int = attrs.field(validator=attrs.validators.in_(range(1, 5)))
    content: Inlines
    anchor: str = ""
    place: Place = NOWHERE


@attrs.frozen(kw_only=True)
class Paragraph:
    """A paragraph (P)."""

    content: Inlines
    role: ParagraphRole = ParagraphRole.PLAIN
    place: Place = NOWHERE


@attrs.frozen(kw_only=True)
class ListItem:
    """One item (LI with Lbl and LBody).

    Attributes:
        label: Its number where the list is ordered, as it is printed: «3.», «3)», «b)», «§\N{NO-BREAK SPACE}2.1»;
            empty for the next one.
    """

    content: Blocks
    label: str = attrs.field(default="", validator=attrs.validators.matches_re(r"[^ \t\r\n]{0,16}"))


@attrs.frozen(kw_only=True)
class List:
    """A list (L), numbered when ``ordered``: from 1, or as its items say."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    place: Place = NOWHERE

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the number of each item with its mark: as its label says, or one more than the last."""
        numbers: list[str] = []
        for item in self.items:
            last = re.fullmatch("([0-9]{1,9}).?", numbers[-1]) if numbers else None
            numbers.append(item.label or f"{int(last[1]) + 1 if last else len(numbers) + 1}.")
        return tuple(numbers)


@attrs.frozen(kw_only=True)
class Definition:
    """A term and what belongs to it."""

    term: Inlines
    content: Blocks


@attrs.frozen(kw_only=True)
class Definitions:
    """Terms with their explanations (L; LI with Lbl the term, LBody the content)."""

    items: tuple[Definition, ...]
    place: Place = NOWHERE


@attrs.frozen(kw_only=True)
class Cell:
    """A cell (TH when ``header``, else TD); ``scope`` is ``col``, ``row`` or empty for what position says."""

    content: Blocks
    header: bool = False
    scope: str = ""
    colspan: int = 1
    rowspan: int = 1
    align: Align = Align.START


@attrs.frozen(kw_only=True)
class Row:
    """A row (TR)."""

    cells: tuple[Cell, ...]


@attrs.frozen(kw_only=True)
class Table:
    """A table (Table with Caption and TR); ``head`` is printed again on every page it reaches."""

    caption: Inlines = ()
    head: tuple[Row, ...] = ()
    body: tuple[Row, ...]
    role: TableRole = TableRole.PLAIN
    place: Place = NOWHERE


@attrs.frozen(kw_only=True)
class Figure:
    """A picture (Figure with Alt and Caption); ``path`` is an absolute path already found to be allowed."""

    path: str
    alt: str
    caption: Inlines = ()
    place: Place = NOWHERE


# NaN does not equal itself, so two equal tables would compare as different, and JSON has no word for it (RFC 8259,
# 6).
def _known(values: tuple[float | None, ...]) -> tuple[float | None, ...]:
    # Who judges the values comes later, and is to see what was given.
    if not isinstance(values, list | tuple):
        return values
    return tuple(None if isinstance(value, float) and math.isnan(value) else value for value in values)


@attrs.frozen(kw_only=True)
class KeyFigureRow:
    """What is counted, and its number in each column; ``None`` (in TOML ``nan``) where nobody knows it."""

    label: str = attrs.field(metadata=toml_key("Hvad tallene i rækken er.", example="Hvad tallene i rækken er"))
    values: tuple[float | None, ...] = attrs.field(
        converter=_known,
        metadata=toml_key("Et tal for hver kolonne; nan, hvor tallet mangler.", example=(0, 0, 0), keep=True),
    )


@attrs.frozen(kw_only=True)
class KeyFigures:
    """Numbers of one kind: a table, and a chart of them (Table, then Figure with Alt and Caption).

    Columns that are years in their order are drawn as lines, all others as bars. Numbers too
    many to be drawn, and a single one, are a table alone.

    Attributes:
        unit: What one of them is: «boliger», «mio. kr.», «%».
        columns: Years, or what the numbers are of: afdelinger.
        source: Where they are from; printed after «Kilde:».
        decimals: How many each of them has at least.
    """

    title: str = attrs.field(metadata=toml_key("Hvad nøgletallene handler om.", example="Hvad nøgletallene handler om"))
    unit: str = attrs.field(
        default="", metadata=toml_key("Enheden: «boliger», «mio. kr.», «%».", example="boliger", keep=True)
    )
    columns: tuple[str, ...] = attrs.field(
        metadata=toml_key("Kolonnerne: år eller afdelinger.", example=("2028", "2029", "2030"), keep=True)
    )
    rows: tuple[KeyFigureRow, ...] = attrs.field(metadata=toml_key("Rækkerne."))
    source: str = attrs.field(
        default="", metadata=toml_key("Hvor tallene kommer fra.", example="Hvor tallene kommer fra")
    )
    decimals: int = attrs.field(
        default=0,
        metadata=toml_key(
            "Hvor mange decimaler tallene mindst trykkes med; ellers som det tal, der har flest.", minimum=0
        ),
    )
    # An empty doc keeps the key out of the file (see ``written_fields``): the reader alone knows the place.
    place: Place = attrs.field(default=NOWHERE, metadata=toml_key(""))


@attrs.frozen(kw_only=True)
class Section:
    """A part that belongs together (Sect)."""

    content: Blocks
    role: SectionRole = SectionRole.PLAIN
    anchor: str = ""
    lang: str = ""
    place: Place = NOWHERE


@attrs.frozen(kw_only=True)
class Aside:
    """Something beside the text (Note)."""

    content: Blocks
    place: Place = NOWHERE


@attrs.frozen(kw_only=True)
class ContentsEntry:
    """One line of the contents (TOCI): a title, a second line, and the page it leads to.

    Attributes:
        page: The printed page number; empty until the plan knows it.
        level: 1 for parts and bilag, 2 beneath them.
    """

    title: Inlines
    target: str
    note: str = ""
    page: str = ""
    level: int = 1


@attrs.frozen(kw_only=True)
class Contents:
    """The table of contents (TOC)."""

    entries: tuple[ContentsEntry, ...]
    place: Place = NOWHERE


Block = Heading | Paragraph | List | Definitions | Table | Figure | KeyFigures | Section | Aside | Contents
Blocks = tuple[Block, ...]


def plain_text(content: Inlines) -> str:
    """Return the words of ``content`` without mark-up, a line break as a space."""
    breaks = (Text(" ") if isinstance(inline, LineBreak) else inline for inline in content)
    return "".join(inline.text if isinstance(inline, Text) else plain_text(inline.content) for inline in breaks)
