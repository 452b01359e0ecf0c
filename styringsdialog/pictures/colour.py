"""Pixels of every kind as grey or sRGB of eight bits, on white."""

from __future__ import annotations

import io
import math
from typing import Final, cast

from PIL import Image, ImageChops, ImageCms

from styringsdialog.messages.message import message
from styringsdialog.pictures.picture import PictureError

__all__ = ["has_own_colours", "plain"]

_SRGB: Final = ImageCms.createProfile("sRGB")
_SIXTEEN_BITS: Final = 65535

_PROFILED: Final = {"RGB ": ("RGB", "RGBA", "RGBX"), "CMYK": ("CMYK",)}
"""The modes whose pixels a profile of each colour space speaks of."""


def has_own_colours(image: Image.Image) -> bool:
    """Tell whether ``image`` says that its numbers mean something else than sRGB does."""
    return _profile(image) is not None


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
        try:
            converted = ImageCms.profileToProfile(image, profile, _SRGB, outputMode="RGB")
        except ImageCms.PyCMSError:
            converted = None  # a broken profile is as good as none
        if converted is not None:
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
    if image.mode not in _PROFILED.get(profile.profile.xcolor_space, ()) or "srgb" in description.lower():
        return None
    return profile


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
