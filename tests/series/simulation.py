"""Years of nights at once: what the program would decide, with nothing built."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import attrs

from styringsdialog.model.conference import Stage
from styringsdialog.model.series import Series
from styringsdialog.series.dates import Candidate, candidates
from styringsdialog.series.decisions import Action, EditionState, Milestone, Work, deadlines_of, due_actions, is_settled

__all__ = ["Happening", "People", "nights", "simulate"]


@attrs.frozen(kw_only=True)
class Happening:
    """Something that was done in a night.

    Attributes:
        today: What the clock said.
        late: Days after it was due.
    """

    today: dt.date
    action: Action

    @property
    def late(self) -> int:
        """Give how many days after the day it was due."""
        return (self.today - self.action.due).days


class People(Protocol):
    """What people do between two nights."""

    def inputs(self, state: EditionState, today: dt.date) -> dict[Stage, str]:
        """Give what each stage would be made from on ``today``."""

    def choose(self, proposed: tuple[Candidate, ...]) -> dt.date:
        """Give the day that is taken of those proposed for the next conference."""


class Punctual:
    """People who choose the best day, hand in in time, and write the referat the day after."""

    def inputs(self, state: EditionState, today: dt.date) -> dict[Stage, str]:
        """Give the same inputs each night, and the referat's once the conference is over."""
        given = {Stage.INFORMATIONSPAKKE: state.name}
        return {**given, Stage.REFERAT: f"{state.name} referat"} if today > state.last else given

    def choose(self, proposed: tuple[Candidate, ...]) -> dt.date:
        """Take the best."""
        return proposed[0].date


def nights(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Give every day from ``first`` to ``last``."""
    for days in range((last - first).days + 1):
        yield first + dt.timedelta(days=days)


def simulate(
    series: Series,
    start: dt.date,
    run_on: Iterable[dt.date],
    *,
    held: Sequence[dt.date] = (),
    people: People | None = None,
) -> tuple[tuple[EditionState, ...], tuple[Happening, ...]]:
    """Give the editions as they stand at the end, and what was done.

    Args:
        series: With its deadlines.
        start: The day of the first conference.
        run_on: The days on which the machine was on at night; the same day may come twice, and a
            day may come after a later one.
        held: The days of the conferences before that.
        people: Who hand in, write and choose; punctual ones when nobody is given.
    """
    people = people or Punctual()
    states = [_opened(series, start)]
    happenings = []
    for today in run_on:
        for index, before in enumerate(states):
            if is_settled(before, today):
                continue
            state = attrs.evolve(before, inputs=people.inputs(before, today))
            for action in due_actions(state, today, series.run):
                happenings.append(Happening(today=today, action=action))
                state = _done(state, action, today)
            states[index] = state
        # People open the next edition when they are told to.
        if Milestone.NEXT_EDITION.value in states[-1].letters and not states[-1].succeeded:
            days = [*held, *(state.first for state in states)]
            states[-1] = attrs.evolve(states[-1], succeeded=True)
            states.append(_opened(series, people.choose(candidates(series, days))))
    return tuple(states), tuple(happenings)


def _opened(series: Series, day: dt.date) -> EditionState:
    return EditionState(name=str(day.year), first=day, last=day, deadlines=deadlines_of(series, day, day))


def _done(state: EditionState, action: Action, today: dt.date) -> EditionState:
    """Give the state when ``action`` has been done: what the disk would show."""
    match action.work:
        case Work.LETTER:
            return attrs.evolve(state, letters=state.letters | {action.key})
        case Work.REHEARSAL:
            return attrs.evolve(state, rehearsed=today)
        case Work.PACKAGE:
            assert action.stage
            packages = {**state.packages, action.stage: state.inputs[action.stage]}
            return attrs.evolve(state, packages=packages, rehearsed=today)
