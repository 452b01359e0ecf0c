from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms
from support.images import (
    BLUE,
    GREEN,
    GREY,
    RED,
    alike,
    all_alike,
    colours,
    corners,
    exif,
    saved,
    seen,
    sixteen_bits,
    stored,
)

from styringsdialog.messages.message import Language, Text, text_of
from styringsdialog.pictures.picture import Picture, PictureError
from styringsdialog.pictures.reading import Fit, Reading, read_pictures

ROOM = Fit(547.0, 734.0, turns=True)
QUARTERS = [RED, GREEN, BLUE, GREY]
_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 95},
    "TIFF": {"compression": "tiff_lzw"},
    "WEBP": {"lossless": True},
}


def read(data: bytes, folder: Path, fit: Fit = ROOM) -> Reading:
    path = folder / "billede"
    path.write_bytes(data)
    return read_pictures(path, fit)


def one(data: bytes, folder: Path, fit: Fit = ROOM) -> Picture:
    (picture,) = read(data, folder, fit).pictures
    return picture


def refusal(data: bytes, folder: Path) -> Text:
    with pytest.raises(PictureError) as caught:
        read(data, folder)
    text = text_of(caught.value.what, Language.ENGLISH)
    assert text.reader.endswith(".")
    assert text.hint
    return text


# ------------------------------------------------------------------------- what one sees


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_every_kind_looks_as_it_did(kind: str, tmp_path: Path) -> None:
    options = _OPTIONS.get(kind, {})
    picture = one(saved(corners(), kind, **options), tmp_path)
    assert (picture.width, picture.height) == (240, 160)
    assert all_alike(colours(seen(picture, tmp_path)), QUARTERS)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_what_was_packed_without_loss_keeps_every_pixel(kind: str, tmp_path: Path) -> None:
    image = Image.effect_noise((90, 60), 80).convert("RGB")
    options = _OPTIONS.get(kind, {})
    shown = stored(one(saved(image, kind, **options), tmp_path), tmp_path)
    assert ImageChops.difference(shown, image).getbbox() is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_whichever_way_it_was_held(orientation: int, kind: str, tmp_path: Path) -> None:
    turned_back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = corners() if turned_back is None else corners().transpose(turned_back)
    options = _OPTIONS.get(kind, {})
    picture = one(saved(stored, kind, exif=exif(orientation=orientation), **options), tmp_path)
    assert (picture.width, picture.height) == (240, 160)
    assert all_alike(colours(seen(picture, tmp_path)), QUARTERS)


@pytest.mark.parametrize("orientation", [6, 3])
def test_a_large_photograph_is_turned_as_well_as_made_smaller(orientation: int, tmp_path: Path) -> None:
    turn = {6: Image.Transpose.ROTATE_90, 3: Image.Transpose.ROTATE_180}[orientation]
    stored = corners(4800, 3200).transpose(turn)
    picture = one(saved(stored, "JPEG", exif=exif(orientation=orientation)), tmp_path)
    assert (picture.width, picture.height) == (3058, 2039)
    assert all_alike(colours(seen(picture, tmp_path)), QUARTERS)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I", "F", "CMYK", "YCbCr", "LAB"])
def test_every_mode_of_a_tiff_becomes_grey_or_colour(mode: str, tmp_path: Path) -> None:
    picture = one(saved(Image.new(mode, (30, 20)), "TIFF"), tmp_path)
    assert picture.space == ("DeviceGray" if mode in {"1", "L", "LA", "I;16", "I", "F"} else "DeviceRGB")
    assert picture.bits == (1 if mode == "1" else 8)


def test_sixteen_bits_of_grey_are_as_dark_as_they_were_and_not_stretched(tmp_path: Path) -> None:
    rows = [[0, 65535, 32768, 257]] * 2
    picture = one(sixteen_bits(rows), tmp_path)
    assert (picture.space, picture.bits) == ("DeviceGray", 8)
    shown = stored(picture, tmp_path)
    assert [shown.getpixel((across, 0)) for across in range(4)] == [0, 255, 128, 1]
    dark = one(sixteen_bits([[0, 25700]]), tmp_path)
    assert stored(dark, tmp_path).getpixel((1, 0)) == 100
    for mode, order in (("I;16", "<"), ("I;16B", ">")):
        tiff = Image.frombytes(mode, (4, 1), struct.pack(f"{order}4H", *rows[0]))
        shown = stored(one(saved(tiff, "TIFF"), tmp_path), tmp_path)
        assert [shown.getpixel((across, 0)) for across in range(4)] == [0, 255, 128, 1]


def test_white_stands_behind_what_one_sees_through(tmp_path: Path) -> None:
    image = corners().convert("RGBA")
    image.putalpha(0)
    image.paste((*RED, 255), (0, 0, 120, 80))
    image.paste((0, 0, 0, 128), (120, 0, 240, 80))
    found = colours(seen(one(saved(image, "PNG"), tmp_path), tmp_path))
    assert all_alike(found, [RED, (127, 127, 127), (255, 255, 255), (255, 255, 255)])


def test_a_colour_that_stands_for_nothing_is_white_too(tmp_path: Path) -> None:
    for mode, colour in (("RGB", GREEN), ("L", 7), ("1", 0)):
        data = saved(Image.new(mode, (20, 20), colour), "PNG", transparency=colour)
        assert colours(seen(one(data, tmp_path), tmp_path))[0] == (255, 255, 255), mode


def test_ink_is_not_turned_upside_down_whether_adobe_wrote_it_or_not(tmp_path: Path) -> None:
    ink = Image.new("CMYK", (64, 64), (0, 255, 255, 0))
    adobe = saved(ink, "JPEG", quality=95)
    assert b"Adobe" in adobe
    assert alike(colours(seen(one(adobe, tmp_path), tmp_path))[0], (255, 0, 0))

    # As programs other than Adobe's write it: the same ink the right way up, and no marker.
    upside_down = saved(ImageChops.invert(ink), "JPEG", quality=95)
    at = upside_down.index(b"\xff\xee")
    plain = upside_down[:at] + upside_down[at + 2 + int.from_bytes(upside_down[at + 2 : at + 4]) :]
    assert alike(colours(seen(one(plain, tmp_path), tmp_path))[0], (255, 0, 0))


def test_the_numbers_of_another_colour_space_become_srgb(tmp_path: Path) -> None:
    image = Image.new("RGB", (40, 40), (200, 100, 50))
    without = one(saved(image, "PNG"), tmp_path)

    # A profile as it says that red is blue and blue is red: its columns of colour are exchanged.
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = srgb.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    exchanged = exchanged.replace("sRGB".encode("utf-16-be"), "Test".encode("utf-16-be"))
    assert exchanged != srgb
    for kind in ("PNG", "JPEG", "TIFF", "WEBP"):
        picture = one(saved(image, kind, icc_profile=exchanged, quality=95, lossless=True), tmp_path)
        assert alike(colours(seen(picture, tmp_path))[0], (50, 100, 200)), kind

    # One that says sRGB changes nothing, nor does one of another kind of pixels, nor one that is none.
    grey = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (srgb, grey, b"rubbish"):
        assert one(saved(image, "PNG", icc_profile=profile), tmp_path).data == without.data


@pytest.mark.parametrize(
    ("kind", "options", "filter_"),
    [
        ("WEBP", {"lossless": True}, "FlateDecode"),
        ("WEBP", {"lossless": True, "exif": exif()}, "FlateDecode"),
        ("WEBP", {"quality": 90}, "DCTDecode"),
        ("WEBP", {"quality": 90, "exif": exif()}, "DCTDecode"),
        ("WEBP", {"quality": 90, "save_all": True, "append_images": [corners()]}, "DCTDecode"),
        ("TIFF", {"compression": "jpeg"}, "DCTDecode"),
        ("TIFF", {"compression": "tiff_lzw"}, "FlateDecode"),
        ("PNG", {}, "FlateDecode"),
    ],
)
def test_what_had_lost_something_already_is_not_packed_as_if_every_pixel_mattered(
    kind: str, options: dict[str, Any], filter_: str, tmp_path: Path
) -> None:
    picture = one(saved(corners(), kind, **options), tmp_path)
    assert picture.filter == filter_
    assert all_alike(colours(seen(picture, tmp_path)), QUARTERS)


# --------------------------------------------------------------------- what is hidden in it


def test_a_jpeg_keeps_its_pixels_and_nothing_that_it_says_beside_them(tmp_path: Path) -> None:
    data = saved(corners(), "JPEG", exif=exif(), comment="Af Jens Hansen", quality=80) + b"en film bagefter"
    picture = one(data, tmp_path)
    assert picture.filter == "DCTDecode"
    for secret in (b"kamerafabrik", b"Jens", b"Exif", b"film"):
        assert secret not in picture.data
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(picture.data))
    assert ImageChops.difference(before, after).getbbox() is None
    assert not after.getexif()


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_rows": 1}, {"keep_rgb": True}])
def test_every_way_of_writing_a_jpeg_that_a_pdf_shows_goes_in_as_it_is(options: dict[str, Any], tmp_path: Path) -> None:
    picture = one(saved(corners(), "JPEG", quality=95, **options), tmp_path)
    assert picture.filter == "DCTDecode"
    assert all_alike(colours(seen(picture, tmp_path)), QUARTERS)


# --------------------------------------------------------------------------------- how many


def test_a_tiff_has_all_its_pages_and_not_the_small_copies_between(tmp_path: Path) -> None:
    pages = [Image.new("L", (100 + page, 50), 40 * page) for page in range(4)]
    reading = read(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]), tmp_path)
    assert [picture.width for picture in reading.pictures] == [100, 101, 102, 103]

    file = io.BytesIO()
    with Image.open(io.BytesIO(saved(pages[0], "TIFF"))) as page:
        small = Image.new("L", (10, 5))
        small.encoderinfo = {"tiffinfo": {0xFE: 1}}
        page.save(file, "TIFF", save_all=True, append_images=[small, pages[2]])
    assert [picture.width for picture in read(file.getvalue(), tmp_path).pictures] == [100, 102]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_there_is_the_first_picture(kind: str, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, GREEN)]
    reading = read(saved(frames[0], kind, save_all=True, append_images=frames[1:]), tmp_path)
    assert (len(reading.pictures), reading.moves) == (1, True)
    assert not read(saved(frames[0], kind), tmp_path).moves


# -------------------------------------------------------------------------------- how large


@pytest.mark.parametrize(("size", "found"), [((6000, 3000), (3058, 1529)), ((3000, 6000), (1529, 3058))])
def test_there_are_no_more_than_300_pixels_to_the_inch(
    size: tuple[int, int], found: tuple[int, int], tmp_path: Path
) -> None:
    for kind, filter_ in (("JPEG", "DCTDecode"), ("PNG", "FlateDecode")):
        picture = one(saved(Image.new("RGB", size, RED), kind), tmp_path)
        assert (picture.width, picture.height, picture.filter) == (*found, filter_)
        # One inch is 72 points.
        assert max(picture.width, picture.height) <= 734 / 72 * 300


def test_a_scan_of_300_pixels_to_the_inch_loses_none_of_them(tmp_path: Path) -> None:
    scan = Image.effect_noise((2480, 3508), 80).convert("1")
    picture = one(saved(scan, "TIFF", compression="group4", dpi=(300, 300)), tmp_path)
    assert (picture.columns, picture.rows, picture.bits) == (2480, 3508, 1)
    assert picture.sheet == pytest.approx((595.28, 841.89), abs=0.01)
    assert ImageChops.difference(stored(picture, tmp_path).convert("L"), scan.convert("L")).getbbox() is None


def test_lines_of_black_and_white_stay_lines_when_they_are_made_smaller(tmp_path: Path) -> None:
    image = Image.new("1", (6000, 6000), 1)
    picture = one(saved(image, "PNG"), tmp_path)
    assert (picture.space, picture.bits) == ("DeviceGray", 8)


def test_a_bomb_is_stopped_before_it_goes_off(tmp_path: Path) -> None:
    width, height = 40_000, 40_000
    data = bytearray(saved(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = width.to_bytes(4) + height.to_bytes(4)
    # The header's check sum has to fit, or nobody looks further.
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4)
    assert refusal(bytes(data), tmp_path).what == "has more pixels than can be shown"


# --------------------------------------------------------------------------- what is broken


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_a_file_that_is_cut_off_is_named_as_that(kind: str, tmp_path: Path) -> None:
    image = Image.effect_noise((300, 300), 80).convert("RGB")
    options = _OPTIONS.get(kind, {})
    data = saved(image, kind, **options)
    error = refusal(data[: len(data) * 2 // 3], tmp_path)
    assert error.what.startswith(("is cut off", "is damaged")), error.what


@pytest.mark.parametrize("kind", ["GIF", "BMP", "PPM"])
def test_a_kind_that_is_not_read_is_told_what_to_do(kind: str, tmp_path: Path) -> None:
    error = refusal(saved(corners(), kind), tmp_path)
    assert (error.what, error.hint) == ("cannot be printed as it is", "save it as PNG or JPEG, and hand that in")


def test_a_file_that_only_begins_as_a_picture_is_damaged(tmp_path: Path) -> None:
    for start in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*"):
        assert refusal(start + b"rubbish" * 20, tmp_path).what.startswith(("is damaged", "is cut off"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="cannot be read"):
        read_pictures(tmp_path / "ingen.png", ROOM)


@pytest.mark.parametrize("exif", [b"Exif\0\0skade", b"MM", b"", b"II*\0\x08\0\0\0\x05\0\x12"], ids=len)
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damage_in_what_a_picture_says_of_itself_harms_no_pixel(exif: bytes, tmp_path: Path) -> None:
    picture = Image.radial_gradient("L").convert("RGB")
    file = io.BytesIO()
    picture.save(file, "WEBP", lossless=True, exif=b"Exif\0\0II*\0")
    data = file.getvalue()
    at = data.index(b"EXIF")
    chunk = b"EXIF" + struct.pack("<I", len(exif)) + exif + b"\0" * (len(exif) % 2)
    whole = data[8:at] + chunk
    path = tmp_path / "a.webp"
    path.write_bytes(b"RIFF" + struct.pack("<I", len(whole)) + whole)
    (read,) = read_pictures(path, Fit(10_000, 10_000)).pictures
    assert (read.columns, read.rows, read.orientation) == (256, 256, 1)
