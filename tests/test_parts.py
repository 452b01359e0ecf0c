"""The whole package: every part in the edition's order, from small editions to one larger than life."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import page as checker
import pikepdf
import pypdfium2
import pytest
from support.editions import CONFERENCE, contributor, run, write_edition
from support.large import CONTRIBUTORS, ITEMS, LONG_NAME, LONG_WORD, PARTICIPANTS, write_large_edition
from support.pdf import page_texts, simple_pdf, words

from styringsdialog import BuildOptions, Profile, build_package, load_conference
from styringsdialog.assemble.conformance import conformance_of
from styringsdialog.model.part_order import AFTER_THE_MEETING, DEFAULT_ORDER, TITLES, PackagePart, parts_in_order

pytestmark = pytest.mark.long  # whole commands: each takes a second or more

STEM = "proeveby-kommune-2031"
PERSON = '\n[[participants]]\nname = "{}"\norganisation = "{}"\nstatus = "{}"\n'


def sections(pdf: Path) -> list[str]:
    """Give the titles of the first level of bookmarks, without their pages."""
    with pikepdf.open(pdf) as opened, opened.open_outline() as outline:
        return [item.title.rpartition(" (side")[0] for item in outline.root]


def built(folder: Path, toml: str, files: dict[str, str | bytes] | None = None, *, stage: str = "") -> Path:
    """Build an edition and give the package."""
    stage = stage or "informationspakke"
    edition = write_edition(folder / "e", toml, files)
    done = run("build", edition, "-o", folder / "out", "--stage", stage)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "out" / f"{STEM}-{stage}.pdf"


def text(pdf: Path) -> str:
    return " ".join(word for page in page_texts(pdf) for word in words(page))


# ------------------------------------------------------------------------------- parts


def test_every_part_but_the_bilag_has_a_title() -> None:
    assert set(TITLES) == set(PackagePart) - {PackagePart.BILAG}
    assert set(DEFAULT_ORDER) > AFTER_THE_MEETING


def test_an_empty_part_leaves_no_heading(tmp_path: Path) -> None:
    assert sections(built(tmp_path, CONFERENCE)) == ["Forside", "Indhold", "Kolofon"]


def test_parts_stand_in_the_editions_order_and_those_it_leaves_out_nowhere(tmp_path: Path) -> None:
    toml = 'parts = ["kolofon", "bilag", "velkomst"]\nwelcome = "v.md"\n' + CONFERENCE + contributor("vibo")
    pdf = built(tmp_path, toml, {"v.md": "Velkommen.", "vibo/a.md": "Tekst."})
    assert sections(pdf) == ["Indhold", "Kolofon", "Bilag 1: A", "Velkomst"]


def test_bilag_are_never_left_out(tmp_path: Path) -> None:
    pdf = built(tmp_path, 'parts = ["forside"]\n' + CONFERENCE + contributor("vibo"), {"vibo/a.md": "Tekst."})
    assert sections(pdf) == ["Forside", "Indhold", "Bilag 1: A"]


def test_a_fault_in_a_text_is_told_with_those_in_the_others(tmp_path: Path) -> None:
    toml = 'invitation = "i.md"\nwelcome = "v.md"\n' + CONFERENCE
    edition = write_edition(tmp_path / "e", toml, {"i.md": "Se <bilag:nej>.", "v.md": "##### For dybt\n"})
    done = run("build", edition, "-o", tmp_path / "out")
    assert (done.returncode, done.stderr.count("error:")) == (2, 2), done.stderr
    assert "i.md, line 1" in done.stderr
    assert "v.md, line 1" in done.stderr


# ------------------------------------------------------------------------ participants


def test_organisations_stand_in_danish_order_by_their_sort_names(tmp_path: Path) -> None:
    toml = CONFERENCE + contributor("hoej", name="Højbo").replace("plugin =", 'sort_name = "Åbo"\nplugin =')
    names = ("Højbo", "Aabenraa Bolig", "Østbo", "AAB", "Ærø", "Vibo")
    toml += "".join(PERSON.format(f"N{number}", name, "present") for number, name in enumerate(names))
    said = text(built(tmp_path, toml, {"hoej/a.md": "Tekst."}))
    found = re.findall(r"(AAB|Vibo|Ærø|Østbo|Aabenraa Bolig|Højbo) • N", said)
    assert found == ["AAB", "Vibo", "Ærø", "Østbo", "Aabenraa Bolig", "Højbo"]


def test_what_may_be_one_person_or_one_organisation_is_asked_about_and_stops_nothing(tmp_path: Path) -> None:
    people = (("Bo", "Mosebo Boligforening"), ("Bo", "Østbo"), ("Ida", "Mosebo boligforening"), ("Ib", "Mosebo"))
    toml = CONFERENCE + "".join(PERSON.format(name, organisation, "present") for name, organisation in people)
    done = run("build", write_edition(tmp_path / "e", toml), "-o", tmp_path / "out", "--lang", "da")
    assert done.returncode == 0
    assert "2 deltagere hedder Bo (Mosebo Boligforening og Østbo)" in done.stderr
    assert "Mosebo Boligforening og Mosebo boligforening står som hver sin organisation" in done.stderr


def test_the_administrator_stands_in_parentheses(tmp_path: Path) -> None:
    toml = CONFERENCE + PERSON.format("Bo", "Østbo", "present") + 'administrator = "DAB"\ntitle = "formand"\n'
    assert "Østbo (DAB) • Bo, formand" in text(built(tmp_path, toml))


@pytest.mark.parametrize("stage", ["informationspakke", "referat"])
def test_nobody_is_absent_from_a_meeting_to_come(tmp_path: Path, stage: str) -> None:
    people = (
        PERSON.format("Bo", "A", "present") + PERSON.format("Al", "A", "absent") + PERSON.format("Ib", "A", "afbud")
    )
    said = text(built(tmp_path, 'referat = "r.md"\n' + CONFERENCE + people, {"r.md": "Tekst."}, stage=stage))
    assert "Afbud Ib (A)." in said
    assert ("Fraværende uden afbud Al (A)." in said) is (stage == "referat")
    assert ("2 deltagere fra 1 organisation" in said) is (stage == "informationspakke")


# --------------------------------------------------------------------- draft, separate


def test_every_page_of_a_draft_says_so(tmp_path: Path) -> None:
    toml = "draft = true\n" + CONFERENCE + contributor("vibo")
    pdf = built(tmp_path, toml, {"vibo/a.pdf": simple_pdf("Et", "To")})
    assert [page.count("Kladde ·") for page in page_texts(pdf)] == [1] * len(page_texts(pdf))


def test_separate_writes_each_bilag_with_its_number_and_takes_away_what_it_wrote_before(tmp_path: Path) -> None:
    toml = CONFERENCE + contributor("vibo") + contributor("dab")
    files: dict[str, str | bytes] = {
        "vibo/Den grønne omstilling.pdf": simple_pdf("Et", "To"),
        "dab/a.md": "Se <bilag:vibo> og <del:bilagsoversigt>.\n",
    }
    edition = write_edition(tmp_path / "e", toml, files)
    folder = tmp_path / "out" / f"{STEM}-informationspakke-bilag"
    folder.mkdir(parents=True)
    (folder / "Bilag 3 - Gammelt.pdf").write_bytes(b"x")
    (folder / "Mine noter.pdf").write_bytes(b"x")
    done = run("build", edition, "-o", tmp_path / "out", "--separate")
    assert done.returncode == 0, done.stderr
    names = ["Bilag 1 - Den groenne omstilling.pdf", "Bilag 2 - A.pdf"]
    assert sorted(path.name for path in folder.iterdir()) == [*names, "Mine noter.pdf"]
    first, second = (page_texts(folder / name) for name in names)
    assert [words(page)[-4:] for page in first] == [["Side", "1", "af", "2"], ["Side", "2", "af", "2"]]
    assert "Se bilag 1 og Bilagsoversigt." in " ".join(words(second[0]))
    with pikepdf.open(folder / names[1]) as pdf:
        assert "/Annots" not in pdf.pages[0]
        assert pdf.docinfo.Title == "Bilag 2: A"


def test_each_file_claims_what_it_satisfies_by_itself_and_nothing_else(tmp_path: Path) -> None:
    toml = CONFERENCE + contributor("vibo") + contributor("dab")
    files: dict[str, str | bytes] = {"vibo/fil.pdf": simple_pdf("Et"), "dab/a.md": "# Overskrift\n\nTekst.\n"}
    conference = load_conference(write_edition(tmp_path / "e", toml, files))
    report = build_package(conference, tmp_path / "o", BuildOptions(separate=True))
    # What reportlab embeds no font for is no archive's file; the other bilag is one, whatever the package is.
    assert Profile.A2A not in report.conformance.satisfied
    assert [one.conformance.satisfied for one in report.separate][1] == tuple(Profile)
    for one in report.separate:
        path = tmp_path / "o" / one.name
        assert conformance_of(path).satisfied == one.conformance.satisfied
        with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
            claimed = {"ua1": "pdfuaid:part" in metadata, "2a": "pdfaid:part" in metadata}
        assert {profile.value: profile in one.conformance.satisfied for profile in Profile} == claimed


def test_a_build_without_separate_leaves_no_bilag_of_an_earlier_one(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "e", CONFERENCE + contributor("vibo"), {"vibo/a.md": "Tekst."})
    folder = tmp_path / "out" / f"{STEM}-informationspakke-bilag"
    for expected in (["Bilag 1 - A.pdf"], None, ["Bilag 1 - A.pdf"]):
        done = run("build", edition, "-o", tmp_path / "out", *(["--separate"] if expected else []))
        assert done.returncode == 0, done.stderr
        assert (sorted(path.name for path in folder.iterdir()) if folder.exists() else None) == expected
    (folder / "Mine noter.txt").write_text("x", encoding="utf-8")
    assert run("build", edition, "-o", tmp_path / "out").returncode == 0
    assert [path.name for path in folder.iterdir()] == ["Mine noter.txt"]


def test_a_missing_bilag_has_no_file_of_its_own(tmp_path: Path) -> None:
    toml = CONFERENCE + contributor("a") + contributor("b")
    edition = write_edition(tmp_path / "e", toml, {"a/a.pdf": b"", "b/b.md": "Tekst."})
    done = run("build", edition, "-o", tmp_path / "out", "--separate", "--keep-going")
    assert done.returncode == 9
    folder = tmp_path / "out" / f"{STEM}-informationspakke-bilag"
    assert [path.name for path in folder.iterdir()] == ["Bilag 2 - B.pdf"]


# --------------------------------------------------------------------------- the large


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the referat of the large edition."""
    folder = tmp_path_factory.mktemp("stor")
    edition = write_large_edition(folder / "e")
    done = run("build", edition, "-o", folder / "out", "--stage", "referat", "--separate")
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "out"


def test_the_large_edition_has_every_part_in_order(large: Path) -> None:
    found = sections(large / f"{STEM}-referat.pdf")
    bilag = [title for title in found if title.startswith("Bilag ")]
    assert len(bilag) == 2 * CONTRIBUTORS
    own = [title for title in found if title not in bilag]
    # Short ones share a page with the one before them, and stand beneath it.
    beneath = {PackagePart.VELKOMST, PackagePart.AFTALER, PackagePart.OPFOELGNING}
    titles = [TITLES[part] for part in parts_in_order(DEFAULT_ORDER, held=True) if part in TITLES.keys() - beneath]
    assert titles[1] == "Referat"
    assert own == [titles[0], "Indhold", *titles[1:]]


def test_nothing_of_the_large_edition_is_lost(large: Path) -> None:
    said = text(large / f"{STEM}-referat.pdf")
    expected = PARTICIPANTS - len(range(0, PARTICIPANTS, 25))
    assert len(set(re.findall(r"Deltager \d+ Prøvesen", said))) == expected
    assert len(re.findall(r"\b\d{1,2}\.\d\d–\d{1,2}\.\d\d\b", said)) == ITEMS
    assert LONG_NAME in said
    assert LONG_WORD in said


def test_the_large_edition_has_one_kind_of_quotation_marks(large: Path) -> None:
    said = text(large / f"{STEM}-referat.pdf")
    assert "»konference«" in said
    assert "»velkommen«" in said
    assert not set(said) & set('"“”„')


def test_the_large_edition_has_each_bilag_by_itself(large: Path) -> None:
    manifest = json.loads((large / f"{STEM}-referat.manifest.json").read_text("utf-8"))
    told = {one["name"]: one for one in manifest["separate"]}
    counts = {}
    for path in (large / f"{STEM}-referat-bilag").iterdir():
        one = told.pop(path.relative_to(large).as_posix())
        assert one["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert one["bytes"] == path.stat().st_size
        with pikepdf.open(path) as pdf:
            counts[int(path.name.split()[1])] = len(pdf.pages)
            assert one["pages"] == len(pdf.pages)
    assert not told
    assert counts == {bilag["number"]: bilag["pages"] for bilag in manifest["bilag"]}


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_large_edition_satisfies_the_standards_with_each_of_its_bilag(large: Path, profile: str) -> None:
    manifest = json.loads((large / f"{STEM}-referat.manifest.json").read_text("utf-8"))
    assert profile in manifest["accessibility"]["satisfied"]
    assert {one["bilag"] for one in manifest["separate"] if profile not in one["satisfied"]} == set()
    report = checker.validate_pdf(large / f"{STEM}-referat.pdf", profile=profile)
    assert [failure.rule_id for failure in report.failures] == []


def test_a_judge_of_what_readers_meet_finds_no_error_in_the_large_edition(large: Path, tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("outloud")
    if not command.exists():
        pytest.skip("outloud is not installed; the tests' lock has it")
    one = next((large / f"{STEM}-referat-bilag").glob("Bilag 2 - *"))
    for number, pdf in enumerate((large / f"{STEM}-referat.pdf", one)):
        json_file = tmp_path / f"{number}.json"
        done = subprocess.run(
            [command, pdf, "--json", json_file, "--fail-on", "error"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_large_edition_has_its_own_look(large: Path) -> None:
    texts = page_texts(large / f"{STEM}-referat.pdf")
    assert "Prøveby Kommune" not in texts[0].replace("Prøveby Kommune:", "")
    (index,) = (page for page in texts if page.lstrip().startswith("Bilagsoversigt"))
    assert f"{2 * CONTRIBUTORS} bilag i alt." in index
    assert sum(f"Spørgsmål: {LONG_NAME}" in " ".join(words(page)) for page in texts) == 2 * CONTRIBUTORS


def test_no_page_of_the_large_edition_runs_over_its_edge(large: Path) -> None:
    with pypdfium2.PdfDocument(large / f"{STEM}-referat.pdf") as document:
        for page in document:
            width, _ = page.get_size()
            texts = page.get_textpage()
            edges = [texts.get_charbox(index)[2] for index in range(texts.count_chars())]
            assert max(edges, default=0) <= width


@pytest.mark.parametrize("count", [20, 21])
def test_more_than_twenty_participants_stand_in_two_columns(tmp_path: Path, count: int) -> None:
    people = "".join(PERSON.format(f"Navn{number:02}", f"Org {number % 2}", "present") for number in range(count))
    with pypdfium2.PdfDocument(built(tmp_path, CONFERENCE + people)) as document:
        page = document[2].get_textpage()
        said = page.get_text_range()
        lefts = {round(page.get_charbox(said.index(f"Navn{number:02}"))[0]) for number in range(count)}
    assert len(lefts) == (1 if count == 20 else 2)
    assert sorted(re.findall(r"Navn\d\d", said)) == [f"Navn{number:02}" for number in range(count)]
