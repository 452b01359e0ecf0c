"""Words that are in a page and are not seen on it: held against what PDFium draws with its words and without them.

Words that a picture shows as well (text recognised in a scan) are seen, whether they are drawn or not.
"""

from __future__ import annotations

import ctypes
import enum
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import attrs
import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from styringsdialog.messages.message import message

_LARGEST: Final = 1500.0  # pixels: larger pages are drawn smaller
_FAINT: Final = 6  # of 255: a difference in lightness that nobody sees
_CALM: Final = 24  # of 255: what a packed picture of one colour varies by
_DARK: Final = 128  # of 255
_FEWEST: Final = 16  # pixels: fewer are the edge of a letter
_MOSTLY: Final = 0.8
_WORD: Final = 3  # letters
_TINY: Final = 1.2  # points: the height of a line that nobody can read

_Area = tuple[int, int, int, int]


class Unseen(enum.Enum):
    """Why words are not seen, in words."""

    OUTSIDE = message("intake.hidden-outside")
    COVERED = message("intake.hidden-covered")
    COLOUR = message("intake.hidden-colour")
    INVISIBLE = message("intake.hidden-invisible")
    CLIPPED = message("intake.hidden-clipped")
    TINY = message("intake.hidden-tiny")


@attrs.frozen
class UnseenText:
    """Why something of a page is not seen, and the numbers of its letters."""

    reasons: frozenset[Unseen]
    letters: frozenset[int]


def unseen_text(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> UnseenText:
    """Return the letters of ``page``, which are within what one sees of it, that are not seen; the page is spent."""
    views = _views(page)
    lines = [text.get_rect(line) for line in range(text.count_rects())]
    areas = [(line, area) for line in lines if (area := views.area(line))]
    tiny = (line for line, _ in areas if min(line[2] - line[0], line[3] - line[1]) < _TINY)
    reasons = {Unseen.TINY for line in tiny if len(text.get_text_bounded(*line).strip()) >= _WORD}
    # Letter by letter is slow, so only where something is suspect.
    is_suspect = views.lost() >= _FEWEST or not all(views.ink.crop(area).getbbox() for _, area in areas)
    letters: set[int] = set()
    for paint, word in _words(text, views) if is_suspect else ():
        unseen = {letter: why for letter, area in word if (why := views.reason(area, paint))}
        # Of text recognised in a scan, letters stand beside their picture here and there.
        is_recognised = paint.mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        if len(unseen) >= max(_WORD, len(word) * _MOSTLY * is_recognised):
            reasons |= {min(unseen.items())[1]}
            letters |= unseen.keys()
    return UnseenText(frozenset(reasons), frozenset(letters))


class _Paint(NamedTuple):
    """How words are drawn: by which mode, how light, 0 to 255 or -1 for clear, and within how many forms."""

    mode: int
    grey: int
    level: int = 0


@attrs.frozen(eq=False)
class _Views:
    """A page at 72 dots to the inch, in grey; masks are white where something is so.

    Attributes:
        bare: The page without its words.
        ink: Where words would be drawn if they were black and nothing stood in their way.
        shown: Where they make a difference.
        paints: By object, how words are drawn.
        at: Tells where a point of the page is in these.
    """

    bare: Image.Image
    ink: Image.Image
    shown: Image.Image
    paints: dict[int | None, _Paint]
    at: Any

    def area(self, box: tuple[float, float, float, float]) -> _Area | None:
        """Return the pixels that ``box``, left, bottom, right and top, covers; ``None`` where it is not on the page."""
        (x1, y1), (x2, y2) = self.at.to_bitmap(box[0], box[1]), self.at.to_bitmap(box[2], box[3])
        width, height = self.bare.size
        area = (max(min(x1, x2), 0), max(min(y1, y2), 0), min(max(x1, x2) + 1, width), min(max(y1, y2) + 1, height))
        return area if area[0] < area[2] and area[1] < area[3] else None

    def lost(self, area: _Area | None = None) -> int:
        """Return how many pixels of ink are not seen."""
        return ImageChops.subtract(self.ink.crop(area), self.shown.crop(area)).histogram()[255]

    def reason(self, area: _Area, paint: _Paint) -> Unseen | None:
        """Return why nothing is seen in ``area``, neither of the letter in it nor of a picture of one."""
        ink = self.ink.crop(area).histogram()[255]
        is_lost = self.lost(area) > _MOSTLY * ink if ink else not self.shown.crop(area).getbbox()
        # Of a few pixels nothing can be said.
        if not is_lost or (area[2] - area[0]) * (area[3] - area[1]) < _FEWEST:
            return None
        low, high = self.bare.crop(area).getextrema()
        if high - low > _CALM:  # type: ignore[operator]  # of grey both are numbers
            return None
        if paint.mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            return Unseen.INVISIBLE
        if not ink:
            # Where text in a form is to be read as other text (ActualText), PDFium tells a wrong place of it.
            return None if paint.level else Unseen.CLIPPED
        # Black on black is what a black box leaves of black words.
        is_like = abs(max(paint.grey, _DARK) - low) <= _FAINT or paint.grey < 0  # type: ignore[operator]  # see above
        return Unseen.COLOUR if is_like else Unseen.COVERED


def _words(text: pypdfium2.PdfTextPage, views: _Views) -> Iterator[tuple[_Paint, list[tuple[int, _Area]]]]:
    """Yield the letters that are drawn together, each with the pixels that it covers, and how they are drawn."""
    words: dict[int | None, list[tuple[int, _Area]]] = defaultdict(list)
    for letter in range(text.count_chars()):
        if text.get_text_range(letter, 1).strip() and (area := views.area(text.get_charbox(letter))):
            words[_address(raw.FPDFText_GetTextObject(text.raw, letter))].append((letter, area))
    return ((views.paints[of], word) for of, word in words.items() if of in views.paints)


def _views(page: pypdfium2.PdfPage) -> _Views:
    """Return how ``page`` looks with its words, without them, and with nothing else."""

    def grey(*, draw_annots: bool = True) -> tuple[Image.Image, Any]:
        scale = min(1.0, _LARGEST / max(page.get_size()))
        bitmap = page.render(scale=scale, grayscale=True, draw_annots=draw_annots)
        return bitmap.to_pil(), bitmap.get_posconv(page)

    objects = list(page.get_objects())
    words = [drawn for drawn in objects if drawn.type == raw.FPDF_PAGEOBJ_TEXT]
    paints = {_address(word.raw): _paint(word) for word in words}
    whole, at = grey()
    for word in words:
        raw.FPDFPageObj_SetIsActive(word.raw, False)
    bare, _ = grey()
    for drawn in objects:
        # Words that clip draw what stands behind them, and not themselves.
        paint = paints.get(_address(drawn.raw), _Paint(raw.FPDF_TEXTRENDERMODE_CLIP, 0))
        is_ink = paint.mode <= raw.FPDF_TEXTRENDERMODE_INVISIBLE
        raw.FPDFPageObj_SetIsActive(drawn.raw, is_ink or drawn.type == raw.FPDF_PAGEOBJ_FORM)
        if is_ink:
            raw.FPDFPageObj_SetFillColor(drawn.raw, 0, 0, 0, 255)
            raw.FPDFTextObj_SetTextRenderMode(drawn.raw, raw.FPDF_TEXTRENDERMODE_FILL)
    ink = grey(draw_annots=False)[0].point([255] * _DARK + [0] * (256 - _DARK))
    shown = ImageChops.difference(whole, bare).point([0] * (_FAINT + 1) + [255] * (255 - _FAINT))
    return _Views(bare, ink, shown, paints, at)


def _paint(word: pypdfium2.PdfObject) -> _Paint:
    red, green, blue, alpha = (ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(255))
    raw.FPDFPageObj_GetFillColor(word.raw, red, green, blue, alpha)
    grey = (299 * red.value + 587 * green.value + 114 * blue.value) // 1000
    return _Paint(raw.FPDFTextObj_GetTextRenderMode(word.raw), grey if alpha.value > _FAINT else -1, word.level)


def _address(handle: Any) -> int | None:
    return ctypes.cast(handle, ctypes.c_void_p).value
