"""What a tagged file's elements leave out is read in its place or is decoration, and looks as it did."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.marking import unmarked
from support.readout import read_out
from support.remarks import remark
from support.structure import read_structure
from support.tagged_pdf import Tag, Words, tag, write_tagged

from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.model.parts import PreparedPart
from styringsdialog.tags.carrying import tag_unowned_content
from styringsdialog.tags.roles import Roles
from styringsdialog.tags.tree import read_tree

NAMED = {
    "bare": "BT /F1 9 Tf 72 {y} Td ({n}) Tj ET",
    "apart": "BT /F1 9 Tf 72 {y} Td ({n}) Tj /Artifact BMC (x) Tj EMC ({n}) Tj ET",
    "lost": "/P <</MCID 99>> BDC BT /F1 9 Tf 72 {y} Td ({n}) Tj ET EMC",
    "said": "/P <</MCID 98 /Lang (da)>> BDC BT /F1 9 Tf 72 {y} Td ({n}) Tj ET EMC",
    "state": "q 1 0 0 rg BT /F1 9 Tf 72 {y} Td ({n}) Tj T* ({n}) ' ET Q",
    "form": "/Form Do",
    "half": "/Half Do",
    "area": "0.9 g 72 {y} 9 9 re f",
    "line": "0 0 m 9 9 l S",
    "clip": "0 0 595 842 re W n",
    "picture": "q 9 0 0 9 99 {y} cm /Picture Do Q",
    "inline": "q 9 0 0 9 99 {y} cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x01 EI Q",
    "shading": "/Shade sh",
    "artifact": "/Artifact BMC BT /F1 9 Tf 72 {y} Td (7) Tj ET EMC",
    "layer": "/OC /Layer BDC BT /F1 9 Tf 72 {y} Td ({n}) Tj ET EMC",
    "owned": "/P <</MCID {m}>> BDC BT /F1 9 Tf 72 {y} Td ({n}) Tj ET EMC",
}
SPEAKING = ("bare", "lost", "said", "owned")


def file_of(path: Path, *pages: Sequence[str]) -> Path:
    """Write a tagged file whose pages hold these pieces, each with its own number as its word."""
    codes = []
    owned = 0
    tops: list[Tag] = []
    for page, kinds in enumerate(pages, 1):
        marks = 0
        code: list[str] = []
        for kind in kinds:
            number = sum(len(one) for one in pages[: page - 1]) + len(code)
            code.append(NAMED[kind].format(n=f"ord{number}", y=800 - 12 * number, m=marks))
            if kind == "owned":
                tops.append(tag("P", Words(page)))
                marks += 1
        owned += marks
        codes.append("\n".join(code))

    def fill(pdf: pikepdf.Pdf, _: list[object]) -> None:
        for page, code in zip(pdf.pages, codes, strict=True):
            add_resources(pdf, page.obj)
            page.obj.Contents = pdf.make_stream(code.encode("latin-1"))

    return write_tagged(path, tag("Document", *tops), pages=len(pages), change=fill)


def add_resources(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    grey = pikepdf.Name.DeviceGray
    picture = pdf.make_stream(
        b"\x40",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=1,
        Height=1,
        BitsPerComponent=8,
        ColorSpace=grey,
    )
    how = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form, "BBox": pikepdf.Array([0, 0, 595, 842])}
    fonts = pikepdf.Dictionary(Font=page.Resources.Font)
    form = pdf.make_stream(
        b"/Span <</MCID 0>> BDC BT /F1 9 Tf 200 700 Td (form) Tj ET EMC 9 9 9 9 re f", Resources=fonts, **how
    )
    half = pdf.make_stream(b"/Artifact BMC 9 9 m 99 99 l S EMC BT /F1 9 Tf 200 600 Td (half) Tj ET", **how)
    page.Resources.XObject = pikepdf.Dictionary(Form=form, Half=half, Picture=picture)
    space = pikepdf.Dictionary(
        FunctionType=2, Domain=pikepdf.Array([0, 1]), N=1, C0=pikepdf.Array([0.9]), C1=pikepdf.Array([0.5])
    )
    shading = pikepdf.Dictionary(
        ShadingType=2, ColorSpace=grey, Coords=pikepdf.Array([0, 0, 9, 9]), BBox=[0, 0, 9, 9], Function=space
    )
    page.Resources.Shading = pikepdf.Dictionary(Shade=shading)
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Lag")))
    page.Resources.Properties = pikepdf.Dictionary(Layer=layer)


def pixels(path: Path) -> list[bytes]:
    with pypdfium2.PdfDocument(path) as document:
        return [bytes(page.render(scale=0.5).buffer) for page in document]


def taken_in(folder: Path, *pages: Sequence[str]) -> PreparedPart:
    return take_in_pdf(file_of(folder / "a.pdf", *pages), folder / "b.pdf")


def said(path: Path) -> list[str]:
    """Give the elements that say something, with their words, in the order of the tree."""
    return [" ".join(line.split()) for line in read_out(path).splitlines() if ": " in line]


_PAGES = st.lists(st.lists(st.sampled_from(sorted(NAMED)), max_size=7), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(_PAGES)
def test_all_that_is_shown_is_an_elements_or_decoration_and_looks_as_it_did(pages: list[list[str]]) -> None:
    pages = [["owned"], *pages]
    with tempfile.TemporaryDirectory() as work:
        part = taken_in(Path(work), *pages)
        assert part.tagged
        assert pixels(part.path) == pixels(Path(work) / "a.pdf")
        with pikepdf.open(part.path) as pdf:
            assert unmarked(pdf) == []
            tree = read_structure(pdf)
            assert tree.complaints == ()
            again = take_in_pdf(part.path, Path(work) / "c.pdf")
            assert all(note.what.code in {"intake.not-searchable", "intake.without-text"} for note in again.notes)
            with pikepdf.open(again.path) as other:
                assert read_structure(other).elements == tree.elements


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from([*SPEAKING, "area", "artifact"]), max_size=7), min_size=1, max_size=3))
def test_words_that_no_element_owns_are_read_where_they_stand(pages: list[list[str]]) -> None:
    pages = [["owned"], *pages]
    with tempfile.TemporaryDirectory() as work:
        spoken = " ".join(line.partition(": ")[2] for line in said(taken_in(Path(work), *pages).path))
    kinds = [kind for page in pages for kind in page]
    assert " ".join(spoken.replace("ord", " ord").split()) == " ".join(
        f"ord{number}" for number, kind in enumerate(kinds) if kind in SPEAKING
    )


def test_words_before_everything_come_first_and_neighbours_are_one_paragraph(tmp_path: Path) -> None:
    part = taken_in(tmp_path, ["bare", "bare", "owned", "area", "bare", "owned"])
    assert said(part.path) == ["P: ord0ord1", "P: ord2", "P: ord4", "P: ord5"]
    assert part.notes == ()


@pytest.mark.parametrize("piece", ["picture", "inline"])
def test_pictures_that_the_tags_leave_out_are_told(piece: str, tmp_path: Path) -> None:
    part = taken_in(tmp_path, ["owned"], ["owned", piece], ["owned", "area"])
    assert part.notes == (remark("intake.pictures-left-out", pages=[2]),)


def test_a_page_of_pictures_that_the_tags_leave_out_is_a_figure_and_told(tmp_path: Path) -> None:
    part = taken_in(tmp_path, ["owned"], ["picture"], ["owned"])
    assert part.notes == (remark("intake.without-text", pages=[2]),)
    with pikepdf.open(part.path) as pdf:
        found = [(one.role, dict(one.said)) for one in read_structure(pdf).elements]
    assert found == [("Document", {}), ("P", {}), ("Figure", {"Alt": "Side 2 i filen, uden tekst"}), ("P", {})]


def test_a_file_whose_tags_leave_nothing_out_keeps_its_content(tmp_path: Path) -> None:
    part = taken_in(tmp_path, ["owned", "artifact", "clip", "owned"])
    with pikepdf.open(part.path) as pdf, pikepdf.open(tmp_path / "a.pdf") as source:
        assert pdf.pages[0].Contents[1].read_bytes() == source.pages[0].Contents.read_bytes()


def test_words_that_come_into_the_tree_get_a_number_that_no_artifact_has() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    page.CropBox = page.MediaBox
    words = "BT /F 9 Tf ({}) Tj ET"
    pieces = (f"/P <</MCID 0>> BDC {words} EMC", f"/Artifact <</MCID 1>> BDC {words} EMC", words)
    page.Contents = pdf.make_stream(" ".join(pieces).encode())
    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    element = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, P=root, Pg=page, K=0)
    root.K = pikepdf.Array([pdf.make_indirect(element)])
    tree = read_tree(pdf, root, [page])
    tag_unowned_content(tree, Roles(None), [page], set())
    assert [sorted(marks) for marks in tree.marks.values()] == [[0, 2]]
