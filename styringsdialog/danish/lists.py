"""Things in a row, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list

from styringsdialog.danish.locale import LOCALE
from styringsdialog.danish.numbers import NBSP, number

__all__ = ["counted", "join"]


def join(items: Sequence[str]) -> str:
    """Give «a, b og c», without a comma before «og»; nothing gives an empty string."""
    return format_list(items, "standard", locale=LOCALE)


def counted(count: int, singular: str, plural: str) -> str:
    """Give «1 side» or «14 sider»: the number and its noun, which stay on one line."""
    return f"{number(count)}{NBSP}{singular if count == 1 else plural}"
