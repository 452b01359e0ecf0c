"""How much work a page makes for whoever draws it: a few lines can ask for billions of drawings."""

from __future__ import annotations

import warnings

import pikepdf

from styringsdialog.pdf.objects import dictionary

__all__ = ["MOST_DRAWINGS", "TooMuchWorkError", "check_effort"]

MOST_DRAWINGS = 1_000_000
"""Forms drawn on one page, forms within forms counted each time."""

_NESTED = 3
"""Forms this deep within each other are ordinary, and not looked at more closely."""


class TooMuchWorkError(Exception):
    """A page draws more forms than ``MOST_DRAWINGS``."""


def check_effort(page: pikepdf.Dictionary) -> None:
    """Look whether ``page`` can be drawn in reasonable time.

    Raises:
        TooMuchWorkError: It draws forms that draw forms, too often.
    """
    forms = _forms(page)
    if _depth(forms) <= _NESTED:
        return
    known: dict[tuple[int, int], int] = {}
    drawn = sum(_drawings(form, known, ()) for form in forms.values())
    if drawn > MOST_DRAWINGS:
        raise TooMuchWorkError


def _forms(holder: pikepdf.Object) -> dict[str, pikepdf.Stream]:
    drawn = dictionary(dictionary(holder.get("/Resources")).get("/XObject"))
    return {
        name: form
        for name, form in drawn.items()
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == pikepdf.Name.Form
    }


def _depth(forms: dict[str, pikepdf.Stream]) -> int:
    """Give how deep forms stand within forms, up to just over ``_NESTED``; each is looked at once for each depth."""
    level = list(forms.values())
    for depth in range(_NESTED + 1):
        if not level:
            return depth
        beneath = {form.objgen: form for one in level for form in _forms(one).values()}
        level = list(beneath.values())
    return _NESTED + 1


def _drawings(form: pikepdf.Stream, known: dict[tuple[int, int], int], within: tuple[tuple[int, int], ...]) -> int:
    """Give how many forms are drawn when ``form`` is; a form within itself is drawn once, as viewers do."""
    key = form.objgen
    if key in known:
        return known[key]
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
                count = min(count + _drawings(child, known, (*within, key)), 2 * MOST_DRAWINGS)
    known[key] = count
    return count
