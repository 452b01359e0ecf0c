"""The example edition, built by the command as a user runs it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

import page as checker
import pikepdf
import pytest
from support.editions import EXAMPLE, note_of, run
from support.marking import unmarked
from support.pdf import page_texts, words
from support.promises import broken_promises
from support.readout import read_out
from support.structure import read_structure

from styringsdialog.testing import describe_pdf

STEM = "hoeje-taastrup-kommune-2030"
SEED = Path(__file__).parent / "data" / "referat.txt"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with both stages of the example."""
    folder = tmp_path_factory.mktemp("ud")
    for stage in ("informationspakke", "referat"):
        done = run("build", EXAMPLE, "-o", folder, "--stage", stage)
        assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_a_build_leaves_the_pdf_its_manifest_and_its_report_and_nothing_else(built: Path) -> None:
    expected = {
        f"{STEM}-{stage}{rest}"
        for stage in ("informationspakke", "referat")
        for own in (f"-til-sekretaeren/{STEM}-{stage}",)
        for rest in (".pdf", ".manifest.json", f"{own}.report.md", f"{own}.report.html", f"{own}.manifest.json")
    }
    assert {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()} == expected


@pytest.mark.parametrize("stage", ["informationspakke", "referat"])
def test_the_package_reads_as_expected(built: Path, stage: str, assert_golden: Callable[[str, str], None]) -> None:
    assert_golden(f"hoeje-taastrup-{stage}.txt", without_versions(describe_pdf(built / f"{STEM}-{stage}.pdf")))
    assert_golden(f"hoeje-taastrup-{stage}.report.md", note_of(built / f"{STEM}-{stage}.pdf"))


@pytest.mark.parametrize("stage", ["informationspakke", "referat"])
def test_a_screen_reader_says_as_expected(built: Path, stage: str, assert_golden: Callable[[str, str], None]) -> None:
    assert_golden(f"hoeje-taastrup-{stage}.readout.txt", read_out(built / f"{STEM}-{stage}.pdf"))


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("stage", ["informationspakke", "referat"])
def test_the_package_satisfies_the_standards_that_it_claims(built: Path, stage: str, profile: str) -> None:
    report = checker.validate_pdf(built / f"{STEM}-{stage}.pdf", profile=profile)
    assert [failure.rule_id for failure in report.failures] == []
    assert report.is_compliant
    manifest = json.loads((built / f"{STEM}-{stage}.manifest.json").read_text("utf-8"))
    assert profile in manifest["accessibility"]["satisfied"]


@pytest.mark.parametrize("stage", ["informationspakke", "referat"])
def test_a_judge_of_what_readers_meet_finds_no_error(built: Path, stage: str, tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("outloud")
    if not command.exists():
        pytest.skip("outloud is not installed; the tests' lock has it")
    done = subprocess.run(
        [command, built / f"{STEM}-{stage}.pdf", "--json", tmp_path / "outloud.json", "--fail-on", "error"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("stage", ["informationspakke", "referat"])
def test_every_word_that_is_read_aloud_is_found_by_searching(built: Path, stage: str) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed; .ci/run installs it")
    path = built / f"{STEM}-{stage}.pdf"
    blocks = (re.fullmatch(r" *\w+(?: \(.*?\))?: (.+)", line) for line in read_out(path).splitlines())
    said = _letters(re.sub(r"\[\w+|\(Alt=[^\]]+", " ", block[1]) for block in blocks if block)
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, encoding="utf-8", check=True)  # noqa: S607 - on the PATH, as its users have it
    assert len(said) > 100
    assert said - _letters([done.stdout]) == set()
    assert said - _letters(page_texts(path)) == set()


def _letters(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}


def test_all_that_is_shown_is_in_the_tree_or_decoration(built: Path) -> None:
    for path in built.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert unmarked(pdf) == []


def test_every_font_is_embedded_and_says_which_characters_it_shows(built: Path) -> None:
    for path in built.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one]
            assert fonts
            for font in fonts:
                assert any(key.startswith("/FontFile") for key in font.FontDescriptor.keys())  # noqa: SIM118 - a PDF dictionary
                assert not re.search(rb"<0000>\s*\n|<0000>\s*endbfchar", font.ToUnicode.read_bytes())


def test_the_file_says_what_its_colours_mean_and_reads_in_the_order_of_its_tags(built: Path) -> None:
    for path in built.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            (intent,) = pdf.Root.OutputIntents
            assert (str(intent.S), int(intent.DestOutputProfile.N)) == ("/GTS_PDFA1", 3)
            assert intent.DestOutputProfile.read_bytes()[16:20] == b"RGB "
            assert {str(page.obj.Tabs) for page in pdf.pages} == {"/S"}
            assert bool(pdf.Root.MarkInfo.Marked)


def test_the_tree_and_all_that_points_into_it_agree(built: Path) -> None:
    for path in built.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert read_structure(pdf).complaints == ()


def without_versions(text: str) -> str:
    """Give ``text`` without the colophon's versions, which every upgrade changes."""
    return re.sub(
        r"(?<=^Programmer: ).*?(?=^Styringsdialogkonference Side)", "…\n", text, flags=re.DOTALL | re.MULTILINE
    )


def test_the_colophon_names_the_version_of_everything_that_made_the_package(built: Path) -> None:
    last = " ".join(words(page_texts(built / f"{STEM}-referat.pdf")[-1]))
    manifest = json.loads((built / f"{STEM}-referat.manifest.json").read_text("utf-8"))
    for name, version in manifest["versions"].items():
        assert f"{name} {version}" in last
    for bilag in manifest["bilag"]:
        assert bilag["plugin"] in last


def test_what_the_minutes_ask_for_stands_in_the_referat_only(built: Path) -> None:
    texts = {stage: " ".join(page_texts(built / f"{STEM}-{stage}.pdf")) for stage in ("informationspakke", "referat")}
    assert "Opfølgning" not in texts["informationspakke"]
    assert texts["referat"].count("Forudsætning: ") == 2
    assert texts["referat"].count("Kontakt: Julie Kirk Elstrøm") == 2


def test_every_sentence_of_the_minutes_is_found_unbroken(built: Path) -> None:
    # The seed ends its page in the journal fields, which stand in the first page's footer here.
    text = " ".join(" ".join(words(page)) for page in page_texts(built / f"{STEM}-referat.pdf")[1:])
    text = re.sub(r" Styringsdialogkonference Side \d+ af \d+ ", " ", text)
    said = unicodedata.normalize("NFC", SEED.read_text("utf-8")).replace("Sagsbehandler Doknr. Sagsnr.\nlouisehjul", "")
    for paragraph in said.split("\n\n"):
        for sentence in re.split(r"(?<=[.?]) (?=[A-ZÆØÅ])", paragraph):
            assert " ".join(words(sentence)) in text


def test_the_journal_fields_stand_in_the_first_pages_footer_blank_ones_too(built: Path) -> None:
    for stage in ("informationspakke", "referat"):
        first = words(page_texts(built / f"{STEM}-{stage}.pdf")[0])
        assert {"Sagsbehandler", "Doknr.", "Sagsnr.", "louisehjul"} <= set(first)


def test_the_package_says_that_its_date_and_place_are_placeholders(built: Path) -> None:
    assert "eksempel" in page_texts(built / f"{STEM}-informationspakke.pdf")[0].lower()


def test_no_english_reaches_the_reader(built: Path) -> None:
    english = {"the", "of", "page", "pages", "contents", "appendix", "minutes", "draft", "missing", "and/or", "from"}
    for pdf in built.glob("*.pdf"):
        assert not english & {word.lower().strip(".,:()") for page in page_texts(pdf) for word in words(page)}
    for report in built.rglob("*.md"):
        assert not english & {word.lower().strip(".,:()") for word in words(report.read_text("utf-8"))}


def test_the_manifest_carries_the_pdfs_hash(built: Path) -> None:
    for pdf in built.glob("*.pdf"):
        manifest = json.loads(pdf.with_suffix(".manifest.json").read_text("utf-8"))
        assert manifest["pdf"]["sha256"] == hashlib.sha256(pdf.read_bytes()).hexdigest()
        assert manifest["pdf"]["bytes"] == pdf.stat().st_size


def test_the_same_edition_gives_the_same_bytes_anywhere(built: Path, tmp_path: Path) -> None:
    elsewhere = {
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C",
        "LANGUAGE": "de",
        "HOME": str(tmp_path),
    }
    copy = tmp_path / "en anden mappe ø"
    shutil.copytree(EXAMPLE, copy)
    done = run("build", copy, "-o", tmp_path / "ud", "--stage", "referat", env=elsewhere, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for name in (f"{STEM}-referat.pdf", f"{STEM}-referat.manifest.json"):
        assert (tmp_path / "ud" / name).read_bytes() == (built / name).read_bytes()
    assert note_of(tmp_path / "ud" / f"{STEM}-referat.pdf") == note_of(built / f"{STEM}-referat.pdf")


def test_the_date_inside_comes_from_the_edition_or_from_source_date_epoch(built: Path, tmp_path: Path) -> None:
    with pikepdf.open(built / f"{STEM}-informationspakke.pdf") as pdf:
        assert str(pdf.docinfo.ModDate).startswith("D:20300516")
    done = run("build", EXAMPLE, "-o", tmp_path, env={"SOURCE_DATE_EPOCH": "1000000000"})
    assert done.returncode == 0, done.stderr
    with pikepdf.open(tmp_path / f"{STEM}-informationspakke.pdf") as pdf:
        assert str(pdf.docinfo.ModDate).startswith("D:20010909014640")
        assert "2001-09-09T01:46:40" in str(pdf.Root.Metadata.read_bytes())


def test_the_file_is_sound(built: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed; .ci/run installs it")
    for pdf in built.glob("*.pdf"):
        done = subprocess.run(["qpdf", "--check", pdf], capture_output=True, text=True, check=False)  # noqa: S607 - on the PATH, as its users have it
        assert done.returncode == 0, done.stdout + done.stderr


def test_check_tries_every_stage_and_leaves_nothing(tmp_path: Path) -> None:
    done = run("check", EXAMPLE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["informationspakke", "referat"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stage", ["informationspakke", "referat"])
def test_whoever_reads_it_on_a_screen_finds_what_every_package_promises(built: Path, stage: str) -> None:
    assert broken_promises(built / f"{STEM}-{stage}.pdf") == []
