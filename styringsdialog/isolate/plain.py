"""Plain data: what JSON holds, and how much of it is read from a process that is not trusted."""

from __future__ import annotations

import json
import re
from typing import Final

from styringsdialog.errors import MessageError
from styringsdialog.messages.message import message

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

# Bytes of JSON: a thousand pages of text and tables take about four million.
LARGEST: Final = 32 * 1024 * 1024

# Values: each costs some hundred bytes once it is read, and as little as two before.
_MOST: Final = 2_000_000

# Lists and tables within each other: a block tree of twenty levels takes about sixty.
_DEEPEST: Final = 200

# Possessive, and good for a string without an end too: one look at each byte, whatever is sent.
_MARK: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


class UnreadableError(MessageError):
    """What was sent is no plain data, or more of it than is read."""


def read_plain(data: bytes) -> Plain:
    """Return what ``data`` says as JSON.

    Size, number of values and depth are known before anything is made of it.

    Raises:
        UnreadableError: It is too large, too many, too deep or no JSON.
    """
    if len(data) > LARGEST:
        raise UnreadableError(message("isolate.too-large", megabytes=LARGEST // 1024 // 1024))
    # Commas in texts count as well; the bound has room for them.
    if data.count(b",") + data.count(b"[") + data.count(b"{") > _MOST:
        raise UnreadableError(message("isolate.too-many", most=_MOST))
    depth = 0
    for mark in _MARK.finditer(data):
        kind = data[mark.start()]
        depth += (kind in b"[{") - (kind in b"]}")
        if depth > _DEEPEST:
            raise UnreadableError(message("isolate.too-deep", most=_DEEPEST))
    try:
        plain: Plain = json.loads(data, parse_constant=_refused)
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise UnreadableError(message("isolate.no-json")) from None
    return plain


def _refused(name: str) -> float:
    """Refuse NaN and the infinities, which JSON has not."""
    raise ValueError(name)
