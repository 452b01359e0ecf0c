"""Things in a row, how many there are, and from one to another."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list

from styringsdialog.danish.numbers import LOCALE, NBSP, number


def join(items: Sequence[str]) -> str:
    """Return «a, b og c», without a comma before «og»; nothing gives an empty string."""
    return format_list(items, "standard", locale=LOCALE)


def counted(count: int, singular: str, plural: str) -> str:
    """Return «1 side» or «14 sider»: the number and its noun, which stay on one line."""
    return f"{number(count)}{NBSP}{singular if count == 1 else plural}"


def span(first: str, last: str) -> str:
    """Return «9.00–14.30», «5–8», and «30. maj – 2. juni» where one of the two has words of its own.

    An en dash stands for «til» (Retskrivningsreglerne § 46); spaces part it from ends that have spaces
    in them. Municipal minutes often have a hyphen there: what people wrote themselves keeps it.
    """
    dash = " \N{EN DASH} " if " " in f"{first}{last}" else "\N{EN DASH}"
    return f"{first}{dash}{last}"
