"""Words that are in a page and are not seen on it: held against what PDFium draws with its words and without them.

To draw a page takes longer than all else, so all of it is drawn only where words may be unseen: dark ones that stand
where nothing else does are seen.

Words that a picture shows as well (text recognised in a scan) are seen, whether they are drawn or not.
"""

from __future__ import annotations

import ctypes
import enum
import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
_AIR: Final = 2.0  # points: more than what is drawn reaches beyond its bounds, when its edge is smoothed

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


def unseen_text(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, *, is_plain: bool = False) -> UnseenText:
    """Return the letters of ``page``, which are within what one sees of it, that are not seen; the page is spent.

    Args:
        page: An open page.
        text: That of the same page.
        is_plain: Whether it has no patterns, transfer functions or annotations that are drawn, so that its words are
            as dark as their colour says and only objects can stand over them.
    """
    sheet = _sheet(page)
    areas = [(line, area) for line in map(text.get_rect, range(text.count_rects())) if (area := sheet.area(line))]
    tiny = (line for line, _ in areas if min(line[2] - line[0], line[3] - line[1]) < _TINY)
    reasons = {Unseen.TINY for line in tiny if len(text.get_text_bounded(*line).strip()) >= _WORD}
    if is_plain and _are_clear(sheet, [area for _, area in areas]):
        return UnseenText(frozenset(reasons), frozenset())
    views = _views(sheet)
    # Letter by letter is slow, so only where something is suspect.
    is_suspect = views.lost() >= _FEWEST or not all(views.ink.crop(area).getbbox() for _, area in areas)
    letters: set[int] = set()
    for paint, word in _words(text, sheet) if is_suspect else ():
        unseen = {letter: why for letter, area in word if (why := views.reason(area, paint))}
        # Of text recognised in a scan, letters stand beside their picture here and there.
        is_recognised = paint.mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        if len(unseen) >= max(_WORD, len(word) * _MOSTLY * is_recognised):
            reasons |= {min(unseen.items())[1]}
            letters |= unseen.keys()
    return UnseenText(frozenset(reasons), frozenset(letters))


class _Paint(NamedTuple):
    """How words are drawn: by which mode, how light, 0 to 255 or -1 for clear, and within how many forms.

    Where they are dark, they are seen wherever nothing else stands, unless there are patterns or transfer functions.
    """

    mode: int
    grey: int
    level: int = 0
    is_dark: bool = False


@attrs.frozen(eq=False)
class _Sheet:
    """A page at 72 dots to the inch.

    Attributes:
        objects: What is drawn on it, in forms too.
        paints: By object, how words are drawn.
        at: Tells where a point of the page is.
    """

    objects: list[pypdfium2.PdfObject]
    paints: dict[int | None, _Paint]
    scale: float
    at: pypdfium2.PdfPosConv

    def area(self, box: tuple[float, float, float, float]) -> _Area | None:
        """Return the pixels that ``box``, left, bottom, right and top, covers; ``None`` where it is not on the page."""
        (x1, y1), (x2, y2) = self.at.to_bitmap(box[0], box[1]), self.at.to_bitmap(box[2], box[3])
        width, height = self.at.pos_args[2:4]
        area = (max(min(x1, x2), 0), max(min(y1, y2), 0), min(max(x1, x2) + 1, width), min(max(y1, y2) + 1, height))
        return area if area[0] < area[2] and area[1] < area[3] else None

    def grey(self, *, draw_annots: bool = True) -> Image.Image:
        """Return what is seen of the objects that are active."""
        return self.at.page.render(  # type: ignore[no-any-return]  # pypdfium2 does not say that it is an image
            scale=self.scale, grayscale=True, draw_annots=draw_annots
        ).to_pil()


def _sheet(page: pypdfium2.PdfPage) -> _Sheet:
    objects = list(page.get_objects())
    paints = {address(word.raw): _paint(word) for word in objects if word.type == raw.FPDF_PAGEOBJ_TEXT}
    scale = min(1.0, _LARGEST / max(page.get_size()))
    pixels = (math.ceil(side * scale) for side in page.get_size())
    return _Sheet(objects, paints, scale, pypdfium2.PdfPosConv(page, (0, 0, *pixels, 0)))


def _are_clear(sheet: _Sheet, lines: Sequence[_Area]) -> bool:
    """Tell whether all words of a plain page, in ``lines``, are dark and stand where nothing else does.

    Only the words are drawn for that: what stands beside them is known by its bounds. In doubt they are not clear.
    """
    others = [drawn for drawn in sheet.objects if drawn.level == 0 and address(drawn.raw) not in sheet.paints]
    bounds = [drawn.get_bounds() for drawn in others]
    if (
        sheet.scale != 1
        or not all(paint.is_dark for paint in sheet.paints.values())
        or not all(map(math.isfinite, itertools.chain.from_iterable(bounds)))
        # A shading may have no bounds, and one that is deep within forms is not among the objects.
        or any(
            drawn.type == raw.FPDF_PAGEOBJ_SHADING or (drawn.type == raw.FPDF_PAGEOBJ_FORM and drawn.level)
            for drawn in sheet.objects
        )
    ):
        return False
    for drawn in others:
        raw.FPDFPageObj_SetIsActive(drawn.raw, False)
    words = sheet.grey(draw_annots=False)
    for drawn in others:
        raw.FPDFPageObj_SetIsActive(drawn.raw, True)
    beside = (sheet.area((box[0] - _AIR, box[1] - _AIR, box[2] + _AIR, box[3] + _AIR)) for box in bounds)
    # Of grey both extremes are numbers.
    return all(words.crop(line).getextrema()[0] < _DARK for line in lines) and all(  # type: ignore[operator]
        words.crop(area).getextrema()[0] == 255 for area in beside if area
    )


@attrs.frozen(eq=False)
class _Views:
    """A sheet in grey; masks are white where something is so.

    Attributes:
        bare: The page without its words.
        ink: Where words would be drawn if they were black and nothing stood in their way.
        shown: Where they make a difference.
    """

    bare: Image.Image
    ink: Image.Image
    shown: Image.Image

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


def _words(text: pypdfium2.PdfTextPage, sheet: _Sheet) -> Iterator[tuple[_Paint, list[tuple[int, _Area]]]]:
    """Yield the letters that are drawn together, each with the pixels that it covers, and how they are drawn."""
    words: dict[int | None, list[tuple[int, _Area]]] = defaultdict(list)
    for letter in range(text.count_chars()):
        if text.get_text_range(letter, 1).strip() and (area := sheet.area(text.get_charbox(letter))):
            words[address(raw.FPDFText_GetTextObject(text.raw, letter))].append((letter, area))
    return ((sheet.paints[of], word) for of, word in words.items() if of in sheet.paints)


def _views(sheet: _Sheet) -> _Views:
    """Return how a page looks with its words, without them, and with nothing else."""
    whole = sheet.grey()
    for drawn in sheet.objects:
        raw.FPDFPageObj_SetIsActive(drawn.raw, address(drawn.raw) not in sheet.paints)
    # With invisible words alone, as those recognised in a scan are, a page looks as it does without them.
    is_visible = any(paint.mode != raw.FPDF_TEXTRENDERMODE_INVISIBLE for paint in sheet.paints.values())
    bare = sheet.grey() if is_visible else whole
    for drawn in sheet.objects:
        # Words that clip draw what stands behind them, and not themselves.
        paint = sheet.paints.get(address(drawn.raw), _Paint(raw.FPDF_TEXTRENDERMODE_CLIP, 0))
        is_ink = paint.mode <= raw.FPDF_TEXTRENDERMODE_INVISIBLE
        raw.FPDFPageObj_SetIsActive(drawn.raw, is_ink or drawn.type == raw.FPDF_PAGEOBJ_FORM)
        if is_ink:
            raw.FPDFPageObj_SetFillColor(drawn.raw, 0, 0, 0, 255)
            raw.FPDFTextObj_SetTextRenderMode(drawn.raw, raw.FPDF_TEXTRENDERMODE_FILL)
    ink = sheet.grey(draw_annots=False).point([255] * _DARK + [0] * (256 - _DARK))
    shown = ImageChops.difference(whole, bare).point([0] * (_FAINT + 1) + [255] * (255 - _FAINT))
    return _Views(bare, ink, shown)


def _paint(word: pypdfium2.PdfObject) -> _Paint:
    red, green, blue, alpha = (ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(255))
    # A colour that PDFium cannot tell is not drawn.
    is_known = raw.FPDFPageObj_GetFillColor(word.raw, red, green, blue, alpha)
    grey = (299 * red.value + 587 * green.value + 114 * blue.value) // 1000
    mode = raw.FPDFTextObj_GetTextRenderMode(word.raw)
    is_filled = is_known and mode == raw.FPDF_TEXTRENDERMODE_FILL and word.level == 0
    is_dark = is_filled and grey < _DARK and not raw.FPDFPageObj_HasTransparency(word.raw)
    return _Paint(mode, grey if alpha.value > _FAINT else -1, word.level, is_dark)


def address(handle: Any) -> int | None:
    """Return where in memory PDFium has what ``handle`` stands for, by which it is told from others."""
    return ctypes.cast(handle, ctypes.c_void_p).value
