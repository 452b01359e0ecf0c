"""Places of a PDF in which a word stands that nobody sees: each a way to write one, by its name."""

from __future__ import annotations

import binascii
import io
import re
import struct
import zlib
from collections.abc import Callable
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

__all__ = ["CANARY", "GONE", "TOLD", "is_held"]

CANARY: Final = b"KANARIE"
_WORD: Final = String("KANARIE")
_DRAWN: Final = b"BT /F1 12 Tf 20 20 Td (KANARIE) Tj ET"
_BOX: Final = Array([0, 0, 100, 100])

Change = Callable[[pikepdf.Pdf], None]
Place = tuple[bytes, Change]


def is_held(pdf: pikepdf.Pdf) -> bool:
    """Tell whether the word stands anywhere in ``pdf``: in a name, a text, a stream, packed or not."""
    return any(CANARY in piece for holder in pdf.objects for piece in _pieces(holder))


def _pieces(holder: Any) -> list[bytes]:
    pieces = [holder.unparse()] if isinstance(holder, pikepdf.Object) else []
    if isinstance(holder, pikepdf.Stream):
        raw = holder.read_raw_bytes()
        digits = raw.partition(b">")[0]
        pieces += [raw, binascii.unhexlify(digits) if re.fullmatch(rb"([0-9a-f]{2})*", digits) else b""]
        try:
            pieces.append(holder.read_bytes())
        except pikepdf.PdfError:
            pieces.append(zlib.decompressobj().decompress(raw) if raw[:1] == b"x" else b"")
    return pieces


# ------------------------------------------------------------------------------------------ what a place is made of


def _nothing(_: pikepdf.Pdf) -> None:
    """Leave the file as it is."""


def _page(**entries: Any) -> Change:
    return lambda pdf: pdf.pages[0].obj.update({f"/{key}": _made(pdf, value) for key, value in entries.items()})


def _made(pdf: pikepdf.Pdf, value: Any) -> Any:
    return value(pdf) if callable(value) else value


def _resource(category: str, name: str, value: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        resources = pdf.pages[0].obj.Resources
        entries = resources.get(f"/{category}", Dictionary())
        entries[f"/{name}"] = _made(pdf, value)
        resources[f"/{category}"] = entries

    return change


def _form(pdf: pikepdf.Pdf, data: bytes = b"0 0 9 9 re f", **entries: Any) -> pikepdf.Stream:
    resources = pdf.make_indirect(Dictionary(Font=pdf.pages[0].obj.Resources.Font))
    return pdf.make_stream(
        data, **{"Type": Name.XObject, "Subtype": Name.Form, "BBox": _BOX, "Resources": resources, **entries}
    )


def _image(pdf: pikepdf.Pdf, data: bytes, filter_: Any = None, **entries: Any) -> pikepdf.Stream:
    shape = {"Width": 8, "Height": 8, "BitsPerComponent": 8, "ColorSpace": Name.DeviceRGB}
    stream = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, **{**shape, **entries})
    stream.write(data, filter=filter_, type_check=False)
    return stream


def _noise() -> Image.Image:
    return Image.radial_gradient("L").convert("RGB").resize((8, 8))


def _jpeg() -> bytes:
    file = io.BytesIO()
    _noise().save(file, "JPEG")
    return file.getvalue()


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def _with(marker: int, body: bytes) -> bytes:
    return _jpeg()[:2] + _segment(marker, body) + _jpeg()[2:]


def _jpeg_2000(*, inner: bytes = b"", behind: bytes = b"", comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    _noise().save(file, "JPEG2000")
    data = file.getvalue()
    at = data.index(b"jp2c") - 4
    stream = data[at + 8 :]
    # Behind SIZ, which stands first in a codestream (ISO/IEC 15444-1, A.5.1).
    end = 4 + int.from_bytes(stream[4:6], "big")
    stream = stream[:end] + comment + stream[end:]
    return data[:at] + inner + struct.pack(">I4s", 8 + len(stream), b"jp2c") + stream + behind


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(data), kind) + data


_PIXELS: Final = _noise().tobytes()
_IMAGE: Final = b"q 50 0 0 50 100 100 cm /X Do Q"


def _picture(data: bytes, filter_: Any = None, **entries: Any) -> Place:
    return _IMAGE, _resource("XObject", "X", lambda pdf: _image(pdf, data, filter_, **entries))


def _chain(*names: str) -> Array:
    return Array([Name(f"/{name}") for name in names])


def _layer(pdf: pikepdf.Pdf, *, off: bool = True, **entries: Any) -> Dictionary:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Lag"), **entries))
    setting = Dictionary(OFF=Array([group] if off else []))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=setting)
    return group


def _off_marks(pdf: pikepdf.Pdf) -> None:
    _resource("Properties", "L", _layer(pdf))(pdf)


def _off_form(pdf: pikepdf.Pdf) -> None:
    _resource("XObject", "X", _form(pdf, _DRAWN, OC=_layer(pdf)))(pdf)


def _off_expression(pdf: pikepdf.Pdf) -> None:
    expression = Dictionary(Type=Name.OCMD, VE=Array([Name.Not, Array([Name.Not, _layer(pdf)])]))
    _resource("Properties", "L", expression)(pdf)


def _on_expression(pdf: pikepdf.Pdf) -> None:
    expression = Dictionary(Type=Name.OCMD, VE=Array([Name.Not, _layer(pdf, off=False)]))
    _resource("Properties", "L", expression)(pdf)


def _on_policy(pdf: pikepdf.Pdf) -> None:
    _resource("Properties", "L", Dictionary(Type=Name.OCMD, OCGs=Array([_layer(pdf, off=False)]), P=Name.AllOff))(pdf)


def _tint(pdf: pikepdf.Pdf) -> Array:
    program = pdf.make_stream(b"{(a (%) b) pop %%%%KANARIE\n}", FunctionType=4, Domain=[0, 1], Range=[0, 1])
    return Array([Name.Separation, Name.Rest, Name.DeviceGray, program])


def _ring(pdf: pikepdf.Pdf) -> Array:
    ring = pdf.make_indirect(Array([0, 0, 9, 9, _WORD]))
    ring.append(ring)
    return ring


def _samples(pdf: pikepdf.Pdf) -> Dictionary:
    shape = {"FunctionType": 0, "Domain": [0, 1], "Range": [0, 1], "Size": [4], "BitsPerSample": 8}
    function = pdf.make_stream(b"%\xff\0\x80", Egen=_WORD, **shape)
    return Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 99, 99]), Function=function)


def _drawn_fonts(pdf: pikepdf.Pdf) -> None:
    """Add fonts that stand in the resources themselves, and whose letters draw what the page has."""
    for name in ("T", "U"):
        glyph = pdf.make_stream(b"1000 0 d0 /X%s Do" % name.encode())
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=_BOX, FontMatrix=[0.1, 0, 0, 0.1, 0, 0])
        font.update({"/FirstChar": 97, "/LastChar": 97, "/Widths": Array([1000]), "/Egen": _WORD})
        font.update({"/Encoding": Dictionary(Differences=[97, Name.a]), "/CharProcs": Dictionary(a=glyph)})
        pdf.pages[0].obj.Resources.Font[f"/{name}"] = font
        _resource("XObject", f"X{name}", _form)(pdf)


def _lone_form(kind: pikepdf.Name, key: str, **entries: Any) -> Change:
    """Return what makes an element the only thing that leads to a form."""

    def kids(pdf: pikepdf.Pdf) -> Array:
        return Array([0, Dictionary({"/Type": kind, "/Pg": pdf.pages[0].obj, key: _word_form(pdf), **entries})])

    return _structured(**{"/K": kids})


def _annotation(**entries: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        look = Dictionary(N=_form(pdf))
        made = {key: _made(pdf, value) for key, value in entries.items()}
        own = {"Type": Name.Annot, "Subtype": Name.Stamp, "Rect": Array([50, 50, 90, 90]), "AP": look, **made}
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(Dictionary({f"/{key}": own[key] for key in own}))])

    return change


def _looks(**looks: Any) -> Callable[[pikepdf.Pdf], Dictionary]:
    return lambda pdf: Dictionary({f"/{key}": _made(pdf, look) for key, look in looks.items()})


def _word_form(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return _form(pdf, _DRAWN)


def _font(**entries: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.pages[0].obj.Resources.Font.F1[f"/{key}"] = _made(pdf, value)

    return change


def _password(pdf: pikepdf.Pdf) -> None:
    font = Dictionary(F1=pdf.pages[0].obj.Resources.Font.F1)
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            Ff=1 << 13,
            T=String("a"),
            V=_WORD,
            DA=String("/F1 9 Tf 0 g"),
            Rect=Array([50, 200, 250, 220]),
        )
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DR=Dictionary(Font=font))


def _structured(**entries: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        made = {key: _made(pdf, value) for key, value in entries.items()}
        element = Dictionary({"/S": Name.P, "/P": root, "/Pg": page, "/K": 0, **made})
        root.K = pdf.make_indirect(element)
        root.ParentTree = Dictionary(Nums=Array([0, Array([root.K])]))
        page.StructParents = 0
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    return change


def _packed(data: bytes, behind: bytes) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = pdf.make_stream(b"")
        stream.write(zlib.compress(data) + behind, filter=Name.FlateDecode)
        pdf.pages[0].obj.Contents = stream

    return change


_PRIVATE: Final = Dictionary(Note=_WORD)
_SHOWN: Final = b"BT /F1 12 Tf 50 700 Td (Synlig) Tj ET "
_MARKED: Final = b"/P <</MCID 0>> BDC " + _SHOWN + b"EMC"
_STATE: Final = b"/G gs " + _SHOWN

GONE: Final[dict[str, Place]] = {
    # Keys
    "catalog": (_SHOWN, lambda pdf: pdf.Root.update({"/Egen": _WORD})),
    "trailer": (_SHOWN, lambda pdf: pdf.trailer.update({"/Egen": _WORD})),
    "document information": (_SHOWN, lambda pdf: pdf.docinfo.update({"/Author": _WORD})),
    "page": (_SHOWN, _page(Egen=_WORD)),
    "PieceInfo of a page": (_SHOWN, _page(PieceInfo=Dictionary(Egen=_PRIVATE))),
    "metadata of a page": (_SHOWN, _page(Metadata=lambda pdf: pdf.make_stream(CANARY))),
    "geodata of a page": (_SHOWN, _page(VP=Array([Dictionary(Name=_WORD, Measure=_PRIVATE)]))),
    "thumbnail": (_SHOWN, _page(Thumb=lambda pdf: _image(pdf, CANARY * 28))),
    "separation info": (_SHOWN, _page(SeparationInfo=Dictionary(DeviceColorant=_WORD))),
    "box style": (_SHOWN, _page(BoxColorInfo=Dictionary(CropBox=_PRIVATE))),
    "a text for a number": (_SHOWN, _page(UserUnit=_WORD)),
    "a text in a box": (_SHOWN, _page(TrimBox=Array([0, 0, 9, 9, _WORD]))),
    "a text in widths that hold themselves": (_SHOWN, _font(Widths=_ring)),
    "resources": (_SHOWN, lambda pdf: pdf.pages[0].obj.Resources.update({"/Egen": _PRIVATE})),
    "group": (_SHOWN, _page(Group=Dictionary(S=Name.Transparency, Egen=_WORD))),
    "form": (_IMAGE, _resource("XObject", "X", lambda pdf: _form(pdf, Egen=_WORD))),
    "LastModified of a form": (_IMAGE, _resource("XObject", "X", lambda pdf: _form(pdf, LastModified=_WORD))),
    "OPI of a form": (_IMAGE, _resource("XObject", "X", lambda pdf: _form(pdf, OPI=Dictionary(F=_WORD)))),
    "Ref of a form": (_IMAGE, _resource("XObject", "X", lambda pdf: _form(pdf, Ref=Dictionary(F=_WORD)))),
    "PostScript": (_IMAGE, _resource("XObject", "X", lambda pdf: _form(pdf, CANARY, Subtype=Name.PS))),
    "image": _picture(_PIXELS, Egen=_WORD),
    "ID of an image": _picture(_PIXELS, ID=_WORD),
    "alternates": (
        _IMAGE,
        _resource(
            "XObject",
            "X",
            lambda pdf: _image(pdf, _PIXELS, Alternates=Array([Dictionary(Image=_image(pdf, CANARY * 28))])),
        ),
    ),
    "graphics state": (_STATE, _resource("ExtGState", "G", Dictionary(LW=1, Egen=_WORD))),
    "halftone": (_STATE, _resource("ExtGState", "G", Dictionary(HT=Dictionary(HalftoneName=_WORD)))),
    "font": (_SHOWN, _font(Egen=_WORD)),
    "font descriptor": (
        _SHOWN,
        _font(FontDescriptor=lambda pdf: pdf.make_indirect(Dictionary(Type=Name.FontDescriptor, Flags=32, Egen=_WORD))),
    ),
    "metadata of a font": (
        _SHOWN,
        _font(ToUnicode=lambda pdf: pdf.make_stream(b"", Metadata=pdf.make_stream(CANARY))),
    ),
    "comment in a character map": (
        _SHOWN,
        _font(ToUnicode=lambda pdf: pdf.make_stream(b"%%Title: KANARIE\nbegincmap")),
    ),
    "colour space": (
        b"/C cs 0 0 0 sc 0 0 9 9 re f",
        _resource("ColorSpace", "C", Array([Name.CalRGB, Dictionary(WhitePoint=Array([1, 1, 1]), Egen=_WORD)])),
    ),
    "comment in a tint function": (b"/C cs 1 sc 0 0 9 9 re f", _resource("ColorSpace", "C", _tint)),
    "samples of a shading": (b"/S sh", _resource("Shading", "S", _samples)),
    "fonts that draw what the page has": (
        b"BT /T 9 Tf 50 50 Td (a) Tj /U 9 Tf 90 90 Td (a) Tj ET",
        _drawn_fonts,
    ),
    "shading": (
        b"/S sh",
        _resource(
            "Shading",
            "S",
            Dictionary(
                ShadingType=2,
                ColorSpace=Name.DeviceGray,
                Coords=Array([0, 0, 9, 9]),
                Function=Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, Egen=_WORD),
            ),
        ),
    ),
    "pattern": (
        b"/Pattern cs /P scn 0 0 9 9 re f",
        _resource(
            "Pattern",
            "P",
            lambda pdf: pdf.make_stream(
                b"0 0 1 1 re f % KANARIE",
                PatternType=1,
                PaintType=1,
                TilingType=1,
                BBox=_BOX,
                XStep=9,
                YStep=9,
                Resources=Dictionary(),
                Egen=_WORD,
            ),
        ),
    ),
    "who made a layer": (
        b"/OC /L BDC " + _SHOWN + b"EMC",
        lambda pdf: _resource("Properties", "L", _layer(pdf, off=False, Usage=Dictionary(User=Dictionary(Name=_WORD))))(
            pdf
        ),
    ),
    "property list": (b"/P /L BDC " + _SHOWN + b"EMC", _resource("Properties", "L", Dictionary(Egen=_WORD))),
    # What other pages use
    "form of another page": (_SHOWN, _resource("XObject", "Y", _word_form)),
    "picture of another page": (_SHOWN, _resource("XObject", "Y", lambda pdf: _image(pdf, CANARY * 28))),
    "pattern of another page": (
        _SHOWN,
        _resource("Pattern", "Y", lambda pdf: pdf.make_stream(_DRAWN, PatternType=1, Resources=Dictionary())),
    ),
    "layer of another page": (
        _SHOWN,
        lambda pdf: _resource("Properties", "Y", _layer(pdf, off=False, Egen=_WORD))(pdf),
    ),
    "form beside one that is used": (
        b"/X Do",
        _resource(
            "XObject",
            "X",
            lambda pdf: _form(pdf, Resources=Dictionary(XObject=Dictionary(Y=_word_form(pdf)))),
        ),
    ),
    # Content
    "comment": (_SHOWN + b"% KANARIE\n", _nothing),
    "comment in a form": (b"/X Do", _resource("XObject", "X", lambda pdf: _form(pdf, b"% KANARIE\n0 0 9 9 re f"))),
    "private mark": (b"/Egen <</Note (KANARIE)>> BDC " + _SHOWN + b"EMC", _nothing),
    "private point": (b"/Egen <</Note (KANARIE)>> DP " + _SHOWN, _nothing),
    "bytes behind the end": (b"", _packed(_SHOWN, CANARY)),
    "words of a layer that is off": (b"/OC /L BDC " + _DRAWN + b" EMC " + _SHOWN, _off_marks),
    "words of an expression that is off": (b"/OC /L BDC " + _DRAWN + b" EMC " + _SHOWN, _off_expression),
    "words of an expression that is off while its layer is on": (
        b"/OC /L BDC " + _DRAWN + b" EMC " + _SHOWN,
        _on_expression,
    ),
    "words that need a layer to be off": (b"/OC /L BDC " + _DRAWN + b" EMC " + _SHOWN, _on_policy),
    "form of a layer that is off": (b"/X Do " + _SHOWN, _off_form),
    # Pictures
    "bytes behind the pixels": _picture(_PIXELS + CANARY),
    "bytes behind packed pixels": _picture(zlib.compress(_PIXELS + CANARY), Name.FlateDecode),
    "bytes behind hexadecimal pixels": _picture(
        _jpeg().hex().encode() + b">" + CANARY, _chain("ASCIIHexDecode", "DCTDecode")
    ),
    "Exif": _picture(_with(0xE1, b"Exif\0\0" + CANARY), Name.DCTDecode),
    "Exif, hexadecimal": _picture(_with(0xE1, CANARY).hex().encode() + b">", _chain("ASCIIHexDecode", "DCTDecode")),
    "Exif, packed": _picture(zlib.compress(_with(0xE1, CANARY)), _chain("FlateDecode", "DCTDecode")),
    "comment of a picture": _picture(_with(0xFE, CANARY), Name.DCTDecode),
    "thumbnail of a picture": _picture(_with(0xE0, b"JFXX\0\x10" + CANARY), Name.DCTDecode),
    "no colour profile": _picture(_with(0xE2, b"MPF\0" + CANARY), Name.DCTDecode),
    "long note on colours": _picture(_with(0xEE, b"Adobe\0\x64\0\0\0\0\0" + CANARY), Name.DCTDecode),
    "second picture": _picture(_jpeg() + _with(0xFE, CANARY), Name.DCTDecode),
    "film behind a picture": _picture(_jpeg() + b"ftypmp42" + CANARY, Name.DCTDecode),
    "a byte before a picture": _picture(b"\0" + _with(0xE1, CANARY), Name.DCTDecode),
    "box": _picture(_jpeg_2000(inner=_box(b"xml ", CANARY)), Name.JPXDecode),
    "box within a box": _picture(_jpeg_2000(inner=_box(b"asoc", _box(b"xml ", CANARY))), Name.JPXDecode),
    "bytes behind the boxes": _picture(_jpeg_2000(behind=CANARY), Name.JPXDecode),
    "comment of a codestream that breaks off": _picture(
        _jpeg_2000(comment=_segment(0x64, b"\0\1" + CANARY)).partition(b"jp2c")[2].partition(b"\xff\x90")[0] + b"\xff",
        Name.JPXDecode,
    ),
    "comment of a codestream": _picture(_jpeg_2000(comment=_segment(0x64, b"\0\1" + CANARY)), Name.JPXDecode),
    "picture in place": (
        b"q 9 0 0 9 50 50 cm BI /W 8 /H 8 /BPC 8 /CS /RGB /F /DCT ID " + _with(0xE1, CANARY) + b"\nEI Q",
        _nothing,
    ),
    "private key of a picture in place": (
        b"q 9 0 0 9 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G /Egen (KANARIE) ID a\nEI Q",
        _nothing,
    ),
    # Annotations, fields and tags
    "annotation": (_SHOWN, _annotation(Egen=_WORD)),
    "author": (_SHOWN, _annotation(T=_WORD)),
    "rollover look": (_SHOWN, _annotation(AP=_looks(N=_form, R=_word_form))),
    "look when pressed": (_SHOWN, _annotation(AP=_looks(N=_form, D=_word_form))),
    "look of another state": (
        _SHOWN,
        _annotation(AP=_looks(N=_looks(On=_form, Off=_word_form)), AS=Name.On),
    ),
    "hidden annotation": (_SHOWN, _annotation(F=2, AP=_looks(N=_word_form))),
    "annotation that is not viewed": (_SHOWN, _annotation(F=32, AP=_looks(N=_word_form))),
    "annotation of a layer that is off": (_SHOWN, _annotation(OC=_layer, AP=_looks(N=_word_form))),
    "password": (_SHOWN, _password),
    "title of an element": (_MARKED, _structured(**{"/T": _WORD})),
    "identifier of an element": (_MARKED, _structured(**{"/ID": _WORD})),
    "form that an element alone leads to": (_MARKED, _lone_form(Name.OBJR, "/Obj")),
    "form whose marks an element alone leads to": (_MARKED, _lone_form(Name.MCR, "/Stm", **{"/MCID": 0})),
    "properties of an element that has none": (
        _MARKED,
        _structured(**{"/T": _WORD, "/A": Dictionary(O=Name.UserProperties)}),
    ),
    "properties of an element": (
        _MARKED,
        _structured(**{"/A": Dictionary(O=Name.UserProperties, P=Array([Dictionary(N=String("a"), V=_WORD)]))}),
    ),
}
"""Where the word is gone when a file has been taken in."""

TOLD: Final[dict[str, tuple[bytes, Change, str]]] = {
    "beneath a box": (_SHOWN + _DRAWN + b" 10 10 100 40 re f", _nothing, "intake.hidden-covered"),
    "beneath a box with a label": (
        _SHOWN + _DRAWN + b" 10 10 150 40 re f 1 g BT /F1 8 Tf 20 40 Td (fjernet) Tj ET",
        _nothing,
        "intake.hidden-covered",
    ),
    "a word of a line beneath a box": (
        b"BT /F1 12 Tf 20 20 Td (Sagen om KANARIE er sendt videre) Tj ET 72 10 55 25 re f",
        _nothing,
        "intake.hidden-covered",
    ),
    "beneath a picture of one colour": (
        _SHOWN + _DRAWN + b" q 150 0 0 50 10 10 cm /X Do Q",
        _resource("XObject", "X", lambda pdf: _image(pdf, b"\0" * 192)),
        "intake.hidden-covered",
    ),
    "beneath a drawn square": (
        _SHOWN + _DRAWN,
        _annotation(
            Subtype=Name.Square,
            Rect=Array([10, 10, 110, 50]),
            AP=_looks(N=lambda pdf: _form(pdf, b"0 0 100 100 re f")),
        ),
        "intake.hidden-covered",
    ),
    "in a form beneath a box": (
        _SHOWN + b"q 1 0 0 1 200 300 cm /X Do Q 200 300 150 60 re f",
        _resource("XObject", "X", _word_form),
        "intake.hidden-covered",
    ),
    "white on white": (_SHOWN + b" 1 g " + _DRAWN, _nothing, "intake.hidden-colour"),
    "nearly white": (_SHOWN + b" 0.99 g " + _DRAWN, _nothing, "intake.hidden-colour"),
    "clear": (
        _SHOWN + b" /G gs " + _DRAWN,
        _resource("ExtGState", "G", Dictionary(ca=0)),
        "intake.hidden-colour",
    ),
    "invisible": (_SHOWN + b"BT 3 Tr /F1 12 Tf 20 20 Td (KANARIE) Tj ET", _nothing, "intake.hidden-invisible"),
    "cut away": (
        _SHOWN + b"q 300 300 50 50 re W n " + _DRAWN + b" Q",
        _nothing,
        "intake.hidden-clipped",
    ),
    "outside the page": (
        _SHOWN + b"BT /F1 12 Tf 20 2000 Td (KANARIE) Tj ET",
        _nothing,
        "intake.hidden-outside",
    ),
    "too small": (_SHOWN + b"BT /F1 0.8 Tf 20 20 Td (KANARIE KANARIE) Tj ET", _nothing, "intake.hidden-tiny"),
    "marked for redaction": (
        _SHOWN + _DRAWN,
        _annotation(Subtype=Name.Redact, Rect=Array([10, 10, 110, 50])),
        "intake.redactions",
    ),
}
"""Where it stays, and by which message that is told."""
