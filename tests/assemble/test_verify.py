"""Every check of the finished file can fail: a good file, changed in one thing, is found out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs
import pikepdf
import pytest
from assemble.packages import Package, small_package
from intake.odd_pdf import TEXT, link, write_pdf

from styringsdialog.assemble.verify import read_back
from styringsdialog.errors import Fault

Change = Callable[[pikepdf.Pdf], None]
XYZ = pikepdf.Name.XYZ


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("good")
    return small_package(folder, write_pdf(folder / "a.pdf", TEXT, TEXT, keys={"/Rotate": 90}))


def found(good: Package, tmp_path: Path, change: Change) -> list[str]:
    """Give what is found in ``good`` after ``change``."""
    path = tmp_path / "bad.pdf"
    with pikepdf.open(good.path) as pdf:
        change(pdf)
        pdf.save(path)
    problems = read_back(path, good.plan).problems
    assert all(problem.fault is Fault.INTERNAL for problem in problems)
    return [f"{problem.where}: {problem.message}" for problem in problems]


def test_a_good_file_is_good(good: Package, tmp_path: Path) -> None:
    assert found(good, tmp_path, lambda _: None) == []


def test_a_file_that_is_no_pdf_is_found(good: Package, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(good.path.read_bytes()[:300])
    (problem,) = read_back(tmp_path / "bad.pdf", good.plan).problems
    assert "cannot be read back" in problem.message


def drop_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def swap_pages(pdf: pikepdf.Pdf) -> None:
    kids = pdf.Root.Pages.Kids
    kids[4], kids[5] = kids[5], kids[4]


def drop_footer(pdf: pikepdf.Pdf) -> None:
    contents = pdf.pages[3].obj.Contents
    pdf.pages[3].obj.Contents = pikepdf.Array(contents.as_list()[:-1])


def move_footer(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[3].obj
    *before, stamp = page.Contents.as_list()
    up = pdf.make_stream(b"q 1 0 0 1 0 200 cm")
    page.Contents = pikepdf.Array([*before, up, stamp, pdf.make_stream(b"Q")])


def swap_bilag_footers(pdf: pikepdf.Pdf) -> None:
    first, second = pdf.pages[4].obj, pdf.pages[5].obj
    one, other = first.Contents.as_list(), second.Contents.as_list()
    first.Contents, second.Contents = pikepdf.Array([*one[:-1], other[-1]]), pikepdf.Array([*other[:-1], one[-1]])


def drop_journal(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    *before, stamp = page.Contents.as_list()
    assert isinstance(stamp, pikepdf.Stream)
    lines = stamp.read_bytes().split(b"\n")
    without = [line for line in lines if b" 58 Tm" not in line]
    page.Contents = pikepdf.Array([*before, pdf.make_stream(b"\n".join(without))])
    lost = [index for index, line in enumerate(lines) if b" 58 Tm" in line]
    kept = [line for index, line in enumerate(lines) if index not in lost and index - 1 not in lost]
    page.Contents = pikepdf.Array([*before, pdf.make_stream(b"\n".join(kept))])


def shift_labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[1].St = 2


def roman_labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[1].S = pikepdf.Name.r


def drop_labels(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/PageLabels"]
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(P=pikepdf.String("A"))]))


def rename_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("Forside (side 2)")


def move_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.Last.Dest[0] = pdf.pages[0].obj


def drop_bookmark(pdf: pikepdf.Pdf) -> None:
    last = pdf.Root.Outlines.Last
    pdf.Root.Outlines.Last = last.Prev
    del last.Prev["/Next"]


def drop_outline(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Outlines"]


def contents_annotation(pdf: pikepdf.Pdf, index: int = 0) -> pikepdf.Object:
    return pdf.pages[1].obj.Annots[index]


def move_contents_link(pdf: pikepdf.Pdf) -> None:
    contents_annotation(pdf).A.D[0] = pdf.pages[4].obj


def drop_contents_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Annots = pikepdf.Array(pdf.pages[1].obj.Annots.as_list()[1:])


def lead_link_out(pdf: pikepdf.Pdf) -> None:
    gone = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page))
    pdf.pages[2].obj.Annots[0].A.D = pikepdf.Array([gone, XYZ, None, None, None])


def name_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.Annots[0].A.D = pikepdf.String("kap1")


def old_destination(pdf: pikepdf.Pdf) -> None:
    pdf.pages[5].obj.Annots = pikepdf.Array([link(Dest=pikepdf.Name.kap1)])


def leave_inside_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.Annots[0].A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("Bilag:vibo"))


def script_in_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.Annots[0].A = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))


def script_after_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.Annots[0].A.Next = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))


def script_on_annotation(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.Annots[0].AA = pikepdf.Dictionary()


def script_on_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.AA = pikepdf.Dictionary()


def script_on_opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))


def script_by_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())


def script_on_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.A = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))


def leave_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]))


def dangle_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[4].obj.StructParents = 4711


def dangle_annotation(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.Annots[0].StructParent = 4712


def dangle_beside_a_tree(pdf: pikepdf.Pdf) -> None:
    known = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary()]))
    pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(ParentTree=known))
    pdf.pages[3].obj.StructParents = 0
    pdf.pages[4].obj.StructParents = 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (drop_page, "has 5 pages instead of 6"),
        (swap_pages, "page 5: the footer is"),
        (drop_footer, "page 4: the footer is '', without 'Side 4 af 6'"),
        (move_footer, "page 4: the footer is '', without 'Side 4 af 6'"),
        (swap_bilag_footers, "without 'Bilag 1 · side 1 af 2'"),
        (drop_journal, "the journal field 'Doknr.' is not printed"),
        (shift_labels, "page 1: is labelled '2'"),
        (roman_labels, "page 1: is labelled 'i'"),
        (drop_labels, "page 1: is labelled 'A'"),
        (rename_bookmark, "bookmark 1: is 'Forside (side 2)' on page 1"),
        (move_bookmark, "on page 1 at depth 1 instead of"),
        (drop_bookmark, "the bookmarks: are 4 instead of 5"),
        (drop_outline, "the bookmarks: are 0 instead of 5"),
        (move_contents_link, "page 2: a line of the contents prints '3' and leads to page 5"),
        (drop_contents_link, "the contents: no line leads to 'Referat' on page 3"),
        (lead_link_out, "page 3: a link leads to no page of the package"),
        (name_link, "page 3: a link leads to no page of the package"),
        (old_destination, "page 6: a link leads to no page of the package"),
        (leave_inside_link, "page 3: the link 'Bilag:vibo' leads nowhere"),
        (script_in_link, "page 3: an annotation has the action /JavaScript"),
        (script_after_link, "page 3: an annotation has the action /GoTo"),
        (script_on_annotation, "page 3: an annotation has actions that run by themselves"),
        (script_on_page, "page 3: has actions of its own"),
        (script_on_opening, "the catalog: has /OpenAction"),
        (script_by_name, "the catalog: has /Names"),
        (script_on_bookmark, "bookmark 1: has an action"),
        (leave_form, "the catalog: has /AcroForm"),
        (dangle_page, "has /StructParents 4711, which the structure tree lacks"),
        (dangle_annotation, "has /StructParent 4712, which the structure tree lacks"),
        (dangle_beside_a_tree, "has /StructParents 1, which the structure tree lacks"),
    ],
)
def test_a_change_is_found(good: Package, tmp_path: Path, change: Change, says: str) -> None:
    problems = found(good, tmp_path, change)
    assert any(says in problem for problem in problems), problems


def test_numbers_that_are_printed_wrong_from_the_start_are_found(tmp_path: Path) -> None:
    package = small_package(tmp_path, write_pdf(tmp_path / "a.pdf", TEXT), numbers=[3, 5])
    assert [str(problem.where) for problem in read_back(package.path, package.plan).problems] == ["page 2"]


def test_a_plan_that_says_otherwise_is_found(good: Package) -> None:
    wrong = attrs.evolve(
        good.plan, footers=tuple(attrs.evolve(one, left="Bilag 9", bilag=True) for one in good.plan.footers)
    )
    assert len(read_back(good.path, wrong).problems) == good.plan.pages


def test_more_pages_than_are_read_at_once_are_all_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("styringsdialog.assemble.verify._PAGES_AT_ONCE", 2)
    package = small_package(tmp_path, write_pdf(tmp_path / "a.pdf", TEXT, TEXT, TEXT))
    assert found(package, tmp_path, drop_footer_of_last) == [
        "page 7: the footer is '', without 'Side 7 af 7'",
        "page 7: the footer is '', without 'Bilag 1 · side 3 af 3'",
    ]


def drop_footer_of_last(pdf: pikepdf.Pdf) -> None:
    contents = pdf.pages[6].obj.Contents
    pdf.pages[6].obj.Contents = pikepdf.Array(contents.as_list()[:-1])


NUMBER = pikepdf.String("040131-7707")
ATTRIBUTES = pikepdf.Array([pikepdf.Dictionary(O=pikepdf.Name.Table, Summary=NUMBER), 0])
HOLDERS: dict[str, tuple[str, Callable[[pikepdf.Pdf, pikepdf.Dictionary], object]]] = {
    "an annotation of no number": (
        "/Contents",
        lambda _, page: page.update(
            {"/Annots": pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Contents=NUMBER)])}
        ),
    ),
    "an action that is an object": (
        "/URI",
        lambda pdf, page: page.update(
            {"/Annots": [pdf.make_indirect(pikepdf.Dictionary(A=pdf.make_indirect(pikepdf.Dictionary(URI=NUMBER))))]}
        ),
    ),
    "attributes in a list": (
        "/Summary",
        lambda pdf, page: pdf.make_indirect(pikepdf.Dictionary(Pg=page, A=ATTRIBUTES)),
    ),
    "a property list": (
        "/ActualText",
        lambda _, page: page.Resources.update(
            {"/Properties": pikepdf.Dictionary(P=pikepdf.Dictionary(ActualText=NUMBER))}
        ),
    ),
}


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_personal_number_is_found_with_its_page_wherever_it_stands(
    good: Package, tmp_path: Path, holder: str
) -> None:
    key, change = HOLDERS[holder]
    with pikepdf.open(good.path) as pdf:
        pdf.Root.Last = pdf.make_indirect(pikepdf.Array([change(pdf, page.obj) for page in pdf.pages[1:3]]))
        pdf.save(tmp_path / "b.pdf")
    assert {(2, key, str(NUMBER)), (3, key, str(NUMBER))} <= {*read_back(tmp_path / "b.pdf", good.plan).personal}
