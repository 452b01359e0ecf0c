"""What LibreOffice's tagged export leaves wrong is mended, and what one sees stays as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from styringsdialog.convert.office.facts import DECORATION, Lack
from styringsdialog.convert.office.tags import mend_tags


class Pdf:
    """A PDF of one page with ``content``, and a structure tree that grows."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.new()
        font, symbols = (Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica) for _ in range(2))
        symbols.ToUnicode = self.pdf.make_stream(b"1 beginbfchar\n<6C> <F06C>\nendbfchar")
        page = Dictionary(
            Type=Name.Page,
            MediaBox=[0, 0, 200, 100],
            Resources=Dictionary(Font=Dictionary(F1=font, F2=symbols)),
            Contents=self.pdf.make_stream(content),
        )
        self.page = self.pdf.make_indirect(page)
        self.pdf.pages.append(pikepdf.Page(self.page))
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        self.pdf.Root.StructTreeRoot = self.root

    def element(self, role: str, *kids: Any, parent: Any = None, **said: Any) -> Any:
        """Give a new element at the end of ``parent``."""
        around = self.root if parent is None else parent
        made = Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=around, Pg=self.page, K=Array(kids), **said)
        around.K.append(self.pdf.make_indirect(made))
        return around.K[-1]

    def form(self, content: bytes) -> pikepdf.Stream:
        """Give a form."""
        return self.pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 100])

    def mend(self, folder: Path, *, language: str = "") -> Lack:
        """Mend it, and see that it looks as it did."""
        self.pdf.save(folder / "before.pdf")
        lack = mend_tags(self.pdf, language=language)
        self.pdf.save(folder / "after.pdf")
        pixels = []
        for name in ("before.pdf", "after.pdf"):
            with pypdfium2.PdfDocument(folder / name) as document:
                pixels.append(document[0].render(scale=2).to_pil().tobytes())
        assert pixels[0] == pixels[1]
        return lack

    @property
    def content(self) -> str:
        """Give the page's content on one line."""
        return " ".join(self.page.Contents.read_bytes().decode("latin-1").split())


def outline(element: Any) -> Any:
    """Give what is beneath ``element``: roles with their kids, and marks as numbers."""
    kids = element.get("/K", Array())
    listed = list(kids) if isinstance(kids, Array) else [kids]
    return [(str(kid.S)[1:], outline(kid)) if isinstance(kid, Dictionary) and "/S" in kid else kid for kid in listed]


@pytest.mark.parametrize(
    ("content", "mended"),
    [
        (b"0 0 9 9 re f BT /F1 9 Tf (a) Tj ET", "0 0 9 9 re f BT /F1 9 Tf (a) Tj ET"),
        (b"/P <</MCID 0>> BDC 0 0 9 9 re f EMC EMC", "/P << /MCID 0 >> BDC 0 0 9 9 re f EMC"),
        (b"/P <</MCID 0>> BDC 0 0 9 9 re f", "/P << /MCID 0 >> BDC 0 0 9 9 re f EMC"),
    ],
)
def test_marks_are_balanced_and_what_has_none_is_left_to_intake(content: bytes, mended: str, tmp_path: Path) -> None:
    pdf = Pdf(content)
    pdf.mend(tmp_path)
    assert pdf.content == mended


def test_a_mark_opened_in_a_form_is_opened_around_it(tmp_path: Path) -> None:
    pdf = Pdf(b"q /Tr Do Q EMC 0 0 9 9 re f")
    form = pdf.form(b"/P <</MCID 0>> BDC 1 0 0 rg 0 0 50 50 re f")
    pdf.page.Resources.XObject = Dictionary(Tr=form)
    pdf.mend(tmp_path)
    assert pdf.content == "q /P << /MCID 0 >> BDC /Tr Do Q EMC 0 0 9 9 re f"
    assert b"BDC" not in pdf.page.Resources.XObject.Tr.read_bytes()


def test_a_bullet_from_a_symbol_font_is_said_to_be_one(tmp_path: Path) -> None:
    pdf = Pdf(b"/Lbl <</MCID 0>> BDC BT /F2 12 Tf (l) Tj ET EMC /Lbl <</MCID 1>> BDC BT /F1 12 Tf (1.) Tj ET EMC")
    pdf.mend(tmp_path)
    first, second = pdf.content.split("EMC")[:2]
    assert "/ActualText" in first
    assert "/ActualText" not in second


def test_decoration_and_the_lines_of_tables_leave_the_tree(tmp_path: Path) -> None:
    pdf = Pdf(
        b"/Figure <</MCID 0>> BDC 0 0 9 9 re f EMC /Table <</MCID 1>> BDC 0 0 9 9 re S EMC "
        b"/TD <</MCID 2>> BDC 0 0 9 9 re f EMC"
    )
    pdf.element("Figure", 0, Alt=String(DECORATION))
    table = pdf.element("Table", 1)
    row = pdf.element("TR", parent=table)
    pdf.element("TD", 2, parent=row)
    assert pdf.mend(tmp_path) == Lack()
    assert outline(pdf.root) == [("Table", [("TR", [("TD", [2])])])]
    assert pdf.content.count("/Artifact BMC") == 2
    assert "/MCID 2" in pdf.content


def test_a_figure_of_nothing_is_none_and_one_without_words_is_named(tmp_path: Path) -> None:
    pdf = Pdf(b"/Figure <</MCID 0>> BDC 0 0 9 9 re f EMC /Figure <</MCID 1>> BDC 0 0 9 9 re f EMC")
    pdf.element("Figure")
    pdf.element("Figure", 0)
    pdf.element("Figure", 1, Alt=String("En firkant"))
    assert pdf.mend(tmp_path).figures == (1,)
    assert outline(pdf.root) == [("Figure", [0]), ("Figure", [1])]


def test_items_have_a_body(tmp_path: Path) -> None:
    pdf = Pdf(b"")
    around = pdf.element("L")
    pdf.element("LI", 0, parent=around)
    pdf.element("LBody", 2, parent=pdf.element("LI", parent=around))
    pdf.mend(tmp_path)
    assert outline(around) == [("LI", [("LBody", [0])]), ("LI", [("LBody", [2])])]


def test_a_heading_holds_its_words_itself(tmp_path: Path) -> None:
    pdf = Pdf(b"")
    heading = pdf.element("H")
    pdf.element("P", 0, parent=heading)
    pdf.element("LI", 1, parent=heading)
    pdf.mend(tmp_path)
    assert outline(pdf.root) == [("H", [0, 1])]


def test_headings_that_skip_a_level_are_named_and_not_changed(tmp_path: Path) -> None:
    pdf = Pdf(b"")
    # The divider in front of the file is of the first level.
    for level in (2, 4, 3, 1, 3):
        pdf.element(f"H{level}", 0)
    assert pdf.mend(tmp_path).skipped == ((1, 4, 2), (1, 3, 1))
    assert [role for role, _ in outline(pdf.root)] == ["H2", "H4", "H3", "H1", "H3"]


def test_a_header_of_a_table_heads_its_column_unless_it_says_otherwise(tmp_path: Path) -> None:
    pdf = Pdf(b"")
    row = pdf.element("TR")
    pdf.element("TH", 0, parent=row)
    pdf.element("TH", 1, parent=row, A=Dictionary(O=Name.Table, Scope=Name.Row))
    pdf.mend(tmp_path)
    first, second = row.K
    assert [str(one.Scope) for one in first.A] == ["/Column"]
    assert second.A.Scope == Name.Row


def test_the_language_is_that_of_most_of_the_text_where_it_is_known(tmp_path: Path) -> None:
    pdf = Pdf(b"")
    pdf.pdf.Root.Lang = String("en-US")
    pdf.mend(tmp_path)
    assert pdf.pdf.Root.Lang == "en-US"
    pdf.mend(tmp_path, language="da-DK")
    assert pdf.pdf.Root.Lang == "da-DK"
