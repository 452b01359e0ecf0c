"""The structure tree: complete, without doubles, and in the order of the text."""

from __future__ import annotations

import contextlib
import io
import itertools
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import page as checker
import pikepdf
import pytest
from assemble.packages import back, pack, set_part, small_package, words
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from support.pdf import simple_pdf
from support.readout import read_out, shown
from support.remarks import remark
from support.structure import ReadTree, read_structure

from styringsdialog.assemble.plan import PlannedSection
from styringsdialog.errors import ContentError
from styringsdialog.model.blocks import (
    Aside,
    Block,
    Blocks,
    Cell,
    Definition,
    Definitions,
    Figure,
    Heading,
    Inline,
    Language,
    Link,
    List,
    ListItem,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
    Text,
)

# ------------------------------------------------------------------------ any blocks at all

_words = st.lists(st.sampled_from(["Blåbærgrød", "udgifts-", "og", "Almen-nyttigt", "æ", "2031"]), min_size=1).map(
    " ".join
)
_texts: st.SearchStrategy[Inline] = st.builds(Text, _words)
_inlines = st.lists(
    st.recursive(
        _texts,
        lambda inner: st.one_of(
            st.builds(Strong, st.tuples(inner)),
            st.builds(Language, st.just("en"), st.tuples(inner)),
            st.builds(Link, st.just("https://example.org/"), st.tuples(inner)),
        ),
        max_leaves=3,
    ),
    min_size=1,
    max_size=3,
).map(tuple)
_leaves: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, level=st.integers(1, 4), content=_inlines), st.builds(Paragraph, content=_inlines)
)


def _nested(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    content = st.lists(inner, max_size=3).map(tuple)
    cell = st.builds(Cell, content=content, header=st.booleans(), colspan=st.integers(1, 2), rowspan=st.integers(1, 2))
    rows = st.lists(st.builds(Row, cells=st.lists(cell, max_size=3).map(tuple)), max_size=3).map(tuple)
    return st.one_of(
        st.builds(
            List, items=st.lists(st.builds(ListItem, content=content), max_size=3).map(tuple), ordered=st.booleans()
        ),
        st.builds(
            Definitions, items=st.lists(st.builds(Definition, term=_inlines, content=content), max_size=2).map(tuple)
        ),
        st.builds(Table, caption=_inlines, head=rows, body=rows),
        st.builds(Section, content=content, lang=st.sampled_from(["", "en"])),
        st.builds(Aside, content=content),
    )


_blocks: st.SearchStrategy[Blocks] = st.lists(
    st.recursive(_leaves, _nested, max_leaves=12), min_size=1, max_size=8
).map(tuple)


@settings(max_examples=40, deadline=None)
@given(first=_blocks, second=_blocks)
def test_whatever_is_typeset_the_tree_knows_each_mark_once_and_skips_no_level(first: Blocks, second: Blocks) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        try:
            parts = [
                set_part(work, name, (*words("Begynd"), *blocks)) for name, blocks in (("a", first), ("b", second))
            ]
        except ContentError:
            reject()  # columns too narrow to print, and told of
        package = pack(work, *(PlannedSection(key=f"del:{part.path.stem}", title="T", parts=(part,)) for part in parts))
        with pikepdf.open(package.path) as pdf:
            tree = read_structure(pdf)
            assert tree.complaints == ()
            assert _unowned(pdf) == []
            assert _skipped(tree) == []


def _unowned(pdf: pikepdf.Pdf) -> list[str]:
    """Give what pages show that is neither in an element nor an artifact, or is both."""
    wrong = []
    for number, page in enumerate(pdf.pages, 1):
        # A page of nothing but artifacts has no place in the tree.
        key = page.obj.get("/StructParents")
        owners = [] if key is None else list(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(key)])
        for piece in shown(page.obj):
            owned = piece.mcid is not None and owners[piece.mcid] is not None
            if owned == ("/Artifact" in piece.tags):
                wrong.append(f"page {number}: {piece}")
    return wrong


def _skipped(tree: ReadTree) -> list[str]:
    """Give the headings that stand more than one level beneath the one before them."""
    levels = [0, *(int(one.role[1]) for one in tree.elements if re.fullmatch(r"H\d", one.role))]
    return [f"H{before} H{after}" for before, after in itertools.pairwise(levels) if after > before + 1]


# --------------------------------------------------------------------- what each block becomes


def _element(tree: ReadTree, role: str) -> pikepdf.Dictionary:
    (found,) = [one.handle for one in tree.elements if one.role == role]
    assert isinstance(found, pikepdf.Dictionary)
    return found


Read = Callable[..., ReadTree]


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Read]:
    """Give a function that makes a package of blocks and reads its tree; the package stays open for the test."""
    with contextlib.ExitStack() as open_:

        def tree_of(*blocks: Block) -> ReadTree:
            part = set_part(tmp_path, "del", blocks)
            package = pack(tmp_path, PlannedSection(key="del:a", title="Del", parts=(part,)))
            return read_structure(open_.enter_context(pikepdf.open(package.path)))

        yield tree_of


def test_a_level_that_the_text_leaves_out_is_closed_up(read: Read) -> None:
    tree = read(*(Heading(level=level, content=(Text("O"),)) for level in (2, 4, 4, 3, 1, 3)))
    assert [one.role for one in tree.elements if one.role[0] == "H"] == ["H1", "H2", "H2", "H2", "H1", "H2"]


def test_cells_say_what_they_span_and_what_they_are_headings_of(read: Read) -> None:
    def cell(text: str, **what: object) -> Cell:
        return Cell(content=words(text), **what)  # type: ignore[arg-type]  # each test says what it needs

    head = (Row(cells=(cell("Bolig", header=True), cell("Antal", header=True, colspan=2))),)
    body = (Row(cells=(cell("A", header=True, rowspan=2), cell("1"), cell("2"))), Row(cells=(cell("3"),)))
    tree = read(Table(caption=(Text("Tal"),), head=head, body=body))
    table = _element(tree, "Table")
    assert [str(kid.S) for kid in table.K] == ["/Caption", "/TR", "/TR", "/TR"]
    rows = [[(str(one.S)[1:], dict(one.get("/A", {}))) for one in row.K] for row in list(table.K)[1:]]
    owner = {"/O": pikepdf.Name.Table}
    assert rows == [
        [("TH", owner | {"/Scope": "/Column"}), ("TH", owner | {"/Scope": "/Column", "/ColSpan": 2})],
        [("TH", owner | {"/Scope": "/Row", "/RowSpan": 2}), ("TD", {}), ("TD", {})],
        # One cell stands here, and one is missing.
        [("TD", {}), ("TD", {})],
    ]


def test_a_figure_says_what_it_shows_and_where(read: Read, tmp_path: Path) -> None:
    Image.new("RGB", (40, 20), "red").save(tmp_path / "a.png")
    tree = read(Figure(path=str(tmp_path / "a.png"), alt="Et rødt felt", caption=(Text("Rødt"),)))
    figure = _element(tree, "Figure")
    assert str(figure.Alt) == "Et rødt felt"
    assert (str(figure.A.O), len(figure.A.BBox)) == ("/Layout", 4)
    assert [str(one.S) for one in figure.K if isinstance(one, pikepdf.Dictionary)] == ["/Caption"]


def test_a_link_has_its_words_inside_it_and_says_where_it_leads(read: Read) -> None:
    tree = read(Paragraph(content=(Link("https://example.org/", (Text("et sted"),)),)))
    link = _element(tree, "Link")
    kids: list[object] = list(link.K)
    assert [str(kid.Type) if isinstance(kid, pikepdf.Dictionary) else "MCID" for kid in kids] == ["MCID", "/OBJR"]
    annotation = link.K[1].Obj
    assert (str(annotation.Contents), int(annotation.F), "/StructParent" in annotation) == ("et sted", 4, True)


def test_notes_have_identifiers_of_their_own(read: Read) -> None:
    tree = read(*(Aside(content=words("Bemærk")) for _ in range(3)))
    names = [bytes(one.handle.ID) for one in tree.elements if one.role == "Note"]
    assert len(set(names)) == 3


def test_a_block_over_pages_is_one_element(read: Read) -> None:
    tree = read(*words("Langt afsnit " * 2000))
    assert [one.role for one in tree.elements] == ["Document", "Sect", "P"]


# --------------------------------------------------------------------------- foreign pages


def test_pages_without_tags_are_read_in_the_order_of_their_content(tmp_path: Path) -> None:
    (tmp_path / "fremmed.pdf").write_bytes(simple_pdf("En side", "To sider"))
    package = small_package(tmp_path, tmp_path / "fremmed.pdf")
    said = read_out(package.path)
    assert "  Part (T=Bilag 1: Fil)\n" in said
    assert said.endswith("    Sect\n      P: En side\n      P: To sider\n")
    with pikepdf.open(package.path) as pdf:
        assert read_structure(pdf).complaints == ()
        assert _unowned(pdf) == []


def test_a_page_without_text_is_a_figure_that_says_which_page_it_is(tmp_path: Path) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.drawString(72, 400, "Ord")
    canvas.showPage()
    canvas.rect(72, 300, 200, 200, fill=1)
    canvas.linkURL("https://example.org/%C3%A6", (72, 300, 272, 500))
    canvas.showPage()
    canvas.save()
    (tmp_path / "skannet.pdf").write_bytes(stream.getvalue())
    package = small_package(tmp_path, tmp_path / "skannet.pdf")
    assert "Figure (Alt=Side 2 af 2 i bilag 1, uden tekst)" in read_out(package.path)
    (note,) = package.plan.notes("bilag:b1/fil")
    assert note == remark("intake.without-text", pages=[2])
    with pikepdf.open(package.path) as pdf:
        tree = read_structure(pdf)
        link = tree.elements[-1].handle
        assert (tree.complaints, str(link.S), str(link.K[0].Obj.Contents)) == ((), "/Link", "https://example.org/æ")


MARKED = b"""/P <</MCID 0>> BDC BT /F1 12 Tf 72 700 Td (Et) Tj ET EMC
/Artifact BMC BT /F1 12 Tf 72 600 Td (To) Tj ET EMC /Fm Do
/OC /Lag BDC BT /F1 12 Tf 72 500 Td (Tre) Tj ET EMC"""


def test_marks_that_a_foreign_page_came_with_are_gone_also_in_its_forms(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        form = pdf.make_stream(
            b"/Span <</MCID 7>> BDC 0 0 9 9 re f EMC /Artifact BMC 0 0 1 1 re f EMC",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 9, 9],
            StructParents=3,
        )
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=font),
            XObject=pikepdf.Dictionary(Fm=form),
            Properties=pikepdf.Dictionary(
                Lag=pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Lag")))
            ),
        )
        page.obj.Contents = pdf.make_stream(MARKED)
        page.obj.StructParents = 12
        pdf.save(tmp_path / "fremmed.pdf")
    package = small_package(tmp_path, tmp_path / "fremmed.pdf")
    with pikepdf.open(package.path) as pdf:
        last = pdf.pages[-1].obj
        assert read_structure(pdf).complaints == ()
        assert _unowned(pdf) == []
        assert {piece.mcid for piece in shown(last)} == {0, None}
        assert any("/OC" in piece.tags for piece in shown(last))
        assert b"BDC" not in last.Resources.XObject.Fm.read_bytes()
        assert b"BMC" not in last.Resources.XObject.Fm.read_bytes()


# ------------------------------------------------------------------------------- the judges


@pytest.fixture(scope="module")
def every_block(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a package of everything that can be typeset."""
    folder = tmp_path_factory.mktemp("alt")
    Image.new("RGBA", (40, 20), (200, 0, 0, 128)).save(folder / "a.png")
    return _package_of(folder, tuple(_every_block(folder)))


def _package_of(folder: Path, blocks: Blocks) -> Path:
    part = set_part(folder, "alt", blocks)
    contents = set_part(folder, "indhold", (*words("Indhold"), back()))
    return pack(
        folder,
        PlannedSection(key="del:indhold", title="Indhold", parts=(contents,)),
        PlannedSection(key="del:alt", title="Alt", parts=(part,)),
    ).path


def _every_block(folder: Path) -> Iterator[Block]:
    text = words("Afsnit om udgifts- og indtægtsudviklingen i boligorganisationerne " * 30)
    yield Heading(level=1, content=(Text("Overskrift"),))
    yield Heading(level=3, content=(Text("Under"),))
    yield from text
    yield Paragraph(content=(Language("en", (Text("tags"),)), Text(" og "), Link("https://example.org/", (Text("l"),))))
    items = tuple(ListItem(content=words(f"Punkt {number}")) for number in range(60))
    yield List(items=(*items, ListItem(content=(List(items=items[:2], ordered=True),))), ordered=False)
    yield Definitions(items=(Definition(term=(Text("Ord"),), content=text),))
    rows = tuple(Row(cells=(Cell(content=words(str(number)), header=True), Cell(content=text))) for number in range(9))
    head = (Row(cells=(Cell(content=words("A"), header=True), Cell(content=words("B"), header=True))),)
    yield Table(caption=(Text("Tabel"),), head=head, body=(*rows, Row(cells=rows[0].cells[:1])))
    yield Aside(content=(*text, List(items=items[:2], ordered=False)))
    yield Figure(path=str(folder / "a.png"), alt="Felt", caption=(Text("Billedtekst"),))
    yield Section(content=words("A text in another language"), lang="en")


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_every_kind_of_block_satisfies_the_standards_but_for_the_claim_itself(every_block: Path, profile: str) -> None:
    broken = {failure.rule_id for failure in checker.validate_pdf(every_block, profile=profile).failures}
    assert not {rule for rule in broken if not re.search(r"-ID-(PART|SCHEMA)-", rule)}
