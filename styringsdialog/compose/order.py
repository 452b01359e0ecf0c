"""What is to be made, and what its files are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import attrs

from styringsdialog.assemble.xmp import Metadata
from styringsdialog.danish.dates import period
from styringsdialog.danish.identifiers import slug
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.numbers import BilagNumber
from styringsdialog.model.sent import Dispatch

__all__ = ["Order", "Trace"]

Trace = Callable[[Contribution], None]


@attrs.frozen(kw_only=True)
class Order:
    """What is to be made: the choices of whoever calls, which ``pipeline.build_package`` explains."""

    conference: Conference
    stage: Stage
    audience: Audience
    keep_going: bool = False
    separate: bool = False
    timestamp: dt.datetime | None = None
    revised: dt.date | None = None
    sent: Sequence[Dispatch] | None = None
    trace: Trace | None = None

    @property
    def stem(self) -> str:
        """Give the first part of the output's file names."""
        # File names end at 255 bytes on most disks, and a host's name may be a sentence.
        host = slug(self.conference.host)[:60].rstrip("-") or "konference"
        name = self.conference.slug[:60] if self.conference.slug else f"{host}-{self.conference.start.year}"
        internal = "-intern" if self.audience is Audience.INTERNAL else ""
        return f"{name}-{self.stage.value}{internal}"

    @property
    def apart(self) -> str:
        """Give the name of the folder for each bilag's own file."""
        return f"{self.stem}-bilag"

    @property
    def stated(self) -> dt.date | None:
        """Give the day on which the edition last changed, as far as anybody has said it."""
        return self.timestamp.date() if self.timestamp else self.conference.updated

    @property
    def metadata(self) -> Metadata:
        """Give what the PDF says of itself; its date is the edition's, never the clock's."""
        conference = self.conference
        stated = dt.datetime.combine(conference.updated, dt.time()) if conference.updated else None
        return Metadata(
            title=f"{self.stage.label}: {conference.title}",
            author=conference.host,
            subject=f"{period(conference.start, conference.end)}, {conference.place}",
            modified=self.timestamp or stated or conference.start,
        )

    def original_name(self, number: BilagNumber) -> str:
        """Give the name under which the signed file of the bilag with this number is published."""
        return f"{self.stem}.bilag-{number}-underskrevet.pdf"
