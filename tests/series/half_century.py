"""Half a century of nights: ``python tests/series/half_century.py [--seeds N] [--built YEARS]``.

First at decision level, with nothing built: fifty years of nightly runs for each seed, with random outages of up to
30 days, nights that come twice or never because of summer time, and clocks that go back. Then some years with real
packages in a scratch folder. Every edition gets exactly one package per stage, or one more for each late bilag.
Stops at the first that has not; what it prints is the log in short.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import attrs

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # as pytest does, for ``support``

from series.simulation import Happening, nights, simulate
from support.editions import CONFERENCE, contributor, write_edition

from styringsdialog.loading.starter import unwritten
from styringsdialog.model.conference import BLANK_NOTICE, Stage
from styringsdialog.model.scalars import Line
from styringsdialog.model.series import Series
from styringsdialog.series.dates import candidates
from styringsdialog.series.decisions import EditionState, Milestone, Work, date_of
from styringsdialog.series.editions import SeriesFolder, read_series
from styringsdialog.series.opening import open_edition
from styringsdialog.series.rehearsal import Machine
from styringsdialog.series.running import Happened, RunEvent, run_series
from styringsdialog.series.state import letter_path, stage_place
from styringsdialog.versions.shelf import kept_versions

__all__ = ["Decided", "decided", "outages", "with_real_packages"]

SERIES = Series(title=Line("Serien"))
START = dt.date(2027, 11, 1)
FIRST = dt.date(2028, 5, 18)
LONGEST = 30
"""Days of the longest outage."""

QUIET = frozenset({Happened.NOTHING, Happened.LETTER, Happened.REHEARSED})


@attrs.frozen(kw_only=True)
class Decided:
    """What fifty years came to.

    Attributes:
        off: Nights on which the machine was off.
        latest: The most days that anything was late.
    """

    editions: int
    packages: int
    letters: int
    rehearsals: int
    off: int
    latest: int


def outages(chance: random.Random, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Give the nights on which the machine is off: stretches of 1 to 30 days, with a night on between them."""
    dark: set[dt.date] = set()
    day = first + dt.timedelta(days=chance.randint(1, 200))
    while day < last:
        length = chance.choice((1, 2, 5, 14, LONGEST, chance.randint(1, LONGEST)))
        dark |= {day + dt.timedelta(days=n) for n in range(length)}
        day += dt.timedelta(days=length + chance.randint(1, 200))
    return frozenset(dark)


def decided(seed: int, years: int = 50) -> Decided:
    """Walk ``years`` of nights, hold every edition to its packages, and give what it came to.

    Raises:
        AssertionError: An edition has too few packages, or too many.
    """
    chance = random.Random(seed)  # noqa: S311 - the same each time, and no secret
    until = dt.date(START.year + years, START.month, START.day)
    dark = outages(chance, START, until)
    on = [night for night in nights(START, until) if night not in dark]
    # A night of summer time may come twice, and now and then a clock goes back for some days.
    run = [again for night in on for again in [night] * chance.choice((1,) * 200 + (2,))]
    for _ in range(years // 10):
        at = chance.randrange(60, len(run))
        run[at:at] = run[at - chance.randint(1, 60) : at]
    people = Late(chance)
    states, happenings = simulate(SERIES, FIRST, run, people=people)
    made = Counter((one.action.edition, one.action.stage) for one in happenings if one.action.work is Work.PACKAGE)
    for state in states:
        _assert_packages(state, made, people, until)
    _assert_letters(happenings)
    return Decided(
        editions=len(states),
        packages=made.total(),
        letters=_count(happenings, Work.LETTER),
        rehearsals=_count(happenings, Work.REHEARSAL),
        off=len(dark),
        latest=max(one.late for one in happenings),
    )


class Late:
    """People of whom some hand in a bilag after dispatch, and who write the referat sooner or later."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.changed: dict[str, dt.date] = {}
        self._written: dict[str, dt.date] = {}
        self._newest = dt.date.min

    def inputs(self, state: EditionState, today: dt.date) -> dict[Stage, str]:
        """Give what is there on ``today``; what once was handed in does not go away."""
        if state.name not in self._written:
            self._written[state.name] = state.last + dt.timedelta(days=self._chance.randint(1, 60))
            if self._chance.random() < 0.5:
                sent = date_of(state.deadlines, Milestone.DISPATCH)
                days = (state.last - sent).days
                self.changed[state.name] = sent + dt.timedelta(days=self._chance.randint(1, days))
        # The wall's clock goes back, not people.
        self._newest = today = max(today, self._newest)
        late = self.changed.get(state.name, dt.date.max) <= today
        given = {Stage.INFORMATIONSPAKKE: f"{state.name} {late}"}
        return {**given, Stage.REFERAT: state.name} if today >= self._written[state.name] else given

    def choose(self, proposed: Sequence[object]) -> dt.date:
        """Take the best day, or another."""
        found = self._chance.choice((*proposed, proposed[0], proposed[0]))
        return found.date  # type: ignore[attr-defined, no-any-return]  # candidates


def _assert_packages(
    state: EditionState, made: Counter[tuple[str, Stage | None]], people: Late, until: dt.date
) -> None:
    if date_of(state.deadlines, Milestone.FOLLOW_UP) > until:
        return
    # A bilag that came when the machine was off until after the conference makes no second package.
    most = 2 if state.name in people.changed else 1
    assert 1 <= made[state.name, Stage.INFORMATIONSPAKKE] <= most, f"{state.name}: {made}"
    assert made[state.name, Stage.REFERAT] == 1, f"{state.name}: {made}"


def _assert_letters(happenings: Sequence[Happening]) -> None:
    letters = Counter((one.action.edition, one.action.key) for one in happenings if one.action.work is Work.LETTER)
    assert set(letters.values()) == {1}, letters


def _count(happenings: Sequence[Happening], work: Work) -> int:
    return sum(one.action.work is work for one in happenings)


# ---------------------------------------------------------------- with packages


def with_real_packages(folder: Path, *, years: int, seed: int, rehearsals: int = 6) -> list[RunEvent]:
    """Run ``years`` of nights on a real series in ``folder``, and give what happened.

    Raises:
        AssertionError: An edition has too few packages, or too many; a night failed; or a second run did something.
    """
    chance = random.Random(seed)  # noqa: S311 - the same each time, and no secret
    folder.mkdir(parents=True, exist_ok=True)
    toml = f'title = "Serien"\n[run]\nrehearsals = {rehearsals}\n'
    (folder / "series.toml").write_text(toml, encoding="utf-8")
    start = CONFERENCE.replace("2031-05-15", FIRST.isoformat()) + 'referat = "referat.md"\n'
    files = {"vibo/ord.md": "Ord.", "referat.md": unwritten("referat")}
    write_edition(folder / str(FIRST.year), start + contributor("vibo"), files)
    until = dt.date(START.year + years, START.month, START.day)
    dark = outages(chance, START, until)
    machine = Machine(soffice=None, stopwatch=time.monotonic)
    happened: list[RunEvent] = []
    late: set[str] = set()
    for night in nights(START, until):
        found = read_series(folder)
        _people(found, night, late)
        if night in dark:
            continue
        done = list(run_series(folder, night, machine=machine, progress=lambda _: None))
        assert all(event.good for event in done), [event.as_data() for event in done]
        happened += [event for event in done if event.happened is not Happened.NOTHING]
        if not {event.happened for event in done} <= QUIET:
            again = list(run_series(folder, night, machine=machine, progress=lambda _: None))
            assert [event.happened for event in again] == [Happened.NOTHING]
    for edition in read_series(folder).editions:
        due = {one.milestone: one.date for one in edition.deadlines}
        if due[Milestone.REFERAT] + dt.timedelta(days=LONGEST + 1) > until:
            continue
        counts = {stage: len(kept_versions(stage_place(edition, stage))) for stage in Stage}
        informationspakker = 2 if edition.name in late else 1
        assert counts[Stage.INFORMATIONSPAKKE] in {1, informationspakker}, f"{edition.name}: {counts}"
        assert counts[Stage.REFERAT] == 1, f"{edition.name}: {counts}"
    return happened


def _people(found: SeriesFolder, today: dt.date, late: set[str]) -> None:
    """Do what people do: hand in late every other time, write the referat, and open the next edition."""
    newest = found.editions[-1]
    days = {one.milestone: one.date for one in newest.deadlines}
    if today == days[Milestone.DISPATCH] + dt.timedelta(days=3) and newest.first.year % 4:
        (newest.folder / "vibo" / "tal.md").write_text("Tal.", encoding="utf-8")
        late.add(newest.name)
    if today == newest.last + dt.timedelta(days=2):
        (newest.folder / "referat.md").write_text("# Referat\n\nDet gik godt.\n", encoding="utf-8")
    if letter_path(newest, Milestone.NEXT_EDITION.value).exists():
        best = candidates(found.series, [one.first for one in found.editions])[0]
        opening = open_edition(newest.conference, found.series, best)
        # Whoever fills in the edition takes the notice away that it is not filled in.
        files = {name: text for name, text in opening.files.items() if isinstance(text, str)}
        lines = files["conference.toml"].splitlines(keepends=True)
        filled = {**files, "conference.toml": "".join(line for line in lines if BLANK_NOTICE not in line)}
        write_edition(found.folder / str(best.date.year), filled["conference.toml"], filled)
        (found.folder / str(best.date.year) / "vibo").mkdir()
        (found.folder / str(best.date.year) / "vibo" / "ord.md").write_text("Ord.", encoding="utf-8")


def main() -> None:
    """Run all, and print the log in short."""
    parser = argparse.ArgumentParser(description="Fifty years of nights, and some with real packages.")
    parser.add_argument("--seeds", type=int, default=20, help="how many half centuries are decided")
    parser.add_argument("--built", type=int, default=6, help="how many years are run with real packages")
    options = parser.parse_args()
    everything = []
    for seed in range(options.seeds):
        everything.append(decided(seed))
        print(f"seed {seed:3}: {attrs.asdict(everything[-1])}", flush=True)  # noqa: T201 - it speaks to who runs it
    editions, packages = (sum(getattr(one, name) for one in everything) for name in ("editions", "packages"))
    latest = max((one.latest for one in everything), default=0)
    said = f"decided: {options.seeds} half centuries, {editions} editions, {packages} packages"
    print(f"{said}, at most {latest} days late", flush=True)  # noqa: T201 - as above
    with tempfile.TemporaryDirectory() as scratch:
        for event in with_real_packages(Path(scratch) / "serie", years=options.built, seed=1):
            late = f", {event.late} days late" if event.late else ""
            line = f"{event.today} {event.edition}: {event.happened.value} {event.what}{late}"
            print(line, flush=True)  # noqa: T201 - as above
    print("every edition has exactly its packages")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
