"""Files that cannot become pages: each has one message, one hint, one Danish sentence, and no traceback."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pikepdf
import pytest
from intake.odd_pdf import TEXT, write_pdf
from support.pdf import encrypted_pdf, page_texts, simple_pdf
from support.remarks import remark

from styringsdialog.errors import BilagFileError, Fault, Problem
from styringsdialog.intake.opening import MOST_PAGES
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.messages.message import message

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
            PDF[:-200], "is cut off", "Filen er ikke hel: slutningen mangler.", id="cut off in the table at its end"
        ),
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
        pytest.param(b"<svg xmlns='x'/>", "SVG", "billede", id="SVG"),
        pytest.param("Blåbærgrød.".encode(), "plain text", "ren tekst", id="text"),
        pytest.param(
            "Blåbærgrød og mere af det samme, så det fylder noget.".encode("cp1252"),
            "is not a PDF",
            "ikke en PDF",
            id="old text",
        ),
        pytest.param(b"\x1f\x8b\x08\0", "gzip", "komprimeret", id="gzip"),
        pytest.param(b"From: a@b.dk\nTo: c@d.dk\n", "e-mail", "e-mail", id="e-mail"),
        pytest.param(bytes(range(256)), "is not a PDF", "ikke en PDF", id="anything"),
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


def test_a_page_tree_that_runs_in_a_circle_is_named(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Pages/Count 1/Parent 2 0 R/Kids[2 0 R]>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )
    assert "is damaged" in refused(source, tmp_path).message


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
