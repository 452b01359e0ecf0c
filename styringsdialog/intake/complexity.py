"""How often a page draws forms within forms: a few lines can ask a viewer for billions of drawings."""

from __future__ import annotations

import warnings

import pikepdf

from styringsdialog.pdf.objects import dictionary

# Forms drawn on one page, forms within forms counted each time.
MOST_DRAWINGS = 1_000_000

# Forms this deep within each other are ordinary, and not looked at more closely.
_NESTED = 3


class TooComplexError(Exception):
    """A page draws more forms than ``MOST_DRAWINGS``."""


def check_complexity(page: pikepdf.Dictionary) -> None:
    """Check that ``page`` can be drawn in reasonable time.

    Raises:
        TooComplexError: It draws forms that draw forms, too often.
    """
    forms = _forms(page)
    deepest = list(forms.values())
    for _ in range(_NESTED):
        # By object, so that each is read once for each depth.
        deepest = list({form.objgen: form for outer in deepest for form in _forms(outer).values()}.values())
    known: dict[tuple[int, int], int] = {}
    if deepest and sum(_drawings(form, known, ()) for form in forms.values()) > MOST_DRAWINGS:
        raise TooComplexError


def _forms(holder: pikepdf.Object) -> dict[str, pikepdf.Stream]:
    drawn = dictionary(dictionary(holder.get("/Resources")).get("/XObject"))
    return {
        name: form
        for name, form in drawn.items()
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == pikepdf.Name.Form
    }


def _drawings(form: pikepdf.Stream, known: dict[tuple[int, int], int], within: tuple[tuple[int, int], ...]) -> int:
    """Return how many forms are drawn when ``form`` is; a form within itself is drawn once, as viewers do."""
    if (key := form.objgen) in known:
        return known[key]
    # A circle draws nothing more; the depth is bounded because this recurses.
    if key in within or len(within) > 100:
        return 0
    forms = _forms(form)
    count = 1
    if forms:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            drawn = pikepdf.parse_content_stream(form, "Do")
        for instruction in drawn:
            child = forms.get(str(instruction.operands[0])) if len(instruction.operands) else None
            if child is not None:
                # Bounded, because doubling at each level gives numbers of thousands of digits.
                count = min(count + _drawings(child, known, (*within, key)), 2 * MOST_DRAWINGS)
    known[key] = count
    return count
