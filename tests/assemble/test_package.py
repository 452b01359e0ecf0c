"""The package as a reader meets it: links, labels, bookmarks, metadata, and bytes that depend on nothing else."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import attrs
import pikepdf
import pytest
from assemble.packages import METADATA, Package, back, pack, set_part, small_package, words
from intake.odd_pdf import TEXT, annotations_of, draw, link, write_pdf
from PIL import ImageChops
from support.pdf import page_texts

from styringsdialog.assemble.package import assemble
from styringsdialog.assemble.plan import PlannedSection
from styringsdialog.assemble.verify import read_back
from styringsdialog.errors import StyringsdialogError
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.model.parts import Bookmark
from styringsdialog.pdf.boxes import FOOTER_STRIP

XYZ = pikepdf.Name.XYZ


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """Give a package with two foreign files that call different places by the same names."""

    def chapters(first: int, second: int) -> Callable[[pikepdf.Pdf], None]:
        def change(pdf: pikepdf.Pdf) -> None:
            names = pikepdf.Dictionary()
            for name, page in (("/kap1", first), ("/kap2", second)):
                names[name] = pikepdf.Array([pdf.pages[page].obj, XYZ, 0, 500, None])
            pdf.Root.Dests = names
            pdf.pages[0].obj.Annots = pikepdf.Array([link(Dest=pikepdf.Name.kap1), link(Dest=pikepdf.Name.kap2)])
            with pdf.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem("Kapitel", second))

        return change

    one = write_pdf(tmp_path / "one.pdf", TEXT, TEXT, TEXT, change=chapters(1, 2))
    two = write_pdf(tmp_path / "two.pdf", TEXT, b"0 0 595 842 re f", TEXT, change=chapters(2, 0))
    return small_package(tmp_path, one, two)


def test_what_was_made_is_what_was_planned(package: Package) -> None:
    assert read_back(package.path, package.plan).problems == ()


def test_links_in_two_files_with_the_same_names_each_lead_within_their_own(package: Package) -> None:
    # Cover, contents, referat, divider: the first file starts on page 5, the second on 9.
    assert [one["to"] for one in annotations_of(package.path, 5)] == [
        (6, "/XYZ", 0, 500, None),
        (7, "/XYZ", 0, 500, None),
    ]
    assert [one["to"] for one in annotations_of(package.path, 9)] == [
        (11, "/XYZ", 0, 500, None),
        (9, "/XYZ", 0, 500, None),
    ]


def test_links_between_parts_lead_to_the_part(package: Package) -> None:
    assert [one["to"][0] for one in annotations_of(package.path, 2)] == [3, 4, 8]
    assert [one["to"][0] for one in annotations_of(package.path, 3)] == [4], "bilag:b1 is its first one"
    assert [one["to"] for one in annotations_of(package.path, 4)] == [
        (2, "/XYZ", 0, pytest.approx(841.89, abs=0.01), None)
    ]
    assert not any("uri" in one for number in range(1, 12) for one in annotations_of(package.path, number))


def test_bookmarks_of_foreign_files_stand_beneath_theirs(package: Package) -> None:
    with pikepdf.open(package.path) as pdf, pdf.open_outline() as outline:
        bilag = outline.root[3:]
        assert [item.title for item in bilag] == ["Bilag 1: Fil (side 4)", "Bilag 2: Fil (side 8)"]
        assert [[child.title for child in item.children] for item in bilag] == [
            ["Kapitel (side 7)"],
            ["Kapitel (side 9)"],
        ]
        assert not outline.root[0].is_closed
        assert bilag[0].is_closed
        assert int(pdf.Root.Outlines.Count) == 5


def test_printed_number_label_and_order_are_the_same(package: Package) -> None:
    texts = page_texts(package.path)
    with pikepdf.open(package.path) as pdf:
        for number, (text, page) in enumerate(zip(texts, pdf.pages, strict=True), 1):
            assert f"Side {number} af 11" in text
            assert str(page.label) == str(number)
    assert "Bilag 2 · side 3 af 3" in texts[10]
    assert "Bilag 2 ·" not in texts[7]
    assert "Styringsdialogkonference" in texts[2]


def test_the_first_page_has_the_journal_fields_and_no_other(package: Package) -> None:
    first, *others = page_texts(package.path)
    assert [
        word for word in ("Sagsbehandler", "louisehjul", "Doknr.", "Sagsnr.", "00.16.00-P35-1-30") if word not in first
    ] == []
    assert not any("Doknr." in text for text in others)


def test_only_the_page_whose_place_is_taken_grows(package: Package) -> None:
    with pikepdf.open(package.path) as pdf:
        heights = [round(float(page.cropbox[3] - page.cropbox[1])) for page in pdf.pages]
    assert heights == [842] * 9 + [842 + FOOTER_STRIP] + [842]


def test_the_footers_font_stands_in_the_file_once(package: Package) -> None:
    with pikepdf.open(package.path) as pdf:
        fonts = {
            page.obj.Resources.Font[name].objgen
            for page in pdf.pages
            for name in page.obj.Resources.Font.keys()  # noqa: SIM118 - a PDF dictionary
            if name.startswith("/SdFooter")
        }
    assert len(fonts) == 1


def test_pages_that_share_resources_share_them_still_and_theirs_alone(tmp_path: Path) -> None:
    def share(pdf: pikepdf.Pdf) -> None:
        # A form on the page uses the same dictionary as the page.
        resources = pdf.pages[0].obj.Resources
        form = pdf.make_stream(TEXT, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, Resources=resources)
        form.BBox = pikepdf.Array([0, 0, 595, 842])
        resources.XObject = pikepdf.Dictionary(X=form)

    path = small_package(tmp_path, write_pdf(tmp_path / "a.pdf", b"/X Do " + TEXT, b"/X Do " + TEXT, change=share)).path
    with pikepdf.open(path) as pdf:
        first, second = (pdf.pages[index].obj for index in (4, 5))
        assert first.Resources.objgen == second.Resources.objgen
        assert set(first.Resources.Font.keys()) == {"/F1", "/SdFooter0"}
        assert set(first.Resources.XObject.X.Resources.Font.keys()) == {"/F1"}


def test_a_package_can_be_a_bilag_of_another(package: Package, tmp_path: Path) -> None:
    (tmp_path / "ny").mkdir()
    outer = small_package(tmp_path / "ny", package.path)
    assert read_back(outer.path, outer.plan).problems == ()
    text = page_texts(outer.path)[4]
    assert "Side 1 af 11" in text, "its own footer stands where it stood"
    assert "Side 5 af 15" in text


def test_hidden_layers_of_one_bilag_stay_hidden_beside_those_of_another(tmp_path: Path) -> None:
    def layered(*, shown: bool) -> Callable[[pikepdf.Pdf], None]:
        def change(pdf: pikepdf.Pdf) -> None:
            group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Lag")))
            off = pikepdf.Array([] if shown else [group])
            pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([group]), D=pikepdf.Dictionary(OFF=off))
            pdf.pages[0].obj.Resources.Properties = pikepdf.Dictionary(A=group)

        return change

    content = b"/OC /A BDC 100 600 50 50 re f EMC"
    one = write_pdf(tmp_path / "one.pdf", content, TEXT, change=layered(shown=False))
    two = write_pdf(tmp_path / "two.pdf", content, change=layered(shown=True))
    package = small_package(tmp_path, one, two)
    place = (100, 842 - 650, 150, 842 - 600)
    inked = [draw(package.path, page).crop(place).getextrema()[0] for page in (5, 8)]
    assert inked == [255, 0]
    assert b"/SdLayers" not in package.path.read_bytes()


def test_metadata_say_the_same_twice_and_the_file_opens_with_its_title_and_bookmarks(package: Package) -> None:
    with pikepdf.open(package.path) as pdf:
        assert str(pdf.Root.Lang) == "da-DK"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert pdf.Root.PageMode == pikepdf.Name.UseOutlines
        info = pdf.docinfo
        xmp = pdf.open_metadata()
        assert str(info.Title) == xmp["dc:title"] == METADATA.title
        assert [str(info.Author)] == xmp["dc:creator"] == [METADATA.author]
        assert str(info.Subject) == xmp["dc:description"] == METADATA.subject
        assert str(info.Producer) == xmp["pdf:Producer"] == "styringsdialog"
        assert str(info.ModDate) == str(info.CreationDate) == "D:20310515150000"
        assert xmp["xmp:ModifyDate"] == xmp["xmp:CreateDate"] == "2031-05-15T15:00:00"


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        (dt.UTC, "D:20310515150000Z"),
        (dt.timezone(dt.timedelta(hours=2)), "D:20310515150000+02'00'"),
        (dt.timezone(-dt.timedelta(hours=3, minutes=30)), "D:20310515150000-03'30'"),
    ],
)
def test_a_date_keeps_its_time_zone(package: Package, zone: dt.tzinfo, written: str, tmp_path: Path) -> None:
    metadata = attrs.evolve(METADATA, modified=METADATA.modified.replace(tzinfo=zone))
    assemble(package.plan, metadata=metadata, path=tmp_path / "b.pdf")
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        assert str(pdf.docinfo.ModDate) == written


def test_the_same_plan_gives_the_same_bytes(package: Package, tmp_path: Path) -> None:
    assemble(package.plan, metadata=METADATA, path=tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == package.path.read_bytes()


def test_the_file_is_sound(package: Package) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed; .ci/run installs it")
    done = subprocess.run(["qpdf", "--check", package.path], capture_output=True, text=True, check=False)  # noqa: S607 - on the PATH, as its users have it
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_link_to_something_unknown_is_an_error_that_names_all_of_them(tmp_path: Path) -> None:
    part = set_part(tmp_path, "a", (back(), back(), *words("x")))
    with pytest.raises(StyringsdialogError, match="del:indhold") as caught:
        pack(tmp_path, PlannedSection(key="del:forside", title="Forside", parts=(part,)))
    assert [problem.where for problem in caught.value.problems] == ["page 1", "page 1"]


def test_a_part_with_other_pages_than_it_says_is_an_error(tmp_path: Path) -> None:
    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", TEXT, TEXT), tmp_path / "b.pdf")
    part = attrs.evolve(part, pages=part.pages[:1])
    with pytest.raises(StyringsdialogError, match="2 pages where the plan counts 1"):
        pack(tmp_path, PlannedSection(key="del:forside", title="Forside", parts=(part,)))


def test_what_is_beyond_the_old_edge_does_not_come_into_sight_when_a_page_grows(tmp_path: Path) -> None:
    # The page paints everything, and shows only a part of it; a note reaches below that part.
    def note(pdf: pikepdf.Pdf) -> None:
        look = pdf.make_stream(b"0 0 40 60 re f", Subtype=pikepdf.Name.Form, BBox=pikepdf.Array([0, 0, 40, 60]))
        rect = pikepdf.Array([300, 70, 340, 130])
        pdf.pages[0].obj.Annots = pikepdf.Array(
            [pikepdf.Dictionary(Subtype=pikepdf.Name.Stamp, Rect=rect, AP=pikepdf.Dictionary(N=look), F=4)]
        )

    source = write_pdf(
        tmp_path / "a.pdf", b"0.4 g 0 0 595 842 re f", keys={"/CropBox": pikepdf.Array([0, 100, 595, 842])}, change=note
    )
    package = small_package(tmp_path, source)
    assert read_back(package.path, package.plan).problems == ()
    seen, page = draw(source), draw(package.path, 5)
    assert page.height == seen.height + FOOTER_STRIP + 30, "the note keeps its room"
    assert ImageChops.difference(page.crop((0, 0, seen.width, seen.height)), seen).getbbox() is None
    below = page.crop((0, seen.height + 30, page.width, page.height))
    assert sum(below.histogram()[:200]) < 1000, "print, and nothing else"


def test_bookmarks_of_parts_without_any_are_no_hindrance(tmp_path: Path) -> None:
    package = small_package(tmp_path)
    assert package.plan.bookmarks[0] == Bookmark("Forside (side 1)", package.plan.destinations["del:forside"])
    assert read_back(package.path, package.plan).problems == ()
