"""What was sent out: once people have a package, its numbers are theirs too."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import Any

import attrs

from styringsdialog.model.bilag import CLOSED_TITLE, BilagNumber
from styringsdialog.model.conference import Audience, Stage


@attrs.frozen(kw_only=True)
class SentSection:
    """A section of a package as it was made.

    Attributes:
        key: What references to it say: ``del:temaer``, ``bilag:vibo/oversigt``.
        contributor: The name of whose bilag it is; empty for the package's own.
        number: The bilag's; nothing for the package's own.
        first: Its first page in the package, from 1; of a bilag, its divider.
        pages: Of its own; of a bilag, without the divider.
        digest: The same as long as what it says is the same, wherever it stands and whatever set it; empty
            for what follows from the others, such as the contents.
        closed: Whether it is closed, and stands in an internal package.
    """

    key: str
    title: str
    contributor: str = ""
    number: BilagNumber | None = None
    first: int
    pages: int
    digest: str = ""
    closed: bool = False


@attrs.frozen(kw_only=True)
class Dispatch:
    """A package that was sent out.

    Attributes:
        revision: From 1, of the packages of one stage for one audience.
        date: The day on which it was sent.
        sha256: Of the PDF, hexadecimal.
        sections: In the order of the package.
    """

    stage: Stage
    audience: Audience
    revision: int
    date: dt.date
    sha256: str
    sections: tuple[SentSection, ...]


class ChangeKind(enum.StrEnum):
    """What became of a section since the package was last sent."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@attrs.frozen(kw_only=True)
class Change:
    """One section that is not as it was sent.

    Attributes:
        key: As of a ``SentSection``; what is withdrawn cannot be referred to.
        number: The bilag's; nothing for the package's own.
        pages_before: How many pages it had; 0 when it was not there.
    """

    kind: ChangeKind
    key: str
    title: str
    number: BilagNumber | None = None
    pages_before: int = 0


@attrs.frozen(kw_only=True)
class Withdrawn:
    """A number that was sent out and whose bilag is no more; its title may not be for everybody.

    Attributes:
        contributor: The name of whose it was.
    """

    number: BilagNumber
    contributor: str


@attrs.frozen(kw_only=True)
class Revision:
    """Which one of the packages of one stage for one audience this is.

    Attributes:
        number: From 1; one more than what was last sent, as soon as anything is not as it was sent.
        date: The day that it bears; nothing for the first, and where nobody has said it.
        replaces: The day on which the one before was sent; nothing for the first.
        changes: What is not as in the one before.
        withdrawn: Numbers that stay empty.
        known: How many packages of the edition had been sent when it was made, of all stages and audiences.
    """

    number: int = 1
    date: dt.date | None = None
    replaces: dt.date | None = None
    changes: tuple[Change, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    known: int = 0

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "number": self.number,
            "date": self.date.isoformat() if self.date else None,
            "replaces": self.replaces.isoformat() if self.replaces else None,
            "changes": [
                {
                    "kind": change.kind.value,
                    "target": change.key,
                    "title": change.title,
                    "bilag": change.number,
                    "pages_before": change.pages_before,
                }
                for change in self.changes
            ],
            "withdrawn": [{"number": bilag.number, "contributor": bilag.contributor} for bilag in self.withdrawn],
            "sent_before": self.known,
        }


# Of a package before which none was sent.
FIRST = Revision()


def is_closed_title(title: str) -> bool:
    """Tell whether a section of a public package stands for a closed bilag: «Bilag 2: Lukket bilag»."""
    return title.endswith(f": {CLOSED_TITLE}")


def locked_sections(sent: Iterable[Dispatch], audience: Audience) -> dict[BilagNumber, SentSection]:
    """Return the bilag that has each number that was ever sent: the last that had it.

    Its title is one that ``audience`` was sent, else its contributor's name.
    """
    locked: dict[BilagNumber | None, SentSection] = {}
    # Dispatches are in order of time: the last one counts.
    for dispatch in sent:
        is_public = dispatch.audience is Audience.PUBLIC
        for part in dispatch.sections:
            before = locked.get(part.number)
            known = before if before and before.key == part.key else attrs.evolve(part, title=part.contributor)
            title = part.title if is_public or audience is Audience.INTERNAL else known.title
            closed = is_closed_title(part.title) if is_public else part.closed or known.closed
            locked[part.number] = attrs.evolve(part, title=title, closed=closed)
    return {number: part for number, part in locked.items() if number is not None}
