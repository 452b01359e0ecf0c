"""What is to be made, and what its files are called."""

from __future__ import annotations

import datetime as dt

import attrs

from styringsdialog.assemble.xmp import Metadata
from styringsdialog.danish.dates import period
from styringsdialog.danish.identifiers import slug
from styringsdialog.model.bilag import BilagNumber
from styringsdialog.model.conference import Audience, Conference
from styringsdialog.model.options import BuildOptions


@attrs.frozen(kw_only=True)
class Order:
    """What is to be made: an edition, and the choices of whoever calls."""

    conference: Conference
    options: BuildOptions

    @property
    def stem(self) -> str:
        """Return the first part of the output's file names."""
        # File names end at 255 bytes on most disks, and a host's name may be a sentence.
        host = slug(self.conference.host)[:60].rstrip("-") or "konference"
        name = self.conference.slug[:60] if self.conference.slug else f"{host}-{self.conference.start.year}"
        # Two packages for two audiences must never take each other's place.
        internal = "-intern" if self.options.audience is Audience.INTERNAL else ""
        return f"{name}-{self.options.stage.value}{internal}"

    @property
    def apart(self) -> str:
        """Return the name of the folder for each bilag's own file."""
        return f"{self.stem}-bilag"

    @property
    def stated(self) -> dt.date | None:
        """Return the day on which the edition last changed, as far as anybody has said it."""
        return self.options.timestamp.date() if self.options.timestamp else self.conference.updated

    @property
    def metadata(self) -> Metadata:
        """Return what the PDF says of itself; its date is the edition's, never the clock's."""
        conference = self.conference
        stated = dt.datetime.combine(conference.updated, dt.time()) if conference.updated else None
        return Metadata(
            title=f"{self.options.stage.label}: {conference.title}",
            author=conference.host,
            subject=f"{period(conference.start, conference.end)}, {conference.place}",
            modified=self.options.timestamp or stated or conference.start,
        )

    def original_name(self, number: BilagNumber) -> str:
        """Return the name under which the signed file of the bilag with this number is published."""
        return f"{self.stem}.bilag-{number}-underskrevet.pdf"
