"""The conference: everything an edition folder says, as one frozen value."""

from __future__ import annotations

import datetime as dt
import enum
import os
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.model.blocks import Block, KeyFigures, Text
from styringsdialog.model.checking import check
from styringsdialog.model.conformance import Profile
from styringsdialog.model.design import Design
from styringsdialog.model.fields import Carry, toml_key
from styringsdialog.model.limits import Limits
from styringsdialog.model.part_order import DEFAULT_ORDER, PackagePart
from styringsdialog.model.people import Contributor, Participant, ProgrammeItem, Theme
from styringsdialog.model.privacy import Privacy
from styringsdialog.model.scalars import Key, Line, Quotes, TextFile
from styringsdialog.model.tree import walk

# What stands on the cover of an edition that has only just been opened.
BLANK_NOTICE: Final = "Eksempel: oplysningerne er endnu ikke udfyldt."

# The file with the lists of a new edition: one sheet for each.
WORKBOOK: Final = "konference.xlsx"

# The folder of a conference that has none: a path, as plugins were promised, with nothing beneath it.
NO_FOLDER: Final = Path(os.devnull)


_Written = TextFile | str | Sequence[Block] | None


# One function for each text, because a converter of attrs is handed the value alone.
def _invitation(value: _Written) -> TextFile | None:
    return _text("invitation", value)


def _welcome(value: _Written) -> TextFile | None:
    return _text("welcome", value)


def _referat(value: _Written) -> TextFile | None:
    return _text("referat", value)


def _text(name: str, value: _Written) -> TextFile | None:
    """Return what a program gave for a text as the text ``name``; anything else as it is."""
    # The name of a file is no text: in a conference made in code nobody reads the file, and the check tells of it.
    if isinstance(value, str) and not value.endswith((".md", ".docx")):
        # NFC, as in every text that is read from a file.
        return TextFile(name, unicodedata.normalize("NFC", value))
    if isinstance(value, list | tuple):
        # Converters run before ``check``: what is no text is told there, and must not stop anything here.
        words = [node.text for node, _ in walk(tuple(value)) if isinstance(node, Text) and isinstance(node.text, str)]
        return TextFile(name, " ".join(words), blocks=tuple(value))
    return value  # type: ignore[return-value]  # what is no text is told by the conference, with its path


def _list_key(doc: str, carry: Carry) -> Mapping[str, Any]:
    """Return the metadata of a list, which may stand in a file of its own."""
    doc = f"{doc}: en fil (.xlsx eller .csv), eller tabeller her."
    return toml_key(doc, example=WORKBOOK, active=True, carry=carry)


@attrs.frozen(kw_only=True)
class Journal:
    """What the records system knows the document by; free strings, all optional.

    Where any of them is given, all labels are printed, as in the seed's minutes; where none is, nothing.
    """

    sagsbehandler: str = attrs.field(
        default="", metadata=toml_key("Sagsbehandlerens navn eller brugernavn.", carry=Carry.KEEP)
    )
    doknr: str = attrs.field(default="", metadata=toml_key("Dokumentnummer i journalsystemet.", carry=Carry.BLANK))
    sagsnr: str = attrs.field(default="", metadata=toml_key("Sagsnummer i journalsystemet.", carry=Carry.BLANK))

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Return label and value in the order in which they are printed."""
        fields = (("Sagsbehandler", self.sagsbehandler), ("Doknr.", self.doknr), ("Sagsnr.", self.sagsnr))
        return fields if any(value for _, value in fields) else ()


@attrs.frozen(kw_only=True)
class Agreement:
    """One thing that was agreed."""

    what: Line = attrs.field(metadata=toml_key("Hvad der er aftalt.", example="Hvad der er aftalt"))
    parties: tuple[Line, ...] = attrs.field(
        default=(), metadata=toml_key("Hvem der har aftalt det.", example=("Organisationens navn",))
    )
    when: str = attrs.field(
        default="", metadata=toml_key("Hvornår det skal være gjort, med ord.", example="inden årets udgang", keep=True)
    )


@attrs.frozen(kw_only=True)
class FollowUp:
    """One thing to do after the meeting.

    Attributes:
        condition: Under which condition it is to be done: «hvis I ønsker det»; empty when under none.
    """

    what: Line = attrs.field(metadata=toml_key("Hvad der skal gøres.", example="Hvad der skal gøres"))
    contact: str = attrs.field(
        default="", metadata=toml_key("Hvem man henvender sig til.", example="Kontaktpersonens navn")
    )
    when: str = attrs.field(default="", metadata=toml_key("Hvornår, med ord.", example="inden årets udgang", keep=True))
    condition: str = attrs.field(
        default="",
        metadata=toml_key("Betingelsen, hvis der er en: «hvis I ønsker det».", example="hvis I ønsker det", keep=True),
    )

    @property
    def conditional(self) -> bool:
        """Tell whether it depends on something."""
        return bool(self.condition)


class Stage(enum.StrEnum):
    """Before the meeting, or after it; both are made from the same edition."""

    INFORMATIONSPAKKE = "informationspakke"
    REFERAT = "referat"

    @property
    def label(self) -> str:
        """Return the stage as it is printed."""
        return self.value.capitalize()


class Audience(enum.StrEnum):
    """Who may read the package: a closed bilag is only in the internal one."""

    PUBLIC = "public"
    INTERNAL = "internal"


class LateBilag(enum.StrEnum):
    """What a bilag gets that comes when the others were sent out with their numbers."""

    NAESTE = "naeste"
    BOGSTAV = "bogstav"


@attrs.frozen(kw_only=True)
class Output:
    """What the finished package must be.

    Attributes:
        require: Standards that it must satisfy; else nothing is published.
        late_bilag: The next number, or a letter after the one that it follows: «4a».
        publish_signed: Whether signed files stand beside the public package too, as they were handed in.
        not_cpr: As in ``Bilag``, for what its contributor cannot say it of.
    """

    require: tuple[Profile, ...] = attrs.field(
        default=(),
        metadata=toml_key(
            'Krav til pakken: "ua1" (tilgængelighed, PDF/UA-1), "2a" (arkiv, PDF/A-2a).',
            example=tuple(Profile),
            keep=True,
        ),
    )
    late_bilag: LateBilag = attrs.field(
        default=LateBilag.NAESTE,
        metadata=toml_key(
            "Nummeret til et bilag, der kommer efter udsendelsen: «naeste», eller «bogstav» som i 4a.",
            example=LateBilag.BOGSTAV,
            keep=True,
        ),
    )
    publish_signed: bool = attrs.field(
        default=False,
        metadata=toml_key(
            "Om underskrevne filer også skal ligge ved den offentlige pakke, urensede, som de blev modtaget.",
            example=True,
            keep=True,
        ),
    )
    not_cpr: Mapping[str, Line] = attrs.field(
        factory=dict,
        metadata=toml_key(
            "Tal i pakken, der ligner et personnummer og ikke er det: tallet, som beskeden viser det, og hvad det er.",
            example={"010190": "et nummer på en sag"},
        ),
    )


@attrs.frozen(kw_only=True)
class Conference:
    """One styringsdialogkonference, as its edition folder describes it, or as a program makes it.

    It guards itself: what it is made of that cannot stand, alone or together, is told at once.

    Raises:
        EditionError: With everything that is wrong in it, each with its path: ``themes[0].title``.

    Attributes:
        start: Wall-clock time at the place, without time zone.
        end: As ``start``; not before it.
        updated: When the edition last changed, as stated; dates inside the PDF come from
            here, else from ``start``.
        notice: A sentence for the cover, such as that dates are placeholders; empty for none.
        draft: Whether every page says that this is a draft.
        quotes: The one kind of quotation marks on typeset pages; nothing leaves them as written.
        parts: In order; what is empty is left out, and bilag that are not named stand last.
        slug: First part of the output's file names; empty means host and year.
        invitation: From a file of the edition, or in code: Markdown text, or blocks.
        welcome: As ``invitation``.
        referat: As ``invitation``.
        folder: The edition folder; not written in conference.toml. Without one, as in a conference made
            in code, nothing is read from a folder.
    """

    title: Line = attrs.field(
        metadata=toml_key("Konferencens titel.", example="Styringsdialogkonference", keep=True, carry=Carry.KEEP)
    )
    host: Line = attrs.field(
        metadata=toml_key("Værten, som regel kommunen.", example="Kommunens navn", carry=Carry.KEEP)
    )
    start: dt.datetime = attrs.field(
        metadata=toml_key(
            "Hvornår konferencen begynder: 2030-05-16T15:00:00.", example=lambda start: start, carry=Carry.MOVE
        )
    )
    end: dt.datetime = attrs.field(
        metadata=toml_key("Hvornår den slutter.", example=lambda start: start + dt.timedelta(hours=3), carry=Carry.MOVE)
    )
    place: Line = attrs.field(
        metadata=toml_key("Hvor den holdes.", example="Mødestedets navn og adresse", carry=Carry.KEEP)
    )
    recurrence: str = attrs.field(
        default="",
        metadata=toml_key(
            "Hvor tit den holdes: «hvert andet år».", example="hvert andet år", keep=True, carry=Carry.KEEP
        ),
    )
    notice: str = attrs.field(
        default="", metadata=toml_key("En bemærkning på forsiden.", example=BLANK_NOTICE, active=True, carry=Carry.DROP)
    )
    contact: str = attrs.field(
        default="",
        metadata=toml_key(
            "Hvem man kan spørge om pakken og bede om en tilgængelig udgave; står i kolofonen.",
            example="Navn, e-mail og telefon",
            carry=Carry.KEEP,
        ),
    )
    updated: dt.date | None = attrs.field(
        default=None,
        metadata=toml_key("Hvornår udgaven sidst er ændret.", example=lambda start: start.date(), carry=Carry.DROP),
    )
    draft: bool = attrs.field(
        default=False, metadata=toml_key("Om hver side skal mærkes «Kladde».", example=True, carry=Carry.DROP)
    )
    quotes: Quotes | None = attrs.field(
        default=None,
        metadata=toml_key(
            "Anførselstegn på alle sider: “…”, »…« eller «…». Uden: som de er skrevet.",
            example=Quotes.CURLY,
            keep=True,
            carry=Carry.KEEP,
        ),
    )
    parts: tuple[PackagePart, ...] = attrs.field(
        default=DEFAULT_ORDER,
        metadata=toml_key("Pakkens dele, i rækkefølge. Tomme dele udelades.", keep=True, carry=Carry.KEEP),
    )
    slug: Key | None = attrs.field(
        default=None,
        metadata=toml_key(
            "Begyndelsen af filnavnene.", example=lambda start: f"kommunens-navn-{start.year}", carry=Carry.KEEP
        ),
    )
    invitation: TextFile | None = attrs.field(
        default=None,
        converter=_invitation,
        metadata=toml_key(
            "Invitationen: en Word-fil (.docx) eller en Markdown-fil i mappen.",
            example="invitation.md",
            active=True,
            carry=Carry.FRESH,
        ),
    )
    welcome: TextFile | None = attrs.field(
        default=None,
        converter=_welcome,
        metadata=toml_key(
            "Velkomsten: en Word-fil (.docx) eller en Markdown-fil i mappen.",
            example="velkomst.md",
            active=True,
            carry=Carry.FRESH,
        ),
    )
    referat: TextFile | None = attrs.field(
        default=None,
        converter=_referat,
        metadata=toml_key(
            "Referatet: en Word-fil (.docx) eller en Markdown-fil i mappen.",
            example="referat.md",
            active=True,
            carry=Carry.FRESH,
        ),
    )
    journal: Journal = attrs.field(
        factory=Journal, metadata=toml_key("Journaloplysninger til forsidens sidefod.", carry=Carry.KEEP)
    )
    limits: Limits = attrs.field(
        factory=Limits, metadata=toml_key("Hvad et plugin og en fil højst må bruge af maskinen.", carry=Carry.KEEP)
    )
    privacy: Privacy = attrs.field(
        factory=Privacy, metadata=toml_key("Hvad der standser den offentlige pakke.", carry=Carry.KEEP)
    )
    design: Design = attrs.field(
        factory=Design, metadata=toml_key("Udseendet: logo, farve og egne skabeloner.", carry=Carry.KEEP)
    )
    output: Output = attrs.field(factory=Output, metadata=toml_key("Krav til den færdige pakke.", carry=Carry.KEEP))
    contributors: tuple[Contributor, ...] = attrs.field(
        default=(), metadata=toml_key("De, der leverer bilag, i bilagenes rækkefølge.", carry=Carry.KEEP)
    )
    themes: tuple[Theme, ...] = attrs.field(default=(), metadata=toml_key("Temaerne, i rækkefølge.", carry=Carry.DROP))
    programme: tuple[ProgrammeItem, ...] = attrs.field(
        default=(), metadata=_list_key("Programmet, i tidsorden", Carry.RECURRING)
    )
    participants: tuple[Participant, ...] = attrs.field(default=(), metadata=_list_key("De inviterede", Carry.DROP))
    key_figures: tuple[KeyFigures, ...] = attrs.field(
        default=(), metadata=_list_key("Nøgletal, med tabel og diagram", Carry.DROP)
    )
    agreements: tuple[Agreement, ...] = attrs.field(
        default=(), metadata=_list_key("Det, der blev aftalt på mødet", Carry.DROP)
    )
    follow_ups: tuple[FollowUp, ...] = attrs.field(
        default=(), metadata=_list_key("Det, der skal ske efter mødet", Carry.DROP)
    )
    folder: Path = attrs.field(default=NO_FOLDER, metadata=toml_key(""))

    def __attrs_post_init__(self) -> None:
        """Hold the conference, and all that it holds, against what must be so."""
        # Here and not as validators of the attributes: attrs stops at the first that raises, and all is told at once.
        check(self)
