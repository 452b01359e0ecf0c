"""The package's own pages as blocks: cover, contents, themes, referat, list of bilag, dividers.

What they say stands in ``templates/core``; here is what each template is given. Numbers and pages
are references, filled in once the plan knows them.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from styringsdialog.content.images import Images
from styringsdialog.content.markdown import parse_markdown
from styringsdialog.content.templating import Templates
from styringsdialog.danish.sentence import as_in_running_text
from styringsdialog.model.blocks import Blocks, Contents, ContentsEntry, Text
from styringsdialog.model.conference import Conference, Stage
from styringsdialog.model.people import Contributor
from styringsdialog.model.values import TextFile

__all__ = ["BilagLine", "bilag_index", "contents", "cover", "divider", "referat", "themes"]


@attrs.frozen(kw_only=True)
class BilagLine:
    """What the package says about one bilag.

    Attributes:
        target: What references to it say: ``bilag:vibo/oversigt``.
        missing: Why it is not there, in Danish sentences; empty when it is.
        closed: Whether it is kept out of this package because it is not public.
        awaited: Whether it is missing because it has not been handed in yet.
        remarks: What its reader should know, in Danish sentences.
    """

    number: int
    target: str
    title: str
    contributor: Contributor
    description: str = ""
    source: str = ""
    contact: str = ""
    missing: tuple[str, ...] = ()
    closed: bool = False
    awaited: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def bookmark(self) -> str:
        """Give the bilag's name as bookmarks and lists show it."""
        return f"Bilag {self.number}: {self.title}"


def cover(conference: Conference, stage: Stage, templates: Templates) -> Blocks:
    """Give the cover."""
    return templates.parse("core/forside.j2", {"conference": conference, "stage": stage})


def contents(entries: Sequence[ContentsEntry], templates: Templates) -> Blocks:
    """Give the table of contents with one line for each of ``entries``."""
    return (*templates.parse("core/indhold.j2", {}), Contents(entries=tuple(entries)))


def themes(conference: Conference, templates: Templates) -> Blocks:
    """Give the themes with their talks; nothing when there are none."""
    if not conference.themes:
        return ()
    return templates.parse("core/temaer.j2", {"conference": conference})


def theme_entries(conference: Conference) -> tuple[ContentsEntry, ...]:
    """Give a line of the contents for each theme."""
    return tuple(
        ContentsEntry(title=(Text(theme.title),), target=f"tema:{theme.key}", level=2) for theme in conference.themes
    )


def referat(conference: Conference, text: TextFile, templates: Templates) -> Blocks:
    """Give the referat, which is ``text``, under its heading.

    Raises:
        ContentError: The Markdown holds something that the package cannot print.
    """
    heading = templates.parse(
        "core/referat.j2", {"conference": conference, "title": as_in_running_text(conference.title)}
    )
    said = parse_markdown(text.text, source=text.path, images=Images(root=conference.folder))
    return (*heading, *said)


def bilag_index(bilag: Sequence[BilagLine], templates: Templates) -> Blocks:
    """Give the list of all bilag; nothing when there are none."""
    if not bilag:
        return ()
    return templates.parse("core/bilagsoversigt.j2", {"bilag": tuple(bilag)})


def divider(line: BilagLine, templates: Templates) -> Blocks:
    """Give the page that stands before a bilag."""
    return templates.parse("core/skilleblad.j2", {"line": line})


def bilag_entry(line: BilagLine) -> ContentsEntry:
    """Give a bilag's line of the contents."""
    return ContentsEntry(
        title=(Text(f"Bilag\N{NO-BREAK SPACE}{line.number}: {line.title}"),),
        target=line.target,
        note=line.contributor.name if line.title != line.contributor.name else "",
    )
