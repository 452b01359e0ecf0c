"""The package's own pages as blocks, from the cover to the colophon, and the dividers.

Their words stand in ``templates/core``; here is the context of each template. Numbers and pages
are references, filled in once the plan knows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.content.attendance import delegations, those_who
from styringsdialog.content.images import Images
from styringsdialog.content.markdown import parse_markdown
from styringsdialog.content.programme import programme_days, shown_places
from styringsdialog.content.templating import Templates
from styringsdialog.danish.lists import counted, join
from styringsdialog.danish.sentence import as_in_running_text
from styringsdialog.messages.message import message
from styringsdialog.model.blocks import Blocks, Contents, ContentsEntry, Text
from styringsdialog.model.conference import Conference, Stage
from styringsdialog.model.numbers import BilagNumber, number_order
from styringsdialog.model.participants import Attendance, Participant
from styringsdialog.model.people import Contributor
from styringsdialog.model.sent import FIRST, Revision, Withdrawn
from styringsdialog.model.values import TextFile

__all__ = [
    "BilagLine",
    "agreements",
    "bilag_entry",
    "bilag_index",
    "changes",
    "colophon",
    "contents",
    "cover",
    "divider",
    "follow_ups",
    "key_figures",
    "participants",
    "programme",
    "referat",
    "text",
    "theme_entries",
    "themes",
]


@attrs.frozen(kw_only=True)
class BilagLine:
    """The package's words about one bilag.

    Attributes:
        target: The target of references to it: ``bilag:vibo/oversigt``.
        missing: Why it is not there, in Danish sentences; empty when it is.
        closed: Whether it is kept out of this package because it is not public.
        awaited: Whether it is missing because it has not been handed in yet.
        ask: Whom a reader may ask about it; empty for nobody.
        remarks: What its reader should know, in Danish sentences.
    """

    number: BilagNumber
    target: str
    title: str
    contributor: Contributor
    description: str = ""
    source: str = ""
    ask: str = ""
    missing: tuple[str, ...] = ()
    closed: bool = False
    awaited: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def bookmark(self) -> str:
        """Return the bilag's name as bookmarks and lists show it."""
        return f"Bilag {self.number}: {self.title}"


def cover(conference: Conference, stage: Stage, templates: Templates, revision: Revision = FIRST) -> Blocks:
    """Return the cover, which says of a later revision that it is one."""
    context = {"conference": conference, "stage": stage, "revision": revision}
    return templates.parse("core/forside.j2", context, images=Images(root=conference.folder))


def changes(revision: Revision, templates: Templates) -> Blocks:
    """Return what differs from the package that was sent before; nothing for the first one."""
    if not revision.changes:
        return ()
    return templates.parse("core/aendringer.j2", {"revision": revision})


def contents(entries: Sequence[ContentsEntry], templates: Templates) -> Blocks:
    """Return the table of contents with one line for each of ``entries``."""
    return (*templates.parse("core/indhold.j2", {}), Contents(entries=tuple(entries)))


def themes(conference: Conference, templates: Templates) -> Blocks:
    """Return the themes with their talks; nothing when there are none."""
    if not conference.themes:
        return ()
    return templates.parse("core/temaer.j2", {"conference": conference})


def theme_entries(conference: Conference) -> tuple[ContentsEntry, ...]:
    """Return a line of the contents for each theme."""
    return tuple(
        ContentsEntry(title=(Text(theme.title),), target=f"tema:{theme.key}", level=2) for theme in conference.themes
    )


def referat(conference: Conference, text: TextFile, templates: Templates) -> Blocks:
    """Return the referat, which is ``text``, under its heading.

    Raises:
        ContentError: The Markdown holds something that the package cannot print.
    """
    heading = templates.parse(
        "core/referat.j2", {"conference": conference, "title": as_in_running_text(conference.title)}
    )
    images = Images(root=conference.folder, name=message("content.folder-of-edition"))
    return (*heading, *parse_markdown(text.text, source=text.path, images=images))


def text(title: str, written: TextFile, folder: Path, templates: Templates) -> Blocks:
    """Return a text of the edition's own under ``title``; nothing where it is empty.

    Raises:
        ContentError: The Markdown holds something that the package cannot print.
    """
    blocks = parse_markdown(written.text, source=written.path, images=Images(root=folder))
    return (*templates.parse("core/tekst.j2", {"title": title}), *blocks) if blocks else ()


def programme(conference: Conference, templates: Templates) -> Blocks:
    """Return the programme; nothing when there is none."""
    if not conference.programme:
        return ()
    days = programme_days(conference)
    return templates.parse("core/program.j2", {"days": days, "places": sorted(shown_places(days))})


def participants(conference: Conference, stage: Stage, templates: Templates) -> Blocks:
    """Return who takes part; nothing when nobody is named.

    Before the meeting nobody can be absent from it: who is marked so is listed as expected.
    """
    if not conference.participants:
        return ()
    held = stage is Stage.REFERAT
    coming = (Attendance.PRESENT,) if held else (Attendance.PRESENT, Attendance.ABSENT)
    groups = delegations(conference, coming)
    people = sum(len(group.people) for group in groups)
    organisations = len({group.organisation for group in groups})
    count = f"{counted(people, 'deltager', 'deltagere')} fra {counted(organisations, 'organisation', 'organisationer')}"
    return templates.parse(
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


_TWO_COLUMNS: Final = 20
"""Participants from which on they stand in two columns."""


def _listed(people: Sequence[Participant]) -> str:
    """Return «Navn (organisation), Navn (organisation) og Navn (organisation).», nothing for nobody."""
    return f"{join([f'{person.name} ({person.organisation})' for person in people])}." if people else ""


def key_figures(conference: Conference, templates: Templates) -> Blocks:
    """Return the key figures; nothing when there are none."""
    if not conference.key_figures:
        return ()
    return (*templates.parse("core/noegletal.j2", {}), *conference.key_figures)


def agreements(conference: Conference, templates: Templates) -> Blocks:
    """Return what was agreed; nothing when nothing was."""
    if not conference.agreements:
        return ()
    return templates.parse("core/aftaler.j2", {"agreements": conference.agreements})


def follow_ups(conference: Conference, templates: Templates) -> Blocks:
    """Return what is to be done after the meeting; nothing when nothing is."""
    if not conference.follow_ups:
        return ()
    return templates.parse("core/opfoelgning.j2", {"follow_ups": conference.follow_ups})


def colophon(
    conference: Conference, stage: Stage, versions: Mapping[str, str], plugins: Sequence[str], templates: Templates
) -> Blocks:
    """Return who published the package and how it was made.

    Args:
        conference: The one that the package is of.
        stage: Of this package.
        versions: Distribution to version, of what it was made with.
        plugins: Name, distribution and version of what made its bilag.
        templates: The core's.
    """
    return templates.parse(
        "core/kolofon.j2",
        {
            "conference": conference,
            "stage": stage,
            "versions": join([f"{name} {version}" for name, version in versions.items()]),
            "plugins": join(tuple(dict.fromkeys(filter(None, plugins)))),
        },
    )


def bilag_index(bilag: Sequence[BilagLine], templates: Templates, withdrawn: Sequence[Withdrawn] = ()) -> Blocks:
    """Return the list of all bilag, with a line for each that is ``withdrawn``; nothing when there are none."""
    lines: list[BilagLine | Withdrawn] = [*bilag, *withdrawn]
    if not lines:
        return ()
    lines.sort(key=lambda line: number_order(line.number))
    return templates.parse(
        "core/bilagsoversigt.j2", {"bilag": tuple(bilag), "withdrawn": tuple(withdrawn), "lines": tuple(lines)}
    )


def divider(line: BilagLine, templates: Templates) -> Blocks:
    """Return the page that stands before a bilag."""
    return templates.parse("core/skilleblad.j2", {"line": line})


def bilag_entry(line: BilagLine) -> ContentsEntry:
    """Return a bilag's line of the contents."""
    return ContentsEntry(
        title=(Text(f"Bilag\N{NO-BREAK SPACE}{line.number}: {line.title}"),),
        target=line.target,
        note=line.contributor.name if line.title != line.contributor.name else "",
    )
