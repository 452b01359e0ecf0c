"""From one number to another: one dash wherever the package counts or tells the time."""

from __future__ import annotations

__all__ = ["span"]


def span(first: str, last: str) -> str:
    """Give «9.00–14.30», «5–8», and «30. maj – 2. juni» where one of the two has words of its own.

    An en dash stands for «til» (Retskrivningsreglerne § 46); spaces part it from ends that have spaces
    in them. Municipal minutes often have a hyphen there: what people wrote themselves keeps it.
    """
    dash = " \N{EN DASH} " if " " in f"{first}{last}" else "\N{EN DASH}"
    return f"{first}{dash}{last}"
