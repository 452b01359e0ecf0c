"""Objects of a PDF file: dictionaries and lists that may be anything, resources, bookmarks, destinations."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Mapping

import pikepdf

# The number and the generation of an object; of one that stands in another, two zeros.
ObjGen = tuple[int, int]

# Flags of an annotation that nobody sees: invisible, hidden and no-view (ISO 32000-1, table 165).
UNSEEN = 1 | 2 | 32
# Fields within each other: more is a circle.
_FIELDS = 32


def dictionary(value: object) -> pikepdf.Dictionary:
    """Return ``value`` where it is a dictionary; an empty one where anything else, or nothing, stands in its place."""
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def mapping(value: object) -> pikepdf.Dictionary | pikepdf.Stream:
    """Return ``value`` where it has keys: as ``dictionary``, and streams too."""
    return value if isinstance(value, pikepdf.Stream) else dictionary(value)


def listed(value: object) -> list[pikepdf.Object]:
    """Return what an array holds; what stands alone counts as a list of one, and nothing as an empty one."""
    if isinstance(value, pikepdf.Array):
        return list(value)
    return [] if value is None else [value]  # type: ignore[list-item]  # numbers and texts come as Python's own


def discard(holder: pikepdf.Object, *keys: str) -> None:
    """Remove those of ``keys`` that ``holder`` has."""
    for key in set(keys) & set(holder.keys()):
        del holder[key]


# What a page's content, or a font's glyphs, are named by, as bytes.
_IN_CONTENT = frozenset(
    {"/Font", "/XObject", "/ColorSpace", "/ExtGState", "/Pattern", "/Shading", "/Properties", "/CharProcs", "/Encoding"}
)


def respell_names(pdf: pikepdf.Pdf) -> None:
    """Write names that are not UTF-8, as old programs made them of Latin-1, in UTF-8; content keeps its own."""
    for holder in pdf.objects:
        _respell(holder)


def _respell(holder: object) -> None:
    if isinstance(holder, pikepdf.Array):
        for index, value in enumerate(holder):
            holder[index] = _respelled(value)
    elif isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
        for key in [key for key in holder.keys() if key not in _IN_CONTENT]:  # noqa: SIM118 - a PDF dictionary
            if (name := utf8(key.encode("utf-8", "surrogateescape"))) != "/Length":
                holder[name] = _respelled(holder[key])
            if name != key:
                del holder[key]


def _respelled(value: pikepdf.Object) -> pikepdf.Object:
    if isinstance(value, pikepdf.Name):
        return pikepdf.Name(utf8(bytes(value)))
    if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect:
        _respell(value)
    return value


def utf8(name: bytes) -> str:
    """Return what ``name`` says in UTF-8 or, as old programs wrote it, in Latin-1."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("latin-1")


def inherited(field: object, key: str) -> object:
    """Return what a form's field says, or one that it belongs to (ISO 32000-1, 12.7.3.1)."""
    for _ in range(_FIELDS):
        if not isinstance(field, pikepdf.Dictionary):
            break
        if key in field:
            return field.get(key)
        field = field.get("/Parent")
    return None


def elements(holder: object) -> list[pikepdf.Dictionary]:
    """Return the structure elements directly beneath ``holder``; marked content and object references are none.

    ISO 32000-1, 14.7.2 to 14.7.4.
    """
    return [kid for kid in listed(dictionary(holder).get("/K")) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def walk(root: pikepdf.Dictionary) -> Iterator[tuple[pikepdf.Dictionary, pikepdf.Dictionary]]:
    """Yield what is beneath ``root`` in the order in which it is read: the element that it stands in, and itself."""
    # No recursion: a tree may be deeper than Python's stack.
    waiting = [(root, kid) for kid in reversed(elements(root))]
    while waiting:
        holder, element = waiting.pop()
        waiting += [(element, kid) for kid in reversed(elements(element))]
        yield holder, element


def resource(resources: object, kind: str, name: object) -> object:
    """Return what ``resources`` call ``name``; ``None`` when there is no such thing.

    Args:
        resources: A page's or a form's, or whatever stands in their place.
        kind: ``/Font``, ``/XObject`` and so on.
        name: Whatever stands where a name should.
    """
    return dictionary(dictionary(resources).get(kind)).get(name) if isinstance(name, pikepdf.Name) else None


def with_resource(
    resources: object, kind: str, stem: str, value: pikepdf.Object
) -> tuple[pikepdf.Dictionary, pikepdf.Name]:
    """Return a copy of ``resources`` that holds ``value`` too, and the name it got; the original may be shared.

    Args:
        resources: A page's, or whatever stands in their place.
        kind: ``/Font``, ``/XObject`` and so on.
        stem: The name starts with it, and is one that ``resources`` do not use.
        value: An indirect object.
    """
    own = copy.copy(dictionary(resources))
    entries = copy.copy(dictionary(own.get(kind)))
    name = next(unused for unused in (f"/{stem}{count}" for count in itertools.count()) if unused not in entries)
    entries[name] = value
    own[kind] = entries
    return own, pikepdf.Name(name)


def bookmark_items(root: object) -> Iterator[tuple[pikepdf.Dictionary, int]]:
    """Yield the bookmarks under ``root``, a file's outline, with their depths as a viewer walks them, each once."""
    # An item is an object of its own (ISO 32000-1, 12.3.3), and this is how circles are seen.
    seen = {(0, 0)}
    waiting = [(dictionary(root).get("/First"), 1)]
    while waiting:
        item, depth = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or item.objgen in seen:
            continue
        seen.add(item.objgen)
        yield item, depth
        # Put on last and so taken first: what is beneath a bookmark comes before the next one.
        waiting += [(item.get("/Next"), depth), (item.get("/First"), depth + 1)]


def page_of(destination: object, numbers: Mapping[tuple[int, int], int]) -> int | None:
    """Return the page that an explicit destination leads to; ``None`` when it leads to none.

    Args:
        destination: As it stands in the file (ISO 32000-1, 12.3.2).
        numbers: Each page's object number and generation, to its number.
    """
    page = destination[0] if isinstance(destination, pikepdf.Array) and len(destination) else None
    return numbers.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None
