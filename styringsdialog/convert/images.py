"""Image files as bilag: each picture on a page of its own, with what it shows said in words."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import attrs

from styringsdialog.errors import BilagFileError, Remark
from styringsdialog.intake.kinds import Kind
from styringsdialog.messages.message import Where, message
from styringsdialog.model.parts import PreparedPart
from styringsdialog.pictures.picture import PictureError
from styringsdialog.pictures.reading import read_pictures
from styringsdialog.typeset.render import PLATE, Plate, set_plates


def take_in_image(  # noqa: PLR0913 - the file, what it is, and what is said of it
    source: Path, path: Path, *, kind: Kind, name: str, title: str, alt: str, listed: bool = False
) -> PreparedPart:
    """Write the pictures in ``source``, each on a page of its own, to ``path``, and return what is to be known of them.

    What the file says of itself beside its pixels (position, camera, author, a small copy of an earlier
    state) stays behind. The bytes depend on the arguments' contents and on nothing else.

    Args:
        source: The file as it was handed in; it is not changed.
        path: Where the pages go; replaced when it is there.
        kind: What the file was found to be.
        name: What messages call the file.
        title: The bilag's; read aloud where there is no ``alt``.
        alt: What the image shows, in Danish; empty when nobody has said it.
        listed: Whether it would be said in ``bilag.toml``; else a plugin says it.

    Raises:
        BilagFileError: It is missing, damaged, too large, or of a kind that cannot be read.
        OSError: The pages cannot be written.
    """
    try:
        reading = read_pictures(source, PLATE)
    except PictureError as error:
        what = error.what
        if kind.name is not None:
            what = message("intake.unusable-picture", kind=kind.name, reason=what)
        raise BilagFileError.at(Where(file=name), what) from error
    pages = len(reading.pictures)
    # ISO 14289-1, 7.3: a picture must have a text. The title is a poor one, and a remark asks for a better.
    plates = [
        Plate(picture, alt or title if pages == 1 else f"{alt or title}, side {page} af {pages}")
        for page, picture in enumerate(reading.pictures, 1)
    ]
    # As bilag.toml names it: some systems give names in NFD.
    file = unicodedata.normalize("NFC", source.name)
    no_alt = message("intake.no-alt-in-the-list", file=file) if listed else message("intake.no-alt-of-the-plugin")
    notes = (
        (True, message("intake.not-searchable", pages=range(1, pages + 1))),
        (not alt, no_alt),
        (reading.moves, message("intake.animation")),
    )
    prepared = set_plates(plates, title=title, path=path)
    return attrs.evolve(prepared, notes=tuple(Remark(note) for is_so, note in notes if is_so))
