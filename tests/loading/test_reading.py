"""Files that are not what they should be: broken TOML, other encodings, paths that lead astray."""

from __future__ import annotations

import contextlib
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.errors import EditionError
from styringsdialog.loading.reading import syntax_fault
from styringsdialog.loading.series import load_conference
from styringsdialog.messages.message import Language, text_of
from styringsdialog.model.scalars import TextFile

Write = Callable[[str | bytes], Path]
Problems = Callable[[str | bytes], list[str]]
GOOD = """\
title = "Styringsdialogkonference"
host = "Prøveby Kommune"
start = 2030-05-16T15:00:00
end = 2030-05-16T18:00:00
place = "Rådhuset"
"""
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "_danish" / "encodings"

# ---------------------------------------------------------------------- TOML


def test_broken_toml_is_told_with_line_and_column(problems: Problems, good: str) -> None:
    (told,) = problems(good + "recurrence == 'x'\n")
    assert told.startswith("conference.toml: is not valid TOML: ")
    assert "(at line 6, column 13)" in told
    (told,) = problems('title = "a"\nhost == "b"\n')
    assert "(at line 2, column 7)" in told


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("start = 2030-05-16T15:00", "write the seconds too"),
        ("start = 15:00", "write the time as 15:00:00"),
        ("start = 9:30 # om morgenen", "write the time as 15:00:00"),
        ("values = 1,5", "write a decimal point in a number: 1.5"),
        ("start = 16-05-2030", "write a date as 2030-05-16"),
        ("title = “Konference”", "straight quotation marks"),
        ("title = »Konference«", "straight quotation marks"),
        ("title = Konference", "put text in quotation marks"),
        ("title =", "write a value"),
        ("title: Konference", "with one equals sign"),
        ("title == Konference", "with one equals sign"),
        ('journal = { sagsnr: "1" }', "with one equals sign"),
        ('journal = { sagsnr = "1",', "between the braces in one line"),
        ("start = kl. 15", "write the time as 15:00:00"),
        ("start = 9:05:00", "write the time as 15:00:00"),
        ("start = 16. maj 2030", "write a date as 2030-05-16"),
        ("start = 2030-05-16 kl. 15", "write a date as 2030-05-16"),
        ("parties = [“a”, “b”]", "straight quotation marks"),
        ('title = "Konference”', "straight quotation marks"),
        ("draft = ja", "write true or false, in small letters"),
        ("draft = True", "write true or false, in small letters"),
        ('parties = "a", "b"', "put a list in brackets"),
        ('title = "a";', "delete the comma or semicolon"),
        ("minutes = 15,", "delete the comma or semicolon"),
        ("values = [4 010, 2]", "in digits alone"),
        ("values = [1.234.567]", "in digits alone"),
        ("values = [12 kr]", "in digits alone"),
        ("values = [12 %]", "in digits alone"),
        ("values = [−2]", "in digits alone"),
        ("values = [07]", "in digits alone"),
        ("values = [.5]", "in digits alone"),
        ("save date = true", "write the key as one word"),
        ("\u00a0draft = true", "a sign in it that one does not see"),
        ("draft\u00a0= true", "a sign in it that one does not see"),
        ("dra\u00adft = true", "a sign in it that one does not see"),
        ("vært = 'x'", "keys have no æ, ø or å"),
    ],
)
def test_what_people_write_the_first_time_gets_its_own_hint(problems: Problems, line: str, hint: str) -> None:
    (told,) = problems(f"{line}\n")
    assert "at line 1" in told
    assert hint in told


def test_the_line_is_shown_without_personal_numbers_and_not_too_long(problems: Problems) -> None:
    (told,) = problems("  notice = Ring til 010190-1234\n")
    assert "in «notice = Ring til 010190-••••»" in told
    (told,) = problems(f"notice = {'æ' * 500}\n")
    assert f"«notice = {'æ' * 71}»" in told


@pytest.mark.parametrize("content", [b"PK\x03\x04xx", b"{\\rtf1\\ansi title}", b"%PDF-1.7"])
def test_a_file_that_is_no_text_is_told_what_it_is(problems: Problems, content: bytes) -> None:
    (told,) = problems(content)
    assert told.startswith("conference.toml: is a")
    assert "save" in told


@pytest.mark.parametrize(
    ("toml", "fault", "place"),
    [
        ('a = "en "god" dag"', "der står mere på linjen, efter at værdien er slut", "linje 1, tegn 10"),
        (r'a = "C:\Bilag"', "tegnet \\ har en særlig betydning i en tekst", "linje 1, tegn 10"),
        (r'a = "C:\Udkast"', "tegnet \\ har en særlig betydning i en tekst", "linje 1, tegn 10"),
        ('a = "åben\nb = 1', "en tekst mangler sit sidste anførselstegn", "linje 1, tegn 10"),
        ("a = 'åben\nb = 1", "en tekst mangler sit sidste anførselstegn", "hvor filen slutter"),
        ('a = """åben', "en tekst mangler sit sidste anførselstegn", "hvor filen slutter"),
        ('a = "\x07"', "her står et tegn, som ikke må stå i filen", "linje 1, tegn 6"),
        ("a = 1\na = 2", "nøglen står der allerede", "hvor filen slutter"),
        ("[b]\n[b]\n", "tabellen [b] står der allerede", "linje 2, tegn 3"),
        ("a = [1]\n[[a]]\n", "her fortsættes en tabel, som allerede er skrevet færdig", "linje 2, tegn 4"),
        ("a = ja\n", "værdien kan ikke læses", "linje 1, tegn 5"),
        ("a = 2030-02-30\n", "dagen eller klokkeslættet findes ikke", "linje 1, tegn 5"),
        ("!\n", "linjen begynder hverken med en nøgle eller med en [klamme]", "linje 1, tegn 1"),
        ("a b\n", "der mangler et lighedstegn efter nøglen", "linje 1, tegn 3"),
        ("a = 1\nb.ø = 1\n", "en nøgle kan ikke begynde med det tegn", "linje 2, tegn 3"),
        ("[b\n", "klammerne om tabellens navn er ikke lukket", "linje 1, tegn 3"),
        ("a = [1, 2\n", "en liste er ikke lukket", "hvor filen slutter"),
        ("a = { b = 1\n", "en tabel i krøllede parenteser er ikke lukket", "linje 1, tegn 12"),
    ],
)
def test_a_fault_of_syntax_is_told_in_danish_with_its_place(write: Write, toml: str, fault: str, place: str) -> None:
    with pytest.raises(EditionError) as caught:
        load_conference(write(toml))
    (problem,) = caught.value.problems
    told = problem.text(Language.DANISH)
    assert told.what.startswith((f"kan ikke læses i {place}, «", f"kan ikke læses, {place}: "))
    assert told.what.endswith(f": {fault}")
    assert told.hint


def test_a_fault_of_syntax_that_nobody_knows_yet_is_told_in_the_parsers_words() -> None:
    told = text_of(syntax_fault("a = 1\n", "Something new (at line 1, column 2)"), Language.DANISH)
    assert told.what == (
        "kan ikke læses i linje 1, tegn 2, «a = 1»: linjen er ikke skrevet, som TOML skal skrives («Something new»)"
    )


@pytest.mark.parametrize(
    "toml",
    [
        "a = " + "[" * 5000,
        "a = " + "9" * 5000,
        "a = 2030-13-40",
        'title = "a"\ntitle = "b"',
        "[journal]\n[journal]",
        "\x00",
    ],
    ids=["deep", "long number", "no such day", "key twice", "table twice", "NUL"],
)
def test_what_breaks_a_parser_is_a_problem_like_any_other(problems: Problems, toml: str) -> None:
    (told,) = problems(toml)
    assert told.startswith(("conference.toml: is not valid TOML", "conference.toml: is not a text"))


@pytest.mark.parametrize("toml", ["", " \n\n", "\ufeff"])
def test_an_empty_file_is_told_how_to_begin(problems: Problems, toml: str) -> None:
    (told,) = problems(toml)
    assert told.startswith("conference.toml: is empty (styringsdialog init")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_bring_loading_down(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("edition")
    (folder / "conference.toml").write_bytes(content)
    with pytest.raises(EditionError):
        load_conference(folder)


# ----------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("cp1252", "is not UTF-8 at byte 45 (line 2): it looks like Windows-1252, where the byte is 'ø' (save it as"),
        ("mac-roman", "is not UTF-8 at byte 45 (line 2): it looks like Mac Roman, where the byte is 'ø' (save it as"),
        ("utf-16", "is not UTF-8 at byte 0: it looks like UTF-16 (save it as UTF-8)"),
        ("utf-16-le", "it looks like UTF-16 (save it as UTF-8)"),
    ],
)
def test_another_encoding_is_recognised(problems: Problems, good: str, encoding: str, told: str) -> None:
    (problem,) = problems(good.encode(encoding))
    assert told in problem


def referat(folder: Path, good: str, content: bytes, name: str = "referat.md") -> TextFile | None:
    """Load an edition in ``folder`` whose referat has this content."""
    (folder / "conference.toml").write_text(f'{good}referat = "{name}"\n', encoding="utf-8")
    (folder / name).write_bytes(content)
    return load_conference(folder).referat


def referat_fault(folder: Path, good: str, content: bytes) -> str:
    with pytest.raises(EditionError) as caught:
        referat(folder, good, content)
    (problem,) = caught.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "referat.md: is empty"),
        (b" \r\n\t", "referat.md: is empty"),
        ("# Møde\n\nbl\xe5".encode("latin-1"), "referat.md: is not UTF-8 at byte 3 (line 1)"),
        (b"\xef\xbb\xbfbl\xe5 ", "referat.md: is not UTF-8 at byte 5 (line 1)"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\xff", "referat.md: is a Word or OpenDocument file, or a ZIP archive"),
        (b"%PDF-1.7\n%\xe2\xe3", "referat.md: is a PDF, not a text"),
        (b"{\\rtf1 bl\xe5}", "referat.md: is an RTF text"),
        (b"side 1\n\x0cside 2", "referat.md: holds the control character U+000C in line 2"),
        (b"a" * 300 + b"\x00", "referat.md: is not a text: byte 300 is 0"),
    ],
)
def test_a_text_that_is_none_is_told_by_its_own_name(tmp_path: Path, good: str, content: bytes, told: str) -> None:
    assert referat_fault(tmp_path, good, content).startswith(told)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa\nb\n", b"a\r\nb\r\n", b"a\rb\r"])
def test_marks_and_line_ends_of_other_systems_are_taken(tmp_path: Path, good: str, content: bytes) -> None:
    assert referat(tmp_path, good, content) == TextFile("referat.md", "a\nb\n")


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the same text in many encodings is not there: {CORPUS}")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("vedtaegter_macroman.md", "it looks like Mac Roman"),
        ("vedtaegter_utf16.md", "it looks like UTF-16"),
        ("vedtaegter_utf16le_nobom.md", "it looks like UTF-16"),
        ("kommuner_cp1252_semicolon.csv", "it looks like Windows-1252"),
    ],
)
def test_real_texts_in_other_encodings_are_recognised(tmp_path: Path, good: str, name: str, told: str) -> None:
    assert told in referat_fault(tmp_path, good, (CORPUS / name).read_bytes())


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the same text in many encodings is not there: {CORPUS}")
@pytest.mark.parametrize("name", ["vedtaegter_nfd_utf8.md", "vedtaegter_cr_only.md"])
def test_real_texts_in_other_forms_of_utf8_are_one_text(tmp_path: Path, good: str, name: str) -> None:
    plain = referat(tmp_path, good, (CORPUS / "vedtaegter_utf8.md").read_bytes())
    assert referat(tmp_path, good, (CORPUS / name).read_bytes()) == plain


# --------------------------------------------------------------------- paths


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../ude.md", "a/../../ude.md", "C:/x.md", "\\\\server\\x.md", "tekster\\x.md"]
)
def test_a_path_may_not_lead_out_of_the_edition(problems: Problems, good: str, tmp_path: Path, path: str) -> None:
    (tmp_path.parent / "ude.md").write_text("ude", encoding="utf-8")
    (told,) = problems(f"{good}referat = '{path}'\n")
    assert told.startswith(f"conference.toml: referat: '{path}' is not a path inside the edition folder")


def test_a_link_may_not_lead_out_of_the_edition(problems: Problems, good: str, tmp_path: Path) -> None:
    outside = tmp_path.parent / "ude.md"
    outside.write_text("ude", encoding="utf-8")
    (tmp_path / "referat.md").symlink_to(outside)
    (tmp_path / "mappe").symlink_to(tmp_path.parent)
    for path in ("referat.md", "mappe/ude.md"):
        (told,) = problems(f'{good}referat = "{path}"\n')
        assert f"'{path}' leads out of the edition folder" in told


def test_a_link_within_the_edition_is_followed(write: Write, good: str) -> None:
    folder = write(f'{good}referat = "referat.md"\n')
    (folder / "udkast.md").write_text("udkast", encoding="utf-8")
    (folder / "referat.md").symlink_to("udkast.md")
    assert load_conference(folder).referat == TextFile("referat.md", "udkast")


def test_links_in_a_ring_are_a_problem(problems: Problems, good: str, tmp_path: Path) -> None:
    (tmp_path / "referat.md").symlink_to("referat.md")
    (told,) = problems(f'{good}referat = "referat.md"\n')
    assert told.startswith("conference.toml: referat: ")


def test_a_missing_text_is_told_with_the_nearest_name(problems: Problems, good: str, tmp_path: Path) -> None:
    (tmp_path / "referat.md").write_text("x", encoding="utf-8")
    (told,) = problems(f'{good}referat = "refrat.md"\n')
    assert told == (
        "conference.toml: referat: there is no 'refrat.md' in the edition folder (did you mean 'referat.md'?)"
    )


@pytest.mark.parametrize(
    ("path", "told"),
    [("", "may not be blank"), (".", "is not a file"), ("mappe", "is not a file"), ("x" * 400, "'xxx")],
)
def test_a_path_to_no_file_is_a_problem(problems: Problems, good: str, tmp_path: Path, path: str, told: str) -> None:
    (tmp_path / "mappe").mkdir()
    (problem,) = problems(f'{good}referat = "{path}"\n')
    assert told in problem


def test_a_pipe_is_not_waited_for(problems: Problems, good: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "referat.md")
    (told,) = problems(f'{good}referat = "referat.md"\n')
    assert "is not a file" in told


def test_a_file_name_from_a_mac_is_found(tmp_path: Path, good: str) -> None:
    decomposed = unicodedata.normalize("NFD", "mødereferat å.md")
    (tmp_path / "conference.toml").write_text(f'{good}referat = "mødereferat å.md"\n', encoding="utf-8")
    (tmp_path / decomposed).write_text("x", encoding="utf-8")
    assert load_conference(tmp_path).referat == TextFile("mødereferat å.md", "x")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="'"), max_size=30))
def test_no_path_reads_a_file_outside(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    folder = tmp_path_factory.mktemp("edition")
    (folder / "conference.toml").write_text(f"{GOOD}referat = '{path}'\n", encoding="utf-8")
    with contextlib.suppress(EditionError):
        conference = load_conference(folder)
        # The only file that there is.
        assert conference.referat is not None
        assert conference.referat.path == "conference.toml"
