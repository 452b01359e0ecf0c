"""Pictures of which a page shows a part: what was cut away on the page is cut out of the file too."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final

from PIL import Image

from styringsdialog.convert.office.package import Package
from styringsdialog.convert.office.xml import Element, kids_named, named, number, remove, value
from styringsdialog.pictures.reading import DAMAGED

_SIDES: Final = ("l", "t", "r", "b")
_WHOLE: Final = 100_000  # a picture's side, in thousandths of a per cent (ISO/IEC 29500-1, 20.1.8.55)
_PACKED: Final[Mapping[str, Mapping[str, Any]]] = {
    **{kind: {"format": kind} for kind in ("PNG", "BMP", "GIF", "TIFF")},
    "JPEG": {"format": "JPEG", "quality": 95, "subsampling": 0},
}


def cut_crops(package: Package, related: Mapping[str, Mapping[str, str]]) -> None:
    """Cut each picture of ``package`` to what pages show of it, where all of them show a part of it only.

    Args:
        package: An Office Open XML file.
        related: By part, the pictures that it has a relationship to, by its id.
    """
    sources = [source for source, pictures in related.items() if pictures and source.endswith(".xml")]
    roots = {source: root for source in sources if (root := package.xml(source)) is not None}
    uses = [(source, value(blip, "r:embed"), blip) for source in roots for blip in named(roots[source], "a:blip")]
    embedded = {(source, identifier) for source, identifier, _ in uses}
    # What is used in another way, as by older drawings, is seen whole.
    whole = {part for source in related for key, part in related[source].items() if (source, key) not in embedded}
    for part in sorted({part for source in roots for part in related[source].values()} - whole):
        shown = [(source, blip) for source, identifier, blip in uses if related[source].get(identifier) == part]
        crops = [(source, blip, crop, _left_out(crop)) for source, blip in shown for crop in [_crop(blip)]]
        cut = [max(min(sides), 0.0) for sides in zip(*(sides for *_, sides in crops), strict=True)]
        if part not in package or not any(cut) or (data := _cut(package.read(part), cut)) is None:
            continue
        package.changed[part] = data
        for source, blip, crop, sides in crops:
            # The same as a drawing, which is whole, and which LibreOffice prefers.
            remove(*blip.iter("{*}svgBlip"))
            for index, side in enumerate(_SIDES):
                share = _WHOLE / (_WHOLE - cut[index % 2] - cut[index % 2 + 2])
                crop.set(side, str(round((sides[index] - cut[index]) * share)))
            package.change(source, roots[source])


def _crop(blip: Element) -> Element:
    """Return what says how much of a picture is left out on each side; what says nothing leaves out nothing."""
    fill = blip.getparent()
    assert fill is not None
    return next(kids_named(fill, "a:srcRect"), fill.makeelement("none"))


def _left_out(crop: Element) -> list[float]:
    said = [value(crop, side, "0") for side in _SIDES]
    return [number(side.rstrip("%")) * (1000 if side.endswith("%") else 1) for side in said]


def _cut(data: bytes, sides: list[float]) -> bytes | None:
    """Return a picture without ``sides``; ``None`` where it cannot be cut."""
    cut = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_PACKED)) as picture:
            left, top, right, bottom = (int(side / _WHOLE * picture.size[at % 2]) for at, side in enumerate(sides))
            kept = picture.crop((left, top, picture.width - right, picture.height - bottom))
            # Of several in one file, as cameras write them, the first is seen.
            kept.save(cut, **_PACKED[str(picture.format).replace("MPO", "JPEG")])
    # Pillow raises any of these on damaged files.
    except (*DAMAGED, ArithmeticError, SystemError, AttributeError, Image.DecompressionBombError):
        return None
    return cut.getvalue()
