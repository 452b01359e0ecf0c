"""What becomes of a file, by what it is: the one table of kinds, and the ways they go.

All of it runs in a worker process (``compose.taking``): what stands here may be given anything.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.compose.ledger import words_of
from styringsdialog.convert.office.program import OFFICE
from styringsdialog.errors import BilagFileError, Remark
from styringsdialog.intake.kinds import UNKNOWN, Family, Kind
from styringsdialog.intake.opening import not_a_pdf
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.intake.sniff import sniff
from styringsdialog.messages.message import Where, message
from styringsdialog.model.bilag import Caption
from styringsdialog.model.blocks import Blocks
from styringsdialog.model.parts import PreparedPart

ALT_UNUSED: Final = Remark(message("intake.alt-unused"))

# The part of a file's time that LibreOffice may have; the rest is for reading what it wrote.
_FOR_OFFICE: Final = 0.8


@attrs.frozen(kw_only=True)
class HandedIn:
    """A file as it was handed in, and what its contributor says of it.

    Attributes:
        path: Where it stands; it is never changed.
        name: What messages call it.
        work: An empty folder of its own, for everything that is made of it.
        caption: The bilag's; its ``alt`` is what an image shows, empty when nobody says it.
        listed: Whether ``caption`` is said in ``bilag.toml``, beside the file; else a plugin says it.
        comments: Whether comments and speaker notes go along.
        flatten: Whether its pages become pictures.
        seconds: How long it may take.
        as_text: Whether it is to become blocks, as a Word file can.
        closed: Whether nothing of it may be kept for another build.
    """

    path: Path
    name: str
    work: Path
    caption: Caption
    listed: bool = False
    comments: bool = False
    flatten: bool = False
    seconds: int = 60
    as_text: bool = False
    closed: bool = False


@attrs.frozen(kw_only=True)
class Taken:
    """What a file has become.

    Attributes:
        body: Its pages; nothing for a text.
        notes: What was lost or mended on the way in addition to what ``body`` itself says.
        original: A copy of the file as it was handed in, where that is worth more than its pages are:
            its signatures hold nowhere else.
        program: What made its pages and is no library of ours: LibreOffice; empty for none.
        blocks: Of a Word file that is a text, the text.
        said: The words that ``blocks`` should say.
    """

    body: PreparedPart | None = None
    notes: tuple[Remark, ...] = ()
    original: Path | None = None
    program: str = ""
    blocks: Blocks = ()
    said: str = ""


def take(handed: HandedIn) -> Taken:
    """Return what the file becomes, by its content and not by its name.

    Raises:
        StyringsdialogError: It cannot become pages; with every reason.
        OSError: Something of it cannot be written.
    """
    kind = sniff(handed.path, handed.name)
    # What nobody can name may still be a PDF that has lost its first and its last lines.
    way = _text if handed.as_text else _pdf if kind is UNKNOWN else _WAYS.get(kind.family)
    if way is None:
        raise not_a_pdf(handed.name, kind)
    taken = way(handed, kind)
    # What has a structure of ours is a picture already.
    if handed.flatten and taken.body is not None and taken.body.structure is None:
        from styringsdialog.convert.flattening import flattened  # noqa: PLC0415 - see below

        taken = attrs.evolve(taken, body=flattened(taken.body, handed.work / "flat.pdf"), original=None)
    if handed.caption.alt and kind.family is not Family.IMAGE:
        return attrs.evolve(taken, notes=(*taken.notes, ALT_UNUSED))
    return taken


def _pdf(handed: HandedIn, _: Kind) -> Taken:
    part = take_in_pdf(handed.path, handed.work / "prepared.pdf", name=handed.name, comments=handed.comments)
    if not part.signatures:
        return Taken(body=part)
    # Copied now, so that what is published is what was read.
    return Taken(body=part, original=shutil.copyfile(handed.path, handed.work / "original.pdf"))


# What images and Office files need takes half as long to load as all the rest, and most packages have neither.


def _image(handed: HandedIn, kind: Kind) -> Taken:
    from styringsdialog.convert.images import take_in_image  # noqa: PLC0415 - see above

    return Taken(
        body=take_in_image(
            handed.path,
            handed.work / "prepared.pdf",
            kind=kind,
            name=handed.name,
            title=handed.caption.title,
            alt=handed.caption.alt,
            listed=handed.listed,
        )
    )


def _office(handed: HandedIn, kind: Kind) -> Taken:
    from styringsdialog.convert.office.converting import to_pdf  # noqa: PLC0415 - see above
    from styringsdialog.convert.office.figures import lost_pictures  # noqa: PLC0415 - see above
    from styringsdialog.convert.office.remarks import lost_texts  # noqa: PLC0415 - see above

    converted = to_pdf(
        handed.path,
        kind.suffix,
        handed.work,
        seconds=handed.seconds * _FOR_OFFICE,
        name=handed.name,
        comments=handed.comments,
    )
    path = handed.work / "prepared.pdf"
    body = take_in_pdf(converted.path, path, name=handed.name, comments=handed.comments)
    # Held against the file as it is joined: what intake took away counts as lost too.
    lost = lost_pictures(path, converted.facts.pictures, converted.facts.tables)
    # Of margins and sheets nobody can tell whether a page shows them, so they take no claim away.
    body = attrs.evolve(body, lost_alt=any(not picture.margin for picture in lost))
    return Taken(body=body, notes=(*converted.notes, *lost_texts(lost)), program=OFFICE)


def _text(handed: HandedIn, kind: Kind) -> Taken:
    from styringsdialog.convert.office.package import UnusableOfficeError  # noqa: PLC0415 - see above
    from styringsdialog.convert.office.word_blocks import read_word  # noqa: PLC0415 - see above

    place = Where(file=handed.name)
    if kind.suffix != ".docx":
        raise BilagFileError.at(place, message("office.no-word", kind=kind.name or message("kinds.unknown")))
    try:
        blocks, remarks, said, left_out = read_word(handed.path, handed.name, handed.work)
    except UnusableOfficeError as error:
        raise BilagFileError.at(place, error.what) from error
    if not blocks:
        raise BilagFileError.at(place, message("edition.text-empty"))
    words = Counter(words_of(said)) - Counter(words_of(left_out))
    return Taken(blocks=blocks, notes=remarks, said=" ".join(words.elements()))


_WAYS: Final[Mapping[Family, Callable[[HandedIn, Kind], Taken]]] = {
    Family.PDF: _pdf,
    Family.IMAGE: _image,
    Family.OFFICE: _office,
}
