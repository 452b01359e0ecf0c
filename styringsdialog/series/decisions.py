"""What is due: a function of what was done, the calendar and the day, and of nothing else.

Nothing is remembered between two nights but what stands on the disk: a package, a rehearsal, a
letter. So a night that did not come is caught up with, a night that comes twice does nothing,
and a clock that goes back makes nothing again.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from styringsdialog.danish.calendar import add_months, add_working_days, working_day_from
from styringsdialog.model.conference import Stage
from styringsdialog.model.series import Offset, Runs, Series, Unit


class Milestone(enum.StrEnum):
    """What falls on a day, named as its key in ``series.toml``."""

    SAVE_THE_DATE = "save_the_date"
    INVITATION = "invitation"
    REGISTRATION = "registration"
    REMINDER = "reminder"
    BILAG = "bilag"
    DISPATCH = "dispatch"
    CONFERENCE = "conference"
    REFERAT = "referat"
    FOLLOW_UP = "follow_up"
    NEXT_EDITION = "next_edition"


@attrs.frozen(kw_only=True)
class Deadline:
    """One day.

    Attributes:
        number: From 1, where there are several of the milestone; else 0.
    """

    milestone: Milestone
    date: dt.date
    number: int = 0

    @property
    def key(self) -> str:
        """Return its name among all of an edition: ``reminder-2``."""
        return f"{self.milestone.value}-{self.number}" if self.number else self.milestone.value


def deadlines_of(series: Series, first: dt.date, last: dt.date) -> tuple[Deadline, ...]:
    """Return every deadline of a conference from ``first`` to ``last``, in order of time.

    Raises:
        OverflowError: One of them lies outside the years 1 to 9999.
    """
    return tuple(
        sorted(
            _deadlines(series, first, last),
            # Those of one day stand in the order in which they come, and not by their names.
            key=lambda deadline: (deadline.date, tuple(Milestone).index(deadline.milestone)),
        )
    )


def date_of(deadlines: Iterable[Deadline], milestone: Milestone) -> dt.date:
    """Return the day of ``milestone``, the first one of several."""
    return next(deadline.date for deadline in deadlines if deadline.milestone is milestone)


def _deadlines(series: Series, first: dt.date, last: dt.date) -> Iterator[Deadline]:
    yield Deadline(milestone=Milestone.CONFERENCE, date=first)
    rules = series.deadlines
    # By their days and not as series.toml has them: the number is part of the key that names the letter.
    reminders = sorted(day_at(offset, first, last, series.closed) for offset in rules.reminders)
    yield from (
        Deadline(milestone=Milestone.REMINDER, date=date, number=number)
        for number, date in enumerate(reminders, start=1)
    )
    # The others are attributes of ``Deadlines``, by the same names.
    for milestone in Milestone:
        if milestone not in {Milestone.CONFERENCE, Milestone.REMINDER}:
            offset: Offset = getattr(rules, milestone.value)
            yield Deadline(milestone=milestone, date=day_at(offset, first, last, series.closed))


def day_at(offset: Offset, first: dt.date, last: dt.date, closed: Collection[dt.date]) -> dt.date:
    """Return the working day that is ``offset`` before ``first`` or after ``last``.

    What is not counted in working days and falls on a closed day is moved away from the
    conference, never towards it.
    """
    anchor, step = (last, 1) if offset.after else (first, -1)
    amount = offset.amount * step
    match offset.unit:
        case Unit.WORKING_DAYS:
            return add_working_days(anchor, amount, closed)
        case Unit.MONTHS:
            date = add_months(anchor, amount)
        case Unit.WEEKS:
            date = anchor + dt.timedelta(weeks=amount)
        case Unit.DAYS:
            date = anchor + dt.timedelta(days=amount)
    return working_day_from(date, step, closed)


class Work(enum.StrEnum):
    """What can be done by itself."""

    LETTER = "letter"
    REHEARSAL = "rehearsal"
    PACKAGE = "package"


@attrs.frozen(kw_only=True)
class EditionState:
    """Where an edition stands.

    Attributes:
        first: The day on which the conference begins, ``last`` that on which it ends.
        letters: The keys of the deadlines of which people have been told.
        rehearsed: When it was rehearsed last; a package that was made is as good as a rehearsal.
        packages: By stage, the fingerprint of what the newest package was made from.
        inputs: By stage, the same of what it would be made from now; without a stage for which
            there is nothing to make it from, as long as the referat is not written.
        succeeded: Whether a later edition has been opened.
    """

    name: str
    first: dt.date
    last: dt.date
    deadlines: tuple[Deadline, ...]
    letters: frozenset[str] = frozenset()
    rehearsed: dt.date | None = None
    packages: Mapping[Stage, str] = MappingProxyType({})
    inputs: Mapping[Stage, str] = MappingProxyType({})
    succeeded: bool = False


@attrs.frozen(kw_only=True)
class Action:
    """One thing to do.

    Attributes:
        due: The day on which it should have been done, which may be long ago.
        deadline: What a letter is about.
        stage: Of a package.
        again: Whether there is a package already, and what it was made from has changed.
    """

    work: Work
    edition: str
    due: dt.date
    deadline: Deadline | None = None
    stage: Stage | None = None
    again: bool = False

    @property
    def key(self) -> str:
        """Return what is done, in one word: ``reminder-1``, ``rehearsal``, ``referat``."""
        if self.deadline:
            return self.deadline.key
        return self.stage.value if self.stage else self.work.value


# Of letters that ask the same thing (who owes a bilag, who comes) only the newest is written: two in one night would
# say it twice.
ASKING: Final = frozenset({Milestone.REMINDER, Milestone.BILAG})
INVITING: Final = frozenset({Milestone.SAVE_THE_DATE, Milestone.INVITATION})


def due_actions(state: EditionState, today: dt.date, runs: Runs) -> tuple[Action, ...]:
    """Return what is to be done for an edition on ``today``, in the order in which it is to be done."""
    if is_settled(state, today):
        return ()
    packages = tuple(_packages(state, today))
    # A package that is made tonight shows all that a rehearsal would.
    return (*_letters(state, today), *(() if packages else tuple(_rehearsal(state, today, runs))), *packages)


def is_over(state: EditionState, today: dt.date) -> bool:
    """Tell whether nothing is made of the edition any more: the follow-up is done, or it is older than the series."""
    return today >= date_of(state.deadlines, Milestone.FOLLOW_UP)


def is_settled(state: EditionState, today: dt.date) -> bool:
    """Tell whether nothing will be due any more: the edition is over, followed up, and there is a later one."""
    # Of a conference whose package was never sent there is nothing to follow up.
    followed_up = Milestone.FOLLOW_UP.value in state.letters or not _was_sent(state)
    return state.succeeded and followed_up and is_over(state, today)


def _letters(state: EditionState, today: dt.date) -> Iterator[Action]:
    passed = [deadline for deadline in state.deadlines if deadline.date <= today]
    # What was written may lie ahead, when the clock has gone back.
    known = [deadline for deadline in state.deadlines if deadline in passed or deadline.key in state.letters]
    newest = {
        group: [deadline for deadline in known if deadline.milestone in group][-1:] for group in (ASKING, INVITING)
    }
    for deadline in passed:
        is_passed_by = any(deadline.milestone in group and deadline not in last for group, last in newest.items())
        if deadline.key not in state.letters and not is_passed_by and _is_telling(state, deadline, today):
            yield Action(work=Work.LETTER, edition=state.name, due=deadline.date, deadline=deadline)


def _is_telling(state: EditionState, deadline: Deadline, today: dt.date) -> bool:
    """Tell whether anybody can still do something about ``deadline``."""
    match deadline.milestone:
        case Milestone.SAVE_THE_DATE | Milestone.INVITATION | Milestone.REGISTRATION:
            return today < state.first
        case Milestone.REMINDER | Milestone.BILAG:
            # Of a package that is sent nobody is asked for a bilag any more.
            return today < state.first and not _was_sent(state)
        case Milestone.REFERAT:
            # The letter asks for a referat that is not written; what is written is built and sent out without one.
            return (
                not is_over(state, today) and Stage.REFERAT not in state.packages and Stage.REFERAT not in state.inputs
            )
        case Milestone.FOLLOW_UP:
            return _was_sent(state)
        case Milestone.NEXT_EDITION:
            return not state.succeeded
    return False


def _was_sent(state: EditionState) -> bool:
    return bool(state.packages)


def _rehearsal(state: EditionState, today: dt.date, runs: Runs) -> Iterator[Action]:
    # With the referat made, nothing is left that a rehearsal could warn of.
    if not runs.rehearsals or is_over(state, today) or Stage.REFERAT in state.packages:
        return
    if state.rehearsed is None:
        yield Action(work=Work.REHEARSAL, edition=state.name, due=today)
        return
    # By months and not by days, so that it is not a day later each time. A clock that went back gives
    # a negative number.
    number = state.rehearsed.year * 12 + state.rehearsed.month - 1 + runs.rehearsals
    if today.year * 12 + today.month - 1 >= number:
        year, month = divmod(number, 12)
        yield Action(work=Work.REHEARSAL, edition=state.name, due=dt.date(year, month + 1, 1))


def _packages(state: EditionState, today: dt.date) -> Iterator[Action]:
    if is_over(state, today):
        return
    # What participants have read is replaced until the meeting only; a referat is put right at any time.
    for stage, milestone, changes_until in (
        (Stage.INFORMATIONSPAKKE, Milestone.DISPATCH, state.last),
        (Stage.REFERAT, Milestone.REFERAT, dt.date.max),
    ):
        due = date_of(state.deadlines, milestone)
        made, now = state.packages.get(stage), state.inputs.get(stage)
        if today < due or now is None or made == now:
            continue
        if made is None:
            yield Action(work=Work.PACKAGE, edition=state.name, due=due, stage=stage)
        elif today <= changes_until:
            # What has changed was due on no day before this one.
            yield Action(work=Work.PACKAGE, edition=state.name, due=today, stage=stage, again=True)
