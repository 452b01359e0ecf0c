"""Links within a foreign file keep leading where they led, and nothing in it acts any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from intake.odd_pdf import TEXT, annotations_of, link, write_pdf
from support.remarks import remark

from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.model.parts import PreparedPart

Change = Callable[[pikepdf.Pdf], None]
XYZ = pikepdf.Name.XYZ


def taken_in(tmp_path: Path, change: Change, pages: int = 3, *, comments: bool = False) -> PreparedPart:
    source = write_pdf(tmp_path / "a.pdf", *[TEXT] * pages, change=change)
    return take_in_pdf(source, tmp_path / "b.pdf", comments=comments)


def on_first_page(*made: pikepdf.Dictionary) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(one) for one in made])

    return change


def named(pdf: pikepdf.Pdf) -> None:
    """Give three pages names in both of the tables there can be."""
    first, second, third = (page.obj for page in pdf.pages)
    kid = pikepdf.Dictionary(
        Names=pikepdf.Array(
            [
                pikepdf.String("kap1"),
                pdf.make_indirect(pikepdf.Dictionary(D=pikepdf.Array([second, XYZ, 10, 500, None]))),
                pikepdf.String("kap2"),
                pikepdf.Array([third, pikepdf.Name.FitH, 300]),
            ]
        )
    )
    pdf.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Kids=pikepdf.Array([pdf.make_indirect(kid)])))
    pdf.Root.Dests = pikepdf.Dictionary(gammel=pikepdf.Array([first, pikepdf.Name.Fit]))


@pytest.mark.parametrize(
    ("keys", "leads_to"),
    [
        ({"Dest": pikepdf.String("kap1")}, (2, "/XYZ", 10, 500, None)),
        ({"Dest": pikepdf.Name("/gammel")}, (1, "/Fit")),
        ({"A": {"S": "/GoTo", "D": pikepdf.String("kap2")}}, (3, "/FitH", 300)),
        ({"A": {"S": "/GoTo", "D": pikepdf.Name("/kap1")}}, (2, "/XYZ", 10, 500, None)),
        ({"Dest": pikepdf.Array([1, XYZ])}, (2, "/XYZ", None, None, None)),
        ({"Dest": pikepdf.Array([2, pikepdf.Name("/Nonsens"), 4])}, (3, "/XYZ", None, None, None)),
        ({"Dest": pikepdf.Array([2, pikepdf.Name.FitR, 1, 2])}, (3, "/XYZ", None, None, None)),
        ({"A": {"S": "/Named", "N": "/NextPage"}}, (2, "/XYZ", None, None, None)),
        ({"A": {"S": "/Named", "N": "/LastPage"}}, (3, "/XYZ", None, None, None)),
        ({"A": {"S": "/Named", "N": "/PrevPage"}}, (1, "/XYZ", None, None, None)),
    ],
)
def test_a_link_leads_to_an_explicit_destination(
    keys: dict[str, Any], leads_to: tuple[object, ...], tmp_path: Path
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        named(pdf)
        on_first_page(link(**as_pdf(keys)))(pdf)

    part = taken_in(tmp_path, change)
    assert [one["to"] for one in annotations_of(part.path)] == [leads_to]
    assert part.notes == ()
    with pikepdf.open(part.path) as pdf:
        assert not {"/Names", "/Dests"} & set(pdf.Root.keys())


@pytest.mark.parametrize("key", ["SD", "D"])
def test_a_link_to_an_element_leads_to_where_the_element_begins(key: str, tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        inner = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, Pg=pdf.pages[1].obj))
        outer = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Sect, K=pikepdf.Array([inner])))
        inner.K = outer
        to = pikepdf.Array([outer, XYZ, None, 700, None])
        on_first_page(link(A=pikepdf.Dictionary({"/S": pikepdf.Name.GoTo, f"/{key}": to})))(pdf)

    part = taken_in(tmp_path, change)
    assert [one["to"] for one in annotations_of(part.path)] == [(2, "/XYZ", None, 700, None)]
    assert part.notes == ()


def test_a_link_to_an_element_without_content_leads_nowhere(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        empty = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P))
        empty.K = empty
        on_first_page(link(A=pikepdf.Dictionary(S=pikepdf.Name.GoTo, SD=pikepdf.Array([empty, XYZ]))))(pdf)

    part = taken_in(tmp_path, change)
    assert part.notes == (remark("intake.dead-links", count=1),)


def as_pdf(keys: dict[str, Any]) -> dict[str, Any]:
    """Give ``keys`` with actions as dictionaries and what starts with a slash as names."""
    made: dict[str, Any] = {}
    for key, value in keys.items():
        if isinstance(value, dict):
            made[key] = pikepdf.Dictionary(**as_pdf(value))
        else:
            made[key] = pikepdf.Name(value) if isinstance(value, str) else value
    return made


@pytest.mark.parametrize(
    "destination",
    [
        pikepdf.String("nej"),
        pikepdf.Name("/nej"),
        pikepdf.Array([7, XYZ]),
        pikepdf.Array([]),
        pikepdf.Array([pikepdf.Dictionary()]),
    ],
)
def test_a_link_to_nowhere_is_taken_away_and_told(destination: pikepdf.Object, tmp_path: Path) -> None:
    part = taken_in(tmp_path, on_first_page(link(Dest=destination)))
    assert annotations_of(part.path) == []
    assert part.notes == (remark("intake.dead-links", count=1),)


def test_a_link_to_a_page_that_is_not_in_the_file_any_more_leads_nowhere(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        gone = pdf.pages[2].obj
        on_first_page(link(Dest=pikepdf.Array([gone, XYZ, 0, 0, 0])))(pdf)
        del pdf.pages[2]

    part = taken_in(tmp_path, change)
    assert part.notes == (remark("intake.dead-links", count=1),)
    assert part.path.read_bytes().count(b"/Type /Page\n") + part.path.read_bytes().count(b"/Type /Page ") == 2


def test_names_that_run_in_a_circle_lead_nowhere(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        node = pdf.make_indirect(pikepdf.Dictionary())
        node.Kids = pikepdf.Array([node])
        pdf.Root.Names = pikepdf.Dictionary(Dests=node)
        pdf.Root.Dests = pikepdf.Dictionary(a=pikepdf.Name.b, b=pikepdf.Name.a)
        on_first_page(link(Dest=pikepdf.Name.a))(pdf)

    assert taken_in(tmp_path, change).notes == (remark("intake.dead-links", count=1),)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://almennet.dk/a?b=c#d", "https://almennet.dk/a?b=c#d"),
        ("HTTP://x.dk", "HTTP://x.dk"),
        ("mailto:a@b.dk", "mailto:a@b.dk"),
        ("tel:+4512345678", "tel:+4512345678"),
        ("www.vibo.dk", "http://www.vibo.dk"),
        ("https://x.dk/blåbær", "https://x.dk/bl%C3%A5b%C3%A6r"),
        ("https://x.dk/a%20b", "https://x.dk/a%20b"),
    ],
)
def test_links_to_the_web_stay(written: str, kept: str, tmp_path: Path) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(written.encode()), Next=pikepdf.Dictionary())
    part = taken_in(tmp_path, on_first_page(link(A=action)))
    assert [one["uri"] for one in annotations_of(part.path)] == [kept]
    assert part.notes == ()


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "java\nscript:x",
        "file:///etc/passwd",
        "ftp://x.dk",
        "bilag:vibo",
        " BILAG:vibo",
        "b\0ilag:vibo",
        "punkt:x",
        "del:indhold",
        "andet.pdf",
        "",
    ],
)
def test_other_addresses_go_those_of_the_packages_own_schemes_too(written: str, tmp_path: Path) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(written.encode()))
    part = taken_in(tmp_path, on_first_page(link(A=action)))
    assert annotations_of(part.path) == []
    assert part.notes == (remark("intake.other-links", count=1),)


def test_relative_addresses_are_joined_to_the_files_base(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.URI = pikepdf.Dictionary(Base=pikepdf.String("https://vibo.dk/om/"))
        on_first_page(link(A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("../tal"))))(pdf)

    assert annotations_of(taken_in(tmp_path, change).path)[0]["uri"] == "https://vibo.dk/tal"


@pytest.mark.parametrize(
    "kind", ["/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Hide", "/Rendition", "/Ny"]
)
def test_actions_that_do_more_than_lead_are_taken_away_and_told(kind: str, tmp_path: Path) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name(kind), JS=pikepdf.String("app.alert(1)"), F=pikepdf.String("x.exe"))
    square = pikepdf.Dictionary(Subtype=pikepdf.Name.Square, Rect=pikepdf.Array([72, 390, 150, 430]), A=action)
    part = taken_in(tmp_path, on_first_page(link(A=action), square))
    assert [(one["kind"], "/A" in one["keys"]) for one in annotations_of(part.path)] == [("/Square", False)]
    assert len(part.notes) == 1
    assert b"app.alert" not in part.path.read_bytes()


def test_nothing_runs_when_the_file_is_opened_or_read(tmp_path: Path) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = script
        pdf.Root.AA = pikepdf.Dictionary(WC=script)
        pdf.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
        )
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        on_first_page(link(Dest=pikepdf.Array([0, XYZ]), AA=pikepdf.Dictionary(E=script)))(pdf)

    part = taken_in(tmp_path, change)
    assert part.notes == (remark("intake.scripts", count=5),)
    assert b"app.alert" not in part.path.read_bytes()
    assert b"/AA" not in part.path.read_bytes()


@pytest.mark.parametrize(("view", "is_portfolio"), [("D", True), ("T", True), ("H", False)])
def test_a_portfolio_is_told_as_the_files_that_it_is(view: str, is_portfolio: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a value of the table
    def collect(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["tal.xlsx"] = b"tal"
        pdf.attachments["notat.pdf"] = b"notat"
        pdf.Root.Collection = pikepdf.Dictionary(View=pikepdf.Name(f"/{view}"))

    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", change=collect), tmp_path / "b.pdf")
    files = remark("intake.portfolio", files=["notat.pdf", "tal.xlsx"])
    assert part.notes == (files if is_portfolio else remark("intake.attachments", count=2),)


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (b"<</Nums [0 <</S /r>>]>>", True),
        (b"<</Nums [0 <</S /D /St 5>>]>>", True),
        (b"<</Nums [0 <</S /D /P (A-)>>]>>", True),
        (b"<</Nums [0 <</S /D>> 1 <</S /D>>]>>", True),
        (b"<</Nums [0 <<>>]>>", True),
        (b"<</Kids [<</Nums [0 <</S /A>>]>>]>>", True),
        (b"<</Nums [0 <</S /D>> 1 <</S /D /St 2>>]>>", False),
        (b"<</Nums [0 <</S /D /P ()>>]>>", False),
        (b"<</Nums [0]>>", False),
        (b"<</Nums 5>>", False),
        (b"[1]", False),
    ],
)
def test_numbers_of_pages_are_told_where_they_are_not_those_that_are_counted(
    labels: bytes,
    told: bool,  # noqa: FBT001 - a value of the table
    tmp_path: Path,
) -> None:
    def numbered(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels = pikepdf.Object.parse(labels)

    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", change=numbered), tmp_path / "b.pdf")
    assert part.notes == ((remark("intake.page-numbers"),) if told else ())


def test_attachments_sound_and_film_stay_behind_and_are_told(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["tal.xlsx"] = b"hemmelige tal"
        rect = pikepdf.Array([72, 390, 150, 430])
        on_first_page(
            pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Rect=rect),
            pikepdf.Dictionary(Subtype=pikepdf.Name.Movie, Rect=rect),
        )(pdf)

    part = taken_in(tmp_path, change)
    assert part.notes == (remark("intake.attachments", count=2), remark("intake.played", count=1))
    with pikepdf.open(part.path) as pdf:
        assert len(pdf.attachments) == 0
    assert annotations_of(part.path) == []


def test_what_nobody_sees_outside_the_page_goes_and_a_link_across_its_edge_is_cut(tmp_path: Path) -> None:
    action = {"A": pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://x.dk"))}
    part = taken_in(tmp_path, on_first_page(link((0, -90, 50, -10), **action), link((0, -90, 50, 20), **action)))
    with pikepdf.open(part.path) as pdf:
        (kept,) = pdf.pages[0].obj.Annots.as_list()
        assert [float(edge) for edge in kept.Rect.as_list()] == [0, 0, 50, 20]


def test_a_comment_stays_and_one_that_answers_a_lost_one_does_not_keep_it(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        rect = pikepdf.Array([72, 390, 150, 430])
        lost = pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Sound, Rect=rect, P=pdf.pages[2].obj))
        note = pikepdf.Dictionary(
            Subtype=pikepdf.Name.Text, Rect=rect, Contents=pikepdf.String("Se her"), IRT=lost, StructParent=4
        )
        on_first_page(note)(pdf)

    (kept,) = annotations_of(taken_in(tmp_path, change, comments=True).path)
    assert (kept["kind"], kept["keys"] & {"/IRT", "/StructParent"}) == ("/Text", set())


def test_annotations_that_are_none_do_not_stop_anything(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        good = link(A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://x.dk")))
        pdf.pages[0].obj.Annots = pikepdf.Array([1, None, pikepdf.Dictionary(), link((1, 2)), good, link(A=7)])
        pdf.pages[1].obj.Annots = pikepdf.Name.Nej

    part = taken_in(tmp_path, change)
    assert len(annotations_of(part.path)) == 1


@pytest.mark.parametrize(
    ("corners", "kept"), [([100, 600, 200, 600, 100, 580, 200, 580], [[100, 580, 200, 600]]), ([True], [])]
)
def test_a_mark_whose_rectangle_lies_off_the_page_stays_where_its_corners_are_on_it(
    corners: list[Any], kept: list[list[int]], tmp_path: Path
) -> None:
    mark = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Highlight, Rect=[5000, 5000, 5100, 5020], C=[1, 1, 0]
    )
    mark.QuadPoints = pikepdf.Array(corners)
    part = taken_in(tmp_path, on_first_page(mark), comments=True)
    with pikepdf.open(part.path) as pdf:
        annotations = pdf.pages[0].obj.get("/Annots", ())
        assert [[int(edge) for edge in annotation.Rect] for annotation in annotations] == kept
