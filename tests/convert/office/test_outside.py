"""What an Office file names outside itself is cut from it, however it is packed or written; and the wall holds."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from support.office import docx, odf, paragraph, relationships, zipped

from styringsdialog.compose.conversion import HandedIn, Taken, take
from styringsdialog.compose.taking import take_all
from styringsdialog.convert.office.odf import still_odf
from styringsdialog.convert.office.ooxml import still_ooxml
from styringsdialog.convert.office.package import open_package
from styringsdialog.convert.office.program import Filter, find_soffice, run_soffice
from styringsdialog.convert.office.rtf import still_rtf
from styringsdialog.isolate.plain import Plain
from styringsdialog.isolate.running import Job, run
from styringsdialog.isolate.wall import missing
from styringsdialog.model.bilag import Caption
from styringsdialog.model.limits import Limits
from styringsdialog.model.parts import PreparedPart

ATTACK = Path(__file__).parents[4] / "shared" / "attack"
TARGET = "file:///srv/ed/bb/lukket.png"

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" {XLINK}><image xlink:href="{TARGET}" width="9" height="9"/></svg>'
SVGZ = gzip.compress(SVG.encode(), mtime=0)
NESTED = base64.b64encode(SVG.encode()).decode()

DRAWINGS = {
    "as it is": SVG.encode(),
    "behind a declaration": f'<?xml version="1.0"?>\n<!-- a -->{SVG}'.encode(),
    "behind a mark of bytes": b"\xef\xbb\xbf" + SVG.encode(),
    "in UTF-16": f'<?xml version="1.0" encoding="UTF-16"?>{SVG}'.encode("utf-16"),
    "packed": gzip.compress(SVG.encode()),
    "without a namespace": SVG.replace('xmlns="http://www.w3.org/2000/svg" ', "").encode(),
    "in another namespace": SVG.replace("http://www.w3.org/2000/svg", "urn:andet").encode(),
    "with a prefix": SVG.replace("<svg xmlns=", "<s:svg xmlns:s=").replace("</svg>", "</s:svg>").encode(),
    "by an older attribute": SVG.replace("xlink:href", "href").encode(),
    "by its use": SVG.replace("<image", "<use").encode(),
    "by a drawing in it": SVG.replace(TARGET, f"data:image/png;base64,{NESTED}").encode(),
    "far behind its beginning": b"<!--" + b"x" * 50_000 + b"-->" + SVG.encode(),
    "with entities": f'<!DOCTYPE svg [<!ENTITY a "{TARGET}">]>{SVG.replace(TARGET, "&a;")}'.encode(),
    "damaged": SVG[:-5].encode(),
}


@pytest.mark.parametrize("name", ["b.png", "b.svg", "b.svgz", "b.JPG", "b"])
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_drawing_is_told_by_what_it_holds_and_cut(name: str, drawing: str) -> None:
    part = f"word/media/{name}"
    package = open_package(zipfile.ZipFile(io.BytesIO(docx(paragraph("x"), parts={part: DRAWINGS[drawing]}))))
    still_ooxml(package)
    assert TARGET.encode() not in _plain(package.read(part))
    assert NESTED.encode() not in package.read(part)
    package = open_package(zipfile.ZipFile(io.BytesIO(odf("text", "", parts={f"Pictures/{name}": DRAWINGS[drawing]}))))
    still_odf(package)
    assert TARGET.encode() not in _plain(package.read(f"Pictures/{name}"))


def _plain(data: bytes) -> bytes:
    data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    return data.replace(b"\0", b"")


def test_a_drawing_that_names_only_itself_stays_as_it_is() -> None:
    own = SVG.replace(TARGET, "#a").encode()
    pixels = SVG.replace(TARGET, "data:image/png;base64,iVBORw0KGgo=").encode()
    parts: dict[str, str | bytes] = {
        "word/media/a.svg": own,
        "word/media/b.png": pixels,
        "word/media/c.png": b"\x89PNG",
    }
    package = open_package(zipfile.ZipFile(io.BytesIO(docx(paragraph("x"), parts=parts))))
    assert still_ooxml(package).outside == 0
    assert not package.changed.keys() & parts.keys()


@pytest.mark.parametrize(
    ("nested", "outside"),
    [
        (NESTED, 1),
        (base64.b64encode(b" " + SVG.encode() + b" " * (1 << 17)).decode(), 1),
        ("\n\t " + "\n".join(NESTED), 1),
        (f"ø{NESTED}", 1),
        ("ødelagt", 0),
        ("=", 0),
        ("iVBOR", 0),
    ],
    ids=["whole", "large", "line by line", "with a letter that is none", "no base64", "no digits", "no whole group"],
)
def test_a_drawing_in_the_text_of_a_part_is_taken_out(nested: str, outside: int) -> None:
    body = f"<draw:frame><draw:image><office:binary-data>{nested}</office:binary-data></draw:image></draw:frame>"
    package = open_package(zipfile.ZipFile(io.BytesIO(odf("text", f"<text:p>{body}</text:p>"))))
    assert still_odf(package).outside == outside
    assert (nested.strip() in package.read("content.xml").decode()) is not outside


def field_of(instruction: str) -> bytes:
    return rb"{\rtf1 {\field{\*\fldinst " + instruction.encode() + rb"}{\fldrslt vist}}}"


@pytest.mark.parametrize(
    "instruction",
    [
        f'INCLUDEPICTURE "{TARGET}" \\\\d',
        f"{{\\b  INCLUDE}}{{\\i PICTURE}} {TARGET}",
        f"\\rtlch\\fcs1 \\af0 includetext {TARGET}",
        f"\\'49NCLUDEPICTURE {TARGET}",
        f"\\u73?NCLUDEPICTURE {TARGET}",
        f"LINK Excel.Sheet.8 {TARGET}",
        f"DDEAUTO excel {TARGET}",
        f"DATABASE \\\\d {TARGET}",
        f"RD {TARGET}",
        f"REF a {{\\field{{\\*\\fldinst INCLUDEPICTURE {TARGET}}}}}",
        f"IF 1=1 {{\\field{{\\*\\fldinst INCLUDEPICTURE {TARGET}}}}}",
        f"INC\r\nLUDEPICTURE {TARGET}",
    ],
)
def test_fields_of_rtf_that_fetch_something_show_what_they_last_showed(instruction: str) -> None:
    still, outside = still_rtf(field_of(instruction))
    assert TARGET.encode() not in still
    assert rb"{\fldrslt vist}" in still
    assert still.count(b"{") == still.count(b"}")
    assert outside or "IF" in instruction or "\\'" in instruction or "\\u" in instruction or "RD" in instruction


@pytest.mark.parametrize(
    "instruction", ["PAGE", 'HYPERLINK "https://vestby.example"', " {\\b TOC} \\\\o", "REF a \\\\h"]
)
def test_other_fields_of_rtf_stay(instruction: str) -> None:
    assert still_rtf(field_of(instruction)) == (field_of(instruction), 0)


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        (rb"{\rtf1 {\*\template " + TARGET.encode() + rb"}x}", 0),
        (rb"{\rtf1 {\object\objlink{\*\objdata 0105" + TARGET.encode().hex().encode() + rb"}{\result vist}}}", 1),
        (rb"{\rtf1 {\*\shppict{\pict\pngblip " + SVG.encode().hex().encode() + rb"}}}", 1),
        (rb"{\rtf1 {\pict\pngblip\bin%d %s}}" % (len(SVG), SVG.encode()), 1),
        (rb"{\rtf1 {\pict\pngblip 89504e47 \bin%d %s}}" % (len(SVGZ), SVGZ), 1),
        (rb"{\rtf1 {\pict\pngblip\bin0 " + SVG.encode().hex().encode() + b"}}", 1),
        (rb"{\rtf1 {\pict\jpegblip " + gzip.compress(SVG.encode()).hex().encode() + rb"}}", 1),
        (rb"{\rtf1 {\shp{\*\shpinst{\sp{\sn pibName}{\sv " + TARGET.encode() + rb"}}}}}", 1),
        (rb"{\rtf1 {\shp{\*\shpinst{\sp{\sn fillBlipName}{\sv " + TARGET.encode() + rb"}}}}}", 1),
    ],
)
def test_what_else_of_rtf_names_a_file_is_emptied(text: bytes, outside: int) -> None:
    still, count = still_rtf(text)
    assert not any(shown in still for shown in (TARGET.encode(), TARGET.encode().hex().encode(), SVGZ))
    assert SVG.encode().hex().encode() not in still
    assert still.count(b"{") == still.count(b"}")
    assert count == outside


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"}}}", rb"{\bin1 x", b"\\", rb"{\rtf1 \'e6 \{\}\\ {\pict\wmetafile8 0123456789}}", b"{" * 5000],
)
def test_all_other_bytes_of_rtf_stay(text: bytes) -> None:
    assert still_rtf(text) == (text, 0)


@pytest.mark.parametrize("length", ["99999999999", "9" * 5000, "-7", "0", "00000000000000009"])
def test_a_number_of_bytes_is_what_follows_or_none_at_all(length: str) -> None:
    rest = field_of(f"INCLUDEPICTURE {TARGET}") + b"}"
    still, _ = still_rtf(rb"{\rtf1 \bin" + length.encode() + b" " + rest)
    if length.startswith("9"):
        assert still == rb"{\rtf1 \bin%d " % len(rest) + rest
    else:
        assert TARGET.encode() not in still
        assert rb"\bin" not in still


def test_a_text_of_any_name_is_stilled_and_what_was_deleted_is_not_shown() -> None:
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>KANARIE</w:delText></w:r></w:del>'
    body = f"<w:p><w:r><w:t>synlig</w:t></w:r>{deleted}</w:p>"
    with zipfile.ZipFile(io.BytesIO(docx(body))) as archive:
        parts = {name.replace("document", "hoved"): archive.read(name) for name in archive.namelist()}
    parts["_rels/.rels"] = relationships(("rId1", "officeDocument", "word/hoved.xml")).encode()
    parts["word/hoved.bin"] = parts.pop("word/hoved.xml")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"hoved.xml", b"hoved.bin")
    parts["word/_rels/hoved.bin.rels"] = parts.pop("word/_rels/hoved.xml.rels").replace(b"settings.xml", b"andet.xml")
    settings = parts.pop("word/settings.xml")
    package = open_package(zipfile.ZipFile(io.BytesIO(zipped({**parts, "word/andet.xml": settings}))))
    facts = still_ooxml(package)
    assert (facts.changes, facts.changes_shown) == (1, False)
    assert b"revisionView" in package.read("word/andet.xml")
    package = open_package(zipfile.ZipFile(io.BytesIO(zipped(dict(parts)))))
    assert still_ooxml(package).changes_shown
    assert b"KANARIE" not in package.read("word/hoved.bin")


# ---------------------------------------------------------------------------------- as LibreOffice reads it

SIZE = (37, 53)
office = pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")


def images_of(path: Path) -> list[tuple[int, int]]:
    with pikepdf.open(path) as pdf:
        streams = [
            item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]
        return [(int(stream.Width), int(stream.Height)) for stream in streams]


def files(folder: Path) -> dict[str, Path]:
    """Write files that show the picture of another contributor's, and return them by what they are."""
    target = folder / "bb" / "lukket.png"
    target.parent.mkdir()
    Image.new("RGB", SIZE, "red").save(target)
    there = f"file://{target}"
    contents = {
        "field.rtf": field_of(f'INCLUDEPICTURE "{there}" \\\\d'),
        "drawing.odt": odf(
            "text",
            '<text:p><draw:frame svg:width="3cm" svg:height="3cm">'
            '<draw:image xlink:href="Pictures/x.png"/></draw:frame></text:p>',
            parts={"Pictures/x.png": SVG.replace(TARGET, there)},
        ),
    }
    if ATTACK.is_dir():
        for name in ("01-rtf-includepicture.rtf", "02-svg-called-png.docx", "05-svg-called-png.odt"):
            data = (ATTACK / name).read_bytes()
            if name.endswith(".rtf"):
                contents[name] = data.replace(b"@MAAL@", str(target).encode())
                continue
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = {
                    part: archive.read(part).replace(b"@MAAL@", str(target).encode()) for part in archive.namelist()
                }
            contents[name] = zipped(parts)
    written = {}
    for name, data in contents.items():
        written[name] = folder / name
        written[name].write_bytes(data)
    return written


def convert(argument: Plain, _: Callable[[object], None]) -> Plain:
    """Have LibreOffice make a PDF of a file, as nothing was cut from it: the worker's side."""
    assert isinstance(argument, dict)
    soffice = find_soffice()
    assert soffice is not None
    how = Filter(source="", suffix="pdf", target="writer_pdf_Export")
    source, folder = Path(str(argument["file"])), Path(str(argument["folder"]))
    return str(run_soffice(soffice, source, (how, how), folder=folder, seconds=100))


@pytest.mark.long
@office
def test_the_filters_alone_keep_a_file_from_anothers_picture(tmp_path: Path) -> None:
    for name, path in files(tmp_path).items():
        work = tmp_path / f"{name}-arbejde"
        work.mkdir()
        taken = take(HandedIn(path=path, name=name, work=work, caption=Caption(title="Oplæg")))
        assert isinstance(taken.body, PreparedPart)
        assert SIZE not in images_of(taken.body.path), name
        assert "office.outside" in {note.what.code for note in taken.notes}, name


@pytest.mark.long
@office
@pytest.mark.skipif(bool(missing()), reason="this kernel cannot take every right from a process")
def test_the_wall_alone_keeps_a_file_from_anothers_picture_which_is_there_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    soffice = find_soffice()
    assert soffice is not None
    monkeypatch.syspath_prepend(Path(__file__).parent)
    reached = set()
    for name, path in files(tmp_path).items():
        free, walled = tmp_path / f"{name}-frit", tmp_path / f"{name}-bag-mur"
        free.mkdir()
        walled.mkdir()
        made = convert({"file": str(path), "folder": str(free)}, print)
        reached |= {name} if SIZE in images_of(Path(str(made))) else set()
        job = Job(
            target=f"{Path(__file__).stem}:{convert.__name__}",
            argument={"file": str(path), "folder": str(walled)},
            seconds=200,
            megabytes=1024,
            read=(path, soffice.resolve().parents[1], Path(__file__).parents[2]),
            write=(walled,),
        )
        (outcome,) = run([job])
        assert isinstance(outcome.value, str), outcome
        assert SIZE not in images_of(Path(outcome.value)), name
    assert {"field.rtf", "drawing.odt"} <= reached


@pytest.mark.long
@office
def test_a_file_behind_the_wall_becomes_pages_and_leaves_no_socket(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(paragraph("Budget og regnskab")))
    before = set(Path("/tmp").glob("OSL_PIPE_*"))  # noqa: S108 - where LibreOffice puts them
    handed = HandedIn(path=tmp_path / "a.docx", name="a.docx", work=tmp_path, caption=Caption(title="Oplæg"))
    (taken,) = take_all([handed], Limits(), started=lambda _: None)
    assert isinstance(taken, Taken), taken
    assert set(Path("/tmp").glob("OSL_PIPE_*")) <= before  # noqa: S108 - as above
