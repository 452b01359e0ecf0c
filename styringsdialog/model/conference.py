"""The conference: everything an edition folder says, as one frozen value."""

from __future__ import annotations

import datetime as dt
import enum
from pathlib import Path

import attrs

from styringsdialog.model.blocks import KeyFigures
from styringsdialog.model.conformance import Profile
from styringsdialog.model.design import Design
from styringsdialog.model.journal import Journal
from styringsdialog.model.limits import Limits
from styringsdialog.model.order import DEFAULT_ORDER, PackagePart
from styringsdialog.model.outcome import Agreement, FollowUp
from styringsdialog.model.participants import Participant
from styringsdialog.model.people import Contributor
from styringsdialog.model.programme import ProgrammeItem, Theme
from styringsdialog.model.values import Key, Line, Quotes, TextFile

__all__ = ["Audience", "Conference", "LateBilag", "Output", "Stage"]


class Stage(enum.StrEnum):
    """Before the meeting, or after it; both are made from the same edition."""

    INFORMATIONSPAKKE = "informationspakke"
    REFERAT = "referat"

    @property
    def label(self) -> str:
        """Give the stage as it is printed."""
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
    """

    require: tuple[Profile, ...] = attrs.field(
        default=(), metadata={"doc": 'Krav til pakken: "ua1" (tilgængelighed, PDF/UA-1), "2a" (arkiv, PDF/A-2a).'}
    )
    late_bilag: LateBilag = attrs.field(
        default=LateBilag.NAESTE,
        metadata={"doc": "Nummeret til et bilag, der kommer efter udsendelsen: «naeste», eller «bogstav» som i 4a."},
    )


@attrs.frozen(kw_only=True)
class Conference:
    """One styringsdialogkonference, as its edition folder describes it.

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
        folder: The edition folder; not written in conference.toml.
    """

    title: Line = attrs.field(metadata={"doc": "Konferencens titel."})
    host: Line = attrs.field(metadata={"doc": "Værten, som regel kommunen."})
    start: dt.datetime = attrs.field(metadata={"doc": "Hvornår konferencen begynder: 2030-05-16T15:00:00."})
    end: dt.datetime = attrs.field(metadata={"doc": "Hvornår den slutter."})
    place: Line = attrs.field(metadata={"doc": "Hvor den holdes."})
    recurrence: str = attrs.field(default="", metadata={"doc": "Hvor tit den holdes: «hvert andet år»."})
    notice: str = attrs.field(default="", metadata={"doc": "En bemærkning på forsiden."})
    updated: dt.date | None = attrs.field(default=None, metadata={"doc": "Hvornår udgaven sidst er ændret."})
    draft: bool = attrs.field(default=False, metadata={"doc": "Om hver side skal mærkes «Kladde»."})
    quotes: Quotes | None = attrs.field(
        default=None, metadata={"doc": "Anførselstegn på alle sider: “…”, »…« eller «…». Uden: som de er skrevet."}
    )
    parts: tuple[PackagePart, ...] = attrs.field(
        default=DEFAULT_ORDER, metadata={"doc": "Pakkens dele, i rækkefølge. Tomme dele udelades."}
    )
    slug: Key | None = attrs.field(default=None, metadata={"doc": "Begyndelsen af filnavnene."})
    invitation: TextFile | None = attrs.field(default=None, metadata={"doc": "Invitationen: en Markdown-fil i mappen."})
    welcome: TextFile | None = attrs.field(default=None, metadata={"doc": "Velkomsten: en Markdown-fil i mappen."})
    referat: TextFile | None = attrs.field(default=None, metadata={"doc": "Referatet: en Markdown-fil i mappen."})
    journal: Journal = attrs.field(factory=Journal, metadata={"doc": "Journaloplysninger til forsidens sidefod."})
    limits: Limits = attrs.field(
        factory=Limits, metadata={"doc": "Hvad et plugin og en fil højst må bruge af maskinen."}
    )
    design: Design = attrs.field(factory=Design, metadata={"doc": "Udseendet: logo, farve og egne skabeloner."})
    output: Output = attrs.field(factory=Output, metadata={"doc": "Krav til den færdige pakke."})
    contributors: tuple[Contributor, ...] = attrs.field(
        default=(), metadata={"doc": "De, der leverer bilag, i bilagenes rækkefølge."}
    )
    themes: tuple[Theme, ...] = attrs.field(default=(), metadata={"doc": "Temaerne, i rækkefølge."})
    programme: tuple[ProgrammeItem, ...] = attrs.field(default=(), metadata={"doc": "Programmet, i tidsorden."})
    participants: tuple[Participant, ...] = attrs.field(default=(), metadata={"doc": "De inviterede."})
    key_figures: tuple[KeyFigures, ...] = attrs.field(default=(), metadata={"doc": "Nøgletal, med tabel og diagram."})
    agreements: tuple[Agreement, ...] = attrs.field(default=(), metadata={"doc": "Det, der blev aftalt på mødet."})
    follow_ups: tuple[FollowUp, ...] = attrs.field(default=(), metadata={"doc": "Det, der skal ske efter mødet."})
    folder: Path = attrs.field(metadata={"doc": ""})
