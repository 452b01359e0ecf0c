"""What an edition's design is made of: its palette, its templates, and what is wrong with its logo."""

from __future__ import annotations

from styringsdialog.content.links import ImageError, Images
from styringsdialog.content.templating import Templates, core_templates
from styringsdialog.errors import Fault, Problem
from styringsdialog.messages.message import Where, message
from styringsdialog.model.colour import parse_colour
from styringsdialog.model.conference import Conference
from styringsdialog.pictures.picture import PictureError
from styringsdialog.pictures.reading import read_picture
from styringsdialog.typeset.setting import FRAME
from styringsdialog.typeset.styles import Palette

_EDITION = "edition"
"""The prefix of templates in the edition folder."""


def palette_of(conference: Conference) -> Palette:
    """Return the colours that the package is printed in."""
    return Palette(parse_colour(conference.design.accent))


def templates_of(conference: Conference) -> Templates:
    """Return the core's templates, with those of the edition in the place of the ones it names."""
    chosen = {f"core/{name}.j2": f"{_EDITION}/{file.path}" for name, file in conference.design.templates.chosen}
    return Templates({"core": core_templates(), _EDITION: conference.folder}, instead=chosen)


def unprintable_logo(conference: Conference) -> tuple[Problem, ...]:
    """Return a problem when the logo is no picture that can be printed."""
    logo = conference.design.logo
    if logo is None:
        return ()
    try:
        # Read once before anything is typeset: here a fault is told of ``design.logo``, there of a page of the core's.
        read_picture(Images(root=conference.folder).find(logo.path), FRAME)
    except ImageError as error:
        what = error.what
    except PictureError as error:
        what = message("pictures.logo", name=logo.path, reason=error.what)
    else:
        return ()
    return (Problem(Fault.EDITION, Where("conference.toml", "design.logo"), what),)
