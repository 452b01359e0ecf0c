"""Words are broken between syllables, and only words."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.danish.hyphenation import positions


def broken(word: str) -> str:
    cuts = [0, *positions(word), len(word)]
    return "|".join(word[start:end] for start, end in itertools.pairwise(cuts))


@pytest.mark.parametrize(
    "word",
    [
        "fæl|les|ska|ber",
        "af|de|lings|be|sty|rel|ser",
        "kom|mu|nal|be|sty|relse",
        "be|bo|er|de|mo|krati",
        "re|præ|sen|tant|skab",
        "Na|tur|ven|lige",
        "FÆL|LES|SKA|BER",
    ],
)
def test_words_break_between_syllables(word: str) -> None:
    assert broken(word.replace("|", "")) == word


@pytest.mark.parametrize(
    "word",
    [
        "bo|lig|or|ga|ni|sa|tion",
        "Bo|lig|af|de|ling",
        "al|men|bo|lig|sel|skab",
        "bo|lig|sek|tor",
        "drifts|om|kost|nin|ger",
        "ejen|doms|ad|mi|ni|stra|tion",
        "ener|gi|op|ti|me|ring",
        "fæl|les|pro|jek|ter",
    ],
)
def test_compounds_of_the_field_break_at_their_seam(word: str) -> None:
    assert broken(word.replace("|", "")) == word


@pytest.mark.parametrize("word", ["bo|li|ger|nes", "bud|get|ter|nes", "ener|gi|er|nes"])
def test_an_ending_is_no_second_part(word: str) -> None:
    assert "|ernes" not in broken(word.replace("|", ""))


@pytest.mark.parametrize("word", ["workshop", "workshops"])
def test_no_piece_is_without_a_vowel(word: str) -> None:
    assert positions(word) == ()


@pytest.mark.parametrize("word", ["kommune", "boliger", "(boliger)", ""])
def test_short_words_stay_whole(word: str) -> None:
    assert positions(word) == ()


@pytest.mark.parametrize(
    "word",
    ["bilag2030afdelinger", "CVR12345678", "Høje-Taastrup", "navn@kommune.dk", "og/eller-betegnelse", "12345678"],
)
def test_what_is_not_one_word_stays_whole(word: str) -> None:
    assert positions(word) == ()


def test_marks_around_a_word_move_its_breaks() -> None:
    bare = positions("fællesskaber")
    assert positions("«fællesskaber»,") == tuple(place + 1 for place in bare)


@given(st.text("abdefghiklmnoprstuvyæøåBE»(2-", max_size=30))
def test_enough_letters_stand_on_either_side(word: str) -> None:
    places = positions(word)
    assert list(places) == sorted(set(places))
    letters = word.strip("»(-")
    if places:
        start = word.index(letters)
        assert places[0] >= start + 2
        assert places[-1] <= start + len(letters) - 3
        assert letters.isalpha()
