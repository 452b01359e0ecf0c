"""A public package with a personal number is not made; whose it is, where it stands and what it is are told, masked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pikepdf
import pytest
from support.editions import CONFERENCE, contributor, run, write_edition
from support.pdf import page_texts, simple_pdf
from support.tagged_pdf import Words, tag, write_tagged

from styringsdialog import Audience, BuildOptions, BuildReport, StyringsdialogError, build_package, load_conference
from styringsdialog.errors import Fault
from styringsdialog.messages.message import Message

SERIAL: Final = "7707"
"""Of every number here; all are of people who will be born in January 2031."""
LISTING: Final = f"""
[[bilag]]
file = "02-titel.md"
title = "Brev til 020131-{SERIAL}"
[[bilag]]
file = "06-kommentar.pdf"
comments = true
[[bilag]]
file = "10-kilde.md"
source = "Sag 100131-{SERIAL}"
"""
FOUND: Final = {
    1: ("010131", "in-text", [1]),
    2: ("020131", "in-name", []),
    3: ("030131", "in-name", []),
    4: ("040131", "in-link", [1]),
    5: ("050131", "in-alternative-text", [1]),
    6: ("060131", "in-comment", [2]),
    7: ("070131", "in-bookmark", [2]),
    8: ("080131", "in-text", [1]),
    9: ("090131", "in-text", [1]),
    10: ("100131", "in-name", []),
}


def annotated() -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(simple_pdf("Side et", "Side to"))) as pdf:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[72, 700, 92, 720],
            Contents=pikepdf.String(f"Ring til 060131-{SERIAL}"),
        )
        pdf.pages[1].obj.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
        pdf.save(stream)
    return stream.getvalue()


def bookmarked() -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(simple_pdf("Side et", "Side to"))) as pdf:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"Om 070131-{SERIAL}", 1))
        pdf.save(stream)
    return stream.getvalue()


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Give an edition with a number in ten places, one in each bilag, and a bilag without one."""
    files: dict[str, str | bytes] = {
        "01-tekst.md": f"Sagen om 010131-{SERIAL} er afsluttet.",
        "02-titel.md": "Tekst.",
        f"03 brev til 030131-{SERIAL}.md": "Tekst.",
        "04-link.md": f"Se [sagen](https://eksempel.dk/sag/040131-{SERIAL}).",
        "06-kommentar.pdf": annotated(),
        "07-bogmaerke.pdf": bookmarked(),
        "08-tabel.csv": f"CPR;Løbenummer\n080131;{SERIAL}\n",
        "09-linjer.pdf": simple_pdf(f"Personnr. 090131 {SERIAL}"),
        "10-kilde.md": "Tekst.",
        "11-god.md": "Konto 2191 0101901235, telefon 43 59 10 00.",
        "bilag.toml": LISTING,
    }
    folder = write_edition(
        tmp_path / "udgave", CONFERENCE + contributor("aa"), {f"aa/{name}": text for name, text in files.items()}
    )
    figure = tag("Figure", Words(), Alt=f"Et brev til 050131-{SERIAL}")
    write_tagged(folder / "aa" / "05-alternativ.pdf", tag("Document", figure))
    return folder


def build(edition: Path, out: Path, *, keep_going: bool = False, audience: Audience = Audience.PUBLIC) -> BuildReport:
    return build_package(load_conference(edition), out, BuildOptions(keep_going=keep_going, audience=audience))


def everything(folder: Path) -> Iterator[str]:
    """Return every text of every file in ``folder``, and the files' names."""
    for path in sorted(folder.rglob("*")):
        yield path.name
        if path.suffix == ".pdf":
            yield from page_texts(path)
            with pikepdf.open(path) as pdf:
                for item in pdf.objects:
                    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                        yield from (str(value) for value in item.values() if isinstance(value, pikepdf.String))
        elif path.is_file():
            yield path.read_text("utf-8")


def test_each_bilag_is_named_with_its_page_and_the_kind_of_place(edition: Path, tmp_path: Path) -> None:
    with pytest.raises(StyringsdialogError) as caught:
        build(edition, tmp_path / "ud")
    assert caught.value.exit_code == int(Fault.PERSONAL_DATA)
    assert SERIAL not in str(caught.value)
    assert not (tmp_path / "ud").exists()
    told: dict[int, list[tuple[str, str, list[int]]]] = {}
    for problem in caught.value.problems:
        assert problem.place.origin is not None
        number = int(str(dict(problem.place.origin.arguments)["number"]))
        arguments = dict(problem.what.arguments)
        place = arguments["place"]
        assert isinstance(place, Message)
        kind, pages = dict(place.arguments).get("kind", place), dict(place.arguments).get("pages", ())
        assert isinstance(kind, Message)
        assert isinstance(pages, tuple)
        told.setdefault(number, []).append((str(arguments["number"]), kind.code, [*map(int, pages)]))
    assert sorted(told) == sorted(FOUND)
    for number, (date, code, on_pages) in FOUND.items():
        assert (f"{date}-••••", f"compose.{code}", on_pages) in told[number], told[number]


def test_with_keep_going_a_page_says_why_and_nothing_that_is_published_holds_a_number(
    edition: Path, tmp_path: Path
) -> None:
    report = build(edition, tmp_path / "ud", keep_going=True)
    assert [bilag.number for bilag in report.bilag if bilag.is_gap] == [*FOUND]
    assert SERIAL not in "\n".join(everything(tmp_path / "ud"))
    pages = " ".join(page_texts(report.pdf))
    assert "der ser ud til at stå et personnummer i det" in " ".join(pages.split())
    assert "Brev til 020131-••••" in pages


def test_an_internal_package_is_made_and_tells_of_them(edition: Path, tmp_path: Path) -> None:
    report = build(edition, tmp_path / "ud", audience=Audience.INTERNAL)
    assert report.complete
    note = next((tmp_path / "ud").rglob("*.report.md")).read_text("utf-8")
    assert "010131-•••• ligner et personnummer (CPR): i teksten, side 1" in note
    assert SERIAL not in note


def test_what_is_said_to_be_no_personal_number_is_let_through_and_told(tmp_path: Path) -> None:
    listing = '[[bilag]]\nfile = "1-tal.md"\nnot_cpr = {{ "{}" = "vores sagsnummer" }}\n'
    files = {"aa/1-tal.md": f"Sag 010131-{SERIAL}.", "aa/bilag.toml": listing.format("010131-••••")}
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("aa"), files)
    report = build(edition, tmp_path / "ud")
    (remark,) = report.remarks
    assert "010131-•••• was not taken for a personal number" in str(remark.what)
    assert "vores sagsnummer" in next((tmp_path / "ud").rglob("*.report.md")).read_text("utf-8")
    # By its first six digits only where no other number of the bilag has them.
    (edition / "aa" / "1-tal.md").write_text(f"Sag 010131-{SERIAL} og 010131-4321.", encoding="utf-8")
    with pytest.raises(StyringsdialogError):
        build(edition, tmp_path / "ud")
    (edition / "aa" / "bilag.toml").write_text(listing.format(f"010131{SERIAL}"), encoding="utf-8")
    with pytest.raises(StyringsdialogError) as caught:
        build(edition, tmp_path / "ud")
    assert len(caught.value.problems) == 1


def test_what_stands_in_conference_toml_stops_the_package_with_keep_going_too(tmp_path: Path) -> None:
    figures = f"""
[[key_figures]]
title = "Sager"
columns = ["2030"]
rows = [{{ label = "Sag 010131-{SERIAL}", values = [4] }}]
"""
    edition = write_edition(tmp_path / "udgave", CONFERENCE + figures)
    done = run("build", edition, "-o", tmp_path / "ud", "--keep-going", "--json")
    assert done.returncode == 7
    assert "010131-••••" in done.stdout
    assert "010131-••••" in done.stderr
    assert SERIAL not in done.stdout + done.stderr
    output = '[output]\nnot_cpr = { "010131" = "et eksempel" }\n'
    assert run("build", write_edition(edition, CONFERENCE + output + figures), "-o", tmp_path / "ud").returncode == 0


def test_pages_without_text_are_listed_as_unread(tmp_path: Path) -> None:
    files = {"aa/1-skannet.pdf": simple_pdf("", "Tekst", "", "")}
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("aa"), files)
    report = build(edition, tmp_path / "ud")
    first = report.bilag[0].first_page + 1
    assert report.unread_pages == (first, first + 2, first + 3)
    note = next((tmp_path / "ud").rglob("*.report.md")).read_text("utf-8")
    assert f"ikke på side {first} og {first + 2}–{first + 3}:" in note
