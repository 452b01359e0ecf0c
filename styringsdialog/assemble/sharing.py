"""What is the same in several bilag is stored once: fonts, pictures, colour profiles."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pikepdf

from styringsdialog.pdf.objects import ObjGen

_FONT_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
# Where a dictionary names a stream that draws nothing by itself.
_KEYS = (*_FONT_PROGRAMS, "/ToUnicode", "/CIDToGIDMap", "/SMask", "/Mask")
_TIES = ("/StructParent", "/StructParents")
# Masks first: pictures that have the same one can be the same only after that.
_ROUNDS = 2
# Bytes; what is smaller stays as often as it is there.
_SMALL = 512


def share_streams(pdf: pikepdf.Pdf) -> int:
    """Let equal pictures, fonts and colour profiles be one object, and give how many streams went.

    Equal are those of the same bytes and the same entries. What elements of the structure tree know by
    a key of its own stays, or one element would speak of another's picture.
    """
    gone = 0
    streams = [*_shareable(pdf)]
    for _ in range(_ROUNDS):
        if not (one_for := _first_of_each(streams)):
            break
        streams = [stream for stream in streams if stream.objgen not in one_for]
        gone += len(one_for)
        for holder in pdf.objects:
            if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
                _point_anew(holder, one_for)
    return gone


def _first_of_each(streams: Iterable[pikepdf.Stream]) -> Mapping[ObjGen, pikepdf.Object]:
    """Return for each stream that is there already the first one that is equal to it."""
    alike: defaultdict[bytes, list[pikepdf.Stream]] = defaultdict(list)
    for stream in streams:
        # By entries first, because comparing those reads no stream, and most streams have no equal.
        # What stands in objects of its own is told by their numbers.
        alike[stream.stream_dict.unparse()].append(stream)
    several = (same for same in alike.values() if len(same) > 1)
    return {gone: kept for equal in several for gone, kept in _equal(equal)}


def _equal(streams: Sequence[pikepdf.Stream]) -> Iterator[tuple[ObjGen, pikepdf.Object]]:
    first: dict[bytes, pikepdf.Stream] = {}
    for stream in streams:
        # One at a time: together they may be larger than the memory.
        data = stream.read_raw_bytes()
        if len(data) < _SMALL:
            continue
        kept = first.setdefault(hashlib.sha256(data).digest(), stream)
        if kept.objgen != stream.objgen:
            yield stream.objgen, kept


def _shareable(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    """Return each stream once that may be shared."""
    seen: set[ObjGen] = set()
    for item in pdf.objects:
        for stream in _named(item):
            if stream.objgen in seen or any(key in stream for key in _TIES):
                continue
            seen.add(stream.objgen)
            yield stream


def _named(item: pikepdf.Object) -> Iterator[pikepdf.Stream]:
    """Return the streams that ``item`` is, or names, and that draw nothing else than themselves."""
    if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == pikepdf.Name.Image:
        yield item
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in _KEYS:
            stream = item.get(key)
            if isinstance(stream, pikepdf.Stream):
                yield stream
        space = item.get("/ColorSpace")
        if isinstance(space, pikepdf.Array):
            yield from _named(space)
    elif isinstance(item, pikepdf.Array) and len(item) == 2 and item[0] == pikepdf.Name.ICCBased:
        profile = item[1]
        if isinstance(profile, pikepdf.Stream):
            yield profile


def _point_anew(holder: pikepdf.Object, one_for: Mapping[ObjGen, pikepdf.Object]) -> None:
    """Let what ``holder`` names among ``one_for`` be the one that stays; dictionaries within it too."""
    waiting: list[pikepdf.Object] = [holder]
    while waiting:
        thing = waiting.pop()
        for place in range(len(thing)) if isinstance(thing, pikepdf.Array) else list(thing.keys()):
            value = thing[place]
            # pikepdf gives numbers and booleans as Python's own.
            if not isinstance(value, pikepdf.Object):
                continue
            if isinstance(value, pikepdf.Stream):
                if (kept := one_for.get(value.objgen)) is not None:
                    thing[place] = kept
            # An indirect one is a holder of its own among ``pdf.objects``.
            elif isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
                waiting.append(value)
