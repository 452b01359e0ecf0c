"""Where each edition of a series stands, as the disk shows it: marks are files that people can read and remove.

In ``packages/EDITION/`` there is ``letters/KEY-DATE.txt`` for each letter, with the date of the conference that it is
about, ``rehearsal.json`` of the last rehearsal, and for each stage a folder with its versions and ``built.json``,
which says what the newest one was made from. ``packages/calendar.ics`` is the calendar as it was last told.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.errors import OutputError
from styringsdialog.loading.inputs import input_digests
from styringsdialog.loading.starter import is_unwritten
from styringsdialog.model.conference import Stage
from styringsdialog.publish import publish
from styringsdialog.series.decisions import Action, EditionState, due_actions, is_over
from styringsdialog.series.editions import OUTPUT, Edition, SeriesFolder
from styringsdialog.series.opening import CHECKLIST
from styringsdialog.series.surroundings import LastBuild
from styringsdialog.versions.shelf import current_version

BUILT: Final = "built.json"
CALENDAR: Final = "calendar.ics"
REHEARSAL: Final = "rehearsal.json"


def due_now(series: SeriesFolder, today: dt.date) -> tuple[Action, ...]:
    """Return everything that is due in a series, edition after edition.

    Raises:
        OutputError: A file of an edition cannot be read.
    """
    return tuple(
        action
        for edition in series.editions
        for action in due_actions(state_of(series, edition, today), today, series.series.run)
    )


def state_of(series: SeriesFolder, edition: Edition, today: dt.date) -> EditionState:
    """Return where ``edition`` stands; what it would be made from only as long as it is not over on ``today``.

    Raises:
        OutputError: A file of it cannot be read.
    """
    made = {stage: read_mark(stage_place(edition, stage) / BUILT).get("inputs") for stage in Stage}
    state = EditionState(
        name=edition.name,
        first=edition.first,
        last=edition.last,
        deadlines=edition.deadlines,
        letters=frozenset(
            deadline.key for deadline in edition.deadlines if letter_path(edition, deadline.key).exists()
        ),
        rehearsed=_newest(edition),
        packages={stage: inputs for stage, inputs in made.items() if isinstance(inputs, str)},
        # Editions are sorted by date: each but the last has a successor.
        succeeded=edition != series.editions[-1],
    )
    if is_over(state, today):
        return state
    stages = [stage for stage in Stage if stage is not Stage.REFERAT or _has_referat(edition)]
    return attrs.evolve(state, inputs={stage: _inputs_of(edition, stage) for stage in stages})


def newest_mark(series: SeriesFolder) -> dt.date | None:
    """Return the newest day that a mark names; a clock that is before it has gone back."""
    return max(filter(None, map(_newest, series.editions)), default=None)


def _newest(edition: Edition) -> dt.date | None:
    # Not the letters: the date in their names is the conference's.
    places = (edition.output / REHEARSAL, *(stage_place(edition, stage) / BUILT for stage in Stage))
    return max(filter(None, (_date(read_mark(place)) for place in places)), default=None)


def letter_path(edition: Edition, key: str) -> Path:
    """Return where the letter about the deadline ``key`` is put; a conference that is moved has letters anew."""
    return edition.output / "letters" / f"{key}-{edition.first.isoformat()}.txt"


def stage_place(edition: Edition, stage: Stage) -> Path:
    """Return the folder of the versions of one package."""
    return edition.output / stage.value


def interrupted_revision(place: Path) -> dt.date | None:
    """Return the date of a revision that was published in ``place`` and whose mark was never written.

    The process was ended between the two, perhaps on another day: made again with that date it is the same to the
    byte, and no further version.
    """
    if (version := current_version(place)) is None or read_mark(place / BUILT).get("version") == version.number:
        return None
    dates = (read_mark(path).get("revision", {}) for path in version.folder.glob("*.manifest.json"))
    return max(filter(None, map(_date, dates)), default=None)


def read_mark(path: Path) -> Mapping[str, Any]:
    """Return what a mark says; nothing where there is none, or it was spoiled, which then is made again."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    # ValueError takes in bytes that are no UTF-8, and JSON that ends in the middle.
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def last_calendar(series: Path) -> bytes:
    """Return the calendar file as it was last told; nothing where it never was."""
    try:
        return (series / OUTPUT / CALENDAR).read_bytes()
    except OSError:
        return b""


def keep_calendar(series: Path, calendar: bytes) -> None:
    """Remember what was told, where the folder of the series can be written."""
    if calendar != last_calendar(series):
        with contextlib.suppress(OutputError):
            publish({CALENDAR: calendar}, series / OUTPUT)


def _has_referat(edition: Edition) -> bool:
    referat = edition.conference.referat
    # One that still says what a blank edition says counts as none.
    return referat is not None and not is_unwritten(referat)


def _date(mark: Mapping[str, Any]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(mark.get("date", ""))
    except (TypeError, ValueError):
        return None


def last_build(series: SeriesFolder) -> LastBuild | None:
    """Return the newest edition's package, the referat's before the other; nothing when none was made yet."""
    for edition in reversed(series.editions):
        for stage in reversed(Stage):
            version = current_version(stage_place(edition, stage))
            for path in sorted(version.folder.glob("*.manifest.json")) if version else ():
                if manifest := read_mark(path):
                    return LastBuild.from_manifest(edition.name, manifest)
    return None


def _inputs_of(edition: Edition, stage: Stage) -> str:
    """Return the SHA-256 of every file's name and content in the folder of ``edition``.

    Versions of programs are not in it: a package that is already sent out is not made again
    because a library came out. Nor are hidden files, what editors leave behind, the list of
    what is to be filled in, and, before the meeting, the referat.
    """
    referat = edition.conference.referat
    left_out = {CHECKLIST, *({referat.path} if referat and stage is not Stage.REFERAT else ())}
    digest = hashlib.sha256()
    for name, content in input_digests(edition.folder).items():
        if name not in left_out:
            # No file's name holds NUL, so that two different folders never give one text.
            digest.update(f"{name}\0{content}\n".encode())
    return digest.hexdigest()
