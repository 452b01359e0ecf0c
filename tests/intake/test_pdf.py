"""A foreign PDF is taken in: its pages as they were, and all that stood beside them gone or told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from intake.odd_pdf import A4, TEXT, draw, write_pdf
from PIL import ImageChops
from support.remarks import remark

from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.model.parts import PageShape, PreparedPart
from styringsdialog.pdf.boxes import FOOTER_STRIP


def taken_in(
    tmp_path: Path, *contents: bytes, change: Callable[[pikepdf.Pdf], None] | None = None, **keys: object
) -> PreparedPart:
    slashed = {f"/{key}": value for key, value in keys.items()}
    return take_in_pdf(write_pdf(tmp_path / "a.pdf", *contents, change=change, keys=slashed), tmp_path / "b.pdf")


def test_the_same_file_gives_the_same_bytes_and_stays_as_it_is(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", TEXT, TEXT)
    before = source.read_bytes()
    first = take_in_pdf(source, tmp_path / "b.pdf").path.read_bytes()
    assert take_in_pdf(source, tmp_path / "c.pdf").path.read_bytes() == first
    assert source.read_bytes() == before


def test_a_part_that_was_taken_in_is_taken_in_as_it_is(tmp_path: Path) -> None:
    once = taken_in(tmp_path, TEXT, Rotate=90)
    twice = take_in_pdf(once.path, tmp_path / "c.pdf")
    assert (twice.pages, twice.notes) == (once.pages, ())


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
def test_pages_are_neither_turned_nor_scaled(turn: int, tmp_path: Path) -> None:
    part = taken_in(tmp_path, TEXT, Rotate=turn, CropBox=pikepdf.Array([50, 350, 350, 500]))
    seen = (300, 150) if turn % 180 == 0 else (150, 300)
    assert [(page.width, page.height) for page in part.pages] == [seen]
    assert ImageChops.difference(draw(tmp_path / "a.pdf"), draw(part.path)).getbbox() is None


def test_a_page_may_count_in_larger_units(tmp_path: Path) -> None:
    part = taken_in(tmp_path, TEXT, UserUnit=2)
    assert (part.pages[0].width, part.pages[0].height) == (1190, 1684)


def test_what_pages_inherit_stands_on_them_afterwards(tmp_path: Path) -> None:
    def inherit(pdf: pikepdf.Pdf) -> None:
        page, node = pdf.pages[0].obj, pdf.Root.Pages
        node.Resources, node.Rotate, node.CropBox = page.Resources, 90, pikepdf.Array([0, 300, 400, 500])
        for key in ("/Resources", "/MediaBox"):
            del page[key]
        node.MediaBox = pikepdf.Array(A4)

    part = taken_in(tmp_path, change=inherit)
    assert part.pages == (PageShape(200, 400, footer_free=True),)
    with pikepdf.open(part.path, inherit_page_attributes=False) as pdf:
        assert {"/Resources", "/MediaBox", "/CropBox", "/Rotate"} <= set(pdf.pages[0].obj.keys())
    assert ImageChops.difference(draw(tmp_path / "a.pdf"), draw(part.path)).getbbox() is None


def test_a_page_without_a_size_is_told(tmp_path: Path) -> None:
    def lose_box(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1].obj["/MediaBox"]
        pdf.pages[2].obj.MediaBox = pikepdf.Array([9, 9, 9, 9])

    part = taken_in(tmp_path, TEXT, TEXT, TEXT, change=lose_box)
    assert part.notes == (remark("intake.no-size", pages=[2, 3]),)
    assert [(page.width, page.height) for page in part.pages] == [(595, 842), (612, 792), (612, 792)]


def test_a_page_that_stands_twice_in_the_file_stands_twice(tmp_path: Path) -> None:
    def repeat(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        pdf.Root.Pages.Kids, pdf.Root.Pages.Count = pikepdf.Array([page, page]), 2

    assert len(taken_in(tmp_path, change=repeat).pages) == 2


def test_tags_and_metadata_stay_behind_and_nothing_dangles(tmp_path: Path) -> None:
    def tag(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary())
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.pages[0].obj.StructParents = 3
        form = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, StructParents=4)
        form.BBox = pikepdf.Array([0, 0, 1, 1])
        pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(X=form)
        pdf.docinfo["/Author"] = "En person"
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = ["En person"]

    raw = taken_in(tmp_path, change=tag).path.read_bytes()
    for name in (b"/StructParents", b"/StructTreeRoot", b"/MarkInfo", b"/Metadata", b"En person"):
        assert name not in raw


def test_a_stream_whose_data_are_said_to_stand_elsewhere_reaches_nowhere(tmp_path: Path) -> None:
    def outside(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(
            X=pdf.make_stream(b"", Subtype=pikepdf.Name.Form, F=pikepdf.String("/etc/passwd"))
        )

    assert b"passwd" not in taken_in(tmp_path, change=outside).path.read_bytes()


# ----------------------------------------------------------------------- the footer's place


@pytest.mark.parametrize(
    ("content", "free"),
    [
        (TEXT, True),
        (b"1 g 0 0 595 842 re f", True),
        (b"0.99 g 0 0 595 842 re f", True),
        (b"0.9 g 0 0 595 842 re f", False),
        (b"BT /F1 9 Tf 300 20 Td (7) Tj ET", False),
        (b"0.1 w 72 30 m 500 30 l S", False),
        (b"0 0 20 842 re f", True),
        (b"72 60 400 10 re f", True),
        (b"72 44 400 10 re f", False),
    ],
    ids=[
        "text above",
        "white ground",
        "all but white",
        "grey ground",
        "a page number",
        "a hairline",
        "a bar in the margin",
        "well above",
        "just above",
    ],
)
def test_the_footers_place_is_free_when_nothing_is_drawn_there(content: bytes, free: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a value of the table
    assert taken_in(tmp_path, content).pages[0].footer_free is free


@pytest.mark.parametrize(
    ("turn", "rectangle"), [(0, "0 0 595 30"), (90, "565 0 30 842"), (180, "0 812 595 30"), (270, "0 0 30 842")]
)
def test_the_footers_place_is_below_as_one_sees_it(turn: int, rectangle: str, tmp_path: Path) -> None:
    for other in (0, 90, 180, 270):
        part = taken_in(tmp_path, f"{rectangle} re f".encode(), Rotate=other)
        assert part.pages[0].footer_free is (other != turn)


def test_the_footers_place_is_that_of_the_visible_box_and_of_the_pages_unit(tmp_path: Path) -> None:
    ink = b"0 100 595 30 re f"
    assert taken_in(tmp_path, ink).pages[0].footer_free
    assert not taken_in(tmp_path, ink, CropBox=pikepdf.Array([0, 100, 595, 842])).pages[0].footer_free
    assert not taken_in(tmp_path, b"0 10 595 5 re f", UserUnit=2).pages[0].footer_free
    assert taken_in(tmp_path, b"0 30 595 5 re f", UserUnit=2).pages[0].footer_free


def test_annotations_and_fields_count_as_drawn(tmp_path: Path) -> None:
    def note(pdf: pikepdf.Pdf) -> None:
        look = pdf.make_stream(b"0 0 90 20 re f", Subtype=pikepdf.Name.Form, BBox=pikepdf.Array([0, 0, 90, 20]))
        pdf.pages[0].obj.Annots = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Subtype=pikepdf.Name.Stamp,
                    Rect=pikepdf.Array([100, 5, 190, 25]),
                    AP=pikepdf.Dictionary(N=look),
                    F=4,
                )
            ]
        )

    assert not taken_in(tmp_path, change=note).pages[0].footer_free


def test_a_page_too_low_for_a_footer_is_never_free(tmp_path: Path) -> None:
    part = taken_in(tmp_path, b"", MediaBox=pikepdf.Array([0, 0, 300, 2 * FOOTER_STRIP - 1]))
    assert not part.pages[0].footer_free


# --------------------------------------------------------------------------- forms, layers


def field(pdf: pikepdf.Pdf) -> None:
    """Give the page an empty text field whose look stands in it, and an invisible signature."""
    look = pdf.make_stream(
        b"0.5 g 0 0 100 20 re f",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, 100, 20]),
    )
    text = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Tx,
        T=pikepdf.String("navn"),
        F=4,
        Rect=pikepdf.Array([100, 600, 200, 620]),
        AP=pikepdf.Dictionary(N=look),
    )
    signature = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Sig,
        T=pikepdf.String("underskrift"),
        V=pikepdf.Dictionary(Type=pikepdf.Name.Sig),
        Rect=pikepdf.Array([0, 0, 0, 0]),
    )
    fields = pikepdf.Array([pdf.make_indirect(text), pdf.make_indirect(signature)])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields)
    pdf.pages[0].obj.Annots = fields


@pytest.mark.parametrize("turn", [0, 90])
def test_a_field_shows_what_it_showed_and_is_no_field_any_more(turn: int, tmp_path: Path) -> None:
    part = taken_in(tmp_path, b"2 0 0 2 0 0 cm q", change=field, Rotate=turn)
    assert ImageChops.difference(draw(tmp_path / "a.pdf"), draw(part.path)).getbbox() is None
    assert part.notes == (
        remark("intake.fields", count=1),
        remark("intake.without-text", pages=[1]),
    )
    raw = part.path.read_bytes()
    assert b"/AcroForm" not in raw
    assert b"/Widget" not in raw


def test_hidden_layers_stay_hidden(tmp_path: Path) -> None:
    def layer(pdf: pikepdf.Pdf) -> None:
        groups = [
            pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(name))) for name in "ab"
        ]
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array(groups),
            D=pikepdf.Dictionary(BaseState=pikepdf.Name.OFF, ON=pikepdf.Array(groups[:1])),
        )
        pdf.pages[0].obj.Resources.Properties = pikepdf.Dictionary(A=groups[0], B=groups[1])

    content = b"/OC /A BDC 100 600 50 50 re f EMC /OC /B BDC 0 0 595 50 re f EMC"
    part = taken_in(tmp_path, content, change=layer)
    assert part.pages[0].footer_free
    assert draw(part.path).getbbox() is not None
    assert ImageChops.difference(draw(tmp_path / "a.pdf"), draw(part.path)).getbbox() is None


def usage_of(category: str, state: str) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({f"/{category}": pikepdf.Dictionary({f"/{category}State": pikepdf.Name(f"/{state}")})})


@pytest.mark.parametrize(
    ("usage", "event", "configured", "seen"),
    [
        (("View", "OFF"), "View", "ON", False),
        (("View", "ON"), "View", "OFF", True),
        (("Print", "OFF"), "Print", "ON", True),
        (("Print", "ON"), "Print", "OFF", False),
        (("View", "OFF"), None, "ON", True),
    ],
    ids=["view off", "view on", "print off", "print on", "no event"],
)
def test_layers_are_shown_as_a_screen_shows_them(
    usage: tuple[str, str],
    event: str | None,
    configured: str,
    seen: bool,  # noqa: FBT001 - a value of the table
    tmp_path: Path,
) -> None:
    def layer(pdf: pikepdf.Pdf) -> None:
        group = pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("a"), Usage=usage_of(*usage))
        groups = pikepdf.Array([pdf.make_indirect(group)])
        setting = pikepdf.Dictionary({f"/{configured}": groups})
        if event is not None:
            category = pikepdf.Array([pikepdf.Name(f"/{usage[0]}")])
            automatic = pikepdf.Dictionary(Event=pikepdf.Name(f"/{event}"), Category=category, OCGs=groups)
            setting.AS = pikepdf.Array([automatic])
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=groups, D=setting)
        pdf.pages[0].obj.Resources.Properties = pikepdf.Dictionary(A=groups[0])

    part = taken_in(tmp_path, b"/OC /A BDC 100 600 50 50 re f EMC", change=layer)
    with pikepdf.open(part.path) as pdf:
        assert ("/OCProperties" in pdf.Root) is seen
        assert b"/AS" not in part.path.read_bytes()
    assert (draw(part.path).getextrema()[0] == 0) is seen
