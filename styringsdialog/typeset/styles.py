"""Every measure, colour and type size on the page, in points, each said once."""

from __future__ import annotations

import attrs

from styringsdialog.model.colour import READABLE, STANDARD_ACCENT, WHITE, Colour, contrast, mixed, parse_colour
from styringsdialog.typeset.fonts import Face


def _quiet_on(accent: Colour) -> Colour:
    """Return the colour of quiet words on ``accent``: white with up to a fifth of it, as far as contrast allows."""
    tints = (mixed(WHITE, accent, percent / 100) for percent in range(20, -1, -1))
    return next((tint for tint in tints if contrast(tint, accent) >= READABLE), WHITE)


INK = parse_colour("#1a1a1a")
# Quiet words: 7.0:1 on white.
QUIET = parse_colour("#595959")
HAIRLINE = parse_colour("#c8c8c8")
ACCENT = parse_colour(STANDARD_ACCENT)
ON_ACCENT = WHITE
# Quiet words on a field of accent.
QUIET_ON_ACCENT = _quiet_on(ACCENT)


@attrs.frozen
class Palette:
    """The colours that an edition is printed in.

    Styles name colours as the standard look has them; where one is drawn, the edition's stands in its place.

    Attributes:
        accent: Readable on white, and white on it.
    """

    accent: Colour = ACCENT

    def shown(self, colour: Colour) -> Colour:
        """Return the edition's colour for ``colour`` of a style."""
        if self.accent == ACCENT:
            return colour
        if colour == ACCENT:
            return self.accent
        return _quiet_on(self.accent) if colour == QUIET_ON_ACCENT else colour


STANDARD = Palette()


_MM = 72 / 25.4

# All space between things is a number of these.
STEP = 4.0


@attrs.frozen(kw_only=True)
class Page:
    """A page and its frame; ``bottom`` leaves the strip where the footer will be stamped."""

    # A4 (ISO 216), 210 by 297 mm.
    width: float = 595.2756
    height: float = 841.8898
    left: float = 25 * _MM
    right: float = 25 * _MM
    top: float = 24 * _MM
    bottom: float = 26 * _MM

    @property
    def measure(self) -> float:
        """Return the width of the frame."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> float:
        """Return the height of the frame."""
        return self.height - self.top - self.bottom


PAGE = Page()


@attrs.frozen(kw_only=True)
class TextStyle:
    """The look of a paragraph.

    Attributes:
        leading: From baseline to baseline.
        before: Space above; of two spaces that meet, the larger holds.
        hyphenate: Whether words may be divided.
    """

    face: Face
    size: float
    leading: float
    colour: Colour = INK
    before: float = 0
    after: float = 2 * STEP
    hyphenate: bool = True

    @property
    def drop(self) -> float:
        """Return the distance from the top of a line to its baseline."""
        return (self.leading - self.size) / 2 + 0.77 * self.size


def compact(style: TextStyle) -> TextStyle:
    """Return ``style`` as small as the smallest text on our pages, for tables of many columns."""
    return attrs.evolve(style, size=min(style.size, 8.5), leading=min(style.leading, 12))


BODY = TextStyle(face=Face.SANS, size=10.5, leading=15)
LEAD = TextStyle(face=Face.SANS, size=13, leading=19, after=3 * STEP)
MUTED = attrs.evolve(BODY, colour=QUIET)
LABEL = attrs.evolve(BODY, face=Face.SANS_SEMIBOLD, colour=QUIET, hyphenate=False, after=STEP)
NUMERAL = TextStyle(face=Face.SERIF_SEMIBOLD, size=36, leading=40, colour=ACCENT, hyphenate=False)
SMALL = TextStyle(face=Face.SANS, size=8.5, leading=12, colour=QUIET)
TERM = attrs.evolve(BODY, face=Face.SANS_SEMIBOLD, hyphenate=False, after=0)

HEADINGS = {
    1: TextStyle(face=Face.SERIF_SEMIBOLD, size=24, leading=30, before=10 * STEP, after=5 * STEP, hyphenate=False),
    2: TextStyle(face=Face.SERIF_SEMIBOLD, size=17, leading=22, before=7 * STEP, after=2 * STEP, hyphenate=False),
    3: TextStyle(face=Face.SERIF_SEMIBOLD, size=13, leading=18, before=5 * STEP, after=STEP, hyphenate=False),
    4: TextStyle(face=Face.SANS_SEMIBOLD, size=10.5, leading=15, before=4 * STEP, after=STEP / 2, hyphenate=False),
}
# Thickness of the rule of accent over a first-level heading.
HEADING_RULE = 2.0
HEADING_RULE_GAP = 3 * STEP

# A word is divided only when the line would otherwise be left at least this short.
HYPHENATION_ZONE = 40.0
HYPHENS_IN_A_ROW = 2

# Links are underlined, because colour alone must not tell them from text (WCAG 2.1, 1.4.1).
UNDERLINE_DROP = 2.0
UNDERLINE = 0.5
# Under a table's heading row.
RULE = 0.75
# A hairline.
THIN = 0.5

LIST_INDENT = 4 * STEP
# After an item.
LIST_GAP = STEP
# First level, and every level beneath it.
BULLETS = ("•", "–")

# Terms stand beside their explanations when none is wider than this, else above them.
TERM_COLUMN = 96.0
TERM_GAP = 5 * STEP
DEFINITION_GAP = 2 * STEP

COLUMN_GAP = 4 * STEP
# Between the columns of a table whose words would not stand undivided otherwise.
TIGHT_GAP = 1.5 * STEP
# Blocks stand in two columns when no more than this share of them has a word too long for one.
TURNING_SHARE = 0.25
CELL_PAD = STEP
# Above and below a table or a figure.
TABLE_SPACE = 4 * STEP
CONTINUED = "fortsættes"

ASIDE_INDENT = 4 * STEP
ASIDE_BAR = 1.5
NOTICE_BAR = 3.0
BLOCK_SPACE = 4 * STEP

CAPTION_GAP = 1.5 * STEP
# A picture is never drawn larger than at this resolution.
IMAGE_DPI = 150.0
# Around a picture on a page of its own; beneath it the page's own foot.
PLATE_MARGIN = 12 * _MM

PAPER = parse_colour("#ffffff")
# Between an outline of accent, whatever that is.
PALE = parse_colour("#e2e2e2")
CHART_WORDS = TextStyle(face=Face.SANS, size=9, leading=12, hyphenate=False, after=0)
CHART_NAMES = TextStyle(face=Face.SANS_SEMIBOLD, size=9, leading=12, hyphenate=False, after=0)
# Share of a chart's width that names may take.
CHART_LABELS = 0.38
CHART_BAR = 9.0
# Between bars.
CHART_GAP = 1.25 * STEP
# Between the lines of a hatching, along the bar.
CHART_HATCH = 4.5
# Between the foot and the head of a chart of lines.
CHART_DEPTH = 36 * STEP
CHART_LINE = 1.25
# Half the breadth of a mark on a line.
CHART_MARK = 2.6

CONTENTS_INDENT = 5 * STEP
# Width of the column of page numbers.
CONTENTS_NUMBER = 9 * STEP
CONTENTS_PART = attrs.evolve(BODY, face=Face.SANS_SEMIBOLD, hyphenate=False, before=2 * STEP, after=0)
CONTENTS_LINE = attrs.evolve(BODY, hyphenate=False, before=STEP / 2, after=0)
LEADER_DOT = 0.9
LEADER_PITCH = 4.0

# How far above a line a reference to it lands.
ANCHOR_AIR = 8.0

# The journal fields stand beneath this on the first page.
COVER_BOTTOM = 34 * _MM
# From the top of the page to the field of accent.
COVER_FIELD_TOP = 62 * _MM
COVER_FIELD = 112 * _MM
COVER_FIELD_PAD = 10 * STEP
# A logo is as large as stands within these, and as its own pixels allow.
COVER_LOGO_WIDTH = 70 * _MM
COVER_LOGO_HEIGHT = 20 * _MM
COVER_HOST = TextStyle(face=Face.SANS_SEMIBOLD, size=13, leading=18, hyphenate=False, after=0)
COVER_STAGE = TextStyle(face=Face.SANS, size=17, leading=22, colour=QUIET_ON_ACCENT, hyphenate=False, after=2 * STEP)
COVER_TITLE = TextStyle(face=Face.SERIF_SEMIBOLD, size=36, leading=43, colour=ON_ACCENT, hyphenate=False, after=0)
COVER_LEAD = TextStyle(face=Face.SANS, size=13, leading=20, hyphenate=False, after=3 * STEP)
# A title on a page of its own takes the first of these that it stands in within TITLE_LINES.
TITLE_SIZES = (36.0, 30.0, 24.0, 20.0, 17.0)
TITLE_LINES = 3

DIVIDER_TOP = 62 * _MM
DIVIDER_LABEL = TextStyle(face=Face.SANS, size=17, leading=22, colour=QUIET, hyphenate=False, after=0)
DIVIDER_NUMERAL = TextStyle(
    face=Face.SERIF_SEMIBOLD, size=132, leading=136, colour=ACCENT, hyphenate=False, after=6 * STEP
)
DIVIDER_TITLE = TextStyle(face=Face.SERIF_SEMIBOLD, size=24, leading=30, hyphenate=False, after=3 * STEP)
