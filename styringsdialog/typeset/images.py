"""Pictures from files, as the image streams that a page shows."""

from __future__ import annotations

import hashlib
import io
import warnings
import zlib
from pathlib import Path
from typing import Any, cast

import attrs
from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.pdfbase.pdfdoc import PDFArray, PDFName, PDFObject, PDFStream

__all__ = ["Picture", "PictureError", "read_picture"]


class PictureError(Exception):
    """A file is not a picture that can be printed; the message says why."""


@attrs.frozen(eq=False)
class Picture:
    """A picture as PDF shows it.

    Attributes:
        width: In pixels.
        height: In pixels.
        space: ``DeviceGray`` or ``DeviceRGB``.
        data: Encoded by ``filter``.
        alpha: How opaque each pixel is, where not all are.
    """

    width: int
    height: int
    space: str
    filter: str
    data: bytes = attrs.field(repr=False)
    alpha: Picture | None = None

    @property
    def name(self) -> str:
        """Give a name that only this picture has, wherever its file lies."""
        digest = hashlib.sha256(f"{self.width} {self.height} {self.space} ".encode() + self.data)
        if self.alpha is not None:
            digest.update(self.alpha.data)
        return digest.hexdigest()[:20]


_PLAIN_JPEG_MODES = {"L": "DeviceGray", "RGB": "DeviceRGB"}


def read_picture(path: Path) -> Picture:
    """Give the picture in the file at ``path``, upright.

    A JPEG in grey or RGB goes in as it is; everything else is packed without loss, in grey or RGB.

    Raises:
        PictureError: The file is missing, no picture, damaged, or too large to be one.
    """
    try:
        data = path.read_bytes()
        with warnings.catch_warnings():
            # Pillow warns of a picture that would fill the memory; here it is refused.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                return _picture(image, data)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureError("is too large to be a picture on a page") from error
    except UnidentifiedImageError as error:
        raise PictureError("is not a picture that can be read") from error
    except OSError as error:
        raise PictureError(f"cannot be read: {error.strerror or error}") from error
    except (ValueError, SyntaxError, zlib.error, EOFError) as error:
        # What Pillow's decoders raise for damaged files, according to its own test suite.
        raise PictureError(f"is damaged: {error}") from error


def _picture(image: Image.Image, data: bytes) -> Picture:
    image.load()
    turned = image.getexif().get(_ORIENTATION, 1) != 1
    if image.format == "JPEG" and image.mode in _PLAIN_JPEG_MODES and not turned:
        return Picture(image.width, image.height, _PLAIN_JPEG_MODES[image.mode], "DCTDecode", data)
    upright = ImageOps.exif_transpose(image)
    alpha = None
    if upright.has_transparency_data:
        upright = upright.convert("LA" if upright.mode in {"LA", "La"} else "RGBA")
        opaque = upright.getchannel("A")
        if opaque.getextrema() != (255, 255):
            alpha = _packed(opaque)
        upright = upright.convert("L" if upright.mode == "LA" else "RGB")
    elif upright.mode in {"1", "L"}:
        upright = upright.convert("L")
    elif upright.mode.startswith(("I", "F")):
        # Sixteen bits and more: the picture's own range becomes black to white.
        low, high = cast("tuple[float, float]", upright.getextrema())  # one channel gives two numbers
        scale = 255 / ((high - low) or 1)
        upright = upright.convert("F").point(lambda value: (value - low) * scale).convert("L")
    else:
        upright = upright.convert("RGB")
    return attrs.evolve(_packed(upright), alpha=alpha)


_ORIENTATION = 0x0112


def _packed(image: Image.Image) -> Picture:
    space = "DeviceGray" if image.mode == "L" else "DeviceRGB"
    return Picture(image.width, image.height, space, "FlateDecode", zlib.compress(image.tobytes(), 6))


class PictureObject(PDFObject):
    """The image XObject of a picture (ISO 32000-1, 8.9.5), of one byte a component.

    reportlab's own wraps its data in ASCII 85 unless a setting shared by the process says otherwise.
    """

    __RefOnly__ = 1

    def __init__(self, picture: Picture, alpha: Any) -> None:
        """Make it of ``picture``, with a reference to the object of its alpha."""
        self.picture = picture
        self.alpha = alpha

    def format(self, document: Any) -> bytes:
        """Give the stream as reportlab writes it."""
        stream = PDFStream(content=self.picture.data)
        entries = stream.dictionary
        entries["Type"] = PDFName("XObject")
        entries["Subtype"] = PDFName("Image")
        entries["Width"] = self.picture.width
        entries["Height"] = self.picture.height
        entries["BitsPerComponent"] = 8
        entries["ColorSpace"] = PDFName(self.picture.space)
        entries["Filter"] = PDFArray([PDFName(self.picture.filter)])
        if self.alpha is not None:
            entries["SMask"] = self.alpha
        data: bytes = stream.format(document)
        return data
