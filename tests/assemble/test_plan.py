"""Page arithmetic: offsets add up, and everything lies within its section."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.assemble.plan import Plan, PlannedSection, plan_package
from styringsdialog.content.references import Destination
from styringsdialog.errors import ContentError, Remark
from styringsdialog.messages.message import message
from styringsdialog.model.parts import Anchor, Bookmark, PageShape, PreparedPart

JOURNAL = (("Sagsbehandler", "louisehjul"), ("Doknr.", ""))
NOTE = Remark(message("intake.repaired"))
NBSP = "\N{NO-BREAK SPACE}"


def part(
    pages: int,
    *,
    bookmarks: tuple[Bookmark, ...] = (),
    anchors: dict[str, Anchor] | None = None,
    notes: tuple[Remark, ...] = (),
) -> PreparedPart:
    shapes = (PageShape(595, 842, footer_free=True),) * pages
    return PreparedPart(path=Path("a.pdf"), pages=shapes, bookmarks=bookmarks, anchors=anchors or {}, notes=notes)


def section(key: str, *parts: PreparedPart, number: int | None = None, aliases: tuple[str, ...] = ()) -> PlannedSection:
    return PlannedSection(
        key=key, title=f"Titel {key}", parts=parts, number=number, own_from=1 if number else 0, aliases=aliases
    )


def planned(*sections: PlannedSection) -> Plan:
    return plan_package(sections, short_title="Konference", journal=JOURNAL)


EXAMPLE = (
    section("del:forside", part(1)),
    section("del:temaer", part(2, anchors={"tema:et": Anchor(2, 500)})),
    section(
        "bilag:vibo/a",
        part(1),
        part(14, bookmarks=(Bookmark("Tal", Anchor(3, 700), (Bookmark("Leje", Anchor(4)),)),), notes=(NOTE,)),
        number=1,
        aliases=("punkt:vibo/x",),
    ),
    section("bilag:vibo/b", part(1), part(2), number=2),
    section("bilag:dab", part(1), number=3),
)


def test_every_page_says_its_number_and_a_bilags_own_pages_theirs() -> None:
    footers = planned(*EXAMPLE).footers
    assert [footer.right for footer in footers] == [f"Side {number} af 22" for number in range(1, 23)]
    assert [footer.left for footer in footers[:5]] == ["Konference"] * 3 + ["Bilag 1", "Bilag 1 · side 1 af 14"]
    assert [footer.left for footer in footers[17:]] == [
        "Bilag 1 · side 14 af 14",
        "Bilag 2",
        "Bilag 2 · side 1 af 2",
        "Bilag 2 · side 2 af 2",
        "Bilag 3",
    ]
    assert [footer.journal for footer in footers] == [JOURNAL, *[()] * 21]


def test_references_know_label_page_and_pages() -> None:
    plan = planned(*EXAMPLE)
    first = Destination(label=f"bilag{NBSP}1", page=4, last=18, pages=14, title="Titel bilag:vibo/a")
    assert plan.references["bilag:vibo/a"] == first
    assert plan.references["bilag:vibo"] == first, "the contributor's first one"
    assert plan.references["punkt:vibo/x"] == first, "an alias"
    assert plan.references["bilag:dab"] == Destination(f"bilag{NBSP}3", 22, 22, 0, "Titel bilag:dab")
    assert plan.references["del:temaer"] == Destination("Titel del:temaer", 2, 3, 2, "Titel del:temaer")
    assert plan.references["tema:et"].page == 3
    assert plan.destinations["tema:et"] == Anchor(3, 500)


def test_bookmarks_carry_their_page_and_a_parts_own_stand_beneath() -> None:
    bookmarks = planned(*EXAMPLE).bookmarks
    assert [bookmark.title for bookmark in bookmarks] == [
        "Titel del:forside (side 1)",
        "Titel del:temaer (side 2)",
        "Titel bilag:vibo/a (side 4)",
        "Titel bilag:vibo/b (side 19)",
        "Titel bilag:dab (side 22)",
    ]
    assert bookmarks[2].children == (Bookmark("Tal (side 7)", Anchor(7, 700), (Bookmark("Leje (side 8)", Anchor(8)),)),)


def test_notes_are_those_of_the_section() -> None:
    plan = planned(*EXAMPLE)
    assert plan.notes("bilag:vibo/a") == plan.notes("bilag:vibo") == (NOTE,)
    assert plan.notes("bilag:dab") == ()


def test_a_target_that_leads_to_two_places_is_a_problem_and_all_are_told() -> None:
    with pytest.raises(ContentError) as caught:
        planned(
            section("del:a", part(1, anchors={"punkt:x": Anchor(1)})),
            section("del:b", part(1, anchors={"punkt:x": Anchor(1)})),
            section("del:a", part(1)),
        )
    assert [problem.where for problem in caught.value.problems] == ["punkt:x", "del:a"]
    assert "pages 1 and 2" in caught.value.problems[0].message


def test_a_section_without_pages_is_a_problem() -> None:
    with pytest.raises(ContentError, match="no pages"):
        planned(section("del:a"))


SIZES = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 5), st.booleans()), min_size=1, max_size=12)


def made(sizes: list[tuple[int, int, bool]]) -> tuple[PlannedSection, ...]:
    return tuple(
        section(
            f"bilag:k{index // 2}/n{index}" if is_bilag else f"del:n{index}",
            part(before, anchors={f"punkt:{index}": Anchor(before)}),
            *([part(own, bookmarks=(Bookmark("m", Anchor(own)),))] if own else ()),
            number=index + 1 if is_bilag else None,
        )
        for index, (before, own, is_bilag) in enumerate(sizes)
    )


@given(sizes=SIZES)
def test_offsets_add_up(sizes: list[tuple[int, int, bool]]) -> None:
    plan = planned(*made(sizes))
    assert plan.pages == sum(before + own for before, own, _ in sizes) == len(plan.shapes)
    assert [page for one in plan.sections for page in range(one.first, one.last + 1)] == list(range(1, plan.pages + 1))
    assert len({footer.right for footer in plan.footers}) == plan.pages


@given(sizes=SIZES)
def test_every_destination_lies_within_its_section(sizes: list[tuple[int, int, bool]]) -> None:
    plan = planned(*made(sizes))
    for index, one in enumerate(plan.sections):
        assert one.first == plan.destinations[one.key].page == plan.references[one.key].page
        assert one.first <= plan.destinations[f"punkt:{index}"].page <= one.last
        assert one.own_first + one.own_pages - 1 == one.last


@given(sizes=SIZES)
def test_bookmarks_stand_in_the_order_of_the_pages(sizes: list[tuple[int, int, bool]]) -> None:
    plan = planned(*made(sizes))
    pages = [bookmark.anchor.page for bookmark in plan.bookmarks]
    assert pages == sorted(set(pages)) == [one.first for one in plan.sections]
    for one, bookmark in zip(plan.sections, plan.bookmarks, strict=True):
        assert all(one.first <= child.anchor.page <= one.last for child in bookmark.children)


@given(sizes=SIZES)
def test_a_bilags_own_pages_are_counted_from_one_without_a_gap(sizes: list[tuple[int, int, bool]]) -> None:
    plan = planned(*made(sizes))
    for one in plan.sections:
        if one.number is not None:
            lefts = [footer.left for footer in plan.footers[one.first - 1 : one.last]]
            own = [f"Bilag {one.number} · side {page} af {one.own_pages}" for page in range(1, one.own_pages + 1)]
            assert lefts == [f"Bilag {one.number}"] * (one.own_first - one.first) + own
