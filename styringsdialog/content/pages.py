"""The package's own pages as blocks, from the cover to the colophon, and the dividers.

Their words stand in ``templates/core``; here is the context of each template. Numbers and pages
are references, filled in once the plan knows them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.content.links import Images
from styringsdialog.content.markdown import parse_markdown
from styringsdialog.content.templating import Templates
from styringsdialog.danish.collation import sort_key
from styringsdialog.danish.dates import long_date, time_of_day
from styringsdialog.danish.lists import counted, join, span
from styringsdialog.messages.message import message
from styringsdialog.model.bilag import BilagNumber, Caption, number_order
from styringsdialog.model.blocks import Blocks, Contents, ContentsEntry, Text
from styringsdialog.model.conference import Conference, Stage
from styringsdialog.model.part_order import PackagePart
from styringsdialog.model.people import (
    Attendance,
    Contributor,
    Participant,
    ProgrammeItem,
    ProgrammeKind,
    Speaker,
    Talk,
)
from styringsdialog.model.scalars import TextFile
from styringsdialog.model.sent import Revision, Withdrawn


@attrs.frozen(kw_only=True)
class ProgrammeLine:
    """One line of the programme.

    Attributes:
        time: «9.00–9.15», or the beginning alone.
        title: The item's own, else its talk's; empty where the kind or the speakers say it.
        bilag: What its talk refers to, as in references but without ``bilag:``.
    """

    time: str
    title: str
    kind: ProgrammeKind
    speakers: tuple[Speaker, ...]
    bilag: str
    place: str


@attrs.frozen(kw_only=True)
class ProgrammeDay:
    """One day of the programme; its ``date`` is printed when there are several."""

    date: str
    lines: tuple[ProgrammeLine, ...]


def programme_days(conference: Conference) -> tuple[ProgrammeDay, ...]:
    """Return the programme day by day, in the order in which it was written."""
    talks = {str(talk.key): talk for theme in conference.themes for talk in theme.talks if talk.key}
    day = conference.start.date()
    days: dict[dt.date, list[ProgrammeLine]] = {}
    for item in conference.programme:
        # Only the first item of a day has to name it.
        day = item.day or day
        days.setdefault(day, []).append(_line(item, talks.get(item.talk)))
    return tuple(ProgrammeDay(date=long_date(date), lines=tuple(lines)) for date, lines in days.items())


def _line(item: ProgrammeItem, talk: Talk | None) -> ProgrammeLine:
    kind = item.kind
    # ``ANDET`` is what an item is that says nothing of its kind.
    if talk and kind is ProgrammeKind.ANDET:
        kind = ProgrammeKind.OPLAEG
    return ProgrammeLine(
        time=span(time_of_day(item.start), time_of_day(item.end)) if item.end else time_of_day(item.start),
        title=item.title or (talk.title if talk else ""),
        kind=kind,
        speakers=((*talk.speakers, *item.speakers) if talk else item.speakers),
        bilag=talk.bilag if talk else "",
        place=item.place,
    )


@attrs.frozen(kw_only=True)
class Delegation:
    """Those who take part for one organisation, in the order in which they were written."""

    organisation: str
    administrator: str
    people: tuple[Participant, ...]


def delegations(
    conference: Conference, counted: Iterable[Attendance], *, host_first: bool = True
) -> tuple[Delegation, ...]:
    """Return the host, then the others in Danish order, with those participants whose status is in ``counted``."""
    statuses = frozenset(counted)
    groups: dict[tuple[str, str], list[Participant]] = {}
    for person in conference.participants:
        if person.status in statuses:
            groups.setdefault((person.organisation, person.administrator), []).append(person)
    # «AAB» is two a's where a contributor says so, whoever of them is listed.
    names: dict[str, str] = {
        contributor.name: contributor.sort_name for contributor in conference.contributors if contributor.sort_name
    }
    return tuple(
        Delegation(organisation=organisation, administrator=administrator, people=tuple(people))
        for (organisation, administrator), people in sorted(
            groups.items(),
            key=lambda group: (
                host_first and group[0][0] != conference.host,
                sort_key(names.get(group[0][0], group[0][0])),
                sort_key(group[0][1]),
            ),
        )
    )


def those_who(conference: Conference, status: Attendance) -> tuple[Participant, ...]:
    """Return the participants with ``status``, by organisation in Danish order."""
    return tuple(person for group in delegations(conference, (status,)) for person in group.people)


@attrs.frozen(kw_only=True)
class BilagLine:
    """The package's words about one bilag.

    Attributes:
        target: The target of references to it: ``bilag:vibo/oversigt``.
        caption: What it says of itself, and ``ask`` whom a reader may ask about it; empty for nobody.
        missing: Why it is not there, in Danish sentences; empty when it is.
        closed: Whether it is kept out of this package because it is not public.
        awaited: Whether it is missing because it has not been handed in yet.
        remarks: What its reader should know, in Danish sentences.
    """

    number: BilagNumber
    target: str
    caption: Caption
    contributor: Contributor
    missing: tuple[str, ...] = ()
    closed: bool = False
    awaited: bool = False
    remarks: tuple[str, ...] = ()

    # Templates, an edition's own too, say «line.title».

    @property
    def title(self) -> str:
        """Return its title."""
        return self.caption.title

    @property
    def description(self) -> str:
        """Return what kind it is; empty for none."""
        return self.caption.description

    @property
    def source(self) -> str:
        """Return where it comes from; empty for none."""
        return self.caption.source

    @property
    def ask(self) -> str:
        """Return whom a reader may ask about it; empty for nobody."""
        return self.caption.ask

    @property
    def bookmark(self) -> str:
        """Return the bilag's name as bookmarks and lists show it."""
        return f"Bilag {self.number}: {self.title}"


@attrs.frozen(kw_only=True)
class Sources:
    """What the package's own pages are made from.

    Attributes:
        templates: The core's, with the edition's in their place.
        revision: Which one the package is, and which numbers stay empty.
        bilag: In order.
        plugins: Name, distribution and version of what made the bilag.
        versions: Distribution to version, of what the package is made with.
    """

    conference: Conference
    stage: Stage
    templates: Templates
    revision: Revision
    bilag: tuple[BilagLine, ...]
    plugins: tuple[str, ...]
    versions: Mapping[str, str]


def cover(sources: Sources) -> Blocks:
    """Return the cover, which says of a later revision that it is one."""
    context = {"conference": sources.conference, "stage": sources.stage, "revision": sources.revision}
    return sources.templates.parse("core/forside.j2", context, images=Images(root=sources.conference.folder))


def changes(revision: Revision, templates: Templates) -> Blocks:
    """Return what differs from the package that was sent before; nothing for the first one."""
    return templates.parse("core/aendringer.j2", {"revision": revision}) if revision.changes else ()


def contents(entries: Sequence[ContentsEntry], templates: Templates) -> Blocks:
    """Return the table of contents with one line for each of ``entries``."""
    return (*templates.parse("core/indhold.j2", {}), Contents(entries=tuple(entries)))


def themes(sources: Sources) -> Blocks:
    """Return the themes with their talks; nothing when there are none."""
    conference = sources.conference
    return sources.templates.parse("core/temaer.j2", {"conference": conference}) if conference.themes else ()


def referat(conference: Conference, text: TextFile, templates: Templates) -> Blocks:
    """Return the referat, which is ``text``, under its heading.

    Raises:
        ContentError: The Markdown holds something that the package cannot print.
    """
    heading = templates.parse("core/referat.j2", {"conference": conference, "title": conference.title})
    images = Images(root=conference.folder, name=message("content.folder-of-edition"))
    return (*heading, *_written(text, images))


def text(title: str, written: TextFile, folder: Path, templates: Templates) -> Blocks:
    """Return a text of the edition's own under ``title``; nothing where it is empty.

    Raises:
        ContentError: The Markdown holds something that the package cannot print.
    """
    blocks = _written(written, Images(root=folder))
    return (*templates.parse("core/tekst.j2", {"title": title}), *blocks) if blocks else ()


def _written(text: TextFile, images: Images) -> Blocks:
    """Return the blocks of a text: those that a program gave, else those that its Markdown makes."""
    # A text that a program gave has blocks and no Markdown.
    return text.blocks or parse_markdown(text.text, source=text.path, images=images)


def programme(sources: Sources) -> Blocks:
    """Return the programme; nothing when there is none."""
    days = programme_days(sources.conference)
    # They get a column of their own where there are several.
    places = {line.place for day in days for line in day.lines if line.place}
    context = {"days": days, "places": sorted(places)}
    return sources.templates.parse("core/program.j2", context) if days else ()


def participants(sources: Sources, *, host_first: bool = True) -> Blocks:
    """Return who takes part; nothing when nobody is named.

    Before the meeting nobody can be absent from it: who is marked so is listed as expected.
    """
    conference = sources.conference
    if not conference.participants:
        return ()
    held = sources.stage is Stage.REFERAT
    coming = (Attendance.PRESENT,) if held else (Attendance.PRESENT, Attendance.ABSENT)
    groups = delegations(conference, coming, host_first=host_first)
    people = sum(len(group.people) for group in groups)
    organisations = len({group.organisation for group in groups})
    count = f"{counted(people, 'deltager', 'deltagere')} fra {counted(organisations, 'organisation', 'organisationer')}"
    return sources.templates.parse(
        "core/deltagere.j2",
        {
            "delegations": groups,
            "count": count,
            "held": held,
            "many": people > _TWO_COLUMNS,
            "afbud": _listed(those_who(conference, Attendance.AFBUD)),
            "absent": _listed(those_who(conference, Attendance.ABSENT)) if held else "",
        },
    )


# Participants from which on they stand in two columns.
_TWO_COLUMNS: Final = 20


def _listed(people: Sequence[Participant]) -> str:
    """Return «Navn (organisation), Navn (organisation) og Navn (organisation).», nothing for nobody."""
    return f"{join([f'{person.name} ({person.organisation})' for person in people])}." if people else ""


def key_figures(sources: Sources) -> Blocks:
    """Return the key figures; nothing when there are none."""
    figures = sources.conference.key_figures
    return (*sources.templates.parse("core/noegletal.j2", {}), *figures) if figures else ()


def agreements(sources: Sources) -> Blocks:
    """Return what was agreed; nothing when nothing was."""
    agreed = sources.conference.agreements
    return sources.templates.parse("core/aftaler.j2", {"agreements": agreed}) if agreed else ()


def follow_ups(sources: Sources) -> Blocks:
    """Return what is to be done after the meeting; nothing when nothing is."""
    tasks = sources.conference.follow_ups
    return sources.templates.parse("core/opfoelgning.j2", {"follow_ups": tasks}) if tasks else ()


def colophon(sources: Sources) -> Blocks:
    """Return who published the package and how it was made."""
    return sources.templates.parse(
        "core/kolofon.j2",
        {
            "conference": sources.conference,
            "stage": sources.stage,
            "versions": join([f"{name} {version}" for name, version in sources.versions.items()]),
            # Each once, in the order of the bilag and not of a set.
            "plugins": join(tuple(dict.fromkeys(filter(None, sources.plugins)))),
        },
    )


def bilag_index(sources: Sources) -> Blocks:
    """Return the list of all bilag, with a line for each that was withdrawn; nothing when there are none."""
    bilag, withdrawn = sources.bilag, sources.revision.withdrawn
    lines: list[BilagLine | Withdrawn] = [*bilag, *withdrawn]
    if not lines:
        return ()
    # Numbers that stay empty stand in their place, so that nobody looks for the bilag.
    lines.sort(key=lambda line: number_order(line.number))
    return sources.templates.parse(
        "core/bilagsoversigt.j2", {"bilag": bilag, "withdrawn": withdrawn, "lines": tuple(lines)}
    )


# What makes each part; those that are texts of the edition's own, and the bilag, are handed in.
PAGES: Final[Mapping[PackagePart, Callable[[Sources], Blocks]]] = {
    PackagePart.FORSIDE: cover,
    PackagePart.PROGRAM: programme,
    PackagePart.DELTAGERE: participants,
    PackagePart.TEMAER: themes,
    PackagePart.NOEGLETAL: key_figures,
    PackagePart.AFTALER: agreements,
    PackagePart.OPFOELGNING: follow_ups,
    PackagePart.BILAGSOVERSIGT: bilag_index,
    PackagePart.KOLOFON: colophon,
}


def divider(line: BilagLine, templates: Templates) -> Blocks:
    """Return the page that stands before a bilag."""
    return templates.parse("core/skilleblad.j2", {"line": line})


def bilag_entry(line: BilagLine) -> ContentsEntry:
    """Return a bilag's line of the contents."""
    return ContentsEntry(
        title=(Text(f"Bilag\N{NO-BREAK SPACE}{line.number}: {line.title}"),),
        target=line.target,
        # The title of a bilag that is missing altogether is its contributor's name already.
        note=line.contributor.name if line.title != line.contributor.name else "",
    )
