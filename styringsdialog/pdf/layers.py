"""Layers: which of them are shown stands in the catalog, which a merge does not carry; the others are not carried."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from typing import Final

import attrs
import pikepdf

from styringsdialog.pdf.objects import dictionary, discard, listed, mapping

# On the last page of a prepared file: its layers.
LAYERS = pikepdf.Name("/SdLayers")

# Expressions of layers within each other: more is a circle.
_NESTED: Final = 16


@attrs.frozen
class Layers:
    """The layers of a file (ISO 32000-1, 8.11).

    Attributes:
        off: Those that are not shown.
    """

    groups: Sequence[pikepdf.Dictionary]
    off: Collection[tuple[int, int]]

    def hide(self, membership: object, depth: int = 0) -> bool:
        """Tell whether what belongs to ``membership``, a layer or an expression of several, is not shown."""
        if depth > _NESTED:
            return False
        if isinstance(membership, pikepdf.Array):
            hidden = [self.hide(part, depth + 1) for part in list(membership)[1:]]
            by_operator = {"/And": any(hidden), "/Or": all(hidden), "/Not": not all(hidden)}
            return bool(hidden) and by_operator.get(str(membership[0]), False)
        if not isinstance(membership, pikepdf.Dictionary):
            return False
        if "/VE" in membership:
            return self.hide(membership.get("/VE"), depth + 1)
        states = [group.objgen in self.off for group in listed(membership.get("/OCGs")) if mapping(group)]
        by_policy = {"/AllOn": any(states), "/AnyOff": not any(states), "/AllOff": not all(states)}
        return by_policy.get(str(membership.get("/P")), all(states)) if states else membership.objgen in self.off

    def settle(self, membership: pikepdf.Dictionary) -> None:
        """Let ``membership``, which is shown, not depend on layers that are left out."""
        groups = listed(membership.get("/OCGs"))
        if "/VE" in membership or any(group.objgen in self.off for group in groups if mapping(group)):
            membership.OCGs = pikepdf.Array()
            discard(membership, "/VE", "/P")


def read_layers(pdf: pikepdf.Pdf) -> Layers:
    """Return the layers of ``pdf``, and which of them a viewer shows."""
    properties = dictionary(pdf.Root.get("/OCProperties"))
    layers = _groups(properties.get("/OCGs"))
    setting = dictionary(properties.get("/D"))
    off = {layer.objgen for layer in _groups(setting.get("/OFF"))}
    # Where layers are off unless they are named, ON names the exceptions (ISO 32000-1, table 101).
    if setting.get("/BaseState") == pikepdf.Name.OFF:
        off = {layer.objgen for layer in layers} - {layer.objgen for layer in _groups(setting.get("/ON"))}
    states = _automatic(setting.get("/AS"))
    return Layers(
        layers, frozenset(off - states.keys() | {layer for layer, is_shown in states.items() if not is_shown})
    )


def keep_layers(
    pdf: pikepdf.Pdf, layers: Layers, used: Container[tuple[int, int]], last_page: pikepdf.Dictionary
) -> None:
    """Leave in ``pdf`` those of ``layers`` that are ``used`` and shown, and attach them to ``last_page`` as well.

    The last page, because a merge leaves out of what hangs there no page that it has not yet copied.
    """
    discard(pdf.Root, "/OCProperties")
    shown = [layer for layer in layers.groups if layer.objgen in used and layer.objgen not in layers.off]
    if shown:
        last_page[LAYERS] = pikepdf.Array(shown)
        pdf.Root.OCProperties = layer_properties(shown)


def _automatic(usages: object) -> dict[tuple[int, int], bool]:
    """Return by layer whether a viewer shows it by itself, where ``usages`` leave it to viewers (8.11.4.4).

    A package is read on a screen: what holds in print or for export alone is left out.
    """
    states: dict[tuple[int, int], bool] = {}
    said = (
        (layer, dictionary(dictionary(layer.get("/Usage")).get(str(category))).get(f"{category}State"))
        for usage in map(dictionary, listed(usages))
        for layer in _groups(usage.get("/OCGs"))
        for category in listed(usage.get("/Category"))
        if usage.get("/Event") == pikepdf.Name.View
    )
    for layer, state in said:
        if state is not None:
            states[layer.objgen] = state != pikepdf.Name.OFF and states.get(layer.objgen, True)
    return states


def layers_of(last_page: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """Remove from the last page of a prepared file its layers, and return them."""
    carried = _groups(last_page.get(LAYERS))
    discard(last_page, str(LAYERS))
    return carried


def layer_properties(layers: Sequence[pikepdf.Dictionary]) -> pikepdf.Dictionary:
    """Return what the catalog says of ``layers``, all of which are shown."""
    # ISO 19005-2, 6.9: a configuration has a Name, and its Order names every layer.
    setting = pikepdf.Dictionary(
        Name=pikepdf.String("Lag"), BaseState=pikepdf.Name.ON, OFF=pikepdf.Array(), Order=pikepdf.Array(layers)
    )
    return pikepdf.Dictionary(OCGs=pikepdf.Array(layers), D=setting)


def _groups(value: object) -> list[pikepdf.Dictionary]:
    if not isinstance(value, pikepdf.Array):
        return []
    # A layer is always an object of its own (ISO 32000-1, table 100), by which content names it.
    return [group for group in value if isinstance(group, pikepdf.Dictionary) and group.is_indirect]
