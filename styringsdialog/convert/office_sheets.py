"""SpreadsheetML (ISO/IEC 29500-1, 18): cells show what they last showed, and nothing is calculated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from styringsdialog.convert.office_package import Package
from styringsdialog.convert.office_xml import Edit, Element, edited

__all__ = ["Sheets", "still_workbook"]

_SHEET: Final = re.compile(r"xl/(work|chart|dialog)sheets/[^/]+\.xml")
_MARGIN: Final = ("x:oddHeader", "x:oddFooter", "x:evenHeader", "x:evenFooter", "x:firstHeader", "x:firstFooter")
_MOVING: Final = re.compile(rb"&amp;[DTFZ](?![A-Za-z])")
"""In a margin: the day, the hour, the file's name and its path (18.3.1.39)."""


@attrs.define(kw_only=True)
class Sheets:
    """What a workbook holds beside what its pages show; see ``Found``."""

    hidden: int = 0
    fixed_fields: int = 0


def still_workbook(package: Package) -> Sheets:
    """Still the workbook in ``package``, and give what it holds.

    Raises:
        UnusableOfficeError: A part is damaged.
    """
    sheets = Sheets()
    found = package.xml("xl/workbook.xml")
    if found is None:
        return sheets
    sheets.hidden = sum(one.attributes.get("state", "visible") != "visible" for one in found[1].named("x:sheet"))
    for name in package.parts:
        part = package.xml(name) if _SHEET.fullmatch(name) else None
        if part is None:
            continue
        data, root = part
        margins = list(_still_margins(data, root))
        sheets.fixed_fields += len(margins)
        edits = [*margins, *_without_formulas(root)]
        if edits:
            package.changed[name] = edited(data, edits)
    return sheets


def _without_formulas(root: Element) -> Iterator[Edit]:
    """Give the edits that take out the formula of each cell whose value is there."""
    for cell in root.named("x:c"):
        value = next((kid for kid in cell.kids if kid.name == "x:v"), None)
        if value is not None and value.text:
            yield from (kid.removed() for kid in cell.kids if kid.name == "x:f")


def _still_margins(data: bytes, root: Element) -> Iterator[Edit]:
    """Give the edits that take out of headers and footers what would be another thing each day, or on each machine."""
    for one in root.named(*_MARGIN):
        text = data[one.content : one.content_end]
        stilled = _MOVING.sub(b"", text)
        if stilled != text:
            yield Edit(one.content, one.content_end, stilled)
