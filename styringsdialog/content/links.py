"""Where links may lead, and how that is written."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

__all__ = ["INSIDE", "LinkError", "full_target", "read_href"]

INSIDE: Final = ("bilag", "tema", "punkt", "del")
"""Schemes that lead to somewhere in the package."""

_OUTSIDE: Final = ("https", "http", "mailto", "tel")

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_KEY: Final = r"[a-z0-9][a-z0-9_-]*"
_ANCHOR: Final = re.compile(rf"(?:(?:{'|'.join(INSIDE)}):{_KEY}(?:/{_KEY})?|{_KEY})")
_INSIDE_REST: Final = re.compile(r"[^\s/#]+(?:/[^\s/#]+)?(?:#(?:side|sider|antal))?")


class LinkError(ValueError):
    """A link or an id is not written as it must be.

    Attributes:
        message: What is wrong with it, as in ``Problem.message``.
        hint: What to do now.
    """

    def __init__(self, message: str, hint: str) -> None:
        """Carry both texts."""
        self.message = message
        self.hint = hint
        super().__init__(message)


def full_target(written: str, scope: str) -> str:
    """Give the target that ``id="written"`` makes: ``tal`` gives ``punkt:vibo/tal`` in the scope ``vibo/``.

    Raises:
        LinkError: It is no key; or it is a full target, which only the edition's own pages may name.
    """
    if not _ANCHOR.fullmatch(written):
        raise LinkError(f"the id '{written}' is no key", 'small letters a-z, digits, _ and -, such as id="noegletal"')
    if ":" not in written:
        return f"punkt:{scope}{written}"
    if scope:
        raise LinkError(f"the id '{written}' names a place outside this text", "leave out what stands before the colon")
    return written


def read_href(written: str, scope: str) -> tuple[str, bool]:
    """Give a link's target, and whether it was written with a capital («Bilag:vibo»).

    ``#tal`` is the id ``tal`` in the same text. Nothing in an address outside is changed but the
    case of its scheme.

    Raises:
        LinkError: It leads nowhere that a package may lead.
    """
    href = written.strip("\t\n\f\r ")
    if href.startswith("#"):
        href = f"punkt:{scope}{href[1:]}"
    match = _SCHEME.fullmatch(href)
    if match is None:
        hint = "write the whole address, https://…, or bilag:, tema: or #id for a place in the package"
        raise LinkError(f"the link '{written}' is not a whole address", hint)
    scheme, rest = match[1].lower(), match[2]
    if scheme in INSIDE:
        if not _INSIDE_REST.fullmatch(rest):
            hint = f"write {scheme}:key or {scheme}:key/key, and after it #side, #sider, #antal or nothing"
            raise LinkError(f"the link '{written}' is no reference", hint)
        return f"{scheme}:{rest}", href[0].isupper()
    if scheme not in _OUTSIDE:
        allowed = ", ".join(f"{one}:" for one in (*_OUTSIDE, *INSIDE))
        raise LinkError(f"the link '{written}' leads where a package may not lead", f"allowed are {allowed}")
    if not rest or not rest.isprintable() or " " in rest or not _has_host(scheme, rest):
        raise LinkError(f"the link '{written}' is not a whole address", "write it as in a browser, without spaces")
    return f"{scheme}:{rest}", False


def _has_host(scheme: str, rest: str) -> bool:
    if not scheme.startswith("http"):
        return True
    try:
        return bool(urlsplit(f"{scheme}:{rest}").hostname)
    except ValueError:  # brackets of an IPv6 address that do not match
        return False
