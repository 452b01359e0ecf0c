"""Titles in running text."""

from __future__ import annotations

import pytest

from styringsdialog.danish.lists import as_in_running_text


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Styringsdialogkonference", "styringsdialogkonference"),
        ("Årsmøde 2031", "årsmøde 2031"),
        ("DAB-dag", "DAB-dag"),
        ("3B inviterer", "3B inviterer"),
        ("A", "A"),
        ("", ""),
    ],
)
def test_a_title_in_a_sentence_loses_its_capital_unless_it_is_an_acronym(title: str, expected: str) -> None:
    assert as_in_running_text(title) == expected
