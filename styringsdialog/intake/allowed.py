"""What a file may hold, by the type of its objects (ISO 32000-2): whatever the table does not name goes.

Only what shows pages is named. Private data, alternates, places on earth, overlooked looks and what other
pages drew are in no table, and so need nobody to think of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs
import pikepdf

from styringsdialog.intake.streams import NAME, clean_content, clean_picture, clean_program, cut_surplus
from styringsdialog.pdf.content import page_content, read_content, values
from styringsdialog.pdf.layers import Layers
from styringsdialog.pdf.objects import ObjGen, dictionary, discard, listed, mapping

_FUNCTION: Final = "FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Functions:function Bounds "
_MARKED: Final = "Type Subtype MCID ActualText:text Alt:text E:text Lang:text Attached BBox "
_DRAWN: Final = (
    "Type Subtype Rect Contents:text P:as-is F AP:looks AS Border C OC:properties Lang:text CA ca BM A:as-is H "
    "QuadPoints BS:border IT Open Name DA:text Q DS:text CL BE:border RD LE L IC LL LLE Cap LLO CP CO Vertices Path "
    "InkList RO:form OverlayText:text Repeat FixedPrint:fixed "
)
_TABLE: Final = {
    # Table 31
    "page": "Type Parent:as-is Resources:resources MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit "
    "Contents:content Group:group Annots:annotation",
    "content": "",
    # Table 34
    "resources": "ExtGState:*state ColorSpace:*space Pattern:*pattern Shading:*shading XObject:*xobject Font:*font "
    "Properties:*properties",
    # Tables 93, 94, 96
    "form": "Type Subtype FormType BBox Matrix Resources:resources Group:group OC:properties",
    "group": "Type S CS:space I K",
    # Table 87
    "image": "Type Subtype Width Height ColorSpace:space BitsPerComponent Intent ImageMask Mask:image Decode "
    "Interpolate SMask:image SMaskInData OC:properties Matte",
    # Table 57; halftones are left to whoever prints
    "state": "Type LW LC LJ ML D RI OP op OPM Font:font BG:function BG2:function UCR:function UCR2:function "
    "TR:transfer TR2:transfer FL SM SA BM SMask:mask CA ca AIS TK UseBlackPtComp",
    # Table 142
    "mask": "Type S G:form BC TR:function",
    "function": _FUNCTION,
    "transfer": _FUNCTION,
    # 8.6
    "space": f"{_FUNCTION} Alternate:space WhitePoint BlackPoint Gamma Matrix Subtype Colorants:*space Process:space "
    "ColorSpace:space Components",
    # Tables 74, 75
    "pattern": "Type PatternType PaintType TilingType BBox XStep YStep Resources:resources Matrix Shading:shading "
    "ExtGState:state",
    # Tables 77 to 84
    "shading": "ShadingType ColorSpace:space Background BBox AntiAlias Domain Matrix Function:function Coords Extend "
    "BitsPerCoordinate BitsPerComponent BitsPerFlag VerticesPerRow Decode",
    # Tables 109 to 119
    "font": "Type Subtype Name BaseFont FirstChar LastChar Widths FontDescriptor:descriptor Encoding:encoding "
    "ToUnicode:map DescendantFonts:font CIDSystemInfo:collection DW W DW2 W2 CIDToGIDMap:data FontBBox FontMatrix "
    "CharProcs:*glyph Resources:resources",
    "glyph": "",
    "data": "",
    # Tables 120, 122
    "descriptor": "Type FontName FontFamily:text FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent "
    "Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile:program FontFile2:program "
    "FontFile3:program CharSet:text Style:style Lang CIDSet:data",
    "program": "Length1 Length2 Length3 Subtype",
    "style": "Panose:text",
    "collection": "Registry:text Ordering:text Supplement",
    # Tables 112, 118
    "encoding": "Type BaseEncoding Differences CMapName WMode CIDSystemInfo:collection UseCMap:map",
    "map": "Type CMapName WMode CIDSystemInfo:collection UseCMap:map",
    # Tables 96, 97, 352; 14.9
    "properties": f"{_MARKED} Name:text Intent OCGs:properties P VE:properties",
    # Tables 166 to 192
    "annotation": _DRAWN,
    "comment": f"{_DRAWN}NM:text M:text T:text Popup:comment Parent:comment RC:text CreationDate:text IRT:comment "
    "Subj:text RT State:text StateModel:text",
    "fixed": "Type Matrix H V",
    "border": "Type W S D I",
    # Table 170: how it looks beneath a mouse is seen by nobody else
    "looks": "N:form",
    # Tables 8, 11 to 13
    "parameters": "K EndOfLine EncodedByteAlign Columns Rows EndOfBlock BlackIs1 DamagedRowsBeforeError Predictor "
    "Colors BitsPerComponent EarlyChange ColorTransform JBIG2Globals:data",
}
_STREAM: Final = {"/Filter": "", "/DecodeParms": "parameters"}
# By type, the keys that stay, and what stands there: another type (``*`` in a dictionary of any keys), a text, what
# the intake made itself, or else numbers and names.
_KEPT: Final[Mapping[str, Mapping[str, str]]] = {
    kind: {f"/{key}": within for key, _, within in (entry.partition(":") for entry in entries.split())}
    for kind, entries in _TABLE.items()
}

_SAID_WITH_TEXT: Final = frozenset({"text", "as-is"})
_XOBJECTS: Final = {"/Form": "form", "/Image": "image"}
# What goes from an array by its type, where that is not texts alone: numbers and names are nothing else, and colours of
# an Indexed space are a string (8.6.6.3).
_EMPTIED: Final[Mapping[str, Any]] = {"": (pikepdf.String, pikepdf.Dictionary, pikepdf.Stream), "space": ()}
# Functions that are programs (7.10.5).
_CALCULATOR: Final = 4
# Types with resources.
_DRAWS: Final = frozenset({"page", "form", "pattern", "font"})
_NOT_PLAIN: Final = re.compile(rb"[(<]|\bR\b")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
# Colour spaces that content uses without naming them (8.6.5.6).
_DEFAULTS: Final = frozenset({b"DefaultGray", b"DefaultRGB", b"DefaultCMYK"})


@attrs.frozen
class Cleaner:
    """Leaves of a file what the table names and what its pages use; who wrote comments only where those are wanted.

    Attributes:
        kinds: The types of the dictionaries and streams that were met.
    """

    pdf: pikepdf.Pdf
    layers: Layers
    comments: bool = False
    kinds: set[str] = attrs.field(factory=set, init=False)
    _seen: set[tuple[ObjGen, str]] = attrs.field(factory=set, init=False)
    _named: dict[ObjGen, frozenset[bytes]] = attrs.field(factory=dict, init=False)
    _pruned: dict[tuple[ObjGen, tuple[str, ...]], pikepdf.Object] = attrs.field(factory=dict, init=False)

    @property
    def seen(self) -> frozenset[ObjGen]:
        """Return the objects that pages use."""
        return frozenset(objgen for objgen, _ in self._seen)

    def clean(self, page: pikepdf.Dictionary) -> None:
        """Clean ``page``, whose annotations are those that stay, and all that it leads to.

        Raises:
            ContentTooLargeError: Something in it unpacks to more than anybody can show.
        """
        if (bare := clean_content(self.pdf, page_content(page).data, page.get("/Resources"), self.layers)) is not None:
            page.Contents = pikepdf.Array([self.pdf.make_stream(bare)])
        self._walk(page, "page", page.get("/Resources"))

    def _walk(self, top: pikepdf.Object, kind: str, around: object) -> None:
        """Clean ``top``, which is of ``kind``; ``around`` are the resources of the page that it stands on."""
        waiting: list[tuple[Any, str]] = [(top, kind)]
        while waiting:
            holder, kind = waiting.pop()
            if kind == "annotation" and self.comments:
                kind = "comment"
            elif kind == "xobject":
                kind = _XOBJECTS.get(str(mapping(holder).get("/Subtype")), "nothing")
            if isinstance(holder, pikepdf.Object) and holder.is_indirect and kind != "page":
                if (holder.objgen, kind) in self._seen:
                    continue
                self._seen.add((holder.objgen, kind))
            if isinstance(holder, pikepdf.Array):
                emptied = _EMPTIED.get(kind, pikepdf.String)
                for index, item in enumerate(holder):
                    if isinstance(item, emptied):
                        holder[index] = None
                waiting += [(item, kind) for item in holder]
            elif isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
                self.kinds.add(kind)
                if isinstance(holder, pikepdf.Stream) and (kind == "nothing" or self.layers.hide(holder.get("/OC"))):
                    _empty(holder)
                    continue
                waiting += self._cleaned(holder, kind, around)

    def _cleaned(self, holder: Any, kind: str, around: object) -> Iterator[tuple[Any, str]]:
        """Clean ``holder`` alone, and return what it leads to, each with its type."""
        if kind.startswith("*"):
            yield from ((holder[key], kind[1:]) for key in list(holder.keys()))
            return
        kept = _KEPT.get(kind, {})
        if isinstance(holder, pikepdf.Stream):
            kept = kept | _STREAM  # type: ignore[operator]
            self._clean_data(holder, kind, around)
        if kind in _DRAWS:
            self._prune(holder, kind)
        if kind == "properties":
            self.layers.settle(holder)
        for key in set(holder.keys()) - {"/Length"}:
            within, value = kept.get(key), holder[key]
            plain = within == ""
            if (
                within is None
                or (isinstance(value, pikepdf.String) and within not in _SAID_WITH_TEXT)
                or (plain and isinstance(value, pikepdf.Dictionary | pikepdf.Stream))
            ):
                del holder[key]
            elif plain:
                if isinstance(value, pikepdf.Array) and _NOT_PLAIN.search(value.unparse()):
                    yield value, ""
            elif within not in _SAID_WITH_TEXT:
                yield value, within

    def _clean_data(self, stream: pikepdf.Stream, kind: str, around: object) -> None:
        """Take out of what ``stream`` holds whatever shows nothing."""
        if kind == "image":
            clean_picture(self.pdf, stream)
        elif kind in {"form", "pattern", "glyph"}:
            bare = clean_content(self.pdf, read_content([stream]).data, stream.get("/Resources", around), self.layers)
            if bare is not None:
                stream.write(bare)
                return
        # A tint function stands within a colour space; the data of other functions are no program (7.10).
        elif kind in {"map", "encoding"} or stream.get("/FunctionType") == _CALCULATOR:
            clean_program(stream)
        cut_surplus(self.pdf, stream)

    def _prune(self, holder: Any, kind: str) -> None:
        """Leave in the resources of ``holder`` those that its content names; shared ones stay whole for others."""
        resources = holder.get("/Resources")
        if not isinstance(resources, pikepdf.Dictionary):
            return
        if kind == "page":
            looks = [dictionary(annotation.get("/AP")).get("/N") for annotation in listed(holder.get("/Annots"))]
            used = _names(page_content(holder).data)
        else:
            looks, used = [], self._names_in(holder)
        used = used | _DEFAULTS | self._sought(resources, used, looks)
        own = {
            category: pikepdf.Dictionary({key: entries[key] for key in entries.keys() if _bytes(key) in used})  # noqa: SIM118 - a PDF dictionary
            for category in _KEPT["resources"]
            if (entries := dictionary(resources.get(category)))
        }
        kept = tuple(key for category, entries in own.items() for key in (category, *sorted(entries.keys())))
        if resources.is_indirect:
            # Those that shared one dictionary go on doing so, where they use the same.
            known = self._pruned.setdefault((resources.objgen, kept), self.pdf.make_indirect(pikepdf.Dictionary(own)))
        holder.Resources = known if resources.is_indirect else pikepdf.Dictionary(own)

    def _sought(self, resources: pikepdf.Dictionary, used: frozenset[bytes], looks: list[Any]) -> frozenset[bytes]:
        """Return what is drawn with ``resources`` names and has not itself: viewers look for it in those of the page.

        Args:
            resources: A page's, a form's, a pattern's or a font's.
            used: What its own content names.
            looks: What is drawn beside them.
        """
        sought: frozenset[bytes] = frozenset()
        seen: set[ObjGen] = set()
        waiting = [*looks, *(value for name, value in _entries(resources) if name in used)]
        while waiting:
            drawn = waiting.pop()
            drawn = mapping(mapping(drawn).get("/SMask")).get("/G", drawn)
            if mapping(drawn).objgen in seen:
                continue
            # What stands in another object has no number, and can be in no circle by itself.
            seen |= {mapping(drawn).objgen} - {(0, 0)}
            names, own = self._names_in(drawn), list(_entries(mapping(drawn).get("/Resources")))
            lacking = names - {name for name, _ in own} - used - sought
            sought |= lacking
            waiting += [value for name, value in own if name in names]
            waiting += [value for name, value in _entries(resources) if name in lacking]
        return sought

    def _names_in(self, drawn: object) -> frozenset[bytes]:
        """Return the names in the content of a form, a pattern or a font's glyphs."""
        drawings = [
            stream
            for stream in (*values(mapping(drawn).get("/CharProcs")), drawn)
            if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") != pikepdf.Name.Image
        ]
        for stream in drawings:
            if stream.objgen not in self._named:
                self._named[stream.objgen] = _names(read_content([stream]).data)
        return frozenset[bytes]().union(*(self._named[stream.objgen] for stream in drawings))


def _names(data: bytes) -> frozenset[bytes]:
    """Return all names in ``data``, in strings and comments too: one too many costs nothing that is seen."""
    names = set(NAME.findall(data))
    return frozenset(names | {_ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), name) for name in names})


def _bytes(key: str) -> bytes:
    return key[1:].encode("utf-8", "surrogateescape")


def _entries(resources: object) -> Iterator[tuple[bytes, Any]]:
    return ((_bytes(key), value) for entries in values(resources) for key, value in dictionary(entries).items())


def _empty(stream: pikepdf.Stream) -> None:
    """Make ``stream`` a form that shows nothing: whatever draws it can go on doing so."""
    discard(stream, *(set(stream.keys()) - {"/Length"}))
    stream.write(b"")
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    stream.BBox = pikepdf.Array([0, 0, 0, 0])
