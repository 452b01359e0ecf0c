"""What is the same in several bilag is in the package once, and what is not the same stays two things."""

from __future__ import annotations

import random
from pathlib import Path

import pikepdf
from assemble.packages import small_package
from intake.odd_pdf import TEXT, draw, write_pdf

from styringsdialog.assemble.sharing import share_streams

NOISE = random.Random(5)  # noqa: S311 - bytes that nothing makes smaller
PIXELS = NOISE.randbytes(32 * 32 * 3)


def picture(pdf: pikepdf.Pdf, data: bytes = PIXELS, **keys: object) -> pikepdf.Stream:
    return pdf.make_stream(
        data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=32,
        Height=32,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceRGB,
        **keys,
    )


def images_of(path: Path) -> list[pikepdf.Stream]:
    with pikepdf.open(path) as pdf:
        return [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]


def with_picture(path: Path, data: bytes = PIXELS, *, mask: bytes = b"") -> Path:
    def place(pdf: pikepdf.Pdf) -> None:
        keys = {}
        if mask:
            alpha = picture(pdf, mask)
            alpha.ColorSpace = pikepdf.Name.DeviceGray
            keys["SMask"] = alpha
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=picture(pdf, data, **keys)))

    return write_pdf(path, b"100 0 0 100 100 600 cm /X Do", change=place)


def test_a_picture_that_two_bilag_have_is_in_the_package_once_and_shown_by_both(tmp_path: Path) -> None:
    sources = [with_picture(tmp_path / "a.pdf"), with_picture(tmp_path / "b.pdf")]
    package = small_package(tmp_path, *sources)
    assert len(images_of(package.path)) == 1
    shown = [draw(package.path, section.own_first) for section in package.plan.sections if section.number]
    assert [picture.getpixel((150, 200)) for picture in shown] == [draw(sources[0]).getpixel((150, 200))] * 2


def test_pictures_with_one_mask_are_one_and_with_two_masks_two(tmp_path: Path) -> None:
    mask, other = NOISE.randbytes(1024), NOISE.randbytes(1024)
    sources = [
        with_picture(tmp_path / "a.pdf", mask=mask),
        with_picture(tmp_path / "b.pdf", mask=mask),
        with_picture(tmp_path / "c.pdf", mask=other),
    ]
    assert len(images_of(small_package(tmp_path, *sources).path)) == 4


def test_the_same_bytes_under_other_entries_are_another_picture() -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page().obj
        page.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(A=picture(pdf), B=picture(pdf, Decode=pikepdf.Array([1, 0, 1, 0, 1, 0])))
        )
        assert share_streams(pdf) == 0


def test_what_an_element_of_the_tree_knows_by_a_key_of_its_own_is_left_alone() -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page().obj
        one, other = picture(pdf, StructParent=0), picture(pdf, StructParent=0)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=one, B=other))
        assert share_streams(pdf) == 0


def test_a_font_program_that_two_files_have_is_in_the_package_once(tmp_path: Path) -> None:
    def font(pdf: pikepdf.Pdf) -> None:
        program = pdf.make_stream(PIXELS, Length1=3072)
        about = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontFile2=program))
        pdf.pages[0].obj.Resources.Font.F1.FontDescriptor = about

    sources = [write_pdf(tmp_path / f"{name}.pdf", TEXT, change=font) for name in "ab"]
    package = small_package(tmp_path, *sources)
    with pikepdf.open(package.path) as pdf:
        programs = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Length1") == 3072]
    assert len(programs) == 1
