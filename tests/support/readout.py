"""What a screen reader says of a PDF: the structure tree walked, and the text of every mark in it.

It shares nothing with what writes the tree. Text comes from the content streams, by the fonts' own
ToUnicode maps; what no element names is not said, so a text that is missing here is missing there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pikepdf

_INLINE = {"Link", "Reference", "Span", "Lbl"}
_HEX = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@attrs.frozen
class Shown:
    """What a page shows in one sequence of marks: its MCID, or none, and the tags around it."""

    mcid: int | None
    tags: tuple[str, ...]
    text: str


def read_out(path: Path) -> str:
    """Give what is said of the PDF at ``path``, a line for each element that is a block."""
    with pikepdf.open(path) as pdf:
        return _Reader(pdf).read()


def shown(page: pikepdf.Dictionary) -> list[Shown]:
    """Give everything that ``page`` paints, in the order of its content, with the marks around each piece."""
    return list(_shown(page))


def _shown(page: Any) -> Iterator[Shown]:
    fonts = {str(name): _Font(font) for name, font in page.get("/Resources", {}).get("/Font", {}).items()}
    named = page.get("/Resources", {}).get("/Properties", {})
    font: _Font | None = None
    marks: list[tuple[str, int | None, str | None]] = []
    for instruction in pikepdf.parse_content_stream(pikepdf.Page(page)):
        operator, operands = str(instruction.operator), list(instruction.operands)
        text = None
        if operator in {"BMC", "BDC"}:
            properties: Any = operands[1] if operator == "BDC" else {}
            if isinstance(properties, pikepdf.Name):
                properties = named[properties]
            actual = str(properties["/ActualText"]) if "/ActualText" in properties else None
            marks.append((str(operands[0]), int(properties["/MCID"]) if "/MCID" in properties else None, actual))
            if actual is not None:
                text = actual
        elif operator == "EMC":
            marks.pop()
        elif operator == "T*":
            text = " "
        elif operator == "Tf":
            font = fonts[str(operands[0])]
        elif operator in {"Tj", "TJ", "'", '"'}:
            assert font is not None
            strings = operands[-1] if operator == "TJ" else [operands[-1]]
            text = "".join(font.text(bytes(one)) for one in strings if isinstance(one, pikepdf.String))
            if any(actual is not None for _, _, actual in marks):
                text = ""
        elif operator in {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "INLINE IMAGE"}:
            text = ""
        if text is not None:
            mcid = next((mcid for _, mcid, _ in reversed(marks) if mcid is not None), None)
            yield Shown(mcid, tuple(tag for tag, _, _ in marks), text)


class _Font:
    def __init__(self, font: Any) -> None:
        self.width = 2 if font.get("/Subtype") == "/Type0" else 1
        self.codes: dict[int, str] = {}
        if "/ToUnicode" not in font:
            self.codes = {code: chr(code) for code in range(256)}
            return
        for kind, section in re.findall(
            r"beginbf(char|range)(.*?)endbf", font.ToUnicode.read_bytes().decode("latin-1"), re.DOTALL
        ):
            assert kind == "char", "the files of these tests have no ranges"
            for code, value in _HEX.findall(section):
                self.codes[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")

    def text(self, raw: bytes) -> str:
        codes = (int.from_bytes(raw[at : at + self.width]) for at in range(0, len(raw), self.width))
        return "".join(self.codes.get(code, "\ufffd") for code in codes)


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.texts: dict[tuple[tuple[int, int], int], str] = {}
        for page in pdf.pages:
            for piece in shown(page.obj):
                if piece.mcid is not None:
                    key = (page.obj.objgen, piece.mcid)
                    self.texts[key] = self.texts.get(key, "") + piece.text
        self.root: Any = pdf.Root.StructTreeRoot
        self.lines: list[str] = []

    def read(self) -> str:
        for kid in _listed(self.root.K):
            self.block(kid, 0)
        return "\n".join(self.lines) + "\n"

    def block(self, element: Any, depth: int) -> None:
        """Say an element, and beneath it those of its kids that are blocks themselves."""
        said: list[str] = []
        row = len(self.lines)
        self.lines.append("")
        for kid in _listed(element.get("/K")):
            if _is_element(kid) and str(kid.S)[1:] not in _INLINE:
                self.block(kid, depth + 1)
            else:
                said.append(self.words(kid, element))
        words = " ".join("".join(said).split())
        role = f"{str(element.S)[1:]}{_attributes(element)}"
        self.lines[row] = f"{'  ' * depth}{role}{': ' if words else ''}{words}"

    def words(self, kid: Any, element: Any) -> str:
        if _is_element(kid):
            inner = "".join(self.words(one, kid) for one in _listed(kid.get("/K")))
            return f"[{str(kid.S)[1:]}{_attributes(kid)} {inner.strip()}] "
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            return ""
        entries: Any = kid if isinstance(kid, pikepdf.Dictionary) else {"/MCID": kid}
        return self.texts[entries.get("/Pg", element.get("/Pg")).objgen, int(entries["/MCID"])]


def _attributes(element: Any) -> str:
    said = [f"{key[1:]}={element[key]}" for key in ("/T", "/Lang", "/Alt") if key in element]
    for owner in _listed(element.get("/A")):
        kept = (key for key in ("/Scope", "/ColSpan", "/RowSpan", "/ListNumbering") if key in owner)
        said += [f"{key[1:]}={str(owner[key]).removeprefix('/')}" for key in kept]
    return f" ({', '.join(said)})" if said else ""


def _is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _listed(value: Any) -> list[Any]:
    if isinstance(value, pikepdf.Array):
        return list(value)
    return [] if value is None else [value]
