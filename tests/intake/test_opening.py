"""Files that cannot become pages: each has one message, one hint, one Danish sentence, and no traceback."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.odd_pdf import TEXT, write_pdf
from support.pdf import encrypted_pdf, page_texts, simple_pdf
from support.remarks import remark

from styringsdialog.errors import BilagFileError, Fault, Problem
from styringsdialog.intake.opening import MOST_PAGES
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.messages.message import Language, message

PDF = simple_pdf(*"abcdefgh")


def refused(source: Path, tmp_path: Path) -> Problem:
    with pytest.raises(BilagFileError) as caught:
        take_in_pdf(source, tmp_path / "prepared.pdf", name="vibo: a.pdf")
    (problem,) = caught.value.problems
    assert (problem.fault, problem.where) == (Fault.FILE, "vibo: a.pdf")
    assert str(tmp_path) not in str(problem)
    assert problem.dansk.endswith(".")
    return problem


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "says", "dansk"),
    [
        pytest.param(b"", "is empty", "Filen er tom.", id="empty"),
        pytest.param(encrypted_pdf("x"), "needs a password", "Filen er beskyttet med en adgangskode.", id="encrypted"),
        pytest.param(PDF[:2000], "is cut off", "Filen er ikke hel: slutningen mangler.", id="cut off in the middle"),
        pytest.param(
            PDF[:2000] + bytes(3000),
            "is cut off",
            "Filen er ikke hel: slutningen mangler.",
            id="cut off and filled with zeros",
        ),
        pytest.param(b"%PDF-1.7\n%%EOF\n", "is damaged", "Filen er beskadiget.", id="nothing but header and end"),
        pytest.param(b"<!doctype html><title>Log ind</title>", "HTML page", "hjemmeside", id="HTML"),
        pytest.param(b"\n\n <html><body>", "HTML page", "hjemmeside", id="HTML after blank lines"),
        pytest.param(zipped("word/document.xml"), "Word document", "Word-dokument", id="Word"),
        pytest.param(zipped("ppt/presentation.xml"), "PowerPoint", "PowerPoint", id="PowerPoint"),
        pytest.param(zipped("xl/workbook.xml"), "Excel", "Excel", id="Excel"),
        pytest.param(zipped("content.xml"), "OpenDocument", "OpenDocument", id="OpenDocument"),
        pytest.param(zipped("a.txt"), "ZIP archive", "ZIP-fil", id="ZIP"),
        pytest.param(zipped("a.txt")[:20], "ZIP archive", "ZIP-fil", id="ZIP cut off"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(9), "old Office file", "Office", id="old Office"),
        pytest.param(b"\xff\xd8\xff\xe0", "JPEG", "billede", id="JPEG"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "PNG", "billede", id="PNG"),
        pytest.param(b"\0\0\0\x18ftypheic", "HEIC", "billede", id="HEIC"),
        pytest.param(b'{"fejl": "ikke fundet"}', "JSON", "JSON", id="JSON"),
        pytest.param(b'<?xml version="1.0"?><a/>', "XML", "XML", id="XML"),
        pytest.param(b"<svg xmlns='x'/>", "SVG", "SVG-tegning", id="SVG"),
        pytest.param("Blåbærgrød.".encode(), "plain text", "ren tekst", id="text"),
        pytest.param(
            "Blåbærgrød og mere af det samme, så det fylder noget.".encode("cp1252"),
            "is not a PDF",
            "af en slags, som programmet ikke kender",
            id="old text",
        ),
        pytest.param(b"\x1f\x8b\x08\0", "gzip", "komprimeret", id="gzip"),
        pytest.param(b"From: a@b.dk\nTo: c@d.dk\n", "e-mail", "e-mail", id="e-mail"),
        pytest.param(bytes(range(256)), "is not a PDF", "som programmet ikke kender", id="anything"),
    ],
)
def test_what_is_no_whole_pdf_is_named(content: bytes, says: str, dansk: str, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(content)
    problem = refused(source, tmp_path)
    assert says in problem.message
    assert dansk in problem.dansk
    assert not (tmp_path / "prepared.pdf").exists()


def test_a_file_that_is_not_there_or_none_at_all_is_named(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "nej.pdf", tmp_path).message
    assert "folder" in refused(tmp_path, tmp_path).message
    os.mkfifo(tmp_path / "pipe.pdf")
    assert "ordinary file" in refused(tmp_path / "pipe.pdf", tmp_path).message
    assert "cannot be read" in refused(tmp_path / ("a" * 300), tmp_path).message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf")
    source.chmod(0)
    assert "cannot be read" in refused(source, tmp_path).message


def test_a_pdf_without_pages_is_named(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", change=lambda pdf: pdf.pages.__delitem__(0))
    assert refused(source, tmp_path).message == "has no pages"


def test_a_few_bytes_that_claim_thousands_of_pages_are_named(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf")
    raw = source.read_bytes()
    with pikepdf.open(source) as pdf:
        page = pdf.pages[0].obj
        pdf.Root.Pages.Kids = pikepdf.Array([page] * (MOST_PAGES + 1))
        pdf.Root.Pages.Count = MOST_PAGES + 1
        pdf.save(tmp_path / "b.pdf")
    assert len(raw) < (tmp_path / "b.pdf").stat().st_size < 100 * MOST_PAGES
    problem = refused(tmp_path / "b.pdf", tmp_path)
    assert problem.message == "has 5001 pages, and 5000 are the most that a bilag may have"
    assert problem.dansk == "Filen har flere end 5.000 sider."


def written(*objects: str, size: int = 0, numbers: Sequence[int] = (), behind: bytes = b"") -> bytes:
    """Return a PDF of ``objects``, the catalog first, with a table that has them at ``numbers``."""
    numbers = numbers or range(1, len(objects) + 1)
    data, table = b"%PDF-1.7\n", b"xref\n0 1\n0000000000 65535 f \n"
    for number, content in zip(numbers, objects, strict=True):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content.encode("latin-1"))
    trailer = b"trailer\n<</Size %d/Root %d 0 R>>\n" % (size or max(numbers) + 1, numbers[0])
    return data + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data) + behind


def page(content: int, parent: int = 2, more: str = "") -> str:
    return f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 200 200]/Contents {content} 0 R{more}>>"


def content(text: str, more: str = "") -> str:
    code = f"BT /F1 12 Tf 20 20 Td ({text}) Tj ET"
    return f"<</Length {len(code)}{more}>>stream\n{code}\nendstream"


CATALOG = "<</Type/Catalog/Pages 2 0 R>>"
FONTS = "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def taken(data: bytes, tmp_path: Path) -> tuple[list[str], list[str]]:
    """Return the texts of the pages that a file becomes, and the codes of what is said of it."""
    source = tmp_path / "a.pdf"
    source.write_bytes(data)
    part = take_in_pdf(source, tmp_path / "b.pdf")
    return page_texts(part.path), [note.what.code for note in part.notes]


def test_a_page_tree_that_leads_back_gives_its_pages_and_says_so(tmp_path: Path) -> None:
    tree = f"<</Type/Pages/Count 2/Kids[3 0 R 2 0 R]{FONTS}>>"
    found = taken(written(CATALOG, tree, page(4), content("Hej")), tmp_path)
    assert found == (["Hej"], ["intake.missing-pages"])


def test_a_page_tree_that_leads_nowhere_else_has_no_pages(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(written(CATALOG, "<</Kids[3 0 R]>>", "<</Kids[2 0 R]>>"))
    assert "has no pages" in refused(source, tmp_path).message


def test_a_catalog_that_names_a_page_for_its_tree_has_all_pages(tmp_path: Path) -> None:
    tree = f"<</Type/Pages/Count 2/Kids[3 0 R 5 0 R]{FONTS}>>"
    data = written("<</Type/Catalog/Pages 3 0 R>>", tree, page(4), content("Et"), page(6), content("To"))
    assert taken(data, tmp_path)[0] == ["Et", "To"]


def test_an_end_mark_in_the_middle_of_a_whole_file_is_none(tmp_path: Path) -> None:
    tree = f"<</Type/Pages/Count 1/Kids[3 0 R]{FONTS}>>"
    data = written(CATALOG, tree + "\n%%EOF", page(4), content("Hej"))
    assert taken(data.removesuffix(b"%%EOF\n"), tmp_path)[0] == ["Hej"]


def test_a_page_that_is_not_in_a_whole_file_is_named_by_its_number(tmp_path: Path) -> None:
    tree = f"<</Type/Pages/Count 3/Kids[3 0 R 9 0 R 5 0 R]{FONTS}>>"
    data = written(CATALOG, tree, page(4), content("Et"), page(6), content("Tre"))
    assert taken(data, tmp_path) == (["Et", "Tre"], ["intake.missing-pages"])
    part = take_in_pdf(tmp_path / "a.pdf", tmp_path / "b.pdf")
    text = part.notes[0].text(Language.DANISH)
    assert text.what == "Side 2 mangler i filen og er derfor ikke med i pakken"
    assert text.hint == "bed om at få filen igen"


@pytest.mark.parametrize("left", [1, 3, 7, 12, 20])
def test_a_file_that_has_lost_nothing_but_its_table_is_taken(left: int, tmp_path: Path) -> None:
    tree = f"<</Type/Pages/Count 1/Kids[3 0 R]{FONTS}>>"
    data = written(CATALOG, tree, page(4), content("Hej"))
    table = len(data) - data.index(b"xref")
    texts, notes = taken(data[: -min(left, table)], tmp_path)
    assert (texts, notes) in ((["Hej"], []), (["Hej"], ["intake.repaired"]))


@given(st.integers(min_value=1))
def test_no_page_of_a_file_that_is_cut_off_is_lost_in_silence(at: int) -> None:
    """However much of it is there: it has all its words, or it is refused."""
    end = at % len(PDF)
    with tempfile.TemporaryDirectory() as folder:
        try:
            texts, _ = taken(PDF[:end], Path(folder))
        except BilagFileError:
            return
        assert texts == list("abcdefgh")


@pytest.mark.parametrize("behind", [b"\n" * 5000, b"\0" * 9000, b"<!-- proxy -->" * 400, b"%PDF-1.7 " * 900])
def test_what_stands_behind_the_end_of_a_file_costs_nothing(behind: bytes, tmp_path: Path) -> None:
    tree = f"<</Type/Pages/Count 1/Kids[3 0 R]{FONTS}>>"
    data = written(CATALOG, tree, page(4), content("Hej"), behind=behind)
    assert taken(data, tmp_path) == (["Hej"], [])


def test_a_file_that_is_cut_off_in_a_change_that_was_added_to_it_is_cut_off(tmp_path: Path) -> None:
    tree = f"<</Type/Pages/Count 1/Kids[3 0 R]{FONTS}>>"
    data = written(CATALOG, tree, page(4), content("Hej"), behind=b"4 0 obj " + content("Nej").encode())
    source = tmp_path / "a.pdf"
    source.write_bytes(data)
    assert "is cut off" in refused(source, tmp_path).message


@pytest.mark.parametrize("highest", [900, 8797, 1_000_000])
def test_numbers_beyond_the_size_that_a_file_claims_are_read(highest: int, tmp_path: Path) -> None:
    numbers = range(highest, highest + 4)
    tree = f"<</Type/Pages/Count 1/Kids[{highest + 2} 0 R]{FONTS}>>"
    catalog = f"<</Type/Catalog/Pages {highest + 1} 0 R>>"
    data = written(catalog, tree, page(highest + 3, highest + 1), content("Hej"), numbers=numbers, size=5)
    texts, notes = taken(data, tmp_path)
    assert (texts, set(notes) - {"intake.repaired"}) == (["Hej"], set())


@pytest.mark.parametrize(
    ("more", "on_page"),
    [
        ("", "/Annots[<</Type/Annot/Subtype/Link/Dest/Bl#E5b#E6r/Rect[10 10 50 50]>>]"),
        ("", "/Annots[<</Type/Annot/Subtype/Link/A<</S/Bl#E5>>/Rect[10 10 50 50]>>]"),
        ("", "/Annots[<</Type/Annot/Subtype/Bl#E5/Rect[10 10 50 50]>>]"),
        ("/OpenAction<</S/Bl#E5>>", ""),
        ("/Bl#E5 1/Dests<</Bl#E5[3 0 R/Fit]>>", "/Bl#E5 2"),
    ],
)
def test_a_name_in_old_letters_costs_no_page(more: str, on_page: str, tmp_path: Path) -> None:
    tree = f"<</Type/Pages/Count 1/Kids[3 0 R]{FONTS}>>"
    data = written(f"<</Type/Catalog/Pages 2 0 R{more}>>", tree, page(4, more=on_page), content("Hej"))
    texts, notes = taken(data, tmp_path)
    assert texts == ["Hej"]
    assert "intake.repaired" not in notes


def test_a_link_to_a_place_whose_name_is_in_old_letters_still_leads_there(tmp_path: Path) -> None:
    tree = f"<</Type/Pages/Count 1/Kids[3 0 R]{FONTS}>>"
    link = "/Annots[<</Type/Annot/Subtype/Link/Dest/Bl#E5/Rect[10 10 50 50]>>]"
    catalog = "<</Type/Catalog/Pages 2 0 R/Dests<</Bl#E5[3 0 R/Fit]>>>>"
    _, notes = taken(written(catalog, tree, page(4, more=link), content("Hej")), tmp_path)
    assert notes == []


def test_one_page_that_cannot_be_unpacked_costs_no_other(tmp_path: Path) -> None:
    tree = f"<</Type/Pages/Count 2/Kids[3 0 R 5 0 R]{FONTS}>>"
    broken = "/Filter/FlateDecode/DecodeParms<</Predictor 10/Colors 536870913/Columns 1/BitsPerComponent 8>>"
    data = written(CATALOG, tree, page(4), content("Et", broken), page(6), content("To"))
    texts, notes = taken(data, tmp_path)
    assert texts == ["", "To"]
    assert "intake.broken-content" in notes


def test_pages_that_are_lost_in_a_damaged_file_are_not_lost_in_silence(tmp_path: Path) -> None:
    whole = simple_pdf("a", "b", "c")
    at = whole.index(b"/Type /Page\n", whole.index(b"/Type /Page\n") + 1)
    start, end = whole.rindex(b" obj", 0, at) - 3, whole.index(b"endobj", at) + 6
    source = tmp_path / "a.pdf"
    source.write_bytes(whole[:start] + whole[end:])
    assert "some of its pages are missing" in refused(source, tmp_path).message


def test_a_protection_against_changes_is_taken_off_and_told(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(encrypted_pdf("Åbent", user=""))
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert remark("intake.unlocked") in part.notes
    assert b"/Encrypt" not in part.path.read_bytes()


def test_a_damaged_file_that_is_whole_is_repaired_and_told(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(b"\n" * 7 + PDF.replace(b"startxref\n", b"startxref\n9"))
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert (len(part.pages), remark("intake.repaired") in part.notes) == (8, True)


def test_a_stream_whose_length_is_wrong_is_repaired_and_told(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", compress_streams=False)
    raw = source.read_bytes()
    length = b"/Length %d" % len(TEXT)
    assert raw.count(length) == 1
    source.write_bytes(raw.replace(length, length[:-2] + b"07"))
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert part.notes == (remark("intake.repaired"),)
    assert page_texts(part.path) == ["tekst"]


def test_a_page_of_impossible_size_is_refused(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", keys={"/UserUnit": 75_000})
    assert "points wide" in refused(source, tmp_path).message


def test_content_that_unpacks_to_gigabytes_is_refused_without_unpacking_it(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", b" " * (257 << 20), compress_streams=True)
    assert source.stat().st_size < 1 << 20
    assert "holds more than" in refused(source, tmp_path).message


def test_forms_within_forms_without_end_are_refused(tmp_path: Path) -> None:
    def laugh(pdf: pikepdf.Pdf) -> None:
        inner = pdf.make_stream(
            b"0 0 1 1 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        for _ in range(8):
            resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
            inner = pdf.make_stream(
                b"/X Do " * 10,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=pikepdf.Array([0, 0, 9, 9]),
                Resources=resources,
            )
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))

    source = write_pdf(tmp_path / "a.pdf", b"/X Do", change=laugh)
    assert "holds more than" in refused(source, tmp_path).message


def test_of_a_page_that_shows_nothing_no_text_is_missing(tmp_path: Path) -> None:
    tree = f"<</Type/Pages/Count 2/Kids[3 0 R 5 0 R]{FONTS}>>"
    drawn = "<</Length 15>>stream\n20 20 90 90 re f\nendstream"
    blank = "<</Length 20>>stream\n1 g 20 20 90 90 re f\nendstream"
    assert taken(written(CATALOG, tree, page(4), content("Et"), page(6), blank), tmp_path)[1] == []
    assert "intake.without-text" in taken(written(CATALOG, tree, page(4), content("Et"), page(6), drawn), tmp_path)[1]


def encrypted_files(path: Path, *, texts: str = "/Identity") -> Path:
    """Write a PDF of which only the files within are encrypted, unless ``texts`` says otherwise."""
    source = write_pdf(path, TEXT)
    said = b"<< /Filter /Standard /V 5 /R 6 /Length 256 /O <%s> /U <%s> /OE <%s> /UE <%s> /Perms <%s> /P -4 " % (
        *(b"00" * length for length in (48, 48, 32, 32, 16)),
    )
    said += b"/CF << /StdCF << /CFM /AESV3 >> >> /StmF /Identity /StrF %s /EFF /StdCF >>" % texts.encode()
    identifier = b"" if b"/ID" in source.read_bytes() else b"/ID [<00> <00>] "
    source.write_bytes(source.read_bytes().replace(b"trailer <<", b"trailer << %s/Encrypt %s" % (identifier, said)))
    return source


def test_a_file_of_which_only_the_files_within_are_encrypted_is_taken(tmp_path: Path) -> None:
    part = take_in_pdf(encrypted_files(tmp_path / "a.pdf"), tmp_path / "b.pdf")
    assert page_texts(part.path) == ["tekst"]
    with pytest.raises(BilagFileError) as caught:
        take_in_pdf(encrypted_files(tmp_path / "a.pdf", texts="/StdCF"), tmp_path / "b.pdf")
    assert caught.value.problems[0].what == message("intake.encrypted")
