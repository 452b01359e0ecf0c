"""What the attributes of elements say, as values of the model."""

from __future__ import annotations

import re
from typing import Final, TypeVar

from styringsdialog.content.links import LinkError, full_target
from styringsdialog.content.markup import Element, Tell
from styringsdialog.model.blocks import Align, ParagraphRole, Place, SectionRole, TableRole

__all__ = ["Attributes"]

Role = TypeVar("Role", ParagraphRole, SectionRole, TableRole)

_LANG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SPAN: Final = re.compile(r"[1-9][0-9]{0,2}")
_TEXT_ALIGN: Final = re.compile(r"\s*text-align\s*:\s*([a-z]+)\s*;?\s*")
_ALIGNS: Final = {"left": Align.START, "right": Align.END}


class Attributes:
    """Reads attributes in one text; tells of what cannot be meant, and then reads what stands for nothing."""

    def __init__(self, scope: str, tell: Tell) -> None:
        """Begin a text whose ids have ``scope`` before them."""
        self._scope = scope
        self._tell = tell
        self._anchors: dict[str, Place] = {}

    def role(self, node: Element, roles: type[Role]) -> Role:
        """Give the role that ``class`` names; the plain one where there is none."""
        written = node.attributes.get("class", "")
        if written in set(roles):
            return roles(written)
        known = ", ".join(role.value for role in roles if role.value)
        self._tell(node.place, f"<{node.name}> has no class '{written}'", f"there is {known}")
        return roles("")

    def lang(self, node: Element) -> str:
        """Give the language that ``lang`` names, empty where there is none (BCP 47)."""
        lang = node.attributes.get("lang", "")
        if "lang" in node.attributes and not _LANG.fullmatch(lang):
            self._tell(node.place, f"the language '{lang}' is no BCP 47 tag", "write da, en, de, sv …")
            return ""
        return lang

    def anchor(self, node: Element) -> str:
        """Give the whole target that ``id`` makes, empty where there is none; each is given once."""
        written = node.attributes.get("id")
        if written is None:
            return ""
        try:
            anchor = full_target(written, self._scope)
        except LinkError as error:
            self._tell(node.place, error.message, error.hint)
            return ""
        if anchor in self._anchors:
            self._tell(node.place, f"the id '{written}' was given before", f"at {self._anchors[anchor]}")
        self._anchors.setdefault(anchor, node.place)
        return anchor

    def span(self, node: Element, name: str) -> int:
        """Give how many columns or rows the attribute ``name`` says."""
        written = node.attributes.get(name, "1")
        if not _SPAN.fullmatch(written):
            self._tell(node.place, f"the {name} '{written}' is not a whole number from 1 to 999")
            return 1
        return int(written)

    def align(self, node: Element) -> Align:
        """Give how a cell stands: ``align``, or the ``style`` that Markdown's compiler writes."""
        written = node.attributes.get("align")
        if written is None:
            style = node.attributes.get("style")
            if style is None:
                return Align.START
            match = _TEXT_ALIGN.fullmatch(style)
            written = match[1] if match else style
        if written not in _ALIGNS:
            self._tell(node.place, f"the alignment '{written}' is neither left nor right", "in Markdown :-- or --:")
        return _ALIGNS.get(written, Align.START)
