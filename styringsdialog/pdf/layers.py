"""Layers: which of them are shown stands in the catalog, which a merge does not carry."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf

from styringsdialog.pdf.objects import dictionary, listed

LAYERS = pikepdf.Name("/SdLayers")
"""On the last page of a prepared file: all its layers, and those that are not shown."""


def keep_layers(pdf: pikepdf.Pdf, last_page: pikepdf.Dictionary) -> None:
    """Reduce the layers of ``pdf`` to shown and not shown, and attach them to ``last_page`` as well.

    The last page, because a merge leaves out of what hangs there no page that it has not yet copied.
    """
    properties = pdf.Root.get("/OCProperties")
    if LAYERS in last_page:
        del last_page[LAYERS]
    if not isinstance(properties, pikepdf.Dictionary):
        return
    del pdf.Root["/OCProperties"]
    layers = _groups(properties.get("/OCGs"))
    if not layers:
        return
    setting = dictionary(properties.get("/D"))
    off = _groups(setting.get("/OFF"))
    # Where layers are off unless they are named, ON names the exceptions (ISO 32000-1, table 101).
    if setting.get("/BaseState") == pikepdf.Name.OFF:
        on = {layer.objgen for layer in _groups(setting.get("/ON"))}
        off = [layer for layer in layers if layer.objgen not in on]
    states = _automatic(setting.get("/AS"))
    off = [
        *(layer for layer in off if layer.objgen not in states),
        *(layer for layer in layers if not states.get(layer.objgen, True)),
    ]
    last_page[LAYERS] = pikepdf.Array([pikepdf.Array(layers), pikepdf.Array(off)])
    pdf.Root.OCProperties = layer_properties(layers, off)


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


def layers_of(last_page: pikepdf.Dictionary) -> tuple[list[pikepdf.Dictionary], list[pikepdf.Dictionary]]:
    """Remove from the last page of a prepared file its layers; return all of them, and those that are not shown."""
    carried = last_page.get(LAYERS)
    if carried is None:
        return [], []
    layers, off = _groups(carried[0]), _groups(carried[1])
    del last_page[LAYERS]
    return layers, off


def layer_properties(layers: Sequence[pikepdf.Dictionary], off: Sequence[pikepdf.Dictionary]) -> pikepdf.Dictionary:
    """Return what the catalog says of ``layers``, of which those in ``off`` are not shown."""
    # ISO 19005-2, 6.9: a configuration has a Name, and its Order names every layer.
    setting = pikepdf.Dictionary(
        Name=pikepdf.String("Lag"), BaseState=pikepdf.Name.ON, OFF=pikepdf.Array(off), Order=pikepdf.Array(layers)
    )
    return pikepdf.Dictionary(OCGs=pikepdf.Array(layers), D=setting)


def _groups(value: object) -> list[pikepdf.Dictionary]:
    if not isinstance(value, pikepdf.Array):
        return []
    # A layer is always an object of its own (ISO 32000-1, table 100), by which content names it.
    return [group for group in value if isinstance(group, pikepdf.Dictionary) and group.is_indirect]
