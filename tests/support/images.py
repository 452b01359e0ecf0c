"""Image files that tests make, and what one sees of a page that shows one."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from styringsdialog.pictures.picture import Picture
from styringsdialog.typeset.render import Plate, set_plates

RED, GREEN, BLUE, GREY = (200, 30, 30), (30, 160, 60), (30, 60, 200), (128, 128, 128)


def corners(width: int = 240, height: int = 160) -> Image.Image:
    """Give an image that looks different whichever way it is turned: red, green, blue and grey quarters."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(GREY, (width // 2, height // 2, width, height))
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Give ``image`` as a file of ``kind``."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def exif(**tags: Any) -> Image.Exif:
    """Give Exif data with an orientation, a camera and a position."""
    found = Image.Exif()
    found[0x0112] = tags.get("orientation", 1)
    found[0x010F] = "Hemmelig kamerafabrik"
    found.get_ifd(0x8825).update({1: "N", 2: (55.0, 39.0, 0.0)})
    return found


def sixteen_bits(rows: list[list[int]]) -> bytes:
    """Give a PNG in grey of sixteen bits, which Pillow cannot be relied upon to write."""
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 16, 0, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + struct.pack(f">{len(row)}H", *row) for row in rows))
    chunks = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def seen(picture: Picture, folder: Path) -> Image.Image:
    """Give what one sees where a page shows ``picture``, as large as its own pixels."""
    path = folder / "plate.pdf"
    part = set_plates([Plate(picture, "Prøve")], title="Prøve", path=path)
    assert part.structure is not None
    (figure,) = (element for element in part.structure.walk() if element.role == "Figure")
    edges = figure.attributes["BBox"]
    assert isinstance(edges, tuple)
    left, bottom, right, top = edges
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        scale = picture.width / (right - left)
        shown: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        height = float(page.get_height())
    box = (left * scale, (height - top) * scale, right * scale, (height - bottom) * scale)
    left, upper, right, lower = map(round, box)
    return shown.crop((left, upper, right, lower))


def stored(picture: Picture, folder: Path) -> Image.Image:
    """Give the pixels that a page holds which shows ``picture``, as another program reads them."""
    path = folder / "plate.pdf"
    set_plates([Plate(picture, "Prøve")], title="Prøve", path=path)
    with pikepdf.open(path) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert isinstance(image, pikepdf.Stream)
        return pikepdf.PdfImage(image).as_pil_image()


def colours(image: Image.Image) -> list[tuple[int, ...]]:
    """Give the colour in the middle of each quarter: top left, top right, bottom left, bottom right."""
    places = [(across, down) for down in (0.25, 0.75) for across in (0.25, 0.75)]
    found = []
    for across, down in places:
        pixel = image.convert("RGB").getpixel((int(image.width * across), int(image.height * down)))
        assert isinstance(pixel, tuple)
        found.append(tuple(map(int, pixel)))
    return found


def alike(one: Sequence[int], other: Sequence[int], by: int = 6) -> bool:
    """Tell whether two colours differ by no more than ``by`` in any component."""
    return len(one) == len(other) and all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def all_alike(found: Sequence[Sequence[int]], wanted: Sequence[Sequence[int]]) -> bool:
    """Tell whether colours are ``alike`` one by one."""
    return len(found) == len(wanted) and all(map(alike, found, wanted))
