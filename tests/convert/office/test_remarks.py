"""What is said of a converted Office file, without LibreOffice."""

from __future__ import annotations

import pytest
from support.remarks import danish

from styringsdialog.convert.office.facts import Lack, OfficeFacts, Sheet
from styringsdialog.convert.office.remarks import remarks_on
from styringsdialog.messages.message import Language, Level

MANY = tuple(range(1, 20))
FIXED = "2 felter, der skifter efter dag, filnavn eller bruger, viser det, der stod, da filen blev gemt."
AGAIN = "ret det i filen, og send den igen."


def test_of_a_file_that_holds_and_lacks_nothing_nothing_is_said() -> None:
    assert remarks_on(OfficeFacts(language="da-DK"), Lack()) == ()


@pytest.mark.parametrize(
    ("facts", "lack", "sentence"),
    [
        (OfficeFacts(slides=9, hidden_slides=(2, 5)), Lack(), "Dias 2 og 5 er skjulte og er ikke med."),
        (
            OfficeFacts(slides=30, untitled_slides=MANY),
            Lack(),
            f"Dias 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 og 7 mere har ingen titel; {AGAIN}",
        ),
        (
            OfficeFacts(fixed_fields=2, blank_fields=1),
            Lack(),
            f"{FIXED} 1 felt, som filen ikke har gemt indholdet af, viser ikke noget i pakken: skriv det som tekst.",
        ),
        (
            OfficeFacts(),
            Lack(figures=(2, 4, 4)),
            f"3 billeder eller figurer mangler alternativ tekst: siderne 2 og 4; {AGAIN}",
        ),
        (
            OfficeFacts(slides=3, hidden_slides=(1,)),
            Lack(skipped=((1, 3, 0),)),
            f"En overskrift på niveau 3 kommer som den første: dias 2; {AGAIN}",
        ),
    ],
)
def test_what_is_said_names_slides_and_pages_and_at_most_twelve_of_them(
    facts: OfficeFacts, lack: Lack, sentence: str
) -> None:
    assert danish(remarks_on(facts, lack))[-1].replace("\N{NO-BREAK SPACE}", " ") == sentence


def test_a_sheet_that_is_divided_in_many_parts_says_the_first_of_them() -> None:
    sheet = Sheet(name="Lejemål", parts=tuple(f"del {number}" for number in range(1, 20)))
    (told,) = danish(remarks_on(OfficeFacts(sheets=(sheet,)), Lack()))
    assert told.startswith(
        "Arket «Lejemål» er for bredt til én side og er delt på tværs: først kolonne del 1, derefter"
    )
    assert "del 13 og 6 mere" in told.replace("\N{NO-BREAK SPACE}", " ")


def test_what_only_the_author_can_add_is_to_be_looked_at_and_what_is_left_out_is_for_information() -> None:
    hidden, figures = remarks_on(OfficeFacts(sheets=(Sheet(name="Kladde", hidden=True),)), Lack(figures=(1,)))
    assert (hidden.level, figures.level) == (Level.INFORMATIVE, Level.ADVISED)
    assert figures.text(Language.ENGLISH).hint == "page 1; put it right in the file, and send it again"
