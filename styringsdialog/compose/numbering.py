"""Numbers that were sent out stay; what comes later gets one that nobody has."""

from __future__ import annotations

import itertools
import string
from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs

from styringsdialog.compose.bilag import NumberedBilag
from styringsdialog.model.conference import LateBilag
from styringsdialog.model.numbers import BilagNumber, number_order
from styringsdialog.model.sent import SentSection, Withdrawn

__all__ = ["keep_numbers"]


def keep_numbers(
    bilag: Sequence[NumberedBilag], locked: Mapping[BilagNumber, SentSection], late: LateBilag
) -> tuple[tuple[NumberedBilag, ...], tuple[Withdrawn, ...]]:
    """Give ``bilag`` with the numbers that they were sent under, by number, and those that were withdrawn.

    A bilag that was sent keeps its number, whatever its contributor or the order have become. Where only a page
    stood for what was awaited, the first bilag that its contributor hands in takes its number. One that comes late
    gets the next number, or a letter after the sent bilag before it. A number whose bilag is no more stays empty. As
    long as nothing was sent, the numbers are those of conference order.

    Args:
        bilag: Numbered from 1 in conference order.
        locked: Which section each number was last sent for.
        late: What a late bilag gets.
    """
    if not locked:
        return tuple(bilag), ()
    wanted = list(itertools.chain.from_iterable(_with_gaps(one, locked) for one in bilag))
    given = dict(_kept(wanted, locked))
    used: set[BilagNumber] = {*locked, *given.values()}
    numbered: list[NumberedBilag] = []
    before: BilagNumber | None = None
    for one in wanted:
        if one.target not in given:
            given[one.target] = _late(before, used, late)
            used.add(given[one.target])
        elif given[one.target] in locked:
            before = given[one.target]
        numbered.append(attrs.evolve(one, number=given[one.target]))
    there = set(given.values())
    return (
        tuple(sorted(numbered, key=lambda one: number_order(one.number))),
        tuple(
            Withdrawn(number=number, contributor=locked[number].contributor)
            for number in sorted(locked, key=number_order)
            if number not in there
        ),
    )


def _with_gaps(one: NumberedBilag, locked: Mapping[BilagNumber, SentSection]) -> Iterator[NumberedBilag]:
    """Give ``one``, or where it stands for all that a contributor owes, one for each of theirs that was sent."""
    sent = [section for section in locked.values() if section.key.startswith(f"{one.target}/")]
    if "/" in one.target or not sent:
        yield one
        return
    for section in sent:
        yield attrs.evolve(one, target=section.key, caption=attrs.evolve(one.caption, title=section.title))


def _kept(
    bilag: Sequence[NumberedBilag], locked: Mapping[BilagNumber, SentSection]
) -> Iterator[tuple[str, BilagNumber]]:
    """Give each target that has a number already, with that number."""
    by_key = {section.key: number for number, section in locked.items()}
    kept = {one.target: by_key[one.target] for one in bilag if one.target in by_key}
    yield from kept.items()
    awaited = {key: number for key, number in by_key.items() if "/" not in key and key not in kept}
    for one in bilag:
        stood_for = one.target.partition("/")[0]
        if one.target not in kept and stood_for in awaited:
            yield one.target, awaited.pop(stood_for)


def _late(before: BilagNumber | None, used: Collection[BilagNumber], late: LateBilag) -> BilagNumber:
    if late is LateBilag.BOGSTAV and before is not None:
        number = number_order(before)[0]
        return next(name for letter in _letters() if (name := f"{number}{letter}") not in used)
    return max(number_order(one)[0] for one in used) + 1


def _letters() -> Iterator[str]:
    """Give a, b … z, aa, ab …; Danish lists number no further than z."""
    for length in itertools.count(1):
        yield from map("".join, itertools.product(string.ascii_lowercase, repeat=length))
