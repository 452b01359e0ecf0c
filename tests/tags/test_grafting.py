"""Trees of several files become one: nothing is lost or doubled, and every name means what it meant."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from assemble.packages import pack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.structure import ReadTree, elements_said, read_structure
from support.tagged_pdf import Tag, WebLink, Words, join, tag, take_in, write_tagged

from styringsdialog.assemble.plan import PlannedSection

PAGES = 3
ROLES = ["P", "Sect", "Span", "Div", "Overskrift", "Egen", "Ukendt", "H1", "Figure", "TD"]
IDS = ["a", "b", "c", "d"]


def words() -> st.SearchStrategy[Words | WebLink]:
    pages = st.integers(1, PAGES)
    return st.one_of(st.builds(Words, pages, st.booleans()), st.builds(WebLink, pages))


def trees() -> st.SearchStrategy[Tag]:
    def elements(kids: st.SearchStrategy[Any]) -> st.SearchStrategy[Tag]:
        texts = st.dictionaries(st.sampled_from(["/Alt", "/ActualText", "/Lang", "/T"]), st.text(max_size=4))
        named = st.dictionaries(st.just("/ID"), st.sampled_from(IDS), max_size=1)
        entries = st.builds(lambda one, other: one | other, texts, named).map(
            lambda found: {key: pikepdf.String(value) for key, value in found.items()}
        )
        return st.builds(Tag, st.sampled_from(ROLES), st.lists(kids, max_size=4).map(tuple), entries)

    return elements(st.recursive(words(), elements, max_leaves=8))


def files() -> st.SearchStrategy[tuple[Tag, ...]]:
    return st.lists(trees(), min_size=1, max_size=3).map(tuple)


@st.composite
def role_maps(draw: st.DrawFn) -> pikepdf.Dictionary:
    targets = st.sampled_from(["/P", "/H2", "/Span", "/Egen", "/Overskrift", "/Ingen"])
    found = draw(st.dictionaries(st.sampled_from(["/Overskrift", "/Egen", "/P"]), targets))
    return pikepdf.Dictionary({name: pikepdf.Name(role) for name, role in found.items()})


def joined(folder: Path, sources: Sequence[Path], name: str = "samlet.pdf") -> Path:
    return join(folder / name, take_in(folder, *sources))


def read(path: Path) -> ReadTree:
    # Not closed: the elements are looked at afterwards.
    return read_structure(pikepdf.open(io.BytesIO(path.read_bytes())))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(files(), role_maps()), min_size=2, max_size=3))
def test_no_element_and_no_content_is_lost_or_doubled(made: list[tuple[tuple[Tag, ...], pikepdf.Dictionary]]) -> None:
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        sources = [
            write_tagged(folder / f"{index}.pdf", *tops, pages=PAGES, root={"RoleMap": roles})
            for index, (tops, roles) in enumerate(made)
        ]
        # The first once more: a file may stand in a package twice.
        path = joined(folder, [*sources, sources[0]])
        tree = read(path)
        assert tree.complaints == ()
        owners = [one for one in tree.elements if one.depth == 2]
        for (tops, _), owner in zip([*made, made[0]], owners, strict=True):
            own = tree.beneath(owner)
            made_anew = [one for one in own if one.role == "Link" and not one.said]
            assert len(own) - len(made_anew) == sum(top.size for top in tops)
            assert sum(one.marks for one in own) == sum(count(top, Words) for top in tops)
            assert sum(one.objects for one in own) == sum(count(top, WebLink) for top in tops)
        again = joined(folder, [*sources, sources[0]], "igen.pdf")
        assert again.read_bytes() == path.read_bytes()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files(), role_maps(), files(), role_maps())
def test_every_type_stands_for_what_it_stood_for(
    one: tuple[Tag, ...], one_roles: pikepdf.Dictionary, other: tuple[Tag, ...], other_roles: pikepdf.Dictionary
) -> None:
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        first = write_tagged(folder / "0.pdf", *one, pages=PAGES, root={"RoleMap": one_roles})
        second = write_tagged(folder / "1.pdf", *other, pages=PAGES, root={"RoleMap": other_roles})
        alone = [meanings(joined(folder, [source], "alene.pdf"), 0) for source in (first, second)]
        both = joined(folder, [first, second])
        assert [meanings(both, index) for index in (0, 1)] == alone


def count(one: Tag, kind: type) -> int:
    return sum(count(kid, kind) if isinstance(kid, Tag) else isinstance(kid, kind) for kid in one.kids)


def meanings(path: Path, index: int) -> list[Any]:
    """Give what the elements of the part at ``index`` are and say."""
    with pikepdf.open(path) as pdf:
        tree = read_structure(pdf)
        owner = [one for one in tree.elements if one.depth == 2][index]
        return elements_said(pdf, tree.beneath(owner))


# ---------------------------------------------------------------------------- one by one


def table(identifier: str) -> Tag:
    """Give a table whose cell names its header cell, itself and through a class."""
    headers = pikepdf.Dictionary(O=pikepdf.Name.Table, Headers=pikepdf.Array([pikepdf.String(identifier)]))
    cells = (
        tag("TH", Words(), ID=identifier),
        tag("TD", Words(), A=headers),
        tag("TD", Words(), C=pikepdf.Name.Celle),
    )
    return tag("Table", tag("TR", *cells))


def table_file(path: Path, identifier: str) -> Path:
    headers = pikepdf.Dictionary(O=pikepdf.Name.Table, Headers=pikepdf.Array([pikepdf.String(identifier)]))
    return write_tagged(path, table(identifier), root={"ClassMap": pikepdf.Dictionary(Celle=headers)})


def test_an_identifier_changes_only_where_it_clashes_and_header_cells_are_found(tmp_path: Path) -> None:
    same = table_file(tmp_path / "0.pdf", "h")
    other = table_file(tmp_path / "1.pdf", "g")
    path = joined(tmp_path, [same, same, other])
    tree = read(path)
    assert tree.complaints == ()
    assert [bytes(one.handle.ID) for one in tree.elements if one.role == "TH"] == [b"h", b"2.h", b"g"]
    cells = [one.handle for one in tree.elements if one.role == "TD"]
    assert [bytes(cell.A.Headers[0]) for cell in cells if "/A" in cell] == [b"h", b"2.h", b"g"]
    assert [str(cell.C) for cell in cells if "/C" in cell] == ["/Celle", "/Celle_2", "/Celle_3"]
    with pikepdf.open(path) as pdf:
        classes = pdf.Root.StructTreeRoot.ClassMap
        assert [bytes(classes[name].Headers[0]) for name in ("/Celle", "/Celle_2", "/Celle_3")] == [b"h", b"2.h", b"g"]


def test_equal_types_and_classes_are_shared_and_others_get_a_name_of_their_own(tmp_path: Path) -> None:
    sources = []
    for index, (role, colour) in enumerate([("P", 1), ("P", 1), ("Span", 0)]):
        root = {
            "RoleMap": pikepdf.Dictionary(Fod=pikepdf.Name(f"/{role}")),
            "ClassMap": pikepdf.Dictionary(K=pikepdf.Dictionary(O=pikepdf.Name.Layout, SpaceAfter=colour)),
        }
        source = tag("Fod", Words(), C=pikepdf.Array([pikepdf.Name.K, 0]))
        sources.append(write_tagged(tmp_path / f"{index}.pdf", source, root=root))
    path = joined(tmp_path, sources)
    with pikepdf.open(path) as pdf:
        root_found = pdf.Root.StructTreeRoot
        assert {name: str(role) for name, role in root_found.RoleMap.items()} == {"/Fod": "/P", "/Fod_2": "/Span"}
        assert set(root_found.ClassMap.keys()) == {"/K", "/K_2"}
    tree = read(path)
    elements = [one for one in tree.elements if one.role.startswith("Fod")]
    assert [one.role for one in elements] == ["Fod", "Fod", "Fod_2"]
    assert [str(one.handle.C[0]) for one in elements] == ["/K", "/K", "/K_2"]


def test_a_prepared_file_may_stand_in_a_package_twice(tmp_path: Path) -> None:
    source = write_tagged(tmp_path / "0.pdf", tag("P", Words(), WebLink(), Words(in_form=True), ID="a"))
    part = take_in(tmp_path, source)[0]
    sections = [
        PlannedSection(key=f"bilag:{index}", title=f"Bilag {index}", parts=(part,), number=index) for index in (1, 2, 3)
    ]
    tree = read(pack(tmp_path, *sections).path)
    assert tree.complaints == ()
    owners = [one for one in tree.elements if one.role == "Part"]
    assert [[own.role for own in tree.beneath(one)] for one in owners] == [["Sect", "P", "Link"]] * 3


def test_pages_that_the_tags_leave_out_are_read_in_their_place(tmp_path: Path) -> None:
    def append(pdf: pikepdf.Pdf, _: list[Any]) -> None:
        contents = (b"BT /F1 9 Tf 72 500 Td (glemt) Tj ET", b"", b"/Artifact BMC BT /F1 9 Tf (7) Tj ET EMC")
        for number, content in enumerate(contents[:2], 1):
            pdf.pages[number].obj.Contents = pdf.make_stream(content)
        pdf.pages[3].obj.Contents = pikepdf.Array([pdf.pages[3].obj.Contents, pdf.make_stream(contents[2])])

    document = tag("Document", tag("P", Words()), tag("H1", Words(4)))
    source = write_tagged(tmp_path / "0.pdf", document, pages=4, change=append)
    part = take_in(tmp_path, source)[0]
    tree = read(pack(tmp_path, PlannedSection(key="bilag:a", title="Bilag 1", parts=(part,), number=1)).path)
    assert tree.complaints == ()
    own = tree.beneath(next(one for one in tree.elements if one.role == "Part"))
    assert [one.role for one in own] == ["Sect", "Document", "P", "P", "H1"]
    assert own[3].handle.Pg.objgen == tree.pdf.pages[1].obj.objgen


def test_equal_namespaces_become_one(tmp_path: Path) -> None:
    def spaced(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
        space = pdf.make_indirect(pikepdf.Dictionary(NS=pikepdf.String("http://iso.org/pdf2/ssn")))
        for element in elements:
            element.NS = space

    source = write_tagged(tmp_path / "0.pdf", tag("P", Words()), change=spaced)
    path = joined(tmp_path, [source, source])
    assert read(path).complaints == ()
    with pikepdf.open(path) as pdf:
        assert len(pdf.Root.StructTreeRoot.Namespaces) == 1


def test_the_part_speaks_the_files_language(tmp_path: Path) -> None:
    sources = [
        write_tagged(tmp_path / "0.pdf", tag("P", Words()), language="en-GB"),
        write_tagged(tmp_path / "1.pdf", tag("P", Words())),
    ]
    owners = [one for one in read(joined(tmp_path, sources)).elements if one.depth == 2]
    assert [one.said for one in owners] == [(("Lang", "en-GB"),), ()]


def test_annotations_that_refer_to_each_other_do_so_in_the_package(tmp_path: Path) -> None:
    def note(pdf: pikepdf.Pdf, _: list[Any]) -> None:
        rect = pikepdf.Array([99, 99, 120, 120])
        text = pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Rect=rect))
        popup = pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Popup, Rect=rect, Parent=text))
        text.Popup = popup
        pdf.pages[0].obj.Annots = pikepdf.Array([text, popup])

    path = joined(tmp_path, [write_tagged(tmp_path / "0.pdf", tag("P", Words()), change=note)] * 2)
    assert read(path).complaints == ()
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            text, popup = page.obj.Annots
            assert (text.Popup.objgen, popup.Parent.objgen) == (popup.objgen, text.objgen)


@pytest.mark.parametrize("depth", [9_000])
def test_a_deep_tree_is_carried(depth: int, tmp_path: Path) -> None:
    def deepen(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
        inner = elements[0]
        for _ in range(depth):
            outer = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div, K=inner))
            inner.P = outer
            inner = outer
        pdf.Root.StructTreeRoot.K = inner

    source = write_tagged(tmp_path / "0.pdf", tag("P", Words(), ID="x"), change=deepen)
    # Twice, so that every element is looked at for the name that clashes.
    tree = read(joined(tmp_path, [source, source]))
    assert tree.complaints == ()
    assert len(tree.elements) == 2 * (depth + 2) + 1
