"""A list in a workbook or CSV file is the list that conference.toml would hold, and each fault is told of its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styringsdialog.errors import EditionError
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.loading import lists as loading_lists
from styringsdialog.loading.headings import LISTS
from styringsdialog.loading.lists import Lists
from styringsdialog.loading.series import list_remarks, load_conference
from styringsdialog.loading.starter import blank_workbook
from styringsdialog.loading.structuring import structure_table
from styringsdialog.loading.workbook import read_plain
from styringsdialog.messages.message import Language
from styringsdialog.model.bilag import Bilag
from styringsdialog.model.blocks import KeyFigureRow, KeyFigures
from styringsdialog.model.conference import Agreement, Conference, FollowUp
from styringsdialog.model.people import Attendance, Participant, ProgrammeItem, ProgrammeKind, Speaker
from styringsdialog.model.scalars import Line

HEAD = """\
title = "Konference"
host = "Prøveby Kommune"
start = 2030-05-16T15:00:00
end = 2030-05-17T18:00:00
place = "Rådhuset"
"""
START = dt.datetime(2030, 5, 16, 15)  # noqa: DTZ001 - wall-clock time at the place


def edition(folder: Path, *, name: str = "liste.xlsx", **sheets: Sequence[Any]) -> Path:
    """Give an edition with a sheet for each of ``sheets``, by the keys of conference.toml."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for key, rows in sheets.items():
        sheet = book.create_sheet(LISTS[key].sheets[0])
        for row in rows:
            sheet.append(list(row))
    book.save(folder / name)
    (folder / "conference.toml").write_text(HEAD + "".join(f'{key} = "{name}"\n' for key in sheets), encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(EditionError) as error:
        load_conference(folder)
    return [
        f"{wrong.place.text(Language.DANISH)}: {wrong.text(Language.DANISH).line}" for wrong in error.value.problems
    ]


def remarks(folder: Path) -> list[str]:
    lines = (f"{note.place.text(Language.DANISH)}: {note.text(Language.DANISH).line}" for note in list_remarks(folder))
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


# Whole words: what stands around a text, and more than one space in it, is not carried.
TEXTS = st.text("abcdefghijklmnopqrstuvwxyzæøåÆØÅé.«»-", min_size=1, max_size=12).filter(lambda text: text not in "-.")
LINES = TEXTS.map(Line)
TIMES = st.builds(dt.time, st.integers(0, 11), st.integers(0, 59))
NUMBERS = st.one_of(st.integers(-(10**9), 10**9), st.integers(-(10**6), 10**6).map(lambda number: number / 8))
PEOPLE = st.builds(
    Participant,
    name=LINES,
    organisation=LINES,
    title=TEXTS,
    administrator=st.one_of(st.just(""), TEXTS),
    status=st.sampled_from(Attendance),
)
ITEMS = st.builds(
    ProgrammeItem,
    start=TIMES,
    end=st.none() | st.just(dt.time(23, 59)),
    day=st.none(),
    title=TEXTS,
    kind=st.sampled_from(ProgrammeKind),
    speakers=st.lists(st.builds(Speaker, name=LINES, title=TEXTS, organisation=TEXTS), max_size=2).map(tuple),
    place=TEXTS,
)
AGREEMENTS = st.builds(Agreement, what=LINES, parties=st.lists(LINES, max_size=3).map(tuple), when=TEXTS)
FOLLOW_UPS = st.builds(FollowUp, what=LINES, contact=TEXTS, when=TEXTS, condition=st.one_of(st.just(""), TEXTS))


@st.composite
def key_figures(draw: st.DrawFn) -> tuple[KeyFigures, ...]:
    """Give tables of one set of columns, each of which has a number: an empty column is none of a table."""
    columns = tuple(draw(st.lists(st.integers(1990, 2040).map(str), min_size=1, max_size=4, unique=True).map(sorted)))
    titles = draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
    return tuple(
        KeyFigures(
            title=title,
            unit=draw(TEXTS),
            columns=columns,
            source=draw(TEXTS),
            rows=(
                KeyFigureRow(label=draw(TEXTS), values=tuple(draw(NUMBERS) for _ in columns)),
                KeyFigureRow(label=draw(TEXTS), values=tuple(draw(NUMBERS | st.none()) for _ in columns)),
            ),
        )
        for title in titles
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(PEOPLE, min_size=1, max_size=4),
    items=st.lists(ITEMS, min_size=1, max_size=4).map(lambda items: sorted(items, key=lambda item: item.start)),
    figures=key_figures(),
    agreements=st.lists(AGREEMENTS, min_size=1, max_size=3),
    follow_ups=st.lists(FOLLOW_UPS, min_size=1, max_size=3),
)
def test_what_is_written_to_a_workbook_is_read_as_it_was(  # noqa: PLR0917 - one argument for each list
    tmp_path: Path,
    people: list[Participant],
    items: list[ProgrammeItem],
    figures: tuple[KeyFigures, ...],
    agreements: list[Agreement],
    follow_ups: list[FollowUp],
) -> None:
    written = {
        "participants": tuple(people),
        "programme": tuple(items),
        "key_figures": figures,
        "agreements": tuple(agreements),
        "follow_ups": tuple(follow_ups),
    }
    path = tmp_path / "liste.xlsx"
    path.write_bytes(blank_workbook(START, written))
    answer = Outcome(ending=Ending.ANSWERED, value=read_plain(str(path), lambda _: None))
    sheets = loading_lists._sheets("liste.xlsx", answer)
    lists = Lists(tables={key: [] for key in LISTS})
    for key in LISTS:
        lists.add(key, loading_lists._chosen(sheets, key, ""))
    assert not lists.problems
    data = {"title": "T", "host": "H", "start": START, "end": START, "place": "P", "folder": tmp_path}
    read, problems = structure_table(Conference, {**data, **lists.tables}, {Bilag: lambda value: value})
    assert not problems
    assert read is not None
    assert {key: getattr(read, key) for key in LISTS} == written


def test_headings_have_many_names_and_stand_below_a_title(tmp_path: Path) -> None:
    people = [
        ["Deltagerliste til konferencen"],
        [],
        ["Efternavn", "Fornavn", "Boligorganisation", "Stilling:", "Afbud?", "E-mail"],
        ["Jensen", " Anne ", "Vestby Bolig", 2030, None, "anne@example.dk"],
        ["Holm", "Bo", "Østby", "formand", "Afbud", None],
    ]
    programme = [
        ["Tid", "Aktivitet", "Ved", "Type", "Sted"],
        ["kl. 15.00–15.30", "Velkomst", "Ida Ek, borgmester, Prøveby; Per Post", "velkomst", "Salen"],
        [dt.time(15, 30), "Om boliger", None, "Oplæg", None],
        ["16", None, None, "Frokost", None],
    ]
    folder = edition(tmp_path, participants=people, programme=programme)
    conference = load_conference(folder)
    assert conference.participants == (
        Participant(name=Line("Anne Jensen"), organisation=Line("Vestby Bolig"), title="2030"),
        Participant(name=Line("Bo Holm"), organisation=Line("Østby"), title="formand", status=Attendance.AFBUD),
    )
    first, second, third = conference.programme
    assert (first.start, first.end, first.kind) == (dt.time(15), dt.time(15, 30), ProgrammeKind.VELKOMST)
    assert first.speakers == (
        Speaker(name=Line("Ida Ek"), title="borgmester", organisation="Prøveby"),
        Speaker(name=Line("Per Post")),
    )
    assert (second.kind, third.kind, third.start) == (ProgrammeKind.OPLAEG, ProgrammeKind.PAUSE, dt.time(16))
    told = remarks(folder)
    assert "liste.xlsx, arket Deltagere, række 3: en kolonne er ikke brugt: «E-mail»" in told
    assert any("«Boligorganisation» = Organisation" in line for line in told)


def test_key_figures_have_a_column_for_each_number_and_a_title_for_the_rows_beneath(tmp_path: Path) -> None:
    rows = [
        ["Nøgletal", "Enhed", "Afdeling", 2028, 2029, "Hovedstaden"],
        ["Boliger", "boliger", "A", 4010, "1.234,5", None],
        [None, None, "B", "−2", "ikke oplyst", None],
        ["Leje", "kr.", "A", None, None, 3],
    ]
    conference = load_conference(edition(tmp_path, key_figures=rows))
    assert conference.key_figures == (
        KeyFigures(
            title="Boliger",
            unit="boliger",
            columns=("2028", "2029"),
            rows=(KeyFigureRow(label="A", values=(4010, 1234.5)), KeyFigureRow(label="B", values=(-2, None))),
        ),
        KeyFigures(title="Leje", unit="kr.", columns=("Hovedstaden",), rows=(KeyFigureRow(label="A", values=(3,)),)),
    )


def test_every_fault_is_told_at_once_with_its_sheet_and_cell(tmp_path: Path) -> None:
    people = [["Navn", "Organisation", "Status"], ["Anne", None, "måske"], ["Bo\nHolm", "Østby", "til stede"]]
    programme = [["Tid", "Punkt", "Dag"], ["kl. 25", "Kaffe", "31.02.2030"], [dt.time(15), None, "16. maj 2030"]]
    numbers = [["Titel", "Række", 2028], ["Boliger", "A", "tyve"], ["Boliger", "B", "=1/0"]]
    agreements = [["Aftale", "Parter"], [None, "A; B"]]
    folder = edition(tmp_path, participants=people, programme=programme, key_figures=numbers, agreements=agreements)
    told = faults(folder)
    assert told == [
        "liste.xlsx, arket Program, celle A2: «kl. 25» er ikke et klokkeslæt (skriv det som 15.00)",
        "liste.xlsx, arket Program, celle C2: «31.02.2030» er ikke en dato (skriv den som 16.05.2030)",
        "liste.xlsx, arket Deltagere, celle B2: er tom (udfyld Organisation, eller slet rækken)",
        (
            "liste.xlsx, arket Nøgletal, celle C2: «tyve» er ikke et tal "
            "(skriv kun cifre, med komma før decimalerne, eller lad cellen være tom)"
        ),
        (
            "liste.xlsx, arket Nøgletal, celle C3: har en formel, hvis resultat ikke er gemt "
            "(åbn filen i Excel, og gem den)"
        ),
        "liste.xlsx, arket Aftaler, celle A2: er tom (udfyld Aftale, eller slet rækken)",
        *told[6:],
    ]
    assert {line.rpartition("celle ")[2].partition(":")[0] for line in told[6:]} == {"B3", "C2", "A3"}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "er ikke en projektmappe"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "er låst med adgangskode"),
        (b"\xd0\xcf\x11\xe0", "er ikke en projektmappe"),
        (b"PK\x03\x04", "er beskadiget"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_told_in_one_sentence(tmp_path: Path, content: bytes, what: str) -> None:
    folder = edition(tmp_path, participants=[["Navn"]], programme=[["Tid"]])
    (folder / "liste.xlsx").write_bytes(content)
    (told,) = faults(folder)
    assert told.startswith(f"liste.xlsx: {what}")


def test_a_sheet_that_nobody_can_make_out_is_told(tmp_path: Path) -> None:
    folder = edition(tmp_path, participants=[["Kolonne1", "Kolonne2"], ["a", "b"]], agreements=[["Hvem"], ["A"]])
    assert faults(folder) == [
        (
            "liste.xlsx, arket Deltagere: der er ingen række med overskrifter, som kendes "
            "(skriv overskrifter over kolonnerne: Navn, Organisation, Titel, Administrator, Status og Synlighed)"
        ),
        "liste.xlsx, arket Aftaler, række 1: en kolonne mangler: Aftale (tilføj den, eller ret overskriften)",
    ]
    named = 'follow_ups = "liste.xlsx"\nprogramme = "nej.xlsx"\n'
    (folder / "conference.toml").write_text(HEAD + named, encoding="utf-8")
    told = faults(folder)
    assert told[0].startswith("conference.toml: programme: der er ingen 'nej.xlsx' i udgavens mappe")
    assert "har ikke et ark, der hedder «Opfølgning»; arkene er Deltagere og Aftaler" in told[1]


@pytest.mark.parametrize(
    ("key", "heads", "written", "meant"),
    [
        ("participants", ["Navn", "Organisation", "Synlighd"], "Synlighd", "Synlighed"),
        ("participants", ["Navn", "Organisation", "STAUTS"], "STAUTS", "Status"),
        ("participants", ["Navn", "Organsation", "Status"], "Organsation", "Organisation"),
        ("programme", ["Tid", "Pungt", "Type"], "Pungt", "Punkt"),
        ("key_figures", ["Titel", "Række", "Ehned"], "Ehned", "Enhed"),
    ],
)
def test_a_heading_that_is_nearly_one_is_asked_about_and_not_passed_over(
    tmp_path: Path, key: str, heads: list[str], written: str, meant: str
) -> None:
    sheets: dict[str, Any] = {key: [heads, *([["a", "b", "c"]] * 60)]}
    folder = edition(tmp_path, **sheets)
    place = f"liste.xlsx, arket {LISTS[key].sheets[0]}, celle {'ABC'[heads.index(written)]}1"
    told = (
        f"{place}: overskriften «{written}» kendes ikke (mente du «{meant}»? Ret den, eller kald kolonnen noget andet)"
    )
    assert told in faults(folder)
    assert len(faults(folder)) <= 2


def test_a_column_beside_the_one_it_is_called_like_is_passed_over_and_told(tmp_path: Path) -> None:
    folder = edition(
        tmp_path, participants=[["Navn", "Organisation", "Status", "Status2"], ["Bo", "A", "til stede", "x"]]
    )
    assert [person.name for person in load_conference(folder).participants] == ["Bo"]
    assert any("en kolonne er ikke brugt: «Status2»" in note for note in remarks(folder))


@pytest.mark.parametrize(
    ("shape", "printed"),
    [
        ("mmm-yy", "maj 2028"),
        ("[$-406]mmmm yyyy;@", "maj 2028"),
        ("dd-mm-yyyy", "1. maj 2028"),
        ("d. mmm", "1. maj 2028"),
    ],
)
def test_a_day_that_excel_made_up_is_not_printed(tmp_path: Path, shape: str, printed: str) -> None:
    folder = edition(tmp_path, agreements=[["Aftale", "Hvornår"], ["Vi ses", dt.date(2028, 5, 1)]])
    book = openpyxl.load_workbook(folder / "liste.xlsx")
    book.worksheets[0]["B2"].number_format = shape
    book.save(folder / "liste.xlsx")
    assert [agreement.when for agreement in load_conference(folder).agreements] == [printed]


def test_a_year_that_excel_made_up_is_told(tmp_path: Path) -> None:
    rows = [["Aftale", "Hvornår"], *(["Vi ses", dt.date(2028, 5, n)] for n in range(1, 5))]
    folder = edition(tmp_path, agreements=rows)
    book = openpyxl.load_workbook(folder / "liste.xlsx")
    for place, shape in {"B2": "d. mmm", "B3": "d/m", "B4": "dddd", "B5": "d. mmm yy"}.items():
        book.worksheets[0][place].number_format = shape
    book.save(folder / "liste.xlsx")
    (told,) = [note for note in remarks(folder) if "årstal" in note]
    assert "2 dage viser intet årstal i arket og har fået det, som Excel satte: B2 (1. maj 2028) og B3" in told


def test_what_a_workbook_hides_or_repeats_is_carried_and_told(tmp_path: Path) -> None:
    folder = edition(tmp_path, participants=[["Navn", "Organisation"], ["Anne", "Vestby"], ["Bo", None]])
    book = openpyxl.load_workbook(folder / "liste.xlsx")
    sheet = book.worksheets[0]
    sheet.merge_cells("B2:B3")
    sheet.row_dimensions[3].hidden = True
    sheet.cell(5000, 1, "Carla")
    sheet.cell(5000, 2, "Østby")
    book.create_sheet("Noter").append(["Husk kaffe"])
    book["Noter"].sheet_state = "hidden"
    book.save(folder / "liste.xlsx")
    assert [(person.name, person.organisation) for person in load_conference(folder).participants] == [
        ("Anne", "Vestby"),
        ("Bo", "Vestby"),
        ("Carla", "Østby"),
    ]
    told = "\n".join(remarks(folder))
    assert "1 flettet område" in told
    assert "1 række eller kolonne er skjult, men brugt alligevel: 3" in told
    assert "4.996 tomme rækker er sprunget over" in told
    assert "liste.xlsx: et ark er ikke brugt: Noter" in told


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_file_is_a_list_too(tmp_path: Path, delimiter: str) -> None:
    lines = (("Opgave", "Kontakt", "Hvornår"), ("Ring til Østby", "Ida", "snart"), ("", "Bo", "1. oktober"))
    (tmp_path / "opgaver.csv").write_text("\n".join(map(delimiter.join, lines)), encoding="utf-8")
    (tmp_path / "conference.toml").write_text(HEAD + 'follow_ups = "opgaver.csv"\n', encoding="utf-8")
    assert faults(tmp_path) == ["opgaver.csv, linje 3: A: er tom (udfyld Opgave, eller slet rækken)"]
    (tmp_path / "opgaver.csv").write_text("\n".join(map(delimiter.join, lines[:2])), encoding="utf-8")
    assert load_conference(tmp_path).follow_ups == (FollowUp(what=Line("Ring til Østby"), contact="Ida", when="snart"),)


def test_what_is_set_in_per_cent_is_the_number_that_excel_shows(tmp_path: Path) -> None:
    folder = edition(tmp_path, key_figures=[["Titel", "Række", "Enhed", 2028], ["Udlejning", "A", "%", 0.07]])
    book = openpyxl.load_workbook(folder / "liste.xlsx")
    book.worksheets[0]["D2"].number_format = "0.0%"
    book.save(folder / "liste.xlsx")
    (figures,) = load_conference(folder).key_figures
    assert figures.rows[0].values == (7,)
