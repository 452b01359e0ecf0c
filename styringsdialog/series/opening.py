"""The next edition, made from the last: what comes every time is there, what belongs to one edition is not."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import Any, Final

import attrs
import tomlkit

from styringsdialog.danish.calendar import add_working_days, working_days_between
from styringsdialog.danish.dates import long_date
from styringsdialog.errors import EditionError
from styringsdialog.loading.headings import LISTS
from styringsdialog.loading.inputs import bilag_folders
from styringsdialog.loading.reading import on_disk
from styringsdialog.loading.starter import blank_workbook, unwritten
from styringsdialog.messages.message import Language, Message, Where, message, text_of
from styringsdialog.model.conference import BLANK_NOTICE, WORKBOOK, Conference, Journal
from styringsdialog.model.fields import Carry, written_fields
from styringsdialog.model.people import Contributor, ProgrammeKind
from styringsdialog.model.places import FILE
from styringsdialog.model.scalars import DANISH
from styringsdialog.model.series import Series
from styringsdialog.series.dates import Candidate
from styringsdialog.series.telling import candidate_lines

# What a person must fill in, as a file in the new edition.
CHECKLIST: Final = "huskeliste.md"

# Of the programme, what comes every time: kinds that say what they are without a title.
_RECURRING: Final = frozenset(kind.value for kind in ProgrammeKind if not kind.needs_title)

_Table = MutableMapping[str, Any]


@attrs.frozen(kw_only=True)
class Opening:
    """What a new edition begins with.

    Attributes:
        files: By name in the new folder.
        folders: That are to be there, for bilag.
        copies: Files of the previous edition that every edition has: its logo, its own templates.
        checklist: What a person must fill in or look at.
    """

    files: Mapping[str, str | bytes]
    folders: tuple[str, ...]
    copies: tuple[str, ...]
    checklist: tuple[Message, ...]


def open_edition(previous: Conference, series: Series, chosen: Candidate) -> Opening:
    """Return the edition after ``previous`` on the day that was chosen.

    ``conference.toml`` is changed and not written anew: comments and the order of keys stay.

    Raises:
        EditionError: The previous edition's file cannot be read any more.
    """
    try:
        # Some editors on Windows write a byte order mark, which loading passes over too.
        document = tomlkit.parse((previous.folder / FILE).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:  # what loading it has just read
        raise EditionError.at(
            Where(file=str(previous.folder / FILE)), message("series.edition-file-unreadable", reason=str(error))
        ) from error
    move = _Move(old=previous.start.date(), new=chosen.date, closed=series.closed)
    texts = dict(_fresh_texts(document))
    lists = _new_lists(previous, document, move)
    _conference(document, move)
    design = previous.design
    inside = (place.relative_to(previous.folder).as_posix() for place in bilag_folders(previous))
    folders = tuple(dict.fromkeys(unicodedata.normalize("NFC", name) for name in inside))
    checklist = tuple(_checklist(previous, chosen, move, texts))
    return Opening(
        files={FILE: tomlkit.dumps(document), **texts, **lists, CHECKLIST: _as_page(previous, chosen, checklist)},
        folders=folders,
        # What the package's look comes from.
        copies=(
            *((design.logo.path,) if design.logo else ()),
            *(template.path for _, template in design.templates.chosen),
        ),
        checklist=checklist,
    )


def opening_lines(
    folder: str, checklist: Sequence[Message], chosen: Candidate, others: Sequence[Candidate], language: Language
) -> Iterator[str]:
    """Return what is told of an edition that was opened in ``folder``: what is left to do, its day, and other days."""
    yield text_of(message("series.opened", folder=folder, date=chosen.date.isoformat()), language).what
    yield from ("", f"{text_of(message('series.for-a-person', file=CHECKLIST), language).what}:")
    yield from (f"- {text_of(item, language).sentence}" for item in checklist)
    yield from ("", f"{text_of(message('series.day-and-others'), language).what}:")
    yield from candidate_lines([chosen, *others], language)


@attrs.frozen(kw_only=True)
class _Move:
    """From one conference's day to the next one's."""

    old: dt.date
    new: dt.date
    closed: frozenset[dt.date]

    def date(self, date: dt.date) -> dt.date:
        """Return the day that is as many days from the new conference."""
        return date + (self.new - self.old)

    def deadline(self, date: dt.date) -> dt.date:
        """Return the day that is as many working days before the new conference."""
        return add_working_days(self.new, -working_days_between(date, self.old, self.closed), self.closed)


def _conference(document: tomlkit.TOMLDocument, move: _Move) -> None:
    # A copy, because keys are taken out on the way.
    for name in list(document):
        if name in LISTS and isinstance(document[name], str):
            continue
        match _carry(Conference, name):
            case Carry.DROP:
                del document[name]
            case Carry.MOVE:
                moment: dt.datetime = document[name].unwrap()
                # The day moves, and the hour is the conference's own.
                document[name] = dt.datetime.combine(move.date(moment.date()), moment.time())
            case Carry.RECURRING:
                _keep_recurring(document, name, move)
    # A slug often holds the year: kept, it would give the new files the old edition's names.
    for name in ("slug", "title"):
        if name in document:
            document[name] = _moved_year(str(document[name].unwrap()), move)
    document["notice"] = BLANK_NOTICE
    for table in document.get("contributors", ()):
        if "deadline" in table:
            table["deadline"] = move.deadline(table["deadline"].unwrap())
    journal = document.get("journal", {})
    for name in list(journal):
        if _carry(Journal, name) is Carry.BLANK:
            journal[name] = ""


def _new_lists(previous: Conference, document: tomlkit.TOMLDocument, move: _Move) -> Mapping[str, bytes]:
    """Have ``document`` name a new workbook for the lists that stood in files, and return that, if there were any."""
    named = [key for key in LISTS if isinstance(document.get(key), str)]
    document.update(dict.fromkeys(named, WORKBOOK))
    recurring = [
        attrs.evolve(item, speakers=(), day=item.day and move.date(item.day))
        for item in previous.programme
        if item.kind in _RECURRING and not item.talk
    ]
    start = dt.datetime.combine(move.new, previous.start.time())
    return {WORKBOOK: blank_workbook(start, {"programme": recurring})} if named else {}


def _moved_year(text: str, move: _Move) -> str:
    """Return ``text`` with the new conference's year in the place of the old one's."""
    return re.sub(rf"(?<!\d){move.old.year}(?!\d)", str(move.new.year), text)


def _carry(kind: type[attrs.AttrsInstance], name: str) -> Carry:
    """Return what becomes of a key; one of a later version is kept, which is better than lost."""
    field = written_fields(kind).get(name)
    return field.carry if field else Carry.KEEP


def _keep_recurring(document: tomlkit.TOMLDocument, name: str, move: _Move) -> None:
    """Keep the items that come every time, without those who had the word."""
    items = document[name]
    assert isinstance(items, list)
    # From the end, so that taking one out moves none that is still to come.
    for index in reversed(range(len(items))):
        item: _Table = items[index]
        kind = str(item.get("kind", "")).casefold()
        if DANISH.get(kind, kind) not in _RECURRING or item.get("talk"):
            del items[index]
            continue
        if "day" in item:
            item["day"] = move.date(item["day"].unwrap())
        for key in ("speakers", "talk"):
            if key in item:
                del item[key]
    if not items:
        del document[name]


def _fresh_texts(document: tomlkit.TOMLDocument) -> Iterator[tuple[str, str]]:
    """Return the texts that begin anew, under the names that they have."""
    for name, value in list(document.items()):
        if _carry(Conference, name) is Carry.FRESH and isinstance(value, str):
            # What begins anew is Markdown, which may become a Word file again.
            document[name] = re.sub(r"\.docx$", ".md", value, flags=re.IGNORECASE)
            yield str(document[name]), unwritten(name)


def _checklist(previous: Conference, chosen: Candidate, move: _Move, texts: Mapping[str, str]) -> Iterator[Message]:
    person = previous.journal.sagsbehandler
    reminders = {
        message("series.check-date", date=chosen.date.isoformat()): True,
        message("series.check-place", place=str(previous.place)): True,
        message("series.check-title", title=_moved_year(previous.title, move)): any(map(str.isdigit, previous.title)),
        message("series.check-journal"): True,
        message("series.check-person", key="journal.sagsbehandler", person=person): person,
        message("series.check-themes"): previous.themes,
        message("series.check-programme"): previous.programme,
        message("series.check-participants"): previous.participants,
        message("series.check-key-figures"): previous.key_figures,
    }
    yield from (reminder for reminder, is_due in reminders.items() if is_due)
    yield from (message("series.check-text", file=name) for name in sorted(texts))
    for contributor in previous.contributors:
        yield from _of_contributor(previous, contributor, move)
    agreed = (*(agreement.what for agreement in previous.agreements), *(task.what for task in previous.follow_ups))
    yield from (message("series.check-agreement", agreed=str(what)) for what in agreed)
    yield message("series.check-notice", notice=BLANK_NOTICE)


def _of_contributor(previous: Conference, contributor: Contributor, move: _Move) -> Iterator[Message]:
    name = str(contributor.name)
    yield (
        message("series.check-contributor", contributor=name, date=move.deadline(contributor.deadline).isoformat())
        if contributor.deadline
        else message("series.check-contributor-without-deadline", contributor=name)
    )
    yield (
        message("series.check-contact", contributor=name, contact=str(contributor.contact))
        if contributor.contact
        else message("series.check-no-contact", contributor=name)
    )
    if contributor.ask:
        yield message("series.check-ask", contributor=name, ask=contributor.ask)
    for key, value in contributor.settings.items():
        if not isinstance(value, str) or key == "path":
            continue
        # A setting may name a file by its path, or by its name in the contributor's folder: last time's would be
        # printed again.
        places = (on_disk(previous.folder, value), on_disk(previous.folder, f"bilag/{contributor.id}/{value}"))
        if value and any(place.is_file() for place in places):
            yield message("series.check-file", contributor=name, key=key, file=value)
    if any(key != "path" for key in contributor.settings):
        yield message("series.check-settings", contributor=name)


def _as_page(previous: Conference, chosen: Candidate, checklist: tuple[Message, ...]) -> str:
    """Return the checklist as a page of the new edition, in Danish."""
    reasons = "\n".join(f"    {line.strip()}" for line in candidate_lines([chosen], Language.DANISH)[1:])
    boxes = "\n".join(f"- [ ] {text_of(item, Language.DANISH).sentence}" for item in checklist)
    return (
        f"# Huskeliste: {previous.title}, {long_date(chosen.date)}\n\n"
        f"{boxes}\n\nDet taler for (+) og imod (-) datoen:\n\n{reasons}\n"
    )
