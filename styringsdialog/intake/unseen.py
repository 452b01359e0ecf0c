"""Words that are in a page and are not seen on it: held against what PDFium draws with its words and without them.

Words that a picture shows as well (text recognised in a scan) are seen, whether they are drawn or not.
"""

from __future__ import annotations

import ctypes
import enum
from collections.abc import Mapping
from typing import Any, Final

import attrs
import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from styringsdialog.messages.message import message

__all__ = ["Unseen", "UnseenText", "unseen_text"]

_LARGEST: Final = 1500.0
"""Pixels: larger pages are drawn smaller."""
_FAINT: Final = 6
"""Of 255: the difference in lightness that nobody sees."""
_DARK: Final = 128
_CALM: Final = 24
"""Of 255: what a packed picture of one colour varies by."""
_FEWEST: Final = 16
"""Pixels: fewer are the edge of a letter."""
_MOSTLY: Final = 0.8
_WORD: Final = 3
"""Letters."""
_TINY: Final = 1.2
"""Points: the height of a line that nobody can read."""
_NESTED: Final = 2
"""Forms within forms."""
_INVISIBLE: Final = 3
"""Modes from here on paint nothing, or clip (ISO 32000-1, table 106)."""


class Unseen(enum.Enum):
    """Why words are not seen, in words."""

    OUTSIDE = message("intake.hidden-outside")
    COVERED = message("intake.hidden-covered")
    COLOUR = message("intake.hidden-colour")
    INVISIBLE = message("intake.hidden-invisible")
    CLIPPED = message("intake.hidden-clipped")
    TINY = message("intake.hidden-tiny")


@attrs.frozen
class _Paint:
    """How words are drawn: by which mode, and in how light a colour, 0 to 255; ``None`` for a clear one."""

    mode: int
    grey: int | None


@attrs.frozen(eq=False)
class _Views:
    """A page at 72 dots to the inch, in grey; masks are white where something is so.

    Attributes:
        bare: The page without its words.
        ink: Where words would be drawn if they were black and nothing stood in their way.
        lost: Where of that they make no difference.
        shown: Where they make one.
        paints: By object, how words are drawn.
        at: Tells where a point of the page is in these.
    """

    bare: Image.Image
    ink: Image.Image
    lost: Image.Image
    shown: Image.Image
    paints: Mapping[int | None, _Paint]
    at: Any

    def area(self, box: tuple[float, float, float, float]) -> tuple[int, int, int, int] | None:
        """Return the pixels that ``box``, left, bottom, right and top, covers; ``None`` where it is not on the page."""
        (x1, y1), (x2, y2) = self.at.to_bitmap(box[0], box[1]), self.at.to_bitmap(box[2], box[3])
        width, height = self.bare.size
        area = (max(min(x1, x2), 0), max(min(y1, y2), 0), min(max(x1, x2) + 1, width), min(max(y1, y2) + 1, height))
        return area if area[0] < area[2] and area[1] < area[3] else None

    def is_unseen(self, area: tuple[int, int, int, int]) -> bool:
        """Tell whether nothing is seen in ``area``, neither of the letter in it nor of a picture of one."""
        low, high = self.bare.crop(area).getextrema()
        # Of a few pixels nothing can be said.
        if (area[2] - area[0]) * (area[3] - area[1]) < _FEWEST or high - low > _CALM:  # type: ignore[operator]  # of a grey picture both are numbers
            return False
        ink = _white(self.ink.crop(area))
        return _white(self.lost.crop(area)) > _MOSTLY * ink if ink else not self.shown.crop(area).getbbox()

    def reason(self, area: tuple[int, int, int, int], paint: _Paint) -> Unseen:
        """Return why a letter is not seen."""
        if paint.mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            return Unseen.INVISIBLE
        if not self.ink.crop(area).getbbox():
            return Unseen.CLIPPED
        ground = self.bare.crop(area).getextrema()[0]
        is_like = paint.grey is None or abs(paint.grey - ground) <= _FAINT  # type: ignore[operator]  # see above
        # Black on black is what a black box leaves of black words.
        return Unseen.COLOUR if is_like and ground > _DARK else Unseen.COVERED  # type: ignore[operator]  # see above


@attrs.frozen
class UnseenText:
    """What is not seen of a page.

    Attributes:
        reasons: Why.
        letters: Their numbers on the page.
    """

    reasons: frozenset[Unseen]
    letters: frozenset[int]


def unseen_text(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> UnseenText:
    """Return the letters of ``page``, which are within what one sees of it, that are not seen; the page is spent."""
    views = _views(page)
    lines = [text.get_rect(line) for line in range(text.count_rects())]
    areas = [(line, area) for line in lines if (area := views.area(line))]
    tiny = (line for line, _ in areas if min(line[2] - line[0], line[3] - line[1]) < _TINY)
    reasons = {Unseen.TINY for line in tiny if len(text.get_text_bounded(*line).strip()) >= _WORD}
    letters: set[int] = set()
    # Letter by letter is slow, so only where something is suspect.
    if _white(views.lost) >= _FEWEST or not all(views.ink.crop(area).getbbox() for _, area in areas):
        for paint, word in _words(text, views):
            unseen = [(letter, area) for letter, area in word if views.is_unseen(area)]
            # Of text recognised in a scan, letters stand beside their picture here and there.
            if len(unseen) >= (max(_WORD, len(word) // 2) if paint.mode >= _INVISIBLE else _WORD):
                reasons.add(views.reason(unseen[0][1], paint))
                letters |= {letter for letter, _ in unseen}
    return UnseenText(frozenset(reasons), frozenset(letters))


def _words(
    text: pypdfium2.PdfTextPage, views: _Views
) -> list[tuple[_Paint, list[tuple[int, tuple[int, int, int, int]]]]]:
    """Return the letters that are drawn together, each with the pixels that it covers, and how they are drawn."""
    words: dict[int | None, list[tuple[int, tuple[int, int, int, int]]]] = {}
    for letter in range(text.count_chars()):
        if text.get_text_range(letter, 1).strip() and (area := views.area(text.get_charbox(letter))):
            of = _address(raw.FPDFText_GetTextObject(text.raw, letter))
            words.setdefault(of, []).append((letter, area))
    return [(views.paints[of], word) for of, word in words.items() if of in views.paints]


def _views(page: pypdfium2.PdfPage) -> _Views:
    """Return how ``page`` looks with its words, without them, and with nothing else."""
    scale = min(1.0, _LARGEST / max(page.get_size()))
    objects = list(page.get_objects())
    words = [drawn for drawn in objects if drawn.type == raw.FPDF_PAGEOBJ_TEXT]
    # PDFium tells wrongly where letters are that stand deeper.
    paints = {_address(word.raw): _paint(word) for word in words if word.level < _NESTED}
    whole = _grey(page, scale)[0]
    for word in words:
        raw.FPDFPageObj_SetIsActive(word.raw, False)
    bare = _grey(page, scale)[0]
    for drawn in objects:
        paint = paints.get(_address(drawn.raw))
        # Words that clip draw what stands behind them, and not themselves.
        is_drawn = drawn.type == raw.FPDF_PAGEOBJ_FORM or (paint is not None and paint.mode <= _INVISIBLE)
        raw.FPDFPageObj_SetIsActive(drawn.raw, is_drawn)
        if paint is not None:
            raw.FPDFPageObj_SetFillColor(drawn.raw, 0, 0, 0, 255)
            raw.FPDFTextObj_SetTextRenderMode(drawn.raw, raw.FPDF_TEXTRENDERMODE_FILL)
    black, at = _grey(page, scale, draw_annots=False)
    ink = black.point([255] * _DARK + [0] * (256 - _DARK))
    shown = ImageChops.difference(whole, bare).point([0] * (_FAINT + 1) + [255] * (255 - _FAINT))
    return _Views(bare, ink, ImageChops.subtract(ink, shown), shown, paints, at)


def _grey(page: pypdfium2.PdfPage, scale: float, *, draw_annots: bool = True) -> tuple[Image.Image, Any]:
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=draw_annots)
    return bitmap.to_pil(), bitmap.get_posconv(page)


def _white(mask: Image.Image) -> int:
    return mask.histogram()[255]


def _paint(word: pypdfium2.PdfObject) -> _Paint:
    red, green, blue, alpha = (ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(255))
    raw.FPDFPageObj_GetFillColor(word.raw, red, green, blue, alpha)
    grey = (299 * red.value + 587 * green.value + 114 * blue.value) // 1000
    return _Paint(raw.FPDFTextObj_GetTextRenderMode(word.raw), grey if alpha.value > _FAINT else None)


def _address(handle: Any) -> int | None:
    return ctypes.cast(handle, ctypes.c_void_p).value
