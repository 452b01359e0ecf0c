"""What people call the lists of an edition, and the columns in them, in a workbook or a CSV file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs


@attrs.frozen
class ListWords:
    """The words for one list, the usual ones first.

    Attributes:
        sheets: What its sheet is called.
        columns: By key, what the heading of its column says.
    """

    sheets: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


# Columns that make a name together.
NAME_PARTS: Final = ("Fornavn", "Mellemnavn", "Efternavn")

_WHEN: Final = ("Hvornår", "Frist", "Tidsfrist", "Deadline", "Senest", "Dato")
_PLACE: Final = ("Lokale", "Sted", "Rum", "Sal", "Mødested")

# By key of conference.toml. The first words are those that a blank workbook has.
LISTS: Final[Mapping[str, ListWords]] = {
    "programme": ListWords(
        ("Program", "Programmet", "Dagsorden", "Dagens program"),
        {
            "start": ("Start", "Tid", "Tidspunkt", "Klokken", "Kl", "Fra", "Begynder", "Starttid"),
            "end": ("Slut", "Til", "Slutter", "Sluttid"),
            "day": ("Dag", "Dato"),
            "title": ("Punkt", "Titel", "Aktivitet", "Emne", "Indhold", "Programpunkt", "Overskrift", "Hvad"),
            "kind": ("Type", "Slags", "Art"),
            "talk": ("Oplæg (key)", "Oplæg"),
            "speakers": ("Oplægsholder", "Oplægsholdere", "Taler", "Ved", "Hvem", "Ansvarlig"),
            "place": _PLACE,
        },
    ),
    "participants": ListWords(
        ("Deltagere", "Deltagerliste", "Tilmeldte", "Inviterede", "Tilmeldinger"),
        {
            "name": ("Navn", "Deltager", "Deltagerens navn", "Fulde navn", "Person", *NAME_PARTS),
            "organisation": (
                *("Organisation", "Boligorganisation", "Boligselskab", "Selskab", "Firma", "Kommune"),
                *("Virksomhed", "Arbejdssted", "Organisationens navn"),
            ),
            "title": ("Titel", "Stilling", "Stillingsbetegnelse", "Hverv", "Funktion", "Rolle"),
            "administrator": ("Administrator", "Administrationsorganisation", "Administreres af", "Administration"),
            "status": ("Status", "Afbud", "Deltager ja/nej", "Deltagelse", "Fremmøde", "Til stede", "Tilmelding"),
            "visibility": ("Synlighed", "Offentlig", "Synlig"),
        },
    ),
    "key_figures": ListWords(
        ("Nøgletal", "Tal", "Nøgletallene"),
        {
            "title": ("Titel", "Nøgletal", "Emne", "Overskrift", "Tabel"),
            "label": ("Række", "Hvad", "Organisation", "Boligorganisation", "Afdeling", "Kategori", "Navn"),
            "unit": ("Enhed", "Måleenhed"),
            "source": ("Kilde", "Kilder"),
            "decimals": ("Decimaler", "Antal decimaler"),
        },
    ),
    "agreements": ListWords(
        ("Aftaler", "Aftalerne", "Beslutninger"),
        {
            "what": ("Aftale", "Hvad", "Det aftalte", "Beslutning", "Aftalt"),
            "parties": ("Parter", "Hvem", "Mellem", "Ansvarlig", "Ansvarlige", "Organisation"),
            "when": _WHEN,
        },
    ),
    "follow_ups": ListWords(
        ("Opfølgning", "Opfølgninger", "Opgaver"),
        {
            "what": ("Opgave", "Hvad", "Opfølgning", "Handling", "Punkt"),
            "contact": ("Kontakt", "Kontaktperson", "Ansvarlig", "Hvem"),
            "when": _WHEN,
            "condition": ("Betingelse", "Forudsætning", "Hvis"),
        },
    ),
}
