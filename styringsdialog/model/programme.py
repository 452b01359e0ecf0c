"""What the conference is about: themes, and the talks in each."""

from __future__ import annotations

import attrs

from styringsdialog.model.people import Speaker
from styringsdialog.model.values import Key, Line

__all__ = ["Talk", "Theme"]


@attrs.frozen(kw_only=True)
class Talk:
    """One oplæg.

    Attributes:
        title: Empty when the talk has none; the speakers then stand for it.
        bilag: The bilag it refers to, as in references but without ``bilag:``:
            a contributor's id, or ``id/key``; empty for none.
    """

    title: str = attrs.field(default="", metadata={"doc": "Oplæggets titel, hvis det har en."})
    speakers: tuple[Speaker, ...] = attrs.field(default=(), metadata={"doc": "Oplægsholderne."})
    bilag: str = attrs.field(
        default="", metadata={"doc": "Bilaget, oplægget henviser til: «vibo» eller «vibo/noegle»."}
    )


@attrs.frozen(kw_only=True)
class Theme:
    """One tema with its talks, in order."""

    key: Key = attrs.field(metadata={"doc": "Kort navn, som henvisninger bruger: tema:noegle."})
    title: Line = attrs.field(metadata={"doc": "Temaets titel."})
    talks: tuple[Talk, ...] = attrs.field(default=(), metadata={"doc": "Oplæggene."})
