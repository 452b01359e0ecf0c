"""Who takes part: the organisations that contribute, and those who speak."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

import attrs

from styringsdialog.model.values import Key, Line, freeze

__all__ = ["Contributor", "ContributorKind", "Speaker"]


class ContributorKind(enum.StrEnum):
    """What a contributor is in the almene sector."""

    KOMMUNE = "kommune"
    BOLIGORGANISATION = "boligorganisation"
    ADMINISTRATIONSORGANISATION = "administrationsorganisation"
    OTHER = "other"


@attrs.frozen(kw_only=True)
class Contributor:
    """One who hands in bilag; their order in conference.toml is the order of the bilag.

    Attributes:
        id: Short name in references: ``bilag:vibo``.
        settings: The contributor's own table, handed to its plugin only; deeply immutable.
        sort_name: Where it stands in an alphabetical list, when the name misleads
            («AAB» is two a's, not Å); empty means the name itself.
        deadline: The last day for handing in bilag. One who has a deadline owes a bilag: as long as
            there is none it is awaited; without a deadline, none is taken for an answer.
        contact: Whom to write to about bilag, as text: a name, an address; printed nowhere in the package.
        ask: Whom a reader may ask about the bilag, as text; printed on their dividers. A key of its own,
            because an address that bilag come from is not always one for the public.
    """

    id: Key = attrs.field(metadata={"doc": "Kort navn, som henvisninger bruger: bilag:vibo."})
    name: Line = attrs.field(metadata={"doc": "Navnet, som det trykkes."})
    kind: ContributorKind = attrs.field(
        metadata={"doc": "kommune, boligorganisation, administrationsorganisation eller other."}
    )
    plugin: Key = attrs.field(metadata={"doc": "Det plugin, der laver bilagene; «folder» tager filer fra en mappe."})
    sort_name: str = attrs.field(
        default="", metadata={"doc": "Navnet i alfabetiske lister, hvis det ikke er navnet selv."}
    )
    deadline: dt.date | None = attrs.field(
        default=None, metadata={"doc": "Sidste dag for at aflevere bilag: 2030-04-25. Med en frist afventes et bilag."}
    )
    contact: str = attrs.field(default="", metadata={"doc": "Hvem man skriver til om bilagene: navn og e-mailadresse."})
    ask: str = attrs.field(
        default="", metadata={"doc": "Hvem læserne kan spørge om bilagene: trykkes på skillebladet."}
    )
    settings: Mapping[str, object] = attrs.field(
        factory=dict, converter=freeze, metadata={"doc": "Pluginets egne indstillinger."}
    )


@attrs.frozen(kw_only=True)
class Speaker:
    """One who gives a talk."""

    name: Line = attrs.field(metadata={"doc": "Navn."})
    title: str = attrs.field(default="", metadata={"doc": "Stilling."})
    organisation: str = attrs.field(default="", metadata={"doc": "Organisation."})
