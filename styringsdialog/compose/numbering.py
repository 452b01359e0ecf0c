"""Numbers that were sent out stay; what comes later gets one that nobody has."""

from __future__ import annotations

import itertools
import string
from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs

from styringsdialog.compose.bilag import NumberedBilag
from styringsdialog.model.bilag import BilagNumber, number_order
from styringsdialog.model.conference import LateBilag
from styringsdialog.model.sent import SentSection, Withdrawn


def keep_numbers(
    bilag: Sequence[NumberedBilag], locked: Mapping[BilagNumber, SentSection], late: LateBilag
) -> tuple[tuple[NumberedBilag, ...], tuple[Withdrawn, ...]]:
    """Return ``bilag`` with the numbers that they were sent under, by number, and those that were withdrawn.

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
    # A contributor who fails as a whole stands for each of the bilag that people have of it.
    owed = [gap for numbered in bilag for gap in _with_gaps(numbered, locked)]
    numbers = dict(_kept(owed, locked))
    # Numbers of bilag that are gone are used too: people have papers with them.
    used: set[BilagNumber] = {*locked, *numbers.values()}
    renumbered: list[NumberedBilag] = []
    sent_before: BilagNumber | None = None
    for numbered in owed:
        if numbered.target not in numbers:
            numbers[numbered.target] = _late(sent_before, used, late)
            used.add(numbers[numbered.target])
        # A letter follows a number that was sent, never one that is late itself.
        elif numbers[numbered.target] in locked:
            sent_before = numbers[numbered.target]
        renumbered.append(attrs.evolve(numbered, number=numbers[numbered.target]))
    in_use = set(numbers.values())
    return (
        tuple(sorted(renumbered, key=lambda numbered: number_order(numbered.number))),
        tuple(
            Withdrawn(number=number, contributor=locked[number].contributor)
            for number in sorted(locked, key=number_order)
            if number not in in_use
        ),
    )


def _with_gaps(bilag: NumberedBilag, locked: Mapping[BilagNumber, SentSection]) -> Iterator[NumberedBilag]:
    """Return ``bilag``, or where it stands for all that a contributor owes, a gap for each of theirs that was sent."""
    sent = [section for section in locked.values() if section.key.startswith(f"{bilag.target}/")]
    if "/" in bilag.target or not sent:
        yield bilag
        return
    for section in sent:
        caption = attrs.evolve(bilag.caption, title=section.title.removeprefix(f"Bilag {section.number}: "))
        yield attrs.evolve(bilag, target=section.key, caption=caption, closed=section.closed)


def _kept(
    bilag: Sequence[NumberedBilag], locked: Mapping[BilagNumber, SentSection]
) -> Iterator[tuple[str, BilagNumber]]:
    """Return each target that has a number already, with that number."""
    by_key = {section.key: number for number, section in locked.items()}
    kept = {numbered.target: by_key[numbered.target] for numbered in bilag if numbered.target in by_key}
    # Which closed bilag is which, nobody was told: one that has another name now has the number of one that is gone.
    for number in sorted(locked, key=number_order):
        key = locked[number].key
        free = [numbered.target for numbered in bilag if numbered.closed and numbered.target not in kept]
        same = [target for target in free if target.partition("/")[0] == key.partition("/")[0]]
        if locked[number].closed and key not in kept and same:
            kept[same[0]] = number
    yield from kept.items()
    awaited = {key: number for key, number in by_key.items() if "/" not in key and key not in kept}
    for numbered in bilag:
        # Where only a page stood for what was awaited, it was sent under the contributor's name alone.
        stood_for = numbered.target.partition("/")[0]
        if numbered.target not in kept and stood_for in awaited:
            yield numbered.target, awaited.pop(stood_for)


def _late(sent_before: BilagNumber | None, used: Collection[BilagNumber], late: LateBilag) -> BilagNumber:
    if late is LateBilag.BOGSTAV and sent_before is not None:
        number = number_order(sent_before)[0]
        return next(name for letter in _letters() if (name := f"{number}{letter}") not in used)
    # The greatest and not the first unused: what is sent later stands behind what was sent.
    return max(number_order(number)[0] for number in used) + 1


def _letters() -> Iterator[str]:
    """Return a, b … z, aa, ab …; Danish lists number no further than z."""
    for length in itertools.count(1):
        yield from map("".join, itertools.product(string.ascii_lowercase, repeat=length))
