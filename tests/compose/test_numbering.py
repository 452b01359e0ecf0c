"""Numbers that were sent out stay, whatever comes, goes or is moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.compose.bilag import NumberedBilag
from styringsdialog.compose.numbering import keep_numbers
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.model.bilag import BilagNumber, Caption, number_order
from styringsdialog.model.conference import LateBilag
from styringsdialog.model.people import Contributor, ContributorKind
from styringsdialog.model.scalars import Key, Line
from styringsdialog.model.sent import SentSection

NEXT, LETTER = LateBilag.NAESTE, LateBilag.BOGSTAV


def numbered(*targets: str) -> list[NumberedBilag]:
    """Give bilag with ``targets`` («vibo/plan», or «vibo» for one that is awaited), numbered in this order."""
    return [
        NumberedBilag(
            number=number,
            target=f"bilag:{target}",
            caption=Caption(title=target),
            contributor=Contributor(
                id=Key(target.partition("/")[0]), name=Line(target), kind=ContributorKind.OTHER, plugin=Key("folder")
            ),
            contribution=Contribution(contributor_id=target.partition("/")[0]),
            body=None,
        )
        for number, target in enumerate(targets, 1)
    ]


def sent(*bilag: NumberedBilag) -> Mapping[BilagNumber, SentSection]:
    """Give what is locked when ``bilag`` were sent."""
    return {
        one.number: SentSection(
            key=one.target, title=one.caption.title, contributor=one.caption.title, number=one.number, first=1, pages=1
        )
        for one in bilag
    }


def after(
    first: Sequence[str], then: Sequence[str], late: LateBilag = NEXT
) -> tuple[dict[str, BilagNumber], list[BilagNumber]]:
    """Give the numbers of ``then`` after ``first`` was sent, in the order of the package, and those withdrawn."""
    bilag, withdrawn = keep_numbers(numbered(*then), sent(*numbered(*first)), late)
    return {one.target.removeprefix("bilag:"): one.number for one in bilag}, [one.number for one in withdrawn]


def test_without_anything_sent_the_numbers_are_those_of_the_order() -> None:
    bilag = numbered("a/x", "b/y")
    assert keep_numbers(bilag, {}, NEXT) == (tuple(bilag), ())


def test_a_late_bilag_gets_the_next_number_and_stands_last() -> None:
    assert after(["a/x", "b/y"], ["a/x", "a/z", "b/y"]) == ({"a/x": 1, "b/y": 2, "a/z": 3}, [])


def test_a_late_bilag_may_get_a_letter_after_the_one_it_follows() -> None:
    found, _ = after(["a/x", "b/y"], ["a/x", "a/z", "a/w", "b/y"], LETTER)
    assert found == {"a/x": 1, "a/z": "1a", "a/w": "1b", "b/y": 2}
    assert list(found) == ["a/x", "a/z", "a/w", "b/y"]


def test_before_all_that_was_sent_there_is_no_letter() -> None:
    assert after(["b/y"], ["a/x", "b/y"], LETTER)[0] == {"b/y": 1, "a/x": 2}


def test_a_withdrawn_bilag_leaves_its_number_empty() -> None:
    assert after(["a/x", "b/y", "c/z"], ["a/x", "c/z"]) == ({"a/x": 1, "c/z": 3}, [2])
    assert after(["a/x", "b/y"], ["a/x", "c/z"]) == ({"a/x": 1, "c/z": 3}, [2])


def test_another_order_changes_no_number() -> None:
    assert after(["a/x", "b/y"], ["b/y", "a/x"]) == ({"a/x": 1, "b/y": 2}, [])


def test_what_was_awaited_takes_the_number_that_waited_for_it() -> None:
    assert after(["a/x", "b", "c/z"], ["a/x", "b/y", "b/w", "c/z"]) == ({"a/x": 1, "b/y": 2, "c/z": 3, "b/w": 4}, [])


def test_a_contributor_that_fails_keeps_every_number_it_had() -> None:
    assert after(["a/x", "b/y", "b/w"], ["a/x", "b"]) == ({"a/x": 1, "b/y": 2, "b/w": 3}, [])


def test_a_bilag_that_comes_back_gets_its_number_again() -> None:
    locked = {**sent(*numbered("a/x", "b/y")), 3: attrs.evolve(sent(*numbered("c/z"))[1], number=3)}
    bilag, _ = keep_numbers(numbered("a/x", "b/y"), locked, NEXT)
    assert [one.number for one in bilag] == [1, 2]


@pytest.mark.parametrize("wrong", [0, "a4", "4A", "04", -1, "4 a", ""])
def test_what_is_no_number_is_none(wrong: BilagNumber) -> None:
    with pytest.raises(ValueError, match="no number"):
        number_order(wrong)


def test_letters_stand_between_whole_numbers() -> None:
    given_order: list[BilagNumber] = [10, "4b", 5, "4aa", 4, "4a"]
    assert sorted(given_order, key=number_order) == [4, "4a", "4b", "4aa", 5, 10]


TARGETS = st.lists(st.sampled_from([f"{owner}/{key}" for owner in "abc" for key in "xyz"]), unique=True, max_size=9)


@given(TARGETS, st.lists(TARGETS, max_size=4), st.sampled_from(LateBilag))
def test_no_number_is_ever_given_to_two_bilag_and_none_changes(
    first: list[str], later: list[list[str]], late: LateBilag
) -> None:
    locked = sent(*numbered(*first))
    numbers: dict[str, BilagNumber] = {one.key: number for number, one in locked.items()}
    for targets in later:
        bilag, withdrawn = keep_numbers(numbered(*targets), locked, late)
        assert {one.target for one in bilag} == {f"bilag:{target}" for target in targets}
        for one in bilag:
            assert numbers.setdefault(one.target, one.number) == one.number
        assert len(set(numbers.values())) == len(numbers)
        assert {one.number for one in bilag} | {one.number for one in withdrawn} == {
            *locked,
            *(one.number for one in bilag),
        }
        locked = {**locked, **sent(*bilag)}
        numbers = {one.key: number for number, one in locked.items()}
