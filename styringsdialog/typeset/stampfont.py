"""The face that footers are stamped in, as a font that assembly can put into another file."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping

import attrs

from styringsdialog.typeset.canvas import PageCanvas
from styringsdialog.typeset.fonts import Face, font, text_width
from styringsdialog.typeset.inlines import printed


@attrs.frozen(kw_only=True)
class StampFont:
    """A face with the characters that some texts need, and how to show them.

    Attributes:
        pdf: A file of one page whose resources hold the font's subsets.
    """

    pdf: bytes = attrs.field(repr=False)
    _face: Face
    _codes: Mapping[str, tuple[str, bytes]] = attrs.field(repr=False)

    def encode(self, text: str) -> tuple[tuple[str, bytes], ...]:
        """Return ``text`` as stretches of one subset: its name in the resources of ``pdf``, and the bytes to show.

        Raises:
            KeyError: A character stood in none of the texts that the font was made for.
        """
        codes = map(self._codes.__getitem__, printed(text))
        return tuple(
            (name, b"".join(code for _, code in stretch))
            for name, stretch in itertools.groupby(codes, lambda code: code[0])
        )

    def width(self, text: str, size: float) -> float:
        """Return the width of ``text`` in points, in type of ``size`` points."""
        return text_width(self._face, printed(text)) * size / 1000


def stamp_font(texts: Collection[str], face: Face = Face.SANS) -> StampFont:
    """Return the font that can show every character of ``texts``."""
    canvas = PageCanvas(title="")
    document = canvas.document
    # Sorted, because reportlab gives out codes in the order in which it meets characters.
    characters = sorted({character for text in texts for character in printed(text)})
    codes = {}
    for character in characters:
        # One character at a time, because the next may be of another subset: one holds 256.
        ((subset, code),) = font(face).splitString(character, document)
        codes[character] = (font(face).getSubsetInternalName(subset, document).removeprefix("/"), code)
    canvas.showPage()
    return StampFont(pdf=canvas.data(), face=face, codes=codes)
