"""Footers stand upright, at their own size, within what one sees, over nothing; the page beneath does not move."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from pathlib import Path

import attrs
import pikepdf
import pypdfium2
import pytest
from assemble.packages import METADATA
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.odd_pdf import draw, write_pdf
from PIL import ImageChops

from styringsdialog.assemble.package import assemble
from styringsdialog.assemble.plan import Footer, PlannedSection, plan_package
from styringsdialog.assemble.stamps import lay_out_footer
from styringsdialog.assemble.verify import read_back
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.pdf.boxes import FOOTER_STRIP, visible_box
from styringsdialog.typeset.stampfont import StampFont, stamp_font
from styringsdialog.typeset.styles import SMALL


@attrs.frozen(kw_only=True)
class Sheet:
    """A foreign page: its boxes, how it is turned, and what is painted on it."""

    left: int
    bottom: int
    width: int
    height: int
    crop: tuple[int, int, int, int]
    turn: int
    unit: int
    flipped: bool
    ink: tuple[tuple[int, int, int, int], ...]

    @property
    def keys(self) -> Mapping[str, object]:
        right, top = self.left + self.width, self.bottom + self.height
        inner = (self.left + self.crop[0], self.bottom + self.crop[1], right - self.crop[2], top - self.crop[3])
        crop = (inner[2], inner[1], inner[0], inner[3]) if self.flipped else inner
        return {
            "/MediaBox": pikepdf.Array([self.left, self.bottom, right, top]),
            "/CropBox": pikepdf.Array(crop),
            "/Rotate": self.turn,
            "/UserUnit": self.unit,
        }

    @property
    def content(self) -> bytes:
        # Colour, a moved origin and an open q stay behind, as in files in the wild.
        rectangles = (f"{self.left + x} {self.bottom + y} {w} {h} re f" for x, y, w, h in self.ink)
        return " ".join(["0.6 0.2 0.2 rg", *rectangles, "q 2 0 0 -3 50 90 cm 1 0 0 rg"]).encode()


EDGE = st.sampled_from([0, 0, 40])
INK = st.tuples(st.integers(-20, 700), st.integers(-20, 700), st.integers(5, 400), st.integers(5, 60))
SHEETS = st.builds(
    Sheet,
    left=st.integers(-500, 500),
    bottom=st.integers(-500, 500),
    width=st.integers(300, 700),
    height=st.integers(300, 700),
    crop=st.tuples(EDGE, EDGE, EDGE, EDGE),
    turn=st.sampled_from([0, 90, 180, 270, -90, 450]),
    unit=st.sampled_from([1, 1, 2]),
    flipped=st.booleans(),
    ink=st.lists(INK, max_size=3).map(tuple),
)


@given(sheet=SHEETS)
@settings(max_examples=40, deadline=None)
def test_a_footer_keeps_its_promises_on_any_page(sheet: Sheet, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("sheet")
    source = write_pdf(folder / "a.pdf", b"", sheet.content, keys=sheet.keys)
    part = take_in_pdf(source, folder / "b.pdf")
    section = PlannedSection(key="bilag:a/b", title="Bilag 1", parts=(part,), number=1)
    plan = plan_package([section], short_title="Titel", journal=())
    package = folder / "c.pdf"
    assemble(plan, metadata=METADATA, path=package)

    assert read_back(package, plan).problems == ()
    before, after = draw(source, 2), draw(package, 2)
    with pikepdf.open(package) as pdf:
        box = visible_box(pdf.pages[1].obj)
    strip = math.ceil(FOOTER_STRIP / sheet.unit)
    if part.pages[1].footer_free:
        assert after.size == before.size
        above = (0, 0, before.width, before.height - strip)
    else:
        assert (after.width, after.height) == (before.width, before.height + strip)
        above = (0, 0, *before.size)
    assert ImageChops.difference(after.crop(above), before.crop(above)).getbbox() is None, "nothing above moved"
    if part.pages[1].footer_free:
        changed = ImageChops.difference(after, before).getbbox()
        assert changed is not None
        assert not any(before.crop(changed).histogram()[:250]), "what was there was blank"

    with pypdfium2.PdfDocument(package) as document:
        text = document[1].get_textpage()
        at = text.get_text_range().index("Side 2 af 2")
        corners = [text.get_charbox(at + index, loose=True) for index in range(len("Side 2 af 2"))]
    a, b, c, d, e, f = box.matrix
    det = a * d - b * c
    upright = []
    for left, bottom, right, top in corners:
        points = [
            ((d * (x - e) - c * (y - f)) / det, (a * (y - f) - b * (x - e)) / det)
            for x in (left, right)
            for y in (bottom, top)
        ]
        upright.append(min(x for x, _ in points))
        assert all(0 <= x <= box.width and 0 <= y <= FOOTER_STRIP for x, y in points), "within the box, in the strip"
    assert upright == sorted(upright), "read from left to right as one sees it"
    advance = font_for("Side 2 af 2").width("Side 2 af ", SMALL.size)
    assert upright[-1] - upright[0] == pytest.approx(advance, abs=0.5), "at its own size"


TITLE = "Styringsdialogkonference i Prøveby Kommune om naturvenlige udearealer"
FONT = stamp_font([TITLE, "…", "Bilag 12 · side 103 af 214", "Side 1027 af 2061", "Sagsbehandler", "Doknr.", "x" * 9])


@given(width=st.floats(3, 3000), title=st.sampled_from(["", "Titel", TITLE]), is_bilag=st.booleans())
def test_words_stay_within_the_margins_and_apart(width: float, title: str, *, is_bilag: bool) -> None:
    left = "Bilag 12 · side 103 af 214" if is_bilag else title.replace("T", "S")
    footer = Footer(left=left, right="Side 1027 af 2061", bilag=is_bilag)
    placed = lay_out_footer(footer, width, FONT)
    spans = [(word.x, word.x + FONT.width(word.text, word.size)) for word in placed]
    assert all(-1e-6 <= start < end <= width + 1e-6 for start, end in spans)
    assert spans[-1][1] == pytest.approx(width - spans[0][0]) or not left or len(placed) == 1
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(spans))
    assert placed[-1].text == "Side 1027 af 2061"
    if is_bilag:
        assert placed[0].text == left, "what says which page it is, is never shortened"


def test_on_a4_everything_has_its_size_and_the_right_is_flush_right() -> None:
    placed = lay_out_footer(Footer(left="Titel", right="Side 1 af 2"), 595.28, font_for("Titel", "Side 1 af 2"))
    assert [(word.text, word.size) for word in placed] == [("Titel", 8.5), ("Side 1 af 2", 8.5)]
    assert placed[0].x == pytest.approx(70.87, abs=0.01)
    end = placed[1].x + font_for("Side 1 af 2").width("Side 1 af 2", 8.5)
    assert end == pytest.approx(595.28 - 70.87, abs=0.01)


def test_a_title_too_long_ends_in_dots_and_journal_values_too() -> None:
    footer = Footer(left=TITLE, right="Side 1 af 2", journal=(("Sagsbehandler", TITLE), ("Doknr.", "")))
    placed = lay_out_footer(footer, 300, font_for(TITLE, "Side 1 af 2", "Sagsbehandler", "Doknr.", "…"))
    texts = [word.text for word in placed]
    assert [text[-1] == "…" for text in texts] == [False, True, False, True, False]
    assert texts[2] == "Doknr.", "a label is printed even where its value is blank"


def font_for(*texts: str) -> StampFont:
    return stamp_font([*texts, "…"])


@pytest.mark.parametrize("size", [(3, 3), (40, 12), (60, 900), (5000, 60), (14400, 14400)])
def test_odd_sizes_get_a_footer_too(size: tuple[int, int], tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", b"0 0 9999 9999 re f", keys={"/MediaBox": pikepdf.Array([0, 0, *size])})
    part = take_in_pdf(source, tmp_path / "b.pdf")
    plan = plan_package(
        [PlannedSection(key="bilag:a/b", title="Bilag 1", parts=(part,), number=1)], short_title="T", journal=()
    )
    assemble(plan, metadata=METADATA, path=tmp_path / "c.pdf")
    assert read_back(tmp_path / "c.pdf", plan).problems == ()
