"""The job that is run every night, whatever starts it."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import PurePath
from typing import Final

import attrs

from styringsdialog.danish.identifiers import slug
from styringsdialog.errors import OutputError
from styringsdialog.messages.message import Where, message
from styringsdialog.model.series import Notify

# Where days begin and end, whatever zone the machine is in.
ZONE: Final = "Europe/Copenhagen"

# The most by which a start is put off by chance, so that not all machines of a house start at once.
DELAY: Final = dt.timedelta(minutes=20)

# How long a night's work may take; what is not done by then is done the next night.
LIMIT: Final = dt.timedelta(hours=6)

# Between three and half past four nothing happens twice or not at all: clocks are moved from two to three.
_EARLIEST: Final = 3 * 60 + 10
_SPREAD: Final = 80


@attrs.frozen(kw_only=True)
class NightlyJob:
    """One series that is run every night.

    Attributes:
        series: Its folder, absolute.
        command: The program with what stands before its arguments; the first is an absolute path.
        path: The ``PATH`` with which programs such as ``soffice`` are found.
        user: Who does it.
        mail: Who is told when it fails; empty leaves that to the system's log.
        time: When it starts, in ``ZONE``.
        network: Whether a contributor's plugin may reach the network.
        notify: How what a person must do is mailed.
    """

    series: PurePath
    command: tuple[str, ...]
    path: str
    user: str
    mail: str = ""
    time: dt.time
    network: bool = False
    notify: Notify = attrs.field(factory=Notify)

    def __attrs_post_init__(self) -> None:
        """Refuse what no unit file or crontab can hold.

        Raises:
            OutputError: There is a quotation mark, a line break or another control character in it.
        """
        for text in (str(self.series), *self.command, self.path, self.user, self.mail, self.notify.password_file):
            if not text.isprintable() or '"' in text:
                raise OutputError.at(Where(path=repr(text)), message("cli.not-for-a-unit-file"))

    @property
    def name(self) -> str:
        """Return the name that unit files and tasks have: ``styringsdialog-vores-serie``."""
        return f"styringsdialog-{slug(self.series.name)[:60].strip('-') or 'serie'}"

    @property
    def words(self) -> tuple[str, ...]:
        """Return the whole command, word by word."""
        return (*self.command, "run", str(self.series))

    @property
    def title(self) -> str:
        """Return what the job is, for the people who look after the machine."""
        return f"Styringsdialog: nattens arbejde med {self.series.name}"


def quiet_time(series: PurePath) -> dt.time:
    """Return a time of the night for ``series``: always the same for it, and another for most others."""
    # SHA-256, because Python's own hash of a text is another one in each process; a path may hold bytes that are no
    # UTF-8.
    spread = int.from_bytes(hashlib.sha256(str(series).encode("utf-8", "surrogateescape")).digest()[:4], "big")
    after_midnight = _EARLIEST + spread % _SPREAD
    return dt.time(after_midnight // 60, after_midnight % 60)
