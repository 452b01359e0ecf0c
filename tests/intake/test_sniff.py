"""A file is what its content says, whatever it is called."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from support.pdf import simple_pdf

from styringsdialog.intake.kinds import Family
from styringsdialog.intake.sniff import sniff
from styringsdialog.messages.message import message

ODF = "application/vnd.oasis.opendocument."
OPC = "application/vnd.openxmlformats-officedocument."


def zipped(*names: str, mimetype: str = "", types: str = "", last: bool = False) -> bytes:
    parts = [(name, "x" * 50) for name in names]
    if types:
        parts.append(
            ("[Content_Types].xml", f'<Types><Override PartName="/x" ContentType="{types}.main+xml"/></Types>')
        )
    if mimetype:
        parts.insert(len(parts) if last else 0, ("mimetype", mimetype))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def compound(*names: str) -> bytes:
    """Give a compound file ([MS-CFB]) whose directory holds ``names`` and nothing else."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    # Sector 0 is the allocation table; the directory takes the sectors after it.
    count = -(-(len(names) + 1) // 4)
    table = [0xFFFFFFFD, *range(2, count + 1), 0xFFFFFFFE]
    entries = b""
    for name in ("Root Entry", *names):
        raw = name.encode("utf-16-le")
        entries += raw.ljust(64, b"\0") + struct.pack("<H", len(raw) + 2) + bytes(62)
    return (
        bytes(header)
        + struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))
        + entries.ljust(512 * count, b"\0")
    )


WORD_LOCK = b"\x0eBodil Bestyrer".ljust(54) + "Bodil Bestyrer".encode("utf-16-le").ljust(108, b"\0")


@pytest.mark.parametrize(
    ("content", "english", "family"),
    [
        (simple_pdf("x"), "a PDF", Family.PDF),
        (b"MIME-Version: 1.0\r\n\r\n" + simple_pdf("x"), "a PDF", Family.PDF),
        (zipped("word/document.xml"), "a Word document", Family.OFFICE),
        (zipped("ppt/presentation.xml"), "a PowerPoint presentation", Family.OFFICE),
        (zipped("xl/workbook.xml"), "an Excel workbook", Family.OFFICE),
        (zipped("content.xml", mimetype=f"{ODF}text"), "an OpenDocument text", Family.OFFICE),
        (zipped("content.xml", mimetype=f"{ODF}presentation"), "an OpenDocument presentation", Family.OFFICE),
        (zipped("content.xml", mimetype=f"{ODF}spreadsheet"), "an OpenDocument spreadsheet", Family.OFFICE),
        (zipped("content.xml", mimetype=f"{ODF}graphics"), "an OpenDocument file of a kind", Family.OTHER),
        (zipped("content.xml", "styles.xml", mimetype=f"{ODF}text", last=True), "an OpenDocument text", Family.OFFICE),
        (zipped("word/document.xml", mimetype=f"{ODF}text"), "an OpenDocument text", Family.OFFICE),
        (zipped("xl/workbook.xml", types=f"{OPC}wordprocessingml.document"), "a Word document", Family.OFFICE),
        (zipped("dokument.xml", types=f"{OPC}wordprocessingml.document"), "a Word document", Family.OFFICE),
        (zipped("d/m.xml", types="application/vnd.ms-word.document.macroEnabled"), "a Word document", Family.OFFICE),
        (zipped("vis.xml", types=f"{OPC}presentationml.slideshow"), "a PowerPoint presentation", Family.OFFICE),
        (zipped("bog.xml", types=f"{OPC}spreadsheetml.sheet"), "an Excel workbook", Family.OFFICE),
        (zipped("word/document.xml", "a.txt")[:-60], "a damaged Office file", Family.OTHER),
        (zipped("noter.txt"), "a ZIP archive", Family.OTHER),
        (compound("WordDocument"), "an old Word document", Family.OFFICE),
        (compound(*"abcdefgh", "PowerPoint Document"), "an old PowerPoint presentation", Family.OFFICE),
        (compound("Workbook"), "an old Excel workbook", Family.OFFICE),
        (compound("EncryptionInfo", "EncryptedPackage"), "an Office file with a password", Family.OTHER),
        (compound("__properties_version1.0"), "an Outlook message", Family.OTHER),
        (compound("Andet"), "an old Office file", Family.OTHER),
        (compound("WordDocument")[:300], "an old Office file", Family.OTHER),
        (b"{\\rtf1 Hej}", "an RTF text", Family.OFFICE),
        (WORD_LOCK, "the lock file of an open Office document", Family.OTHER),
        (b",bodil,pc7,12.05.2030 10:15,file:///home/bodil;", "the lock file of an open LibreOffice", Family.OTHER),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "a WebP image", Family.IMAGE),
        (b"\0\0\0\x18ftypmp42", "an image or a film", Family.OTHER),
        (b"<!doctype html><title>Log ind</title>", "an HTML page", Family.OTHER),
        (b"\0\1\2\3" * 99, "", Family.OTHER),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("name", ["bilag.pdf", "bilag.docx.pdf", "bilag", "bilag.jpg"])
def test_content_decides_and_the_name_does_not(
    name: str, content: bytes, english: str, family: Family, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    kind = sniff(path, name)
    assert (kind.name is None) is (not english)
    assert str(kind.name or "").startswith(english)
    assert kind.family is family


@pytest.mark.parametrize(
    ("name", "family"), [("a.txt", Family.TEXT), ("a.CSV", Family.TEXT), ("a.pdf", Family.OTHER), ("a", Family.OTHER)]
)
def test_text_is_a_text_only_where_it_is_called_one(name: str, family: Family, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("Blåbærgrød;1.250,50\n", "utf-8")
    assert sniff(path, name).family is family


def test_text_in_another_encoding_goes_to_those_who_know_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Blåbærgrød;7\n".encode("utf-16"))
    assert sniff(path, "a.csv").family is Family.TEXT


def test_a_directory_that_runs_in_a_circle_comes_to_an_end(tmp_path: Path) -> None:
    content = bytearray(compound("Andet"))
    struct.pack_into("<I", content, 512 + 4, 1)
    path = tmp_path / "a.doc"
    path.write_bytes(content)
    assert sniff(path, "a.doc").name == message("kinds.old-office")
