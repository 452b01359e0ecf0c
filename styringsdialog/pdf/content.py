"""Page content that ends as it began, and the marks in it: which element each stands for (ISO 32000-1, 14.6)."""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterable
from typing import Any

import attrs
import pikepdf

from styringsdialog.pdf.objects import dictionary, listed, resource, with_resource

# Bytes of one page's content when unpacked; a few kilobytes can unpack to gigabytes.
LARGEST_CONTENT = 256 * 1024 * 1024

# Only what opens and closes is parsed, and the mark: most of a content draws.
_OPERATORS = "q Q BT ET BMC BDC EMC MP"
_END = pikepdf.Name("/SdEnd")
# On a line of its own, because content may end in a comment or in the middle of an operator.
_MARK = b"\n/SdEnd MP\n"
# A path that was begun and never painted would be painted by whatever comes next.
_OPEN_PATH = re.compile(rb"(?:^|[\s\])>])(?:m|l|c|v|y|h|re|W\*?)\s*$")
_OPENS = {"q": "q", "BT": "BT", "BMC": "mark", "BDC": "mark"}
_CLOSES = {"Q": "q", "ET": "BT", "EMC": "mark"}
_CLOSER = {"q": "Q", "BT": "ET", "mark": "EMC"}


# One operator with its operands.
Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
# Operators that show text (ISO 32000-1, table 109).
SHOWS_WORDS = frozenset({"Tj", "TJ", "'", '"'})
END_OF_MARK = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))


class ContentTooLargeError(Exception):
    """One page's content unpacks to more than ``LARGEST_CONTENT``."""


@attrs.frozen
class PageContent:
    """A page's content, unpacked.

    Attributes:
        whole: Whether all of it could be.
        sound: Whether no reader needs to overlook anything for that.
    """

    data: bytes
    whole: bool
    sound: bool


@attrs.frozen
class Balance:
    """What the operators of a content say.

    Attributes:
        open: What is still open at the end, the outermost first.
        surplus: Whether something is closed that was never opened.
        ends: Whether the end can be reached: no string or array is left open.
    """

    open: tuple[str, ...]
    surplus: bool
    ends: bool


_NO_BALANCE = Balance((), surplus=False, ends=False)


@attrs.frozen
class Frames:
    """The few small streams that frame the content of all pages, each once in a file.

    Attributes:
        enclosed: By page, the form in which its content stands where nobody could read it.
    """

    pdf: pikepdf.Pdf
    enclosed: dict[tuple[int, int], pikepdf.Stream] = attrs.field(factory=dict, init=False)
    _known: dict[bytes, pikepdf.Stream] = attrs.field(factory=dict, init=False)

    def stream(self, data: bytes) -> pikepdf.Stream:
        """Return a stream that holds ``data``."""
        if data not in self._known:
            self._known[data] = self.pdf.make_stream(data)
        return self._known[data]


def close_content(page: pikepdf.Dictionary, frames: Frames) -> bool:
    """Make the content of ``page`` leave the graphics state as it found it; tell whether it was whole.

    What one sees does not change: the content is framed by ``q`` and ``Q``, and what it leaves
    open is closed. Only where it closes what it never opened, or breaks off in the middle of
    something, is it written anew without that; and what nobody can read is put in a form of its own.

    Raises:
        ContentTooLargeError: It unpacks to more than anybody can show.
    """
    pdf = frames.pdf
    streams = _streams(page)
    content = read_content(streams)
    try:
        balance = _balance(pdf, content.data)
        if balance.surplus or not balance.ends or not content.sound:
            # Written anew only here: what can be read as it stands keeps its bytes.
            streams = [pdf.make_stream(_rewritten(pdf, content.data))]
            balance = _balance(pdf, streams[0].read_bytes())
    except (pikepdf.PdfError, ValueError, TypeError):
        balance = _NO_BALANCE
    if not balance.ends:
        streams, balance = _enclosed(frames, page, content.data), attrs.evolve(_NO_BALANCE, ends=True)
    path = b"n\n" if _OPEN_PATH.search(content.data[-64:]) else b""
    closers = "".join(f"{_CLOSER[kind]}\n" for kind in reversed(balance.open)).encode()
    page.Contents = pikepdf.Array([frames.stream(b"q\n"), *streams, frames.stream(b"\n" + path + closers + b"Q\n")])
    return content.whole


def read_content(streams: list[pikepdf.Stream]) -> PageContent:
    """Return what ``streams`` hold together; of a damaged one, what comes before the damage, as viewers do."""
    parts, whole, sound = [], True, True
    left = LARGEST_CONTENT
    for stream in streams:
        unpacked = _unpacked(stream, left)
        # One limit for all streams of a page together.
        left -= len(unpacked.data)
        parts.append(unpacked.data)
        whole, sound = whole and unpacked.whole, sound and unpacked.sound
    # With a line feed between them, because one stream ends where a token ends (ISO 32000-1, table 30).
    return PageContent(b"\n".join(parts), whole, sound)


def page_content(page: pikepdf.Dictionary) -> PageContent:
    """Return what the content streams of ``page`` hold together.

    Raises:
        ContentTooLargeError: It unpacks to more than anybody can show.
    """
    return read_content(_streams(page))


def _streams(page: pikepdf.Dictionary) -> list[pikepdf.Stream]:
    return [stream for stream in listed(page.get("/Contents")) if isinstance(stream, pikepdf.Stream)]


def _unpacked(stream: pikepdf.Stream, limit: int) -> PageContent:
    """Unpack at most ``limit`` bytes of ``stream``."""
    names = listed(stream.get("/Filter"))
    # Unpacked here where that is possible: pikepdf unpacks all of a stream before its size is known.
    flate_only = "/DecodeParms" not in stream and all(name == pikepdf.Name.FlateDecode for name in names)
    try:
        data = stream.read_raw_bytes() if flate_only else stream.read_bytes()
    except (pikepdf.PikepdfError, RuntimeError):
        return PageContent(b"", whole=False, sound=False)
    content = PageContent(data, whole=True, sound=True)
    for _ in names if flate_only else ():
        inflated = _inflated(content.data, limit)
        content = PageContent(inflated.data, content.whole and inflated.whole, content.sound and inflated.sound)
    if len(content.data) > limit:
        raise ContentTooLargeError
    return content


def _inflated(data: bytes, limit: int) -> PageContent:
    """Return ``data`` (RFC 1950) unpacked as far as they can be; a wrong checksum behind them costs nothing."""
    # Of the call that fails, zlib gives nothing: then each byte is a call of its own.
    for step in (1 << 20, 1):
        engine = zlib.decompressobj()
        unpacked = bytearray()
        try:
            for start in range(0, len(data), step):
                piece = data[start : start + step]
                # A megabyte at a time, so that a few kilobytes which unpack to gigabytes are stopped on the way.
                while piece and not engine.eof:
                    unpacked += engine.decompress(piece, 1 << 20)
                    if len(unpacked) > limit:
                        raise ContentTooLargeError
                    piece = engine.unconsumed_tail
            # Nothing that was packed is written as nothing.
            return PageContent(bytes(unpacked), whole=engine.eof or not data, sound=engine.eof or not data)
        except zlib.error as error:
            checksum = "incorrect data check" in str(error)
    # Where nothing was packed, viewers take the data as they stand.
    return PageContent(bytes(unpacked) or data, whole=checksum, sound=False)


def parsed(pdf: pikepdf.Pdf, data: bytes, operators: str = "") -> list[Instruction]:
    """Return the instructions of ``data``, or only those with one of ``operators``; ``EI`` asks for pictures in place.

    Raises:
        pikepdf.PdfError: It cannot be parsed.
    """
    with warnings.catch_warnings():
        # A content that ends too soon is what this module is for.
        warnings.simplefilter("ignore")
        return list(pikepdf.parse_content_stream(pikepdf.Stream(pdf, data), operators))


def _balance(pdf: pikepdf.Pdf, data: bytes) -> Balance:
    """Count what ``data`` opens and closes, with a mark behind it that shows whether its end is reached."""
    open_: list[str] = []
    surplus = ends = False
    for instruction in parsed(pdf, data + _MARK, _OPERATORS):
        if (operator := str(instruction.operator)) in _OPENS:
            open_.append(_OPENS[operator])
        elif operator in _CLOSES:
            surplus = not _close(open_, _CLOSES[operator]) or surplus
        elif operator == "MP":
            # The last one counts, because content may hold such marks of its own.
            ends = list(instruction.operands) == [_END]
    return Balance(tuple(open_), surplus, ends)


def _close(open_: list[str], kind: str) -> bool:
    """Take the last ``kind`` off ``open_``, whatever stands open within it; tell whether there was one."""
    for index in range(len(open_) - 1, -1, -1):
        if open_[index] == kind:
            del open_[index]
            return True
    return False


def _rewritten(pdf: pikepdf.Pdf, data: bytes) -> bytes:
    """Return the content without operators that close what was never opened, and without an unparsable end."""
    open_: list[str] = []
    kept = []
    for instruction in parsed(pdf, data):
        try:
            operator = str(instruction.operator)
        except UnicodeDecodeError:
            # No operator has such a name, and viewers pass over it.
            continue
        if operator in _OPENS:
            open_.append(_OPENS[operator])
        elif operator in _CLOSES and not _close(open_, _CLOSES[operator]):
            continue
        kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)


def _enclosed(frames: Frames, page: pikepdf.Dictionary, data: bytes) -> list[pikepdf.Stream]:
    """Return a content that draws ``data`` as a form: whatever is wrong with it ends where the form ends."""
    form = frames.pdf.make_stream(
        data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=page.MediaBox,
        Resources=page.get("/Resources", pikepdf.Dictionary()),
    )
    page.Resources, name = with_resource(page.get("/Resources"), "/XObject", "SdPage", form)
    frames.enclosed[page.objgen] = form
    return [frames.pdf.make_stream(f"{name} Do".encode())]


# Texts that marked content has, wherever it stands (14.9).
_TEXTS = ("/ActualText", "/Alt", "/E", "/Lang")


def mark_number(operands: list[Any], resources: object) -> int | None:
    """Return the MCID of the sequence that begins with ``operands``; nothing when it has none."""
    number: Any = _properties(operands, resources).get("/MCID")
    # A boolean of PDF comes as Python's, which is an int.
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def without_mark(operands: list[Any], resources: object) -> list[Any] | None:
    """Return what begins the sequence instead of ``operands``; nothing when it is to be no sequence.

    Layers stay, and so do texts to be read instead of characters.
    """
    tag = operands[0] if operands else None
    if tag == pikepdf.Name.Artifact:
        return None
    properties = _properties(operands, resources)
    if tag == pikepdf.Name.OC or "/MCID" not in properties:
        return operands
    texts = {key: properties[key] for key in _TEXTS if key in properties}
    return [pikepdf.Name.Span, pikepdf.Dictionary(texts)] if texts else None


def drawn_by(resources: object) -> Iterable[pikepdf.Object]:
    """Return the forms and pictures that stand in ``resources``."""
    return values(dictionary(resources).get("/XObject"))


def values(entries: object) -> Iterable[pikepdf.Object]:
    """Return the values of a dictionary, or of whatever stands in its place."""
    return [value for _, value in dictionary(entries).items()]


@attrs.frozen
class Encloser:
    """Makes the content of pages one marked sequence each, without the marks that mean nothing any more."""

    frames: Frames
    _clear: set[tuple[int, int]] = attrs.field(factory=set, init=False)

    def enclose(self, page: pikepdf.Dictionary, tag: str) -> None:
        """Make all that ``page`` shows one marked-content sequence, whose MCID is 0; an artifact has none."""
        streams = listed(page.get("/Contents"))
        resources = page.get("/Resources")
        data = page_content(page).data
        if _is_marked(data, resources):
            streams = [self.frames.pdf.make_stream(_without_marks(self.frames.pdf, data, resources))]
        self.clear_forms(drawn_by(resources))
        begin = "/Artifact BMC\n" if tag == "Artifact" else f"/{tag} <</MCID 0>> BDC\n"
        frame = self.frames.stream
        page.Contents = pikepdf.Array([frame(begin.encode()), *streams, frame(b"\nEMC\n")])

    def clear_forms(self, drawn: Iterable[pikepdf.Object]) -> None:
        """Take the marks out of those of ``drawn`` that are forms, and out of the forms within them, each once."""
        waiting = list(drawn)
        while waiting:
            form = waiting.pop()
            is_form = isinstance(form, pikepdf.Stream) and form.get("/Subtype") == pikepdf.Name.Form
            # Damaged files have forms that draw each other in a ring.
            if not is_form or form.objgen in self._clear:
                continue
            self._clear.add(form.objgen)
            own = form.get("/Resources")
            try:
                data = form.read_bytes()
                if _is_marked(data, own):
                    form.write(_without_marks(self.frames.pdf, data, own))
            except pikepdf.PdfError:
                # Nobody can read it, and so it shows nothing.
                continue
            waiting += drawn_by(own)


def _properties(operands: list[Any], resources: object) -> pikepdf.Dictionary:
    """Return the properties of a sequence, given in place or by their name in ``resources``."""
    value = operands[1] if len(operands) > 1 else None
    return dictionary(resource(resources, "/Properties", value) if isinstance(value, pikepdf.Name) else value)


def _is_marked(data: bytes, resources: object) -> bool:
    """Tell whether something in ``data`` claims to belong to an element, or to none."""
    listed_properties = values(dictionary(resources).get("/Properties"))
    # As bytes, because parsing is slow and most content holds no marks.
    return (b"BDC" in data or b"BMC" in data) and (
        b"MCID" in data or b"Artifact" in data or any("/MCID" in dictionary(entry) for entry in listed_properties)
    )


def _without_marks(pdf: pikepdf.Pdf, data: bytes, resources: object) -> bytes:
    """Return ``data`` without MCIDs and artifacts."""
    kept: list[Instruction] = []
    dropped: list[bool] = []
    for instruction in parsed(pdf, data):
        if (operator := str(instruction.operator)) in {"BMC", "BDC"}:
            begins = without_mark(list(instruction.operands), resources)
            dropped.append(begins is None)
            if begins is not None:
                kept.append(pikepdf.ContentStreamInstruction(begins, instruction.operator))
        elif operator != "EMC" or (dropped and not dropped.pop()):
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)
