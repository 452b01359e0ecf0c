"""Pixels of every kind as grey or sRGB of eight bits, on white."""

from __future__ import annotations

import io
import math
from typing import Final, cast

from PIL import Image, ImageChops, ImageCms

__all__ = ["has_own_colours", "plain"]

_SRGB: Final = ImageCms.createProfile("sRGB")
_SIXTEEN_BITS: Final = 65535

_PROFILED: Final = {"RGB ": ("RGB", "RGBA", "RGBX"), "CMYK": ("CMYK",)}
"""The modes whose pixels a profile of each colour space speaks of."""


def has_own_colours(image: Image.Image) -> bool:
    """Tell whether ``image`` says that its numbers mean something else than sRGB does."""
    return _profile(image) is not None


def plain(image: Image.Image) -> Image.Image:
    """Give ``image`` in mode ``1``, ``L`` or ``RGB``: its profile applied, white behind what one sees through.

    Raises:
        ValueError: Its numbers are none.
    """
    if image.mode == "1" and not image.has_transparency_data:
        return image
    if image.mode.startswith(("I", "F")):
        return _scaled(image)
    opaque, alpha = _separated(image)
    found = _in_srgb(opaque, _profile(image), adobe="adobe" in image.info)
    if alpha is None:
        return found
    white = Image.new(found.mode, found.size, "white")
    white.paste(found, mask=alpha)
    return white


def _separated(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Give ``image`` without alpha, and how opaque each pixel is where not all are."""
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
            found = ImageCms.profileToProfile(image, profile, _SRGB, outputMode="RGB")
        except ImageCms.PyCMSError:
            found = None  # a profile that nobody can use says nothing
        if found is not None:
            return found
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """Give the profile of ``image`` when its pixels are of the profile's kind, and it is not sRGB."""
    data = image.info.get("icc_profile")
    if not isinstance(data, bytes):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        said = ImageCms.getProfileDescription(profile)
    except (OSError, ImageCms.PyCMSError):
        return None
    if image.mode not in _PROFILED.get(profile.profile.xcolor_space, ()) or "srgb" in said.lower():
        return None
    return profile


def _scaled(image: Image.Image) -> Image.Image:
    """Give one channel of more than eight bits as eight: white is what its file format calls white.

    Numbers beyond sixteen bits have no such white: there the least becomes black and the most white.
    """
    low, high = 0.0, float(_SIXTEEN_BITS)
    numbers = image.convert("F")  # of the modes of sixteen bits, this is what every one can do
    least, most = cast("tuple[float, float]", numbers.getextrema())  # one channel gives two
    if not (math.isfinite(least) and math.isfinite(most)):
        raise ValueError("its pixels are no numbers")
    if image.mode == "F" or least < low or most > high:
        low, high = least, most
    factor = 255 / ((high - low) or 1)
    # Pillow works out what this does to 0 and 1, and cuts decimals off when it makes bytes.
    return numbers.point(lambda value: value * factor + (0.5 - low * factor)).convert("L")
