"""What pages show that neither an element has nor is decoration, found by code that shares nothing with what marks it.

ISO 14289-1, 7.1. It goes into the forms that a page draws; a sequence counts as an element's when
ParentTree says so of the page or form that it stands in.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pikepdf

_PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Tj", "TJ", "'", '"', "INLINE IMAGE"}


def unmarked(pdf: pikepdf.Pdf) -> list[str]:
    """Give for each page what it shows outside elements and artifacts: one line for each operator."""
    table = pdf.Root.StructTreeRoot.ParentTree
    owners = dict(pikepdf.NumberTree(table))
    found = []
    for number, page in enumerate(pdf.pages, 1):
        obj = page.obj
        found += [f"page {number}: {one}" for one in sorted(set(_bare(obj, obj.get("/Resources"), owners, ())))]
    return found


def _bare(holder: Any, resources: Any, owners: dict[int, Any], around: tuple[Any, ...]) -> Iterator[str]:
    key = holder.get("/StructParents")
    own: list[Any] = list(owners[int(key)]) if key is not None else []
    told: list[bool] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            instructions = pikepdf.parse_content_stream(pikepdf.Page(holder) if "/Contents" in holder else holder)
        except (pikepdf.PdfError, TypeError):
            return
    for instruction in instructions:
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator in {"BMC", "BDC"}:
            told.append(_tells(operands, resources, own))
        elif operator == "EMC":
            del told[-1:]
        elif any(told):
            continue
        elif operator == "Do":
            yield from _drawn(operands[0], resources, owners, (*around, holder.objgen))
        elif operator in _PAINTS:
            yield operator


def _drawn(name: Any, resources: Any, owners: dict[int, Any], around: tuple[Any, ...]) -> Iterator[str]:
    one: Any = (resources or {}).get("/XObject", {}).get(name)
    if one is None or "/StructParent" in one or one.objgen in around:
        return
    if one.get("/Subtype") == pikepdf.Name.Form:
        yield from _bare(one, one.get("/Resources", resources), owners, around)
    else:
        yield f"Do {name}"


def _tells(operands: list[Any], resources: Any, own: list[Any]) -> bool:
    if operands[0] == pikepdf.Name.Artifact:
        return True
    properties: Any = operands[1] if len(operands) > 1 else {}
    if isinstance(properties, pikepdf.Name):
        properties = (resources or {}).get("/Properties", {}).get(properties, {})
    number = properties.get("/MCID")
    return number is not None and int(number) < len(own) and own[int(number)] is not None
