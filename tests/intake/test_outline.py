"""Bookmarks of a foreign file are read whatever state its outline is in."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from intake.odd_pdf import TEXT, write_pdf
from support.remarks import remark

from styringsdialog.intake.destinations import title_of
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.model.parts import Anchor, Bookmark

XYZ = pikepdf.Name.XYZ


def item(
    pdf: pikepdf.Pdf, title: str, page: int | None = None, top: int | None = None, **keys: Any
) -> pikepdf.Dictionary:
    entry = pdf.make_indirect(pikepdf.Dictionary(Title=pikepdf.String(title), **keys))
    if page is not None:
        entry.Dest = pikepdf.Array([pdf.pages[page - 1].obj, XYZ, 0, top, None])
    return entry


def chain(parent: pikepdf.Object, *items: pikepdf.Dictionary) -> None:
    for one, after in itertools.pairwise(items):
        one.Next = after
    parent.First, parent.Last = items[0], items[-1]


def read(tmp_path: Path, change: Any, pages: int = 3, **keys: Any) -> tuple[Bookmark, ...]:
    def with_outline(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary())
        change(pdf, pdf.Root.Outlines)

    source = write_pdf(tmp_path / "a.pdf", *[TEXT] * pages, change=with_outline, keys=keys)
    return take_in_pdf(source, tmp_path / "b.pdf").bookmarks


def test_bookmarks_keep_order_depth_page_and_height(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, root: pikepdf.Object) -> None:
        first, second = item(pdf, "Et", 1, 700), item(pdf, "To", 3)
        chain(root, first, second)
        chain(first, item(pdf, "Et.a", 1, 300), item(pdf, "Et.b", 2, 9999))

    assert read(tmp_path, change) == (
        Bookmark(
            "Et",
            Anchor(1, 700),
            (Bookmark("Et.a", Anchor(1, 300)), Bookmark("Et.b", Anchor(2, 842))),
        ),
        Bookmark("To", Anchor(3)),
    )


def test_one_that_leads_nowhere_takes_the_place_of_what_is_beneath_it_or_goes(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, root: pikepdf.Object) -> None:
        folder, nowhere = item(pdf, "Mappe"), item(pdf, "Intet", Dest=pikepdf.String("nej"))
        chain(root, folder, nowhere)
        chain(folder, item(pdf, "Indhold", 2, 100))

    assert read(tmp_path, change) == (Bookmark("Mappe", Anchor(2, 100), (Bookmark("Indhold", Anchor(2, 100)),)),)


def test_one_without_a_title_leaves_what_is_beneath_it(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, root: pikepdf.Object) -> None:
        nameless = item(pdf, " \t\0", 1)
        chain(root, nameless)
        chain(nameless, item(pdf, "Under", 2))

    assert read(tmp_path, change) == (Bookmark("Under", Anchor(2)),)


def test_actions_and_names_lead_as_well(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, root: pikepdf.Object) -> None:
        pdf.Root.Dests = pikepdf.Dictionary(navn=pikepdf.Array([pdf.pages[1].obj, pikepdf.Name.Fit]))
        goto = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Name.navn)
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))
        chain(root, item(pdf, "Navn", A=goto), item(pdf, "Script", A=script))

    assert read(tmp_path, change) == (Bookmark("Navn", Anchor(2)),)


def test_a_bookmark_may_stand_for_an_element_and_leads_to_where_that_begins(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, root: pikepdf.Object) -> None:
        element = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.H1, Pg=pdf.pages[1].obj, K=0))
        goto = pikepdf.Dictionary(S=pikepdf.Name.GoTo, SD=pikepdf.Array([element, pikepdf.Name.Fit]))
        chain(root, item(pdf, "Element", SE=element), item(pdf, "Handling", A=goto))

    assert read(tmp_path, change) == (Bookmark("Element", Anchor(2)), Bookmark("Handling", Anchor(2)))


def test_circles_end(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, root: pikepdf.Object) -> None:
        first, second = item(pdf, "Et", 1), item(pdf, "To", 2)
        chain(root, first, second)
        second.Next, second.First = first, first
        first.First = root

    assert read(tmp_path, change) == (Bookmark("Et", Anchor(1)), Bookmark("To", Anchor(2)))


@pytest.mark.parametrize("key", ["Next", "First"], ids=["long", "deep"])
def test_an_outline_that_no_checker_would_survive_is_bounded_and_that_is_told(key: str, tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        entries = [item(pdf, str(number), 1) for number in range(20_000)]
        for one, after in itertools.pairwise(entries):
            one[f"/{key}"] = after
        pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary(First=entries[0]))

    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", change=change), tmp_path / "b.pdf")
    assert titles(part.bookmarks) == list(map(str, range(2000)))
    assert depth(part.bookmarks) <= 8
    assert part.notes == (remark("intake.bookmarks-cut", count=18_000),)


def titles(bookmarks: tuple[Bookmark, ...]) -> list[str]:
    return [title for one in bookmarks for title in (one.title, *titles(one.children))]


def depth(bookmarks: tuple[Bookmark, ...]) -> int:
    return max((1 + depth(one.children) for one in bookmarks), default=0)


def test_on_a_page_that_stands_on_its_side_a_bookmark_leads_to_the_page(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, root: pikepdf.Object) -> None:
        chain(root, item(pdf, "Et", 1, 300))

    assert read(tmp_path, change, **{"/Rotate": 90}) == (Bookmark("Et", Anchor(1)),)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("  To\r\nlinjer\t her ", "To linjer her"),
        ("Skjult\N{RIGHT-TO-LEFT OVERRIDE}fdp\N{ZERO WIDTH SPACE}\0", "Skjultfdp"),
        ("Blåbærgrød", "Blåbærgrød"),
        ("a\N{COMBINING RING ABOVE}", "å"),
        ("a" * 400, "a" * 299 + "…"),
        (7, ""),
    ],
)
def test_a_title_is_one_line_of_what_one_sees(written: object, title: str) -> None:
    assert title_of(written) == title
