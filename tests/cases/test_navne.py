"""Names: of files, titles, places and kinds. What people wrote stands, or they are told."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from PIL import Image
from support.editions import CONFERENCE, contributor, run, write_edition
from support.field_cases import case
from support.pdf import encrypted_pdf, page_texts, simple_pdf, words
from support.series import TITLE, series_with

from styringsdialog.hooks.file_names import key_of, titles_of
from styringsdialog.hooks.vetting import LONGEST_KEY
from styringsdialog.intake.sniff import sniff
from styringsdialog.loading.series import load_conference
from styringsdialog.model.options import BuildOptions
from styringsdialog.pipeline import build_package
from styringsdialog.report.build import BilagReport, BuildReport
from styringsdialog.report.note import danish_note

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def built(edition: Path, out: Path | None = None) -> BuildReport:
    return build_package(load_conference(edition), out or edition.parent / "ud", BuildOptions(keep_going=True))


def titles(report: BuildReport) -> list[str]:
    return [bilag.title for bilag in report.bilag]


def place_of(report: BuildReport, bilag: BilagReport) -> str:
    """Give the text of a bilag's divider, or of the page that stands in its place."""
    return " ".join(words(page_texts(report.pdf)[bilag.first_page - 1]))


# ------------------------------------------------------------------------------------------------ titles


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("01-budget.md", "Budget"),
        ("01. Budget.md", "Budget"),
        ("1_budget.md", "Budget"),
        ("1_Budget_2030.md", "Budget 2030"),
        ("2 - Budget.md", "Budget"),
        ("2 – Budget.md", "Budget"),
        ("2_-_Budget.md", "Budget"),
        ("007 - Plan.md", "Plan"),
        ("2030 Regnskab.md", "2030 Regnskab"),
        ("2030_Regnskab.md", "2030 Regnskab"),
        ("50 år med Vestby.md", "50 år med Vestby"),
        ("50_år_med_Vestby.md", "50 år med Vestby"),
        ("25-års jubilæum.md", "25-års jubilæum"),
        ("100 dage i bestyrelsen.md", "100 dage i bestyrelsen"),
        ("7_nye_boliger.md", "7 nye boliger"),
        ("2_boliger.md", "2 boliger"),
        ("2+2 boliger.md", "2+2 boliger"),
        ("0-6 årige.md", "0-6 årige"),
        ("3D-print.md", "3D-print"),
        ("1.5 grader.md", "1.5 grader"),
        ("1. maj-tale.md", "1. maj-tale"),
        ("01. maj.md", "01. maj"),
        ("05-maj-2031 møde.md", "05-maj-2031 møde"),
        ("12-03-2031_Referat_af_møde.md", "12-03-2031 Referat af møde"),
        ("3.4.2031 Referat.md", "3.4.2031 Referat"),
        ("2031-04-03 Referat.md", "2031-04-03 Referat"),
        ("08.30 Velkomst.md", "08.30 Velkomst"),
        ("01 af 03 Plan.md", "01 af 03 Plan"),
        ("1. kvartal.md", "1. kvartal"),
        ("01_v2.md", "01 v2"),
        ("112.md", "112"),
        ("Referat 12.03.2031", "Referat 12.03.2031"),
        ("Vedtægter v2.1 (endelig).docx.pdf", "Vedtægter v2.1 (endelig)"),
        ("iPad i skolen.md", "iPad i skolen"),
        ("pH-værdier.md", "pH-værdier"),
        ("Bilag 1.md", "Afsenderens bilag 1"),
        ("bilag_3_-_Budget.md", "Afsenderens bilag 3 - Budget"),
        ("04-Bilag 2.md", "Afsenderens bilag 2"),
        ("Bilag til budget.md", "Bilag til budget"),
        ("?!.md", "?!"),
    ],
)
def test_only_what_orders_is_left_out_of_a_title(name: str, title: str) -> None:
    assert titles_of([name]) == {name: title}
    assert titles_of([nfd(name)]) == {nfd(name): title}


def test_the_numbers_after_the_ninth_order_as_those_before() -> None:
    numbers = range(8, 13)
    names = [f"{number:02} plan {letter}.md" for number, letter in zip(numbers, "abcde", strict=True)]
    assert list(titles_of([*names, "50 år.md"]).values()) == [*(f"Plan {letter}" for letter in "abcde"), "50 år"]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["1 Oversigt.md", "2 budget.md", "3 plan.md"], ["Oversigt", "Budget", "Plan"]),
        (["1. Åbning.md", "2. Budget.md"], ["Åbning", "Budget"]),
        (["1 Velkommen.md"], ["Velkommen"]),
        (["1 Velkommen.md", "3 ønsker.md", "7 nye boliger.md"], ["Velkommen", "3 ønsker", "7 nye boliger"]),
        (["1. behandling af budget.md", "2. behandling af planen.md"], None),
        (["1-personers boliger.md", "2-sprogede elever.md"], None),
        (["2030 Regnskab.md", "2031 Plan.md"], None),
    ],
)
def test_a_number_before_a_blank_orders_where_it_goes_on_from_one(names: list[str], wanted: list[str] | None) -> None:
    assert list(titles_of(names).values()) == (wanted or [name.removesuffix(".md") for name in names])


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["2029 Regnskab.md", "2030 Regnskab.md"], ["2029 Regnskab", "2030 Regnskab"]),
        (["01-budget.md", "02-budget.md"], ["01-budget", "02-budget"]),
        (["mail.eml", "mail.msg"], ["Mail.eml", "Mail.msg"]),
        (["a_b.md", "a b.md"], ["a_b.md", "a b.md"]),
        (["Budget.md", "budget.md"], ["Budget.md", "budget.md"]),
        (["01-plan.md", "Plan.md"], ["01-plan", "Plan"]),
    ],
)
def test_no_number_is_left_out_where_two_titles_became_equal(names: list[str], wanted: list[str]) -> None:
    assert sorted(titles_of(names).values()) == sorted(wanted)


def test_a_title_that_was_given_is_nobody_elses() -> None:
    assert titles_of(["01-budget.md"], ["Budget"]) == {"01-budget.md": "01-budget"}


NAMES = st.text(
    st.one_of(st.sampled_from("0123456789 ._-–aAøØbilagmj"), st.characters(codec="utf-8", categories=["L", "N", "P"])),
    min_size=1,
    max_size=24,
).filter(lambda name: "/" not in name and name == name.strip() and not name.startswith("."))


@given(names=st.lists(NAMES, min_size=1, max_size=8, unique_by=lambda name: unicodedata.normalize("NFC", name)))
@example(names=["1_a", "1 a", "a", "A"])
@settings(deadline=None)
def test_no_two_titles_are_equal_and_each_is_the_end_of_its_name(names: list[str]) -> None:
    made = titles_of(names)
    assert len(set(made.values())) == len(names)
    for name, title in made.items():
        whole = "".join(unicodedata.normalize("NFC", name).replace("_", " ").split())
        end = "".join(title.removeprefix("Afsenderens ").replace("_", " ").split())
        # A capital may have come in front, and what is left out at the end is what says the kind of the file.
        at = whole.upper().find(end.upper())
        assert at >= 0, (name, title)
        assert all(char.isdigit() or char in " .-–—" for char in whole.upper()[:at]), (name, title)


@given(stem=st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=255))
@settings(deadline=None)
def test_a_long_name_gives_a_short_key(stem: str) -> None:
    assert 0 < len(key_of(stem)) <= LONGEST_KEY


def test_case_03_titles_keep_what_tells_the_bilag_apart(tmp_path: Path) -> None:
    made = titles(built(case("03-filnavne", tmp_path)))
    assert len(set(made)) == len(made)
    assert {"2029 Regnskab", "2030 Regnskab", "100 dage i bestyrelsen", "50 år med Vestby", "1.5 grader"} <= set(made)
    # Its bilag.toml names a file whose letters are stored in another way.
    assert "Beretningen" in made
    assert not any(title.startswith("Bilag") for title in made)


def test_case_27_titles_with_signs_are_printed_or_told_by_the_files_name(tmp_path: Path) -> None:
    report = built(case("27-titler-med-tegn", tmp_path))
    assert {"1. maj-tale", "12-03-2031 Referat af møde", "25 års jubilæum", "3.4.2031 Referat"} <= set(titles(report))
    (gap,) = [bilag for bilag in report.bilag if bilag.is_gap]
    assert "Sommerfest 😀 i Nord.md" in danish_note(report)
    assert gap.title == "Sommerfest i Nord"
    assert "Sommerfest i Nord" in place_of(report, gap)


def test_case_22_a_long_name_is_no_fault(tmp_path: Path) -> None:
    edition = case("22-lange-navne", tmp_path)
    report = build_package(load_conference(edition), tmp_path / "ud", BuildOptions(separate=True))
    assert report.complete
    assert len(report.bilag) == 3
    assert all(len(Path(name).name.encode()) <= 255 for name in (bilag.name for bilag in report.separate))


def test_a_long_name_takes_nothing_from_the_others(tmp_path: Path) -> None:
    long = ["Redegørelse for " + "æøå-boligsocial helhedsplan og " * 3 + end for end in ("Nord", "Syd")]
    edition = write_edition(
        tmp_path / "2031",
        CONFERENCE + contributor("vestby"),
        {f"vestby/{name}.md": "Tekst." for name in (*long, "kort")},
    )
    report = built(edition)
    assert report.complete
    assert titles(report) == ["Kort", *long]


# ------------------------------------------------------------------------------------------------ places


def named(edition: Path, form: Literal["NFC", "NFD"]) -> Path:
    """Write an edition whose names on the disk are in one form, and in its texts in the other."""

    def disk(name: str) -> str:
        return unicodedata.normalize(form, name)

    def text(words: str) -> str:
        return unicodedata.normalize("NFC" if form == "NFD" else "NFD", words)

    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(stream, "PNG")
    toml = CONFERENCE + (
        'invitation = "indbydelse på ø.md"\n[design]\nlogo = "våben/mærke.png"\n'
        '[design.templates]\nforside = "våben/forside på ø.j2"\n'
    )
    return write_edition(
        edition,
        text(toml + contributor("vestby", settings='path = "Vestbys årsmøde"')),
        {
            disk("indbydelse på ø.md"): "Kom til møde.\n",
            disk("våben/mærke.png"): stream.getvalue(),
            disk("våben/forside på ø.j2"): "<h1>{{ conference.title }}</h1>\n",
            disk("Vestbys årsmøde/Årsberetning på æøå.md"): text("Se her:\n\n![Et blåt felt](billeder/blå.png)\n"),
            disk("Vestbys årsmøde/billeder/blå.png"): stream.getvalue(),
            disk("Vestbys årsmøde/blåt felt.png"): stream.getvalue(),
            disk("Vestbys årsmøde/døgn.txt"): "Tekst.\n",
            disk("Vestbys årsmøde/bilag.toml"): text('[[bilag]]\nfile = "døgn.txt"\ntitle = "Døgnet"\n'),
        },
    )


def test_a_name_in_nfc_and_in_nfd_is_the_same_name_everywhere(tmp_path: Path) -> None:
    composed, decomposed = (built(named(tmp_path / form / "2031", form)) for form in ("NFC", "NFD"))
    assert composed.complete
    assert titles(composed) == titles(decomposed) == ["Blåt felt", "Døgnet", "Årsberetning på æøå"]
    assert composed.sha256 == decomposed.sha256
    assert danish_note(composed) == danish_note(decomposed)
    assert composed.inputs.keys() == decomposed.inputs.keys()


@given(name=st.text(st.sampled_from("åøæéüÅa b-1"), min_size=1, max_size=12).map(str.strip).filter(bool))
@settings(deadline=None, max_examples=4)
def test_any_name_in_nfc_or_nfd_gives_the_same_package(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    made = []
    for form in ("NFC", "NFD"):
        file = f"vestby/{unicodedata.normalize(form, name)}.md"
        edition = write_edition(tmp_path_factory.mktemp(form), CONFERENCE + contributor("vestby"), {file: "Tekst."})
        made.append(built(edition, edition.parent / f"ud-{form}").sha256)
    assert made[0] == made[1]


def test_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    name = "årsmøde.md"
    files = {f"vestby/{unicodedata.normalize(form, name)}": f"Tekst {form}." for form in ("NFC", "NFD")}
    edition = write_edition(tmp_path / "2031", CONFERENCE + contributor("vestby"), files)
    assert "navnet er der to gange i mappen" in run("build", edition, "-o", tmp_path / "ud", "--lang", "da").stderr


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    toml = CONFERENCE + contributor("vestby")
    files = {"vestby/01-klimaplan.md": "Planen.\n", "vestby/02-budget.md": "Budgettet.\n"}
    return write_edition(tmp_path / "2031", toml, files)


@pytest.mark.parametrize("place", ["vestby", "vestby/ud", "vestby/ud/2", "."])
def test_a_package_is_not_built_among_what_it_is_made_of(edition: Path, place: str) -> None:
    done = run("build", edition, "-o", edition / place, "--lang", "da")
    assert done.returncode == 6
    assert "er en mappe, som pakken selv laves af" in done.stderr
    assert "vælg en anden mappe med -o" in done.stderr
    assert not list(edition.rglob("*.pdf"))


def test_a_package_may_be_built_beside_what_it_is_made_of(edition: Path) -> None:
    assert run("build", edition, "-o", edition / "out").returncode == 0


def test_case_37_a_package_does_not_become_a_bilag(tmp_path: Path) -> None:
    edition = case("37-output-i-bilagsmappen", tmp_path)
    assert run("build", edition, "-o", edition / "vestby").returncode == 6
    assert [path.name for path in (edition / "vestby").iterdir()] == ["x.md"]


def test_a_package_that_was_sent_is_not_built_over(edition: Path, tmp_path: Path) -> None:
    out = tmp_path / "ud"
    assert run("build", edition, "-o", out, "--distribute", "--today", "2031-04-01").returncode == 0
    (package,) = out.glob("*.pdf")
    sent = package.read_bytes()
    assert run("build", edition, "-o", out).returncode == 0
    assert package.read_bytes() == sent
    (edition / "vestby" / "02-budget.md").write_text("Et andet budget.\n", "utf-8")
    done = run("build", edition, "-o", out, "--distribute", "--today", "2031-04-10", "--lang", "da")
    assert done.returncode == 6
    assert "er sendt ud, og den nye pakke er en anden" in done.stderr
    assert "-o ud-2" in done.stderr
    assert package.read_bytes() == sent
    assert run("build", edition, "-o", tmp_path / "ud-2", "--distribute", "--today", "2031-04-10").returncode == 0


def send_and_rename(edition: Path, out: Path) -> None:
    assert run("build", edition, "-o", out, "--distribute", "--today", "2031-04-01").returncode == 0
    (edition / "vestby" / "01-klimaplan.md").rename(edition / "vestby" / "Vores plan (endelig).md")


def test_a_file_that_is_sent_again_under_another_name_keeps_its_number(edition: Path, tmp_path: Path) -> None:
    send_and_rename(edition, tmp_path / "ud")
    told = danish_note(built(edition, tmp_path / "to"))
    assert "Bilag 1 er udgået" in told
    assert 'replaces = "' in told
    (edition / "vestby" / "bilag.toml").write_text(
        '[[bilag]]\nfile = "Vores plan (endelig).md"\nreplaces = "01-klimaplan.md"\n', "utf-8"
    )
    report = built(edition, tmp_path / "tre")
    assert [(bilag.number, bilag.title) for bilag in report.bilag] == [(1, "Vores plan (endelig)"), (2, "Budget")]
    assert report.revision.withdrawn == ()


def test_a_file_that_is_still_there_is_not_replaced(edition: Path, tmp_path: Path) -> None:
    (edition / "vestby" / "bilag.toml").write_text(
        '[[bilag]]\nfile = "02-budget.md"\nreplaces = "01-klimaplan.md"\n', "utf-8"
    )
    done = run("build", edition, "-o", tmp_path / "ud", "--lang", "da")
    assert "filen '01-klimaplan.md' ligger stadig i mappen" in done.stderr
    assert "bilag[0].replaces" in done.stderr


def test_a_file_that_was_never_sent_is_not_replaced(edition: Path, tmp_path: Path) -> None:
    send_and_rename(edition, tmp_path / "ud")
    (edition / "vestby" / "bilag.toml").write_text(
        '[[bilag]]\nfile = "Vores plan (endelig).md"\nreplaces = "01-klimplan.md"\n', "utf-8"
    )
    done = run("check", edition, "--lang", "da")
    assert "vestby/bilag.toml: bilag[0].replaces: der er ikke sendt nogen fil '01-klimplan.md' ud" in done.stderr
    assert done.returncode != 0


def test_case_35_what_was_renamed_keeps_its_number_or_is_told(tmp_path: Path) -> None:
    edition = case("35-omdoebt-efter-udsendelse", tmp_path)
    send_and_rename(edition, tmp_path / "ud")
    report = built(edition, tmp_path / "to")
    assert "Bilag 1 er udgået" in danish_note(report)
    assert "er kommet til" in danish_note(report)


# ------------------------------------------------------------------------------------------------ kinds


def zipped(*names: str, **contents: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, contents.get(name, b"x"))
    return stream.getvalue()


MESSAGE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SHORTCUT = b"L\0\0\0\x01\x14\x02\0" + bytes(60)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"

REFUSED = {
    "besked.msg": (MESSAGE, "en e-mail fra Outlook", "udskrives til PDF"),
    "post.eml": (b"From: a@b.example\r\nSubject: x\r\n\r\nHej", "en e-mail", "udskrives til PDF"),
    "samlet.zip": (zipped("a.pdf"), "en ZIP-fil", "pakkes ud, og hver fil i den skal sendes for sig"),
    "tekst.pages": (zipped("Index/Document.iwa"), "et dokument fra Apples Pages", "i Pages: Arkiv, Eksporter til"),
    "tal.numbers": (zipped("Index/Document.iwa"), "et regneark fra Apples Numbers", "i Numbers: Arkiv"),
    "oplæg.key": (zipped("Index.zip"), "en præsentation fra Apples Keynote", "i Keynote: Arkiv"),
    "side.url": (b"[InternetShortcut]\r\nURL=https://x", "en genvej til en hjemmeside", "gemmes som PDF"),
    "side.webloc": (b"<?xml version='1.0'?><plist/>", "en genvej til en hjemmeside", "gemmes som PDF"),
    "plan.lnk": (SHORTCUT, "en genvej til en fil på en anden computer", "selve filen skal sendes"),
    "foto.heic": (HEIC, "et HEIC-billede", "gemmes som JPEG"),
    "foto.jpg": (HEIC, "et HEIC-billede", "gemmes som JPEG"),
    "animation.gif": (b"GIF89a\x01\0\x01\0", "et GIF-billede", "gemmes som PNG eller JPEG"),
    "hjem.html": (b"<html><body>x</body></html>", "en hjemmeside", "udskrives til PDF"),
    "tegning.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "en SVG-tegning", "gemmes som PDF eller PNG"),
    "LÆSMIG": (b"Ren tekst her", "ren tekst", "skal navnet ende på .txt eller .md"),
    "tom.pdf": (b"", "er tom", "sendes igen"),
    "halv.pdf": (simple_pdf("x")[:400], "slutningen mangler", "hentet eller gemt helt færdig"),
    "hentet.crdownload": (b"\0\1\2\3" * 9, "ikke er hentet helt ned", "hentes igen"),
    "låst.pdf": (encrypted_pdf("x"), "adgangskode", "gemmes uden adgangskode"),
    "program.exe": (b"MZ\x90\0" + bytes(80), "et program", "slet den"),
    "møde.ics": (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "en kalenderaftale", "udskrives til PDF"),
    "ukendt.xyz": (b"\0\1\2\3" * 99, "programmet ikke kender", "gemmes som PDF"),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    files = {f"vestby/{name}": content for name, (content, _, _) in REFUSED.items()}
    folder = tmp_path_factory.mktemp("afvist")
    return built(write_edition(folder / "2031", CONFERENCE + contributor("vestby"), files))


def test_every_refused_file_is_named_with_what_it_is_and_what_to_do(refused: BuildReport) -> None:
    lines = danish_note(refused).splitlines()
    assert len(refused.bilag) == len(REFUSED)
    assert len(set(titles(refused))) == len(REFUSED)
    for name, (_, kind, step) in REFUSED.items():
        missing, todo = (line for line in lines if f"({name})" in line)
        assert kind in missing, missing
        assert step.casefold() in todo.casefold(), todo
        assert "hel og uden adgangskode" not in todo


def test_the_page_in_a_refused_files_place_has_its_title_and_one_plain_sentence(refused: BuildReport) -> None:
    for bilag in refused.bilag:
        page = place_of(refused, bilag)
        assert bilag.title in page
        assert "Bilaget mangler" in page
        assert not any(word in page for word in ("sendes igen", "conference.toml", "vestby:"))
        assert page.partition("Bilaget mangler")[2].count(".") <= 2, page


def test_the_letter_names_each_file_and_what_to_do(tmp_path: Path) -> None:
    names = ("besked.msg", "foto.heic", "låst.pdf")
    files = {f"vestby/{name}": REFUSED[name][0] for name in names}
    edition = write_edition(tmp_path / "2031", CONFERENCE + contributor("vestby"), files)
    letter = run("status", edition, "--mail", "--today", "2031-04-20").stdout
    for name in names:
        _, kind, step = REFUSED[name]
        assert f"({name}): " in letter
        assert kind in letter
        assert step.casefold() in letter.casefold()


def test_case_34_what_is_no_bilag_is_named_by_its_kind(tmp_path: Path) -> None:
    report = built(case("34-filer-der-ikke-er-bilag", tmp_path))
    note = danish_note(report)
    for name, kind in (
        ("mail.msg", "en e-mail fra Outlook"),
        ("mail.eml", "en e-mail"),
        ("bilag.zip", "en ZIP-fil"),
        ("tekst.pages", "Apples Pages"),
        ("tom.pdf", "tom"),
        ("genvej.url", "en genvej til en hjemmeside"),
        ("genvej.lnk", "en genvej til en fil"),
        ("logo.svg", "en SVG-tegning"),
        ("side.html", "en hjemmeside"),
        ("afkortet.pdf", "slutningen mangler"),
    ):
        assert any(f"({name})" in line and kind in line for line in note.splitlines()), name
    assert len(set(titles(report))) == len(report.bilag)
    assert "hel og uden adgangskode" not in note


def test_case_20_a_password_is_told_and_a_protection_is_not_in_the_way(tmp_path: Path) -> None:
    report = built(case("20-laaste-filer", tmp_path))
    assert {bilag.title: bilag.is_gap for bilag in report.bilag} == {"Bruger": True, "Ejer": False}
    assert "(Bruger.pdf): Den skal gemmes uden adgangskode" in danish_note(report)


def test_case_18_pictures_that_cannot_be_printed_are_told_by_their_kind(tmp_path: Path) -> None:
    report = built(case("18-billeder", tmp_path))
    note = danish_note(report)
    for name, kind in (("08 telefon.heic", "HEIC"), ("09 iphone.jpg", "HEIC"), ("11 skaerm.bmp", "BMP")):
        assert any(f"({name})" in line and kind in line for line in note.splitlines()), name
    assert {"Drejet", "Animation", "Banner"} <= set(titles(report))


def test_case_38_a_folder_of_leftovers_is_not_handed_in(tmp_path: Path) -> None:
    report = built(case("38-ingen-eller-tomme-mapper", tmp_path))
    assert not any(bilag.pages for bilag in report.bilag)
    assert "Thumbs" not in danish_note(report)


def test_case_43b_a_presentation_with_a_film_is_what_it_declares(tmp_path: Path) -> None:
    path = case("43b-odp-med-film", tmp_path) / "vestby" / "Oplæg.odp"
    assert sniff(path, "a").suffix == ".odp"


# ------------------------------------------------------------------------------------------------ sentences


@pytest.mark.parametrize("title", ["Nordkær inviterer", "Styringsdialogkonference", "DAB-dag", "iPad, ja tak"])
def test_a_title_is_printed_as_it_was_written(title: str, tmp_path: Path) -> None:
    toml = CONFERENCE.replace("Styringsdialogkonference", title) + 'referat = "referat.md"\n'
    edition = write_edition(tmp_path / "2031", toml, {"referat.md": "Mødet gik godt.\n"})
    report = build_package(load_conference(edition), tmp_path / "ud", BuildOptions(stage="referat"))
    said = " ".join(" ".join(words(page)) for page in page_texts(report.pdf))
    assert f"Referat: {title}" in said
    assert title[0].lower() + title[1:] not in said.replace(title, "")


# ------------------------------------------------------------------------------------------------ calendar


def calendar_of(series: Path, today: str) -> Calendar:
    done = run("status", series, "--ics", "--today", today)
    assert done.returncode == 0, done.stderr
    return IcsCalendarStream.calendar_from_ics(done.stdout)


def test_a_calendar_counts_what_moved_and_its_dates_only_go_forward(tmp_path: Path) -> None:
    first = calendar_of(series_with(tmp_path, "2031-05-15"), "2030-06-01")
    assert calendar_of(tmp_path, "2030-07-01") == first
    known = {event.uid: event for event in first.events}
    # The conference comes earlier, and on a day on which the clock has gone back.
    for day, today in (("2031-05-08", "2030-06-01"), ("2031-05-15", "2030-05-01"), ("2031-04-24", "2030-09-01")):
        now = {event.uid: event for event in calendar_of(series_with(tmp_path, day), today).events}
        assert now.keys() == known.keys()
        for uid, event in now.items():
            assert event.dtstart != known[uid].dtstart
            assert (event.sequence or 0) > (known[uid].sequence or 0)
            assert event.dtstamp > known[uid].dtstamp
        known = now


def test_only_the_event_that_changed_is_told_anew(tmp_path: Path) -> None:
    before = {event.uid: event for event in calendar_of(series_with(tmp_path, "2031-05-15"), "2030-06-01").events}
    (tmp_path / "series.toml").write_text(f'title = "{TITLE}"\n[deadlines]\nbilag = "20 arbejdsdage før"\n', "utf-8")
    after = {event.uid: event for event in calendar_of(tmp_path, "2030-06-02").events}
    changed = [str(uid) for uid in after if after[uid].sequence != before[uid].sequence]
    assert [uid.partition("@")[0] for uid in changed] == ["2031-bilag"]


def test_what_a_calendar_told_is_lost_and_it_goes_forward_all_the_same(tmp_path: Path) -> None:
    before = calendar_of(series_with(tmp_path, "2031-05-15"), "2030-06-01").events[0]
    (tmp_path / "packages" / "calendar.ics").write_bytes(b"BEGIN:VCALENDAR\r\nspoiled")
    after = calendar_of(tmp_path, "2030-06-02").events[0]
    assert (after.sequence or 0) > (before.sequence or 0)
    assert after.dtstamp > before.dtstamp


NAME = "Dialog, budget; plan \\ 2031"


def test_names_are_escaped_once(tmp_path: Path) -> None:
    series = series_with(tmp_path, "2031-05-15")
    (series / "series.toml").write_text(f"title = '{NAME}'\n", "utf-8")
    toml = series / "2031" / "conference.toml"
    toml.write_text(
        CONFERENCE.replace('"Styringsdialogkonference"', f"'{NAME}'").replace('"Rådhuset"', "'Rådhuset, sal 2; øst'"),
        "utf-8",
    )
    calendar = calendar_of(series, "2030-06-01")
    (conference,) = [event for event in calendar.events if "-conference@" in str(event.uid)]
    assert (conference.summary, conference.location) == (NAME, "Rådhuset, sal 2; øst")
    assert calendar.name == [NAME]
    written = (series / "packages" / "calendar.ics").read_text("utf-8")
    assert "X-WR-CALNAME:Dialog\\, budget\\; plan \\\\ 2031" in written


# ------------------------------------------------------------------------------------------------ the next edition


def test_the_next_edition_has_its_own_year_in_the_title_and_asks_about_persons(tmp_path: Path) -> None:
    toml = (
        CONFERENCE.replace('"Styringsdialogkonference"', '"Styringsdialog 2031: mål for 12031 boliger"')
        + '[journal]\nsagsbehandler = "Ane Andersen"\n'
        + contributor("vestby").replace(
            'plugin = "folder"\n', 'plugin = "folder"\ncontact = "Bo Bech"\nask = "Carl Carlsen"\n'
        )
    )
    previous = write_edition(tmp_path / "2031", toml, {"vestby/a.md": "Tekst."})
    done = run("init", tmp_path / "2033", "--from", previous, "--date", "2033-05-12", "--lang", "da")
    assert done.returncode == 0, done.stderr
    assert load_conference(tmp_path / "2033").title == "Styringsdialog 2033: mål for 12031 boliger"
    told = (tmp_path / "2033" / "huskeliste.md").read_text("utf-8")
    assert "Titlen er nu «Styringsdialog 2033: mål for 12031 boliger»: se efter, om tallene i den passer." in told
    for person in ("Ane Andersen", "Bo Bech", "Carl Carlsen"):
        assert person in told
