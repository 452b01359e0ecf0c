"""Fonts with PostScript outlines, as LibreOffice embeds them where they are installed: mended, and seen as before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from intake.odd_pdf import draw, write_pdf

from styringsdialog.convert.office.type1 import mend_type1


def encrypted(data: bytes, key: int) -> bytes:
    """Encrypt as Adobe Type 1 Font Format, 7.3."""
    cipher = bytearray()
    for byte in data:
        cipher.append(byte ^ (key >> 8))
        key = ((cipher[-1] + key) * 52845 + 22719) & 0xFFFF
    return bytes(cipher)


def charstring(width: int, outline: Sequence[int] = ()) -> bytes:
    """Give a glyph as LibreOffice writes it: the width as a long integer."""
    plain = bytes([0, 0, 0, 0, 139, 255, *width.to_bytes(4, "big", signed=True), 13, *outline, 14])
    cipher = encrypted(plain, 4330)
    return b"%d RD %b ND\n" % (len(cipher), cipher)


BOX = [139, 139, 21, 239, 6, 239, 7, 39, 6, 9]
"""From the origin, 100 to the right, up and to the left: a filled square."""


def pdf_with_font(path: Path, *widths: int) -> Path:
    """Write a PDF whose page shows one glyph for each of ``widths``, in a font as LibreOffice embeds it."""
    glyphs = b"".join(b"/g%d %b" % (number, charstring(width, BOX)) for number, width in enumerate(widths, 1))
    codes = b"".join(b"dup %d /g%d put\n" % (number, number) for number in range(1, len(widths) + 1))
    clear = (
        b"%!FontType1-1.0: Proeve 001.003\n10 dict begin\n/FontType 1 def\n/PaintType 0 def\n/FontName /Proeve def\n"
        b"/FontMatrix [0.001 0 0 0.001 0 0]readonly def\n/FontBBox {0 0 1000 1000}readonly def\n"
        b"/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n" + codes + b"readonly def\ncurrentdict end\n"
        b"currentfile eexec\n"
    )
    private = encrypted(
        b"\0\0\0\0dup\n/Private 9 dict dup begin\n/RD{string currentfile exch readstring pop}executeonly def\n"
        b"/ND{noaccess def}executeonly def\n/NP{noaccess put}executeonly def\n/MinFeature{16 16}ND\n"
        b"/password 5839 def\n/BlueValues []ND\n/Subrs 0 array\n2 index /CharStrings %d dict dup begin\n/.notdef "
        % (len(widths) + 1)
        + charstring(278)
        + glyphs
        + b"end end\nreadonly put\nput\ndup/FontName get exch definefont pop\nmark currentfile closefile\n",
        55665,
    )
    rest = b"\n" + (b"0" * 64 + b"\n") * 8 + b"cleartomark\n"

    def change(pdf: pikepdf.Pdf) -> None:
        program = pdf.make_stream(clear + private + rest, Length1=len(clear), Length2=len(private), Length3=len(rest))
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/AAAAAA+Proeve"), Flags=4,
            FontBBox=[0, 0, 1000, 1000], ItalicAngle=0, Ascent=1000, Descent=0, CapHeight=1000, StemV=80,
            FontFile=program,
        )  # fmt: skip
        pdf.pages[0].Resources.Font.F1 = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/AAAAAA+Proeve"),
                FirstChar=1, LastChar=len(widths), Widths=list(widths), FontDescriptor=pdf.make_indirect(descriptor),
            )
        )  # fmt: skip

    shown = "".join(f"{number:02x}" for number in range(1, len(widths) + 1))
    return write_pdf(path, f"BT /F1 200 Tf 50 400 Td <{shown}> Tj ET".encode(), change=change)


def mended(path: Path) -> Path:
    target = path.with_name("rettet.pdf")
    with pikepdf.open(path) as pdf:
        mend_type1(pdf)
        pdf.save(target)
    return target


def broken_rules(path: Path) -> set[str]:
    page = pytest.importorskip("page", reason="page-validation is not installed; the extra verify installs it")
    concerned = {"PDFUA1-FONT-EMBEDDING-001", "PDFUA1-FONT-GLYPH-WIDTH-001"}
    return concerned & {failure.rule_id for failure in page.validate_pdf(path, profile="ua1").failures}


def test_a_font_that_is_embedded_is_seen_to_be_with_its_widths(tmp_path: Path) -> None:
    path = pdf_with_font(tmp_path / "a.pdf", 722, 107, 108, 1000, 1131, 0)
    assert broken_rules(path) == {"PDFUA1-FONT-EMBEDDING-001"}
    assert broken_rules(mended(path)) == set()


def test_nothing_that_one_sees_changes(tmp_path: Path) -> None:
    path = pdf_with_font(tmp_path / "a.pdf", 722, 300, 1500)
    before = draw(path)
    assert before.getextrema() == (0, 255)
    assert draw(mended(path)).tobytes() == before.tobytes()


def test_what_other_programs_embedded_keeps_its_bytes(tmp_path: Path) -> None:
    path = mended(pdf_with_font(tmp_path / "a.pdf", 722))
    with pikepdf.open(path) as pdf:
        (program,) = (obj.FontFile for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and "/FontFile" in obj)
        data = program.read_bytes()
        mend_type1(pdf)
        assert program.read_bytes() == data
