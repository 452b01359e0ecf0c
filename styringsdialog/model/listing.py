"""What a contributor says of files that stand in a folder: the table ``bilag.toml``."""

from __future__ import annotations

import attrs

from styringsdialog.model.bilag import Visibility
from styringsdialog.model.values import Line

__all__ = ["FileEntry", "Listing"]


@attrs.frozen(kw_only=True)
class FileEntry:
    """What is said of one file; whatever is left out is as it would be without the entry."""

    file: Line = attrs.field(metadata={"doc": "Filens navn, som det står i mappen, med endelse."})
    title: str = attrs.field(default="", metadata={"doc": "Bilagets titel; ellers filens navn uden nummer og endelse."})
    order: int | None = attrs.field(
        default=None,
        metadata={"doc": "Plads i rækkefølgen: filer med et tal kommer først, det mindste tal først; så resten."},
    )
    description: str = attrs.field(
        default="", metadata={"doc": "Hvad slags bilag det er, til skillebladet, for eksempel «Oplæg, præsentation»."}
    )
    source: str = attrs.field(default="", metadata={"doc": "Hvor det kommer fra; trykkes på skillebladet som «Kilde»."})
    ask: str = attrs.field(default="", metadata={"doc": "Hvem man kan spørge; trykkes på skillebladet."})
    alt: str = attrs.field(
        default="", metadata={"doc": "Hvad et billede viser, i ord, til dem, der får pakken læst op."}
    )
    visibility: Visibility = attrs.field(
        default=Visibility.OPEN,
        metadata={"doc": "«open», eller «closed» for et bilag, der kun er i den interne udgave."},
    )
    comments: bool = attrs.field(
        default=False, metadata={"doc": "Om kommentarer og talernoter i filen skal med; ellers bliver de udeladt."}
    )
    skip: bool = attrs.field(default=False, metadata={"doc": "Om filen slet ikke er et bilag."})


@attrs.frozen(kw_only=True)
class Listing:
    """All of the table."""

    bilag: tuple[FileEntry, ...] = attrs.field(
        default=(), metadata={"doc": "Hvad der skal siges om en fil i mappen; en fil behøver ikke at stå her."}
    )
