"""What a contributor hands in, and its number."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.model.blocks import Blocks
from styringsdialog.model.scalars import freeze

# A bilag's number: a whole number; with a letter, «4a», where it came late and stands between others.
BilagNumber = int | str

# ASCII, because ``\d`` alone takes the digits of every script, and int() reads those too. No leading zero: «04» and
# «4» would be two names for one number.
_NUMBER = re.compile(r"([1-9]\d*)([a-z]*)", re.ASCII)


def number_order(number: BilagNumber) -> tuple[int, int, str]:
    """Return the key that sorts ``number``: 4, then «4a» to «4z» and «4aa», then 5.

    Raises:
        ValueError: It is none.
    """
    if (match := _NUMBER.fullmatch(str(number))) is None:
        raise ValueError(f"{number!r} is no number of a bilag")
    # The count of letters goes before the letters: as text alone, «aa» would sort before «b».
    return int(match[1]), len(match[2]), match[2]


class Checked(enum.StrEnum):
    """What the program can only guess to be wrong with a file; the value is the name of what it tells of it."""

    WORDS = "words-missing"
    REPAIRED = "repaired"
    BROKEN = "broken-content"
    HIDDEN_TEXT = "hidden-text"
    PICTURES = "pictures-left-out"
    FONTS = "strange-fonts"
    CHANGES = "changes-accepted"
    LANGUAGE = "other-language"

    @classmethod
    def of(cls, code: str) -> Checked | None:
        """Return what settles the message of that code; ``None`` where it is no guess."""
        return next((checked for checked in cls if checked == code.partition(".")[2]), None)


# What a closed bilag is called in a public package: its own title may say what is closed.
CLOSED_TITLE: Final = "Lukket bilag"


class Visibility(enum.StrEnum):
    """Whether the public package may hold a bilag, or name a participant."""

    OPEN = "open"
    CLOSED = "closed"


@attrs.frozen
class TemplateContents:
    """A Jinja template of the plugin's own, by its name under ``template_root()``, and its variables."""

    template: str
    # attrs freezes the attribute, not the dict in it: a plugin could change that after it was checked.
    context: Mapping[str, object] = attrs.field(factory=dict, converter=freeze)


@attrs.frozen
class MarkdownContents:
    """A Markdown text; ``source`` is what it is called in messages, usually its file name."""

    # Not in the repr, where a traceback would print the whole text.
    text: str = attrs.field(repr=False)
    source: str


@attrs.frozen
class BlocksContents:
    """Blocks that the plugin made itself."""

    blocks: Blocks


class ColumnKind(enum.StrEnum):
    """What a column of a table that came as text holds, where its heading does not say it."""

    TEXT = "text"
    NUMBER = "tal"


@attrs.frozen
class FileContents:
    """A file, by its absolute path in the contributor's folder or the plugin's package.

    Attributes:
        columns: Of a table in CSV: by heading, whether the column is printed as it was written, or as quantities.
    """

    path: Path
    columns: Mapping[str, ColumnKind] = attrs.field(factory=dict)


@attrs.frozen
class AwaitedContents:
    """A bilag that will come: a page in its place says so, and why in one Danish sentence, and keeps its number.

    ``AwaitedContents("Tallene kommer, når regnskabet er godkendt.")``
    """

    reason: str


BilagContents = TemplateContents | MarkdownContents | BlocksContents | FileContents | AwaitedContents


@attrs.frozen(kw_only=True)
class Caption:
    """What a contributor says of a bilag; it is handed on whole, from the border to the divider and the report.

    A new text of a bilag is a field here, and by the same name in ``Bilag`` and in ``FileEntry``.

    Attributes:
        title: As in ``Bilag``, and so are the others.
    """

    title: str
    description: str = ""
    source: str = ""
    ask: str = ""
    alt: str = ""
    reason: str = ""

    @property
    def closed(self) -> Caption:
        """Return what the public may know of a closed bilag: that it is closed, and the reason if one is given."""
        return Caption(title=CLOSED_TITLE, reason=self.reason)

    @classmethod
    def of(cls, source: object) -> Caption:
        """Return the texts of ``source``, a ``Bilag`` or a ``FileEntry``: its attributes of the same names."""
        return cls(**{field.name: getattr(source, field.name) for field in attrs.fields(cls)})

    @property
    def texts(self) -> dict[str, Any]:
        """Return the texts by the name of the attribute, the title first."""
        return {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}


@attrs.frozen(kw_only=True)
class Bilag:
    """One numbered appendix.

    Attributes:
        key: Its name among the contributor's own bilag: small ASCII letters, digits, ``_``, ``-``.
        title: As printed, in Danish.
        order: Among the contributor's own bilag; equal ones follow their key.
        description: What kind it is, for the divider («Oplæg, præsentation»); empty for none.
        source: Where it comes from, in Danish, for the divider («Kommunens årsregnskab 2030»); empty for none.
        ask: Whom its reader may ask about it, for the divider; empty takes the contributor's own ``ask``.
        alt: What it shows, in Danish, where its contents are one image; read aloud in its stead.
        reason: Why it is closed, as the public may read it, in Danish; empty for none.
        comments: Whether comments and speaker notes in a file are printed too.
        flatten: Whether the pages of a file become pictures, with the words that are seen on them and no others.
        checked: What somebody has looked at and found right, so that it is no longer told.
        not_cpr: Numbers in it that look like personal numbers, whole or their first six digits, and what they are.
    """

    key: str
    title: str
    contents: BilagContents
    visibility: Visibility = Visibility.OPEN
    order: int = 0
    description: str = ""
    source: str = ""
    ask: str = ""
    alt: str = ""
    reason: str = ""
    comments: bool = False
    flatten: bool = False
    checked: tuple[Checked, ...] = ()
    not_cpr: Mapping[str, str] = attrs.field(factory=dict)
