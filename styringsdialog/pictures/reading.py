"""Image files read: PNG, JPEG, TIFF with all its pages, and WebP; and the size that a scan has on paper."""

from __future__ import annotations

import contextlib
import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

import attrs
from PIL import Image, ImageChops, ImageCms, ImageSequence, JpegImagePlugin, UnidentifiedImageError

from styringsdialog.messages.message import message
from styringsdialog.pictures.jpeg import bare_jpeg
from styringsdialog.pictures.picture import Picture, PictureError, kept

_SRGB: Final = ImageCms.createProfile("sRGB")
_SIXTEEN_BITS: Final = 65535

# The modes whose pixels a profile of each colour space speaks of.
_PROFILED: Final = {"RGB ": ("RGB", "RGBA", "RGBX"), "CMYK": ("CMYK",)}


def plain(image: Image.Image) -> Image.Image:
    """Return ``image`` in mode ``1``, ``L`` or ``RGB``: its profile applied, transparent parts on white.

    Raises:
        PictureError: Its pixels are not numbers.
    """
    if image.mode == "1" and not image.has_transparency_data:
        return image
    if image.mode.startswith(("I", "F")):
        return _scaled(image)
    opaque, alpha = _separated(image)
    # Paper is white; a picture without alpha needs no soft mask in the PDF.
    flat = _in_srgb(opaque, _profile(image), adobe="adobe" in image.info)
    if alpha is None:
        return flat
    white = Image.new(flat.mode, flat.size, "white")
    white.paste(flat, mask=alpha)
    return white


def _separated(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Return ``image`` without alpha, and the alpha channel; ``None`` where every pixel is opaque."""
    if not image.has_transparency_data:
        return image, None
    grey = image.mode in {"1", "L", "LA", "La"}
    with_alpha = image.convert("RGBA")
    alpha = with_alpha.getchannel("A")
    opaque = with_alpha.convert("RGB").convert("L") if grey else with_alpha.convert("RGB")
    return opaque, alpha if alpha.getextrema() != (255, 255) else None


def _in_srgb(image: Image.Image, profile: ImageCms.ImageCmsProfile | None, *, adobe: bool) -> Image.Image:
    if image.mode == "CMYK" and image.format in {"JPEG", "MPO"} and not adobe:
        # Only Adobe stores ink upside down, and says so in a marker of its own; Pillow takes it for granted.
        image = ImageChops.invert(image)
    if image.mode == "LAB":
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    if profile is not None:
        # A broken profile is as good as none.
        with contextlib.suppress(ImageCms.PyCMSError):
            if (converted := ImageCms.profileToProfile(image, profile, _SRGB, outputMode="RGB")) is not None:
                return converted
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """Return the profile of ``image``; ``None`` for sRGB, and where it is made for pixels of another kind."""
    data = image.info.get("icc_profile")
    if not isinstance(data, bytes):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        description = ImageCms.getProfileDescription(profile)
    except (OSError, ImageCms.PyCMSError):
        return None
    is_fit = image.mode in _PROFILED.get(profile.profile.xcolor_space, ()) and "srgb" not in description.lower()
    return profile if is_fit else None


def _scaled(image: Image.Image) -> Image.Image:
    """Return a channel of more than eight bits as one of eight.

    White is the largest number of sixteen bits. Beyond these there is no such number: there the least value of
    the image becomes black and its greatest white.
    """
    low, high = 0.0, float(_SIXTEEN_BITS)
    numbers = image.convert("F")  # of the modes of sixteen bits, this is what every one can do
    least, most = cast("tuple[float, float]", numbers.getextrema())  # one channel gives two
    if not (math.isfinite(least) and math.isfinite(most)):
        raise PictureError(message("pictures.no-numbers"))
    if image.mode == "F" or least < low or most > high:
        low, high = least, most
    factor = 255 / ((high - low) or 1)
    # Pillow works out what this does to 0 and 1, and cuts decimals off when it makes bytes.
    return numbers.point(lambda value: value * factor + (0.5 - low * factor)).convert("L")


# What is decoded at all; Pillow knows some forty formats more, each with a decoder of its own.
# What Pillow's decoders raise for damaged files, according to its own test suite.
DAMAGED: Final = (OSError, ValueError, SyntaxError, zlib.error, EOFError, LookupError, struct.error, TypeError)

_FORMATS: Final = ("JPEG", "PNG", "TIFF", "WEBP")

_SIGNATURES: Final = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"RIFF")

_ORIENTATION: Final = 0x0112
# Exif's values for what has to be turned, and from where on that exchanges width and height.
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FIRST_ON_ITS_SIDE: Final = 5

# TIFF 6.0, NewSubfileType: a smaller copy of another page of the same file.
_SUBFILE: Final = 0x00FE
_REDUCED: Final = 1

_MOST_PAGES: Final = 500
# Pixels to the inch: more than anybody can see.
_SHARPEST: Final = 300
# A picture that would shrink by less is left alone: sheets are no whole number of pixels wide.
_LARGE: Final = 0.99
# Of a photograph that has to be made smaller: in Pillow's scale, on which 75 is the usual.
_QUALITY: Final = 90


@attrs.frozen
class Fit:
    """The room that a picture will stand in, in points.

    Attributes:
        turns: Whether the room is turned with the picture, its long side across or up.
    """

    width: float
    height: float
    turns: bool = False

    def scale(self, columns: int, rows: int) -> float:
        """Return the factor that leaves a picture of ``columns`` and ``rows`` 300 pixels to the inch; 1 at most."""
        width, height = self.width, self.height
        if self.turns and (columns > rows) != (width > height):
            width, height = height, width
        return min(width * _SHARPEST / 72 / columns, height * _SHARPEST / 72 / rows, 1)


@attrs.frozen
class Reading:
    """What an image file holds.

    Attributes:
        pictures: Its pages in order, at least one.
        moves: Whether it is an animation, of which only the first picture is here.
    """

    pictures: tuple[Picture, ...]
    moves: bool = False


def read_picture(path: Path, fit: Fit) -> Picture:
    """Return the first picture in the file at ``path``, or the one stored there; the rest as in ``read_pictures``."""
    return kept(_bytes(path)) or read_pictures(path, fit).pictures[0]


def read_pictures(path: Path, fit: Fit) -> Reading:
    """Return the pictures in the file at ``path``, upright.

    A JPEG in grey or sRGB keeps its pixels, whichever way up it is stored. What was packed without loss stays so;
    what had lost something before, in WebP or TIFF, becomes a JPEG. Only what would have more than 300 pixels to
    the inch in the room of ``fit`` is made smaller.

    Raises:
        PictureError: The file is missing, no picture, damaged, cut off, or too large to be one.
    """
    data = _bytes(path)
    try:
        with warnings.catch_warnings():
            # Pillow warns of a picture that would fill the memory; here it is refused. Of odd metadata it
            # warns as well, and those are left behind anyway.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                return _reading(image, data, fit)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large() from error
    except UnidentifiedImageError as error:
        is_cut = data.startswith(_SIGNATURES)
        raise PictureError(message("pictures.no-beginning") if is_cut else message("pictures.other-format")) from error
    except DAMAGED as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        if "truncated" in reason or "broken data stream" in reason or isinstance(error, EOFError):
            raise PictureError(message("pictures.cut-off")) from error
        raise PictureError(message("pictures.damaged", reason=reason)) from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PictureError(message("pictures.unreadable", reason=error.strerror or str(error))) from error


def _reading(image: Image.Image, data: bytes, fit: Fit) -> Reading:
    if image.format != "TIFF":
        # A phone's JPEG may hold several pictures, of which the first is meant (format «MPO»).
        moves = image.format in {"PNG", "WEBP"} and getattr(image, "n_frames", 1) > 1
        return Reading((_picture(image, data, fit),), moves)
    if (pages := getattr(image, "n_frames", 1)) > _MOST_PAGES:
        raise PictureError(message("pictures.too-many-pages", pages=pages, most=_MOST_PAGES))
    # Reduced copies of the pages may stand between them.
    pictures = (
        _picture(page, b"", fit)
        for index, page in enumerate(ImageSequence.Iterator(image))
        if not index or not int(page.tag_v2.get(_SUBFILE, 0)) & _REDUCED  # type: ignore[attr-defined] # TIFF's own
    )
    return Reading(tuple(pictures))


def _picture(image: Image.Image, data: bytes, fit: Fit) -> Picture:
    columns, rows = image.size
    if columns * rows > (Image.MAX_IMAGE_PIXELS or 0):
        raise _too_large()
    jpeg = isinstance(image, JpegImagePlugin.JpegImageFile)
    photograph = jpeg or _has_lost(image, data)
    orientation = 1 if image.format == "TIFF" else _orientation(image)  # Pillow turns a TIFF when it decodes it
    on_its_side = orientation >= _FIRST_ON_ITS_SIDE
    upright = (rows, columns) if on_its_side else (columns, rows)
    resolution = image.info.get("dpi")
    sheet = sheet_of(*upright, resolution[::-1] if on_its_side and resolution else resolution) if fit.turns else None
    # A scan is printed as large as its sheet was, so that one of 300 pixels to the inch loses none of them.
    scale = (Fit(*sheet) if sheet else fit).scale(*upright)
    large = scale < _LARGE
    if jpeg and large:
        # The decoder itself can leave out every second pixel, or more, as long as enough are left.
        image.draft(None, (round(columns * scale), round(rows * scale)))
    image.load()
    if jpeg and not large and image.mode in {"L", "RGB"} and _profile(image) is None:
        space = "DeviceGray" if image.mode == "L" else "DeviceRGB"
        if bare := bare_jpeg(data):
            return Picture(columns, rows, space, 8, "DCTDecode", bare, orientation, sheet)
    pixels = plain(image)
    if large:
        # Black and white alone would turn thin lines into dots.
        pixels = pixels.convert("L") if pixels.mode == "1" else pixels
        pixels = pixels.resize((max(round(columns * scale), 1), max(round(rows * scale), 1)), Image.Resampling.LANCZOS)
    if orientation in _TURNS:
        pixels = pixels.transpose(_TURNS[orientation])
    return attrs.evolve(_photograph(pixels) if photograph else _packed(pixels), sheet=sheet)


def _has_lost(image: Image.Image, data: bytes) -> bool:
    """Tell whether pixels of a WebP or a TIFF were packed with loss: packing them without would only enlarge them."""
    return (
        image.info.get("compression") == "jpeg"
        if image.format == "TIFF"
        else image.format == "WEBP" and next(_webp_streams(data, 12), b"") == b"VP8 "
    )


def _webp_streams(data: bytes, at: int) -> Iterator[bytes]:
    """Return the kinds of coded images from ``at`` on: ``VP8L`` keeps every pixel, ``VP8 `` does not (RFC 9649, 2)."""
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        if kind == b"ANMF":  # a frame of an animation: sixteen bytes, then chunks of its own
            at += 8 + 16
            continue
        if kind in {b"VP8 ", b"VP8L"}:
            yield kind
        at += 8 + size + size % 2


def _orientation(image: Image.Image) -> int:
    """Return how ``image`` has to be turned, as the Exif tag has it; 1 where there is no valid one."""
    # Damage in what says when and where it was taken harms no pixel.
    with contextlib.suppress(SyntaxError, struct.error, ValueError, LookupError, OSError, TypeError):
        orientation = image.getexif().get(_ORIENTATION)
        return orientation if orientation in _TURNS else 1
    return 1


def _photograph(image: Image.Image) -> Picture:
    """Return ``image`` as a JPEG, its colours sampled as finely as its lightness."""
    image = image.convert("L") if image.mode == "1" else image
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    bare = bare_jpeg(file.getvalue())
    assert bare is not None, "Pillow writes JPEG files that PDF can show"
    return Picture(image.width, image.height, "DeviceGray" if image.mode == "L" else "DeviceRGB", 8, "DCTDecode", bare)


def _packed(image: Image.Image) -> Picture:
    """Return ``image`` packed without loss: as PNG packs it, whose rows and predictors PDF shares."""
    file = io.BytesIO()
    image.save(file, "PNG")
    space = "DeviceRGB" if image.mode == "RGB" else "DeviceGray"
    bits = 1 if image.mode == "1" else 8
    return Picture(image.width, image.height, space, bits, "FlateDecode", _idat(file.getvalue()))


def _idat(png: bytes) -> bytes:
    """Return the packed rows in a PNG file (ISO/IEC 15948, 11.2.4)."""
    at, chunks = 8, []
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        if kind == b"IDAT":
            chunks.append(png[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(chunks)


def _too_large() -> PictureError:
    return PictureError(message("pictures.too-many-pixels"))


_MM: Final = 72 / 25.4
# A0 to A5 in millimetres (ISO 216).
_SHEETS: Final = ((841, 1189), (594, 841), (420, 594), (297, 420), (210, 297), (148, 210))

# How much of its length a side may differ by: scanners cut a little off.
_NEAR: Final = 0.02

# Pixels to the inch between which people scan; a camera says 72 of everything.
_SCANNED: Final = (90, 1300)


def sheet_of(columns: int, rows: int, resolution: Any) -> tuple[float, float] | None:
    """Return width and height in points of the sheet that an image is a scan of, turned as the image is.

    Args:
        columns: Of pixels.
        rows: As ``columns``.
        resolution: Pixels to the inch, across and down, as the file has it: of any type.
    """
    try:
        across, down = map(float, resolution)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    least, most = _SCANNED
    if not (least <= across <= most and least <= down <= most):
        return None
    size = (columns / across * 72, rows / down * 72)
    for short, long in _SHEETS:
        sheet = (short * _MM, long * _MM) if size[0] <= size[1] else (long * _MM, short * _MM)
        if all(abs(length - side) <= side * _NEAR for length, side in zip(size, sheet, strict=True)):
            return sheet
    return None
