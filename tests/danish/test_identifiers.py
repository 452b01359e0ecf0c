"""Names for files and references are small ASCII letters, digits and hyphens."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.danish.identifiers import file_words, slug


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Høje-Taastrup Kommune", "hoeje-taastrup-kommune"),
        ("Ærø Ål", "aeroe-aal"),
        ("Bilag 2. Økonomi – 2030", "bilag-2-oekonomi-2030"),
        ("DAB’s Müller & Søn's", "dabs-mueller-soens"),
        ("Linné", "linne"),
        ("İstanbul ŁÓDŹ", "istanbul-lodz"),
        ("  --  ", ""),
        ("日本", ""),
    ],
)
def test_letters_are_spelled_in_ascii(text: str, name: str) -> None:
    assert slug(text) == name


@given(st.text())
def test_a_slug_is_ascii_and_its_own_slug(text: str) -> None:
    name = slug(text)
    assert re.fullmatch("(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", name)
    assert slug(name) == name


@given(st.text("aæøåÆØÅéü -", max_size=20))
def test_composed_and_decomposed_text_have_one_slug(text: str) -> None:
    assert slug(unicodedata.normalize("NFD", text)) == slug(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Den grønne omstilling: hvad nu?", "Den groenne omstilling hvad nu"),
        ("Ældre/Åse’s «plan»", "Aeldre Aases plan"),
        ("CO₂-regnskab 2030", "CO2-regnskab 2030"),
        ("../../etc/passwd", "etc passwd"),
        ("…", ""),
    ],
)
def test_a_title_becomes_words_that_every_disk_takes(title: str, words: str) -> None:
    assert file_words(title) == words
