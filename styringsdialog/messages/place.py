"""Where something stands that a message speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from styringsdialog.messages.catalogue import text_of
from styringsdialog.messages.message import Language, Message, message
from styringsdialog.messages.showing import shown

__all__ = ["Where"]


@attrs.frozen
class Where:
    """Where something stands.

    Attributes:
        file: Its path as the user knows it: seen from the edition's folder where it lies in that.
        path: The place in the file: a TOML path as ``themes[0].title``, a page, a cell.
        line: The line in the file, from 1; 0 where none is known.
        origin: What it came from, or what it is where it is no file: a plugin, a bilag, the package.
    """

    file: str = ""
    path: str = ""
    line: int = 0
    origin: Message | None = None

    def __str__(self) -> str:
        """Return the place in English, on one line."""
        return self.text(Language.ENGLISH)

    def text(self, language: Language) -> str:
        """Return the place on one line: ``plugin vibo 1.2, bilag 'tal': templates/tal.html.j2, line 12``."""
        origin = text_of(self.origin, language).what if self.origin else ""
        file = shown(self.file)
        if self.line:
            file = text_of(message("words.line", file=self.file, line=str(self.line)), language).what
        return ": ".join(filter(None, (origin, file, shown(self.path))))

    def as_data(self) -> dict[str, Any]:
        """Return the place as plain data for JSON."""
        origin = self.origin.as_data() if self.origin else None
        return {"file": self.file, "path": self.path, "line": self.line or None, "origin": origin}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Where:
        """Return the place that ``as_data`` gave.

        Raises:
            TypeError: Its origin is no message.
            KeyError: ``data`` is no place.
        """
        origin = Message.from_data(data["origin"]) if data["origin"] else None
        return cls(file=data["file"], path=data["path"], line=data["line"] or 0, origin=origin)
