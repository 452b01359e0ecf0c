"""Who made a file, with what, when and where does not follow its pages into a package; and what one sees stays."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from intake.odd_pdf import TEXT, annotations_of, draw, link, write_pdf
from PIL import Image, ImageChops
from support.remarks import remark

from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.intake.unseen import Unseen

RECT = (100, 100, 200, 200)
GPS = b"55.6761 N"


def photo(**save: Any) -> bytes:
    picture = Image.radial_gradient("L").convert("RGB")
    exif = Image.Exif()
    exif[0x013B] = "Fotograf Hansen"
    exif.get_ifd(0x8825)[29] = GPS.decode()
    stream = io.BytesIO()
    picture.save(stream, "JPEG", exif=exif, comment=b"taget i haven", **save)
    return stream.getvalue()


def place(data: bytes, coder: str = "DCTDecode", *, packed: bool = False) -> Any:
    def change(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_stream(
            b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=256, Height=256, BitsPerComponent=8
        )
        image.ColorSpace = pikepdf.Name.DeviceRGB
        name = pikepdf.Name(f"/{coder}")
        if packed:
            import zlib  # noqa: PLC0415 - for this way of packing alone

            image.write(zlib.compress(data), filter=pikepdf.Array([pikepdf.Name.FlateDecode, name]), type_check=False)
        else:
            image.write(data, filter=name, type_check=False)
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=image))

    return change


def raw_picture(path: Path) -> bytes:
    with pikepdf.open(path) as pdf:
        (image,) = (one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image")
        return image.read_raw_bytes()


@pytest.mark.parametrize("packed", [False, True], ids=["alone", "packed once more"])
@pytest.mark.parametrize("save", [{}, {"progressive": True}, {"optimize": True, "quality": 40}], ids=str)
def test_a_photograph_says_neither_where_it_was_taken_nor_by_whom(
    save: dict[str, Any],
    packed: bool,  # noqa: FBT001 - a value of the table
    tmp_path: Path,
) -> None:
    data = photo(**save)
    assert all(trace in data for trace in (b"Hansen", GPS, b"taget i haven"))
    source = write_pdf(tmp_path / "a.pdf", b"300 0 0 300 100 300 cm /X Do", change=place(data, packed=packed))
    part = take_in_pdf(source, tmp_path / "b.pdf")
    kept = raw_picture(part.path)
    assert not any(trace in kept for trace in (b"Hansen", GPS, b"taget i haven", b"Exif"))
    assert ImageChops.difference(draw(source), draw(part.path)).getbbox() is None


def test_a_photograph_that_is_cut_off_loses_no_line_of_what_is_left(tmp_path: Path) -> None:
    data = photo()
    source = write_pdf(tmp_path / "a.pdf", b"300 0 0 300 100 300 cm /X Do", change=place(data[: len(data) * 2 // 3]))
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert GPS not in raw_picture(part.path)
    assert ImageChops.difference(draw(source), draw(part.path)).getbbox() is None


def test_a_jpeg_2000_file_loses_the_boxes_that_tell_of_it(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(stream, "JPEG2000")
    told = b"<x:xmpmeta>Fotograf Hansen</x:xmpmeta>"
    boxes = b"".join(struct.pack(">I4s", 8 + len(told), kind) + told for kind in (b"uuid", b"xml "))
    source = write_pdf(
        tmp_path / "a.pdf", b"300 0 0 300 100 300 cm /X Do", change=place(stream.getvalue() + boxes, "JPXDecode")
    )
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert told not in raw_picture(part.path)
    assert ImageChops.difference(draw(source), draw(part.path)).getbbox() is None


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\0", b"\xff\xd8\xff\xe1\0\0" * 9, b"\0\0\0\1jP  "]
)
@pytest.mark.parametrize("coder", ["DCTDecode", "JPXDecode"])
def test_a_picture_that_is_none_is_left_alone(data: bytes, coder: str, tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", b"/X Do", change=place(data, coder))
    assert len(take_in_pdf(source, tmp_path / "b.pdf").pages) == 1


def test_what_programs_keep_about_a_page_or_a_picture_stays_behind(tmp_path: Path) -> None:
    def tell(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        private = pikepdf.Dictionary(Illustrator=pikepdf.Dictionary(Private=pdf.make_stream(b"Hemmeligt udkast")))
        form = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=pikepdf.Array(RECT))
        for one in (page, form):
            one.PieceInfo, one.LastModified = private, pikepdf.String("D:20300101")
            one.Metadata = pdf.make_stream(b"<xmp>En person</xmp>")
        page.Resources.XObject = pikepdf.Dictionary(X=form)

    raw = take_in_pdf(write_pdf(tmp_path / "a.pdf", change=tell), tmp_path / "b.pdf").path.read_bytes()
    for trace in (b"PieceInfo", b"LastModified", b"Hemmeligt", b"En person", b"/Metadata"):
        assert trace not in raw


def test_an_earlier_state_of_the_file_stays_behind(tmp_path: Path) -> None:
    first = write_pdf(tmp_path / "a.pdf", b"BT /F1 12 Tf 72 400 Td (Fortroligt) Tj ET").read_bytes()
    at = first.rindex(b"startxref")
    start = int(first[at:].split()[1])
    number = next(
        n for n in range(1, 9) if b"%d 0 obj\n<<\n  /Length" % n in first or b"%d 0 obj\n<< /Length" % n in first
    )
    later = len(first)
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        size = int(pdf.trailer.Size)
        root = pdf.Root.objgen[0]
        number = pdf.pages[0].obj.Contents.objgen[0]
    added = b"%d 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, later)
    end = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        root,
        start,
        later + len(added),
    )
    source = tmp_path / "b.pdf"
    source.write_bytes(first + added + table + end)
    part = take_in_pdf(source, tmp_path / "c.pdf")
    assert remark("intake.repaired") not in part.notes
    with pikepdf.open(part.path) as pdf:
        assert not any(b"Fortroligt" in one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))


# --------------------------------------------------------------------------- comments


def comment(subtype: str, **keys: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Subtype=pikepdf.Name(f"/{subtype}"),
        Rect=pikepdf.Array(RECT),
        Contents=pikepdf.String("Det her er for dyrt"),
        T=pikepdf.String("Bodil Bestyrelse"),
        M=pikepdf.String("D:20300101"),
        **keys,
    )


def with_comments(path: Path, *comments: pikepdf.Dictionary) -> Path:
    def write(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(one) for one in comments])

    return write_pdf(path, TEXT, change=write)


@pytest.mark.parametrize("subtype", ["Text", "Highlight", "Underline", "Squiggly", "StrikeOut", "Caret"])
def test_comments_stay_behind_and_are_told(subtype: str, tmp_path: Path) -> None:
    source = with_comments(tmp_path / "a.pdf", comment(subtype), comment(subtype), comment("Popup"))
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert annotations_of(part.path) == []
    assert part.notes == (remark("intake.comments", count=2),)
    assert b"Bodil" not in part.path.read_bytes()


def test_comments_go_along_where_the_bilag_says_so(tmp_path: Path) -> None:
    source = with_comments(tmp_path / "a.pdf", comment("Text"))
    part = take_in_pdf(source, tmp_path / "b.pdf", comments=True)
    assert [one["kind"] for one in annotations_of(part.path)] == ["/Text"]
    assert part.notes == ()
    assert b"Bodil" in part.path.read_bytes()


def said(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        return [str(annotation.Contents) for annotation in pdf.pages[0].obj.Annots]


DRAWN = [
    ("Stamp", {"Name": pikepdf.Name.Approved}, "Stempel: GODKENDT"),
    ("Stamp", {"Name": pikepdf.Name.SBDraft}, "Stempel: UDKAST"),
    ("Stamp", {}, "Stempel"),
    ("Ink", {}, "Håndtegning"),
    ("Square", {}, "Firkant"),
    ("Circle", {}, "Cirkel"),
    ("Polygon", {}, "Mangekant"),
    ("Line", {}, "Streg"),
    ("Line", {"LE": pikepdf.Array([pikepdf.Name("/None"), pikepdf.Name.ClosedArrow])}, "Pil"),
    ("Egen", {}, "Tegning"),
    # Typewritten text is what it shows.
    ("FreeText", {}, "Det her er for dyrt"),
]


@pytest.mark.parametrize(("subtype", "keys", "words"), DRAWN)
def test_what_is_drawn_on_a_page_says_what_it_is_and_not_who_drew_it(
    subtype: str, keys: dict[str, Any], words: str, tmp_path: Path
) -> None:
    source = with_comments(tmp_path / "a.pdf", comment(subtype, **keys))
    part = take_in_pdf(source, tmp_path / "b.pdf")
    (kept,) = annotations_of(part.path)
    assert not kept["keys"] & {"/T", "/M"}
    assert said(part.path) == [words]


def test_a_remark_on_a_drawing_stays_where_the_bilag_asks_for_comments(tmp_path: Path) -> None:
    silent = comment("Square")
    del silent["/Contents"]
    source = with_comments(tmp_path / "a.pdf", comment("Square"), silent)
    part = take_in_pdf(source, tmp_path / "b.pdf", comments=True)
    assert said(part.path) == ["Det her er for dyrt", "Firkant"]


@pytest.mark.parametrize("comments", [False, True])
def test_a_comment_without_a_place_is_counted(comments: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a value of the table
    nowhere = comment("Text")
    nowhere.Rect = pikepdf.Array([0, 0, 0, 0])
    part = take_in_pdf(with_comments(tmp_path / "a.pdf", nowhere), tmp_path / "b.pdf", comments=comments)
    assert part.notes == (remark("intake.comments", count=1),)


def test_what_is_marked_to_be_taken_out_and_is_still_there_is_told(tmp_path: Path) -> None:
    part = take_in_pdf(with_comments(tmp_path / "a.pdf", comment("Redact")), tmp_path / "b.pdf")
    assert part.notes == (remark("intake.redactions", pages=[1]),)


def test_a_line_that_runs_out_of_the_page_is_no_secret(tmp_path: Path) -> None:
    line = b"BT /F1 24 Tf 500 400 Td (Overskrift, der er for lang) Tj ET"
    assert take_in_pdf(write_pdf(tmp_path / "a.pdf", line), tmp_path / "b.pdf").notes == ()
    beside = line.replace(b"Tj", b"Tj 200 0 Td (Fortroligt) Tj")
    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", beside), tmp_path / "b.pdf")
    assert part.notes == (remark("intake.hidden-text", pages=[1], why=Unseen.OUTSIDE.value),)


def test_what_a_link_says_it_is_stays(tmp_path: Path) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://vibo.dk"))
    source = with_comments(tmp_path / "a.pdf", link(A=action, Contents=pikepdf.String("VIBO"), NM=pikepdf.String("7")))
    (kept,) = annotations_of(take_in_pdf(source, tmp_path / "b.pdf").path)
    assert "/Contents" in kept["keys"]
    assert "/NM" not in kept["keys"]


# --------------------------------------------------------------------------- what nobody sees


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_text_that_a_page_was_cropped_over_is_told(turn: int, tmp_path: Path) -> None:
    content = b"BT /F1 12 Tf 72 400 Td (Synlig) Tj 0 300 Td (Fortroligt) Tj ET"
    keys = {"/CropBox": pikepdf.Array([0, 300, 595, 500]), "/Rotate": turn}
    cropped = take_in_pdf(write_pdf(tmp_path / "a.pdf", TEXT, content, keys=keys), tmp_path / "b.pdf")
    assert cropped.notes == (remark("intake.hidden-text", pages=[2], why=Unseen.OUTSIDE.value),)
    whole = take_in_pdf(write_pdf(tmp_path / "a.pdf", content, keys={"/Rotate": turn}), tmp_path / "b.pdf")
    assert whole.notes == ()
