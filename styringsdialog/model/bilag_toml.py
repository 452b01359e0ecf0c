"""What a contributor says of files that stand in a folder: the table ``bilag.toml``."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from styringsdialog.model.bilag import Checked, ColumnKind, Visibility
from styringsdialog.model.fields import toml_key
from styringsdialog.model.scalars import Line


@attrs.frozen(kw_only=True)
class FileEntry:
    """What is said of one file; whatever is left out is as it would be without the entry."""

    file: Line = attrs.field(metadata=toml_key("Filens navn, som det står i mappen, med endelse."))
    title: str = attrs.field(
        default="", metadata=toml_key("Bilagets titel; ellers filens navn uden løbenummer og endelse.")
    )
    order: int | None = attrs.field(
        default=None,
        metadata=toml_key("Plads i rækkefølgen: filer med et tal kommer først, det mindste tal først; så resten."),
    )
    description: str = attrs.field(
        default="", metadata=toml_key("Hvad slags bilag det er, til skillebladet, for eksempel «Oplæg, præsentation».")
    )
    source: str = attrs.field(
        default="", metadata=toml_key("Hvor det kommer fra; trykkes på skillebladet som «Kilde».")
    )
    ask: str = attrs.field(default="", metadata=toml_key("Hvem man kan spørge; trykkes på skillebladet."))
    alt: str = attrs.field(
        default="", metadata=toml_key("Hvad et billede viser, i ord, til dem, der får pakken læst op.")
    )
    visibility: Visibility = attrs.field(
        default=Visibility.OPEN,
        metadata=toml_key("«åben», eller «lukket» for et bilag, der kun er i den interne udgave."),
    )
    reason: str = attrs.field(
        default="",
        metadata=toml_key("Hvorfor bilaget er lukket, som alle må læse det: «af hensyn til forhandlingerne»."),
    )
    comments: bool = attrs.field(
        default=False, metadata=toml_key("Om kommentarer og talernoter i filen skal med; ellers bliver de udeladt.")
    )
    flatten: bool = attrs.field(
        default=False,
        metadata=toml_key("Om filens sider skal laves om til billeder med den tekst, man ser, og ikke andet."),
    )
    checked: tuple[Checked, ...] = attrs.field(
        default=(),
        metadata=toml_key("Hvad der er set efter i filen og er i orden: navnet fra rapportens bemærkning."),
    )
    replaces: str = attrs.field(
        default="",
        metadata=toml_key(
            "Filens navn, da pakken blev sendt ud, hvis filen nu hedder noget andet: så beholder bilaget sit nummer."
        ),
    )
    columns: Mapping[str, ColumnKind] = attrs.field(
        factory=dict,
        metadata=toml_key(
            "For en tabel i CSV: hvad kolonner holder, med overskriften som nøgle. «tal» skrives på dansk, "
            "«text» bliver stående, som det er skrevet."
        ),
    )
    not_cpr: Mapping[str, Line] = attrs.field(
        factory=dict,
        metadata=toml_key(
            "Tal i filen, der ligner et personnummer og ikke er det: tallet, som beskeden viser det, og hvad det er."
        ),
    )
    skip: bool = attrs.field(default=False, metadata=toml_key("Om filen slet ikke er et bilag."))


@attrs.frozen(kw_only=True)
class Listing:
    """All of the table."""

    bilag: tuple[FileEntry, ...] = attrs.field(
        default=(), metadata=toml_key("Hvad der skal siges om en fil i mappen; en fil behøver ikke at stå her.")
    )
