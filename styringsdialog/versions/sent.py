"""A package is marked as sent out: from then on its numbers and what it said are kept."""

from __future__ import annotations

import datetime as dt

from styringsdialog.loading.sent import SENT_FILE, read_sent, sent_as_text
from styringsdialog.model.sent import Dispatch
from styringsdialog.publish import publish
from styringsdialog.report.build import BuildReport

__all__ = ["mark_sent"]


def mark_sent(report: BuildReport, date: dt.date) -> bool:
    """Write into the edition's folder that the package of ``report`` was sent out on ``date``.

    Bilag then keep their numbers, and a package that says anything else is the next revision. Marking twice is
    marking once, also on another day, and a job that was killed before this may be run again.

    Args:
        report: Of a package that stands where it was published.
        date: The day that the next revision names as the one on which this was sent.

    Returns:
        Whether it was not marked already.

    Raises:
        EditionError: The edition's record of what was sent is damaged.
        OutputError: It cannot be written.
    """
    folder = report.conference.folder
    sent = read_sent(folder)
    before = [dispatch for dispatch in sent if (dispatch.stage, dispatch.audience) == (report.stage, report.audience)]
    if report.revision.number <= len(before):
        return False
    new = Dispatch(
        stage=report.stage,
        audience=report.audience,
        revision=report.revision.number,
        date=date,
        sha256=report.sha256,
        sections=report.sections,
    )
    publish({SENT_FILE: sent_as_text((*sent, new)).encode()}, folder)
    return True
