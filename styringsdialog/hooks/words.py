"""What the hooks tell in Danish: on the page that stands for a missing bilag, and in the report."""

from __future__ import annotations

from styringsdialog.danish.lists import counted

__all__ = ["CRASHED", "NOT_AS_AGREED", "NOT_INSTALLED", "NOT_ONE", "OUT_OF_MEMORY", "late"]

CRASHED = "Det program, der laver bilaget, gik ned."
OUT_OF_MEMORY = "Det program, der laver bilaget, skulle bruge mere hukommelse, end der er sat af til det."
NOT_AS_AGREED = "Det program, der laver bilaget, gav ikke noget, der kan bruges."
NOT_INSTALLED = "Det program, der skal lave bilaget, er ikke installeret."
NOT_ONE = "Flere programmer siger, at det er dem, der skal lave bilaget."


def late(seconds: int) -> str:
    """Give that a bilag was not ready in time."""
    time = counted(seconds, "sekund", "sekunder")
    return f"Det program, der laver bilaget, blev ikke færdigt inden for {time}."
