"""Tags of a foreign file stay in its copy, in order; what is malformed about them is mended or told."""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.remarks import remark
from support.structure import ReadTree, read_structure
from support.tagged_pdf import Tag, WebLink, Words, tag, write_tagged

from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.messages.message import message
from styringsdialog.model.parts import PreparedPart
from styringsdialog.tags.tree import DEEPEST

Change = Callable[[pikepdf.Pdf, list[Any]], None]


def taken_in(tmp_path: Path, *tops: Tag, **how: Any) -> tuple[PreparedPart, ReadTree]:
    part = take_in_pdf(write_tagged(tmp_path / "a.pdf", *tops, **how), tmp_path / "b.pdf")
    return part, read_structure(pikepdf.open(io.BytesIO(part.path.read_bytes())))


def roles(tree: ReadTree) -> list[str]:
    return [one.role for one in tree.elements]


DOCUMENT = tag("Document", tag("H1", Words()), tag("P", Words(), tag("Link", Words(), WebLink())), tag("P", Words(2)))


def test_all_elements_stay_with_what_they_say(tmp_path: Path) -> None:
    figure = tag("Figure", Words(), Alt="Et hus", Lang="da", T="Hus", ActualText="hus", E="Huset", ID="f1")
    part, tree = taken_in(tmp_path, tag("Document", figure, DOCUMENT), pages=2, language="da-DK")
    assert (part.tagged, part.notes, tree.complaints) == (True, (), ())
    assert roles(tree) == ["Document", "Figure", "Document", "H1", "P", "Link", "P"]
    expected = {"Alt": "Et hus", "ActualText": "hus", "E": "Huset", "Lang": "da"}
    assert dict(tree.elements[1].said) == expected
    assert str(tree.pdf.Root.Lang) == "da-DK"


def test_a_file_without_tags_has_none(tmp_path: Path) -> None:
    def lose(pdf: pikepdf.Pdf, _: list[Any]) -> None:
        del pdf.Root["/StructTreeRoot"]

    part, _ = taken_in(tmp_path, DOCUMENT, pages=2, change=lose)
    assert (part.tagged, part.notes) == (False, ())
    assert b"/StructParent" not in part.path.read_bytes()


def test_what_was_taken_in_is_taken_in_as_it_is(tmp_path: Path) -> None:
    part, tree = taken_in(tmp_path, DOCUMENT, pages=2)
    again = take_in_pdf(part.path, tmp_path / "c.pdf")
    assert (again.tagged, again.notes) == (True, ())
    assert read_structure(pikepdf.open(again.path)).elements == tree.elements


def test_content_of_forms_and_its_keys_are_carried(tmp_path: Path) -> None:
    part, tree = taken_in(tmp_path, tag("P", Words(in_form=True), Words()), tag("P", Words(in_form=True)))
    assert (part.tagged, tree.complaints) == (True, ())
    assert [one.marks for one in tree.elements] == [2, 1]


# --------------------------------------------------------------------------- malformed trees


def twice(_: pikepdf.Pdf, elements: list[Any]) -> None:
    elements[0].K.append(elements[1])


def circle(_: pikepdf.Pdf, elements: list[Any]) -> None:
    elements[2].K.append(elements[0])


def itself(_: pikepdf.Pdf, elements: list[Any]) -> None:
    elements[1].K = elements[1]


def circle_of_lists(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
    kids = pdf.make_indirect(pikepdf.Array([0]))
    kids.append(pikepdf.Dictionary(S=pikepdf.Name.P, K=kids))
    elements[2].K.append(pikepdf.Dictionary(S=pikepdf.Name.P, K=kids))


def mark_twice(_: pikepdf.Pdf, elements: list[Any]) -> None:
    elements[2].K.append(0)


def object_twice(_: pikepdf.Pdf, elements: list[Any]) -> None:
    elements[2].K.append(elements[3].K[1])


def object_without_object(_: pikepdf.Pdf, elements: list[Any]) -> None:
    elements[2].K.append(pikepdf.Dictionary(Type=pikepdf.Name.OBJR))


def object_on_no_page(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
    gone = pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([1, 1, 9, 9])))
    elements[2].K.append(pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=gone))


def rubbish(_: pikepdf.Pdf, elements: list[Any]) -> None:
    odd = [None, True, -1, pikepdf.String("x"), pikepdf.Array([0]), pikepdf.Dictionary(), pikepdf.Name.X]
    elements[2].K = pikepdf.Array([*elements[2].K, *odd])
    elements[2].A, elements[2].C, elements[2].ID, elements[2].Alt = odd[3], 4, 4, 4
    elements[2].NS, elements[2].Ref, elements[2].P = 4, 4, 4


def wrong_tables(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
    root = pdf.Root.StructTreeRoot
    root.ParentTree = pikepdf.Dictionary(Kids=pikepdf.Array([root]))
    root.IDTree = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("x"), elements[0]]))
    root.RoleMap, root.ClassMap, root.Namespaces = 1, 2, 3


@pytest.mark.parametrize(
    "change",
    [
        twice,
        circle,
        mark_twice,
        object_twice,
        object_without_object,
        object_on_no_page,
        rubbish,
        wrong_tables,
    ],
)
def test_what_is_malformed_goes_and_all_elements_stay(change: Change, tmp_path: Path) -> None:
    part, tree = taken_in(tmp_path, DOCUMENT, pages=2, change=change)
    assert (part.tagged, tree.complaints) == (True, ())
    assert roles(tree) == ["Document", "H1", "P", "Link", "P"]


def test_an_element_within_itself_stays_and_its_words_go_to_another(tmp_path: Path) -> None:
    part, tree = taken_in(tmp_path, DOCUMENT, pages=2, change=itself)
    assert (part.tagged, tree.complaints) == (True, ())
    assert [(one.role, one.marks) for one in tree.elements[:3]] == [("Document", 0), ("H1", 0), ("P", 1)]
    assert roles(tree)[3:] == ["P", "Link", "P"]


def test_a_circle_through_a_list_alone_ends(tmp_path: Path) -> None:
    part, tree = taken_in(tmp_path, DOCUMENT, pages=2, change=circle_of_lists)
    assert (part.tagged, tree.complaints) == (True, ())


def test_elements_that_are_no_objects_of_their_own_become_some(tmp_path: Path) -> None:
    def direct(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
        inner = pikepdf.Dictionary(S=pikepdf.Name.Span, K=0, Pg=pdf.pages[0].obj)
        elements[0].K = pikepdf.Dictionary(S=pikepdf.Name.P, K=pikepdf.Array([inner]))

    _, tree = taken_in(tmp_path, tag("Document", Words()), change=direct)
    assert (roles(tree), tree.complaints) == (["Document", "P", "Span"], ())


def test_content_right_under_the_root_gets_an_element(tmp_path: Path) -> None:
    def bare(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
        link = elements[1].K[0]
        mark = pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=pdf.pages[0].obj, MCID=0)
        pdf.Root.StructTreeRoot.K = pikepdf.Array([mark, link])

    _, tree = taken_in(tmp_path, tag("P", Words()), tag("Link", WebLink()), change=bare)
    assert (roles(tree), tree.complaints) == (["P", "Link"], ())


def test_content_on_no_page_goes_with_the_elements_that_it_leaves_empty(tmp_path: Path) -> None:
    def cut(pdf: pikepdf.Pdf, _: list[Any]) -> None:
        del pdf.pages[1]

    part, tree = taken_in(
        tmp_path,
        tag("Document", tag("P", Words()), tag("Sect", tag("P", Words(2)), tag("P", Words(2))), tag("TD")),
        pages=2,
        change=cut,
    )
    assert (roles(tree), tree.complaints) == (["Document", "P", "TD"], ())
    assert remark("intake.tags-cut", count=3) in part.notes


def test_a_tree_that_tells_of_no_content_is_kept_and_its_file_counts_as_untagged(tmp_path: Path) -> None:
    part, tree = taken_in(tmp_path, tag("Document", tag("P")))
    assert roles(tree) == ["Document", "P"]
    assert not part.tagged
    assert remark("intake.tags-lost", reason=message("intake.tags-without-content")) in part.notes


def test_a_tree_too_deep_to_be_copied_is_dropped_whole_and_told(tmp_path: Path) -> None:
    def deepen(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
        inner = elements[0]
        for _ in range(DEEPEST):
            inner = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div, K=inner))
        pdf.Root.StructTreeRoot.K = inner

    part, _ = taken_in(tmp_path, tag("P", Words()), change=deepen)
    assert not part.tagged
    assert part.notes == (remark("intake.tags-lost", reason=message("intake.tags-too-deep")),)
    assert b"/StructParent" not in part.path.read_bytes()


def test_a_number_that_would_need_a_table_of_millions_drops_the_tree(tmp_path: Path) -> None:
    def huge(_: pikepdf.Pdf, elements: list[Any]) -> None:
        elements[0].K = 2**31 - 1

    part, _ = taken_in(tmp_path, tag("P", Words()), change=huge)
    assert part.notes == (remark("intake.tags-lost", reason=message("intake.tags-misnumbered")),)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 5)), max_size=8))
def test_however_kids_are_entangled_the_copys_tree_is_one(tmp_path: Path, ties: list[tuple[int, int, int]]) -> None:
    def entangle(_: pikepdf.Pdf, elements: list[Any]) -> None:
        for holder, kid, kind in ties:
            found = elements[kid].get("/K")
            odd = [elements[kid], pikepdf.Dictionary(S=pikepdf.Name.Div, K=elements[kid]), kind, found, None]
            old = elements[holder].get("/K", pikepdf.Array())
            elements[holder].K = pikepdf.Array([*old, odd[min(kind, 4)]])

    _, tree = taken_in(tmp_path, DOCUMENT, pages=2, change=entangle)
    assert tree.complaints == ()


# ------------------------------------------------------------------------------------ mending


def test_unnumbered_headings_get_the_level_of_their_depth(tmp_path: Path) -> None:
    inner = tag("Sect", tag("H", Words()), tag("Sect", tag("Div", tag("Egen", Words()))))
    tops = tag("Document", tag("Sect", tag("H", Words()), inner, tag("Sect", tag("H", Words()))), tag("H1", Words()))
    role_map = pikepdf.Dictionary(Egen=pikepdf.Name.H)
    _, tree = taken_in(tmp_path, tops, root={"RoleMap": role_map})
    assert [role for role in roles(tree) if role.startswith("H")] == ["H1", "H2", "H3", "H2", "H1"]


def test_a_heading_is_never_more_than_one_level_beneath_the_one_before(tmp_path: Path) -> None:
    tops = tag("Sect", tag("Sect", tag("Sect", tag("H", Words())), tag("H", Words())), tag("H", Words()))
    _, tree = taken_in(tmp_path, tops)
    assert [role for role in roles(tree) if role.startswith("H")] == ["H1", "H1", "H1"]


def test_standard_types_keep_their_meaning_and_circles_have_none(tmp_path: Path) -> None:
    mapped = {"Quote": "P", "P": "P", "Fod": "Ben", "Ben": "Span", "Ring": "Rund", "Rund": "Ring"}
    role_map = pikepdf.Dictionary({f"/{name}": pikepdf.Name(f"/{role}") for name, role in mapped.items()})
    tops = tag("P", tag("Quote", Words()), tag("Fod", Words()), tag("Ring", Words()))
    _, tree = taken_in(tmp_path, tops, root={"RoleMap": role_map})
    assert role_map_of(tree) == {"/Fod": "/Span", "/Ring": "/Span"}
    assert roles(tree) == ["P", "Quote", "Fod", "Ring"]


def role_map_of(tree: ReadTree) -> dict[str, str]:
    return {name: str(role) for name, role in tree.pdf.Root.StructTreeRoot.RoleMap.items()}


@pytest.mark.parametrize(
    ("tops", "stands_for"),
    [
        (tag("Sect", tag("Egen", tag("P", Words()))), "/Div"),
        (tag("Egen", tag("Egen", tag("P", Words()))), "/Div"),
        (tag("Sect", tag("Egen", Words(), tag("Span", Words()))), "/P"),
        (tag("Egen", Words()), "/P"),
        (tag("P", Words(), tag("Egen", Words())), "/Span"),
        (tag("H1", tag("Egen", tag("Egen", Words()))), "/Span"),
        (tag("Table", tag("Egen", tag("TR", tag("TD", Words())))), "/NonStruct"),
        (tag("Sect", tag("Egen", Words(), tag("Table", tag("TR", tag("TD", Words()))))), "/NonStruct"),
        (tag("Sect", tag("Egen", Words()), tag("P", tag("Egen", Words()))), "/NonStruct"),
    ],
)
def test_a_type_that_stands_for_nothing_stands_for_what_it_comes_closest_to(
    tops: Tag, stands_for: str, tmp_path: Path
) -> None:
    _, tree = taken_in(tmp_path, tops)
    assert role_map_of(tree) == {"/Egen": stands_for}
    assert tree.complaints == ()


def test_types_of_pdf_2_are_explained_to_readers_of_pdf_1(tmp_path: Path) -> None:
    def spaced(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
        newer = pdf.make_indirect(pikepdf.Dictionary(NS=pikepdf.String("http://iso.org/pdf2/ssn")))
        own = pikepdf.Dictionary(Rubrik=pikepdf.Array([pikepdf.Name.H1, newer]))
        for element in elements[:4]:
            element.NS = newer
        elements[4].NS = pdf.make_indirect(pikepdf.Dictionary(NS=pikepdf.String("http://her"), RoleMapNS=own))

    tops = tag("Document", tag("Title", Words()), tag("P", tag("Em", Words())), tag("Rubrik", Words()))
    _, tree = taken_in(tmp_path, tops, change=spaced)
    assert role_map_of(tree) == {"/Title": "/P", "/Em": "/Span", "/Rubrik": "/H1"}
    assert ["/NS" in one.handle for one in tree.elements] == [True] * 5


@pytest.mark.parametrize(
    ("given", "become", "moved"),
    [
        ((1, 2, 3, 2, 1), (1, 2, 3, 2, 1), 0),
        ((2, 3, 2), (2, 3, 2), 0),
        ((1, 4), (1, 2), 1),
        ((1, 3, 3, 4, 2, 3), (1, 2, 2, 3, 2, 3), 3),
        ((4, 5, 1, 2), (2, 3, 1, 2), 2),
        ((6,), (2,), 1),
    ],
)
def test_where_headings_leave_levels_out_what_is_beneath_moves_up(
    given: tuple[int, ...], become: tuple[int, ...], moved: int, tmp_path: Path
) -> None:
    part, tree = taken_in(tmp_path, tag("Document", *(tag(f"H{level}", Words()) for level in given)))
    assert roles(tree)[1:] == [f"H{level}" for level in become]
    assert part.notes == ((remark("intake.headings-moved", count=moved),) if moved else ())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["H", "H1", "H2", "H3", "H4", "H5", "H6", "Rubrik", "P"]), min_size=1, max_size=9))
@example(["H", "H3", "Rubrik"])
def test_whatever_headings_a_file_has_none_is_unnumbered_and_no_level_is_skipped(
    tmp_path: Path, given: list[str]
) -> None:
    sections = (tag("Sect", tag(role, Words()), tag("Sect", tag(role, Words()))) for role in given)
    role_map = pikepdf.Dictionary(Rubrik=pikepdf.Name.H4)
    _, tree = taken_in(tmp_path, tag("Document", *sections), root={"RoleMap": role_map})
    # A type of the file's own stays where its level fits.
    standard = ["H4" if role == "Rubrik" else role for role in roles(tree)]
    levels = [1, *(int(role[1]) for role in standard if role[0] == "H")]
    assert len(levels) == 1 + 2 * sum(role != "P" for role in given)
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_list_items_stand_in_lists_and_notes_have_identifiers(tmp_path: Path) -> None:
    item = tag("LI", tag("LBody", Words()))
    _, tree = taken_in(tmp_path, tag("Sect", item, item, tag("Note", Words()), item, tag("L", item)))
    around = ["Sect", "L", "LI", "LBody", "LI", "LBody", "Note", "L", "LI", "LBody", "L", "LI", "LBody"]
    assert (roles(tree), tree.complaints) == (around, ())
    assert bytes(tree.elements[6].handle.ID) == b"note-1"


def test_items_at_the_top_of_the_tree_stand_in_lists_too_and_in_the_one_before_them(tmp_path: Path) -> None:
    item = tag("LI", tag("LBody", Words()))
    _, tree = taken_in(tmp_path, item, tag("P", Words()), tag("L", item), item)
    assert roles(tree) == ["L", "LI", "LBody", "P", "L", "LI", "LBody", "LI", "LBody"]
    assert tree.complaints == ()


def test_an_identifier_that_a_cell_seeks_belongs_to_the_first_that_has_it(tmp_path: Path) -> None:
    sought = pikepdf.Dictionary(O=pikepdf.Name.Table, Headers=pikepdf.Array([pikepdf.String("a")]))
    named = [tag("P", Words(), ID=name) for name in ("a", "a", "b")]
    _, tree = taken_in(tmp_path, *named, tag("P", Words(), A=sought))
    assert ["/ID" in one.handle for one in tree.elements] == [True, False, False, False]
    assert tree.complaints == ()


def test_a_link_says_where_it_leads_and_stands_in_a_link(tmp_path: Path) -> None:
    def inside(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
        first, second = pdf.pages[0].obj, pdf.pages[1].obj
        loose = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([1, 1, 9, 9]))
        loose.Dest = pikepdf.Array([second, pikepdf.Name.Fit])
        first.Annots.append(loose)
        elements[2].Alt = pikepdf.String("Hjem")

    document = tag("Document", tag("P", Words(), WebLink()), tag("Link", WebLink()), tag("P", Words(2)))
    _, tree = taken_in(tmp_path, document, pages=2, change=inside)
    assert (roles(tree), tree.complaints) == (["Document", "P", "Link", "Link", "Link", "P"], ())
    said = [str(annotation.Contents) for annotation in tree.pdf.pages[0].obj.Annots]
    assert said == ["Link til https://example.org/", "Hjem", "Henvisning til filens side 2"]
    assert all(page.obj.Tabs == pikepdf.Name.S for page in tree.pdf.pages)


@pytest.mark.long
@pytest.mark.parametrize("direct", [False, True])
def test_many_links_take_the_time_that_their_number_takes(direct: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a value of the table
    def needed(count: int) -> float:
        def links(pdf: pikepdf.Pdf, _: list[Any]) -> None:
            web = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org/"))
            boxes = (pikepdf.Array([place % 500, 9, place % 500 + 9, 18]) for place in range(count))
            made = (pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=box, A=web) for box in boxes)
            pdf.pages[0].obj.Annots = pikepdf.Array([link if direct else pdf.make_indirect(link) for link in made])

        source = write_tagged(tmp_path / "a.pdf", tag("Document", tag("P", Words())), change=links)
        began = time.process_time()
        take_in_pdf(source, tmp_path / "b.pdf")
        return time.process_time() - began

    # Eight times as many: 64 times as long, were each looked for among all.
    assert needed(8192) < 20 * max(needed(1024), 0.1)


def test_a_field_is_read_where_it_stood_and_says_of_what_kind_it_was(tmp_path: Path) -> None:
    def fields(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
        page = pdf.pages[0].obj
        for element, kind, extra in ((elements[1], "/Tx", {}), (elements[2], "/Btn", {"/AS": pikepdf.Name.Yes})):
            look = pdf.make_stream(b"0 0 9 9 re f", Subtype=pikepdf.Name.Form, BBox=pikepdf.Array([0, 0, 9, 9]))
            states = look if kind == "/Tx" else pikepdf.Dictionary(Yes=look)
            widget = {"/FT": pikepdf.Name(kind), "/T": pikepdf.String(kind), "/TU": pikepdf.String("Navn"), **extra}
            box = {"/Rect": pikepdf.Array([9, 99, 18, 108]), "/AP": pikepdf.Dictionary(N=states), "/F": 4}
            annotation = pdf.make_indirect(pikepdf.Dictionary({"/Subtype": pikepdf.Name.Widget, **widget, **box}))
            page.Annots.append(annotation)
            element.K = pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=annotation, Pg=page)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=page.Annots)

    part, tree = taken_in(tmp_path, tag("Document", tag("Form"), tag("Form"), tag("P", Words())), change=fields)
    assert (part.tagged, part.notes, tree.complaints) == (True, (remark("intake.fields", count=2),), ())
    assert [(one.role, one.marks, one.objects) for one in tree.elements[1:]] == [
        ("Form", 1, 0),
        ("Form", 1, 0),
        ("P", 1, 0),
    ]
    kinds = [one.handle.A for one in tree.elements[1:3]]
    assert [str(kind.Role) for kind in kinds] == ["/tv", "/cb"]
    assert (str(kinds[0].Desc), str(kinds[1].checked)) == ("Navn", "/on")
    content = b"".join(stream.read_bytes() for stream in tree.pdf.pages[0].obj.Contents)
    assert content.count(b"/MCID 1") == content.count(b"/MCID 2") == 1


def test_elements_lead_to_nothing_outside_the_tree(tmp_path: Path) -> None:
    def hide(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
        script = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("skjult()")))
        elements[0].AF = pikepdf.Array([script])
        elements[0].A = pikepdf.Dictionary(O=pikepdf.Name.Layout, Width=3, X=script, Y=pikepdf.Array([script]))
        elements[0].Ref = pikepdf.Array([script, elements[0]])

    part, tree = taken_in(tmp_path, tag("P", Words()), change=hide)
    assert b"skjult" not in part.path.read_bytes()
    assert set(tree.elements[0].handle.A.keys()) == {"/O", "/Width"}
    assert len(tree.elements[0].handle.Ref) == 1


def test_content_that_nobody_can_read_keeps_its_owners(tmp_path: Path) -> None:
    def break_off(pdf: pikepdf.Pdf, _: list[Any]) -> None:
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n[(uden ende")

    part, tree = taken_in(tmp_path, tag("P", Words()), change=break_off)
    assert (part.tagged, tree.complaints, roles(tree)) == (True, (), ["P"])
