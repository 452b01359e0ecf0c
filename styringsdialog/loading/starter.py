"""A blank edition to begin with, its comments taken from the model; and what of it nobody has filled in yet."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, get_args, get_origin

import attrs

from styringsdialog.errors import Fault, Problem
from styringsdialog.loading.fields import Field, written_fields
from styringsdialog.loading.places import FILE, TomlPath, problem
from styringsdialog.model.colour import STANDARD_ACCENT
from styringsdialog.model.conference import Conference, Stage
from styringsdialog.model.design import PageTemplates
from styringsdialog.model.limits import Limits
from styringsdialog.model.order import DEFAULT_ORDER
from styringsdialog.model.values import Quotes, TextFile

__all__ = ["BLANK_NOTICE", "is_unwritten", "starter_files", "unfilled", "unwritten"]

BLANK_NOTICE: Final = "Eksempel: oplysningerne er endnu ikke udfyldt."
"""What stands on the cover of an edition that has only just been opened."""

REFERAT: Final = "referat.md"
INVITATION: Final = "invitation.md"
WELCOME: Final = "velkomst.md"

# What stands in the blank edition, by class and key. No person and no organisation: what is
# not filled in should be seen to be so.
_TEXTS: Final = MappingProxyType(
    {
        "Conference.title": "Styringsdialogkonference",
        "Conference.host": "Kommunens navn",
        "Conference.place": "Mødestedets navn og adresse",
        "Conference.recurrence": "hvert andet år",
        "Conference.notice": BLANK_NOTICE,
        "Conference.invitation": INVITATION,
        "Conference.welcome": WELCOME,
        "Conference.referat": REFERAT,
        "Conference.draft": True,
        "Conference.quotes": Quotes.CURLY,
        "Conference.parts": DEFAULT_ORDER,
        "Design.accent": STANDARD_ACCENT,
        "Design.logo": "logo.png",
        "Design.logo_text": "Kommunens navn og våben",
        "Journal.sagsbehandler": "",
        "Journal.doknr": "",
        "Journal.sagsnr": "",
        "Contributor.id": "kommunen",
        "Contributor.name": "Kommunens navn",
        "Contributor.kind": "kommune",
        "Contributor.plugin": "folder",
        "Contributor.sort_name": "Navn i alfabetiske lister",
        "Contributor.contact": "Navn og e-mailadresse",
        "Contributor.ask": "Navn, stilling og telefonnummer",
        "Theme.key": "tema-et",
        "Theme.title": "Temaets titel",
        "Talk.title": "Oplæggets titel",
        "Talk.bilag": "kommunen",
        "Talk.key": "oplaeg-et",
        "ProgrammeItem.title": "Velkomst ved værten",
        "ProgrammeItem.kind": "velkomst",
        "ProgrammeItem.talk": "oplaeg-et",
        "ProgrammeItem.place": "Lokalets navn",
        "Participant.name": "Deltagerens navn",
        "Participant.organisation": "Organisationens navn",
        "Participant.title": "stilling",
        "Participant.administrator": "Administrators navn",
        "Participant.status": "present",
        "KeyFigures.title": "Hvad nøgletallene handler om",
        "KeyFigures.unit": "boliger",
        "KeyFigures.columns": ["2028", "2029", "2030"],
        "KeyFigures.source": "Hvor tallene kommer fra",
        "KeyFigureRow.label": "Hvad tallene i rækken er",
        "KeyFigureRow.values": [0, 0, 0],
        "Agreement.what": "Hvad der er aftalt",
        "Agreement.parties": ["Organisationens navn"],
        "Agreement.when": "inden årets udgang",
        "FollowUp.what": "Hvad der skal gøres",
        "FollowUp.contact": "Kontaktpersonens navn",
        "FollowUp.when": "inden årets udgang",
        "FollowUp.condition": "hvis I ønsker det",
        "Speaker.name": "Oplægsholderens navn",
        "Speaker.title": "stilling",
        "Speaker.organisation": "organisation",
    }
)

# What may stay as it is: true of most conferences, or a name that is printed nowhere.
_FIT: Final = frozenset(
    {
        "Conference.title",
        "Conference.recurrence",
        "Design.accent",
        "ProgrammeItem.title",
        "KeyFigures.unit",
        "KeyFigures.columns",
        "KeyFigureRow.values",
        "Agreement.when",
        "FollowUp.when",
        "FollowUp.condition",
    }
)
_NAMES: Final = frozenset({"bilag", "id", "key", "kind", "plugin", "quotes", "status", "talk"})

# The settings of the plugin that every installation has.
_SETTINGS: Final = 'path = "bilag/kommunen"'

# Left active although optional: what they say is true of a blank edition, or waits to be filled in.
_ACTIVE: Final = frozenset({"Conference.notice", "Conference.invitation", "Conference.welcome", "Conference.referat"})

_HEAD: Final = """\
# En udgave af en styringsdialogkonference.
#
# Linjer, der begynder med # og et mellemrum, er forklaringer. Linjer, der begynder med # uden
# mellemrum, er nøgler, der ikke er i brug: fjern tegnet, og skriv værdien.
# Nøgler til konferencen selv skal stå over den første linje i [klammer].
"""

_INVITATION: Final = """\
Invitationen er endnu ikke skrevet.
"""

_WELCOME: Final = """\
Velkomsten er endnu ikke skrevet.
"""

_REFERAT: Final = """\
## Baggrund

Referatet er endnu ikke skrevet.
"""

_UNWRITTEN: Final = MappingProxyType({"referat": _REFERAT, "invitation": _INVITATION, "welcome": _WELCOME})
_ANY_TEXT: Final = "Teksten er endnu ikke skrevet.\n"


def starter_files(start: dt.datetime) -> dict[str, str]:
    """Give the files of a blank edition that begins at ``start`` and lasts three hours: name and text.

    Every key of the model is there with its Danish explanation, the optional ones commented
    out. It loads as it is, and with any of them put to use.
    """
    begins = start.replace(tzinfo=None, microsecond=0)
    made = {
        "Conference.start": begins.isoformat(),
        "Conference.end": (begins + dt.timedelta(hours=3)).isoformat(),
        "Conference.updated": begins.date().isoformat(),
        "ProgrammeItem.start": begins.time().isoformat(),
        "ProgrammeItem.end": min(begins + dt.timedelta(minutes=30), _last_minute(begins)).time().isoformat(),
        "ProgrammeItem.day": begins.date().isoformat(),
        "Contributor.deadline": (begins.date() - dt.timedelta(weeks=3)).isoformat(),
        "Output.require": '["ua1", "2a"]',
        "Output.late_bilag": '"bogstav"',
        "Conference.slug": f'"kommunens-navn-{begins.year}"',
    }
    limits = {f"Limits.{name}": str(value) for name, value in attrs.asdict(Limits()).items()}
    templates = {f"PageTemplates.{field.name}": f'"templates/{field.name}.j2"' for field in attrs.fields(PageTemplates)}
    values = made | limits | templates | {name: json.dumps(text, ensure_ascii=False) for name, text in _TEXTS.items()}
    return {
        FILE: "\n".join([_HEAD, *_keys(Conference, (), values, active=True)]) + "\n",
        INVITATION: _INVITATION,
        WELCOME: _WELCOME,
        REFERAT: _REFERAT,
    }


def _last_minute(moment: dt.datetime) -> dt.datetime:
    return moment.replace(hour=23, minute=59, second=59)


def unwritten(key: str) -> str:
    """Give what a blank edition has in place of the text that ``key`` of conference.toml names."""
    return _UNWRITTEN.get(key, _ANY_TEXT)


def is_unwritten(text: TextFile) -> bool:
    """Tell whether ``text`` still says, below its headings, only what a blank edition has in its place."""
    said = [line for line in text.text.splitlines() if line.strip() and not line.startswith("#")]
    return said in [[content.splitlines()[-1]] for content in (*_UNWRITTEN.values(), _ANY_TEXT)]


def unfilled(conference: Conference, stages: Collection[Stage]) -> tuple[Problem, ...]:
    """Give a problem for each text of the blank edition that ``stages`` would print: no fault of anybody's yet."""
    found = [
        problem(path, f"still says «{text}», as in a blank edition", "udfyld: write your own")
        for path, text in _blanks(conference, ())
    ]
    for text, stage in (
        (conference.invitation, Stage.INFORMATIONSPAKKE),
        (conference.welcome, Stage.INFORMATIONSPAKKE),
        (conference.referat, Stage.REFERAT),
    ):
        if text is not None and stage in stages and is_unwritten(text):
            message = "still says what a blank edition says"
            found.append(Problem(Fault.EDITION, text.path, message, "udfyld: write it, or take its key out"))
    return tuple(found)


def _blanks(value: Any, path: TomlPath) -> Iterator[tuple[TomlPath, str]]:
    """Give every text beneath ``value`` that the blank edition has in its place, with its TOML path."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _blanks(item, (*path, index))
    elif attrs.has(kind := type(value)):
        for field in attrs.fields(kind):
            name, inner = f"{kind.__name__}.{field.name}", getattr(value, field.name)
            if name in _FIT or field.name in _NAMES:
                continue
            blank = _TEXTS.get(name)
            if isinstance(inner, str):
                # An empty one is not printed at all.
                if inner and inner == blank:
                    yield (*path, field.name), inner
            elif isinstance(blank, list):
                yield from (((*path, field.name, at), text) for at, text in enumerate(inner) if text in blank)
            else:
                yield from _blanks(inner, (*path, field.name))


def _keys(
    kind: type[attrs.AttrsInstance], path: tuple[str, ...], values: Mapping[str, str], *, active: bool
) -> Iterator[str]:
    """Give the lines of a table: first its own keys, then the tables in it, as TOML wants it."""
    below: list[Field] = []
    for field in written_fields(kind).values():
        name = f"{kind.__name__}.{field.name}"
        if _table_in(field.type) is not None:
            below.append(field)
            continue
        yield f"# {field.doc}"
        yield _line(f"{field.name} = {values[name]}", active=active and (field.required or name in _ACTIVE))
    for field in below:
        table = _table_in(field.type)
        is_list = get_origin(field.type) is tuple
        # A blank edition has a journal, but none of the things that there can be several of.
        in_use = active and not is_list
        inner = (*path, field.name)
        yield from ("", f"# {field.doc}")
        yield _line(f"[[{'.'.join(inner)}]]" if is_list else f"[{'.'.join(inner)}]", active=in_use)
        if table is Mapping:
            yield "# Mappen med filerne, set fra udgavens mappe."
            yield _line(_SETTINGS, active=in_use)
        else:
            yield from _keys(table, inner, values, active=in_use)


def _line(text: str, *, active: bool) -> str:
    return text if active else f"#{text}"


def _table_in(kind: Any) -> Any:
    """Give the class of the table or tables that a key of type ``kind`` holds; ``None`` for a plain value."""
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        return item if attrs.has(item) else None
    if get_origin(kind) is Mapping:
        return Mapping
    return kind if attrs.has(kind) else None
