"""What was filled in is what is seen: fields that show something else, or nothing, are drawn anew.

PDFium draws them, as in a viewer (ISO 32000-1, 12.7.3.3). Meanwhile each field stands alone on a page of another
file, with its own entries and those that it inherits, so that nothing else of its file is read or drawn.
"""

from __future__ import annotations

import copy
import ctypes
import importlib.resources
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
import pikepdf
import pypdfium2
from pypdfium2 import raw

from styringsdialog.pdf.boxes import read_rectangle
from styringsdialog.pdf.content import values
from styringsdialog.pdf.objects import UNSEEN, dictionary, inherited, listed

# Flags of text fields, buttons and choices (ISO 32000-1, tables 226, 228 and 230).
_MULTILINE, _PASSWORD, _COMB = 1 << 12, 1 << 13, 1 << 24
_PUSH, _COMBO = 1 << 16, 1 << 17

_SIMPLE_FONTS = (pikepdf.Name.Type1, pikepdf.Name.TrueType)
_LATIN = (pikepdf.Name.WinAnsiEncoding, pikepdf.Name.MacRomanEncoding)
_SYMBOLS = frozenset({"/Symbol", "/ZapfDingbats"})
_FACE = re.compile(r"/([\w+.,-]+)\s+(\d+\.?\d*|\.\d+)\s+Tf")
_PLAIN_FACE = "Helv"
# What the embedded font is called: in a font of this name PDFium looks for every letter, not for Latin ones only.
_OWN_FACE = "Wingdings"
# The largest type, and whether there may be more lines than the form says: first as it says, and once more with the
# embedded font if need be. Below four points nothing is read.
_ROUNDS = ((0, False), (0, False), *((size, lines) for size in (9, 8, 7, 6, 5, 4) for lines in (False, True)))


@attrs.frozen
class Appearances:
    """What was drawn anew.

    Attributes:
        drawn: How many fields.
        overfull: Pages, from 1, with a field that is too small for its text.
        foreign: Pages, from 1, with a field that has letters of which no font here knows the shape.
        letters: Those letters.
    """

    drawn: int = 0
    overfull: tuple[int, ...] = ()
    foreign: tuple[int, ...] = ()
    letters: str = ""


@attrs.frozen(eq=False, kw_only=True)
class _Field:
    """A field as one widget shows it.

    Attributes:
        value: What was filled in: a text, the labels of what was chosen, or the state of a button that is on.
        options: The labels of all that can be chosen.
        turned: Whether its button showed another state than it holds.
        face: The name of the font that it is drawn in; empty for its own.
        ground: An appearance that stays beneath what is drawn anew.
    """

    widget: pikepdf.Dictionary
    page: int
    size: tuple[float, float]
    kind: str
    flags: int
    value: tuple[str, ...]
    options: tuple[str, ...]
    turned: bool
    face: str = ""
    ground: object = None

    @property
    def is_list(self) -> bool:
        return self.kind == "/Ch" and not self.flags & _COMBO

    @property
    def words(self) -> tuple[str, ...]:
        """Return what is read in the field, without spaces: nothing in a button, or a password, which is veiled."""
        is_read = self.kind == "/Ch" or (self.kind == "/Tx" and not self.flags & _PASSWORD)
        return tuple(map(_plain, self.value)) if is_read else ()

    def differs(self, seen: str) -> bool:
        """Tell whether ``seen`` is something else than the value."""
        if self.kind == "/Btn" or self.is_list or self.flags & _PASSWORD:
            return any(label not in seen for label in self.words)
        return "".join(self.words) != seen

    def lacks(self, text: str) -> Counter[str]:
        """Return the letters of the value that ``text`` is without."""
        return Counter("".join(self.words)) - Counter(text)


@attrs.frozen
class _Drawing:
    """How PDFium draws a field.

    Attributes:
        look: Its normal appearance.
        borrows: Whether that is written in a font that is in no file.
        letters: All that it shows.
        seen: Those of them that are within the field.
    """

    look: pikepdf.Stream | None
    borrows: bool
    letters: str
    seen: str


def widgets(page: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """Return the widgets of ``page``."""
    annotations = (item for item in listed(page.get("/Annots")) if isinstance(item, pikepdf.Dictionary))
    return [annotation for annotation in annotations if annotation.get("/Subtype") == pikepdf.Name.Widget]


def draw_fields(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Dictionary]) -> Appearances:
    """Let every field of ``pages`` show what was filled in.

    Programs that fill in a form may leave it to the viewer to draw it (NeedAppearances, ISO 32000-1, table
    218), and some forget to say so. A field that shows its value, or what a script
    or a barcode makes of it, is left as it is.
    """
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return Appearances()
    fields = [field for number, page in enumerate(pages, 1) for field in _fields(page, number)]
    asked = bool(form.get("/NeedAppearances"))
    anew = [field for field in fields if not _has_look(field) and (field.value or _has_frame(field))]
    # A script that formats the value (12.6.3, table 196), or a barcode, makes another appearance of it.
    shown = [
        field
        for field in fields
        if field.kind != "/Btn"
        and _has_look(field)
        and "/F" not in dictionary(inherited(field.widget, "/AA"))
        and "/PMD" not in field.widget
    ]
    drawings = _press(pdf, [(field, {"AP": field.widget.AP}) for field in shown], {})
    anew += [
        # A ground without words may stand in the appearance alone.
        field if drawing.letters else attrs.evolve(field, ground=field.widget.AP.get("/N"))
        for field, drawing in zip(shown, drawings, strict=True)
        if (asked and field.is_list) or ((asked or field.value) and field.differs(drawing.seen))
    ]
    return attrs.evolve(_draw(pdf, form, anew), drawn=len(anew) + sum(field.turned for field in fields))


def _fields(page: pikepdf.Dictionary, number: int) -> Iterator[_Field]:
    """Yield the fields on ``page`` that are seen, buttons turned to the state that they hold."""
    for widget in widgets(page):
        kind, flags, held = (inherited(widget, key) for key in ("/FT", "/Ff", "/V"))
        hidden, box = widget.get("/F"), read_rectangle(widget.get("/Rect"))
        if kind not in {"/Tx", "/Ch", "/Btn"} or box is None or (isinstance(hidden, int) and hidden & UNSEEN):
            continue
        pairs = filter(None, map(listed, listed(inherited(widget, "/Opt") if kind == "/Ch" else None)))
        options = {_text(pair[0]): _text(pair[-1]) for pair in pairs}
        turned = kind == "/Btn" and _turn(widget, str(held))
        # One of several radio buttons without a state is off, whatever is held by all.
        state = str(widget.get("/AS", widget.get("/V", ""))).replace("/Off", "")
        chosen = listed(state if kind == "/Btn" else held)
        yield _Field(
            widget=widget,
            page=number,
            size=(box[2] - box[0], box[3] - box[1]),
            kind=str(kind),
            flags=flags if isinstance(flags, int) else 0,
            # Of a pair in Opt the first is exported and the second is seen (ISO 32000-1, table 231).
            value=tuple(options.get(text, text) for text in filter(None, map(_text, chosen))),
            options=tuple(options.values()),
            turned=turned,
        )


def _turn(widget: pikepdf.Dictionary, held: str) -> bool:
    """Turn a button to the state ``held`` when it has one of that name, and tell whether it showed another."""
    states = dictionary(dictionary(widget.get("/AP")).get("/N"))
    shown = str(widget.get("/AS", "/Off"))
    state = held if held in states and held != "/Off" else shown
    if states and state.startswith("/"):
        widget.AS = pikepdf.Name(state)
    return state != shown


def _text(value: object) -> str:
    """Return a text of a form as it is printed: composed, and each line's end a carriage return."""
    text = value.read_bytes().decode("utf-8", "replace") if isinstance(value, pikepdf.Stream) else str(value or "")
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip()
    lines = unicodedata.normalize("NFC", seen).splitlines()
    return "\r".join("".join(letter if letter.isprintable() else " " for letter in line) for line in lines)


def _plain(text: str) -> str:
    """Return ``text`` without spaces, to be held against what PDFium reads on a page."""
    # PDFium's word for a hyphen at a line's end.
    return "".join(unicodedata.normalize("NFKC", text).replace("\x02", "-").replace("\ufffe", "-").split())


def _has_look(field: _Field) -> bool:
    """Tell whether there is an appearance for what the field holds; that of a button that is off may be nothing."""
    normal = dictionary(field.widget.get("/AP")).get("/N")
    looks = [normal, dictionary(normal).get(str(field.widget.get("/AS", "/Off")))]
    if field.kind == "/Btn" and not field.value:
        looks += values(normal)
    return any(isinstance(look, pikepdf.Stream) for look in looks)


def _has_frame(field: _Field) -> bool:
    """Tell whether a border, a ground or a button's words are seen where nothing was filled in."""
    style = dictionary(field.widget.get("/MK"))
    return any(len(listed(style.get(key))) for key in ("/BC", "/BG")) or (
        field.kind == "/Btn" and bool(field.flags & _PUSH) and "/CA" in style
    )


def _draw(pdf: pikepdf.Pdf, form: pikepdf.Dictionary, fields: Sequence[_Field]) -> Appearances:
    """Give ``fields`` the appearance that PDFium draws, and return what they cannot show."""
    fonts = _fonts(pdf, form)
    foreign = [field for field in fields if not _is_latin(field)]
    refaced = _in_own_face(pdf, fonts, foreign)
    unseen = waiting = [*refaced, *(field for field in fields if field not in foreign)]
    for largest, lines in _ROUNDS:
        entries = [(field, _entries(field, form, fonts, largest, lines=lines)) for field in waiting]
        drawings = list(zip(waiting, _press(pdf, entries, fonts), strict=True))
        for field, drawing in drawings:
            if drawing.look is not None:
                field.widget.AP = pikepdf.Dictionary(N=drawing.look)
        waiting = [field for field, drawing in drawings if not drawing.borrows and field.differs(drawing.seen)]
        waiting += _in_own_face(pdf, fonts, [field for field, drawing in drawings if drawing.borrows])
        unseen = [field for field, drawing in drawings if field.lacks(drawing.seen)]
    lost = [(field, field.lacks("".join(face.words))) for field, face in zip(foreign, refaced, strict=True)]
    return Appearances(
        overfull=_pages(unseen),
        foreign=_pages(field for field, letters in lost if letters),
        letters=" ".join(sorted({letter for _, letters in lost for letter in letters})),
    )


def _pages(fields: Iterable[_Field]) -> tuple[int, ...]:
    return tuple(sorted({field.page for field in fields}))


def _is_latin(field: _Field) -> bool:
    """Tell whether a font in a Latin encoding may have all letters of the field."""
    letters = "".join((*field.value, *field.options))
    # WinAnsiEncoding, in which ``_fonts`` lets a form's fonts write.
    return letters.encode("cp1252", "ignore").decode("cp1252") == letters


def _in_own_face(pdf: pikepdf.Pdf, fonts: dict[str, pikepdf.Object], fields: Sequence[_Field]) -> list[_Field]:
    """Return ``fields`` in the embedded font, which joins ``fonts``, and without the letters that it has not.

    In place of those PDFium would borrow fonts that are in no file, or leave a hole.
    """
    if not fields:
        return []
    texts = [*(text for field in fields for text in (*field.value, *field.options))]
    fonts[_OWN_FACE], known = _embedded_font(pdf, "".join(sorted({letter for text in texts for letter in text})))
    kept = {text: "".join(letter for letter in text if letter in known or letter.isspace()) for text in texts}
    return [
        attrs.evolve(
            field,
            face=_OWN_FACE,
            value=tuple(kept[text] for text in field.value),
            options=tuple(kept[text] for text in field.options),
        )
        for field in fields
    ]


def _entries(
    field: _Field, form: pikepdf.Dictionary, fonts: Mapping[str, pikepdf.Object], largest: float, *, lines: bool
) -> dict[str, Any]:
    """Return what PDFium is told of ``field``; a choice that drops down is a text on paper."""
    said = str(inherited(field.widget, "/DA") or form.get("/DA") or "")
    face = _FACE.search(said)
    name, size = (face[1], face[2]) if face else (_PLAIN_FACE, "0")
    name = field.face or name if (field.face or name) in fonts else _PLAIN_FACE
    tail = f"/{name} {min(float(size) or largest, largest) if largest else size} Tf"
    entries: dict[str, Any] = {
        # A combo box as a text field: PDFium would draw its button beside the text.
        "FT": pikepdf.Name("/Tx" if field.kind == "/Ch" and not field.is_list else field.kind),
        "Ff": 0 if field.kind == "/Ch" and not field.is_list else field.flags,
        "DA": pikepdf.String(said.replace(face[0], tail) if face else f"{tail} {said or '0 g'}"),
        "Q": inherited(field.widget, "/Q") or form.get("/Q") or 0,
        **{key: field.widget[f"/{key}"] for key in ("MK", "BS", "Border") if f"/{key}" in field.widget},
    }
    text = "\r".join(field.value)
    if field.kind == "/Btn":
        entries["V"] = entries["AS"] = pikepdf.Name.Yes if field.value else pikepdf.Name.Off
    elif field.is_list:
        first = min((field.options.index(label) for label in field.value if label in field.options), default=0)
        options, chosen = (pikepdf.Array(map(pikepdf.String, labels)) for labels in (field.options, field.value))
        entries |= {"Opt": options, "V": chosen, "TI": first if largest else inherited(field.widget, "/TI") or 0}
    elif lines:
        entries |= {"V": pikepdf.String(text), "Ff": field.flags & _PASSWORD | _MULTILINE}
    else:
        entries["V"] = pikepdf.String(text if entries["Ff"] & _MULTILINE else text.replace("\r", " "))
        if entries["Ff"] & _COMB:
            entries["MaxLen"] = inherited(field.widget, "/MaxLen")
    return entries


def _fonts(pdf: pikepdf.Pdf, form: pikepdf.Dictionary) -> dict[str, pikepdf.Object]:
    """Return by their names the fonts that fields can be written in, with letters such as æ, ø and å.

    Other objects than the file's: what is written already goes on meaning what it meant.
    """
    plain = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    named = {name[1:]: font for name, font in dictionary(dictionary(form.get("/DR")).get("/Font")).items()}
    fonts: dict[str, Any] = {
        name: font for name, font in {_PLAIN_FACE: plain, **named}.items() if isinstance(font, pikepdf.Dictionary)
    }
    for name, font in fonts.items():
        fonts[name] = pdf.make_indirect(copy.copy(font))
        # Without an Encoding StandardEncoding holds, which has no «å» (ISO 32000-1, D.2).
        is_latin = font.get("/Encoding") in _LATIN or str(font.get("/BaseFont", "")) in _SYMBOLS
        if font.get("/Subtype") in _SIMPLE_FONTS and not is_latin:
            fonts[name].Encoding = pikepdf.Name.WinAnsiEncoding
    return fonts


def load_font(document: pypdfium2.PdfDocument) -> Any:
    """Return PDFium's handle of the font that packages are set in, in ``document``."""
    data = importlib.resources.files("font_source_sans_pro").joinpath("files", "SourceSansPro-Regular.ttf").read_bytes()
    program = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    return raw.FPDFText_LoadFont(document.raw, program, len(data), raw.FPDF_FONT_TRUETYPE, True)


def _embedded_font(pdf: pikepdf.Pdf, letters: str) -> tuple[pikepdf.Object, frozenset[str]]:
    """Return the font that packages are set in, as PDFium embeds it, and those of ``letters`` that it has."""
    # PDFium takes texts as UTF-16LE with a null at the end.
    wide = ctypes.create_string_buffer(f"{letters}\0".encode("utf-16-le"))
    file = io.BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        page = document.new_page(1, 1)
        text = raw.FPDFPageObj_CreateTextObj(document.raw, load_font(document), 1)
        raw.FPDFText_SetText(text, ctypes.cast(wide, ctypes.POINTER(raw.FPDF_WCHAR)))
        page.insert_obj(pypdfium2.PdfObject(text))
        page.gen_content()
        # Letters for which the font has no shape do not come back.
        known = frozenset(page.get_textpage().get_text_range())
        document.save(file)
    with pikepdf.open(file) as embedded:
        (made,) = values(embedded.pages[0].obj.Resources.Font)
        copied = pdf.copy_foreign(embedded.make_indirect(made))
    # ISO 14289-1, 7.21.3.2
    copied.DescendantFonts[0].CIDToGIDMap = pikepdf.Name.Identity
    return copied, known


def _copied(pdf: pikepdf.Pdf, field: _Field, drawn: object, fonts: Mapping[str, pikepdf.Object]) -> tuple[Any, bool]:
    """Return ``drawn``, an appearance or one for each state, in ``pdf``, and whether it borrows a font."""
    look = drawn if isinstance(drawn, pikepdf.Stream) else dictionary(drawn).get("/Yes" if field.value else "/Off")
    if not isinstance(look, pikepdf.Stream):
        return None, False
    code = look.read_bytes()
    # Fonts are the file's own objects, not PDFium's copies: so each is stored once for all fields.
    used = {face[1] for face in _FACE.finditer(code.decode("latin-1"))}
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary({f"/{name}": fonts[name] for name in used & fonts.keys()}))
    if isinstance(field.ground, pikepdf.Stream):
        # ``Do`` draws only what says that it is a form, and appearances often do not.
        field.ground.Subtype = pikepdf.Name.Form
        resources.XObject = pikepdf.Dictionary(Ground=field.ground)
        code = b"/Ground Do\n" + code
    entries = {key: pikepdf.Array(listed(look.get(f"/{key}"))) for key in ("BBox", "Matrix") if f"/{key}" in look}
    return pdf.make_stream(code, Resources=resources, **entries), not used <= fonts.keys()


def _press(
    pdf: pikepdf.Pdf, fields: Sequence[tuple[_Field, Mapping[str, Any]]], fonts: Mapping[str, pikepdf.Object]
) -> list[_Drawing]:
    """Return how PDFium draws each of ``fields``, which are in ``pdf``, with these entries and nothing else."""
    if not fields:
        return []
    file, drawn = io.BytesIO(), io.BytesIO()
    with pikepdf.new() as alone:
        # Where there is no font, nothing is drawn but what is there.
        named = pikepdf.Dictionary({f"/{name}": alone.copy_foreign(font) for name, font in fonts.items()})
        alone.Root.AcroForm = pikepdf.Dictionary(DR=pikepdf.Dictionary(Font=named), NeedAppearances=bool(fonts))
        for number, (field, entries) in enumerate(fields):
            own = {"FT": pikepdf.Name(field.kind), "T": pikepdf.String(str(number)), "F": 4, **entries}
            widget = pikepdf.Dictionary({f"/{key}": value for key, value in own.items()})
            widget.Subtype, widget.Rect = pikepdf.Name.Widget, pikepdf.Array([0, 0, *field.size])
            page = alone.add_blank_page().obj
            page.MediaBox = pikepdf.Array([0, 0, *field.size])
            page.Annots = pikepdf.Array([alone.copy_foreign(pdf.make_indirect(widget))])
        # Without it pikepdf warns on saving of fields that no form leads to.
        alone.Root.AcroForm.Fields = pikepdf.Array([page.obj.Annots[0] for page in alone.pages])
        alone.save(file)
    with pypdfium2.PdfDocument(file.getvalue()) as document:
        document.init_forms()
        pages = list(document)
        # Before ``_letters``, which flattens the pages and so takes the fields off them.
        document.save(drawn)
        texts = [_letters(document, page, number, fields[number][0].size) for number, page in enumerate(pages)]
    with pikepdf.open(drawn) as printed:
        looks = (dictionary(page.obj.Annots[0].get("/AP")).get("/N") for page in printed.pages)
        return [
            _Drawing(*_copied(pdf, field, look, fonts), *text)
            for look, (field, _), text in zip(looks, fields, texts, strict=True)
        ]


def _letters(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int, size: tuple[float, float]
) -> tuple[str, str]:
    """Return the letters that the field on ``page`` shows, and those of them whose middle is within it."""
    raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    page.close()
    # Loaded anew: a page that is open does not show what flattening made of it.
    text = document[number].get_textpage()
    letters = [(text.get_text_range(index, 1), text.get_charbox(index)) for index in range(text.count_chars())]
    seen = (
        letter
        for letter, (left, bottom, right, top) in letters
        # By the letter's middle: one that only touches the edge can be read.
        if 0 <= left + right <= 2 * size[0] and 0 <= bottom + top <= 2 * size[1]
    )
    return _plain("".join(letter for letter, _ in letters)), _plain("".join(seen))
