"""What whoever builds a package chooses, beside the edition itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from styringsdialog.model.conference import Audience, Stage
from styringsdialog.model.sent import Dispatch


def _dispatches(sent: Iterable[Dispatch] | None) -> tuple[Dispatch, ...] | None:
    # An empty list says that nothing was sent; None asks for what the edition's folder remembers.
    return None if sent is None else tuple(sent)


@attrs.frozen(kw_only=True)
class BuildOptions:
    """The choices of whoever builds a package; without any, the public package before the meeting.

    Attributes:
        stage: Before the meeting, or after it with the referat.
        audience: A closed bilag is only in the internal package.
        keep_going: Make the package although bilag are missing; a page in their place says so.
        separate: Write each bilag to a file of its own too, in a folder beside the package.
        timestamp: The date inside the PDF; else the edition's own (``updated``, or its start).
        revised: What a revision that was not sent yet bears; else the date of ``timestamp`` or ``updated``.
        sent: What was sent out before, which keeps its numbers; else what the edition's folder remembers.
        keep_sent: Refuse to put another package in the place of one that was sent out.
    """

    stage: Stage = attrs.field(default=Stage.INFORMATIONSPAKKE, converter=Stage)
    audience: Audience = attrs.field(default=Audience.PUBLIC, converter=Audience)
    keep_going: bool = False
    separate: bool = False
    timestamp: dt.datetime | None = None
    revised: dt.date | None = None
    sent: tuple[Dispatch, ...] | None = attrs.field(default=None, converter=_dispatches)
    keep_sent: bool = False
