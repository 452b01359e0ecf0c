"""What the attributes of elements say, as values of the model."""

from __future__ import annotations

import re
from typing import Final, TypeVar

from styringsdialog.content.links import LinkError, full_target
from styringsdialog.content.markup import Element, Tell
from styringsdialog.messages.message import message
from styringsdialog.model.blocks import Align, ParagraphRole, Place, SectionRole, TableRole

__all__ = ["Attributes"]

Role = TypeVar("Role", ParagraphRole, SectionRole, TableRole)

# The usual part of RFC 5646, 2.1: no extensions, no private use. Whether there is such a language is not asked.
_LANG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# Bounded, because ``check_grid`` counts columns one by one.
_SPAN: Final = re.compile(r"[1-9][0-9]{0,2}")
# Nine digits, as many as CommonMark (5.2) lets the number of an item have.
_NUMBER: Final = re.compile(r"[0-9]{1,9}[.)]?")
_ALIGNS: Final = {"left": Align.START, "right": Align.END}


class Attributes:
    """Reads the attributes of one text; a value that cannot be meant is told, and read as the default."""

    def __init__(self, scope: str, tell: Tell) -> None:
        """Begin a text whose ids have ``scope`` before them."""
        self._scope = scope
        self._tell = tell
        self._anchors: dict[str, Place] = {}

    def role(self, node: Element, roles: type[Role]) -> Role:
        """Return the role that ``class`` names; the plain one where there is none."""
        written = node.attributes.get("class", "")
        if written in set(roles):
            return roles(written)
        known = ", ".join(role.value for role in roles if role.value)
        self._tell(node.place, message("content.unknown-class", element=node.name, name=written, known=known))
        return roles("")

    def lang(self, node: Element) -> str:
        """Return the language that ``lang`` names, empty where there is none (BCP 47)."""
        lang = node.attributes.get("lang", "")
        if "lang" in node.attributes and not _LANG.fullmatch(lang):
            self._tell(node.place, message("content.no-language", lang=lang))
            return ""
        return lang

    def anchor(self, node: Element) -> str:
        """Return the whole target that ``id`` makes, empty where there is none; each may be used once."""
        written = node.attributes.get("id")
        if written is None:
            return ""
        try:
            anchor = full_target(written, self._scope)
        except LinkError as error:
            self._tell(node.place, error.what)
            return ""
        if first := self._anchors.get(anchor):
            what = message("content.second-key", id=written, file=first.file, line=str(first.line))
            self._tell(node.place, what)
        self._anchors.setdefault(anchor, node.place)
        return anchor

    def label(self, node: Element) -> str:
        """Return what stands before an item of a numbered list, empty where its number follows from the others."""
        written = node.attributes.get("value", "")
        if "value" in node.attributes and not _NUMBER.fullmatch(written):
            self._tell(node.place, message("content.no-item-number", written=written))
            return ""
        # HTML's ``value`` is a bare number; of Markdown the mark behind it comes along.
        return f"{written}." if written.isdecimal() else written

    def span(self, node: Element, name: str) -> int:
        """Return the number of columns or rows in the attribute ``name``."""
        written = node.attributes.get(name, "1")
        if not _SPAN.fullmatch(written):
            self._tell(node.place, message("content.no-span", attribute=name, written=written))
            return 1
        return int(written)

    def align(self, node: Element) -> Align:
        """Return the alignment of a cell."""
        written = node.attributes.get("align", "left")
        if written not in _ALIGNS:
            self._tell(node.place, message("content.no-alignment", written=written))
        return _ALIGNS.get(written, Align.START)
