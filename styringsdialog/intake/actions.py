"""Actions in a file, by what they would do, counted as they are removed (ISO 32000-1, 12.6.4)."""

from __future__ import annotations

import enum
from collections import Counter

import pikepdf

from styringsdialog.pdf.content import values
from styringsdialog.pdf.objects import dictionary, listed


class Dropped(enum.Enum):
    """What is counted as it is removed from a file."""

    DEAD_LINK = "dead link"
    OTHER_FILE = "link to another file"
    OTHER_LINK = "other link"
    SCRIPT = "script"
    PROGRAM = "start of a program"
    FORM_DATA = "form data sent or fetched"
    ATTACHMENT = "attachment"
    PLAYED = "played"
    COMMENT = "comment"
    HIDDEN = "hidden annotation"
    BOOKMARK = "bookmark"


_KINDS = {
    "/JavaScript": Dropped.SCRIPT,
    "/Launch": Dropped.PROGRAM,
    "/SubmitForm": Dropped.FORM_DATA,
    "/ImportData": Dropped.FORM_DATA,
    "/ResetForm": Dropped.FORM_DATA,
    "/GoToR": Dropped.OTHER_FILE,
    "/GoToE": Dropped.OTHER_FILE,
    "/Thread": Dropped.OTHER_FILE,
    "/Rendition": Dropped.PLAYED,
    "/Movie": Dropped.PLAYED,
    "/Sound": Dropped.PLAYED,
    "/RichMediaExecute": Dropped.PLAYED,
    "/GoTo3DView": Dropped.PLAYED,
}
_SHOWS = frozenset({"/GoTo", "/URI", "/Named"})
# Actions that follow upon each other; more is a circle.
_MOST = 100


def drop_actions(action: object, *, first: bool = True) -> Counter[Dropped]:
    """Count what ``action`` and those that follow it would do, beyond showing a page or a web address.

    Args:
        action: Whatever stands where an action should.
        first: Whether it is counted itself, or only what follows it.
    """
    counted: Counter[Dropped] = Counter()
    waiting = [(action, first)]
    for _ in range(_MOST):
        if not waiting:
            break
        current, counts = waiting.pop()
        kind = str(dictionary(current).get("/S", ""))
        # Those that only show a place are counted by ``clean_annotations``, and only where they lead nowhere.
        if counts and kind and kind not in _SHOWS:
            counted[_KINDS.get(kind, Dropped.OTHER_LINK)] += 1
        waiting += [(follower, True) for follower in listed(dictionary(current).get("/Next"))]
    return counted


def drop_triggers(triggers: object) -> Counter[Dropped]:
    """Count what additional actions (ISO 32000-1, 12.6.3) would do; one that cannot be read counts as a script."""
    # Nobody can read what stands there, so the worst that it may be is told.
    if triggers is not None and not isinstance(triggers, pikepdf.Dictionary):
        return Counter([Dropped.SCRIPT])
    return sum(map(drop_actions, values(triggers)), Counter[Dropped]())
