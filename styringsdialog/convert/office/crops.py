"""Pictures of which a page shows a part: what was cut away on the page is cut out of the file too."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from PIL import Image

from styringsdialog.convert.office.package import Package
from styringsdialog.convert.office.xml import Element, kids_named, named, value

__all__ = ["cut_crops"]

_SIDES: Final = ("l", "t", "r", "b")
_WHOLE: Final = 100_000
"""A picture's side, in thousandths of a per cent (ISO/IEC 29500-1, 20.1.8.55)."""
_PACKED: Final[Mapping[str, Mapping[str, Any]]] = {
    "PNG": {},
    "BMP": {},
    "GIF": {},
    "TIFF": {},
    "JPEG": {"quality": 95, "subsampling": 0},
}
"""Formats that can be cut, and how they are packed again."""

_Cut = tuple[float, float, float, float]


def cut_crops(package: Package, related: Mapping[str, Mapping[str, str]]) -> None:
    """Cut each picture of ``package`` to what pages show of it, where all of them show a part of it only.

    Args:
        package: An Office Open XML file.
        related: By part, the pictures that it has a relationship to, by its id.
    """
    roots = {
        source: root for source, pictures in related.items() if pictures and (root := package.xml(source)) is not None
    }
    uses = [
        (related[source].get(value(blip, "r:embed"), ""), source, blip)
        for source, root in roots.items()
        for blip in named(root, "a:blip")
    ]
    embedded = {(source, value(blip, "r:embed")) for _, source, blip in uses}
    # What is used in another way, as by older drawings, is seen whole.
    whole = {
        part for source, pictures in related.items() for id_, part in pictures.items() if (source, id_) not in embedded
    }
    for part in sorted({part for part, _, _ in uses if part in package} - whole):
        crops = [(source, crop, _sides(crop)) for used, source, blip in uses if used == part for crop in _crops(blip)]
        lefts, tops, rights, bottoms = zip(*(sides for _, _, sides in crops), strict=True)
        seen = (min(lefts), min(tops), min(rights), min(bottoms))
        if max(seen) <= 0 or min(seen) < 0 or (cut := _cut(package.read(part), seen)) is None:
            continue
        package.changed[part] = cut
        for source, crop, sides in crops:
            for index, side in enumerate(_SIDES):
                left_over = _WHOLE - seen[index % 2] - seen[index % 2 + 2]
                crop.set(side, str(round((sides[index] - seen[index]) * _WHOLE / left_over)))
            package.change(source, roots[source])


def _crops(blip: Element) -> Iterator[Element]:
    """Yield how much of the picture that ``blip`` names is left out on each side; one that says nothing is whole."""
    fill = blip.getparent()
    assert fill is not None
    yield next(kids_named(fill, "a:srcRect"), fill.makeelement("none"))


def _sides(crop: Element) -> _Cut:
    left, top, right, bottom = (
        float(value(crop, side, "0").removesuffix("%")) * (1000 if "%" in value(crop, side) else 1) for side in _SIDES
    )
    return left, top, right, bottom


def _cut(data: bytes, sides: _Cut) -> bytes | None:
    """Return a picture without ``sides``; ``None`` where it cannot be cut."""
    cut = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_PACKED)) as picture:
            width, height = picture.size
            left, top, right, bottom = (
                share / _WHOLE * (height if index % 2 else width) for index, share in enumerate(sides)
            )
            # Pixels that are seen in part stay.
            area = (int(left), int(top), width - int(right), height - int(bottom))
            kept = picture.crop(area)
            kept.save(cut, picture.format, **_PACKED[str(picture.format)])
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return cut.getvalue()
