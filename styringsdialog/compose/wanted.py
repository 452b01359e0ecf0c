"""What is to be made, and what its files are called."""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs

from styringsdialog.assemble.xmp import Metadata
from styringsdialog.danish.dates import period
from styringsdialog.danish.identifiers import slug
from styringsdialog.loading.inputs import SECRETARY
from styringsdialog.model.bilag import BilagNumber
from styringsdialog.model.conference import Audience, Conference
from styringsdialog.model.options import BuildOptions

_DRAFT: Final = "Kladde"
_INTERNAL: Final = "Intern – må ikke offentliggøres"


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
        return f"{name}-{self.options.stage.value}{'-intern' if self.is_internal else ''}"

    @property
    def is_internal(self) -> bool:
        """Tell whether nothing of it may be published."""
        return self.options.audience is Audience.INTERNAL

    @property
    def mark(self) -> str:
        """Return what every page says of the package first; empty for nothing."""
        return " · ".join([_DRAFT] * self.conference.draft + [_INTERNAL] * self.is_internal)

    def marked(self, title: str) -> str:
        """Return what a file that is called ``title`` is called in the package."""
        return f"{_INTERNAL}: {title}" if self.is_internal else title

    @property
    def apart(self) -> str:
        """Return the name of the folder for each bilag's own file."""
        return f"{self.stem}-bilag"

    @property
    def secretary(self) -> str:
        """Return the name of the folder for what is not published, with a slash behind it."""
        return f"{self.stem}{SECRETARY}/"

    def is_private(self, name: str) -> bool:
        """Tell whether the file of that name is for nobody but whoever makes the package."""
        return self.is_internal or name.startswith(self.secretary)

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
            title=self.marked(f"{self.options.stage.label}: {conference.title}"),
            author=conference.host,
            subject=self.marked(f"{period(conference.start, conference.end)}, {conference.place}"),
            modified=self.options.timestamp or stated or conference.start,
        )

    def original_name(self, number: BilagNumber) -> str:
        """Return the name under which the signed file of the bilag with this number is left."""
        return f"{self.secretary if self.is_internal else ''}{self.stem}.bilag-{number}-underskrevet.pdf"
